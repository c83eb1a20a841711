"""From an answer on the page to a gold case in a file."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from rag import questions
from rag.errors import QuothError
from rag.evaluation import gold
from rag.types import Article, Span

_ANSWERS = {"wrong": True, "should have been a no": False}
"""Which verdicts must, and which must not, come with words; what was right may have been a no."""


class Place(BaseModel):
    """Some words of an article."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Verdict(BaseModel):
    """What a person says an answer should have been: these words, or with none, that the article does not say."""

    question: Annotated[str, Field(max_length=10_000)]
    verdict: Literal["right", "wrong", "should have been a no"]
    article: str
    places: list[Place] = Field(max_length=50)


class GoldFile:
    """A gold file that verdicts are appended to."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it is made with the first case.

        Raises:
            QuothError: if it is there and is no gold file.
        """
        self.path = path
        self._lock = threading.Lock()
        if path.exists() and path.stat().st_size:
            gold.read(path)

    def add(self, verdict: Verdict, articles: Sequence[Article]) -> str:
        """Append a case and say in a few words what it is.

        Raises:
            QuothError: if its words are no words of one of `articles`, or the file cannot be written.
        """
        from ui.shelves import key

        article = next((one for one in articles if key(one) == verdict.article), None)
        if article is None:
            raise QuothError("gold cases are kept for the server's articles only")
        if bool(verdict.places) != _ANSWERS.get(verdict.verdict, bool(verdict.places)):
            raise QuothError("mark the words that answer, or say that there should be no answer")
        words = []
        for place in verdict.places:
            if not place.start < place.end <= len(article.text):
                raise QuothError(f"there are no words at {place.start}–{place.end} of {article.name}")
            words.append(gold.Words(Span(place.start, place.end).of(article.text), place.start))
        case = gold.GoldCase(
            questions.checked(verdict.question),
            tuple(words),
            evidence=tuple(words) if len(words) > 1 else (),
            tags=("from the chat", verdict.verdict),
            article=os.path.relpath(article.path.resolve(), self.path.resolve().parent),
        )
        with self._lock:
            gold.append(self.path, case)
        return f"“{words[0].text}”" if words else "no answer"
