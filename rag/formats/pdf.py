"""PDFs become text. The only home of pypdf, which gives lines and where they stand; `rag.formats.layout` joins them."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rag.errors import ArticleError, shown
from rag.formats import MAX_CHARACTERS, layout
from rag.formats.lines import APART, JOINED, Line, width
from rag.formats.marks import Drawn
from rag.formats.raised import raised

MAX_PAGES = 2000

WIDE = 1.0
"""Ems between two words of a string from which on they are no neighbours in a sentence."""
SMALL, RAISED = 0.85, 0.2
"""Times the size of its line, how large an exponent is at most, and how far above its foot it stands at least."""
SOME = 1 / 5
"""Share of a line's characters that are enough for their size to be the line's: a name in small type is no footnote."""
MARGIN = 1 / 5
"""Share of a page's height, at its head and at its foot, in which running heads stand."""
_MONOSPACED = re.compile(r"mono(?!type)|courier|consola|menlo|typewriter|cmtt|(?:source|fira)code", re.I)
_SMALL_CAPITALS = re.compile(r" ?(?! )[^a-z]*[A-Z][^a-z]*")
"""What pypdf has of those that go on with a capital: perhaps a blank of its own, and no second one."""


class _Style(NamedTuple):
    """Of a run: its size in points, whether it is bold, and in type of one width; its height on the page."""

    size: float
    bold: bool
    monospaced: bool
    height: float


_Run = tuple[str, float, _Style, bool]
"""A text in one style, how many points from the left it begins, and whether it begins where the one before ends."""
_SOFT = "\u00ad", b"\xfe\xff\0\xad"
"""A soft hyphen, and what it comes out as."""
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")  # ligatures and Arabic as it is drawn, not as it is typed


def pdf(path: Path, raw: bytes) -> str:
    """Return the text of a PDF as Markdown: headings, paragraphs, items of lists.

    Raises:
        ArticleError: if it is none, is locked, has too many pages, or holds pictures of text only.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with the file is told in one line, by us
    if b"%PDF-" not in raw[:1024]:
        raise ArticleError(f"{shown(path)} is no PDF inside; export it as PDF")
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(f"{shown(path)} is locked with a password; save it without one")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise ArticleError(f"{shown(path)} has {count:,} pages; an article may have {MAX_PAGES:,}: split it")
        pages: list[list[Line]] = []
        size = 0
        for page in reader.pages:
            pages.append(list(_lines(page)))
            size += sum(len(line.text) for line in pages[-1])
            if size > MAX_CHARACTERS:
                raise ArticleError(f"{shown(path)} holds more than {MAX_CHARACTERS:,} characters: split it")
        text = layout.markdown(pages)
    except ArticleError:
        raise
    except Exception as error:  # pypdf raises a dozen kinds on damaged files
        raise ArticleError(f"{shown(path)} is a damaged PDF ({type(error).__name__}); export it anew") from None
    if not size:
        raise ArticleError(f"{shown(path)} holds no text, perhaps only pictures of it; recognise its text first")
    return text


class _Runs(list[_Run]):
    """The runs of a page as pypdf tells of them, cut where a gap within one parts the cells of a row.

    TeX moves within one string from cell to cell. pypdf gives the text of strings and, elsewhere, the strings; which
    gap stands where in the text is told by counting characters, if there are as many of them in both.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown, self._bytes = 0, 0
        self._gaps: list[tuple[int, float]] = []
        self._called_soft = self._soft = False  # whether what is shown now, and what was shown last, is a soft hyphen

    def before(self, name: bytes, operands: list[Any], *_: object) -> None:
        """Take out what is drawn for a soft hyphen (PDF 32000-1:2008, 14.9.4).

        Browsers draw a blank of no width wherever there may be one, others a hyphen where a line ends.
        """
        if name in (b"BDC", b"EMC"):
            told = operands[1] if len(operands) > 1 else None
            self._called_soft = isinstance(told, dict) and told.get("/ActualText") in _SOFT
        elif name in (b"Tj", b"TJ") and operands and operands[0]:
            self._soft = self._called_soft
            if self._soft:
                operands[0] = type(operands[0])()

    def operator(self, name: bytes, operands: Sequence[Any]) -> None:
        """Note the strings that are shown: how many characters, and after which of them there is a wide gap."""
        for part in operands[0] if name == b"TJ" else operands if name == b"Tj" else ():
            if not isinstance(part, str | bytes):
                if part <= -1000 * WIDE:
                    self._gaps.append((self._shown, -part / 1000))
            else:
                self._shown += len(part) - sum(character in (" ", 32) for character in part)
                self._bytes += len(part)

    def text(
        self, text: str, current: list[float], matrix: list[float], font: dict[str, Any] | None, size: float
    ) -> None:
        """Note the text of the strings so far, and where it stands."""
        # Both are transformations (a, b, c, d, e, f) of points (x, y), as PDF 32000-1:2008, 8.3.3 has them.
        points = abs(size) * math.hypot(*matrix[2:4]) * math.hypot(*current[2:4])
        name = str((font or {}).get("/BaseFont", ""))
        bold = re.search(r"bold|black|heavy", name, re.I) is not None
        left = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
        height = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
        # pypdf puts a blank of its own where the pen has moved, but not behind another.
        said = len(text.rstrip("\n"))
        exact = (
            self._bytes == 2 * said or self._bytes == said != 2
        )  # one glyph of two bytes and a blank are two as well
        style = _Style(round(points, 1), bold, _MONOSPACED.search(name) is not None, height)
        last = next((run for run in reversed(self) if run[0]), None)
        joined = exact and last is not None and not last[0][-1].isspace()
        if last is not None and _SMALL_CAPITALS.fullmatch(text) and _leads(last, left, style):
            text, joined, style = text.removeprefix(" "), True, style._replace(size=last[2].size)
        text = re.sub("\u00ad(?=\\w)", "-", text)  # drawn within a line it is no soft one
        if self._soft:
            text, self._soft = re.sub(r"(?=\n?\Z)", "\u00ad", text, count=1), False
        for piece, ems in self._cut(text):
            typed = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), piece).replace("\0", "")
            self.append((typed, left, style, joined and not ems))
            left += points * (width(piece) + ems)

    def _cut(self, text: str) -> Iterator[tuple[str, float]]:
        """Yield the pieces of a text, and how many ems it is from each to the next."""
        gaps, shown = self._gaps, self._shown
        self._gaps, self._shown, self._bytes = [], 0, 0
        ends = [at for at, character in enumerate(text, start=1) if not character.isspace()]
        at = 0
        if len(ends) == shown:
            for count, ems in gaps:
                if 0 < count < shown:
                    yield APART * bool(at) + text[at : ends[count - 1]], ems
                    at = ends[count - 1]
        yield APART * bool(at) + text[at:], 0.0


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page; pypdf has no types."""
    pieces, drawn = _Runs(), Drawn()

    def operator(name: bytes, operands: Sequence[Any], current: Sequence[float], _matrix: object) -> None:
        pieces.operator(name, operands)
        drawn.operator(name, operands, current)

    page.extract_text(visitor_operand_before=pieces.before, visitor_operand_after=operator, visitor_text=pieces.text)
    foot, top = float(page.mediabox.bottom), float(page.mediabox.top)

    def line(runs: list[_Run]) -> Line:
        styles: Counter[_Style] = Counter()
        for text, _, style, _ in runs:
            styles[style] += len(text.strip())
        (usual, *_, height), _ = styles.most_common(1)[0]
        sizes: Counter[float] = Counter()
        for style, count in styles.items():
            sizes[style.size] += count
        size = max(points for points, count in sizes.items() if count >= SOME * sizes.total())
        spelt = [style for text, _, style, _ in runs if any(map(str.isalpha, text))]
        inside = foot + MARGIN * (top - foot) < height < top - MARGIN * (top - foot)
        told = [(run[1], JOINED * run[3] + _raised(run, usual, height)) for run in runs]
        words = " ".join("".join(text.removeprefix(JOINED) for _, text in told).split())
        begun = next((run[0] for run in told if run[1].strip()), 0.0)
        return Line(
            f"• {words}" if words and drawn.leads(begun, height, size) else words,
            size,
            all(style.bold for style in spelt),
            height,
            not inside,
            tuple(run for run in told if run[1].strip()),
            monospaced=bool(spelt) and all(style.monospaced for style in spelt),
        )

    runs: list[_Run] = []
    for text, left, style, joined in pieces:
        first, *others = text.replace("\r\n", "\n").split("\n")
        if runs and first.strip() and _elsewhere(runs, style):
            yield line(runs)
            runs = []
        runs.append((first, left, style, joined))
        for other in others:
            yield line(runs)
            runs = [(other, left, style, False)]
    if runs:
        yield line(runs)


def _raised(run: _Run, size: float, height: float) -> str:
    """Return the text of a run of a line; small raised figures are exponents or call notes."""
    text, _, style, _ = run
    small = style.size <= SMALL * size and RAISED * size < style.height - height < size
    return raised(text) if small else text


def _leads(last: _Run, left: float, style: _Style) -> bool:
    """Return whether a run is a capital that one of small capitals goes on with, on its line and close to it."""
    text, begun, before, _ = last
    capital = re.fullmatch(r"\s*[A-Z]", text) is not None and style.size < before.size
    return capital and style.height == before.height and left - begun < (len(text) + 1) * before.size


def _elsewhere(runs: Sequence[_Run], style: _Style) -> bool:
    """Return whether a run in this style stands higher or lower than those before it, and is no index or exponent.

    What stands in two lines of a cell beside one in the middle of another is a line to pypdf.
    """
    last = next((style for text, _, style, _ in reversed(runs) if text.strip()), style)
    return last.size == style.size and abs(last.height - style.height) > style.size / 2
