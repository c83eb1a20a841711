"""Questions from a file or stdin: JSONL, CSV, TSV or one a line, read as they come.

A broken line never stops the others: it is yielded as `Broken`, with its number.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
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
    """Yield the questions of `lines`; blank lines are skipped.

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
        head = next(numbered, None)
        if head is None:
            return
        numbered = chain([head], numbered)
        form = Format.JSONL if str(head[1]).lstrip().startswith("{") else Format.LINES
    if form in (Format.CSV, Format.TSV):
        found = _from_table(numbered, name, "," if form is Format.CSV else "\t")
    else:
        found = (_from_json(line, text) if form is Format.JSONL else _from_line(line, text) for line, text in numbered)
    yield from _told_apart(found)


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


def _from_table(numbered: _Numbered, name: str, delimiter: str) -> Iterator[Asked | Broken]:
    """Yield the rows of a CSV or TSV; `line` is the last line of a row that spans several."""
    failed: list[Broken] = []
    last = 0

    def texts() -> Iterator[str]:
        nonlocal last
        for line, text in numbered:
            last = line
            if isinstance(text, QuothError):
                failed.append(Broken(line, f"q{line}", "", str(text)))
            else:
                yield text

    rows = csv.reader(texts(), delimiter=delimiter)
    header = [field.strip().lower() for field in next(rows, [])]
    if header and "question" not in header:
        raise QuothError(f'{shown(name)} has the columns {shown(", ".join(header))}; one must be "question"')
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            row = []
            failed.append(Broken(last, f"q{last}", "", f"line {last} is no row ({error}); mend the line"))
        yield from failed
        failed.clear()
        if row is None:
            return
        if row:
            cells = dict(zip(header, row, strict=False))
            question_id = cells.get("id", "").strip() or f"q{last}"
            if "question" in cells:
                yield Asked(last, question_id, cells["question"])
            else:
                yield Broken(
                    last,
                    question_id,
                    "",
                    f'line {last} has no cell for "question": {shown(delimiter.join(row))}; add it',
                )


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
