"""Small raised figures: the exponent of a number, or the number of a note, never one more of its digits."""

from __future__ import annotations

import re

_TERM = "(?:[0-9]+[ni]?|[ni])"  # the only letters that Unicode has raised forms of among its figures
_FIGURES = re.compile(rf"[-+−–]|[-+−–]?\s?{_TERM}(?:\s?[-+−–,;.·/]\s?{_TERM})*[-+−–]?")
_SIGN = re.compile(r"^\s*–|–\s*$")
"""A dash that is a minus, and stands not between two figures."""
_RAISED = str.maketrans("0123456789+-−ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿⁱ")


def raised(text: str) -> str:
    """Return a text that is set small and high, figures as they are seen there."""
    if not _FIGURES.fullmatch(text.strip()):
        return text
    return _SIGN.sub(lambda sign: sign[0].replace("–", "−"), text).translate(_RAISED)
