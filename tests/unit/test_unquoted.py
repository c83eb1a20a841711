"""Words of a question that no quote holds, and questions made from an article."""

from __future__ import annotations

import pytest

from rag.evidence.unquoted import unquoted


@pytest.mark.parametrize(
    ("question", "quotes", "found"),
    [
        ("What will Dojo 3 focus on?", ["“Dojo 2 will focus on large models,” remarked Musk."], ["Dojo 3"]),
        ("What did Elon Musk say in 2023?", ["Musk said so in 2022."], ["2023"]),
        ("When was X founded by Jeff Bezos?", ["X was founded."], ["Jeff Bezos"]),
        ("What is HW4?", ["HW 4 is a computer."], []),
        ("Who asked that?", ["Omar Qazi asked."], []),
        ("Tell me about Dojo", ["Dojo is fast."], []),
        ("Is Tesla in Paris or Rome, Rome?", ["Tesla is in Rome."], ["Paris"]),
        ("Who is A and B?", ["A is", "B is"], []),
        ("", [], []),
        ("Summarise", ["Nothing."], []),
        ("Hello, who is Ann?", ["She is."], ["Ann"]),
        ("HW2 is what?", ["HW 4 is a computer."], ["HW2"]),
        ("Omar Qazi is who?", ["He is."], ["Omar Qazi"]),
    ],
)
def test_names_and_numbers(question: str, quotes: list[str], found: list[str]) -> None:
    assert unquoted(question, quotes) == found
