"""axe-core finds nothing to complain of, whatever the page shows, in light and dark, on a desk and on a phone."""

from __future__ import annotations

import calendar
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
    page.emulate_media(reduced_motion="reduce")  # what is still fading in has, for a moment, too little contrast
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


def test_a_wide_table_scrolls_in_its_own_box_on_a_phone_by_keys_too(
    opened: Callable[..., Page], address: str, tmp_path: Path
) -> None:
    page = opened(address, "phone")
    page.set_viewport_size({"width": 375, "height": 812})
    months = calendar.month_name[1:]
    rows = [["Pump", *months], ["---"] * 13, *([pump, *(f"{n}.5 kg" for n in range(12))] for pump in ("P-20", "P-25"))]
    wide = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    (tmp_path / "months.md").write_text(f"# Months\n\n{wide}\n\nThe end.\n\n| a | b |\n| --- | --- |\n| c | d |\n")
    add(page, tmp_path / "months.md")
    ask(page, "What is the December of the P-25?")
    assert not "\n".join(violations(page))
    for pane, key, hidden in (("turns", "ArrowRight", "December"), ("text", "ArrowLeft", "Pump")):
        if pane == "text":
            page.locator("a.source").click()
            expect(page.locator(".text mark.highlight")).to_be_in_viewport()  # the other way, it came into view
        box = page.locator(f".{pane} .wide").first
        expect(box).to_have_attribute("tabindex", "0")
        assert page.locator(f".{pane}").evaluate("one => one.scrollWidth <= one.clientWidth")
        cell = box.locator(".cell", has_text=hidden)
        expect(cell).not_to_be_in_viewport()
        box.focus()
        for _ in range(30):
            page.keyboard.press(key)
        expect(cell).to_be_in_viewport()
        assert not "\n".join(violations(page))
    boxes = page.get_by_role("group", name="Table")
    assert boxes.count() == 2
    assert boxes.last.get_attribute("tabindex") is None  # it has nothing to scroll
