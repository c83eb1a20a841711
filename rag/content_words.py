"""The words of a text that carry meaning, and whether two sentences say the same by them."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.english import DENYING, NOBODY

ALIKE = 0.6
"""The share of the shorter sentence's words that a longer one must have for both to say the same."""


_WORD = re.compile(r"(?!(?<=\w['’])(?:s|t|ll|ve|re|d|m)\b)[^\W\d_]+|\d+(?:[.,]\d+)*", re.I)
"""A word or a figure; what stands behind an apostrophe in "town's" and "we'll" is neither."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:’”] )[A-Z][\w’'-]*")
"""A word with a capital that does not begin its sentence."""
_DENIES = re.compile(rf"\b(?:{DENYING}|{NOBODY})\b|n['’]t\b", re.I)
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the and or but if of to in on at by for from with as into about over under than then so not no nor "
        "it its this that these those he she they them his her their we our you your i my me who whom whose which "
        "what when where why how is are was were be been being am do does did done have has had having will would "
        "can could should may might must also just only very more most other some any all each both such own there "
        "here",
    )
)


@lru_cache(maxsize=50_000)
def content(text: str) -> frozenset[str]:
    """Return the words of `text` that carry meaning, case folded, their plural and verb endings cut."""
    return frozenset(_stem(word.casefold()) for word in _WORD.findall(text)) - _SMALL


def alike(one: str, other: str) -> bool:
    """Return whether two sentences say the same: most words of the shorter one stand in the other.

    Not if only one of them denies, nor if each has a figure or a name that the other lacks.
    """
    ours, theirs = content(one), content(other)
    if not (ours and theirs) or len(ours & theirs) < ALIKE * min(len(ours), len(theirs)):
        return False
    apart = any(
        content(" ".join(kind.findall(one))) - theirs and content(" ".join(kind.findall(other))) - ours
        for kind in (_FIGURE, _NAME)
    )
    return not apart and bool(_DENIES.search(one)) == bool(_DENIES.search(other))


def _stem(word: str) -> str:
    """Cut a plural or a verb ending: enough to compare words, no more."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
