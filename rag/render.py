"""An outcome for people at a terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from rag.report import absent, short_answer
from rag.types import Abstention, Answer, Quote, Span

NOT_FOUND = "Not in the article."
NOTHING_ASKED = "Ask something about the article."


def rendered(outcome: Answer | Abstention, *, colour: bool) -> str:
    """Return the answer and its quotes with section and offsets, or the plain no with what came nearest.

    Quotes are indented and keep their own line breaks; what is not indented, or stands behind a dash, is ours.
    """
    if isinstance(outcome, Abstention):
        lines = [_bold(_no(outcome) if outcome.passages_read else NOTHING_ASKED, colour)]
        if outcome.nearest:
            lines += ["", "Nearest, but no answer:"]
            lines += [_quoted(outcome.nearest[0], colour)]
        return "\n".join(lines)
    whole = all(set(quote.highlights) <= {quote.span} for quote in outcome.quotes)  # said by the quotes themselves
    lines = [] if whole else [_bold(_plain(short_answer(outcome)), colour)]
    for quote in _once(outcome.quotes):
        lines += ["", _quoted(quote, colour)]
    if outcome.missing:
        lines += ["", *(f"{NOT_FOUND[:-1]}: {_plain(words)}" for words in outcome.missing)]
    named = [one for one in absent(outcome) if not any(one in words for words in outcome.missing)]
    if named:  # and not told already
        lines += ["", f"No quote contains {', '.join(map(_plain, named))}. Check that it is about what you asked."]
    if outcome.further:
        more = "One more sentence speaks" if outcome.further == 1 else f"{outcome.further} more sentences speak"
        lines += ["", f"{more} of this; ask something narrower to see what they say."]
    return "\n".join(lines).lstrip("\n")


def _once(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes; what answers two parts with one sentence is one, as sure as the less sure part."""
    found: dict[tuple[int, Span, bool], Quote] = {}
    for quote in quotes:
        place = id(quote.article), quote.span, bool(quote.highlights)
        twin = found.get(place, quote)
        marked: list[Span] = []
        told = {*twin.highlights, *quote.highlights}
        for one in sorted(told - {quote.span} or told):  # all of the sentence would hide them
            if marked and one.overlaps(marked[-1]):
                marked[-1] = Span(marked[-1].start, max(one.end, marked[-1].end))
            else:
                marked.append(one)
        found[place] = replace(
            twin,
            highlights=tuple(marked),
            probability=min(twin.probability, quote.probability),
            also=tuple(sorted({*twin.also, *quote.also})),
        )
    return list(found.values())


def _no(outcome: Abstention) -> str:
    read, total = outcome.passages_read, outcome.passages_total
    parts = outcome.missing
    no = f"{NOT_FOUND[:-1]}: {'; '.join(map(_plain, parts))}." if len(parts) > 1 else NOT_FOUND
    if read == total:
        return f"{no} All {total} passages were read." if total > 1 else f"{no} All of it was read."
    return f"{no} The {read} likeliest of {total} passages were read."


def _quoted(quote: Quote, colour: bool) -> str:
    """Return the quote, its highlights underlined, over a line that says where it stands."""
    pieces, at = [], quote.span.start
    for highlight in quote.highlights:
        pieces += [
            _plain(quote.article.text[at : highlight.start]),
            _underlined(_plain(highlight.of(quote.article.text)), colour),
        ]
        at = highlight.end
    pieces.append(_plain(quote.article.text[at : quote.span.end]))
    section = f", section “{_plain(quote.section.title)}”" if quote.section.title else ""
    place = f"{_plain(quote.article.name)} {quote.span.start}–{quote.span.end}{section}"
    if not quote.highlights:  # it only tells whom the next one speaks of
        return textwrap.indent("".join(pieces), "  ") + f"\n  — {place}"
    also = "".join(f", also at {span.start}–{span.end}" for span in quote.also)
    return textwrap.indent("".join(pieces), "  ") + f"\n  — {place}, probability {quote.probability:.0%}{also}"


def _plain(text: str) -> str:
    """Return `text` without the control characters that would steer a terminal."""
    return "".join("�" if unicodedata.category(c) == "Cc" and c not in "\r\n\t" else c for c in text)


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[22m" if colour else text


def _underlined(text: str, colour: bool) -> str:
    return f"\x1b[4m{text}\x1b[24m" if colour else text
