"""Adds a case to a gold file, and takes one back."""

from __future__ import annotations

import os
from pathlib import Path

from rag.errors import QuothError, shown
from rag.evaluation.files import save
from rag.evaluation.gold import GoldCase, line


def append(path: Path, case: GoldCase) -> None:
    """Add a case at the end of a gold file, which is made if there is none.

    Raises:
        QuothError: if it cannot be written; a line that did not fit is taken back.
    """
    try:
        with path.open("a+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 1))
            torn = file.read(1) not in (b"", b"\n")  # somebody's editor left the last line open
            added = b"\n" * torn + line(case).encode("utf-8", "backslashreplace")
            if file.write(added) != len(added):
                file.truncate(end)
                raise QuothError(f"{shown(path)} cannot be written: the disk is full; it is as it was")
    except OSError as error:
        raise QuothError(f"{shown(path)} cannot be written: {error.strerror}; it is as it was") from None


def withdraw(path: Path, case: GoldCase) -> bool:
    """Take the last line that is `case` out of a gold file; all others stay as they are. Return whether there was one.

    Raises:
        QuothError: if the file cannot be read or written; it is as it was.
    """
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeError) as error:
        raise QuothError(f"{shown(path)} cannot be read: {error}; it is as it was") from None
    wanted = line(case).rstrip("\n")
    places = [number for number, one in enumerate(lines) if one.rstrip("\r") == wanted]
    if not places:
        return False
    del lines[places[-1]]
    save(path.resolve(), "\n".join(lines))
    return True
