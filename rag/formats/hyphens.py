"""Words that are cut at the end of a line become whole, with their hyphen if it is one of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

HYPHENATED = re.compile(r"(?<=[^\W\d_])(?:\u00ad|\u00ad?[-\u2010])$")  # a soft one may be drawn besides
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_COMPOUNDING = re.compile(r"\W*(?:(?:self|well|half)|[^\W\d_]+(?:-[^\W\d_]+)+)-", re.I)  # "self-made", "end-of-life"
_COORDINATION = re.compile(r"(?:and|or|to|und|oder)\b")  # "short- and long-term"
_ADDRESS = re.compile(r"\S*[./@_]\S*")
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"  # written without blanks
_UNSPACED = re.compile(f"{_CJK}\n{_CJK}")


def compounds(lines: Iterable[str]) -> set[str]:
    """Return the words with a hyphen in the middle of a line."""
    return {found for line in lines for found in _COMPOUND.findall(line.casefold())}


def joined(lines: Sequence[str], compounds: set[str]) -> str:
    """Join lines; a word cut at the end of one becomes whole, with its hyphen if it has one elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        if not HYPHENATED.search(text[-3:]):  # all of it, once a line, would take the square of its length
            text += line if _UNSPACED.fullmatch(f"{text[-1]}\n{line[0]}") else f" {line}"
        elif _COORDINATION.match(line):
            text += f" {line}"
        else:
            head, tail = text.rsplit(" ", 1)[-1], line.split(" ", 1)[0]
            letters = re.search(r"[^\W\d_]*$", head[:-1]), re.match(r"[^\W\d_]*", tail)
            whole = "-".join(found[0] if found else "" for found in letters).casefold()
            kept = (
                whole in compounds
                or _COMPOUNDING.fullmatch(head) is not None
                or not line[0].islower()
                or any(map(_ADDRESS.match, (head, tail.rstrip(".,;:!?"))))
            )
            text = (text if kept and "\u00ad" not in text[-2:] else text.rstrip("-\u00ad\u2010")) + line
    return text
