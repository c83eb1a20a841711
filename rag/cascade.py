"""Two readers in turn: a quick one reads everything, a thorough one reads again what the quick one found best.

Both decide: a span's score is the sum of the margins that the two give it, as in an ensemble (two readers that were
trained apart err apart). Threshold and probability are the thorough one's, whose manifest was calibrated on such sums.
What it costs does not grow with the article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rag.manifest import DEFAULT, Manifest
from rag.read import OnnxReader
from rag.types import Passage, Reader, Reading, SpanCandidate


def opened(
    folder: Path = DEFAULT, *, threads: int | None = None, strictness: float | None = None
) -> OnnxReader | Cascade:
    """Load the reader in `folder`, and with it the quicker one that its manifest names.

    Raises:
        ReaderError: if one of them cannot be loaded.
    """
    thorough = OnnxReader(folder, threads=threads, strictness=strictness)
    if thorough.manifest.after is None:
        return thorough
    return Cascade(OnnxReader(DEFAULT.parent / thorough.manifest.after, threads=threads), thorough)


class Cascade:
    """A reader for which another one chooses what to read."""

    def __init__(self, quick: Reader, thorough: OnnxReader) -> None:
        """Let `quick` choose as many passages as the manifest of `thorough` says."""
        self.manifest: Manifest = thorough.manifest
        self.threshold_logit = thorough.threshold_logit
        """The score below which the best candidate is no answer."""
        self.probability = thorough.probability
        self.knows = thorough.knows
        self._quick, self._thorough = quick, thorough
        both = f"{quick.name} {thorough.name} {self.manifest.again}"
        self._hash = hashlib.sha256(both.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Return the thorough reader's name and the start of a hash of all that decides on what the two read."""
        return f"{self.manifest.name}@{self._hash[:12]}"

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Read `passages` for `question`.

        Raises:
            QuestionError: if the question has more tokens than a reader takes.
        """
        first = self._quick.read(question, passages).candidates
        chosen = list(dict.fromkeys(found.passage_id for found in first))[: self.manifest.again]
        again = self._thorough.read(question, [passage for passage in passages if passage.id in chosen])
        margins = {(found.passage_id, found.span): found.score_logit for found in first}
        # The best of each passage come first, so the last is the least; what it did not keep is at most that.
        least = {found.passage_id: found.score_logit for found in first}

        def both(found: SpanCandidate) -> SpanCandidate:
            at_most = margins.get((found.passage_id, found.span), least[found.passage_id])
            return replace(found, score_logit=found.score_logit + at_most)

        ranked = sorted(map(both, again.candidates), key=lambda found: (-found.score_logit, found.span))
        return Reading(tuple(ranked), again.null_score)
