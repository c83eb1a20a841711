"""Which articles a visitor may ask: the server's, which everybody shares, and those on the visitor's own shelf.

A visitor is known by a secret that only their browser has. Own articles are held in memory, their indexes in temporary
folders; both go when the visitor says so, when the server ends, or when the shelf is the one longest unused of too
many. The visitor's browser keeps the texts, and gives them again to a server that has them no longer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from rag.errors import ArticleError, shown
from rag.library import Library
from rag.pipeline import Pipeline
from rag.types import Article
from ui.opened import Opened, UnknownArticleError

ALL = "all"
"""The scope of a question to every article that the visitor may ask."""
SHELVES = 100
ARTICLES = 20
CHARACTERS = 20_000_000
"""Of all articles on one shelf."""
TOGETHER = 100_000_000
"""Characters that all shelves may hold, an article counted as often as it is opened; each takes some 30 bytes."""


def key(article: Article) -> str:
    """Return what names an article in links and requests: the start of its hash."""
    return article.sha256[:16]


@dataclass(slots=True)
class _Shelf:
    """One visitor's articles."""

    own: dict[str, Opened] = field(default_factory=dict)
    coming: dict[Opened, str] = field(default_factory=dict)
    """Those that are being indexed; they have their place already."""
    everything: Opened | None = None
    """The own articles together with the server's, once those were asked."""

    @property
    def opened(self) -> list[Opened]:
        """Return all that is held."""
        return [*self.own.values(), *self.coming, *([self.everything] if self.everything else [])]

    def check_room(self, article: Article) -> None:
        """Refuse an article that does not fit beside the others, or in place of itself."""
        name = key(article)
        beside = {*self.own, *self.coming.values()} - {name}
        kept = [*self.coming, *(one for other, one in self.own.items() if other != name)]
        size = sum(one.characters for one in kept) + len(article.text)
        if len(beside) >= ARTICLES or size > CHARACTERS:
            raise ArticleError(
                f"{shown(article.path)} does not fit beside your other articles "
                f"({ARTICLES} articles, {CHARACTERS:,} characters); remove one first"
            )

    def put(self, coming: Opened) -> list[Opened]:
        """Put an article in its place, and return what is to be forgotten for it."""
        name = self.coming.pop(coming)
        gone = self._taken(name)
        self.own[name] = coming
        return gone

    def take(self, name: str) -> list[Opened]:
        """Take an article off, indexed or not, and return what is to be forgotten."""
        coming = [one for one, other in self.coming.items() if other == name]
        for one in coming:
            del self.coming[one]
        return coming + self._taken(name)

    def apart(self) -> list[Opened]:
        """Close what is opened together, and return it to be forgotten."""
        gone = [self.everything] if self.everything else []
        self.everything = None
        return gone

    def _taken(self, name: str) -> list[Opened]:
        return ([self.own.pop(name)] if name in self.own else []) + self.apart()


class Shelves:
    """The server's articles and every visitor's own. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        """Open the shelves over a library."""
        self.library = library
        self.common = {key(article): article for article in library.default.articles}
        self._single: dict[str, Pipeline] = {}
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()  # the one used last comes last
        self._lock = threading.Lock()  # for what is quick; nothing is read, encoded or deleted meanwhile
        self._opening = threading.Lock()

    def own(self, visitor: str) -> dict[str, Article]:
        """Return the visitor's own articles by key."""
        with self._lock:
            return {name: one.articles[0] for name, one in self._used(visitor).own.items()}

    def article(self, visitor: str, wanted: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: if this visitor does not have it.
        """
        found = self.common.get(wanted) or self.own(visitor).get(wanted)
        if found is None:
            raise UnknownArticleError
        return found

    def pipeline(self, visitor: str, scope: str, *, at_least: int = 1) -> Pipeline:
        """Return the pipeline over one article, or over ALL, ready to be asked: that may take as long as indexing.

        Raises:
            UnknownArticleError: if this visitor does not have it, or of all articles not so many as are meant.
        """
        gone: list[Opened] = []
        with self._lock:
            shelf = self._used(visitor)
            found = shelf.own.get(scope)
            if scope == ALL and shelf.own:
                if shelf.everything is None:
                    articles = [*self.common.values(), *(one.articles[0] for one in shelf.own.values())]
                    shelf.everything = Opened(self.library, articles, parts=tuple(shelf.own.values()))
                    gone = self._too_many()
                found = shelf.everything
        _forget(gone)
        opened = found.ready() if found else self._common(scope)
        if len(opened.articles) < at_least:
            raise UnknownArticleError
        return opened

    def add(self, visitor: str, article: Article) -> Generator[tuple[int, int], None, None]:
        """Put an article on the visitor's shelf, once it is indexed; yield how many of its passages are.

        One that is the server's stays where it is.

        Raises:
            ArticleError: if it has no room, or was removed meanwhile.
        """
        if key(article) in self.common:
            return
        with self._lock:
            shelf = self._used(visitor)
            shelf.check_room(article)
            coming = Opened(self.library, [article])
            shelf.coming[coming] = key(article)
            self._shelves[visitor] = shelf
            gone = self._too_many()
        _forget(gone)
        gone = [coming]
        try:
            with suppress(UnknownArticleError):
                yield from coming.indexing()
            with self._lock:
                if coming not in shelf.coming:
                    raise ArticleError(f"{shown(article.path)} was removed meanwhile; add it again")
                gone = shelf.put(coming)
        finally:
            with self._lock:
                shelf.coming.pop(coming, None)
                self._drop_if_empty(visitor)
            _forget(gone)

    def remove(self, visitor: str, wanted: str) -> None:
        """Forget one of the visitor's own articles, with every index of it."""
        with self._lock:
            gone = self._used(visitor).take(wanted)
            self._drop_if_empty(visitor)
        _forget(gone)

    def close(self) -> None:
        """Forget everybody's articles."""
        with self._lock:
            gone = [one for visitor in list(self._shelves) for one in self._emptied(visitor)]
        _forget(gone)

    def _used(self, visitor: str) -> _Shelf:
        """Return the visitor's shelf as the one used last; an empty one of nobody if there is none."""
        if visitor not in self._shelves:
            return _Shelf()
        self._shelves.move_to_end(visitor)
        return self._shelves[visitor]

    def _too_many(self) -> list[Opened]:
        """Make room for the shelf used last: of those longest unused, first what is opened twice, then all."""
        gone: list[Opened] = []
        *others, _ = self._shelves
        for visitor in others:
            if self._held() > TOGETHER:
                gone += self._shelves[visitor].apart()
        for visitor in others:
            if len(self._shelves) > SHELVES or self._held() > TOGETHER:
                gone += self._emptied(visitor)
        return gone

    def _held(self) -> int:
        return sum(one.characters for shelf in self._shelves.values() for one in shelf.opened)

    def _emptied(self, visitor: str) -> list[Opened]:
        shelf = self._shelves.pop(visitor)
        gone = shelf.opened
        shelf.coming.clear()
        return gone

    def _drop_if_empty(self, visitor: str) -> None:
        if visitor in self._shelves and not self._shelves[visitor].opened:
            del self._shelves[visitor]

    def _common(self, scope: str) -> Pipeline:
        """Return the pipeline over one of the server's articles, or all of them."""
        if scope == ALL or (scope in self.common and len(self.common) == 1):
            return self.library.default
        if scope not in self.common:
            raise UnknownArticleError
        with self._opening:
            found = self._single.get(scope)
            if found is None:
                found = self.library.pipeline_over([self.common[scope]])
                found.prepare()
                self._single[scope] = found
        return found


def _forget(gone: Iterable[Opened]) -> None:
    for one in gone:
        one.forget()
