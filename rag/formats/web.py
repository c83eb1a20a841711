"""HTML becomes text. The only home of lxml, but for what python-docx hands out.

Headings become Markdown headings, so that the sections of a web page are sections here too; list items begin with "- "
or their number, deeper ones set in; tables are Markdown's; paragraphs are parted by a blank line.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rag.errors import ArticleError, shown
from rag.formats import formulas
from rag.formats.grid import is_table, markdown
from rag.formats.numerals import written
from rag.formats.raised import raised
from rag.formats.web_seen import HEADINGS, is_seen

MAX_DEPTH = 200
"""How deep the elements of a web page may be nested."""
MOST_COLUMNS = 50
"""That a cell goes over: so that what a few words claim takes no memory."""
LEAST = 1 / 3
"""Share of the text that an <article> without the page's heading holds, if it is no teaser of another page."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Where a word may be cut, or may not be."""
_BLOCKS = re.compile(
    r"h[1-6]|address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|"
    r"footer|form|header|hr|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)


def html(path: Path, raw: bytes) -> str:
    """Return the words of a web page: of its one <main> or <article>, if it has one, else of all of it.

    Without a heading of the first level it is headed by its <title>.

    Raises:
        ArticleError: if it is nested too deeply or is no text.
    """
    from lxml import etree
    from lxml import html as pages

    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError(f"{shown(path)} is no web page (it holds a zero byte); save it as HTML")
    try:
        root = pages.document_fromstring(_decoded(raw), parser=pages.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ArticleError(f"{shown(path)} is nested more than {MAX_DEPTH} elements deep; save its text alone")
    title = " ".join((root.findtext(".//head/title") or "").split())
    within: Counter[str] = Counter()
    told = [(one, within["main"] > 0, within["article"] > 0) for one in _paragraphs(root, within)]
    if len(root.findall(".//main")) == 1:
        told = [one for one in told if one[1]] or told
    paragraphs = [one for one, _, _ in told]
    inner = [one for one, _, in_article in told if in_article]
    headed = any(one.startswith("# ") for one in inner)
    large = sum(map(len, inner)) >= LEAST * sum(map(len, paragraphs))
    if inner and (headed or large) and len(root.findall(".//article")) == 1:
        paragraphs = inner
    if title and paragraphs and not any(one.startswith("# ") for one in paragraphs):
        paragraphs.insert(0, f"# {title}")
    return "\n\n".join(paragraphs)


_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_MEANT |= {"shift_jis": "cp932", "euc_kr": "cp949"}
"""Encodings that browsers read as larger ones, since pages that name them hold more than they have."""


def _decoded(raw: bytes) -> str:
    """Decode a web page: by its byte order mark, as UTF-8, or as it says itself."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = re.search(rb"charset=[\"']?([\w-]+)", raw[:4096])
        try:
            name = codecs.lookup(told[1].decode() if told else "cp1252").name
            text = raw.decode(_MEANT.get(name, name), "replace")
        except LookupError:
            text = raw.decode("cp1252", "replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses a declared encoding in a decoded text


_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class _List:
    """A list that is open, and how its next item is numbered."""

    def __init__(self, element: Any) -> None:
        self._ordered = element.tag == "ol"
        self._kind = _KINDS.get(element.get("type"), "")
        self._step = -1 if "reversed" in element.attrib else 1
        self._next = _number(element, "start", len(element.findall("li")) if self._step < 0 else 1)

    def mark(self, item: Any) -> str:
        """Return what stands before an item."""
        if not self._ordered:
            return "- "
        number = _number(item, "value", self._next)
        self._next = number + self._step
        return f"{written(number, self._kind)}. "


def _paragraphs(root: Any, within: Counter[str]) -> Iterator[str]:
    """Yield the blocks of a page in reading order; `within` says how many elements of each kind each stands in."""
    from lxml import etree

    pieces: list[str] = []
    lists: list[_List] = []
    skipped = None
    prefix = ""

    def flushed() -> Iterator[str]:
        nonlocal prefix
        text = _spaced("".join(pieces), preformatted=within["pre"] > 0)
        pieces.clear()
        if text:
            yield prefix + text
            prefix = ""

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        is_block = _BLOCKS.fullmatch(tag) is not None
        if event == "start":
            if is_block and tag != "dd":
                yield from flushed()
            if (instead := _instead(element)) is not None:
                blocks, words = instead
                yield from blocks
                pieces.append(words)
                skipped = element
                walk.skip_subtree()
                continue
            prefix = f"{'#' * HEADINGS[tag]} " if tag in HEADINGS else prefix
            if tag in {"ol", "ul"}:
                lists.append(_List(element))
            if tag == "li":
                prefix = "  " * (len(lists) - 1) + (lists[-1].mark(element) if lists else "- ")
            within[tag] += 1
            if tag in {"br", "dd"}:
                pieces.append("\n" if within["pre"] else " " if prefix.startswith("#") else "\v")
            text = element.text
        else:
            if element is not skipped:
                if is_block and tag != "dt":  # what it means comes below it
                    yield from flushed()
                    prefix = "" if tag == "li" or tag in HEADINGS else prefix
                if tag in {"ol", "ul"} and lists:
                    lists.pop()
                within[tag] -= 1
            text = element.tail if element is not root else None
        if text:
            text = _INVISIBLE.sub("", raised(text) if within["sup"] else text)
            pieces.append(text if within["pre"] else text.replace("\v", " "))
    yield from flushed()


def _instead(element: Any) -> tuple[list[str], str] | None:
    """Return the blocks or the words that stand for an element; None if what it holds is to be looked into."""
    if not is_seen(element):
        return [], ""
    if element.tag == "math":
        return [], formulas.of_page(element)
    table = _table(element) if element.tag == "table" else []
    return (table, "") if table else None


def _spaced(text: str, *, preformatted: bool) -> str:
    """Return a block with white space as it is seen, a program set in; an empty line parts paragraphs."""
    if preformatted:
        return "\n".join(f"    {line.rstrip()}" for line in text.split("\n") if line.strip())
    lines = (" ".join(line.split()) for line in text.split("\v"))
    return re.sub("\n{2,}", "\n\n", "\n".join(lines)).strip("\n")


def _table(table: Any) -> list[str]:
    """Return what stands above a table, and its rows; nothing if it only lays out the page."""
    if table.find(".//table") is not None or any(table.find(f".//{heading}") is not None for heading in HEADINGS):
        return []
    lines = [line for line in table.iter("tr") if is_seen(line) and is_seen(line.getparent())]
    rows = [row for row in _rows(lines) if any(row)]
    if not is_table(rows):
        return []
    headed = lines[0].getparent().tag == "thead" or lines[0].find("td") is None
    above = [paragraph for caption in table.findall("caption") for paragraph in _paragraphs(caption, Counter())]
    return [*above, markdown(rows, headed=headed)]


def _rows(lines: Iterable[Any]) -> Iterator[list[str]]:
    """Yield the cells of each row; one of several columns in the first of them, one of several rows in each."""
    below: dict[int, tuple[int, str]] = {}  # of each column, in how many rows to come what stands in it
    for line in lines:
        row: list[str] = []
        cells = (cell for cell in line.iterchildren("td", "th") if is_seen(cell))
        while True:
            left, text = below.get(len(row), (0, ""))
            if left:
                below[len(row)] = left - 1, text
                row.append(text)
            elif (cell := next(cells, None)) is not None:
                # Most cells hold words only: a table of a million of them shall not take a minute.
                paragraphs = _paragraphs(cell, Counter()) if len(cell) else [_INVISIBLE.sub("", cell.text or "")]
                text = " ".join(" ".join(paragraphs).split())
                for one in [text, *[""] * (min(MOST_COLUMNS, _number(cell, "colspan", 1)) - 1)]:
                    below[len(row)] = max(0, _number(cell, "rowspan", 1) - 1), one
                    row.append(one)
            else:
                break
        yield row


def _number(element: Any, name: str, default: int) -> int:
    """Return what a count of an element is set to."""
    told = element.get(name, "").strip()
    return int(told) if re.fullmatch(r"\d{1,6}", told) else default
