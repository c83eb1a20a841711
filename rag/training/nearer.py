"""Cuts passages to what a reader sees that reads again after a quicker one (`rag.cascade`): a few sentences.

The sentences stand around the answer; of a question without one, around the sentence that shares most with it, where
a quicker reader would be taken in. They are half as long as the passages, so that a run sees more of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.sentences import sentences
from rag.training.examples import Example
from rag.types import Span

_WORD = re.compile(r"\w+")
_EMPTY = frozenset(f"{ASKING}|{AUXILIARY}|{PREPOSITION}|the|a|an|and|or|it|its|s".split("|"))


def nearer(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Return the examples, a `share` of them cut to one or two sentences on either side; tables stay whole."""
    return [
        one if "|" in one.context or random_.random() >= share else _cut(one, random_.choice((1, 1, 2)))
        for one in examples
    ]


def _cut(example: Example, around: int) -> Example:
    """Return the example with `around` sentences before and after the one that matters."""
    spans = sentences(example.context, markdown=False)
    if example.answer is not None:
        answer = Span(example.start, example.start + len(example.answer))
        inside = [n for n, span in enumerate(spans) if span.start < answer.end and answer.start < span.end]
    else:
        asked = set(_WORD.findall(example.question.casefold())) - _EMPTY
        shared = [len(asked & set(_WORD.findall(span.of(example.context).casefold()))) for span in spans]
        inside = [shared.index(max(shared))]
    first, last = max(0, inside[0] - around), min(len(spans) - 1, inside[-1] + around)
    span = Span(spans[first].start, spans[last].end)
    start = example.start if example.answer is None else example.start - span.start
    return replace(example, context=span.of(example.context), start=start)
