"""Calibration, the curve and the figures of other kinds of articles, held against plain counting."""

from __future__ import annotations

import math
import random
from pathlib import Path
from xml.etree import ElementTree

import pytest
from stand_ins import WordEncoder, WordReader

from rag.training import calibrate, drawing, transfer
from rag.training.evaluate import Prediction, best_threshold, summary
from rag.training.transfer import Asked


def made(n: int, *, slope: float = 1.0, offset: float = 0.0, articles: int = 6, seed: int = 0) -> list[Prediction]:
    """Return predictions that are right with the logistic's probability."""
    random_ = random.Random(seed)
    found = []
    for k in range(n):
        score = random_.uniform(-4, 4)
        right = random_.random() < 1 / (1 + math.exp(-(slope * score + offset)))
        found.append(Prediction(score, "", float(right), float(right), answerable=right, article=f"a{k % articles}"))
    return found


def test_platt_finds_the_logistic_that_made_the_answers() -> None:
    slope, offset = calibrate.platt(made(20_000, slope=0.7, offset=-0.5))
    assert slope == pytest.approx(0.7, abs=0.05)
    assert offset == pytest.approx(-0.5, abs=0.05)


def test_expected_calibration_error_is_the_gap_of_ten_bins() -> None:
    found = [Prediction(0, "", float(n < 7), 0, answerable=True) for n in range(10)]
    assert calibrate.expected_calibration_error([0.75] * 10, found) == 0.05
    assert calibrate.expected_calibration_error([0.75] * 5 + [1.0] * 5, found) == pytest.approx((1.25 + 3) / 10)


def test_the_curve_never_falls_and_counts_rightly() -> None:
    found = made(800)
    curve = calibrate.risk_coverage(found)
    risks, covered = [wrong for _, wrong, _ in curve], [answered for *_, answered in curve]
    assert risks == sorted(risks)
    assert covered == sorted(covered)
    assert covered[-1] == 1.0
    most = 0.0
    for logit, wrong, answered in curve:
        given = [one for one in found if one.score_logit >= logit]
        assert answered == pytest.approx(len(given) / 800, abs=2e-3)
        most = max(most, sum(not one.right for one in given) / len(given))
        assert wrong == pytest.approx(most, abs=0.02)


def test_no_article_is_fitted_on_and_measured() -> None:
    found = made(300, articles=7)
    parts = calibrate.folds(found)
    assert len(parts) == calibrate.FOLDS
    for fit_on, measure_on in parts:
        assert not {one.article for one in fit_on} & {one.article for one in measure_on}
        assert len(fit_on) + len(measure_on) == 300
    assert sorted(one.score_logit for _, part in parts for one in part) == sorted(one.score_logit for one in found)


def test_held_out_figures_are_near_the_truth_where_articles_are_alike() -> None:
    told = calibrate.held_out(made(6000), strictness=[0.1])
    assert isinstance(told["ece"], float)
    assert told["ece"] < 0.03
    kept = told["strictness"]
    assert isinstance(kept, dict)
    assert 0.06 < kept["0.1"]["wrong"] < 0.13
    assert kept["0.1"]["answered"] > 0.2


def test_the_best_threshold_is_the_best_by_trial() -> None:
    found = made(200)
    best = summary(found, best_threshold(found))["f1"]
    assert best == max(summary(found, one.score_logit)["f1"] for one in found)


def test_the_threshold_fitted_is_where_an_answer_earns_what_silence_does() -> None:
    """Made so that this is at the score 1, which the best threshold on so few questions misses by far."""
    found = [made(400, offset=-1.0, seed=seed) for seed in range(20)]
    assert max(abs(calibrate.fitted(one).threshold_logit - 1) for one in found) < 0.4
    assert max(abs(best_threshold(one) - 1) for one in found) > 0.5
    assert summary(found[0], 1.0)["f1"] > summary(found[0], best_threshold(found[0]))["f1"] - 2


def test_where_right_is_no_likelier_with_a_higher_score_the_threshold_is_the_best_one() -> None:
    found = [Prediction(score, "", 0.0, 0.0, answerable=False) for score in (1.0, 2.0)]
    found.append(Prediction(0.0, "", 1.0, 1.0, answerable=True))
    assert calibrate.break_even(found) == best_threshold(found)


def test_the_drawing_is_well_formed_and_has_every_point() -> None:
    curve = [(3.0, 0.05, 0.2), (1.0, 0.3, 0.9), (0.0, 0.45, 1.0)]
    root = ElementTree.fromstring(drawing.risk_coverage(curve, 1.0))
    (line,) = root.findall("{http://www.w3.org/2000/svg}polyline")
    points = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    assert len(points) == 3
    assert points == sorted(points)
    (mark,) = root.findall("{http://www.w3.org/2000/svg}circle")
    assert (float(mark.attrib["cx"]), float(mark.attrib["cy"])) == points[1]
    ElementTree.fromstring(drawing.risk_coverage([], 0.0))


def test_transfer_counts_right_answers_and_declined_ones() -> None:
    found = [Asked(2, 1, True), Asked(2, 0, True), Asked(-1, 1, True), Asked(3, 0, False), Asked(-2, 0, False)]
    told = transfer.summary(found, 0.0)
    assert (told["answerable"], told["unanswerable"]) == (3, 2)
    assert told["answered"] == pytest.approx(66.7)
    assert told["right"] == pytest.approx(33.3)
    assert told["right_if_forced"] == pytest.approx(66.7)
    assert told["declined"] == 50.0
    assert told["f1"] == pytest.approx(33.3)


def test_news_are_asked_of_their_own_article_and_of_the_next(tmp_path: Path) -> None:
    def article(text: str, word: str) -> dict[str, object]:
        start = text.index(word)
        evidence = [{"start": start, "end": start + len(word)}]
        return {"text": text, "questions": [{"question": f"{word} when", "evidence": evidence}]}

    entries = {"articles": [article("The astronomer rose when it rained.", "astronomer"), article("So when?", "So")]}
    found = transfer.news(entries, WordReader(), WordEncoder(), tmp_path)
    assert [(one.answerable, one.precision, one.score_logit) for one in found] == [
        (True, 1.0, 5.0),
        (False, 0.0, -1.0),
        (True, 0.0, -1.0),
        (False, 0.0, -1.0),
    ]
    rows = [{"text": "When so?", "question": "so", "is_impossible": True, "evidence": []}]
    assert transfer.search({"rows": rows}, WordReader(), WordEncoder(), tmp_path) == [
        Asked(-3.0, 0.0, answerable=False)
    ]
