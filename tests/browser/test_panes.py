"""Two panes that work as one: marks, steps, links, contents, find, and the way back on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from article_files import MONOSPACED, pdf
from browser_help import LOOKS, add, article_text, ask, marked, served, settled
from playwright.sync_api import BrowserContext, Page, Route, expect

from rag import corpus
from rag.corpus import article_from_text

Opened = Callable[..., Page]
Fresh = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def pump() -> Iterator[str]:
    with served("-a", str(Path(__file__).parents[1] / "gold" / "pump.md")) as found:
        yield found


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_a_citation_marks_the_exact_words_and_escape_goes_back(
    opened: Opened, address: str, size: str, scheme: str
) -> None:
    page = opened(address, size, scheme)
    ask(page, "What will Dojo 2 focus on?")
    quote = page.locator(".quote blockquote").first
    source = page.locator("a.source").first
    wanted = quote.evaluate("node => node.textContent")
    source.click()
    mark = page.locator(".text mark.highlight").first
    expect(mark).to_be_in_viewport()
    assert mark.evaluate("node => node === document.activeElement")
    box, pane = mark.bounding_box(), page.locator(".text").bounding_box()
    assert box and pane
    assert abs(box["y"] - pane["y"] - pane["height"] / 2) < pane["height"] / 6
    assert wanted in marked(page)
    assert "large models" in page.locator(".text mark.highlight").all_text_contents()
    page.keyboard.press("Escape")
    expect(page.locator(".text mark")).to_have_count(0)
    expect(source).to_be_focused()
    expect(source).to_be_in_viewport()
    assert article_text(page) == (corpus.seed() / "article.txt").read_text(encoding="utf-8")


def test_on_a_phone_one_pane_is_seen_and_a_button_leads_back(opened: Opened, address: str) -> None:
    page = opened(address, "phone")
    expect(page.locator(".reader")).to_be_hidden()
    ask(page, "What will Dojo 2 focus on?")
    page.locator("a.source").first.click()
    expect(page.locator(".chat")).to_be_hidden()
    page.get_by_role("button", name="Back to the answer").click()
    expect(page.locator(".chat")).to_be_visible()
    page.get_by_role("button", name="Article", exact=True).click()
    expect(page.locator(".text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_a_finger_must_hit_is_large_enough(fresh: Fresh, address: str) -> None:
    context = fresh(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".example").first).to_be_visible()
    small = """all => all.filter(one => one.checkVisibility())
      .map(one => [one.getAttribute('aria-label') ?? one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([, box]) => box.width && box.height < 44 || box.width < 24).map(([name]) => name)"""
    targets = page.locator("#quoth :is(button, select, summary, a.source)")
    assert targets.evaluate_all(small) == []
    ask(page, "What will Dojo 2 focus on?")
    ask(page, "Who painted the Mona Lisa in 1503?")
    page.locator(".nearest summary").last.click()
    page.locator(".menu summary").click()
    assert targets.evaluate_all(small) == []
    page.locator(".menu summary").click()
    beside = """one => { const { x, y, width, height } = one.getBoundingClientRect();
      return [-20, 20].every(by => document.elementFromPoint(x + width / 2, y + height / 2 + by) === one); }"""
    number = page.locator(".answer a.number").first
    number.scroll_into_view_if_needed()
    assert number.evaluate(beside)
    page.locator("a.source").first.click()
    expect(page.locator(".text mark.highlight").first).to_be_in_viewport()
    assert targets.evaluate_all(small) == []


def test_on_a_phone_the_browsers_back_leads_to_the_answer_and_forward_to_the_quote(
    opened: Opened, address: str
) -> None:
    page = opened(address, "phone")
    ask(page, "What will Dojo 2 focus on?")
    source = page.locator("a.source").first
    for leave in (page.go_back, page.get_by_role("button", name="Chat", exact=True).click):
        source.click()
        expect(page.locator(".chat")).to_be_hidden()
        leave()
        expect(page.locator(".chat")).to_be_visible()
        expect(page.locator(".said").first).to_be_in_viewport()
    page.go_forward()
    expect(page.locator(".text mark.highlight").first).to_be_in_viewport()
    page.get_by_role("button", name="Back to the answer").click()
    expect(source).to_be_focused()


def test_on_a_phone_the_place_among_the_quotes_is_not_cut(opened: Opened, address: str) -> None:
    page = opened(address, "phone")
    ask(page, "What did Musk say about Dojo?")
    page.locator("a.source").nth(1).click()
    which = page.locator(".place span").first
    expect(which).to_have_text(re.compile(r"Quote 2 of \d"))
    assert which.evaluate("node => node.scrollWidth <= node.clientWidth || node.clientWidth === 0")
    inside = "node => { const of = node.closest('.steps'), box = node.getBoundingClientRect();"
    inside += " return box.right <= of.getBoundingClientRect().right && of.scrollWidth <= of.clientWidth }"
    assert which.evaluate(inside)


def test_on_a_phone_a_quote_far_down_comes_to_the_middle(opened: Opened, address: str) -> None:
    page = opened(address, "phone")
    ask(page, "Who asked Musk about chips?")
    page.locator("a.source").last.click()
    middle = "node => { const box = node.getBoundingClientRect(), pane = node.closest('.text').getBoundingClientRect();"
    middle += " return Math.abs(box.top + box.bottom - pane.top - pane.bottom) < pane.height / 3 }"
    mark = page.locator(".text mark.highlight").first
    expect(mark).to_be_in_viewport()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert mark.evaluate(middle)


def test_several_quotes_are_marked_together_and_stepped_through_by_keyboard(opened: Opened, address: str) -> None:
    page = opened(address)
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    words = ["Omar Qazi", "large models"]
    places = [text.index("Omar Qazi, also"), text.index("large models, marking")]
    quotes = [
        {"article": "article.txt", "start": at, "end": at + 30, "text": text[at : at + 30], "section": None, "part": n,
         "probability": 0.9, "highlights": [{"start": at, "end": at + len(word)}]}
        for n, (at, word) in enumerate(zip(places, words, strict=True))
    ]  # fmt: skip
    told = {"status": "answered", "answer": "; ".join(words), "quotes": quotes, "missing": [], "nearest": [],
            "unquoted": [], "read_as": None, "probability": 0.9, "passages_read": 6, "passages_total": 6}  # fmt: skip
    key = page.locator(".bar select").input_value()
    page.route("**/page/ask", lambda route: route.fulfill(json={"outcome": told, "keys": [key, key]}))
    ask(page, "Who asked, and what about?")
    assert page.locator(".said").all_text_contents() == words
    page.locator("a.number").first.click()
    assert page.locator(".text mark.highlight").all_text_contents() == ["large models", "Omar Qazi"]
    expect(page.locator(".place")).to_contain_text("Quote 1 of 2")
    expect(page.locator(".text mark.current.highlight")).to_have_text("Omar Qazi")
    expect(page.locator(".quote[aria-current]")).to_contain_text("Omar Qazi")
    page.keyboard.press("n")
    expect(page.locator(".place")).to_contain_text("Quote 2 of 2")
    expect(page.locator(".quote[aria-current]")).to_contain_text("large models")
    expect(page.locator(".text mark.current.highlight")).to_have_text("large models")
    expect(page.locator(".text mark.current.highlight")).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".text mark.current.highlight")).to_have_text("Omar Qazi")
    page.keyboard.press("p")
    expect(page.locator(".text mark.current.highlight")).to_have_text("large models")
    page.locator(".turns").focus()  # letters do so in the article's pane alone, for who speaks to a page seems to type
    for letter in "np/":
        page.keyboard.press(letter)
    expect(page.locator(".text mark.current.highlight")).to_have_text("large models")
    expect(page.locator(".find")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".text mark.current.highlight")).to_have_text("Omar Qazi")
    page.locator(".turns").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".text mark")).to_have_count(0)
    page.locator(".text").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find in the article")).to_be_focused()


def test_a_copied_link_opens_there(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What will Dojo 2 focus on?")
    page.locator("a.source").first.click()
    words = marked(page)
    page.get_by_role("button", name="Copy a link to this quote").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/#cite=")
    other = opened(link)
    expect(other.locator(".text mark.highlight").first).to_be_in_viewport()
    assert marked(other) == words
    ask(other, "Who asked Musk about chips?")
    assert other.url == f"{address}/"  # a reload stays with what was asked last


def test_a_long_article_has_contents(opened: Opened, pump: str) -> None:
    page = opened(pump)
    page.get_by_role("button", name="Contents").click()
    entry = page.locator(".contents .under button", has_text="Wiring")
    expect(page.locator(".contents li").first).not_to_have_class("under")  # the title
    entry.click()
    expect(page.locator(".contents")).to_be_hidden()
    heading = page.locator(".text h2", has_text="Wiring")
    expect(heading).to_be_in_viewport()
    assert heading.inner_text().startswith("3. Wiring")  # the mark-up is there, but not seen
    assert "## 3. Wiring" in article_text(page)


def test_the_contents_say_which_section_is_read(opened: Opened, address: str) -> None:
    page = opened(address)
    key = page.locator(".bar select").input_value()
    told = "\n".join(f"- Pump {n} is{' looked after, and runs as it should,' * 4} day and night." for n in range(30))
    short = "".join(f"## Remark {n}\n\nNone.\n\n" for n in range(3))
    text = "# Report\n\n" + "".join(f"## Part {n}\n\n{told}\n\n" for n in range(200)) + short  # a million characters
    sections = [{"title": one[1], "start": one.start()} for one in re.finditer(r"^#+ (.+)", text, re.M)]
    long = {"key": key, "name": "long.md", "title": "Report", "text": text, "sections": sections}
    page.route(f"**/page/articles/{key}", lambda route: route.fulfill(json=long))
    page.reload()
    expect(page.locator(".tools .name")).to_have_text("long.md")
    pane, toggle = page.locator(".text"), page.get_by_role("button", name="Contents")
    current = page.locator(".contents [aria-current]")
    taken = toggle.evaluate("one => { const at = performance.now(); one.click(); return performance.now() - at; }")
    assert taken < 300  # milliseconds; to lay out all of it takes seconds
    expect(current).to_have_text("Report")
    expect(current).to_be_focused()
    for title in ("Part 150", "Part 20"):  # where nothing above was laid out yet, and back
        page.locator(".contents button", has_text=title).first.click()
        expect(page.locator(".text h2", has_text=title).first).to_be_in_viewport()
        toggle.click()
        expect(current).to_have_text(title)
        expect(current).to_be_in_viewport()
    pane.hover(position={"x": 5, "y": 5})
    next_one = page.locator(".text h2", has_text="Part 21").first
    below = "node => node.getBoundingClientRect().top - node.closest('.text').getBoundingClientRect().top"
    page.mouse.wheel(0, next_one.evaluate(below) - 10)
    expect(current).to_have_text("Part 21")
    pane.evaluate("node => { node.scrollTop = node.scrollHeight }")
    expect(current).to_have_text("Remark 2")  # it never comes to the top
    settled(page)


def test_an_article_of_one_line_is_laid_out_in_pieces_and_marked_across_them(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    path = tmp_path / "line.txt"
    text = " ".join(f"Report {n} says that pump {n} is “green”." for n in range(300)) + "a𝄞𝄞𝄞" * 2000  # no blank
    path.write_text(text, encoding="utf-8")
    add(page, path)
    assert article_text(page) == text
    pieces = page.locator(".text p").all_text_contents()
    assert "".join(pieces) == text  # none is cut inside a character
    assert max(map(len, pieces)) <= 3000
    assert all(piece.endswith("“green”. ") for piece in pieces[:3])
    cut = len(pieces[0])
    key = page.locator(".bar select").input_value()
    page.goto(f"{address}/#cite={cut - 60}-{cut + 60}:{cut - 7}-{cut + 9}@{key}")
    expect(page.locator(".text mark.highlight").first).to_be_in_viewport()
    assert marked(page) == text[cut - 60 : cut + 60]
    assert "".join(page.locator(".text mark.highlight").all_text_contents()) == text[cut - 7 : cut + 9]
    page.get_by_role("button", name="Find in the article").click()
    page.get_by_role("searchbox").fill(text[cut - 7 : cut + 9])
    expect(page.locator(".count")).to_have_text("1 of 1")


def test_a_table_is_shown_as_one_and_marked_in_its_cells(opened: Opened, pump: str) -> None:
    page = opened(pump)
    text = (Path(__file__).parents[1] / "gold" / "pump.md").read_text(encoding="utf-8")
    assert article_text(page) == text  # bars and all
    start = page.locator(".row", has_text="Motor current at start")
    assert start.locator(".cell").all_text_contents() == ["Motor current at start, 2 s at most", "32 A", "60 A", ""]
    edges = {round(box["x"]) for row in (start, page.locator(".row", has_text="Enclosure"))
             if (box := row.locator(".cell").nth(1).bounding_box())}  # fmt: skip
    assert len(edges) == 1
    shown = page.locator(".table").first.inner_text()
    assert "|" not in shown
    assert "---" not in shown
    at = text.index("| Enclosure")
    words = text.index("IP54")
    key = page.locator(".bar select").input_value()
    page.goto(f"{pump}/#cite={at}-{text.index(chr(10), at)}:{words}-{words + 4}@{key}")
    expect(page.locator(".text mark.current").first).to_be_in_viewport()
    assert page.locator(".text mark.quoted").all_text_contents() == ["Enclosure", "IP54", "IP65", "cover closed"]
    assert page.locator(".text mark.highlight").all_text_contents() == ["IP54"]


def test_a_quoted_row_stands_below_the_head_of_its_table_and_only_answers_are_numbered(
    opened: Opened, pump: str
) -> None:
    page = opened(pump)
    ask(page, "What does W2 mean, and how heavy is the P-25?")
    quotes = page.locator(".quotes .quote")
    expect(quotes).to_have_count(2)
    head, row = quotes.nth(1).locator(".row").all()
    assert head.locator(".cell").all_inner_texts() == ["Quantity", "P-20", "P-25", "Remark"]
    assert row.locator(".cell").all_inner_texts() == ["Weight", "1.3 kg", "1.7 kg", "without cable"]
    assert row.evaluate("node => node.textContent") == "| Weight | 1.3 kg | 1.7 kg | without cable |"
    expect(row.locator("mark")).to_have_text("1.7 kg")
    left = [one.locator(".cell").nth(2).bounding_box() for one in (head, row)]
    assert left[0] and left[1] and left[0]["x"] == left[1]["x"]
    assert page.locator("a.number, .source .number").all_inner_texts() == ["1", "2", "1", "2"]
    page.locator("a.number").last.click()
    expect(page.locator(".place")).to_contain_text("Quote 2 of 2")
    expect(page.locator(".text mark.highlight.current")).to_have_text("1.7 kg")
    assert marked(page).startswith("QuantityP-20P-25RemarkWeight")  # the heads are marked with them
    page.keyboard.press("n")
    expect(page.locator(".text mark.highlight.current")).to_have_text("more than 20 starts in an hour")
    head.click()  # does what its row does, and the link below them
    expect(page.locator(".text mark.highlight.current")).to_have_text("1.7 kg")


def test_markdown_is_seen_as_it_was_meant_and_stays_the_text_it_is(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    lines = [
        "# Installing **Brewster**",
        "It needs **Python *3.11*** and `40_MB` of disk. See the [manual](https://example.org/a_b), 2*3*4 a_b_c.",
        "> __Note:__ never leave the pot <help@example.org> \\*alone\\*.",
        "```sh",
        "  brewster *--minutes* 5",
        "```",
    ]
    text = "\n\n".join(lines[:3]) + "\n\n" + "\n".join(lines[3:]) + "\n"
    text += '<p align="center">\n<!-- not seen -->\n</p>\n\n[![badge](b.svg)](https://example.org)\n'
    page = opened(address)
    (tmp_path / "guide.md").write_text(text, encoding="utf-8")
    (tmp_path / "guide.txt").write_text(text, encoding="utf-8")
    add(page, tmp_path / "guide.md")
    seen = "Installing Brewster\nIt needs Python 3.11 and 40_MB of disk. See the manual, 2*3*4 a_b_c.\n"
    seen += "Note: never leave the pot help@example.org *alone*.\n  brewster *--minutes* 5"
    pane = page.locator(".text")
    assert re.sub(r"\n+", "\n", pane.inner_text()).strip() == seen
    assert article_text(page) == text
    set_apart = [one.strip() for one in pane.locator("strong, code, .code").all_inner_texts()]
    assert set_apart == ["Brewster", "Python", "3.11", "40_MB", "Note:", lines[4].strip()]
    ask(page, "Which Python does Brewster need?")
    assert "*" not in page.locator(".said").first.inner_text() + page.locator(".quote blockquote").last.inner_text()
    expect(page.locator("a.source").last).to_have_text(re.compile("Installing Brewster$"))
    page.locator("a.source").last.click()
    assert page.locator(".text mark.highlight").first.inner_text() in seen
    page.keyboard.press("Escape")
    add(page, tmp_path / "guide.txt")
    expect(pane).to_contain_text(lines[0])
    assert pane.inner_text().count("*") == text.count("*")  # who wrote plain text meant what stands there


def test_a_link_says_where_it_leads_and_a_script_is_none(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    text = (
        "The boiler is described in [the manual](https://example.org/a_b). Write to <ann@example.org> about it. "
        "[Parts](docs/parts.md) are rare, and [this](javascript:alert`1`) or [that](data:text/html,x) is a trap.\n"
    )
    (tmp_path / "boiler.md").write_text(text, encoding="utf-8")
    add(page, tmp_path / "boiler.md")
    links = page.locator(".text a.out")
    expect(links).to_have_count(2)
    assert links.evaluate_all("all => all.map(one => [one.textContent, one.href, one.rel])") == [
        ["the manual", "https://example.org/a_b", "noopener noreferrer"],
        ["ann@example.org", "mailto:ann@example.org", "noopener noreferrer"],
    ]
    told = page.locator(".text span.out").evaluate_all("all => all.map(one => [one.textContent, one.title])")
    assert ["Parts", "docs/parts.md"] in told
    assert article_text(page) == text
    ask(page, "Where is the boiler described?")
    link = page.locator(".quote a.out").first
    expect(link).to_have_attribute("href", "https://example.org/a_b")
    link.evaluate("one => one.addEventListener('click', event => event.preventDefault())")  # it would leave the machine
    link.click()
    expect(page.locator(".text mark.quoted")).to_have_count(0)  # the link leads there, and not to the quote


def test_lines_of_a_markdown_paragraph_are_one_and_quoted_across_them(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    text = (
        "The **Brewster\nTwo** was built by Ann Lee in Ely\nin 1987.  \nIt is red.\n- one\n  and more\n- two\n\n"
        "> said\n> Ann\n\nThe end\n"
    )
    page = opened(address)
    (tmp_path / "guide.md").write_text(text, encoding="utf-8")
    add(page, tmp_path / "guide.md")
    pane = page.locator(".text")
    paragraphs = [
        "The Brewster Two was built by Ann Lee in Ely in 1987.",
        "It is red.",
        "- one and more",
        "- two",
        "said Ann",
        "The end",
    ]
    shown = pane.locator(".flow, .item, .aside").all()
    assert [" ".join("".join(one.locator("p").all_inner_texts()).split()) for one in shown] == paragraphs
    box, last = shown[0].bounding_box(), shown[-1].bounding_box()
    assert box and last and box["height"] == last["height"]  # one line
    assert article_text(page) == text
    ask(page, "When was the Brewster Two built?")
    page.locator("a.source").last.click()
    assert " ".join(marked(page).split()) == paragraphs[0]


def test_what_is_shown_of_markdown_is_what_was_read(opened: Opened, address: str, tmp_path: Path) -> None:
    text = (
        "# The \\#1 *pump*\r\n\r\nNote: **The 𝄞 valve HW\\_4 must stay shut. It was built by Ann Lee in 1987.** "
        'See [Ely](https://en.wikipedia.org/wiki/Ely_(city)) or <a href="mailto:x@y.org">us</a>, 5 \\* 3.\r\n\r\n'
        "_*Both*_ stand, *a `*` b* too.  \r\nIt **is\r\n\r\nred** `<b>`.\r\n\r\n- One:\r\n\r\n"
        "    ```sh\r\n    brew *now*\r\n    ```\r\n\r\n    *more*\r\n\r\nAlso:\r\n\r\n    *as it* is\r\n\r\n"
        "````\r\n```\r\n````\r\n"
    )
    seen = (
        "The #1 pump\nNote: The 𝄞 valve HW_4 must stay shut. It was built by Ann Lee in 1987. See Ely or us, 5 * 3.\n"
        "Both stand, a * b too.\nIt **is\nred** <b>.\n- One:\n    brew *now*\nmore\nAlso:\n    *as it* is\n```"
    )
    page = opened(address)
    (tmp_path / "guide.md").write_bytes(text.encode())
    add(page, tmp_path / "guide.md")
    pane = page.locator(".text")
    assert re.sub(r"[\r\n]+", "\n", pane.inner_text()).strip() == seen
    assert article_text(page) == text
    expect(pane.locator("a.out")).to_have_attribute("href", "https://en.wikipedia.org/wiki/Ely_(city)")
    read = article_from_text(text, Path("guide.md")).unmarked
    assert "".join(read.replace("#", "", 1).split()) == "".join(seen.split())
    ask(page, "When was it built?")
    quote = page.locator(".quotes blockquote").last
    expect(quote).to_have_text("It was built by Ann Lee in 1987.**", use_inner_text=False)  # half of what is set bold
    assert quote.inner_text() == "It was built by Ann Lee in 1987."
    expect(quote.locator("strong").first).to_have_text(re.compile("^It was built"))
    expect(page.locator("a.source").last).to_have_text(re.compile("The #1 pump$"))
    page.locator("a.source").last.click()
    expect(page.locator(".where")).to_have_text(" · The #1 pump")
    ask(page, "What must the valve do?")
    assert page.locator(".turn").last.locator(".quotes blockquote").last.inner_text().endswith("HW_4 must stay shut.")


def test_lists_tables_and_programs_of_other_formats_are_seen_as_those_of_markdown(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address)
    (tmp_path / "box.html").write_text(
        "<p>The box contains:<ol><li>hoses<ul><li>a <b>long</b> one</ul><li>a pump</ol>"
        "<table><tr><th>Model<th>Weight<tr><td>P-20<td>12 kg</table>"
    )
    add(page, tmp_path / "box.html")
    pane = page.locator(".text")
    expect(pane.locator(".item")).to_have_text(["1. hoses\n", "  - a long one\n", "2. a pump\n"])
    expect(pane.locator(".item.under")).to_have_count(1)
    assert pane.locator(".table .row .cell").all_inner_texts() == ["Model", "Weight", "P-20", "12 kg"]
    assert "--" not in pane.inner_text()
    ask(page, "What does the box contain?")
    expect(page.locator(".quote .item")).to_have_count(3)
    (tmp_path / "start.pdf").write_bytes(
        pdf([["It is started so:", ("pump.start", 9, MONOSPACED), ("  pump.wait", 9, MONOSPACED), "It runs then."]])
    )
    add(page, tmp_path / "start.pdf")
    assert pane.locator(".code").all_inner_texts() == ["pump.start\n", "  pump.wait\n"]
    assert "`" not in pane.inner_text()


def test_what_stands_below_a_heading_is_quoted_as_it_is_set_and_marked_palely(opened: Opened, pump: str) -> None:
    page = opened(pump)
    ask(page, "What are the limits?")
    expect(page.locator(".answer")).to_have_count(0)
    quote = page.locator(".quote blockquote")
    expect(quote.locator(".table .row")).to_have_count(9)
    assert quote.locator(".row").nth(1).locator(".cell").first.inner_text() == "Supply voltage"
    expect(quote.locator("mark")).to_have_count(0)
    page.locator("a.source").click()
    assert "Keep at least 0.8 bar between cut-in and cut-out." in marked(page)
    expect(page.locator(".text mark.highlight")).to_have_count(0)
    ask(page, "What are the modes?")
    expect(page.locator(".turn").last.locator(".quote .item strong").first).to_have_text("Constant")


def test_only_lines_that_are_alike_are_rows(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    (tmp_path / "rows.txt").write_text(
        "News | Today\n\nIt was cold.\n\na | b\n\nc | d\n\ng | h\n\nIt was warm.\n\ncat x | grep y\nls | wc\n\n"
        "    p | q\n    r | s\n    t | u\n\n| e | f\n"
    )
    add(page, tmp_path / "rows.txt")
    assert [row.inner_text().split() for row in page.locator(".row").all()] == [["a", "b"], ["c", "d"], ["g", "h"]]
    assert page.locator(".table").count() == 1
    expect(page.locator(".text p", has_text="News | Today")).to_be_visible()


def test_find_steps_through_every_match(opened: Opened, address: str) -> None:
    page = opened(address)
    page.locator(".text").focus()
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.fill("hw  4")
    expect(page.locator(".count")).to_have_text("1 of 2")
    box.press("Enter")
    expect(page.locator(".count")).to_have_text("2 of 2")
    painted = "[...CSS.highlights.get('found-now')].map(range => range.toString())"
    assert page.evaluate(painted) == ["HW 4"]
    box.press("Shift+Enter")
    expect(page.locator(".count")).to_have_text("1 of 2")
    box.fill("hovercraft")
    expect(page.locator(".count")).to_have_text("Not there")
    box.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.parametrize("n", [2, 29, 110])
def test_what_is_found_in_a_long_paragraph_is_in_view(opened: Opened, address: str, tmp_path: Path, n: int) -> None:
    page = opened(address)
    path = tmp_path / "long.txt"
    path.write_text(" ".join(f"Of all the things kept here, item {k} is the oddest." for k in range(120)))
    add(page, path)
    page.get_by_role("button", name="Find in the article").click()
    page.get_by_role("searchbox").fill(f"item {n} is")
    expect(page.locator(".count")).to_have_text("1 of 1")
    page.wait_for_function("""() => {
        const words = [...CSS.highlights.get('found-now')][0].getBoundingClientRect();
        const pane = document.querySelector('.text').getBoundingClientRect();
        return pane.top < words.top && words.bottom < pane.bottom;
    }""")


def test_the_page_does_not_wait_for_gradios_script(fresh: Fresh, address: str) -> None:
    context = fresh()
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)  # for good: it never comes

    page.route("**/assets/index-*.js", hold)
    page.goto(address, wait_until="commit")
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    assert held


def test_a_page_that_cannot_start_says_why(fresh: Fresh, address: str) -> None:
    context = fresh()
    page = context.new_page()
    page.route("**/page/articles", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(address, wait_until="commit")
    expect(page.get_by_role("alert")).to_contain_text("503")


def test_an_article_that_does_not_come_leaves_the_page_usable(fresh: Fresh, address: str, tmp_path: Path) -> None:
    page = fresh().new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(address)
    (tmp_path / "heron.txt").write_text("The heron is grey.")
    add(page, tmp_path / "heron.txt")
    one = re.compile(r"/page/articles/\w+$")
    page.route(one, lambda route: route.fulfill(status=503, body="{}"))
    page.reload(wait_until="commit")
    expect(page.locator(".toast")).to_contain_text("503")
    page.locator(".scope").select_option(label="All 2 articles")
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    page.get_by_role("button", name="Find in the article").click()
    page.get_by_role("searchbox").fill("heron")
    expect(page.locator(".count")).to_have_text("Not there")
    page.unroute(one)
    page.locator(".menu summary").click()
    with page.expect_download() as download:  # it is asked for once more
        page.get_by_role("button", name="Download the article’s text").click()
    assert download.value.suggested_filename == "heron.txt"
    expect(page.locator(".count")).to_have_text("1 of 1")
    assert broken == []


def test_find_begins_where_one_reads(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    (tmp_path / "long.txt").write_text("\n\n".join(f"This is pump {n}." for n in range(400)), encoding="utf-8")
    add(page, tmp_path / "long.txt")
    page.locator(".text").evaluate("node => node.scrollTo(0, node.scrollHeight / 2)")
    page.get_by_role("button", name="Find in the article").click()
    page.get_by_role("searchbox").fill("pump")
    expect(page.locator(".count")).to_have_text(re.compile(r"^(1\d\d|2\d\d) of 400$"))
    page.locator(".text").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    page.get_by_role("searchbox").fill("pump 3.")  # only above
    expect(page.locator(".count")).to_have_text("1 of 1")


def test_on_a_phone_a_new_article_opens_at_its_top_and_a_question_has_a_row(
    opened: Opened, address: str, tmp_path: Path
) -> None:
    page = opened(address, "phone")
    page.get_by_role("button", name="Article", exact=True).click()
    page.locator(".text").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    page.get_by_role("button", name="Chat", exact=True).click()
    (tmp_path / "long.txt").write_text("\n\n".join(f"This is pump {n}." for n in range(400)), encoding="utf-8")
    add(page, tmp_path / "long.txt")
    box = page.locator(".composer textarea").bounding_box()
    assert box and box["width"] > 300
    page.get_by_role("button", name="Article", exact=True).click()
    expect(page.locator(".text").get_by_text("This is pump 0.")).to_be_in_viewport()


def test_find_looks_for_what_is_seen(opened: Opened, address: str, tmp_path: Path) -> None:
    text = (
        "# The *old* pump\n\nIt needs **Python *3.11*** and the [manual](https://example.org/secret) 🌕.\n"
        "Wide\nopen.\n\n| Part | Weight |\n|---|---|\n| Head | 3 kg |\n| Foot | 4 kg |\n\n"
        "```sh\nbrew *now*\n```\n<!-- gone -->\n"
    )
    page = opened(address)
    (tmp_path / "guide.md").write_text(text, encoding="utf-8")
    add(page, tmp_path / "guide.md")
    page.get_by_role("button", name="Find in the article").click()
    found = {
        "the old pump": "The *old* pump",
        "Python 3.11": "Python *3.11",
        "manual 🌕. wide": "manual](https://example.org/secret) 🌕.\nWide",
        "wide open": "Wide\nopen",
        "weight head 3 kg": "Weight |\n|---|---|\n| Head | 3 kg",
        "brew *now*": "brew *now*",
    }
    for words, raw in found.items():
        page.get_by_role("searchbox").fill(words)
        expect(page.locator(".count")).to_have_text("1 of 1")
        assert page.evaluate("[...CSS.highlights.get('found-now')].map(range => range.toString())") == [raw]
    for hidden in ("secret", "|", "---", "```", "gone", "**"):
        page.get_by_role("searchbox").fill(hidden)
        expect(page.locator(".count")).to_have_text("Not there")


def test_find_takes_the_apostrophe_that_a_keyboard_has(opened: Opened, address: str) -> None:
    page = opened(address)
    page.get_by_role("button", name="Find in the article").click()
    page.get_by_role("searchbox").fill("Tesla's")
    expect(page.locator(".count")).to_have_text("1 of 6")
    page.get_by_role("searchbox").fill("M.sk (")  # words, no pattern
    expect(page.locator(".count")).to_have_text("Not there")


@pytest.mark.parametrize(
    "place",
    [
        "999999-1000000:",
        "0-20:0-999999999999999",  # would take an hour to count
        "10-20:5-15",
        "10-20:15-25",
        "10-20:15-15",
        "10-20:15",
        "0-200:" + ",".join(f"{n}-{n + 1}" for n in range(101)),
    ],
)
def test_a_link_to_no_place_says_so(opened: Opened, address: str, tmp_path: Path, place: str) -> None:
    page = opened(address)
    (tmp_path / "moon.txt").write_text("Two units make the moon 🌕 of one point.\n" * 100, encoding="utf-8")
    add(page, tmp_path / "moon.txt")
    key = page.locator(".bar select").input_value()
    page.goto(f"{address}/#cite={place}@{key}")
    expect(page.locator(".toast")).to_have_text("This link leads to no place in the article")
    expect(page.locator(".steps")).to_be_hidden()


def test_the_contents_close_with_escape_and_a_click_elsewhere(opened: Opened, address: str, tmp_path: Path) -> None:
    page = opened(address)
    path = tmp_path / "long.md"
    path.write_text("\n\n".join(f"# Part {n}\n\nIt is number {n}." for n in range(4)))
    add(page, path)
    contents = page.locator(".contents")
    for close in ("Escape", "click"):
        page.get_by_role("button", name="Contents").click()
        expect(contents).to_be_visible()
        if close == "Escape":
            page.keyboard.press("Escape")
        else:
            page.locator(".text").click(position={"x": 5, "y": 5})
        expect(contents).to_be_hidden()


def test_on_a_phone_too_a_passage_in_the_article_is_said_to_be_no_answer(opened: Opened, address: str) -> None:
    page = opened(address, "phone")
    ask(page, "When was xAI founded?")
    page.locator(".nearest summary").click()
    page.locator(".near a.source").first.click()
    expect(page.locator(".place")).to_be_visible()
    expect(page.locator(".place")).to_contain_text("No answer")


def test_marks_of_an_answer_go_when_the_next_question_is_asked(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    page.locator("a.source").click()
    expect(page.locator(".text mark.highlight")).to_have_count(1)
    ask(page, "When was xAI founded?")
    expect(page.locator(".text mark")).to_have_count(0)
    expect(page.locator(".steps")).to_be_hidden()


def test_an_article_is_set_to_be_read_and_stands_beside_the_conversation(opened: Opened, address: str) -> None:
    page = opened(address)
    lines = page.locator(".text p").evaluate_all("""all => {
        const node = all.map(one => one.firstChild).sort((a, b) => b.length - a.length)[0], rows = new Map();
        for (let i = 0; i < node.length; i += 1) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { top } = range.getBoundingClientRect();
            rows.set(top, (rows.get(top) ?? 0) + 1);
        }
        return [...rows.values()].slice(0, -1);
    }""")
    assert len(lines) > 3
    assert all(45 <= characters <= 80 for characters in lines), lines
    size, leading = page.locator(".text article").evaluate(
        "one => [getComputedStyle(one).fontSize, getComputedStyle(one).lineHeight].map(parseFloat)"
    )
    assert 16 <= size <= 20
    assert 1.5 <= leading / size <= 1.8
    chat, article = page.locator(".chat").bounding_box(), page.locator(".reader").bounding_box()
    assert chat and article
    assert chat["x"] + chat["width"] == article["x"]
    assert (chat["y"], chat["height"]) == (article["y"], article["height"])
    assert article["x"] + article["width"] == 1280


def test_a_copy_that_fails_is_not_said_to_have_been_made(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    )  # as without a certificate
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".toast")).to_have_text("Copied, with quotes and offsets")
    assert "A: Whole Mars Catalog" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("() => { document.execCommand = () => false; }")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".toast")).to_have_text("The browser does not let this page copy")
