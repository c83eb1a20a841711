"""The mean of the weights of checkpoints."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import tiny_models as tiny
import torch

from rag.training import mean, models


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return dict(models.load(folder)[0].state_dict())


def test_a_checkpoint_that_is_given_twice_counts_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, out = tiny.bert(tmp_path / "one", seed=1), tiny.bert(tmp_path / "other", seed=2), tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["mean", str(out), str(one), str(other), str(other)])
    mean.main()
    first, second, found = weights(one), weights(other), weights(out)
    assert found.keys() == first.keys()
    assert any(not torch.equal(first[name], second[name]) for name in first)
    for name, value in found.items():
        torch.testing.assert_close(value, (first[name] + 2 * second[name]) / 3)


def test_models_of_other_shapes_are_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, out = tiny.bert(tmp_path / "one"), tiny.bert(tmp_path / "other", layers=1), tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["mean", str(out), str(one), str(other)])
    with pytest.raises(SystemExit, match="is not of the shape of that in"):
        mean.main()
    assert not out.exists()
