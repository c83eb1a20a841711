"""Runs the page on this machine until it is told to stop."""

from __future__ import annotations

import contextlib
import importlib.util
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

from rag.errors import QuothError, shown
from rag.library import Library
from ui.counter import Counter
from ui.desk import WAITING, Desk
from ui.gold import GoldFile
from ui.guard import Guard, is_loopback
from ui.page import page
from ui.routes import HEAD, add_routes
from ui.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and who may come in."""

    host: str
    port: int
    auth: str | None = None
    """USER:PASSWORD."""
    open_to_all: bool = False
    """Whether the host may be no loopback address without `auth`."""

    @property
    def loopback(self) -> bool:
        """Return whether only this machine can reach the host."""
        return is_loopback(self.host)

    def check(self) -> None:
        """Refuse what nobody would want by mistake.

        Raises:
            QuothError: for a host that others reach, without a word on who may come in.
        """
        if self.auth is not None and not all(self.auth.partition(":")):
            raise QuothError("--auth has no colon; give it as USER:PASSWORD")
        if not self.loopback and self.auth is None and not self.open_to_all:
            raise QuothError(
                f"others can reach {shown(self.host)}; give --auth USER:PASSWORD, or --no-auth to let everybody in"
            )


def serve(library: Library, address: Address, gold: Path | None, *, mcp: bool, say: Callable[[str], None]) -> None:
    """Serve the chat until SIGINT or SIGTERM.

    Raises:
        QuothError: if the address cannot be listened on, or something asked for is missing.
    """
    address.check()
    if mcp and importlib.util.find_spec("mcp") is None:
        raise QuothError("--mcp needs the package mcp; pip install 'quoth[mcp]'")
    kept = GoldFile(gold) if gold is not None else None
    with listening(address.host, address.port) as listener:
        if not library.default.search.reads_whole:
            say(f"indexing {len(library.default.search.passages)} passages …")
        library.default.prepare()
        shelves = Shelves(library)
        host, port = listener.getsockname()[:2]
        shown_host = f"[{host}]" if ":" in host else host
        ready = f"open http://{shown_host}:{port} in a browser; Ctrl-C stops it"
        app = application(shelves, address, kept, mcp=mcp)
        server = _Server(app, lambda: say(ready))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: setattr(server, "should_exit", True))
        try:
            server.run(sockets=[listener])
        finally:
            shelves.close()


def application(shelves: Shelves, address: Address, gold: GoldFile | None, *, mcp: bool = False) -> FastAPI:
    """Return the whole server as an application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    counter = Counter(shelves, Desk())
    add_routes(app, counter, gold)
    app.add_middleware(Guard, head=HEAD, auth=address.auth, loopback=address.loopback)
    gr.mount_gradio_app(
        app,
        page(counter, mcp=mcp).queue(max_size=WAITING),
        path="/",
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        max_file_size=1,  # bytes: nothing is uploaded through Gradio
        footer_links=[],
        mcp_server=mcp,
        theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
    )
    return app


class _Server(uvicorn.Server):
    """A server that says when it is ready and leaves signals to us."""

    def __init__(self, app: FastAPI, ready: Callable[[], None]) -> None:
        super().__init__(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2, server_header=False))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address.

    Raises:
        QuothError: if that cannot be done.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise QuothError(f"cannot listen on {host}:{port}: {error.strerror}; give another --host or --port") from None
    # Connections inherit it. Without, a reply's body waits 40 ms until the browser has acknowledged its head; asyncio
    # sets it itself only for sockets that are told their protocol.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
