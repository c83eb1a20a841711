"""The extractive reader: an ONNX model in a folder, run by ONNX Runtime. The only home of onnxruntime.

A reader's folder holds the model (inputs input_ids, attention_mask and, for BERT, token_type_ids; outputs
start_logits, end_logits), `tokenizer.json` (BERT's or MPNet's) and what `rag.manifest` tells.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag import decode
from rag.errors import QuestionError, ReaderError, shown
from rag.manifest import Manifest, weights
from rag.models import Put, Weigh
from rag.types import Passage, Reading, Span, SpanCandidate

N_BEST = 20
"""Candidates kept of each window."""
WORDS = 0.75
"""Words that a token is, on average, in English."""

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one passage as the model sees it: its tokens and where they stand in the passage."""

    passage: int
    asked: list[int]
    """The tokens of the question, as it is put to the passage."""
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

    def __init__(self, folder: Path, *, threads: int | None = None, strictness: float | None = None) -> None:
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
        raw = weights(folder, self.manifest)
        try:
            tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
        except OSError as error:
            raise ReaderError(f"the reader in {shown(folder)} is incomplete: {error}; install it again") from None
        self.tokenizer = Tokenizer.from_str(tokenizer)
        decisive = f"{self.manifest.decisive}{self.threshold_logit}{tokenizer}"
        self._hash = hashlib.sha256(decisive.encode()).hexdigest()
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._start, self._middle, self._end = self._special()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        self._pool = ThreadPoolExecutor(threads or os.cpu_count(), "reader")
        self.session = onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])

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
        return self.tokenizer.token_to_id(word) is not None

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        """Read `passages` for `question`, and `weigh` what was found.

        Raises:
            QuestionError: if the question has more tokens than the reader takes.
        """
        puts = [question if isinstance(question, str) else question(passage) for passage in passages]
        asked = {put: self._tokens(put) for put in set(puts)}
        windows = list(self._windows(passages, [asked[put] for put in puts]))
        tables = []
        for window, (starts, ends) in zip(windows, self._logits(windows), strict=True):
            prefix = self._prefix(window)
            opens, closes = np.zeros((2, len(starts)), dtype=np.bool_)
            words = np.array([-1, *window.words, -1], dtype=np.int64)
            opens[prefix:] = words[1:-1] != words[:-2]
            closes[prefix:] = words[1:-1] != words[2:]
            tables.append(decode.margins(starts, ends, opens, closes, self.manifest.answer_tokens))
        found: dict[tuple[str, Span], SpanCandidate] = {}
        for token_span in decode.best(tables, N_BEST):
            window = windows[token_span.window]
            prefix = self._prefix(window)
            passage = passages[window.passage]
            span = Span(
                passage.span.start + window.offsets[token_span.first - prefix][0],
                passage.span.start + window.offsets[token_span.last - prefix][1],
            )
            # Overlapping passages give the same span twice; the better reading, which comes first, counts.
            found.setdefault((passage.article.sha256, span), SpanCandidate(span, passage.id, token_span.margin))
        reading = Reading(tuple(found.values()))
        return reading if weigh is None else weigh(reading)

    def _special(self) -> tuple[int, list[int], int]:
        """Return the token before the question, those between question and passage, and the one after it."""
        # MPNet's vocabulary has BERT's special tokens too, but it was not trained on them; BERT's has none of MPNet's.
        for first, last, between in (("<s>", "</s>", 2), ("[CLS]", "[SEP]", 1)):
            start: int | None = self.tokenizer.token_to_id(first)
            end: int | None = self.tokenizer.token_to_id(last)
            if start is not None and end is not None:
                return start, [end] * between, end
        raise ReaderError("the reader's tokenizer has no [CLS] and [SEP]; it must be BERT's or MPNet's")

    def _tokens(self, question: str) -> list[int]:
        """Return the tokens of a question."""
        asked: list[int] = self.tokenizer.encode(question, add_special_tokens=False).ids
        if len(asked) > self.manifest.question_tokens:
            raise QuestionError(
                f"the question {shown(question)} is too long for the reader; "
                f"ask it in about {int(WORDS * self.manifest.question_tokens)} words"
            )
        return asked

    def _prefix(self, window: _Window) -> int:
        """Return how many tokens come before those of a window's passage."""
        return 1 + len(window.asked) + len(self._middle)

    def _windows(self, passages: Sequence[Passage], asked: Sequence[list[int]]) -> Iterator[_Window]:
        """Cut passages longer than the model's window into overlapping ones, with what is `asked` of each."""
        encodings = self.tokenizer.encode_batch([passage.text for passage in passages], add_special_tokens=False)
        for index, encoding in enumerate(encodings):
            ids, offsets, words = encoding.ids, encoding.offsets, encoding.word_ids
            room = self.manifest.window_tokens - len(asked[index]) - 2 - len(self._middle)
            step = room - self.manifest.stride_tokens
            for first in range(0, max(1, len(ids) - self.manifest.stride_tokens), step):
                if ids:
                    part = slice(first, first + room)
                    yield _Window(index, asked[index], ids[part], offsets[part], words[part])

    def _logits(self, windows: Sequence[_Window]) -> Iterator[tuple[Logits, Logits]]:
        """Run the model; return each window's start and end logits, of shape (tokens,) without the last token."""

        def run(window: _Window) -> tuple[Logits, Logits]:
            ids = np.array([[self._start, *window.asked, *self._middle, *window.ids, self._end]], dtype=np.int64)
            types = np.zeros_like(ids)
            types[0, self._prefix(window) :] = 1
            given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
            inputs = {one.name: given[one.name] for one in self.session.get_inputs()}
            starts, ends = self.session.run(["start_logits", "end_logits"], inputs)
            return starts[0, :-1], ends[0, :-1]

        return self._pool.map(run, windows)
