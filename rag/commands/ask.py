"""`quoth ask`, `quoth index` and `quoth serve`."""

from __future__ import annotations

import json
import time
from typing import Annotated

import typer

from rag.commands.common import Articles, ReaderName, Strictness, coloured, say, setup, write, write_text
from rag.errors import QuothError


def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole outcome as one line of JSON.")] = False,
) -> None:
    """Ask one question."""
    from rag import render, report

    pipeline = setup(article, reader, strictness).open().default
    began = time.perf_counter()
    outcome = pipeline.ask(question)
    elapsed_ms = 1000 * (time.perf_counter() - began)
    if as_json:
        write(report.line(report.outcome_json(outcome, pipeline.receipt, question_id="q1", elapsed_ms=elapsed_ms)))
    else:
        write_text(render.rendered(outcome, colour=coloured()))


def index(article: Articles = None) -> None:
    """Build the index of each article now, or find it in the cache."""
    for report in setup(article).open().default.index():
        how = "in the cache" if report.cached else "built"
        entry = {"article": report.article.name, "article_sha256": report.article.sha256, "passages": report.passages}
        write((json.dumps({**entry, "index": how}, ensure_ascii=False) + "\n").encode())


def serve(
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any free one.")] = 7860,
) -> None:
    """Open the chat for a browser."""
    if not 0 <= port <= 65535:
        raise QuothError(f"there is no port {port}; give one from 0 to 65535")
    pipeline = setup(article, reader, strictness).open().default
    from ui import server  # the one place where rag reaches for ui: its own command line

    server.serve(pipeline, host, port, say)
