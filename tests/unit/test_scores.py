"""Scores against a second implementation of SQuAD's definitions, and against counting by hand."""

from __future__ import annotations

import json
import math
import re
import string
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import Run

from rag import corpus, squad
from rag.errors import QuothError
from rag.evaluation import excerpts, gate, scores
from rag.evaluation.gold import GoldCase, Words
from rag.evaluation.scores import Judged, Score
from rag.report import OutcomeJson

ARTICLE = corpus.article_from_text("The dog is called Barnaby. It weighs 4-5 kilos.", Path("a.txt"))


def outcome(answer: str = "", probability: float = 0.5, error: str | None = None) -> OutcomeJson:
    at = ARTICLE.text.find(answer)
    quote = {"article": "a.txt", "start": at, "end": at + len(answer), "text": answer, "highlights": [], "part": 0}
    form = {"answer": answer, "quotes": [quote] if answer else [], "nearest": [], "probability": probability}
    return cast("OutcomeJson", {**form, "error": error, "elapsed_ms": 3.0})


def judged(answer: str, *gold: str, **rest: Any) -> Judged:
    return scores.judged(GoldCase("q", tuple(map(Words, gold))), outcome(answer, **rest), [ARTICLE])


# --- the definitions, written a second time, straight from the paper's script's description


def plain(text: str) -> list[str]:
    kept = "".join(" " if c.isspace() else c.lower() for c in text)
    kept = "".join(c for c in kept if c not in string.punctuation)
    return [word for word in re.split(r"\s+", re.sub(r"\b(?:a|an|the)\b", " ", kept)) if word]


def plain_f1(ours: str, theirs: str) -> float:
    left, right = plain(ours), plain(theirs)
    if not left or not right:
        return float(left == right)
    shared = Counter(left) & Counter(right)
    if not shared:
        return 0.0
    precision = shared.total() / len(left)
    recall = shared.total() / len(right)
    return 2 * precision * recall / (precision + recall)


WORDS = st.lists(st.sampled_from(["the", "The", "a", "dog", "Dog,", "4-5", "kilos", "é", "—", "?", "an"]), max_size=6)
TEXTS = WORDS.map(" ".join) | st.text(max_size=12)


@given(TEXTS, TEXTS)
def test_em_and_f1_are_squad_s(ours: str, theirs: str) -> None:
    assert squad.f1(ours, theirs) == plain_f1(ours, theirs)
    assert squad.exact(ours, theirs) == float(plain(ours) == plain(theirs))


def test_predictions_score_the_same_by_a_second_script(run: Run, tmp_path: Path) -> None:
    paragraphs = ["The dog is called Barnaby. It weighs 4-5 kilos.", "The cat is called Tom. Tom sleeps all day."]
    asked = [("What is the dog called?", ["Barnaby"]), ("What is the cat called?", ["Tom"]), ("Who?", [])]
    entries = [
        {
            "context": context,
            "qas": [
                {
                    "id": f"{n}-{m}",
                    "question": question,
                    "answers": [
                        {"text": text, "answer_start": context.find(text)} for text in texts if text in context
                    ],
                }
                for m, (question, texts) in enumerate(asked)
            ],
        }
        for n, context in enumerate(paragraphs)
    ]
    (tmp_path / "s.json").write_text(json.dumps({"data": [{"title": "Pets", "paragraphs": entries}]}))
    for scope in ("paragraph", "article"):
        code, _, err = run("eval", "s.json", "--scope", scope, "--squad-predictions", "p.json", "--report", "r.json")
        assert (code, err) == (0, "")
        given = json.loads((tmp_path / "p.json").read_text())
        told = json.loads((tmp_path / "r.json").read_text())["scores"]
        rows = [(given[qa["id"]], [a["text"] for a in qa["answers"]]) for entry in entries for qa in entry["qas"]]
        best = [max(plain_f1(text, gold) for gold in golds or [""]) for text, golds in rows]
        has = [score for score, (_, golds) in zip(best, rows, strict=True) if golds]
        no = [score for score, (_, golds) in zip(best, rows, strict=True) if not golds]
        assert told["f1"]["value"] == round(sum(best) / len(best), 6)
        assert told["has_f1"]["value"] == round(sum(has) / len(has), 6)
        assert told["no_acc"]["value"] == round(sum(no) / len(no), 6)
        assert told["f1"]["n"] == len(rows) == 6


@pytest.mark.parametrize(
    ("answer", "gold", "right"),
    [
        ("Barnaby", ["Barnaby"], True),
        ("dog is called Barnaby", ["Barnaby"], False),  # F1 0.4
        ("is called Barnaby", ["called Barnaby"], True),
        ("4-5 kilos", ["3-5 kilos"], False),  # half of the words, but not the number
        ("4-5 kilos", ["3-5 kilos", "4-5"], True),
        ("", [], True),
        ("", ["Barnaby"], False),
        ("Barnaby", [], False),
    ],
)
def test_what_counts_as_right(answer: str, gold: list[str], right: bool) -> None:
    assert judged(answer, *gold).right is right


def test_an_error_is_never_right() -> None:
    failed = scores.judged(GoldCase("q", ()), outcome(error="broken"), [ARTICLE])
    assert (failed.right, failed.em, failed.f1) == (False, 0.0, 0.0)


def test_quotes_must_be_slices_and_hold_the_evidence() -> None:
    case = GoldCase("q", (Words("Barnaby", 18),), evidence=(Words("called Barnaby", 11),))
    one = scores.judged(case, outcome("is called Barnaby"), [ARTICLE])
    assert (one.exact_quotes, one.evidence_quoted) == (True, True)
    assert scores.judged(case, outcome("Barnaby"), [ARTICLE]).evidence_quoted is False
    moved = outcome("Barnaby")
    moved["quotes"][0]["start"] += 1
    assert not scores.judged(case, moved, [ARTICLE]).exact_quotes
    outside = outcome("Barnaby")
    outside["quotes"][0]["highlights"] = [{"start": 0, "end": 20}]
    assert not scores.judged(case, outside, [ARTICLE]).exact_quotes


def test_the_scores_of_six_cases_counted_by_hand() -> None:
    cases = [
        judged("Barnaby", "Barnaby"),
        judged("dog", "Barnaby"),
        judged("", "Barnaby"),
        judged("", "dog"),
        judged(""),
        judged("dog"),
    ]
    cases = [replace(case, rank=rank) for case, rank in zip(cases, (0, 3, -1, 7, None, None), strict=True)]
    found = {name: (round(score.value, 4), score.n) for name, score in scores.scores(cases).items()}
    assert found == {
        "em": (0.3333, 6),
        "f1": (0.3333, 6),
        "has_em": (0.25, 4),
        "has_f1": (0.25, 4),
        "no_acc": (0.5, 2),
        "right": (0.3333, 6),
        "wrong": (0.3333, 6),
        "abstain_precision": (0.3333, 3),
        "abstain_recall": (0.5, 2),
        "exact_quotes": (1.0, 3),
        "evidence": (0.5, 2),
        "recall@1": (0.25, 4),
        "recall@5": (0.5, 4),
        "recall@10": (0.75, 4),
        "mrr": (round((1 + 1 / 4 + 1 / 8) / 4, 4), 4),
    }
    assert set(found) == set(scores.MEANING)


def test_intervals() -> None:
    wilson = scores.share("x", [True] * 8 + [False] * 2)
    assert (round(wilson.low, 3), round(wilson.high, 3)) == (0.490, 0.943)  # Wilson 1927, 8 of 10
    assert scores.share("x", [True] * 3).high == 1.0
    assert math.isnan(scores.share("x", []).value)
    average = scores.mean("x", [0.0, 1.0] * 50)
    assert (round(average.low, 1), round(average.high, 1)) == (0.4, 0.6)
    assert average == scores.mean("x", [0.0, 1.0] * 50)


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9]), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_the_risk_coverage_curve_is_what_counting_gives(drawn: list[tuple[float, bool, bool]]) -> None:
    cases = [judged("dog" if answers else "", "dog" if right else "cat", probability=p) for p, answers, right in drawn]
    for probability, coverage, risk in scores.risk_coverage(cases):
        taken = [one for one in cases if one.answered and one.outcome["probability"] >= probability]
        assert coverage == len(taken) / len(cases)
        assert risk == sum(not one.right for one in taken) / len(taken)
    assert len(scores.risk_coverage(cases)) == len({p for p, answers, _ in drawn if answers})


def test_thresholds() -> None:
    found = {
        "f1": Score("f1", 0.7, 9, 0, 1),
        "wrong": Score("wrong", 0.1, 9, 0, 1),
        "mrr": Score("mrr", math.nan, 0, 0, 1),
    }
    for words, missed in (
        (["f1=0.7"], [None]),
        (["f1=0.71", "wrong=0.1"], ["f1 is 0.7000, under 0.71 (n = 9)", None]),
        (
            ["wrong=0.09 mrr=0"],
            ["wrong is 0.1000, above 0.09 (n = 9)", "mrr has no case to be measured on, 0 is asked for"],
        ),
    ):
        assert [threshold.missed(found) for threshold in gate.thresholds(words)] == missed


@pytest.mark.parametrize("word", ["f1", "f1=", "f1=nan", "f1=NaN", "f1=80", "f1=-1", "f1=inf", "bleu=0.3", "=0.3"])
def test_what_is_no_threshold(word: str) -> None:
    with pytest.raises(QuothError, match="threshold"):
        gate.thresholds([word])


def test_of_two_articles_of_one_name_the_words_quoted_are_those_said() -> None:
    quoted = corpus.article_from_text("Berlin is the capital of Germany.", Path("a/notes.md"))
    other = corpus.article_from_text("Vienna is the capital of Austria.", Path("b/notes.md"))
    highlight = {"start": 0, "end": 6}
    quote = {"article": "notes.md", "start": 0, "end": 33, "text": quoted.text, "highlights": [highlight], "part": 0}
    form = cast("OutcomeJson", {**outcome("Berlin"), "quotes": [quote]})
    for articles in ([quoted, other], [other, quoted]):
        one = scores.judged(GoldCase("q", (), parts=((Words("Berlin"),),)), form, articles)
        assert one.passes
        assert str(excerpts.quote_places(one)[0]) == "notes.md 0: [Berlin] is the capital of Germany."


def test_silences_are_counted_without_holding_cases_against_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def compared(one: Judged, other: object) -> bool:
        raise AssertionError("every case with every other takes a minute for SQuAD")

    monkeypatch.setattr(Judged, "__eq__", compared)
    cases = [judged("Barnaby"), judged("", error="line 1"), judged(""), judged("")]
    assert scores.scores(cases)["abstain_recall"].value == 0.5
