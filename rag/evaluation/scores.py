"""From judged cases to figures: EM and F1 by SQuAD's definitions, errors, retrieval, each with n and an interval.

Shares carry Wilson's 95 % interval (Wilson 1927), means of F1 a bootstrap one (Efron 1979, percentile, fixed seed).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rag import squad
from rag.evaluation.gold import GoldCase, Words
from rag.report import OutcomeJson
from rag.types import Article

RIGHT = 0.5
"""The least F1 at which an answer counts as right."""
_RESAMPLES = 1000
_Z = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, its outcome, the articles it was asked of, and how they agree."""

    case: GoldCase
    outcome: OutcomeJson
    articles: Sequence[Article]
    em: float
    f1: float
    right: bool
    """Whether the answer has half of its words in common with a gold one and all of its numbers, or is rightly none."""
    exact_quotes: bool
    """Whether every quote and every highlight is the slice of the article that it says."""
    evidence_quoted: bool | None
    """Whether some quote holds a gold answer or gold evidence; None where there is none or nothing was quoted."""
    rank: int | None = None
    """Place, from 0, of the first retrieved passage that holds a gold answer; -1 if none does, None if not known."""

    @property
    def passes(self) -> bool:
        """Return whether nothing is wrong with it, which is what a test asks for."""
        return self.right and self.exact_quotes and self.evidence_quoted is not False

    @property
    def answered(self) -> bool:
        """Return whether anything was answered."""
        return bool(self.outcome["quotes"])

    @property
    def silent(self) -> bool:
        """Return whether it was asked and the answer was that the article does not say."""
        return not self.answered and self.outcome["error"] is None


def judged(case: GoldCase, outcome: OutcomeJson, articles: Sequence[Article], rank: int | None = None) -> Judged:
    """Hold an outcome, of a question asked of `articles`, against its case."""
    quotes = outcome["quotes"]
    parts = [(_said(outcome, n), part) for n, part in enumerate(case.parts)]
    parts = parts or [(outcome["answer"], case.answers)]
    texts = [(said, [words.text for words in gold]) for said, gold in parts]
    em, f1 = (
        sum(squad.best(metric, said, golds) for said, golds in texts) / len(texts) for metric in (squad.exact, squad.f1)
    )
    right = all(any(_agrees(said, text) for text in golds or [""]) for said, golds in texts)
    if case.statements:
        found = [any(_holds(quote["start"], quote["text"], words) for quote in quotes) for words in case.statements]
        em, f1, right = float(all(found)), sum(found) / len(found), all(found)
    exact_quotes = all(
        any(
            one.text[quote["start"] : quote["end"]] == quote["text"] for one in articles if one.name == quote["article"]
        )
        and all(quote["start"] <= h["start"] < h["end"] <= quote["end"] for h in quote["highlights"])
        for quote in quotes
    )
    wanted = case.evidence or case.answers or case.statements or tuple(words for part in case.parts for words in part)
    quoted = None
    if wanted and quotes:
        quoted = any(_holds(quote["start"], quote["text"], words) for quote in quotes for words in wanted)
    if outcome["error"] is not None:
        em, f1, right = 0.0, 0.0, False
    return Judged(case, outcome, articles, em, f1, right, exact_quotes, quoted, rank)


def _said(outcome: OutcomeJson, part: int) -> str:
    """Return the words that answer one part of a question."""
    return "; ".join(
        quote["text"][highlight["start"] - quote["start"] : highlight["end"] - quote["start"]]
        for quote in outcome["quotes"]
        if quote["part"] == part
        for highlight in quote["highlights"]
    )


def _agrees(answer: str, gold: str) -> bool:
    """Return whether an answer says what a gold one says; "3-5 times" does not say "4-5 times"."""
    ours, theirs = set(squad.normalised(answer)), squad.normalised(gold)
    numbers = {word for word in theirs if any(c.isdigit() for c in word)}
    return squad.f1(answer, gold) >= RIGHT and numbers <= ours


def _holds(start: int, text: str, words: Words) -> bool:
    """Return whether a quote holds gold words: at their offset, if they have one."""
    if words.start is None:
        return words.text in text
    return start <= words.start and words.start + len(words.text) <= start + len(text)


@dataclass(frozen=True, slots=True)
class Score:
    """A share or a mean in [0, 1], of `n` things, with its 95 % interval; of nothing, it is NaN."""

    name: str
    value: float
    n: int
    low: float
    high: float


def share(name: str, values: Iterable[bool]) -> Score:
    """Return the share of True with Wilson's interval."""
    found = list(values)
    n = len(found)
    if not n:
        return Score(name, math.nan, 0, math.nan, math.nan)
    p = sum(found) / n
    spread = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    middle, scale = p + _Z**2 / (2 * n), 1 + _Z**2 / n
    return Score(name, p, n, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def mean(name: str, values: Iterable[float]) -> Score:
    """Return the mean with a bootstrap interval; the sum is Python's own, so that SQuAD's script agrees."""
    found = list(values)
    n = len(found)
    if not n:
        return Score(name, math.nan, 0, math.nan, math.nan)
    if len(set(found)) == 1:  # resampling one value tells nothing
        edge = share(name, [found[0] >= 0.5] * n)
        return Score(name, found[0], n, min(edge.low, found[0]), max(edge.high, found[0]))
    row = np.array(found)
    random = np.random.default_rng(0)
    means = [row[random.integers(0, n, n)].mean() for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return Score(name, sum(found) / n, n, float(low), float(high))


MEANING: dict[str, str] = {
    "em": "exact match, SQuAD",
    "f1": "F1, SQuAD",
    "has_em": "exact match where there is an answer",
    "has_f1": "F1 where there is an answer",
    "no_acc": "silent where there is no answer",
    "right": "right: F1 of a half or more and the same numbers, or rightly silent",
    "wrong": "wrong answers, of all questions",
    "abstain_precision": "silences that are right",
    "abstain_recall": "unanswerables that are met with silence",
    "exact_quotes": "quotes that are slices of the article",
    "evidence": "answers that quote the gold evidence",
    "recall@1": "gold passage retrieved first",
    "recall@5": "gold passage among the first 5",
    "recall@10": "gold passage among the first 10",
    "mrr": "mean reciprocal rank of the gold passage",
}
"""Every score by its name, and what it is. Larger is better but for `wrong`."""


def scores(cases: Sequence[Judged]) -> dict[str, Score]:
    """Return all scores by name, in the order of `MEANING`."""
    has = [one for one in cases if one.case.answerable]
    no = [one for one in cases if not one.case.answerable]
    silent = [one for one in cases if one.silent]
    ranked = [one.rank for one in cases if one.rank is not None]
    found = [
        mean("em", (one.em for one in cases)),
        mean("f1", (one.f1 for one in cases)),
        mean("has_em", (one.em for one in has)),
        mean("has_f1", (one.f1 for one in has)),
        share("no_acc", (one.f1 == 1 for one in no)),
        share("right", (one.right for one in cases)),
        share("wrong", (one.answered and not one.right for one in cases)),
        share("abstain_precision", (not one.case.answerable for one in silent)),
        share("abstain_recall", (one.silent for one in no)),
        share("exact_quotes", (one.exact_quotes for one in cases if one.answered)),
        share("evidence", (one.evidence_quoted for one in cases if one.evidence_quoted is not None)),
        *(share(f"recall@{k}", (0 <= rank < k for rank in ranked)) for k in (1, 5, 10)),
        mean("mrr", (0.0 if rank < 0 else 1 / (rank + 1) for rank in ranked)),
    ]
    return {score.name: score for score in found}


def risk_coverage(cases: Sequence[Judged]) -> list[tuple[float, float, float]]:
    """Return (probability, coverage, risk) as the least probability at which to answer falls, one row a value.

    Coverage is the share of all cases that are answered at that probability or a higher one, risk the share of those
    that is wrong. Answers that the reader's threshold held back are not in it.
    """
    answered = sorted((one for one in cases if one.answered), key=lambda one: -one.outcome["probability"])
    rows: list[tuple[float, float, float]] = []
    wrong = 0
    for count, one in enumerate(answered, start=1):
        wrong += not one.right
        probability = one.outcome["probability"]
        row = (probability, count / len(cases), wrong / count)
        if rows and rows[-1][0] == probability:
            rows[-1] = row
        else:
            rows.append(row)
    return rows


def latency(cases: Sequence[Judged]) -> dict[str, float]:
    """Return the median and the 95th percentile of the time a question took, in milliseconds."""
    times = [one.outcome["elapsed_ms"] for one in cases if one.outcome["error"] is None] or [0.0]
    return {"median_ms": round(float(np.percentile(times, 50)), 1), "p95_ms": round(float(np.percentile(times, 95)), 1)}
