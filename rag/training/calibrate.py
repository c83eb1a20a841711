"""Makes a reader's probability mean what it says, at the level of whole articles, and picks its threshold.

    python -m rag.training.calibrate FILE --reader FOLDER [--write]

Asks every question of a SQuAD 2.0 file with the whole article given, and fits on that: the threshold from which on an
answer earns more F1 than silence, the logistic from score to probability, and the curve of wrong answers
against answered questions that `--strictness` picks from. The figures it prints are honest ones: every article is
measured by what was fitted on the *others*, in folds. `--write` puts the fit into the reader's manifest and draws the
curve beside it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import QuothError
from rag.manifest import located
from rag.training import drawing
from rag.training.evaluate import Prediction, asked, best_threshold, options, summary
from rag.training.examples import write

FOLDS = 5
POINTS = 60
LEAST_ANSWERED = 40
"""Answers a point of the curve rests on at least; the share of wrong ones among fewer is luck."""

Curve = list[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Fit:
    """What calibration decides."""

    threshold_logit: float
    calibration: tuple[float, float]
    curve: Curve


def fitted(found: Sequence[Prediction]) -> Fit:
    """Fit all on `found`."""
    slope, offset = platt(found)
    return Fit(round(break_even(found), 3), (round(slope, 4), round(offset, 4)), risk_coverage(found))


def break_even(found: Sequence[Prediction]) -> float:
    """Return the score at which an answer and silence earn the same F1, by a logistic fit of the difference.

    The best F1 of so many questions lies on a plateau two logits wide, and where on it is luck: chosen so, on other
    articles than it is measured on, a threshold was worth 74.4, by this fit 74.8 (n = 3,000). Where nothing is to be
    fitted, it is the best one.
    """
    earned = [(1 + (one.f1 if one.answerable else -1)) / 2 for one in found]
    slope, offset = _logistic([one.score_logit for one in found], earned)
    return -offset / slope if slope > 0 else best_threshold(found)


def platt(found: Sequence[Prediction]) -> tuple[float, float]:
    """Return (a, b) of the logistic fit of "right" on the score (Platt 1999)."""
    return _logistic([one.score_logit for one in found], [float(one.right) for one in found])


def _logistic(scores: Sequence[float], shares: Sequence[float]) -> tuple[float, float]:
    """Return slope and offset of the logistic that is nearest to `shares`, 0 to 1, by Newton's method."""
    x = np.array([[score, 1.0] for score in scores])
    y = np.array(shares)
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-9 * np.eye(2)
        weights += np.linalg.solve(hessian, x.T @ (y - p))
    return float(weights[0]), float(weights[1])


def probabilities(found: Sequence[Prediction], calibration: tuple[float, float]) -> list[float]:
    """Return each prediction's probability of being right."""
    slope, offset = calibration
    return [float(1 / (1 + np.exp(-(slope * one.score_logit + offset)))) for one in found]


def expected_calibration_error(p: Sequence[float], found: Sequence[Prediction]) -> float:
    """Return the mean gap between probability and share of right answers over ten bins of equal width (Guo 2017)."""
    probability = np.array(p)
    right = np.array([float(one.right) for one in found])
    bins = np.minimum((probability * 10).astype(int), 9)
    gaps = [abs(float((probability - right)[bins == k].sum())) for k in range(10)]
    return round(sum(gaps) / max(1, len(found)), 4)


def risk_coverage(found: Sequence[Prediction]) -> Curve:
    """Return points (threshold, share of wrong among the answers, share answered), strictest first.

    A point's share of wrong answers is the largest of its own and those of all stricter points, so that it never
    falls when more is answered (risk and coverage as in El-Yaniv and Wiener 2010).
    """
    ordered = sorted(found, key=lambda one: -one.score_logit)
    least = min(LEAST_ANSWERED, len(ordered))
    counts = sorted({round(n) for n in np.geomspace(least, len(ordered), POINTS)}) if ordered else []
    wrong = np.cumsum([not one.right for one in ordered])
    curve: Curve = []
    most = 0.0
    for n in counts:
        most = max(most, float(wrong[n - 1]) / n)
        curve.append((round(ordered[n - 1].score_logit - 5e-4, 3), round(most, 4), round(n / len(ordered), 4)))
    return curve


def folds(found: Sequence[Prediction], n: int = FOLDS) -> list[tuple[list[Prediction], list[Prediction]]]:
    """Split into `n` pairs of predictions to fit on and to measure on; no article is in both."""
    titles = sorted({one.article for one in found})
    parts = [set(titles[k::n]) for k in range(min(n, len(titles)))]
    return [
        ([one for one in found if one.article not in part], [one for one in found if one.article in part])
        for part in parts
    ]


def held_out(found: Sequence[Prediction], strictness: Sequence[float] = (0.05, 0.1, 0.2)) -> dict[str, object]:
    """Return what the fit is worth on articles that it was not made on: F1, calibration error, kept strictness."""
    measured: list[Prediction] = []
    p: list[float] = []
    right = 0.0
    kept = {share: [0, 0] for share in strictness}
    for fit_on, measure_on in folds(found):
        fit = fitted(fit_on)
        measured += measure_on
        p += probabilities(measure_on, fit.calibration)
        right += summary(measure_on, fit.threshold_logit)["f1"] * len(measure_on)
        for share, counts in kept.items():
            within = [logit for logit, wrong, _ in fit.curve if wrong <= share]
            answered = [one for one in measure_on if within and one.score_logit >= min(within)]
            counts[0] += len(answered)
            counts[1] += sum(not one.right for one in answered)
    return {
        "f1": round(right / max(1, len(measured)), 2),
        "ece": expected_calibration_error(p, measured),
        "strictness": {
            str(share): {"answered": round(n / max(1, len(measured)), 4), "wrong": round(wrong / max(1, n), 4)}
            for share, (n, wrong) in kept.items()
        },
    }


def main() -> None:
    """Read the command line, ask, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("-n", type=int)
    parser.add_argument("--write", action="store_true")
    options(parser)
    given = parser.parse_args()
    try:
        reader, found = asked(given, "article", given.n)
        fit = fitted(found)
        scores = summary(found, fit.threshold_logit)
        print(
            json.dumps({"reader": reader.name, **scores, "calibration": fit.calibration, "held_out": held_out(found)})
        )
        if given.write:
            written(located(given.reader), fit)
    except QuothError as error:
        raise SystemExit(str(error)) from None


def written(folder: Path, fit: Fit) -> None:
    """Put the fit into the manifest in `folder`, and draw its curve there."""
    path = folder / "manifest.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries |= {"threshold_logit": fit.threshold_logit, "calibration": fit.calibration, "curve": fit.curve}
    write(path, (json.dumps(entries, indent=1, ensure_ascii=False) + "\n").encode())
    write(folder / "curve.svg", drawing.risk_coverage(fit.curve, fit.threshold_logit).encode())


if __name__ == "__main__":
    main()
