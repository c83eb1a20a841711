"""Whoever asks "Can I …?" is the "you" of a manual, a policy or a contract: the question is put to it in its words.

A reader finds less in "You may carry over five days" for "Can I carry over my days?" than for "Can you carry over your
days?".
"""

from __future__ import annotations

import re

_ASKS = re.compile(r"\bI\b|\b(?:me|my|mine|myself)\b", re.I)
_THE_FIRST = re.compile(r"(?!^)\b[A-Z]\w+ I\b")  # "World War I"
_ADDRESSES = re.compile(r"\byou(?:r|rs|rself)?\b", re.I)
_SPEAKS = re.compile(r"\b(?:I|me|my|mine)\b")
_YOU = tuple(
    (re.compile(rf"\b{mine}\b", re.I), yours)
    for mine, yours in (
        ("am I", "are you"),
        ("was I", "were you"),
        ("I am", "you are"),
        (r"I[’']m", "you are"),
        ("I was", "you were"),
        ("I", "you"),
        ("my", "your"),
        ("mine", "yours"),
        ("me", "you"),
        ("myself", "yourself"),
    )
)


def put(question: str, text: str) -> str:
    """Return `question` as it is put to a text that addresses its reader, and in which nobody speaks of himself."""
    asks = _ASKS.search(question) and not _THE_FIRST.search(question)
    if not asks or not _ADDRESSES.search(text) or _SPEAKS.search(text):
        return question
    for mine, yours in _YOU:
        question = mine.sub(yours, question)
    return question[:1].upper() + question[1:]
