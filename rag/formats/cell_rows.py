"""Rows of cells of a PDF's page: which of its words stand beside each other, and which below.

A PDF has no cells, only words and where they stand. What stands right of a cell and no lower is the next cell of its
row; what stands below it at the same place goes on with it; anything else begins a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.formats.hyphens import compounds, joined
from rag.formats.lines import APART, JOINED, Line, width

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


@dataclass(slots=True)
class Cell:
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
        """Return where it begins, has its middle, and ends."""
        return self.left, (self.left + self.right) / 2, self.right


@dataclass(slots=True)
class Row:
    """Cells from left to right, and the lines they are from."""

    cells: list[Cell] = field(default_factory=list)
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

    def cells(self, line: Line) -> Iterator[Cell]:
        """Yield the cells of a line: its runs, joined where neither a gap nor the start of a column parts them."""
        open_: Cell | None = None
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
            open_ = Cell(text, left, right, line.height, line.size, line.height)
        if open_ is not None:
            yield open_

    def _guess(self, text: str, size: float) -> float:
        """Return about how many points wide a run is; a blank before it is none of its own."""
        return self._wide * size * width(text.lstrip())


def in_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """Yield rows in the order of the page; a paragraph is a row of one cell."""
    row, before = Row(), 0  # cells of the row before
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
                    yield Row([last], row.lines[:-1])
                    row = Row([next(page.cells(row.lines[-1]))], row.lines[-1:])
                row.cells.append(cell)
            else:
                if row.cells:
                    yield row
                row, before = Row([cell]), len(row.cells)
            if not row.lines or row.lines[-1] is not line:
                row.lines.append(line)
    if row.cells:
        yield row


def _goes_on(last: Cell, cell: Cell) -> bool:
    """Return whether `cell` is the next line of `last`."""
    under = min(abs(cell.left - last.left), abs(cell.places[1] - last.places[1])) <= NEAR
    return under and cell.size == last.size and 0 < last.bottom - cell.top <= LEADING * last.size


def _beside(row: Row, cell: Cell) -> bool:
    """Return whether `cell` is the next one of `row`."""
    last = row.cells[-1]
    top, bottom = max(one.top for one in row.cells), min(one.bottom for one in row.cells)
    above = top + RISE * LEADING * last.size  # rows may be set at their foot, or at their middle
    return cell.left > last.left + last.size and bottom - NEAR <= cell.top <= above
