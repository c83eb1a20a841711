"""The marks of Markdown: what of a text a reader does not see, and how the rest of it is set."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from rag.types import Mark, MarkKind, Span

MOST = 2_000_000
"""Marks of a text at most; one of more was not written to be read, and has none, so that no file fills the memory."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_SET_IN = re.compile(r" {4}\s*\S")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])\s")

_TAKEN = "\ue000"
"""Stands for what is marked already while the rest is looked through: no letter, no blank, no mark."""
# A line that the paragraph of the one before it goes on in: not blank, no item, no heading, no row.
_ON = r"\n(?![ \t\r]*\n|[ \t]*(?:[-+*•]|\d{1,9}[.)])[ \t]|[ \t]{0,3}#{1,6}[ \t]|[ \t]*\|)"
# What may stand between two brackets, and in an address: a pair of brackets too.
_BETWEEN = rf"(?:[^\[\]\n]|{_ON}|\[[^\[\]\n]*\])*+"
_ADDRESS = r"(?:[^()\s]|\([^()\s]*\))*+"

# The leftmost of these goes first, and nothing is looked for in it.
_WHOLE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~]|(?=\r?\n))"
    r"|`(?<!``)(?P<ticks>`{0,7})(?!`)(?P<code>[^`\n]+(?:\n[^`\n]+)?)`(?P=ticks)(?!`)"
    r"|<(?P<address>(?:https?://|mailto:)[^<>\s]+|[^<>\s@/]+@[^<>\s@/]+)>"
    r"|<(?:!--(?:(?!<!--|-->).)*--|/?[A-Za-z][\w-]*+\s*/?)>"
    r"|(?<!\w)<[A-Za-z][\w-]*+(?:\s+[A-Za-z_:][\w.:-]*+(?:\s*=\s*(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>`]++))?)++\s*/?>",
    re.S,
)
# What is set bold holds no other bold, so that a text of nothing but stars takes no longer for each.
_NESTED = tuple(
    re.compile(form, re.M)
    for form in (
        rf"!\[{_BETWEEN}\](?:\((?:[^()\n]|\([^()\n]*\))*+\)|\[[^\[\]\n]*\])",
        r"^[ \t]{0,3}\[[^\[\]\n]+\]:[ \t]+\S+[ \t\r]*$",
        rf"\[(?P<link>{_BETWEEN})\](?:\((?P<to>{_ADDRESS})(?:\s+\"[^\"\n]*\")?\)|\[(?P<label>[^\[\]\n]*)\])",
        rf"(?<![^\W_])(?<!\*)\*\*(?=\S)(?P<strong>(?:[^*\n]|\*[^*\n]+\*|{_ON}){{1,400}})(?<=\S)\*\*(?!\*|[^\W_])",
        rf"(?<!\w)__(?=\S)(?P<strong>(?:[^_\n]|_[^_\n]+_|{_ON}){{1,400}})(?<=\S)__(?!\w)",
        rf"(?<![^\W_])(?<!\*)\*(?=[^\s*])(?P<emphasis>(?:[^*\n]|{_ON}){{1,400}})(?<=\S)\*(?!\*|[^\W_])",
        rf"(?<!\w)_(?=[^\s_])(?P<emphasis>(?:[^_\n]|{_ON}){{1,400}})(?<=\S)_(?!\w)",
    )
)
_DEFINED = re.compile(r"^[ \t]{0,3}\[([^\[\]\n]+)\]:[ \t]+\S", re.M)
_KEPT: dict[str, MarkKind | None] = {
    "escaped": None,
    "code": "code",
    "address": "link",
    "link": "link",
    "strong": "strong",
    "emphasis": "emphasis",
}
"""How what a form keeps is set, by the name that it has there."""
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def marks(text: str) -> tuple[Mark, ...]:
    """Return the marks of a Markdown text by their start, and what is outside before what is inside.

    Programs are one mark, with their fences, and hold no other but that the fences are gone.
    """
    found: list[Mark] = []
    left, at = [], 0
    for program, fences in _programs(text):
        found += [Mark(program.start, program.end, "program"), *(Mark(one.start, one.end, "gone") for one in fences)]
        left += [text[at : program.start], "\n" * len(program)]  # no paragraph goes on behind it
        at = program.end
    rest = "".join([*left, text[at:]])
    labels = {label.casefold() for label in _DEFINED.findall(rest)}
    for form in (_WHOLE, *_NESTED):
        rest = form.sub(partial(_taken, text, found, labels), rest)
    if len(found) > MOST:
        return ()
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end)))


def unmarked(text: str, found: Sequence[Mark]) -> str:
    """Return `text` with spaces in place of what its marks say is gone: as long as it was, and every word where it was.

    Line ends stay.
    """
    pieces: list[str] = []
    at = 0
    for start, end in _gone(found):
        pieces += [text[at:start], _filled(text[start:end], " ")]
        at = end
    return "".join([*pieces, text[at:]])


def seen(text: str) -> str:
    """Return a short text, a title say, as it is to be seen."""
    pieces: list[str] = []
    at = 0
    for start, end in _gone(marks(text)):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def within(found: Sequence[Mark], span: Span) -> list[Mark]:
    """Return what of the marks of a text lies in a span of it, by offsets from where that begins."""
    before = bisect_left(found, span.end, key=lambda mark: mark.start)
    return [
        Mark(max(mark.start - span.start, 0), min(mark.end, span.end) - span.start, mark.kind, mark.to)
        for mark in found[:before]
        if mark.end > span.start
    ]


def _gone(found: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are gone, in order and apart."""
    at = 0
    for mark in found:
        if mark.kind == "gone" and mark.end > at:
            yield max(at, mark.start), mark.end
            at = mark.end


def _programs(text: str) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each program, set in or fenced, with those of its lines that are fences; unclosed, it has the rest."""
    fence, item, apart = "", False, True  # whether one that is set in would belong to an item, and may begin here
    program: Span | None = None
    fences: list[Span] = []
    for line in _LINE.finditer(text):
        words = line[0].strip()
        edge = _FENCE.match(line[0])
        framed = edge is not None and (not fence or (words == edge["fence"] and words.startswith(fence)))
        if edge and framed:
            fence = "" if fence else edge["fence"]
        elif not (fence or (apart and not item and _SET_IN.match(line[0]))):
            if not line[0][0].isspace():
                item = _ITEM.match(line[0]) is not None
            apart = not words
            if program:
                yield program, fences
            program, fences = None, []
            continue
        apart = True
        program = Span(program.start if program else line.start(), line.end())
        if framed:
            fences.append(Span(line.start(), line.start() + len(line[0].rstrip())))
    if program:
        yield program, fences


def _taken(text: str, found: list[Mark], labels: set[str], match: re.Match[str]) -> str:
    """Add the marks of one form; return it with what is taken of it filled, as long as it was.

    "[3][4]" is a link only where the text has an address for the label.
    """
    label = match["label"] if "label" in match.re.groupindex else None
    if len(found) > MOST or (label is not None and (label or match["link"]).casefold() not in labels):
        return match[0]
    start, end = match.span()
    group = next((one for one in match.re.groupindex if one in _KEPT and match[one] is not None), None)
    opens, closes = match.span(group) if group else (end, end)
    found += [Mark(first, after, "gone") for first, after in ((start, opens), (closes, end)) if first < after]
    kind, to = _KEPT[group] if group else None, _to(text, match)
    if kind and opens < closes and (kind != "link" or to):
        found.append(Mark(opens, closes, kind, to))
    if match.re is _WHOLE:
        return _filled(match[0], _TAKEN)
    kept = match[0][opens - start : closes - start]
    return _filled(match[0][: opens - start], _TAKEN) + kept + _filled(match[0][closes - start :], _TAKEN)


def _to(text: str, match: re.Match[str]) -> str | None:
    """Return where a link leads, as its address was written; None if the form is no link, or does not say."""
    groups = match.re.groupindex
    if "address" in groups and (address := match["address"]):
        return f"mailto:{address}" if "@" in address and ":" not in address else address
    if "to" in groups and match["to"]:
        return _ESCAPE.sub("", text[slice(*match.span("to"))].strip("<>"))
    return None


def _filled(text: str, by: str) -> str:
    """Return as many of `by`, line by line."""
    return "\n".join(by * len(line) for line in text.split("\n"))
