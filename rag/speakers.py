"""Who says a sentence: named as who speaks, meant by a pronoun, or speaking throughout the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from rag.content_words import content
from rag.english import PREPOSITION, SAYING

OFTEN = 0.15
"""The share of an article's sentences in which somebody speaks who needs not be named again."""
MOST_BACK = 2
"""Sentences back that a pronoun reaches."""
_BE = frozenset(("be", "been", "being", "is", "are", "was", "were"))
SUBJECT = 3
"""First words of a sentence, where whom it is about is named."""
_SOMEBODY = re.compile(r"he|she|they", re.I)
_BELONGING = re.compile(rf" (?:{PREPOSITION})\b.*|.*(?:'s|s'|’s|s’) (?=\w)", re.I)
_QUOTED = re.compile(r"\W*[“\"][^“”\"]+[”\"]\W*")
_SAYS = re.compile(rf"\b(?:{SAYING})\w*", re.I)
# "He also …", "In May she …", "“We are few,” she said"; in "Musk said what he believes" it is Musk who speaks.
_PRONOUN = re.compile(
    rf"\W*(?:(?!(?:{SAYING})\w*\b)[\w’'-]+,? ){{0,2}}(?:he|she|they|his|her|their)\b"
    rf"|[“\"'‘].*[”\"'’] (?:(?:he|she|they) (?:\w+ )?(?:{SAYING})|(?:{SAYING})\w* (?:he|she|they)\b)",
    re.I,
)


def may_have_said(speaker: str, texts: Sequence[str], *, everywhere: bool) -> list[bool]:
    """Return for each sentence of an article whether it may be what `speaker` says; anything may be, if that is "".

    Who speaks often is taken to have said whatever the article says, if that is to count `everywhere`.
    """
    if _SOMEBODY.fullmatch(speaker):
        return [not _is_headline(text) for text in texts]
    head = _BELONGING.sub("", speaker)  # who names AI is no "critic of AI", nor the town its "town's mayor"
    who = content(head) - {"article", "text", "author", "interview", "note"}
    if not who:
        return [True] * len(texts)
    speaking = [not who.isdisjoint(content(text)) and _speaks(who, text) for text in texts]
    often = everywhere and sum(speaking) >= OFTEN * len(texts)
    return [
        speaking[at]
        or (
            not _is_headline(text)
            and (often or (who.isdisjoint(content(text)) and _continued(who, texts, speaking, at)))
        )
        for at, text in enumerate(texts)
    ]


def _continued(who: frozenset[str], texts: Sequence[str], speaking: Sequence[bool], at: int) -> bool:
    """Return whether the pronoun that sentence `at` begins with may mean `who`, or it goes on with what they say."""
    if at and speaking[at - 1] and _QUOTED.fullmatch(texts[at]) and re.search(r"[”\"]", texts[at - 1]):
        return True
    before = range(max(0, at - MOST_BACK), at)
    return _PRONOUN.match(texts[at]) is not None and any(speaking[one] or _begins(who, texts[one]) for one in before)


def _begins(who: frozenset[str], sentence: str) -> bool:
    """Return whether a sentence begins with `who`."""
    telling = next(filter(None, map(content, sentence.split()[:SUBJECT])), frozenset[str]())
    return not who.isdisjoint(telling)


def _capital(word: str) -> bool:
    return re.search(r"[A-Z]", word) is not None


def _is_headline(sentence: str) -> bool:
    return re.search(r"[.!?…]\W*$", sentence) is None


def _speaks(who: frozenset[str], sentence: str) -> bool:
    """Return whether `who` says, thinks or does something in a sentence, and is not only spoken of in it."""
    label = re.match(r"[\w.’'-]+(?: [\w.’'-]+){0,2}:\s", sentence)  # as in an interview
    if label and who & content(label[0]):
        return True
    for verb in _SAYS.finditer(sentence):
        behind = re.search(r"[,”\"’'] *$", sentence[: verb.start()]) or verb[0].lower() == "according"
        # "Ann, known as Bee, said" has Ann speak; "Ann will come, Bob said" does not.
        words = re.sub(r",[^,]*,", " ", sentence[: verb.start()]).split()
        last = max((place for place, word in enumerate(words) if who & content(word)), default=None)
        rest = dropwhile(_capital, words[last + 1 :]) if last is not None else ()  # "Mayor Ida Strand"
        passive = words[-1:] and words[-1].casefold() in _BE and not verb[0].endswith("ing")
        if last is not None and not passive and not any(map(_capital, rest)):
            return True
        if behind and who & content(" ".join(sentence[verb.end() :].split()[:3])):  # “…,” said Ann
            return True
    return False
