"""Averages the weights of checkpoints of one model, which is often better than the last of them.

    python -m rag.training.mean OUT CHECKPOINT [CHECKPOINT ...]

Each CHECKPOINT is a folder as transformers saves it; one that is given twice counts twice. It works for checkpoints
along one run, or of runs from one beginning: their mean lies in the same valley (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from rag.errors import QuothError, shown
from rag.training import models


def averaged(checkpoints: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights of `checkpoints` to `out`, float32.

    Raises:
        QuothError: if one is no model, they are not of one shape, or nothing can be written.
    """
    first, *others = checkpoints
    model, tokenizer, _ = models.load(first)
    total = model.state_dict()
    with torch.no_grad():
        for folder in others:
            found = models.load(folder)[0].state_dict()
            if {name: one.shape for name, one in found.items()} != {name: one.shape for name, one in total.items()}:
                raise QuothError(f"the model in {shown(folder)} is not of the shape of that in {shown(first)}")
            for name, one in total.items():
                if one.is_floating_point():
                    one.add_(found[name])
        for one in total.values():
            if one.is_floating_point():
                one.div_(len(checkpoints))
    models.save(model, tokenizer, out)


def main() -> None:
    """Read the command line and average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    given = parser.parse_args()
    try:
        averaged(given.checkpoints, given.out)
    except QuothError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
