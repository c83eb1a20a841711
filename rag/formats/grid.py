"""Tables of web pages and Word files, as Markdown writes them: which are tables at all, and their rows."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_ROWS, LEAST_CELLS = 2, 2
"""Of a table, and of its widest row: fewer only put things beside or below each other."""
LONGEST = 1000
"""Code points of a cell: a longer one is a text that a table gives its place on the page."""


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows of cells are a table, and not how a page is laid out."""
    wide = max(map(len, rows), default=0)
    return len(rows) >= LEAST_ROWS and wide >= LEAST_CELLS and all(len(cell) <= LONGEST for row in rows for cell in row)


def markdown(rows: Sequence[Sequence[str]], *, headed: bool) -> str:
    """Return the rows of a table, with a rule below the first one if it names the columns."""
    wide = max(map(len, rows))
    told = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join([*row, *[''] * (wide - len(row))])} |" for row in told]
    return "\n".join([lines[0], *["|" + "---|" * wide] * headed, *lines[1:]])
