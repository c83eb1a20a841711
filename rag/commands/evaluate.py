"""`quoth eval`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.common import MISSED, Articles, ReaderName, Strictness, progress, say, setup, write_text
from rag.errors import QuothError
from rag.squad import Scope

if TYPE_CHECKING:
    from rag.evaluation.baseline import Comparison
    from rag.evaluation.scores import Judged


def evaluate(
    gold: Annotated[
        list[str],
        typer.Argument(metavar="GOLD...", help="Gold files, or SQuAD files (.json, .json.gz)."),
    ],
    article: Articles = None,
    reader: ReaderName = None,
    strictness: Strictness = None,
    scope: Annotated[
        Scope, typer.Option(help="What the questions of a SQuAD file are asked of: their paragraph, or all of them.")
    ] = Scope.ARTICLE,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Say which cases broke, were mended or reworded since this run.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write this run to the baseline's file.")
    ] = False,
    max_regressions: Annotated[int | None, typer.Option(min=0, help="Fail if more cases broke than this.")] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Fail if a score, from 0 to 1, is under this; several may follow."),
    ] = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Write a report: .html, .md, .json or .xml (JUnit). Repeatable."),
    ] = None,
    squad_predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the answers as SQuAD's own script takes them.")
    ] = None,
) -> None:
    """Ask gold questions and score the answers; exit 1 if a threshold is missed."""
    import json

    from rag.evaluation import baseline as baselines
    from rag.evaluation import files, gate, reports, run
    from rag.evaluation.scores import scores

    values = [word for word in gold if "=" in word and not Path(word).exists()]
    paths = [Path(word) for word in gold if word not in values]
    if not paths:
        raise QuothError("no gold file is given; give one or several")
    thresholds = gate.thresholds([*(fail_under or ()), *values])
    if baseline is None and (update_baseline or max_regressions is not None):
        raise QuothError("--update-baseline and --max-regressions need --baseline FILE")
    forms = [(path, reports.form_of(path)) for path in report or ()]
    for path in [*(report or ()), *filter(None, [squad_predictions, baseline if update_baseline else None])]:
        files.check(path)
    if baseline and not update_baseline:
        baselines.load(baseline)  # a broken one is told before the work, not after it
    posed = run.named(paths, scope, given=bool(article))
    library = setup(article, reader, strictness).open()
    with progress(len(posed)) as advance:
        cases = []
        for one in run.answers(library, posed):
            cases.append(one)
            advance()
    found = scores(cases)
    comparison = _compared(baseline, cases, update=update_baseline)
    missed = gate.missed(thresholds, found, comparison, max_regressions, cases)
    evaluation = reports.Evaluation(cases, found, comparison, missed)
    for path, form in forms:
        files.save(path, form(evaluation))
    if squad_predictions:
        answers = {one.case.id: one.outcome["answer"] for one in cases}
        files.save(squad_predictions, json.dumps(answers, ensure_ascii=False))
    if baseline and update_baseline:
        files.save(baseline, baselines.written(cases, found))
    write_text(reports.terminal(evaluation))
    if missed:
        raise typer.Exit(MISSED)


def _compared(baseline: Path | None, cases: Sequence[Judged], *, update: bool) -> Comparison | None:
    """Hold the cases against the baseline; one that does not fit is no hindrance to replacing it."""
    from rag.evaluation.baseline import compared

    if baseline is None or not baseline.exists():
        return None
    try:
        return compared(baseline, cases)
    except QuothError as error:
        if not update:
            raise
        say(str(error))
        return None
