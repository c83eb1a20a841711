"""Wires the stages: articles to passages to an index; a question to passages to candidates to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import rag
from rag import cells, compose, followup, gather, intent, parts, premises, questions, spelling
from rag.compose import Form
from rag.gather import Statement
from rag.index import VectorIndex, build_or_load
from rag.lexical import LexicalIndex
from rag.passages import passages
from rag.retrieve import Retriever
from rag.spelling import Speller
from rag.types import (
    Abstention,
    Answer,
    Article,
    Encoder,
    Passage,
    Quote,
    Reader,
    Reading,
    RetrievedPassage,
    Span,
    SpanCandidate,
    Turn,
)

LOOKED_UP = 9.0
"""The score of a cell whose row and column are all that the question names: hardly ever wrong."""
HISTORY = 8
"""How many earlier turns of its conversation a question is read in the light of."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Whatever decides on an answer besides the articles and the models."""

    passage_size: int = 800
    """Code points of the longest passage."""
    passage_overlap: int = 150
    """Code points of whole sentences that two neighbouring passages may share."""
    read_whole: int = 12
    """Up to this many passages are all read; beyond it, the retriever chooses."""
    read_best: int = 8
    """How many of the retrieved passages are read."""
    fusion_k: int = 20
    """The k of reciprocal-rank fusion."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer came from; with it, the same question gives the same bytes."""

    article_sha256: str
    """See `combined_sha256`."""
    reader: str
    settings: str
    """The start of the hash of all settings and the encoder's name."""
    version: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What became of one article on the way into the index."""

    article: Article
    passages: int
    cached: bool


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


def _marked(quotes: Sequence[Quote]) -> list[str]:
    return [span.of(quote.article.text) for quote in quotes for span in quote.highlights]


def combined_sha256(articles: Sequence[Article]) -> str:
    """Return the article's hash; of several, that of their hashes in order, one a line."""
    hashes = [article.sha256 for article in articles]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


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
        """Cut the articles into passages; the index is built, or loaded from `cache`, when first needed."""
        self.articles = tuple(articles)
        self.reader = reader
        self.settings = settings or Settings()
        self._encoder = encoder
        self._cache = cache
        self._by_article: list[tuple[Passage, ...]] = []
        for article in self.articles:
            self._by_article.append(
                passages(
                    article,
                    size=self.settings.passage_size,
                    overlap=self.settings.passage_overlap,
                    first_id=sum(map(len, self._by_article)),
                )
            )
        self.passages = tuple(passage for found in self._by_article for passage in found)

    @cached_property
    def receipt(self) -> Receipt:
        """Return what every answer of this pipeline came from."""
        settings = hashlib.sha256(f"{asdict(self.settings)}|{self._encoder.name}".encode()).hexdigest()[:12]
        return Receipt(combined_sha256(self.articles), self.reader.name, settings, rag.__version__)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer | Abstention:
        """Answer `question`, in the light of the earlier turns of its conversation.

        Raises:
            QuestionError: if it is no question that can be asked.
        """
        asked = questions.checked(question)
        total = len(self.passages)
        if intent.is_small_talk(asked):
            return Abstention(question, (), 0.0, 0, total)
        wholes = parts.parts(intent.without_courtesies(asked))
        turns = _told(history)
        found: list[_Part] = []
        for number, words in enumerate(wholes):
            part = self._part(words, turns, number)
            turns.append(Turn(part.read_as, "; ".join(_marked(part.quotes))))
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
        together = compose.introduced(quote for part in quotes for quote in part)
        return Answer(question, together, compose.total_probability(quotes), read, total, read_as, missing)

    def first_reading(self, question: str, history: Sequence[Turn]) -> tuple[str, str, bool]:
        """Return the first part of `question` in its own words and as it is read, and whether it is the only one.

        That takes no reader: only later parts may lean on what the first one is answered.
        """
        first, *others = parts.parts(intent.without_courtesies(questions.checked(question)))
        return first, self._speller.mended(followup.standalone(first, _told(history))), not others

    def _part(self, words: str, turns: Sequence[Turn], number: int) -> _Part:
        """Answer one part of a question."""
        standalone = followup.standalone(words, turns)
        read_as = self._speller.mended(standalone)
        gathered = self._gathered(read_as)
        if gathered is not None:
            found, absent = gathered
            quotes = [self._statement(one, number) for one in found]
            return _Part(read_as, quotes, (), float(bool(quotes)), len(self.passages), absent if quotes else (words,))
        question = spelling.as_read(read_as, curly=self._curly)
        reading, by_id = self.read(question)
        form = Form.YES_OR_NO if intent.is_yes_no(question) else Form.LIST if intent.wants_list(question) else Form.SPAN
        quotes = compose.answering(reading, self.reader, by_id, question=question, part=number, form=form)
        best = reading.candidates[0].score_logit if reading.candidates else None
        probability = 0.0 if best is None else self.reader.probability(best)
        nearest = compose.nearest(reading, self.reader, by_id)
        return _Part(read_as, quotes, nearest, probability, len(by_id), () if quotes else (words,))

    def read(self, question: str) -> tuple[Reading, Mapping[int, Passage]]:
        """Return what the reader finds for a question that stands alone, and the passages that were read, by id.

        What the question takes for granted is weighed. A cell of a table that it names outright needs no reading.
        """
        passages = {passage.id: passage for passage in self.choose(question)}

        def weigh(reading: Reading) -> Reading:
            return premises.weighed(question, reading, passages, self.articles)

        reading = self.reader.read(question, list(passages.values()), weigh)
        found = list(reading.candidates)
        for article, tables in self._tables:
            for cell in cells.looked_up(question, article, tables):
                passage = next(one for one in self.passages if one.article is article and cell in one.span)
                passages[passage.id] = passage
                found.insert(0, SpanCandidate(cell, passage.id, LOOKED_UP))
        return Reading(tuple(sorted(found, key=lambda one: -one.score_logit)), reading.null_score), passages

    def _gathered(self, question: str) -> tuple[list[Statement], tuple[str, ...]] | None:
        """Return the sentences on the topic or on the whole that are asked for, and which things none of them names.

        None if one thing is asked, or nothing is said of any.
        """
        if intent.wants_overview(question):
            return [one for article in self.articles for one in gather.overview(article)], ()
        asked = intent.topic(question)
        if asked is None:
            return None
        topic, speaker = asked
        found = gather.statements(topic, speaker, self.articles)
        if found:
            return found, ()
        found, absent = gather.side_by_side(intent.things(topic), speaker, self.articles)
        return (found, absent) if found else None

    def _statement(self, one: Statement, number: int) -> Quote:
        """Return a gathered sentence as a quote; that it speaks of the topic is certain."""
        section = next(section for section in one.article.sections if one.span in section.span)
        return compose.quoted(one.article, one.span, section, 1.0, also=one.also, part=number)

    def index(self) -> list[IndexReport]:
        """Build or load every article's index now."""
        return [report for _, report in self._indexes]

    @property
    def reads_whole(self) -> bool:
        """Return whether every passage is read for every question, so that no index is needed."""
        return len(self.passages) <= self.settings.read_whole

    def choose(self, question: str) -> Sequence[Passage]:
        """Return the passages to read: all, or the best by retrieval."""
        if self.reads_whole:
            return self.passages
        return [found.passage for found in self.retrieve(question, self.settings.read_best)]

    def retrieve(self, question: str, n: int) -> Sequence[RetrievedPassage]:
        """Return the best `n` passages by retrieval, best first."""
        return self._retriever.retrieve(question, n)

    @cached_property
    def _tables(self) -> list[tuple[Article, list[list[Span]]]]:
        """Return each article that has tables, and the rows of each of them."""
        found = [(article, cells.tables(article)) for article in self.articles]
        return [(article, tables) for article, tables in found if tables]

    @cached_property
    def _speller(self) -> Speller:
        """Return what knows how the articles write their words."""
        return Speller(self.articles, self.reader.knows)

    @cached_property
    def _curly(self) -> bool:
        """Return whether the articles write curly apostrophes."""
        return any("’" in article.text for article in self.articles)

    @cached_property
    def _indexes(self) -> list[tuple[VectorIndex, IndexReport]]:
        """Return each article's index."""
        built = []
        for article, found in zip(self.articles, self._by_article, strict=True):
            one, cached = build_or_load(found, self._encoder, self._cache)
            built.append((one, IndexReport(article, len(found), cached)))
        return built

    @cached_property
    def _retriever(self) -> Retriever:
        """Return the retriever over the passages of all articles."""
        indexes = [index for index, _ in self._indexes]

        def dense(question: str) -> NDArray[np.float32]:
            vector = self._encoder.encode([question])[0]
            return np.concatenate([index.scores(vector) for index in indexes])

        lexical = LexicalIndex([passage.text for passage in self.passages])
        return Retriever(self.passages, (dense, lexical.scores), k=self.settings.fusion_k)
