"""Wires the stages: articles to passages to an index; a question to passages to candidates to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import rag
from rag import codes, compose, gather, leads, questions
from rag.compose import Form
from rag.evidence import headings
from rag.find import Finder
from rag.gather import Gathered
from rag.models import Encoder, Reader
from rag.receipt import Receipt, combined_sha256
from rag.search import Search, Settings
from rag.types import Abstention, Answer, Article, Quote, Statement, Turn
from rag.understanding import followup, intent, parts, persons, pronouns, spelling
from rag.understanding.spelling import Speller

HISTORY = 8
"""How many earlier turns of its conversation a question is read in the light of."""
_UNKNOWN = "Who is Xyzzyx 7?"
"""A question for which all that is known of the articles' words and names is looked through."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question: as it was read, and what became of it."""

    read_as: str
    quotes: Sequence[Quote]
    nearest: tuple[Quote, ...]
    probability: float
    read: int
    """How many passages were read."""
    missing: tuple[str, ...] = ()
    """What it asks for and the articles do not say, in its own words."""
    further: int = 0
    """How many sentences say something on its topic and are not quoted."""


def _told(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns that a question may lean on: of one with several parts the last, and no greetings.

    Whatever a client made of them, they are lines of a length that a question may have.
    """
    found = []
    for given in history[-HISTORY:]:
        turn = Turn(*(" ".join(text[: questions.MAX_LENGTH].split()) for text in (given.question, given.answer)))
        if not intent.is_small_talk(turn.question):
            *before, last = parts.parts(turn.question)
            found.append(Turn(last, turn.answer.rsplit("; ", 1)[-1] if before else turn.answer))
    return found


def _form(question: str) -> Form:
    """Return what `question` asks for."""
    if intent.is_yes_no(question):
        return Form.YES_OR_NO
    if intent.asks_when(question) or intent.asks_for_hours(question):
        return Form.MOMENT
    return Form.LIST if intent.wants_list(question) else Form.SPAN


class Pipeline:
    """Answers questions about some articles. Safe to ask from several threads once it is built."""

    def __init__(
        self,
        articles: Sequence[Article],
        reader: Reader,
        encoder: Encoder,
        cache: Path,
        settings: Settings | None = None,
    ) -> None:
        """Take the articles; what they are searched with is built, or loaded from `cache`, when first needed."""
        self.articles = tuple(articles)
        self.reader = reader
        self.search = Search(self.articles, encoder, cache, settings or Settings())
        self.finder = Finder(self.articles, self.search.passages, self.search.choose, reader)
        self._is_prepared = False

    def prepare(self) -> None:
        """Build now, once, what takes time and is otherwise built when first needed, by whoever asks first."""
        if not self._is_prepared:
            self.search.prepare()
            self._gathered(self._speller.mended(_UNKNOWN))
            for article in self.articles:
                codes.codes_of(article)
            self._is_prepared = True

    @cached_property
    def receipt(self) -> Receipt:
        """Return what every answer of this pipeline came from."""
        settings = f"{asdict(self.search.settings)}|{self.search.encoder.name}"
        digest = hashlib.sha256(settings.encode()).hexdigest()[:12]
        return Receipt(combined_sha256(self.articles), self.reader.name, digest, rag.__version__)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer | Abstention:
        """Answer `question`, in the light of the earlier turns of its conversation.

        Raises:
            QuestionError: if it is no question that can be asked.
        """
        asked = questions.checked(question)
        total = len(self.search.passages)
        if intent.is_small_talk(asked):
            return Abstention(question, (), 0.0, 0, total)
        wholes = parts.parts(intent.without_courtesies(asked))
        turns = _told(history)
        found: list[_Part] = []
        for number, words in enumerate(wholes):
            part = self._part(words, turns, number)
            turns.append(Turn(part.read_as, "; ".join(words for quote in part.quotes for words in quote.words)))
            found.append(part)
        read_as = None
        if any(part.read_as != words for part, words in zip(found, wholes, strict=True)):
            read_as = " ".join(spelling.ended(part.read_as) for part in found)
        read = max(part.read for part in found)
        quotes = [part.quotes for part in found]
        if not any(quotes):
            likeliest = sorted((one for part in found for one in part.nearest), key=lambda one: -one.probability)
            probability = max(part.probability for part in found)
            absent = tuple(wholes) if len(wholes) > 1 else (question,)
            return Abstention(question, compose.apart(likeliest), probability, read, total, read_as, absent)
        missing = tuple(words for part in found for words in part.missing)
        together = leads.introduced(quote for part in quotes for quote in part)
        further = sum(part.further for part in found)
        return Answer(question, together, compose.total_probability(quotes), read, total, read_as, missing, further)

    def first_reading(self, question: str, history: Sequence[Turn]) -> tuple[str, str, bool]:
        """Return the first part of `question` in its own words and as it is read, and whether it is the only one.

        That takes no reader: only later parts may lean on what the first one is answered.
        """
        first, *others = parts.parts(intent.without_courtesies(questions.checked(question)))
        return first, self._speller.mended(self._standalone(first, _told(history))), not others

    def _part(self, words: str, turns: Sequence[Turn], number: int) -> _Part:
        """Answer one part of a question."""
        read_as = self._speller.mended(self._standalone(words, turns))
        gathered = self._gathered(read_as)
        if gathered is not None:
            quotes = [self._statement(one, number) for one in gathered.found]
            missing = gathered.absent if quotes else (words,)
            read = len(self.search.passages)
            return _Part(read_as, quotes, (), float(bool(quotes)), read, missing, gathered.further)
        read_as, (reading, by_id) = self.finder.find(read_as)
        quotes = compose.answering(reading, self.reader, by_id, question=read_as, part=number, form=_form(read_as))
        best = reading.candidates[0].score_logit if reading.candidates else None
        probability = 0.0 if best is None else self.reader.probability(best)
        nearest = compose.nearest(reading, self.reader, by_id)
        return _Part(read_as, quotes, nearest, probability, len(by_id), () if quotes else (words,))

    def _standalone(self, words: str, turns: Sequence[Turn]) -> str:
        """Return one part of a question as it stands alone."""
        return followup.standalone(words, turns, lambda pronoun, name: pronouns.excluded(pronoun, name, self.articles))

    def _gathered(self, question: str) -> Gathered | None:
        """Return the sentences on the topic or on the whole; None if one thing is asked, or nothing is said of any."""
        if intent.wants_overview(question):
            return Gathered([one for article in self.articles for one in gather.overview(article)])
        asked = intent.topic(persons.usual(question, self.articles))
        part = intent.part(question) or (asked[0] if asked and not asked[1] else "")  # below it others may speak
        below = headings.asked(question, self.articles) or headings.named(part, self.articles)
        if below:
            return Gathered(below)
        if asked is None:
            return None
        topic, speaker = asked
        gathered = gather.on_topic(topic, speaker, self.articles)
        if not gathered.found:
            gathered = gather.side_by_side(intent.things(topic), speaker, self.articles)
        return gathered if gathered.found else None

    def _statement(self, one: Statement, number: int) -> Quote:
        """Return a gathered sentence as a quote; that it speaks of the topic is certain."""
        return Quote(one.article, one.span, (one.span,), one.article.section_of(one.span), 1.0, number, one.also)

    @cached_property
    def _speller(self) -> Speller:
        """Return what knows how the articles write their words."""
        return Speller(self.articles, self.reader.knows)
