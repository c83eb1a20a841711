"""DOCX becomes text. The only home of docx.

Headings become Markdown headings, list items begin with "- " or their number as Word counts it, deeper ones set in;
tables are Markdown's, a table of contents is left out. What unpacks to more than an article may have is refused before
it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ArticleError, shown
from rag.grid import is_table, markdown
from rag.pdf import MAX_CHARACTERS
from rag.word_seen import W, lay_open

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph
LETTERED = 300
"""Items from which on letters and Roman numerals would be no help."""
DEEPEST = 6
"""Markdown's deepest heading."""
_HEADING = re.compile(r"Heading (\d)")


def docx(path: Path, raw: bytes) -> str:
    """Return the paragraphs and tables of a Word file.

    Raises:
        ArticleError: if it is none, or unpacks to more than an article may have.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if "word/document.xml" not in archive.namelist():
                raise KeyError
    except (zipfile.BadZipFile, KeyError):
        raise ArticleError(f"{shown(path)} is no Word file inside; save it as .docx") from None
    if unpacked > 5 * MAX_CHARACTERS:
        raise ArticleError(f"{shown(path)} unpacks to {unpacked:,} bytes; {5 * MAX_CHARACTERS:,} is the most: split it")
    try:
        document = Document(io.BytesIO(raw))
        lay_open(document.element.body, {kind: _notes(document, f"{kind}s") for kind in ("footnote", "endnote")})
        blocks = list(_blocks(document, _Numbering(document)))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise ArticleError(f"{shown(path)} is a damaged Word file ({type(error).__name__}); save it anew") from None
    return "\n\n".join(blocks)


def _notes(document: Opened, kind: str) -> list[Any]:
    """Return the notes of a kind that a Word file has."""
    from docx.oxml import parse_xml

    parts = [one.target_part for one in document.part.rels.values() if one.reltype.endswith(f"/{kind}")]
    return [note for part in parts for note in parse_xml(part.blob)]


def _blocks(container: Opened | _Cell, numbering: _Numbering) -> Iterator[str]:
    """Yield the paragraphs and tables of a file or a cell; one that only lays out the page is what its cells hold."""
    from docx.text.paragraph import Paragraph

    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from _paragraph(block, numbering)
            continue
        lines = list(block.rows)
        rows = [row for row in map(_texts, lines) if any(row)]
        cells = {cell._tc: cell for line in lines for cell in line.cells}.values()
        if is_table(rows) and not any(cell.tables for cell in cells):
            yield markdown(rows, headed=_is_head(lines[0]))
        else:
            for cell in cells:
                yield from _blocks(cell, numbering)


def _texts(row: _Row) -> list[str]:
    """Return the cells of a row; one of several columns stands in the first of them, one of several rows in each."""
    told = [(cell._tc, " ".join(cell.text.split())) for cell in row.cells]
    texts = ["" if n and tc is told[n - 1][0] else text for n, (tc, text) in enumerate(told)]
    return [""] * row.grid_cols_before + texts


def _is_head(row: _Row) -> bool:
    """Return whether a row names the columns: Word repeats it on each page, or all of it is bold."""
    runs = [run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs if run.text.strip()]
    return bool(row._tr.xpath("w:trPr/w:tblHeader")) or (bool(runs) and all(run.bold for run in runs))


def _paragraph(paragraph: Paragraph, numbering: _Numbering) -> Iterator[str]:
    """Yield a paragraph as Markdown has it, if there is anything in it."""
    styles = numbering.styles(paragraph)
    lines = [line for part in paragraph.text.split("\n") if (line := " ".join(part.split()))]
    if not lines or any(re.match(r"toc\b", style.name or "", re.I) for style in styles):
        return
    mark = numbering.mark(paragraph, styles)
    if level := next((int(found[1]) for one in styles if (found := _HEADING.fullmatch(one.name or ""))), None):
        yield f"{'#' * min(DEEPEST, level + 1)} {mark}{' '.join(lines)}"
    elif _name(styles) == "Title":
        yield f"# {mark}{' '.join(lines)}"
    else:
        yield ("  " * _depth(paragraph, styles) + mark if mark else "") + "\n".join(lines)


_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


class _Numbering:
    """Counts the items of a Word file's lists as Word does, which keeps no numbers, and knows its styles."""

    def __init__(self, document: Opened) -> None:
        """Read what the lists of `document` look like."""
        parts = [one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")]
        root: Any = parts[0].element if parts else None
        kinds = {} if root is None else {one.get(f"{W}abstractNumId"): one for one in root.findall(f"{W}abstractNum")}
        lists = [] if root is None else root.findall(f"{W}num")
        self._levels: dict[int, list[tuple[str, str, int]]] = {
            int(one.get(f"{W}numId")): [_level(level) for level in kind.findall(f"{W}lvl")]
            for one in lists
            if (kind := kinds.get(_value(one, "abstractNumId"))) is not None
        }
        self._counts: dict[tuple[int, int], int] = {}
        self._styles: dict[str | None, list[ParagraphStyle]] = {}

    def styles(self, paragraph: Paragraph) -> list[ParagraphStyle]:
        """Return the style of a paragraph, and those that it is based on; python-docx looks through all for each."""
        named = paragraph._p.style
        if named not in self._styles:
            self._styles[named] = found = []
            style = paragraph.style
            while style is not None and style not in found:
                found.append(style)
                style = style.base_style
        return self._styles[named]

    def mark(self, paragraph: Paragraph, styles: Sequence[ParagraphStyle]) -> str:
        """Return what Word writes before a paragraph: "2. ", "a) " or, for whatever it draws, "- "; else ""."""
        found = _numbered(paragraph, styles)
        if found is None or found.numId is None:
            return "- " if re.match(r"List(?! Paragraph| Continue)", _name(styles)) else ""
        number, depth = found.numId.val, found.ilvl.val if found.ilvl is not None else 0
        levels = self._levels.get(number, [])
        if depth >= len(levels):
            return "- " if number else ""  # 0 takes a list's mark off
        kind, text, start = levels[depth]
        self._counts[number, depth] = self._counts.get((number, depth), start - 1) + 1
        for deeper in range(depth + 1, len(levels)):
            self._counts.pop((number, deeper), None)
        if kind in {"bullet", "none"}:
            return "- " if kind == "bullet" else ""

        def counted(level: re.Match[str]) -> str:
            above = int(level[1]) - 1
            if above > depth:
                return ""
            kind, _, start = levels[above]
            return _written(self._counts.get((number, above), start), kind)

        return f"{re.sub(r'%([1-9])', counted, text)} "


def _name(styles: Sequence[ParagraphStyle]) -> str:
    """Return what the first style is called."""
    return (styles[0].name or "") if styles else ""


def _numbered(paragraph: Paragraph, styles: Sequence[ParagraphStyle]) -> Any:
    """Return what a paragraph says of the list that it is an item of, or its style; None if they say nothing."""
    told = [paragraph._p.pPr, *(style.element.pPr for style in styles)]
    return next((one.numPr for one in told if one is not None and one.numPr is not None), None)


def _depth(paragraph: Paragraph, styles: Sequence[ParagraphStyle]) -> int:
    """Return in how many other items an item of a list stands."""
    found = _numbered(paragraph, styles)
    if found is not None and found.ilvl is not None:
        return int(found.ilvl.val)
    named = re.fullmatch(r"List \D*(\d)", _name(styles))
    return int(named[1]) - 1 if named else 0


def _value(element: Any, name: str, default: str = "") -> str:
    """Return what a child of an element is set to."""
    child = element.find(f"{W}{name}")
    return default if child is None else child.get(f"{W}val", default)


def _level(element: Any) -> tuple[str, str, int]:
    """Return the kind of number of a list's level, the text it stands in ("%1."), and what it starts at."""
    return _value(element, "numFmt", "decimal"), _value(element, "lvlText"), int(_value(element, "start", "1"))


def _written(number: int, kind: str) -> str:
    """Return a number as figures, or if it is not too large as a letter or a Roman numeral."""
    if not 0 < number < LETTERED:
        return str(number)
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind.startswith("upper") else letter
    if not kind.endswith("Roman"):
        return str(number)
    letters = ""
    for digits, value in _ROMAN:
        letters, number = letters + digits * (number // value), number % value
    return letters.upper() if kind.startswith("upper") else letters
