"""The command line: puts the commands together and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

import rag
from rag.commands.ask import ask, index
from rag.commands.batch import batch
from rag.commands.common import BAD_INPUT, INTERRUPTED, say
from rag.commands.evaluate import evaluate
from rag.commands.gold import app as gold
from rag.commands.serve import serve
from rag.commands.verify import replay, verify
from rag.errors import QuothError

app = typer.Typer(
    help="Ask an article: exact quotes from it, or an honest “not in the article”.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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


for command in (ask, batch, index, serve, verify, replay):
    app.command()(command)
app.command("eval")(evaluate)
app.add_typer(gold, name="gold")


def main() -> None:
    """Run the command line; what a user can cause ends in one line on stderr and the right exit code."""
    try:
        code = app(standalone_mode=False)
    except (TyperException, QuothError) as error:
        message = f"{error.format_message()} See quoth --help." if isinstance(error, TyperException) else str(error)
        say(f"error: {' '.join(message.split())}")
        code = BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted")
        code = INTERRUPTED
    sys.exit(code or 0)
