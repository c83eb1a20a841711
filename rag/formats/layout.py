"""From the lines of pages to text: what Markdown has signs for is told by type and place.

Lines are joined to paragraphs by their length, their last character and the gaps between them; lines in a larger type,
or bold and by themselves, become headings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rag.formats.floats import behind_sentences
from rag.formats.hyphens import HYPHENATED, compounds, joined
from rag.formats.lines import BULLET, LARGER, SENTENCE_END, Line, step, usual, width, with_bullets, with_initials
from rag.formats.running_heads import STANDS_APART, without_running_heads
from rag.formats.table_rows import with_tables

LONGEST_HEADING = 160
"""Characters, over all its lines."""
LONGEST_BOLD = 70
"""Characters of a heading that is only bold."""
MOST_SIZES = 8
"""Of larger type. A scan whose text was recognised has a size of its own for every line, which tells nothing."""
DEEPEST = 6
"""Markdown's deepest heading."""
CAPITALS = 0.85
"""Times the size of most of the text, how large a bold heading in capitals is at least."""
CENTRED = 3.0
"""Times its size, how far the middles of two lines of one heading are from each other at most, as far as is known."""
MONOSPACE = 0.6
"""Times its size, how wide a character of a program is."""
MOST_BLANKS = 80
"""Before a line of a program."""
HEADING_STEP = 1.8
"""Times its size, how far two lines of one heading are from each other at most."""
SHORT = 40
"""Characters of a line that ends its paragraph though it ends no sentence."""
SHORTEST = 30
"""A line of fewer characters is never full, however short most lines are."""

_MARKED_UP = re.compile(r"#{1,6}\s")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")


def markdown(pages: Iterable[Iterable[Line]]) -> str:
    """Return the text of some pages, lines in reading order; "" if there is none."""
    told = [list(with_bullets(with_tables(line for line in page if line.text))) for page in pages]
    return "\n\n".join(_blocks(without_running_heads(told))) if any(told) else ""


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield headings and paragraphs, lines joined across pages too."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    size, usually_bold = usual(lines)
    lines = list(_with_programs([line for page in pages for line in with_initials(page, size)]))
    larger = sorted({line.size for line in lines if line.size >= LARGER * size}, reverse=True)
    if len(larger) > MOST_SIZES:
        larger, lines = [], [replace(line, size=size) for line in lines]
    known = compounds(line.text for line in lines)
    lengths = sorted(len(line.text) for line in lines)
    full = max(SHORTEST, 0.75 * lengths[int(0.9 * (len(lengths) - 1))])
    least_gap = STANDS_APART * step(pages)

    def depth(line: Line) -> int:
        """Return how deep a heading of this type is, 0 for what is none."""
        if line.is_row or line.monospaced or BULLET.match(line.text):
            return 0
        if line.size in larger:
            return min(DEEPEST, larger.index(line.size) + 1)
        least = size if line.text.upper() != line.text else CAPITALS * size
        bold = line.bold and not usually_bold and line.size >= least and not line.text[0].islower()
        return min(DEEPEST, len(larger) + 1) if bold else 0

    def look(line: Line) -> tuple[int, float, bool, bool]:
        """Return what lines of one kind have in common."""
        return depth(line), line.size, line.is_row, line.monospaced

    for run in _runs(behind_sentences(lines, size), look):
        heading = joined([line.text for line in run], known) if depth(run[0]) else ""
        if run[0].is_row:
            yield "\n".join(line.text for line in run)
        elif run[0].monospaced:
            yield _program(run)
        elif heading and _is_heading(heading, bold_only=run[0].size not in larger, lines=len(run)):
            yield f"{'#' * depth(run[0])} {heading}"
        else:
            yield from _paragraphs(run, full, least_gap, known)


def _with_programs(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines, those monospaced that are of no program as others: one alone, rows, a typed letter."""
    typed = 2 * sum(len(line.text) for line in lines if line.monospaced) > sum(len(line.text) for line in lines)
    for above, line, below in zip([None, *lines[:-1]], lines, [*lines[1:], None], strict=True):
        alone = not any(one is not None and one.monospaced and one.size == line.size for one in (above, below))
        plain = line.monospaced and (typed or alone or line.is_row)
        yield replace(line, monospaced=False) if plain else line


def _runs(lines: Iterable[Line], look: Callable[[Line], tuple[int, float, bool, bool]]) -> Iterator[list[Line]]:
    """Yield lines of one kind that follow each other; those of a heading stand close, and in line, too."""
    run: list[Line] = []
    for line in lines:
        if run:
            apart = look(line)[0] and (not 0 <= run[-1].height - line.height <= HEADING_STEP * line.size)
            if look(run[-1]) != look(line) or apart or (look(line)[0] and not _in_line(run[-1], line)):
                yield run
                run = []
        run.append(line)
    if run:
        yield run


def _in_line(above: Line, below: Line) -> bool:
    """Return whether two lines of a heading begin at one place, or have one middle."""
    lefts = [line.runs[0][0] for line in (above, below)]
    middles = [left + line.size * width(line.text) / 2 for left, line in zip(lefts, (above, below), strict=True)]
    return abs(lefts[0] - lefts[1]) <= below.size or abs(middles[0] - middles[1]) <= CENTRED * below.size


def _program(lines: Sequence[Line]) -> str:
    """Return the lines of a program, each as far from the left as it stands, between fences."""
    least = min(line.runs[0][0] for line in lines)
    told = []
    for line in lines:
        left, first = line.runs[0]
        moved = round((left - least) / (MONOSPACE * max(1, line.size)))
        typed = len(first) - len(first.lstrip(" "))
        told.append(f"{' ' * min(MOST_BLANKS, moved + typed)}{line.text}")
    return "\n".join(["```", *told, "```"])


def _is_heading(text: str, *, bold_only: bool, lines: int) -> bool:
    """Return whether lines in a heading's type read like one."""
    if not any(character.isalpha() for character in text):
        return False
    if bold_only:
        return lines == 1 and len(text) <= LONGEST_BOLD and not SENTENCE_END.search(text)
    return len(text) <= LONGEST_HEADING


def _margins(lines: Sequence[Line]) -> dict[int, float]:
    """Return where the longest line of each left margin ends, both in points, of those that may be full lines."""
    found: dict[int, float] = {}
    for line in lines:
        if len(line.text) >= SHORTEST:
            margin = round(line.runs[0][0])
            found[margin] = max(_right(line), found.get(margin, 0.0))
    return found


def _has_room(above: Line, below: Line, margins: dict[int, float]) -> bool:
    """Return whether the first word of a line would have stood in the one above, as far as others with its margin go.

    Then somebody ended that line; else it was full, however short it is in a narrow column.
    """
    word = below.text.split(maxsplit=1)[0]
    return _right(above) + above.size * width(f" {word}") < margins.get(round(above.runs[0][0]), math.inf)


def _right(line: Line) -> float:
    """Return about where a line ends, in points from the left."""
    return line.runs[0][0] + line.size * width(line.text)


def _paragraphs(lines: Sequence[Line], full: float, least_gap: float, known: set[str]) -> Iterator[str]:
    """Join the lines of each paragraph; it ends with a short line, before a gap, and before an item of a list."""
    margins = _margins(lines)
    open_: list[str] = []
    for above, line in zip([None, *lines], lines, strict=False):
        text = line.text
        bullet = BULLET.match(text)
        if above is not None:
            ended = SENTENCE_END.search(above.text) is not None
            gap = above.height - line.height > least_gap
            short = len(above.text) < (full if ended else min(full, SHORT)) and (
                ended or _has_room(above, line, margins)
            )
            goes_on = not ended and (text[0].islower() or HYPHENATED.search(above.text) is not None)
            item = bullet is not None or (ended and _NUMBERED.match(text) is not None)
            if item or ((gap or short) and not goes_on):
                yield joined(open_, known)
                open_ = []
        if bullet:
            text = f"- {text[bullet.end() :]}"
        elif not open_ and _MARKED_UP.match(text):
            text = f"    {text}"  # a remark in a program is no heading
        open_.append(text)
    yield joined(open_, known)
