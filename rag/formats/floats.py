"""Footnotes, tables and captions that stand between two columns, or pages, in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.formats.lines import LARGER, SENTENCE_END, Line

SMALLER = 0.92
"""Times the size of most of the text: up to here a line may be of a footnote."""
CLOSE = 1.6
"""Times its size, how far the next line of a caption is from it at most."""

_CAPTION = re.compile(r"(?:Table|Tab\.|Figure|Fig\.|Listing|Algorithm) \d+[:.]")


def behind_sentences(lines: Iterable[Line], size: float) -> Iterator[Line]:
    """Yield the lines of a text whose most frequent size is `size`, floats behind the sentence that they interrupt.

    What interrupts none, or is followed by a line lower on the page than the sentence began, stays where it is.
    """
    held: list[Line] = []
    open_: Line | None = None  # the last line of the text, if it ended no sentence
    goes_on = False  # whether what is held stands between two columns
    for line in lines:
        if line.size <= SMALLER * size or line.is_row or _CAPTION.match(line.text) or _goes_on(held, line):
            if open_ is not None:
                held.append(line)
            else:
                yield line
            continue
        goes_on = bool(held) and (goes_on or (open_ is not None and line.height > open_.height))
        if not goes_on or line.size >= LARGER * size:
            yield from held
            held = []
        yield line
        open_ = line if line.size < LARGER * size and not SENTENCE_END.search(line.text) else None
        if open_ is None:
            yield from held
            held = []
    yield from held


def _goes_on(held: list[Line], line: Line) -> bool:
    """Return whether `line` is the next one of a caption."""
    if not held or held[-1].is_row or SENTENCE_END.search(held[-1].text) or held[-1].size != line.size:
        return False
    return 0 < held[-1].height - line.height <= CLOSE * line.size
