"""A reader's folder turned back into a checkpoint, held against the checkpoint it was exported from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
import tiny_models as tiny
import torch
from onnx import TensorProto, helper

from rag.training import export, models, restore

pytestmark = pytest.mark.filterwarnings("ignore")  # the tracer has remarks on transformers' own code


def trained(make: Callable[..., Path], folder: Path) -> Path:
    """Make a checkpoint whose parameters all differ, as training leaves them; equal ones are exported once."""
    model, tokenizer, _ = models.load(make(folder, seed=3))
    with torch.no_grad():
        for one in model.parameters():
            one.add_(torch.randn_like(one) / 10)
    models.save(model, tokenizer, folder)
    return folder


@pytest.mark.parametrize("make", [tiny.bert, tiny.mpnet])
def test_float_weights_come_back_to_the_bit(tmp_path: Path, make: Callable[..., Path]) -> None:
    checkpoint, reader, again = trained(make, tmp_path / "m"), tmp_path / "reader", tmp_path / "again"
    export.export(checkpoint, reader, tiny.MANIFEST, integers=False)
    restore.restored(reader, again)
    before, after = (models.load(one)[0].state_dict() for one in (checkpoint, again))
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize("make", [tiny.bert, tiny.mpnet])
def test_integers_are_off_by_half_a_step_at_most_and_exported_alike_again(
    tmp_path: Path, make: Callable[..., Path]
) -> None:
    checkpoint, reader, again = trained(make, tmp_path / "m"), tmp_path / "reader", tmp_path / "again"
    export.export(checkpoint, reader, tiny.MANIFEST)
    restore.restored(reader, again)
    before, after = (dict(models.load(one)[0].named_parameters()) for one in (checkpoint, again))
    assert before.keys() == after.keys()
    for name, value in before.items():
        if value.dim() == 1:
            assert torch.equal(value, after[name])
        else:  # a table has a step a row, and so has what is kept transposed
            step = value.abs().amax(dim=1, keepdim=True) / 127
            assert ((value - after[name]).abs() <= step * 0.5001).all()
            assert not torch.equal(value, after[name])
    export.export(again, tmp_path / "twice", tiny.MANIFEST)
    assert (tmp_path / "twice" / "model.onnx").read_bytes() == (reader / "model.onnx").read_bytes()
    assert (again / "tokenizer.json").read_bytes() == (checkpoint / "tokenizer.json").read_bytes()


def test_weights_from_elsewhere_are_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = helper.make_graph(
        [helper.make_node("Identity", ["in"], ["out"])],
        "g",
        [helper.make_tensor_value_info("in", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1])],
    )
    weights = helper.make_model(graph).SerializeToString()
    (tmp_path / "model.onnx").write_bytes(weights)
    manifest = {**tiny.MANIFEST, "sha256": hashlib.sha256(weights).hexdigest()}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["restore", str(tmp_path), str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="were not exported from a checkpoint"):
        restore.main()
    monkeypatch.setattr("sys.argv", ["restore", str(tmp_path / "none"), str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="no reader "):
        restore.main()
    assert not (tmp_path / "out").exists()
    assert capsys.readouterr().out == ""


def test_nothing_but_a_model_is_replaced(tmp_path: Path) -> None:
    reader, folder = tmp_path / "reader", tmp_path / "mine"
    export.export(trained(tiny.bert, tmp_path / "m"), reader, tiny.MANIFEST)
    folder.mkdir()
    (folder / "letters.txt").write_text("Dear Ann")
    for kept in (folder, reader):
        with pytest.raises(restore.QuothError, match="holds something that is no model; give a new folder"):
            restore.restored(reader, kept)
    assert (folder / "letters.txt").read_text() == "Dear Ann"
    assert (reader / "manifest.json").is_file()
    restore.restored(reader, tmp_path / "m")  # a model is


def test_a_layer_that_is_lost_is_named(tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    export.export(trained(tiny.bert, tmp_path / "m"), reader, tiny.MANIFEST)
    model = onnx.load(reader / "model.onnx")
    for node in model.graph.node:
        node.name = node.name.replace("layer.1", "elsewhere")
    (reader / "model.onnx").write_bytes(weights := model.SerializeToString())
    manifest = json.loads((reader / "manifest.json").read_text())
    (reader / "manifest.json").write_text(json.dumps({**manifest, "sha256": hashlib.sha256(weights).hexdigest()}))
    with pytest.raises(restore.QuothError, match="do not fit a bert: bert"):
        restore.restored(reader, tmp_path / "out")
