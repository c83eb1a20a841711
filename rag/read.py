"""The extractive reader: an ONNX model in a folder, run by ONNX Runtime. The only home of onnxruntime.

A reader's folder holds `model.onnx` (inputs input_ids, attention_mask and, for BERT, token_type_ids; outputs
start_logits, end_logits), `tokenizer.json` (BERT's or MPNet's) and `manifest.json` (see `Manifest`).
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag import decode
from rag.errors import QuestionError, ReaderError, shown
from rag.types import Passage, Reading, Span, SpanCandidate

DEFAULT = Path(__file__).parent / "weights" / "reader-v2"
N_BEST = 20
"""Candidates kept of each window."""


Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What comes with weights: where they are from, how to run them, what they reach."""

    name: str
    sha256: str
    """Of `model.onnx`."""
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

    @property
    def decisive(self) -> tuple[object, ...]:
        """Return what decides on answers besides the threshold."""
        told = {"name", "licence", "training", "scores", "threshold_logit", "curve"}
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
        except (OSError, ValueError, TypeError) as error:
            names = ", ".join(item.name for item in fields(Manifest))
            raise ReaderError(f"no reader in {shown(folder)}: {error}; its manifest.json needs {names}") from None
        return manifest

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
    for folder in (Path(name), DEFAULT.parent / name):
        if name and (folder / "manifest.json").is_file():
            return folder
    bundled = ", ".join(sorted(one.parent.name for one in DEFAULT.parent.glob("*/manifest.json")))
    raise ReaderError(f"no reader {shown(name)}; give the folder of one, or the name of one that is here: {bundled}")


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one passage as the model sees it: its tokens and where they stand in the passage."""

    passage: int
    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int | None]
    """Which word of the passage each token belongs to."""


class OnnxReader:
    """Reads passages for a question; the same input gives the same bytes.

    Each window runs alone on one thread, and as many at once as there are threads: nothing is padded, and its logits
    are the same in chat, in a batch and on any number of cores, also for weights whose quantisation looks at all of
    a run.
    """

    def __init__(self, folder: Path = DEFAULT, *, threads: int | None = None, strictness: float | None = None) -> None:
        """Load the reader in `folder`, to run on `threads` threads, by default one for each core.

        `strictness` is the largest share of wrong answers to expect; without it, the manifest's threshold decides.

        Raises:
            ReaderError: if a file is missing or is not the one the manifest names, or none of its thresholds is so
                strict.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        self.manifest = Manifest.load(folder)
        self.threshold_logit = self.manifest.threshold(strictness)
        """The score below which the best candidate is no answer."""
        try:
            weights = (folder / "model.onnx").read_bytes()
            tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
        except OSError as error:
            raise ReaderError(f"the reader in {shown(folder)} is incomplete: {error}; install it again") from None
        found = hashlib.sha256(weights).hexdigest()
        if found != self.manifest.sha256:
            raise ReaderError(
                f"{shown(folder / 'model.onnx')} has SHA-256 {found[:12]}…, not the manifest's "
                f"{self.manifest.sha256[:12]}…; install the reader again"
            )
        self._tokenizer = Tokenizer.from_str(tokenizer)
        decisive = f"{self.manifest.decisive}{self.threshold_logit}{tokenizer}"
        self._hash = hashlib.sha256(decisive.encode()).hexdigest()
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._start, self._middle, self._end = self._special()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        self._pool = ThreadPoolExecutor(threads or os.cpu_count(), "reader")
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    @property
    def name(self) -> str:
        """Return the reader's name and the start of the hash of all that decides on what it reads."""
        return f"{self.manifest.name}@{self._hash[:12]}"

    def probability(self, score_logit: float) -> float:
        """Return the probability that a candidate of this score is right (Platt 1999)."""
        slope, offset = self.manifest.calibration
        return 0.5 + 0.5 * math.tanh((slope * score_logit + offset) / 2)  # the logistic, without overflow

    def knows(self, word: str) -> bool:
        """Return whether `word` is one of the tokenizer's whole words."""
        return self._tokenizer.token_to_id(word) is not None

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Read `passages` for `question`.

        Raises:
            QuestionError: if the question has more tokens than the reader takes.
        """
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        if len(asked) > self.manifest.question_tokens:
            raise QuestionError(
                f"the question {shown(question)} has {len(asked)} tokens, the reader takes "
                f"{self.manifest.question_tokens}; ask it shorter"
            )
        windows = list(self._windows(passages, len(asked)))
        prefix = 1 + len(asked) + len(self._middle)
        tables = []
        for window, (starts, ends) in zip(windows, self._logits(asked, windows), strict=True):
            opens, closes = np.zeros((2, len(starts)), dtype=np.bool_)
            words = np.array([-1, *window.words, -1], dtype=np.int64)
            opens[prefix:] = words[1:-1] != words[:-2]
            closes[prefix:] = words[1:-1] != words[2:]
            tables.append(decode.margins(starts, ends, opens, closes, self.manifest.answer_tokens))
        found: dict[tuple[str, Span], SpanCandidate] = {}
        for token_span in decode.best(tables, N_BEST):
            window = windows[token_span.window]
            passage = passages[window.passage]
            span = Span(
                passage.span.start + window.offsets[token_span.first - prefix][0],
                passage.span.start + window.offsets[token_span.last - prefix][1],
            )
            # Overlapping passages give the same span twice; the better reading, which comes first, counts.
            found.setdefault((passage.article.sha256, span), SpanCandidate(span, passage.id, token_span.margin))
        return Reading(tuple(found.values()), decode.log_null(tables))

    def _special(self) -> tuple[int, list[int], int]:
        """Return the token before the question, those between question and passage, and the one after it."""
        for first, last, between in (("[CLS]", "[SEP]", 1), ("<s>", "</s>", 2)):
            start: int | None = self._tokenizer.token_to_id(first)
            end: int | None = self._tokenizer.token_to_id(last)
            if start is not None and end is not None:
                return start, [end] * between, end
        raise ReaderError("the reader's tokenizer has no [CLS] and [SEP]; it must be BERT's or MPNet's")

    def _windows(self, passages: Sequence[Passage], asked: int) -> Iterator[_Window]:
        """Cut passages longer than the model's window into overlapping ones."""
        room = self.manifest.window_tokens - asked - 2 - len(self._middle)
        encodings = self._tokenizer.encode_batch([passage.text for passage in passages], add_special_tokens=False)
        for index, encoding in enumerate(encodings):
            ids, offsets, words = encoding.ids, encoding.offsets, encoding.word_ids
            step = room - self.manifest.stride_tokens
            for first in range(0, max(1, len(ids) - self.manifest.stride_tokens), step):
                if ids:
                    part = slice(first, first + room)
                    yield _Window(index, ids[part], offsets[part], words[part])

    def _logits(self, asked: list[int], windows: Sequence[_Window]) -> Iterator[tuple[Logits, Logits]]:
        """Run the model; return each window's start and end logits, of shape (tokens,) without the last token."""

        def run(window: _Window) -> tuple[Logits, Logits]:
            ids = np.array([[self._start, *asked, *self._middle, *window.ids, self._end]], dtype=np.int64)
            types = np.zeros_like(ids)
            types[0, 1 + len(asked) + len(self._middle) :] = 1
            given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
            inputs = {one.name: given[one.name] for one in self._session.get_inputs()}
            starts, ends = self._session.run(["start_logits", "end_logits"], inputs)
            return starts[0, :-1], ends[0, :-1]

        return self._pool.map(run, windows)
