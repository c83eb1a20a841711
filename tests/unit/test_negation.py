"""A clause that denies what is asked for, and what only looks like it."""

from __future__ import annotations

import pytest

from rag.evidence.negation import deniable, denied


@pytest.mark.parametrize(
    ("question", "sentence", "words", "expected"),
    [
        ("Who is covered?", "Interns and contractors are not covered.", "Interns and contractors", True),
        ("Who is covered?", "Interns aren’t covered.", "Interns", True),
        ("What did the court justify?", "It did not really justify the label.", "the label", True),
        ("What will the chip be called?", "It will never be called a GPU, the chip.", "a GPU", True),
        ("Who is covered?", "Interns are covered, contractors are not covered.", "Interns", False),
        ("Who is covered?", "Interns are covered, contractors are not covered.", "contractors", True),
        ("Who is covered?", "Interns are covered and not by law covered.", "Interns", False),
        ("Who is not covered?", "Interns are not covered.", "Interns", False),
        ("Who isn't covered?", "Interns are not covered.", "Interns", False),
        ("Who is excluded from cover?", "Interns have no cover.", "Interns", False),
        ("Are interns covered?", "Interns are not covered.", "Interns are not covered", False),
        ("When was it built?", "It was not built until 1945.", "1945", False),
        ("Who is covered?", "Not only interns are covered.", "interns", False),
        ("Who came?", "Bob, who did not sing, came.", "Bob", False),
        ("Who pays?", "Nobody but Ann did not pay.", "Ann", False),
    ],
)
def test_what_a_clause_denies(question: str, sentence: str, words: str, expected: bool) -> None:
    start = sentence.index(words)
    assert denied(deniable(question), sentence, start, start + len(words)) is expected
