"""Asking the questions of gold files, and of SQuAD files, of the articles they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag import squad
from rag.batch import engines, outcomes
from rag.batch.items import Asked, Item
from rag.errors import QuothError
from rag.evaluation import gold
from rag.evaluation.gold import SUFFIX, GoldCase, Words
from rag.evaluation.scores import Judged, judged
from rag.library import Library
from rag.pipeline import Pipeline
from rag.report import OutcomeJson
from rag.squad import Scope
from rag.types import Article, Inline, Source, Turn

RETRIEVED = 10
"""How many retrieved passages are searched for a gold answer."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A gold case and where its article comes from; None is the default of the library."""

    case: GoldCase
    source: Source | None


def posed(path: Path, scope: Scope, *, given: bool) -> list[Posed]:
    """Return the cases of a gold or a SQuAD file.

    Args:
        path: of a SQuAD file if it ends in `.json` or `.json.gz`, else of a gold file.
        scope: what the questions of a SQuAD file are asked of.
        given: the articles were named on the command line: everything is asked of those.

    Raises:
        QuothError: if the file is missing or broken.
    """
    if path.name.lower().endswith((".json", ".json.gz")):
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise QuothError(f'no gold file at "{path}": {error.strerror}; give a gold or a SQuAD file') from None
        return [one for article in squad.load(raw, path.name) for one in _squad(article, scope)]
    return [Posed(case, None if given else gold.article_of(path, case)) for case in gold.read(path)]


def _squad(article: squad.SquadArticle, scope: Scope) -> Iterator[Posed]:
    whole = Inline(f"{article.title}.txt", article.text)
    parts = [Inline(f"{article.title} {n}.txt", text) for n, text in enumerate(article.paragraphs, start=1)]
    for case in article.cases:
        of_article = scope is Scope.ARTICLE
        offset = article.offsets[case.paragraph] if of_article else 0
        answers = tuple(Words(text, start + offset) for text, start in case.answers)
        yield Posed(GoldCase(case.question, answers, case.id), whole if of_article else parts[case.paragraph])


def named(files: Sequence[Path], scope: Scope, *, given: bool) -> list[Posed]:
    """Return the cases of several files; their ids then begin with the file's name."""
    found = []
    for path in files:
        stem = f"{path.name.removesuffix(SUFFIX)}:" if len(files) > 1 else ""
        for one in posed(path, scope, given=given):
            found.append(replace(one, case=replace(one.case, id=stem + one.case.id)))
    return found


def answers(library: Library, posed: Sequence[Posed]) -> Iterator[Judged]:
    """Ask every case, several at once, and yield each judged, in order.

    Raises:
        QuothError: if gold words are not in their article, or not where they say.
    """
    for one in posed:
        pipeline = library.pipeline(one.source)
        misfit = next(misfits(one.case, pipeline.articles), None)
        if misfit is not None:
            raise QuothError(f"{one.case.id}: {misfit}; see quoth gold check")
    worker = engines.Threads(library)
    items = (Asked(n, one.case.id, one.case.question, one.source) for n, one in enumerate(posed))

    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        return ask(library, posed[item.line])

    for one, outcome in zip(posed, engines.in_order(items, answer, worker.width), strict=True):
        pipeline = library.pipeline(one.source)
        yield judged(one.case, outcome, pipeline.articles, _rank(pipeline, one.case))


def ask(library: Library, posed: Posed) -> OutcomeJson:
    """Return the outcome of a case, asked after the questions of its history."""
    turns: list[Turn] = []
    for question in posed.case.history:
        earlier = outcomes.ask(library, Asked(0, "", question, posed.source), turns)
        turn = outcomes.turn(earlier)
        turns += [turn] if turn else []
    return outcomes.ask(library, Asked(posed.case.line, posed.case.id, posed.case.question, posed.source), turns)


def misfits(case: GoldCase, articles: Sequence[Article]) -> Iterator[str]:
    """Yield what is wrong with each of a case's words that stands in none of `articles`, or not where it says."""
    for words in case.words:
        if not any(words.fit(article.text) for article in articles):
            elsewhere = [place for article in articles for place in words.places(article.text)]
            yield (
                f"{words.text!r} is not at {words.start}, but at {', '.join(map(str, elsewhere))}"
                if elsewhere
                else f"{words.text!r} is not in {', '.join(article.name for article in articles)}"
            )


def _rank(pipeline: Pipeline, case: GoldCase) -> int | None:
    """Return the place of the first retrieved passage that holds a gold answer, where retrieval decides."""
    starts = [words for words in case.answers if words.start is not None]
    if pipeline.search.reads_whole or not starts or case.history:
        return None
    for found in pipeline.search.retrieve(case.question, RETRIEVED):
        span = found.passage.span
        for words in starts:
            assert words.start is not None
            if span.start <= words.start and words.start + len(words.text) <= span.end:
                return found.rank
    return -1
