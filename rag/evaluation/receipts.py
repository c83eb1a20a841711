"""Holding old answers against their articles: is each quote still there, and would it be given again?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rag import report
from rag.batch import outcomes
from rag.batch.items import Asked
from rag.errors import QuothError, shown
from rag.evaluation.moved import Fate, traced
from rag.library import Library
from rag.report import OutcomeJson
from rag.types import Article


@dataclass(frozen=True, slots=True)
class Checked:
    """A quote of an answer and what became of it."""

    line: int
    id: str
    text: str
    fate: Fate | None
    """None: the answer was given on another text, or without one."""
    told: str


def answers(lines: Iterator[bytes], name: str) -> Iterator[tuple[int, OutcomeJson]]:
    """Yield the outcomes of a file as `quoth ask --json` and `quoth batch` write it, each with its line.

    Raises:
        QuothError: for the first line that is none.
    """
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            entry = json.loads(raw)
        except (ValueError, RecursionError):
            entry = None
        if not outcomes.is_outcome(entry):
            raise QuothError(f"line {number} of {shown(name)} is no answer of Quoth; give what --json or batch wrote")
        yield number, entry


def verified(line: int, outcome: OutcomeJson, articles: Sequence[Article], hashes: set[str]) -> Iterator[Checked]:
    """Yield what became of each quote and each "nearest" of an outcome.

    Args:
        line: of the outcome.
        outcome: an answer given before.
        articles: as they are now.
        hashes: of every set of articles an answer can have been given on.
    """
    known = outcome["article_sha256"] in hashes
    if not known and outcome["error"] is None:
        told = f"article {outcome['article_sha256'][:12]}… is not among those given: it was edited, or is another"
        yield Checked(line, outcome["id"], "", None, told)
    for quote in [*outcome["quotes"], *outcome["nearest"]]:
        # The hash tells the article, whatever its file is called now; without it, the name does, or that it is alone.
        alike = [one for one in articles if one.sha256 == outcome["article_sha256"]]
        alike = alike or [one for one in articles if one.name == quote["article"]]
        yield _quote(line, outcome["id"], cast("dict[str, Any]", quote), alike or list(articles)[: len(articles) == 1])


def _quote(line: int, name: str, quote: dict[str, Any], articles: Sequence[Article]) -> Checked:
    text, start, end = quote["text"], quote["start"], quote["end"]
    found = list(articles)
    if not found:
        return Checked(line, name, text, "gone", f"no article is called {shown(quote['article'])}")
    if any(article.text[start:end] == text != "" for article in found):
        if all(start <= h["start"] < h["end"] <= end for h in quote.get("highlights", [])):
            return Checked(line, name, text, "exact", "")
        return Checked(line, name, text, "changed", "a highlight lies outside of the quote")
    now = traced(text, found[0].text, start)
    if now.span is None:
        return Checked(line, name, text, now.fate, "")
    if now.fate == "exact":  # the words begin where they should, but the offsets do not end with them
        return Checked(
            line, name, text, "changed", f"the offsets say {start}–{end}, the words are {now.span.start}–{now.span.end}"
        )
    place = f"{now.span.start}–{now.span.end}"
    words = f": {shown(now.span.of(found[0].text))}" if now.fate == "changed" else ""
    return Checked(line, name, text, now.fate, f"now {place}{words}")


def replayed(outcome: OutcomeJson, libraries: dict[str, Library]) -> str | None:
    """Ask an outcome's question again; return why the bytes are not the same, or None if they are.

    A follow-up is asked as it was read, so no conversation is needed.

    Args:
        outcome: an answer given before; it is one without an error.
        libraries: by the hash of the articles that they ask by default.
    """
    library = libraries.get(outcome["article_sha256"])
    if library is None:
        return f"its article {outcome['article_sha256'][:12]}… is not among those given"
    receipt = library.default.receipt
    for name, then, now in (
        ("reader", outcome["reader"], receipt.reader),
        ("settings", outcome["settings"], receipt.settings),
        ("version", outcome["version"], receipt.version),
    ):
        if then != now:
            return f"it is of {name} {then}, this is {now}"
    again = _again(outcome, library, outcome["question"])
    if report.same(outcome, again):
        return None
    if outcome["read_as"]:  # it leaned on a conversation that is not known any more
        again = _again(outcome, library, outcome["read_as"])
        again["question"], again["read_as"] = outcome["question"], outcome["read_as"]
        if len(again["missing"]) == len(outcome["missing"]):  # the same parts, told in the words they were asked in
            again["missing"] = outcome["missing"]
        if report.same(outcome, again):
            return None
    differs = [key for key in again if again.get(key) != outcome.get(key) and key not in report.RUN_DEPENDENT]
    return f"the same receipt gives another {', '.join(differs)}; that is a bug, please report it"


def _again(outcome: OutcomeJson, library: Library, question: str) -> OutcomeJson:
    again = outcomes.ask(library, Asked(0, outcome["id"], question))
    if "extra" in outcome:
        again["extra"] = outcome["extra"]
    return again


def sets(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Yield what an answer on `articles` may have been given on: each alone, and all together."""
    yield from ([article] for article in articles)
    if len(articles) > 1:
        yield articles
