"""From an answer on the page to a gold case in a file."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from rag import questions, squad
from rag.errors import QuothError, shown
from rag.evaluation import additions, gold
from rag.types import Article
from rag.understanding import intent, parts
from ui.shelves import key

_ANSWERS = {"wrong": True, "should have been a no": False}
"""Which verdicts must, and which must not, come with words; what was right may have been a no."""


class Place(BaseModel):
    """Some words of an article."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    part: int | None = None
    """Which part of the question they answer, if that is known."""


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
            QuothError: if it is there and is no gold file, or cannot be written.
        """
        self.path = path
        self._lock = threading.Lock()
        is_there = path.exists()
        try:
            with path.open("ab"):
                pass
            if not is_there:
                path.unlink()
        except OSError as error:
            raise QuothError(
                f"no gold file can be written at {shown(path)}: {error.strerror}; give another --gold FILE"
            ) from None
        for case in gold.scanned(path) if is_there else ():
            if isinstance(case, QuothError):
                raise case

    def add(self, verdict: Verdict, articles: Sequence[Article]) -> str:
        """Append a case and say in a few words what it is.

        Raises:
            QuothError: if its words are no words of one of `articles`, or the file cannot be written.
        """
        case = self._made_of(verdict, articles)
        with self._lock:
            additions.append(self.path, case)
        first = next(case.words, None)
        return f"“{first.text}”" if first else "no answer"

    def take_back(self, verdict: Verdict, articles: Sequence[Article]) -> bool:
        """Take back the case that was made of a verdict; return whether the file had it still.

        Raises:
            QuothError: if the file cannot be read or written.
        """
        case = self._made_of(verdict, articles)
        with self._lock:
            return additions.withdraw(self.path, case)

    def _made_of(self, verdict: Verdict, articles: Sequence[Article]) -> gold.GoldCase:
        """Return the case that a verdict makes."""
        article = next((one for one in articles if key(one) == verdict.article), None)
        if article is None:
            raise QuothError("gold cases are kept for the server's articles only")
        if bool(verdict.places) != _ANSWERS.get(verdict.verdict, bool(verdict.places)):
            raise QuothError("mark the words that answer, or say that there should be no answer")
        return replace(
            _case(questions.checked(verdict.question), verdict.places, article),
            tags=("from the chat", verdict.verdict),
            article=os.path.relpath(article.path.resolve(), self.path.resolve().parent),
        )


def _words(place: Place, article: Article) -> gold.Words:
    text = article.text[place.start : place.end]
    if not text.strip() or place.end > len(article.text):
        raise QuothError(f"there are no words at {place.start}–{place.end} of {article.name}")
    return gold.Words(text, place.start)


def _case(question: str, places: Sequence[Place], article: Article) -> gold.GoldCase:
    """Return a case that an answer of all these words passes.

    Several answers to a case, or to a part of it, are alternatives: words that belong together must be statements. So
    must be words with mark-up between them, as the answer is said without.
    """
    together = tuple(dict.fromkeys(_words(place, article) for place in places))
    marked = any(_is_marked(one, article) for one in together)
    several = range(len(parts.parts(intent.without_courtesies(question))))
    split = tuple(tuple({_words(place, article) for place in places if place.part == n}) for n in several)
    if len(split) > 1 and max(map(len, split)) == 1 and all(place.part in several for place in places) and not marked:
        return gold.GoldCase(question, (), parts=split)
    if len(together) > 1 or marked:
        return gold.GoldCase(question, (), statements=together)
    return gold.GoldCase(question, together)


def _is_marked(words: gold.Words, article: Article) -> bool:
    assert words.start is not None
    said = article.unmarked[words.start : words.start + len(words.text)]
    return squad.normalised(said) != squad.normalised(words.text)
