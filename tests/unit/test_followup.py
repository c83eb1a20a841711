"""Follow-up questions, each with the turns before it and how it must be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Turn
from rag.understanding.followup import standalone

POWER = Turn("How much more powerful is HW 4 than HW 3?", "3-5 times")
DOJO = Turn("What did Musk say about Dojo?", "they will center efforts on large models going forward")
WHO = Turn("Who asked about the chips?", "Omar Qazi")
CALLED = Turn("What is the new initiative called?", "xAI")
WEIGHT = Turn("What is the weight of the P-25?", "5 kg")
FOCUS = Turn("What will Dojo 2 focus on?", "large models")


@pytest.mark.parametrize(
    ("history", "question", "read_as"),
    [
        ([Turn("How powerful is HW 4?", "3-5 times")], "and HW 5?", "How powerful is HW 5?"),
        ([Turn("how powerful is hw 4?", "3-5 times")], "and hw 5", "How powerful is hw 5?"),
        ([POWER], "and HW 5?", "How much more powerful is HW 5?"),
        ([Turn("What did he close?", "some roads")], "Who used those?", "Who used some roads?"),
        ([Turn("What are the rules?", "no dogs; no fires")], "Who made these?", "Who made the rules?"),
        ([Turn("Who likes the plans?", "Ann")], "Who wrote these?", "Who wrote these?"),
        ([Turn("Which pump is the heaviest?", "the P-25")], "What does that one cost?", "What does the P-25 cost?"),
        ([Turn("Who likes the pump?", "Ann")], "What does that one cost?", "What does that one cost?"),
        ([Turn("Which chips does Tesla use?", "A12; A13")], "who made those?", "Who made A12 and A13?"),
        ([Turn("What is the price of Dojo?", "$500")], "Is that one cheaper?", "Is that one cheaper?"),
        ([Turn("What is the biggest city?", "Graz")], "How old is that one?", "How old is Graz?"),
        ([Turn("May I take photos?", "No")], "Why not?", "Why not?"),
        ([Turn("Does it never clog?", "no")], "Why not?", "Why does it never clog?"),
        ([Turn("Is the P-25 waterproof?", "yes")], "and the price?", "What is the price of the P-25?"),
        ([WEIGHT], "What about the price?", "What is the price of the P-25?"),
        ([WEIGHT], "and the hose?", "What is the weight of the hose?"),
        ([Turn("How old is Ann Lee?", "7")], "And the salary?", "What is the salary of Ann Lee?"),
        ([Turn("What is the price of Ann's dog?", "$3")], "and the weight?", "What is the weight of Ann's dog?"),
        ([Turn("When did Musk speak?", "in May")], "and the president?", "When did the president speak?"),
        ([Turn("Will Tesla call it a GPU?", "no")], "Why not?", "Why won't Tesla call it a GPU?"),
        ([Turn("Did it not run?", "no")], "Why not?", "Why did it not run?"),
        ([Turn("What does Dojo do today?", "it trains")], "and after that?", "What does Dojo do after that?"),
        ([Turn("What happened in 2013?", "a fire")], "And then?", "What happened in 2013 after that?"),
        ([Turn("How does HW 4 compare with HW 3?", "better")], "and HW 5?", "How does HW 5 compare?"),
        ([Turn("Is HW 4 faster than Dojo 1?", "")], "and HW 5?", "Is HW 5 faster than Dojo 1?"),
        ([DOJO], "What about the chip?", "What did Musk say about the chip?"),
        (
            [Turn("What did David Frost say about the rise?", "")],
            "and Mary Frost?",
            "What did Mary Frost say about the rise?",
        ),
        ([DOJO], "what about xAI?", "What did Musk say about xAI?"),
        ([FOCUS], "And what about xAI?", "What will xAI focus on?"),
        ([FOCUS], "And what about Bob’s data, what is that good for?", "What is Bob’s data good for?"),
        (
            [Turn("What is Dojo used for right now?", "training")],
            "And in the future?",
            "What is Dojo used for in the future?",
        ),
        (
            [Turn("Will xAI and Tesla work together?", "yes")],
            "How closely?",
            "How closely will xAI and Tesla work together?",
        ),
        (
            [Turn("What did Musk build?", "a car"), Turn("Will xAI use it?", "yes")],
            "Did he sell it?",
            "Did Musk sell it?",
        ),
        ([Turn("What happened in 2023?", "")], "and in 2024?", "What happened in 2024?"),
        ([Turn("What did Tesla build?", "Dojo")], "And in 2024?", "What did Tesla build in 2024?"),
        ([Turn("What did Tesla build?", "Dojo")], "And Microsoft?", "What did Microsoft build?"),
        (
            [Turn("What does xAI need to understand?", "the \\1 world")],
            "What will help it do that?",
            "What will help xAI understand the \\1 world?",
        ),
        (
            [Turn("whats the total cost", "$3")],
            "And how much of that does the state pay?",
            "How much of the total cost does the state pay?",
        ),
        (
            [Turn("How often do I feed it in the Fridge?", "")],
            "And the freezer?",
            "How often do I feed it in the freezer?",
        ),
        ([DOJO], "Tell me more", "Tell me about Dojo."),
        ([FOCUS], "And what else?", "Tell me about Dojo 2."),
        ([Turn("What is the filter made of?", "wool")], "More details, please", "Tell me about the filter."),
        ([FOCUS], "And before that?", "What will Dojo 2 focus on before that?"),
        ([Turn("What did Tesla build?", "Dojo")], "And after 2023?", "What did Tesla build after 2023?"),
        ([Turn("Which chips does Ann use?", "H100s")], "Are they fast?", "Are H100s fast?"),
        ([Turn("Who founded xAI?", "Ann and Bob")], "Where do they work?", "Where do Ann and Bob work?"),
        ([WHO], "Why did he do that?", "Why did Omar Qazi do that?"),
        (
            [Turn("What did the Spanish study find?", "it")],
            "How many people were in it?",
            "How many people were in the Spanish study?",
        ),
        ([WHO], "What is he also known as?", "What is Omar Qazi also known as?"),
        ([WHO], "What is his other name?", "What is Omar Qazi’s other name?"),
        ([DOJO], "When did he say it?", "When did Musk say it?"),
        ([DOJO, Turn("Who was hurt?", "some developers")], "Why did he say it?", "Why did Musk say it?"),
        ([Turn("Who bit?", "the boss")], "When was he born?", "When was the boss born?"),
        ([DOJO, Turn("What is Ray?", "a chip")], "Where is he?", "Where is Musk?"),
        ([Turn("Will xAI pay?", "yes")], "Why?", "Why will xAI pay?"),
        ([Turn("will xAI pay", "")], "and since when", "Since when will xAI pay?"),
        ([FOCUS], "Why exactly?", "Why will Dojo 2 focus on large models?"),
        ([Turn("Which car will Ann buy?", "")], "But when?", "When will Ann buy?"),
        ([Turn("When did Ann leave Bonn?", "in May")], "And why?", "Why did Ann leave Bonn?"),
        ([WHO], "When?", "When was it that Omar Qazi asked about the chips?"),
        ([Turn("Which firm bought it?", "")], "When?", "When?"),
        ([Turn("What is it?", "a chip")], "How?", "How?"),
        ([Turn("Tell me about Ann", "a chip")], "How so?", "How so?"),
        ([Turn("Who said AGI will come?", "Musk")], "Who else said that?", "Who else said that AGI will come?"),
        ([WHO], "Why did he ask that?", "Why did Omar Qazi ask about the chips?"),
        ([DOJO], "When will it be built?", "When will Dojo be built?"),
        ([FOCUS], "And who said that?", "Who said that Dojo 2 will focus on large models?"),
        ([FOCUS], "When did Musk say this?", "When did Musk say that Dojo 2 will focus on large models?"),
        ([WHO], "Who said so?", "Who said that Omar Qazi asked about the chips?"),
        ([Turn("What is the rule?", "no dogs")], "Who said that?", "Who said no dogs?"),
        ([Turn("What are the chips for?", "data processing")], "who asked that?", "Who asked about data processing?"),
        ([Turn("Who said that Bob sings?", "Ann")], "When did she say it?", "When did Ann say that Bob sings?"),
        ([Turn("What is Dojo?", "a computer")], "Who may call it that?", "Who may call Dojo that?"),
        ([DOJO], "What did he say about it?", "What did Musk say about Dojo?"),
        ([CALLED], "Who leads it?", "Who leads xAI?"),
        ([Turn("What is Twitter’s dataset for?", "text")], "What does it cost?", "What does Twitter’s dataset cost?"),
        ([Turn("Is Tesla's AI chip new?", "")], "Who makes it?", "Who makes Tesla's AI chip?"),
        ([WHO, FOCUS], "Is she known by another name?", "Is Omar Qazi known by another name?"),
        ([POWER, FOCUS], "Who said that?", "Who said that Dojo 2 will focus on large models?"),
        ([Turn("What is the dog called?", "Barnaby")], "And the cat?", "What is the cat called?"),
        ([Turn("How long does an update take?", "four minutes")], "Does it hurt?", "Does the update hurt?"),
        ([Turn("How will xAI and Tesla work?", "")], "Why do they part?", "Why do xAI and Tesla part?"),
        ([Turn("What are the ingredients?", "")], "How long does it keep?", "How long does it keep?"),
        ([Turn("What are the ingredients?", "")], "Are they fresh?", "Are the ingredients fresh?"),
        ([Turn("What does the bus cost?", "")], "Is it late?", "Is the bus late?"),
        ([FOCUS], "and its weight?", "What is Dojo 2’s weight?"),
        (
            [Turn("What is the limit of the current of the P-20?", "8 A")],
            "and of the P-25?",
            "What is the limit of the current of the P-25?",
        ),
        ([Turn("Who is Ann Lee?", "a painter")], "When was she born?", "When was Ann Lee born?"),
        ([Turn("What is Tesla developing?", "its own chip")], "Is it a GPU?", "Is Tesla’s own chip a GPU?"),
        ([Turn("what did Tesla build", "Dojo")], "When will it be sold?", "When will Dojo be sold?"),
        ([Turn("Which chip did xAI and Tesla buy?", "the H100")], "What does it cost?", "What does the H100 cost?"),
        ([Turn("What is Tesla developing?", "a long story of six words or more")], "Is it old?", "Is Tesla old?"),
        ([Turn("What is Tesla developing?", "")], "Is it old?", "Is Tesla old?"),
        ([Turn("What does Tesla cost?", "a dollar")], "Is it old?", "Is Tesla old?"),
        ([Turn("What did Tesla build Dojo for?", "training")], "Is it old?", "Is Tesla old?"),
        # The phrase that shares a word, whole; a number in the place of a number.
        (
            [Turn("How often do I clean the dust filter?", "weekly")],
            "and the hose filter?",
            "How often do I clean the hose filter?",
        ),
        ([Turn("How fast is the new HW 4?", "3-5 times")], "and HW 5?", "How fast is the new HW 5?"),
        ([Turn("How much does the Dry 300 weigh?", "9 kg")], "and the 500?", "How much does the Dry 500 weigh?"),
        ([Turn("How much does Dry 300 weigh?", "9 kg")], "and 500?", "How much does Dry 500 weigh?"),
        ([Turn("Can buses still use Mill Street?", "")], "and cyclists?", "Can cyclists still use Mill Street?"),
        ([Turn("Can I wash the filter?", "")], "and the hose?", "Can I wash the hose?"),
        # A name and its own question.
        ([Turn("How long has Ann had it?", "")], "and Bob Lee, when did he come?", "When did Bob Lee come?"),
        ([Turn("How long has Ann had it?", "")], "What about Bob, does he sing?", "Does Bob sing?"),
        ([Turn("Who won in Rome?", "Ann")], "and in Bonn, who won?", "Who won in Bonn?"),
        # A capital at the start, or "I", names nobody.
        ([Turn("Since when has Ann led it?", "2021")], "What did she say?", "What did Ann say?"),
        ([Turn("By whom was Ann Lee hurt?", "")], "When did she die?", "When did Ann Lee die?"),
        ([Turn("How do I wash the filter?", "")], "Is it cold?", "Is the filter cold?"),
        # What is owned is not who owns; numbers and clauses are nothing that "it" means.
        ([Turn("When was Bob Lee’s trip?", "1907")], "How old was he?", "How old was Bob Lee?"),
        ([Turn("Who is Ann?", ""), Turn("How many shops are there?", "5")], "Is it old?", "Is Ann old?"),
        (
            [Turn("How many got hurt in the recall?", "Nobody was hurt")],
            "What did it cost?",
            "What did the recall cost?",
        ),
        ([Turn("Who pays for the bus?", "parking fines")], "Is it late?", "Is the bus late?"),
        ([Turn("What is the best-selling product?", "Fjell")], "What does it weigh?", "What does Fjell weigh?"),
        ([Turn("What is the best-selling product?", "a stove")], "Is it new?", "Is the best-selling product new?"),
        ([Turn("What was the first stove?", "")], "Is it new?", "Is the first stove new?"),
        ([Turn("When were 26,000 stoves sold?", "2012"), POWER], "What did it cost?", "What did HW 4 cost?"),
        ([POWER, Turn("When were 26,000 stoves sold?", "2012")], "What did it cost?", "What did HW 4 cost?"),
        ([Turn("How often do I wash the hose filter?", "")], "Is it new?", "Is the hose filter new?"),
        ([Turn("How often do I wash the hose filter?", "")], "And the tank?", "How often do I wash the tank?"),
        ([Turn("Did you wash the hose today?", "")], "Is it new?", "Is the hose new?"),
        # When and where was that?
        ([Turn("How many stoves were recalled?", "26,000")], "When was that?", "When were 26,000 stoves recalled?"),
        (
            [Turn("How many stoves did he take?", "eleven stoves")],
            "And where was this?",
            "Where did he take eleven stoves?",
        ),
        ([FOCUS], "Why is that?", "Why will Dojo 2 focus on large models?"),
        ([Turn("How many cars has Tesla recalled?", "20")], "Why?", "Why has Tesla recalled 20 cars?"),
        ([Turn("How much water do I drink?", "2 litres")], "Why?", "Why do I drink 2 litres of water?"),
        # A verb or a word in s is no noun; letters make a name, whatever it begins with.
        ([Turn("Is access free?", "")], "and dogs?", "What about dogs?"),
        ([Turn("What if the engine stops?", "")], "And the pump?", "What if the pump stops?"),
        ([Turn("When did 5G come?", "in 2019")], "How fast is it?", "How fast is 5G?"),
        ([Turn("Who is Ann Lee's mother?", "May Lee")], "How old is she?", "How old is May Lee?"),
        # There.
        ([Turn("When did Ann join OpenAI in 2015?", "")], "Who works there?", "Who works there?"),
        ([Turn("Where is the museum?", "near Bonn")], "Who works there?", "Who works near Bonn?"),
        ([Turn("Where is the museum?", "near Bonn")], "How do I get there?", "How do I get there?"),
        ([Turn("When did the Bonn office open?", "2015")], "Who works there?", "Who works at the Bonn office?"),
        ([Turn("What opened in Bonn?", "an office")], "How many work there?", "How many work in Bonn?"),
        ([Turn("Where is the museum?", "in the old shop")], "What can I see there?", "What can I see in the old shop?"),
        ([Turn("Where is the museum?", "Bonn")], "Who works there?", "Who works in Bonn?"),
        ([Turn("Where did she die?", "")], "Who works there?", "Who works there?"),
        ([Turn("What opened in Bonn?", "an office")], "What is there?", "What is there?"),
        ([Turn("When did Ann Lee die?", "1941")], "and where did it happen?", "Where did Ann Lee die?"),
        ([Turn("When did Ann Lee die?", "1941")], "of what", "Of what did Ann Lee die?"),
        ([Turn("What did Ann build?", "a boat")], "With whom?", "With whom did Ann build a boat?"),
        ([Turn("How long until it is warm?", "about 40 seconds")], "Is it ready?", "Is it ready?"),
        ([Turn("How much will the library cost?", "4 euros")], "When did it happen?", "When did the library happen?"),
        (
            [Turn("What does it need?", "a bolt"), Turn("Where does it stand?", "on the river")],
            "Is it big?",
            "Is a bolt big?",
        ),
        ([Turn("When must I descale?", "every two to three months")], "Is it hard?", "Is it hard?"),
        ([WHO, Turn("Who is the CEO of Microsoft?", "")], "Did he like Ann?", "Did he like Ann?"),
        ([WHO, Turn("Who is the CEO of Microsoft?", ""), WHO], "Did he go?", "Did Omar Qazi go?"),
        ([Turn("How long does that take?", "25 minutes")], "Is it safe?", "Is it safe?"),
        ([Turn("Does that filter fit?", "yes")], "Is it safe?", "Is the filter safe?"),
    ],
)
def test_a_follow_up_is_read_in_the_light_of_the_conversation(history: list[Turn], question: str, read_as: str) -> None:
    assert standalone(question, history) == read_as


@pytest.mark.parametrize(
    "question",
    [
        "What will Tesla call its chip?",  # the pronoun's name is in the question
        "When did Musk say he would build it?",
        "Who said that AGI will appear?",  # no pronoun
        "What must every crew know before it leaves the berth?",  # the crew
        "What does the mayor say when she is asked?",
        "Is it true?",
        "What is the name of the chip?",
        "And who asked about NVIDIA?",
        "Hello, what is xAI?",
        "Thanks!",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [WHO, POWER, DOJO, FOCUS]) == question
    assert standalone("and HW 5?", []) == "and HW 5?"


@pytest.mark.parametrize(
    ("turn", "question", "read_as"),
    [
        # What "he" is, and "it" not for certain.
        (WHO, "Did he like it?", "Did Omar Qazi like it?"),
        (Turn("Who wrote to Ann?", "Bob"), "When did he send it to her?", "When did Bob send it to her?"),
        # No sentence is made of these.
        (Turn("What is HW 4's power?", "50 W"), "Who said so?", None),
        (Turn("What is Tesla's chip?", "a fast one"), "Who said so?", None),
        (Turn("What are Tesla and xAI building?", "a computer"), "Who said so?", None),
        (Turn("What kind of chips does Tesla use?", "fast ones"), "Who said so?", None),
        (Turn("What does Dojo do?", "train models"), "Who said so?", None),
        (Turn("What happened to Twitter?", "Musk bought it"), "Who said so?", None),
        (Turn("What did Musk say?", "no"), "Who else said so?", None),
        (Turn("Where does Ann live?", "in Rome"), "Who said so?", None),
        (Turn("Where is the bridge?", "in Rome"), "Who asked that?", None),
    ],
)
def test_what_is_not_clear_is_left_alone(turn: Turn, question: str, read_as: str | None) -> None:
    assert standalone(question, [turn]) == (read_as or question)


turns = st.builds(Turn, st.text(st.characters(codec="utf-8"), max_size=40), st.text(max_size=40))


def test_a_bare_number_is_not_what_it_means() -> None:
    assert standalone("When was it?", [Turn("Are there 2 or 3?", "")]) == "When was it?"


def test_nobody_is_better_than_somebody_else() -> None:
    for turn in (
        Turn("Who asked about NVIDIA chips?", ""),
        Turn("What about Dojo?", ""),
        Turn("How fast is HW 4?", ""),
    ):
        assert standalone("When was he born?", [turn]) == "When was he born?"
    assert standalone("and the weather?", [Turn("Why?", "")]) == "What about the weather?"


@given(st.text(max_size=40), st.lists(turns, max_size=4))
def test_any_text_is_read_somehow_and_always_the_same(question: str, history: list[Turn]) -> None:
    assert standalone(question, history) == standalone(question, history)
