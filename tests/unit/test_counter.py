"""Where questions are answered: what is shown to start from, and that it gives way to what is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from loops import ran
from stand_ins import WordEncoder, WordReader

from rag import corpus, examples
from rag.library import Library
from rag.pipeline import Pipeline
from rag.types import Abstention, Answer, Turn
from ui.counter import Counter
from ui.desk import Desk
from ui.shelves import Shelves

TEXT = "Venneck founded the hospital of Kessel for hedgehogs. The hedgehogs of Kessel sleep."
START = ["Who founded the hospital of Kessel for hedgehogs?", "What is this article about?"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is asked, as it comes to be."""
    found: list[str] = []
    ask = Pipeline.ask

    def told(self: Pipeline, question: str, history: Sequence[Turn] = ()) -> Answer | Abstention:
        found.append(question)
        return ask(self, question, history)

    monkeypatch.setattr(Pipeline, "ask", told)
    return found


def test_questions_to_start_from_are_looked_for_once_whoever_wants_them(tmp_path: Path, asked: list[str]) -> None:
    article = corpus.article_from_text(TEXT, Path("a.txt"))
    desk = Desk(waiting=0)

    async def all_of_it() -> None:
        counter = Counter(Shelves(Library([article], WordReader(), WordEncoder(), tmp_path)), desk)
        assert await asyncio.gather(*(counter.examples("", article) for _ in range(30))) == [START] * 30
        with desk.turn():
            assert await counter.examples("", article) == START  # they are known now

    ran(all_of_it())
    assert asked == examples.candidates(article)


def test_looking_for_questions_to_start_from_gives_way_to_those_that_are_asked(
    tmp_path: Path, asked: list[str]
) -> None:
    article = corpus.article_from_text(TEXT, Path("a.txt"))
    desk = Desk(waiting=1)

    async def all_of_it() -> None:
        counter = Counter(Shelves(Library([article], WordReader(), WordEncoder(), tmp_path)), desk)
        with desk.turn():
            looking = [asyncio.create_task(counter.examples("", article)) for _ in range(30)]
            while not desk._behind:
                await asyncio.sleep(0)
            question = asyncio.create_task(
                asyncio.to_thread(counter.ask, counter.shelves.library.default, "Who sleeps?", [])
            )
            while len(desk._line) < 2:
                await asyncio.sleep(0)
        await question
        assert await asyncio.gather(*looking) == [START] * 30

    ran(all_of_it())
    assert asked == ["Who sleeps?", *examples.candidates(article)]
