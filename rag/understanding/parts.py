"""The parts of a question that asks several things at once, as slices of it.

Rules of English, not a model: a part begins where a new question does, and never inside a list or a phrase. "What is
Dojo, and who asked?" has two parts; "Google, Microsoft, and OpenAI" and "text and image training" stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.errors import QuestionError, shown

MOST = 8
"""Parts that are read; a question with more is refused rather than half read."""

_WH = rf"(?:{ASKING}|(?:what|who|where|when|how)s|wich)"  # as they are typed too
_AUX = rf"(?:{AUXILIARY.replace('|may|', '|')})"  # "in April and May 2023" asks one thing
# "…? What", "…, and who", "… and how", "…; is it"; a preposition may lead: "and by whom".
_BOUNDARY = re.compile(
    rf"\?\s+(?=\S)|[,;]?\s+(?:and|or|but|also|plus)(?:\s+also)?,?\s+(?=(?:(?:by|in|on|at|for|to|with|from|of)\s+)?{_WH}\b)"
    rf"|[,;]\s+(?:and\s+|or\s+)?(?={_WH}\b)|(?:[,;]\s+(?:and\s+|or\s+)?|\s+and\s+)(?={_AUX}\s+\S+\s+\S+)",
    re.I,
)
# "When and where was it built?" asks two questions that share their end.
_NOUN_ASKED = rf"(?:which|what)\s+(?!{_AUX}\b|\w+ed\b|happen)\w+|how\s+(?:many|much)\s+(?!{_AUX}\b|\w+ed\b)\w+"
_LED = rf"(?:{PREPOSITION})\s+(?:(?:which|what)\s+(?!{_AUX}\b)\w+|{_WH})"
_MORE = rf"{_LED}|{_NOUN_ASKED}|how\s+(?:often|long|far|old|soon)"
_SHARED = tuple(
    re.compile(rf"(?P<first>{first})\s*,?\s+(?:and|or)\s+(?P<second>{second})\s+(?P<rest>{rest})", re.I)
    for first, second, rest in (
        (_WH, rf"{_MORE}|who|where|when|why|how", rf"{_AUX}\s+\S.*"),
        (_WH, "(?!what|which|how)" + _WH, r"(?!and\b|or\b)\S.*"),
        (_LED, rf"{_MORE}|{_WH}", rf"{_AUX}\s+\S.*"),
        (_NOUN_ASKED, _MORE, rf"{_AUX}\s+\S.*"),  # not "what happened and why …"
    )
)
_STUMP = re.compile(
    rf"\W*(?:(?:and|so|but|also)\s+)?(?:(?:{PREPOSITION})\s+(?:which|what)|how\s+(?:many|much))\s+"
    rf"(?!{_AUX}\b|\w+ed\b|came|went|left|fell|won|lost|fled|sold|ran|made|took|got|became|grew|rose|stood)\w+",
    re.I,
)
"""What asks nothing without the end of what is asked after it: "in which year", "how many people"."""
# "What is the power and the pressure?" asks two that share their beginning, "the first and the last stop" one.
_NOUN = rf"the(?: (?!(?:{PREPOSITION}|the)\b)(?-i:[a-z])[\w-]*){{1,3}}"
_ADJECTIVE = r"(?:\w+est|first|last|best|worst|main|old|new|upper|lower|minimum|maximum)"
_BOTH = re.compile(
    rf"(?P<asks>what(?:['’]s| is| was)) (?!the {_ADJECTIVE} and\b)(?P<first>{_NOUN}) and (?P<second>{_NOUN})"
    r"(?P<rest>(?: (?:of|in|for|on) .*\w(?<! of)(?<! in)(?<! for)(?<! on))?)",
    re.I,
)
_OPEN = re.compile(r"\b(?:between|both|either|neither|whether)\b[^,;?]*$", re.I)
_SUBORDINATE = re.compile(rf"\W*(?:and\s+)?when\s+(?!(?:{_AUX})\b|and\b|or\b)", re.I)
_ABOUT = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?:what|how)\s+about\s[^,;?]+", re.I)
"""What the question after it is about: "what about Dojo, when was it built?"."""
_CLAUSE = re.compile(
    rf"\b(?:say|says|said|know|knows|think|thinks|explain|tell|describe|decide|depend[s]?)\s*$|\b{_AUX}\s*$", re.I
)
_MAIN_VERB = re.compile(rf"\b{_AUX}\b.*\b(?:do|have)\s*$", re.I)
"""What ends with a verb that is no auxiliary there: "what did he do"."""


def parts(question: str) -> list[str]:
    """Return what `question` asks, one question each and in its own words; one that asks one thing comes back whole.

    Raises:
        QuestionError: if it asks more than `MOST` things.
    """
    found = [part for one in _split(question) for part in _shared(one)]
    if len(found) > MOST:
        raise QuestionError(f"the question {shown(question)} asks {len(found)} things; ask {MOST} at a time")
    return found if len(found) > 1 else [question]


def _split(question: str) -> Iterator[str]:
    """Yield the slices between boundaries, without the punctuation around them."""
    places = [0]
    ends = []
    for boundary in _BOUNDARY.finditer(question):
        before, after = question[places[-1] : boundary.start()], question[boundary.end() :]
        if boundary[0].strip() == "," and _ABOUT.fullmatch(before):
            continue
        sentence = boundary[0].startswith("?")
        if sentence or (
            _asks(before) and len(after.split()) > 1 and not _OPEN.search(before) and not _unfinished(before)
        ):
            ends.append(boundary.start())
            places.append(boundary.end())
    ends.append(len(question))
    for start, end in zip(places, ends, strict=True):
        part = question[start:end].strip(" ,;?.!")
        if re.sub(r"\b(?:and|or|but|also)\b|\W", "", part, flags=re.I):
            yield part


def _unfinished(words: str) -> bool:
    """Return whether what `words` ask goes on after them: "who said", "what he can"."""
    return _CLAUSE.search(words) is not None and _MAIN_VERB.search(words) is None


def _asks(words: str) -> bool:
    """Return whether `words` can be a question of their own: they ask for something, in three words or more.

    "When asked about it, …" asks nothing.
    """
    return (
        len(words.split()) > 2
        and _SUBORDINATE.match(words) is None
        and _STUMP.fullmatch(words) is None
        and re.match(
            rf"\W*(?:(?:and|so|but|also)\s+)?(?:\w+\s+)?(?:{_WH}|{_AUX})\b|\W*(?:tell|name|list|describe|explain|give|show|summari[sz]e)\b",
            words,
            re.I,
        )
        is not None
    )


def _shared(part: str) -> Iterator[str]:
    """Yield the two questions of "when and where …" or "what is the … and the …", or the part itself."""
    both = _BOTH.fullmatch(part)
    if both:
        yield f"{both['asks']} {both['first']}{both['rest']}"
        yield f"{both['asks']} {both['second']}{both['rest']}"
        return
    found = next(filter(None, (form.fullmatch(part) for form in _SHARED)), None)
    if found and found["first"].lower() != found["second"].lower():
        yield f"{found['first']} {found['rest']}"
        yield f"{found['second']} {found['rest']}"
    else:
        yield part
