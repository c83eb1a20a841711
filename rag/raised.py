"""Small raised figures: the exponent of a number, or the number of a note, never one more of its digits."""

from __future__ import annotations

import re

_FIGURES, _RAISED = re.compile("[-+−]|[-+−]?[0-9]+"), str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def raised(text: str) -> str:
    """Return a text that is set small and high, figures as they are seen there."""
    return text.translate(_RAISED) if _FIGURES.fullmatch(text.strip()) else text
