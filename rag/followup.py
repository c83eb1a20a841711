"""Questions that lean on those before them: "and HW 5?", "what about Dojo?", "who asked that?".

Rules, not a model: the same turns always give the same reading, and what comes out is a whole question that can be
asked alone. A question that stands on its own, or that no rule understands, is left as it is.

Knows nothing of articles: a name is a run of words with a capital letter or a digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from rag import claims
from rag.ellipsis import PHRASE, SLUICE, asked_on, names, replaced, short, whole
from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.types import Turn

_ASKING = f"{ASKING}|{AUXILIARY}"
_ELLIPSIS = re.compile(
    r"(?:(?:and|but|or|so)\s+)?(?:what|how)\s+about\s+(?P<rest>.+)|(?:and|but|or)\s+(?P<bare>.+)", re.I
)
_OWN = re.compile(rf"(?P<name>[^,]+), (?P<question>(?:{_ASKING})\b .+)", re.I)
_THAT = re.compile(r"(?<=s |d |n |l )(?:that|this)\b(?= )", re.I)
"""What has just been named: "and the data, what is that good for?"."""
_LEADING = re.compile(r"(?:and|but|so)\s*,?\s+", re.I)
_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.I)
_THING = re.compile(r"\b(?:it|its|they|them|their|theirs)\b", re.I)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bget )(?<!\bgo )\bthere(?=\W*$)", re.I)
_ADJECTIVE = re.compile(r"(?<=\bthe )[A-Z]\w*(?:ish|[aei]an|ese|ench|utch|iss|eek) (?!" + AUXILIARY + r")[a-z]\w+")
_STANDS = "in|at|on|near|outside|inside|behind|under|between|opposite"
_LETTER = re.compile(r"[^\W\d_]")
_SEVERAL = re.compile(r"they|them|theirs?", re.I)
_KINDS = re.compile(rf"who\b|(?:what|which) (?!(?:{AUXILIARY})\b)(?P<kinds>[a-z]+[^\Wsui]s\b)?", re.I)
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
_MAKING = (
    "develop|build|mak|creat|buy|acquir|launch|announc|releas|design|sell|writ|publish|invent|produc|introduc|plan"
)
_NAMED = r"(?=\S*(?-i:[A-Z]))\S+"
_MAKER = re.compile(
    rf"(?:what|which \w+) (?:{AUXILIARY}) (?P<who>{_NAMED}(?:(?: and)? {_NAMED})*)(?: \w+ly)? "
    rf"(?:{_MAKING})(?:e|n?ing)?\W*",
    re.I,
)
_DOING = re.compile(r"\bdo (?:that|this|so|it)(?=\W*$)", re.I)
_OF_THAT = re.compile(r"(?<=\bof )(?:that|this)\b(?=\W*$| (?:" + AUXILIARY + r")\b)", re.I)
_WHAT_IS = re.compile(r"what(?:['’]?s| is| are| was| were) (?:the )?(?P<name>.+?)\W*$", re.I)
_MORE = re.compile(
    r"(?:please )?(?:(?:tell me|say|give me)(?: a (?:bit|little))? more|more|go on|continue|elaborate|"
    r"(?:can|could) you (?:elaborate|explain|tell me more)|(?:what|anything|something) (?:else|more)|"
    r"is there (?:anything else|more)|what (?:else|more) does (?:it|the article|the text) say)"
    r"(?: details?| information)?(?: (?:on|about) (?:that|this|it))?(?:,? please)?\W*",
    re.I,
)
"""A wish for more on what was asked about."""
_POSSESSIVES = {"his", "her", "hers", "its", "their", "theirs"}


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return `question` as it stands alone, read in the light of `history`, the latest turn last.

    Both are taken as `rag.questions.checked` leaves them: one line, single spaces.
    """
    if not history:
        return question
    sluice = SLUICE.fullmatch(question)
    more = _MORE.fullmatch(_LEADING.sub("", question, count=1))
    if sluice or more:
        asks_on = asked_on(sluice["asks"].capitalize(), history[-1]) if sluice else _more(history[-1])
        return asks_on or question
    found = _ELLIPSIS.fullmatch(question)
    own = _OWN.fullmatch((found["rest"] or found["bare"]) if found else "")
    if own:  # "and Bob, when did he come?", "and in Bonn, who won?"
        led = re.match(rf"(?:{PREPOSITION})\b", own["name"], re.I)
        asks = whole(f"{own['question'].rstrip(' ?.!')} {own['name']}" if led else _THAT.sub("it", own["question"]))
        return standalone(asks, history if led else [*history, Turn(f"{own['name']}?", "")])
    if found and not re.match(rf"(?:{_ASKING})\b", found["bare"] or "", re.I):
        rest = (found["rest"] or found["bare"]).rstrip(" ?.!")
        resolved = _resolved(rest, history)
        if resolved != rest and not re.match(
            rf"(?:{PREPOSITION}|before|after)\b", rest, re.I
        ):  # "and its weight?" asks for something else of the same thing
            return f"What is {resolved}?"
        return whole(replaced(history[-1].question, rest)) if rest else question
    stripped = _LEADING.sub("", question, count=1) if _LEADING.match(question) else question
    resolved = _resolved(stripped, history)
    return question if resolved == stripped else whole(resolved)


def _resolved(question: str, history: Sequence[Turn]) -> str:
    """Return `question` with its pronoun replaced, unless what that stands for is in the question itself.

    With "he", what else is meant is replaced only where it is clear: what was said, or what he was asked about.
    """
    question = _DOING.sub(lambda doing: claims.deed(history[-1]) or doing[0], question)
    person = _meant(_PERSON, _person, question, history)
    said = ((_CLAIM, claims.claim), (_QUERY, claims.query))
    rest: tuple[tuple[re.Pattern[str], Callable[[Turn], str]], ...] = (
        (_OF_THAT, _amount),
        (_SAID, _statement),
        (_THING, _thing),
        (_THERE, _place),
    )
    if person:
        rest = () if _CLAIM.search(question) else ((_THING, _topic), (_THERE, _place))
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
    told = pattern in (_CLAIM, _QUERY, _THERE)  # no name before it is what was said, or where
    if not told and any(name.start() < found.start() for name in names(question)):
        return None
    several = _SEVERAL.fullmatch(found[0]) is not None
    meant = ((_several(turn) if several else "") or antecedent(turn) for turn in reversed(history))
    things = {asked["name"] for turn in history if pattern is _PERSON and (asked := _WHAT_IS.match(turn.question))}
    if pattern is _THING and not several:  # "it" is not "the ingredients"
        meant = (name for name in meant if not re.fullmatch(r"the [a-z]+[^\Wsui]s", name))
    return next(((found, name) for name in meant if name and name not in things), None)


def _possessive(found: re.Match[str], question: str) -> bool:
    """Return whether the pronoun owns what follows: "her" does only before another word."""
    return found[0].lower() in _POSSESSIVES and re.match(r"\s+\w", question[found.end() :]) is not None


def _person(turn: Turn) -> str:
    """Return whom "he" or "she" means: the answer to "who", else the first name that can be a person's.

    A name with a number, that ends in capitals ("xAI"), or that is only spoken about, is none: nobody is better than
    somebody else.
    """
    # "Who is Ann?" is about Ann, whatever the answer says of her.
    named = re.match(r"[Ww]ho(?:['’]s)? (?:is |was )?(?P<name>[A-Z].*)", turn.question)
    about = named is not None and not re.search(r"['’]s? ", named["name"])  # "Ann's mother" is not Ann
    several = re.fullmatch(r"[^A-Z]*[^\WA-Zs]s", turn.answer) is not None  # "developers"
    if re.match(r"who\b", turn.question, re.I) and not about and not several and short(turn.answer):
        return turn.answer
    for name in names(turn.question):
        before = turn.question[: name.start()]
        if not re.search(r"\d|^[A-Z]$|[A-Z]{2}$", name[0]) and not re.search(
            rf"\b(?:{PREPOSITION})(?: the)? $", before, re.I
        ):
            return re.sub(r"['’]s?$", "", name[0])
    return ""


def _thing(turn: Turn) -> str:
    """Return what "it" means: what somebody makes, the name the question is about, its first one, or a short answer."""
    made = _MAKER.fullmatch(turn.question)
    if made and short(turn.answer):
        return re.sub(r"^(?:its|their|his|her) ", f"{made['who']}’s ", turn.answer, flags=re.I)
    first = next((name for name in names(turn.question) if _LETTER.search(name[0])), None)
    told = first and _ADJECTIVE.search(turn.question, first.start())
    if first and told and told.start() == first.start():
        return f"the {told[0]}"
    if first:
        return _topic(turn) or _owned(first, turn.question)
    phrase = PHRASE.search(turn.question)
    named = re.search(r"\b(?:called|named|name of)\b", turn.question, re.I)
    whose = re.match(r"who\b|(?:what|which) (?:is|was) the\b", turn.question, re.I)
    is_name = next((name for name in names(turn.answer) if _LETTER.search(name[0])), None) is not None
    if phrase and not (_noun(turn.answer) and (named or (whose and is_name))):
        return f"the {phrase['noun']}"
    return _noun(turn.answer)


def _noun(answer: str) -> str:
    """Return a short answer that is a thing, and no number nor a sentence; else ""."""
    no_thing = re.match(r"\d", answer) or re.search(rf"\b(?:{AUXILIARY})\b", answer, re.I)
    return "" if no_thing else short(answer)


def _place(turn: Turn) -> str:
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


def _topic(turn: Turn) -> str:
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


def _several(turn: Turn) -> str:
    """Return the two names that "they" means, "xAI and Tesla", or what answered a question for several."""
    for one, other in pairwise(names(turn.question)):
        if turn.question[one.end() : other.start()] == " and ":
            return re.sub(r"['’]s?$", "", turn.question[one.start() : other.end()])
    asked = _KINDS.match(turn.question)
    if asked and (asked["kinds"] or re.search(r" (?:and|or) ", turn.answer)):
        return short(turn.answer)
    return ""


def _more(turn: Turn) -> str:
    """Return the question for more on what a turn was about, or ""."""
    topic = _topic(turn) or _thing(turn)
    return topic and f"Tell me about {topic}."


def _amount(turn: Turn) -> str:
    """Return what "of that" means: "the total cost" of "What is the total cost?", else a short answer."""
    asked = _WHAT_IS.match(turn.question)
    return f"the {asked['name']}" if asked and not any(names(asked["name"])) else short(turn.answer)


def _statement(turn: Turn) -> str:
    """Return what "that" means: what was answered, else what was asked about."""
    return turn.answer or _thing(turn)
