"""What becomes of the lines of a PDF: headings, paragraphs, lists, and what runs along its pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from article_files import LIGATURE, pdf

from rag import corpus
from rag.errors import ArticleError
from rag.pdf import pdf as text_of
from ui import uploads

FULL = "The pump that stands in the garden is driven by a motor which is"

Given = str | tuple[str, float, bool]


def text(*pages: Sequence[Given]) -> str:
    return text_of(Path("a.pdf"), pdf(pages))


def test_lines_flow_into_paragraphs_across_pages() -> None:
    assert text(
        [FULL, "wound by hand.", FULL], ["made in Bern.", "A last line that stands alone in its paragraph."]
    ) == (f"{FULL} wound by hand.\n\n{FULL} made in Bern.\n\nA last line that stands alone in its paragraph.")


def test_larger_and_bold_lines_are_headings_of_their_rank() -> None:
    pages = [
        ("Pumps of the", 24, True),
        ("garden", 24, True),
        FULL,
        "wound by hand.",
        ("1. Limits", 16, False),
        FULL,
        "wound by hand.",
        ("Voltage", 11, True),
        FULL,
        ("Never open it.", 11, True),
        "It is hot inside.",
        ("2", 16, False),
    ]
    (article,) = [corpus.article_from_text(text(pages), Path("a.pdf"))]
    assert [section.title for section in article.sections] == ["Pumps of the garden", "1. Limits", "Voltage"]
    assert article.title == "Pumps of the garden"
    assert "### Voltage\n\n" in article.text
    assert "\n\nNever open it.\n\n" in article.text  # bold, but a sentence
    assert article.text.endswith("It is hot inside.\n\n2")  # no heading without a letter


def test_a_scan_with_a_size_for_every_line_has_no_headings() -> None:
    pages = [(f"{FULL} {n}", 11 + 0.3 * n, False) for n in range(20)]
    assert "#" not in text([FULL, FULL, *pages])


def test_what_runs_along_the_pages_goes() -> None:
    def page(n: int) -> list[Given]:
        head = "Pumps today" if n % 2 else "A review of gardens"
        body = [f"In {1900 + n * n} the pump of garden {n * n} was made by hand, and in the", f"year {n} it rested."]
        return [head, "", *body, FULL, *body[::-1], "", "11/25/26, 1:52", f"Page {n} of 9"]

    found = text(*(page(n) for n in range(3, 10)))
    for gone in ("Pumps today", "A review of gardens", "11/25/26", "Page"):
        assert gone not in found
    assert found.count(FULL) == 7  # in the middle of a page a line may come as often as it likes
    for n in range(3, 10):
        assert found.count(f"In {1900 + n * n} the pump") == 2
        assert found.count(f"year {n} it rested.") == 2


def test_pages_with_nothing_but_running_heads_are_no_article() -> None:
    pages = [["Draft", "of a form", "", "", "Pellworth", f"{n}"] for n in range(3)]
    assert text(*pages) == ""
    with pytest.raises(ArticleError, match="is empty"):
        uploads.article("a.pdf", pdf(pages))


def test_a_line_of_the_text_may_come_on_every_page() -> None:
    slides = [[("Goals", 24, True), "Pumps for all.", f"Step {n}", "Thank you."] for n in range(4)]
    found = text(*slides)
    assert found.count("Thank you.") == 4
    assert [f"Step {n}" in found for n in range(4)] == [True] * 4


def test_a_gap_ends_a_paragraph_and_so_does_no_line_that_goes_on() -> None:
    assert text([f"{FULL} hot.", "", f"{FULL} cold and", "", "red.", FULL, "short", "and low", "Ann"]) == (
        f"{FULL} hot.\n\n{FULL} cold and red.\n\n{FULL} short and low\n\nAnn"
    )


def test_a_paragraph_may_begin_without_a_capital() -> None:
    assert text([FULL, f"{FULL} hot.", "", f"pH is {FULL} low."]) == (f"{FULL} {FULL} hot.\n\npH is {FULL} low.")


def test_an_initial_drawn_large_belongs_to_its_paragraph() -> None:
    assert text([("O", 40, False), "nce upon a time.", FULL]).startswith("Once upon a time.")


def test_the_head_of_a_chapter_goes_though_it_stands_on_few_pages() -> None:
    pages = [[f"Chapter of part {'ABC'[n // 6]}", "", f"{FULL} {n * n} red.", "It was sold."] for n in range(18)]
    assert "Chapter" not in text(*pages)


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (["1"], None, ""),
        (["Page 1 of 1"], None, ""),
        (["12"], None, "\n\n12"),
        (["7"], ["8"], ""),
        (["7"], ["7.5"], "7"),
        ([("Pumps", 20, True)], [("Pumps", 20, True)], "\n\n# Pumps"),
    ],
)
def test_page_numbers_go_and_figures_and_headings_stay(
    first: list[Given], second: list[Given] | None, left: str
) -> None:
    body = [f"{FULL} red.", "It was sold."]
    pages = [[*body, FULL, "", *first], *([[f"{FULL} blue.", "It was bought.", FULL, "", *second]] if second else [])]
    found = text(*pages)
    assert found.startswith(f"{FULL} red. It was sold.")
    if left:
        assert left in found
    else:
        assert found.endswith(FULL)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("is con-", "nected.", "is connected."),
        ("is cut-", "out.", "is cut-out."),
        ("is a P-", "25 pump.", "is a P-25 pump."),
        ("is an Anglo-", "Swiss pump.", "is an Anglo-Swiss pump."),
        ("is so -", "or not.", "is so - or not."),
        (f"is {LIGATURE}ne and con\xad", "nected.", "is fine and connected."),
    ],
)
def test_words_cut_at_the_end_of_a_line_become_whole(first: str, second: str, joined: str) -> None:
    assert text([f"{FULL} {first}", second, "The cut-out is red."]).startswith(f"{FULL} {joined}")


def test_items_of_lists_are_paragraphs() -> None:
    lines = [
        "These are needed:",
        "• a pump that draws",
        "forty watts and is made in a town of the south of Bern",
        "•",
        "a hose",
    ]
    numbered = [f"1. {FULL} heavy.", f"2. {FULL} light."]
    assert text([*lines, *numbered]) == (
        "These are needed:\n\n- a pump that draws forty watts and is made in a town of the south of Bern\n\n- a hose"
        f"\n\n1. {FULL} heavy.\n\n2. {FULL} light."
    )
