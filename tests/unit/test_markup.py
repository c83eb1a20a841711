"""Mark-up is found once; what is gone becomes spaces, and nothing else changes or moves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import markup
from rag.corpus import article_from_text
from rag.markup import marks, seen, within
from rag.types import Mark, Span


def unmarked(text: str) -> str:
    return markup.unmarked(text, marks(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is **bold *and* leaning *too***, ***both***.", "It is bold and leaning too , both ."),
        ("It is **bold**, *leaning*, __both _at_ once__.", "It is bold , leaning , both at once ."),
        ("**two\nlines** and 2*3*4, snake_case_name, * alone *", "two lines and 2*3*4, snake_case_name, * alone *"),
        ("Run `a*b*c` or ``x`y`` now.", "Run a*b*c or ``x`y`` now."),
        ('See the [manual](https://x.org/a_b_c "T") and [notes][1].\n[1]: https://x.org', "See the manual and notes ."),
        ("[![badge](b.svg)](https://x.org)\nText ![alt](a.png) goes on [sic].", "Text goes on [sic]."),
        ('<p align="center">Mid</p> <!-- not\nseen --> 1 < 2 > 0 <br\n/>', "Mid 1 < 2 > 0"),
        ("Write to <a@b.org> or <https://x.org>.", "Write to a@b.org or https://x.org ."),
        ("```sh\n*a* = `b`\n```\n*c*\n~~~\n*d*\n", "*a* = `b` c *d*"),
        ("# A **title**\n\n- *one*\n\n| a | **b** |", "# A title - one | a | b |"),
        (r"Set HW\_4, 5 \* 3, \#1 and `a\_b`. C:\x", r"Set HW _4, 5 * 3, #1 and a\_b . C:\x"),
        (r"\*not leaning\* here\` or `there", "*not leaning * here ` or `there"),
        ("One\\\nand two\\\r\nlines", "One and two lines"),
        ('Ask <a href="mailto:x@y.org">us</a>.', "Ask us ."),
        ("_*both*_, *_both_*, x_**b**_y, a_b_c", "both , both , x_ b _y, a_b_c"),
        ("*a `*` b*, **`c`**, **[d](u)**, **<b>e</b>**", "a * b , c , d , e"),
        ("`<b>` is <b>`bold`</b>, <a title='`'>no</a> code ` here", "<b> is bold , no code ` here"),
        ("**one\r\n\r\ntwo**, *three\n \nfour*", "**one two**, *three four*"),
        ("*one\n- two*, **a\n# b**, | *c\n| d*", "*one - two*, **a # b**, | *c | d*"),
        ("**one\r\ntwo** and *three\n> four*", "one two and three > four"),
        ("See [Foo](https://en.wikipedia.org/wiki/Foo_(bar)), [[1]](#n) ![x](a_(b).png).", "See Foo , [1] ."),
        ("[Foo](u (x)) [a [b](c)", "[Foo](u (x)) [a b"),
        ("See [one][1].\r\n[1]: https://x.org\r\n", "See one ."),
        ("It is so:\n\n    *a* = `b`\n\n    <i>\n\n*c*", "It is so: *a* = `b` <i> c"),
        ("- *a*\n\n    *b*\n\nc\n    *d*", "- a b c d"),
        ("1. Do:\n\n    ```sh\n    *a*\n    ```\n\n*b*", "1. Do: *a* b"),
        ("````\n```\n*a*\n````\n*b*\n```\n*c*", "``` *a* b *c*"),
        ("```*a*``` is *b*\n", "*a* is b"),
    ],
)
def test_what_a_reader_does_not_see_is_blank(text: str, words: str) -> None:
    assert unmarked(text).split() == words.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a **b *c*** d", [("strong", "b *c*"), ("emphasis", "c")]),
        ("[`a`](u_(v)) <b@c.de>", [("link", "`a`", "u_(v)"), ("code", "a"), ("link", "b@c.de", "mailto:b@c.de")]),
        ("[a](b\\_c) [d](<e f>) [g][1] [h]()", [("link", "a", "b_c"), ("link", "d", "e f")]),
        ("<https://a.b/@c> <mailto:d@e>", [("link", *["https://a.b/@c"] * 2), ("link", *["mailto:d@e"] * 2)]),
        ("~~~\n*a*\n~~~\n", [("program", "~~~\n*a*\n~~~\n")]),
    ],
)  # fmt: skip
def test_marks_say_how_words_are_set_and_where_links_lead(text: str, found: list[tuple[str, ...]]) -> None:
    told = [(one.kind, text[one.start : one.end], *([one.to] if one.to else [])) for one in marks(text)]
    assert [one for one in told if one[0] != "gone"] == found


def test_a_part_has_the_marks_that_it_has_in_the_whole() -> None:
    text = "Note: **Stay *shut*. Open when cold.**\n"
    span = Span(text.index("Open"), len(text) - 1)
    assert within(marks(text), span) == [Mark(0, 15, "strong"), Mark(15, 17, "gone")]
    assert within(marks(text), Span(0, 5)) == []


def test_a_title_is_what_is_seen_of_it() -> None:
    assert seen(r"The `a_b` of **[x](y)** \& *z*") == "The a_b of x & z"


def test_only_who_wrote_markdown_has_marks() -> None:
    text = "It is *so* ` and ``so``.\n"
    for name in ("a.txt", "a.html", "a.pdf", "a.docx"):
        article = article_from_text(text, Path(name))
        assert (article.marks, article.unmarked) == ((), text)
    article = article_from_text(text, Path("a.md"))
    assert article.marks == marks(text)
    assert article.unmarked == unmarked(text)


def test_words_that_answer_are_said_as_they_are_seen() -> None:
    article = article_from_text("It has *HW\\_4*, `a\\b` and\\\n<b>two</b><br>lines.\n", Path("a.md"))
    assert article.said(Span(0, len(article.text))) == "It has HW_4 , a\\b and two lines."


_MARKED = st.text(alphabet='ab *_`[]()!<>-\n\r#~/":@\\𝄞', max_size=200)


@given(_MARKED)
def test_every_word_stays_where_it_was(text: str) -> None:
    found = unmarked(text)
    assert len(found) == len(text)
    assert all(now in (was, " ") and (was != "\n" or now == was) for was, now in zip(text, found, strict=True))


@given(_MARKED)
def test_nothing_but_what_a_mark_says_is_gone_becomes_blank(text: str) -> None:
    found = marks(text)
    assert list(found) == sorted(found, key=lambda mark: (mark.start, -mark.end))
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
    gone = {at for mark in found if mark.kind == "gone" for at in range(mark.start, mark.end)}
    now = unmarked(text)
    assert all(now[at] == (" " if at in gone and text[at] != "\n" else text[at]) for at in range(len(text)))


@given(st.text(max_size=200).filter(lambda text: not re.search(r"[\\`<\[*_~]|^ {4}", text, re.M)))
def test_a_text_without_any_mark_has_none(text: str) -> None:
    assert marks(text) == ()


@given(_MARKED, st.data())
def test_parts_have_together_the_marks_of_the_whole(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    parts = [Span(first, after) for first, after in ((0, at), (at, len(text))) if first < after]
    cut = [
        (part.start + place, mark.kind, mark.to)
        for part in parts
        for mark in within(marks(text), part)
        for place in range(mark.start, mark.end)
    ]
    whole = [(place, mark.kind, mark.to) for mark in marks(text) for place in range(mark.start, mark.end)]
    assert sorted(map(repr, cut)) == sorted(map(repr, whole))


_PIECES = ["*a ", "`", "<!--", "<a ", "[", "![", "[a](", "_a", "**a *b ", "```\n", "**a\n"]


@pytest.mark.parametrize(
    "piece", [*_PIECES, "\\", "[a]((b)", "[[b]", "    a\n\n", "<a b ", "<a b='\n", "<a\n", "[a][b"]
)
def test_a_text_of_nothing_but_marks_is_taken_as_well(piece: str) -> None:
    # So long that a form which looks at the rest of the text from every mark would not come to an end.
    assert len(unmarked(piece * 1_000_000)) == 1_000_000 * len(piece)


def test_a_text_of_more_marks_than_anybody_writes_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST", 30)
    assert len(marks("`a` " * 10)) == 30
    assert marks("`a` " * 11) == marks("`a` *b* " * 9) == ()


@pytest.mark.parametrize(
    "text",
    [
        "matrix[i][j] is the cost, as shown before [3][4].",
        "for a<b, and c>d holds",
        "x<y, where y>0, and if (a<b && c>d)",
        "a<b and c>d",
        "Use Map<String, Integer> here.",
    ],
)
def test_what_only_looks_like_mark_up_is_seen(text: str) -> None:
    assert markup.seen(text) == text


def test_a_link_by_its_label_needs_an_address_for_it() -> None:
    assert markup.seen("See [x][y] and [Z][].\n\n[y]: http://a.b\n[z]: http://a.c\n").strip() == "See x and Z."
    assert markup.seen("H<sub>2</sub>O <td align=center nowrap>x</td> <a href='a > b'>us</a>") == "H2O x us"
