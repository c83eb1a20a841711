"""One item of a question file and what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from types import UnionType
from typing import TypeGuard

from rag.batch.items import Asked, Broken, Item
from rag.errors import ArticleError, QuestionError
from rag.library import Library
from rag.receipt import Receipt
from rag.report import OutcomeJson, error_json, outcome_json
from rag.types import Turn
from rag.understanding import spelling

Answer = Callable[[Item, Sequence[Turn]], OutcomeJson]
"""Gives the outcome of an item in the light of the turns before it."""

_Kinds = Mapping[str, type | UnionType]
_TEXTS = ("id", "question", "answer", "article_sha256")
_LISTS = ("quotes", "nearest", "missing")
_OUTCOME: _Kinds = (
    dict.fromkeys(_TEXTS, str) | dict.fromkeys(_LISTS, list) | {"read_as": str | None, "error": str | None}
)
_SPAN: _Kinds = {"start": int, "end": int}
_NEAREST: _Kinds = {**_SPAN, "article": str, "text": str}
_QUOTE: _Kinds = {**_NEAREST, "highlights": list}


def is_outcome(entry: object) -> TypeGuard[OutcomeJson]:
    """Return whether an entry of a file is an outcome: nothing is missing, and all that is looked at is of its kind."""
    return (
        isinstance(entry, dict)
        and entry.keys() >= OutcomeJson.__required_keys__
        and _fits(entry, _OUTCOME)
        and all(_fits(quote, _NEAREST) for quote in entry["nearest"])
        and all(_fits(quote, _QUOTE) for quote in entry["quotes"])
        and all(_fits(highlight, _SPAN) for quote in entry["quotes"] for highlight in quote["highlights"])
    )


def _fits(entry: object, kinds: _Kinds) -> bool:
    return isinstance(entry, dict) and all(
        name in entry and isinstance(entry[name], kind) for name, kind in kinds.items()
    )


def ask(library: Library, item: Item, history: Sequence[Turn] = ()) -> OutcomeJson:
    """Return the outcome of `item`; one that cannot be asked has its error."""
    receipt = library.default.receipt
    if isinstance(item, Broken):
        return error_json(item.question, receipt, item.error, question_id=item.id)
    try:
        pipeline = library.pipeline(item.source)
        receipt = pipeline.receipt
        began = time.perf_counter()
        outcome = pipeline.ask(item.question, history)
    except ArticleError as error:
        receipt = Receipt("", receipt.reader, receipt.settings, receipt.version)
        form = error_json(item.question, receipt, f"line {item.line}: {error}", question_id=item.id)
    except QuestionError as error:
        form = error_json(item.question, receipt, f"line {item.line}: {error}", question_id=item.id)
    else:
        elapsed_ms = 1000 * (time.perf_counter() - began)
        form = outcome_json(outcome, receipt, question_id=item.id, elapsed_ms=elapsed_ms)
    if item.extra:
        form["extra"] = dict(item.extra)
    return form


def finished(outcome: OutcomeJson, library: Library, item: Item, history: Sequence[Turn] = ()) -> bool:
    """Return whether `outcome` is what `item` would give again: same question, article, reader and settings.

    One with an error never is: what was wrong may have been mended.
    """
    if not isinstance(item, Asked) or outcome["error"] is not None:
        return False
    try:
        pipeline = library.pipeline(item.source)
        receipt = pipeline.receipt
        asked, read, alone = pipeline.first_reading(item.question, history)
    except (ArticleError, QuestionError):
        return False
    told = outcome["read_as"]
    as_read = told is None and read == asked
    if told is not None:
        as_read = told == spelling.ended(read) if alone else told.startswith(spelling.ended(read))
    return (
        (outcome["id"], outcome["question"], outcome.get("extra", {})) == (item.id, item.question, dict(item.extra))
        and as_read
        and outcome["article_sha256"] == receipt.article_sha256
        and (outcome["reader"], outcome["settings"], outcome["version"])
        == (receipt.reader, receipt.settings, receipt.version)
    )


def turn(outcome: OutcomeJson) -> Turn | None:
    """Return what later questions of the conversation see of `outcome`; nothing of one that could not be asked."""
    if outcome["error"] is not None:
        return None
    return Turn(outcome["read_as"] or outcome["question"], outcome["answer"])
