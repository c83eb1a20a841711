"""What a question takes for granted: names, numbers and model codes that its evidence must hold, and no opposite.

A reader trained on spans answers "What will Dojo 3 focus on?" from a sentence on Dojo 2. What the question names and
the evidence lacks counts against a candidate, in logits; so does a sentence on the largest where the smallest is asked
for, and a span that runs from one sentence into the next. The weights were chosen on the visible development set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import Prefix

from rag import cells, measures
from rag.english import ASKING, AUXILIARY, OPPOSITES, PREPOSITION
from rag.sentences import is_row
from rag.types import Article, Passage, Reading, Span, SpanCandidate

NO_SUCH_CODE = 8.0
"""Against all candidates: the article knows the name with other numbers only ("Dojo 3" where it has "Dojo 2")."""
NAMESAKE = 12.0
"""Against a candidate whose passage has the name of a code alone or with other numbers ("Dojo" for "Dojo 2")."""
NO_NUMBER = 3.0
"""Against a candidate whose passage lacks a number of the question."""
NO_NAME = 4.0
"""Against a candidate whose passage lacks a name of the question."""
OTHER_CLAUSE = 2.0
"""Against a candidate whose clause lacks a code of the question that another clause of its sentence has."""
OTHER_PAIR = 12.0
"""Against a candidate whose clause compares other ones ("HW 5 … than HW 4") than the question does (with HW 3, or HW 4
with whatever)."""
OVER_SENTENCES = 3.0
"""Against a candidate for each end of a sentence inside it: one answer hardly ever runs through two sentences."""
OPPOSITE = 6.0
"""Against a candidate whose sentence has the opposite of a word of the question, and not the word."""
OTHER_CELL = 6.0
"""Against a candidate in a row or a column of a table other than that which the question names."""
OTHER_KIND = 8.0
"""Against a candidate that is a number of something else than is asked for: blasts where a loudness is."""
EXCEPTED = 6.0
"""Against a candidate that its sentence leaves out ("except private info"), unless that is asked for."""
NOT_BESIDE = 4.0
"""Against an answer to "Who is Ann Lee?" that does not stand beside the name, as what follows an "is" does."""
BESIDE = 20
"""Characters that may stand between a name and what says who it is."""

_IDENTITY = re.compile(r"(?:who|what)(?:['’]s| is| was| are| were) (?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)\W*")
_EXCEPT = r"except|excluding|apart from|other than|instead of|rather than|unlike"
_EXCEPTED = re.compile(rf"\b(?:{_EXCEPT})(?: for)?(?: the| an?)?\s+$", re.I)
_ASKS_FOR_IT = re.compile(rf"\b(?:{_EXCEPT}|exclude[ds]?|not|never|without)\b|n[’']t\b", re.I)
_YES_OR_NO = re.compile(rf"(?:{AUXILIARY})\b", re.I)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W\d_]+)?")
_CODE = re.compile(r"(?<![\w-])(?P<name>[^\W\d_]+)(?P<gap>[ -]?)(?P<number>\d+(?:\.\d+)?)(?![\w%])")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d.,]*(?:st|nd|rd|th)?(?!\w)")
_CLAUSE = re.compile(r"[;:]\s|,\s+(?=(?:while|whereas|but|and|though|although|yet)\b)", re.I)
_THAN = re.compile(r"\b(?:than|compared (?:to|with))\b", re.I)
_NO_NAMES = frozenset(
    f"{ASKING}|{AUXILIARY}|{PREPOSITION}|the|a|an|and|or|but|if|that|this|these|those|it|its|i|there|according|name|list|"
    "tell|describe|give".split("|")
)


@dataclass(frozen=True, slots=True)
class Premises:
    """The codes, the numbers and the names of a question, case folded."""

    codes: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    names: frozenset[str]


def premises(question: str) -> Premises:
    """Return what `question` takes for granted."""
    codes = frozenset(_codes(question))
    taken = {number for _, number in codes}
    numbers = frozenset(found[0].strip(".,") for found in _NUMBER.finditer(question)) - taken
    tokens = [found[0] for found in _WORD.finditer(question)]
    capitals = [token for token in tokens[1:] if token[0].isupper() and token.casefold() not in _NO_NAMES]
    shouted = len(capitals) > 2 and len(capitals) >= 0.6 * len(tokens)  # capitals throughout tell nothing
    names = frozenset() if shouted else frozenset(_bare(token) for token in capitals if not token.isdigit())
    return Premises(codes, numbers, names - {name for name, _ in codes})


def weighed(question: str, reading: Reading, passages: Mapping[int, Passage], articles: Sequence[Article]) -> Reading:
    """Return `reading` with what speaks against each candidate taken off its score, best first."""
    taken = premises(question)
    identity = _IDENTITY.fullmatch(question[:1].lower() + question[1:])
    known: set[tuple[str, str]] = set().union(*(_article_codes(article.text) for article in articles))
    named = {name for name, _ in known}
    base = NO_SUCH_CODE if any(name in named and (name, n) not in known for name, n in taken.codes) else 0.0
    codes = frozenset(code for code in taken.codes if code in known)
    measured = codes & set(_codes(_THAN.split(question)[0]))
    spared = {place: _lacking(taken, passage.text) + _namesake(codes, passage) for place, passage in passages.items()}
    excepting = _ASKS_FOR_IT.search(question) is not None
    turned = {} if _YES_OR_NO.match(question) else _turned(question)  # "Is it slower?" is settled by "It is faster"
    found = [
        replace(
            one,
            score_logit=one.score_logit
            - base
            - spared[one.passage_id]
            - _clause(codes, measured, one, passages)
            - OVER_SENTENCES * _ends(one, passages)
            - (OPPOSITE if _contradicted(turned, one, passages) else 0.0)
            - (EXCEPTED if not excepting and _excepted(one, passages) else 0.0)
            - (_apart(identity["name"], one, passages) if identity else 0.0)
            - (OTHER_KIND if _of_another_kind(question, one, passages) else 0.0)
            - (OTHER_CELL if cells.elsewhere(question, passages[one.passage_id].article, one.span) else 0.0),
        )
        for one in reading.candidates
    ]
    found.sort(key=lambda one: (-one.score_logit, one.passage_id, one.span))
    return Reading(tuple(found), reading.null_score)


def _lacking(taken: Premises, text: str) -> float:
    """Return what speaks against every candidate of a passage."""
    numbers = {found[0].strip(".,") for found in _NUMBER.finditer(text)} | {n for _, n in _codes(text)}
    tokens = {_bare(found[0]) for found in _WORD.finditer(text)}
    against = NO_NUMBER if taken.numbers - numbers else 0.0
    if any(not _known(name, tokens) for name in taken.names):
        against += NO_NAME
    return against


def _namesake(codes: frozenset[tuple[str, str]], passage: Passage) -> float:
    """Return what speaks against every candidate of a passage that is on another thing of the same name."""
    text = f"{passage.section.title or ''}\n{passage.text}"
    lacking = codes - set(_codes(text))
    tokens = {found[0].casefold() for found in _WORD.finditer(text)} if lacking else set()
    return NAMESAKE if any(name in tokens for name, _ in lacking) else 0.0


def _excepted(one: SpanCandidate, passages: Mapping[int, Passage]) -> bool:
    """Return whether what stands before a candidate leaves it out."""
    article = passages[one.passage_id].article
    return _EXCEPTED.search(article.text[max(0, one.span.start - BESIDE) : one.span.start]) is not None


def _known(name: str, tokens: set[str]) -> bool:
    """Return whether a name, or a form of it ("German", "Germany"), is among `tokens`."""
    if name in tokens:
        return True
    return any(Prefix.similarity(name, token) >= max(4, len(name) - 2) for token in tokens)


def _ends(one: SpanCandidate, passages: Mapping[int, Passage]) -> int:
    """Return how many sentences end inside a candidate."""
    return len(passages[one.passage_id].article.sentences_around(one.span)) - 1


def _sentence(one: SpanCandidate, passages: Mapping[int, Passage]) -> Span:
    """Return the sentence that a candidate begins in."""
    article = passages[one.passage_id].article
    return article.sentences[article.sentences_around(one.span)[0]]


def _of_another_kind(question: str, one: SpanCandidate, passages: Mapping[int, Passage]) -> bool:
    """Return whether a candidate measures something else; what a cell does the head of its table may say."""
    text = passages[one.passage_id].article.text
    sentence = _sentence(one, passages).of(text)
    return not is_row(sentence) and measures.of_another_kind(question, one.span.of(text), sentence)


def _turned(question: str) -> dict[str, frozenset[str]]:
    """Return the words of a question that have opposites, with those that it does not have itself."""
    words = {found[0] for found in _WORD.finditer(question.casefold())}
    return {word: OPPOSITES[word] - words for word in words & OPPOSITES.keys()}


def _contradicted(turned: Mapping[str, frozenset[str]], one: SpanCandidate, passages: Mapping[int, Passage]) -> bool:
    """Return whether the sentence of a candidate says the opposite of a word, and not the word."""
    if not turned:
        return False
    sentence = _sentence(one, passages).of(passages[one.passage_id].article.text)
    here = {found[0] for found in _WORD.finditer(sentence.casefold())}
    return any(word not in here and opposites & here for word, opposites in turned.items())


def _clause(
    codes: frozenset[tuple[str, str]],
    measured: frozenset[tuple[str, str]],
    one: SpanCandidate,
    passages: Mapping[int, Passage],
) -> float:
    """Return what speaks against a candidate because its clause is not the one on the codes of the question.

    `measured` are those that the question does not only compare with. A candidate that runs on into a clause on others
    is of neither.
    """
    if not codes:
        return 0.0
    sentence, article = _sentence(one, passages), passages[one.passage_id].article
    text = sentence.of(article.text)
    at = one.span.start - sentence.start
    cuts = [0, *(cut.end() for cut in _CLAUSE.finditer(text)), len(text)]
    start = max(cut for cut in cuts if cut <= at)
    end = min((cut for cut in cuts if cut > at), default=len(text))
    here, everywhere = set(_codes(text[start:end])), set(_codes(text))
    lacking = codes - here
    compared = Counter(name for name, _ in codes)
    others = {name for name, _ in here - codes}
    if any(compared[name] > 1 for name in {name for name, _ in lacking} & others):
        return OTHER_PAIR
    first = set(_codes(_THAN.split(text[start:end])[0]))  # that which is "more potent than HW 4" is not HW 4
    others = {name for name, _ in first - codes} - {name for name, _ in _codes(one.span.of(article.text))}
    if any(compared[name] == 1 and name in others and (name, n) in here - first for name, n in measured):
        return OTHER_PAIR
    beyond = {name for name, _ in set(_codes(text[end : one.span.end - sentence.start])) - codes}
    return OTHER_CLAUSE if lacking & everywhere or beyond & compared.keys() else 0.0


def _apart(name: str, one: SpanCandidate, passages: Mapping[int, Passage]) -> float:
    """Return what speaks against a candidate that says who or what `name` is and stands away from the name."""
    text = passages[one.passage_id].article.text
    first, last = max(0, one.span.start - BESIDE - len(name)), one.span.end + BESIDE + len(name)
    return 0.0 if _joined(name) in _joined(text[first:last]) else NOT_BESIDE


def _joined(text: str) -> str:
    """Return a text, case folded, in which "Dojo 2" and "Dojo2" are the same."""
    return re.sub(r"[\s-]+(?=\d)", "", text.casefold())


def _codes(text: str) -> list[tuple[str, str]]:
    """Return the names with a number behind them: "HW 4", "P-25", "Dojo2"; "in 2023" is none."""
    return [
        (found["name"].casefold(), found["number"])
        for found in _CODE.finditer(text)
        if found["gap"] != " " or (found["name"][0].isupper() and found["name"].casefold() not in _NO_NAMES)
    ]


@lru_cache(maxsize=64)
def _article_codes(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(_codes(text))


def _bare(token: str) -> str:
    """Return a word, case folded, without its possessive ending."""
    return re.sub(r"[’']s?$", "", token.casefold())
