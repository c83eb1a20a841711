"""Running heads and page numbers: what stands along the top and the foot of pages and is no part of their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.formats.lines import LARGER, Line, step, usual

EDGE = 2
"""Lines at either end of a page that may be a running head …"""
STANDS_APART = 1.4
"""… if they stand so many times as far from the text as its lines from each other …"""
SMALLER = 0.85
"""… or are so many times as large at most."""
OFTEN = 0.4
"""Share of the pages on which a running head stands …"""
ENOUGH = 4
"""… or so many of them: chapters have heads of their own."""
ALWAYS = 0.8
"""Share of the lines at one height that stand apart, if running heads are printed there."""
LEAST_HEIGHTS = 6
"""A page with lines at fewer heights tells nothing: slides, cards, forms keep all they have."""

_OF = r"/|of|von|de|sur|di|van|z"
_FIRST_PAGE = re.compile(rf"\W*(?:(?:page|seite|página|pagina|p\.)\s+)?1(?:\s*(?:{_OF})\s*1)?\W*", re.I)
_COUNT = re.compile(rf"^\d{{1,4}}\b|\b\d{{1,4}}(?=(?:\s?(?:{_OF})\s?\d{{1,4}})?\W*$)|(?<=page )\d{{1,4}}\b", re.I)

_Shape = tuple[int, str, int | None, str]
"""The height of a line, its words before and behind a number, and how far that is ahead of the pages."""


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without their running heads and page numbers.

    Such lines stand in the margins, apart from the text or smaller, at heights where nothing else stands, and say the
    same on many pages or count them. What is in doubt stays: a stray line does less harm than a missing one.
    """
    size, _ = usual(line for page in pages for line in page)
    apart = [_apart(page, STANDS_APART * step(pages), SMALLER * size) for page in pages]
    full = [len(_heights(page)) >= LEAST_HEIGHTS for page in pages]
    standing = Counter(height for page, told in zip(pages, full, strict=True) if told for height in _heights(page))
    alone = Counter(height for heights in apart for height in heights)
    edges = [
        [
            line
            for line in page
            if line.marginal
            and (round(line.height) in heights or (not told and alone[round(line.height)]))
            and alone[round(line.height)] >= ALWAYS * standing[round(line.height)]
            and line.size < LARGER * size  # a chapter's title stays, though its running head repeats it
            and not line.is_row  # the head of a table, which each of its pages repeats
        ]
        for page, heights, told in zip(pages, apart, full, strict=True)
    ]
    shapes = [[set(_shapes(line, at)) for line in found] for at, found in enumerate(edges)]
    counts = Counter(shape for page in shapes for shape in set().union(*page))
    least = max(2, min(OFTEN * len(pages), ENOUGH))
    # Where some lines that count the pages are running heads, others are those of shorter sections.
    counted = {shape[::2] for shape, times in counts.items() if times >= least and shape[2] is not None}
    gone = [
        [
            line
            for line, told in zip(found, page, strict=True)
            if any(counts[shape] >= least or shape[::2] in counted for shape in told)
            or _FIRST_PAGE.fullmatch(line.text)
        ]
        for found, page in zip(edges, shapes, strict=True)
    ]
    return [[line for line in page if line not in lost] for page, lost in zip(pages, gone, strict=True)]


def _heights(page: Sequence[Line]) -> list[int]:
    """Return the heights of a page's lines, from the top; columns share them."""
    return sorted({round(line.height) for line in page}, reverse=True)


def _apart(page: Sequence[Line], least_gap: float, small: float) -> set[int]:
    """Return the heights at the top and the foot of a page that are parted from the text by a gap or a small type."""
    heights = _heights(page)
    if len(heights) < LEAST_HEIGHTS:
        return set()
    gaps = [n for n in range(1, len(heights)) if heights[n - 1] - heights[n] > least_gap]
    top = max((n for n in gaps if n <= EDGE), default=0)
    foot = min((n for n in gaps if n >= len(heights) - EDGE), default=len(heights))
    least = {height: max(line.size for line in page if round(line.height) == height) for height in heights}
    while top < EDGE and least[heights[top]] <= small:
        top += 1
    while foot > len(heights) - EDGE and least[heights[foot - 1]] <= small:
        foot -= 1
    return {*heights[:top], *heights[foot:]}


def _shapes(line: Line, page: int) -> Iterator[_Shape]:
    """Yield what a line is at its height: its words, and the rest of them if a number at either end counts pages."""
    place = round(line.height)
    yield place, line.text, None, ""
    for number in _COUNT.finditer(line.text):
        yield place, line.text[: number.start()], int(number[0]) - page, line.text[number.end() :]
