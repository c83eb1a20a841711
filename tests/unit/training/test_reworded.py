"""Questions worded otherwise, by a few lines of what WordNet's files look like."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import QuothError
from rag.training.examples import Example
from rag.training.reworded import Thesaurus, reworded

SENSES = """\
buy%2:40:00:: 02207206 1 89
purchase%2:40:00:: 02207206 1 11
purchase%1:04:00:: 00079018 1 4
take%2:38:00:: 02077656 3 90
take%2:30:00:: 02599636 1 127
get%2:30:00:: 02599636 1 5
chase%1:04:02:: 00320284 1 1
dog%2:38:00:: 02001858 1 2
chase%2:38:00:: 02001858 1 9
car%1:06:00:: 02958343 1 89
auto%1:06:00:: 02958343 1 2
automobile%1:06:00:: 02958343 1 7
"""
NOUNS = """\
  1 This software and database is being provided to you
08544813 15 n 02 country 0 land 3 001 @ 08491826 n 0000 | the territory occupied by a nation
08984788 15 n 02 Portugal 0 Portuguese_Republic 0 001 @i 08544813 n 0000 | a republic in western Europe
09023321 15 n 01 Spain 0 001 @i 08544813 n 0000 | a parliamentary monarchy
"""
PORTUGAL = "In 1949 Portugal joined the pact. Its people bought cars."


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    (tmp_path / "index.sense").write_text(SENSES)
    (tmp_path / "data.noun").write_text(NOUNS)
    return tmp_path


def worded(question: str, context: str, folder: Path) -> set[str]:
    """Return all that many draws make of a question."""
    example = Example("1", question, context, "1949", context.index("1949"), "squad", "a")
    thesaurus, random_ = Thesaurus(folder), random.Random(1)
    found = [reworded([example], thesaurus, random_)[0][0] for _ in range(100)]
    assert all(replace(one, id="1", question=question) == example for one in found)  # nothing but its words changes
    return {one.question for one in found}


@pytest.mark.parametrize(
    ("form", "others"),
    [
        ("bought", ["purchased"]),
        ("buying", ["purchasing"]),
        ("cars", ["automobiles"]),  # "auto" is seen too seldom
        ("purchase", ["buy"]),
        ("took", []),  # means many things
        ("chase", []),  # "dog" is seen too seldom
        ("mill", []),
    ],
)
def test_another_word_has_the_same_form(wordnet: Path, form: str, others: list[str]) -> None:
    assert Thesaurus(wordnet).others(form) == others


def test_a_name_is_what_it_names_where_only_one_can_be_meant(wordnet: Path) -> None:
    asked = "Had Portugal joined?"
    assert worded(asked, PORTUGAL, wordnet) == {asked, "Had the country joined?", "Had the land joined?"}
    assert worded(asked, f"{PORTUGAL} Spain did not.", wordnet) == {asked}
    assert worded(asked, PORTUGAL.replace("Portugal", "it"), wordnet) == {asked}  # not the passage's name
    assert worded("Had New Portugal joined?", PORTUGAL, wordnet) == {"Had New Portugal joined?"}


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("How many mills did Ann own?", {"What number of mills did Ann own?"}),
        ("How many of the mills?", set()),
        ("When did it open?", {"At what time did it open?", "In what year did it open?", "On what date did it open?"}),
        ("In which year did it open?", {"When did it open?"}),
        ("Who built it?", set()),
        ("Who founded it?", {"Who was it that founded it?", "Which person founded it?"}),
        ("What is the name of the king?", {"What was the king?", "Which was the king?"}),
    ],
)
def test_beginnings(wordnet: Path, question: str, made: set[str]) -> None:
    assert worded(question, PORTUGAL, wordnet) == {question} | made


def test_the_mixture_says_how_many_it_worded_otherwise(wordnet: Path) -> None:
    asked = Example("1", "Who bought the cars?", PORTUGAL, None, -1, "squad", "a")
    found, changed = reworded([asked] * 20 + [replace(asked, question="Who?")], Thesaurus(wordnet), random.Random(1))
    assert {one.id for one in found} == {"1", "1/reworded"}
    assert changed == sum(one.id == "1/reworded" for one in found)


@pytest.mark.parametrize("name", ["index.sense", "data.noun"])
def test_files_that_are_not_wordnets(wordnet: Path, name: str) -> None:
    (wordnet / name).write_text("something else\n")
    with pytest.raises(QuothError, match=f"{name}.* is not WordNet's"):
        Thesaurus(wordnet)
    (wordnet / name).unlink()
    with pytest.raises(QuothError, match=f"cannot read .*{name}"):
        Thesaurus(wordnet)
