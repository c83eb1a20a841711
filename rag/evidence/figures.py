"""Numbers by their value: "3rd", "3" and "three" are the same, "2019-2021" has both years, "5,000" is "5000"."""

from __future__ import annotations

import re

_FIGURE = re.compile(r"(?<![\w.,])(?<!(?<!\d)-)\d[\d.,]*(?:st|nd|rd|th)?(?!\w)")
_DAY = re.compile(r"\b(\d{4})-\d\d-(\d\d)\b")
_SEASON = re.compile(r"\b(\d\d)(\d\d)[-–/](\d\d)\b")
_WORDS = (
    ("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"), ("five", "fifth"), ("six", "sixth"),
    ("seven", "seventh"), ("eight", "eighth"), ("nine", "ninth"), ("ten", "tenth"), ("eleven", "eleventh"),
    ("twelve", "twelfth"),
)  # fmt: skip
_VALUES = {word: str(value) for value, words in enumerate(_WORDS, 1) for word in words}
_WORD = re.compile(rf"\b(?:{'|'.join(_VALUES)})\b", re.I)


def figures(text: str) -> set[str]:
    """Return the values of the numbers that stand in `text` in figures, without thousands' commas; months are words."""
    text = _SEASON.sub(r"\1\2 \1\3", _DAY.sub(lambda day: f"{day[1]} {int(day[2])}", text))
    bare = (re.sub(r"(?:st|nd|rd|th)$", "", found[0]).strip(".,") for found in _FIGURE.finditer(text))
    return {re.sub(r",(?=\d{3}(?!\d))", "", one) for one in bare}


def values(text: str) -> set[str]:
    """Return the values of the numbers that stand in `text`, small ones in words too."""
    return figures(text) | {_VALUES[found[0].casefold()] for found in _WORD.finditer(text)}
