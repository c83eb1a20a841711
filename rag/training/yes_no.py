"""Turns questions into those that yes or no would answer, since no data set here has any.

"What did Tesla build?", answered by "Dojo", becomes "Did Tesla build Dojo?", and the words that settle it are the
same. A question without an answer is given a name or a number of its passage as if it had one: what is asked stands
there in pieces, and nothing settles it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from rag.english import AUXILIARY, OPPOSITES
from rag.sentences import sentences
from rag.training.examples import Example

LONGEST = 8
"""Words of the longest answer that is put into a question."""
TURNED = 0.3
"""The share of questions with a word that has an opposite which ask for that: "No, it is the smallest" settles it."""

_ASKED = re.compile(
    rf"(?P<wh>who|whom|what|when|where|how (?:many|much)|which|in (?:what|which))"
    rf"(?P<kind>(?: (?!(?:{AUXILIARY})\b)[\w’'-]+){{0,4}}?) (?P<aux>{AUXILIARY}) (?P<rest>.+?)\s*\?*",
    re.I,
)
_SUBJECT = re.compile(r"(?P<wh>who|what|which)(?P<rest> .+?)\s*\?*", re.I)
_THE = re.compile(
    r"(?:the|an?|his|her|its|their|this|that|these|those|he|she|it|they|there|some|most|all|many)\b", re.I
)
_PAST = re.compile(r"\w+(?:ed|en|wn|ght|ing)\b|(?:made|found|built|held|won|set|known|used|not)\b")
_BEFORE = re.compile(r"\b(in|on|at|by|from|since|during|until|near|to)(?: the)? $")
_WHEN = "(?:in|on|at|during|after|before|since|from)"
_PHRASE = re.compile(rf" (?={_WHEN} (?!.* {_WHEN} ))")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_WORD = re.compile(r"\w+")


def yes_no(examples: Sequence[Example], most: int, random_: random.Random) -> list[Example]:
    """Return up to `most` such questions made from others, up to half of them without an answer."""
    found: list[Example] = []
    for answered in (True, False):
        ones = [one for one in examples if (one.answer is not None) is answered]
        made = (_made(one, random_) for one in random_.sample(ones, len(ones)))
        good = (one for one in made if one is not None)
        found += [one for one, _ in zip(good, range(most // 2), strict=False)]
    return found


def _made(example: Example, random_: random.Random) -> Example | None:
    """Return the question as one that yes or no would answer; None if its form or its answer does not lend itself."""
    if example.answer is None:
        value, before = _plausible(example, random_), ""
    else:
        value, before = example.answer, example.context[max(0, example.start - 20) : example.start]
    if value is None or len(value.split()) > LONGEST:
        return None
    question = asked(example.question, value, before)
    if question is None:
        return None
    words = question.split(" ")
    places = [place for place, word in enumerate(words) if word in OPPOSITES]
    if example.answer is not None and places and random_.random() < TURNED:
        place = random_.choice(places)
        words[place] = random_.choice(sorted(OPPOSITES[words[place]]))
    return replace(example, id=f"{example.id}/yes_no", question=" ".join(words), source="yes_no")


def asked(question: str, value: str, before: str = "") -> str | None:
    """Return `question` with `value` for what it asks for, or None if its form is not known.

    Args:
        question: "What did Tesla build in 2023?"
        value: "Dojo"
        before: what stands before the value in its passage; a time or a place needs its preposition.
    """
    found = _ASKED.fullmatch(question.strip())
    if found is None:
        subject = _SUBJECT.fullmatch(question.strip())
        if subject is None:
            return None
        verb = subject["rest"] if subject["wh"].casefold() == "who" else _from_verb(subject["rest"])
        return verb and f"Was it {value} {'who' if subject['wh'].casefold() == 'who' else 'that'}{verb}?"
    wh, kind, aux, rest = (found[part].strip() for part in ("wh", "kind", "aux", "rest"))
    if wh.casefold().startswith("how") and kind.split()[-1:] and kind.split()[-1] not in value:
        value = f"{value} {kind}"
    year = value.isdecimal() and ((wh.casefold() == "when" and not before) or kind.casefold() == "year")
    if year or wh.casefold().startswith("in "):
        value = f"in {value}"
    preposition = _BEFORE.search(before)
    if wh.casefold() in ("when", "where") and preposition:
        value = f"{preposition[0].strip()} {value}"
    start = aux.capitalize()
    to_do = aux.casefold() in ("do", "does", "did")
    if not to_do and not _THE.match(rest) and rest[0].islower() and (_PAST.match(rest) or aux not in ("is", "are")):
        return f"{start} {value} {rest}?"
    cut = _PHRASE.search(rest) if to_do and wh.casefold() not in ("when", "where") else None
    if cut and rest[: cut.start()].count(" "):
        return f"{start} {rest[: cut.start()]} {value}{rest[cut.start() :]}?"
    return f"{start} {rest} {value}?"


def _from_verb(rest: str) -> str | None:
    """Return what follows "Which company" if that looks like a verb ("makes", "built"), else None."""
    words = rest.split()
    if len(words) < 4:
        return None
    verb = words[1].endswith("ed") or (words[1].endswith("s") and (_THE.match(words[2]) or words[2][0].isupper()))
    return f" {' '.join(words[1:])}" if verb else None


def _plausible(example: Example, random_: random.Random) -> str | None:
    """Return a name or number of the passage of the kind that is asked for, from where it speaks of most that is."""
    asks = example.question.casefold()
    pattern = _NUMBER if asks.startswith(("when", "how many", "how much", "in what year")) else _NAME
    words = set(_WORD.findall(asks))
    spans = sentences(example.context, markdown=False)
    likely = sorted(spans, key=lambda span: -len(words & set(_WORD.findall(span.of(example.context).casefold()))))
    for span in likely[:2]:
        values = [found[0] for found in pattern.finditer(span.of(example.context)) if found[0].casefold() not in asks]
        if values:
            return random_.choice(values)
    return None
