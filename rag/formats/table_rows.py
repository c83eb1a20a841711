"""Tables of PDFs: lines that stand beside each other, row after row, become rows of cells.

A PDF has no tables, only words and where they stand. What stands right of a cell and no lower is the next cell of its
row; what stands below it at the same place goes on with it; anything else begins a row. Rows of several cells are a
table if enough of them follow each other and their columns stand under each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from rag.formats.hyphens import compounds, joined
from rag.formats.lines import APART, BULLET, JOINED, Line, width

LEAST_ROWS, LEAST_CELLS = 2, 6
"""Of a table: two lines with a gap in them are as often something else."""
MOST_LINES = 6
"""Of a cell: columns of a page are longer."""
NEAR = 3.0
"""Points by which what stands under each other may be out of line."""
LEADING = 1.6
"""Times its size, how far lines of one cell are from each other at most."""
RISE = 2
"""Lines by which a cell may stand higher than the one before it."""
GAP, DOUBT = 0.4, 0.15
"""Times its size, how far a cell is from the one before it at least; and times its width, how wrong that may be."""
OFTEN = 3
"""Runs of a page that begin at one place, if a column begins there."""
SURE, ENOUGH = 3.0, 8
"""Times its size, how wide a run must be to tell how wide the type is; and how many different ones tell for sure."""
USUAL, WIDEST = 1.1, 1.4
"""Times as wide as guessed, how wide a type is at most: most of them, and any."""
ALIGNED = 0.6
"""Share of a column's cells that begin, end, or have their middle at one place."""

_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])[.)]?|" + BULLET.pattern)
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]?")


@dataclass(slots=True)
class _Cell:
    """Words of one cell, and the box they stand in; its right end is a guess."""

    text: str
    left: float
    right: float
    top: float
    size: float
    bottom: float
    count: int = 1
    """Lines."""

    @property
    def places(self) -> tuple[float, float, float]:
        return self.left, (self.left + self.right) / 2, self.right


_Column = tuple[frozenset[int], ...]
"""Of the cells of a column: the points at which they begin, have their middle, and end."""


@dataclass(slots=True)
class _Row:
    """Cells from left to right, and the lines they are from."""

    cells: list[_Cell] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class _Page:
    """What the lines of a page tell of each other: how wide its type is, and where columns begin."""

    def __init__(self, lines: Sequence[Line]) -> None:
        begun = Counter(round(left) for line in lines for left, _ in line.runs[1:])
        self._columns = {place for place, count in begun.items() if count >= OFTEN}
        self._wide = 1.0
        # A run is at most as wide as it is far to the next one, and just so wide if that one begins where it ends.
        told = {
            text.strip(): ((right - left) / guess, following.startswith(JOINED))
            for line in lines
            for (left, text), (right, following) in pairwise(line.runs)
            if (guess := self._guess(text, line.size)) > SURE * line.size and right - left > guess / WIDEST
        }
        exact = sorted(ratio for ratio, joined in told.values() if joined)
        ratios = sorted(ratio for ratio, _ in told.values())
        if exact:
            self._wide = min(WIDEST, exact[len(exact) // 2])
        elif len(ratios) >= OFTEN:
            most = WIDEST if len(ratios) >= ENOUGH else USUAL  # few are as likely cells, with a gap behind them
            self._wide = min(most, max(1 / WIDEST, ratios[0]))

    def cells(self, line: Line) -> Iterator[_Cell]:
        """Yield the cells of a line: its runs, joined where neither a gap nor the start of a column parts them."""
        open_: _Cell | None = None
        for left, text in line.runs:
            right = left + self._guess(text, line.size)
            if open_ is not None:
                gap, doubt = left - open_.right, DOUBT * (open_.right - open_.left)
                least = -doubt if round(left) in self._columns else doubt + GAP * line.size
                near = gap < least and not text.startswith(APART)
                if near or text.startswith(JOINED) or left <= open_.left + line.size:
                    open_.text, open_.right = f"{open_.text}{text.removeprefix(JOINED)}", max(open_.right, right)
                    continue
                yield open_
            open_ = _Cell(text, left, right, line.height, line.size, line.height)
        if open_ is not None:
            yield open_

    def _guess(self, text: str, size: float) -> float:
        """Return about how many points wide a run is; a blank before it is none of its own."""
        return self._wide * size * width(text.lstrip())


def with_tables(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of a page, those of a table as its rows: "cell | cell"."""
    for several, run in groupby(_rows(lines), lambda row: len(row.cells) > 1):
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


def _labelled(row: _Row) -> Iterator[Line]:
    """Yield the lines of a row that is none of a table, a number that stands beside the first one put before it."""
    lines = row.lines
    if len(lines) > 1 and len(row.cells) == 2 and _NUMBER.fullmatch(lines[0].text):
        number, first = lines[:2]
        if abs(number.height - first.height) <= NEAR:
            dot = "." * number.text[-1].isdigit()
            lines = [replace(first, text=f"{number.text}{dot} {first.text}", runs=number.runs + first.runs), *lines[2:]]
    yield from lines


def _rows(lines: Iterable[Line]) -> Iterator[_Row]:
    """Yield rows in the order of the page; a paragraph is a row of one cell."""
    row, before = _Row(), 0  # cells of the row before
    lines = list(lines)
    page, known = _Page(lines), compounds(line.text for line in lines)
    for line in lines:
        for cell in page.cells(line):
            last = row.cells[-1] if row.cells else None
            if last is not None and _goes_on(last, cell):
                last.text = joined([last.text.rstrip(), cell.text.lstrip()], known)
                last.right, last.bottom, last.count = max(last.right, cell.right), cell.bottom, last.count + 1
            elif last is not None and _beside(row, cell):
                if before < 2 and len(row.cells) == 1 and last.count > 1 and abs(cell.top - last.bottom) <= NEAR:
                    # What stands above the first cell is a paragraph before the table.
                    yield _Row([last], row.lines[:-1])
                    row = _Row([next(page.cells(row.lines[-1]))], row.lines[-1:])
                row.cells.append(cell)
            else:
                if row.cells:
                    yield row
                row, before = _Row([cell]), len(row.cells)
            if not row.lines or row.lines[-1] is not line:
                row.lines.append(line)
    if row.cells:
        yield row


def _goes_on(last: _Cell, cell: _Cell) -> bool:
    """Return whether `cell` is the next line of `last`."""
    under = min(abs(cell.left - last.left), abs(cell.places[1] - last.places[1])) <= NEAR
    return under and cell.size == last.size and 0 < last.bottom - cell.top <= LEADING * last.size


def _beside(row: _Row, cell: _Cell) -> bool:
    """Return whether `cell` is the next one of `row`."""
    last = row.cells[-1]
    top, bottom = max(one.top for one in row.cells), min(one.bottom for one in row.cells)
    above = top + RISE * LEADING * last.size  # rows may be set at their foot, or at their middle
    return cell.left > last.left + last.size and bottom - NEAR <= cell.top <= above


def _is_table(rows: Sequence[_Row]) -> bool:
    """Return whether rows of several cells are a table."""
    most = max(len(row.cells) for row in rows)
    if len(rows) < LEAST_ROWS or len(rows) * most < LEAST_CELLS:
        return False
    if any(cell.count > MOST_LINES for row in rows for cell in row.cells):
        return False
    if most == 2 and all(_LABEL.fullmatch(row.cells[0].text.strip()) for row in rows):
        return False  # a list, or lines with their numbers
    columns = _columns(rows)
    found: list[list[_Cell]] = [[] for _ in columns]
    for row in rows:
        for cell, place in zip(row.cells, _places(row.cells, columns), strict=True):
            found[place].append(cell)
    return all(_aligned(cells) for cells in found)


def _columns(rows: Sequence[_Row]) -> list[_Column]:
    """Return where the cells of each column begin, have their middle, and end, by the rows that have a cell in each."""
    most = max(len(row.cells) for row in rows)
    full = zip(*(row.cells for row in rows if len(row.cells) == most), strict=True)
    # To a point: so there are no more of them than fit a page, however many rows there are.
    return [
        tuple(frozenset(map(round, places)) for places in zip(*(c.places for c in column), strict=True))
        for column in full
    ]


def _places(cells: Sequence[_Cell], columns: Sequence[_Column]) -> tuple[int, ...]:
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


def _aligned(cells: Sequence[_Cell]) -> bool:
    """Return whether most cells of a column begin, end, or have their middle at one place."""
    return any(
        max(sum(abs(one - other) <= NEAR for other in places) for one in places) >= ALIGNED * len(cells)
        for places in zip(*(cell.places for cell in cells), strict=True)
    )


def _in_columns(cells: Sequence[_Cell], columns: Sequence[_Column]) -> list[str]:
    """Return the text of every column, "" where there is no cell."""
    texts = [""] * len(columns)
    for cell, place in zip(cells, _places(cells, columns), strict=True):
        texts[place] = " ".join(cell.text.split())
    return texts
