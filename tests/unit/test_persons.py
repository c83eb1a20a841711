"""Persons by whatever an article calls them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag import corpus
from rag.passages import passages
from rag.pipeline import Pipeline
from rag.types import Answer, Article
from rag.understanding.persons import persons, put, usual

NEWS = """Yesterday Ann Holm, who leads the works, met reporters. Holm said that the kiln was safe.

The works were closed in May. However, Bob Ray told them that Ann had lied.

Nobody knows. It is a riddle.
"""
LIFE = """# Ida Lund

**Ida Maria Lund** (born 1890) was a chemist. Ida Falk was the first of five.

She moved to Bergen when she was nine. Her work on ice began in 1921.

Lund married Olaf Lund, who was a sailor, in 1928. Olaf died young.

In 1930 she met a man called Per Voss. He lied to her.
"""


def article(text: str, name: str = "a.txt") -> Article:
    return corpus.article_from_text(text, Path(name))


def forms(text: str, name: str = "a.txt") -> dict[str, tuple[set[str], str]]:
    return {one.full: (set(one.goes_by), one.pronoun) for one in persons(article(text, name))}


def asked(question: str, text: str, part: str, name: str = "a.txt") -> str:
    """Return the question as it is put to the paragraph with `part`."""
    one = article(text, name)
    places = passages(one, size=90, overlap=0)
    to = put(question, [one])
    return to(next(place for place in places if part in place.text)) if to else question


def test_persons_are_those_named_in_full_by_all_forms_that_mean_nobody_else() -> None:
    assert forms(NEWS) == {"Ann Holm": ({"Ann Holm", "Ann", "Holm"}, ""), "Bob Ray": ({"Bob Ray", "Bob", "Ray"}, "")}
    assert forms("Mayor Ann Holm, Ann Lee said, met Bob Holm, aged 9.") == {
        "Ann Holm": ({"Ann Holm"}, ""),
        "Ann Lee": ({"Ann Lee", "Lee"}, ""),
        "Bob Holm": ({"Bob Holm", "Bob"}, ""),
    }
    assert (
        forms("They met in Twitter Space. The Red Fort stands. Though Musk came, Dear Ann left.\n\nAnn Lee said") == {}
    )


def test_whom_an_article_is_about_goes_by_the_family_name_and_a_pronoun() -> None:
    found = forms(LIFE, "a.md")
    assert found["Ida Maria Lund"] == ({"Ida Maria Lund", "Ida Lund", "Ida", "Lund"}, "she")
    assert found["Olaf Lund"] == ({"Olaf Lund", "Olaf"}, "")
    often = "Ann Holm, who sings, came. " + "Holm sang and he left. " * 4
    assert forms(often)["Ann Holm"][1] == "he"
    assert forms(often + "Bob Ray, who sings, came. " + "Ray left. " * 3)["Ann Holm"][1] == ""
    assert forms(often + "She left. " * 2)["Ann Holm"][1] == ""  # of both


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("What did Ann say?", "reporters", "What did Holm say?"),
        ("What did Ann Holm say?", "reporters", "What did Ann Holm say?"),
        ("Did Holm lie?", "Bob Ray", "Did Ann lie?"),
        ("Did Ann Holm’s lie hurt Ray?", "Bob Ray", "Did Ann’s lie hurt Ray?"),
        ("Did Mayor Holm lie?", "Bob Ray", "Did Mayor Ann lie?"),
        ("Did Ann Berg lie?", "reporters", "Did Ann Berg lie?"),  # somebody else
        ("Did Holmes lie?", "Bob Ray", "Did Holmes lie?"),
        ("did holm lie", "Bob Ray", "did Ann lie"),
        ("what did ann holm say", "reporters", "what did ann holm say"),
        ("did ann lie", "reporters", "did ann lie"),  # a word, for all that is known
        ("Ann said what?", "reporters", "Holm said what?"),
        ("Holm lied when?", "Bob Ray", "Ann lied when?"),
        ("What did Ann say?", "riddle", "What did Ann say?"),
        ("Who lied?", "riddle", "Who lied?"),
    ],
)
def test_a_question_is_put_with_the_name_that_a_passage_has(question: str, part: str, expected: str) -> None:
    assert asked(question, NEWS, part) == expected


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("When did Ida Lund move to Bergen?", "Bergen", "When did she move to Bergen?"),
        ("What was Lund’s work on?", "Bergen", "What was her work on?"),
        ("Who hurt Ida?", "Bergen", "Who hurt her?"),
        ("When did ida lund move?", "Bergen", "When did she move?"),
        ("What did Olaf do in Bergen?", "Bergen", "What did Olaf do in Bergen?"),
        ("What did Ida do?", "Per Voss", "What did she do?"),
        ("When did Ida marry?", "married", "When did Lund marry?"),
    ],
)
def test_a_question_is_put_with_the_pronoun_that_a_passage_has(question: str, part: str, expected: str) -> None:
    assert asked(question, LIFE, part, "a.md") == expected


def test_a_pronoun_means_nobody_beside_another_name() -> None:
    text = LIFE.replace("a man called Per Voss. He", "Per Voss, who sings. He")
    assert asked("What did Ida do?", text, "Per Voss", "a.md") == "What did Ida do?"


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("When did she marry?", "married", "When did Lund marry?"),
        ("What was her work on?", "married", "What was Lund’s work on?"),
        ("Who met her?", "married", "Who met Lund?"),
        ("When did she move?", "Bergen", "When did she move?"),
        ("What did he do?", "married", "What did he do?"),  # of nobody whom the article is about
        ("Did she meet Cy?", "married", "Did she meet Cy?"),  # who may be meant
    ],
)
def test_a_pronoun_that_leans_on_nothing_means_whom_the_article_is_about(
    question: str, part: str, expected: str
) -> None:
    assert asked(question, LIFE, part, "a.md") == expected
    one, other = article(LIFE, "a.md"), article(NEWS)
    assert put(question, [one, other]) is None  # of two articles, nobody knows


def test_the_usual_name_is_the_last_one_if_it_can_mean_nobody_else() -> None:
    one = article(NEWS)
    assert usual("What did Ann say of Bob Ray?", [one]) == "What did Holm say of Ray?"
    assert usual("What did Olaf do?", [article(LIFE, "a.md")]) == "What did Olaf do?"


def test_passages_are_asked_and_topics_gathered_by_the_name_they_have(small: Callable[..., Pipeline]) -> None:
    pipeline = small("Ann Holm, who sings, came. Holm said that pumps are good.")
    (best, *_), found = (read := pipeline.finder.read("Ann?"))[0].candidates, read[1]
    assert best.span.of(found[best.passage_id].text) == "Holm"
    answer = pipeline.ask("What did Ann say about pumps?")
    assert isinstance(answer, Answer)
    assert [quote.text for quote in answer.quotes] == ["Holm said that pumps are good."]


def test_who_asks_is_whom_a_manual_addresses(small: Callable[..., Pipeline]) -> None:
    pipeline = small("Take your hat.")
    candidates = pipeline.finder.read("Whose is my?")[0].candidates
    assert [one.span.of(pipeline.articles[0].text) for one in candidates] == ["your"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("South Korea said that it left. Korea lies in the East. Korea is old.", "Who lives in the South?"),
        ("The White House said no. Then the House met. The House is big.", "What is the White paper?"),
        ("West Ham called it a win. Then Ham sang. Ham lost.", "Did the West win?"),
    ],
)
def test_a_place_or_a_body_is_no_person_though_it_says_something(text: str, question: str) -> None:
    assert put(question, [article(text)]) is None


def test_a_question_is_read_the_same_whatever_the_order_of_a_set() -> None:
    one = article("Elon Musk, who is rich, spoke. Elon left. Musk came.")
    assert usual("Does Musk like being called Elon?", [one]) == "Does Musk like being called Elon?"


def test_who_is_told_to_be_a_person_is_one_whatever_the_name() -> None:
    text = "Nick Park, who was born in 1958, won. Charlotte Church, 38, sang."
    assert [one.full for one in persons(article(text))] == ["Nick Park", "Charlotte Church"]
