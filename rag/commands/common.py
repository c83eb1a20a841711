"""What the commands share: options, opening articles, writing data and messages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from rag.errors import QuothError, shown

if TYPE_CHECKING:
    from rag.library import Setup

MISSED = 1
BAD_INPUT = 2
SOME_FAILED = 3
INTERRUPTED = 130

Articles = Annotated[
    list[Path] | None,
    typer.Option(
        "--article",
        "-a",
        metavar="PATH",
        help="A .txt, .md, .html, .pdf or .docx file or a folder; repeatable. Default: the one that comes with Quoth.",
    ),
]

ReaderName = Annotated[
    str | None,
    typer.Option("--reader", metavar="NAME", help="The reader: the name of one that comes with Quoth, or a folder."),
]
Strictness = Annotated[
    float | None,
    typer.Option(
        "--strictness",
        metavar="SHARE",
        min=0,
        max=1,
        help="Answer only so often that this share of the answers is expected to be wrong: 0.1 for a tenth.",
    ),
]


def setup(article: list[Path] | None, reader: str | None = None, strictness: float | None = None) -> Setup:
    """Return what it takes to ask the articles named, or the one that comes with Quoth, with a reader.

    Raises:
        ReaderError: if there is no such reader.
    """
    import platformdirs

    from rag import corpus
    from rag.library import Setup

    paths = tuple(article or [corpus.seed()])
    folder = None
    if reader is not None:
        from rag.manifest import located

        folder = located(reader)
    cache = Path(platformdirs.user_cache_dir("quoth")) / "index"
    return Setup(paths, cache, reader=folder, strictness=strictness)


def source(file: str, what: str) -> AbstractContextManager[BinaryIO]:
    """Open a file of `what`, or stdin for "-"."""
    if file == "-":
        if sys.stdin.isatty():
            say(f"reading {what} from the terminal, one a line; Ctrl-D ends them")
        # A stream of its own, never closed: a thread that still waits for input when the program ends holds its lock.
        return nullcontext(os.fdopen(os.dup(sys.stdin.fileno()), "rb"))
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise QuothError(f"no {what} at {shown(file)}: {error.strerror}; give a file, or - for stdin") from None


def write(raw: bytes) -> None:
    """Write and flush `raw` to stdout; a full disk is told in one line."""
    try:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever reads us has enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except OSError as error:
        raise QuothError(f"cannot write the output: {error.strerror}; what was written before stays") from None


def write_text(text: str) -> None:
    """Write and flush one text and a newline to stdout; what is no Unicode becomes a question mark."""
    write((text + "\n").encode("utf-8", "replace"))


def coloured() -> bool:
    """Return whether stdout takes colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def say(message: str) -> None:
    """Print one line for people on stderr."""
    print(f"quoth: {message}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)


@contextmanager
def progress(total: int | None, kept: int = 0) -> Iterator[Callable[[], None]]:
    """Show how far the work is, how fast and how long it will take yet, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[rate]}"),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=kept, rate="")

        def advance() -> None:
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield advance
