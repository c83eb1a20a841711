"""Who does it to whom: "Musk apologized to the developers" does not say why they apologized to him.

Of 3,025 questions of the visible development set whose answers stand in some sentence, no rule here speaks against one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Prefix

from rag.content_words import content

_ASKED = re.compile(r"\b(?:did|does|do|will|would|can|could|should)\s+(?P<rest>.+)", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_WHO = re.compile(r"who (?:else |also |first )?(?P<verb>\w+ed)\b", re.I)
_PASSIVE = re.compile(r"\b(?:when|if|is|are|was|were|be|been|being|get|got)\s+(?:\w+ly\s+|also\s+)?$", re.I)
"""What stands before a verb that is done to somebody: "was also asked", "When asked"."""
_BY = re.compile(r"\s+by\b", re.I)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what to whom, if `verb` is the verb of a question: "did the developers apologize to Musk"."""

    verb: str
    doers: frozenset[str]
    others: frozenset[str]
    """Those that are named after the verb."""


def deeds(question: str) -> list[Deed]:
    """Return what `question` may ask about; which of its words is the verb, only a sentence tells."""
    asked = _ASKED.search(question)
    words = _WORD.findall(asked["rest"]) if asked else []
    found = []
    for place, verb in enumerate(words):
        doers = content(" ".join(words[:place]))
        others = content(" ".join(word for word in words[place + 1 :] if word[0].isupper()))
        if verb.islower() and doers - others and others:
            found.append(Deed(verb, doers, others))
    return found


def mismatched(question: str, asked: Sequence[Deed], sentence: str) -> bool:
    """Return whether `sentence` says that others do what is `asked` in `question`, or does not say who."""
    return swapped(asked, sentence) or done_by_nobody(question, sentence)


def swapped(asked: Sequence[Deed], sentence: str) -> bool:
    """Return whether `sentence` says the same the other way round: who does it stands where it was done to them.

    It has the verb in the active, those that are named after it in the question before it, and the others after it.
    """
    for deed in asked:
        for verb in _WORD.finditer(sentence):
            active = not _PASSIVE.search(sentence[: verb.start()]) and not _BY.match(sentence, verb.end())
            if active and _is_form(verb[0], deed.verb):
                before, after = content(sentence[: verb.start()]), content(sentence[verb.end() :])
                return deed.others <= before - after and deed.doers <= after - before
    return False


def done_by_nobody(question: str, sentence: str) -> bool:
    """Return whether `sentence` only says that it was done: "When asked about it, …" does not say who asked."""
    asked = _WHO.match(question)
    if asked is None:
        return False
    places = list(re.finditer(rf"\b{asked['verb']}\b", sentence, re.I))
    return bool(places) and all(
        _PASSIVE.search(sentence[: one.start()]) and not re.search(r"\bby\b", sentence[one.end() :], re.I)
        for one in places
    )


def _is_form(word: str, base: str) -> bool:
    """Return whether `word` is a form of the verb `base`, as "apologized" of "apologize"; no irregular one is known."""
    regular = word.islower() and word.endswith(("ed", "s", base))
    return regular and Prefix.similarity(base, word) >= max(3, len(base) - 1)
