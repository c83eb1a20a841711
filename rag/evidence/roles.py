"""Who does it to whom: "Musk apologized to the developers" does not say why they apologized to him.

Of 3,025 questions of the visible development set whose answers stand in some sentence, no rule here speaks against one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Prefix

from rag.content_words import content
from rag.english import PREPOSITION, SAYING

_ASKED = re.compile(r"\b(?:did|does|do|will|would|can|could|should)\s+(?P<rest>.+)", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_WHO = re.compile(r"who (?:else |also |first )?(?P<verb>\w+ed)\b", re.I)
_WHO_TO = re.compile(
    r"[Ww]ho (?:else |also |first )?(?P<verb>[a-z]+ed) (?P<whom>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)\b(?!['’])"
)
_FOR_ONESELF = re.compile(
    r"\b(?:did|does|do) (?P<who>[A-Z][\w’-]*(?: [A-Z][\w’-]*)*) (?P<verb>retire|resign|die|marry|graduate)\b"
)
"""What one does for oneself: that somebody else did is no answer."""
_NAMING = re.compile(rf"\b(?:that|name[ds]?|called|became|becomes|takes?|took|adopt\w*|goes|{SAYING})", re.I)
"""Between a subject and a name: whom it names is itself, or somebody whose doings it tells."""
_PASSIVE = re.compile(r"\b(?:when|if|is|are|was|were|be|been|being|get|got)\s+(?:\w+ly\s+|also\s+)?$", re.I)
"""What stands before a verb that is done to somebody: "was also asked", "When asked"."""
_BY = re.compile(r"\s+by\b", re.I)
_CLAUSE = re.compile(
    r"(?:^|;\s+|,\s+(?=(?:while|whereas|but|and)\b))(?:(?:while|whereas|but|and)\s+)?(?P<who>[A-Z][\w-]*)?"
)
"""Where a clause begins, and the name it begins with."""
_PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "its", "their"])


_KIN = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        "husbands?|spouses?|married|marry|marriage|widow(?:ed)?",
        "wi(?:fe|ves)|spouses?|married|marry|marriage|widower",
        "fathers?|dads?|parents?|sons?|daughters?|child(?:ren)?|born",
        "mothers?|mums?|moms?|parents?|sons?|daughters?|child(?:ren)?|born",
        "brothers?|siblings?|sisters?",
    )
)
"""Words of which one tells of the same relation as another."""
_WHOSE = re.compile(
    r"(?:['’]s?|\b(?:his|her|their|my)) (?:\w+ )?(?P<kin>husband|wife|father|dad|mother|mum|mom|brother|sister)\b", re.I
)


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


def mismatched(question: str, asked: Sequence[Deed], names: frozenset[str], sentence: str, place: int) -> bool:
    """Return whether `sentence` says at `place` that others do what is `asked` in `question`, or does not say who."""
    return (
        swapped(asked, sentence)
        or done_by_nobody(question, sentence)
        or done_by_whom_it_was_done_to(question, sentence)
        or done_by_the_subject(question, sentence, place)
        or of_another(names, sentence, place)
    )


def swapped(asked: Sequence[Deed], sentence: str) -> bool:
    """Return whether `sentence` says the same the other way round: who does it stands where it was done to them.

    It has the verb in the active, those that are named after it in the question before it, and the others after it.
    """
    for deed in asked:
        for verb in _WORD.finditer(sentence):
            if not _is_form(verb[0], deed.verb):
                continue
            if not _PASSIVE.search(sentence[: verb.start()]) and not _BY.match(sentence, verb.end()):
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


def done_by_whom_it_was_done_to(question: str, sentence: str) -> bool:
    """Return whether `sentence` has whom it was done to, in `question`, for who does it, straight before the verb.

    "The teacher, Edith Moss, encouraged her" does not say who encouraged Edith Moss.
    """
    asked = _WHO_TO.match(question)
    if asked is None:
        return False
    whole, surname = re.escape(asked["whom"]), re.escape(asked["whom"].split()[-1])
    does = re.compile(rf"(?P<led>\w+ )?(?:{whole}|(?<!\w ){surname})(?:, | )(?:\w+ly |also |then )?{asked['verb']}\b")
    found = does.search(sentence)
    if found is None or re.fullmatch(rf"(?:{PREPOSITION}) ", found["led"] or "", re.I):
        return False
    return not re.search(rf"\b{asked['verb']} (?:the )?(?:{whole}|{surname})\b", sentence)  # that says who does


def done_by_the_subject(question: str, sentence: str, place: int) -> bool:
    """Return whether at `place` the subject of `sentence` does what is asked of somebody whom it only mentions.

    "She succeeded Carrick in 1967 and retired in 1981" does not say when Carrick retired.
    """
    asked = _FOR_ONESELF.search(question)
    if asked is None:
        return False
    name = re.escape(asked["who"].split()[-1])
    stem = re.escape(asked["verb"][:-1])
    mentioned = re.compile(
        rf"(?:^|[;,] )(?P<before>(?:(?:He|She|They)\b|[A-Z]\w+(?: [A-Z]\w+)? [a-z]+ed\b)[^,;]*?)(?<!\band) {name}\b"
        rf"(?!['’])[^,;]*?,? and (?:\w+ly |later |then )?{stem}\w*"
    )
    found = mentioned.search(sentence)
    if found is None or found.end() > place:
        return False
    forename = re.search(r" ([A-Z]\w+)$", found["before"])
    another = forename is not None and forename[1] not in asked["who"].split()
    return not (another or re.search(rf"\b{name}\b", found["before"]) or _NAMING.search(found["before"]))


def of_no_kin(question: str, before: str) -> bool:
    """Return whether `before`, a sentence and the one before it, tells of nobody's kin where `question` asks of it.

    "How did her husband die?" is not answered by how she did.
    """
    asked = _WHOSE.search(question)
    return asked is not None and not any(kin.search(asked["kin"]) and kin.search(before) for kin in _KIN)


def of_another(names: frozenset[str], sentence: str, place: int) -> bool:
    """Return whether `place` of a sentence is told of somebody else: "Nils ran it; Olaf, who studied …", asked of Nils.

    A clause begins with one of the `names`, case folded; that of the place begins with another one, and has none.
    """
    if not names:
        return False
    clauses = list(_CLAUSE.finditer(sentence))
    mine = max((n for n, one in enumerate(clauses) if one.start() <= place), default=0)
    whom = [(one["who"] or "").casefold() for one in clauses]
    end = clauses[mine + 1].start() if mine + 1 < len(clauses) else len(sentence)
    here = {
        re.sub(r"['’]s$", "", found[0].casefold()) for found in _WORD.finditer(sentence, clauses[mine].start(), end)
    }
    own = place < clauses[mine].end()  # the name itself: "…, and Bob is her husband"
    if own or here & _PRONOUNS:
        return False
    return bool(whom[mine]) and names.isdisjoint(here) and any(who in names for who in whom)


def _is_form(word: str, base: str) -> bool:
    """Return whether `word` is a form of the verb `base`, as "apologized" of "apologize"; no irregular one is known."""
    regular = word.islower() and word.endswith(("ed", "s", base))
    return regular and Prefix.similarity(base, word) >= max(3, len(base) - 1)
