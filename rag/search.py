"""Finds the passages of some articles that a question is to be read in: all of few, or the best of many."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.index import VectorIndex, build_or_load
from rag.lexical import LexicalIndex
from rag.models import Encoder
from rag.passages import passages
from rag.retrieve import Retriever
from rag.types import Article, Passage, RetrievedPassage


@dataclass(frozen=True, slots=True)
class Settings:
    """Whatever decides on an answer besides the articles and the models."""

    passage_size: int = 800
    """Code points of the longest passage."""
    passage_overlap: int = 150
    """Code points of whole sentences that two neighbouring passages may share."""
    read_whole: int = 12
    """Up to this many passages are all read; beyond it, the retriever chooses."""
    read_best: int = 8
    """How many of the retrieved passages are read."""
    fusion_k: int = 20
    """The k of reciprocal-rank fusion."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What became of one article on the way into the index."""

    article: Article
    passages: int
    cached: bool


class Search:
    """Passages of some articles, and what finds the best of them. Safe to use from several threads."""

    def __init__(self, articles: Sequence[Article], encoder: Encoder, cache: Path, settings: Settings) -> None:
        """Cut the articles into passages; the index is built, or loaded from `cache`, when first needed."""
        self.settings = settings
        self.encoder = encoder
        self._articles = articles
        self._cache = cache
        self._by_article: list[tuple[Passage, ...]] = []
        for article in articles:
            self._by_article.append(
                passages(
                    article,
                    size=settings.passage_size,
                    overlap=settings.passage_overlap,
                    first_id=sum(map(len, self._by_article)),
                )
            )
        self.passages = tuple(passage for found in self._by_article for passage in found)
        self._building = threading.RLock()  # since Python 3.12 a cached_property has none
        self._built: list[tuple[VectorIndex, IndexReport]] = []
        self._made: Retriever | None = None

    def index(self) -> list[IndexReport]:
        """Build or load every article's index now."""
        return [report for _, report in self._indexes]

    def prepare(self) -> None:
        """Build or load now whatever `choose` needs."""
        if not self.reads_whole:
            _ = self._retriever

    @property
    def reads_whole(self) -> bool:
        """Return whether every passage is read for every question, so that no index is needed."""
        return len(self.passages) <= self.settings.read_whole

    def choose(self, question: str) -> Sequence[Passage]:
        """Return the passages to read: all, or the best by retrieval."""
        if self.reads_whole:
            return self.passages
        return [found.passage for found in self.retrieve(question, self.settings.read_best)]

    def retrieve(self, question: str, n: int) -> Sequence[RetrievedPassage]:
        """Return the best `n` passages by retrieval, best first."""
        return self._retriever.retrieve(question, n)

    @property
    def _indexes(self) -> list[tuple[VectorIndex, IndexReport]]:
        """Return each article's index, which is built once, however many threads ask for it."""
        with self._building:
            self._built = self._built or self._build()
            return self._built

    def _build(self) -> list[tuple[VectorIndex, IndexReport]]:
        built = []
        for article, found in zip(self._articles, self._by_article, strict=True):
            one, cached = build_or_load(found, self.encoder, self._cache)
            built.append((one, IndexReport(article, len(found), cached)))
        return built

    @property
    def _retriever(self) -> Retriever:
        """Return the retriever over the passages of all articles, made once too."""
        with self._building:
            self._made = self._made or self._make()
            return self._made

    def _make(self) -> Retriever:
        indexes = [index for index, _ in self._indexes]

        def dense(question: str) -> NDArray[np.float32]:
            vector = self.encoder.encode([question])[0]
            return np.concatenate([index.scores(vector) for index in indexes])

        lexical = LexicalIndex([passage.text for passage in self.passages])
        return Retriever(self.passages, (dense, lexical.scores), k=self.settings.fusion_k)
