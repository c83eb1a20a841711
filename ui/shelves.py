"""Which articles a visitor may ask: the server's, which everybody shares, and those on the visitor's own shelf.

A visitor is known by a secret that only their browser has. Own articles are held in memory, their indexes in a
temporary folder; both go when the visitor says so, when the server ends, or when the shelf is the oldest of too many.
The visitor's browser keeps the texts, and gives them again to a server that has them no longer.
"""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embed import SLICE
from rag.errors import ArticleError, QuothError, shown
from rag.library import Library
from rag.pipeline import Pipeline
from rag.types import Article, Encoder

ALL = "all"
"""The scope of a question to every article that the visitor may ask."""
SHELVES = 100
ARTICLES = 20
CHARACTERS = 20_000_000
"""Of all articles on one shelf."""


class UnknownArticleError(QuothError):
    """An article that this visitor does not have."""


def key(article: Article) -> str:
    """Return what names an article in links and requests: the start of its hash."""
    return article.sha256[:16]


class _Encoded:
    """An encoder that knows the vectors of the texts it is asked for already."""

    def __init__(self, encoder: Encoder, rows: NDArray[np.float32]) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._rows: NDArray[np.float32] | None = rows

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows, self._rows = self._rows, None
        return self._encoder.encode(texts) if rows is None or len(rows) != len(texts) else rows


class _Shelf:
    """One visitor's articles and the pipelines over them."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.pipelines: dict[str, Pipeline] = {}
        self.folder = tempfile.TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True)

    @property
    def cache(self) -> Path:
        return Path(self.folder.name)


class Shelves:
    """The server's articles and every visitor's own. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        """Open the shelves over a library."""
        self.library = library
        self.common = {key(article): article for article in library.default.articles}
        self._single: dict[str, Pipeline] = {}
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._lock = threading.RLock()

    def own(self, visitor: str) -> dict[str, Article]:
        """Return the visitor's own articles by key."""
        with self._lock:
            shelf = self._shelves.get(visitor)
            return dict(shelf.articles) if shelf else {}

    def article(self, visitor: str, wanted: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: if this visitor does not have it.
        """
        found = self.own(visitor).get(wanted) or self.common.get(wanted)
        if found is None:
            raise UnknownArticleError("this article is not open here, or no longer; reload the page or add it again")
        return found

    def pipeline(self, visitor: str, scope: str) -> Pipeline:
        """Return the pipeline over one article, or over ALL.

        Raises:
            UnknownArticleError: if this visitor does not have it.
        """
        with self._lock:
            shelf = self._shelves.get(visitor)
            if scope == ALL and (shelf is None or not shelf.articles):
                return self.library.default
            if scope != ALL and scope not in (shelf.articles if shelf else ()):
                return self._common(visitor, scope)
            assert shelf is not None
            found = shelf.pipelines.get(scope)
            if found is None:
                wanted = [*self.common.values(), *shelf.articles.values()] if scope == ALL else [shelf.articles[scope]]
                self._share_indexes(shelf)
                found = shelf.pipelines[scope] = self.library.pipeline_over(wanted, cache=shelf.cache)
            return found

    def add(self, visitor: str, article: Article) -> Iterator[tuple[int, int]]:
        """Put an article on the visitor's shelf, once it is indexed; yield how many of its passages are.

        Raises:
            ArticleError: if the shelf is full.
        """
        with self._lock:
            shelf = self._shelves.setdefault(visitor, _Shelf())
            self._shelves.move_to_end(visitor)
            held = [one for one in shelf.articles.values() if one.sha256 != article.sha256]
            size = sum(len(one.text) for one in held) + len(article.text)
            if len(held) >= ARTICLES or size > CHARACTERS:
                raise ArticleError(
                    f"{shown(article.path)} does not fit beside your other articles "
                    f"({ARTICLES} articles, {CHARACTERS:,} characters); remove one first"
                )
        pipeline = self.library.pipeline_over([article], cache=shelf.cache)
        if not pipeline.search.reads_whole:
            texts = [passage.text for passage in pipeline.search.passages]
            rows = []
            for at in range(0, len(texts), SLICE):
                yield at, len(texts)
                rows.append(self.library.encoder.encode(texts[at : at + SLICE]))
            encoded = _Encoded(self.library.encoder, np.concatenate(rows))
            pipeline = self.library.pipeline_over([article], encoder=encoded, cache=shelf.cache)
            pipeline.search.index()
        with self._lock:
            if self._shelves.get(visitor) is not shelf:
                raise ArticleError("your articles were removed meanwhile; add it again")
            shelf.pipelines.pop(ALL, None)
            shelf.articles[key(article)] = article
            shelf.pipelines[key(article)] = pipeline
            while len(self._shelves) > SHELVES:
                self._shelves.popitem(last=False)[1].folder.cleanup()

    def remove(self, visitor: str, wanted: str | None = None) -> None:
        """Forget one of the visitor's own articles, or all of them, with every index of them."""
        with self._lock:
            shelf = self._shelves.get(visitor)
            if shelf is None:
                return
            if wanted is not None:
                shelf.articles.pop(wanted, None)
            if wanted is None or not shelf.articles:
                del self._shelves[visitor]
                shelf.folder.cleanup()
                return
            for gone in (wanted, ALL):
                shelf.pipelines.pop(gone, None)  # the others hold their indexes open
            shelf.folder.cleanup()
            shelf.folder = tempfile.TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True)

    def close(self) -> None:
        """Forget everybody's articles."""
        for visitor in list(self._shelves):
            self.remove(visitor)

    def _common(self, visitor: str, scope: str) -> Pipeline:
        if len(self.common) == 1 and scope in self.common:
            return self.library.default
        found = self._single.get(scope)
        if found is None:
            found = self._single[scope] = self.library.pipeline_over([self.article(visitor, scope)])
        return found

    def _share_indexes(self, shelf: _Shelf) -> None:
        """Let the shelf's folder find the indexes of the server's articles instead of building them anew."""
        if not self.library.default.search.reads_whole:
            for index in self.library.cache.glob("*.faiss"):
                link = shelf.cache / index.name
                if not link.exists():
                    link.symlink_to(index)
