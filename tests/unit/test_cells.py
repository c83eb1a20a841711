"""Spans in tables: whether the question asks for another row or column than theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import corpus
from rag.evidence import cells
from rag.pipeline import Pipeline
from rag.types import Answer, Span

TABLE = """Limits apply.

| Quantity | P-20 | P-25 | Remark |
|---|---|---|---|
| **Weight** | 1.3 kg | 1.7 kg | no cable |
| Weight, packed | 2.3 kg | 2.7 kg | |
| Supply (voltage) | 230 V | 231 V | check A |
| A | first | second | 1.3 kg |

They weigh 9 kg.

| Home | 5 kg |
"""
BARS = """Code | Kind | Meaning
W1 | warning | water too warm
W2 | warning | clock not set
A3 | alarm | no signal"""


def asks_elsewhere(question: str, words: str, text: str = TABLE) -> bool:
    article = corpus.article_from_text(text, Path("a.md"))
    at = text.index(words)
    return cells.elsewhere(question, article, Span(at, at + len(words)))


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("What is the weight of the P-25?", "1.7 kg", False),
        ("What is the weight of the P-25?", "1.3 kg", True),
        ("What is the weight of the P-25?", "2.7 kg", True),
        ("What is the weight of the P-25?", "no cable", True),
        ("What is the weight of the P-25 when packed?", "2.7 kg", False),
        ("What is the weight of the P-25 when packed?", "1.7 kg", True),
        ("What do the P-20 and the P-25 weigh?", "1.3 kg | 1.7 kg", False),
        ("What does the P-20 weigh?", "1.3 kg | 1.7 kg", True),
        ("How heavy is the P-25?", "1.7 kg", False),
        ("How heavy is the P-25?", "2.7 kg", False),  # names no row
        ("How heavy is the P-25?", "230 V", True),
        ("How heavy is it?", "230 V", False),
        ("What remark is there on the weight?", "no cable", False),
        ("Which quantities are listed?", "Supply", False),
        ("Which weight is it?", "P-25", False),  # in the head
        ("Is a supply needed?", "231 V", False),  # "a" is not the row "A"
        ("What is second at A?", "second", False),
        ("What is second at A?", "231 V", True),
        ("What is the weight of the P-25?", "9 kg", False),  # in a sentence
        ("What is the weight of the P-25?", "5 kg", False),  # in a row that is alone
    ],
)
def test_rows_and_columns_that_a_question_names(question: str, words: str, expected: bool) -> None:
    assert asks_elsewhere(question, words) is expected


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("What does W2 mean?", "clock not set", False),
        ("What does W2 mean?", "water too warm", True),
        ("what is w2", "water too warm", True),
        ("What does A3 mean?", "alarm", True),
        ("Which code means that the clock is not set?", "W2", False),
        ("What kind is A3?", "alarm", False),
        ("What kind is A3?", "no signal", True),
    ],
)
def test_rows_without_a_frame(question: str, words: str, expected: bool) -> None:
    assert asks_elsewhere(question, words, BARS) is expected


@pytest.mark.parametrize(
    ("question", "cells_found"),
    [
        ("What is the weight of the P-25?", ["1.7 kg"]),
        ("what does the P-25 weigh", ["1.7 kg"]),
        ("How heavy is the P-25?", ["1.7 kg"]),
        ("What weight is given for the P-25?", ["1.7 kg"]),
        ("How long is the P-25?", []),
        ("How much does the P-25 weigh?", ["1.7 kg"]),
        ("How much voltage does the P-25 need?", ["231 V"]),  # part of what names the row
        ("How large is the supply of the P-20?", ["230 V"]),
        ("How much water does the P-20 need?", []),
        ("How much does the P-20 use?", []),
        ("How much packed cable does the P-20 need?", []),
        ("What is the weight of the P-25, packed?", ["2.7 kg"]),
        ("What is the supply of the P-20?", ["230 V"]),
        ("What is the weight of the P-25 with no cable?", ["1.7 kg"]),  # as its row says
        ("What is the weight of the P-25 with a cable?", []),
        ("What is the weight of the P-25 in winter?", []),  # of which the table says nothing
        ("What is the weight of the P-30?", []),
        ("What is the weight?", []),  # of which one
        ("What do the P-20 and the P-25 weigh?", []),
        ("Why is the weight of the P-25 that?", []),
        ("What is the remark on the weight, packed?", []),  # an empty cell
        ("What is home?", []),  # a row that is alone
    ],
)
def test_a_cell_is_looked_up_if_a_question_names_its_row_and_column_and_nothing_else(
    question: str, cells_found: list[str]
) -> None:
    article = corpus.article_from_text(TABLE, Path("a.md"))
    found = cells.looked_up(question, article, cells.tables(article))
    assert [span.of(article.text) for span in found] == cells_found


def test_rows_without_a_frame_are_looked_up_too() -> None:
    article = corpus.article_from_text(
        f"Codes follow.\n\n{BARS}\n\nHome | 5 kg\nGarden | 6 kg\nLawn | 7 kg", Path("a.md")
    )
    for question, wanted in (
        ("What does W2 mean?", ["clock not set"]),
        ("What kind is code A3?", ["alarm"]),
        ("What does the alarm A3 mean?", ["no signal"]),
        ("What is the garden?", ["6 kg"]),  # two columns: names and values
        ("What is the garden’s colour?", []),
    ):
        found = cells.looked_up(question, article, cells.tables(article))
        assert [span.of(article.text) for span in found] == wanted, question


def test_the_head_of_a_table_names_its_columns() -> None:
    article = corpus.article_from_text(f"{TABLE}\n{BARS}\n\nHome | 5 kg\nGarden | 6 kg\n", Path("a.md"))

    def head(words: str) -> str | None:
        at = article.text.index(words)
        found = cells.head(article, Span(at, at + len(words)))
        return found and found.of(article.text)

    assert head("1.7 kg") == "| Quantity | P-20 | P-25 | Remark |"
    assert head("clock not set") == "Code | Kind | Meaning"
    assert head("Quantity") is None
    assert head("Garden") is None
    assert head("They weigh") is None


def test_a_cell_that_is_looked_up_answers_whatever_is_retrieved(small: Callable[..., Pipeline]) -> None:
    prose = "\n\n".join(f"The weight of pump {n} is told, and the P-{n} stands here." for n in range(60, 90))
    pipeline = small(f"{prose}\n\n{TABLE}", suffix=".md", passage_size=200, passage_overlap=0, read_best=1)
    outcome = pipeline.ask("What is the weight of the P-25?")
    assert isinstance(outcome, Answer)
    words = [span.of(quote.article.text) for quote in outcome.quotes for span in quote.highlights]
    assert words == ["1.7 kg"]
    assert [quote.text.split(" | ")[0] for quote in outcome.quotes] == ["| Quantity", "| **Weight**"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the battery life?", ["10 hours"]),
        ("What is the size of the battery?", []),
        ("What is the battery life used for?", []),
        ("What is the use of battery life?", []),
        ("How many filters do I need?", []),
        ("Where is the filter?", []),
        ("Who needs a warranty?", []),
    ],
)
def test_in_a_table_of_two_columns_a_row_is_named_whole(question: str, found: list[str]) -> None:
    text = "Property | Value\nBattery life | 10 hours\nFilter price | 20 euros\nWarranty period | 2 years\n"
    article = corpus.article_from_text(text, Path("a.txt"))
    assert [span.of(text) for span in cells.looked_up(question, article, cells.tables(article))] == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the weight of the P-20?", ["12"]),
        ("What is the weight of the model P-20 in kg?", ["12"]),
        ("How much power does the P-20 use?", ["40"]),
        ("How much power does the P-20 use in winter?", []),
        ("What is the price of the P-25?", ["90"]),
        ("What is the price of the P-25 when used?", ["60"]),
    ],
)
def test_a_unit_in_brackets_need_not_be_named(question: str, found: list[str]) -> None:
    text = "| Model | Weight (kg) | Power [W] | Price | Price (used) |\n|---|---|---|---|---|\n"
    text += "| P-20 | 12 | 40 | 70 | 50 |\n| P-25 | 14 | 60 | 90 | 60 |\n"
    article = corpus.article_from_text(text, Path("a.md"))
    assert [span.of(text) for span in cells.looked_up(question, article, cells.tables(article))] == found


@pytest.mark.parametrize(
    ("text", "question", "found"),
    [
        (
            "| Model | Weight | Price |\n|---|---|---|\n| AX-200 | 6.4 kg | €349 |",
            "What is the weight of the AX-201?",
            [],
        ),
        (
            "| Model | Weight | Price |\n|---|---|---|\n| AX-200 | 6.4 kg | €349 |",
            "What is the weight of the AX-200?",
            ["6.4 kg"],
        ),
        (
            "| Country | Dealers | Time |\n|---|---|---|\n| Nigeria | 4 | 21 days |",
            "How many dealers are in Niger?",
            [],
        ),
        ("| Ticket | Price | Valid |\n|---|---|---|\n| Over 65 | €3 | a day |", "What is the price for under 65?", []),
        (
            "| Ticket | Price | Valid |\n|---|---|---|\n| Over 65 | €3 | a day |",
            "What is the price for over 65?",
            ["€3"],
        ),
        ("| Session | Room |\n|---|---|\n| Opening | Hall A |", "When is the opening?", []),
        ("| Session | Room |\n|---|---|\n| Opening | Hall A |", "Where is the opening?", ["Hall A"]),
        ("| Session | Start |\n|---|---|\n| Opening | 9:30 |", "When is the opening?", ["9:30"]),
        ("| Filter | Lifetime |\n|---|---|\n| F7 | 12 months |", "How much is the F7?", []),
    ],
)
def test_a_cell_of_another_name_or_kind_is_none(text: str, question: str, found: list[str]) -> None:
    article = corpus.article_from_text(text, Path("a.md"))
    told = cells.looked_up(question, article, cells.tables(article))
    assert [span.of(article.text) for span in told] == found


def test_the_word_that_asks_names_no_column() -> None:
    table = "| Part | Price | How |\n|---|---|---|\n| Water tank | 12 euros | Screw it on |\n"
    one = corpus.article_from_text(table, Path("a.md"))
    for question, cell in (("How much is the water tank?", []), ("What is the price of the water tank?", ["12 euros"])):
        assert [found.of(table) for found in cells.looked_up(question, one, cells.tables(one))] == cell


def test_the_heading_above_a_table_tells_what_it_is_of() -> None:
    text = (
        "# Harbour\n\n## Berths and fees\n\n| Length of vessel | Per day | Per month |\n|---|---|---|\n"
        "| Up to 8 m | €18 | €310 |\n| 8 to 12 m | €27 | €465 |\n\n## Opening hours\n\n"
        "| Service | Summer | Winter |\n|---|---|---|\n| Boat lift | 08:00 | closed |\n\n## Not included\n\n"
        "| Item | Price |\n|---|---|\n| Breakfast | 12 euros |\n\n## Staff\n\n"
        "| Grade | Pay |\n|---|---|\n| Clerk | 20 euros |\n"
    )
    one = corpus.article_from_text(text, Path("a.md"))
    for question, cell in (
        ("How much is a berth up to 8 m per day?", ["€18"]),
        ("What does a vessel of 8 to 12 m pay per month?", ["€465"]),
        ("When is the boat lift open in summer?", ["08:00"]),
        ("What are the opening hours of the boat lift in winter?", ["closed"]),
        ("How much is a hut up to 8 m per day?", []),
        ("What is the price of the included breakfast?", []),
        ("How much does a clerk pay?", []),
        ("What is the pay of a clerk?", ["20 euros"]),
    ):
        assert [found.of(text) for found in cells.looked_up(question, one, cells.tables(one))] == cell


def test_a_bar_that_belongs_to_a_cell_parts_nothing() -> None:
    text = "| Pump | Weight | Price |\n|---|---|---|\n| P-20 | 5 kg | $20 |\n| P-30 \\| X | 9 kg | $40 |\n"
    one = corpus.article_from_text(text, Path("a.md"))
    found = cells.looked_up("What is the price of the P-30?", one, cells.tables(one))
    assert [span.of(text) for span in found] == ["$40"]
