"""Runs the page on this machine until it is told to stop."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable

import gradio as gr

from rag.errors import QuothError
from rag.pipeline import Pipeline
from ui.page import ASSETS, page


def serve(pipeline: Pipeline, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the chat on `host` and `port` (0: any free one) until SIGINT or SIGTERM.

    Raises:
        QuothError: if the address cannot be listened on.
    """
    port = _free(host, port)
    if not pipeline.reads_whole:
        say(f"indexing {len(pipeline.passages)} passages …")
        pipeline.index()
    blocks = page(pipeline).queue(max_size=64)
    blocks.launch(
        server_name=host,
        server_port=port,
        share=False,
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        max_file_size="5mb",
        footer_links=[],
        quiet=True,
        prevent_thread_lock=True,
        theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css_paths=[ASSETS / "page.css"],
    )
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    say(f"open http://{host}:{port} in a browser; Ctrl-C stops it")
    stopped.wait()
    blocks.close(verbose=False)


def _free(host: str, port: int) -> int:
    """Return `port` if it can be listened on, or any free port for 0."""
    try:
        with socket.create_server((host, port)) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        raise QuothError(f"cannot listen on {host}:{port}: {error.strerror}; give another --host or --port") from None
