"""The gold questions, asked of the article with the real models.

A case is right if its answer shares at least half of its words (SQuAD's F1) with a gold answer, or if it abstains
where gold has none. What the shipped reader gets wrong is marked `xfail` with what it does instead; a case that
comes right again fails the run until its mark is taken off.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag.pipeline import Pipeline
from rag.report import outcome_json
from rag.squad import f1

CASES = [json.loads(line) for line in Path(__file__).with_name("article.gold.jsonl").read_text("utf-8").splitlines()]


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, id=f"{case['id']}-{case['tags'][0]}", marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_a_gold_question(pipeline: Pipeline, case: dict[str, Any]) -> None:
    form = outcome_json(pipeline.ask(case["question"]), pipeline.receipt)
    gold = [answer["text"] for answer in case["answers"]]
    if not gold:
        assert form["status"] == "not_found", f"answers {form['answer']!r}, the article does not say"
    else:
        assert form["status"] == "answered", f"finds nothing, the article says {gold[0]!r}"
        assert max(f1(form["answer"], text) for text in gold) >= 0.5, f"answers {form['answer']!r}, not {gold[0]!r}"


def test_gold_stands_in_the_article_and_its_quotes_are_exact(pipeline: Pipeline) -> None:
    (article,) = pipeline.articles
    assert len(CASES) >= 40
    assert len({case["question"] for case in CASES}) == len(CASES)
    for case in CASES:
        for answer in case["answers"]:
            start = answer["answer_start"]
            assert article.text[start : start + len(answer["text"])] == answer["text"]
        form = outcome_json(pipeline.ask(case["question"]), pipeline.receipt)
        for quote in [*form["quotes"], *form["nearest"]]:
            assert article.text[quote["start"] : quote["end"]] == quote["text"]
