"""Who says a sentence: named as who speaks, meant by a pronoun, or speaking throughout the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

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
_SAYS = re.compile(rf"\b{SAYING}", re.I)
_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [\w.’'-]+){0,2}:\s")
_NAME = re.compile(r"\b[A-Z]\w*[a-z]")
_APART = re.compile(rf"(?:{PREPOSITION}|against|under)|{SAYING}", re.I)
"""What stands before a name that is only spoken of, or to."""
_BEHIND = re.compile(rf" (?:to )?(?P<told>.*?)(?=[.,;:“”\"]| (?:{PREPOSITION})\b|$)", re.I | re.S)
_OWNER = re.compile(r"\S+['’]s?(?= )")
_RANK = re.compile(r"deputy|vice|former|assistant|acting", re.I)
_WORDS = (
    "view|opinion|word|statement|comment|remark|reply|response|message|point|advice|warning|critici|concern|plan|aim|goal|"
    "idea|position|stance"
)
_KIN = (
    "(?:husband|wife|partner|father|mother|parent|brother|sister|son|daughter|child|friend|colleague|boss|team|lawyer|agent|"
    "family|neighbour|neighbor|teacher|company|companies|children)s?(?:['’]s?)?"
)
# "He also …", "In May she …", "His view is …", "“We are few,” she said"; not "Her second book sold" or "Her husband
# wants", and in "Musk said what he believes" it is Musk who speaks.
_PRONOUN = re.compile(
    rf"\W*(?:(?:(?!{SAYING})[\w’'-]+,? ){{0,2}}(?:he|she|they)\b"
    rf"|(?:(?:{PREPOSITION}) )?(?:his|her|their) (?:(?!{_KIN} )[\w’'-]+ ){{0,2}}?(?:{_WORDS}|{SAYING}))"
    rf"|[“\"'‘].*[”\"'’] (?:(?:he|she|they) (?:\w+ )?{SAYING}|{SAYING} (?:he|she|they)\b)",
    re.I,
)


def may_have_said(speaker: str, texts: Sequence[str], *, everywhere: bool) -> list[bool]:
    """Return for each sentence of an article whether it may be what `speaker` says; anything may be, if that is "".

    Who speaks often, and no less than all others together, is taken to have said whatever nobody else is named for, if
    that is to count `everywhere`.
    """
    if _SOMEBODY.fullmatch(speaker):
        return [not _is_headline(text) for text in texts]
    head = _BELONGING.sub("", speaker)  # who names AI is no "critic of AI", nor the town its "town's mayor"
    who = content(head) - {"article", "text", "author", "interview", "note"}
    if not who:
        return [True] * len(texts)
    if not any(who <= content(text) for text in texts):  # "President Moen" of whom it only calls "Mayor Moen"
        who = content(head.split()[-1]) or who
    speaking = [who <= content(text) and _speaks(who, text) for text in texts]
    others = [not mine and _somebody_speaks(text) for mine, text in zip(speaking, texts, strict=True)]
    often = everywhere and sum(speaking) >= max(OFTEN * len(texts), sum(others))

    def may(at: int) -> bool:
        if speaking[at] or _is_headline(texts[at]):
            return speaking[at]
        if often and not others[at]:
            return True
        return who.isdisjoint(content(texts[at])) and _continued(who, texts, speaking, others, at)

    return [may(at) for at in range(len(texts))]


def is_anothers(speaker: str, sentence: str) -> bool:
    """Return whether a sentence names who says it, and not `speaker`, who is asked for by name.

    Whom "the CEO" means a sentence does not tell.
    """
    head = _BELONGING.sub("", speaker)
    if not _NAME.search(head) or not content(head).isdisjoint(content(sentence)):
        return False
    return _LABEL.match(sentence) is not None or any(map(_capital, _before_verbs(sentence)))


def _continued(
    who: frozenset[str], texts: Sequence[str], speaking: Sequence[bool], others: Sequence[bool], at: int
) -> bool:
    """Return whether the pronoun that sentence `at` begins with may mean `who`, or it goes on with what they say."""
    if at and speaking[at - 1] and _QUOTED.fullmatch(texts[at]) and re.search(r"[”\"]", texts[at - 1]):
        return True
    if _PRONOUN.match(texts[at]) is None:
        return False
    for before in range(at - 1, max(-1, at - MOST_BACK - 1), -1):
        if speaking[before] or _begins(who, texts[before]):
            return True
        if others[before]:
            return False
    return False


def _begins(who: frozenset[str], sentence: str) -> bool:
    """Return whether a sentence begins with `who`."""
    telling = list(dropwhile(lambda word: not content(word), sentence.split()[:SUBJECT]))
    name = [*telling[:1], *takewhile(_capital, telling[1:])]
    return not who.isdisjoint(content(" ".join(name)))


def _somebody_speaks(sentence: str) -> bool:
    """Return whether somebody who is named says something in a sentence, or a label names who does."""
    return _LABEL.match(sentence) is not None or any(map(content, _before_verbs(sentence)))


def _before_verbs(sentence: str) -> list[str]:
    """Return the word before each verb of saying: often the last one of who says it."""
    return [word for verb in _SAYS.finditer(sentence) for word in _words_before(sentence, verb)[-1:]]


def _words_before(sentence: str, verb: re.Match[str]) -> list[str]:
    """Return the words before a verb, less what stands between commas: "Ann, known as Bee, said" has Ann speak."""
    return re.sub(r",[^,]*,", " ", sentence[: verb.start()]).split()


def _capital(word: str) -> bool:
    return re.search(r"[A-Z]", word) is not None


def _is_headline(sentence: str) -> bool:
    return re.search(r"[.!?…]\W*$", sentence) is None


def _speaks(who: frozenset[str], sentence: str) -> bool:
    """Return whether `who` says, thinks or does something in a sentence, and is not only spoken of in it."""
    label = _LABEL.match(sentence)  # as in an interview
    if label:
        return not who.isdisjoint(content(label[0]))
    for verb in _SAYS.finditer(sentence):
        behind = re.search(r"[,”\"’'] *$", sentence[: verb.start()]) or verb[0].lower() == "according"
        words = _words_before(sentence, verb)  # "Ann will come, Bob said" has not Ann speak
        last = max((place for place, word in enumerate(words) if who & content(word)), default=None)
        rest = dropwhile(_capital, words[last + 1 :]) if last is not None else ()  # "Mayor Ida Strand"
        passive = words[-1:] and words[-1].casefold() in _BE and not verb[0].endswith("ing")
        if last is not None and not passive and not any(map(_capital, rest)) and _acts(who, words, last):
            return True
        told = _BEHIND.match(sentence, verb.end()) if behind else None
        if told and who & content(_OWNER.sub("", told["told"])):  # “…,” said the club's chair Ann Lee
            return True
    return False


def _acts(who: frozenset[str], words: Sequence[str], last: int) -> bool:
    """Return whether the name that ends at `last` acts, and nobody of its: not in "critics of Ann" or "Ann's critics".

    Nor is a deputy mayor the mayor.
    """
    first = last
    while first and (_capital(words[first - 1]) or who & content(words[first - 1])):
        first -= 1
    led = words[first - 1] if first else ""
    under = _RANK.fullmatch(words[first]) or _RANK.fullmatch(led)
    return not (_APART.fullmatch(led) or re.search(r"['’]s?$", words[last]) or (under and not who & content(under[0])))
