"""Questions from a file or stdin: JSONL, CSV, TSV, SQuAD or one a line, read as they come.

A broken line never stops the others: it is yielded as `Broken`, with its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from rag import squad
from rag.batch.items import KNOWN, Asked, Broken, Item
from rag.batch.tables import Table
from rag.errors import QuestionError, QuothError, shown
from rag.types import Inline

MAX_LINE = 1_000_000
"""Bytes of the longest line taken, newline included; a question has at most 2,000 characters."""


class Format(StrEnum):
    """How questions are written down."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    SQUAD = "squad"
    LINES = "lines"


_SUFFIXES = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".json": Format.SQUAD,
    ".json.gz": Format.SQUAD,
}


def bounded(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of `stream`; of one longer than `MAX_LINE`, as much as shows that it is, so that it fits."""
    while line := stream.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)


def read(lines: Iterable[bytes], name: str, form: Format | None = None, folder: Path | None = None) -> Iterator[Item]:
    """Return the questions of `lines`, read as they come; blank lines are skipped.

    Args:
        lines: raw lines, newline included.
        name: the file's name; its suffix tells the format if `form` does not. Without a telling suffix, a first
            line that begins with a brace means JSONL, any other means one question a line.
        form: the format.
        folder: what the path of a question's article is relative to; by default the working directory.

    Raises:
        QuothError: if a CSV or TSV has no column "question", or a SQuAD file is none.
    """
    folder = folder or Path()
    form = form or _form(name)
    if form is Format.SQUAD:
        return _told_apart(_from_squad(squad.load(b"".join(lines), name)))
    numbered = _decoded(lines)
    if form is None:
        head = list(islice(numbered, 1))
        numbered = chain(head, numbered)
        form = Format.JSONL if head and str(head[0][1]).lstrip().startswith("{") else Format.LINES
    if form in (Format.CSV, Format.TSV):
        return _told_apart(Table(numbered, name, "," if form is Format.CSV else "\t", folder).rows())
    if form is Format.JSONL:
        return _told_apart(_from_json(line, text, folder) for line, text in numbered)
    return _told_apart(_from_line(line, text) for line, text in numbered)


def _form(name: str) -> Format | None:
    """Return the format that a file's name tells."""
    suffixes = Path(name.lower()).suffixes
    return _SUFFIXES.get("".join(suffixes[-2:])) or _SUFFIXES.get("".join(suffixes[-1:]))


def _decoded(lines: Iterable[bytes]) -> Iterator[tuple[int, str | QuothError]]:
    """Yield the number and the text of each line that is not blank; one that is no text as an error."""
    for number, raw in enumerate(lines, start=1):
        if len(raw) > MAX_LINE:
            yield number, QuestionError(f"line {number} has more than {MAX_LINE:,} bytes; give one question a line")
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield number, QuestionError(f"line {number} is not UTF-8 (byte 0x{raw[error.start]:02x}); save it as UTF-8")
            continue
        if text.strip():
            yield number, text


def _from_line(line: int, text: str | QuothError) -> Item:
    if isinstance(text, QuothError):
        return Broken(line, f"q{line}", "", str(text))
    return Asked(line, f"q{line}", text.strip())


def _from_json(line: int, text: str | QuothError, folder: Path) -> Item:
    if isinstance(text, QuothError):
        return Broken(line, f"q{line}", "", str(text))
    try:
        entry = json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        return Broken(line, f"q{line}", "", f"line {line} is not JSON ({reason}): {shown(text.strip())}; mend the line")
    if not isinstance(entry, dict):
        return Broken(
            line, f"q{line}", "", f'line {line} is no JSON object: {shown(text.strip())}; write {{"question": "…"}}'
        )
    return _from_entry(line, entry, folder)


def _no_json(word: str) -> None:
    """Refuse "NaN" and "Infinity", which Python would take and nobody else reads."""
    raise ValueError(word)


def _from_entry(line: int, entry: dict[str, Any], folder: Path) -> Item:
    """Return the question of a JSON object; a field of the wrong kind makes it broken."""
    question_id = entry.get("id", f"q{line}")
    if not isinstance(question_id, (str, int)):
        return Broken(line, f"q{line}", "", f'line {line} has the "id" {shown(question_id)}; give a string')
    question = entry.get("question")
    if not isinstance(question, str):
        what = f'the "question" {shown(question)}, no string' if "question" in entry else 'no field "question"'
        return Broken(line, str(question_id), "", f'line {line} has {what}; write {{"question": "…"}}')
    article, conversation = entry.get("article") or "", entry.get("conversation") or ""
    if not isinstance(article, str):
        return Broken(line, str(question_id), question, f'line {line} has the "article" {shown(article)}; give a path')
    if not isinstance(conversation, (str, int)):
        error = f'line {line} has the "conversation" {shown(conversation)}; give a string'
        return Broken(line, str(question_id), question, error)
    extra = {key: value for key, value in entry.items() if key not in KNOWN}
    return Asked(line, str(question_id), question, folder / article if article else None, str(conversation), extra)


def _from_squad(articles: Iterable[squad.SquadArticle]) -> Iterator[Item]:
    """Yield the questions of a SQuAD file, each asked of its whole article; its "line" is its place in the file."""
    line = 0
    for article in articles:
        source = Inline(f"{article.title}.txt", article.text)
        for case in article.cases:
            line += 1
            yield Asked(line, case.id, case.question, source)


def _told_apart(found: Iterable[Item]) -> Iterator[Item]:
    """Turn a question whose id was used before into a broken line, so that no two outcomes share one."""
    lines: dict[str, int] = {}
    for item in found:
        first = lines.setdefault(item.id, item.line)
        if isinstance(item, Asked) and first != item.line:
            error = f"line {item.line} has the id {shown(item.id)} of line {first}; give each question its own"
            yield Broken(item.line, item.id, item.question, error)
        else:
            yield item
