"""From readings to what the person gets: quotes grown to whole sentences, or an abstention.

Quotes are slices carried from the reader, or whole sentences; nothing is searched for, trimmed or joined here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from rag import repeats
from rag.content_words import content
from rag.evidence import enumerations
from rag.growth import clause, complete, evidence, grown, moment
from rag.models import Reader
from rag.types import Article, Passage, Quote, Reading, Span, SpanCandidate

NEAREST = 3
"""How many passages an abstention offers as near."""
MOST_PLACES = 5
"""How many places of an article a list may be gathered from."""
ALSO = 0.6
"""How sure it is, at least, that another place that marks the same words answers too, and tells of nothing else."""
CLOSE = 2.0
"""Logits below the best candidate at which another figure, or what another article says, is shown beside it, and down
to which the same words tell of the same."""
AS_GOOD = 0.5
"""Logits below the best candidate at which another is as good."""


class Form(Enum):
    """What a question asks for."""

    SPAN = auto()
    MOMENT = auto()
    LIST = auto()
    YES_OR_NO = auto()


def answering(
    reading: Reading, reader: Reader, passages: Mapping[int, Passage], *, question: str, part: int, form: Form
) -> list[Quote]:
    """Return the quotes that answer one part of a question, or none.

    Args:
        reading: candidates, best first.
        reader: whose threshold and calibration apply.
        passages: those read, by their id.
        question: of two sentences that say the same, the one with more of its words is quoted.
        part: the part's number.
        form: what is asked for; a list counts all its places, and a member of one stands for the whole.
    """
    good = [
        one
        for one in reading.candidates
        if one.score_logit >= reader.threshold_logit and not _over_lines(passages[one.passage_id].article, one.span)
    ]
    if not good:
        return []
    asked = content(question)
    chosen: list[Quote] = []
    for one in _tight(good, passages):
        article = passages[one.passage_id].article
        words = complete(article, _MARKED[form](article, one.span))
        quote = _quote(words, one, passages[one.passage_id], reader, part)
        listed = enumerations.whole(article, words, question) if form is Form.LIST else None
        if listed:
            quote = replace(quote, span=listed[0], highlights=listed[1])
        twin = next((n for n, other in enumerate(chosen) if repeats.same(quote, other)), None)
        near = one.score_logit >= good[0].score_logit - CLOSE
        if twin is not None:
            if near or reader.probability(one.score_logit) >= ALSO or repeats.restates(quote, chosen[twin], asked):
                chosen[twin] = repeats.merged(chosen[twin], quote, asked)
        elif not chosen or (
            near and len(chosen) < MOST_PLACES and (form is Form.LIST or repeats.is_told_beside(quote, chosen))
        ):
            chosen.append(quote)
    order = list(dict.fromkeys(id(quote.article) for quote in chosen))
    return sorted(chosen, key=lambda quote: (order.index(id(quote.article)), quote.span))


def _over_lines(article: Article, span: Span) -> bool:
    """Return whether a span runs over lines that are two things, and not one sentence that an editor broke."""
    return "\n" in span.of(article.text) and len(article.sentences_around(span)) > 1


def nearest(reading: Reading, reader: Reader, passages: Mapping[int, Passage]) -> tuple[Quote, ...]:
    """Return the quotes that came nearest, from different places, best first."""
    return apart(_quote(one.span, one, passages[one.passage_id], reader, 0) for one in reading.candidates)


def apart(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the first few quotes that are from different places."""
    found: list[Quote] = []
    for quote in quotes:
        if not any(quote.overlaps(other) for other in found):
            found.append(quote)
        if len(found) == NEAREST:
            break
    return tuple(found)


def _quote(words: Span, one: SpanCandidate, passage: Passage, reader: Reader, part: int) -> Quote:
    """Return the sentences around some words as a quote, the words marked."""
    span = evidence(passage.article, words)
    return Quote(passage.article, span, (words,), passage.section, reader.probability(one.score_logit), part)


def _tight(good: Sequence[SpanCandidate], passages: Mapping[int, Passage]) -> list[SpanCandidate]:
    """Return the candidates; one as good as the best that is the best up to a comma takes its place."""
    best = good[0]
    text = passages[best.passage_id].article.text
    for one in good[1:]:
        same = one.passage_id == best.passage_id and one.span.start == best.span.start
        if (
            same
            and one.score_logit >= best.score_logit - AS_GOOD
            and text.startswith(",", one.span.end)
            and one.span in best.span
        ):
            return [one, *(other for other in good if other is not one)]
    return list(good)


def total_probability(parts: Sequence[Sequence[Quote]]) -> float:
    """Return the probability of an answer: that of its least certain part, each taken by its best quote."""
    return min(max(quote.probability for quote in quotes) for quotes in parts if quotes)


_MARKED: dict[Form, Callable[[Article, Span], Span]] = {
    Form.SPAN: lambda _, span: span,
    Form.MOMENT: moment,
    Form.LIST: grown,
    Form.YES_OR_NO: clause,
}
"""What is marked for a candidate."""
