"""From readings to what the person gets: quotes grown to whole sentences, or an abstention.

Quotes are slices carried from the reader, or whole sentences; nothing is searched for, trimmed or joined here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import chain

from rag.content_words import alike, content
from rag.english import NUMBERS
from rag.evidence import cells, enumerations
from rag.growth import clause, complete, evidence, grown, moment
from rag.models import Reader
from rag.types import Article, Passage, Quote, Reading, Section, Span, SpanCandidate

NEAREST = 3
"""How many passages an abstention offers as near."""
MOST_PLACES = 5
"""How many places of an article a list may be gathered from."""
CLOSE = 2.0
"""Logits below the best candidate at which another figure, or what another article says, is shown beside it."""
AS_GOOD = 0.5
"""Logits below the best candidate at which another is as good."""
MOST_BACK = 4
"""Sentences searched, backwards, for the one that tells whom a quote speaks of."""

_LEANS = re.compile(r"[“\"'(]*(?:He|She|It|They|This|These|Those|That|His|Her|Its|Their|Both|Instead)\b", re.I)
_FIGURE = re.compile(r"\d[\d.,]*")
_COUNTED = re.compile(rf"{_FIGURE.pattern}|\b(?:{NUMBERS})\b", re.I)
"""A figure, or a number in words: "two years"."""
_SENTENCE_END = re.compile(r"[.!?…][”\"'’)\]]*$")
_PERSON = re.compile(r"[“\"'(]*(?:He|She|His|Her)\b", re.I)
_NAMES_SPEAKER = re.compile(r"[“\"][^“”\"]+[”\"][^“”\"]*\b[A-Z]\w+")
"""“It was hard,” said Ann Lee."""
_SPEAKS = re.compile(
    r"\b[A-Z]\w+(?: [A-Z]\w+)?(?:,[^,]+,)? (?:also |later |then )?(?:said|says|told|asked|revealed|emphasi[sz]ed|"
    r"shared|remarked|stated|added|thinks?|thought|believes?|believed|mentioned|raised|discussed|touched|explained|noted|claimed|"
    r"argued|wrote|announced|replied|recalled|held|was|is|has|had|did|went|came|made|took)\b"
)


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
        twin = next((n for n, other in enumerate(chosen) if _same(quote, other)), None)
        if twin is not None:
            chosen[twin] = _merged(chosen[twin], quote, asked)
        elif not chosen or (len(chosen) < MOST_PLACES and _belongs(quote, one, chosen, good[0], form)):
            chosen.append(quote)
    order = list(dict.fromkeys(id(quote.article) for quote in chosen))
    return sorted(chosen, key=lambda quote: (order.index(id(quote.article)), quote.span))


def _over_lines(article: Article, span: Span) -> bool:
    """Return whether a span runs over lines that are two things, and not one sentence that an editor broke."""
    return "\n" in span.of(article.text) and len(article.sentences_around(span)) > 1


def quoted(
    article: Article,
    span: Span,
    section: Section,
    probability: float,
    *,
    highlight: Span | None = None,
    also: tuple[Span, ...] = (),
    part: int = 0,
) -> Quote:
    """Return a sentence as a quote, all of it marked or only `highlight`."""
    return Quote(article, span, (highlight or span,), section, probability, part, also)


def nearest(reading: Reading, reader: Reader, passages: Mapping[int, Passage]) -> tuple[Quote, ...]:
    """Return the quotes that came nearest, from different places, best first."""
    return apart(_quote(one.span, one, passages[one.passage_id], reader, 0) for one in reading.candidates)


def apart(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the first few quotes that are from different places."""
    found: list[Quote] = []
    for quote in quotes:
        if not any(_overlap(quote, other) for other in found):
            found.append(quote)
        if len(found) == NEAREST:
            break
    return tuple(found)


def introduced(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the quotes, each that leans on another place led by that as a quote of its own.

    "He also …" leans on the sentence before it, a row of a table on the one that names its columns.
    """
    given = list(quotes)
    found: list[Quote] = []
    for quote in given:
        lead = _lead(quote)
        if lead is not None and not any(_overlap(lead, other) for other in chain(given, found)):
            found.append(lead)
        found.append(quote)
    return tuple(found)


def _lead(quote: Quote) -> Quote | None:
    """Return the sentence that tells whom or what `quote` speaks of if it begins with a pronoun, or a row's head."""
    named = cells.head(quote.article, quote.span)
    if named is not None:
        return Quote(quote.article, named, (), quote.section, quote.probability, quote.part)
    text, sentences = quote.article.text, quote.article.sentences
    at = quote.article.sentences_around(quote.span)[0]
    if not _LEANS.match(text, quote.span.start) or _NAMES_SPEAKER.match(text, quote.span.start, quote.span.end):
        return None
    section = quote.section
    first = section.span.start + (section.title is not None)  # a heading tells of nobody
    back = [span for span in sentences[max(0, at - MOST_BACK) : at][::-1] if span.start >= first]
    if not back:
        return None
    wanted = back[:1]
    if _PERSON.match(text, quote.span.start):
        wanted = [span for span in back if _SPEAKS.search(span.of(text))] or wanted
        wanted = [span for span in wanted if not _PERSON.match(text, span.start)]  # that names nobody either
    return Quote(quote.article, wanted[0], (), quote.section, quote.probability, quote.part) if wanted else None


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


def _same(quote: Quote, other: Quote) -> bool:
    """Return whether two quotes say the same: they overlap, mark the same words, or their sentences are alike.

    Sentences that are alike but for a figure contradict each other, and each article speaks for itself.
    """
    if _overlap(quote, other) or _marked(quote) == _marked(other):
        return True
    return quote.article is other.article and alike(quote.text, other.text) and not _differ(quote, other, _COUNTED)


def _merged(quote: Quote, twin: Quote, asked: frozenset[str]) -> Quote:
    """Return `quote` with the place of a twin noted, if that is another place of the same article.

    A twin that marks the same words takes its place, and its probability, if it is the better evidence: a sentence
    rather than a headline, then the one that has more of the words of the question, then the fuller one.
    """
    if (
        twin.article is not quote.article
        or _overlap(quote, twin)
        or any(twin.span.overlaps(span) for span in quote.also)
    ):
        return quote
    if _marked(twin) == _marked(quote) and _worth(twin, asked) > _worth(quote, asked):
        twin, quote = quote, replace(twin, probability=quote.probability, also=quote.also)
    return replace(quote, also=tuple(sorted([*quote.also, twin.span])))


def _worth(quote: Quote, asked: frozenset[str]) -> tuple[bool, int, int]:
    """Return what makes one of two quotes that say the same the better evidence."""
    return _SENTENCE_END.search(quote.text) is not None, len(asked & content(quote.text)), len(quote.text)


def _belongs(quote: Quote, one: SpanCandidate, chosen: Sequence[Quote], first: SpanCandidate, form: Form) -> bool:
    """Return whether a candidate nearly as good as the best one is shown beside those that are `chosen`.

    So it is in a list, as what another article says, or as another figure.
    """
    if one.score_logit < first.score_logit - CLOSE:
        return False
    if form is Form.LIST or all(quote.article is not other.article for other in chosen):
        return True
    best = chosen[0]
    return _differ(quote, best, _FIGURE) or (alike(quote.text, best.text) and _differ(quote, best, _COUNTED))


def _differ(quote: Quote, other: Quote, figure: re.Pattern[str]) -> bool:
    """Return whether two quotes mark figures, and none that is the same."""
    ours, theirs = ({one.rstrip(".,") for one in figure.findall(_marked(either))} for either in (quote, other))
    in_words = [any(one.isalpha() for one in figures) for figures in (ours, theirs)]
    return bool(ours and theirs) and not ours & theirs and in_words[0] == in_words[1]  # "two" may be "2"


def _overlap(quote: Quote, other: Quote) -> bool:
    return quote.article is other.article and quote.span.overlaps(other.span)


def _marked(quote: Quote) -> str:
    return " ".join(" ".join(span.of(quote.article.text).casefold().split()) for span in quote.highlights)


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
