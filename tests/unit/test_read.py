"""The real reader, held against a plain run of its model, and everything odd that it may be given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from rag import corpus
from rag.errors import QuestionError, ReaderError
from rag.manifest import SMALL, Manifest, located
from rag.passages import passages
from rag.read import OnnxReader
from rag.types import Article, Passage

QUESTION = "How much more powerful will HW 4 be than HW 3?"


def whole(text: str) -> tuple[Passage, ...]:
    article = corpus.article_from_text(text, Path("a.txt"))
    return passages(article, size=10**9, overlap=0)


def plainly(question: str, passage: Passage) -> tuple[float, int, int]:
    """Return the best margin and its span as the tokenizer's own pair encoding and three loops give them."""
    tokenizer = Tokenizer.from_file(str(SMALL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pair = tokenizer.encode(question, passage.text)
    session = onnxruntime.InferenceSession(SMALL / "model.onnx", providers=["CPUExecutionProvider"])
    fed = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
    starts, ends = (row[0] for row in session.run(None, {k: np.array([v], dtype=np.int64) for k, v in fed.items()}))
    inside = [n for n, sequence in enumerate(pair.sequence_ids) if sequence == 1]
    best = (-1e9, 0, 0)
    for i in inside:
        for j in inside:
            fits = i <= j < i + 30 and pair.word_ids[i] != _before(pair, i) and pair.word_ids[j] != _after(pair, j)
            if fits:
                margin = float(starts[i]) + float(ends[j]) - float(starts[0]) - float(ends[0])
                best = max(best, (margin, pair.offsets[i][0], pair.offsets[j][1]))
    return best


def _before(pair: Any, i: int) -> object:
    return pair.word_ids[i - 1] if pair.sequence_ids[i - 1] == 1 else None


def _after(pair: Any, j: int) -> object:
    return pair.word_ids[j + 1] if pair.sequence_ids[j + 1] == 1 else None


def test_one_passage_is_read_as_the_model_says(reader: OnnxReader, seed: Article) -> None:
    for passage in passages(seed, size=800, overlap=150)[:3]:
        best = reader.read(QUESTION, [passage]).candidates[0]
        margin, start, end = plainly(QUESTION, passage)
        assert best.score_logit == pytest.approx(margin, abs=1e-3)
        assert (best.span.start - passage.span.start, best.span.end - passage.span.start) == (start, end)


def test_candidates_of_all_passages_are_ranked_together(reader: OnnxReader, seed: Article) -> None:
    found = passages(seed, size=800, overlap=150)
    reading = reader.read(QUESTION, found)
    scores = [candidate.score_logit for candidate in reading.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.span for candidate in reading.candidates}) == len(reading.candidates)
    by_id = {passage.id: passage for passage in found}
    assert all(candidate.span in by_id[candidate.passage_id].span for candidate in reading.candidates)
    assert reading.candidates[0].span.of(seed.text).startswith("3-5 times")
    assert reading == reader.read(QUESTION, found)


def test_no_candidate_begins_or_ends_inside_a_word(reader: OnnxReader, seed: Article) -> None:
    text = seed.text
    for question in ("What is Dojo2?", "What is H100?", "Who is Qazi?", "politically?"):
        for candidate in reader.read(question, passages(seed, size=800, overlap=150)).candidates:
            start, end = candidate.span.start, candidate.span.end
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())


def test_a_passage_longer_than_the_window_is_read_to_its_end(reader: OnnxReader) -> None:
    filler = "The weather was fine and nothing of note happened on that day. "
    text = filler * 60 + "The name of the dog was Barnaby. " + filler * 5
    (passage,) = whole(text)
    best = reader.read("What was the name of the dog?", [passage]).candidates[0]
    assert best.span.of(text) == "Barnaby"
    assert best.score_logit > reader.threshold_logit


@pytest.mark.parametrize(
    "text",
    ["word", "😀", "e\u0301", "x" * 3000, "😀👩🏽\u200d🚀 " * 300, "字" * 1000, "\u200b\u200b", "a\r\nb\r\nc", "¿؟"],
)
def test_odd_passages_give_spans_inside_them(reader: OnnxReader, text: str) -> None:
    found = whole(text)
    for candidate in reader.read("What is the word?", found).candidates:
        assert candidate.span in found[candidate.passage_id].span


def test_a_question_longer_than_the_window_is_refused_in_one_line(reader: OnnxReader, seed: Article) -> None:
    found = passages(seed, size=800, overlap=150)
    limit = reader.manifest.question_tokens
    assert reader.read("why " * limit, found).candidates
    with pytest.raises(QuestionError, match=f"too long for the reader; ask it in about {3 * limit // 4} words"):
        reader.read("why " * (limit + 1), found)


def test_nothing_to_read_is_no_answer(reader: OnnxReader) -> None:
    assert reader.read(QUESTION, []).candidates == ()


def test_probability_is_the_manifests_logistic(reader: OnnxReader) -> None:
    a, b = reader.manifest.calibration
    assert a > 0
    assert reader.probability(-b / a) == pytest.approx(0.5)
    assert reader.probability(1000) == pytest.approx(1)
    assert reader.probability(-10000) == pytest.approx(0)


def test_weights_that_are_missing_damaged_or_odd_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no reader in"):
        OnnxReader(tmp_path)
    folder = tmp_path / "reader"
    shutil.copytree(SMALL, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "colour": "red"}))
    with pytest.raises(ReaderError, match="colour"):
        OnnxReader(folder)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ReaderError, match="SHA-256"):
        OnnxReader(folder)
    (folder / "model.onnx").unlink()
    with pytest.raises(ReaderError, match="incomplete"):
        OnnxReader(folder)


@pytest.mark.parametrize(
    "odd",
    [
        {"threshold_logit": "abc"},
        {"calibration": [1]},
        {"calibration": None},
        {"window_tokens": 384.5},
        {"curve": [[1.0, 2.0]]},
        {"curve": [[1.0, 2.0, "3"]]},
        {"sha256": None},
    ],
)
def test_a_manifest_of_which_a_field_is_of_another_kind_is_refused(tmp_path: Path, odd: dict[str, object]) -> None:
    manifest = json.loads((SMALL / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | odd))
    with pytest.raises(ReaderError, match="no reader in"):
        Manifest.load(tmp_path)


def test_strictness_picks_the_point_that_answers_most(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "r")
    path = tmp_path / "r" / "manifest.json"
    curve = [[5.0, 0.01, 0.1], [4.0, 0.02, 0.2], [2.0, 0.08, 0.6]]
    path.write_text(json.dumps(json.loads(path.read_text()) | {"curve": curve, "threshold_logit": 3.0}))
    plain, strict, lax = (OnnxReader(tmp_path / "r", strictness=share) for share in (None, 0.02, 0.5))
    assert [one.threshold_logit for one in (plain, strict, lax)] == [3.0, 4.0, 2.0]
    assert len({plain.name, strict.name, lax.name}) == 3  # a receipt must tell them apart
    with pytest.raises(ReaderError, match=r"keeps to 0\.005 wrong answers; give at least 0\.01"):
        OnnxReader(tmp_path / "r", strictness=0.005)


def test_a_reader_is_a_folder_or_the_name_of_one_that_is_here(tmp_path: Path) -> None:
    assert located(SMALL.name) == SMALL
    assert located(str(SMALL)) == SMALL
    for name in (str(tmp_path), "", "none"):
        with pytest.raises(ReaderError, match=f"that is here: .*{SMALL.name}"):
            located(name)
