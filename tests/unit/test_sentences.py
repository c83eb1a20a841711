"""Sentences and sections: hand-made cases, and what must hold of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import corpus, sentences
from rag.types import Article, Span


def cut(text: str, *, markdown: bool = False) -> list[str]:
    return [span.of(text) for span in sentences.sentences(text, markdown=markdown)]


def titles(text: str, *, markdown: bool = False) -> list[str | None]:
    return [section.title for section in sentences.sections(text, markdown=markdown)]


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?", "Four…", "Five"],
        ["“Dojo 2 will focus on large models,” remarked Musk.", "He left."],
        ["He said “no.”", "She said “yes!”", "(They left.)", "It ended."],
        ["HW 4 will be 3-5 times faster than HW 3.", "It has 100s or H100s.", "It costs 3.5 dollars."],
        ["They asked X.AI about it.", "X.AI said no."],
        ["Dr. Smith met J. K. Rowling at 5 p.m. in the U.S. capital.", "Then he left."],
        ["It happened in the U.S. Nobody knew.", "The end."],
        ["Acme Inc. was sold.", "It was bought by Ford Motor Co.", "The price was low."],
        ["See Fig. 3 and No. 7 for that.", "No.", "He would not."],
        ["The remote (part no. AD-RC2) is sold.", "It is new."],
        ["He left (it was late).", "She stayed (a while)."],
        ["(He left.", "She stayed.)", "It rained."],
        [
            "He left (it was late.",
            "The bus was gone, and so was she, who had waited long and said nothing), as always.",
        ],
        ["Yahoo! was first, e.g. in search.", "Is it? he asked."],
        ["这是第一句。", "这是第二句！", "真的吗？"],
        ["Ein Satz mit 😀 und e\u0301.", "Noch einer."],
    ],
)
def test_sentences_end_where_they_should(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_lines_end_sentences_but_not_in_hard_wrapped_paragraphs() -> None:
    assert cut("A headline\nAnother headline\r\nA third") == ["A headline", "Another headline", "A third"]
    wrapped = (
        "The quick brown fox jumps over the lazy dog and\nruns on into the woods, where it is never\nseen. It is red."
    )
    assert cut(wrapped) == [wrapped[: wrapped.index(" It is")], "It is red."]


def test_a_heading_is_a_sentence_and_leaves_the_paragraph_below_it_whole() -> None:
    wrapped = "The quick brown fox jumps over the lazy dog and\nruns on into the woods, where it is seen."
    assert cut("See also:\n" + wrapped) == ["See also:", wrapped]


def test_markdown_blocks_stay_apart() -> None:
    text = "# Title\nA paragraph that\nis wrapped.\n\n1. First item\n2. Second\n   goes on\n- Third\n\n"
    text += "| a | b |\n| 1 | 2 |\n"
    assert cut(text, markdown=True) == [
        "# Title",
        "A paragraph that\nis wrapped.",
        "1. First item",
        "2. Second\n   goes on",
        "- Third",
        "| a | b |",
        "| 1 | 2 |",
    ]


def test_rows_of_a_table_are_sentences_and_a_bar_in_a_paragraph_makes_none() -> None:
    text = "It has\nlimits:\nModel | Weight | \nP-20 | 1.3 kg | light\nP-25 | 1.7 kg | \nHome | About\nand so on."
    rows = ["Model | Weight |", "P-20 | 1.3 kg | light", "P-25 | 1.7 kg |"]
    assert cut(text, markdown=True) == ["It has\nlimits:", *rows, "Home | About", "and so on."]
    assert cut("He took x | y\nfor granted.", markdown=True) == ["He took x | y\nfor granted."]


def test_a_number_that_opens_a_heading_ends_nothing() -> None:
    assert cut("## 2. Limits\n\nMore.", markdown=True) == ["## 2. Limits", "More."]


def test_a_number_that_opens_a_line_ends_nothing() -> None:
    assert cut("1. Open the lid.\n2. Pour.") == ["1. Open the lid.", "2. Pour."]


def test_sections_of_plain_text_and_markdown() -> None:
    assert titles("Intro.\nRelated Posts:\nOne\nTwo") == [None, "Related Posts"]
    assert titles("He said:\n“Yes.”") == ["He said"]
    assert titles("INTRODUCTION\n\nText.\n\nTHE END OF IT\n\nMore.") == ["INTRODUCTION", "THE END OF IT"]
    assert titles("It was called:\n") == [None]  # nothing follows: no section
    assert titles("Text\n\n## Two ##\nMore\n```\n# no heading\n```\n", markdown=True) == [None, "Two"]
    assert titles(" \n\t", markdown=True) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Policy\n\n1. Scope\nAll are meant.\n\n2.1 Days off\n\nThree a week.", [None, "1. Scope", "2.1 Days off"]),
        ("1. Rub the butter\n\n2. Chill it\n\n3. Bake it\n\nServe.", [None]),  # items
        ("One.\n\n1. Scope\nAll are meant.", [None]),  # one alone may be anything
        ("One.\n\n1. Scope.\nAll.\n\n2. Days.\nThree.", [None]),  # sentences
        ("One.\n1. Scope\nAll.\n2. Days\nThree.", [None]),
        ("One.\n\n1. scope\nAll.\n\n2. days\nThree.", [None]),
    ],
)
def test_numbered_lines_of_plain_text_are_headings_if_they_are_no_items(text: str, titles: list[str | None]) -> None:
    assert [section.title for section in sentences.sections(text, markdown=False)] == titles


def test_the_seed_article(seed: Article) -> None:
    found = [span.of(seed.text) for span in seed.sentences]
    assert len(found) == 28
    assert "“Dojo 2 will focus on large models,” remarked Musk." in found
    assert "Tesla AI Power Move at CVPR : Plans to Achieve 100 Exa-Flops by 2024" in found
    assert [section.title for section in seed.sections] == [None, "Related Posts"]


def test_a_text_without_any_end_is_cut_into_pieces_that_keep_clusters_whole() -> None:
    for text in ["x" * 5000, "word " * 1000, "e\u0301" * 2500, "👩🏽" * 1500]:
        pieces = sentences.sentences(text, markdown=False)
        assert all(len(piece) <= sentences.MAX_SENTENCE for piece in pieces)
        assert "".join(piece.of(text) for piece in pieces).replace(" ", "") == text.replace(" ", "")
        assert not any(piece.of(text)[0] in "\u0301🏽" for piece in pieces)


ANY_TEXT = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(".!?\n\r \t“”'\"#*-1A。a\u0301😀\u200d")), max_size=400
)


@given(ANY_TEXT, st.booleans())
def test_spans_are_in_order_and_cover_everything_but_white_space(text: str, markdown: bool) -> None:
    for spans in (
        list(sentences.sentences(text, markdown=markdown)),
        [section.span for section in sentences.sections(text, markdown=markdown)],
    ):
        assert_covers(text, spans)
    # No sentence crosses a section.
    parts = [section.span for section in sentences.sections(text, markdown=markdown)]
    for sentence in sentences.sentences(text, markdown=markdown):
        assert any(sentence in part for part in parts)


def assert_covers(text: str, spans: list[Span]) -> None:
    covered = [False] * len(text)
    end = 0
    for span in spans:
        assert span.start >= end
        end = span.end
        assert not span.of(text)[0].isspace() and not span.of(text)[-1].isspace()
        covered[span.start : span.end] = [True] * len(span)
    assert all(character.isspace() for character, inside in zip(text, covered, strict=True) if not inside)


@pytest.mark.parametrize("line", ["." * 1_000_000, "# x" + "#" * 1_000_000 + "x", ".)" * 500_000])
def test_what_looks_like_the_end_a_million_times_is_cut_in_one_go(line: str) -> None:
    assert "".join(cut(line, markdown=True)) == line  # in time that grew with the square, this would never end
    assert len(titles(line, markdown=True)) == 1


def test_a_sentence_may_be_bold() -> None:
    text = "Use acid. **Do not use vinegar.** It takes long. __No.__ _Yes!_ So *be it.* Done."
    one = corpus.article_from_text(text, Path("a.md"))
    assert [span.of(text) for span in one.sentences] == [
        "Use acid.", "**Do not use vinegar.**", "It takes long.", "__No.__", "_Yes!_", "So *be it.*", "Done.",
    ]  # fmt: skip
