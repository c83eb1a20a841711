"""Persons by whatever an article calls them: "Elon" is "Musk" where it says "Musk", and "she" where it says only that.

A reader takes a name that a passage lacks for somebody else: it says nothing of what "Elon" is sorry for where "Musk
apologized". So the question is put to each passage with the name, or the pronoun, that the passage has. Only names
that an article gives in full at least once are known, and only those that can mean nobody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.codes import NO_NAMES
from rag.english import AUXILIARY, SAYING
from rag.models import Put
from rag.types import Article, Passage

OFTEN = 4
"""Times that an article names whom it is about, at least."""
LEAST_SMALL = 4
"""Letters of the shortest name that is one without a capital too."""
MOSTLY = 0.7
"""The share of an article's "he" and "she" that must be of one gender to mean whom it is about."""
_WORD = r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[’'-][A-ZÀ-Þ]?[a-zß-ÿ]+)*"
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?![\w-])")
_ALONE = re.compile(rf"(?<![\w’'-]){_WORD}(?! (?:{_WORD}|[A-Z]\.))(?![\w-])")
_RUN = re.compile(rf"(?<![\w’'-]){_WORD}(?: (?:[A-Z]\.|(?:de|van|von|der|la|al) {_WORD}|{_WORD})){{1,4}}(?![\w-])")
_TITLE = re.compile(
    "mr|mrs|ms|dr|sir|lady|lord|king|queen|prince|princess|professor|president|minister|mayor|councillor|senator|judge|"
    "captain|general|colonel|inspector|bishop|pope|saint|director|chairman|chairwoman|secretary|governor",
    re.I,
)
_OPENER = re.compile(
    rf"{'|'.join(sorted(NO_NAMES))}|he|she|they|we|you|his|her|our|my|though|although|however|furthermore|moreover|instead|"
    "meanwhile|later|earlier|yesterday|today|since|after|before|until|because|both|even|only|also|then|now|so|yet|still|"
    "all|some|most|many|each|every|another|other|one|two|three|dear|january|february|march|april|may|june|july|august|"
    "september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    re.I,
)
_IS_PERSON = re.compile(
    r"(?:,? (?:who|whose|aged|born|née)\b|\s+\((?:born|née|\d)|, \d\d,|,? (?:also )?known as\b|"
    r"[’']s? (?:wife|husband|father|mother|son|daughter|brother|sister|widow)\b)"
)
_NO_PERSON = re.compile(
    r"(?:(?:north|south|east|west)(?:ern)?|new|united|great|royal|national|international|central|upper|lower|white|black|"
    r"red|old|big|high|fort|mount|lake|san|santa|los|las|el|st)\b.*|.* (?:house|courts?|university|council|company|inc|"
    r"corp|bank|institute|party|times|post|church|school|college|hospital|street|road|bridge|river|lake|park|station|museum|"
    r"union|kingdom|states|republic|city|county|department|ministry|agency|association|club|group|society|foundation)",
    re.I,
)
"""Runs of words with capitals that name a place or a body, though it "said" something: "South Korea said"."""
_SPEAKS = re.compile(rf",? (?:also |later )?{SAYING}")
_HE, _SHE = re.compile(r"\b(?:he|him|his)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_ENDS = re.compile(r"[.!?…:;,][”\"'’)\]]*$")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom an article names in full."""

    full: str
    first: str
    last: str
    goes_by: frozenset[str]
    """The forms that mean nobody else: the full name, and the first or the last one if it is no other person's too."""
    pronoun: str = ""
    """"he" or "she" if the article is about this person, and says nearly only that; else ""."""


def put(question: str, articles: Sequence[Article]) -> Put | None:
    """Return how `question` is put to a passage; None if it names nobody and is the same for all."""
    known = {article.sha256: [one for one in persons(article) if _named(one, question)] for article in articles}
    if not any(known.values()):
        return _by_name(question, articles)

    def to(passage: Passage) -> str:
        words = question
        for one in known.get(passage.article.sha256, ()):
            words = _called(one, words, passage)
        return words

    return to


def _by_name(question: str, articles: Sequence[Article]) -> Put | None:
    """Return how a question that asks of "him" is put: with the name of whom the one article is about."""
    pronouns = {"he": _HE, "she": _SHE}
    asked = [one for one in persons(articles[0]) if one.pronoun and pronouns[one.pronoun].search(question)]
    if len(articles) > 1 or len(asked) != 1 or re.search(r"(?!^)\b[A-Z]", question):
        return None
    name = asked[0].last

    def named(found: re.Match[str]) -> str:
        owns = found[0].lower() in ("his", "her") and re.match(r" \w", question[found.end() :])
        return f"{name}’s" if owns else name

    told = pronouns[asked[0].pronoun].sub(named, question)
    return lambda passage: told if _stands(name, passage.text) else question


def usual(question: str, articles: Sequence[Article]) -> str:
    """Return `question` with the last name of whomever it calls otherwise, if that can mean nobody else."""
    for article in articles:
        for one in persons(article):
            name = _named(one, question)
            if name and one.last in one.goes_by:
                question = _instead(name, one.last, question)
    return question


def _called(person: Person, question: str, passage: Passage) -> str:
    """Return `question` with what `passage` calls a person, if it does not know the name that the question has."""
    name = _named(person, question)
    has = {form for form in (*person.goes_by, person.last, person.first) if _stands(form, passage.text)}
    if not name or (name != person.first and name.casefold() in {form.casefold() for form in has}):
        return question
    here = next((form for form in (person.last, person.first) if form in has & person.goes_by), name)
    if not has and _is_meant(person, passage):
        return _with_pronoun(question, name, person.pronoun)
    return _instead(name, here, question)


def _instead(name: str, other: str, question: str) -> str:
    return re.sub(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])", other, question)


def _named(person: Person, question: str) -> str:
    """Return the form in which `question` names a person, as it is written there, or "".

    Who writes no capitals means a first name only of whom the article is about: "mark" and "rose" are words too.
    """
    if not {person.first.casefold(), person.last.casefold()} & set(re.split(r"[^\w-]|[’']", question.casefold())):
        return ""
    small = question[1:].islower()
    for form in sorted(person.goes_by, key=lambda one: (-len(one), one != person.last, one)):
        is_word = len(form) < LEAST_SMALL or (form == person.first and not person.pronoun)
        for told in (form, form.lower()) if small and not is_word else (form,):
            if _stands(told, question) and (" " in form or not _in_longer(told, question)):
                return told
    return ""


def _in_longer(name: str, question: str) -> bool:
    """Return whether a name stands in a longer one: "Elon Berg" is not "Elon Musk", "Mayor Berg" is "Berg"."""
    longer = re.finditer(rf"(?!^)(?P<before>{_WORD}) {re.escape(name)}(?![\w-])|{re.escape(name)} {_WORD}", question)
    return any(not (found["before"] and _TITLE.fullmatch(found["before"])) for found in longer)


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])", text) is not None


def _with_pronoun(question: str, name: str, pronoun: str) -> str:
    """Return `question` with the pronoun for `name` that its place asks for."""
    he, him, his = ("he", "him", "his") if pronoun == "he" else ("she", "her", "her")

    def put_in(found: re.Match[str]) -> str:
        if found["owns"]:
            return his
        subject = re.search(
            rf"(?:^|\b(?:{AUXILIARY}|that|if|when|because|while|and))\s+$", question[: found.start()], re.I
        )
        return he if subject else him

    return re.sub(rf"(?<![\w’'-]){re.escape(name)}(?P<owns>[’']s?)?(?![\w-])", put_in, question)


def _is_meant(person: Person, passage: Passage) -> bool:
    """Return whether the pronouns of a passage that does not name a person mean that one: it names nobody else."""
    pronouns = {"he": _HE, "she": _SHE}.get(person.pronoun)
    if pronouns is None or not pronouns.search(passage.text):
        return False
    here = set(_NAME.findall(passage.text))
    others = (one for one in persons(passage.article) if one is not person)
    return not any(one.goes_by & here or {one.first, one.last} <= here for one in others)


@lru_cache(maxsize=64)
def persons(article: Article) -> tuple[Person, ...]:
    """Return the persons whom an article names in full, in the order in which it does."""
    words, alone, pairs = _counted(article.unmarked)

    def is_surname(first: str, last: str) -> bool:  # "Musk" is said alone, "Elon" never is
        return first not in alone and words[last] > pairs[first, last]

    told = [(*key, full) for key, (full, sure) in _in_full(article).items() if sure or is_surname(*key)]
    firsts, lasts = Counter(first for first, _, _ in told), Counter(last for _, last, _ in told)
    found = []
    for first, last, full in told:
        forms = {full, f"{first} {last}"}
        if firsts[first] == 1 and first not in lasts:
            forms.add(first)
        if lasts[last] == 1 and last not in firsts:
            forms.add(last)
        found.append(Person(full, first, last, frozenset(forms)))
    return tuple(_with_whom_it_is_about(found, words, article))


def _counted(text: str) -> tuple[Counter[str], set[str], Counter[tuple[str, str]]]:
    """Return how often a text has each word with a capital, which are followed by no other, and each run's ends."""
    words = Counter(found[0] for found in _NAME.finditer(text))
    alone = {found[0] for found in _ALONE.finditer(text)}
    pairs = Counter((names[0], names[-1]) for run in _RUN.finditer(text) if (names := _untitled(run[0])[0]))
    return words, alone, pairs


def _untitled(run: str) -> tuple[list[str], bool]:
    """Return the names of a run of words with a capital, and whether a title leads them: "Mayor Ann Holm"."""
    names, titled = run.split(), False
    while names and (_OPENER.fullmatch(names[0]) or _TITLE.fullmatch(names[0])):
        titled |= _TITLE.fullmatch(names.pop(0)) is not None
    if names:
        names[-1] = re.sub(r"[’']s?$", "", names[-1])
    return names, titled


def _in_full(article: Article) -> dict[tuple[str, str], tuple[str, bool]]:
    """Return full names by their first and last one, and whether the words around one tell that it is a person's."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for sentence in article.sentences:
        words = sentence.of(article.unmarked)
        if not _ENDS.search(words):
            continue  # in a heading, capitals make no name
        for run in _RUN.finditer(words):
            names, titled = _untitled(run[0])
            told = titled or _IS_PERSON.match(words, run.end()) is not None
            if len(names) > 1 and (told or not _NO_PERSON.fullmatch(" ".join(names))):
                told |= _SPEAKS.match(words, run.end()) is not None
                full, sure = found.get((names[0], names[-1]), (" ".join(names), False))
                found[names[0], names[-1]] = full, sure or told
    return found


def _with_whom_it_is_about(found: Sequence[Person], words: Counter[str], article: Article) -> list[Person]:
    """Return the persons; the one that the article is about goes by the family's name too, and by "he" or "she"."""
    text = article.unmarked
    counts = [sum(words[form] for form in one.goes_by) for one in found]
    named = [one for one in found if {one.first, one.last} <= set((article.title or "").split())]
    least = max(OFTEN, max(counts, default=0) / 2)
    often = [one for one, count in zip(found, counts, strict=True) if count >= least]
    about = named if len(named) == 1 else often
    if len(about) != 1:
        return list(found)
    he, she = len(_HE.findall(text)), len(_SHE.findall(text))
    pronoun = next((word for word, count in (("he", he), ("she", she)) if count > MOSTLY * (he + she)), "")
    whole = replace(about[0], goes_by=about[0].goes_by | {about[0].last}, pronoun=pronoun)
    return [whole if one is about[0] else one for one in found]
