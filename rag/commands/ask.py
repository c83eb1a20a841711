"""`quoth ask` and `quoth index`."""

from __future__ import annotations

import json
import time
from typing import Annotated

import typer

from rag.commands.common import Articles, ReaderName, Strictness, coloured, setup, write, write_text


def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole outcome as one line of JSON.")] = False,
) -> None:
    """Ask one question."""
    from rag import render, report

    pipeline = setup(article, reader, strictness).open().default
    began = time.perf_counter()
    outcome = pipeline.ask(question)
    elapsed_ms = 1000 * (time.perf_counter() - began)
    if as_json:
        write(report.line(report.outcome_json(outcome, pipeline.receipt, question_id="q1", elapsed_ms=elapsed_ms)))
    else:
        write_text(render.rendered(outcome, colour=coloured()))


def index(article: Articles = None) -> None:
    """Build the index of each article now, or find it in the cache."""
    for report in setup(article).open().default.search.index():
        how = "in the cache" if report.cached else "built"
        entry = {"article": report.article.name, "article_sha256": report.article.sha256, "passages": report.passages}
        write((json.dumps({**entry, "index": how}, ensure_ascii=False) + "\n").encode())
