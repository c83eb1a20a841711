"""Names with a number that a question counts: "the second Dojo", "hardware's fourth generation", "the third step"."""

from __future__ import annotations

import re
from collections.abc import Callable

_COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = rf"(?P<ordinal>{'|'.join(_COUNTED)}|\d{{1,2}}(?:st|nd|rd|th))"
_KIND = "(?:generation|version|edition|iteration)"
_NAME = r"(?P<name>[^\W\d_]+)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b(?:the )?{_ORDINAL}[ -]{_KIND} (?:of )?(?:the )?{_NAME}",
        rf"\b{_NAME}(?:['’]s)? {_ORDINAL} {_KIND}\b",
        rf"\bthe {_ORDINAL} {_NAME}(?: {_KIND}\b)?(?! ?\d)",
    )
)


def numbered(question: str, written: Callable[[str, str], str | None]) -> str:
    """Return `question` with the names that it counts as they are written: "Dojo 2".

    Args:
        question: what is asked.
        written: returns how the articles write a name and a number, or None if they never do.
    """

    def named(match: re.Match[str]) -> str:
        ordinal = match["ordinal"].lower()
        number = str(_COUNTED.index(ordinal) + 1) if ordinal in _COUNTED else ordinal[:-2]
        return written(match["name"], number) or match[0]

    for form in _FORMS:
        question = form.sub(named, question)
    return question
