"""The file of outcomes: whole lines whatever happens, and going on where an earlier run was cut off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from rag.batch.outcomes import is_outcome
from rag.errors import QuothError, shown
from rag.report import OutcomeJson, line


class OutcomeFile:
    """A JSONL file of outcomes, each written and flushed as it comes."""

    def __init__(self, path: Path, *, overwrite: bool = False, resume: bool = False) -> None:
        """Open `path` for writing.

        Args:
            path: where the outcomes go.
            overwrite: replace what is there.
            resume: go on with what is there (see `old`).

        Raises:
            QuothError: if it exists and neither is given, or it cannot be written.
        """
        self._path = path
        try:
            mode = "r+b" if resume and path.exists() else "wb" if overwrite else "xb"
            self._file = path.open(mode, buffering=0)  # nothing kept back that a kill could lose
        except FileExistsError:
            raise QuothError(
                f"{shown(path)} exists; --resume goes on with it, --overwrite replaces it, or give another -o"
            ) from None
        except OSError as error:
            raise QuothError(f"{shown(path)} cannot be written: {error.strerror}; give another -o") from None

    def __enter__(self) -> OutcomeFile:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._file.close()

    def old(self) -> Iterator[tuple[OutcomeJson, int]]:
        """Yield each whole outcome in the file and where its line ends; a torn last line is not one.

        Raises:
            QuothError: if a line is none of `quoth batch`, so that the file is somebody else's.
        """
        end = 0
        with self._path.open("rb") as lines:
            for number, raw in enumerate(lines, start=1):
                whole = raw.endswith(b"\n")
                entry = _outcome(raw) if whole else None
                if entry is None and (whole or not _HEAD.startswith(raw[: len(_HEAD)])):
                    raise QuothError(
                        f"line {number} of {shown(self._path)} is no outcome of quoth batch; give another -o"
                    )
                if entry is not None:
                    end += len(raw)
                    yield entry, end

    def cut(self, end: int) -> None:
        """Drop everything behind byte `end` and go on writing there."""
        self._file.seek(end)
        self._file.truncate()

    def write(self, outcome: OutcomeJson) -> None:
        """Append `outcome`; if it does not fit, the file is left as it was.

        Raises:
            QuothError: if it cannot be written.
        """
        before = self._file.tell()
        raw = memoryview(line(outcome))
        try:
            while raw:
                raw = raw[self._file.write(raw) :]
        except OSError as error:
            self.cut(before)
            raise QuothError(
                f"{shown(self._path)} cannot be written: {error.strerror}; its lines are whole: mend that and --resume"
            ) from None


_HEAD = b'{"id": "'
"""How every outcome begins."""


def _outcome(raw: bytes) -> OutcomeJson | None:
    """Return the outcome in a line, or None if it is none."""
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return entry if is_outcome(entry) else None
