"""What the browser tests share: servers to start, and what a person does on the page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return;
  }
}"""
"""Selects words of the article."""
DROP = """([name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    document.querySelector('#quoth .app').dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer }));
}"""
"""Drops a text on the page, as a file of a name."""


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run `quoth serve` on a free port and yield its address; print its output if it ends early."""
    command = [sys.executable, "-m", "rag", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = []
        for line in process.stderr:
            said.append(line)
            if address := re.search(r"http://\S+", line):
                break
        else:
            pytest.fail(f"the server ended: {''.join(said)}")
        try:
            yield address[0]
        finally:
            process.terminate()
            assert process.wait(30) == 0


def settled(page: Page) -> None:
    """Wait until Gradio's own page has come behind ours: it complains if its server is gone before that."""
    expect(page.locator("gradio-app .column")).to_be_attached()


def ask(page: Page, question: str) -> None:
    """Ask and wait for what comes of it."""
    count = page.locator(".turn").count()
    page.locator(".composer textarea").fill(question)
    page.locator(".composer textarea").press("Enter")
    expect(page.locator(".turn")).to_have_count(count + 1)
    expect(page.locator(".turn").last.locator(".reply, .error")).to_be_visible()


def held(page: Page, what: str = "ask") -> list[Route]:
    """Hold back what the page asks for from now on, its questions or an article, and return it as it comes."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(f"**/page/{what}", hold)
    return waiting


def marked(page: Page) -> str:
    """Return the marked words of the article."""
    return "".join(page.locator(".text mark.quoted").all_text_contents())


def article_text(page: Page) -> str:
    """Return the text of the article's pane."""
    return str(page.locator(".text").evaluate("node => node.textContent"))


def add(page: Page, path: Path) -> None:
    """Add one's own article and wait until it is there."""
    page.get_by_role("button", name="Add article").click()
    page.locator("dialog input[type=file]").set_input_files(path)
    expect(page.locator("dialog")).not_to_be_visible()
    expect(page.locator(".tools .name")).to_have_text(path.name)
