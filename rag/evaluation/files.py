"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from rag.errors import QuothError, shown


def save(path: Path, text: str) -> None:
    """Replace the file at `path`, which others may read as before; a lone surrogate is written as its escape.

    Raises:
        QuothError: if it cannot be written; what was there stays.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(text.encode("utf-8", "backslashreplace"))
        if path.exists():
            shutil.copymode(path, aside)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise QuothError(f"{shown(path)} cannot be written: {error.strerror}; give another path") from None


def check(path: Path) -> None:
    """Make sure, before long work begins, that `path` can be written.

    Raises:
        QuothError: if it cannot.
    """
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise QuothError(f"{shown(path)} cannot be written; give another path")
