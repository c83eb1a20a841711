"""Who does it to whom."""

from __future__ import annotations

import pytest

from rag.evidence.roles import (
    deeds,
    done_by_nobody,
    done_by_the_subject,
    done_by_whom_it_was_done_to,
    of_another,
    of_no_kin,
    swapped,
)

APOLOGY = "Musk thinks this is justified and apologized for recent usage restrictions affecting some developers."
ASKED = "Omar Qazi, also known as Whole Mars Catalog, asked Musk about using chips produced by NVIDIA or Tesla."


@pytest.mark.parametrize(
    ("question", "sentence", "turned"),
    [
        ("Why did the developers apologize to Musk?", APOLOGY, True),
        ("Why did Musk apologize to the developers?", APOLOGY, False),
        ("Why did the developers apologize to him?", APOLOGY, False),  # who "him" is, is not told
        ("What did NVIDIA ask Omar Qazi about?", ASKED, True),
        ("What did Omar Qazi ask Musk about?", ASKED, False),
        ("What does Musk ask Omar Qazi?", ASKED, True),
        ("When will Ann pay Bob?", "In May Bob pays Ann.", True),
        ("When did Ann pay Bob?", "In May Bob was paid by Ann.", False),  # an irregular form, and passive
        ("When did Ann praise Bob?", "In May Bob was praised by Ann.", False),
        ("When did Ann praise Bob?", "In May Bob, praised by Ann, left.", False),
        ("When did Ann praise Bob?", "When praised, Bob smiled at Ann.", False),
        ("When did Ann praise Bob?", "Bob was widely praised as Ann left.", False),
        ("When did Ann praise Bob?", "Bob praised Ann before Ann praised Bob.", False),  # both are said
        ("When did Ann visit Leeds?", "Leeds is far. Visits cost Ann a day.", False),  # "Visits" opens a sentence
        ("Who praised Bob?", "Bob praised Ann.", False),  # who it is, is asked
    ],
)
def test_a_sentence_the_other_way_round(question: str, sentence: str, turned: bool) -> None:
    assert swapped(deeds(question), sentence) is turned


@pytest.mark.parametrize(
    ("question", "sentence", "nobody"),
    [
        ("Who asked about Leeds?", "When asked about Leeds, Ann smiled.", True),
        ("who else asked about Leeds?", "Ann was also asked about Leeds.", True),
        ("Who asked about Leeds?", "Bob asked Ann about Leeds.", False),
        ("Who asked about Leeds?", "When asked about Leeds by Bob, Ann smiled.", False),
        ("Who asked about Leeds?", "Bob asked about Leeds when asked to.", False),
        ("Who asked about Leeds?", "Ann went to Leeds.", False),
        ("Whom was it that he asked?", "Ann was asked.", False),
    ],
)
def test_a_sentence_that_does_not_say_who_does_it(question: str, sentence: str, nobody: bool) -> None:
    assert done_by_nobody(question, sentence) is nobody


@pytest.mark.parametrize(
    ("names", "words", "another"),
    [
        ({"nils"}, "engineering", True),
        ({"olaf"}, "engineering", False),
        ({"nils"}, "the factory", False),
        ({"olaf"}, "the factory", True),
        ({"ann"}, "engineering", False),  # of whom the sentence does not tell
        ({"nils", "bonn"}, "engineering", False),  # where he is named too
        ({"nils"}, "design", True),
        ({"nils"}, "it grew", False),  # of nobody by name
    ],
)
def test_a_clause_on_somebody_else_tells_nothing(names: set[str], words: str, another: bool) -> None:
    sentence = "Nils, the elder, ran the factory; Olaf, who studied engineering in Bonn, did the design, and it grew."
    assert of_another(frozenset(names), sentence, sentence.index(words)) is another


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("ann", "Bob", "Ann lives in Oslo, and Bob is a friend."),  # the answer itself opens the clause
        ("victoria", "48 °C", "Victoria's highest temperature, while few saw it, was 48 °C in Hopetoun."),
        ("ann", "a hat", "Ann came, and Ann's dog wore a hat."),
        ("norway", "a ship", "Norway is a kingdom, and Oslo has a ship on its shield."),  # which points back
    ],
)
def test_a_clause_may_open_with_the_answer_or_point_back(name: str, words: str, sentence: str) -> None:
    assert not of_another(frozenset({name}), sentence, sentence.index(words))


@pytest.mark.parametrize(
    ("question", "told", "nobody"),
    [
        ("How did her husband die?", "She died of heart failure.", True),
        ("How did her husband die?", "They married in May. He died of heart failure.", False),
        ("What did Ann’s dad do?", "Her father took over a shop.", False),
        ("What did his late wife do?", "He took over a shop.", True),
        ("How did the husband die?", "She died.", False),  # nobody's
    ],
)
def test_what_is_told_of_nobodys_kin(question: str, told: str, nobody: bool) -> None:
    assert of_no_kin(question, told) is nobody


@pytest.mark.parametrize(
    ("question", "sentence", "words", "subject"),
    [
        ("When did Carrick retire?", "She succeeded Carrick in 1967 and retired in 1981.", "1981", True),
        ("When did Ann Carrick retire?", "Bob Ray followed Ann Carrick, and later retired in 1981.", "1981", True),
        ("When did Carrick retire?", "She succeeded Carrick in 1967 and retired in 1981.", "1967", False),
        ("When did Carrick leave?", "She succeeded Carrick in 1967 and retired in 1981.", "1981", False),
        ("When did Carrick retire?", "She and Carrick worked and retired in 1981.", "1981", False),
        ("When did Carrick retire?", "Later Carrick taught and retired in 1981.", "1981", False),
        ("When did Carrick retire?", "She met Carrick’s aunt and retired in 1981.", "1981", False),  # not told of him
        ("When did Carrick retire?", "He, Carrick, taught and retired in 1981.", "1981", False),
        ("When did Carrick retire?", "He said that Carrick taught for years and retired in 1981.", "1981", False),
        ("When did Muhammad Ali retire?", "He took the name Muhammad Ali in 1964 and retired in 1981.", "1981", False),
        ("When did Carrick die?", "Carrick married Ann Carrick in 1950 and died in 1981.", "1981", False),
        ("When did Marie Curie die?", "She married Pierre Curie in 1895 and died in 1934.", "1934", False),
        ("When did Google acquire YouTube?", "He led Google and acquired YouTube in 2006.", "2006", False),
    ],
)
def test_who_is_only_mentioned_does_not_do_what_the_subject_does(
    question: str, sentence: str, words: str, subject: bool
) -> None:
    assert done_by_the_subject(question, sentence, sentence.index(words)) is subject


@pytest.mark.parametrize(
    ("question", "sentence", "reversed_"),
    [
        ("Who encouraged Edith Moss to go?", "The teacher, Edith Moss, encouraged her to go.", True),
        ("Who encouraged Edith Moss?", "Edith Moss also encouraged her.", True),
        ("Who encouraged Edith Moss?", "Her teacher encouraged Edith Moss.", False),
        ("Who encouraged Edith Moss?", "Edith Moss was encouraged by Ann.", False),
        ("Who encouraged Edith Moss?", "The teacher of Edith Moss encouraged her.", False),
        ("Who encouraged Edith Moss?", "Edith Moss’s teacher encouraged her.", False),
        ("Who encouraged Edith Moss’s son?", "Edith Moss encouraged him.", False),
        ("Who encouraged Edith Moss?", "Ann Moss encouraged her.", False),
        ("Who encouraged Edith Moss?", "In May Moss encouraged her.", False),
        ("Who encouraged Edith Moss?", "Moss encouraged her.", True),
        ("Who defeated Bonn?", "Rome defeated Bonn in the final after Bonn defeated Graz.", False),
    ],
)
def test_whom_it_was_done_to_does_not_do_it(question: str, sentence: str, reversed_: bool) -> None:
    assert done_by_whom_it_was_done_to(question, sentence) == reversed_
