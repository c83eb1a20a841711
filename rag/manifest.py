"""What comes with a reader's weights, and where readers are.

A reader's folder holds `manifest.json` (see `Manifest`), `tokenizer.json` and the weights: `model.onnx`, or its pieces
`model.onnx.1`, `model.onnx.2` and so on, none of which is too large for a repository.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from rag.errors import ReaderError, shown

BUNDLED = Path(__file__).parent / "weights"
"""The readers that come with Quoth, a folder each."""
SMALL = BUNDLED / "reader-v5"
"""The small reader."""
DEFAULT = BUNDLED / "reader-large-7"
"""A larger one, that reads again what the small one finds best."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What comes with weights: where they are from, how to run them, what they reach."""

    name: str
    sha256: str
    """Of the weights, their pieces joined."""
    licence: str
    training: str
    """The examples it saw, in words."""
    threshold_logit: float
    """Best whole-article F1 on the visible development set; below it there is no answer."""
    calibration: tuple[float, float]
    """(a, b) of P(right) = 1 / (1 + exp(-(a * score_logit + b)))."""
    window_tokens: int
    stride_tokens: int
    """How many tokens two windows of a long passage share."""
    question_tokens: int
    """The longest question taken."""
    answer_tokens: int
    curve: tuple[tuple[float, float, float], ...] = ()
    """(threshold_logit, share of wrong answers among those given, share of questions answered), strictest first."""
    scores: dict[str, Any] = field(default_factory=dict)
    after: str | None = None
    """The name of a quicker reader, one that comes with Quoth, that reads first; see `rag.cascade`."""
    again: int = 0
    """How many of the passages that the quicker one found best are read again."""

    @property
    def decisive(self) -> tuple[object, ...]:
        """Return what decides on answers besides the threshold."""
        told = {"name", "licence", "training", "scores", "threshold_logit", "curve", "after", "again"}
        return tuple(getattr(self, item.name) for item in fields(self) if item.name not in told)

    @staticmethod
    def load(folder: Path) -> Manifest:
        """Read `manifest.json`.

        Raises:
            ReaderError: if it is missing, no JSON, or has other fields than these.
        """
        path = folder / "manifest.json"
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            manifest = Manifest(**entries)
            manifest._check()
        except (OSError, ValueError, TypeError) as error:
            names = ", ".join(item.name for item in fields(Manifest))
            raise ReaderError(f"no reader in {shown(folder)}: {error}; its manifest.json needs {names}") from None
        if manifest.after is not None and not (isinstance(manifest.again, int) and manifest.again > 0):
            raise ReaderError(f"the reader in {shown(folder)} reads after another; its manifest.json needs again > 0")
        return manifest

    def _check(self) -> None:
        """Refuse what JSON cannot: numbers that are none, and rows that are too short."""
        texts = (self.name, self.sha256)
        counts = (self.window_tokens, self.stride_tokens, self.question_tokens, self.answer_tokens)
        rows = ((self.threshold_logit,), 1), (self.calibration, 2), *((row, 3) for row in self.curve)
        if not (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(count, int) for count in counts)
            and all(len(row) == n and all(isinstance(one, int | float) for one in row) for row, n in rows)
        ):
            raise TypeError("a field is of another kind")

    def threshold(self, strictness: float | None) -> float:
        """Return the threshold that answers most while at most this share of the answers is expected to be wrong.

        Raises:
            ReaderError: if no threshold keeps to it.
        """
        if strictness is None:
            return self.threshold_logit
        within = [(answered, -logit) for logit, wrong, answered in self.curve if wrong <= strictness]
        if within:
            return -max(within)[1]
        least = min((wrong for _, wrong, _ in self.curve), default=None)
        mend = "it ships no curve; leave --strictness out" if least is None else f"give at least {least:g}"
        raise ReaderError(f"no threshold of {self.name} keeps to {strictness:g} wrong answers; {mend}")


def located(name: str) -> Path:
    """Return the folder of the reader called `name`: a folder, or one that comes with Quoth.

    Raises:
        ReaderError: if there is none.
    """
    for folder in (Path(name), BUNDLED / name):
        if name and (folder / "manifest.json").is_file():
            return folder
    bundled = ", ".join(sorted(one.parent.name for one in BUNDLED.glob("*/manifest.json")))
    raise ReaderError(f"no reader {shown(name)}; give the folder of one, or the name of one that is here: {bundled}")


def pieces(folder: Path) -> list[Path]:
    """Return the files of weights in `folder`, in order."""
    found = {re.fullmatch(r"model\.onnx(?:\.(\d+))?", path.name): path for path in folder.glob("model.onnx*")}
    return [path for _, path in sorted((int(name[1] or 0), path) for name, path in found.items() if name)]


def weights(folder: Path, manifest: Manifest) -> bytes:
    """Return the weights in `folder`.

    Raises:
        ReaderError: if they are missing, or not those of the manifest.
    """
    try:
        joined = b"".join(piece.read_bytes() for piece in pieces(folder))
    except OSError as error:
        raise ReaderError(f"the reader in {shown(folder)} is incomplete: {error}; install it again") from None
    if not joined:
        raise ReaderError(f"the reader in {shown(folder)} is incomplete: it has no model.onnx; install it again")
    found = hashlib.sha256(joined).hexdigest()
    if found != manifest.sha256:
        raise ReaderError(
            f"{shown(folder / 'model.onnx')} has SHA-256 {found[:12]}…, not the manifest's "
            f"{manifest.sha256[:12]}…; install the reader again"
        )
    return joined
