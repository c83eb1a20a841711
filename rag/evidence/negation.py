"""What a sentence denies, leaves out or turns round: "Interns are not covered" does not answer "Who is covered?"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.content_words import content
from rag.english import DENYING, NOBODY, OPPOSITES
from rag.understanding.intent import is_yes_no

BEFORE = 2
"""Words before a word in which a "not" denies it."""
LEAVES_OUT = 80
"""Characters before a word in which its sentence may leave it out."""
_EXCEPT = r"except|excluding|apart from|other than|instead of|rather than|unlike"
_EXCEPTED = re.compile(rf"\b(?:{_EXCEPT})(?: for)?(?: the| an?)?\s+$", re.I)
_NOT_CALLED = re.compile(
    r"(?:\b(?:not|never)|n[’']t) (?:be |been )?(?:call(?:ed)?|named?|known as|described? as|referr?(?:ed)? to as)\b"
    r"(?:(?!\bbut\b)[^.,;:])*$",
    re.I,
)
_ASKS_FOR_IT = re.compile(
    rf"\b(?:{_EXCEPT}|refus\w+|reject\w*|avoid\w*|object(?:s|ed)? to|exclu\w+|not|never|without|omit\w*|"
    r"spared?|exempt\w*|(?:left|leaves?|keeps?|kept)\b.* out)\b"
    r"|n[’']t\b",
    re.I,
)
_NOT = re.compile(rf"(?:{DENYING})|\w+n['’]t", re.I)
_SOME_NOT = re.compile(rf"\b(?:{DENYING})\b|n['’]t\b", re.I)
# A question that denies something itself, or asks for what is left out.
_DENIES = re.compile(
    rf"\b(?:{DENYING}|{NOBODY}|nothing|except|exclu\w+|refus\w+|fail\w*|lack\w*|"
    r"rather than|instead of|other than|un\w+)\b|n['’]t\b",
    re.I,
)
_AT_LEAST = re.compile(r"\bat (?:least|most)\b")
_WORD = re.compile(r"[^\W_][\w’'-]*")


def deniable(question: str) -> frozenset[str]:
    """Return the words of `question` that a clause may deny; none if it denies something itself or asks yes or no."""
    return frozenset() if is_yes_no(question) or _DENIES.search(question) else content(question)


def denied(asked: frozenset[str], sentence: str, start: int, end: int) -> bool:
    """Return whether the clause of sentence[start:end] denies one of the words that are `asked` for.

    "Not … until 1945" denies nothing, nor does "not only".
    """
    if not asked:
        return False
    first = max(sentence.rfind(mark, 0, start) for mark in ",;:") + 1
    last = min((at for mark in ",;:" if (at := sentence.find(mark, end)) >= 0), default=len(sentence))
    clause = sentence[first:last]
    if not _SOME_NOT.search(clause) or re.search(r"\b(?:until|only|but)\b", clause, re.I):
        return False
    words = [found[0] for found in _WORD.finditer(clause)]
    nots = [place for place, word in enumerate(words) if _NOT.fullmatch(word)]
    found: dict[str, bool] = {}
    for place, word in enumerate(words):
        for one in content(word) & asked:
            found[one] = found.get(one, True) and any(place - BEFORE <= at < place for at in nots)
    return any(found.values())


def excepted(question: str, text: str, start: int) -> bool:
    """Return whether what stands before text[start:] leaves it out, unless `question` asks for that.

    "Except …" does, and "won't be called a GPU or …", which is no name of it.
    """
    if _ASKS_FOR_IT.search(question):
        return False
    forms = (_EXCEPTED,) if is_yes_no(question) else (_EXCEPTED, _NOT_CALLED)  # "not called" settles whether it is
    before = text[max(0, start - LEAVES_OUT) : start]
    return any(form.search(before) for form in forms)


def turned(question: str) -> dict[str, frozenset[str]]:
    """Return the words of `question` that have opposites, with those that it does not have itself.

    None if yes or no would answer: "Is it slower?" is settled by "It is faster".
    """
    if is_yes_no(question):
        return {}
    words = {found[0] for found in _WORD.finditer(question.casefold())}
    return {word: OPPOSITES[word] - words for word in words & OPPOSITES.keys()}


def contradicted(turned: Mapping[str, frozenset[str]], sentence: str) -> bool:
    """Return whether `sentence` says the opposite of a word, and not the word."""
    if not turned:
        return False
    here = {found[0] for found in _WORD.finditer(_AT_LEAST.sub("", sentence.casefold()))}
    return any(word not in here and opposites & here for word, opposites in turned.items())
