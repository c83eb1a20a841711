"""Cuts an article into passages: whole sentences, overlapping, never across a section."""

from __future__ import annotations

from bisect import bisect_left

from rag.types import Article, Passage, Section, Span


def passages(article: Article, *, size: int, overlap: int, first_id: int = 0) -> tuple[Passage, ...]:
    """Cut `article` into passages of at most `size` code points, ids from `first_id` in reading order.

    A passage repeats up to `overlap` code points of whole sentences of the one before it, so that a sentence
    is also read with what precedes it. A sentence longer than `size` is a passage by itself.
    """
    found: list[Passage] = []
    for section in article.sections:
        for span in _windows(_within(article.sentences, section), size, overlap):
            found.append(Passage(first_id + len(found), article, span, section))
    return tuple(found)


def _within(sentences: tuple[Span, ...], section: Section) -> tuple[Span, ...]:
    """Return the sentences of `section`; `sentences` are in order and none crosses a section."""
    first = bisect_left(sentences, section.span.start, key=lambda span: span.start)
    last = bisect_left(sentences, section.span.end, key=lambda span: span.start)
    return sentences[first:last]


def _windows(sentences: tuple[Span, ...], size: int, overlap: int) -> list[Span]:
    """Return spans over runs of `sentences`, each as long as fits and ending later than the one before."""
    windows: list[Span] = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1].end - sentences[first].start <= size:
            last += 1
        windows.append(Span(sentences[first].start, sentences[last].end))
        if last + 1 == len(sentences):
            break
        first = last + 1
        # Step back over what fits the overlap, but leave room for the sentence that must come next.
        while (
            first > 0
            and sentences[last].end - sentences[first - 1].start <= overlap
            and sentences[last + 1].end - sentences[first - 1].start <= size
        ):
            first -= 1
    return windows
