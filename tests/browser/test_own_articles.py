"""A visitor's own articles: every format, pasted text, privacy, asking one or all, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from article_files import SAYS, make, pdf, zipped
from browser_help import DROP, add, article_text, ask, held, marked, served, settled
from playwright.sync_api import Browser, Page, expect

from rag import corpus
from rag.formats.pdf import pdf as text_of

Opened = Callable[..., Page]
QUESTION = "How many watts does the Brunnolt pump draw?"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".docx"])
def test_every_format_can_be_added_asked_and_its_text_downloaded(
    opened: Opened, address: str, tmp_path: Path, suffix: str
) -> None:
    page = opened(address)
    add(page, make(tmp_path / f"pump{suffix}"))
    text = article_text(page)
    assert SAYS in text
    ask(page, QUESTION)
    expect(page.locator(".said")).to_contain_text("40")
    page.locator("a.source").first.click()
    expect(page.locator(".text mark.highlight").first).to_be_in_viewport()
    assert SAYS in marked(page)
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the article’s text").click()
    download.value.save_as(tmp_path / "text")
    assert (tmp_path / "text").read_bytes().decode() == text
    assert download.value.suggested_filename == ("pump" + suffix if suffix in {".txt", ".md"} else f"pump{suffix}.txt")


def test_text_can_be_pasted(opened: Opened, address: str) -> None:
    page = opened(address, "phone")
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("textbox", name="Paste text").fill(f"A note.\n\n{SAYS}")
    page.get_by_role("textbox", name="Name of the pasted text").fill("My note")
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("dialog")).not_to_be_visible()
    ask(page, QUESTION)
    expect(page.locator(".said")).to_contain_text("40")
    page.locator("a.source").first.click()
    expect(page.locator(".tools .name")).to_have_text("My note.txt")


def test_pasted_markdown_is_an_article_of_sections_called_by_its_heading(opened: Opened, address: str) -> None:
    page = opened(address)
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("textbox", name="Paste text").fill(f"# The **pump**\n\n{SAYS}")
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator(".welcome em")).to_have_text("The pump")
    expect(page.locator(".text").get_by_role("heading", name="The pump", exact=True)).to_be_visible()


def test_own_articles_are_seen_by_nobody_else_and_gone_when_removed(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page, other = opened(address), opened(address)
    add(page, make(tmp_path / "pump.txt"))
    key = page.locator(".bar select").input_value()
    other.reload()
    expect(other.locator(".bar select option")).to_have_count(1)
    for path in (f"articles/{key}", f"articles/{key}/text"):
        assert page.request.get(f"{address}/page/{path}").status == 200
        assert other.request.get(f"{address}/page/{path}").status == 404
    asked = {"question": QUESTION, "scope": key, "turns": []}
    assert other.request.post(f"{address}/page/ask", data=asked).status == 404
    page.locator(".bar select").select_option(label="article.txt")
    expect(page.locator(".tools .name")).to_have_text("article.txt")
    everything = other.request.post(f"{address}/page/ask", data={**asked, "scope": "all"}).json()
    assert "pump.txt" not in str(everything)
    ask(page, "Thank you")  # of the other article, so that it stays
    page.locator(".bar select").select_option(label="pump.txt")
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    ask(page, QUESTION)
    page.locator(".scope").select_option(label="All 2 articles")
    ask(page, QUESTION)
    assert SAYS in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name="Remove pump.txt").click()
    page.keyboard.press("Tab")  # who goes elsewhere has not said yes
    page.get_by_role("button", name="Remove pump.txt").click()
    expect(page.locator(".own li")).to_have_count(1)
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".own li")).to_have_count(0)
    expect(page.locator(".turn h2")).to_have_text(["Thank you"])
    assert SAYS not in page.evaluate("JSON.stringify(localStorage)")
    assert page.request.get(f"{address}/page/articles/{key}").status == 404
    expect(page.locator(".tools .name")).to_have_text("article.txt")


def test_own_articles_survive_a_restart_until_they_are_removed(opened: Opened, tmp_path: Path) -> None:
    with served() as first:
        page = opened(first)
        for suffix in (".pdf", ".txt"):
            add(page, make(tmp_path / f"pump{suffix}"))
        ask(page, QUESTION)
        link = page.locator("a.source").first.get_attribute("href")
        before = article_text(page)
        settled(page)
    with served("--port", first.rpartition(":")[2]) as second:  # the same address, and nothing in its memory
        page.goto(f"{second}/{link}")
        page.reload()
        expect(page.locator(".text mark.quoted").first).to_be_visible()
        expect(page.locator(".tools .name")).to_have_text("pump.txt")  # as the address says, without a click
        assert SAYS in marked(page)
        assert article_text(page) == before
        expect(page.locator(".bar select option")).to_have_count(3)  # in which order they were given back is no matter
        assert sorted(page.locator(".bar select option").all_text_contents()) == ["The pump", "article.txt", "pump.txt"]
        page.locator(".bar select").select_option(label="The pump")
        ask(page, QUESTION)
        expect(page.locator(".said").last).to_contain_text("40")
        page.get_by_role("button", name="Add article").click()
        for left, name in ((1, "The pump"), (0, "pump.txt")):
            page.get_by_role("button", name=f"Remove {name}").click()
            page.get_by_role("button", name="Remove, with its answers?").click()
            expect(page.locator(".own li")).to_have_count(left)
        settled(page)
    with served("--port", second.rpartition(":")[2]):
        page.reload()
        expect(page.locator(".tools .name")).to_have_text("article.txt")
        settled(page)
        expect(page.locator(".bar select option")).to_have_count(1)


def test_of_several_articles_each_answer_names_its_own_by_title_earlier_ones_too(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    box, added = page.locator(".composer textarea"), "The pump"
    ask(page, QUESTION)
    expect(page.locator(".abstention")).to_contain_text("Not in the article.")
    expect(box).to_have_attribute("placeholder", "Ask the article …")
    add(page, make(tmp_path / "pump.html"))
    expect(page.locator(".abstention")).to_contain_text("Not in article.txt.")
    expect(page.locator(".tools .name")).to_have_text("pump.html")
    ask(page, "Who is Omar Qazi?")
    expect(page.locator(".abstention").last).to_contain_text(f"Not in {added}.")
    ask(page, QUESTION)
    page.locator(".quotes a.source").first.click()
    expect(page.locator(".quotes a.source").first).to_contain_text(added)
    page.get_by_role("button", name="Copy a link to this quote").click()
    expect(page.locator(".toast.shown")).to_contain_text("this browser, which alone has the article")
    page.locator(".scope").select_option(label="All 2 articles")
    expect(box).to_have_attribute("placeholder", "Ask all 2 articles …")
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name=f"Remove {added}").click()
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".abstention strong")).to_have_text(["Not in the article."])
    expect(box).to_have_attribute("placeholder", "Ask the article …")


def test_one_or_all_articles_can_be_asked(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".abstention")).to_contain_text("Not in pump.txt.")
    page.locator(".scope").select_option(label="All 2 articles")
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    expect(page.locator("a.source").last).to_contain_text("article.txt")
    page.locator("a.source").last.click()
    expect(page.locator(".tools .name")).to_have_text("article.txt")
    expect(page.locator(".text mark.highlight")).to_have_text("Whole Mars Catalog")
    page.locator(".bar select").select_option(label="pump.txt")
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    ask(page, "Who wrote the opera Aida?")
    expect(page.locator(".abstention").last).to_contain_text("Not in these 2 articles.")
    waiting = held(page)
    page.locator(".composer textarea").fill("What is Omar Qazi also known as, and when was he born?")
    page.keyboard.press("Enter")
    expect(page.locator(".searching")).to_have_text("Reading these 2 articles …")
    waiting[0].continue_()
    expect(page.locator(".missing")).to_contain_text("These 2 articles do not say: when was he born")
    page.get_by_role("button", name="Copy", exact=True).last.click()
    assert "\nNot in these 2 articles: when was he born" in page.evaluate("navigator.clipboard.readText()")
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as Markdown").click()
    download.value.save_as(tmp_path / "told.md")
    told = (tmp_path / "told.md").read_text(encoding="utf-8")
    assert "**Not in pump.txt.**" in told  # as the page says it
    assert "**Not in these 2 articles.**" in told


def test_an_article_is_picked_by_its_title_and_two_of_one_title_are_told_apart(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address, "phone")
    picker = page.locator(".bar select")
    files = {
        "heron.md": "# The *heron*\n\nIt is grey.",
        "b.md": "# The *heron*\n\nIt is old.",
        f"{'n' * 200}.txt": "No.",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        page.get_by_role("button", name="Add article").click()
        page.locator("dialog input[type=file]").set_input_files(tmp_path / name)
        expect(page.locator("dialog")).not_to_be_visible()
        expect(picker).to_have_attribute("title", name)
        if name == "heron.md":
            expect(picker.locator("option")).to_have_text(["article.txt", "The heron"])
    expect(picker.locator("option")).to_have_text(
        ["article.txt", "The heron · heron.md", "The heron · b.md", f"{'n' * 200}.txt"]
    )
    picker.evaluate("one => { one.value = one.options[1].value; one.dispatchEvent(new Event('change')); }")
    expect(picker).to_have_attribute("title", "heron.md")
    assert picker.evaluate("one => [...one.options].map(one => one.title)") == ["article.txt", *files]
    box = picker.bounding_box()
    assert box
    assert box["width"] <= 352
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    (tmp_path / "heron.md").write_text("# The *heron*\n\nIt is grey and old.")
    page.get_by_role("button", name="Add article").click()
    page.locator("dialog input[type=file]").set_input_files(tmp_path / "heron.md")
    expect(picker.locator("option").last).to_have_text("The heron · heron.md (2)")


def test_of_two_articles_chosen_the_later_one_opens(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    picker = page.locator(".bar select")
    seed = picker.locator("option").first.get_attribute("value")
    slow = held(page, f"articles/{seed}")
    with page.expect_request(f"**/page/articles/{seed}"):
        picker.select_option(label="article.txt")
    picker.select_option(label="pump.txt")
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    with page.expect_response(f"**/page/articles/{seed}"):
        slow[0].continue_()
    ask(page, QUESTION)  # whatever the late answer did is done by then
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    expect(page.locator("a.source")).to_contain_text("pump.txt")


def test_whatever_article_is_picked_is_asked_and_one_that_does_not_come_is_not_picked(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    expect(page.locator(".composer textarea")).to_be_focused()
    picker = page.locator(".bar select")
    seed = picker.locator("option").first.get_attribute("value")
    coming = held(page, f"articles/{seed}")
    with page.expect_request(f"**/page/articles/{seed}"):
        picker.select_option(label="article.txt")
    ask(page, "What is Omar Qazi also known as?")  # before the article is seen
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    coming[0].abort()
    expect(page.locator(".toast")).to_contain_text("The server does not answer")
    expect(picker.locator("option:checked")).to_have_text("pump.txt")
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    ask(page, QUESTION)
    expect(page.locator("a.source").last).to_contain_text("pump.txt")


def test_an_answer_from_two_articles_is_stepped_through(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    page.locator(".scope").select_option(label="All 2 articles")
    ask(page, f"What is Omar Qazi also known as, and {QUESTION[0].lower()}{QUESTION[1:]}")
    page.locator("a.source").first.click()
    for name, place in (("article.txt", "1 of 2"), ("pump.txt", "2 of 2"), ("article.txt", "1 of 2")):
        expect(page.locator(".tools .name")).to_have_text(name)
        expect(page.locator(".place")).to_contain_text(f"Quote {place}")
        page.keyboard.press("n")


def test_a_large_article_is_indexed_with_progress(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"Report {n} says that pump {n} was painted green. " * 8 for n in range(150)) + SAYS)
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)

    page.expose_function("told", tell)
    page.evaluate(
        "new MutationObserver(() => told(document.querySelector('.progress').textContent))"
        ".observe(document.querySelector('.progress'), { childList: true })"
    )
    add(page, path)
    assert any(line.startswith("Indexing long.txt: ") and " passages" in line for line in told)
    ask(page, QUESTION)
    expect(page.locator(".reply")).to_contain_text("40")
    ask(page, "Who painted the Mona Lisa?")
    expect(page.locator(".abstention")).to_contain_text(re.compile(r"The 8 likeliest of \d\d passages were read\."))


def test_a_server_that_was_restarted_is_given_an_own_article_when_it_is_asked(opened: Opened, tmp_path: Path) -> None:
    with served() as first:
        page = opened(first)
        add(page, make(tmp_path / "pump.pdf"))
        settled(page)
    with served("--port", first.rpartition(":")[2]):
        ask(page, QUESTION)
        expect(page.locator(".said")).to_contain_text("40")


def test_a_reload_opens_what_was_open_and_asks_what_was_asked(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    add(page, make(tmp_path / "pump.txt"))
    page.reload()
    expect(page.locator(".tools .name")).to_have_text("pump.txt")
    ask(page, QUESTION)
    expect(page.locator("a.source")).to_contain_text("pump.txt")  # which of two it is
    page.locator(".scope").select_option(label="All 2 articles")
    page.reload()
    expect(page.locator(".scope option:checked")).to_have_text("All 2 articles")


def test_a_file_can_be_dropped_and_several_are_added_whatever_becomes_of_one(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    dropped = page.evaluate_handle(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], 'dropped.txt'));
            return held;
        }""",
        SAYS,
    )
    page.dispatch_event(".app", "drop", {"dataTransfer": dropped})
    expect(page.locator(".tools .name")).to_have_text("dropped.txt")
    expect(page.locator("dialog")).not_to_be_visible()
    (tmp_path / "empty.txt").write_text("")
    page.get_by_role("button", name="Add article").click()
    page.locator("dialog input[type=file]").set_input_files([tmp_path / "empty.txt", make(tmp_path / "pump.md")])
    expect(page.locator(".tools .name")).to_have_text("pump.md")
    expect(page.locator(".progress.error")).to_contain_text('"empty.txt" is empty')  # and the dialog stays open
    expect(page.locator(".own li")).to_have_count(2)


def test_what_comes_while_a_file_is_read_is_read_after_it_and_what_is_written_stays(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    coming = held(page, "articles?*")
    page.get_by_role("button", name="Add article").click()
    paste = page.get_by_role("textbox", name="Paste text")
    with page.expect_request("**/page/articles?*"):
        page.locator("dialog input[type=file]").set_input_files(make(tmp_path / "pump.txt"))
    page.evaluate(DROP, ["dropped.txt", "The heron is grey."])
    paste.fill("What I wrote")
    expect(page.locator(".progress")).to_have_text("Reading pump.txt …")
    expect(page.locator(".add")).to_have_text("Adding …")  # for whoever has closed the dialog
    with page.expect_request("**/page/articles?*"):
        assert len(coming) == 1
        coming[0].continue_()
    expect(page.locator(".own li")).to_have_count(1)
    coming[1].continue_()
    page.unroute("**/page/articles?*")
    expect(page.locator(".own li")).to_have_count(2)
    expect(page.locator(".tools .name")).to_have_text("dropped.txt")
    expect(page.locator(".progress")).to_have_text("Added")
    expect(page.locator(".add")).to_have_text("Add article")
    expect(page.locator("dialog")).to_be_visible()
    expect(paste).to_have_value("What I wrote")
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("dialog")).not_to_be_visible()
    expect(page.locator(".paste textarea")).to_have_value("")


def test_what_the_dialog_has_to_say_is_said_in_it(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"The heron of {name} is grey.")
        add(page, tmp_path / name)
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name="Remove one.txt").click()
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator("dialog [role=status]").first).to_have_text("Removed, with the answers that quote it")
    expect(page.get_by_role("button", name="Remove two.txt")).to_be_focused()
    page.route(
        re.compile(r"/page/articles/\w+$"),
        lambda route: route.abort() if route.request.method == "GET" else route.fallback(),
    )
    page.get_by_role("button", name="Remove two.txt").click()
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".progress.error")).to_contain_text("The server does not answer")  # it shows what is gone
    expect(page.locator(".own li")).to_have_count(0)
    page.clock.install()
    page.evaluate("location.hash = '#cite=1-2:x@y'")  # and what is said elsewhere can be seen and heard
    expect(page.locator("dialog .toast.shown")).to_have_text("This link leads to no place in the article")
    page.clock.fast_forward(9_000)  # what went wrong takes long to read
    expect(page.locator(".toast")).to_have_class("toast shown")
    page.clock.fast_forward(2_000)
    expect(page.locator(".toast")).to_have_class("toast")
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#cite=1-2:z@y'")
    expect(page.locator("#quoth > .app > .toast.shown")).to_be_visible()


def test_text_without_a_blank_can_be_pasted(opened: Opened, address: str) -> None:
    page = opened(address)
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("textbox", name="Paste text").fill("長" * 1400)
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator(".tools .name")).to_have_text("長" * 80 + ".txt")


def test_a_table_that_a_browser_printed_is_read_row_by_row(browser: Browser) -> None:
    rows = [
        "Quantity | P-20 | P-25 | Remark",
        "Supply | 230 V ± 10 % | 230 V ± 10 % | single phase only",
        "Motor current at the start, two seconds at most | 32 A | 60 A | ",
        "Cut-in pressure | 1.0–3.5 bar | 1.0–4.5 bar | factory setting 2.0 bar; see the remark on the next page",
        "Weight | 1.3 kg | 1.7 kg | without cable",
        "Ports | 1 | 2 | and room for more",
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    told = [
        "It <b>runs</b> on its own",
        "Day and <b>night</b> it hums",
        "Nobody <b>who was there</b> has ever seen it <b>stop</b>",
    ]
    prose = "".join(f"<p>{sentence}, they say.</p>" for sentence in told)
    page = browser.new_page()
    for style in ("", "border: 1px solid; font-family: sans-serif", "vertical-align: top"):
        page.set_content(f"<style>td {{{style}}} body {{width: 15cm}}</style>{prose}<table>{cells}</table>{prose}")
        found = text_of(Path("a.pdf"), page.pdf())
        assert [line for line in found.splitlines() if "|" in line] == rows, style
        assert found.count("Nobody who was there has ever seen it stop, they say.") == 2
    page.close()


def test_a_refused_file_is_told_in_one_line(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    refused = {
        "x<b>.exe": (b"MZ", "Quoth reads .txt, .md"),
        "fake.pdf": (b"MZ\0\0", "is no PDF inside"),
        "pages.pdf": (pdf([["x"]] * 10_000), "has 10,000 pages; an article may have 2,000: split it"),
        "deep.html": (b"<div>" * 10_000 + b"x", "is nested more than 200 elements deep"),
        "bomb.docx": (zipped(bytes(101_000_000)), "unpacks to 101,000,000 bytes"),
    }
    page.get_by_role("button", name="Add article").click()
    for name, (raw, reason) in refused.items():
        (tmp_path / name).write_bytes(raw)
        page.locator("dialog input[type=file]").set_input_files(tmp_path / name)
        expect(page.locator(".progress.error")).to_contain_text(f'"{name}"')
        expect(page.locator(".progress.error")).to_contain_text(reason)
    expect(page.locator(".own li")).to_have_count(0)


def test_a_name_shows_as_the_text_it_is_and_the_dialog_has_the_articles_text(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    name = "<img src=x onerror=alert(1)>&amp; *x*.txt"
    add(page, make(tmp_path / "pump.txt").rename(tmp_path / name))
    expect(page.locator(".bar select option").last).to_have_attribute("title", name)
    page.get_by_role("button", name="Add article").click()
    expect(page.locator(".own li span").first).to_have_text(name)
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download the text of {name}").click()
    download.value.save_as(tmp_path / "text")
    assert (tmp_path / "text").read_bytes().decode() == article_text(page)
    page.locator("dialog input[type=file]").set_input_files(make(tmp_path / "pump.md").rename(tmp_path / "<b>.xyz"))
    expect(page.locator(".progress.error")).to_contain_text('"<b>.xyz"')
    page.keyboard.press("Escape")
    ask(page, QUESTION)
    expect(page.locator("a.source").last).to_contain_text(name)
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name=f"Remove {name}").click()
    page.get_by_role("button", name="Remove, with its answers?").click()
    expect(page.locator(".own li")).to_have_count(0)
    assert page.locator("#quoth :is(img, b)").count() == 0


def test_the_command_line_serves_every_format(opened: Opened, tmp_path: Path) -> None:
    names = [make(tmp_path / f"pump{suffix}").name for suffix in corpus.FORMATS if suffix != ".htm"]
    (tmp_path / "pump.md").write_text(f"# The pump\n\n{SAYS}")  # the same words twice are one article
    with served("-a", str(tmp_path)) as address:
        page = opened(address)
        options = page.locator(".bar select option")
        assert options.evaluate_all("all => all.map(one => one.title)") == sorted(names)
        for name in names:
            page.locator(".bar select").select_option(index=sorted(names).index(name))
            expect(page.locator(".tools .name")).to_have_text(name)
            ask(page, QUESTION)
            expect(page.locator(".turn").last.locator(".said")).to_contain_text("40")
            page.locator(".turn").last.locator("a.source").first.click()
            assert SAYS in marked(page)
