"""Turns a float32 reader in ONNX into one of 8-bit integers, a quarter of the size.

ONNX Runtime's own dynamic quantisation takes one scale for all tokens of a run, so a single large activation costs
every other token its precision, and what else is in the batch changes the outcome. Here every token (row of
activations) has a scale of its own, and every output channel (column of weights) too:

    x[t, :] ~ r[t] * X[t, :],  W[:, c] ~ w[c] * V[:, c],  (x W)[t, c] ~ r[t] * w[c] * sum_k X[t, k] V[k, c]

with X and V in -127..127 and exact integer sums. A word's embedding has one scale too. Logits of a window then depend
on nothing but the window. Knows nothing of checkpoints or manifests.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LARGEST = 127
ZERO = 128
"""What stands for zero among unsigned activations, which are multiplied many times faster than signed ones."""
ZERO_POSITIVE = 16
"""The same for what comes out of GELU, which is never below -0.17: nearly twice as many steps above zero."""
LEAST = 1e-8
"""The smallest scale; a row of zeros has no other."""


def rows(values: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return 8-bit integers and their scales, one for each slice across `axis`; values ~ integers * scales.

    Args:
        values: a matrix.
        axis: the axis that shares a scale: 0 for one scale a column, 1 for one scale a row.
    """
    scales = np.maximum(np.abs(values).max(axis=axis, keepdims=True) / LARGEST, LEAST).astype(np.float32)
    return np.rint(values / scales).astype(np.int8), scales


def quantised(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its constant matrices as 8-bit integers.

    Args:
        model: a float32 model whose products are MatMul nodes with a constant right side.
    """
    graph = model.graph
    constants = {one.name: one for one in graph.initializer}
    made: dict[str, onnx.TensorProto] = {}
    scaled: set[str] = set()
    nodes: list[onnx.NodeProto] = []
    _constants(made)
    positive = {name for node in graph.node if node.op_type in ("Gelu", "BiasGelu") for name in node.output}
    for node in graph.node:
        weight = constants.get(node.input[1] if node.op_type == "MatMul" else node.input[0] if node.input else "")
        if weight is None or weight.data_type != TensorProto.FLOAT or len(weight.dims) != 2:
            nodes.append(node)
        elif node.op_type == "MatMul":
            left = node.input[0]
            zero = ZERO_POSITIVE if left in positive else ZERO
            nodes.extend(() if left in scaled else _scaled(left, zero))
            scaled.add(left)
            nodes.extend(_product(node, numpy_helper.to_array(weight), zero, made))
        elif node.op_type == "Gather" and not any(one.name == "axis" and one.i for one in node.attribute):
            nodes.extend(_lookup(node, numpy_helper.to_array(weight), made))
        else:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    kept = [one for one in graph.initializer if one.name in used - made.keys()]
    out = onnx.ModelProto()
    out.CopyFrom(model)
    del out.graph.node[:], out.graph.initializer[:], out.graph.value_info[:]
    out.graph.node.extend(nodes)
    out.graph.initializer.extend([*kept, *made.values()])
    if not any(one.domain == "com.microsoft" for one in out.opset_import):
        out.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.checker.check_model(out)
    return out


def _scaled(name: str, zero: int) -> Iterator[onnx.NodeProto]:
    """Give each row of the activations `name` its scale and its integers, 0 to 255 with `zero` for zero."""
    yield helper.make_node("ReduceMax", [name], [f"{name}/max"], axes=[-1], keepdims=1)
    yield helper.make_node("ReduceMin", [name], [f"{name}/min"], axes=[-1], keepdims=1)
    yield helper.make_node("Div", [f"{name}/max", f"quoth/above{zero}"], [f"{name}/above"])
    yield helper.make_node("Div", [f"{name}/min", f"quoth/below{zero}"], [f"{name}/below"])
    yield helper.make_node("Max", [f"{name}/above", f"{name}/below", "quoth/least"], [f"{name}/scales"])
    yield helper.make_node("Reciprocal", [f"{name}/scales"], [f"{name}/inverse"])
    yield helper.make_node("Mul", [name, f"{name}/inverse"], [f"{name}/units"])
    yield helper.make_node("QuantizeLinear", [f"{name}/units", "quoth/one", f"quoth/zero{zero}"], [f"{name}/integers"])


def _product(
    node: onnx.NodeProto, weight: NDArray[np.float32], zero: int, made: dict[str, onnx.TensorProto]
) -> Iterator[onnx.NodeProto]:
    """Multiply integers, and scale the outcome."""
    name = node.input[1]
    if name not in made:
        integers, scales = rows(weight, axis=0)
        made[name] = numpy_helper.from_array(integers, name)
        made[f"{name}/scales"] = numpy_helper.from_array(scales[0], f"{name}/scales")
    left, out = node.input[0], node.output[0]
    yield helper.make_node(
        "MatMulIntegerToFloat",
        [f"{left}/integers", name, "quoth/one", f"{name}/scales", f"quoth/zero{zero}"],
        [f"{out}/units"],
        domain="com.microsoft",
    )
    yield helper.make_node("Mul", [f"{out}/units", f"{left}/scales"], [out], name=node.name)


def _lookup(
    node: onnx.NodeProto, table: NDArray[np.float32], made: dict[str, onnx.TensorProto]
) -> Iterator[onnx.NodeProto]:
    """Look integers and their scale up."""
    name, places, out = node.input[0], node.input[1], node.output[0]
    integers, scales = rows(table, axis=1)
    made[name] = numpy_helper.from_array(integers, name)
    made[f"{name}/scales"] = numpy_helper.from_array(scales, f"{name}/scales")
    yield helper.make_node("Gather", [name, places], [f"{out}/entries"])
    yield helper.make_node("Gather", [f"{name}/scales", places], [f"{out}/row"])
    yield helper.make_node("Cast", [f"{out}/entries"], [f"{out}/values"], to=TensorProto.FLOAT)
    yield helper.make_node("Mul", [f"{out}/values", f"{out}/row"], [out], name=node.name)


def _constants(made: dict[str, onnx.TensorProto]) -> None:
    """Add what all nodes share: one, the least scale, and for each zero the steps above and below it."""
    entries: dict[str, np.generic] = {"quoth/one": np.float32(1), "quoth/least": np.float32(LEAST)}
    for zero in (ZERO, ZERO_POSITIVE):
        entries[f"quoth/zero{zero}"] = np.uint8(zero)
        entries[f"quoth/above{zero}"] = np.float32(255 - zero)
        entries[f"quoth/below{zero}"] = np.float32(-zero)
    for name, value in entries.items():
        made[name] = numpy_helper.from_array(np.asarray(value), name)
