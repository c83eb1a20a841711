"""Questions and outcomes as the HTML of chat messages.

Everything that comes from the article, a file name or a person is escaped here, and nothing else is interpolated.
A message holds no raw newline: the chat renders Markdown, where a blank line would end an HTML block.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.report import short_answer
from rag.types import Abstention, Answer, Article, Quote

NOT_FOUND = "Not in the article."


def escaped(text: str) -> str:
    """Return `text` so that it shows exactly as it is, white space included (with `white-space: pre-wrap`).

    Whatever is no letter, digit or plain space becomes a character reference: neither HTML nor Markdown nor
    a formula can then be read into it.
    """
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text)


def question(text: str) -> str:
    """Return what a person asked."""
    return f'<span class="asked">{escaped(text)}</span>'


def error(message: str) -> str:
    """Return a question's error."""
    return f'<p class="error">{escaped(message)}</p>'


def outcome(found: Answer | Abstention, articles: Sequence[Article]) -> str:
    """Return an answer with its quotes, or an abstention with the nearest passages."""
    if isinstance(found, Answer):
        quotes = "".join(_quote(quote, number, articles) for number, quote in enumerate(found.quotes, start=1))
        return f'<p class="answer">{escaped(short_answer(found))}</p>{quotes}'
    read, total = found.passages_read, found.passages_total
    how = (
        f"All {total} passages were read." if read == total else f"The {read} likeliest of {total} passages were read."
    )
    near = "".join(_quote(quote, None, articles) for quote in found.nearest)
    if near:
        near = f'<details class="nearest"><summary>What comes nearest, but does not answer</summary>{near}</details>'
    return f'<p class="abstention"><strong>{NOT_FOUND}</strong> {how}</p>{near}'


def citation(quote: Quote, articles: Sequence[Article]) -> str:
    """Return the link that the article pane follows: `#cite=START-END:HIGHLIGHTS@ARTICLE`.

    HIGHLIGHTS are START-END pairs joined with commas; ARTICLE is the article's place among `articles`. All offsets
    are code points.
    """
    marks = ",".join(f"{span.start}-{span.end}" for span in quote.highlights)
    place = next(index for index, article in enumerate(articles) if article is quote.article)
    return f"#cite={quote.span.start}-{quote.span.end}:{marks}@{place}"


def _quote(quote: Quote, number: int | None, articles: Sequence[Article]) -> str:
    text = quote.article.text
    pieces, at = [], quote.span.start
    for span in quote.highlights:
        pieces.append(f"{escaped(text[at : span.start])}<mark>{escaped(span.of(text))}</mark>")
        at = span.end
    pieces.append(escaped(text[at : quote.span.end]))
    place = f"{quote.span.start}–{quote.span.end}"
    if len(articles) > 1:
        place = f"{escaped(quote.article.name)} {place}"
    section = f" · {escaped(quote.section.title)}" if quote.section.title else ""
    label = "nearest" if number is None else f"quote {number}"
    kind = "near" if number is None else "quote"
    certainty = "" if number is None else f" · {quote.probability:.0%} sure"
    return (
        f'<blockquote class="{kind}">{"".join(pieces)}</blockquote>'
        f'<p class="cite"><a href="{citation(quote, articles)}" title="Show this in the article">'
        f"{label}: characters {place}</a>{section}{certainty}</p>"
    )
