"""What a visitor sends becomes an article, or one line that says why not.

Files that need extraction are taken apart in a process of their own, with bounded memory and time: a file made to
blow up takes down that process and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

from rag import corpus
from rag.errors import ArticleError, shown
from rag.types import Article

SECONDS = 90
MAX_NAME = 255
"""Characters of a file's name: as many as file systems take."""
PLAIN = (".txt", ".md")
"""The endings of files that are their own text."""


def article(name: str, raw: bytes, *, extracted: bool = False) -> Article:
    """Return what was sent as an article: a file, or the text that was `extracted` from that file before.

    Raises:
        ArticleError: if it is too large, no text, not what its name says, or cannot be taken apart.
    """
    path = Path(tidy(name))
    suffix = path.suffix.lower()
    if suffix not in corpus.FORMATS:
        raise ArticleError(f"{shown(path)} has the ending {shown(path.suffix)}; Quoth reads {corpus.endings()}")
    if len(raw) > corpus.MAX_BYTES:
        raise ArticleError(f"{shown(path)} is larger than {corpus.MAX_BYTES:,} bytes; split it")
    is_text = extracted or suffix in PLAIN
    text = corpus.FORMATS[".txt"](path, raw) if is_text else _extracted(path, raw)
    return corpus.article_from_text(text, path)


def tidy(name: str) -> str:
    """Return the last part of a file's name as a browser gave it, printable and of bearable length."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(c for c in last if c.isprintable() and c != "/").strip(" .") or "article.txt"
    path = PurePosixPath(kept)
    return path.stem[: MAX_NAME - len(path.suffix)] + path.suffix


def _extracted(path: Path, raw: bytes) -> str:
    command = [sys.executable, "-m", "rag.formats.extract", str(path)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ArticleError(f"{shown(path)} took longer than {SECONDS} seconds to take apart; save its text") from None
    if done.returncode == 2:
        raise ArticleError(done.stderr.decode("utf-8", "replace"))
    if done.returncode != 0:
        raise ArticleError(f"{shown(path)} takes too much memory or time to take apart; save its text")
    return done.stdout.decode()
