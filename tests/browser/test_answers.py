"""What an answer looks like: found, in part, not at all; and that everything shows as the text it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from browser_help import article_text, ask, held, marked, served, settled
from playwright.sync_api import Page, Route, expect

Opened = Callable[..., Page]
NASTY = "<img src=x onerror=alert(1)> 😀 *moon* & <b>Barnaby</b> $a_1$ was here."


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("nasty") / "<img src=x onerror=alert(2)>.md"
    path.write_text(
        f"# <script>alert(3)</script>\r\n\r\n{NASTY}\r\n"
        "The name of the dog is Barnaby 👩🏽‍🚀 said 😀.\r\nLast  line.\tEnd.\n",
        newline="",
    )
    with served("-a", str(path)) as found:
        yield found


def test_the_short_answer_comes_first_and_its_certainty_in_words(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".answer .said")).to_have_text("Whole Mars Catalog")
    expect(page.locator(".quote mark")).to_have_text("Whole Mars Catalog")
    sure = page.locator(".sure")
    words = sure.inner_text()
    assert words.isprintable()
    assert "%" not in words
    sure.click()
    expect(sure).to_have_text(re.compile(rf"{words} · \d\d? %$"))


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.97, "Almost certainly right"),
        (0.948, "Almost certainly right"),
        (0.944, "Very likely right"),
        (0.8, "Very likely right"),
        (0.6, "Probably right"),
        (0.4, "Uncertain"),
        (0.2, "Doubtful"),
    ],
)
def test_the_words_say_what_the_number_says(opened: Opened, address: str, probability: float, words: str) -> None:
    page = opened(address)

    def change(route: Route) -> None:
        reply = route.fetch()
        told = reply.json()
        told["outcome"]["probability"] = probability
        route.fulfill(response=reply, json=told)

    page.route("**/page/ask", change)
    ask(page, "What is Omar Qazi also known as?")
    page.locator(".sure").click()
    expect(page.locator(".sure")).to_have_text(f"{words} · {probability * 100:.0f} %")


def test_an_honest_no_offers_the_nearest_passages_as_no_answer(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "When was xAI founded?")
    expect(page.locator(".abstention")).to_contain_text("Not in the article.")
    expect(page.locator(".abstention")).to_contain_text(re.compile(r"All \d+ passages were read\."))
    assert page.locator(".answer, .quote, .sure").count() == 0
    near = page.locator(".near").first
    expect(near).to_be_hidden()
    page.locator(".nearest summary").click()
    expect(near.locator(".no")).to_have_text("no answer")
    wanted = near.locator("blockquote").inner_text()
    near.locator("a.source").click()
    expect(page.locator(".text mark").first).to_be_in_viewport()
    assert marked(page) == wanted
    expect(page.locator(".steps .place")).to_contain_text("No answer")


def test_another_place_that_says_the_same_opens_there(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What will Dojo 2 focus on?")
    also = page.locator(".also a").first
    start, end = map(int, re.findall(r"\d+", str(also.get_attribute("href")))[:2])
    for _ in range(2):  # again after the marks are gone
        also.click()
        expect(page.locator(".text mark.current").first).to_be_in_viewport()
        assert marked(page) == article_text(page)[start:end] != page.locator(".quote blockquote").inner_text()
        page.get_by_role("button", name="Remove the marks").click()
        expect(page.locator(".text mark.quoted")).to_have_count(0)


def test_a_place_that_says_the_same_is_named_by_its_first_words_even_after_a_reload(
    opened: Opened, address: str
) -> None:
    page = opened(address)
    ask(page, "What will Dojo 2 focus on?")
    text = article_text(page)
    for _ in range(2):
        links = page.locator(".also a")
        expect(links).to_have_count(2)
        for link in links.all():
            start, end = map(int, re.findall(r"\d+", str(link.get_attribute("href")))[:2])
            words = str(link.get_attribute("title")).removesuffix(" …")
            assert len(words) > 20
            assert " ".join(text[start:end].split()).startswith(words)
            expect(link).to_have_accessible_name(f"here: {link.get_attribute('title')}")
        settled(page)
        page.reload()


def test_a_partial_answer_names_what_it_leaves_out(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as, and when was he born?")
    expect(page.locator(".said")).to_have_text("Whole Mars Catalog")
    expect(page.locator(".missing")).to_have_text(
        "Only a part of your question is answered. The article does not say: when was he born"
    )
    ask(page, "Tell me about SpaceX and HW 5")
    expect(page.locator(".turn").last.locator(".missing")).to_contain_text("The article does not say: SpaceX")
    expect(page.locator(".turn").last.locator(".unquoted")).to_have_count(0)  # it is told already
    ask(page, "When was Omar Qazi born, and how old is his wife?")
    expect(page.locator(".turn").last.locator(".abstention")).to_have_text(
        "Not in the article. It answers none of these: When was Omar Qazi born, how old is his wife. "
        "All 6 passages were read."
    )


def test_one_sentence_that_answers_two_parts_is_one_card_with_the_words_of_both(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as, and who is Whole Mars Catalog?")
    expect(page.locator(".answer .said")).to_have_text(["Whole Mars Catalog", "Omar Qazi"])
    expect(page.locator(".answer .number")).to_have_text(["1", "1"])
    expect(page.locator(".quotes li")).to_have_count(1)
    expect(page.locator(".quotes mark")).to_have_text(["Omar Qazi", "Whole Mars Catalog"])
    page.locator(".answer .number").last.click()
    expect(page.locator(".text mark.highlight")).to_have_text(["Omar Qazi", "Whole Mars Catalog"])
    expect(page.locator(".quotes li")).to_have_attribute("aria-current", "true")
    expect(page.locator(".steps .place")).to_have_text("Quote")


def test_names_and_numbers_that_no_quote_holds_are_pointed_out(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".unquoted")).to_have_count(0)
    ask(page, "What is Omar Qazi from Twitter also known as?")
    expect(page.locator(".turn").last.locator(".unquoted")).to_contain_text("No quote contains Twitter.")
    for question in ("What will Dojo 2 focus on in 2031?", "How much more powerful is HW 7 than HW 4?"):
        ask(page, question)  # another year or number is no answer at all
        expect(page.locator(".turn").last.locator(".abstention")).to_contain_text("Not in the article.")

    def change(route: Route) -> None:
        reply = route.fetch()
        told = reply.json()
        told["outcome"]["unquoted"] = ["2031", "HW 7"]
        route.fulfill(response=reply, json=told)

    page.route("**/page/ask", change)
    ask(page, "What is Omar Qazi also known as?")
    words = page.locator(".turn").last.locator(".unquoted").inner_text()
    assert re.sub(r"\W+", " ", words) == "No quote contains 2031 HW 7 Check that the quote is about what you asked "


def test_a_status_shows_while_searching_and_an_error_can_be_asked_again(opened: Opened, address: str) -> None:
    page = opened(address)
    waiting = held(page)
    page.locator(".composer textarea").fill("What will Dojo 2 focus on?")
    page.keyboard.press("Enter")
    expect(page.locator(".searching")).to_be_visible()
    assert page.locator(".answer, .quote").count() == 0
    waiting[0].fulfill(status=503, json={"error": "24 questions are waiting already; ask again in a few seconds"})
    expect(page.locator(".error")).to_contain_text("24 questions are waiting already")
    page.unroute("**/page/ask")
    page.locator(".error button").click()
    expect(page.locator(".answer")).to_be_visible()
    ask(page, "?!")
    expect(page.locator(".error")).to_contain_text("no letter and no digit")


def test_markup_and_odd_characters_show_as_text(opened: Opened, nasty: str) -> None:
    page = opened(nasty)
    question = "What is the name of the dog? <script>alert(1)</script> *x* `y` <img src=x onerror=alert(4)>"
    ask(page, question)
    expect(page.locator(".asked h2")).to_have_text(question)
    if page.locator(".nearest summary").count():
        page.locator(".nearest summary").click()
    quote = page.locator(".turn blockquote").first.evaluate("node => node.textContent")
    page.locator("a.source").first.click()
    expect(page.locator(".text mark.quoted").first).to_be_in_viewport()
    assert quote in marked(page)
    assert NASTY in article_text(page)
    assert page.locator("#quoth img, #quoth script, #quoth article b").count() == 0
    expect(page.locator(".tools .name")).to_have_text("<img src=x onerror=alert(2)>.md")


def test_a_whole_sentence_is_not_said_twice(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "Tell me about HW 5")
    expect(page.locator(".quote blockquote")).to_contain_text("HW 5 will be 4-5 times more potent")
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator(".sure")).to_have_count(0)  # that it names HW 5 is certain
    ask(page, "What is Omar Qazi also known as?")
    expect(page.locator(".turn").last.locator(".said")).to_have_count(1)
    expect(page.locator(".turn").last.locator(".sure")).to_have_count(1)


def test_a_topic_too_broad_to_quote_it_all_says_how_much_is_left(opened: Opened, address: str) -> None:
    page = opened(address)
    ask(page, "Tell me about HW 5")
    expect(page.locator(".further")).to_have_count(0)
    ask(page, "Tell me about Tesla")
    expect(page.locator(".quote:not(.lead)")).to_have_count(1 + 6)
    left = page.locator(".further").inner_text()
    assert re.match(r"\d+ more sentences speak of this; ask something narrower", left)
    page.locator(".turn").last.get_by_role("button", name="Copy", exact=True).click()
    assert left in page.evaluate("navigator.clipboard.readText()")


def test_a_bar_that_belongs_to_a_cell_parts_nothing(opened: Opened, address: str) -> None:
    bars = "line => import('/page/assets/rows.js').then(({ cells }) => cells(line).length)"
    page = opened(address)
    assert [page.evaluate(bars, line) for line in ("| A \\| B | $3 |", "| C | $4 |", "A \\| B | $3")] == [3, 3, 1]


def test_what_is_copied_says_each_quote_once_and_what_no_quote_holds(opened: Opened, address: str) -> None:
    text = "It was red in 2023."
    quote = {"article": "a.txt", "text": text, "section": None, "start": 0, "end": 19, "also": []}
    outcome = {
        "status": "answered", "answer": "red; 2023", "probability": 0.7, "further": 0, "missing": [],
        "unquoted": ["Ann"],
        "quotes": [
            {**quote, "highlights": [{"start": 0, "end": 19}]},
            {**quote, "highlights": [{"start": 14, "end": 18}], "also": [{"start": 30, "end": 40}], "part": 1},
        ],
    }  # fmt: skip
    turn = {"question": "?", "articles": 1, "keys": ["k", "k"], "also": [[], ["There"]], "outcome": outcome}
    page = opened(address)
    plain = page.evaluate("turn => import('/page/assets/wording.js').then(({ plain }) => plain(turn))", turn)
    assert plain.count(text) == 1 and "No quote contains Ann." in plain
    (card,) = page.evaluate("turn => import('/page/assets/cards.js').then(({ cards }) => cards(turn))", turn)
    assert card["quote"]["highlights"] == [{"start": 14, "end": 18}]  # the whole sentence would hide it
    assert (card["quote"]["also"], card["also"]) == ([{"start": 30, "end": 40}], ["There"])
