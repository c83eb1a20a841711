"""`quoth gold add`, `quoth gold check` and `quoth gold rebase`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.common import MISSED, Articles, say, setup, write_text
from rag.errors import ArticleError, QuothError, shown

if TYPE_CHECKING:
    from rag.evaluation.gold import GoldCase, Words
    from rag.types import Article

app = typer.Typer(help="Keep gold answers: add them, check them, move them to an edited article.")

GoldFile = Annotated[
    Path | None,
    typer.Option("--gold", metavar="FILE", help="The gold file. Default: ARTICLE.gold.jsonl in this folder."),
]


@app.command()
def add(
    question: Annotated[str, typer.Argument(help="What is asked.")],
    answer: Annotated[str | None, typer.Argument(help="The article's words that answer it.")] = None,
    no_answer: Annotated[bool, typer.Option("--no-answer", help="The article does not say.")] = False,
    at: Annotated[
        int | None, typer.Option(metavar="OFFSET", help="Where the words begin, if they stand more than once.")
    ] = None,
    article: Articles = None,
    gold: GoldFile = None,
) -> None:
    """Add a gold case; the answer must stand in the article."""
    from rag import corpus, questions
    from rag.evaluation import additions
    from rag.evaluation import gold as golds

    questions.checked(question)
    if (answer is None) != no_answer:
        raise QuothError("give either an answer or --no-answer")
    articles = corpus.load(setup(article).articles)
    file = gold or Path(f"{articles[0].path.stem}{golds.SUFFIX}")
    chosen, words = (articles[0], None) if answer is None else _place(articles, answer, at)
    case = golds.GoldCase(question, (words,) if words else (), article=_relative(file, chosen, given=bool(article)))
    if file.exists() and any(one.question == question for one in golds.cases(file)):
        raise QuothError(f"{shown(file)} has the question {shown(question)} already; ask another or edit the file")
    additions.append(file, case)
    where = f"at {words.start} of {chosen.name}" if words else f"no answer in {chosen.name}"
    say(f"added to {file}: {question} ({where})")


@app.command()
def check(
    article: Articles = None,
    gold: Annotated[list[Path] | None, typer.Option("--gold", metavar="FILE", help="A gold file; repeatable.")] = None,
) -> None:
    """Name each line whose words are no longer where they were; exit 1 if there is one."""
    from functools import cache

    from rag import corpus
    from rag.evaluation import gold as golds
    from rag.evaluation.run import misfits

    files = gold or sorted(Path().glob(f"*{golds.SUFFIX}"))
    if not files:
        raise QuothError("no gold file is given and none is in this folder; give one with --gold")
    found = count = 0
    given = corpus.load(article) if article else ()
    load = cache(corpus.load)
    for file in files:
        for case in golds.scanned(file):
            if isinstance(case, QuothError):
                found += 1
                write_text(str(case))
                continue
            count += 1
            try:
                told = list(misfits(case, given or load((golds.article_of(file, case),))))
            except ArticleError as error:  # it is gone: that hides no other case
                told = [str(error)]
            found += len(told)
            for misfit in told:
                write_text(f"{file}:{case.line}: {misfit}")
    say(f"{count} gold cases, {found} answers that are not where they were")
    if found:
        raise typer.Exit(MISSED)


@app.command()
def rebase(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The article as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The article as it is.")],
    gold: GoldFile = None,
) -> None:
    """Move gold answers to an edited article; exit 1 if some were changed or vanished."""
    from dataclasses import replace
    from functools import partial

    from rag import corpus
    from rag.evaluation import gold as golds
    from rag.evaluation.moved import Alignment, Found
    from rag.types import Span

    stems = (new.stem, old.stem)
    file = gold or next(
        (one for stem in stems if (one := Path(f"{stem}{golds.SUFFIX}")).exists()), Path(f"{stems[0]}{golds.SUFFIX}")
    )
    cases = golds.read(file)
    before, after = (corpus.article_from_file(path) for path in (old, new))
    alignment = Alignment(before.text, after.text)
    counts = dict.fromkeys(("exact", "moved", "changed", "gone"), 0)
    lost = []

    def moved(words: Words, line: int) -> Words:
        start = words.start if words.start is not None else next(iter(words.places(before.text)), None)
        if start is None or not words.fit(before.text):
            lost.append(f"{file}:{line}: {words.text!r} is not in {old.name} where it says; see quoth gold check")
            return words
        now: Found = alignment.now(Span(start, start + len(words.text)))
        counts[now.fate] += 1
        if now.fate in ("exact", "moved"):
            return words if words.start is None or now.span is None else replace(words, start=now.span.start)
        put = f", now {now.span.of(after.text)!r} at {now.span.start}" if now.span else ""
        lost.append(f"{file}:{line}: {words.text!r} is {now.fate}{put}")
        return words

    def rebased(case: GoldCase) -> GoldCase:
        if case.article is not None and not any(_is(file.parent / case.article, one) for one in (old, new)):
            return case  # of another article
        there = case.moved(partial(moved, line=case.line))
        named = golds.article_of(file, replace(case, article=None))
        alone = named.is_file() and named.samefile(new)
        return replace(there, article=None if alone else os.path.relpath(new, file.absolute().parent))

    golds.write(file, [rebased(case) for case in cases])
    for line in lost:
        write_text(line)
    say(f"{file}: {', '.join(f'{count} {fate}' for fate, count in counts.items())}")
    if lost:
        raise typer.Exit(MISSED)


def _is(path: Path, article: Path) -> bool:
    """Return whether there is a file at `path` and it is that of an article."""
    try:
        return path.samefile(article)
    except (OSError, ValueError):
        return False


def _place(articles: tuple[Article, ...], answer: str, at: int | None) -> tuple[Article, Words]:
    """Return the article and the place of an answer; ask which if it stands more than once."""
    from rag.evaluation.excerpts import excerpt
    from rag.evaluation.gold import Words

    if not answer.strip():
        raise QuothError("the answer is empty; give the article's own words, or --no-answer")
    places = [(one, start) for one in articles for start in Words(answer).places(one.text)]
    if not places:
        raise QuothError(
            f"{shown(answer)} is not in {', '.join(one.name for one in articles)}; give the article's own words"
        )
    if at is not None:
        places = [(one, start) for one, start in places if start == at]
        if not places:
            raise QuothError(f"{shown(answer)} does not stand at {at}; leave --at out to see where it does")
    if len(places) > 1:
        told = [f"{n}  {excerpt(one, start, start + len(answer))}" for n, (one, start) in enumerate(places, start=1)]
        if not sys.stdin.isatty():
            offsets = ", ".join(
                f"{p} ({shown(one.text[max(0, p - 9) : p + len(answer) + 9])})" for one, p in places[:9]
            )
            more = f" and {len(places) - 9} more places" if len(places) > 9 else ""
            raise QuothError(f"{shown(answer)} stands at {offsets}{more}; choose one with --at")
        for line in told:
            say(line)
        number = typer.prompt("Which", type=int, err=True)
        if not 1 <= number <= len(places):
            raise QuothError(f"there is no place {number}; choose one from 1 to {len(places)}")
        places = [places[number - 1]]
    one, start = places[0]
    return one, Words(answer, start)


def _relative(file: Path, article: Article, *, given: bool) -> str | None:
    """Return how a gold file names its article, if it has to."""
    from rag.evaluation.gold import GoldCase, article_of

    if not given:
        return None
    found = article_of(file, GoldCase("", ()))
    if found.is_file() and found.samefile(article.path):
        return None
    return os.path.relpath(article.path, file.absolute().parent)
