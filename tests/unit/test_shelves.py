"""Visitors' own articles: their indexes, what goes when they are removed, and how many there may be."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from stand_ins import WordEncoder, WordReader

from rag import corpus
from rag.errors import ArticleError
from rag.library import Library
from rag.types import Article
from ui import shelves as module
from ui.opened import UnknownArticleError
from ui.shelves import ALL, Shelves, key

LONG = 40
"""Paragraphs, each a passage: too many to be read whole, and two slices to encode."""


def article(name: str, paragraphs: int = 1) -> Article:
    text = "\n\n".join(f"The {name} of number {n} runs far. " * 20 for n in range(paragraphs))
    return corpus.article_from_text(text, Path(f"{name}.txt"))


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of all temporary folders."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def opened(tmp_path: Path, *common: Article) -> tuple[Shelves, WordEncoder]:
    encoder = WordEncoder()
    given = common or (article("hedgehog"),)
    return Shelves(Library(given, WordReader(), encoder, tmp_path / "cache")), encoder


def add(shelves: Shelves, visitor: str, *articles: Article) -> None:
    for one in articles:
        list(shelves.add(visitor, one))


def indexes(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.faiss"))


def test_no_article_is_encoded_twice_whatever_is_added_and_removed(tmp_path: Path, folders: Path) -> None:
    shelves, encoder = opened(tmp_path, article("hedgehog", LONG))
    shelves.library.default.search.index()
    badger, otter, stoat = article("badger", LONG), article("otter", LONG), article("stoat")
    add(shelves, "ann", badger, otter, stoat)
    assert encoder.calls == 1 + 2 * 2
    shelves.pipeline("ann", ALL)
    assert encoder.calls == 5 + 1  # a small one has an index only once it is read among others
    shelves.remove("ann", key(otter))
    assert {one.name for one in shelves.pipeline("ann", ALL).articles} == {"hedgehog.txt", "badger.txt", "stoat.txt"}
    add(shelves, "ann", article("weasel"))
    shelves.pipeline("ann", ALL)
    assert encoder.calls == 6 + 1
    shelves.pipeline("ann", ALL).ask("Where do badgers sleep?")
    assert encoder.calls == 7 + 1  # the question


def test_all_articles_are_not_fewer_than_are_meant(tmp_path: Path) -> None:
    shelves, _ = opened(tmp_path, article("hedgehog"))
    add(shelves, "ann", article("badger"))
    assert len(shelves.pipeline("ann", ALL, at_least=2).articles) == 2
    with pytest.raises(UnknownArticleError):
        shelves.pipeline("bob", ALL, at_least=2)  # whose own one the server has lost


def test_whoever_is_at_the_desk_finds_all_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelves, encoder = opened(tmp_path, article("hedgehog", LONG), article("lynx", LONG))
    add(shelves, "ann", article("badger"), article("otter", LONG))
    for visitor, scope in (("ann", ALL), ("ann", key(article("otter", LONG))), ("bob", key(article("lynx", LONG)))):
        pipeline = shelves.pipeline(visitor, scope)
        calls = encoder.calls
        assert {"_words", "_codes", "_lower"} <= vars(pipeline._speller).keys()
        with monkeypatch.context() as patched:
            for late in (
                "pipeline.Speller",
                "search.LexicalIndex",
                "search.build_or_load",
                "understanding.persons._counted",
            ):
                patched.setattr(f"rag.{late}", None)
            pipeline.ask("Where do hedgehogs sleep?")
        assert encoder.calls == calls + 1


def test_what_is_removed_leaves_nothing_behind(tmp_path: Path, folders: Path) -> None:
    shelves, _ = opened(tmp_path)
    badger, otter = article("badger", LONG), article("otter", LONG)
    add(shelves, "ann", badger, otter)
    kept = indexes(folders)
    pipeline = shelves.pipeline("ann", ALL)
    shelves.remove("ann", key(otter))
    (left,) = indexes(folders)
    assert left in kept
    assert pipeline.ask("What about badgers?")  # whoever asked before is answered
    shelves.pipeline("ann", ALL)
    shelves.remove("ann", key(badger))
    assert list(folders.iterdir()) == []
    with pytest.raises(UnknownArticleError):
        shelves.pipeline("ann", key(badger))


def test_another_one_can_be_removed_while_one_is_indexed(tmp_path: Path, folders: Path) -> None:
    shelves, _ = opened(tmp_path)
    add(shelves, "ann", article("badger", LONG))
    coming = shelves.add("ann", article("otter", LONG))
    next(coming)
    shelves.remove("ann", key(article("badger", LONG)))
    list(coming)
    assert [one.name for one in shelves.own("ann").values()] == ["otter.txt"]
    assert len(indexes(folders)) == 1


@pytest.mark.parametrize("how", ["removed", "closed", "in favour of another"])
def test_what_is_removed_while_it_is_indexed_does_not_come_back(
    tmp_path: Path, folders: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    shelves, encoder = opened(tmp_path)
    otter = article("otter", LONG)
    add(shelves, "ann", otter)
    coming = shelves.add("ann", otter)
    next(coming)
    encode = encoder.encode

    def encoded(texts: Sequence[str]) -> NDArray[np.float32]:
        if how == "removed":
            shelves.remove("ann", key(otter))
        elif how == "closed":
            shelves.close()
        else:
            monkeypatch.setattr(module, "SHELVES", 1)
            add(shelves, "bob", article("weasel"))
            shelves.remove("bob", key(article("weasel")))
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", encoded)
    with pytest.raises(ArticleError, match=r'"otter.txt" was removed meanwhile; add it again'):
        list(coming)
    assert shelves.own("ann") == {}
    assert list(folders.iterdir()) == []


def test_what_is_removed_while_all_are_opened_leaves_nothing_behind(
    tmp_path: Path, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves, encoder = opened(tmp_path)
    badger, otter = article("badger", 10), article("otter", 10)
    add(shelves, "ann", badger, otter)
    encode = encoder.encode
    removing = [threading.Thread(target=shelves.remove, args=("ann", key(one))) for one in (badger, otter)]

    def encoded(texts: Sequence[str]) -> NDArray[np.float32]:
        for one in removing:
            if not one.ident:
                one.start()
        while shelves.own("ann"):  # until both are off the shelf
            pass
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", encoded)
    with suppress(UnknownArticleError):  # or it was just in time
        shelves.pipeline("ann", ALL)
    for one in removing:
        one.join()
    assert list(folders.iterdir()) == []


def test_what_is_given_up_while_it_is_indexed_leaves_nothing_behind(tmp_path: Path, folders: Path) -> None:
    shelves, _ = opened(tmp_path)
    coming = shelves.add("ann", article("otter", LONG))
    assert isinstance(coming, Iterator)
    next(coming)
    coming.close()
    assert shelves._shelves == {}
    assert list(folders.iterdir()) == []


def test_a_shelf_is_full_with_what_is_still_coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ARTICLES", 2)
    shelves, _ = opened(tmp_path)
    coming = [shelves.add("ann", article(name, LONG)) for name in ("badger", "otter")]
    for one in coming:
        next(one)
    with pytest.raises(ArticleError, match=r'"stoat.txt" does not fit beside your other articles \(2 articles'):
        add(shelves, "ann", article("stoat"))
    for one in coming:
        list(one)
    add(shelves, "ann", article("badger", LONG))  # in its own place
    add(shelves, "bob", article("stoat"))
    shelves.remove("ann", key(article("badger", LONG)))
    add(shelves, "ann", article("stoat"))
    assert len(shelves.own("ann")) == 2


def test_a_shelf_holds_so_many_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = article("badger", LONG)
    monkeypatch.setattr(module, "CHARACTERS", len(large.text) + 10)
    shelves, _ = opened(tmp_path)
    coming = shelves.add("ann", large)
    next(coming)
    with pytest.raises(ArticleError, match="characters"):
        add(shelves, "ann", article("otter"))
    coming.close()
    add(shelves, "ann", article("otter"))
    with pytest.raises(ArticleError, match=r'"badger.txt" does not fit'):
        add(shelves, "ann", large)
    assert [one.name for one in shelves.own("ann").values()] == ["otter.txt"]


def test_of_too_many_shelves_the_one_longest_unused_goes(
    tmp_path: Path, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHELVES", 2)
    shelves, _ = opened(tmp_path)
    add(shelves, "ann", article("badger", LONG))
    add(shelves, "bob", article("otter", LONG))
    shelves.pipeline("ann", ALL)
    coming = shelves.add("eve", article("stoat", LONG))
    next(coming)  # it has a shelf before it is there
    assert shelves.own("bob") == {}
    assert shelves.own("ann")
    coming.close()
    shelves.close()
    assert list(folders.iterdir()) == []


def test_all_shelves_together_hold_so_many_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    badger, otter = article("badger", 3), article("otter", 3)
    shelves, _ = opened(tmp_path)
    (common,) = shelves.common.values()
    both = len(badger.text) + len(otter.text)
    monkeypatch.setattr(module, "TOGETHER", both + len(common.text) + len(badger.text))
    add(shelves, "ann", badger)
    add(shelves, "bob", otter)
    first = shelves.pipeline("ann", ALL)
    shelves.own("bob")
    shelves.pipeline("bob", ALL)  # opens the article once more, with the server's
    assert shelves.own("ann")
    assert shelves.pipeline("ann", ALL) is not first  # what is opened twice goes first
    monkeypatch.setattr(module, "TOGETHER", both)
    add(shelves, "ann", badger)
    assert shelves.own("bob") == {}
    assert shelves.own("ann")


def test_a_copy_of_the_servers_article_is_the_servers(tmp_path: Path, folders: Path) -> None:
    common = article("hedgehog")
    shelves, _ = opened(tmp_path, common)
    add(shelves, "ann", corpus.article_from_text(common.text, Path("mine.txt")))
    assert shelves.own("ann") == {}
    assert shelves.article("ann", key(common)).name == "hedgehog.txt"
    assert shelves.pipeline("ann", ALL).articles == (common,)
    assert list(folders.iterdir()) == []
