"""What stands below a heading, and opened by one, for who asks for what it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import corpus
from rag.evidence import headings
from rag.pipeline import Pipeline
from rag.types import Answer
from rag.understanding import intent

ABSTRACT = (
    "A trial of sleep\n\nBackground. Shifts tire. Their effect is unknown. Methods. We asked 64 doctors. Results. All "
    "slept. Funding: Heart Foundation. No conflict.\nAny other business. Ann will call.\n\nHe ran. She left."
)
FAQ = "# FAQ\n\n## 1. What does it cost?\n\nFour euros.\n\n## Can I use it offline?\n\nNo.\n\n## Cost\n\nMuch.\n"
FAQ += "\n## What’s in the box\n\n- A hose\n"


@pytest.mark.parametrize(
    ("question", "below"),
    [
        ("What are the ingredients?", "- 5 eggs\n- 200 g flour"),
        ("Which ingredients do I need for it?", "- 5 eggs\n- 200 g flour"),
        ("list ingredients", "- 5 eggs\n- 200 g flour"),
        ("Give me all the ingredients, please", "- 5 eggs\n- 200 g flour"),
        ("Ingredients?", "- 5 eggs\n- 200 g flour"),
        ("Tell me about the ingredients", "- 5 eggs\n- 200 g flour"),
        ("What does the tips section say?", "Bake it well."),
        ("How do I update the tart?", "Do it anew."),
        ("How do I update the oven?", None),
        ("What are the main ingredients?", None),
        ("What is the lemon tart?", None),  # the whole article
        ("What are the notes?", None),  # nothing below
        ("What is the story?", None),  # too long
    ],
)
def test_what_stands_below_a_heading_answers_who_asks_for_what_it_names(question: str, below: str | None) -> None:
    text = (
        "# Lemon tart\n\nIt is good.\n\n## 1. Ingredients\n\n- 5 eggs\n- 200 g flour\n\n## Tips\n\nBake it well.\n\n"
        f"## Notes\n\n## Updating the tart\n\nDo it anew.\n\n## Story\n\n{'It is long. ' * 200}"
    )
    one = corpus.article_from_text(text, Path("a.md"))
    asked = intent.without_courtesies(question)
    part = intent.part(asked) or (intent.topic(asked) or ("", ""))[0]
    assert [found.span.of(text) for found in headings.named(part, [one])] == [below] * (below is not None)


@pytest.mark.parametrize(
    ("title", "opened"),
    [
        ("background", "Shifts tire. Their effect is unknown."),
        ("the methods", "We asked 64 doctors."),
        ("results", "All slept."),
        ("any other business", "Ann will call."),
        ("unknown", None),
        ("he ran", "She left."),
        ("she left", None),
        ("funding", None),
    ],
)
def test_a_heading_may_open_a_paragraph(title: str, opened: str | None) -> None:
    one = corpus.article_from_text(ABSTRACT, Path("a.txt"))
    assert [found.span.of(ABSTRACT) for found in headings.named(title, [one])] == [opened] * (opened is not None)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What does section 2 say?", "Pay it."),
        ("What is clause 2.1?", "Not late."),
        ("What about section 2?", "Pay it."),
        ("What is section 3?", None),
        ("What is step 1?", "1. Mix."),
        ("What is step 2?", "2. Bake."),  # not section 2
        ("And what is step 12?", None),
        ("What does point 2.1 say?", "Not late."),
    ],
)
def test_sections_and_items_go_by_their_numbers(question: str, found: str | None) -> None:
    text = "# Lease\n\n## 2. Rent\n\nPay it.\n\n## 2.1 When\n\nNot late.\n\n## Do\n\n1. Mix.\n2. Bake.\n"
    one = corpus.article_from_text(text, Path("a.md"))
    part = intent.part(question) or (intent.topic(question) or ("", ""))[0]
    assert [told.span.of(text) for told in headings.named(part, [one])] == [found] * (found is not None)


@pytest.mark.parametrize(
    ("question", "below"),
    [
        ("What does it cost?", "Four euros."),
        ("what did it cost", "Four euros."),
        ("How much does it cost?", None),
        ("Can I use this offline?", "No."),
        ("Cost?", None),
        ("What is it?", None),
        ("What's in the box?", "- A hose"),
        ("What is in the box?", "- A hose"),
        ("What is on the box?", "- A hose"),
        ("Who is in the box?", None),
    ],
)
def test_a_heading_that_asks_the_question_is_followed_by_the_answer(question: str, below: str | None) -> None:
    one = corpus.article_from_text(FAQ, Path("a.md"))
    assert [found.span.of(FAQ) for found in headings.asked(question, [one])] == [below] * (below is not None)


def test_a_heading_that_asks_the_opposite_is_followed_by_no_answer() -> None:
    text = "# Insurance\n\n## What is covered?\n\nThe motor.\n\n## What if I am over 18?\n\nYou pay.\n"
    article = corpus.article_from_text(text, Path("a.md"))
    assert headings.asked("What is covered", [article])
    assert not headings.asked("What is not covered?", [article])
    assert headings.asked("What if I am over 18?", [article])
    assert not headings.asked("What if I am under 18?", [article])


def test_a_heading_that_begins_with_a_number_need_not_have_it_for_its_own() -> None:
    shop = corpus.article_from_text("# Shop\n\n## 5 reasons to buy\n\nIt is cheap.\n", Path("a.md"))
    paper = corpus.article_from_text("# Ice\n\n## 4 Data\n\nTen.\n\n## 5 Results\n\nNone.\n", Path("a.md"))
    assert headings.named("section 5", [shop]) == []
    assert [one.span.of(paper.text) for one in headings.named("section 5", [paper])] == ["None."]


RULES = """# Allotments

## 2. Plots

2.3 New tenants pay a deposit.

2.4 Plots may not be sublet. A member who is ill may let
a friend work the plot.

2.5. Water is free.

## Making jam

1. Wash the fruit. Dry it.
2. Boil it.

## Safety

Keep it dry.
"""


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "What does rule 2.4 say?",
            "2.4 Plots may not be sublet. A member who is ill may let\na friend work the plot.",
        ),
        ("What is clause 2.3 about?", "2.3 New tenants pay a deposit."),
        ("What does article 2.5 say?", "2.5. Water is free."),
        ("What is step 1?", "1. Wash the fruit. Dry it."),
        ("What is step 2?", "2. Boil it."),
        ("How do I make jam?", "1. Wash the fruit. Dry it.\n2. Boil it."),
        ("What are the safety instructions?", "Keep it dry."),
        ("What are the safety rules?", "Keep it dry."),
        ("What are the safety officers?", None),
        ("What are its plots?", RULES[RULES.index("2.3") : RULES.index("\n\n## Making")]),
    ],
)
def test_a_numbered_paragraph_is_found_whole_and_a_heading_in_other_words(question: str, found: str | None) -> None:
    one = corpus.article_from_text(RULES, Path("a.md"))
    part = intent.part(question) or ""
    assert [told.span.of(RULES) for told in headings.named(part, [one])] == [found] * (found is not None)


@pytest.mark.parametrize("indented", ["", "  "])
def test_a_numbered_item_ends_with_its_section(small: Callable[..., Pipeline], indented: str) -> None:
    steps = f"Set up\n\n{indented}2. Plug it in\nwith the cable.\nWarning:\nNever open the case.\n\n3. Switch it on.\n"
    answer = small(steps).ask("What is step 2?")
    assert isinstance(answer, Answer)
    assert [quote.text for quote in answer.quotes] == ["2. Plug it in\nwith the cable."]


def test_the_same_word_is_nearer_than_another_form_of_it() -> None:
    one = corpus.article_from_text("# Day\n\n## Wine\n\nRed.\n\n## Winning\n\nTwice.\n", Path("a.md"))
    assert [told.span.of(one.text) for told in headings.named("wine", [one])] == ["Red."]


def test_instructions_may_be_a_heading_themselves() -> None:
    one = corpus.article_from_text("# Pump\n\n## Instructions\n\nRead them.\n", Path("a.md"))
    assert [told.span.of(one.text) for told in headings.named("instructions", [one])] == ["Read them."]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("included items", ["A hose."]),
        ("items not included", ["A bucket."]),
        ("fares for under 12", ["One euro."]),
        ("fares from Bonn to Graz", []),
        ("fares from Graz to Bonn", ["Ten euros."]),
    ],
)
def test_a_heading_that_denies_or_turns_is_another(title: str, found: list[str]) -> None:
    text = (
        "# Pump\n\n## Items not included\n\nA bucket.\n\n## Items included\n\nA hose.\n\n"
        "## Fares from Graz to Bonn\n\nTen euros.\n\n## Fares for over 12\n\nTwo euros.\n\n"
        "## Fares for under 12\n\nOne euro.\n"
    )
    one = corpus.article_from_text(text, Path("a.md"))
    assert [told.span.of(text) for told in headings.named(title, [one])] == found
