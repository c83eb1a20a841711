"""axe-core finds nothing to complain of, whatever the page shows, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from browser_help import LOOKS, add, ask, served
from playwright.sync_api import Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pump = Path(__file__).parents[1] / "gold" / "pump.md"
    with served("-a", str(pump), "--gold", str(tmp_path_factory.mktemp("gold") / "x.gold.jsonl")) as found:
        yield found


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found["violations"]]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(opened: Callable[..., Page], judged: str, size: str, scheme: str) -> None:
    page = opened(judged, size, scheme)
    expect(page.locator(".welcome h2")).to_be_visible()
    assert not "\n".join(violations(page))
    ask(page, "What is the P-20 meant for?")
    ask(page, "and the P-25?")
    ask(page, "Who painted the Mona Lisa in 1503?")
    page.locator(".sure").first.click()
    if page.locator(".nearest summary").count():
        page.locator(".nearest summary").last.click()
    page.get_by_role("button", name="Edit and ask again").first.click()
    assert not "\n".join(violations(page))
    page.locator("a.source").last.click()
    page.locator(".text").focus()
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("pump")
    page.get_by_role("button", name="Contents").click()
    assert not "\n".join(violations(page))
    page.locator(".menu summary").click()
    assert not "\n".join(violations(page))
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("textbox", name="Paste text").fill("A small note of one sentence.")
    assert not "\n".join(violations(page))


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_where_things_go_wrong_or_are_marked(
    opened: Callable[..., Page], judged: str, tmp_path: Path, size: str, scheme: str
) -> None:
    page = opened(judged, size, scheme)
    (tmp_path / "no.pdf").write_bytes(b"no PDF inside")
    page.get_by_role("button", name="Add article").click()
    page.locator("dialog input[type=file]").set_input_files(tmp_path / "no.pdf")
    expect(page.locator(".progress")).to_contain_text("is no PDF inside")
    assert not "\n".join(violations(page))
    page.keyboard.press("Escape")
    (tmp_path / "note.txt").write_text("The heron at Ade is grey.")
    add(page, tmp_path / "note.txt")
    expect(page.locator(".scope")).to_be_visible()
    ask(page, "Tell me about the heron")
    ask(page, "?!")
    expect(page.locator(".error")).to_be_visible()
    assert not "\n".join(violations(page))
    page.locator(".bar select").select_option(index=0)
    ask(page, "What is the P-20 meant for?")
    page.get_by_role("button", name="Wrong: the answer is …").last.click()
    expect(page.locator(".marking")).to_be_visible()
    assert not "\n".join(violations(page))


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_in_what_an_answer_adds(
    opened: Callable[..., Page], tmp_path: Path, size: str, scheme: str
) -> None:
    with served("--gold", str(tmp_path / "x.gold.jsonl")) as address:
        page = opened(address, size, scheme)
        for question, added in (
            ("What is Omar Qazi also known as, and when was he born?", ".missing"),
            ("What is Omar Qazi from Twitter also known as?", ".unquoted"),
            ("What will Dojo 2 focus on?", ".also"),
            ("Tell me about Tesla", ".further"),
        ):
            ask(page, question)
            expect(page.locator(added)).not_to_have_count(0)
        page.get_by_role("button", name="Right", exact=True).first.click()
        expect(page.locator(".kept")).to_be_visible()
        page.evaluate("location.hash = '#cite='")
        expect(page.locator(".toast.shown")).to_be_visible()
        assert not "\n".join(violations(page))
        assert page.locator(".toast.shown").count() == 1  # it was there all the time
