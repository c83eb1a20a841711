"""Whoever asks is whom a text addresses."""

from __future__ import annotations

import pytest

from rag.understanding.address import put

RULES = "You may carry over five days. Ask your manager."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Can I carry my days over?", "Can you carry your days over?"),
        ("am i allowed to fly", "Are you allowed to fly"),
        ("I’m ill, who tells me?", "You are ill, who tells you?"),
        ("Was I right?", "Were you right?"),
        ("Who carries days over?", "Who carries days over?"),
        ("Did World War I end?", "Did World War I end?"),
    ],
)
def test_a_question_is_put_to_a_text_that_says_you(question: str, expected: str) -> None:
    assert put(question, RULES) == expected


@pytest.mark.parametrize("text", ["Employees may carry over five days.", "You ask what I carry over."])
def test_it_stays_as_it_is_where_nobody_is_addressed_or_somebody_speaks(text: str) -> None:
    assert put("Can I carry my days over?", text) == "Can I carry my days over?"
