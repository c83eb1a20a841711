"""BM25 over passages, for the names, numbers and model codes that vectors blur. The only home of bm25s."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Letters and digits part, so that "HW4", "HW 4" and "hw-4" share their words.
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


def words(text: str) -> list[str]:
    """Return the words and numbers of `text`, case folded."""
    return [match.casefold() for match in _WORD.findall(text)]


class LexicalIndex:
    """BM25 (Robertson and Zaragoza 2009, Lucene's variant) over a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`; blank ones and none at all are welcome."""
        import bm25s

        tokens = [words(text) for text in texts]
        self._size = len(tokens)
        self._known = {word for text in tokens for word in text}
        self._bm25 = bm25s.BM25(method="lucene")
        if self._known:
            self._bm25.index(tokens, show_progress=False)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return one BM25 score for each text, shape (n,); zero where no word is shared."""
        asked = [word for word in words(question) if word in self._known]
        if not asked:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(asked), dtype=np.float32)
