"""Where the sentences and the sections of a plain or Markdown text begin and end.

Knows nothing of passages, models or files. Every function maps a text to spans of it; the spans are in
order, never overlap, and neither begin nor end with white space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from rag.types import Section, Span

MAX_SENTENCE = 1000
"""Code points after which a "sentence" without any end is cut, so that no passage grows without bound."""

# A full stop after one of these ends a sentence only before a word that opens one.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:"
    r"(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Gen|Col|Lt|Sgt|Capt|Rep|Sen|Gov|Rev|Hon|Mt|Ft|vs|etc|"
    r"Inc|Ltd|Co|Corp|approx|dept|est|al|cf|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)"
    r"|[A-Z]"  # an initial: "J. Smith"
    r"|(?:[A-Za-z]\.)+[A-Za-z]"  # "U.S.", "e.g.", "p.m."
    r")\.$"
)
_OPENER = re.compile(
    r"(?:The|This|That|These|Those|It|Its|He|She|They|We|You|His|Her|Their|Our|In|On|At|As|For|But|And|So|If|When|While|"
    r"However|Although|After|Before|Since|There|What|Who|Why|How|A|An)\b"
)
_BEFORE_NUMBER = re.compile(r"\b(?:No|Nos|Fig|Figs|Eq|Sec|Vol|Art|p|pp)\.$")
_ITEM = re.compile(r"#* *(?:\d+|[A-Za-z]|[ivxl]{2,6}|[IVXL]{2,6})")
_CLOSES = re.compile(r"[^().!?\r\n]{1,40}\)")
# A run of terminators with its closing quotes and brackets, then white space; or CJK terminators, which need none.
# Only whole runs are tried: a line of a million dots takes no longer than one of words.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s)|[。！？]+[」』”’）]*")
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_MARKDOWN_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(?P<title>\S.*)")
_MARKDOWN_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S|[ \t]*[|>]")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_NUMBERED = re.compile(r"[ \t]*(?P<title>\d{1,2}(?:\.\d{1,2})*[.)]?[ \t]+[A-Z][^\r\n]{1,58}?(?<![.!?,;:]))[ \t]*$")
_LABEL = re.compile(r"[ \t]*(?P<title>[A-Z]\w*(?: [\w’'&-]+){0,4}):[ \t]*$")


def sections(text: str, *, markdown: bool) -> tuple[Section, ...]:
    """Cut `text` into sections, heading line included; blank text has none.

    In Markdown a heading is an ATX heading. In plain text it is a line of at most five words that ends in a
    colon ("Related Posts:"), a short line in capitals between blank lines, or one of several short lines with a number
    ("2. Scope") that stand after a blank line and are no items of a list.
    """
    starts: list[tuple[int, str | None]] = [(0, None)]
    starts += _headings(text, markdown=markdown)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    found = []
    for (start, title), end in zip(starts, ends, strict=True):
        span = _stripped(text, start, end)
        if span is not None:
            found.append(Section(title, span))
    return tuple(found)


def sentences(text: str, *, markdown: bool) -> tuple[Span, ...]:
    """Cut `text` into sentences.

    Lines end a sentence, save in hard-wrapped paragraphs, where a sentence runs on. Together the spans cover
    every code point of `text` but white space.
    """
    found: list[Span] = []
    for block in _blocks(text, markdown=markdown):
        start = block.start
        for match in _END.finditer(text, block.start, block.end):
            if _ends_sentence(text, start, match.start(), match.end(), block.end):
                found += _bounded(text, start, match.end())
                start = match.end()
        found += _bounded(text, start, block.end)
    return tuple(found)


def _ends_sentence(text: str, start: int, mark: int, end: int, stop: int) -> bool:
    """Return whether the terminators text[mark:end] end the sentence begun at `start`."""
    following = text[end : min(stop, end + 16)].lstrip().lstrip("\"'“‘«([")
    if following[:1].islower():
        return False  # "Yahoo! said", "approx. five"
    if text[mark] != ".":
        return True
    if _ITEM.fullmatch(text, start, mark):
        return False  # "1. First of a list", "b. The second", "## 2. A heading"
    before = text[max(start, mark - 12) : mark + 1]
    if _ABBREVIATION.search(before):
        return _OPENER.match(following) is not None
    if text.rfind("(", start + 1, mark) > text.rfind(")", start, mark) and _CLOSES.match(text, end, stop):
        return False  # "(part no. AD-5)"
    return not (following[:1].isdigit() and _BEFORE_NUMBER.search(before))


def _blocks(text: str, *, markdown: bool) -> Iterator[Span]:
    """Yield the stretches of `text` that a sentence cannot leave: lines, or hard-wrapped paragraphs."""
    headings = {start for start, _ in _headings(text, markdown=markdown)}
    paragraph: list[Span] = []
    fenced = False
    previous_end = 0
    for match in _LINE.finditer(text):
        line = _stripped(text, match.start(), match.end())
        if line is None:
            continue
        raw = match.group()
        apart = _is_blank_between(text, previous_end, match.start())
        previous_end = match.end()
        fence = markdown and _FENCE.match(raw) is not None
        alone = fenced or fence or match.start() in headings
        item = markdown and _MARKDOWN_ITEM.match(raw) is not None
        fenced ^= fence
        if paragraph and (apart or alone or item):
            yield from _paragraph(text, paragraph, markdown=markdown)
            paragraph = []
        if alone:
            yield line
        else:
            paragraph.append(line)
    yield from _paragraph(text, paragraph, markdown=markdown)


def _paragraph(text: str, lines: list[Span], *, markdown: bool) -> Iterator[Span]:
    """Yield neighbouring lines as one block if they are one hard-wrapped paragraph, else each by itself.

    Rows of a table are lines by themselves; a single line with a bar in it is none.
    """
    if len(lines) <= 1 or not (markdown or _is_wrapped(text, lines)):
        yield from lines
        return
    bars = [is_row(line.of(text)) for line in lines]
    alone = [bar and any(bars[max(0, n - 1) : n] + bars[n + 1 : n + 2]) for n, bar in enumerate(bars)]
    for row, run in groupby(zip(alone, lines, strict=True), lambda pair: pair[0]):
        spans = [span for _, span in run]
        yield from spans if row else [Span(spans[0].start, spans[-1].end)]


def is_row(line: str) -> bool:
    """Return whether a line looks like a row of a table: "| a | b |", or "a | b" as other formats come out."""
    return line.startswith("|") or " | " in line or line.endswith(" |")


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Return whether an editor broke these lines: even lengths, and a sentence runs over a break."""
    if not all(40 <= len(line) <= 120 for line in lines[:-1]):
        return False
    return any(text[line.start].islower() for line in lines[1:])


def _is_blank_between(text: str, start: int, end: int) -> bool:
    """Return whether an empty line, or one of white space only, lies in text[start:end]."""
    return len(_BREAK.findall(text, start, end)) > 1


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield text[start:end] without its outer white space, in pieces of at most MAX_SENTENCE code points."""
    span = _stripped(text, start, end)
    while span is not None and len(span) > MAX_SENTENCE:
        limit = span.start + MAX_SENTENCE
        cut = max(text.rfind(" ", span.start, limit), text.rfind("\n", span.start, limit))
        if cut <= span.start + MAX_SENTENCE // 2:
            cut = limit
            while _joins(text[cut]) and cut > span.start + MAX_SENTENCE // 2:
                cut -= 1
        piece = _stripped(text, span.start, cut)
        if piece is not None:
            yield piece
        span = _stripped(text, cut, span.end)
    if span is not None:
        yield span


def _joins(character: str) -> bool:
    """Return whether a character belongs to the one before it: combining marks, joiners, emoji modifiers."""
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or character == "\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Return text[start:end] without its outer white space, or None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _headings(text: str, *, markdown: bool) -> Iterator[tuple[int, str]]:
    """Yield the offset of the line and the title of each heading."""
    return _markdown_headings(text) if markdown else _plain_headings(text)


def _markdown_headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the title of each ATX heading outside fenced code."""
    fenced = False
    for match in _LINE.finditer(text):
        if _FENCE.match(match.group()):
            fenced = not fenced
        elif not fenced and (heading := _MARKDOWN_HEADING.match(match.group())):
            title = heading["title"]
            yield match.start(), title[0] + title[1:].rstrip("# \t")


def _plain_headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the title of each line of plain text that is a heading."""
    lines = list(_LINE.finditer(text))
    numbered = _numbered_headings(text, lines)
    for index, match in enumerate(lines[:-1]):
        line = match.group()
        if index in numbered:
            yield match.start(), line.strip()
        elif label := _LABEL.match(line):
            yield match.start(), label["title"]
        elif len(line) <= 60 and line.isupper() and not line.rstrip().endswith((".", "!", "?", ",")):
            before = lines[index - 1].end() if index else -2
            if (index == 0 or _is_blank_between(text, before, match.start())) and _is_blank_between(
                text, match.end(), lines[index + 1].start()
            ):
                yield match.start(), line.strip()


def _numbered_headings(text: str, lines: Sequence[re.Match[str]]) -> set[int]:
    """Return which of a text's lines are headings with a number, if there are several."""
    found = set()
    told = [index for index, line in enumerate(lines) if line.group().strip()]
    for index, following in pairwise(told):
        before = lines[index - 1].end() if index else 0
        if (
            _NUMBERED.match(lines[index].group())
            and (index == 0 or _is_blank_between(text, before, lines[index].start()))
            and not _NUMBERED.match(lines[following].group())
        ):
            found.add(index)
    return found if len(found) > 1 else set()
