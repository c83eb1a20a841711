"""Articles opened to be asked, with their index in a temporary folder of its own that goes when they do."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embed import SLICE
from rag.errors import QuothError
from rag.library import Library
from rag.models import Encoder
from rag.pipeline import Pipeline
from rag.types import Article


class UnknownArticleError(QuothError):
    """An article that this visitor does not have."""

    def __init__(self) -> None:
        """Say what can be done."""
        super().__init__("this article is not open here, or no longer; reload the page or add it again")


class _Encoded:
    """An encoder that may know the vectors of the texts it is asked for already."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.rows: NDArray[np.float32] | None = None
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows, self.rows = self.rows, None
        return self._encoder.encode(texts) if rows is None or len(rows) != len(texts) else rows


class Opened:
    """Some articles and the pipeline over them. Safe to use from several threads."""

    def __init__(self, library: Library, articles: Sequence[Article], parts: Sequence[Opened] = ()) -> None:
        """Open articles of which `parts` are opened already, and others may be the library's: their indexes serve."""
        self.articles = tuple(articles)
        self._library = library
        self._parts = parts
        self._folder = tempfile.TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True)
        self._cache = Path(self._folder.name)
        self._encoder = _Encoded(library.encoder)
        self._pipeline: Pipeline | None = None
        self._gone = False
        self._lock = threading.Lock()  # what is written while the folder goes would make a new one

    @property
    def characters(self) -> int:
        """Return the length of all texts."""
        return sum(len(article.text) for article in self.articles)

    def ready(self) -> Pipeline:
        """Return the pipeline, prepared.

        Raises:
            UnknownArticleError: if the articles are forgotten, or one of the parts is.
        """
        with self._lock:
            pipeline = self._here()
            if not pipeline.search.reads_whole:
                pipeline.search.index()
        pipeline.prepare()
        return pipeline

    def indexing(self) -> Iterator[tuple[int, int]]:
        """Make ready slice by slice; yield how many passages are encoded, and how many there are.

        Raises:
            UnknownArticleError: if the articles are forgotten.
        """
        with self._lock:
            search = self._here().search
        if search.reads_whole:
            return
        texts = [passage.text for passage in search.passages]
        rows = []
        for at in range(0, len(texts), SLICE):
            yield at, len(texts)
            rows.append(self._library.encoder.encode(texts[at : at + SLICE]))
        self._encoder.rows = np.concatenate(rows)
        self.ready()

    def forget(self) -> None:
        """Let the articles go, with the folder of their index."""
        with self._lock:
            self._gone = True
            self._folder.cleanup()

    def _here(self) -> Pipeline:
        if self._gone:
            raise UnknownArticleError
        if self._pipeline is None:
            opened = self._library.pipeline_over(self.articles, encoder=self._encoder, cache=self._cache)
            if self._parts and not opened.search.reads_whole:
                self._borrow()
            self._pipeline = opened
        return self._pipeline

    def _borrow(self) -> None:
        """Let the folder have the indexes of the library and of the parts; what it cannot have is built anew."""
        self._library.default.search.index()
        for index in self._library.cache.glob("*.faiss"):
            with suppress(OSError):
                (self._cache / index.name).symlink_to(index)
        for part in self._parts:
            for index in part._indexed().glob("*.faiss"):
                with suppress(OSError):
                    (self._cache / index.name).hardlink_to(index)  # it stays whole when the part goes

    def _indexed(self) -> Path:
        """Return the folder of an index that is there even if every passage is read."""
        with self._lock:
            self._here().search.index()
            return self._cache
