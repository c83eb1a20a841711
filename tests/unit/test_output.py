"""How outcomes are shown: at a terminal, and as chat messages that nothing can break out of."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import render
from rag.pipeline import Pipeline
from rag.types import Abstention, Answer
from ui import messages

NASTY = "<script>alert(1)</script> *moon* $x_1$ [a](http://b) `c`  d\t<img src=//e> &amp; | ~~f~~ # g"


@pytest.fixture
def answer(small: Callable[..., Pipeline]) -> tuple[Answer, Pipeline]:
    pipeline = small(f"{NASTY} Barnaby {NASTY}.\nNext line.")
    found = pipeline.ask("Barnaby")
    assert isinstance(found, Answer)
    return found, pipeline


def test_markup_of_an_article_shows_as_text_in_a_message(answer: tuple[Answer, Pipeline]) -> None:
    found, pipeline = answer
    shown = messages.outcome(found, pipeline.articles)
    assert "\n" not in shown
    assert {tag.split()[0] for tag in re.findall(r"</?([^>]*)>", shown)} == {"p", "blockquote", "mark", "a"}
    quoted = re.search(r"<blockquote[^>]*>(.*)</blockquote>", shown)
    assert quoted
    assert html.unescape(re.sub(r"</?mark>", "", quoted[1])) == found.quotes[0].text


@given(st.text())
def test_escaped_text_is_inert_and_comes_back_exact(text: str) -> None:
    shown = messages.escaped(text)
    assert not set(shown) & set("<>\"'*_`$[]()\\\n\r\t|~!")
    numbers = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), shown)
    assert numbers == text


def test_a_citation_says_what_and_where(answer: tuple[Answer, Pipeline]) -> None:
    found, pipeline = answer
    (quote,) = found.quotes
    (mark,) = quote.highlights
    assert messages.citation(quote, pipeline.articles) == (
        f"#cite={quote.span.start}-{quote.span.end}:{mark.start}-{mark.end}@0"
    )


def test_a_terminal_gets_the_quote_as_it_is_but_no_control_characters(small: Callable[..., Pipeline]) -> None:
    pipeline = small("It was \x1b[31m Barnaby\x07 who  came.")
    found = pipeline.ask("Barnaby")
    plain = render.rendered(found, colour=False)
    assert "\x1b" not in plain and "\x07" not in plain
    assert "  It was �[31m Barnaby� who  came.\n" in plain
    assert "\x1b[4mBarnaby\x1b[24m" in render.rendered(found, colour=True)


def test_an_abstention_says_how_much_was_read(small: Callable[..., Pipeline]) -> None:
    short = small("A cat.")
    assert render.rendered(short.ask("dog"), colour=False) == "Not in the article. All of it was read."
    lines = "\n".join(f"Line {n}." for n in range(30))
    long = small(lines, passage_size=10, passage_overlap=0, read_whole=5, read_best=3)
    found = long.ask("dog")
    assert isinstance(found, Abstention)
    assert render.rendered(found, colour=False).startswith(
        "Not in the article. The 3 likeliest of 30 passages were read."
    )
    assert "The 3 likeliest of 30 passages were read." in messages.outcome(found, long.articles)
