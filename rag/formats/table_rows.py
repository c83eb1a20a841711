"""Tables of PDFs: rows of cells that are a table become lines with bars between the cells.

Rows of several cells are a table if enough of them follow each other and their columns stand under each other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rag.formats.cell_rows import NEAR, Cell, Row, in_rows
from rag.formats.lines import BULLET, Line

LEAST_ROWS, LEAST_CELLS = 2, 6
"""Of a table: two lines with a gap in them are as often something else."""
MOST_LINES = 6
"""Of a cell: columns of a page are longer."""
ALIGNED = 0.6
"""Share of a column's cells that begin, end, or have their middle at one place."""

_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])[.)]?|" + BULLET.pattern)
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]?")

_Column = tuple[frozenset[int], ...]
"""Of the cells of a column: the points at which they begin, have their middle, and end."""


def with_tables(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of a page, those of a table as its rows: "cell | cell"."""
    for several, run in groupby(in_rows(lines), lambda row: len(row.cells) > 1):
        rows = list(run)
        if several and _is_table(rows):
            columns = _columns(rows)
            for row in rows:
                texts = _in_columns(row.cells, columns)
                marginal = all(line.marginal for line in row.lines)
                first = row.lines[0]
                yield replace(
                    first,
                    text=" | ".join(texts),
                    height=max(cell.top for cell in row.cells),
                    marginal=marginal,
                    is_row=True,
                )
        else:
            for row in rows:
                yield from _labelled(row)


def _labelled(row: Row) -> Iterator[Line]:
    """Yield the lines of a row that is none of a table, a number that stands beside the first one put before it."""
    lines = row.lines
    if len(lines) > 1 and len(row.cells) == 2 and _NUMBER.fullmatch(lines[0].text):
        number, first = lines[:2]
        if abs(number.height - first.height) <= NEAR:
            dot = "." * number.text[-1].isdigit()
            lines = [replace(first, text=f"{number.text}{dot} {first.text}", runs=number.runs + first.runs), *lines[2:]]
    yield from lines


def _is_table(rows: Sequence[Row]) -> bool:
    """Return whether rows of several cells are a table."""
    most = max(len(row.cells) for row in rows)
    if len(rows) < LEAST_ROWS or len(rows) * most < LEAST_CELLS:
        return False
    if any(cell.count > MOST_LINES for row in rows for cell in row.cells):
        return False
    if most == 2 and all(_LABEL.fullmatch(row.cells[0].text.strip()) for row in rows):
        return False  # a list, or lines with their numbers
    columns = _columns(rows)
    found: list[list[Cell]] = [[] for _ in columns]
    for row in rows:
        for cell, place in zip(row.cells, _places(row.cells, columns), strict=True):
            found[place].append(cell)
    return all(_aligned(cells) for cells in found)


def _columns(rows: Sequence[Row]) -> list[_Column]:
    """Return where the cells of each column begin, have their middle, and end, by the rows that have a cell in each."""
    most = max(len(row.cells) for row in rows)
    full = zip(*(row.cells for row in rows if len(row.cells) == most), strict=True)
    # To a point: so there are no more of them than fit a page, however many rows there are.
    return [
        tuple(frozenset(map(round, places)) for places in zip(*(c.places for c in column), strict=True))
        for column in full
    ]


def _places(cells: Sequence[Cell], columns: Sequence[_Column]) -> tuple[int, ...]:
    """Return in which of the columns the cells of a row stand, from left to right: where they are least out of line.

    By their left ends, their middles or their right ends, whichever fit best.
    """
    if len(cells) == len(columns):
        return tuple(range(len(columns)))
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(columns) + 1)  # of the first columns only
    for cell in cells:
        found: list[tuple[float, tuple[int, ...]]] = [(math.inf, ())]
        for place, column in enumerate(columns):
            off = min(abs(at - one) for at, known in zip(cell.places, column, strict=True) for one in known)
            before, places = best[place]
            found.append(min(found[-1], (before + off, (*places, place))))
        best = found
    return best[-1][1]


def _aligned(cells: Sequence[Cell]) -> bool:
    """Return whether most cells of a column begin, end, or have their middle at one place."""
    return any(
        max(sum(abs(one - other) <= NEAR for other in places) for one in places) >= ALIGNED * len(cells)
        for places in zip(*(cell.places for cell in cells), strict=True)
    )


def _in_columns(cells: Sequence[Cell], columns: Sequence[_Column]) -> list[str]:
    """Return the text of every column, "" where there is no cell."""
    texts = [""] * len(columns)
    for cell, place in zip(cells, _places(cells, columns), strict=True):
        texts[place] = " ".join(cell.text.split())
    return texts
