"""Quantisation held against plain NumPy, and the whole way from a checkpoint to a reader that reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import tiny_models as tiny
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rag import corpus, read
from rag.errors import QuothError
from rag.manifest import Manifest
from rag.passages import passages
from rag.training import calibrate, drawing, export, features, losses, models, teachers
from rag.training.quantise import LARGEST, quantised, rows

pytestmark = pytest.mark.filterwarnings("ignore")  # the tracer has remarks on transformers' own code

RNG = np.random.default_rng(0)
TABLE = RNG.normal(size=(9, 8)).astype(np.float32)
ONE, TWO = (RNG.normal(size=shape).astype(np.float32) for shape in ((8, 6), (6, 4)))


def network() -> onnx.ModelProto:
    """Look words up, multiply, GELU, multiply."""
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["words"]),
        helper.make_node("MatMul", ["words", "one"], ["hidden"], name="first"),
        helper.make_node("Gelu", ["hidden"], ["active"], domain="com.microsoft"),
        helper.make_node("MatMul", ["active", "two"], ["out"], name="second"),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", "length", 4])],
        [numpy_helper.from_array(one, name) for name, one in (("table", TABLE), ("one", ONE), ("two", TWO))],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=8)


def run(model: onnx.ModelProto, ids: list[list[int]]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (out,) = session.run(None, {"ids": np.array(ids, dtype=np.int64)})
    return np.asarray(out)


def by_hand(ids: list[int]) -> NDArray[np.float64]:
    """Do the same with every token on its own."""

    def product(x: NDArray[np.float64], weight: NDArray[np.float32], zero: int) -> NDArray[np.float64]:
        scale = max(x.max() / (255 - zero), -x.min() / zero, 1e-8)
        integers = np.clip(np.rint(x / scale) + zero, 0, 255) - zero
        w = np.abs(weight).max(axis=0) / LARGEST
        return integers @ np.rint(weight / w) * w * scale

    out = []
    for word in ids:
        s = np.abs(TABLE[word]).max() / LARGEST
        x = np.rint(TABLE[word].astype(np.float64) / s) * s
        hidden = product(x, ONE, 128)
        erf = np.array([torch.erf(torch.tensor(v / np.sqrt(2))).item() for v in hidden])
        out.append(product(hidden * (1 + erf) / 2, TWO, 16))
    return np.array(out)


def test_integers_are_what_plain_numpy_makes_of_them() -> None:
    ids = [3, 1, 4, 1, 5, 0, 8]
    found = run(quantised(network()), [ids])[0]
    assert found == pytest.approx(by_hand(ids), abs=0.02)  # one activation may round the other way
    assert np.abs(found - run(network(), [ids])[0]).max() < 0.1


def test_a_token_depends_on_none_beside_it() -> None:
    small = quantised(network())
    together = run(small, [[1, 2, 3], [4, 5, 6]])
    alone = run(small, [[6]])[0, 0]
    assert (together[1, 2] == alone).all()


def test_weights_are_kept_as_integers_only() -> None:
    small = quantised(network())
    kept = {one.name: one.data_type for one in small.graph.initializer}
    assert {kept["table"], kept["one"], kept["two"]} == {TensorProto.INT8}
    assert {node.op_type for node in small.graph.node} >= {"MatMulIntegerToFloat", "Gather"}
    assert not any(node.op_type == "MatMul" for node in small.graph.node)


def test_rows_of_zeros_stay_zeros() -> None:
    integers, scales = rows(np.zeros((2, 3), dtype=np.float32), axis=1)
    assert not integers.any()
    assert (scales > 0).all()


@pytest.mark.parametrize("make", [tiny.bert, tiny.mpnet])
@pytest.mark.parametrize("integers", [True, False])
def test_from_a_checkpoint_to_a_reader(tmp_path: Path, make: Callable[..., Path], integers: bool) -> None:
    checkpoint = make(tmp_path / "m", seed=3)
    folder = tmp_path / "reader"
    export.export(checkpoint, folder, {**tiny.MANIFEST, "window_tokens": 40}, integers=integers)
    article = corpus.article_from_text("the sun did rise at 1900 . bob , the cat , did fall in 1950 .", Path("a.txt"))
    (passage,) = passages(article, size=1000, overlap=0)
    best = read.OnnxReader(folder, threads=1).read("who did fall ?", [passage]).candidates[0]

    model, tokenizer, layout = models.load(checkpoint)
    cut, _ = features.windows([tiny.example("who did fall ?", passage.text)], tokenizer, length=40, stride=4)
    with torch.inference_mode():
        s, e = (row[0].numpy() for row in losses.logits(model, features.batch(cut, layout)))
    spans = [(s[i] + e[j] - s[0] - e[0], i, j) for i in range(1, len(s)) for j in range(i, min(i + 5, len(s)))]
    score, first, last = max(spans)
    assert best.score_logit == pytest.approx(score, abs=0.3 if integers else 1e-3)
    if not integers:
        offsets = tokenizer.encode(passage.text, add_special_tokens=False).offsets
        assert (best.span.start, best.span.end) == (offsets[first - 1][0], offsets[last - 1][1])


@pytest.mark.parametrize("make", [tiny.bert, tiny.mpnet])
def test_what_ships_teaches_as_its_checkpoint_does(tmp_path: Path, make: Callable[..., Path]) -> None:
    checkpoint, folder = make(tmp_path / "m", seed=3), tmp_path / "reader"
    export.export(checkpoint, folder, tiny.MANIFEST, integers=False)
    shipped = teachers.opened(folder)
    model, tokenizer, layout = models.load(checkpoint)
    cut, _ = features.windows(tiny.mixture(), shipped.tokenizer, length=24, stride=4)
    assert cut == features.windows(tiny.mixture(), tokenizer, length=24, stride=4)[0]
    with torch.inference_mode():
        expected = torch.stack(losses.logits(model, features.batch(cut, layout)), dim=1).numpy()
    for n, row in enumerate(shipped.read(cut)):
        assert row.shape == (2, len(cut[n].passage) + 1)
        assert np.abs(row - expected[n, :, : row.shape[1]]).max() < 0.01  # kept as float16
    with pytest.raises(QuothError, match="no reader"):
        teachers.opened(tmp_path / "none")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(QuothError, match="is incomplete"):
        teachers.opened(folder)


def test_a_missing_manifest_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["export", "none", str(tmp_path / "r"), "--manifest", str(tmp_path / "none")])
    with pytest.raises(SystemExit, match="no manifest in"):
        export.main()


def test_calibration_is_written_beside_its_curve(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({**tiny.MANIFEST, "sha256": "x"}), encoding="utf-8")
    fit = calibrate.Fit(1.5, (0.3, -1.0), [(3.0, 0.1, 0.2), (1.0, 0.2, 0.9)])
    calibrate.written(tmp_path, fit)
    manifest = Manifest.load(tmp_path)
    assert manifest.threshold(None) == 1.5
    assert manifest.threshold(0.1) == 3.0
    assert manifest.threshold(0.5) == 1.0
    assert (tmp_path / "curve.svg").read_text() == drawing.risk_coverage(fit.curve, 1.5)


def test_large_weights_are_written_in_pieces_and_none_of_an_earlier_export_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, folder = tiny.bert(tmp_path / "m", seed=3), tmp_path / "reader"
    export.export(checkpoint, folder, tiny.MANIFEST)
    whole = (folder / "model.onnx").read_bytes()
    monkeypatch.setattr(export, "PIECE", len(whole) // 2)
    export.export(checkpoint, folder, tiny.MANIFEST)
    assert sorted(one.name for one in folder.glob("model.*")) == [
        f"model.onnx.{n}" for n in (1, 2, 3)[: 2 + len(whole) % 2]
    ]
    assert b"".join(one.read_bytes() for one in sorted(folder.glob("model.*"))) == whole
    monkeypatch.undo()
    export.export(checkpoint, folder, tiny.MANIFEST)
    assert [one.name for one in folder.glob("model.*")] == ["model.onnx"]
    read.OnnxReader(folder)
