"""Bullets that a PDF draws instead of writing them, as browsers do when they print a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

SMALLEST, LARGEST = 0.12, 0.6
"""Times the size of its line, how wide and how high a bullet is."""
SQUARE = 1.3
"""Times its height, how wide a bullet is at most, and the other way round."""
BEFORE = 2.5
"""Times the size of its line, how far a bullet stands before it at most."""
POINTS = 20.0
"""How large a shape is at most that is remembered: a map has many thousands."""
_PAINTS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
_POINTS = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4}
_Mark = tuple[float, float, float, float]
"""Left, foot, right and top, in points on the page."""


class Drawn:
    """The small shapes of a page, in the order in which they are drawn."""

    def __init__(self) -> None:
        self._path: list[tuple[float, float]] = []
        self._marks: list[_Mark] = []

    def operator(self, name: bytes, operands: Sequence[Any], current: Sequence[float]) -> None:
        """Note an operator that makes or paints a path (PDF 32000-1:2008, 8.5), under the `current` transformation."""
        if name == b"re" and len(operands) == 4:
            left, foot, width, height = map(float, operands)
            self._path += _moved((left, foot, left + width, foot + height), current)
        elif name in _POINTS and len(operands) == _POINTS[name]:
            self._path += _moved([float(operand) for operand in operands], current)
        elif name in _PAINTS or name == b"n":
            if self._path and name != b"n":
                across, up = zip(*self._path, strict=True)
                mark = min(across), min(up), max(across), max(up)
                if max(mark[2] - mark[0], mark[3] - mark[1]) <= POINTS:
                    self._marks.append(mark)
            self._path = []

    def leads(self, left: float, height: float, size: float) -> bool:
        """Return whether a bullet stands before a line that begins at `left`, on its foot's `height`."""
        for start, foot, end, top in self._marks:
            wide, high = end - start, top - foot
            small = SMALLEST * size <= min(wide, high) and max(wide, high) <= LARGEST * size
            square = wide <= SQUARE * high and high <= SQUARE * wide
            beside = left - BEFORE * size <= start and end <= left and height <= (foot + top) / 2 <= height + size
            if small and square and beside:
                return True
        return False


def _moved(numbers: Sequence[float], current: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the points whose coordinates are `numbers`, where a transformation puts them."""
    a, b, c, d, e, f = current
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        yield a * x + c * y + e, b * x + d * y + f
