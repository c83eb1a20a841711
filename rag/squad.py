"""SQuAD 2.0: its files, and its definitions of EM and F1 (Rajpurkar et al. 2018, evaluate-v2.0.py)."""

from __future__ import annotations

import gzip
import json
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from rag.errors import QuothError, shown

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_BETWEEN = "\n\n"
"""What stands between the paragraphs of a whole article."""


class Scope(StrEnum):
    """What the questions of a SQuAD file are asked of."""

    PARAGRAPH = "paragraph"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the paragraph it was asked of, and the answers taken as right, with their offsets in it."""

    id: str
    question: str
    paragraph: int
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SquadArticle:
    """An article of a SQuAD file."""

    title: str
    paragraphs: tuple[str, ...]
    cases: tuple[Case, ...]

    @property
    def text(self) -> str:
        """Return the paragraphs as one text."""
        return _BETWEEN.join(self.paragraphs)

    @property
    def offsets(self) -> list[int]:
        """Return where in `text` each paragraph begins."""
        return list(accumulate((len(one) + len(_BETWEEN) for one in self.paragraphs[:-1]), initial=0))


def load(raw: bytes, name: str) -> tuple[SquadArticle, ...]:
    """Read a SQuAD file, gzip'd or not; one of version 1.1 has answers to everything.

    Raises:
        QuothError: if it is none.
    """
    try:
        entries = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)["data"]
        return tuple(_article(entry) for entry in entries)
    except (ValueError, OSError, EOFError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(f"{type(error).__name__} {error}".split())
        raise QuothError(f"{shown(name)} is no SQuAD file ({reason}); its form is data, paragraphs, qas") from None


def _article(entry: dict[str, list[dict[str, list[dict[str, list[dict[str, str]]]]]]]) -> SquadArticle:
    """Take an article of a SQuAD file apart; whatever is missing raises."""
    cases = [
        Case(
            str(qa["id"]),
            str(qa["question"]).strip(),
            index,
            tuple((str(answer["text"]), int(answer["answer_start"])) for answer in qa["answers"]),
        )
        for index, paragraph in enumerate(entry["paragraphs"])
        for qa in paragraph["qas"]
    ]
    paragraphs = tuple(str(paragraph["context"]) for paragraph in entry["paragraphs"])
    return SquadArticle(str(entry.get("title", "article")), paragraphs, tuple(cases))


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
    if not common:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)  # in this order, so that the last digit agrees
    return (2 * precision * recall) / (precision + recall)


def best(metric: Callable[[str, str], float], predicted: str, gold: Iterable[str]) -> float:
    """Return `metric` against the gold answer it suits best; without gold answers, against the empty one."""
    golds: Sequence[str] = [text for text in gold if normalised(text)] or [""]
    return max(metric(predicted, text) for text in golds)
