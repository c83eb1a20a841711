"""What the page is told of articles and outcomes, so that it shows what was read."""

from __future__ import annotations

from pathlib import Path

from rag.corpus import article_from_text
from rag.types import Abstention, Answer, Article, Quote, Span
from ui import shown

TEXT = "# The *old* 𝄞 pump\n\nNote: **Stay shut. It was [built](https://x.org/a_(b)) by Ann Lee.** In HW\\_4 too.\n"


def quote(article: Article, words: str) -> Quote:
    at = article.text.index(words)
    return Quote(
        article=article,
        span=Span(at, at + len(words)),
        highlights=(Span(at, at + 3),),
        section=article.sections[0],
        probability=0.9,
        part=0,
        also=(Span(article.text.index("In HW"), len(article.text) - 1),),
    )


def answer(article: Article) -> Answer:
    found = (quote(article, "It was [built](https://x.org/a_(b)) by Ann Lee.**"),)
    return Answer("When was it built?", found, probability=0.9, passages_read=1, passages_total=1)


def test_an_article_of_markdown_comes_with_its_marks_in_code_points() -> None:
    told = shown.article(article_from_text(TEXT, Path("a.md")))
    assert told["title"] == "The old 𝄞 pump"
    assert told["sections"] == [{"title": "The *old* 𝄞 pump", "start": 0}]
    assert told["text"] == TEXT
    assert told["marks"][:3] == [[6, 7, "gone"], [7, 10, "emphasis"], [10, 11, "gone"]]
    [link] = [mark for mark in told["marks"] if mark[2] == "link"]
    assert TEXT[slice(*link[:2])] == "built"
    assert link[3] == "https://x.org/a_(b)"


def test_a_plain_article_has_none_and_its_title_is_as_it_stands() -> None:
    told = shown.article(article_from_text("It *is*.", Path("a_*b*.txt")))
    assert (told["marks"], told["title"]) == ([], "a *b*")
    beside = shown.beside(answer(article_from_text(TEXT, Path("a.txt"))))
    assert beside["marks"] == [[]]


def test_a_quote_has_the_marks_that_it_has_in_its_article() -> None:
    told = shown.beside(answer(article_from_text(TEXT, Path("a.md"))))
    assert told["marks"] == [
        [
            [0, 47, "strong"],
            [7, 8, "gone"],
            [8, 13, "link", "https://x.org/a_(b)"],
            [13, 35, "gone"],
            [47, 49, "gone"],
        ]
    ]
    assert told["sections"] == ["The old 𝄞 pump"]
    assert told["also"] == [["In HW_4 too."]]
    assert told["keys"] == [shown.article(article_from_text(TEXT, Path("a.md")))["key"]]


def test_passages_that_came_near_have_them_too_and_an_error_has_nothing() -> None:
    none = Abstention("Who lives in Ely?", (quote(article_from_text(TEXT, Path("a.md")), "Stay shut."),), 0.1, 1, 1)
    assert shown.beside(none)["marks"] == [[[0, 10, "strong"]]]
    assert shown.beside(None) == {}
