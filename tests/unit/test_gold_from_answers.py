"""Verdicts on answers become gold cases that the same answers pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from stand_ins import WordEncoder, WordReader

from rag import corpus
from rag.errors import QuothError
from rag.evaluation import gold
from rag.evaluation.scores import judged
from rag.pipeline import Pipeline
from rag.report import OutcomeJson, outcome_json
from rag.types import Answer, Article
from ui.gold import GoldFile, Place, Verdict
from ui.shelves import key

TEXT = """# Hedgehogs

Hedgehogs sleep in Kessel. Hedgehogs eat 12 beetles each night. Hedgehogs fear badgers and roads.

The lamps are lit by [Venneck’s 40 men](https://example.org/men/17) at night.

Badgers dig. Badgers sleep in Brunnolt.
"""
Asked = Callable[[str], tuple[OutcomeJson, Verdict]]


@pytest.fixture
def file(tmp_path: Path) -> GoldFile:
    return GoldFile(tmp_path / "kept.gold.jsonl")


@pytest.fixture
def articles(tmp_path: Path) -> Sequence[Article]:
    for name, text in (("hedgehogs.md", TEXT), ("otters.txt", "Otters swim in Tollmund. Otters eat trout.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return corpus.load([tmp_path / "hedgehogs.md", tmp_path / "otters.txt"])


@pytest.fixture
def asked(articles: Sequence[Article], tmp_path: Path) -> Asked:
    """Return what asks, and gives the outcome with what the page sends when it is called right."""

    def ask(question: str) -> tuple[OutcomeJson, Verdict]:
        pipeline = Pipeline(articles[:1], WordReader(), WordEncoder(), tmp_path / "cache")
        outcome = pipeline.ask(question)
        quotes = outcome.quotes if isinstance(outcome, Answer) else ()
        places = [Place(start=one.start, end=one.end, part=quote.part) for quote in quotes for one in quote.highlights]
        verdict = Verdict(question=question, verdict="right", article=key(articles[0]), places=places)
        return outcome_json(outcome, pipeline.receipt), verdict

    return ask


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("Where is Kessel?", 1),
        ("What is said about lamps?", 1),
        ("Which animals sleep, beetles and badgers?", 2),
        ("What is this article about?", 2),
        ("What is said about hedgehogs?", 3),
        ("What is said about hedgehogs, and where is Brunnolt?", 4),
        ("Where is Brunnolt, and who has a bicycle?", 1),
        ("Who has a bicycle?", 0),
    ],
)
def test_an_outcome_passes_the_case_that_it_became_by_being_right(
    file: GoldFile, articles: Sequence[Article], asked: Asked, question: str, spans: int
) -> None:
    outcome, verdict = asked(question)
    assert len(verdict.places) == spans
    file.add(verdict, articles)
    (case,) = gold.read(file.path)
    found = judged(case, outcome, articles[:1])
    assert found.passes
    assert found.em == found.f1 == 1
    assert case.answerable == bool(spans)
    nothing, _ = asked("Who has a bicycle?")
    assert judged(case, nothing, articles[:1]).passes == (spans == 0)


def test_an_answer_that_leaves_some_of_it_out_fails(file: GoldFile, articles: Sequence[Article], asked: Asked) -> None:
    _, verdict = asked("What is said about hedgehogs?")
    file.add(verdict, articles)
    (case,) = gold.read(file.path)
    less, _ = asked("Where is Kessel?")
    assert not judged(case, less, articles[:1]).passes


def test_of_several_parts_each_must_be_answered_or_left_out_as_it_was(
    file: GoldFile, articles: Sequence[Article], asked: Asked
) -> None:
    outcome, verdict = asked("Where is Brunnolt, and who has a bicycle?")
    file.add(verdict, articles)
    (case,) = gold.read(file.path)
    assert [[words.text for words in part] for part in case.parts] == [["Brunnolt"], []]
    (quote,) = outcome["quotes"]
    more = {**outcome, "quotes": [quote, {**quote, "part": 1}]}
    assert not judged(case, more, articles[:1]).right
    (place,) = verdict.places
    twice = verdict.model_copy(update={"places": [place, place.model_copy(update={"part": 1})]})
    file.add(twice, articles)
    assert [[words.text for words in part] for part in gold.read(file.path)[1].parts] == [["Brunnolt"], ["Brunnolt"]]
    marked = verdict.model_copy(update={"verdict": "wrong", "places": [Place(start=13, end=22)]})  # of which part?
    file.add(marked, articles)
    assert [words.text for words in gold.read(file.path)[2].answers] == ["Hedgehogs"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"article": "0123"}, "gold cases are kept for the server's articles only"),
        ({"verdict": "wrong", "places": []}, "mark the words that answer, or say that there should be no answer"),
        ({"verdict": "should have been a no"}, "mark the words that answer, or say that there should be no answer"),
        ({"places": [Place(start=3, end=2)]}, "there are no words at 3–2 of hedgehogs.md"),
        ({"places": [Place(start=0, end=9_999)]}, "there are no words at 0–9999 of hedgehogs.md"),
        ({"places": [Place(start=11, end=13)]}, "there are no words at 11–13 of hedgehogs.md"),
        ({"question": "?!"}, "has no letter and no digit"),
    ],
)
def test_what_is_no_gold_case_is_refused(
    file: GoldFile, articles: Sequence[Article], asked: Asked, changed: dict[str, object], reason: str
) -> None:
    _, verdict = asked("Where is Kessel?")
    with pytest.raises(QuothError, match=re.escape(reason)):
        file.add(verdict.model_copy(update=changed), articles)
    assert not file.path.exists()


def test_a_verdict_is_taken_back_while_its_case_is_there(
    file: GoldFile, articles: Sequence[Article], asked: Asked
) -> None:
    _, verdict = asked("Where is Kessel?")
    _, other = asked("Who has a bicycle?")
    for one in (verdict, other):
        file.add(one, articles)
    assert file.take_back(verdict, articles)
    assert [case.question for case in gold.read(file.path)] == ["Who has a bicycle?"]
    assert not file.take_back(verdict, articles)


def test_a_file_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "no" / "a.gold.jsonl", "No such file or directory")):
        with pytest.raises(QuothError, match=f"no gold file can be written at .*: {reason}; give another --gold FILE"):
            GoldFile(path)
    GoldFile(tmp_path / "a.gold.jsonl")
    assert list(tmp_path.iterdir()) == []  # it is made with the first case


def test_a_file_of_blank_lines_is_a_gold_file_and_a_broken_one_is_not(
    tmp_path: Path, articles: Sequence[Article], asked: Asked
) -> None:
    path = tmp_path / "a.gold.jsonl"
    path.write_text("\n\n")
    _, verdict = asked("Where is Kessel?")
    assert GoldFile(path).add(verdict, articles) == "“Kessel”"
    GoldFile(path)
    path.write_text("\n{}\n")
    with pytest.raises(QuothError, match=r'line 2 of .* has no "question"'):
        GoldFile(path)
