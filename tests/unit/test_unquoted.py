"""Words of a question that no quote holds, and questions made from an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import corpus, examples
from rag.unquoted import unquoted


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


def test_candidates_are_made_of_the_articles_sentences() -> None:
    text = (
        "The Brunnolt Works will open in Pellworth. Orla Venneck moved the old hives to the moor. He moved them again. "
        "Tobin Hesk, also known as Toby, listened."
    )
    article = corpus.article_from_text(text, Path("a.txt"))
    assert examples.candidates(article) == [
        "What will the Brunnolt Works open in?",
        "Who moved the old hives to the moor?",
        "What is Tobin Hesk also known as?",
    ]
    assert examples.candidates(corpus.article_from_text("Nothing here.", Path("a.txt"))) == []
