"""What a question calls by its kind is asked for by its name, and only where that is borne out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from stand_ins import WordReader

from rag import corpus
from rag.content_words import content
from rag.find import Finder
from rag.models import Found, Put, Weigh
from rag.types import Passage, Reading, Span, SpanCandidate
from rag.understanding.epithets import by_name

TEXT = "Tesla builds chips. At xAI, models run. Ann Lee came. Tesla’s data helps. The firm sells cars."
ARTICLE = corpus.article_from_text(TEXT, Path("a.txt"))
PASSAGE = Passage(7, ARTICLE, Span(0, len(TEXT)), ARTICLE.sections[0])
NAMES = {
    "carmaker": ("Tesla", 1.0),
    "AI startup": ("xAI", -2.0),
    "network": ("chips", 5.0),
    "firm": ("Tesla", 3.0),
    "giant": ("Tesla", -4.0),
}


def found(*told: tuple[str, float]) -> Found:
    candidates = (
        SpanCandidate(Span(TEXT.index(words), TEXT.index(words) + len(words)), PASSAGE.id, score)
        for words, score in told
    )
    return Reading(tuple(candidates)), {PASSAGE.id: PASSAGE}


def read(question: str) -> Found:
    """Return a name for whatever is asked for its name, and else that chips are built."""
    kind = question.removeprefix("What is the name of ").removeprefix("the ").removeprefix("Musk’s ").removesuffix("?")
    return found(NAMES.get(kind, ("chips", 4.0)))


def lacking(words: str) -> bool:
    return not content(words) <= content(TEXT)


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("What is the carmaker building?", "What is Tesla building?"),
        ("What is the carmaker's plan?", "What is Tesla's plan?"),
        ("What do the AI startup and the carmaker build?", "What do xAI and Tesla build?"),
        ("What is Musk’s carmaker building?", "What is Tesla building?"),
        ("What is the firm building?", None),  # the article's own word
        ("What is the carmaker of the year building?", None),
        ("What is the carmaker Acme building?", None),
        ("What is the network building?", None),  # "chips" is no name
        ("What is the giant building?", None),  # the name is too uncertain
        ("Is Tesla the carmaker?", None),
        ("What is Tesla building?", None),
    ],
)
def test_what_is_called_by_its_kind_is_named(asked: str, read_as: str | None) -> None:
    first = found(("builds", -3.0))
    again = by_name(asked, first, read, lacking=lacking, threshold=2.0)
    assert again == ((read_as, read(read_as)) if read_as else (asked, first))


def test_an_owner_s_name_loses_its_ending() -> None:
    def possessive(question: str) -> Found:
        return found(("Tesla’s", 1.0)) if "name" in question else read(question)

    named, _ = by_name(
        "What is the carmaker building?", found(("builds", -3.0)), possessive, lacking=lacking, threshold=0
    )
    assert named == "What is Tesla building?"


@pytest.mark.parametrize("answer", [("models", 4.0), ("chips", 1.9)])
def test_an_answer_elsewhere_or_below_the_threshold_is_none(answer: tuple[str, float]) -> None:
    def elsewhere(question: str) -> Found:
        return read(question) if "name" in question else found(answer)

    asked, first = "What is the carmaker building?", found(("builds", -3.0), ("Ann", -4.0))
    assert by_name(asked, first, elsewhere, lacking=lacking, threshold=2.0) == (asked, first)


def test_nothing_found_names_nothing() -> None:
    asked, nothing = "What is the carmaker building?", found()
    assert by_name(asked, nothing, lambda _: nothing, lacking=lacking, threshold=2.0) == (asked, nothing)


class Told(WordReader):
    """A reader that is told what it finds, and keeps what it was asked."""

    threshold_logit = 2.0

    def __init__(self, first: float) -> None:
        self.first = first
        self.asked: list[str] = []

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        question = question if isinstance(question, str) else question(passages[0])
        self.asked.append(question)
        return found(("builds", self.first))[0] if "carmaker building" in question else read(question)[0]


def finder(reader: Told) -> Finder:
    return Finder([ARTICLE], [PASSAGE], lambda _: [PASSAGE], reader)


def test_only_a_question_without_an_answer_is_asked_by_name() -> None:
    silent, sure = Told(1.9), Told(2.0)
    read_as, (reading, _) = finder(silent).find("What is the carmaker building?")
    assert read_as == "What is Tesla building?"
    assert reading.candidates[0].span.of(TEXT) == "chips"
    assert silent.asked == [
        "What is the carmaker building?",
        "What is the name of the carmaker?",
        "What is Tesla building?",
    ]
    assert finder(sure).find("What is the carmaker building?")[0] == "What is the carmaker building?"
    assert len(sure.asked) == 1
