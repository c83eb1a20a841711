"""The lines of a PDF's pages: how they look, how far apart they are, and what belongs to the next one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

LARGER = 1.12
"""Times the size of most of the text: from here on a line is a heading."""

BULLET = re.compile(r"[•◦▪‣·●○■\x7f\x88\uf0b7\uf0a7]\s*")  # the last four are what bullets of symbol fonts come out as

MOST_AWAY = 2.0
"""Times its size, how far right of a letter drawn large the line begins that it is the first letter of."""

APART, JOINED = "\t", "\v"
"""What a run begins with that is surely apart from the one before it; and one that begins where that one ends."""
NARROW, CAPITAL, OTHER = 0.27, 0.64, 0.47
"""Times their size, how wide characters are, about the mean of Times and Helvetica: fonts that tell are rare."""

SENTENCE_END = re.compile(r"[.!?:…]['\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its height there, and the size and weight of most of its characters."""

    text: str
    size: float
    """Points, to a tenth."""
    bold: bool
    height: float
    """Points above the foot of the page."""
    marginal: bool
    """Whether it stands so high or low that it may be a running head."""
    runs: tuple[tuple[float, str], ...]
    """Its text in the pieces it is drawn in, and how many points from the left each begins."""
    is_row: bool = False
    """Whether it is a row of a table, with bars between its cells."""
    monospaced: bool = False
    """Whether all its letters are of one width, as in a program."""


def usual(lines: Iterable[Line]) -> tuple[float, bool]:
    """Return the size and the weight of most of the text."""
    styles: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        styles[line.size, line.bold] += len(line.text)
    return styles.most_common(1)[0][0]


def step(pages: Iterable[Sequence[Line]]) -> float:
    """Return how far lines of one paragraph are from each other: a quarter of all steps down are no larger."""
    drops = [above.height - below.height for page in pages for above, below in pairwise(page)]
    down = sorted(drop for drop in drops if drop > 0)
    return down[len(down) // 4] if down else 0.0


def with_bullets(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines, a bullet that stands alone on one put before the next."""
    held: Line | None = None
    for line in lines:
        bullet = BULLET.fullmatch(line.text) is not None
        if bullet:
            if held is not None:
                yield held  # a mark in a table, not before an item
            held = line
            continue
        yield line if held is None else replace(line, text=f"{held.text} {line.text}")
        held = None
    if held is not None:
        yield held


def with_initials(lines: Sequence[Line], size: float) -> Iterator[Line]:
    """Yield the lines of a page, a letter that is drawn large put before the first word of the paragraph beside it.

    Browsers draw it before all else on the page. One with nothing beside it is the heading of a glossary.
    """
    led: dict[int, str] = {}
    for at, line in enumerate(lines):
        if len(line.text) == 1 and line.text.isalpha() and line.size >= LARGER * size:
            beside = [n for n in range(at + 1, len(lines)) if n not in led and _leads(line, lines[n])]
            right = (n for n in beside if lines[n].runs[0][0] > line.runs[0][0])
            first = next(right, next(iter(beside), None))
            if first is not None:
                led[first] = line.text
                continue
        yield replace(line, text=f"{led[at]}{line.text}") if at in led else line


def _leads(initial: Line, line: Line) -> bool:
    """Return whether a large letter stands beside a line, and close to where it begins."""
    close = line.runs[0][0] - initial.runs[0][0] <= MOST_AWAY * initial.size
    return close and len(line.text) > 1 and -1 <= line.height - initial.height <= initial.size


def width(text: str) -> float:
    """Return about how wide a text is, in sizes of its font."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    """Return about how wide a character is, in sizes of its font."""
    if character in " .,:;!|'’()[]/-fijlrtI":
        return NARROW
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return CAPITAL if character.isupper() or character in "mwM%@—" else OTHER
