"""Which quotes say the same, and are one, and which are shown beside the best though they say something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.content_words import alike, content
from rag.english import NUMBERS
from rag.types import Quote

_FIGURE = re.compile(r"\d[\d.,]*")
_COUNTED = re.compile(rf"{_FIGURE.pattern}|\b(?:{NUMBERS})\b", re.I)
"""A figure, or a number in words: "two years"."""
_SENTENCE_END = re.compile(r"[.!?…][”\"'’)\]]*$")


def same(quote: Quote, other: Quote) -> bool:
    """Return whether two quotes say the same: they overlap, mark the same words, or their sentences are alike.

    Sentences that are alike but for a figure contradict each other, and each article speaks for itself.
    """
    if quote.overlaps(other) or _marked(quote) == _marked(other):
        return True
    return quote.article is other.article and alike(quote.text, other.text) and not _differ(quote, other, _COUNTED)


def restates(quote: Quote, other: Quote, asked: frozenset[str]) -> bool:
    """Return whether a quote tells of the same thing as another one, and not the same words of something else.

    Then it marks the same words in a sentence alike, in which no word of the question is missing that the other has.
    """
    named = asked & content(other.text)
    return (
        bool(named)
        and named <= content(quote.text)
        and _marked(quote) == _marked(other)
        and alike(quote.text, other.text)
    )


def merged(quote: Quote, twin: Quote, asked: frozenset[str]) -> Quote:
    """Return `quote` with the place of a twin noted, if that is another place of the same article.

    A twin that marks the same words takes its place, and its probability, if it is the better evidence: a sentence
    rather than a headline, then the one that has more of the words of the question, then the fuller one.
    """
    if (
        twin.article is not quote.article
        or quote.overlaps(twin)
        or any(twin.span.overlaps(span) for span in quote.also)
    ):
        return quote
    if _marked(twin) == _marked(quote) and _worth(twin, asked) > _worth(quote, asked):
        twin, quote = quote, replace(twin, probability=quote.probability, also=quote.also)
    return replace(quote, also=tuple(sorted([*quote.also, twin.span])))


def is_told_beside(quote: Quote, chosen: Sequence[Quote]) -> bool:
    """Return whether a quote is shown beside those that are `chosen`: another article's, or another figure."""
    best = chosen[0]
    return (
        all(quote.article is not other.article for other in chosen)
        or _differ(quote, best, _FIGURE)
        or (alike(quote.text, best.text) and _differ(quote, best, _COUNTED))
    )


def _worth(quote: Quote, asked: frozenset[str]) -> tuple[bool, int, int]:
    """Return what makes one of two quotes that say the same the better evidence."""
    return _SENTENCE_END.search(quote.text) is not None, len(asked & content(quote.text)), len(quote.text)


def _differ(quote: Quote, other: Quote, figure: re.Pattern[str]) -> bool:
    """Return whether two quotes mark figures, and none that is the same."""
    ours, theirs = ({one.rstrip(".,") for one in figure.findall(_marked(either))} for either in (quote, other))
    in_words = [any(one.isalpha() for one in figures) for figures in (ours, theirs)]
    return bool(ours and theirs) and not ours & theirs and in_words[0] == in_words[1]  # "two" may be "2"


def _marked(quote: Quote) -> str:
    return " ".join(quote.words).casefold()
