"""Two readers in turn, and weights in pieces; both with the real reader."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from stand_ins import WordReader

from rag.cascade import Cascade, opened
from rag.errors import ReaderError
from rag.manifest import DEFAULT
from rag.passages import passages
from rag.read import OnnxReader
from rag.types import Article

QUESTION = "How much more powerful will HW 4 be than HW 3?"


def changed(folder: Path, **entries: object) -> Path:
    """Return a copy of the default reader with another manifest."""
    shutil.copytree(DEFAULT, folder)
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | entries))
    return folder


def test_the_thorough_reader_reads_what_the_quick_one_finds_best(
    reader: OnnxReader, seed: Article, tmp_path: Path
) -> None:
    cut = passages(seed, size=400, overlap=0)
    folder = changed(tmp_path / "r", after=DEFAULT.name, again=3, threshold_logit=1.5, calibration=[1.0, 0.0])
    both = Cascade(WordReader(), OnnxReader(folder))
    chosen = list(dict.fromkeys(found.passage_id for found in WordReader().read(QUESTION, cut).candidates))
    assert len(chosen) > 3
    reading = both.read(QUESTION, cut)
    alone = reader.read(QUESTION, [passage for passage in cut if passage.id in chosen[:3]])
    quick = WordReader().read(QUESTION, cut).candidates
    for found in alone.candidates:  # the word is no answer to the real reader, so each gets the least of its passage
        least = min(one.score_logit for one in quick if one.passage_id == found.passage_id)
        assert replace(found, score_logit=found.score_logit + least) in reading.candidates
    assert len(reading.candidates) == len(alone.candidates)
    assert list(reading.candidates) == sorted(reading.candidates, key=lambda found: -found.score_logit)
    assert {found.passage_id for found in reading.candidates} == set(chosen[:3])
    assert both.read(QUESTION, []).candidates == ()
    assert both.threshold_logit == 1.5
    assert both.probability(0.0) == 0.5
    assert isinstance(opened(folder), Cascade)


def test_a_span_s_score_is_the_sum_of_both_readers_margins(reader: OnnxReader, seed: Article, tmp_path: Path) -> None:
    cut = passages(seed, size=400, overlap=0)[:3]
    twice = opened(changed(tmp_path / "r", after=DEFAULT.name, again=3)).read(QUESTION, cut)
    once = reader.read(QUESTION, cut)
    assert twice.candidates == tuple(replace(found, score_logit=2 * found.score_logit) for found in once.candidates)


def test_the_name_tells_readings_of_different_readers_apart(reader: OnnxReader, tmp_path: Path) -> None:
    two, three = (opened(changed(tmp_path / str(n), after=DEFAULT.name, again=n)) for n in (2, 3))
    other = Cascade(OnnxReader(changed(tmp_path / "q", answer_tokens=5)), OnnxReader(tmp_path / "3"))
    assert len({reader.name, two.name, three.name, other.name}) == 4
    assert opened(tmp_path / "3").name == three.name


def test_strictness_is_the_thorough_reader_s(tmp_path: Path) -> None:
    folder = changed(tmp_path / "r", after=DEFAULT.name, again=1, curve=[[9.0, 0.01, 0.1]])
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
        opened(changed(tmp_path / "r", after=DEFAULT.name, again=again))
