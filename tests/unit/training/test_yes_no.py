"""Questions that yes or no would answer, made from others."""

from __future__ import annotations

import random

import pytest

from rag.training.examples import Example
from rag.training.yes_no import asked, yes_no

CONTEXT = "Ann Lee built the Harrow mill in 1823. Bob Ray sold the smallest farm near Leeds in 1850."


@pytest.mark.parametrize(
    ("question", "value", "before", "made"),
    [
        ("What did Tesla build?", "Dojo", "", "Did Tesla build Dojo?"),
        ("What did Tesla build before the war?", "Dojo", "", "Did Tesla build Dojo before the war?"),
        ("What award did Ann win in 2020?", "the Turing Award", "", "Did Ann win the Turing Award in 2020?"),
        ("When did the mill open?", "1823", "the mill opened in ", "Did the mill open in 1823?"),
        ("When was the mill built?", "1823", "", "Was the mill built in 1823?"),
        ("What year did Ann die?", "1850", "died in ", "Did Ann die in 1850?"),
        ("Where was Ann born?", "Leeds", "was born near ", "Was Ann born near Leeds?"),
        ("In what year did it close?", "1850", "closed in ", "Did it close in 1850?"),
        ("How many mills did Ann own?", "12", "", "Did Ann own 12 mills?"),
        ("How many mills did Ann own?", "12 mills", "", "Did Ann own 12 mills?"),
        ("What was built in 1823?", "the mill", "", "Was the mill built in 1823?"),
        ("What is the capital of France?", "Paris", "", "Is the capital of France Paris?"),
        ("Who built the mill?", "Ann Lee", "", "Was it Ann Lee who built the mill?"),
        ("Which company makes the chip?", "Tesla", "", "Was it Tesla that makes the chip?"),
        ("Which old companies make the chip?", "Tesla", "", None),  # where its verb begins is not told
        ("Name the mill.", "Harrow", "", None),
    ],
)
def test_forms(question: str, value: str, before: str, made: str | None) -> None:
    assert asked(question, value, before) == made


def test_answers_stay_where_they_are_and_half_have_none() -> None:
    built = Example("1", "Who built the Harrow mill?", CONTEXT, "Ann Lee", 0, "squad", "mills")
    when = Example("2", "When did Bob Ray buy the smallest farm?", CONTEXT, None, -1, "squad", "mills")
    found = yes_no([built, when], 10, random.Random(1))
    assert [(one.id, one.answer, one.start, one.source) for one in found] == [
        ("1/yes_no", "Ann Lee", 0, "yes_no"),
        ("2/yes_no", None, -1, "yes_no"),
    ]
    assert found[0].question == "Was it Ann Lee who built the Harrow mill?"
    assert found[1].question == "Did Bob Ray buy the smallest farm in 1850?"  # from the sentence that has most of it
    assert all(one.fault is None for one in found)


def test_an_opposite_is_settled_too() -> None:
    sold = Example("1", "Who sold the smallest farm?", CONTEXT, "Bob Ray", CONTEXT.index("Bob"), "squad", "mills")
    made = {yes_no([sold], 2, random.Random(seed))[0].question for seed in range(30)}
    assert made == {"Was it Bob Ray who sold the smallest farm?", "Was it Bob Ray who sold the largest farm?"}


def test_no_more_than_asked_for_and_the_same_again() -> None:
    ones = [Example(f"{n}", "Who built the Harrow mill?", CONTEXT, "Ann Lee", 0, "squad", "mills") for n in range(9)]
    first, second = (yes_no(ones, 8, random.Random(3)) for _ in range(2))
    assert first == second
    assert len(first) == 4
