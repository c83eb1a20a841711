"""Formulas of web pages (MathML) and Word files (OMML) become one line, much as Word's linear format writes them.

What stands above or below a line or a sign keeps its meaning beside it: "(a+b)/2", "√2", "x²", "x^(a+b)", "∑_(i=1)ⁿ i";
the cells of a matrix are parted by blanks and its rows by "; ". Works on elements that have no types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from rag.formats.raised import raised

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_UNDRAWN = str.maketrans({"\u2061": " ", "\u2062": None, "\u2063": None, "\u2064": None})
"""Signs that say that a function is applied, or that factors are multiplied."""
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_WHOLE = re.compile(r".?|[^\W\d]+|[\d.,]+|\([^()]*\)")
"""What is one part of a formula without brackets: a sign, a word, a number, or what has brackets."""


def _row(parts: Iterable[str]) -> str:
    """Return what stands side by side; a number before a fraction is not one more digit of it."""
    text = ""
    for part in parts:
        text += f" {part}" if text[-1:].isdecimal() and re.match(r"[\d.,]+/", part) else part
    return text


def _whole(text: str) -> str:
    """Return a part of a formula, in brackets if it needs them."""
    return text if _WHOLE.fullmatch(text) else f"({text})"


def _fraction(above: str, below: str) -> str:
    return f"{_whole(above)}/{_whole(below)}"


def _root(inner: str, degree: str = "") -> str:
    return f"{raised(degree)}√{_whole(inner)}"


def _with_low(base: str, low: str) -> str:
    """Return what has an index, or something else below it."""
    if low.isdecimal():
        return base + low.translate(_LOWERED)
    return f"{base}_{_whole(low)}" if any(map(str.isalnum, low)) else base + low


def _with_high(base: str, high: str) -> str:
    """Return what has an exponent, or something else above it."""
    up = raised(high)
    return f"{base}^{_whole(high)}" if up == high and any(map(str.isalnum, high)) else base + up


def _with_both(base: str, low: str, high: str) -> str:
    return _with_high(_with_low(base, low), high)


_FIXED = {"annotation": "", "annotation-xml": "", "mphantom": "", "mspace": " "}
"""What elements of MathML say, whatever they hold: the formula once more in TeX, a gap."""
_PARTED = {"mtr": " ", "mtable": "; ", "mr": " ", "m": "; ", "eqArr": "; "}
_OF_PAGE: dict[tuple[str, int], Callable[..., str]] = {
    ("mfrac", 2): _fraction,
    ("mroot", 2): _root,
    ("msub", 2): _with_low,
    ("munder", 2): _with_low,
    ("msup", 2): _with_high,
    ("mover", 2): _with_high,
    ("msubsup", 3): _with_both,
    ("munderover", 3): _with_both,
}
"""How elements of MathML that have so many parts say them."""
_OF_WORD: dict[str, tuple[Callable[..., str], tuple[str, ...]]] = {
    "f": (_fraction, ("num", "den")),
    "rad": (_root, ("e", "deg")),
    "sSub": (_with_low, ("e", "sub")),
    "limLow": (_with_low, ("e", "lim")),
    "sSup": (_with_high, ("e", "sup")),
    "limUpp": (_with_high, ("e", "lim")),
    "sSubSup": (_with_both, ("e", "sub", "sup")),
    "func": ("{} {}".format, ("fName", "e")),
}
"""How elements of OMML say their parts, and what those are called."""


def _of_page(element: Any, parts: list[str]) -> str:
    """Return what an element of MathML says, with its children's `parts`."""
    tag = str(element.tag)
    if tag in _FIXED:
        return _FIXED[tag]
    if tag in _PARTED:
        return _PARTED[tag].join(parts)
    if say := _OF_PAGE.get((tag, len(parts))):
        return say(*parts)
    row = (element.text or "").strip(" \t\r\n").translate(_UNDRAWN) + _row(parts)
    return _root(row) if tag == "msqrt" else row


def _of_word(element: Any, parts: list[str]) -> str:
    """Return what an element of OMML says, with its children's `parts`."""
    kind = element.tag.removeprefix(M)
    named: dict[str, list[str]] = {}
    for child, part in zip(element.iterchildren("*"), parts, strict=True):
        named.setdefault(child.tag.removeprefix(M), []).append(part)
    settings = element.find(f"{element.tag}Pr")

    def inner(name: str) -> str:
        return _row(named.get(name, []))

    def sign(name: str, default: str) -> str:
        found = None if settings is None else settings.find(f"{M}{name}")
        return default if found is None else str(found.get(f"{M}val", ""))

    if kind in _OF_WORD:
        say, names = _OF_WORD[kind]
        return say(*map(inner, names))
    if kind in _PARTED:
        return _PARTED[kind].join([*named.get("mr", []), *named.get("e", [])])
    if kind == "d":
        return sign("begChr", "(") + sign("sepChr", "|").join(named.get("e", [])) + sign("endChr", ")")
    if kind == "nary":
        return f"{_with_both(sign('chr', '∫'), inner('sub'), inner('sup'))} {inner('e')}"
    if kind == "acc":
        return inner("e") + sign("chr", "\u0302")
    return (element.text or "").translate(_UNDRAWN) if kind == "t" else _row(parts)


def of_page(formula: Any) -> str:
    """Return a formula of a web page."""
    return _said(formula, _of_page)


def of_word(formula: Any) -> str:
    """Return a formula of a Word file."""
    return _said(formula, _of_word)


def _said(formula: Any, say: Callable[[Any, list[str]], str]) -> str:
    """Return a formula, each of its elements said by what its children are: from the deepest on, however deep."""
    said: dict[Any, str] = {}
    for element in reversed(list(formula.iter("*"))):
        said[element] = say(element, [said[child] for child in element.iterchildren("*")])
    return said[formula]
