"""Where words of an article are after it was edited.

The two texts are aligned word by word (Levenshtein's edit script); what lies in a part that both share has moved with
it, whatever else stands elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from rag.types import Span

ALIKE = 70
"""The least likeness, of 100, of words that were changed to what they were."""

Fate = Literal["exact", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of some words, and where they, or what they were changed to, now are."""

    fate: Fate
    span: Span | None


class Alignment:
    """Offsets of an old text in a new one."""

    def __init__(self, old: str, new: str) -> None:
        """Align two texts."""
        self.old, self.new = old, new
        pieces = [[(m.start(), m[0]) for m in re.finditer(r"\w+|\s+|[^\w\s]", text)] for text in (old, new)]
        script = Levenshtein.opcodes(*([word for _, word in piece] for piece in pieces))
        ours, theirs = ([start for start, _ in piece] for piece in pieces)
        ours.append(len(old))
        theirs.append(len(new))
        self._blocks = [
            (op.tag == "equal", ours[op.src_start], ours[op.src_end], theirs[op.dest_start], theirs[op.dest_end])
            for op in script
        ]

    def now(self, span: Span) -> Found:
        """Return what became of the words at `span` of the old text."""
        touched = [block for block in self._blocks if block[1] < span.end and span.start < block[2]]
        same, first, _, there, _ = touched[0]
        if same and len(touched) == 1:
            moved = Span(span.start - first + there, span.end - first + there)
            return Found("exact" if moved == span else "moved", moved)
        places = _places(span.of(self.old), self.new)
        if len(places) == 1:  # a paragraph that went elsewhere; words that stand more than once may be others
            return Found("exact" if places[0] == span.start else "moved", Span(places[0], places[0] + len(span)))
        start = there + (span.start - first if same else 0)
        same, first, _, there, end = touched[-1]
        end = there + span.end - first if same else end
        return Found("changed", Span(start, end)) if start < end else Found("gone", None)


def _places(words: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]


def traced(words: str, text: str, near: int) -> Found:
    """Return where `words` stand in `text`: the place nearest to offset `near`, or what is most like them."""
    places = _places(words, text)
    if places:
        start = min(places, key=lambda place: abs(place - near))
        return Found("exact" if start == near else "moved", Span(start, start + len(words)))
    like = fuzz.partial_ratio_alignment(words, text, score_cutoff=ALIKE)
    if like is not None and like.dest_end > like.dest_start and len(words) <= len(text):
        return Found("changed", Span(like.dest_start, like.dest_end))
    return Found("gone", None)
