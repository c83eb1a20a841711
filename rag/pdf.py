"""PDFs become text. The only home of pypdf.

A PDF holds lines at places, with neither paragraphs nor headings. Lines are joined to paragraphs by their length and
their last character; lines in a larger type, or bold and by themselves, become Markdown headings; what runs along the
top and bottom of the pages goes, with its page numbers.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from rag.errors import ArticleError, shown

MAX_PAGES = 2000
MAX_CHARACTERS = 20_000_000
"""Of an article's extracted text."""
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
"""Lines at either end of a page that may be a running head."""
OFTEN = 0.4
"""Share of the pages on which a running head stands …"""
ENOUGH = 4
"""… or so many of them: chapters have heads of their own."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\0": None})
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:…]['\"”’)\]]*$")
_BULLET = re.compile(r"[•◦▪‣·●○■\x7f\uf0b7\uf0a7]\s*")  # the last three are what bullets of symbol fonts come out as
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_ONLY_PAGE = re.compile(r"(?:page\s+)?1(?:\s*(?:of|/)\s*1)?", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, without white space at its end, and the size and weight of most of its characters."""

    text: str
    size: float
    """Points, to a tenth."""
    bold: bool


def pdf(path: Path, raw: bytes) -> str:
    """Return the text of a PDF as Markdown: headings, paragraphs, items of lists.

    Raises:
        ArticleError: if it is none, is locked, has too many pages, or holds pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

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
            pages.append(list(_with_bullets(line for line in _lines(page) if line.text)))
            size += sum(len(line.text) for line in pages[-1])
            if size > MAX_CHARACTERS:
                raise ArticleError(f"{shown(path)} holds more than {MAX_CHARACTERS:,} characters: split it")
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ArticleError(f"{shown(path)} is a damaged PDF ({type(error).__name__}); export it anew") from None
    if not size:
        raise ArticleError(f"{shown(path)} holds no text, perhaps only pictures of it; recognise its text first")
    return "\n\n".join(_blocks(_without_running_heads(pages)))


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page; pypdf has no types."""
    pieces: list[tuple[str, float, bool]] = []

    def visit(text: str, current: list[float], matrix: list[float], font: dict[str, Any] | None, size: float) -> None:
        height = abs(size) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 * (current[2] ** 2 + current[3] ** 2) ** 0.5
        bold = re.search(r"bold|black|heavy", str((font or {}).get("/BaseFont", "")), re.I) is not None
        pieces.append((text.translate(_LIGATURES), round(height, 1), bold))

    page.extract_text(visitor_text=visit)
    styles: Counter[tuple[float, bool]] = Counter()
    words: list[str] = []
    for text, size, bold in [*pieces, ("\n", 0.0, False)]:
        first, *others = text.replace("\r\n", "\n").split("\n")
        words.append(first)
        styles[size, bold] += len(first.strip())
        for other in others:
            (most, weight), _ = styles.most_common(1)[0]
            yield Line(" ".join("".join(words).split()), most, weight)
            words, styles = [other], Counter({(size, bold): len(other.strip())})


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
    if len(pages) == 1:
        (lines,) = pages
        return [lines[:-1] if len(lines) > 1 and _ONLY_PAGE.fullmatch(lines[-1].text) else lines]
    usual, _ = _usual(line for page in pages for line in page)
    shapes = [{n: set(_shapes(page[n].text, at)) for n in _edges(page, usual)} for at, page in enumerate(pages)]
    counts = Counter(shape for page in shapes for shape in set().union(*page.values()))
    least = max(2, min(OFTEN * len(pages), ENOUGH))
    return [
        [line for n, line in enumerate(page) if not any(counts[shape] >= least for shape in found.get(n, ()))]
        for page, found in zip(pages, shapes, strict=True)
    ]


def _edges(page: Sequence[Line], usual: float) -> list[int]:
    """Return the places of a page's first and last lines, but for headings, which a chapter's head repeats."""
    ends = {*range(len(page))[:EDGE], *range(len(page))[-EDGE:]}
    return sorted(n for n in ends if page[n].size < LARGER * usual)


def _shapes(text: str, page: int) -> Iterator[tuple[str, ...]]:
    """Yield what a line is, as it stands and with each of its numbers as its distance from the page's own."""
    yield (text,)
    for number in re.finditer(r"\d{1,4}", text):
        yield text[: number.start()], str(int(number[0]) - page), text[number.end() :]


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield headings and paragraphs, lines joined across pages too."""
    lines = [line for page in pages for line in page]
    usual, usually_bold = _usual(lines)
    larger = sorted({line.size for line in lines if line.size >= LARGER * usual}, reverse=True)
    if len(larger) > MOST_SIZES:
        larger, lines = [], [replace(line, size=usual) for line in lines]
    compounds = {found for line in lines for found in _COMPOUND.findall(line.text.casefold())}
    lengths = sorted(len(line.text) for line in lines)
    full = 0.75 * lengths[int(0.9 * (len(lengths) - 1))]

    def kind(line: Line) -> tuple[int, float]:
        """Return how deep a heading of this type is, 0 for what is none, and its size."""
        if line.size in larger:
            return min(DEEPEST, larger.index(line.size) + 1), line.size
        bold = line.bold and not usually_bold and line.size >= usual
        return min(DEEPEST, len(larger) + 1) if bold else 0, line.size

    for (depth, _), group in groupby(lines, key=kind):
        run = list(group)
        heading = _joined([line.text for line in run], compounds)
        if depth and _is_heading(heading, bold_only=run[0].size not in larger, lines=len(run)):
            yield f"{'#' * depth} {heading}"
        else:
            yield from _paragraphs([line.text for line in run], full, compounds)


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


def _paragraphs(lines: Sequence[str], full: float, compounds: set[str]) -> Iterator[str]:
    """Join the lines of each paragraph; a line that is short, or an item of a list, ends the one before it."""
    open_: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        ended = bool(open_) and _SENTENCE_END.search(open_[-1]) is not None
        if open_ and (bullet or (ended and (len(open_[-1]) < full or _NUMBERED.match(line)))):
            yield _joined(open_, compounds)
            open_ = []
        if open_ and len(open_[-1]) < min(full, 40) and not _HYPHENATED.search(open_[-1]):
            yield _joined(open_, compounds)
            open_ = []
        open_.append(f"- {line[bullet.end() :]}" if bullet else line)
    if open_:
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
