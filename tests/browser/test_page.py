"""The page in a real browser against a real server process; a missing browser is a failure, not a skip."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from rag import corpus

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
NASTY = "<img src=x onerror=alert(1)> 😀 *moon* & <b>Barnaby</b> $a_1$ was here."


def served(article: Path | None = None) -> Iterator[str]:
    """Start `quoth serve` on a free port and yield its address; print its output if it ends early."""
    chosen = ["-a", str(article)] if article else []
    command = [sys.executable, "-m", "rag", "serve", "--port", "0", *chosen]
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


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    yield from served()


@pytest.fixture(scope="module")
def nasty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("nasty") / "<i>nasty<i>.txt"
    path.write_text(f"{NASTY}\r\nThe name of the dog is Barnaby 👩🏽‍🚀 said 😀.\r\nLast  line.\tEnd.\n", newline="")
    yield from served(path)


@pytest.fixture(params=["desktop", "phone", "dark"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Yield a page that may reach nothing but this machine."""
    browser_path = shutil.which("chromium")
    assert browser_path, "no chromium; apt-get install chromium"
    size = {"width": 390, "height": 844} if request.param == "phone" else {"width": 1280, "height": 800}
    asked: list[str] = []
    broken: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport=size, color_scheme="dark" if request.param == "dark" else "light")
        page.on("request", lambda sent: asked.append(sent.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("dialog", lambda dialog: broken.append(dialog.message))
        yield page
        browser.close()
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
    assert hosts == {"127.0.0.1"}
    assert broken == []


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def marked(page: Page) -> str:
    return "".join(page.locator(".article-text mark.quoted").all_text_contents())


def test_a_citation_marks_the_quote_in_the_article(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "What will Dojo 2 focus on?")
    expect(page.locator("#chat p.answer")).to_have_text("large models")
    quote = page.locator("#chat blockquote.quote").inner_text()
    page.locator("#chat p.cite a").click()
    expect(page.locator(".article-text mark.quoted")).to_be_in_viewport()
    assert marked(page) == quote == "“Dojo 2 will focus on large models,” remarked Musk."
    assert page.locator(".article-text mark.highlight").all_text_contents() == ["large models"]
    assert page.evaluate("document.activeElement.className") == "quoted"
    page.keyboard.press("Escape")
    expect(page.locator(".article-text mark")).to_have_count(0)
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#cite=1024-1075:")
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    assert page.locator(".article-text").evaluate("node => node.textContent") == text


def test_an_honest_no_offers_the_nearest_passages_as_no_answer(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "When was xAI founded?")
    expect(page.locator("#chat p.abstention")).to_have_text("Not in the article. All 6 passages were read.")
    assert page.locator("#chat blockquote.quote").count() == 0
    page.locator("#chat summary").click()
    expect(page.locator("#chat blockquote.near").first).to_be_visible()
    ask(page, "?!")
    expect(page.locator("#chat p.error")).to_contain_text("no letter and no digit")


def test_markup_and_odd_characters_show_as_text(page: Page, nasty_address: str) -> None:
    page.goto(nasty_address)
    question = "What is the name of the dog? <script>alert(1)</script> *x* `y`"
    ask(page, question)
    expect(page.locator("#chat .asked")).to_have_text(question)
    expect(page.locator("#chat p.cite a").first).to_be_attached()
    if page.locator("#chat summary").count():
        page.locator("#chat summary").click()
    quote = page.locator("#chat blockquote").first.evaluate("node => node.textContent")
    page.locator("#chat p.cite a").first.click()
    expect(page.locator(".article-text mark.quoted").first).to_be_in_viewport()
    assert marked(page) == quote
    assert page.locator("#chat img, .article-text img, #chat b, .article-text b, #heading i").count() == 0


def test_programs_get_the_same_as_on_the_command_line(address: str) -> None:
    question = "How much more powerful is HW 5 than HW 4?"
    url = f"{address}/gradio_api/call/ask"
    body = json.dumps({"data": [question]}).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answered:
        event = json.load(answered)["event_id"]
    with urlopen(f"{url}/{event}") as stream:
        (form,) = json.loads(re.search(r"^data: (.*)$", stream.read().decode(), re.MULTILINE)[1])
    printed = subprocess.run(
        [sys.executable, "-m", "rag", "ask", "--json", question], capture_output=True, check=True, timeout=60
    )
    assert {**form, "elapsed_ms": 0} == {**json.loads(printed.stdout), "elapsed_ms": 0}
