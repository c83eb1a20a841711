"""What a question of few words leaves out, as the question before said it: "and HW 5?", "Why?".

Rules, not a model, for `rag.understanding.followup`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.types import Turn

SLUICE = re.compile(
    r"(?:(?:and|but|so) )?(?P<asks>why|where|(?:since |until )?when|how(?: long| often| far| soon| \w+ly)?|"
    r"(?:of|from|for|with|at|in) (?:what|whom|which \w+))"
    r"(?:(?P<denied> not)| so| exactly| (?:is|was) (?:that|this)|"
    r"(?P<event> did (?:it|that|this) (?:happen|occur)))?\W*",
    re.I,
)
"""A question that is nothing but the word that asks."""
_DETERMINER = r"(?:the|an?|this|that|his|her|its|their|our|your)"
_WHICH = r"(?:(?:[\w’'-]+-\w+|\w+(?:est)|best|worst|first|last|new|old|main|only)\s+)?"
_LATER = r"(?:today|now|then|there|here|again|first|too|yet|\w+ly)\b"
PHRASE = re.compile(
    rf"(?P<asked>\b(?:{AUXILIARY}|if|when|whether|that|because|while)\s+)?\b(?P<phrase>{_DETERMINER}\s+(?P<noun>{_WHICH}\w+"
    rf"(?(asked)|(?:\s+(?!{_LATER})\w+(?=\W*$))?)))",
    re.I,
)
"""A noun that is told which it is: "the filter"; at the end of a question, with no verb, two: "the hose filter"."""
_ASKING = f"{ASKING}|{AUXILIARY}"
_WORD = re.compile(r"[^\W_][\w.&+%’'-]*[^\W_]|[^\W_]")
_OPENING = rf"(?:{_ASKING}|{PREPOSITION}|since|until|during|after|before|under|and|but|so|if|please|tell|give|the)"
_SMALL = {"the", "a", "an", *PREPOSITION.split("|"), *_ASKING.split("|"), "and", "or"}
_NOW = re.compile(r" (?:right now|now|today|currently|at the moment|at present|these days)\b", re.I)
_THEN = re.compile(
    r"(?:in|on|by|until|since|before|after)(?: the)? (?:\w+ )?(?:future|past|\d{4}s?|beginning|end|start)\b", re.I
)
_PLURAL = r"(?!this\b|his\b)[a-z]+[^\Wsui]s\b"
_SUBJECT = r"(?-i:[A-Z])|(?:I|you|we|he|she|it|they|the|an?)\b"
LED = re.compile(rf"({PREPOSITION}|before|after|since|until|during|without)\s", re.I)
"""What a preposition leads: "in 2024", "before that"."""
_QUALITY = re.compile(
    r"the (?:\w+ )?(?:price|cost|weight|height|length|width|depth|size|age|speed|power|capacity|colou?r|salary|name|"
    r"population|area|address|warranty|range|temperature|voltage|pressure|purpose|date|capital|budget|value|author)",
    re.I,
)
"""What a thing or a person has: "and the price?" asks for that of what was asked about."""
_DENIES = re.compile(r"\b(?:not|never|no|none|nobody|nothing|un\w+)\b|n['’]t\b", re.I)
_NEGATED = {word: f"{word}n't" for word in f"{AUXILIARY}".split("|") if word not in ("shall", "may", "might")} | {
    "will": "won't",
    "can": "can't",
}
_SHORT = 6
"""Words of the longest answer that may stand for a pronoun."""


def denied_on(asks: str, turn: Turn) -> str:
    """Return what "Why not?" asks: "Why won't Tesla …?" after "Will Tesla …?"; "" where no rule tells."""
    if _DENIES.search(turn.question):
        return asked_on(asks, turn)
    first, *rest = turn.question.split(maxsplit=1)
    denied = _NEGATED.get(first.casefold())
    return whole(f"{asks} {denied} {rest[0]}") if denied and rest else ""


def asked_on(asks: str, turn: Turn) -> str:
    """Return what "Why?", "When?" or another `asks` asks of what was asked and answered; "" where no rule tells."""
    question = turn.question.rstrip(" ?.!")
    if re.match(rf"(?:{AUXILIARY}) \S", question, re.I):
        return whole(f"{asks} {question[:1].lower()}{question[1:]}")
    counted = re.match(rf"how (?:many|much) (?P<noun>\w+) (?P<aux>{AUXILIARY}) (?P<rest>.+)", question, re.I)
    if counted and short(turn.answer):
        noun, aux, rest = counted["noun"], counted["aux"], counted["rest"]
        told = noun.casefold() in turn.answer.casefold()
        of = "of " * (question[4:8].lower() == "much" and not told)
        many = turn.answer if told else f"{turn.answer} {of}{noun}"
        somebody = re.match(r"d(?:o|id|oes)$", aux, re.I) or re.match(_SUBJECT, rest)
        return whole(f"{asks} {aux} {f'{rest} {many}' if somebody else f'{many} {rest}'}")
    found = re.match(rf"(?P<what>{ASKING})\b(?P<kind>(?: \w+)??) (?P<aux>{AUXILIARY}) (?P<rest>\S+ .+)", question, re.I)
    answer = short(turn.answer)
    if found is None:
        subject = re.match(r"(?:who|what|which \w+) (?P<rest>.+)", question, re.I)
        stands = subject and answer and not re.match(rf"(?:{AUXILIARY})\b", subject["rest"], re.I)
        return f"{asks} was it that {answer} {subject['rest']}?" if subject and stands else ""
    if re.match("who|what|which", found["what"], re.I):  # what was answered stood at its end
        return whole(f"{asks} {found['aux']} {found['rest']} {answer}".rstrip())
    return whole(f"{asks} {found['aux']} {found['rest']}")


def replaced(previous: str, rest: str) -> str:
    """Return the previous question, asked of `rest` instead of what it is most like."""
    if re.fullmatch("(?:after )?(?:then|that)", rest, re.I):
        rest, previous = "after that", _NOW.sub("", previous)
    return _of_its_kind(previous, rest) or _quality(previous, rest) or _in_place(previous, rest)


def _quality(previous: str, rest: str) -> str:
    """Return the question for another quality of the one thing that was asked about, or ""."""
    if not _QUALITY.fullmatch(rest) or re.match("(?:and |so )?(?:who|which)", previous, re.I):
        return ""
    other = re.match("what", previous, re.I) and re.search(rf"\b{_QUALITY.pattern}(?= of \S)", previous, re.I)
    if other:
        return previous[: other.start()] + rest + previous[other.end() :]
    named = [name for name in names(previous) if re.search(r"[^\W\d]", name[0])]
    longer = named and re.match(r"[’']s?\b|\s\w+\s+\w", previous[named[0].end() :])  # "the Tesla chip cost"
    if len(named) != 1 or longer:
        return ""
    led = re.search(rf"\b{_DETERMINER}\s+$", previous[: named[0].start()], re.I)
    return f"What is {rest} of {led[0] if led else ''}{named[0][0]}"


def _of_its_kind(previous: str, rest: str) -> str:
    """Return the previous question with a number, a bare plural or a whole name for one of its kind; else ""."""
    number = re.fullmatch(r"(?:the )?(?P<number>\d[\w.]*)", rest, re.I)
    numbered = list(re.finditer(r"(?<=[^\W\d_][ -])\d[\w.]*", previous)) if number else []
    if number and numbered and re.search(r"[A-Z][^\W\d_]*[ -]$", previous[: numbered[-1].start()]):
        return previous[: numbered[-1].start()] + number["number"] + previous[numbered[-1].end() :]  # "the 500"
    subject = re.match(rf"(?P<aux>{AUXILIARY}) (?P<subject>{_PLURAL}) ", previous, re.I)
    if subject and re.fullmatch(_PLURAL, rest):  # "cyclists" that of "Can buses …?"
        return previous[: subject.start("subject")] + rest + previous[subject.end("subject") :]
    if re.fullmatch(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+", rest):  # "Mary Frost" that of "David Frost"
        for name in names(previous):
            if name[0].split()[-1] == rest.rsplit(maxsplit=1)[-1]:
                return previous[: name.start()] + rest + previous[name.end() :]
    return ""


def _in_place(previous: str, rest: str) -> str:
    """Return the previous question with `rest` for the words, the phrase or the name that it stands for."""
    words = {word.casefold() for word in _WORD.findall(rest)} - _SMALL
    for word in _WORD.finditer(previous):  # "HW 5" takes the place of "HW 4"
        if word[0].casefold() in words:
            number = re.compile(r"[ -]?\d[\w.]*").match(previous, word.end())
            tail = previous[number.end() if number else word.end() :]
            if number:  # what it was compared with, "than HW 3", is not what "HW 5" would be
                than = rf"(?:\s+than|(?<=\bcompare)\s+(?:with|to))\s+{re.escape(word[0])}[ -]?\d[\w.]*"
                tail = re.sub(than, "", tail, flags=re.I)
            leads = re.match(rf"\W*{re.escape(word[0])}", rest, re.I) is not None
            before = previous[: word.start()] if leads else _before_phrase(previous[: word.start()], rest)
            return before + rest + tail
    if _THEN.match(rest):
        previous = _NOW.sub("", previous)
    preposition = LED.match(rest)
    if preposition:  # "in 2024" that of "in 2023", or comes at the end
        same = list(re.finditer(rf"\b{preposition[1]}\s", previous, re.I))
        return (previous[: same[-1].start()] if same else f"{previous.rstrip(' ?.!')} ") + rest
    named = list(names(previous))
    after = [name for name in named if re.search(rf"\b(?:{PREPOSITION})(?: the)? $", previous[: name.start()])]
    is_name = re.search(r"[A-Z\d]", rest) is not None
    if named and (is_name or len(named) == 1):
        name = (after or named)[-1 if after else 0]
        led = rf"\b{_DETERMINER}\s+$" if re.match(rf"{_DETERMINER}\s", rest, re.I) else "$"
        return re.sub(led, "", previous[: name.start()], flags=re.I) + rest + previous[name.end() :]
    about = list(re.finditer(r"\b(?:about|of|for|on)\s+(?=[^?]*\w)", previous, re.I))
    if about:
        return previous[: about[-1].end()] + rest
    phrases = list(PHRASE.finditer(previous))  # "the cat" that of "the dog"
    if phrases:
        return previous[: phrases[-1].start("phrase")] + rest + previous[phrases[-1].end() :]
    return f"What about {rest}"


def _before_phrase(before: str, rest: str) -> str:
    """Return `before` without the words that lead a noun, down to what tells which: "clean the dust" (filter)."""
    told = re.search(
        rf"\b(?P<which>{_DETERMINER}\s+)(?:(?!(?:{_ASKING}|{PREPOSITION})\b)[\w-]+\s+){{0,2}}$", before, re.I
    )
    if told is None:
        return before
    return before[: told.start() if re.match(rf"{_DETERMINER}\s", rest, re.I) else told.end("which")]


def names(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of words with a capital or a digit, without "I" and the word that opens a question."""
    run = r"(?:(?!I\b)[^\W\d_]*[A-Z][\w.&+%’'-]*|\d[\w.,%-]*)"
    for found in re.finditer(rf"(?<![\w’'-]){run}(?:[ -]{run})*", text):
        asks = re.match(rf"{_OPENING}\b ?", found[0], re.I) if found.start() == 0 else None
        if asks is None:
            yield found
        elif asks.end() < len(found[0]):
            yield from re.compile(rf"{run}(?:[ -]{run})*").finditer(text, asks.end(), found.end())


def short(answer: str) -> str:
    """Return an answer that may stand for a pronoun, or ""."""
    return answer if 0 < len(answer.split()) <= _SHORT else ""


def whole(question: str) -> str:
    """Return a question with a capital letter and one question mark."""
    return question[:1].upper() + question[1:].rstrip(" ?.!") + "?"
