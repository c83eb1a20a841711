"""Questions from a CSV or TSV with a header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rag.batch.items import KNOWN, Asked, Broken, Item
from rag.errors import QuothError, shown


class Table:
    """A table with a column "question"; a row that spans several lines has the number of its last."""

    def __init__(
        self, numbered: Iterator[tuple[int, str | QuothError]], name: str, delimiter: str, folder: Path
    ) -> None:
        """Read the header.

        Args:
            numbered: the number and the text of each line, or what is wrong with it.
            name: the file's name, for messages.
            delimiter: what stands between two cells.
            folder: what the path of a question's article is relative to.

        Raises:
            QuothError: if no column is called "question".
        """
        self._numbered = numbered
        self._delimiter = delimiter
        self._folder = folder
        self._line = 0
        self._broken: list[Broken] = []
        self._reader = csv.reader(self._texts(), delimiter=delimiter, strict=True)
        self._header = [field.strip() for field in next(self._reader, [])]
        self._header = [field.lower() if field.lower() in KNOWN else field for field in self._header]
        if self._header and "question" not in self._header:
            semicolons = "; it is separated by semicolons: save it with commas" if ";" in self._header[0] else ""
            raise QuothError(
                f'{shown(name)} has the columns {shown(", ".join(self._header))}; one must be "question"{semicolons}'
            )
        doubled = {field for field in self._header if field and self._header.count(field) > 1}
        if doubled:
            raise QuothError(f"{shown(name)} has the column {shown(min(doubled))} twice; give each its own name")

    def _texts(self) -> Iterator[str]:
        for line, text in self._numbered:
            self._line = line
            if isinstance(text, QuothError):
                self._broken.append(Broken(self._line, f"q{self._line}", "", str(text)))
            else:
                yield text

    def rows(self) -> Iterator[Item]:
        """Yield each row; lines that are no text come before the row after them."""
        row: list[str] | None = []
        while row is not None:
            try:
                row = next(self._reader, None)
            except csv.Error as error:
                row = []
                self._broken.append(Broken(self._line, f"q{self._line}", "", f"line {self._line} is no row ({error})"))
            yield from self._broken
            self._broken.clear()
            if row:
                yield self._asked(row)

    def _asked(self, row: list[str]) -> Item:
        cells = dict(zip(self._header, row, strict=False))
        question_id = cells.get("id", "").strip() or f"q{self._line}"
        if any(cell.strip() for cell in row[len(self._header) :]):
            error = (
                f"line {self._line} has {len(row)} cells for {len(self._header)} columns; quote cells that hold commas"
            )
            return Broken(self._line, question_id, cells.get("question", ""), error)
        if "question" not in cells:
            cut = shown(self._delimiter.join(row))
            error = f'line {self._line} has no cell for "question": {cut}; add it'
            return Broken(self._line, question_id, "", error)
        article = cells.get("article", "").strip()
        return Asked(
            self._line,
            question_id,
            cells["question"],
            self._folder / article if article else None,
            cells.get("conversation", "").strip(),
            {key: value for key, value in cells.items() if key and key not in KNOWN},
        )
