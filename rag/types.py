"""The whole vocabulary: what flows from the article to the answer.

Offsets are Python code points, half-open, into the whole text of an article.
Nothing here holds a copy of article text but `Article` itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rag.errors import without_surrogates


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no range: that is always a bug of ours."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        """Return whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the slice of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article under one heading; `title` is None before the first heading."""

    title: str | None
    span: Span


MarkKind = Literal["gone", "code", "program", "strong", "emphasis", "link"]
"""What a mark of Markdown says of its words: that they are not to be seen, or how they are set."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of code points and what Markdown says of it; a link has its address."""

    start: int
    end: int
    kind: MarkKind
    to: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """A text to be asked, cut into sections and sentences, both in reading order."""

    title: str
    text: str
    marks: tuple[Mark, ...]
    """The marks of Markdown by their start; none if its author did not write it."""
    unmarked: str
    """The text with spaces in place of what its marks say is gone, as it is read and searched."""
    sha256: str
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    path: Path

    @property
    def name(self) -> str:
        """Return the file's name, as answers cite it."""
        return without_surrogates(self.path.name)

    def said(self, span: Span) -> str:
        """Return the words of a span as they are said: on one line, without mark-up, what was escaped in one word."""
        pairs = zip(span.of(self.text), span.of(self.unmarked), strict=True)
        return " ".join("".join(now for was, now in pairs if (was, now) != ("\\", " ")).split())

    def sentences_around(self, span: Span) -> range:
        """Return the places, among `sentences`, of those from the one `span` begins in to the one it ends in."""
        first = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        last = bisect_left(self.sentences, span.end, key=lambda sentence: sentence.end)
        return range(first, last + 1)

    def section_of(self, span: Span) -> Section:
        """Return the section that `span` begins in."""
        return self.sections[bisect_right(self.sections, span.start, key=lambda section: section.span.start) - 1]


@dataclass(frozen=True, slots=True)
class Inline:
    """A text that becomes an article without being a file: a paragraph of a SQuAD file, say."""

    name: str
    text: str


Source = Path | Inline
"""Where an article comes from."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some whole sentences of one section, read by the reader in one go."""

    id: int
    article: Article
    span: Span
    section: Section

    @property
    def text(self) -> str:
        """Return the slice of the article, without its mark-up."""
        return self.span.of(self.article.unmarked)


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage the retriever found; `rank` counts from 0."""

    passage: Passage
    rank: int


@dataclass(frozen=True, slots=True)
class SpanCandidate:
    """A span that may answer, in the article's offsets.

    `score_logit` is the span's start + end logit minus the null score of its own passage: above zero the
    reader prefers the span to "no answer here".
    """

    span: Span
    passage_id: int
    score_logit: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of some passages: candidates, best first."""

    candidates: tuple[SpanCandidate, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of an article, with the words that answer marked inside them.

    Without a highlight, they only tell whom or what the quote after them speaks of.
    """

    article: Article
    span: Span
    highlights: tuple[Span, ...]
    section: Section
    probability: float
    part: int = 0
    also: tuple[Span, ...] = ()
    """Other places of the article that say the same."""

    def __post_init__(self) -> None:
        """Hold the promise that a highlight lies inside its quote."""
        if not all(highlight in self.span for highlight in self.highlights):
            raise ValueError(f"a highlight of {self.highlights} lies outside of {self.span}")

    @property
    def text(self) -> str:
        """Return the slice of the article."""
        return self.span.of(self.article.text)

    def overlaps(self, other: Quote) -> bool:
        """Return whether the two share words of one article."""
        return self.article is other.article and self.span.overlaps(other.span)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that answer as they are said: on one line, and without mark-up."""
        return tuple(self.article.said(span) for span in self.highlights)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article, or a run of them, and others that say the same."""

    article: Article
    span: Span
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question; never empty."""

    question: str
    quotes: tuple[Quote, ...]
    probability: float
    passages_read: int
    passages_total: int
    read_as: str | None = None
    """The question as it was read in the light of the conversation, if that is not how it was asked."""
    missing: tuple[str, ...] = ()
    """The parts of the question that the article does not answer, in the user's words."""
    further: int = 0
    """How many more sentences say something on the topic, where it is too broad to quote them all."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """The article does not say; `nearest` came closest and is no answer.

    Where nothing was asked ("hello"), no passage was read.
    """

    question: str
    nearest: tuple[Quote, ...]
    probability: float
    passages_read: int
    passages_total: int
    read_as: str | None = None
    missing: tuple[str, ...] = ()
    """Its parts, in the words they were asked in, or all of it if it has one; none if nothing was asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation, as it was read, and the words that answered it; empty if none did."""

    question: str
    answer: str
