"""HTML becomes text. The only home of lxml, but for what python-docx hands out.

Headings become Markdown headings, so that the sections of a web page are sections here too; list items begin with "- "
or their number, deeper ones set in; tables are Markdown's; paragraphs are parted by a blank line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from rag.errors import ArticleError, shown
from rag.grid import is_table, markdown
from rag.raised import raised

MAX_DEPTH = 200
"""How deep the elements of a web page may be nested."""
MOST_COLUMNS = 50
"""That a cell goes over: so that what a few words claim takes no memory."""

_DROPPED = {
    "head",
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "footer",
    "button",
    "select",
    "textarea",
    "svg",
    "annotation",  # a formula once more, in TeX
    "iframe",
    "audio",
    "video",
    "canvas",
    "object",
}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_LINKS = {"mw-editsection", "mw-jump-link", "headerlink"}
"""Classes of links that a wiki's or a manual's headings have beside their words: "[edit]", "¶"."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Where a word may be cut, or may not be."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = re.compile(
    r"h[1-6]|address|article|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|header|hr|li|main|"
    r"ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)


def html(path: Path, raw: bytes) -> str:
    """Return the words of a web page: of its one <article> or <main>, if it has one, else of all of it.

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
    for tag in ("article", "main"):
        found = root.findall(f".//{tag}")
        if len(found) == 1:
            root = found[0]
            break
    paragraphs = list(_paragraphs(root))
    if title and paragraphs and not any(one.startswith("# ") for one in paragraphs):
        paragraphs.insert(0, f"# {title}")
    return "\n\n".join(paragraphs)


def _decoded(raw: bytes) -> str:
    """Decode a web page: by its byte order mark, as UTF-8, or as it says itself."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = re.search(rb"charset=[\"']?([\w-]+)", raw[:4096])
        try:
            text = raw.decode(told[1].decode() if told else "cp1252", "replace")
        except LookupError:
            text = raw.decode("cp1252", "replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses a declared encoding in a decoded text


def _paragraphs(root: Any) -> Iterator[str]:
    """Yield the blocks of a page in reading order; lxml has no types."""
    from lxml import etree

    pieces: list[str] = []
    items: list[Iterator[int] | None] = []  # of each list that is open, the numbers of its next items
    within: Counter[str] = Counter()  # how many elements of each kind are open
    dropped = 0
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
        if event == "start":
            dropped += _is_dropped(element)
            if _BLOCKS.fullmatch(tag) and tag != "dd":
                yield from flushed()
                prefix = f"{'#' * _HEADINGS[tag]} " if tag in _HEADINGS else prefix
            if tag in {"ol", "ul"}:
                items.append(count(_number(element, "start", 1)) if tag == "ol" else None)
            if tag == "li":
                numbers = items[-1] if items else None
                prefix = "  " * (len(items) - 1) + ("- " if numbers is None else f"{next(numbers)}. ")
            table = _table(element) if tag == "table" and not dropped else []
            if table:
                walk.skip_subtree()
            yield from table
            within[tag] += 1
            if tag == "br" or (tag == "dd" and not dropped):
                pieces.append("\n" if within["pre"] else " " if prefix.startswith("#") else "\v")
            text = element.text
        else:
            if _BLOCKS.fullmatch(tag) and tag != "dt":  # what it means comes below it
                yield from flushed()
                prefix = "" if tag == "li" or tag in _HEADINGS else prefix
            if tag in {"ol", "ul"} and items:
                items.pop()
            within[tag] -= 1
            dropped -= _is_dropped(element)
            text = element.tail if element is not root else None
        if text and not dropped:
            text = _INVISIBLE.sub("", raised(text) if within["sup"] else text)
            pieces.append(text if within["pre"] else text.replace("\v", " "))
    yield from flushed()


def _spaced(text: str, *, preformatted: bool) -> str:
    """Return a block with white space as it is seen, a program set in; an empty line parts paragraphs."""
    if preformatted:
        return "\n".join(f"    {line.rstrip()}" for line in text.split("\n") if line.strip())
    lines = (" ".join(line.split()) for line in text.split("\v"))
    return re.sub("\n{2,}", "\n\n", "\n".join(lines)).strip("\n")


def _is_dropped(element: Any) -> bool:
    """Return whether nobody sees an element, or what it holds is no part of the text."""
    if element.tag == "form":  # some pages are all one form
        return all(element.find(f".//{tag}") is None for tag in ("p", *_HEADINGS))
    hidden = "hidden" in element.attrib or ("style" in element.attrib and _HIDDEN.search(element.get("style")))
    is_link = element.tag in {"a", "span"} and not _LINKS.isdisjoint(element.get("class", "").split())
    return bool(hidden) or is_link or element.get("role") == "navigation" or element.tag in _DROPPED


def _table(table: Any) -> list[str]:
    """Return what stands above a table, and its rows; nothing if it only lays out the page."""
    if table.find(".//table") is not None or any(table.find(f".//{heading}") is not None for heading in _HEADINGS):
        return []
    lines = [line for line in table.iter("tr") if not _is_dropped(line)]
    rows = [row for row in _rows(lines) if any(row)]
    if not is_table(rows):
        return []
    headed = lines[0].getparent().tag == "thead" or lines[0].find("td") is None
    above = [paragraph for caption in table.findall("caption") for paragraph in _paragraphs(caption)]
    return [*above, markdown(rows, headed=headed)]


def _rows(lines: Iterable[Any]) -> Iterator[list[str]]:
    """Yield the cells of each row; one of several columns in the first of them, one of several rows in each."""
    below: dict[int, tuple[int, str]] = {}  # of each column, in how many rows to come what stands in it
    for line in lines:
        row: list[str] = []
        cells = (cell for cell in line.iterchildren("td", "th") if not _is_dropped(cell))
        while True:
            left, text = below.get(len(row), (0, ""))
            if left:
                below[len(row)] = left - 1, text
                row.append(text)
            elif (cell := next(cells, None)) is not None:
                # Most cells hold words only: a table of a million of them shall not take a minute.
                paragraphs = _paragraphs(cell) if len(cell) else [_INVISIBLE.sub("", cell.text or "")]
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
