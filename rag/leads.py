"""Which sentence tells whom or what a quote speaks of, where it does not say so itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from rag.evidence import cells
from rag.types import Quote

MOST_BACK = 4
"""Sentences searched, backwards, for the one that tells whom a quote speaks of."""

_LEANS = re.compile(r"[“\"'(]*(?:He|She|It|They|This|These|Those|That|His|Her|Its|Their|Both|Instead)\b", re.I)
_PERSON = re.compile(r"[“\"'(]*(?:He|She|His|Her)\b", re.I)
_NAMES_SPEAKER = re.compile(r"[“\"][^“”\"]+[”\"][^“”\"]*\b[A-Z]\w+")
"""“It was hard,” said Ann Lee."""
_SPEAKS = re.compile(
    r"\b[A-Z]\w+(?: [A-Z]\w+)?(?:,[^,]+,)? (?:also |later |then )?(?:said|says|told|asked|revealed|emphasi[sz]ed|"
    r"shared|remarked|stated|added|thinks?|thought|believes?|believed|mentioned|raised|discussed|touched|explained|noted|claimed|"
    r"argued|wrote|announced|replied|recalled|held|was|is|has|had|did|went|came|made|took)\b"
)


def introduced(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the quotes, each that leans on another place led by that as a quote of its own.

    "He also …" leans on the sentence before it, a row of a table on the one that names its columns.
    """
    given = list(quotes)
    found: list[Quote] = []
    for quote in given:
        lead = _lead(quote)
        if lead is not None and not any(lead.overlaps(other) for other in chain(given, found)):
            found.append(lead)
        found.append(quote)
    return tuple(found)


def _lead(quote: Quote) -> Quote | None:
    """Return the sentence that tells whom or what `quote` speaks of if it begins with a pronoun, or a row's head."""
    named = cells.head(quote.article, quote.span)
    if named is not None:
        return Quote(quote.article, named, (), quote.section, quote.probability, quote.part)
    text, sentences = quote.article.text, quote.article.sentences
    at = quote.article.sentences_around(quote.span)[0]
    if not _LEANS.match(text, quote.span.start) or _NAMES_SPEAKER.match(text, quote.span.start, quote.span.end):
        return None
    section = quote.section
    first = section.span.start + (section.title is not None)  # a heading tells of nobody
    back = [span for span in sentences[max(0, at - MOST_BACK) : at][::-1] if span.start >= first]
    if not back:
        return None
    wanted = back[:1]
    if _PERSON.match(text, quote.span.start):
        wanted = [span for span in back if _SPEAKS.search(span.of(text))] or wanted
        wanted = [span for span in wanted if not _PERSON.match(text, span.start)]  # that names nobody either
    return Quote(quote.article, wanted[0], (), quote.section, quote.probability, quote.part) if wanted else None
