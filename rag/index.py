"""The FAISS index of an article's passages and its cache on disk. The only home of faiss.

A cached index is one file, `KEY-SHA256.faiss`: KEY says what it was built from, SHA256 is the hash of the file
itself. A file whose bytes do not match its name is damaged: it is rebuilt, never used. It is written aside and
renamed, so that two processes building it at once do no harm, and mapped rather than read into memory, so that
any number of processes share one copy.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.models import Encoder
from rag.types import Passage

if TYPE_CHECKING:
    import faiss


class VectorIndex:
    """Exact inner-product search over rows of unit length."""

    def __init__(self, flat: faiss.Index) -> None:
        """Take a FAISS index."""
        self._flat = flat

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of `vector`, shape (width,), with each row, shape (n,), in row order."""
        cosines, rows = self._flat.search(vector[None, :], self._flat.ntotal)
        ordered = np.empty(self._flat.ntotal, dtype=np.float32)
        ordered[rows[0]] = cosines[0]
        return ordered


def build_or_load(passages: Sequence[Passage], encoder: Encoder, cache: Path) -> tuple[VectorIndex, bool]:
    """Return the index of one article's passages, and whether it came from `cache`.

    A cache that cannot be read or written is no error: the index is then built anew each time.
    """
    import faiss

    key = _key(passages, encoder)
    for path in sorted(cache.glob(f"{key}-*.faiss")):
        with suppress(OSError):  # somebody else's, or in a folder that may only be read
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found == path.stem.partition("-")[2]:
                return VectorIndex(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)), True
            path.unlink(missing_ok=True)
    vectors = encoder.encode([passage.text for passage in passages])
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _store(faiss.serialize_index(index).tobytes(), cache, key)
    return VectorIndex(index), False


def _key(passages: Sequence[Passage], encoder: Encoder) -> str:
    """Return the hash of whatever decides on the vectors: the texts of the passages and the encoder."""
    decisive = hashlib.sha256(encoder.name.encode())
    for passage in passages:
        decisive.update(hashlib.sha256(passage.text.encode()).digest())
    return decisive.hexdigest()[:24]


def _store(raw: bytes, cache: Path, key: str) -> None:
    """Write `raw` into `cache` under its own hash, all of it or nothing."""
    aside = None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=cache, prefix="building-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
        Path(aside).replace(cache / f"{key}-{hashlib.sha256(raw).hexdigest()}.faiss")
    except OSError:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
