"""The one JSON form of an outcome, for `ask --json`, `batch`, the web API and tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypedDict

from rag.evidence.unquoted import unquoted
from rag.receipt import Receipt
from rag.types import Abstention, Answer, Quote


class HighlightJson(TypedDict):
    """A span of the article's text, inside its quote."""

    start: int
    end: int


class NearestJson(TypedDict):
    """A passage that came near and is no answer."""

    article: str
    start: int
    end: int
    text: str
    section: str | None
    probability: float


class QuoteJson(NearestJson):
    """A quote that answers."""

    highlights: list[HighlightJson]
    """What answers; none if the quote only tells whom or what the next one speaks of."""
    part: int
    also: list[HighlightJson]
    """Other places of the article that say the same."""


class _OutcomeJson(TypedDict):
    """One question and what became of it; `status` is None exactly when `error` says why."""

    id: str
    question: str
    read_as: str | None
    status: str | None
    answer: str
    quotes: list[QuoteJson]
    missing: list[str]
    unquoted: list[str]
    """Names and numbers of the question, as it was read, that no quote holds."""
    nearest: list[NearestJson]
    probability: float
    passages_read: int
    passages_total: int
    article_sha256: str
    reader: str
    settings: str
    version: str
    elapsed_ms: float
    error: str | None


class OutcomeJson(_OutcomeJson, total=False):
    """An outcome, with what some have besides."""

    further: int
    """How many more sentences say something on the topic, where it is too broad to quote them all."""
    extra: dict[str, object]
    """The further fields of a question file."""


RUN_DEPENDENT = ("elapsed_ms",)
"""What may differ between two runs of the same question."""


def short_answer(answer: Answer) -> str:
    """Return the words that answer, those of several highlights joined with '; '."""
    return "; ".join(words for quote in answer.quotes for words in quote.words)


def absent(answer: Answer) -> list[str]:
    """Return the names and numbers of the question, as it was read, that none of the quotes holds."""
    return unquoted(answer.read_as or answer.question, [quote.text for quote in answer.quotes])


def outcome_json(
    outcome: Answer | Abstention, receipt: Receipt, *, question_id: str = "", elapsed_ms: float = 0.0
) -> OutcomeJson:
    """Return an answer or an abstention in the form of DESIGN's "The result as JSON"."""
    form = _empty(question_id, outcome.question, receipt)
    form["read_as"] = outcome.read_as
    form["probability"] = round(outcome.probability, 4)
    form["passages_read"] = outcome.passages_read
    form["passages_total"] = outcome.passages_total
    form["elapsed_ms"] = round(elapsed_ms, 1)
    if isinstance(outcome, Answer):
        form["status"] = "partial" if outcome.missing else "answered"
        form["missing"] = list(outcome.missing)
        form["unquoted"] = absent(outcome)
        form["answer"] = short_answer(outcome)
        form["quotes"] = [
            {
                **_nearest(quote),
                "highlights": [{"start": h.start, "end": h.end} for h in quote.highlights],
                "part": quote.part,
                "also": [{"start": span.start, "end": span.end} for span in quote.also],
            }
            for quote in outcome.quotes
        ]
        if outcome.further:
            form["further"] = outcome.further
    else:
        form["status"] = "not_found"
        form["missing"] = list(outcome.missing)
        form["nearest"] = [_nearest(quote) for quote in outcome.nearest]
    return form


def error_json(question: str, receipt: Receipt, error: str, *, question_id: str = "") -> OutcomeJson:
    """Return the form of a question that could not be asked."""
    form = _empty(question_id, question, receipt)
    form["error"] = error
    return form


def line(outcome: Mapping[str, object]) -> bytes:
    """Return an outcome as one line of JSONL in UTF-8; a lone surrogate of a question stays as its escape."""
    return (json.dumps(outcome, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether two outcomes are the same bytes but for what may differ between runs."""

    def kept(outcome: Mapping[str, object]) -> bytes:
        return line({key: value for key, value in outcome.items() if key not in RUN_DEPENDENT})

    return kept(one) == kept(other)


def _empty(question_id: str, question: str, receipt: Receipt) -> OutcomeJson:
    return {
        "id": question_id,
        "question": question,
        "read_as": None,
        "status": None,
        "answer": "",
        "quotes": [],
        "missing": [],
        "unquoted": [],
        "nearest": [],
        "probability": 0.0,
        "passages_read": 0,
        "passages_total": 0,
        "article_sha256": receipt.article_sha256,
        "reader": receipt.reader,
        "settings": receipt.settings,
        "version": receipt.version,
        "elapsed_ms": 0.0,
        "error": None,
    }


def _nearest(quote: Quote) -> NearestJson:
    return {
        "article": quote.article.name,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "section": quote.section.title,
        "probability": round(quote.probability, 4),
    }
