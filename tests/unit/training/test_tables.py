"""Made tables, read again by a parser of their own; and passages cut to the sentences that matter."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from tiny_models import example

from rag.training.examples import Example
from rag.training.nearer import nearer
from rag.training.tables import tables

ANSWERS = [
    f"{first} {last}" for first in ("Ann", "Bob", "Cleo", "Dan", "Eve") for last in ["Lee", "Moor", "Nash", "Orr"]
]
ANSWERS += [
    f"{a} {b}" for a in ("a small", "the last", "two of", "no more") for b in ["cups", "maps", "rain", "steps", "time"]
]
GIVEN = [example(f"Who is {one}?", f"It is {one}.", one) for one in ANSWERS]


def _made(seed: int) -> list[Example]:
    return tables(GIVEN, 300, random.Random(seed))


def _grid(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table without its line of dashes."""
    rows = [line for line in text.splitlines() if line.startswith("|") and not set(line) <= set("|-")]
    return [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]


def _asked(question: str, cell: str) -> bool:
    return bool(cell) and re.search(rf"(?<![\w-]){re.escape(cell)}(?![\w-])", question) is not None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_answer_is_the_cell_that_the_question_crosses(seed: int) -> None:
    made = _made(seed)
    assert [one.fault for one in made] == [None] * len(made)
    seen = 0
    for one in made:
        if one.answer is None or "\n| " not in f"\n{one.context}":
            continue
        grid = _grid(one.context)
        before = one.context[: one.start].rpartition("\n")[2]  # of the answer's line
        line = _grid(before + one.context[one.start :].partition("\n")[0])[0]
        place = before.count("|") - 1
        others = [cell for n, cell in enumerate(line) if n != place]
        others += [cells[place] for cells in grid if cells != line]
        assert line[place] == one.answer
        assert any(_asked(one.question, cell) for cell in others)
        seen += 1
    assert seen > 50


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_an_answer_the_row_or_the_column_is_missing_or_the_cell_is_empty(seed: int) -> None:
    kinds = set()
    for one in _made(seed):
        if one.answer is not None or "\n| " not in f"\n{one.context}":
            continue
        grid = _grid(one.context)
        names = {line[0] for line in grid} | set(grid[0])
        missing = not any(_asked(one.question, name) for name in names)
        empty = any(cell in ("", "–", "n/a", "-") for line in grid for cell in line[1:])
        kinds.add((one.id.rpartition("/")[2], missing))
        assert missing or empty or one.id.endswith("/4")
    assert {"3", "4", "5"} == {kind for kind, _ in kinds}
    assert ("3", False) not in kinds  # asks for a row that is not there
    assert ("5", True) not in kinds  # asks for one that is there, whose cell is empty


def test_tables_are_the_same_every_time_and_half_of_the_questions_have_no_answer() -> None:
    assert _made(7) == _made(7) != _made(8)
    assert 0.35 < sum(one.answer is None for one in _made(7)) / len(_made(7)) < 0.6
    looks = [one.context for one in _made(7)]
    assert any("|---|" in text for text in looks)
    assert any(" | " in text and "|---|" not in text for text in looks)
    assert any("|" not in text for text in looks)
    assert tables(GIVEN[:10], 300, random.Random(0)) == []  # too few names to draw from


TOLD = "It rained. Ann came. Bob saw Castle Trim in 1901. He left. Then Cleo wrote. All slept. It snowed."


def test_a_passage_is_cut_to_the_sentences_around_its_answer() -> None:
    asked = example("When did Bob see Trim?", TOLD, "1901")
    cuts = {one.context for seed in range(20) for one in nearer([asked], 1.0, random.Random(seed))}
    assert cuts == {
        "Ann came. Bob saw Castle Trim in 1901. He left.",
        "It rained. Ann came. Bob saw Castle Trim in 1901. He left. Then Cleo wrote.",
    }
    assert all(one.fault is None for seed in range(20) for one in nearer([asked], 1.0, random.Random(seed)))
    assert nearer([asked], 0.0, random.Random(0)) == [asked]


def test_without_an_answer_it_is_cut_around_what_shares_most_with_the_question() -> None:
    asked = replace(example("What did Cleo write about Trim?", TOLD, "1901"), answer=None, start=-1)
    cuts = {one.context for seed in range(20) for one in nearer([asked], 1.0, random.Random(seed))}
    assert (
        min(cuts, key=len) == "Ann came. Bob saw Castle Trim in 1901. He left."
    )  # "Cleo" and "Trim" share one word each
    closer = replace(asked, question="Who wrote then, as Cleo did?")
    cuts = {one.context for seed in range(20) for one in nearer([closer], 1.0, random.Random(seed))}
    assert min(cuts, key=len) == "He left. Then Cleo wrote. All slept."


def test_an_answer_over_two_sentences_and_one_at_the_end_stay_whole() -> None:
    over = example("What then?", TOLD, "Ann came. Bob saw")
    for seed in range(5):
        (one,) = nearer([over], 1.0, random.Random(seed))
        assert one.fault is None
        assert one.context.startswith("It rained. Ann came.")
    last = example("What fell?", TOLD, "snowed")
    (one,) = nearer([last], 1.0, random.Random(0))
    assert one.context.endswith("All slept. It snowed.")
    table = example("What?", "a | b\nc | d", "d")
    assert nearer([table], 1.0, random.Random(0)) == [table]
