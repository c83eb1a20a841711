"""What is opened stays open: no late article, list or place of an earlier visit changes what somebody looks at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from article_files import SAYS, make
from browser_help import DROP, add, ask, held, marked, served, settled
from playwright.sync_api import Page, expect

Opened = Callable[..., Page]


def test_an_article_that_is_picked_and_then_quoted_comes_once_and_keeps_its_marks(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    add(page, make(tmp_path / "pump.txt"))
    picker = page.locator(".bar select")
    seed = picker.locator("option").first.get_attribute("value")
    coming = held(page, f"articles/{seed}")
    with page.expect_request(f"**/page/articles/{seed}"):
        picker.select_option(label="article.txt")
    page.locator("a.source").click()
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    for route in reversed(coming):
        route.continue_()
    expect(page.locator(".text mark.highlight")).to_have_text("Whole Mars Catalog")
    assert len(coming) == 1


@pytest.mark.parametrize("used", [True, False])
def test_an_article_that_comes_back_late_is_opened_unless_another_one_is_read(
    opened: Opened, tmp_path: Path, used: bool
) -> None:
    with served() as first:
        page = opened(first)
        add(page, make(tmp_path / "pump.txt"))
        settled(page)
    with served("--port", first.rpartition(":")[2]) as second:  # with nothing in its memory
        coming = held(page, "articles?*")
        with page.expect_request("**/page/articles?*"):
            page.goto(second)
        expect(page.locator(".tools .name")).to_have_text("article.txt")
        if used:
            page.locator(".text").click(position={"x": 5, "y": 5})
        coming[0].continue_()
        if used:
            expect(page.locator(".toast.shown")).to_have_text("pump.txt can be asked now")
            expect(page.locator(".tools .name")).to_have_text("article.txt")
            settled(page)
            page.reload()  # where nothing else was chosen meanwhile
        expect(page.locator(".tools .name")).to_have_text("pump.txt")
        settled(page)


def test_a_link_is_not_left_for_an_article_that_comes_back_late(opened: Opened, tmp_path: Path) -> None:
    with served() as first:
        page = opened(first)
        ask(page, "What is Omar Qazi also known as?")
        add(page, make(tmp_path / "pump.txt"))
        link = page.locator("a.source").first.get_attribute("href")
        settled(page)
    with served("--port", first.rpartition(":")[2]) as second:
        page.goto("about:blank")
        page.goto(f"{second}/{link}")
        expect(page.locator(".toast.shown")).to_have_text("pump.txt can be asked now")
        expect(page.locator(".tools .name")).to_have_text("article.txt")
        assert "Whole Mars Catalog" in marked(page)
        settled(page)


def test_on_a_phone_back_leads_to_the_chat_after_a_reload_and_after_a_link(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address, "phone")
    ask(page, "What is Omar Qazi also known as?")
    link = page.locator("a.source").first.get_attribute("href")
    add(page, make(tmp_path / "pump.txt"))
    chat = page.get_by_role("button", name="Chat", exact=True)
    article = page.get_by_role("button", name="Article", exact=True)
    article.click()
    expect(page.locator(".text")).to_be_visible()
    settled(page)
    page.reload()
    article.click()
    expect(page.locator(".text")).to_be_visible()
    chat.click()
    expect(page.locator(".said")).to_be_visible()
    settled(page)
    page.goto("about:blank")
    page.goto(f"{address}/{link}")
    expect(page.locator(".text mark.highlight").first).to_be_in_viewport()
    page.locator(".bar select").select_option(label="pump.txt")
    expect(page.locator(".text")).to_contain_text(SAYS)
    page.go_back()
    expect(page.locator(".said")).to_be_visible()
    article.click()
    expect(page.locator(".text")).to_contain_text(SAYS)  # nothing has led into the quote
    settled(page)


def test_examples_are_looked_for_only_where_they_are_shown(opened: Opened, address: str) -> None:
    page = opened(address)
    expect(page.locator(".example").first).to_be_visible()
    ask(page, "What is Omar Qazi also known as?")
    settled(page)
    asked: list[str] = []

    def note(request: object) -> None:
        asked.append(str(request))

    page.on("request", note)
    page.reload()
    expect(page.locator(".text p").first).to_be_attached()
    ask(page, "When was xAI founded?")
    assert not [one for one in asked if "examples" in one]
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Clear the conversation").click()
    page.get_by_role("button", name="Clear it for good?").click()
    expect(page.locator(".example").first).to_be_visible()
    assert len([one for one in asked if "examples" in one]) == 1
    settled(page)


def test_texts_are_read_from_the_browser_only_for_a_server_that_lost_them(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    page.add_init_script("""window.read = [];
        for (const name of ['get', 'getAll', 'getAllKeys']) {
            const real = IDBObjectStore.prototype[name];
            IDBObjectStore.prototype[name] = function (...wanted) { read.push(name); return real.apply(this, wanted); };
        }""")
    settled(page)
    page.reload()
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    page.wait_for_function("read.length")
    assert page.evaluate("read") == ["getAllKeys"]
    settled(page)


def test_whoever_has_no_room_for_an_article_is_told(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    page.get_by_role("button", name="Add article").click()
    page.locator("dialog input[type=file]").set_input_files(make(tmp_path / "pump.txt"))
    expect(page.locator(".progress.error")).to_have_text(
        "pump.txt was added, but this browser has no room to keep it: it is gone when the server ends"
    )
    expect(page.locator(".tools .name")).to_have_text("pump.txt")


def test_the_list_of_own_articles_stays_under_the_finger(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("textbox", name="Paste text").fill("What I write")  # it stays open
    page.get_by_role("button", name="Remove pump.txt").click()
    page.evaluate(DROP, ["heron.txt", "The heron is grey."])
    expect(page.locator(".own li")).to_have_count(2)
    expect(page.locator(".progress")).to_have_text("Added")
    expect(page.get_by_role("button", name="Remove, with its answers?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".own li")).to_have_count(1)
