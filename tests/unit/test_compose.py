"""Composing quotes: growth to sentences, the threshold, what an abstention offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import WordReader

from rag import compose, corpus
from rag.passages import passages
from rag.types import Abstention, Answer, Quote, Reading, Span, SpanCandidate

TEXT = "Alpha is one. Beta is two. Gamma is three.\nNotes:\nDelta is four."
ARTICLE = corpus.article_from_text(TEXT, Path("a.txt"))
FOUND = {passage.id: passage for passage in passages(ARTICLE, size=30, overlap=0)}


def candidate(words: str, score: float) -> SpanCandidate:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    return SpanCandidate(span, next(p.id for p in FOUND.values() if span in p.span), score)


def composed(*candidates: SpanCandidate) -> Answer | Abstention:
    return compose.compose("q", Reading(candidates, 0.0), WordReader(), FOUND, total=9)


def test_the_best_span_is_marked_in_its_sentence() -> None:
    answer = composed(candidate("two", 1.0), candidate("one", 0.5))
    assert isinstance(answer, Answer)
    (quote,) = answer.quotes
    assert quote.text == "Beta is two."
    assert [highlight.of(TEXT) for highlight in quote.highlights] == ["two"]
    assert answer.probability == quote.probability == WordReader().probability(1.0)
    assert (answer.passages_read, answer.passages_total) == (len(FOUND), 9)


def test_a_span_over_two_sentences_quotes_both() -> None:
    answer = composed(candidate("one. Beta", 1.0))
    assert isinstance(answer, Answer)
    assert answer.quotes[0].text == "Alpha is one. Beta is two."


def test_a_score_at_the_threshold_answers_and_one_below_it_does_not() -> None:
    assert isinstance(composed(candidate("two", 0.0)), Answer)
    assert isinstance(composed(candidate("two", -0.001)), Abstention)


def test_an_abstention_offers_different_passages_best_first_and_their_spans() -> None:
    got = composed(
        candidate("three", -1),
        candidate("Gamma", -2),
        candidate("four", -3),
        candidate("one", -4),
        candidate("two", -5),
    )
    assert isinstance(got, Abstention)
    assert [quote.text for quote in got.nearest] == ["Gamma is three.", "Delta is four.", "Alpha is one."]
    assert [quote.section.title for quote in got.nearest] == [None, "Notes", None]
    assert [quote.highlights[0].of(TEXT) for quote in got.nearest] == ["three", "four", "one"]


def test_no_candidate_at_all_is_an_abstention() -> None:
    assert composed() == Abstention("q", (), 0.0, len(FOUND), 9)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_evidence_is_the_smallest_run_of_sentences_around_a_span(start: int, length: int) -> None:
    span = Span(start, min(start + length, len(TEXT)))
    touched = [sentence for sentence in ARTICLE.sentences if sentence.overlaps(span)]
    if TEXT[span.start].isspace() or TEXT[span.end - 1].isspace():
        return  # the reader's spans begin and end with words
    assert compose.evidence(ARTICLE, span) == Span(touched[0].start, touched[-1].end)


def test_a_highlight_outside_of_its_quote_is_a_bug() -> None:
    with pytest.raises(ValueError, match="outside"):
        Quote(ARTICLE, Span(0, 5), (Span(3, 6),), ARTICLE.sections[0], 0.5)
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 3)
