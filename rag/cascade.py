"""Two readers in turn: a quick one reads everything, a thorough one reads again what the quick one found best.

The thorough one reads no whole passage, only the sentences around the quick one's best words in it, which is cheaper
and, measured, no worse. Both decide: a span's score is the sum of the margins that the two give it, the quick one's
with little weight, as in an ensemble (two readers that were trained apart err apart). Threshold and
probability are the thorough one's, whose manifest was calibrated on such sums. What it costs does not grow with the
article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rag.manifest import BUNDLED, Manifest
from rag.models import Put, Reader, Weigh
from rag.read import OnnxReader
from rag.types import Passage, Reading, Span, SpanCandidate

AROUND = 1
"""Sentences before and after the quick reader's best words that are read again with theirs."""
AGREES, DOUBTS = 0.2, 0.4
"""What the quick reader's margin counts beside the thorough one's: above no answer, and below it. Its doubt counts
more: it sees the whole passage, the thorough one a few sentences."""
FAR = 5.0
"""Logits below the quick reader's best, and below no answer, at which a place is not read again: it never won."""


def opened(folder: Path, *, threads: int | None = None, strictness: float | None = None) -> OnnxReader | Cascade:
    """Load the reader in `folder`, and with it the quicker one that its manifest names.

    Raises:
        ReaderError: if one of them cannot be loaded.
    """
    thorough = OnnxReader(folder, threads=threads, strictness=strictness)
    if thorough.manifest.after is None:
        return thorough
    return Cascade(OnnxReader(BUNDLED / thorough.manifest.after, threads=threads), thorough)


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
        both = f"{quick.name} {thorough.name} {self.manifest.again} {AROUND} {AGREES} {DOUBTS} {FAR}"
        self._hash = hashlib.sha256(both.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Return the thorough reader's name and the start of a hash of all that decides on what the two read."""
        return f"{self.manifest.name}@{self._hash[:12]}"

    def read(self, question: str | Put, passages: Sequence[Passage], weigh: Weigh | None = None) -> Reading:
        """Read `passages` for `question`, and `weigh` what is to be read again, and what was found there.

        Raises:
            QuestionError: if the question has more tokens than a reader takes.
        """
        quickly = self._quick.read(question, passages)
        first = quickly.candidates
        by_id = {passage.id: passage for passage in passages}
        likely = first if weigh is None else weigh(quickly).candidates
        again = self._thorough.read(question, self._places(likely, by_id))

        def place(found: SpanCandidate) -> tuple[int, Span]:  # passages overlap, so a span may be told of either
            return id(by_id[found.passage_id].article), found.span

        margins = {place(found): found.score_logit for found in first}
        # The best of each passage come first, so the last is the least; what it did not keep is at most that.
        least = {found.passage_id: found.score_logit for found in first}

        def both(found: SpanCandidate) -> SpanCandidate:
            quick = margins.get(place(found), least[found.passage_id])
            return replace(found, score_logit=found.score_logit + (AGREES if quick > 0 else DOUBTS) * quick)

        ranked = sorted(map(both, again.candidates), key=lambda found: (-found.score_logit, found.span))
        reading = Reading(tuple(ranked))
        return reading if weigh is None else weigh(reading)

    def _places(self, first: Sequence[SpanCandidate], by_id: Mapping[int, Passage]) -> list[Passage]:
        """Return what is read again: around the best candidate of each of the best passages, no place twice."""
        chosen: dict[int, Passage] = {}
        for found in first:
            if found.score_logit < min(0.0, first[0].score_logit - FAR):
                break
            passage = by_id[found.passage_id]
            if found.passage_id not in chosen and not any(
                passage.article is other.article and found.span in other.span for other in chosen.values()
            ):
                chosen[found.passage_id] = _nearer(passage, found.span)
            if len(chosen) == self.manifest.again:
                break
        return list(chosen.values())


def _nearer(passage: Passage, span: Span) -> Passage:
    """Return `passage` with the sentences around `span` for its own, as far as they are of its section."""
    around = passage.article.sentences_around(span)
    first, last = max(0, around[0] - AROUND), around[-1] + AROUND
    sentences = [one for one in passage.article.sentences[first : last + 1] if one in passage.section.span]
    return replace(passage, span=Span(sentences[0].start, sentences[-1].end))
