"""English that rules share: closed classes of words, as alternatives of a pattern, and pairs of opposites."""

from __future__ import annotations

import re

ASKING = "who|whom|whose|what|when|where|which|why|how"
AUXILIARY = "is|are|was|were|do|does|did|will|would|can|could|should|shall|may|might|must|has|have|had"
NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|dozen|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|"
    r"hundred|thousand|\w*illion"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
DATE = (
    rf"(?:{_DAY}(?:,? (?:the )?)?)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|"
    rf"\d{{4}}-\d\d-\d\d)(?:,? \d{{4}}\b)?|{_DAY}"
)
PREPOSITION = "about|of|for|on|with|to|in|by|at|from|than|as"
SAYING = (
    r"(?:sa(?:ys?|id|ying)|t(?:ell(?:s|ing)?|old)|th(?:ink(?:s|ing)?|ought)|wr(?:it(?:es?|ing|ten)|ote)|fe(?:els?|eling|lt)|"
    r"kn(?:ows?|owing|own|ew)|(?:repl|den)(?:y|ies|ied|ying)|admit(?:s|ted|ting)?|according|agree(?:s|d|ing)?|"
    r"(?:add|answer|ask|call|claim|complain|condemn|confirm|consider|demand|expect|explain|fear|insist|mention|object|predict|"
    r"recall|remark|reveal|suggest|want|warn)(?:s|ed|ing)?|(?:discuss|stress|touch)(?:es|ed|ing)?|(?-i:stat(?:e[sd]?|ing))|"
    r"(?:accus|advis|announc|apologi[sz]|argu|believ|blam|critici[sz]|describ|emphasi[sz]|hop|not|prais|promis|propos|quot|"
    r"rais|shar|urg)(?:e[sd]?|ing))\b"
)
"""Verbs of saying and thinking; "States" with a capital are none."""
DENYING = "not|never|cannot|without|neither|nor"
NOBODY = "no|none|nobody"
_TURNING = re.compile(
    rf"\b(?:{DENYING}|{NOBODY}|except|over|under|above|below|before|after|until|since|than|from|to|into)\b|n['’]t\b",
    re.I,
)

_PAIRS = """largest smallest, highest lowest, oldest youngest, more fewer, most least, increase decrease, increased
decreased, increasing decreasing, northern southern, eastern western, began ended, begin end, start stop, started
stopped, best worst, earliest latest, maximum minimum, early late, earlier later, male female, major minor, internal
external, public private, allow forbid, allowed forbidden, accept reject, accepted rejected, support oppose, supported
opposed, longest shortest, strong weak, stronger weaker, strongest weakest, rich poor, richest poorest, upper lower,
higher lower, included excluded, include exclude, positive negative, rise fall, rose fell, gained lost, common rare,
easy difficult, easier harder, useful useless, above below, always never, legal illegal, agree disagree, agreed
disagreed, newer older, large small, larger smaller, big little, bigger smaller, built destroyed, created destroyed,
enemy ally, enemies allies, friend enemy, success failure, successful unsuccessful, born died, birth death, popular
unpopular, known unknown, similar different, true false, cheap expensive, faster slower, fast slow, closest farthest,
nearest farthest, heavier lighter, wet dry, modern ancient, urban rural, active inactive, complete incomplete,
possible impossible, appear disappear, added removed, add remove, expanded reduced, raised lowered, encouraged
discouraged, causes prevents, cause prevent, caused prevented, men women, man woman, boys girls, northward southward,
eastward westward, lowering rising, falling rising, fell rose, hundred thousand, thousand million, million billion,
hundred million, hundred billion, thousand billion, current former, agreed refused, domestic foreign, able unable,
regular irregular, common uncommon, equal unequal, northeast southwest, northwest southeast, inner outer, decades
centuries, annual monthly, daily weekly, fewest most, fastest slowest, newest oldest, gain lose, supporters
opponents, backup restore, backups restores, upload download, uploaded downloaded, uploading downloading, import export,
imported exported, encrypt decrypt, install uninstall, enable disable, enabled disabled, upgrade downgrade, arrival
departure, landlord tenant, lender borrower"""
_LOOSE = """first last, before after, north south, east west, long short, inside outside, left joined, new old, opened
closed, open close, entered left, arrived left, king queen, won lost, win lose, hot cold, bought sold, buy sell,
attack defend, attacked defended, victory defeat, heavy light, husband wife, father mother, son daughter, brother
sister"""


def turning(text: str) -> frozenset[str]:
    """Return the small words of a text that turn what it says or asks: "not", "under", "before"."""
    return frozenset(word.casefold() for word in _TURNING.findall(text))


def _opposites(pairs: str) -> dict[str, frozenset[str]]:
    """Return of each word in pairs "hot cold, …" those on the other side."""
    found: dict[str, frozenset[str]] = {}
    for pair in pairs.replace("\n", " ").split(","):
        left, right = pair.split()
        found[left] = found.get(left, frozenset()) | {right}
        found[right] = found.get(right, frozenset()) | {left}
    return found


OPPOSITES = _opposites(_PAIRS)
"""Of a word, those that contradict it where they stand in its place."""
ALL_OPPOSITES = _opposites(f"{_PAIRS}, {_LOOSE}")
"""And words that as often mean something else ("left"), or the same seen from the other side ("bought", "sold")."""
