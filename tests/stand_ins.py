"""Small deterministic stand-ins for the models, for unit tests; FAISS and BM25 are always the real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.lexical import words
from rag.models import Put, Weigh
from rag.types import Passage, Reading, Span, SpanCandidate

Run = Callable[..., tuple[int, str, str]]
"""Runs `quoth` with some arguments: its exit code, stdout and stderr."""


class WordEncoder:
    """A stand-in encoder: a text's vector counts its words, each hashed to one of 64 places."""

    name = "words-64"

    def __init__(self) -> None:
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls += 1
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class WordReader:
    """A stand-in reader: the longest word of the question that a passage holds is its candidate.

    The score is the word's length less five, so words of five letters and more are answers.
    """

    name = "longest-word@0"
    threshold_logit = 0.0

    def probability(self, score_logit: float) -> float:
        return 1 / (1 + float(np.exp(-score_logit)))

    def knows(self, word: str) -> bool:
        return word in {"knows", "speaks", "what"}

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        found: dict[tuple[str, Span], SpanCandidate] = {}
        for passage in passages:
            asked = question if isinstance(question, str) else question(passage)
            for word in asked.strip("?.!").split():
                at = passage.text.find(word)
                if at >= 0:
                    span = Span(passage.span.start + at, passage.span.start + at + len(word))
                    candidate = SpanCandidate(span, passage.id, len(word) - 5.0)
                    found.setdefault((passage.article.sha256, span), candidate)
        ordered = sorted(found.values(), key=lambda candidate: (-candidate.score_logit, candidate.span))
        reading = Reading(tuple(ordered))
        return reading if weigh is None else weigh(reading)
