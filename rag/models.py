"""What Quoth asks of models: an encoder that turns texts into vectors, and a reader that finds what answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from rag.types import Passage, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Put = Callable[[Passage], str]
"""How a question is put to a passage."""
Weigh = Callable[[Reading], Reading]
"""Puts into the scores of candidates what is known of them beside what a reader makes of them; best first again."""
Found = tuple[Reading, Mapping[int, Passage]]
"""What a reader made of some passages, and those passages by their id."""


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their cosine."""

    @property
    def name(self) -> str:
        """Return what tells this encoder's vectors from those of any other."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of unit length for each text, shape (n, width)."""


class Reader(Protocol):
    """Finds the spans of passages that answer a question."""

    @property
    def name(self) -> str:
        """Return the reader's name and the hash of its weights, `name@hash`."""

    @property
    def threshold_logit(self) -> float:
        """Return the `score_logit` below which the best candidate is no answer."""

    def probability(self, score_logit: float) -> float:
        """Return the probability, in [0, 1], that a candidate of this score is right."""

    def knows(self, word: str) -> bool:
        """Return whether `word`, case folded, is a word to the reader and not a row of letters."""

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        """Read `passages` for `question`; `weigh` puts what else is known into every reading that decides."""
