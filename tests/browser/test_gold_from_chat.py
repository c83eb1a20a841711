"""From a chat to a gold file that `quoth eval` takes as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from article_files import make
from browser_help import SELECT, add, ask, served
from playwright.sync_api import Page, Route, expect

from rag import corpus
from rag.evaluation import gold


@contextmanager
def of_two_articles(file: Path) -> Iterator[str]:
    """Serve the seed article and one on a lighthouse; yield the address. Gold is kept in `file`, beside the latter."""
    other = file.with_name("other.md")
    other.write_text("The lighthouse at Kessel has two lamps.\n", encoding="utf-8")
    with served("--gold", str(file), "-a", str(corpus.seed() / "article.txt"), "-a", str(other)) as address:
        yield address


def test_verdicts_become_gold_cases(opened: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "kept.gold.jsonl"
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    with served("--gold", str(file)) as address:
        page = opened(address)
        ask(page, "What is Omar Qazi also known as?")
        page.get_by_role("button", name="Right", exact=True).click()
        expect(page.locator(".kept")).to_have_text("Gold case kept: “Whole Mars Catalog”")
        ask(page, "What will Dojo 2 focus on?")
        page.locator(".turn").last.get_by_role("button", name="Right", exact=True).click()
        expect(page.locator(".kept")).to_have_count(2)
        page.reload()
        page.get_by_role("button", name="Undo").last.click()  # that was the wrong one
        expect(page.locator(".kept")).to_have_count(1)
        assert len(gold.read(file)) == 1
        page.locator(".turn").last.get_by_role("button", name="Should have been a no").click()
        expect(page.locator(".kept")).to_have_count(2)
        page.locator("a.source").first.click()
        expect(page.locator(".steps")).to_be_visible()
        ask(page, "When was xAI founded?")
        page.locator(".turn").last.get_by_role("button", name="Wrong: the answer is …").click()
        expect(page.locator(".marking")).to_be_visible()
        expect(page.locator(".steps")).to_be_hidden()  # they lay over it
        page.evaluate(SELECT, "a Twitter Space conference")
        page.get_by_role("button", name="Use the selected words").click()
        expect(page.locator(".kept").last).to_have_text("Gold case kept: “a Twitter Space conference”")
        page.reload()
        expect(page.locator(".kept")).to_have_count(3)  # what is judged is judged
        add(page, make(tmp_path / "pump.txt"))
        ask(page, "How many watts does the Brunnolt pump draw?")
        assert page.locator(".turn").last.locator(".judge").count() == 0  # nobody could eval it later
    right, no, wrong = gold.read(file)
    assert right.answers == (gold.Words("Whole Mars Catalog", text.index("Whole Mars Catalog")),)
    assert no.answers == ()
    assert wrong.answers == (gold.Words("a Twitter Space conference", text.index("a Twitter Space conference")),)
    assert wrong.tags == ("from the chat", "wrong")
    assert gold.article_of(file, right).read_text(encoding="utf-8") == text  # the server may run from a checkout
    command = [sys.executable, "-m", "rag", "eval", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert re.search(r"^right .* n 3 ", done.stdout, re.M)


def test_it_is_off_unless_there_is_a_file(opened: Callable[..., Page], address: str) -> None:
    page = opened(address)
    ask(page, "What is Omar Qazi also known as?")
    assert page.locator(".judge").count() == 0
    verdict = {"question": "Who?", "verdict": "right", "article": "x", "places": []}
    answer = page.request.post(f"{address}/page/gold", data=verdict)
    assert (answer.status, answer.json()["error"]) == (
        400,
        "this server keeps no gold cases; start it with --gold FILE",
    )


def test_an_answer_from_one_of_several_articles_is_a_case_on_that_one(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with of_two_articles(file) as address:
        page = opened(address)
        page.locator(".scope").select_option(label="All 2 articles")
        ask(page, "How many lamps does the lighthouse at Kessel have?")
        page.get_by_role("button", name="Right", exact=True).click()
        expect(page.locator(".kept")).to_have_text("Gold case kept: “two”")
    (case,) = gold.read(file)
    assert gold.article_of(file, case).name == "other.md"
    assert [words.text for words in case.answers] == ["two"]


def test_words_of_another_article_are_not_kept_as_the_answer(opened: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with of_two_articles(file) as address:
        page = opened(address)
        page.locator(".bar select").select_option(label="article.txt")
        ask(page, "When was xAI founded?")
        page.get_by_role("button", name="Wrong: the answer is …").click()
        page.locator(".bar select").select_option(label="other.md")
        expect(page.locator(".text")).to_contain_text("two lamps")
        page.evaluate(SELECT, "two lamps")
        page.get_by_role("button", name="Use the selected words").click()
        expect(page.locator(".toast.shown")).to_contain_text("These words are of another article")
    assert not file.exists()


def test_of_all_articles_any_ones_words_are_kept_as_the_answer(opened: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with of_two_articles(file) as address:
        page = opened(address)
        page.locator(".scope").select_option(label="All 2 articles")
        ask(page, "Where does Omar Qazi live?")
        expect(page.locator(".abstention")).to_be_visible()
        page.get_by_role("button", name="Wrong: the answer is …").click()
        expect(page.locator(".marking")).to_be_visible()
        add(page, make(tmp_path / "pump.txt"))
        page.evaluate(SELECT, "pump")
        page.get_by_role("button", name="Use the selected words").click()
        expect(page.locator(".toast")).to_contain_text("These words are of your own article")  # nobody could eval it
        for name, words in (("article.txt", "Omar Qazi"), ("other.md", "two lamps")):  # one of them came nearest
            page.locator(".bar select").select_option(label=name)
            expect(page.locator(".tools .name")).to_have_text(name)
            page.evaluate(SELECT, words)
            page.get_by_role("button", name="Use the selected words").click()
            expect(page.locator(".kept")).to_have_text(f"Gold case kept: “{words}”")
            expect(page.locator(".marking")).to_have_count(0)
            page.get_by_role("button", name="Edit and ask again").click()
            page.get_by_role("textbox", name="Question").first.press("Enter")
            page.get_by_role("button", name="Wrong: the answer is …").click()
            expect(page.locator(".marking")).to_be_visible()
    assert [gold.article_of(file, case).name for case in gold.read(file)] == ["article.txt", "other.md"]


def test_a_no_can_be_judged_though_only_ones_own_article_comes_near(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with of_two_articles(file) as address:
        page = opened(address)
        add(page, make(tmp_path / "pump.txt"))
        page.locator(".scope").select_option(label="All 3 articles")
        ask(page, "What does the pump cost?")
        expect(page.locator(".near")).to_have_count(1)
        expect(page.locator(".near")).to_contain_text("pump.txt")
        page.get_by_role("button", name="Right", exact=True).click()
        expect(page.locator(".kept")).to_have_text("Gold case kept: no answer")
    assert gold.article_of(file, gold.read(file)[0]).name == "article.txt"


def test_a_double_click_keeps_one_case_and_what_was_right_may_be_a_no_or_several_words(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with served("--gold", str(file), "-a", str(Path(__file__).parents[1] / "gold" / "pump.md")) as address:
        page = opened(address)
        ask(page, "Who painted the Mona Lisa in 1503?")
        coming: list[Route] = []

        def hold(route: Route) -> None:
            coming.append(route)

        page.route("**/page/gold", hold)
        right = page.get_by_role("button", name="Right", exact=True)
        with page.expect_request("**/page/gold"):
            right.dblclick()
        ask(page, "What does W2 mean, and how heavy is the P-25?")  # a second would have come by now
        assert len(coming) == 1
        coming[0].continue_()
        expect(page.locator(".kept")).to_have_text("Gold case kept: no answer")
        page.unroute("**/page/gold")
        said = page.locator(".turn").last.locator(".said").all_text_contents()
        assert len(said) > 1
        right.click()
        expect(page.locator(".kept")).to_have_count(2)
        expect(page.locator(".kept").last).to_be_focused()
        ask(page, "What does W2 mean, and who painted the Mona Lisa in 1503?")
        expect(page.locator(".missing")).to_be_visible()
        right.click()
        expect(page.locator(".kept")).to_have_count(3)
    no, several, half = gold.read(file)
    assert no.answers == ()
    assert [[words.text for words in part] for part in several.parts] == [[words] for words in said]
    assert [[words.text for words in part] for part in half.parts] == [said[:1], []]


def test_a_case_that_cannot_be_kept_can_be_tried_again(opened: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with served("--gold", str(file)) as address:
        page = opened(address)
        ask(page, "When was xAI founded?")
        page.get_by_role("button", name="Wrong: the answer is …").click()
        page.evaluate(SELECT, "a Twitter Space conference")
        page.route("**/page/gold", lambda route: route.fulfill(status=400, json={"error": "the disk is full"}))
        use = page.get_by_role("button", name="Use the selected words")
        use.click()
        expect(page.locator(".toast")).to_have_text("the disk is full")
        expect(page.locator(".kept")).to_have_count(0)
        page.unroute("**/page/gold")
        use.click()
        expect(page.locator(".kept")).to_have_text("Gold case kept: “a Twitter Space conference”")
        expect(page.locator(".marking")).to_have_count(0)
    assert len(gold.read(file)) == 1


def test_nobody_marks_the_answer_of_a_question_that_is_gone(opened: Callable[..., Page], tmp_path: Path) -> None:
    with served("--gold", str(tmp_path / "kept.gold.jsonl")) as address:
        page = opened(address)

        def clear() -> None:
            page.locator(".menu summary").click()
            page.get_by_role("button", name="Clear the conversation").click()
            page.get_by_role("button", name="Clear it for good?").click()

        def again() -> None:
            page.get_by_role("button", name="Edit and ask again").click()
            page.get_by_role("textbox", name="Question").first.press("Enter")
            expect(page.locator(".judge")).to_be_visible()

        for leave in (again, clear):
            ask(page, "When was xAI founded?")
            page.get_by_role("button", name="Wrong: the answer is …").last.click()
            expect(page.locator(".marking")).to_be_visible()
            leave()
            expect(page.locator(".marking")).to_have_count(0)


def test_a_paragraph_chosen_by_three_clicks_is_kept_without_what_follows(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "kept.gold.jsonl"
    (tmp_path / "birds.md").write_text("# Birds\n\nThe heron\nis grey.\n\nThe crow is black.\n\nThe swan is white.\n")
    with served("--gold", str(file), "-a", str(tmp_path / "birds.md")) as address:
        page = opened(address)
        for words in ("The heron is grey.", "The crow is black.", "The swan is white."):  # the last ends the text
            ask(page, "Who painted the Mona Lisa in 1503?")
            page.get_by_role("button", name="Wrong: the answer is …").click()
            page.locator(".text p", has_text=words[:8]).click(click_count=3, position={"x": 5, "y": 8})
            page.get_by_role("button", name="Use the selected words").click()
            expect(page.locator(".kept").last).to_contain_text("Gold case kept:")
    kept = [" ".join(words.text.split()) for case in gold.read(file) for words in case.answers]
    assert kept == ["The heron is grey.", "The crow is black.", "The swan is white."]


def test_one_answer_is_one_case_and_what_is_gone_from_the_file_need_not_be_undone(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "kept.gold.jsonl"
    with served("--gold", str(file)) as address:
        page = opened(address)
        ask(page, "What is Omar Qazi also known as?")
        page.get_by_role("button", name="Wrong: the answer is …").click()
        expect(page.locator(".marking")).to_be_visible()
        page.get_by_role("button", name="Right", exact=True).click()  # after all
        expect(page.locator(".kept")).to_be_visible()
        expect(page.locator(".marking")).to_have_count(0)
        assert len(gold.read(file)) == 1
        file.write_text("")  # by hand
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".toast.shown")).to_have_text("The gold file had this case no longer")
        expect(page.get_by_role("button", name="Right", exact=True)).to_be_focused()
