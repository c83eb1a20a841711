"""Things that a question calls by their kind: "the carmaker", "the AI startup", where the article has their names.

Readers that know what Tesla is still miss it in "What is the carmaker building?". So the article is asked for the name
first, and then the question with it; an answer counts only where the question as it was asked pointed already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from rag.models import Found

LEAST = -3.0
"""The score that the name must have: low, since what comes of it has to be confirmed."""
POINTED = 3
"""The best candidates of the question as it was asked; one of their sentences has to hold the answer."""

_KIND = (
    r"[\w-]*(?:maker|manufacturer)|start-?up|newcomer|venture|company|firm|corporation|giant|network|platform|site|"
    "website|app|service|machine|computer|billionaire|entrepreneur|business(?:wo)?man|mogul|tycoon|magnate|boss"
)
# Not "the maker of the chip" nor "the startup Acme", which say more than the kind.
_EPITHET = re.compile(
    r"\b(?P<whose>the|his|her|(?-i:[A-Z])[\w-]*[’']s) "
    rf"(?P<kind>(?:[\w-]+ ){{0,2}}?(?:{_KIND}))\b(?! (?:of|that|which|who|called|named)\b|(?-i: [A-Z]))",
    re.I,
)
_NAME = re.compile(r"(?:[\w’'.-]*[A-Z][\w’'.-]*(?: |$)){1,3}")


def by_name(
    question: str, found: Found, read: Callable[[str], Found], *, lacking: Callable[[str], bool], threshold: float
) -> tuple[str, Found]:
    """Return the question with names for what it calls by its kind, and what is found for that; else both as they are.

    Args:
        question: what is asked, with no answer as it stands.
        found: what was found for it.
        read: reads another question.
        lacking: returns whether the articles lack a word of some words; what they call a thing needs no other name.
        threshold: the score of an answer.
    """

    def name(match: re.Match[str]) -> str:
        if not lacking(match["kind"]):
            return match[0]
        reading, passages = read(f"What is the name of {match['whose']} {match['kind']}?")
        best = next(iter(reading.candidates), None)
        if best is None or best.score_logit < LEAST:
            return match[0]
        words = re.sub(r"['’]s?$", "", best.span.of(passages[best.passage_id].article.unmarked))
        return words if _NAME.fullmatch(words) and words not in question else match[0]

    named = _EPITHET.sub(name, question)
    if named == question:
        return question, found
    again = read(named)
    answer = next(_places(again), None)
    if answer is None or again[0].candidates[0].score_logit < threshold:
        return question, found
    return (named, again) if answer in islice(_places(found), POINTED) else (question, found)


def _places(found: Found) -> Iterator[tuple[str, int]]:
    """Yield the article and the sentence that each candidate begins in, best first."""
    reading, passages = found
    for one in reading.candidates:
        article = passages[one.passage_id].article
        yield article.sha256, article.sentences_around(one.span)[0]
