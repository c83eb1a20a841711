"""What stands below a heading answers who asks for what it names: "What are the ingredients?", "Security?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.content_words import content
from rag.english import ASKING, turning
from rag.types import Article, Span, Statement

MOST_BELOW = 1500
"""Code points below a heading that answer a question for what it names."""
_NUMBERED = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+")
_BY_NUMBER = re.compile(
    r"(?:the )?(?:section|chapter|part|clause|article|paragraph|(?P<item>point|step|item|rule)) "
    r"(?P<number>\d+(?:\.\d+)*)\.?",
    re.I,
)
_ITEM = r"^[ \t]*(?:{number})\s\S.*(?:\n(?![ \t]*(?:$|\(?\d|[-*•#|])).*)*"
"""A numbered paragraph, down to an empty line, the next number or a list."""
_GENERIC = frozenset(["instruction", "rule", "section", "detail", "information", "note", "advice", "requirement"])
"""What may be said of what stands below a heading: the safety rules below "Safety"."""
_FIRST = re.compile(r"\w+")
_WORD = re.compile(r"[\w’'-]+")
_RUN_IN = re.compile(r"[A-Z][\w’'-]*(?: [\w’'-]+){0,2}\.")
_LABELLED = re.compile(r"[A-Z][\w’'-]*(?: [\w’'-]+){0,2}: ")


def named(title: str, articles: Sequence[Article]) -> list[Statement]:
    """Return what stands below each heading that says nothing but `title`: "4. Security" for "security".

    A heading may open a paragraph: "Results. Fifty-nine doctors …". Not what stands below the title of a whole article,
    and nothing too long to be an answer.
    """
    numbered = _BY_NUMBER.fullmatch(title)
    if numbered:
        return _short_enough([one for article in articles for one in _of_number(numbered, article)])
    for loosely in (False, True):
        found = _short_enough(list(_titled(title, articles, loosely)))
        if found:
            return found
    return []


def _titled(asked: str, articles: Sequence[Article], loosely: bool) -> Iterator[tuple[Article, Sequence[Span]]]:
    """Yield what stands below each heading that says what `asked` does, or behind one that opens its paragraph."""
    wanted = _stems(asked, loosely)

    def same(title: str) -> bool:  # "Items not included" are not "the included items"
        return _stems(title, loosely) == wanted and _turned(title) == _turned(asked)

    for article in articles if wanted else ():
        for section in article.sections:
            title = "" if section.title in {None, article.title} else _NUMBERED.sub("", section.title or "")
            if same(title):
                yield article, [one for one in article.sentences if one in section.span][1:]
        for place, span in enumerate(article.sentences):
            if _opens(article, place) and same(span.of(article.unmarked)):
                yield article, _opened(article, place)


def _of_number(asked: re.Match[str], article: Article) -> list[tuple[Article, Sequence[Span]]]:
    """Return what stands below the heading of a number, or the item of a list that has it, if there is only one.

    A step is an item first, a section a heading: "4. Security", and "4 Security" if there is a third or a fifth one.
    """
    number = re.escape(asked["number"])
    dotted = "." in asked["number"]
    numbered = dotted or _has_heading(article, int(number) - 1) or _has_heading(article, int(number) + 1)
    mark = r"[.):\s]" if numbered else "[.):]"
    starts = re.compile(rf"\W*{number}{mark}")
    sections = [one for one in article.sections if one.title is not None and starts.match(one.title)]
    items = list(re.finditer(_ITEM.format(number=rf"\({number}\)|{number}[.):]{'?' * dotted}"), article.text, re.M))
    titles = {one.title for one in article.sections}
    items = [one for one in items if one[0].strip() not in titles]
    if len(items) == 1 and (asked["item"] or not sections):
        whole = Span(*items[0].span())
        found = [one for one in article.sentences if one.overlaps(whole)]
        section = article.section_of(found[0]).span  # a heading in plain text may be a line like those of an item
        return [(article, [one for one in found if one in section])]
    return [(article, [one for one in article.sentences if one in section.span][1:]) for section in sections[:1]]


def _has_heading(article: Article, number: int) -> bool:
    """Return whether a heading begins with a number."""
    return any(re.match(rf"\W*{number}(?!\w)", one.title or "") for one in article.sections)


def asked(question: str, articles: Sequence[Article]) -> list[Statement]:
    """Return what stands below each heading that asks `question`, in as good as its words, with its mark or without."""
    first, wanted = _FIRST.match(question), _stems(question)
    found = []
    for article in articles:
        for section in article.sections:
            title = _NUMBERED.sub("", section.title or "")
            opens = _FIRST.match(title)
            same = first and opens and opens[0].casefold() == first[0].casefold() and _stems(title) == wanted
            same = same and _turned(title) == _turned(question)
            if wanted and same and (title.endswith("?") or re.match(rf"(?:{ASKING})\b", title, re.I)):
                found.append((article, [one for one in article.sentences if one in section.span][1:]))
    return _short_enough(found)


def _turned(text: str) -> set[tuple[str, frozenset[str]]]:
    """Return the small words that turn what a text says, each with what it turns: "from Graz" is not "to Graz"."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return {
        (word, next((stems for other in words[n:] if (stems := content(other))), frozenset[str]()))
        for n, word in enumerate(words, 1)
        if turning(word)
    }


def _short_enough(found: Sequence[tuple[Article, Sequence[Span]]]) -> list[Statement]:
    """Return each run of sentences that is no longer than an answer may be."""
    return [
        Statement(article, Span(below[0].start, below[-1].end))
        for article, below in found
        if below and below[-1].end - below[0].start <= MOST_BELOW
    ]


def _opens(article: Article, place: int) -> bool:
    """Return whether a sentence is a heading that opens what follows on its line: one word, or few at its start."""
    text, span = article.text, article.sentences[place]
    heading = _RUN_IN.fullmatch(text, span.start, span.end)
    if heading is None or text[span.end : span.end + 1] != " " or not text[span.end : span.end + 3].strip():
        return False
    return " " not in heading[0] or text[max(0, span.start - 1) : span.start] in {"", "\n"}


def _opened(article: Article, place: int) -> list[Span]:
    """Return the sentences behind a heading, up to the next one or the end of its line."""
    found: list[Span] = []
    for number in range(place + 1, len(article.sentences)):
        one = article.sentences[number]
        if "\n" in article.text[article.sentences[number - 1].end : one.start] or _opens(article, number):
            break
        if found and _LABELLED.match(one.of(article.text)):
            break
        found.append(one)
    return found


def _stems(text: str, loosely: bool = False) -> set[str]:
    """Return the words of `text` that carry meaning, "update" and "updating" alike.

    Loosely, "make" and "making", "put" and "putting" are too, and what may be said of anything is left out.
    """
    words = content(re.sub(r"['’]s\b", "", text))
    if not loosely:
        return {word.removesuffix("e") for word in words}
    bases = (re.sub(r"(?<=\w\w)(?:ing|e)$", "", word) for word in words - _GENERIC or words)
    return {re.sub(r"([bdfgklmnprt])\1$", r"\1", word) for word in bases}
