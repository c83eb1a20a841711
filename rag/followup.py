"""Questions that lean on those before them: "and HW 5?", "what about Dojo?", "who asked that?".

Rules, not a model: the same turns always give the same reading, and what comes out is a whole question that can be
asked alone. A question that stands on its own, or that no rule understands, is left as it is.

Knows nothing of articles: a name is a run of words with a capital letter or a digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.types import Turn

_ASKING = f"{ASKING}|{AUXILIARY}"
_ELLIPSIS = re.compile(
    r"(?:(?:and|but|or|so)\s+)?(?:what|how)\s+about\s+(?P<rest>.+)|(?:and|but|or)\s+(?P<bare>.+)", re.I
)
_LEADING = re.compile(r"(?:and|but|so)\s*,?\s+", re.I)
_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.I)
_THING = re.compile(r"\b(?:it|its|they|them|their|theirs)\b", re.I)
_SEVERAL = re.compile(r"they|them|theirs?", re.I)
_SAYING = "say|says|said|think|thinks|thought|believe|believes|believed|claim|claims|claimed|state|stated|announced"
_ASKED = "ask|asks|asked|wonder|wonders|wondered"


def _after(verbs: str) -> re.Pattern[str]:
    """Return the pattern of "that" at the end of a question, straight after one of `verbs`."""
    behind = "|".join(rf"(?<=\b{verb} )" for verb in verbs.split("|"))
    return re.compile(rf"(?:{behind})(?:that|this|it|so)(?= ?\?*$)", re.I)


_CLAIM = _after(_SAYING)
_QUERY = _after(_ASKED)
_SAID = re.compile(r"(?<!\bit )(?<!\bask )(?<!\basked )\b(?:that|this)(?=\s*\?*$)", re.I)
_TOLD = re.compile(rf"who (?:else )?(?:{_SAYING}) (?:that )?(?P<claim>\S+ .+)", re.I)
_EXPLETIVE = re.compile(rf"\b(?:{_ASKING})\s+it\s+(?:true|possible|likely|clear|known)\b", re.I)
_MAKING = (
    "develop|build|mak|creat|buy|acquir|launch|announc|releas|design|sell|writ|publish|invent|produc|introduc|plan"
)
_NAMED = r"(?=\S*(?-i:[A-Z]))\S+"
_MAKER = re.compile(
    rf"(?:what|which \w+) (?:{AUXILIARY}) (?P<who>{_NAMED}(?:(?: and)? {_NAMED})*)(?: \w+ly)? "
    rf"(?:{_MAKING})(?:e|n?ing)?\W*",
    re.I,
)
_WORD = re.compile(r"[^\W_][\w.&+%’'-]*[^\W_]|[^\W_]")
_POSSESSIVES = {"his", "her", "hers", "its", "their", "theirs"}
_SMALL = {"the", "a", "an", *PREPOSITION.split("|"), *_ASKING.split("|"), "and", "or"}
_PHRASE = re.compile(r"\b(?:the|an?|this|that|his|her|its|their|our|your)\s+(?P<noun>\w+)", re.I)
_SHORT = 6
"""Words of the longest answer that may stand for a pronoun."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return `question` as it stands alone, read in the light of `history`, the latest turn last.

    Both are taken as `rag.questions.checked` leaves them: one line, single spaces.
    """
    if not history:
        return question
    found = _ELLIPSIS.fullmatch(question)
    if found and not re.match(rf"(?:{_ASKING})\b", found["bare"] or "", re.I):
        rest = (found["rest"] or found["bare"]).rstrip(" ?.!")
        resolved = _resolved(rest, history)
        if resolved != rest:  # "and its weight?" asks for something else of the same thing
            return f"What is {resolved}?"
        return _whole(_replaced(history[-1].question, rest)) if rest else question
    stripped = _LEADING.sub("", question, count=1) if _LEADING.match(question) else question
    resolved = _resolved(stripped, history)
    return question if resolved == stripped else _whole(resolved)


def _names(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of words with a capital or a digit, without the word that asks."""
    run = r"(?:[^\W\d_]*[A-Z][\w.&+%’'-]*|\d[\w.,%-]*)"
    for found in re.finditer(rf"(?<![\w’'-]){run}(?:[ -]{run})*", text):
        asks = re.match(rf"(?:{_ASKING})\b ?", found[0], re.I) if found.start() == 0 else None
        if asks is None:
            yield found
        elif asks.end() < len(found[0]):
            yield from re.compile(rf"{run}(?:[ -]{run})*").finditer(text, asks.end(), found.end())


def _replaced(previous: str, rest: str) -> str:
    """Return the previous question, asked of `rest` instead of what it is most like."""
    words = {word.casefold() for word in _WORD.findall(rest)} - _SMALL
    for word in _WORD.finditer(previous):  # "HW 5" takes the place of "HW 4"
        if word[0].casefold() in words:
            number = re.compile(r"[ -]?\d[\w.]*").match(previous, word.end())
            tail = previous[number.end() if number else word.end() :]
            if number:  # what it was compared with, "than HW 3", is not what "HW 5" would be
                than = rf"(?:\s+than|(?<=\bcompare)\s+(?:with|to))\s+{re.escape(word[0])}[ -]?\d[\w.]*"
                tail = re.sub(than, "", tail, flags=re.I)
            return previous[: word.start()] + rest + tail
    preposition = re.match(rf"({PREPOSITION})\s", rest, re.I)
    if preposition:  # "in 2024" that of "in 2023", or comes at the end
        same = list(re.finditer(rf"\b{preposition[1]}\s", previous, re.I))
        return (previous[: same[-1].start()] if same else f"{previous.rstrip(' ?.!')} ") + rest
    names = list(_names(previous))
    after = [name for name in names if re.search(rf"\b(?:{PREPOSITION})(?: the)? $", previous[: name.start()])]
    is_name = re.search(r"[A-Z\d]", rest) is not None
    if names and (is_name or len(names) == 1):
        name = (after or names)[-1 if after else 0]
        return previous[: name.start()] + rest + previous[name.end() :]
    about = list(re.finditer(r"\b(?:about|of|for|on)\s+(?=[^?]*\w)", previous, re.I))
    if about:
        return previous[: about[-1].end()] + rest
    phrases = list(_PHRASE.finditer(previous))  # "the cat" that of "the dog"
    if phrases:
        return previous[: phrases[-1].start()] + rest + previous[phrases[-1].end() :]
    return f"What about {rest}"


def _resolved(question: str, history: Sequence[Turn]) -> str:
    """Return `question` with its pronoun replaced, unless what that stands for is in the question itself.

    With "he", what else is meant is replaced only where it is clear: what was said, or what he was asked about.
    """
    person = _meant(_PERSON, _person, question, history)
    said = ((_CLAIM, _claim), (_QUERY, _query))
    rest: tuple[tuple[re.Pattern[str], Callable[[Turn], str]], ...] = ((_SAID, _statement), (_THING, _thing))
    if person:
        rest = () if _CLAIM.search(question) else ((_THING, _topic),)
    other = next(filter(None, (_meant(*kind, question, history) for kind in (*said, *rest))), None)
    for found, name in sorted(filter(None, (person, other)), key=lambda one: -one[0].start()):
        owner = "’s" if _possessive(found, question) else ""
        question = question[: found.start()] + name + owner + question[found.end() :]
    return question


def _meant(
    pattern: re.Pattern[str], antecedent: Callable[[Turn], str], question: str, history: Sequence[Turn]
) -> tuple[re.Match[str], str] | None:
    """Return where a pronoun of one kind stands and what it means, by the latest turn that tells."""
    found = pattern.search(question)
    if found is None or (pattern is _THING and _EXPLETIVE.search(question)):
        return None
    told = pattern in (_CLAIM, _QUERY)  # no name before it is what was said
    if not told and any(name.start() < found.start() for name in _names(question)):
        return None
    several = _SEVERAL.fullmatch(found[0]) is not None
    names = ((_pair(turn) if several else "") or antecedent(turn) for turn in reversed(history))
    return next(((found, name) for name in names if name), None)


def _possessive(found: re.Match[str], question: str) -> bool:
    """Return whether the pronoun owns what follows: "her" does only before another word."""
    return found[0].lower() in _POSSESSIVES and re.match(r"\s+\w", question[found.end() :]) is not None


def _short(answer: str) -> str:
    return answer if 0 < len(answer.split()) <= _SHORT else ""


def _person(turn: Turn) -> str:
    """Return whom "he" or "she" means: the answer to "who", else the first name that can be a person's.

    A name in capitals, with a number, or that is only spoken about, is none: nobody is better than somebody else.
    """
    # "Who is Ann?" is about Ann, whatever the answer says of her.
    about = re.match(r"[Ww]ho(?:['’]s)? (?:is |was )?[A-Z]", turn.question) is not None
    if re.match(r"who\b", turn.question, re.I) and not about and _short(turn.answer):
        return turn.answer
    for name in _names(turn.question):
        before = turn.question[: name.start()]
        if not re.search(r"\d|^[A-Z]+$", name[0]) and not re.search(rf"\b(?:{PREPOSITION})(?: the)? $", before, re.I):
            return name[0]
    return ""


def _thing(turn: Turn) -> str:
    """Return what "it" means: what somebody makes, the name the question is about, its first one, or a short answer."""
    made = _MAKER.fullmatch(turn.question)
    if made and _short(turn.answer):
        return re.sub(r"^(?:its|their|his|her) ", f"{made['who']}’s ", turn.answer, flags=re.I)
    names = [name for name in _names(turn.question) if not name[0].isdigit()]
    if names:
        return _topic(turn) or _owned(names[0], turn.question)
    phrase = _PHRASE.search(turn.question)
    named = re.search(r"\b(?:called|named|name of)\b|^who\b", turn.question, re.I)
    if phrase and not (named and _short(turn.answer)):
        return f"the {phrase['noun']}"
    return _short(turn.answer)


def _topic(turn: Turn) -> str:
    """Return the name that a question is about: "Dojo" of "What did Musk say about Dojo?"."""
    for name in _names(turn.question):
        about = re.search(r"\b(?:about|of|for|on)(?: the)? $", turn.question[: name.start()], re.I)
        if about and not name[0].isdigit():
            return _owned(name, turn.question)
    return ""


def _owned(name: re.Match[str], question: str) -> str:
    """Return a name, and what it owns if it is a possessive: "Twitter’s dataset"."""
    noun = re.match(r" [\w-]+", question[name.end() :]) if re.search(r"['’](?:s\b|$)", name[0]) else None
    return name[0] + (noun[0] if noun else "")


def _pair(turn: Turn) -> str:
    """Return the two names that "they" means: "xAI and Tesla"."""
    names = list(_names(turn.question))
    for one, other in pairwise(names):
        if turn.question[one.end() : other.start()] == " and ":
            return re.sub(r"['’]s?$", "", turn.question[one.start() : other.end()])
    return ""


def _statement(turn: Turn) -> str:
    """Return what "that" means: what was answered, else what was asked about."""
    return turn.answer or _thing(turn)


def _claim(turn: Turn) -> str:
    """Return what was said, of a short answer with its question: "that Dojo 2 will focus on large models".

    Nothing where no rule turns the question into a sentence.
    """
    question = turn.question.rstrip(" ?.!")
    told = _TOLD.fullmatch(question)
    if told is not None:  # and again: "Who said that?", "When did he say it?"
        return f"that {told['claim']}"
    asked = re.match(r"(?P<who>who|what|which \w+) (?=\S)", question, re.I)
    if asked is None or not _short(turn.answer) or re.search(rf"\b(?:{_SAYING})\b", question, re.I):
        return ""
    rest = question[asked.end() :]
    verb = re.match(rf"(?:{AUXILIARY}) ", rest)
    if verb is None:  # "Who asked for it?" was answered with who
        return "" if asked["who"].lower() == "what" else f"that {turn.answer} {rest}"
    rest = rest[verb.end() :]
    name = next(_names(f" {rest}"), None)  # nothing that asks stands there
    if name is None or name.start() > 1 or re.search(r"['’]", name[0]):
        return ""
    after = rest[name.end() - 1 :].strip()
    if re.match(r"and\b|['’]", after) or re.search(rf"\b(?:{AUXILIARY})\b", after):
        return ""
    return " ".join(f"that {name[0]} {verb[0]}{after} {turn.answer}".split())


def _query(turn: Turn) -> str:
    """Return what was asked about: what the question is about, or the words that answer "what"."""
    about = re.search(r"\babout [^?]*\w", turn.question)
    if about:
        return about[0]
    is_what = re.match(r"what\b", turn.question, re.I) and _short(turn.answer)
    return f"about {turn.answer}" if is_what else ""


def _whole(question: str) -> str:
    """Return a question with a capital letter and one question mark."""
    return question[:1].upper() + question[1:].rstrip(" ?.!") + "?"
