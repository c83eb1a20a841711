"""From the lines of pages to text: what Markdown has signs for is told by type and place.

Lines are joined to paragraphs by their length, their last character and the gaps between them; lines in a larger type,
or bold and by themselves, become headings; what runs along the top and foot of the pages goes, with its page numbers.
Knows nothing of files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

LARGER = 1.12
"""Times the size of most of the text: from here on a line is a heading."""
LONGEST_HEADING = 160
"""Characters, over all its lines."""
LONGEST_BOLD = 70
"""Characters of a heading that is only bold."""
MOST_SIZES = 8
"""Of larger type. A scan whose text was recognised has a size of its own for every line, which tells nothing."""
DEEPEST = 6
"""Markdown's deepest heading."""
EDGE = 2
"""Lines at either end of a page that may be a running head …"""
APART = 1.4
"""… if they stand so many times as far from the text as its lines from each other."""
OFTEN = 0.4
"""Share of the pages on which a running head stands …"""
ENOUGH = 4
"""… or so many of them: chapters have heads of their own."""

_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:…]['\"”’)\]]*$")
_BULLET = re.compile(r"[•◦▪‣·●○■\x7f\uf0b7\uf0a7]\s*")  # the last three are what bullets of symbol fonts come out as
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_FIRST_PAGE = re.compile(r"(?:page\s+)?1(?:\s*(?:of|/)\s*1)?", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its height there, and the size and weight of most of its characters."""

    text: str
    size: float
    """Points, to a tenth."""
    bold: bool
    height: float
    """Points above the foot of the page."""


def markdown(pages: Iterable[Iterable[Line]]) -> str:
    """Return the text of some pages, lines in reading order; "" if there is none."""
    told = [list(_with_bullets(line for line in page if line.text)) for page in pages]
    return "\n\n".join(_blocks(_without_running_heads(told))) if any(told) else ""


def _with_bullets(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines, a bullet that stands alone on one put before the next."""
    bullet = ""
    for line in lines:
        if _BULLET.fullmatch(line.text):
            bullet = line.text
        else:
            yield replace(line, text=f"{bullet} {line.text}".strip())
            bullet = ""


def _without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without the lines at their edges that stand on many of them, or count the pages."""
    usual, _ = _usual(line for page in pages for line in page)
    edges = [_edges(page, usual, APART * _step(pages)) for page in pages]
    shapes = [[set(_shapes(line.text, at)) for line in found] for at, found in enumerate(edges)]
    counts = Counter(shape for page in shapes for shape in set().union(*page))
    least = max(2, min(OFTEN * len(pages), ENOUGH))
    gone = [
        [
            line
            for line, told in zip(found, page, strict=True)
            if any(counts[shape] >= least for shape in told) or _FIRST_PAGE.fullmatch(line.text)
        ]
        for found, page in zip(edges, shapes, strict=True)
    ]
    return [[line for line in page if line not in lost] for page, lost in zip(pages, gone, strict=True)]


def _step(pages: Sequence[Sequence[Line]]) -> float:
    """Return how far most lines are from the next one."""
    steps = sorted(above - below for page in pages for above, below in pairwise(_heights(page)))
    return steps[(len(steps) - 1) // 2] if steps else 0.0


def _heights(page: Sequence[Line]) -> list[int]:
    """Return the heights of a page's lines, from the top; columns share them."""
    return sorted({round(line.height) for line in page}, reverse=True)


def _edges(page: Sequence[Line], usual: float, least_gap: float) -> list[Line]:
    """Return the lines that stand apart at the top or the foot of a page.

    A chapter's title is none of them though the running head repeats it: its type is larger.
    """
    heights = _heights(page)
    apart = [n for n in range(1, len(heights)) if heights[n - 1] - heights[n] > least_gap]
    top = max((n for n in apart if n <= EDGE), default=0)
    foot = min((n for n in apart if n >= len(heights) - EDGE), default=len(heights))
    ends = {*heights[:top], *heights[foot:]}
    return [line for line in page if round(line.height) in ends and line.size < LARGER * usual]


def _shapes(text: str, page: int) -> Iterator[tuple[str, ...]]:
    """Yield what a line is, as it stands and with each of its numbers as its distance from the page's own."""
    yield (text,)
    for number in re.finditer(r"\d{1,4}", text):
        yield text[: number.start()], str(int(number[0]) - page), text[number.end() :]


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield headings and paragraphs, lines joined across pages too."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    usual, usually_bold = _usual(lines)
    larger = sorted({line.size for line in lines if line.size >= LARGER * usual}, reverse=True)
    if len(larger) > MOST_SIZES:
        larger, lines = [], [replace(line, size=usual) for line in lines]
    compounds = {found for line in lines for found in _COMPOUND.findall(line.text.casefold())}
    lengths = sorted(len(line.text) for line in lines)
    full = 0.75 * lengths[int(0.9 * (len(lengths) - 1))]
    step = _step(pages)

    def kind(line: Line) -> tuple[int, float]:
        """Return how deep a heading of this type is, 0 for what is none, and its size."""
        if line.size in larger:
            return min(DEEPEST, larger.index(line.size) + 1), line.size
        bold = line.bold and not usually_bold and line.size >= usual
        return min(DEEPEST, len(larger) + 1) if bold else 0, line.size

    initial = ""
    for (depth, _), group in groupby(lines, key=kind):
        run = list(group)
        run[0] = replace(run[0], text=f"{initial}{run[0].text}")
        initial = ""
        heading = _joined([line.text for line in run], compounds)
        if depth and len(heading) == 1 and heading.isalpha():
            initial = heading  # of a paragraph, drawn large
        elif depth and _is_heading(heading, bold_only=run[0].size not in larger, lines=len(run)):
            yield f"{'#' * depth} {heading}"
        else:
            yield from _paragraphs(run, full, APART * step, compounds)


def _usual(lines: Iterable[Line]) -> tuple[float, bool]:
    """Return the size and the weight of most of the text."""
    styles: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        styles[line.size, line.bold] += len(line.text)
    return styles.most_common(1)[0][0]


def _is_heading(text: str, *, bold_only: bool, lines: int) -> bool:
    """Return whether lines in a heading's type read like one."""
    if not any(character.isalpha() for character in text):
        return False
    if bold_only:
        return lines == 1 and len(text) <= LONGEST_BOLD and not _SENTENCE_END.search(text)
    return len(text) <= LONGEST_HEADING


def _paragraphs(lines: Sequence[Line], full: float, least_gap: float, compounds: set[str]) -> Iterator[str]:
    """Join the lines of each paragraph; it ends with a short line, before a gap, and before an item of a list."""
    open_: list[str] = []
    for above, line in zip([None, *lines], lines, strict=False):
        text = line.text
        bullet = _BULLET.match(text)
        if above is not None:
            ended = _SENTENCE_END.search(above.text) is not None
            gap = above.height - line.height > least_gap
            short = len(above.text) < (full if ended else min(full, 40))
            goes_on = not ended and (text[0].islower() or _HYPHENATED.search(above.text) is not None)
            item = bullet is not None or (ended and _NUMBERED.match(text) is not None)
            if item or ((gap or short) and not goes_on):
                yield _joined(open_, compounds)
                open_ = []
        open_.append(f"- {text[bullet.end() :]}" if bullet else text)
    yield _joined(open_, compounds)


def _joined(lines: Sequence[str], compounds: set[str]) -> str:
    """Join lines; a word cut at the end of one becomes whole, with its hyphen if it has one elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        if not _HYPHENATED.search(text):
            text += f" {line}"
            continue
        head, tail = re.search(r"[^\W\d_]*$", text[:-1]), re.match(r"[^\W\d_]*", line)
        whole = f"{head[0] if head else ''}-{tail[0] if tail else ''}"
        soft = text[-1] == "\u00ad" or (line[0].islower() and whole.casefold() not in compounds)
        text = (text[:-1] if soft else text) + line
    return text
