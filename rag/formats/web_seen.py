"""What a reader of a web page sees of it as its text, by its elements and by the conventions that are well known.

Works on lxml's elements, which have no types.
"""

from __future__ import annotations

import re
from typing import Any

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_DROPPED = {
    "title",
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "footer",
    "dialog",
    "form",
    "button",
    "select",
    "datalist",
    "textarea",
    "meter",
    "progress",
    "svg",
    "iframe",
    "audio",
    "video",
    "canvas",
    "object",
}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_SPOKEN = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "govuk-visually-hidden"}
"""Classes of what is only read out to those who do not see the page."""
_LINKS = {"mw-editsection", "mw-jump-link", "headerlink"}
"""Classes of links that a wiki's or a manual's headings have beside their words: "[edit]", "¶"."""
_NOTES = {"doc-footnote", "doc-endnotes"}
"""Roles of notes that belong to the text."""


def is_seen(element: Any) -> bool:
    """Return whether an element is seen, and what it holds is part of the text."""
    tag = element.tag
    if tag in _DROPPED and not _is_text(element):
        return False
    if not element.attrib:
        return True
    classes = set(element.get("class", "").split())
    is_link = tag in {"a", "span"} and not classes.isdisjoint(_LINKS)
    is_copy = "katex-html" in classes and element.getprevious() is not None  # a formula once more, letter by letter
    if is_link or is_copy or not classes.isdisjoint(_SPOKEN):
        return False
    if "hidden" in element.attrib or element.get("role") == "navigation":
        return False
    # Wikipedia hides its formulas behind pictures of them.
    return not _HIDDEN.search(element.get("style", "")) or "mwe-math-mathml-a11y" in classes


def _is_text(element: Any) -> bool:
    """Return whether an element of a kind that is mostly beside the text is part of it here."""
    match element.tag:
        case "form":  # some pages are all one form
            return any(element.find(f".//{tag}") is not None for tag in ("p", "td", *HEADINGS))
        case "dialog":
            return "open" in element.attrib
        case "button":  # a question whose answer unfolds below it
            return next(element.iterancestors("dt", *HEADINGS), None) is not None
        case "footer" if next(element.iterancestors("blockquote"), None) is not None:  # whose words they are
            return True
        case "aside" | "footer":
            return not _NOTES.isdisjoint(one.get("role") for one in (element, *element.iterfind(".//*[@role]")))
    return False
