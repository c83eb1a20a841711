"""Questions to start from, made of an article's own sentences by rules.

A sentence that begins with a name becomes the question about what it begins with ("Omar Qazi asked …" gives "Who asked
…?") or about what it ends with ("Dojo 2 will focus on …" gives "What will Dojo 2 focus on?"). Whether the reader can
answer them is for the caller to see; the broad ones at the end ("What is said about Dojo?") always have an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rag.english import AUXILIARY, PREPOSITION
from rag.types import Article

MOST = 16
"""Of candidates: each costs whoever checks them one question."""
OFTEN = 3
"""Times that a name must stand in the article to be asked about."""
NAMES = 2
"""That are asked about at most."""
OVERVIEW = "What is this article about?"

_NAME = r"“?(?P<the>The )?(?P<name>[A-Z][\w’-]*(?: (?:of |the |and )?[A-Z0-9][\w’-]*){0,3})(?:, [^,.]{3,60},)?"
_HOW = r" (?P<how>on|in|at|by|for|with|to|from) (?P<next>\S+)"
_WILL = re.compile(rf"{_NAME} (?P<aux>will|can|must|may|should|could|would) (?P<verb>(?!like|have|be)[a-z]+){_HOW}")
_IS = re.compile(rf"{_NAME} (?P<aux>is|was|are|were) (?P<verb>[a-z]+(?:ed|[^e]en|own|uilt|ung|[eo]ld)){_HOW}")
_KNOWN = re.compile(r"(?P<name>[A-Z][\w’-]*(?: [A-Z0-9][\w’-]*){0,3}), also (?P<how>known as|called) ")
_DID = re.compile(
    rf"{_NAME} (?P<rest>(?:asked|said|told|argued|founded|wrote|invented|discovered|designed|built|created|proposed|"
    r"introduced|published|won|led|joined|stated|suggested|showed|demonstrated|concluded|developed|announced|signed|"
    r"accused|bought|sold|claimed|described|explained|warned|raised|opened|painted|composed)"
    r" (?!me |us |you |him |her |it |them |its |who )[^,;:“”()]{12,90})"
)
_PLACE = re.compile(rf"{_NAME} (?P<rest>(?:is|was|are|were) the (?![^,;]* who )[^,;:“”()]{{8,70}})")
_HAS = re.compile(
    rf"{_NAME} (?P<has>has|have|had) (?:about |around |over |some |nearly |almost |more than |at least )?"
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r" (?P<what>(?:[a-z-]+ )?(?!things)[a-z]+s)\b"
)
_INSIDE = re.compile(
    r"(?<=[\w,’”] )(?P<the>the |an? )?(?P<name>[A-Z][\w-]*\w(?: [A-Z0-9][\w-]*){0,2})"
    rf"(?=’s|[.,;:!?)”]|$| (?:{AUXILIARY}|{PREPOSITION}|and|or|which|who)\b)"  # no more than an adjective otherwise
)
_YEAR = re.compile(r"(?:1\d|20)\d\d\b")
_NO_SUBJECT = """he she it they we you i this that these those there when if both such each all some many most after
before during until under one two no not what who but and so however though although since because while once today
later now yesterday even only last here young why how everyone everybody everything nobody nothing none others another
few half anyone someone something"""
_NO_NAMES = frozenset(
    word.capitalize() for word in [*_NO_SUBJECT.split(), *AUXILIARY.split("|"), *PREPOSITION.split("|")]
)


def candidates(article: Article) -> list[str]:
    """Return up to MOST questions that `article` may answer, in reading order."""
    common = set(re.findall(r"\b[a-z][\w’-]*", article.text))
    names = set(re.findall(r"(?<=[\w,’”] )[A-Z][\w’-]*", article.text))
    unsure = set(re.findall(r"\b[A-Z]\w+ing\b", article.text)) - names  # "Swimming is", and so is "Beijing is"
    found: dict[str, None] = {}
    for span in article.sentences:
        text = span.of(article.text)
        if text.split(" ")[0] not in unsure:
            found.update(dict.fromkeys(_questions(text, common)))
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def broad(article: Article) -> list[str]:
    """Return what can be asked of any article: about the names that it has most often and the whole."""
    names: Counter[str] = Counter()
    led: Counter[str] = Counter()
    for span in article.sentences:
        for found in _INSIDE.finditer(" ".join(span.of(article.text).split())):
            if found["name"].split()[0] not in _NO_NAMES:
                names[found["name"]] += 1
                led[found["name"]] += found["the"] is not None
    often: list[str] = []
    for name, count in names.most_common():
        if count < OFTEN or len(often) == NAMES:
            break
        if not any(set(name.split()) & set(other.split()) for other in often):
            often.append(name)
    asked = [f"What is said about {'the ' * (2 * led[name] > names[name])}{name}?" for name in often]
    return [*asked[:1], OVERVIEW, *asked[1:]]


def _questions(sentence: str, common: set[str]) -> Iterator[str]:
    """Yield the questions that a sentence may answer; `common` are the article's words without a capital."""
    text = re.sub(r"^(?:Furthermore|However|Moreover|Also|Though|And|But),? ", "", " ".join(sentence.split()))
    for pattern in (_WILL, _IS):
        if (match := pattern.match(text)) and (name := _named(match, common)):
            yield _where(match, name)
    if known := _KNOWN.search(text):
        yield f"What is {known['name']} also {known['how']}?"
    if (match := _HAS.match(text)) and (name := _named(match, common)):
        does = {"has": "does", "have": "do", "had": "did"}[match["has"]]
        yield f"How many {match['what']} {does} {name} have?"
    for pattern, asking in ((_DID, "Who"), (_PLACE, "What")):
        match = pattern.match(text)
        whole = match is not None and re.match(r"[.;]?$|; ", text[match.end() :]) is not None
        if match and whole and _named(match, common):
            yield f"{asking} {match['rest'].rstrip('.')}?"


def _named(match: re.Match[str], common: set[str]) -> str:
    """Return what a sentence begins with as it stands inside of one; "" if that is no name for anything."""
    first, *others = match["name"].split(" ")
    if first in _NO_NAMES or (others and first.endswith("ly")):
        return ""
    if not others and {first.lower(), first.lower().removesuffix("s")} & common:
        first = first.lower()
    return f"{'the ' if match['the'] else ''}{' '.join([first, *others])}"


def _where(match: re.Match[str], name: str) -> str:
    """Return the question about what follows the verb: a time, a place, or whatever it is."""
    following = match["next"]
    if match["how"] in {"in", "on"} and _YEAR.match(following):
        return f"When {match['aux']} {name} {match['verb']}?"
    if match["how"] in {"in", "at"} and (following[0].isupper() or following == "the"):
        return f"Where {match['aux']} {name} {match['verb']}?"
    return f"What {match['aux']} {name} {match['verb']} {match['how']}?"
