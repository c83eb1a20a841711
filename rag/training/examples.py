"""Training examples: one question on one passage, with its answer's place or with none; files of them, one a line.

A line of a mixture file is a JSON object with `id`, `question`, `context`, `answer` (null: the passage has none),
`start` (of the answer in `context`, in code points; -1 without one), `source` and `article`. Knows nothing of tokens
or models.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rag.errors import QuothError, shown

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a passage; what it may be answered with is `context[start:start + len(answer)]`."""

    id: str
    question: str
    context: str
    answer: str | None
    start: int
    source: str
    article: str
    """What this passage shares with its neighbours: an article's title."""

    @property
    def fault(self) -> str | None:
        """Return what is wrong with it, if anything."""
        if not self.question.strip():
            return "an empty question"
        if not self.context.strip():
            return "an empty context"
        if self.answer is not None:
            if not self.answer.strip():
                return "an empty answer; null means that there is none"
            if self.start < 0 or self.context[self.start : self.start + len(self.answer)] != self.answer:
                return f"the answer {shown(self.answer, 30)} is not at its offset {self.start}"
        return None


def say(message: str) -> None:
    """Print one line on stderr."""
    print(message, file=sys.stderr, flush=True)


def load(path: Path, tell: Say = say) -> list[Example]:
    """Read a mixture file; a line that is no example is told in one line, and left out.

    Raises:
        QuothError: if the file cannot be read, or no line of it is an example.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuothError(f"no mixture in {shown(path)}: {error}; make one with rag.training.mixture") from None
    for number, line in enumerate(lines, start=1):
        example = _example(line)
        fault = example if isinstance(example, str) else example.fault
        if fault is not None:
            tell(f"{path.name}, line {number}: {fault}; left out")
        elif isinstance(example, Example):
            found.append(example)
    if not found:
        raise QuothError(f"no line of {shown(path)} is a training example; see rag.training.examples for its form")
    return found


def _example(line: str) -> Example | str:
    """Return the example of a line, or what is wrong with it."""
    try:
        entries = json.loads(line)
        example = Example(**entries)
    except (ValueError, TypeError, RecursionError):
        return "no JSON object with " + ", ".join(item.name for item in fields(Example))
    texts = (example.id, example.question, example.context, example.source, example.article)
    if not all(isinstance(text, str) for text in texts) or not isinstance(example.answer, str | None):
        return "a text that is no string"
    return example if type(example.start) is int else "a start that is no whole number"


def save(path: Path, examples: Iterable[Example]) -> None:
    """Write a mixture file, whole or not at all."""
    lines = (json.dumps(asdict(example), ensure_ascii=False) for example in examples)
    write(path, "".join(line + "\n" for line in lines).encode())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder meanwhile: two would overwrite each other's checkpoints.

    Raises:
        QuothError: if one works there already, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise QuothError(f"another run works in {shown(folder)}; wait for it, or take another folder") from None
            yield
    except OSError as error:
        raise QuothError(f"cannot work in {shown(folder)}: {error.strerror}") from None


def write(path: Path, raw: bytes | memoryview) -> None:
    """Write `raw` to `path` so that a stop at any moment, or a full disk, leaves what was there before.

    Raises:
        QuothError: if it cannot be written.
    """
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise QuothError(f"cannot write {shown(path)}: {error.strerror}; what was there before stays") from None
