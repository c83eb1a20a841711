"""Two readers in turn, and weights in pieces; both with the real reader."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from stand_ins import WordReader

from rag import corpus
from rag.cascade import AGREES, DOUBTS, Cascade, opened
from rag.errors import ReaderError
from rag.manifest import BUNDLED, SMALL
from rag.models import Put, Weigh
from rag.passages import passages
from rag.read import OnnxReader
from rag.types import Article, Passage, Reading, Span, SpanCandidate

QUESTION = "How much more powerful will HW 4 be than HW 3?"


def changed(folder: Path, **entries: object) -> Path:
    """Return a copy of the default reader with another manifest."""
    shutil.copytree(SMALL, folder)
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | entries))
    return folder


WORTH = {"HW 4": 6.0, "fell": 2.0, "HW 4 fell": 1.0}
"""What a quick reader is to think of some words."""


class Recording(OnnxReader):
    """A reader that remembers what it was given."""

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        self.given = [(passage.id, passage.text) for passage in passages]
        return super().read(question, passages, weigh)


def weighted(margin: float) -> float:
    """Return what the quick reader's margin counts."""
    return AGREES * max(margin, 0) + DOUBTS * min(margin, 0)


def article(text: str) -> Article:
    return corpus.article_from_text(text, Path("a.txt"))


def test_the_thorough_reader_reads_around_what_the_quick_one_finds_best(tmp_path: Path) -> None:
    text = "One is red.\nNotes:\nTwo is red. Three is red. HW 4 came. Five is red. Six is red. HW 4 left."
    cut = passages(article(text), size=30, overlap=0)
    assert len(cut) > 3
    thorough = Recording(changed(tmp_path / "r", after=SMALL.name, again=2))
    Cascade(WordReader(), thorough).read("Two HW", cut)
    ids = [next(one.id for one in cut if word in one.text) for word in ("Two", "came")]
    assert thorough.given == [  # and never across a section
        (ids[0], "Notes:\nTwo is red. Three is red."),
        (ids[1], "Three is red. HW 4 came. Five is red."),
    ]


def test_a_score_is_the_weighted_sum_of_both_readers_margins(reader: OnnxReader, seed: Article, tmp_path: Path) -> None:
    folder = changed(tmp_path / "r", after=SMALL.name, again=3, threshold_logit=1.5, calibration=[1.0, 0.0])
    # Nothing lies outside the sentences around the best one, so the same reader reads the same twice.
    cut = passages(article("Nobody knew. HW 4 is 3 times more powerful than HW 3. It rained."), size=400, overlap=0)
    once, twice = reader.read(QUESTION, cut), opened(folder).read(QUESTION, cut)
    assert [found.span for found in twice.candidates] == [found.span for found in once.candidates]
    for found, alone in zip(twice.candidates, once.candidates, strict=True):
        assert found == replace(alone, score_logit=alone.score_logit + weighted(alone.score_logit))
    # A word is no answer to the real reader, so each of its spans gets the least that the quick one gave its passage.
    cut = passages(seed, size=400, overlap=0)
    thorough = Recording(folder)
    both = Cascade(WordReader(), thorough)
    reading = both.read(QUESTION, cut)
    quick = WordReader().read(QUESTION, cut).candidates
    chosen = list(dict.fromkeys(found.passage_id for found in quick))[:3]
    assert {found.passage_id for found in reading.candidates} == {number for number, _ in thorough.given} == set(chosen)
    start = {number: seed.text.index(words) for number, words in thorough.given}
    nearer = [
        replace(one, span=Span(start[one.id], start[one.id] + len(words)))
        for number, words in thorough.given
        for one in cut
        if one.id == number
    ]
    again = reader.read(QUESTION, nearer)
    for found in again.candidates:
        least = min(one.score_logit for one in quick if one.passage_id == found.passage_id)
        assert replace(found, score_logit=found.score_logit + weighted(least)) in reading.candidates
    assert list(reading.candidates) == sorted(reading.candidates, key=lambda found: -found.score_logit)
    assert len(reading.candidates) == len(again.candidates)
    assert both.read(QUESTION, []).candidates == ()
    assert (both.threshold_logit, both.probability(0.0)) == (1.5, 0.5)
    assert isinstance(opened(folder), Cascade)


def test_a_place_far_behind_the_best_is_not_read_again_unless_it_answers_by_itself(tmp_path: Path) -> None:
    cut = passages(article("Extraordinarily so. Nobody is. Musk is. Nobody came. A hat fell."), size=20, overlap=0)
    thorough = Recording(changed(tmp_path / "r", after=SMALL.name, again=3))
    # A word is worth its letters less five.
    for question, read in (("Extraordinarily Musk hat", 1), ("Extraordinarily Nobody", 2), ("Musk hat", 2)):
        Cascade(WordReader(), thorough).read(question, cut)
        assert len(thorough.given) == read


def test_what_else_is_known_decides_on_what_is_read_again_and_counts_once(tmp_path: Path) -> None:
    cut = passages(article("Ann saw Extraordinarily. Bob saw Musk."), size=25, overlap=0)
    thorough = Recording(changed(tmp_path / "r", after=SMALL.name, again=1))
    cascade = Cascade(WordReader(), thorough)

    def weigh(reading: Reading) -> Reading:
        """Take twenty logits off what the first passage has."""
        found = [
            replace(one, score_logit=one.score_logit - 20 * (one.passage_id == cut[0].id)) for one in reading.candidates
        ]
        return replace(reading, candidates=tuple(sorted(found, key=lambda one: -one.score_logit)))

    plain = cascade.read("Extraordinarily Musk", cut)
    assert [number for number, _ in thorough.given] == [cut[0].id]
    weighed = cascade.read("Extraordinarily Musk", cut, weigh)
    assert [number for number, _ in thorough.given] == [cut[1].id]
    assert {one.passage_id for one in plain.candidates} == {cut[0].id}
    assert {one.passage_id for one in weighed.candidates} == {cut[1].id}
    only = cascade.read("Extraordinarily", cut[:1], weigh)
    assert only == weigh(cascade.read("Extraordinarily", cut[:1]))


def test_a_place_that_two_passages_share_is_read_again_once_and_keeps_its_margins(tmp_path: Path) -> None:
    text = "Ann came. Bob came. HW 4 fell. Cy came. Dan came."
    cut = passages(article(text), size=30, overlap=20)
    one, *_, other = (passage.id for passage in cut if "HW" in passage.text)
    margins = {Span(text.index(words), text.index(words) + len(words)): score for words, score in WORTH.items()}

    class Told(WordReader):
        def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
            ids = (one, other, other)
            return Reading(tuple(SpanCandidate(*found) for found in zip(margins, ids, WORTH.values(), strict=True)))

    thorough = Recording(changed(tmp_path / "r", after=SMALL.name, again=2))
    reading = Cascade(Told(), thorough).read(QUESTION, cut)
    assert thorough.given == [(one, "Bob came. HW 4 fell. Cy came.")]
    alone = OnnxReader(SMALL).read(QUESTION, passages(article("Bob came. HW 4 fell. Cy came."), size=100, overlap=0))
    shift = text.index("Bob")
    expected = {Span(found.span.start + shift, found.span.end + shift): found.score_logit for found in alone.candidates}
    assert set(margins) < set(expected)
    assert {found.span: found.score_logit for found in reading.candidates} == {
        span: score + weighted(margins.get(span, WORTH["HW 4"])) for span, score in expected.items()
    }


@pytest.mark.parametrize("folder", sorted(BUNDLED.iterdir()), ids=lambda folder: folder.name)
def test_every_reader_that_comes_with_quoth_answers(folder: Path, seed: Article) -> None:
    assert all(piece.stat().st_size < 50_000_000 for piece in folder.iterdir())
    reader = opened(folder)
    assert reader.name.startswith(folder.name)
    cut = passages(seed, size=800, overlap=150)
    best = reader.read(QUESTION, cut).candidates[0]
    assert best.span.of(seed.text) == "3-5 times"
    name = reader.read("What is Omar Qazi also known as?", cut).candidates[0]
    assert name.span.of(seed.text) == "Whole Mars Catalog"
    assert reader.probability(best.score_logit) > 0.5 < 1 - reader.probability(reader.threshold_logit - 5)
    assert reader.read("Who painted the Mona Lisa?", cut).candidates[0].score_logit < reader.threshold_logit


def test_the_name_tells_readings_of_different_readers_apart(reader: OnnxReader, tmp_path: Path) -> None:
    two, three = (opened(changed(tmp_path / str(n), after=SMALL.name, again=n)) for n in (2, 3))
    other = Cascade(OnnxReader(changed(tmp_path / "q", answer_tokens=5)), OnnxReader(tmp_path / "3"))
    assert len({reader.name, two.name, three.name, other.name}) == 4
    assert opened(tmp_path / "3").name == three.name


def test_strictness_is_the_thorough_reader_s(tmp_path: Path) -> None:
    folder = changed(tmp_path / "r", after=SMALL.name, again=1, curve=[[9.0, 0.01, 0.1]])
    assert opened(folder, strictness=0.05).threshold_logit == 9.0


def test_a_reader_after_none_that_is_here_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"no reader in .*reader-x"):
        opened(changed(tmp_path / "r", after="reader-x", again=1))


def test_weights_may_come_in_pieces(reader: OnnxReader, tmp_path: Path) -> None:
    folder = changed(tmp_path / "r")
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").unlink()
    step = -(-len(raw) // 11)  # the tenth comes after the ninth
    for n in range(10):
        (folder / f"model.onnx.{n + 1}").write_bytes(raw[n * step : (n + 1) * step])
    (folder / "model.onnx.part").write_bytes(b"left by a download")
    with pytest.raises(ReaderError, match="SHA-256"):
        opened(folder)
    (folder / "model.onnx.11").write_bytes(raw[10 * step :])
    assert opened(folder).name == reader.name


@pytest.mark.parametrize("again", [0, -1, "3"])
def test_nothing_to_read_again_is_refused(tmp_path: Path, again: object) -> None:
    with pytest.raises(ReaderError, match="needs again > 0"):
        opened(changed(tmp_path / "r", after=SMALL.name, again=again))
