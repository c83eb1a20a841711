"""Measures a reader on articles of other kinds than it was trained and tuned on: news, and real search questions.

    python -m rag.training.transfer [--news onestopqa.json.gz] [--search clapnq.json.gz] [--reader FOLDER]

News (OneStopQA, Berzak et al. 2020): every question is asked of its own article, where an answer is right if it
overlaps the evidence, and of the next article, which cannot answer it. Search (CLAPNQ, Rosenthal et al. 2024): real
questions on one passage, half of them without an answer. Prints one JSON line for each. For reporting only: nothing
may be chosen by these figures.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag import cascade, corpus
from rag.embed import SentenceEncoder
from rag.errors import QuothError, shown
from rag.manifest import DEFAULT, located
from rag.models import Encoder, Reader
from rag.pipeline import Pipeline
from rag.search import Settings
from rag.squad import normalised
from rag.training import sources
from rag.types import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question: the score, the best span's overlap with the evidence, and whether there is any."""

    score_logit: float
    precision: float
    """The share of the span's words that lie in the evidence."""
    answerable: bool


def ask(pipeline: Pipeline, question: str, evidence: Sequence[Span]) -> Asked:
    """Ask one question; without `evidence` it has no answer there."""
    best = pipeline.finder.read(question)[0].candidates[0]
    text = pipeline.articles[0].text
    words = len(normalised(best.span.of(text)))
    inside = [
        text[max(best.span.start, one.start) : min(best.span.end, one.end)]
        for one in evidence
        if one.overlaps(best.span)
    ]
    shared = sum(len(normalised(part)) for part in inside)
    return Asked(best.score_logit, min(1.0, shared / words) if words else float(bool(inside)), bool(evidence))


def summary(found: Sequence[Asked], threshold: float) -> dict[str, float]:
    """Return shares in percent: answerable ones answered at all and rightly, others declined, and the F1 of the two.

    F1 is that of answering rightly: precision over all answers given, recall over all answerable questions.
    """
    has = [one for one in found if one.answerable]
    no = [one for one in found if not one.answerable]
    answered = [one for one in found if one.score_logit >= threshold]
    right = [one for one in answered if one.answerable and one.precision > 0]
    precision, recall = len(right) / max(1, len(answered)), len(right) / max(1, len(has))

    def share(part: int, whole: int) -> float:
        return round(100 * part / max(1, whole), 1)

    return {
        "answerable": len(has),
        "answered": share(sum(one.answerable for one in answered), len(has)),
        "right": share(len(right), len(has)),
        "right_if_forced": share(sum(one.precision > 0 for one in has), len(has)),
        "unanswerable": len(no),
        "declined": share(sum(one.score_logit < threshold for one in no), len(no)),
        "f1": round(200 * precision * recall / max(1e-9, precision + recall), 1),
    }


def news(entries: dict[str, Any], reader: Reader, encoder: Encoder, cache: Path) -> list[Asked]:
    """Ask the questions of every article of it, and of the next one."""
    articles = entries["articles"]
    pipelines = [_pipeline(one["text"], reader, encoder, cache) for one in articles]
    found = []
    for n, article in enumerate(articles):
        for question in article["questions"]:
            evidence = [Span(one["start"], one["end"]) for one in question["evidence"]]
            found.append(ask(pipelines[n], question["question"], evidence))
            found.append(ask(pipelines[(n + 1) % len(pipelines)], question["question"], []))
    return found


def search(entries: dict[str, Any], reader: Reader, encoder: Encoder, cache: Path) -> list[Asked]:
    """Ask every question of its passage."""
    return [
        ask(
            _pipeline(row["text"], reader, encoder, cache),
            row["question"],
            [] if row["is_impossible"] else [Span(one["start"], one["end"]) for one in row["evidence"]],
        )
        for row in entries["rows"]
    ]


def _pipeline(text: str, reader: Reader, encoder: Encoder, cache: Path) -> Pipeline:
    return Pipeline([corpus.article_from_text(text, Path("a.txt"))], reader, encoder, cache, Settings())


def main() -> None:
    """Read the command line, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--search", type=Path)
    parser.add_argument("--reader", default=DEFAULT.name)
    given = parser.parse_args()
    try:
        reader = cascade.opened(located(given.reader))
        with tempfile.TemporaryDirectory() as cache:
            for kind, path, run in (("news", given.news, news), ("search", given.search, search)):
                if path is not None:
                    found = run(json.loads(sources.opened(path)), reader, SentenceEncoder(), Path(cache))
                    print(json.dumps({"reader": reader.name, "kind": kind, **summary(found, reader.threshold_logit)}))
    except QuothError as error:
        raise SystemExit(str(error)) from None
    except (ValueError, LookupError, TypeError) as error:
        raise SystemExit(f"a file of another form ({type(error).__name__} {shown(error)}); see this module") from None


if __name__ == "__main__":
    main()
