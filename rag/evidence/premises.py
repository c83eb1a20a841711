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

from rag.codes import NO_NAMES, codes_in, codes_of
from rag.evidence import cells, identity, measures, negation, quotations, roles, speakers, times
from rag.evidence.figures import figures, values
from rag.models import Put
from rag.sentences import is_row
from rag.types import Article, Passage, Reading, Span, SpanCandidate
from rag.understanding import intent

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
DENIED = 6.0
"""Against a candidate whose clause denies what the question asks for ("Interns are not covered": who is?)."""
SWAPPED = 8.0
"""Against a candidate whose sentence says the same the other way round, or of somebody else, or not by whom."""
SAID_ELSEWHERE = 8.0
"""Against a candidate that does not stand beside the words that the question quotes."""
EXCEPTED = 6.0
"""Against a candidate that its sentence leaves out ("except private info"), unless that is asked for."""
NOT_BESIDE = 4.0
"""Against an answer to "Who is Ann Lee?" that does not stand beside the name, as what follows an "is" does."""
NAME_ONLY = 8.0
"""Against an answer to "Who is Ann Lee?" that is a title, "Dr", or to "What is X Corp?" the next name of a list."""
MISTIMED = 10.0
"""Against a candidate whose sentence tells what is to come where the question asks what is, or the other way round."""
POINTS = 6.0
"""Against a candidate that only points to what is meant, as "everything" or "after that" do."""


_WORD = re.compile(r"[^\W_]+(?:[’'][^\W\d_]+)?")
_CLAUSE = re.compile(r"[;:]\s|,\s+(?=(?:while|whereas|but|and|though|although|yet)\b)", re.I)
_THAN = re.compile(r"\b(?:than|compared (?:to|with))\b", re.I)


@dataclass(frozen=True, slots=True)
class Premises:
    """The codes, the numbers and the names of a question, case folded."""

    codes: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=256)  # the same for nearly all passages
def premises(question: str) -> Premises:
    """Return what `question` takes for granted."""
    codes = codes_in(question)
    taken = {number for _, number in codes}
    numbers = frozenset(figures(question)) - taken
    tokens = [found[0] for found in _WORD.finditer(question)]
    capitals = [token for token in tokens[1:] if token[0].isupper() and token.casefold() not in NO_NAMES]
    shouted = len(capitals) > 2 and len(capitals) >= 0.6 * len(tokens)  # capitals throughout tell nothing
    names = frozenset() if shouted else frozenset(_bare(token) for token in capitals if not token.isdigit())
    return Premises(codes, numbers, names - {name for name, _ in codes})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate stands: its words, and where they begin and end in the sentence that they begin in."""

    article: Article
    span: Span
    words: str
    sentence: str
    start: int
    end: int
    over: int
    """How many sentences end inside of it."""

    @property
    def context(self) -> str:
        """Return the sentence that a candidate begins in and the one before it."""
        first = max(0, self.article.sentences_around(self.span)[0] - 1)
        return self.article.unmarked[
            self.article.sentences[first].start : self.span.start - self.start + len(self.sentence)
        ]


def _place(one: SpanCandidate, article: Article) -> _Place:
    around = article.sentences_around(one.span)
    sentence, text = article.sentences[around[0]], article.unmarked
    start, end = one.span.start - sentence.start, one.span.end - sentence.start
    return _Place(article, one.span, one.span.of(text), sentence.of(text), start, end, len(around) - 1)


def weighed(
    question: str,
    reading: Reading,
    passages: Mapping[int, Passage],
    articles: Sequence[Article],
    put: Put | None = None,
) -> Reading:
    """Return `reading` with what speaks against each candidate taken off its score, best first.

    What a passage lacks is told by the question as it is `put` to it, if that is not just so.
    """
    taken = premises(question)
    name = identity.asked(question)
    known: set[tuple[str, str]] = set().union(*map(codes_of, articles))
    named = {name for name, _ in known}
    base = NO_SUCH_CODE if any(name in named and (name, n) not in known for name, n in taken.codes) else 0.0
    codes = frozenset(code for code in taken.codes if code in known)
    measured = codes & codes_in(_THAN.split(question)[0])
    spared = {
        place: _lacking(premises(put(passage)) if put else taken, passage.text) + _namesake(codes, passage)
        for place, passage in passages.items()
    }
    turned = negation.turned(question)
    asked = negation.deniable(question)
    deeds = roles.deeds(question)
    said = quotations.quoted(question, articles)
    speakers_of = {place: intent.speaker(put(passage) if put else question) for place, passage in passages.items()}

    def against(place: _Place, speaker: str) -> float:
        return (
            _clause(codes, measured, place)
            + OVER_SENTENCES * place.over
            + (OPPOSITE if negation.contradicted(turned, place.sentence) else 0.0)
            + (DENIED if negation.denied(asked, place.sentence, place.start, place.end) else 0.0)
            + (SWAPPED if roles.mismatched(question, deeds, taken.names, place.sentence, place.start) else 0.0)
            + (SWAPPED if roles.of_no_kin(question, place.context) else 0.0)
            + (SWAPPED if speakers.is_anothers(speaker, place.sentence) else 0.0)
            + (SAID_ELSEWHERE if said and not quotations.beside(said, place.article, place.span) else 0.0)
            + (EXCEPTED if negation.excepted(question, place.article.unmarked, place.span.start) else 0.0)
            + (_apart(name, place) if name else 0.0)
            + (MISTIMED if times.mistimed(question, place.sentence) else 0.0)
            + (POINTS if measures.only_points(place.words) else 0.0)
            + (OTHER_KIND if _of_another_kind(question, place) else 0.0)
            + (OTHER_CELL if cells.elsewhere(question, place.article, place.span) else 0.0)
        )

    found = [
        replace(
            one,
            score_logit=one.score_logit
            - base
            - spared[one.passage_id]
            - against(_place(one, passages[one.passage_id].article), speakers_of[one.passage_id]),
        )
        for one in reading.candidates
    ]
    found.sort(key=lambda one: (-one.score_logit, one.passage_id, one.span))
    return Reading(tuple(found))


def _lacking(taken: Premises, text: str) -> float:
    """Return what speaks against every candidate of a passage."""
    numbers = values(text) | {n for _, n in codes_in(text)}
    tokens = {_bare(found[0]) for found in _WORD.finditer(text)}
    against = NO_NUMBER if taken.numbers - numbers else 0.0
    if any(not _known(name, tokens) for name in taken.names):
        against += NO_NAME
    return against


def _namesake(codes: frozenset[tuple[str, str]], passage: Passage) -> float:
    """Return what speaks against every candidate of a passage that is on another thing of the same name."""
    text = f"{passage.section.title or ''}\n{passage.text}"
    lacking = codes - codes_in(text)
    tokens = {found[0].casefold() for found in _WORD.finditer(text)} if lacking else set()
    return NAMESAKE if any(name in tokens for name, _ in lacking) else 0.0


def _of_another_kind(question: str, place: _Place) -> bool:
    """Return whether a candidate measures something else; what a cell does the head of its table may say."""
    return not is_row(place.sentence) and measures.of_another_kind(question, place.words, place.sentence)


def _clause(codes: frozenset[tuple[str, str]], measured: frozenset[tuple[str, str]], place: _Place) -> float:
    """Return what speaks against a candidate because its clause is not the one on the codes of the question.

    `measured` are those that the question does not only compare with. A candidate that runs on into a clause on others
    is of neither.
    """
    if not codes:
        return 0.0
    text = place.sentence
    cuts = [0, *(cut.end() for cut in _CLAUSE.finditer(text)), len(text)]
    start = max(cut for cut in cuts if cut <= place.start)
    end = min((cut for cut in cuts if cut > place.start), default=len(text))
    here = codes_in(text[start:end])
    lacking = codes - here
    compared = Counter(name for name, _ in codes)
    others = {name for name, _ in here - codes}
    if any(compared[name] > 1 for name in {name for name, _ in lacking} & others):
        return OTHER_PAIR
    first = codes_in(_THAN.split(text[start:end])[0])  # that which is "more potent than HW 4" is not HW 4
    others = {name for name, _ in first - codes} - {name for name, _ in codes_in(place.words)}
    if any(compared[name] == 1 and name in others and (name, n) in here - first for name, n in measured):
        return OTHER_PAIR
    beyond = {name for name, _ in codes_in(text[end : place.end]) - codes}
    return OTHER_CLAUSE if lacking & codes_in(text) or beyond & compared.keys() else 0.0


def _apart(name: str, place: _Place) -> float:
    """Return what speaks against a candidate that says who or what `name` is and does not stand beside it as such."""
    text, span = place.article.unmarked, place.span
    if not identity.is_beside(name, text, span.start, span.end):
        return NOT_BESIDE
    told_little = identity.is_next_listed, identity.is_title
    return NAME_ONLY if any(little(name, text, span.start, span.end) for little in told_little) else 0.0


def _known(name: str, tokens: set[str]) -> bool:
    """Return whether a name, or a form of it ("German", "Germany"), is among `tokens`."""
    if name in tokens:
        return True
    return any(Prefix.similarity(name, token) >= max(4, len(name) - 2) for token in tokens)


def _bare(token: str) -> str:
    """Return a word, case folded, without its possessive ending."""
    return re.sub(r"[’']s?$", "", token.casefold())
