"""The command line. Heavy modules are imported inside the commands, so that `quoth --help` is instant."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from typer.exceptions import TyperException

import rag
from rag.errors import QuothError, shown
from rag.question_files import Format

if TYPE_CHECKING:
    from rag.pipeline import Pipeline
    from rag.report import OutcomeJson

BAD_INPUT = 2
SOME_FAILED = 3
INTERRUPTED = 130

app = typer.Typer(
    help="Ask an article: exact quotes from it, or an honest “not in the article”.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Articles = Annotated[
    list[Path] | None,
    typer.Option(
        "--article",
        "-a",
        metavar="PATH",
        help="An article (.txt, .md) or a folder of them; repeatable. Default: the article that comes with Quoth.",
    ),
]


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(f"quoth {rag.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    article: Articles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole outcome as one line of JSON.")] = False,
) -> None:
    """Ask one question."""
    from rag import batch, render, report

    pipeline = _pipeline(article)
    began = time.perf_counter()
    outcome = pipeline.ask(question)
    elapsed_ms = 1000 * (time.perf_counter() - began)
    if as_json:
        form = report.outcome_json(outcome, pipeline.receipt, question_id="q1", elapsed_ms=elapsed_ms)
        _write(sys.stdout.buffer, batch.line(form))
    else:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        _write(sys.stdout.buffer, (render.rendered(outcome, colour=colour) + "\n").encode("utf-8", "replace"))


@app.command()
def batch(
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|-]", help="JSONL, CSV or TSV with a “question”, or one question a line; - is stdin."
        ),
    ] = "-",
    article: Articles = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Where the outcomes go, one line of JSON each. Default: stdout."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    form: Annotated[
        Format | None, typer.Option("--format", help="How the questions are written, if the file's name does not tell.")
    ] = None,
) -> None:
    """Ask many questions; each outcome is written as soon as it is known, in the order asked."""
    from rag import batch as batches
    from rag import question_files

    pipeline = _pipeline(article)
    with _source(file) as lines, ExitStack() as opened:
        items = question_files.read(lines, file, form)
        out = opened.enter_context(_destination(output, overwrite))  # last, so that no error leaves an empty file
        done = 0

        def told(outcome: OutcomeJson) -> None:
            nonlocal done
            done += 1
            if outcome["error"]:
                _say(f"{outcome['id']}: {outcome['error']}")

        try:
            failed = batches.run(pipeline, items, lambda raw: _write(out, raw), told)
        except KeyboardInterrupt:
            _say(f"interrupted after {done} questions; what was answered is written")
            raise typer.Exit(INTERRUPTED) from None
    _say(f"{done} questions, {done - failed} asked, {failed} could not be")
    if failed:
        raise typer.Exit(SOME_FAILED)


@app.command()
def index(article: Articles = None) -> None:
    """Build the index of each article now, or find it in the cache."""
    pipeline = _pipeline(article)
    for report in pipeline.index():
        how = "in the cache" if report.cached else "built"
        entry = {"article": report.article.name, "article_sha256": report.article.sha256, "passages": report.passages}
        _write(sys.stdout.buffer, (json.dumps({**entry, "index": how}, ensure_ascii=False) + "\n").encode())


@app.command()
def serve(
    article: Articles = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any free one.")] = 7860,
) -> None:
    """Open the chat for a browser."""
    if not 0 <= port <= 65535:
        raise QuothError(f"there is no port {port}; give one from 0 to 65535")
    pipeline = _pipeline(article)
    from ui import server  # the one place where rag reaches for ui: its own command line

    server.serve(pipeline, host, port, _say)


def main() -> None:
    """Run the command line; what a user can cause ends in one line on stderr and the right exit code."""
    try:
        code = app(standalone_mode=False)
    except (TyperException, QuothError) as error:
        message = f"{error.format_message()} See quoth --help." if isinstance(error, TyperException) else str(error)
        _say(f"error: {' '.join(message.split())}")
        code = BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted")
        code = INTERRUPTED
    sys.exit(code or 0)


def _pipeline(article: list[Path] | None) -> Pipeline:
    """Return the pipeline over the articles named, or over the one that comes with Quoth."""
    import platformdirs

    from rag import corpus
    from rag.embed import SentenceEncoder
    from rag.pipeline import Pipeline
    from rag.read import OnnxReader

    articles = corpus.load(article or [corpus.seed()])
    return Pipeline(articles, OnnxReader(), SentenceEncoder(), Path(platformdirs.user_cache_dir("quoth")) / "index")


def _source(file: str) -> AbstractContextManager[BinaryIO]:
    """Open the question file, or stdin for "-"."""
    if file == "-":
        if sys.stdin.isatty():
            _say("reading questions from the terminal, one a line; Ctrl-D ends them")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise QuothError(f"no questions at {shown(file)}: {error.strerror}; give a file, or - for stdin") from None


def _destination(output: Path | None, overwrite: bool) -> AbstractContextManager[BinaryIO]:
    """Open the output, or stdout for None; an existing file is refused unless `overwrite`."""
    if output is None:
        return nullcontext(sys.stdout.buffer)
    try:
        return output.open("wb" if overwrite else "xb")
    except FileExistsError:
        raise QuothError(f"{shown(output)} exists; give another -o, or --overwrite to replace it") from None
    except OSError as error:
        raise QuothError(f"{shown(output)} cannot be written: {error.strerror}; give another -o") from None


def _write(stream: BinaryIO, raw: bytes) -> None:
    """Write and flush `raw`; a full disk is told in one line."""
    try:
        stream.write(raw)
        stream.flush()
    except BrokenPipeError:  # whoever reads us has enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except OSError as error:
        raise QuothError(f"cannot write the output: {error.strerror}; what was written before stays") from None


def _say(message: str) -> None:
    """Print one line for people on stderr."""
    print(f"quoth: {message}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)
