"""The numbers of the items of lists, as Word and web pages write them."""

from __future__ import annotations

LETTERED = 300
"""Items from which on letters and Roman numerals would be no help."""
_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def written(number: int, kind: str) -> str:
    """Return a number as figures, or if it is not too large as the letter or Roman numeral that Word's `kind` names."""
    if not 0 < number < LETTERED:
        return str(number)
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind.startswith("upper") else letter
    if not kind.endswith("Roman"):
        return str(number)
    letters = ""
    for digits, value in _ROMAN:
        letters, number = letters + digits * (number // value), number % value
    return letters.upper() if kind.startswith("upper") else letters
