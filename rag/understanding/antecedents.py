"""What a pronoun means, by an earlier turn of the conversation.

Rules, not a model, for `rag.understanding.followup`; each returns "", or yields nothing, where it cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.english import AUXILIARY, PREPOSITION
from rag.types import Turn
from rag.understanding.ellipsis import PHRASE, names, short

_ADJECTIVE = re.compile(r"(?<=\bthe )[A-Z]\w*(?:ish|[aei]an|ese|ench|utch|iss|eek) (?!" + AUXILIARY + r")[a-z]\w+")
_NO_THING = re.compile(
    rf"^(?:{PREPOSITION}|near|under|behind)\b|^(?:[a-z]+ ){{0,3}}[$€£]?\d|\b(?:{AUXILIARY})\b|"
    r"\b(?:second|minute|hour|day|week|month|year)s?\W*$",
    re.I,
)
"""What tells that an answer is a place, an amount, a time or a sentence."""
_STANDS = "in|at|on|near|outside|inside|behind|under|between|opposite"
_LETTER = re.compile(r"[^\W\d_]")
_KINDS = re.compile(rf"who\b|(?:what|which) (?!(?:{AUXILIARY})\b)(?P<kinds>[a-z]+[^\Wsui]s\b)?", re.I)
_MAKING = (
    "develop|build|mak|creat|buy|acquir|launch|announc|releas|design|sell|writ|publish|invent|produc|introduc|plan"
)
_NAMED = r"(?=\S*(?-i:[A-Z]))\S+"
_MAKER = re.compile(
    rf"(?:what|which \w+) (?:{AUXILIARY}) (?P<who>{_NAMED}(?:(?: and)? {_NAMED})*)(?: \w+ly)? "
    rf"(?:{_MAKING})(?:e|n?ing)?\W*",
    re.I,
)
WHAT_IS = re.compile(r"what(?:['’]?s| is| are| was| were) (?:the )?(?P<name>.+?)\W*$", re.I)


def persons(turn: Turn) -> Iterator[str]:
    """Yield whom "he" or "she" may mean, likeliest first: the answer to "who", then each name that can be a person's.

    A name with a number, that ends in capitals ("xAI"), or that is only spoken about, is none: nobody is better than
    somebody else.
    """
    # "Who is Ann?" is about Ann, whatever the answer says of her.
    named = re.match(r"[Ww]ho(?:['’]s)? (?:is |was )?(?P<name>[A-Z].*)", turn.question)
    about = named is not None and not re.search(r"['’]s? ", named["name"])  # "Ann's mother" is not Ann
    are_many = re.fullmatch(r"[^A-Z]*[^\WA-Zs]s", turn.answer) is not None  # "developers"
    if re.match(r"who\b", turn.question, re.I) and not about and not are_many and short(turn.answer):
        yield turn.answer
    for name in names(turn.question):
        before = turn.question[: name.start()]
        if not re.search(r"\d|^[A-Z]$|[A-Z]{2}$", name[0]) and not re.search(
            rf"\b(?:{PREPOSITION})(?: the)? $", before, re.I
        ):
            yield re.sub(r"['’]s?$", "", name[0])


def thing(turn: Turn) -> str:
    """Return what "it" means: what somebody makes, the name the question is about, its first one, or a short answer."""
    made = _MAKER.fullmatch(turn.question)
    if made and short(turn.answer):
        return re.sub(r"^(?:its|their|his|her) ", f"{made['who']}’s ", turn.answer, flags=re.I)
    first = next((name for name in names(turn.question) if _LETTER.search(name[0])), None)
    told = first and _ADJECTIVE.search(turn.question, first.start())
    if first and told and told.start() == first.start():
        return f"the {told[0]}"
    if first:
        return topic(turn) or _owned(first, turn.question)
    phrase = PHRASE.search(turn.question)
    if phrase and phrase["asked"] and re.fullmatch(r"th(?:at|is) \w+\W*", turn.question[phrase.start("phrase") :]):
        phrase = None  # "How long does that take?" tells of no take
    named = re.search(r"\b(?:called|named|name of)\b", turn.question, re.I)
    whose = re.match(r"who\b|(?:what|which) (?:is|was) the\b", turn.question, re.I)
    is_name = next((name for name in names(turn.answer) if _LETTER.search(name[0])), None) is not None
    if phrase and not (_noun(turn.answer) and (named or (whose and is_name))):
        return f"the {phrase['noun']}"
    return _noun(turn.answer)


def _noun(answer: str) -> str:
    """Return a short answer that is a thing, and no number nor a sentence; else ""."""
    return "" if _NO_THING.search(answer) else short(answer)


def place(turn: Turn) -> str:
    """Return what "there" means: the answer to "where", or the place that a question names."""
    if re.match(r"where\b", turn.question, re.I):
        led = re.match(rf"(?:{_STANDS})\b", turn.answer, re.I)
        return short(turn.answer) and (turn.answer if led else f"in {turn.answer}")
    for name in filter(lambda name: _LETTER.search(name[0]), names(turn.question)):
        before, after = turn.question[: name.start()], turn.question[name.end() :]
        led = re.search(rf"\b(?:{_STANDS}) (?:the )?$", before, re.I)
        noun = re.match(rf" (?!(?:{AUXILIARY}|{PREPOSITION})\b)[a-z]\w+", after)
        if led:
            return led[0] + name[0]
        if noun and re.search(r"\bthe $", before, re.I):
            return f"at the {name[0]}{noun[0]}"
    return ""


def topic(turn: Turn) -> str:
    """Return the name that a question is about: "Dojo" of "What did Musk say about Dojo?"."""
    for name in names(turn.question):
        about = re.search(r"\b(?:about|of|for|on)(?: the)? $", turn.question[: name.start()], re.I)
        if about and _LETTER.search(name[0]):
            return _owned(name, turn.question)
    return ""


def _owned(name: re.Match[str], question: str) -> str:
    """Return a name, and what it owns if it is a possessive: "Twitter’s dataset"."""
    noun = re.match(r" [\w-]+", question[name.end() :]) if re.search(r"['’](?:s\b|$)", name[0]) else None
    return name[0] + (noun[0] if noun else "")


def several(turn: Turn) -> str:
    """Return the two names that "they" means, "xAI and Tesla", or what answered a question for several."""
    for one, other in pairwise(names(turn.question)):
        if turn.question[one.end() : other.start()] == " and ":
            return re.sub(r"['’]s?$", "", turn.question[one.start() : other.end()])
    asked = _KINDS.match(turn.question)
    if asked and (asked["kinds"] or re.search(r" (?:and|or) ", turn.answer)):
        return short(turn.answer)
    return ""


def those(turn: Turn) -> str:
    """Return what "those" means: several, or things that answered: "some developers"."""
    asked = WHAT_IS.match(turn.question)
    if asked and ";" in turn.answer:
        return f"the {asked['name']}"
    told = several(turn) or (short(turn.answer) if re.search(r"[a-z][^\Wsui]s$", turn.answer) else "")
    return " and ".join(told.split("; "))


def chosen(turn: Turn) -> str:
    """Return what "that one" means: what answered a question for one of several."""
    asked = re.match(
        r"(?:and |so )?(?:which (?!year|day|month|date|time)|what\b.*\b(?:\w{2,}est|most|best|worst)\b)",
        turn.question,
        re.I,
    )
    return _noun(turn.answer) if asked else ""


def more(turn: Turn) -> str:
    """Return the question for more on what a turn was about, or ""."""
    asked = topic(turn) or thing(turn)
    return asked and f"Tell me about {asked}."


def amount(turn: Turn) -> str:
    """Return what "of that" means: "the total cost" of "What is the total cost?", else a short answer."""
    asked = WHAT_IS.match(turn.question)
    return f"the {asked['name']}" if asked and not any(names(asked["name"])) else short(turn.answer)


def statement(turn: Turn) -> str:
    """Return what "that" means: what was answered, else what was asked about."""
    return turn.answer or thing(turn)
