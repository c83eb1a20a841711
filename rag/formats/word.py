"""DOCX becomes text. The only home of docx.

Headings become Markdown headings, list items begin with "- " or their number as Word counts it, deeper ones set in;
tables are Markdown's, a table of contents is left out. What unpacks to more than an article may have is refused before
it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.errors import ArticleError, shown
from rag.formats import MAX_CHARACTERS
from rag.formats.grid import is_table, markdown
from rag.formats.numerals import written
from rag.formats.word_seen import W, lay_open

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document as Opened
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
MOST_COLUMNS = 63
"""That a table of Word has: so that what a few words claim takes no memory."""
DEEPEST = 6
"""Markdown's deepest heading."""
_HEADING, _CONTENTS = re.compile(r"Heading (\d)"), re.compile(r"toc\b", re.I)


def docx(path: Path, raw: bytes) -> str:
    """Return the paragraphs and tables of a Word file.

    Raises:
        ArticleError: if it is none, or unpacks to more than an article may have.
    """
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if "word/document.xml" not in archive.namelist():
                raise KeyError
    except Exception:  # on damaged files zipfile, zlib, lxml and python-docx raise a dozen kinds, here and below
        raise ArticleError(f"{shown(path)} is no Word file inside; save it as .docx") from None
    if unpacked > 5 * MAX_CHARACTERS:
        raise ArticleError(f"{shown(path)} unpacks to {unpacked:,} bytes; {5 * MAX_CHARACTERS:,} is the most: split it")
    try:
        document = Document(io.BytesIO(raw))
        lay_open(document.element.body, {kind: _notes(document, f"{kind}s") for kind in ("footnote", "endnote")})
        blocks = list(_blocks(document._body, _Numbering(document)))
    except MemoryError:  # it is too large, which whoever bounds the memory tells
        raise
    except Exception as error:
        raise ArticleError(f"{shown(path)} is a damaged Word file ({type(error).__name__}); save it anew") from None
    return "\n\n".join(map("".join, blocks))


def _notes(document: Opened, kind: str) -> list[Any]:
    """Return the notes of a kind that a Word file has."""
    from docx.oxml import parse_xml

    parts = [one.target_part for one in document.part.rels.values() if one.reltype.endswith(f"/{kind}")]
    return [note for part in parts for note in parse_xml(part.blob)]


def _blocks(container: BlockItemContainer, numbering: _Numbering) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs and tables of a file or a cell, each behind what makes it a heading.

    A table that only lays out the page is what its cells hold.
    """
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for element in container._element.iterchildren(f"{W}p", f"{W}tbl"):  # python-docx takes ten times as long
        if element.tag == f"{W}p":
            yield from _paragraph(Paragraph(element, container), numbering)
            continue
        table = Table(element, container)
        lines = list(_rows(table))
        blocks = {cell: list(_blocks(cell, numbering)) for cell in dict.fromkeys(chain(*lines)) if cell is not None}
        texts = {cell: " ".join(" ".join(text for _, text in told).split()) for cell, told in blocks.items()}
        rows = [row for line in lines if any(row := _texts(line, texts))]
        if is_table(rows) and all(cell._tc.find(f"{W}tbl") is None for cell in blocks):
            yield "", markdown(rows, headed=_is_head(table.rows[0], lines[0]))
        else:
            yield from chain(*blocks.values())


def _rows(table: Table) -> Iterator[list[_Cell | None]]:
    """Yield what stands in each column of each row of a table; one cell may stand in several of both.

    So does python-docx, but not of a cell that claims to go on from above where nothing does.
    """
    from docx.table import _Cell

    merged: dict[int, _Cell] = {}  # those that may go on below, by the column in which they begin
    for row in table.rows:
        above, merged = merged, {}
        told: list[_Cell | None] = [None] * min(MOST_COLUMNS, row.grid_cols_before)
        for tc in row._tr.tc_lst:
            cell = _Cell(tc, table)
            if (merge := tc.vMerge) is not None:
                cell = merged[len(told)] = above.get(len(told), cell) if merge == "continue" else cell
            told += [cell] * min(MOST_COLUMNS, tc.grid_span)
        yield told


def _texts(line: Sequence[_Cell | None], texts: Mapping[_Cell, str]) -> list[str]:
    """Return the cells of a row; one of several columns stands in the first of them, one of several rows in each."""
    return ["" if cell is None or (n and cell is line[n - 1]) else texts[cell] for n, cell in enumerate(line)]


def _is_head(row: _Row, line: Sequence[_Cell | None]) -> bool:
    """Return whether a row names the columns: Word repeats it on each page, or all of it is bold."""
    paragraphs = [paragraph for cell in line if cell is not None for paragraph in cell.paragraphs]
    runs = [run for paragraph in paragraphs for run in paragraph.runs if run.text.strip()]
    return bool(row._tr.xpath("w:trPr/w:tblHeader")) or (bool(runs) and all(run.bold for run in runs))


def _paragraph(paragraph: Paragraph, numbering: _Numbering) -> Iterator[tuple[str, str]]:
    """Yield a paragraph behind what makes it a heading of Markdown, if there is anything in it."""
    styles = numbering.styles(paragraph)
    if any(_CONTENTS.match(style.name) for style in styles):
        return
    lines = [line for part in paragraph.text.split("\n") if (line := " ".join(part.split()))]
    mark = numbering.mark(paragraph, styles)
    if not lines:
        if mark.strip(" -"):  # Word numbers an item with nothing in it, too
            yield "", mark.strip()
    elif level := next((int(found[1]) for one in styles if (found := _HEADING.fullmatch(one.name))), None):
        yield f"{'#' * min(DEEPEST, level + 1)} ", f"{mark}{' '.join(lines)}"
    elif _name(styles) == "Title":
        yield "# ", f"{mark}{' '.join(lines)}"
    else:
        yield "", ("  " * _depth(paragraph, styles) + mark if mark else "") + "\n".join(lines)


class _Style(NamedTuple):
    """What a style of paragraphs is called, and how it sets them, which has no type; python-docx looks for both."""

    name: str
    properties: Any


class _Numbering:
    """Counts the items of a Word file's lists as Word does, which keeps no numbers, and knows its styles."""

    def __init__(self, document: Opened) -> None:
        """Read what the lists of `document` look like."""
        parts = [one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")]
        root: Any = parts[0].element if parts else None
        kinds = {} if root is None else {one.get(f"{W}abstractNumId"): one for one in root.findall(f"{W}abstractNum")}
        lists = [] if root is None else root.findall(f"{W}num")
        self._kinds: dict[int, str] = {}
        self._levels: dict[int, list[tuple[str, str, int]]] = {}
        self._restarts: dict[int, list[int]] = {}
        for one in lists:
            number, kind = int(one.get(f"{W}numId")), _value(one, "abstractNumId")
            if kind not in kinds:
                continue
            levels = [_level(level) for level in kinds[kind].findall(f"{W}lvl")]
            starts = {
                int(told.get(f"{W}ilvl", "")): _value(told, "startOverride") for told in one.findall(f"{W}lvlOverride")
            }
            self._restarts[number] = [depth for depth, start in starts.items() if start and depth < len(levels)]
            for depth in self._restarts[number]:
                levels[depth] = (*levels[depth][:2], int(starts[depth]))
            self._kinds[number], self._levels[number] = kind, levels
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str | None, list[_Style]] = {}

    def styles(self, paragraph: Paragraph) -> list[_Style]:
        """Return the style of a paragraph, and those that it is based on; python-docx looks through all for each."""
        named = paragraph._p.style
        if named not in self._styles:
            found = []
            style = paragraph.style
            while style is not None and style not in found:
                found.append(style)
                style = style.base_style
            self._styles[named] = [_Style(one.name or "", one.element.pPr) for one in found]
        return self._styles[named]

    def mark(self, paragraph: Paragraph, styles: Sequence[_Style]) -> str:
        """Return what Word writes before a paragraph: "2. ", "a) " or, for whatever it draws, "- "; else ""."""
        found = _numbered(paragraph, styles)
        if found is None or found.numId is None:
            return "- " if re.match(r"List(?! Paragraph| Continue)", _name(styles)) else ""
        number, depth = found.numId.val, found.ilvl.val if found.ilvl is not None else 0
        levels = self._levels.get(number, [])
        if depth >= len(levels):
            return "- " if number else ""  # 0 takes a list's mark off
        kind, text, start = levels[depth]
        counted_as = self._kinds[number]  # lists of one kind go on from each other, but for what one says it restarts
        for restarted in self._restarts.pop(number, []):
            self._counts.pop((counted_as, restarted), None)
        self._counts[counted_as, depth] = self._counts.get((counted_as, depth), start - 1) + 1
        for deeper in range(depth + 1, len(levels)):
            self._counts.pop((counted_as, deeper), None)
        if kind in {"bullet", "none"}:
            return "- " if kind == "bullet" else ""

        def counted(level: re.Match[str]) -> str:
            above = int(level[1]) - 1
            if above > depth:
                return ""
            kind, _, start = levels[above]
            return written(self._counts.get((counted_as, above), start), kind)

        return f"{re.sub(r'%([1-9])', counted, text)} "


def _name(styles: Sequence[_Style]) -> str:
    """Return what the first style is called."""
    return styles[0].name if styles else ""


def _numbered(paragraph: Paragraph, styles: Sequence[_Style]) -> Any:
    """Return what a paragraph says of the list that it is an item of, or its style; None if they say nothing."""
    told = [paragraph._p.pPr, *(style.properties for style in styles)]
    return next((one.numPr for one in told if one is not None and one.numPr is not None), None)


def _depth(paragraph: Paragraph, styles: Sequence[_Style]) -> int:
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
