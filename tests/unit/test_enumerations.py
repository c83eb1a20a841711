"""Lists set out line by line below what leads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import corpus
from rag.evidence.enumerations import whole
from rag.types import Span

TEXT = """You may work abroad, provided that:

1. you have the right to;
2. you ask first. Ask in time; and
3. it is safe.

The works are new. They include:

- paint;
- rivets, and

The end of it all: nothing.

- a single item

## Tools and boots

- a spade
- boots, two of them

## Prices

Prices are new:

- a spade at 5 euros
- boots at 9 euros
"""


@pytest.mark.parametrize(
    ("words", "question", "items"),
    [
        (
            "right",
            "What must be so to work abroad?",
            ["you have the right to", "you ask first. Ask in time", "it is safe."],
        ),
        (
            "in time",
            "What must be so to work abroad?",
            ["you have the right to", "you ask first. Ask in time", "it is safe."],
        ),
        (
            "abroad",
            "What must be so to work abroad?",
            ["you have the right to", "you ask first. Ask in time", "it is safe."],
        ),
        ("right", "What are the rules?", None),
        ("rivets", "What does it include?", ["paint", "rivets"]),
        ("paint", "What is the colour?", None),
        ("new", "What works are included?", None),
        ("single", "What is at the end?", None),
        ("nothing", "What is at the end?", None),
        ("spade", "Which tools do I need?", ["a spade", "boots, two of them"]),
        ("two of them", "What boots are there?", ["a spade", "boots, two of them"]),
        ("spade", "Which sails do I need?", None),
        ("spade", "Which sails need tools?", None),
    ],
)
def test_what_lies_in_a_list_brings_all_of_it(words: str, question: str, items: list[str] | None) -> None:
    article = corpus.article_from_text(TEXT, Path("a.md"))
    found = whole(article, Span(TEXT.index(words), TEXT.index(words) + len(words)), question)
    assert (found and [one.of(TEXT) for one in found[1]]) == items
    if found:
        assert all(one in found[0] for one in found[1])
        assert found[0].of(TEXT).startswith(("You may", "They include:", "- a spade\n"))
