"""From logits to spans, in plain NumPy: which token ranges may answer, and how likely.

Knows nothing of text, tokenizers or models. With s and e the start and end logits of one window and token 0
its null position, a span i..j scores the margin

    m(i, j) = s[i] + e[j] - (s[0] + e[0])

so a margin above zero beats "no answer in this window" (Devlin et al. 2019, section 4.3). Each margin is against the
null position of its own window, which makes margins of different passages comparable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `first` to `last`, both included, of window `window`, and their margin."""

    window: int
    first: int
    last: int
    margin: float


def margins(
    start: Floats, end: Floats, opens: NDArray[np.bool_], closes: NDArray[np.bool_], longest: int
) -> NDArray[np.float64]:
    """Return the margins of all spans of one window, shape (longest, tokens): row d holds the spans i..i+d.

    Args:
        start: start logits, shape (tokens,); token 0 is the null position.
        end: end logits, shape (tokens,).
        opens: True where a span may begin, shape (tokens,): at the first token of a word of the passage.
        closes: True where a span may end, shape (tokens,): at the last token of a word of the passage.
        longest: the most tokens a span may have.

    What is no span has margin -inf.
    """
    tokens = len(start)
    first = np.where(opens, start.astype(np.float64), -np.inf)
    last = np.where(closes, end.astype(np.float64), -np.inf)
    null = float(start[0]) + float(end[0])
    table = np.full((longest, tokens), -np.inf)
    for length in range(min(longest, tokens)):
        table[length, : tokens - length] = first[: tokens - length] + last[length:] - null
    return table


def best(tables: Sequence[NDArray[np.float64]], n: int) -> list[TokenSpan]:
    """Return the `n` spans of the largest margin in each window's table, the best of all first.

    Equal margins keep the order of window, first and last token, so the outcome never depends on luck.
    """
    found = []
    for window, table in enumerate(tables):
        flat = table.T.ravel()  # by first token, then by length
        count = min(n, int(np.isfinite(flat).sum()))
        if not count:
            continue
        least = np.partition(flat, -count)[-count]
        places = np.flatnonzero(flat >= least)
        order = np.argsort(-flat[places], kind="stable")[:count]
        for place in places[order]:
            first, length = divmod(int(place), table.shape[0])
            found.append(TokenSpan(window, first, first + length, float(flat[place])))
    return sorted(found, key=lambda span: (-span.margin, span.window, span.first, span.last))
