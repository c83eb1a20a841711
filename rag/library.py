"""Pipelines over the articles that questions name; those used last stay open."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag import codes, content_words, corpus
from rag.models import Encoder, Reader
from rag.pipeline import Pipeline
from rag.types import Article, Inline, Source
from rag.understanding import persons, pronouns

OPEN = 64
"""How many pipelines stay open beside the one over the default articles."""


@dataclass(frozen=True, slots=True)
class Setup:
    """All it takes to open the same library in another process."""

    articles: tuple[Path, ...]
    cache: Path
    threads: int | None = None
    """Of the reader; by default one for each core."""
    reader: Path | None = None
    """The reader's folder; by default the one that comes with Quoth."""
    strictness: float | None = None
    """The share of wrong answers to expect; by default the reader's own threshold decides."""

    def open(self) -> Library:
        """Read the default articles and load the models.

        Raises:
            QuothError: if an article or the reader cannot be read.
        """
        from rag.cascade import opened
        from rag.embed import SentenceEncoder
        from rag.manifest import DEFAULT

        articles = corpus.load(self.articles)
        reader = opened(self.reader or DEFAULT, threads=self.threads, strictness=self.strictness)
        return Library(articles, reader, SentenceEncoder(), self.cache)


class Library:
    """One reader and one encoder over any number of articles. Safe to use from several threads."""

    def __init__(self, articles: Sequence[Article], reader: Reader, encoder: Encoder, cache: Path) -> None:
        """Take the articles asked by questions that name none."""
        self.reader = reader
        self.encoder = encoder
        self.cache = cache
        self.default = self.pipeline_over(articles)
        self._open: OrderedDict[Source, Pipeline] = OrderedDict()
        self._lock = threading.Lock()

    def pipeline(self, source: Source | None) -> Pipeline:
        """Return the pipeline over the article, or the folder of articles, at `source`; None is the default.

        Raises:
            ArticleError: if it cannot be read.
        """
        if source is None:
            return self.default
        with self._lock:
            found = self._open.get(source)
            if found is None:
                found = self._open[source] = self.pipeline_over(_articles(source))
            self._open.move_to_end(source)
            if len(self._open) > OPEN:
                self._open.popitem(last=False)
            return found

    def over(self, articles: Sequence[Article]) -> Library:
        """Return a library with the same models that asks `articles` by default."""
        return Library(articles, self.reader, self.encoder, self.cache)

    def pipeline_over(
        self, articles: Sequence[Article], *, encoder: Encoder | None = None, cache: Path | None = None
    ) -> Pipeline:
        """Return a new pipeline over `articles`, with an encoder or a cache of its own if given.

        Once nobody has it any longer, nothing is kept of articles that no other has.
        """
        pipeline = Pipeline(articles, self.reader, encoder or self.encoder, cache or self.cache)
        weakref.finalize(pipeline, _forget).atexit = False
        return pipeline


def _forget() -> None:
    """Empty the caches of what was found in articles, one for all of them; those still open fill them again."""
    for known in (content_words.content, codes.codes_in, codes.codes_of, persons.persons, pronouns.called):
        known.cache_clear()


def _articles(source: Source) -> Sequence[Article]:
    """Read what stands at `source`."""
    if isinstance(source, Inline):
        return [corpus.article_from_text(source.text, Path(source.name))]
    return corpus.load([source])
