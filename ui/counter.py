"""Answers the questions of the page and of programs, each in its turn."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool

from rag import examples
from rag.errors import QuestionError
from rag.pipeline import Pipeline
from rag.report import OutcomeJson, error_json, outcome_json
from rag.types import Abstention, Answer, Article, Turn
from ui.desk import Desk
from ui.shelves import Shelves, key

EXAMPLES = 3
"""How many questions to start from are shown."""


class Counter:
    """Stands between those who ask and the articles on the shelves."""

    def __init__(self, shelves: Shelves, desk: Desk) -> None:
        """Take the shelves, and the desk where questions wait."""
        self.shelves = shelves
        self.desk = desk
        self._examples: WeakKeyDictionary[Pipeline, list[str]] = WeakKeyDictionary()  # forgotten with the article
        self._looking = asyncio.Lock()

    def ask(
        self, pipeline: Pipeline, question: str, turns: list[Turn]
    ) -> tuple[OutcomeJson, Answer | Abstention | None]:
        """Answer a question in the form of `ask --json`; without an outcome, the form holds the error.

        Raises:
            BusyError: if too many are waiting.
        """
        with self.desk.turn():
            began = time.perf_counter()
            try:
                outcome = pipeline.ask(question, turns)
            except QuestionError as error:
                return error_json(question, pipeline.receipt, str(error), question_id="q1"), None
            elapsed_ms = 1000 * (time.perf_counter() - began)
        return outcome_json(outcome, pipeline.receipt, question_id="q1", elapsed_ms=elapsed_ms), outcome

    async def examples(self, visitor: str, article: Article) -> list[str]:
        """Return questions about an article that the reader answers, the surest first; broad ones if those are few.

        They are looked for once, one article after another, and only while nobody asks.
        """
        pipeline = await run_in_threadpool(self.shelves.pipeline, visitor, key(article))
        if pipeline not in self._examples:
            async with self._looking:  # whoever waits here holds no thread that others need
                if pipeline not in self._examples:
                    self._examples[pipeline] = await run_in_threadpool(self._looked_for, pipeline, article)
        return self._examples[pipeline]

    def _looked_for(self, pipeline: Pipeline, article: Article) -> list[str]:
        found: list[tuple[float, str]] = []
        for question in examples.candidates(article):
            with suppress(QuestionError), self.desk.turn(behind=True):
                outcome = pipeline.ask(question)
                if isinstance(outcome, Answer):
                    found.append((-outcome.probability, question))
        return [*(question for _, question in sorted(found)), *examples.broad(article)][:EXAMPLES]
