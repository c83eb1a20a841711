"""DOCX becomes text. The only home of docx.

Headings become Markdown headings, list items begin with "- " or their number as Word counts it, the cells of a row are
parted by bars. What unpacks to more than an article may have is refused before it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ArticleError, shown
from rag.pdf import MAX_CHARACTERS

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.text.paragraph import Paragraph
LETTERED = 300
"""Items from which on letters and Roman numerals would be no help."""


def docx(path: Path, raw: bytes) -> str:
    """Return the paragraphs and tables of a Word file.

    Raises:
        ArticleError: if it is none, or unpacks to more than an article may have.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

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
        numbering = _Numbering(document)
        blocks: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                rows = (" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows)
                blocks.append("\n".join(row for row in rows if row.strip(" |")))
                continue
            style = (block.style.name or "") if block.style else ""
            level = re.fullmatch(r"Heading (\d)", style)
            heading = "# " if style == "Title" else f"#{'#' * int(level[1])} " if level else ""
            text = " ".join(block.text.split())
            blocks.append(heading + numbering.mark(block) + text if text else "")
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise ArticleError(f"{shown(path)} is a damaged Word file ({type(error).__name__}); save it anew") from None
    return "\n\n".join(filter(None, blocks))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


class _Numbering:
    """Counts the items of a Word file's lists as Word does, which keeps no numbers; lxml has no types."""

    def __init__(self, document: Opened) -> None:
        """Read what the lists of `document` look like."""
        parts = [one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")]
        root: Any = parts[0].element if parts else None
        kinds = {} if root is None else {one.get(f"{_W}abstractNumId"): one for one in root.findall(f"{_W}abstractNum")}
        lists = [] if root is None else root.findall(f"{_W}num")
        self._levels: dict[int, list[tuple[str, str, int]]] = {
            int(one.get(f"{_W}numId")): [_level(level) for level in kind.findall(f"{_W}lvl")]
            for one in lists
            if (kind := kinds.get(_value(one, "abstractNumId"))) is not None
        }
        self._counts: dict[tuple[int, int], int] = {}

    def mark(self, paragraph: Paragraph) -> str:
        """Return what Word writes before a paragraph: "2. ", "a) " or, for whatever it draws, "- "; else ""."""
        style = paragraph.style
        told = [paragraph._p.pPr, *([style.element.pPr] if style is not None else [])]
        found = next((one.numPr for one in told if one is not None and one.numPr is not None), None)
        if found is None or found.numId is None:
            return "- " if style is not None and re.match(r"List(?! Paragraph| Continue)", style.name or "") else ""
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


def _value(element: Any, name: str, default: str = "") -> str:
    """Return what a child of an element is set to."""
    child = element.find(f"{_W}{name}")
    return default if child is None else child.get(f"{_W}val", default)


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
