"""Turns a trained checkpoint into a reader's folder: ONNX, int8, tokenizer and manifest.

    python -m rag.training.export CHECKPOINT FOLDER --manifest MANIFEST.json [--float]

CHECKPOINT is a folder as transformers saves it (BERT with a question-answering head). MANIFEST holds the fields
of `rag.read.Manifest` but `sha256`, which is computed here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForQuestionAnswering

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUTS = ["start_logits", "end_logits"]


class _Logits(torch.nn.Module):
    """The model with its two outputs as a plain tuple, which is what ONNX can name."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return start and end logits, each of shape (batch, length)."""
        output = self.model(**dict(zip(INPUTS, inputs, strict=True)))
        return output.start_logits, output.end_logits


def export(checkpoint: Path, folder: Path, manifest: dict[str, object], *, quantised: bool = True) -> None:
    """Write the reader of `checkpoint` into `folder`, as int8 (per channel, dynamic) or as float32."""
    model = AutoModelForQuestionAnswering.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager")
    folder.mkdir(parents=True, exist_ok=True)
    example = torch.ones(2, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        floats = Path(scratch) / "float.onnx"
        torch.onnx.export(
            _Logits(model.eval()),
            (example,) * len(INPUTS),
            str(floats),
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in INPUTS + OUTPUTS},
            opset_version=17,
            dynamo=False,
        )
        if quantised:
            quantize_dynamic(
                floats,
                folder / "model.onnx",
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
        else:
            shutil.copyfile(floats, folder / "model.onnx")
    shutil.copyfile(checkpoint / "tokenizer.json", folder / "tokenizer.json")
    weights = (folder / "model.onnx").read_bytes()
    entries = {**manifest, "sha256": hashlib.sha256(weights).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


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
    export(given.checkpoint, given.folder, json.loads(given.manifest.read_text()), quantised=not given.float)


if __name__ == "__main__":
    main()
