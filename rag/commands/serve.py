"""`quoth serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.commands.common import Articles, ReaderName, Strictness, say, setup
from rag.errors import QuothError


def serve(
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any free one.")] = 7860,
    auth: Annotated[
        str | None,
        typer.Option(
            metavar="USER:PASSWORD", envvar="QUOTH_AUTH", help="Let in only who knows these.", show_default=False
        ),
    ] = None,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="Let everybody in who can reach --host.")] = False,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Let people judge answers; their gold cases go into FILE.")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Be a tool for language models too; needs quoth[mcp].")] = False,
) -> None:
    """Open the chat for a browser."""
    if not 0 <= port <= 65535:
        raise QuothError(f"there is no port {port}; give one from 0 to 65535")
    from ui import server  # the one place where rag reaches for ui: its own command line

    address = server.Address(host, port, auth, open_to_all=no_auth)
    address.check()
    server.serve(setup(article, reader, strictness).open(), address, gold, mcp=mcp, say=say)
