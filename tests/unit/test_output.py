"""How outcomes are shown at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rag import render
from rag.pipeline import Pipeline
from rag.receipt import Receipt
from rag.report import outcome_json
from rag.types import Abstention, Answer, Span


def test_a_terminal_gets_the_quote_as_it_is_but_no_control_characters(small: Callable[..., Pipeline]) -> None:
    pipeline = small("It was \x1b[31m Barnaby\x07 who  came.")
    found = pipeline.ask("Where is Barnaby?")
    plain = render.rendered(found, colour=False)
    assert "\x1b" not in plain and "\x07" not in plain
    assert "  It was �[31m Barnaby� who  came.\n" in plain
    assert "\x1b[4mBarnaby\x1b[24m" in render.rendered(found, colour=True)


def test_the_short_answer_is_on_one_line_and_has_no_mark_up_and_the_quote_is_as_it_is(
    small: Callable[..., Pipeline],
) -> None:
    text = "It was **Barnaby\nRay** who came."
    found = small(text, suffix=".md").ask("Who is Barnaby?")
    assert isinstance(found, Answer)
    start = text.index("Barnaby")
    quote = replace(found.quotes[0], highlights=(Span(start, text.index(" who")),))
    form = outcome_json(replace(found, quotes=(quote,)), Receipt("", "", "", ""))
    assert (form["answer"], form["quotes"][0]["text"]) == ("Barnaby Ray", text)


def test_what_no_quote_holds_is_told_unless_it_is_left_out_anyway(small: Callable[..., Pipeline]) -> None:
    pipeline = small("It was Barnaby who came.")
    found = pipeline.ask("Where is Barnaby?")
    assert isinstance(found, Answer)
    told = replace(found, question="Did Barnaby come in 2023 or 2024?")
    assert outcome_json(told, pipeline.receipt)["unquoted"] == ["2023", "2024"]
    says = "No quote contains 2023, 2024. Check that it is about what you asked."
    assert says in render.rendered(told, colour=False)
    part = replace(told, missing=("did he come in 2024",))
    assert outcome_json(part, pipeline.receipt)["unquoted"] == ["2023", "2024"]
    assert "No quote contains 2023. Check" in render.rendered(part, colour=False)
    assert "No quote" not in render.rendered(found, colour=False)
    read = replace(told, question="Did she?", read_as="When did Ann come?")
    assert outcome_json(read, pipeline.receipt)["unquoted"] == ["Ann"]
    assert outcome_json(pipeline.ask("Is Ann a dog?"), pipeline.receipt)["unquoted"] == []


def test_an_abstention_says_how_much_was_read(small: Callable[..., Pipeline]) -> None:
    short = small("A cat.")
    assert render.rendered(short.ask("dog"), colour=False) == "Not in the article. All of it was read."
    lines = "\n".join(f"Line {n}." for n in range(30))
    long = small(lines, passage_size=10, passage_overlap=0, read_whole=5, read_best=3)
    found = long.ask("dog")
    assert isinstance(found, Abstention)
    assert render.rendered(found, colour=False).startswith(
        "Not in the article. The 3 likeliest of 30 passages were read."
    )


def test_one_sentence_that_answers_two_parts_is_told_once_with_the_words_of_both(
    small: Callable[..., Pipeline],
) -> None:
    text = "It was Barnaby who came in May."
    found = small(text).ask("Where is Barnaby?")
    assert isinstance(found, Answer)
    first = replace(found.quotes[0], highlights=(Span(24, 30),), probability=0.9)
    second = replace(first, highlights=(Span(7, 14),), probability=0.6, part=1)
    told = render.rendered(replace(found, quotes=(first, second)), colour=True)
    assert told.count("It was") == 1
    assert "It was \x1b[4mBarnaby\x1b[24m who came \x1b[4min May\x1b[24m." in told and "probability 60%" in told
    longer = replace(second, highlights=(Span(15, 30),))
    assert "\x1b[4mwho came in May\x1b[24m" in render.rendered(replace(found, quotes=(first, longer)), colour=True)
    whole = replace(second, highlights=(second.span,), also=(Span(40, 50),))
    told = render.rendered(replace(found, quotes=(first, whole)), colour=True)
    assert "who came \x1b[4min May\x1b[24m." in told and "also at 40–50" in told  # all of it would hide "in May"
