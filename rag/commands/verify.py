"""`quoth verify` and `quoth replay`."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from rag.commands.common import MISSED, Articles, ReaderName, Strictness, progress, say, setup, source, write_text

AnswersFile = Annotated[
    str, typer.Argument(metavar="ANSWERS", help="What --json or batch wrote, one answer a line; - is stdin.")
]


def verify(answers: AnswersFile, article: Articles = None) -> None:
    """Hold every quote, offset and hash against the article; exit 1 if one does not fit."""
    from rag import corpus
    from rag.evaluation import receipts
    from rag.receipt import combined_sha256

    articles = corpus.load(setup(article).articles)
    hashes = {combined_sha256(one) for one in receipts.sets(articles)}
    counts: Counter[str] = Counter()
    with source(answers, "answers") as lines:
        for number, outcome in receipts.answers(iter(lines), answers):
            for one in receipts.verified(number, outcome, articles, hashes):
                counts[one.fate or "of another text"] += 1
                if one.fate != "exact":
                    told = ": ".join(filter(None, (one.fate, one.text and f"“{' '.join(one.text.split())}”", one.told)))
                    write_text(f"line {one.line}, {one.id}: {told}")
    say(", ".join(f"{counts[fate]} {fate}" for fate in ("exact", "moved", "changed", "gone", "of another text")))
    if counts.total() > counts["exact"]:
        raise typer.Exit(MISSED)


def replay(
    answers: AnswersFile, article: Articles = None, reader: ReaderName = None, strictness: Strictness = None
) -> None:
    """Ask every question again and prove that the same bytes come; exit 1 if they do not."""
    from rag.evaluation import receipts

    library = setup(article, reader, strictness).open()
    libraries = {
        one.default.receipt.article_sha256: one
        for one in (
            library if len(found) == len(library.default.articles) else library.over(found)
            for found in receipts.sets(library.default.articles)
        )
    }
    same = differ = unasked = 0
    with source(answers, "answers") as lines, progress(None) as advance:
        for number, outcome in receipts.answers(iter(lines), answers):
            if outcome["error"] is not None:
                unasked += 1
            elif reason := receipts.replayed(outcome, libraries):
                differ += 1
                write_text(f"line {number}, {outcome['id']}: {reason}")
            else:
                same += 1
            advance()
    told = f"; {unasked} could not be asked and were left out" if unasked else ""
    say(f"{same} answers come again byte for byte, {differ} do not{told}")
    if differ:
        raise typer.Exit(MISSED)
