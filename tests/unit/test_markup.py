"""Mark-up becomes spaces, and nothing else changes or moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.markup import unmarked


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
    ],
)
def test_what_a_reader_does_not_see_is_blank(text: str, words: str) -> None:
    assert unmarked(text).split() == words.split()


@given(st.text(alphabet='ab *_`[]()!<>-\n#~/":@', max_size=200))
def test_every_word_stays_where_it_was(text: str) -> None:
    found = unmarked(text)
    assert len(found) == len(text)
    assert all(now in (was, " ") and (was != "\n" or now == was) for was, now in zip(text, found, strict=True))


@pytest.mark.parametrize("piece", ["*a ", "`", "<!--", "<a ", "[", "![", "[a](", "_a", "**a *b ", "```\n", "**a\n"])
def test_a_text_of_nothing_but_marks_is_taken_as_well(piece: str) -> None:
    # So long that a form which looks at the rest of the text from every mark would not come to an end.
    assert len(unmarked(piece * 1_000_000)) == 1_000_000 * len(piece)
