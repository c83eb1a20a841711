"""Lists set out line by line below a sentence that leads them, or a heading: "The works include:", an item a line."""

from __future__ import annotations

import re

from rag.content_words import content
from rag.types import Article, Span

MOST_ITEMS = 20
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+(?=\S)")
_ENDS = re.compile(r"(?:[;,](?: (?:and|or))?)?\s*$")
_KIND = re.compile(r"\b(?:which|what|list|all)(?: (?:of|are|is|all|the|my|your))* (?P<kind>\w+(?: \w+)?)", re.I)
_LEADS = re.compile(r":\W*$")


def whole(article: Article, span: Span, question: str) -> tuple[Span, tuple[Span, ...]] | None:
    """Return the list that `span` lies in, lead and all, and its items; None if there is none.

    A list is what a question for several things asks for if a word of the question stands in its lead. A heading leads
    one too; it tells the section, and is no part of the list.
    """
    place = article.sentences_around(span)[0]
    first = next((n for n in range(place, -1, -1) if not _is_of_item(article, n)), None)
    if first is None:
        return None
    lead = article.sentences[first]
    heads = any(section.title is not None and section.span.start == lead.start for section in article.sections)
    if not heads and not _LEADS.search(lead.of(article.text)):
        return None
    kind = _KIND.search(question)
    asked = question if not heads else kind["kind"] if kind else ""  # "Berlin" heads no list of its companies
    if content(asked).isdisjoint(content(lead.of(article.text))):
        return None
    items: list[Span] = []
    for number in range(first + 1, len(article.sentences)):
        one = article.sentences[number]
        marker = _marker(article, one)
        if marker:
            items.append(Span(min(one.start + marker, one.end - 1), one.end))
        elif items and _is_of_item(article, number):
            items[-1] = Span(items[-1].start, one.end)  # a second sentence
        else:
            break
    if not 2 <= len(items) <= MOST_ITEMS:
        return None
    marked = [Span(one.start, one.start + len(_ENDS.sub("", one.of(article.text), count=1))) for one in items]
    return Span(article.sentences[first + 1].start if heads else lead.start, items[-1].end), tuple(marked)


def _marker(article: Article, sentence: Span) -> int:
    """Return how long the mark of an item is that a sentence opens its line with, or 0."""
    line = article.text.rfind("\n", 0, sentence.start) + 1
    if article.text[line : sentence.start].strip():
        return 0
    found = _ITEM.match(article.text, sentence.start, sentence.end)
    return found.end() - sentence.start if found else 0


def _is_of_item(article: Article, number: int) -> bool:
    """Return whether a sentence opens an item, or goes on with one on its line."""
    while number >= 0:
        sentence = article.sentences[number]
        if _marker(article, sentence):
            return True
        before = article.sentences[number - 1].end if number else sentence.start
        if number == 0 or "\n" in article.text[before : sentence.start]:
            return False
        number -= 1
    return False
