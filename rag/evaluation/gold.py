"""Gold cases: what a question should be answered, one JSON line each, with SQuAD's field names.

    {"question": "Who asked?", "answers": [{"text": "Omar Qazi", "answer_start": 1915}], "tags": ["name"]}
    {"question": "And what is he called?", "answers": [{"text": "Whole Mars Catalog"}], "history": ["Who asked?"]}

`answers` is empty where the article does not say. A question of several parts has `parts` instead, a list of answers
for each, and one that asks broadly has `statements`, words that must all be quoted. `answer_start` may be left out;
`evidence` (words of which a quote must hold some), `history` (the questions asked before in the same conversation),
`id`, `tags`, `note`, `xfail` (why it goes wrong today) and `article` (a path relative to the file) may be given.
Without `article`, the article is the file beside it of the same name (`pump.md` for `pump.gold.jsonl`), and if there
is none, the one that comes with Quoth. Fields with other names are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rag import corpus
from rag.errors import QuothError, shown
from rag.evaluation.files import save

SUFFIX = ".gold.jsonl"
"""How the name of a gold file ends."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of an article and, if known, where they begin."""

    text: str
    start: int | None = None

    def places(self, article: str) -> list[int]:
        """Return every offset at which they stand in `article`."""
        found, at = [], article.find(self.text)
        while at >= 0:
            found.append(at)
            at = article.find(self.text, at + 1)
        return found

    def fit(self, article: str) -> bool:
        """Return whether they stand in `article`, at their offset if they have one."""
        return self.text in article if self.start is None else article.startswith(self.text, self.start)


@dataclass(frozen=True, slots=True)
class GoldCase:
    """A question and what it should be answered; no answers: the article does not say."""

    question: str
    answers: tuple[Words, ...]
    id: str = ""
    line: int = 0
    evidence: tuple[Words, ...] = ()
    parts: tuple[tuple[Words, ...], ...] = ()
    """The answers to each part of a question; none: the article does not say."""
    statements: tuple[Words, ...] = ()
    """Words that must all be quoted."""
    history: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    xfail: str | None = None
    note: str | None = None
    article: str | None = None
    other: Mapping[str, Any] = field(default_factory=dict)
    """Fields that mean nothing here."""

    @property
    def answerable(self) -> bool:
        """Return whether the article says anything that is asked for."""
        return bool(self.answers or self.statements or any(self.parts))

    @property
    def words(self) -> Iterator[Words]:
        """Yield all words that must stand in the article."""
        yield from (*self.answers, *self.evidence, *self.statements)
        for part in self.parts:
            yield from part

    def moved(self, now: Callable[[Words], Words]) -> GoldCase:
        """Return the case with all its words as `now` gives them."""
        return replace(
            self,
            answers=tuple(map(now, self.answers)),
            evidence=tuple(map(now, self.evidence)),
            statements=tuple(map(now, self.statements)),
            parts=tuple(tuple(map(now, part)) for part in self.parts),
        )

    def json(self) -> dict[str, Any]:
        """Return the case as it stands in a file."""
        entry: dict[str, Any] = {"id": self.id} if self.id and self.id != f"line {self.line}" else {}
        entry["question"] = self.question
        if not (self.parts or self.statements):
            entry["answers"] = [_entry(words) for words in self.answers]
        for name, several in (("evidence", self.evidence), ("statements", self.statements)):
            if several:
                entry[name] = [_entry(words) for words in several]
        if self.parts:
            entry["parts"] = [[_entry(words) for words in part] for part in self.parts]
        if self.history:
            entry["history"] = list(self.history)
        if self.tags:
            entry["tags"] = list(self.tags)
        told = {"article": self.article, "note": self.note, "xfail": self.xfail}
        return entry | {key: value for key, value in told.items() if value is not None} | dict(self.other)


def read(path: Path) -> list[GoldCase]:
    """Read a gold file; blank lines are skipped.

    Raises:
        QuothError: for the first line that is no gold case, or if the file cannot be read or holds none.
    """
    found = cases(path)
    if not found:
        raise QuothError(f"{shown(path)} holds no gold case; add one with quoth gold add")
    return found


def cases(path: Path) -> list[GoldCase]:
    """Return the cases of a gold file, which may be none.

    Raises:
        QuothError: for the first line that is no gold case, or if the file cannot be read.
    """
    found: list[GoldCase] = []
    for case in scanned(path):
        if isinstance(case, QuothError):
            raise case
        found.append(case)
    return found


def scanned(path: Path) -> Iterator[GoldCase | QuothError]:
    """Yield every case of a gold file, and for every line that is none what is wrong with it.

    Raises:
        QuothError: if the file cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise QuothError(f"no gold file at {shown(path)}: {error.strerror}; give a file like x{SUFFIX}") from None
    lines: dict[str, int] = {}
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number} of {shown(path)}"
        try:
            case = _case(json.loads(line), number)
        except (ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, _LineError) else "is not JSON"
            yield QuothError(f'{where} {reason}; write {{"question": "…", "answers": [{{"text": "…"}}]}}')
            continue
        first = lines.setdefault(case.id, number)
        if first != number:
            yield QuothError(f"{where} has the id {shown(case.id)} of line {first}; give each case its own")
        else:
            yield case


def line(case: GoldCase) -> str:
    """Return a case as a line of a gold file."""
    return json.dumps(case.json(), ensure_ascii=False) + "\n"


def write(path: Path, cases: Sequence[GoldCase]) -> None:
    """Replace a gold file, whole or not at all.

    Raises:
        QuothError: if it cannot be written.
    """
    save(path, "".join(map(line, cases)))


def article_of(path: Path, case: GoldCase) -> Path:
    """Return the path of the article, or the folder of articles, that a case of the gold file at `path` is about."""
    if case.article is not None:
        return path.parent / case.article
    stem = path.name.removesuffix(SUFFIX)
    beside = (path.with_name(stem + suffix) for suffix in corpus.FORMATS)
    return next((found for found in beside if found.is_file()), corpus.seed())


class _LineError(ValueError):
    """A line that is JSON but no gold case."""


def _case(entry: object, line: int) -> GoldCase:
    """Take one line apart."""
    if not isinstance(entry, dict):
        raise _LineError("is no JSON object")
    rest = dict(entry)
    question = rest.pop("question", None)
    if not isinstance(question, str) or not question.strip():
        raise _LineError('has no "question"')
    if not isinstance(rest.setdefault("answers", [] if {"parts", "statements"} & rest.keys() else None), list):
        raise _LineError('has no list "answers" (an empty one means: the article does not say)')
    case_id = rest.pop("id", f"line {line}")
    if not isinstance(case_id, (str, int)):
        raise _LineError(f'has the "id" {shown(case_id)}, no string')
    told = {name: rest.pop(name, None) for name in ("xfail", "note", "article")}
    for name, value in told.items():
        if value is not None and not isinstance(value, str):
            raise _LineError(f'has the "{name}" {shown(value)}, no string')
    answers, evidence, statements = (
        tuple(_words(name, rest.pop(name, []))) for name in ("answers", "evidence", "statements")
    )
    parts = rest.pop("parts", [])
    if not isinstance(parts, list):
        raise _LineError(f'has the "parts" {shown(parts)}, no list')
    split = tuple(tuple(_words("parts", part)) for part in parts)
    history, tags = (tuple(_strings(name, rest.pop(name, []))) for name in ("history", "tags"))
    return GoldCase(
        question, answers, str(case_id), line, evidence, split, statements, history, tags, other=rest, **told
    )


def _strings(name: str, entries: object) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) and entry.strip() for entry in entries):
        raise _LineError(f'has the "{name}" {shown(entries)}, no list of strings')
    return entries


def _words(name: str, entries: object) -> Iterator[Words]:
    if not isinstance(entries, list):
        raise _LineError(f'has the "{name}" {shown(entries)}, no list')
    for entry in entries:
        text = entry.get("text") if isinstance(entry, dict) else None
        start = entry.get("answer_start") if isinstance(entry, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise _LineError(f'has {shown(entry)} among its "{name}", which has no "text"')
        if start is not None and (type(start) is not int or start < 0):
            raise _LineError(f'has the "answer_start" {shown(start)}, no offset')
        yield Words(text, start)


def _entry(words: Words) -> dict[str, Any]:
    return {"text": words.text} if words.start is None else {"text": words.text, "answer_start": words.start}
