"""What makes an evaluation fail: scores under a threshold, and cases that broke."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.errors import QuothError, shown
from rag.evaluation.baseline import Comparison
from rag.evaluation.scores import MEANING, Judged, Score

FALLING = {"wrong"}
"""Scores of which less is better."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The value that a score must reach; one of which less is better must not pass it."""

    name: str
    value: float

    def missed(self, scores: Mapping[str, Score]) -> str | None:
        """Return what is wrong, or None; a score of nothing misses every threshold."""
        score = scores[self.name]
        if not score.n:
            return f"{self.name} has no case to be measured on, {self.value:g} is asked for"
        low = score.value > self.value if self.name in FALLING else score.value < self.value
        side = "above" if self.name in FALLING else "under"
        return f"{self.name} is {score.value:.4f}, {side} {self.value:g} (n = {score.n})" if low else None


def thresholds(words: Sequence[str]) -> list[Threshold]:
    """Take `f1=0.8 no_acc=0.9` apart, given as several words or as one.

    Raises:
        QuothError: if a name is not known or a value is no number from 0 to 1.
    """
    found = []
    for word in " ".join(words).replace(",", " ").split():
        name, equals, text = word.partition("=")
        if not equals or name not in MEANING:
            raise QuothError(f"{shown(word)} is no threshold; give NAME=VALUE with one of {', '.join(MEANING)}")
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= 1:
            raise QuothError(f"the threshold {shown(word)} is no number from 0 to 1; give one like {name}=0.8")
        found.append(Threshold(name, value))
    return found


def missed(
    thresholds: Sequence[Threshold],
    scores: Mapping[str, Score],
    comparison: Comparison | None,
    max_regressions: int | None,
    cases: Sequence[Judged],
) -> list[str]:
    """Return every reason for which an evaluation fails; an inexact quote always is one."""
    found = [reason for threshold in thresholds if (reason := threshold.missed(scores))]
    if comparison and max_regressions is not None and len(comparison.broken) > max_regressions:
        found.append(f"{len(comparison.broken)} broke, {max_regressions} may")
    inexact = [one.case.id for one in cases if not one.exact_quotes]
    if inexact:
        found.append(
            f"quotes of {', '.join(inexact[:5])} are no slices of the article; that is a bug, please report it"
        )
    return found
