"""Questions from a file or stdin: JSONL, CSV, TSV or one a line, read as they come.

A broken line never stops the others: it is yielded as `Broken`, with its number.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path

from rag.errors import QuestionError, QuothError, shown


class Format(StrEnum):
    """How questions are written down."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the number of the line it ends on."""

    line: int
    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that holds no question, and why."""

    line: int
    id: str
    question: str
    error: str


_Numbered = Iterator[tuple[int, str | QuothError]]
_SUFFIXES = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".csv": Format.CSV, ".tsv": Format.TSV}


def read(lines: Iterable[bytes], name: str, form: Format | None = None) -> Iterator[Asked | Broken]:
    """Return the questions of `lines`, read as they come; blank lines are skipped.

    Args:
        lines: raw lines, newline included.
        name: the file's name; its suffix tells the format if `form` does not. Without a telling suffix, a first
            line that begins with a brace means JSONL, any other means one question a line.
        form: the format.

    Raises:
        QuothError: if a CSV or TSV has no column "question".
    """
    numbered = _decoded(lines)
    form = form or _SUFFIXES.get(Path(name).suffix.lower())
    if form is None:
        head = list(islice(numbered, 1))
        numbered = chain(head, numbered)
        form = Format.JSONL if head and str(head[0][1]).lstrip().startswith("{") else Format.LINES
    if form in (Format.CSV, Format.TSV):
        return _told_apart(_Table(numbered, name, "," if form is Format.CSV else "\t").rows())
    one = _from_json if form is Format.JSONL else _from_line
    return _told_apart(one(line, text) for line, text in numbered)


def _decoded(lines: Iterable[bytes]) -> _Numbered:
    """Yield the number and the text of each line that is not blank; a line that is not UTF-8 as an error."""
    for number, raw in enumerate(lines, start=1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield number, QuestionError(f"line {number} is not UTF-8 (byte 0x{raw[error.start]:02x}); save it as UTF-8")
            continue
        if text.strip():
            yield number, text


def _from_line(line: int, text: str | QuothError) -> Asked | Broken:
    if isinstance(text, QuothError):
        return Broken(line, f"q{line}", "", str(text))
    return Asked(line, f"q{line}", text.strip())


def _from_json(line: int, text: str | QuothError) -> Asked | Broken:
    if isinstance(text, QuothError):
        return Broken(line, f"q{line}", "", str(text))
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        return Broken(line, f"q{line}", "", f"line {line} is not JSON ({reason}): {shown(text.strip())}; mend the line")
    if not isinstance(entry, dict):
        return Broken(
            line, f"q{line}", "", f'line {line} is no JSON object: {shown(text.strip())}; write {{"question": "…"}}'
        )
    question_id = entry.get("id", f"q{line}")
    if not isinstance(question_id, (str, int)):
        return Broken(line, f"q{line}", "", f'line {line} has the "id" {shown(question_id)}; give a string')
    question = entry.get("question")
    if not isinstance(question, str):
        what = f'the "question" {shown(question)}, no string' if "question" in entry else 'no field "question"'
        return Broken(line, str(question_id), "", f'line {line} has {what}; write {{"question": "…"}}')
    return Asked(line, str(question_id), question)


class _Table:
    """A CSV or TSV; a row that spans several lines has the number of its last."""

    def __init__(self, numbered: _Numbered, name: str, delimiter: str) -> None:
        """Read the header.

        Raises:
            QuothError: if it has no column "question".
        """
        self._numbered = numbered
        self._delimiter = delimiter
        self._line = 0
        self._broken: list[Broken] = []
        self._reader = csv.reader(self._texts(), delimiter=delimiter)
        self._header = [field.strip().lower() for field in next(self._reader, [])]
        if self._header and "question" not in self._header:
            raise QuothError(f'{shown(name)} has the columns {shown(", ".join(self._header))}; one must be "question"')

    def _texts(self) -> Iterator[str]:
        for line, text in self._numbered:
            self._line = line
            if isinstance(text, QuothError):
                self._broken.append(Broken(self._line, f"q{self._line}", "", str(text)))
            else:
                yield text

    def rows(self) -> Iterator[Asked | Broken]:
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

    def _asked(self, row: list[str]) -> Asked | Broken:
        cells = dict(zip(self._header, row, strict=False))
        question_id = cells.get("id", "").strip() or f"q{self._line}"
        if "question" in cells:
            return Asked(self._line, question_id, cells["question"])
        cut = shown(self._delimiter.join(row))
        return Broken(self._line, question_id, "", f'line {self._line} has no cell for "question": {cut}; add it')


def _told_apart(found: Iterable[Asked | Broken]) -> Iterator[Asked | Broken]:
    """Turn a question whose id was used before into a broken line, so that no two outcomes share one."""
    lines: dict[str, int] = {}
    for item in found:
        first = lines.setdefault(item.id, item.line)
        if isinstance(item, Asked) and first != item.line:
            error = f"line {item.line} has the id {shown(item.id)} of line {first}; give each question its own"
            yield Broken(item.line, item.id, item.question, error)
        else:
            yield item
