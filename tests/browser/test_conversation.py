"""Examples, follow-ups, editing, copying, exporting, and a history that stays in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_help import add, ask, held, served, settled
from playwright.sync_api import Page, expect

from rag import corpus

Opened = Callable[..., Page]


def test_examples_come_from_the_article_and_are_answered(opened: Opened, address: str) -> None:
    page = opened(address)
    example = page.locator(".example").first
    expect(example).to_be_visible()
    question = example.inner_text()
    example.click()
    expect(page.locator(".asked h2")).to_have_text(question)
    expect(page.locator(".answer")).to_be_visible()


def test_an_article_without_a_likely_question_is_asked_as_a_whole(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    (tmp_path / "short.txt").write_text("It was cold. Nobody came, and nothing was said.")
    add(page, tmp_path / "short.txt")
    expect(page.locator(".example")).to_have_text(["What is this article about?"])
    page.locator(".example").click()
    expect(page.locator(".quote blockquote").first).to_contain_text("It was cold.")


def test_a_follow_up_shows_how_it_was_read_and_can_be_corrected(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    ask(page, "and Elon Musk?")
    read = page.locator(".turn").last.locator(".read-as q")
    expect(read).to_have_text("What is Elon Musk also known as?")
    page.get_by_role("button", name="Correct how it was read").click()
    box = page.get_by_role("textbox", name="Read as")
    assert box.input_value() == "What is Elon Musk also known as?"
    box.fill("What will Dojo 2 focus on?")
    box.press("Enter")
    expect(read).to_have_text("What will Dojo 2 focus on?")
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("large models")
    expect(page.locator(".turn").last.locator(".asked h2")).to_have_text("and Elon Musk?")
    expect(page.locator(".turn")).to_have_count(2)


def test_a_correction_that_is_mended_shows_how_it_was_really_read(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    ask(page, "and Elon Musk?")
    page.get_by_role("button", name="Correct how it was read").click()
    page.get_by_role("textbox", name="Read as").fill("What will Dojo 2 focsu on?")
    page.get_by_role("textbox", name="Read as").press("Enter")
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("large models")
    expect(page.locator(".read-as q")).to_have_text("What will Dojo 2 focus on?")


def test_who_asked_that(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What did Omar Qazi ask Musk about?")
    ask(page, "Who asked that?")
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("Omar Qazi")


def test_a_question_can_be_edited_and_asked_again(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "When was xAI founded?")
    edit = page.get_by_role("button", name="Edit and ask again")
    edit.click()
    box = page.locator(".editing textarea")
    box.press("Escape")
    expect(page.locator(".asked h2")).to_have_text("When was xAI founded?")
    edit.click()
    box.fill("What is Omar Qazi also known as?")
    box.press("Enter")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    expect(page.locator(".turn")).to_have_count(1)


def test_copy_and_export_hold_quotes_and_offsets(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    page.clock.set_fixed_time("2026-03-05T12:00:00Z")
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    ask(page, "What is Omar Qazi also known as?")
    page.locator(".sure").click()
    certain = page.locator(".sure").inner_text()
    page.get_by_role("button", name="Copy", exact=True).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "A: Whole Mars Catalog" in copied
    ask(page, "What is <b>_this_</b> [here](there)?")
    got = {}
    for kind in ("JSON", "Markdown"):
        page.locator(".menu summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Export as {kind}").click()
        download.value.save_as(tmp_path / kind)
        got[kind] = (tmp_path / kind).read_text(encoding="utf-8")
    entry, other = json.loads(got["JSON"])
    assert other["question"] == "What is <b>_this_</b> [here](there)?"
    assert r"## What is \<b\>\_this\_\</b\> \[here\](there)?" in got["Markdown"]
    quote = entry["quotes"][0]
    assert quote["text"] == text[quote["start"] : quote["end"]]
    place = f"characters {quote['start']}–{quote['end']}"
    assert place in copied
    assert place in got["Markdown"]
    assert f"> {quote['text']}" in got["Markdown"]
    assert re.fullmatch(r"[\w ]+ right · \d\d %", certain)
    assert got["Markdown"].startswith("# Questions and quotes\n\nExported on 5 March 2026\n\n## What is Omar")
    assert got["Markdown"].count(f"\n\n*{certain}*\n\n") == 1
    assert [entry["certainty"], other["certainty"]] == [certain.partition(" ·")[0], None]
    assert {entry["exported"], other["exported"]} == {"2026-03-05T12:00:00.000Z"}


def test_history_survives_a_reload_and_a_restart_and_can_be_cleared(opened: Opened) -> None:
    with served() as first:
        page = opened(first)
        ask(page, "What is Omar Qazi also known as?")
        page.reload()
        expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
        other = opened(first)  # another browser
        expect(other.locator(".turn")).to_have_count(0)
        settled(page)
    with served("--port", first.rpartition(":")[2]) as second:  # the same address, as after a restart
        assert second == first
        page.goto(second)
        expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
        page.locator("a.source").first.click()
        expect(page.locator(".text mark.highlight")).to_have_text("Whole Mars Catalog")
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Clear the conversation").dblclick()  # which says yes to nothing
        expect(page.locator(".turn")).to_have_count(1)
        page.get_by_role("button", name="Clear it for good?").click()
        expect(page.locator(".turn")).to_have_count(0)
        page.reload()
        expect(page.locator(".welcome")).to_be_visible()
        expect(page.locator(".turn")).to_have_count(0)
        settled(page)


def test_a_question_that_was_not_sent_survives_a_reload_until_it_is_or_all_is_cleared(
    opened: Opened, address: str
) -> None:
    page = opened(address)
    box = page.locator(".composer textarea")

    def reload() -> None:
        settled(page)
        page.reload()
        expect(page.locator(".text p").first).to_be_attached()

    box.fill("What will Dojo 2\n\nfocus on?")
    height = box.evaluate("node => node.clientHeight")
    reload()
    expect(box).to_have_value("What will Dojo 2\n\nfocus on?")
    assert box.evaluate("node => node.clientHeight") == height
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".composer textarea")).to_have_value("")  # there somebody may write something else
    settled(other)
    box.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    reload()
    expect(page.locator(".answer")).to_be_visible()
    expect(box).to_have_value("")
    box.fill("When was")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Clear the conversation").click()
    page.get_by_role("button", name="Clear it for good?").click()
    expect(box).to_have_value("")
    reload()
    expect(box).to_have_value("")
    settled(page)


def test_a_question_that_fails_when_asked_again_leaves_the_answer(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    page.route("**/page/ask", lambda route: route.abort())
    page.get_by_role("button", name="Edit and ask again").click()
    page.get_by_role("textbox", name="Question").first.fill("Who asked Musk about chips?")
    page.keyboard.press("Enter")
    expect(page.locator(".error")).to_contain_text("The server does not answer")
    expect(page.locator(".asked h2")).to_have_text("What is Omar Qazi also known as?")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    page.unroute("**/page/ask")
    page.locator(".error").get_by_role("button", name="Ask again").click()
    expect(page.locator(".asked h2")).to_have_text("Who asked Musk about chips?")
    expect(page.locator(".said")).to_have_text(re.compile("^Omar Qazi"))


def test_two_tabs_keep_one_conversation(opened: Opened, address: str) -> None:
    page = opened(address)
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".text p").first).to_be_attached()
    ask(page, "What is Omar Qazi also known as?")
    expect(other.locator(".turn")).to_have_count(1)
    ask(other, "What will Dojo 2 focus on?")
    expect(page.locator(".turn")).to_have_count(2)
    page.reload()
    expect(page.locator(".asked h2")).to_have_text(["What is Omar Qazi also known as?", "What will Dojo 2 focus on?"])
    settled(other)
    settled(page)


def test_a_turn_asked_again_keeps_its_place_though_another_tab_asks_meanwhile(opened: Opened, address: str) -> None:
    page = opened(address)
    for question in ("What is Omar Qazi also known as?", "What will Dojo 2 focus on?"):
        ask(page, question)
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".turn")).to_have_count(2)
    waiting = held(page)
    page.get_by_role("button", name="Edit and ask again").first.click()
    page.get_by_role("textbox", name="Question").first.fill("Who asked Musk about chips?")
    page.keyboard.press("Enter")
    expect(page.locator(".searching")).to_be_visible()
    ask(other, "When was xAI founded?")
    waiting[0].continue_()
    expect(page.locator(".asked h2")).to_have_text(
        ["Who asked Musk about chips?", "What will Dojo 2 focus on?", "When was xAI founded?"]
    )
    settled(other)
    settled(page)


def test_a_conversation_can_be_cleared_while_a_question_waits(opened: Opened, address: str) -> None:
    page = opened(address)
    waiting = held(page)
    page.locator(".composer textarea").fill("What will Dojo 2 focus on?")
    page.keyboard.press("Enter")
    expect(page.locator(".searching")).to_be_visible()
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Clear the conversation").click()
    page.get_by_role("button", name="Clear it for good?").click()
    with page.expect_response("**/page/ask"):
        waiting[0].continue_()
    page.unroute("**/page/ask")
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")


def test_a_question_that_is_too_long_is_said_to_be_and_can_be_shortened(opened: Opened, address: str) -> None:
    page = opened(address)
    for question, reason in (
        ("why " * 3000, "has 11,999 characters; ask it in 2,000"),
        ("Who asked Musk about the very old chips " * 30, "is too long for the reader; ask it in about "),
    ):
        ask(page, question)
        expect(page.locator(".turn").last.locator(".error")).to_contain_text(reason)
    page.get_by_role("button", name="Edit and ask again").last.click()
    box = page.get_by_role("textbox", name="Question").first
    assert box.input_value() == question.strip()  # nothing of it is lost
    box.fill("What will Dojo 2 focus on?")
    box.press("Enter")
    expect(page.locator(".turn").last.locator(".said").first).to_contain_text("large models")


def test_a_question_is_not_asked_again_while_another_waits(opened: Opened, address: str) -> None:
    page = opened(address)
    page.route("**/page/ask", lambda route: route.abort())
    ask(page, "What is Omar Qazi also known as?")
    page.unroute("**/page/ask")
    waiting = held(page)
    with page.expect_request("**/page/ask"):
        page.locator(".composer textarea").fill("What will Dojo 2 focus on?")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask again", exact=True).click()
    expect(page.locator(".searching")).to_have_count(1)
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(page.locator(".said").first).to_contain_text("large models")
    expect(page.locator(".error")).to_have_count(1)


def test_an_answer_that_comes_after_its_article_was_removed_is_not_kept(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    (tmp_path / "heron.txt").write_text("The heron at Ade is called Barnaby.")
    add(page, tmp_path / "heron.txt")
    page.locator(".scope").select_option(label="All 2 articles")
    waiting = held(page)
    page.locator(".composer textarea").fill("What is the heron at Ade called?")
    with page.expect_request("**/page/ask"):
        page.keyboard.press("Enter")
    reply = waiting[0].fetch()
    assert "Barnaby" in reply.text()
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name="Remove heron.txt").click()
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".own li")).to_have_count(0)
    page.keyboard.press("Escape")
    waiting[0].fulfill(response=reply)
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    assert "Barnaby" not in page.evaluate("JSON.stringify(localStorage)")


def test_another_tab_takes_neither_a_failed_question_nor_what_is_being_written(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".turn")).to_have_count(1)
    page.route("**/page/ask", lambda route: route.abort())
    ask(page, "When was xAI founded?")
    page.get_by_role("button", name="Edit and ask again").first.click()
    box = page.get_by_role("textbox", name="Question").first
    box.fill("Who asked Musk about")
    ask(other, "What will Dojo 2 focus on?")
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn").nth(1).locator(".error")).to_be_visible()
    expect(box).to_have_value("Who asked Musk about")
    expect(box).to_be_focused()
    page.unroute("**/page/ask")
    box.press_sequentially(" chips?")
    box.press("Enter")
    expect(page.locator(".said").first).to_have_text(re.compile("^Omar Qazi"))
    expect(other.locator(".asked h2").first).to_have_text("Who asked Musk about chips?")
    settled(other)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_focus_is_never_lost(opened: Opened, address: str, size: str) -> None:
    page = opened(address, size)
    rest = page.locator(".composer textarea" if size == "desktop" else ".turn")  # there a keyboard would cover it
    page.locator(".example").first.click()
    expect(page.locator(".answer")).to_be_visible()
    expect(rest).to_be_focused()
    edit = page.get_by_role("button", name="Edit and ask again")
    edit.click()
    page.get_by_role("button", name="Cancel").click()
    expect(edit).to_be_focused()
    edit.click()
    page.route("**/page/ask", lambda route: route.abort())
    page.get_by_role("textbox", name="Question").first.press("Enter")
    expect(page.locator(".error")).to_be_visible()
    expect(rest).to_be_focused()
    page.unroute("**/page/ask")
    page.get_by_role("button", name="Ask again", exact=True).click()
    expect(page.locator(".error")).to_have_count(0)
    expect(page.locator(".answer")).to_be_visible()
    expect(rest).to_be_focused()
    page.locator(".menu summary").click()
    with page.expect_download():
        page.get_by_role("button", name="Export as JSON").click()
    expect(page.locator(".menu summary")).to_be_focused()
    page.locator(".composer textarea").fill("What will Dojo 2 focus on?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn").last.locator(".answer")).to_be_visible()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_focused()


def test_an_answer_is_heard_once(opened: Opened, address: str) -> None:
    page = opened(address)
    heard: list[str] = []

    def hear(words: str) -> None:
        heard.append(words)

    page.expose_function("heard", hear)
    page.evaluate("""() => {
        const live = '[aria-live], [role=status], [role=alert], [role=log]';
        new MutationObserver(all => all.flatMap(one => [...one.addedNodes]).forEach(node => {
            const place = (node.parentElement ?? document.body).closest(live) ?? (node.matches?.(live) && node);
            if (place && place.closest('.chat')) heard(node.textContent);
        })).observe(document.querySelector('.chat'), { childList: true, subtree: true });
    }""")
    ask(page, "What is Omar Qazi also known as?")
    sure = page.locator(".sure span").first.inner_text()
    ask(page, "When was xAI founded?")
    page.route("**/page/ask", lambda route: route.abort())
    ask(page, "What will Dojo 2 focus on?")
    told = [
        f"Whole Mars Catalog. {sure}.",
        "Not in the article. All 6 passages were read.",
        "The server does not answer. Is it still running?",
    ]
    assert heard == [words for one in told for words in ("Reading the article …", one)]


def test_where_there_is_no_room_the_oldest_turns_go(opened: Opened, address: str) -> None:
    page = opened(address)
    for question in ("What is Omar Qazi also known as?", "When was xAI founded?", "What will Dojo 2 focus on?"):
        ask(page, question)
    page.evaluate("""() => {
        let held = '';
        for (let size = 1 << 24; size; size >>= 1)
            try { localStorage.setItem('full', held + 'x'.repeat(size)); held += 'x'.repeat(size); } catch { }
    }""")
    ask(page, "Who asked Musk about chips?")
    expect(page.locator(".toast.shown")).to_have_count(0)
    page.reload()
    expect(page.locator(".asked h2").last).to_have_text("Who asked Musk about chips?")
    assert 1 <= page.locator(".turn").count() <= 3
    expect(page.locator(".asked h2").first).not_to_have_text("What is Omar Qazi also known as?")
    settled(page)


def test_a_browser_that_keeps_nothing_is_told_of_once(opened: Opened, address: str) -> None:
    page = opened(address)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".toast.shown")).to_contain_text("no room to keep the conversation")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Copied")
    ask(page, "When was xAI founded?")
    expect(page.locator(".toast")).to_contain_text("Copied")


def test_an_export_shows_what_stands_in_it(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    ask(page, "hello")
    expect(page.locator(".abstention")).to_have_text("Nothing was asked. Ask something about the article.")
    quote = {"article": "a.txt", "section": None, "start": 0, "end": 5, "highlights": [{"start": 0, "end": 5}],
             "text": "1. One &amp; two\n+ more\n  - and\n    set *in*\n\ttoo\n===\n12.5 bar"}  # fmt: skip
    outcome = {"status": "answered", "answer": "- 5", "quotes": [quote], "missing": [], "nearest": [],
               "probability": 1, "passages_read": 1, "passages_total": 1}  # fmt: skip
    turn = {"at": 1, "question": "1. How\n\n# many?", "scope": "x", "articles": 1, "outcome": outcome, "keys": ["x"],
            "unquoted": []}  # fmt: skip
    page.evaluate(
        "turn => localStorage.setItem('quoth.conversation',"
        " JSON.stringify([...JSON.parse(localStorage.getItem('quoth.conversation')), turn]))",
        turn,
    )
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as Markdown").click()
    download.value.save_as(tmp_path / "told.md")
    set_in = "&nbsp;" * 4
    title, _, date, *told = (tmp_path / "told.md").read_text(encoding="utf-8").split("\n")
    assert re.fullmatch(r"Exported on \d\d? \w+ \d{4}", date)
    assert [title, *told] == [
        "# Questions and quotes", "", "## hello", "", "Nothing was asked.", "",
        "## 1\\. How \\# many?", "", "**\\- 5**", "",
        "> 1\\. One \\&amp; two", "> \\+ more", "> " + "  \\- and",
        f"> {set_in}set \\*in\\*", f"> {set_in}too", "> \\===",
        "> 12.5 bar", "", "— a.txt, characters 0–5", "",
    ]  # fmt: skip
    settled(page)
