"""Questions to start from: what the rules make of sentences, and of what they make nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import corpus, examples
from rag.types import Article


def article(text: str) -> Article:
    return corpus.article_from_text(text, Path("a.txt"))


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("“Dojo 2 will focus on large models,” Ann said.", ["What will Dojo 2 focus on?"]),
        ("The Brunnolt Works will open in Pellworth.", ["Where will the Brunnolt Works open?"]),
        ("The Brunnolt Works was founded in 1987.", ["When was the Brunnolt Works founded?"]),
        ("Oxygen is used in the blood. No oxygen is left.", ["Where is oxygen used?"]),
        ("Updates are loaded from a stick. An update is small.", ["What are updates loaded from?"]),
        ("Tobin Hesk, also known as Toby, listened.", ["What is Tobin Hesk also known as?"]),
        ("Orla Venneck sold the old hives to the harbour.", ["Who sold the old hives to the harbour?"]),
        (
            "However, the Rhine is long. The Rhine is the longest river in Germany.",
            ["What is the longest river in Germany?"],
        ),
        ("The P-25 has three ports the P-20 lacks.", ["How many ports does the P-25 have?"]),
        ("The P-25 has three things the P-20 lacks.", []),
        ("Jem Aldous had forty-two mules; Ann had 40 white hives.", []),
        ("Ann Lee had 40 white hives.", ["How many white hives did Ann Lee have?"]),
        ("After Pellworth was raided by Ann, he fled.", []),
        ("Highly Ann was raided by Bob.", []),
        ("He was raided by Bob.", []),
        ("The board would like to listen.", []),
        ("Ann sold the old hives, which were red, to the harbour.", []),
        ("Concentrated sources promoted the rapid combustion of air.", []),
        ("Interest is charged at 5 percent.", ["What is Interest charged at?"]),
        ("Today Curie is remembered in Paris.", []),
        ("Everyone was told to leave.", []),
        ("Why the key is made of brass is known.", []),
        ("Ann Lee is the president who signed the law.", []),
        ("Ann Lee was a professor of the law.", []),
        ("Ann Lee told me never to open the valve.", []),
        ("Swimming is allowed in the river.", []),
        ("Boeing is based in Arlington. He left Boeing.", ["Where is Boeing based?"]),
        ("Nothing here.", []),
    ],
)
def test_what_a_sentence_is_asked(sentence: str, questions: list[str]) -> None:
    assert examples.candidates(article(sentence)) == questions


def test_there_are_no_more_than_anybody_would_check() -> None:
    text = " ".join(f"Pump {n} was sold in 19{n:02}." for n in range(40))
    assert examples.candidates(article(text)) == [f"When was Pump {n} sold?" for n in range(examples.MOST)]


def test_whatever_the_article_is_it_can_be_asked_about_what_it_names_most() -> None:
    text = (
        "He saw the Rhine. It left the Rhine and Ann. By the Rhine, Ann’s Greek friend met Greek men and Greek women."
    )
    assert examples.broad(article(text)) == ["What is said about the Rhine?", examples.OVERVIEW]
    text = "Go to the P-20. It is a P-20. They are P-20, and P-25."
    assert examples.broad(article(text)) == ["What is said about the P-20?", examples.OVERVIEW]
    text = "He saw Ann Lee, and Ann Lee, and Ann Lee. So did Ann, Ann and Ann. In Ely, near Ely, to Ely; to Bonn, Bonn."
    assert examples.broad(article(text)) == [
        "What is said about Ann Lee?",
        examples.OVERVIEW,
        "What is said about Ely?",
    ]
    assert examples.broad(article("Ann saw it. He saw Ann. It was long ago.")) == [examples.OVERVIEW]
