"""Tables of PDFs: which lines become rows of cells, and which stay lines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.formats import layout
from rag.formats.lines import Line, width
from rag.formats.table_rows import with_tables

At = tuple[float, str]
"""Where a run begins, and its text."""


def line(height: float, *runs: At, size: float = 10) -> Line:
    text = " ".join(text.strip() for _, text in runs)
    return Line(text, size, bold=False, height=height, marginal=False, runs=runs)


def told(*lines: Line) -> list[str]:
    """Return the lines' texts, those of rows between bars too."""
    return [f"[{one.text}]" if one.is_row else one.text for one in with_tables(lines)]


def grid(*rows: str, places: tuple[float, ...] = (60, 200, 300), top: float = 700) -> list[Line]:
    """Return lines whose cells "a | b" begin at `places`."""
    return [
        line(
            top - 16 * n,
            *((left, text.strip()) for left, text in zip(places, row.split("|"), strict=False) if text.strip()),
        )
        for n, row in enumerate(rows)
    ]


TABLE = ("Model | Weight | Colour", "P-20 | 1.3 kg | grey", "P-25 | 1.7 kg |", "P-30 | | red")
ROWS = ["[Model | Weight | Colour]", "[P-20 | 1.3 kg | grey]", "[P-25 | 1.7 kg | ]", "[P-30 |  | red]"]
PROSE = "The pump stands in the garden and is driven by a motor that is wound by hand"


def test_cells_beside_each_other_are_rows_and_empty_ones_keep_their_place() -> None:
    assert told(*grid(*TABLE)) == ROWS


def test_a_head_without_its_first_cell_stands_above_its_columns_however_wide_it_is() -> None:
    """Right-aligned, "2021/22" begins far left of the figures below it."""
    wide = {text: 10 * width(text) for text in ("2021/22", "2022/23", "23", "21", "612", "598")}
    for share in (1.0, 0.5, 0.0):  # of a cell's width that stands left of its column's place

        def row(height: float, *texts: str, share: float = share) -> Line:
            cells = ((place - share * wide[text], text) for place, text in zip((250, 330), texts[-2:], strict=True))
            return line(height, *((60.0, text) for text in texts[:-2]), *cells)

        rows = [row(700, "2021/22", "2022/23"), row(684, "Loss", "23", "21"), row(668, "Staff", "612", "598")]
        assert told(*rows) == ["[ | 2021/22 | 2022/23]", "[Loss | 23 | 21]", "[Staff | 612 | 598]"], share


def test_a_number_beside_an_item_leads_it_and_a_numbered_clause_is_no_row() -> None:
    items = [line(700 - 16 * n, run) for n in range(3) for run in ((60.0, str(n + 1)), (90.0, PROSE))]
    assert told(*items) == [f"{n}. {PROSE}" for n in (1, 2, 3)]
    clauses = [line(700 - 16 * n, (60, f"2.{n}"), (90, PROSE)) for n in range(3)]
    assert told(*clauses) == [f"2.{n} {PROSE}" for n in range(3)]


def test_a_word_cut_within_a_cell_is_whole() -> None:
    cut = [line(640, (60, "P-40"), (200, "1.9 kg"), (300, "brown-")), line(627, (300, "ish"))]
    assert told(*grid(*TABLE), *cut) == [*ROWS, "[P-40 | 1.9 kg | brownish]"]


def test_cells_may_come_one_by_one_as_some_programs_draw_them() -> None:
    parts = [line(one.height, run) for one in grid(*TABLE) for run in one.runs]
    assert told(*parts) == ROWS


@pytest.mark.parametrize("order", ["top", "middle", "foot"])
def test_a_cell_of_several_lines_is_one_cell(order: str) -> None:
    high, low = {"top": (0, -24), "middle": (12, -12), "foot": (24, 0)}[order]
    lines = []
    for n in range(3):
        top = 700 - 50 * n
        lines += [line(top, (60, f"P-{n}"))]
        lines += [line(top + high - 12 * m, (150, f"word {m} of {n}")) for m in range(3)]
        lines += [line(top, (300, "red"))]
        assert lines[-2].height == top + low
    assert told(*lines) == [f"[P-{n} | word 0 of {n} word 1 of {n} word 2 of {n} | red]" for n in range(3)]


def test_a_first_cell_of_several_lines_belongs_to_its_row_and_a_paragraph_above_the_table_does_not() -> None:
    def rows(top: float) -> list[Line]:
        return [
            *(line(top - 16 * n, (60, f"P-{n}"), (200, "1 kg"), (300, "red")) for n in range(2)),
            line(top - 32, (60, "P-2,")),
            line(top - 44, (60, "the new one"), (200, "2 kg"), (300, "red")),
        ]

    table = ["[P-0 | 1 kg | red]", "[P-1 | 1 kg | red]", "[P-2, the new one | 2 kg | red]"]
    above = [line(724, (60, PROSE)), line(712, (60, "and by foot."))]
    assert told(*rows(700)) == table
    assert told(*above, *rows(700)) == [PROSE, "and by foot.", *table]
    after = [line(600, (60, PROSE)), line(588, (60, "Now for more."))]
    assert told(*rows(700), *after) == [*table, PROSE, "Now for more."]


def test_numbers_that_end_and_headings_that_stand_in_the_middle_of_their_column_are_of_it() -> None:
    right = [(300 - 5.0 * len(text), text) for text in ("1,240.00", "35.00", "9,090.00", "1.00")]
    lines = [line(716, (90, "Item"), (200, "Colour"), (290, "Price"))]
    lines += [line(700 - 16 * n, (60, f"Cable {n}"), (170, "red"), run) for n, run in enumerate(right)]
    assert told(*lines) == [
        "[Item | Colour | Price]",
        *(f"[Cable {n} | red | {text}]" for n, (_, text) in enumerate(right)),
    ]


def test_words_in_bold_are_no_cells_whatever_the_type() -> None:
    lines = []
    for n, words in enumerate(("He also spoke of ", "However, the whole of ", "All in all it was ", "They say that ")):
        wide = (5.2, 5.9, 5.5, 5.7)[n]  # points a character, more than of most types
        bold = 60 + wide * len(words)
        lines.append(line(700 - 12 * n, (60, words), (bold, "Dojo"), (bold + wide * 4, " and what it does at night")))
    assert told(*lines) == [one.text for one in lines]


def test_a_widest_cell_ends_where_the_next_column_begins() -> None:
    rows = [
        ("Supply", "230 V"),
        ("Motor current at the start, two seconds", "32 A"),
        ("Weight", "1.3 kg"),
        ("Size", "4 m"),
    ]
    edge = 60 + 4.0 * len(rows[1][0])  # a narrow type
    assert told(*(line(700 - 16 * n, (60, name), (edge, value)) for n, (name, value) in enumerate(rows))) == [
        f"[{name} | {value}]" for name, value in rows
    ]


def test_a_first_row_may_have_a_cell_of_several_lines() -> None:
    lines = [line(700, (60, "Motor")), line(688, (60, "current")), line(700, (150, "8 A")), line(688, (250, "hot"))]
    more = [line(670 - 16 * n, (60, "Supply"), (150, "230 V"), (250, "cold")) for n in range(2)]
    assert told(*lines, *more) == ["[Motor current | 8 A | hot]", *["[Supply | 230 V | cold]"] * 2]
    assert next(iter(with_tables([*lines, *more]))).height == 700


@pytest.mark.parametrize(
    "lines",
    [
        [line(700 - 12 * n, (60, f"{n}."), (90, f"Open valve {n}")) for n in range(5)],
        [line(700 - 12 * n, (60, "•"), (90, f"Open valve {n}")) for n in range(5)],
        [line(700 - 12 * n, (40, f"{n + 1}"), (90, f"let x = {n}")) for n in range(5)],
        [line(700 - 12 * n, (60, PROSE)) for n in range(9)],
        [
            line(700 - 220 * block - 12 * n, (left, PROSE[:40]))
            for block in range(3)
            for left in (60, 320)
            for n in range(10)
        ],
        [line(700 - 20 * n, (60 + 40 * (n % 3), "word")) for n in range(9)],
        grid("Name | Ann", "Age | 40"),
        [line(700 - 12 * n, (60, "word"), (100 + 37 * (n * n % 7), "word")) for n in range(7)],
    ],
    ids=["numbered", "bullets", "line numbers", "prose", "columns", "stairs", "two rows", "nothing aligned"],
)
def test_what_is_no_table_stays_as_it_is(lines: list[Line]) -> None:
    assert list(with_tables(lines)) == lines


def test_rows_are_lines_of_one_block_and_no_headings() -> None:
    page = [line(740, (60, PROSE)), *grid(*TABLE, top=720), line(640, (60, PROSE))]
    larger = [
        line(560, (60, "Limits"), size=20),
        *(line(520 - 30 * n, (60, f"A{n}"), (200, "b"), size=20) for n in range(3)),
    ]
    assert layout.markdown([[*page, *larger]]) == "\n\n".join(
        [PROSE, "\n".join(row.strip("[]") for row in ROWS).strip(), PROSE, "# Limits", "A0 | b\nA1 | b\nA2 | b"]
    )


def test_a_table_between_two_columns_comes_behind_the_sentence_that_it_interrupts() -> None:
    left, right = line(640, (60, PROSE)), line(780, (320, "and by foot."))
    rows = [f"[{row}]" for row in ("Model | Weight | Colour", "P-20 | 1.3 kg | grey", "P-25 | 1.7 kg | red")]
    assert layout.markdown([[line(660, (60, PROSE)), left, *grid(*(row.strip("[]") for row in rows)), right]]) == (
        f"{PROSE} {PROSE} and by foot.\n\n" + "\n".join(row.strip("[]") for row in rows)
    )


def test_the_first_of_numbered_lines_does_not_go_on_with_the_heading_above_it() -> None:
    steps = [line(750 - 16 * n, (60, f"{n + 1}."), (78, f" Pull plug {n}."), size=11) for n in range(3)]
    page = [line(780, (60, "Safety"), size=24), *steps]
    assert list(with_tables(page)) == page


@example([(0, [(9, "a"), (0, "b"), (0, "c")])])
@example([(0, [(0, "a"), (1, "b")])])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.lists(st.tuples(st.integers(0, 50), st.text("ab c", min_size=1, max_size=9)), min_size=1, max_size=4),
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_and_none_comes_twice(page: list[tuple[int, list[tuple[int, str]]]]) -> None:
    lines = [
        line(12.0 * height, *runs)
        for height, drawn in page
        if (runs := [(10.0 * left, text) for left, text in drawn if text.strip()])
    ]
    before = Counter(character for one in lines for character in one.text if character not in " |")
    after = Counter(character for one in with_tables(lines) for character in one.text if character not in " |")
    assert after == before
