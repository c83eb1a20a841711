"""What is so now, and what is to come."""

from __future__ import annotations

import pytest

from rag.evidence.times import mistimed


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What does it focus on currently?", "It will focus on large models.", True),
        ("What does it focus on currently?", "It focuses on video.", False),
        ("What does it focus on now?", "It now focuses on video and will go on.", False),
        ("What will it focus on?", "It currently focuses on video.", True),
        ("What is its next version for?", "It is these days used for video.", True),
        ("What will it focus on?", "It currently focuses on video, and plans large models.", False),
        ("What will it focus on?", "It focuses on large models.", False),
        ("What will it do now?", "It currently focuses on video.", False),
        ("What does it focus on?", "It will focus on large models.", False),
    ],
)
def test_now_and_later(question: str, sentence: str, expected: bool) -> None:
    assert mistimed(question, sentence) is expected
