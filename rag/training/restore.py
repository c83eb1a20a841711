"""Turns a reader's folder back into a checkpoint that can be trained on.

    python -m rag.training.restore READER CHECKPOINT

READER is a folder that `rag.training.export` wrote, with 8-bit weights or float32, or the name of a reader that comes
with Quoth; CHECKPOINT is a folder as transformers saves it. Checkpoints are four times as large and not kept; what
ships is where the next run begins. What was rounded stays rounded, by at most half a step of each channel's scale, and
is exported to the same integers again.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from rag.errors import QuothError, shown
from rag.manifest import Manifest, located, weights
from rag.training import models

Arrays = dict[str, NDArray[np.float32]]

BERT_ATTENTION = ("query", "key", "value")
FUSED = "_qkv_bias"
"""How the fused attention's three biases end, which are one array: Attention_0_qkv_bias."""


def restored(reader: Path, checkpoint: Path) -> None:
    """Write the weights of the reader in `reader`, float32, to `checkpoint`.

    Raises:
        QuothError: if there is no such reader, its weights are not from `rag.training.export`, or nothing can be
            written.
    """
    from tokenizers import Tokenizer

    graph = onnx.load_from_string(weights(reader, Manifest.load(reader))).graph
    found = parameters(graph)
    try:
        model = _blank(graph, found)
        state = {name: torch.from_numpy(value.copy()) for name, value in found.items()}
        lost = model.load_state_dict(state, strict=False)
    except (KeyError, RuntimeError, StopIteration) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise QuothError(f"the weights in {shown(reader)} were not exported from a checkpoint: {reason[:80]}") from None
    missing = sorted(set(lost.missing_keys) | set(lost.unexpected_keys))
    if missing:
        raise QuothError(f"the weights in {shown(reader)} do not fit a {model.config.model_type}: {missing[0]}")
    models.save(model, Tokenizer.from_file(str(reader / "tokenizer.json")), checkpoint)


def parameters(graph: onnx.GraphProto) -> Arrays:
    """Return a reader's parameters by the names transformers has for them.

    A product's node is called after its module, "/model/qa_outputs/MatMul"; a table and what is added or normalised
    keep their own names, "model.qa_outputs.bias".
    """
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    made_by = {name: node for node in graph.node for name in node.output}
    found: Arrays = {}
    for name in constants:
        if name.startswith("model.") and not name.endswith("/scales"):
            found[name.removeprefix("model.")] = _values(name, constants)
    for node in graph.node:
        product = made_by.get(node.input[0]) if node.op_type == "Mul" else node
        if node.name.endswith("/MatMul") and product is not None and product.input[1] in constants:
            path = node.name.removeprefix("/model/").removesuffix("/MatMul").replace("/", ".")
            found[f"{path}.weight"] = _values(product.input[1], constants).T
    for name, value in constants.items():
        if name.endswith(FUSED):
            layer = name.removeprefix("Attention_").removesuffix(FUSED)
            for part, bias in zip(BERT_ATTENTION, np.split(value, 3), strict=True):
                found[f"bert.encoder.layer.{layer}.attention.self.{part}.bias"] = bias
    return found


def _values(name: str, constants: Arrays) -> NDArray[np.float32]:
    """Return a constant as float32, its integers times their scales if that is what it is."""
    values: NDArray[np.float32] = constants[name].astype(np.float32)
    return values * constants[f"{name}/scales"] if f"{name}/scales" in constants else values


def _blank(graph: onnx.GraphProto, found: Arrays) -> Any:
    """Return an untrained span reader of the architecture and the sizes that the parameters have."""
    from transformers import BertConfig, BertForQuestionAnswering, MPNetConfig, MPNetForQuestionAnswering

    kind = next(iter(found)).partition(".")[0]
    words, positions = (found[f"{kind}.embeddings.{one}_embeddings.weight"].shape for one in ("word", "position"))
    normed = next(node for node in graph.node if node.op_type == "LayerNormalization")
    sizes: dict[str, Any] = {
        "vocab_size": words[0],
        "hidden_size": words[1],
        "max_position_embeddings": positions[0],
        "intermediate_size": found[f"{kind}.encoder.layer.0.intermediate.dense.bias"].shape[0],
        "num_hidden_layers": sum(name.endswith(".intermediate.dense.bias") for name in found),
        "layer_norm_eps": next(one.f for one in normed.attribute if one.name == "epsilon"),
    }
    if kind == "mpnet":
        buckets, heads = found["mpnet.encoder.relative_attention_bias.weight"].shape
        config = MPNetConfig(**sizes, num_attention_heads=heads, relative_attention_num_buckets=buckets)
        return MPNetForQuestionAnswering(config)
    attention = next(node for node in graph.node if node.op_type == "MultiHeadAttention")
    heads = next(one.i for one in attention.attribute if one.name == "num_heads")
    return BertForQuestionAnswering(BertConfig(**sizes, num_attention_heads=heads))


def main() -> None:
    """Read the command line and restore."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader")
    parser.add_argument("checkpoint", type=Path)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    try:
        restored(located(given.reader), given.checkpoint)
    except QuothError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
