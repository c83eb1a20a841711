"""What may never break, on any article and any question, through the whole pipeline with real FAISS and BM25."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stand_ins import WordEncoder, WordReader

from rag import corpus, report
from rag.cascade import Cascade, opened
from rag.manifest import DEFAULT
from rag.pipeline import Pipeline
from rag.search import Settings
from rag.types import Abstention, Answer

WORDS = st.sampled_from(
    ["Tesla", "chip", "xAI", "😀", "e\u0301clair", "HW", "4", "a", "großes", "字字字字字字", "<b>x</b>"]
)
ENDS = st.sampled_from([" ", ". ", "! ", ".\r\n", "\n", "\n\nNotes:\n", "”. ", ", "])
ARTICLES = st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=60).map(lambda p: "".join(a + b for a, b in p))
QUESTIONS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(lambda q: any(c.isalnum() for c in q))


def assert_holds(pipeline: Pipeline, question: str) -> None:
    outcome = pipeline.ask(question)
    again = pipeline.ask(question)
    assert outcome == again
    form = report.outcome_json(outcome, pipeline.receipt)
    assert json.loads(report.line(form)) == form
    texts = {article.name: article.text for article in pipeline.articles}
    for quote in [*form["quotes"], *form["nearest"]]:
        assert quote["text"] == texts[quote["article"]][quote["start"] : quote["end"]] != ""
        assert 0 <= quote["probability"] <= 1
    assert any(quote["highlights"] for quote in form["quotes"]) == bool(form["quotes"])
    for quote in form["quotes"]:
        for highlight in quote["highlights"]:
            assert quote["start"] <= highlight["start"] < highlight["end"] <= quote["end"]
    assert (form["status"] == "not_found") == (not form["quotes"])
    assert form["status"] == "not_found" or not form["nearest"]
    assert form["passages_read"] <= form["passages_total"] == len(pipeline.search.passages)
    if isinstance(outcome, Answer):
        words = [" ".join(h.of(q.article.unmarked).split()) for q in outcome.quotes for h in q.highlights]
        assert form["answer"] == "; ".join(words)


@given(st.lists(ARTICLES, min_size=1, max_size=3), QUESTIONS, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_with_stand_in_models(tmp_path: Path, texts: list[str], question: str, retrieved: bool) -> None:
    articles = [corpus.article_from_text(text, Path(f"a{n}.txt")) for n, text in enumerate(texts)]
    chosen = Settings(passage_size=60, passage_overlap=20, read_whole=0 if retrieved else 10**6, read_best=3)
    assert_holds(Pipeline(articles, WordReader(), WordEncoder(), tmp_path, chosen), question)


@pytest.fixture(scope="module")
def both() -> Cascade:
    found = opened(DEFAULT)
    assert isinstance(found, Cascade)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "word",
        "The chip that they make is now called Dojo by all.\r\nand it is a word of theirs. ",
        "One sentence with an emoji 😀👩🏽‍🚀 and e\u0301 in it. Another one follows here.",
        "First line.\r\nThe chip is called Dojo.\r\n\r\nLast line.\r\n",
        "nospaces" * 400,
        "\u0301\u0302\u0303 . \u0301",
    ],
)
def test_with_the_real_readers(both: Cascade, tmp_path: Path, text: str) -> None:
    pipeline = Pipeline([corpus.article_from_text(text, Path("a.txt"))], both, WordEncoder(), tmp_path)
    for question in ("What is the chip called?", "word", "<script>alert(1)</script>"):
        assert_holds(pipeline, question)


def test_a_megabyte(both: Cascade, tmp_path: Path) -> None:
    lines = [f"In the year {1000 + n}, the town number {n} had {n * 7} people and one mayor.\n" for n in range(16_000)]
    text = "".join(lines)
    assert len(text) > 1_000_000
    pipeline = Pipeline([corpus.article_from_text(text, Path("a.txt"))], both, WordEncoder(), tmp_path)
    assert_holds(pipeline, "How many people had the town number 4321?")


def test_quotes_name_the_article_they_are_from(small: Callable[..., Pipeline]) -> None:
    pipeline = small("Alpha speaks of Barnaby.", "Nothing here. Cassandra is there.")
    answer = pipeline.ask("Cassandra")
    assert isinstance(answer, Answer)
    assert (answer.quotes[0].article.name, answer.quotes[0].text) == ("a1.txt", "Cassandra is there.")
    assert isinstance(pipeline.ask("Tom"), Abstention)


def test_retrieval_chooses_what_is_read_of_a_long_article(small: Callable[..., Pipeline]) -> None:
    lines = "\n".join(f"Line {n} tells of nothing." for n in range(200)) + "\nA zebra crossed the street."
    pipeline = small(lines, passage_size=60, passage_overlap=0, read_whole=10, read_best=4)
    answer = pipeline.ask("zebra crossed")
    assert isinstance(answer, Answer)
    assert (answer.quotes[0].text, answer.passages_read) == ("A zebra crossed the street.", 4)
