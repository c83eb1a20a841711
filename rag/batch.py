"""Many questions, one after another: each outcome is written as soon as it is known, in the order asked."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable

from rag.errors import QuestionError
from rag.pipeline import Pipeline
from rag.question_files import Asked, Broken
from rag.report import OutcomeJson, error_json, outcome_json


def ask(pipeline: Pipeline, item: Asked | Broken) -> OutcomeJson:
    """Return the outcome of one line of a question file; one that cannot be asked has its error."""
    if isinstance(item, Broken):
        return error_json(item.question, pipeline.receipt, item.error, question_id=item.id)
    began = time.perf_counter()
    try:
        outcome = pipeline.ask(item.question)
    except QuestionError as error:
        return error_json(item.question, pipeline.receipt, f"line {item.line}: {error}", question_id=item.id)
    elapsed_ms = 1000 * (time.perf_counter() - began)
    return outcome_json(outcome, pipeline.receipt, question_id=item.id, elapsed_ms=elapsed_ms)


def line(outcome: OutcomeJson) -> bytes:
    """Return an outcome as one line of JSONL in UTF-8; a lone surrogate of a question stays as its escape."""
    return (json.dumps(outcome, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def run(
    pipeline: Pipeline,
    items: Iterable[Asked | Broken],
    write: Callable[[bytes], object],
    told: Callable[[OutcomeJson], object],
) -> int:
    """Ask `items` in order; `write` each outcome's line and `told` it. Return how many could not be asked."""
    failed = 0
    for item in items:
        outcome = ask(pipeline, item)
        write(line(outcome))
        told(outcome)
        failed += outcome["error"] is not None
    return failed
