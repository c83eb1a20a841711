"""Finds what answers a question that stands alone: by the reader, and by what an article says outright.

What the question takes for granted is weighed. A cell of a table that it names outright needs no reading, nor does what
the article says outright that something is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice

from rag.content_words import content
from rag.evidence import cells, definitions, premises
from rag.models import Found, Reader
from rag.types import Article, Passage, Reading, Span, SpanCandidate
from rag.understanding import address, epithets, persons, spelling

LOOKED_UP = 9.0
"""The score of a cell whose row and column are all that the question names: hardly ever wrong."""
DEFINED = 6.0
"""The score of what an article says outright that something is."""


class Finder:
    """Finds candidates in some articles. Safe to use from several threads."""

    def __init__(
        self,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        choose: Callable[[str], Sequence[Passage]],
        reader: Reader,
    ) -> None:
        """Take the articles, all their passages, what chooses those to read for a question, and what reads them."""
        self._articles, self._passages = articles, passages
        self._choose, self._reader = choose, reader

    def find(self, question: str) -> tuple[str, Found]:
        """Return how `question` is read, and what is found for that: by its names, if it calls things by their kind."""
        found, threshold = self.read(question), self._reader.threshold_logit
        if any(one.score_logit >= threshold for one in found[0].candidates[:1]):
            return question, found
        return epithets.by_name(question, found, self.read, lacking=self._lacking, threshold=threshold)

    def read(self, question: str) -> Found:
        """Return the candidates for `question`, and the passages that were read, by id."""
        question = spelling.as_read(question, curly=self._curly)
        passages = {passage.id: passage for passage in self._choose(question)}
        named = persons.put(question, self._articles)

        def put(passage: Passage) -> str:
            return address.put(named(passage) if named else question, passage.text)

        def weigh(reading: Reading) -> Reading:
            return premises.weighed(question, reading, passages, self._articles, put)

        reading = self._reader.read(put, list(passages.values()), weigh)
        found = list(reading.candidates)
        for article, span, score in self._told(question):
            passage = next(one for one in self._passages if one.article is article and span in one.span)
            passages[passage.id] = passage
            found.insert(0, SpanCandidate(span, passage.id, score))
        return Reading(tuple(sorted(found, key=lambda one: -one.score_logit))), passages

    def _told(self, question: str) -> Sequence[tuple[Article, Span, float]]:
        """Return what the articles say outright, and its score."""
        cell = [
            (article, span, LOOKED_UP)
            for article, tables in self._tables
            for span in cells.looked_up(question, article, tables)
        ]
        return cell + [
            (article, span, DEFINED)
            for article in self._articles
            for span in islice(definitions.looked_up(question, article), 1)
        ]

    def _lacking(self, words: str) -> bool:
        """Return whether the articles lack one of some words."""
        return not content(words) <= self._content

    @cached_property
    def _content(self) -> frozenset[str]:
        """Return the words of the articles that carry meaning."""
        return frozenset[str]().union(*(content(article.unmarked) for article in self._articles))

    @cached_property
    def _tables(self) -> list[tuple[Article, list[list[Span]]]]:
        """Return each article that has tables, and the rows of each of them."""
        found = [(article, cells.tables(article)) for article in self._articles]
        return [(article, tables) for article, tables in found if tables]

    @cached_property
    def _curly(self) -> bool:
        """Return whether the articles write curly apostrophes."""
        return any("’" in article.text for article in self._articles)
