"""SQuAD 2.0: its files and its definitions of EM and F1 (Rajpurkar et al. 2018, evaluate-v2.0.py)."""

from __future__ import annotations

import gzip
import json
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the paragraph it was asked of, and the answers taken as right; none if unanswerable."""

    id: str
    question: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquadArticle:
    """An article of a SQuAD file."""

    title: str
    paragraphs: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best span for a case, its score, and how well it matches the answers (0 if there are none)."""

    score_logit: float
    text: str
    f1: float
    exact: float
    answerable: bool


def load(path: Path) -> tuple[SquadArticle, ...]:
    """Read a SQuAD 2.0 file, gzip'd or not."""
    raw = path.read_bytes()
    entries = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)["data"]
    articles = []
    for entry in entries:
        cases = [
            Case(qa["id"], qa["question"].strip(), index, tuple(answer["text"] for answer in qa["answers"]))
            for index, paragraph in enumerate(entry["paragraphs"])
            for qa in paragraph["qas"]
        ]
        paragraphs = tuple(paragraph["context"] for paragraph in entry["paragraphs"])
        articles.append(SquadArticle(entry["title"], paragraphs, tuple(cases)))
    return tuple(articles)


def normalised(text: str) -> list[str]:
    """Return the words of `text` that count: lower case, no punctuation, no articles."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def exact(predicted: str, gold: str) -> float:
    """Return 1 if both have the same words that count."""
    return float(normalised(predicted) == normalised(gold))


def f1(predicted: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall over words that count."""
    ours, theirs = normalised(predicted), normalised(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))


def predicted(case: Case, score_logit: float, text: str) -> Prediction:
    """Return the prediction `text` for `case`, scored against its best-matching answer."""

    def score(metric: Callable[[str, str], float]) -> float:
        return max((metric(text, answer) for answer in case.answers), default=0.0)

    return Prediction(score_logit, text, score(f1), score(exact), bool(case.answers))


def summary(predictions: Sequence[Prediction], threshold: float) -> dict[str, float]:
    """Return EM, F1, HasAns F1 and NoAns in percent if everything below `threshold` is no answer."""

    def mean(values: list[float]) -> float:
        return round(100 * sum(values) / max(1, len(values)), 2)

    def given(prediction: Prediction) -> bool:
        return prediction.score_logit >= threshold

    has = [one for one in predictions if one.answerable]
    no = [one for one in predictions if not one.answerable]
    return {
        "n": len(predictions),
        "threshold_logit": round(threshold, 3),
        "em": mean([one.exact * given(one) for one in has] + [float(not given(one)) for one in no]),
        "f1": mean([one.f1 * given(one) for one in has] + [float(not given(one)) for one in no]),
        "has_f1": mean([one.f1 * given(one) for one in has]),
        "no_acc": mean([float(not given(one)) for one in no]),
        "forced_f1": mean([one.f1 for one in has]),
    }


def best_threshold(predictions: Sequence[Prediction]) -> float:
    """Return the threshold of the best F1, midway between two neighbouring scores."""
    ordered = sorted(predictions, key=lambda one: -one.score_logit)
    total = best = float(sum(not one.answerable for one in ordered))
    place = 0
    for index, one in enumerate(ordered, start=1):
        total += one.f1 if one.answerable else -1
        if total > best:
            best, place = total, index
    if place in (0, len(ordered)):
        return ordered[0].score_logit + 1 if place == 0 else ordered[-1].score_logit
    return (ordered[place - 1].score_logit + ordered[place].score_logit) / 2
