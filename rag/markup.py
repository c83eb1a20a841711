"""What a reader of Markdown does not see: how words are set, and where links lead."""

from __future__ import annotations

import re

_FENCED = re.compile(
    r"^[ \t]{0,3}(?P<fence>`{3,20}|~{3,20})[^\n]*\n(?P<kept>.*?)(?:^[ \t]{0,3}(?P=fence)[ \t]*$|\Z)", re.M | re.S
)
_CODE = re.compile(r"(?<!`)(?P<tick>`{1,8})(?!`)(?P<kept>[^`\n]+(?:\n[^`\n]+)?)(?P=tick)(?!`)")
_MARKED = tuple(
    re.compile(form, re.M | re.S)
    for form in (
        r"<!--(?:(?!<!--|-->).)*-->",
        r"<(?P<kept>(?:https?://|mailto:)[^<>\s]+|[^<>\s@/]+@[^<>\s@/]+)>",
        r"</?[A-Za-z][^<>\n]*(?:\n[^<>\n]+){0,3}>",
        r"!\[[^\[\]]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])",
        r"^[ \t]{0,3}\[[^\[\]\n]+\]:[ \t]+\S+[ \t]*$",
        r"\[(?P<kept>[^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\[[^\[\]\n]*\])",
        # What is set bold holds no other bold, so that a text of nothing but stars takes no longer for each.
        r"(?<![\w*])\*\*(?=\S)(?P<kept>(?:[^*\n]|\*[^*\n]+\*|\n(?!\n)){1,400})(?<=\S)\*\*(?![\w*])",
        r"(?<![\w_])__(?=\S)(?P<kept>(?:[^_\n]|_[^_\n]+_|\n(?!\n)){1,400})(?<=\S)__(?![\w_])",
        r"(?<![\w*])\*(?=[^\s*])(?P<kept>(?:[^*\n]|\n(?!\n)){1,400})(?<=\S)\*(?![\w*])",
        r"(?<![\w_])_(?=[^\s_])(?P<kept>(?:[^_\n]|\n(?!\n)){1,400})(?<=\S)_(?![\w_])",
    )
)


def unmarked(text: str) -> str:
    """Return `text` with spaces in place of its mark-up: as long as it was, and every word where it was.

    Programs are left as they are, without their fences.
    """
    pieces: list[str] = []
    at = 0
    for fenced in _FENCED.finditer(text):
        pieces += [_prose(text[at : fenced.start()]), _blank(fenced)]
        at = fenced.end()
    return "".join([*pieces, _prose(text[at:])])


def _prose(text: str) -> str:
    """Return a text without fenced programs; what stands between ticks is not looked into."""
    whole = text
    for form in (_CODE, *_MARKED):
        whole = form.sub(_blank, whole)
    letters = list(whole)
    for code in _CODE.finditer(text):
        letters[slice(*code.span("kept"))] = code["kept"]
    return "".join(letters)


def _blank(found: re.Match[str]) -> str:
    """Return what was found with spaces for all but what is kept of it, line by line."""
    start, end = found.span("kept") if "kept" in found.re.groupindex else (found.end(), found.end())
    before, after = found.string[found.start() : start], found.string[end : found.end()]
    return "".join((re.sub(r"[^\n]", " ", before), found.string[start:end], re.sub(r"[^\n]", " ", after)))
