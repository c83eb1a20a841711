"""Which passages to read: several rankings, dense and lexical, fused into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.types import Passage, RetrievedPassage

Scorer = Callable[[str], NDArray[np.float32]]


def fused(rankings: Sequence[NDArray[np.float32]], k: int) -> NDArray[np.float64]:
    """Return reciprocal-rank sums, shape (n,): the sum of 1 / (k + rank) (Cormack et al. 2009).

    Args:
        rankings: scores of the same n things, larger is better, each of shape (n,).
        k: how much the first ranks are levelled; 60 in the paper.

    Ranks count from 1. Equal scores keep the order of the things.
    """
    total = np.zeros(len(rankings[0]))
    for scores in rankings:
        order = np.argsort(-scores, kind="stable")
        total[order] += 1 / (k + 1 + np.arange(len(scores)))
    return total


class Retriever:
    """Ranks passages for a question by several scorers at once."""

    def __init__(self, passages: Sequence[Passage], scorers: Sequence[Scorer], *, k: int) -> None:
        """Take `passages` and functions from a question to one score for each of them, shape (n,)."""
        self._passages = passages
        self._scorers = scorers
        self._k = k

    def retrieve(self, question: str, n: int) -> tuple[RetrievedPassage, ...]:
        """Return the best `n` passages for `question`, best first."""
        total = fused([score(question) for score in self._scorers], self._k)
        order = np.argsort(-total, kind="stable")[:n]
        return tuple(RetrievedPassage(self._passages[row], rank) for rank, row in enumerate(order.tolist()))
