"""What an article says outright that something is, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import corpus
from rag.evidence.definitions import looked_up
from rag.find import DEFINED
from rag.pipeline import Pipeline

TEXT = """**HTTPX** is a client library for Python, made in Ely. Ann Lee (born in 1980) was the first
user of it. Tesla Ray2, the firm's new computer, will run. In Bonn, the team made it, and left. He met Bob,
the cook, and Eve, a spy, and Mallory, the team was told, was late. Ray 4 is the newest one that sells. The delta is a
reserve. It is not the Ray. Dan, the man who is tall, sang.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is HTTPX?", ["a client library for Python"]),
        ("what's httpx", ["a client library for Python"]),
        ("Who is Ann Lee?", ["the first\nuser of it"]),
        ("What is Ray2?", ["the firm's new computer"]),
        ("What is Ray 2?", ["the firm's new computer"]),
        ("What was the Ray-2?", ["the firm's new computer"]),
        ("What is Ray 4?", ["the newest one"]),
        ("What is the delta?", ["a\nreserve"]),
        ("What is a delta?", []),
        ("What is Ray?", []),
        ("What is Ray 3?", []),
        ("What is Bonn?", []),
        ("Who is Bob?", []),
        ("Who is Eve?", []),
        ("Who is Mallory?", []),
        ("Who is Dan?", []),
        ("What is in Bonn?", []),
        ("What is it?", []),
        ("What is Ann Lee known for in the city?", []),
        ("Which is HTTPX?", []),
    ],
)
def test_what_something_is(question: str, told: list[str]) -> None:
    article = corpus.article_from_text(TEXT, Path("a.md"))
    assert [span.of(article.text) for span in looked_up(question, article)] == told


@pytest.mark.parametrize(
    ("line", "question", "who"),
    [
        ("By Ines Moreau, 4 March", "Who wrote the recipe?", ["Ines Moreau"]),
        ("*By Ann van Lee and Bob Ray*", "who is the author", ["Ann van Lee and Bob Ray"]),
        ("Author: J. Lee", "Who wrote this?", []),  # this what?
        ("Author: J. Lee", "Who wrote it?", ["J. Lee"]),
        ("By Ann Lee. The tart is good.", "Who wrote it?", ["Ann Lee"]),
        ("By J. R. Lee. The tart is good.", "Who wrote it?", ["J. R. Lee"]),
        ("By Monday we left.", "Who wrote this article?", []),
        ("He stood by Ann Lee.", "Who wrote this article?", []),
        ("By Ann Lee", "Who wrote the letter?", []),
    ],
)
def test_a_line_at_the_top_says_who_wrote_it(line: str, question: str, who: list[str]) -> None:
    article = corpus.article_from_text(f"# Lemon tart\n\n{line}\n\nIt is good.", Path("a.md"))
    assert [span.of(article.text) for span in looked_up(question, article)] == who


LETTER = """Ann Lee
12 October 2025

Dear Mr. Ray,

I came on 3 May 2024 and will stay.

Yours sincerely,

Ann M. Lee
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who wrote the letter?", ["Ann M. Lee"]),
        ("Who is it from?", ["Ann M. Lee"]),
        ("Who wrote this document?", ["Ann M. Lee"]),
        ("When was the letter written?", ["12 October 2025"]),
        ("What is the date of the letter?", ["12 October 2025"]),
        ("When was the recipe published?", ["12 October 2025"]),
    ],
)
def test_a_letter_says_who_wrote_it_and_when(question: str, told: list[str]) -> None:
    article = corpus.article_from_text(LETTER, Path("a.md"))
    assert [span.of(article.text) for span in looked_up(question, article)] == told


def test_the_date_at_the_top_is_not_that_of_a_letter_that_an_article_tells_of() -> None:
    article = corpus.article_from_text("# Found\n\nPosted on 4 May 2020\n\nThe letter was old.", Path("a.md"))
    assert [span.of(article.text) for span in looked_up("When was it posted?", article)] == ["4 May 2020"]
    assert list(looked_up("When was the letter written?", article)) == []


def test_it_is_found_whatever_the_reader_finds(small: Callable[..., Pipeline]) -> None:
    reading, passages = small(TEXT, "Ely is a town.", suffix=".md").finder.read("What is Ely?")
    told = [one for one in reading.candidates if one.score_logit == DEFINED]
    assert [one.span.of(passages[one.passage_id].article.text) for one in told] == ["a town"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is Volvo?", "After leaving Volvo, the engineer, then forty, moved to Norway."),
        ("Who is Per Moen?", "Unlike Per Moen, the mayor, a former teacher, lives on the island."),
        ("What is parmesan?", "Add parmesan, a splash of vinegar, a bay leaf and pepper."),
        ("Who wrote this article?", "By New Year’s Eve the harbour was frozen, and the ships lay still."),
    ],
)
def test_what_only_stands_beside_a_name_is_no_definition_of_it(question: str, text: str) -> None:
    assert list(looked_up(question, corpus.article_from_text(text, Path("a.txt")))) == []


REPORT = """Town warned about cracks

By Nora Dahl

14 May 2026

Two bearings are cracked, says a new report of the Steel Institute. The bridge dates from 1931.
"""


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        (REPORT, "Who wrote the report?", []),  # the institute, and not whoever wrote the news of it
        (REPORT, "When was the report published?", []),
        (REPORT, "Who wrote this report?", ["Nora Dahl"]),
        (REPORT, "Who wrote the article?", ["Nora Dahl"]),
        (REPORT, "When was the story published?", ["14 May 2026"]),
        ("# The club\n\n## March 2019\n\nIt was founded in a pub.\n", "When was the article written?", []),
        ("# The club\n\n## March 2019\n\nDate: 4 May 2020\n", "When was the article written?", ["4 May 2020"]),
    ],
)
def test_what_an_article_tells_of_is_not_the_article(text: str, question: str, told: list[str]) -> None:
    article = corpus.article_from_text(text, Path("a.md"))
    assert [span.of(article.text) for span in looked_up(question, article)] == told


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("To honour Ann Lee, the town council, which met on Monday, named a street.", "Who is Ann Lee?"),
        ("When the storm reached Graz, the fire brigade, already tired, left.", "What is Graz?"),
        ("Shortly before he left Tesla, the board of directors, as planned, met.", "What is Tesla?"),
        ("It rained, and when the storm reached Graz, the fire brigade, tired, left.", "What is Graz?"),
        ("If you own a Kestrel, the dealer near you, if any, will help.", "What is a Kestrel?"),
    ],
)
def test_what_follows_a_clause_is_no_apposition(text: str, question: str) -> None:
    assert not list(looked_up(question, corpus.article_from_text(text, Path("a.txt"))))
