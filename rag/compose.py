"""From a reading to what the person gets: quotes grown to whole sentences, or an abstention.

Quotes are slices carried from the reader; nothing is searched for, trimmed or joined here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from rag.types import Abstention, Answer, Article, Passage, Quote, Reader, Reading, Span, SpanCandidate

NEAREST = 3
"""How many passages an abstention offers as near."""


def compose(
    question: str,
    reading: Reading,
    reader: Reader,
    passages: Mapping[int, Passage],
    *,
    total: int,
    read_as: str | None = None,
) -> Answer | Abstention:
    """Answer with the best candidate if the reader prefers it clearly enough to "no answer", else abstain.

    Args:
        question: as it was asked.
        reading: candidates, best first.
        reader: whose threshold and calibration apply.
        passages: those read, by their id.
        total: how many passages there are, read or not.
        read_as: what the reader was asked, if not that.
    """
    best = reading.candidates[0].score_logit if reading.candidates else None
    probability = 0.0 if best is None else reader.probability(best)
    if best is not None and best >= reader.threshold_logit:
        winner = reading.candidates[0]
        quote = _quote(winner, passages[winner.passage_id], reader)
        return Answer(question, (quote,), probability, len(passages), total, read_as)
    nearest: list[Quote] = []
    for candidate in reading.candidates:
        passage = passages[candidate.passage_id]
        quote = _quote(candidate, passage, reader)
        if len(nearest) < NEAREST and not any(
            quote.article is other.article and quote.span.overlaps(other.span) for other in nearest
        ):
            nearest.append(quote)
    return Abstention(question, tuple(nearest), probability, len(passages), total, read_as)


def evidence(article: Article, span: Span) -> Span:
    """Return the sentence, or the run of sentences, that `span` lies in."""
    first = bisect_right(article.sentences, span.start, key=lambda sentence: sentence.start) - 1
    last = bisect_left(article.sentences, span.end, key=lambda sentence: sentence.end)
    return Span(article.sentences[first].start, article.sentences[last].end)


def _quote(candidate: SpanCandidate, passage: Passage, reader: Reader) -> Quote:
    """Return the sentences around a candidate as a quote, the candidate marked."""
    span = evidence(passage.article, candidate.span)
    probability = reader.probability(candidate.score_logit)
    return Quote(passage.article, span, (candidate.span,), passage.section, probability)
