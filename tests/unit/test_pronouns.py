from __future__ import annotations

from pathlib import Path

import pytest

from rag import corpus
from rag.types import Article, Turn
from rag.understanding.followup import standalone
from rag.understanding.pronouns import excluded

TOLD = """Clara Weiss was born in Graz in 1880. She studied botany.

In 1901 Clara Weiss married Hans Keller, who sold maps. Hans Keller and his brother moved to Bonn. Hans Keller died in
1930, Clara Weiss in 1941. Oakwell Brewery bought the house. Mrs Moen runs it with Robin Holt. Robin Holt met Ann Lee.
She paid. Per Dahl, who lost his boat, retired. “I was glad,” wrote Ola Berg. Ola Berg came back in May. “His boat was
found,” the paper said. Her husband Tor Vik is a cook.
"""


def article(text: str) -> Article:
    return corpus.article_from_text(text, Path("a.txt"))


@pytest.mark.parametrize(
    ("name", "pronoun", "cannot"),
    [
        ("Clara Weiss", "he", True),  # "She studied botany." goes on from Graz, a place
        ("Clara Weiss", "Her", False),
        ("Hans Keller", "she", True),
        ("Hans Keller", "his", False),
        ("Oakwell Brewery", "he", True),
        ("Mrs Moen", "he", False),  # nothing leads the name: its title is a part of it
        ("Moen", "he", True),
        ("Tor Vik", "her", True),
        ("Per Dahl", "she", True),
        ("Robin Holt", "he", False),  # "She" may be Ann Lee
        ("Ann Lee", "he", False),
        ("Nobody", "he", False),
        ("Ola Berg", "she", True),
        ("Clara Weiss", "it", True),
        ("Clara Weiss", "their", False),
        ("Oakwell Brewery", "it", False),
        ("Nobody", "it", False),
    ],
)
def test_a_pronoun_cannot_mean_whom_the_article_calls_otherwise(name: str, pronoun: str, cannot: bool) -> None:
    assert excluded(pronoun, name, [article(TOLD)]) == cannot


def test_what_somebody_else_is_called_tells_nothing() -> None:
    told = [
        article(
            "Hans Keller built bridges for her father. Maple Ridge appointed her. Nokia said she led. "
            "Paul Street, who sings, left. He slept."
        )
    ]
    assert not excluded("he", "Hans Keller", told)
    assert not excluded("it", "Maple Ridge", told)
    assert not excluded("it", "Nokia", told)
    assert not excluded("he", "Paul Street", told)  # though it ends like a street


def test_of_whom_articles_say_both_it_may_be_either() -> None:
    both = [article("Kim Hall is here. He sings."), article("Kim Hall is here. She sings.")]
    assert excluded("he", "Kim Hall", both[1:])
    assert not excluded("he", "Kim Hall", both)
    assert not excluded("she", "Kim Hall", both)


@pytest.mark.parametrize(
    ("turn", "question", "read_as"),
    [
        (Turn("Who did Clara Weiss marry?", "Hans Keller"), "When did she die?", "When did Clara Weiss die?"),
        (Turn("Who did Clara Weiss marry?", "Hans Keller"), "When did he die?", "When did Hans Keller die?"),
        (Turn("When did Clara Weiss marry Hans Keller?", "1901"), "When did he die?", "When did Hans Keller die?"),
        (Turn("What did Oakwell Brewery buy?", "the house"), "When did he die?", "When did he die?"),
        (Turn("When did Clara Weiss die?", "1941"), "Is it known?", "Is it known?"),
        (Turn("When did Clara Weiss die?", "1941"), "Was it cold?", "Was it cold?"),
        (Turn("What was Hans Keller's job?", "selling maps"), "Did their son join?", "Did Hans Keller’s son join?"),
        (Turn("Who did Clara Weiss marry?", "Hans Keller"), "and her work?", "What is Clara Weiss’s work?"),
    ],
)
def test_a_follow_up_is_asked_of_whom_the_article_calls_so(turn: Turn, question: str, read_as: str) -> None:
    told = article(TOLD)
    assert standalone(question, [turn], lambda pronoun, name: excluded(pronoun, name, [told])) == read_as
