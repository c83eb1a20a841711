"""Questions that lean on those before them: "and HW 5?", "what about Dojo?", "who asked that?".

Rules, not a model: the same turns always give the same reading, and what comes out is a whole question that can be
asked alone. A question that stands on its own, or that no rule understands, is left as it is.

A name is a run of words with a capital letter or a digit; of articles nothing is known but whom they call "she".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.types import Turn
from rag.understanding import antecedents, claims
from rag.understanding.ellipsis import LED, SLUICE, asked_on, denied_on, names, replaced, whole

_ASKING = f"{ASKING}|{AUXILIARY}"
_ELLIPSIS = re.compile(
    r"(?:(?:and|but|or|so)\s+)?(?:what|how)\s+about\s+(?P<rest>.+)|(?:and|but|or)\s+(?P<bare>.+)", re.I
)
_OWN = re.compile(rf"(?P<name>[^,]+), (?P<question>(?:{_ASKING})\b .+)", re.I)
_THAT = re.compile(r"(?<=s |d |n |l )(?:that|this)\b(?= )", re.I)
"""What has just been named: "and the data, what is that good for?"."""
_LEADING = re.compile(r"(?:and|but|so)\s*,?\s+", re.I)
_PERSON = re.compile(
    r"\b(?:he|she|him|his|her|hers|their(?= (?:sons?|daughters?|child|children|marriage|wedding)\b))\b", re.I
)
_THING = re.compile(r"\b(?:it|its|they|them|their|theirs)\b", re.I)
_THOSE = re.compile(r"(?<! of )\bth(?:ose|ese)(?=\W*$)", re.I)
_ONE = re.compile(r"\bth(?:at|is) one\b", re.I)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bget )(?<!\bgo )\bthere(?=\W*$)", re.I)
_SEVERAL = re.compile(r"they|them|theirs?", re.I)
_ASKED = "ask|asks|asked|wonder|wonders|wondered"


def _after(verbs: str) -> re.Pattern[str]:
    """Return the pattern of "that" at the end of a question, straight after one of `verbs`."""
    behind = "|".join(rf"(?<=\b{verb} )" for verb in verbs.split("|"))
    return re.compile(rf"(?:{behind})(?:that|this|it|so)(?= ?\?*$)", re.I)


_CLAIM = _after(claims.SAYING)
_QUERY = _after(_ASKED)
_SAID = re.compile(
    r"(?<!\bit )(?<!\bask )(?<!\basked )(?<!\bdo )(?<!\bdoes )(?<!\bdid )\b(?:that|this)(?=\s*\?*$)", re.I
)
_EXPLETIVE = re.compile(rf"\b(?:{_ASKING})\s+it\s+(?:true|possible|likely|clear|known)\b", re.I)
_INSIDE = re.compile(
    r"\b(?:every|each|any|an?|the|no)\s+\w.*\b(?:before|after|when|while|until|unless|once|if|because|where)\s+$", re.I
)
"""What stands before a pronoun that means something of its own question: "every crew know before" it leaves."""
_DOING = re.compile(r"\bdo (?:that|this|so|it)(?=\W*$)", re.I)
_OF_THAT = re.compile(r"(?<=\bof )(?:that|this)\b(?=\W*$| (?:" + AUXILIARY + r")\b)", re.I)
_MORE = re.compile(
    r"(?:please )?(?:(?:tell me|say|give me)(?: a (?:bit|little))? more|more|go on|continue|elaborate|"
    r"(?:can|could) you (?:elaborate|explain|tell me more)|(?:what|anything|something) (?:else|more)|"
    r"is there (?:anything else|more)|what (?:else|more) does (?:it|the article|the text) say)"
    r"(?: details?| information)?(?: (?:on|about) (?:that|this|it))?(?:,? please)?\W*",
    re.I,
)
"""A wish for more on what was asked about."""
Excluded = Callable[[str, str], bool]
_POSSESSIVES = {"his", "her", "hers", "its", "their", "theirs"}


def standalone(question: str, history: Sequence[Turn], excluded: Excluded = lambda pronoun, name: False) -> str:
    """Return `question` as it stands alone, read in the light of `history`, the latest turn last.

    Both are taken as `rag.questions.checked` leaves them: one line, single spaces. `excluded` tells of "he", "she" or a
    form of them and of a name whether the one cannot mean the other.
    """
    if not history:
        return question
    sluice = SLUICE.fullmatch(question)
    if (
        sluice
        and sluice["event"]
        and not re.match(r"(?!how (?:much|many)\b).*\b(?:did|was|were)\b", history[-1].question, re.I)
    ):
        sluice = None  # what is still to come has not happened
    more = _MORE.fullmatch(_LEADING.sub("", question, count=1))
    if sluice or more:
        on = denied_on if sluice and sluice["denied"] else asked_on
        asks_on = on(sluice["asks"].capitalize(), history[-1]) if sluice else antecedents.more(history[-1])
        return asks_on or question
    found = _ELLIPSIS.fullmatch(question)
    own = _OWN.fullmatch((found["rest"] or found["bare"]) if found else "")
    if own:  # "and Bob, when did he come?", "and in Bonn, who won?"
        led = re.match(rf"(?:{PREPOSITION})\b", own["name"], re.I)
        asks = whole(f"{own['question'].rstrip(' ?.!')} {own['name']}" if led else _THAT.sub("it", own["question"]))
        return standalone(asks, history if led else [*history, Turn(f"{own['name']}?", "")], excluded)
    if found and not re.match(rf"(?:{_ASKING})\b", found["bare"] or "", re.I):
        rest = (found["rest"] or found["bare"]).rstrip(" ?.!")
        resolved = _resolved(rest, history, excluded)
        if resolved != rest and not LED.match(rest):  # "and its weight?" asks for something else of the same thing
            return f"What is {resolved}?"
        return whole(replaced(history[-1].question, rest)) if rest else question
    stripped = _LEADING.sub("", question, count=1) if _LEADING.match(question) else question
    resolved = _resolved(stripped, history, excluded)
    return question if resolved == stripped else whole(resolved)


def _resolved(question: str, history: Sequence[Turn], excluded: Excluded) -> str:
    """Return `question` with its pronoun replaced, unless what that stands for is in the question itself.

    With "he", what else is meant is replaced only where it is clear: what was said, or what he was asked about.
    """
    question = _DOING.sub(lambda doing: claims.deed(history[-1]) or doing[0], question)

    def somebody(turn: Turn) -> str:
        pronoun = _PERSON.findall(question)[0]
        return next((name for name in antecedents.persons(turn) if not excluded(pronoun, name)), "")

    person = _meant(_PERSON, somebody, question, _since_nobody(history), excluded)
    said = (
        (_CLAIM, claims.claim),
        (_QUERY, claims.query),
        (_THOSE, antecedents.those),
        (_ONE, antecedents.chosen),
    )
    rest: tuple[tuple[re.Pattern[str], Callable[[Turn], str]], ...] = (
        (_OF_THAT, antecedents.amount),
        (_SAID, antecedents.statement),
        (_THING, antecedents.thing),
        (_THERE, antecedents.place),
    )
    if person:
        rest = () if _CLAIM.search(question) else ((_THING, antecedents.topic), (_THERE, antecedents.place))
    others = (_meant(*kind, question, history, excluded) for kind in (*said, *rest))
    other = next((one for one in others if one and not (person and one[0].start() == person[0].start())), None)
    for found, name in sorted(filter(None, (person, other)), key=lambda one: -one[0].start()):
        owner = "’s" if _possessive(found, question) else ""
        question = question[: found.start()] + name + owner + question[found.end() :]
    return question


def _since_nobody(history: Sequence[Turn]) -> Sequence[Turn]:
    """Return the turns after the last one that asked who it is and got no name: nobody named before is meant now."""
    for place, turn in reversed(list(enumerate(history))):
        if re.match(r"who\b", turn.question, re.I) and not turn.answer and not any(antecedents.persons(turn)):
            return history[place + 1 :]
    return history


def _meant(
    pattern: re.Pattern[str],
    antecedent: Callable[[Turn], str],
    question: str,
    history: Sequence[Turn],
    excluded: Excluded,
) -> tuple[re.Match[str], str] | None:
    """Return where a pronoun of one kind stands and what it means, by the latest turn that tells."""
    found = pattern.search(question)
    if found is None or (pattern is _THING and _EXPLETIVE.search(question)):
        return None
    if pattern in (_THING, _PERSON) and _INSIDE.search(question[: found.start()]):
        return None
    told = pattern in (_CLAIM, _QUERY, _THERE)  # no name before it is what was said, or where
    if not told and any(name.start() < found.start() for name in names(question)):
        return None
    several = _SEVERAL.fullmatch(found[0]) is not None
    meant = ((antecedents.several(turn) if several else "") or antecedent(turn) for turn in reversed(history))
    things = {
        asked["name"] for turn in history if pattern is _PERSON and (asked := antecedents.WHAT_IS.match(turn.question))
    }
    if pattern is _THING and not several:  # "it" is not "the ingredients"
        kept = (name for name in meant if not excluded(found[0], name))
        meant = (name for name in kept if not re.fullmatch(r"the [a-z]+[^\Wsui]s", name))
    return next(((found, name) for name in meant if name and name not in things), None)


def _possessive(found: re.Match[str], question: str) -> bool:
    """Return whether the pronoun owns what follows: "her" does only before another word."""
    return found[0].lower() in _POSSESSIVES and re.match(r"\s+\w", question[found.end() :]) is not None
