"""The server's own addresses: `/ask` for programs, and `/page/…` for the page's script.

Errors are `{"error": "one line"}` with a fitting status. Whatever arrives is checked here for type and size.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote as quoted

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from rag import corpus, questions
from rag.errors import QuothError
from rag.types import Article, Turn
from ui import shown, uploads
from ui.counter import Counter
from ui.desk import BusyError
from ui.gold import GoldFile, Verdict
from ui.intake import Intake
from ui.opened import UnknownArticleError
from ui.shelves import Shelves, key

ASSETS = Path(__file__).parent / "assets"
HEAD = (
    '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/page/assets/page.css">'
    '<script type="module" src="/page/assets/main.js"></script>'
    + "".join(f'<link rel="modulepreload" href="/page/assets/{one.name}">' for one in sorted(ASSETS.glob("*.js")))
)
"""What makes the page ours, put first into its head; the scripts come all at once, and not in turn."""
MAX_FIELD = 100_000
"""Characters of a question or an earlier turn that are looked at at all."""
_Short = Annotated[str, Field(max_length=MAX_FIELD)]


class Earlier(BaseModel):
    """An earlier turn of the page's conversation."""

    question: _Short
    answer: _Short


class Question(BaseModel):
    """What a program asks: of all of the server's articles."""

    question: _Short


class PageQuestion(Question):
    """What the page asks: of one article or of all `articles` that the visitor has."""

    scope: _Short
    articles: int = 1
    turns: list[Earlier] = Field(default=[], max_length=20)


def add_routes(app: FastAPI, counter: Counter, gold: GoldFile | None) -> None:
    """Give `app` its own addresses."""
    shelves = counter.shelves
    intake = Intake()
    page = APIRouter(prefix="/page", include_in_schema=False)

    @app.post("/ask")
    def ask(asked: Question) -> Response:
        """Answer a question with exact quotes, or say that the article has no answer."""
        form, _ = counter.ask(shelves.library.default, asked.question, [])
        return JSONResponse(form, 400 if form["error"] else 200)

    @page.post("/ask")
    def page_ask(asked: PageQuestion, request: Request) -> Response:
        pipeline = shelves.pipeline(_visitor(request), asked.scope, at_least=asked.articles)
        turns = [Turn(turn.question, turn.answer) for turn in asked.turns]
        form, outcome = counter.ask(pipeline, asked.question, turns)
        beside = {"articles": len(pipeline.articles), **shown.beside(outcome)}
        return JSONResponse({"outcome": form, **beside}, 400 if form["error"] else 200)

    @page.get("/articles")
    def articles(request: Request) -> dict[str, Any]:
        common = [_card(article, own=False) for article in shelves.common.values()]
        mine = [_card(article, own=True) for article in shelves.own(_visitor(request)).values()]
        return {"articles": common + mine, "gold": gold is not None, "endings": list(corpus.FORMATS)}

    @page.get("/articles/{wanted}")
    def article(wanted: str, request: Request) -> dict[str, Any]:
        return shown.article(shelves.article(_visitor(request), wanted))

    @page.get("/articles/{wanted}/examples")
    async def some_examples(wanted: str, request: Request) -> list[str]:
        return await counter.examples(_visitor(request), shelves.article(_visitor(request), wanted))

    @page.get("/articles/{wanted}/text")
    def text(wanted: str, request: Request) -> Response:
        found = shelves.article(_visitor(request), wanted)
        name = f"{found.name}.txt" if _is_extracted(found) else found.name
        disposition = f"attachment; filename*=UTF-8''{quoted(name)}"
        return Response(found.text.encode(), 200, {"Content-Disposition": disposition}, "text/plain; charset=utf-8")

    @page.delete("/articles/{wanted}")
    def remove(wanted: str, request: Request) -> None:
        shelves.remove(_visitor(request), wanted)

    def kept() -> GoldFile:
        if gold is None:
            raise QuothError("this server keeps no gold cases; start it with --gold FILE")
        return gold

    @page.post("/gold")
    def judge(verdict: Verdict) -> dict[str, str]:
        return {"added": kept().add(verdict, list(shelves.common.values()))}

    @page.delete("/gold")
    def take_back(verdict: Verdict) -> dict[str, bool]:
        return {"taken": kept().take_back(verdict, list(shelves.common.values()))}

    @app.post("/page/articles", include_in_schema=False)
    async def add(
        name: Annotated[str, Query(max_length=1000)], request: Request, extracted: bool = False
    ) -> StreamingResponse:
        visitor = _visitor(request)
        article = await intake.article(request, name, extracted=extracted)
        return StreamingResponse(_lines(_added(shelves, visitor, article)), media_type="application/x-ndjson")

    app.include_router(page)
    app.mount("/page/assets", StaticFiles(directory=ASSETS))
    app.add_exception_handler(QuothError, _told)
    app.add_exception_handler(RequestValidationError, _misshapen)


def _added(shelves: Shelves, visitor: str, article: Article) -> Iterator[dict[str, Any]]:
    """Yield what happens to an article on its way to the shelf; the last step is its card or an error."""
    try:
        for done, total in shelves.add(visitor, article):
            yield {"step": "indexing", "done": done, "total": total}
        common = shelves.common.get(key(article))
        yield {"step": "done", "article": _card(common or article, own=common is None)}
    except QuothError as error:
        yield {"step": "error", "error": str(error)}


async def _lines(steps: Iterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    """Yield each step as a line as soon as it is known; it is worked out in a thread."""
    while (step := await asyncio.to_thread(next, steps, None)) is not None:
        yield json.dumps(step).encode() + b"\n"


def _card(article: Article, *, own: bool) -> dict[str, Any]:
    return {
        "key": key(article),
        "name": article.name,
        "title": shown.title(article),
        "characters": len(article.text),
        "extracted": _is_extracted(article),
        "own": own,
    }


def _is_extracted(article: Article) -> bool:
    return article.path.suffix.lower() not in uploads.PLAIN


def _visitor(request: Request) -> str:
    """Return the visitor's secret, as the guard found it; whoever has none has no shelf."""
    known = str(request.state.visitor)
    if not known and request.method == "POST" and request.url.path == "/page/articles":
        raise QuothError("your browser sends no cookie, so it cannot be told whose article this is; allow them here")
    return known


def _told(_: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, BusyError) else 404 if isinstance(error, UnknownArticleError) else 400
    return JSONResponse({"error": str(error)}, status, {"Retry-After": "2"} if status == 503 else None)


def _misshapen(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query"}) or "body"
    if first["type"] == "string_too_long":
        most = questions.MAX_LENGTH if where == "question" else first["ctx"]["max_length"]
        told = f"the {where} has {len(first['input']):,} characters; send at most {most:,}"
    else:
        form = '; send {"question": "…"} as application/json' if request.url.path == "/ask" else ""
        told = f"{where}: {first['msg']}{form}"
    return JSONResponse({"error": told}, 400)
