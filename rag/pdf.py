"""PDFs become text. The only home of pypdf, which gives lines and where they stand; `rag.layout` makes text of them."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag import layout
from rag.errors import ArticleError, shown
from rag.lines import Line

MAX_PAGES = 2000
MAX_CHARACTERS = 20_000_000
"""Of an article's extracted text."""

MARGIN = 1 / 8
"""Share of a page's height, at its head and at its foot, in which running heads stand."""
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")  # ligatures and Arabic as it is drawn, not as it is typed


def pdf(path: Path, raw: bytes) -> str:
    """Return the text of a PDF as Markdown: headings, paragraphs, items of lists.

    Raises:
        ArticleError: if it is none, is locked, has too many pages, or holds pictures of text only.
    """
    from pypdf import PdfReader

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


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page; pypdf has no types."""
    pieces: list[tuple[str, tuple[float, bool, float]]] = []

    def visit(text: str, current: list[float], matrix: list[float], font: dict[str, Any] | None, size: float) -> None:
        # Both are transformations (a, b, c, d, e, f) of points (x, y), as PDF 32000-1:2008, 8.3.3 has them.
        points = abs(size) * math.hypot(*matrix[2:4]) * math.hypot(*current[2:4])
        bold = re.search(r"bold|black|heavy", str((font or {}).get("/BaseFont", "")), re.I) is not None
        height = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
        typed = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text).replace("\0", "")
        pieces.append((typed, (round(points, 1), bold, height)))

    page.extract_text(visitor_text=visit)
    foot, top = float(page.mediabox.bottom), float(page.mediabox.top)
    styles: Counter[tuple[float, bool, float]] = Counter()
    words: list[str] = []
    for text, style in [*pieces, ("\n", (0.0, False, 0.0))]:
        first, *others = text.replace("\r\n", "\n").split("\n")
        words.append(first)
        styles[style] += len(first.strip())
        for other in others:
            (size, bold, height), _ = styles.most_common(1)[0]
            inside = foot + MARGIN * (top - foot) < height < top - MARGIN * (top - foot)
            yield Line(" ".join("".join(words).split()), size, bold, height, not inside)
            words, styles = [other], Counter({style: len(other.strip())})
