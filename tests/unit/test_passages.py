"""Passages: what must hold of them, and one worked example."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rag import corpus
from rag.passages import passages

PARTS = ["One. ", "Two is a bit longer. ", "\n", "Notes:\n", "😀 e\u0301! ", "x" * 50, "\r\n", "Three? ", "# Head\n"]


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=30).map("".join),
    st.integers(1, 120),
    st.integers(0, 60),
    st.sampled_from([".txt", ".md"]),
)
def test_passages_are_whole_sentences_of_one_section(text: str, size: int, overlap: int, suffix: str) -> None:
    if not text.strip():
        return
    article = corpus.article_from_text(text, Path("a" + suffix))
    found = passages(article, size=size, overlap=overlap, first_id=3)
    assert [passage.id for passage in found] == list(range(3, 3 + len(found)))
    starts = {sentence.start for sentence in article.sentences}
    ends = {sentence.end for sentence in article.sentences}
    for passage in found:
        assert passage.span in passage.section.span
        assert passage.span.start in starts and passage.span.end in ends
        assert len(passage.span) <= size or passage.span in article.sentences
    assert all(any(sentence in passage.span for passage in found) for sentence in article.sentences)
    for before, after in pairwise(found):
        assert before.span.start < after.span.start and before.span.end < after.span.end
        assert before.span.end - after.span.start <= overlap


def test_neighbours_share_what_fits_the_overlap() -> None:
    article = corpus.article_from_text("Aaaa. Bbbb. Cccc. Dddd. Eeee.", Path("a.txt"))
    assert [p.text for p in passages(article, size=17, overlap=5)] == [
        "Aaaa. Bbbb. Cccc.",
        "Cccc. Dddd. Eeee.",
    ]
    assert [p.text for p in passages(article, size=17, overlap=0)] == ["Aaaa. Bbbb. Cccc.", "Dddd. Eeee."]
