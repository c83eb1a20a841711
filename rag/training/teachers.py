"""What teaches: a checkpoint, or a reader as it ships, whose 8-bit weights read half as fast again on a CPU.

A teacher cuts words into tokens as its own tokenizer does and gives start and end logits for a window's places.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from rag.manifest import located
from rag.read import OnnxReader
from rag.training import features, models
from rag.training.features import Window
from rag.training.losses import logits

SIZE = 32
"""Windows that a checkpoint reads side by side."""

Logits = NDArray[np.float16]
"""Start and end logits at a window's places, shape (2, places)."""


class Teacher(Protocol):
    """Reads windows that `tokenizer` cut; `digest` is the hash of its weights."""

    tokenizer: Any
    digest: str

    @abstractmethod
    def read(self, windows: Sequence[Window]) -> Iterator[Logits]:
        """Return the logits of every window, in order."""


def opened(source: Path) -> Teacher:
    """Load the teacher at `source`: a checkpoint's folder, a reader's, or the name of a reader that ships.

    Raises:
        QuothError: if there is none, or it is damaged.
    """
    return Checkpoint(source) if (source / "config.json").is_file() else Shipped(located(str(source)))


class Checkpoint:
    """A model as transformers saves it, in bfloat16."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`, onto the accelerator if there is one."""
        model, self.tokenizer, self._layout = models.load(folder)
        self.digest = models.digest(folder)
        self._device = models.device()
        self._model = model.to(self._device, torch.bfloat16).eval()

    def read(self, windows: Sequence[Window]) -> Iterator[Logits]:
        """Return the logits of every window, in order; those of about the same length are read together."""
        order = sorted(range(len(windows)), key=lambda n: len(windows[n].question) + len(windows[n].passage))
        rows: dict[int, Logits] = {}
        for begin in range(0, len(order), SIZE):
            chosen = order[begin : begin + SIZE]
            batch = features.batch([windows[n] for n in chosen], self._layout).to(self._device)
            with torch.inference_mode():
                both = torch.stack(logits(self._model, batch), dim=1).cpu().numpy().astype(np.float16)
            for n, row in zip(chosen, both, strict=True):
                rows[n] = row[:, : len(windows[n].passage) + 1]
        return (rows[n] for n in range(len(windows)))


class Shipped:
    """A reader's folder as `rag.training.export` writes it; each window alone on one thread, as in use."""

    def __init__(self, folder: Path) -> None:
        """Load the reader in `folder`.

        Raises:
            ReaderError: if a file is missing or is not the one the manifest names.
        """
        reader = OnnxReader(folder)
        self.digest, self.tokenizer, self._session = reader.manifest.sha256, reader.tokenizer, reader.session
        typed = any(one.name == "token_type_ids" for one in self._session.get_inputs())
        self._layout = models.layout(self.tokenizer, "bert" if typed else "mpnet")

    def read(self, windows: Sequence[Window]) -> Iterator[Logits]:
        """Return the logits of every window, in order."""

        def one(window: Window) -> Logits:
            batch = features.batch([window], self._layout, multiple=1)
            inputs = {name: tensor.numpy() for name, tensor in batch.inputs.items()}
            both = np.concatenate(self._session.run(["start_logits", "end_logits"], inputs))
            return both[:, batch.places[0].numpy()].astype(np.float16)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return iter(list(pool.map(one, windows)))
