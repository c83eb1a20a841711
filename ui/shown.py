"""What the page is told of an article and of an outcome besides the outcome itself, so that it shows what was read."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from rag import markup
from rag.errors import without_surrogates
from rag.types import Abstention, Answer, Article, Mark, Span
from ui.shelves import key


def article(found: Article) -> dict[str, Any]:
    """Return an article with its text, where its sections begin, and its marks."""
    sections = [
        {"title": section.title, "start": section.span.start} for section in found.sections if section.title is not None
    ]
    return {
        "key": key(found),
        "name": found.name,
        "title": title(found),
        "text": found.text,
        "sections": sections,
        "marks": _rows(found.marks),
    }


def title(found: Article) -> str:
    """Return an article's title as it is to be seen."""
    return without_surrogates(_seen(found, found.title))


def beside(outcome: Answer | Abstention | None) -> dict[str, Any]:
    """Return what the page shows beside an outcome: of each quote its article, its section as it is to be seen, its
    marks (by offsets into the quote) and how other places of it begin.
    """
    if outcome is None:
        return {}
    quotes = outcome.nearest if isinstance(outcome, Abstention) else outcome.quotes
    return {
        "keys": [key(quote.article) for quote in quotes],
        "sections": [quote.section.title and _seen(quote.article, quote.section.title) for quote in quotes],
        "marks": [_rows(markup.within(quote.article.marks, quote.span)) for quote in quotes],
        "also": [[_beginning(quote.article, place) for place in quote.also] for quote in quotes],
    }


def _rows(marks: Sequence[Mark]) -> list[list[int | str]]:
    """Return each mark as its start, end and kind, and where a link leads."""
    return [[mark.start, mark.end, mark.kind, *([mark.to] if mark.to else [])] for mark in marks]


def _seen(found: Article, words: str) -> str:
    return markup.seen(words) if found.marks else words


def _beginning(found: Article, span: Span) -> str:
    return textwrap.shorten(found.said(span), 60, placeholder=" …")
