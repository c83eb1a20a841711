"""Sentences that answer a question on a whole topic, or on the whole article: chosen, never written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from rag.content_words import alike, content
from rag.evidence import speakers
from rag.types import Article, Span, Statement

MOST_STATEMENTS = 6
"""Statements gathered on a topic."""
OVERVIEW = 4
"""Sentences of an overview."""
_LONGER_NAME = re.compile(r"(?<![\w’'-])([A-Z][\w’'-]*) ([A-Z][\w’'-]*)(?= [A-Z])")
_NAME = re.compile(r"(?:the )?(?:[^\W\d_]*[A-Z]|\d)[\w.’'-]*(?: (?:[^\W\d_]*[A-Z]|\d)[\w.’'-]*)*")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Sentences that answer together, in reading order."""

    found: Sequence[Statement]
    absent: tuple[str, ...] = ()
    """The names asked about that the articles do not know."""
    further: int = 0
    """How many more sentences would do as well."""


def statements(topic: str, speaker: str, articles: Sequence[Article]) -> list[Statement]:
    """Return all sentences that name `topic`, in reading order and none twice; the fuller of two alike.

    All words of the topic that carry meaning must stand in the sentence. If somebody is to have said it, it must be
    what they say, or the article be full of that. Headings are no statements. Without a topic
    it is all that somebody says.
    """
    wanted = content(topic)
    if not any(len(word) > 1 for word in wanted) and (topic or not content(speaker)):
        return []
    if len(wanted) == 1 and all(_enclosed(wanted, article) for article in articles):
        return []
    found = []
    for article in articles:
        texts = [span.of(article.unmarked) for span in article.sentences]
        mays = speakers.may_have_said(speaker, texts, everywhere=bool(topic))
        for span, text, may in zip(article.sentences, texts, mays, strict=True):
            here = content(text)
            if may and wanted <= here and len(here) > len(wanted) + 1:
                found.append((article, span))
    return _distinct(found)


def on_topic(topic: str, speaker: str, articles: Sequence[Article]) -> Gathered:
    """Return the first of the sentences that name `topic`."""
    found = statements(topic, speaker, articles)
    return Gathered(found[:MOST_STATEMENTS], further=len(found[MOST_STATEMENTS:]))


def side_by_side(topics: Sequence[str], speaker: str, articles: Sequence[Article]) -> Gathered:
    """Return the sentences that name any of several topics, each topic's in turn, but in reading order.

    Nothing, if there is no sentence on a topic that is not a name unknown to the articles: only the reader can tell.
    """
    each = [statements(topic, speaker, articles) for topic in topics]
    absent = tuple(topic for topic, found in zip(topics, each, strict=True) if not found)
    if not all(_is_unknown_name(topic, articles) for topic in absent):
        return Gathered([])
    turns = [one for row in zip_longest(*each) for one in row if one is not None]
    distinct = list({(id(one.article), one.span): one for one in turns}.values())
    most = max(MOST_STATEMENTS, len(topics))
    order = {id(article): number for number, article in enumerate(articles)}
    chosen = sorted(distinct[:most], key=lambda one: (order[id(one.article)], one.span))
    return Gathered(chosen, absent, len(distinct[most:]))


def _is_unknown_name(topic: str, articles: Sequence[Article]) -> bool:
    """Return whether a topic is a name of which no word stands in the articles."""
    words = content(topic)
    return bool(_NAME.fullmatch(topic) and words) and not any(words & content(article.unmarked) for article in articles)


def _enclosed(word: frozenset[str], article: Article) -> bool:
    """Return whether `word` never stands but inside a longer name: "Mars" in "Whole Mars Catalog".

    A word that opens or closes a name may stand for it, as "Qazi" for "Omar Qazi"; one in its middle may not.
    """
    rest = _LONGER_NAME.sub(lambda name: name[1] if content(name[1]) else name[0], article.unmarked)
    return not word <= content(rest)


def overview(article: Article) -> list[Statement]:
    """Return the sentences that say best what an article is about, in reading order.

    The most central by LexRank (Erkan and Radev 2004: the principal eigenvector of the sentences' TF-IDF cosines),
    in the article's main part, the opening favoured as news and notes are written.
    """
    spans = [span for span in article.sentences if len(content(span.of(article.unmarked))) > 4][:400]
    if not spans:
        return [Statement(article, span) for span in article.sentences[:1]]
    bags = [content(span.of(article.unmarked)) for span in spans]
    words = sorted(set().union(*bags))
    place = {word: column for column, word in enumerate(words)}
    table = np.zeros((len(spans), len(words)))
    for row, bag in enumerate(bags):
        table[row, [place[word] for word in sorted(bag)]] = 1
    table *= np.log((1 + len(spans)) / (1 + table.sum(axis=0))) + 1
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    likeness = table @ table.T
    np.fill_diagonal(likeness, 1e-9)  # a sentence like no other is not central for being like itself
    step = 0.15 / len(spans) + 0.85 * likeness / likeness.sum(axis=1, keepdims=True)
    rank = np.full(len(spans), 1 / len(spans))
    for _ in range(50):
        rank = rank @ step
    rank *= 1 + 1 / (1 + np.arange(len(spans))) ** 2  # the first sentence counts double
    chosen: list[int] = []
    for row in np.argsort(-rank, kind="stable").tolist():
        if not any(alike(spans[row].of(article.unmarked), spans[other].of(article.unmarked)) for other in chosen):
            chosen.append(row)
        if len(chosen) == OVERVIEW:
            break
    return [Statement(article, spans[row]) for row in sorted(chosen)]


def _distinct(found: Sequence[tuple[Article, Span]]) -> list[Statement]:
    """Return each statement once, with the places of those it stands for; none but the last is lost."""
    kept: list[tuple[Article, Span, list[Span]]] = []
    for article, span in found:
        text = span.of(article.unmarked)
        twin = next((n for n, (a, s, _) in enumerate(kept) if a is article and alike(s.of(a.unmarked), text)), None)
        if twin is None:
            kept.append((article, span, []))
            continue
        _, other, also = kept[twin]
        if len(content(text)) > len(content(other.of(article.unmarked))):
            kept[twin] = (article, span, sorted([*also, other]))
        else:
            also.append(span)
    order = {id(article): n for n, (article, _) in reversed(list(enumerate(found)))}
    kept.sort(key=lambda one: (order[id(one[0])], one[1]))
    return [Statement(article, span, tuple(also)) for article, span, also in kept]
