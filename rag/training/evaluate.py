"""Measures a reader on a SQuAD 2.0 file, with the paragraph given and with the whole article.

    python -m rag.training.evaluate FILE [--reader FOLDER] [--setting article|paragraph] [-n QUESTIONS] [--threshold T]

What a question takes for granted is weighed, as users have it. Prints one JSON line: n, EM, F1, HasAns F1, NoAns, and
the F1 of answerable questions when forced to answer. Without --threshold the best one on the file itself is used, which
is how a threshold is chosen, never how it is reported.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from rag import cascade, corpus, squad
from rag.embed import SentenceEncoder
from rag.errors import QuothError
from rag.manifest import DEFAULT, located
from rag.models import Encoder, Reader
from rag.pipeline import Pipeline
from rag.search import Settings
from rag.training import sources

RIGHT = 0.5
"""The least F1 at which an answer counts as right."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best span for a case, its score, and how well it matches the answers (0 if there are none)."""

    score_logit: float
    text: str
    f1: float
    exact: float
    answerable: bool
    article: str = ""
    """The title of the article it was asked of."""

    @property
    def right(self) -> bool:
        """Return whether it has at least half of its words in common with a gold answer."""
        return self.f1 >= RIGHT


def predictions(
    articles: Sequence[squad.SquadArticle],
    reader: Reader,
    encoder: Encoder,
    settings: Settings,
    *,
    setting: str,
    n: int | None,
) -> list[Prediction]:
    """Ask every case, or `n` of them drawn with a fixed seed."""
    wanted = [case.id for article in articles for case in article.cases]
    if n is not None:
        wanted = random.Random(7).sample(wanted, min(n, len(wanted)))
    asked = set(wanted)
    found = []
    with tempfile.TemporaryDirectory() as cache:
        for article in articles:
            cases = [case for case in article.cases if case.id in asked]
            texts = [article.text] if setting == "article" else article.paragraphs
            pipelines = [
                Pipeline([corpus.article_from_text(text, Path("squad.txt"))], reader, encoder, Path(cache), settings)
                for text in texts
            ]
            for case in cases:
                pipeline = pipelines[0 if setting == "article" else case.paragraph]
                best = pipeline.finder.read(case.question)[0].candidates[0]
                text = best.span.of(pipeline.articles[0].text)
                found.append(predicted(case, best.score_logit, text, article.title))
    return found


def predicted(case: squad.Case, score_logit: float, text: str, article: str = "") -> Prediction:
    """Return the prediction `text` for `case`, scored against its best-matching answer."""

    def score(metric: Callable[[str, str], float]) -> float:
        return max((metric(text, answer) for answer, _ in case.answers), default=0.0)

    return Prediction(score_logit, text, score(squad.f1), score(squad.exact), bool(case.answers), article)


def summary(predictions: Sequence[Prediction], threshold: float) -> dict[str, float]:
    """Return EM, F1, HasAns F1 and NoAns in percent if everything below `threshold` is no answer."""

    def mean(values: list[float]) -> float:
        return round(100 * sum(values) / max(1, len(values)), 2)

    def given(prediction: Prediction) -> bool:
        return prediction.score_logit >= threshold

    has = [one for one in predictions if one.answerable]
    no = [one for one in predictions if not one.answerable]
    return {
        "n": len(predictions),
        "threshold_logit": round(threshold, 3),
        "em": mean([one.exact * given(one) for one in has] + [float(not given(one)) for one in no]),
        "f1": mean([one.f1 * given(one) for one in has] + [float(not given(one)) for one in no]),
        "has_f1": mean([one.f1 * given(one) for one in has]),
        "no_acc": mean([float(not given(one)) for one in no]),
        "forced_f1": mean([one.f1 for one in has]),
    }


def best_threshold(predictions: Sequence[Prediction]) -> float:
    """Return the highest of the thresholds with the best F1.

    It is midway between two neighbouring scores.
    """
    ordered = sorted(predictions, key=lambda one: -one.score_logit)
    unanswered = float(sum(not one.answerable for one in ordered))
    totals = list(accumulate((one.f1 if one.answerable else -1.0 for one in ordered), initial=unanswered))
    place = totals.index(max(totals))
    if place in (0, len(ordered)):
        return ordered[0].score_logit + 1 if place == 0 else ordered[-1].score_logit
    return (ordered[place - 1].score_logit + ordered[place].score_logit) / 2


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the measuring commands share."""
    parser.add_argument("--reader", default=DEFAULT.name, help="the folder of a reader, or the name of one here")
    for name, value in (("passage-size", 800), ("passage-overlap", 150), ("read-best", 8)):
        parser.add_argument(f"--{name}", type=int, default=value)


def asked(given: argparse.Namespace, setting: str, n: int | None) -> tuple[Reader, list[Prediction]]:
    """Open the reader of a command line, and ask it the questions of its file."""
    settings = Settings(
        passage_size=given.passage_size, passage_overlap=given.passage_overlap, read_best=given.read_best
    )
    reader = cascade.opened(located(given.reader))
    articles = squad.load(sources.raw(given.file), given.file.name)
    return reader, predictions(articles, reader, SentenceEncoder(), settings, setting=setting, n=n)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--setting", choices=("article", "paragraph"), default="article")
    parser.add_argument("-n", type=int)
    parser.add_argument("--threshold", type=float)
    options(parser)
    given = parser.parse_args()
    began = time.perf_counter()
    try:
        reader, found = asked(given, given.setting, given.n)
    except QuothError as error:
        raise SystemExit(str(error)) from None
    threshold = best_threshold(found) if given.threshold is None else given.threshold
    entries = {"reader": reader.name, "setting": given.setting, **summary(found, threshold)}
    print(json.dumps({**entries, "seconds": round(time.perf_counter() - began, 1)}))


if __name__ == "__main__":
    main()
