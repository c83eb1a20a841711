"""Questions to start from, made of an article's own sentences by rules.

A sentence that begins with a name becomes the question about what it begins with ("Omar Qazi asked …" gives "Who asked
…?") or about what it ends with ("Dojo 2 will focus on …" gives "What will Dojo 2 focus on?"). Whether the reader can
answer them is for the caller to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.types import Article

MOST = 16
"""Of candidates: each costs whoever checks them one question."""

_NAME = r"(?:The |“)?(?P<name>[A-Z][\w’-]*(?: (?:of |the |and )?[A-Z0-9][\w’-]*){0,3})(?:, [^,.]{3,60},)?"
_WILL = re.compile(
    rf"{_NAME} (?P<aux>will|can|must|may|should|could|would) (?P<verb>[a-z]+ (?:on|in|at|by|for|with|from) \S)"
)
_IS = re.compile(rf"{_NAME} (?P<aux>is|was|are|were) (?P<verb>[a-z]+ed (?:on|in|at|by|for|with|to|from) \S)")
_KNOWN = re.compile(r"(?P<name>[A-Z][\w’-]*(?: [A-Z0-9][\w’-]*){0,3}), also (?P<how>known as|called) ")
_DID = re.compile(rf"{_NAME} (?P<rest>[a-z]+ed [^,;:“”()]{{12,90}})")
_PLACE = re.compile(rf"{_NAME} (?P<rest>(?:is|was|are|were) (?:the|an?|[a-z]+ed) [^,;:“”()]{{8,70}})")
_NO_NAMES = {"He", "She", "It", "They", "We", "You", "I", "This", "That", "These", "Those", "There", "When", "If", "In"}


def candidates(article: Article) -> list[str]:
    """Return up to MOST questions that `article` may answer, in reading order."""
    found: dict[str, None] = {}
    for span in article.sentences:
        found.update(dict.fromkeys(_questions(span.of(article.text))))
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def _questions(sentence: str) -> Iterator[str]:
    text = re.sub(r"^(?:Furthermore|However|Moreover|Also|Though|And|But),? ", "", " ".join(sentence.split()))
    for pattern in (_WILL, _IS):
        match = pattern.match(text)
        if match and match["name"].split()[0] not in _NO_NAMES:
            the = "the " if text.startswith("The ") else ""
            yield f"What {match['aux']} {the}{match['name']} {match['verb'][:-2]}?"
    known = _KNOWN.search(text)
    if known:
        yield f"What is {known['name']} also {known['how']}?"
    for pattern, asking in ((_DID, "Who"), (_PLACE, "What")):
        match = pattern.match(text)
        whole = match is not None and re.match(r"[.;]?$|; ", text[match.end() :]) is not None
        if match and whole and match["name"].split()[0] not in _NO_NAMES:
            yield f"{asking} {match['rest'].rstrip('.')}?"
