"""`quoth batch`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.batch.question_files import Format
from rag.commands.common import (
    INTERRUPTED,
    SOME_FAILED,
    Articles,
    ReaderName,
    Strictness,
    progress,
    say,
    setup,
    source,
    write,
)
from rag.errors import QuothError, shown

if TYPE_CHECKING:
    from rag.batch.output import OutcomeFile
    from rag.report import OutcomeJson


class Engine(StrEnum):
    """Where the questions are asked."""

    LOCAL = "local"
    RAY = "ray"


def batch(
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|-]",
            help="JSONL, CSV or TSV with a “question”, SQuAD, or one question a line; - is stdin.",
        ),
    ] = "-",
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Where the outcomes go, one line of JSON each. Default: stdout."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with OUT; what holds in it is not asked again.")] = (
        False
    ),
    form: Annotated[
        Format | None, typer.Option("--format", help="How the questions are written, if the file's name does not tell.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Worker processes. Default: none, threads on every core."),
    ] = None,
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="Let a question see those before it in its “conversation”; those without are one."
        ),
    ] = False,
    engine: Annotated[Engine, typer.Option(help="Ask on this machine, or on a Ray cluster.")] = Engine.LOCAL,
) -> None:
    """Ask many questions; each outcome is written as soon as it is known, in the order asked."""
    from rag.batch import engines, question_files
    from rag.batch.output import OutcomeFile
    from rag.batch.resume import Resumed

    if resume and (output is None or overwrite):
        raise QuothError("--resume goes on with a file: give it with -o, and leave --overwrite out")
    plan = setup(article, reader, strictness)
    if output and file != "-" and output.exists() and Path(file).exists() and output.samefile(file):
        raise QuothError(f"{shown(output)} holds the questions themselves; give another -o")
    library = plan.open()
    folder = None if file == "-" else Path(file).parent
    with source(file, "questions") as stream, ExitStack() as opened:
        items = question_files.read(question_files.bounded(stream), file, form, folder)
        # Opened last, so that no error leaves an empty file.
        out = opened.enter_context(OutcomeFile(output, overwrite=overwrite, resume=resume)) if output else None
        before = Resumed(out, items, library, history=history) if out and resume else None
        if before:
            items = before.items
            say(f"{before.kept} outcomes of {output} hold and are kept")
        if engine is Engine.RAY:
            from rag.batch import ray_engine

            turns = before.turns if before else None
            found = ray_engine.in_order(items, plan, jobs, history=history, before=turns)
        else:
            worker: engines.Worker = engines.Processes(plan, library, jobs) if jobs else engines.Threads(library)
            opened.enter_context(worker)
            answer = before.answering(worker.answer) if before else worker.answer
            found = engines.in_order(items, answer, worker.width, history=history)
        opened.enter_context(closing(found))
        done, failed = _written(found, out, _total(file, form), before.kept if before else 0)
    say(f"{done} questions, {done - failed} asked, {failed} could not be")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _written(found: Iterator[OutcomeJson], out: OutcomeFile | None, total: int | None, kept: int) -> tuple[int, int]:
    """Write the outcomes as they come; return how many there were and how many could not be asked."""
    from rag import report

    done = failed = 0
    with progress(total, kept) as advance:
        try:
            for outcome in found:
                if out:
                    out.write(outcome)
                else:
                    write(report.line(outcome))
                done += 1
                if outcome["error"]:
                    failed += 1
                    say(f"{outcome['id']}: {outcome['error']}")
                advance()
        except KeyboardInterrupt:
            words = [word for word in sys.argv[1:] if word not in {"--overwrite", "--resume"}]
            on = f"; go on with: quoth {shlex.join(words)} --resume" if out else ""
            say(f"interrupted after {done} questions; what was answered is written{on}")
            raise typer.Exit(INTERRUPTED) from None
    return done, failed


def _total(file: str, form: Format | None) -> int | None:
    """Return how many questions a file holds, if a progress bar is to show that and the file can be read twice."""
    from rag.batch import question_files

    if not sys.stderr.isatty() or not Path(file).is_file():
        return None
    with Path(file).open("rb") as stream:
        return sum(1 for _ in question_files.read(question_files.bounded(stream), file, form))
