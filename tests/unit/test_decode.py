"""Decoding against brute force over every span."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag import decode

LOGIT = st.integers(-40, 40).map(lambda n: n / 4)


Window = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]


@st.composite
def windows(draw: st.DrawFn) -> Window:
    tokens = draw(st.integers(1, 9))
    logits = st.lists(LOGIT, min_size=tokens, max_size=tokens)
    flags = st.lists(st.booleans(), min_size=tokens, max_size=tokens)
    start, end = (np.array(draw(logits), dtype=np.float32) for _ in range(2))
    opens, closes = (np.array(draw(flags), dtype=np.bool_) for _ in range(2))
    return start, end, opens, closes


def brute_force(window: Window, longest: int) -> dict[tuple[int, int], float]:
    """Every span and its margin, by the definition."""
    start, end, opens, closes = window
    return {
        (i, j): float(start[i]) + float(end[j]) - (float(start[0]) + float(end[0]))
        for i in range(len(start))
        for j in range(i, min(i + longest, len(start)))
        if opens[i] and closes[j]
    }


@given(st.lists(windows(), min_size=1, max_size=3), st.integers(1, 5), st.integers(1, 6))
def test_the_best_spans_are_those_of_brute_force(found: list[Window], longest: int, n: int) -> None:
    tables = [decode.margins(*window, longest) for window in found]
    expected = []
    for index, window in enumerate(found):
        spans = [(-margin, index, i, j) for (i, j), margin in brute_force(window, longest).items()]
        expected += sorted(spans)[:n]
    got = [(-span.margin, span.window, span.first, span.last) for span in decode.best(tables, n)]
    assert got == sorted(expected)


def test_a_hand_made_table() -> None:
    # Token 0 is null (1 + 1); tokens 1 to 3 are the passage; 3 may not open a span and 1 may not close one.
    start = np.array([1.0, 4.0, 0.5, 9.0], dtype=np.float32)
    end = np.array([1.0, 9.0, 2.0, 3.0], dtype=np.float32)
    opens, closes = np.array([False, True, True, False]), np.array([False, False, True, True])
    tables = [decode.margins(start, end, opens, closes, longest=3)]
    assert [(s.first, s.last, s.margin) for s in decode.best(tables, 10)] == [
        (1, 3, 5.0),  # 4 + 3 - 2
        (1, 2, 4.0),  # 4 + 2 - 2
        (2, 3, 1.5),
        (2, 2, 0.5),
    ]
    assert decode.best([decode.margins(start, end, opens, closes, longest=2)], 1)[0].last == 2


def test_no_window_and_no_span_have_no_best() -> None:
    nothing = decode.margins(np.ones(3), np.ones(3), np.zeros(3, bool), np.zeros(3, bool), 2)
    assert decode.best([nothing], 5) == []
    assert decode.best([], 5) == []
