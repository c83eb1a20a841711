"""The index, its cache, BM25 and fusion, each against an independent computation."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from stand_ins import WordEncoder

from rag import corpus, index, lexical
from rag.pipeline import Pipeline
from rag.retrieve import Retriever, fused
from rag.search import Search, Settings
from rag.types import Passage

TEXT = " ".join(f"Sentence {n} speaks of topic{n % 7} and thing{n}." for n in range(60))


@pytest.fixture
def passages(small: Callable[..., Pipeline]) -> tuple[Passage, ...]:
    return small(TEXT, passage_size=120, passage_overlap=0).search.passages


def test_scores_are_cosines_in_row_order(passages: tuple[Passage, ...], tmp_path: Path) -> None:
    encoder = WordEncoder()
    built, _ = index.build_or_load(passages, encoder, tmp_path)
    vector = encoder.encode(["topic3 and thing10"])[0]
    expected = encoder.encode([passage.text for passage in passages]) @ vector
    np.testing.assert_allclose(built.scores(vector), expected, rtol=1e-6)


def test_a_cached_index_is_used_and_anything_else_is_rebuilt(
    passages: tuple[Passage, ...],
    small: Callable[..., Pipeline],
    tmp_path: Path,
) -> None:
    encoder = WordEncoder()

    def cached(asked: tuple[Passage, ...] = passages) -> bool:
        return index.build_or_load(asked, encoder, tmp_path / "one")[1]

    assert [cached(), cached()] == [False, True]
    assert encoder.calls == 1
    (path,) = (tmp_path / "one").iterdir()
    whole = path.read_bytes()
    for damage in (whole[:-1], whole[:100] + bytes([whole[100] ^ 1]) + whole[101:], b""):
        path.write_bytes(damage)
        assert not cached()
        assert path.read_bytes() == whole
    assert cached()
    assert list((tmp_path / "one").iterdir()) == [path]
    # Another cut, another text, another encoder: each its own index.
    assert not cached(small(TEXT, passage_size=240, passage_overlap=0).search.passages)
    assert not cached(small(TEXT.replace("thing1.", "thong1."), passage_size=120, passage_overlap=0).search.passages)
    encoder.name = "another encoder"
    assert not cached()


def test_builders_at_once_do_no_harm_and_a_cache_that_cannot_be_written_is_no_error(
    passages: tuple[Passage, ...],
    tmp_path: Path,
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: index.build_or_load(passages, WordEncoder(), tmp_path), range(16)))
    assert len(list(tmp_path.iterdir())) == 1
    assert index.build_or_load(passages, WordEncoder(), tmp_path)[1] is True
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert index.build_or_load(passages, WordEncoder(), blocked / "cache")[1] is False


def test_an_index_that_cannot_be_read_nor_removed_is_built_anew(
    passages: tuple[Passage, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.build_or_load(passages, WordEncoder(), tmp_path)
    (path,) = tmp_path.iterdir()
    path.rename(tmp_path / "kept")
    path.mkdir()  # which nobody can read, not even root
    assert index.build_or_load(passages, WordEncoder(), tmp_path)[1] is False
    path.rmdir()
    path.write_bytes(b"damaged")

    def forbidden(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", forbidden)  # as in a cache that may only be read
    assert index.build_or_load(passages, WordEncoder(), tmp_path)[1] is False


def test_bm25_is_lucenes_formula() -> None:
    texts = ["HW 4 is 3 times HW 3", "the chip, the CHIP and Tesla", "Tesla's other chip", ""]
    tokens = [lexical.words(text) for text in texts]
    mean = sum(map(len, tokens)) / len(tokens)

    def bm25(word: str, own: list[str], k1: float = 1.5, b: float = 0.75) -> float:
        holding = sum(word in other for other in tokens)
        idf = math.log(1 + (len(tokens) - holding + 0.5) / (holding + 0.5))
        tf = Counter(own)[word]
        return idf * tf / (tf + k1 * (1 - b + b * len(own) / mean))

    built = lexical.LexicalIndex(texts)
    for question in ("hw3 chip", "Tesla chip", "tesla", "HW-4"):
        expected = [sum(bm25(word, own) for word in lexical.words(question)) for own in tokens]
        np.testing.assert_allclose(built.scores(question), expected, rtol=1e-4, atol=1e-6)


def test_words_part_letters_from_digits() -> None:
    assert lexical.words("HW4, hw-4 Straße 3.5x") == ["hw", "4", "hw", "4", "strasse", "3.5", "x"]


@pytest.mark.parametrize("texts", [["..."], ["", ""], []])
def test_bm25_of_nothing_is_nothing(texts: list[str]) -> None:
    assert lexical.LexicalIndex(texts).scores("anything").tolist() == [0.0] * len(texts)
    assert lexical.LexicalIndex(["one word"]).scores("other").tolist() == [0.0]


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=3), st.integers(1, 60))
def test_fusion_is_the_sum_of_reciprocal_ranks(scores: list[list[int]], k: int) -> None:
    def rank(row: list[int], item: int) -> int:  # by definition: those before it, plus one
        return 1 + sum(
            row[other] > row[item] or (row[other] == row[item] and other < item) for other in range(len(row))
        )

    expected = [sum(1 / (k + rank(row, item)) for row in scores) for item in range(4)]
    got = fused([np.array(row, dtype=np.float32) for row in scores], k)
    np.testing.assert_allclose(got, expected)


def test_the_retriever_returns_the_best_in_order(passages: tuple[Passage, ...]) -> None:
    texts = [passage.text for passage in passages]
    scorers = [lexical.LexicalIndex(texts).scores, lexical.LexicalIndex(texts).scores]
    found = Retriever(passages, scorers, k=20).retrieve("thing33", 3)
    assert "thing33" in found[0].passage.text
    assert [one.rank for one in found] == [0, 1, 2]


def test_an_index_is_built_once_though_another_thread_asks_for_it_meanwhile(tmp_path: Path) -> None:
    class Interrupted(WordEncoder):
        """Whatever it encodes first, another thread wants the index then."""

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if self.calls == 0:
                self.other = threading.Thread(target=search.index)
                self.calls += 1
                self.other.start()
                self.other.join(0.5)  # it gets no further, for the index is being built
            return super().encode(texts)

    encoder = Interrupted()
    search = Search([corpus.article_from_text(TEXT, Path("a.txt"))], encoder, tmp_path, Settings())
    search.index()
    encoder.other.join()
    assert encoder.calls == 2  # with the one that was counted at the interruption
