"""The article's words around a place, for people who ask why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.evaluation.scores import Judged
from rag.report import NearestJson
from rag.types import Article

AROUND = 40
"""Characters shown on either side."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of an article and what stands around them, each on one line."""

    article: str
    start: int
    before: str
    words: str
    after: str

    def __str__(self) -> str:
        """Return it with the words in brackets."""
        return f"{self.article} {self.start}: {self.before}[{self.words}]{self.after}"


def excerpt(article: Article, start: int, end: int) -> Excerpt:
    """Return the words from `start` to `end` of an article."""
    text = article.text
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, words, after = (_line(part) for part in (text[first:start], text[start:end], text[end:last]))
    return Excerpt(
        article.name, start, ("…" if first else "") + before, words, after + ("…" if last < len(text) else "")
    )


def around(one: Judged, article: str, start: int, end: int, text: str) -> Excerpt:
    """Return a quote in its article."""
    return excerpt(_quoted(one, article, start, end, text), start, end)


def _quoted(one: Judged, name: str, start: int, end: int, text: str) -> Article:
    """Return the article in which a quote stands where it says: several may be called the same, or one anew."""
    return min(one.articles, key=lambda article: (article.text[start:end] != text, article.name != name))


def gold_places(one: Judged) -> list[Excerpt]:
    """Return the gold answers where they stand."""
    found = []
    for words in one.case.words:
        for article in one.articles:
            if words.fit(article.text):
                start = words.places(article.text)[0] if words.start is None else words.start
                found.append(excerpt(article, start, start + len(words.text)))
                break
    return found


def quote_places(one: Judged) -> list[Excerpt]:
    """Return the highlights of what was quoted; of a "no", what came nearest."""

    def place(quote: NearestJson, start: int, end: int) -> Excerpt:
        return excerpt(_quoted(one, quote["article"], quote["start"], quote["end"], quote["text"]), start, end)

    found = [place(quote, h["start"], h["end"]) for quote in one.outcome["quotes"] for h in quote["highlights"]]
    return found or [place(quote, quote["start"], quote["end"]) for quote in one.outcome["nearest"][:1]]


def expected(one: Judged) -> str:
    """Return the gold answers in one line."""
    if one.case.parts:
        parts = [" | ".join(_line(words.text) for words in part) or "(not in the article)" for part in one.case.parts]
        return " + ".join(parts)
    words = one.case.answers or one.case.statements
    return " | ".join(dict.fromkeys(_line(one.text) for one in words)) or "(not in the article)"


def got(one: Judged) -> str:
    """Return what came, in one line."""
    return one.outcome["error"] or _line(one.outcome["answer"]) or "(not in the article)"


def told(one: Judged) -> Iterator[str]:
    """Yield all that explains a case that went wrong, line by line."""
    yield f"question: {one.case.question}"
    if one.outcome["read_as"]:
        yield f"read as:  {one.outcome['read_as']}"
    yield f"expected: {expected(one)}"
    yield f"got:      {got(one)} (probability {one.outcome['probability']:.2f}, F1 {one.f1:.2f})"
    for place in gold_places(one)[:2]:
        yield f"  gold    {place}"
    for place in quote_places(one):
        yield f"  {'quoted ' if one.answered else 'nearest'} {place}"
    if one.case.note:
        yield f"note: {one.case.note}"


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split(" "))
