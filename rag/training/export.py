"""Turns a trained checkpoint into a reader's folder: ONNX, int8, tokenizer and manifest.

    python -m rag.training.export CHECKPOINT FOLDER --manifest MANIFEST.json [--float]

CHECKPOINT is a folder as transformers saves it (BERT or MPNet with a question-answering head). MANIFEST holds the
fields of `rag.manifest.Manifest` but `sha256`, which is computed here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch

from rag.errors import QuothError, shown
from rag.manifest import pieces
from rag.training import models
from rag.training.examples import write
from rag.training.features import Layout
from rag.training.quantise import quantised

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")
PIECE = 45_000_000
"""Bytes of the largest file of weights; a repository takes none that is much larger."""


class _Logits(torch.nn.Module):
    """The model with its two outputs as a plain tuple, which is what ONNX can name."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return start and end logits, each of shape (batch, length)."""
        output = self.model(**dict(zip(INPUTS, inputs, strict=False)))  # MPNet has no types
        return output.start_logits, output.end_logits


def traced(model: Any, layout: Layout) -> onnx.ModelProto:
    """Return a float32 reader as ONNX, its attention and GELU fused into one node each.

    Sums and normalisations stay apart: ONNX Runtime's fused node for them is slower than they are.
    """
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    inputs = INPUTS if layout.types else INPUTS[:2]
    example = torch.ones(2, 16, dtype=torch.long)
    fusion = FusionOptions("bert")
    fusion.use_multi_head_attention = True
    fusion.enable_embed_layer_norm = False
    fusion.enable_skip_layer_norm = False
    fusion.enable_bias_skip_layer_norm = False
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "float.onnx"
        torch.onnx.export(
            _Logits(model.eval()),
            (example,) * len(inputs),
            str(path),
            input_names=list(inputs),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "batch", 1: "length"} for name in (*inputs, *OUTPUTS)},
            opset_version=17,
            dynamo=False,
        )
        fused = optimizer.optimize_model(
            str(path),
            model_type="bert",
            num_heads=model.config.num_attention_heads,
            hidden_size=model.config.hidden_size,
            optimization_options=fusion,
            opt_level=0,
        )
    found: onnx.ModelProto = fused.model
    return found


def export(checkpoint: Path, folder: Path, manifest: dict[str, object], *, integers: bool = True) -> None:
    """Write the reader of `checkpoint` into `folder`, with weights of 8-bit integers or float32.

    Raises:
        QuothError: if there is no such checkpoint, it is of another architecture, or the folder cannot be written.
    """
    model, tokenizer, layout = models.load(checkpoint)
    found = traced(model, layout)
    weights = (quantised(found) if integers else found).SerializeToString(deterministic=True)
    entries = {**manifest, "sha256": hashlib.sha256(weights).hexdigest()}
    parts = [weights[at : at + PIECE] for at in range(0, len(weights), PIECE)]
    names = ["model.onnx"] if len(parts) == 1 else [f"model.onnx.{n}" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        write(folder / name, part)
    for old in pieces(folder):
        if old.name not in names:
            old.unlink()
    write(folder / "tokenizer.json", tokenizer.to_str().encode())
    write(folder / "manifest.json", (json.dumps(entries, indent=1, ensure_ascii=False) + "\n").encode())


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="leave the weights float32, to measure against")
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # the tracer's remarks on transformers' own code
    logging.disable(logging.WARNING)
    try:
        manifest = json.loads(given.manifest.read_text(encoding="utf-8"))
        export(given.checkpoint, given.folder, manifest, integers=not given.float)
    except QuothError as error:
        raise SystemExit(str(error)) from None
    except (OSError, ValueError) as error:
        raise SystemExit(f"no manifest in {shown(given.manifest)}: {error}") from None


if __name__ == "__main__":
    main()
