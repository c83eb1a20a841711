"""How a question is understood: its parts, its form, its spelling, what it takes for granted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import WordEncoder, WordReader

from rag import corpus, gather, questions, report
from rag.content_words import alike, content
from rag.errors import QuestionError
from rag.evidence import premises, speakers
from rag.gather import Gathered
from rag.passages import passages
from rag.pipeline import Pipeline
from rag.render import rendered
from rag.types import Abstention, Answer, Passage, Reading, Span, SpanCandidate, Turn
from rag.understanding import chat_speak, intent, parts, spelling
from rag.understanding.spelling import Speller

TEXT = (
    "Ann Lee’s firm built HW 4 and Dojo2 in 2021. HW 4 has 12 cores, while HW 5 has 24 cores. "
    "The catalogue is known as Whole Mars. Germany bought some."
)
ARTICLE = corpus.article_from_text(TEXT, Path("a.txt"))


@pytest.mark.parametrize(
    ("question", "split"),
    [
        ("What is A, and who asked about B?", ["What is A", "who asked about B"]),
        ("When asked about A, what did B say?", ["When asked about A, what did B say?"]),
        ("When did A come, and what did B say?", ["When did A come", "what did B say"]),
        ("Who is Ann Lee and when was she born?", ["Who is Ann Lee", "when was she born"]),
        ("Who is Ann? When was she born?", ["Who is Ann", "When was she born"]),
        ("When and where was Ann born?", ["When was Ann born", "where was Ann born"]),
        ("What is A; how old is B; why?", ["What is A", "how old is B; why"]),
        ("Is Ann tall, and does Bob sing well?", ["Is Ann tall", "does Bob sing well"]),
        ("Tell me who asked and what they wanted.", ["Tell me who asked", "what they wanted"]),
        ("Which rivals does it name, and by whom was it built?", ["Which rivals does it name", "by whom was it built"]),
        ("What's the power and the pump pressure?", ["What's the power", "What's the pump pressure"]),
        ("What is the aim and the cost of it?", ["What is the aim of it", "What is the cost of it"]),
        ("What about Dojo, and who asked?", ["What about Dojo", "who asked"]),
        ("?? Who is Ann ?? and ??", ["?? Who is Ann ?? and ??"]),
        (
            "In which year and by whom was Tesla founded?",
            ["In which year was Tesla founded", "by whom was Tesla founded"],
        ),
        (
            "How many people and which companies were involved?",
            ["How many people were involved", "which companies were involved"],
        ),
        ("Where and what time is the meeting?", ["Where is the meeting", "what time is the meeting"]),
        ("When and how often is it held?", ["When is it held", "how often is it held"]),
        ("How many came and why did they leave?", ["How many came", "why did they leave"]),
        ("whats dojo gonna b abt, and whos Ann?", ["whats dojo gonna b abt", "whos Ann"]),
        ("How many dogs does Ann have, and who fed them?", ["How many dogs does Ann have", "who fed them"]),
        ("What did he do, and when was he born?", ["What did he do", "when was he born"]),
    ],
)
def test_a_question_is_split_into_its_parts(question: str, split: list[str]) -> None:
    assert parts.parts(question) == split


@pytest.mark.parametrize(
    "question",
    [
        "Which companies like Google, Microsoft, and OpenAI are named?",
        "Is it fit for “text training” and “image and video training”?",
        "What could shake up the AI chip and model markets?",
        "What is the difference between the cat and the dog?",
        "What is the name of the cat and the dog?",
        "What is the Bold and the Beautiful?",
        "What is the first and the last stop on the line?",
        "What are the lion and the unicorn?",
        "What was the dispute the union and the company had?",
        "What did the cat and the dog eat?",
        "What is the difference between what Ann said and what Bob said?",
        "Who said what he can and will do?",
        "What did Ann and Bob do?",
        "Did he say when and where?",
        "Who, what, when?",
        "How and by whom?",
        "What is and what was?",
        "and who",
        "What do men, women and children eat?",
        "What happened in April and May 2023 at Tesla?",
        "And what about Dojo, what is that good for?",
        "In which year and in which month?",
        "What happened and why was it cancelled?",
        "What works and how can I use it?",
    ],
)
def test_what_belongs_together_is_not_torn_apart(question: str) -> None:
    assert parts.parts(question) == [question]


def test_too_many_parts_are_one_line() -> None:
    question = " ".join(f"Who is number {n}?" for n in range(40))
    with pytest.raises(QuestionError, match="asks 40 things; ask 8 at a time") as caught:
        parts.parts(question)
    assert "\n" not in str(caught.value)


@given(
    st.lists(st.sampled_from(["who", "what is", "and", ",", "?", "Ann", "when", "or", "did he", ";", " "]), max_size=14)
)
def test_parts_are_words_of_the_question_in_order(words: list[str]) -> None:
    question = " ".join(words)
    try:
        found = parts.parts(question)
    except QuestionError:
        return
    assert found
    told = [word for part in found for word in part.split()]
    asked = question.split()
    assert set(told) <= {word.strip(",;?.!") for word in asked} | set(asked)


@pytest.mark.parametrize(
    "text", ["hello", "Hi there!", "thanks a lot", "Thank you so much.", "good morning", "ok, thanks", "bye"]
)
def test_small_talk(text: str) -> None:
    assert intent.is_small_talk(text)


@pytest.mark.parametrize("text", ["hello world program?", "Who says thanks?", "Is it great?", "cool chips"])
def test_what_is_no_small_talk(text: str) -> None:
    assert not intent.is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is this article about?",
        "Summarise",
        "summarize the article please",
        "Can you give me a short summary of it?",
        "TL;DR",
        "What are the main points?",
        "what's this about",
        "What does the article say?",
        "Sum it up for me",
    ],
)
def test_the_whole_article_is_asked_for(text: str) -> None:
    assert intent.wants_overview(text)
    assert intent.topic(text) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What did Musk say about Dojo?", ("Dojo", "Musk")),
        ("Tell me about the Tesla chip", ("the Tesla chip", "")),
        ("Anything else about xAI?", ("xAI", "")),
        ("Is there anything more on the chip?", ("the chip", "")),
        ("tell me more about HW 4!", ("HW 4", "")),
        ("What does the article say about Apple?", ("Apple", "the article")),
        ("What is known about Ann?", ("Ann", "")),
        ("Explain Dojo", ("Dojo", "")),
        ("Summarise what we learn about Dojo.", ("Dojo", "")),
        ("sum up everything about Dojo", ("Dojo", "")),
        ("Compare HW 3, HW 4 and HW 5.", ("HW 3, HW 4 and HW 5", "")),
        ("Describe the relationship between Ann and Bob", ("Ann and Bob", "")),
        ("What are Ann Lee's views on the chip?", ("the chip", "Ann Lee")),
        ("Please give me Ann's own words about Dojo 2.", ("Dojo 2", "Ann")),
        ("What is Ann's stance on calling it a GPU?", ("calling it a GPU", "Ann")),
        ("What is Ann's view?", None),
        ("What happened in 1986?", ("1986", "")),
        ("What else happened in the spring of 1986?", ("the spring of 1986", "")),
        ("What happened in Bonn?", None),
        ("What happened in 1986 to Ann?", None),
        ("What is Ann's position at the firm?", None),
        ("Compare Dojo with HW 5", ("Dojo and HW 5", "")),
        ("Dojo", ("Dojo", "")),
        ("the HW 5 computer?", ("the HW 5 computer", "")),
        ("What did Ann discuss at the fair?", ("the fair", "Ann")),
        ("What topics has Ann Lee talked about?", ("Ann Lee", "")),
        ("What topics did Ann discuss at the fair?", ("the fair", "Ann")),
        ("What did Ann talk about?", ("Ann", "")),
        ("What did not talk about?", None),
        ("What did Ann sell at the fair?", None),
        ("Explain how Dojo works", None),
        ("is Dojo it", None),
        ("chips of the new kind now", None),
        ("What do we know about Ann?", ("Ann", "")),
        ("What is the article about?", None),
        ("What is Ann known for?", None),
        ("Who spoke about Dojo?", None),
    ],
)
def test_broad_questions(text: str, topic: tuple[str, str] | None) -> None:
    assert intent.topic(text) == topic


@pytest.mark.parametrize(
    ("text", "yes_no", "several"),
    [
        ("Will it be called a GPU?", True, False),
        ("Didn’t he say so?", True, False),
        ("Which companies are named?", False, True),
        ("What are the rivals?", False, True),
        ("What kind of training is it fit for?", False, True),
        ("What kinds of training is it fit for?", False, True),
        ("List the colours", False, True),
        ("What is his business?", False, False),
        ("What does this show?", False, False),
        ("Who asked?", False, False),
    ],
)
def test_the_form_of_an_answer(text: str, yes_no: bool, several: bool) -> None:
    assert (intent.is_yes_no(text), intent.wants_list(text)) == (yes_no, several)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Hello, who asked?", "who asked?"),
        ("Thanks, and what is Dojo?", "what is Dojo?"),
        ("Hi! What is Dojo?", "What is Dojo?"),
        ("Great Britain is what?", "Great Britain is what?"),
        ("Hello, you", "Hello, you"),
        ("What is Dojo, please?", "What is Dojo?"),
        ("Tell me about Dojo and xAI, thank you!", "Tell me about Dojo and xAI!"),
        ("Hi! What is Dojo please", "What is Dojo"),
        ("Dojo please", "Dojo please"),
        ("What will please him?", "What will please him?"),
        ("Can you tell me who asked about the chips?", "who asked about the chips?"),
        ("Could you please tell me when it opens", "when it opens"),
        ("Do you know what Dojo is?", "what is Dojo?"),
        ("According to the article, who asked?", "who asked?"),
        ("Do you know if it rains?", "Do you know if it rains?"),
        ("ok, something else: what is xAI?", "what is xAI?"),
        ("New topic. What is xAI?", "What is xAI?"),
        ("Thanks, and the weight?", "and the weight?"),
        ("What else?", "What else?"),
        ("Tell me how much it is", "how much it is"),
        ("Can you tell me what time it is?", "what time it is?"),
        ("Tell me who they think it is", "who they think it is"),
        ("Do you know who the author is?", "who is the author?"),
        ("Next-gen consoles?", "Next-gen consoles?"),
    ],
)
def test_courtesies_are_passed_over(question: str, rest: str) -> None:
    assert intent.without_courtesies(question) == rest


KNOWN = {"known", "large", "brought", "what", "power"}
SPELLER = Speller([ARTICLE], KNOWN.__contains__)


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("What is the catlogue?", "What is the catalogue?"),
        ("What is the catalgoue?", "What is the catalogue?"),
        ("Is it in Germny’s hands?", "Is it in Germany’s hands?"),
        ("What is HW4?", "What is HW 4?"),
        ("what is hw-5?", "what is hw 5?"),
        ("What is Dojo 2?", "What is Dojo2?"),
        ("What is Dojo 3?", "What is Dojo 3?"),
        ("What is GermanyX?", "What is GermanyX?"),  # a name of its own
        ("Is it in Germanys?", "Is it in Germanys?"),  # another ending is no slip
        ("Who brought it?", "Who brought it?"),  # a word of its own, though "bought" is near
        ("What is the Xatalogue?", "What is the Xatalogue?"),  # begins otherwise
        ("What is Lee's firm?", "What is Lee's firm?"),
        ("Whta?", "Whta?"),
    ],
)
def test_what_is_misspelt_is_put_as_the_article_writes_it(question: str, mended: str) -> None:
    assert SPELLER.mended(question) == mended
    assert SPELLER.mended(mended) == mended


@pytest.mark.parametrize(
    ("text", "question", "mended"),
    [
        ("HW 4 is new, HW 5 newer.", "Is hardware 5 new?", "Is HW 5 new?"),
        ("Hardware 4 is new.", "Is HW4 new?", "Is Hardware 4 new?"),
        ("See Fig. A, or Fig 3.", "What is in figure 3?", "What is in Fig 3?"),
        ("HW 4 is new, and the hardware lasts.", "Is hardware 4 new?", "Is hardware 4 new?"),  # its own word
        ("HW 4 is new.", "Is hardware 5 new?", "Is hardware 5 new?"),  # another number
        ("HW 4 and HD 4 are new.", "Is hard 4 new?", "Is HD 4 new?"),
        ("HW 4 and HR 4 are new.", "Is hardware 4 new?", "Is hardware 4 new?"),  # either may be meant
        ("Tale 2 is long.", "How long is table 2?", "How long is table 2?"),
        ("MW 4 is new.", "Is hardware 4 new?", "Is hardware 4 new?"),
        ("It fell in 2023.", "What was inflation 2023?", "What was inflation 2023?"),  # "in" is short for nothing
        ("See invoice 2023, and issue 5.", "What came in 2023, and is 5 due?", "What came in 2023, and is 5 due?"),
    ],
)
def test_a_name_with_a_number_is_known_by_its_short_form(text: str, question: str, mended: str) -> None:
    speller = Speller([corpus.article_from_text(text, Path("a.txt"))], lambda _: True)
    assert speller.mended(question) == mended


@pytest.mark.parametrize(
    ("text", "question", "mended"),
    [
        ("Dojo 2 is new.", "What is the second Dojo's focus?", "What is Dojo 2's focus?"),
        ("Dojo2 is new.", "What is the second Dojo?", "What is Dojo2?"),
        ("HW 4 is new.", "How fast is the fourth hardware generation?", "How fast is HW 4?"),
        ("HW 4 is new.", "How fast is the fourth generation of the hardware?", "How fast is HW 4?"),
        ("HW 4 is new.", "How fast is fourth-generation hardware?", "How fast is HW 4?"),
        ("HW 4 is new.", "How fast is Tesla hardware's 4th version?", "How fast is Tesla HW 4?"),
        ("Step 1: mix. Step 2: bake.", "What is the second step?", "What is Step 2?"),
        ("Falcon 1 and Falcon 9 flew.", "When was the first Falcon 9 sent?", "When was the first Falcon 9 sent?"),
        ("Model 3 sold.", "What was Tesla's third model?", "What was Tesla's third model?"),  # perhaps another one
        ("Step 1: mix. Step 2: bake.", "What is the third step?", "What is Step 3?"),  # there is none
        ("Dojo 2 is new.", "What is the second floor?", "What is the second floor?"),
        ("In 2 of 3 cases it fell.", "What fell in the first of 3 cases?", "What fell in the first of 3 cases?"),
        ("It took minute 2 of the game.", "What took the second minute?", "What took the second minute?"),
    ],
)
def test_a_counted_name_is_put_with_its_number(text: str, question: str, mended: str) -> None:
    speller = Speller([corpus.article_from_text(text, Path("a.txt"))], lambda _: True)
    assert speller.mended(question) == mended


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("Who is the catalouge?", "Who is the Catalog?"),  # what is left over is no ending
        ("Who is the catalogs?", "Who is the catalogs?"),
        ("Did he appologize?", "Did he apologize?"),  # the form that is asked with, since it is known too
        ("Had he appologized?", "Had he apologized?"),
        ("Had he appologizes?", "Had he apologized?"),  # the form is not known
    ],
)
def test_a_misspelt_word_keeps_its_form(question: str, mended: str) -> None:
    article = corpus.article_from_text("The Catalog apologized. He repeated it.", Path("a.txt"))
    assert Speller([article], {"apologize"}.__contains__).mended(question) == mended


@pytest.mark.parametrize(
    ("text", "question", "mended"),
    [
        ("The dataset is large.", "How large is the data set?", "How large is the dataset?"),
        ("The dataset is large.", "How large is the data-set?", "How large is the dataset?"),
        ("The dataset is large, and each data set is.", "How large is a data set?", "How large is a data set?"),
        ("It has 2 Exa-Flops.", "How many exaflops has it?", "How many Exa-Flops has it?"),
        ("Its data set’s name is Ann.", "What is the dataset’s name?", "What is the data set’s name?"),
        ("It has come together.", "What came to get her?", "What came to get her?"),
        ("Maybe it is.", "What may be there?", "What may be there?"),  # no words that carry meaning
        ("They came for tunes.", "Which fortunes came?", "Which fortunes came?"),
        ("Ann has tens of them.", "Who hastens?", "Who hastens?"),
        ("The super dataset is here.", "Is the super data set here?", "Is the super dataset here?"),
    ],
)
def test_words_apart_together_or_with_a_hyphen_are_the_same(text: str, question: str, mended: str) -> None:
    speller = Speller([corpus.article_from_text(text, Path("a.txt"))], lambda _: True)
    assert speller.mended(question) == mended
    assert speller.mended(mended) == mended


def test_apostrophes_and_marks_are_those_the_reader_reads_best() -> None:
    assert spelling.as_read("What's Ann's", curly=True) == "What’s Ann’s?"
    assert spelling.as_read("What’s Ann’s?”", curly=False) == "What's Ann's?”"


def weighed(question: str, *words: str, size: int = 500) -> list[tuple[str, float]]:
    by_id = {passage.id: passage for passage in passages(ARTICLE, size=size, overlap=0)}
    found = []
    for one in words:
        span = Span(TEXT.index(one), TEXT.index(one) + len(one))
        place = next(place for place, passage in by_id.items() if span in passage.span)
        found.append(SpanCandidate(span, place, 10.0))
    reading = premises.weighed(question, Reading(tuple(found)), by_id, [ARTICLE])
    return [(one.span.of(TEXT), one.score_logit) for one in reading.candidates]


@pytest.mark.parametrize(
    ("text", "question", "words", "against"),
    [
        ("It will focus on video.", "What does it focus on now?", "video", premises.MISTIMED),
        ("It will focus on video.", "What will it focus on?", "video", 0.0),
        ("Everything else ends.", "What ends?", "Everything", premises.POINTS),
        ("Everything else ends.", "What ends?", "Everything else", 0.0),
        ("She died of fever.", "How did her husband die?", "fever", premises.SWAPPED),
        ("Her husband died of fever.", "How did her husband die?", "fever", 0.0),
        ("Mayor Ann Lee came.", "Who is Ann Lee?", "Mayor", premises.NAME_ONLY),
        ("A full backup took 41 minutes.", "How long did a restore take?", "41 minutes", premises.OPPOSITE),
    ],
)
def test_what_speaks_against_a_candidate(text: str, question: str, words: str, against: float) -> None:
    one = corpus.article_from_text(text, Path("a.txt"))
    (passage,) = passages(one, size=200, overlap=0)
    span = Span(text.index(words), text.index(words) + len(words))
    reading = Reading((SpanCandidate(span, passage.id, 10.0),))
    (found,) = premises.weighed(question, reading, {passage.id: passage}, [one]).candidates
    assert found.score_logit == 10.0 - against


def test_what_a_question_takes_for_granted_counts() -> None:
    assert weighed("How many cores has it?", "12 cores") == [("12 cores", 10.0)]
    # The article knows HW with other numbers only.
    assert weighed("How many cores has HW 6?", "12 cores") == [("12 cores", 10 - premises.NO_SUCH_CODE)]
    assert weighed("How many cores has Ray 6?", "12 cores") == [("12 cores", 10.0)]
    # The clause with the code asked for comes first.
    assert weighed("How many cores has HW 5?", "12 cores", "24 cores") == [
        ("24 cores", 10.0),
        ("12 cores", 10 - premises.OTHER_CLAUSE),
    ]
    assert weighed("What did Bob Lee build in 2021?", "firm") == [("firm", 10 - premises.NO_NAME)]
    assert weighed("What did Ann build in 2022?", "firm") == [("firm", 10 - premises.NO_NUMBER)]
    assert weighed("What did the Germans buy, Ann?", "some", size=50) == [("some", 10 - premises.NO_NAME)]
    assert weighed("What did the Germans buy?", "some") == [("some", 10.0)]
    assert weighed("WHAT DID BOB RAY BUILD?", "firm") == [("firm", 10.0)]
    # Who somebody is stands beside the name.
    assert weighed("Who is Ann Lee?", "firm", "some") == [("firm", 10.0), ("some", 10 - premises.NOT_BESIDE)]


def test_a_span_that_runs_on_into_the_next_sentence_is_less_likely() -> None:
    assert weighed("What was built in 2021?", "2021. HW 4", "Dojo2") == [
        ("Dojo2", 10.0),
        ("2021. HW 4", 10 - premises.OVER_SENTENCES),
    ]
    assert weighed("what?", "cores. The catalogue is known as Whole Mars. Germany") == [
        ("cores. The catalogue is known as Whole Mars. Germany", 10 - 2 * premises.OVER_SENTENCES)
    ]


def weighed_in(text: str, question: str, words: str) -> list[tuple[str, float]]:
    """Return the one candidate `words`, ten logits before what speaks against it, and its score after."""
    one = corpus.article_from_text(text, Path("a.md"))
    span = Span(text.index(words), text.index(words) + len(words))
    found = passages(one, size=80, overlap=0)
    passage = next(passage for passage in found if span in passage.span)
    reading = Reading((SpanCandidate(span, passage.id, 10.0),))
    weighed = premises.weighed(question, reading, {passage.id: passage for passage in found}, [one]).candidates
    return [(candidate.span.of(text), candidate.score_logit) for candidate in weighed]


@pytest.mark.parametrize(
    ("question", "against"),
    [
        ("What is the smallest pump?", premises.OPPOSITE),
        ("what is the SMALLEST pump", premises.OPPOSITE),
        ("What is the largest pump?", 0.0),
        ("What is the largest pump, and not the smallest?", 0.0),
        ("Is the smallest pump red?", 0.0),  # what says otherwise settles it
        ("What is the oldest pump?", 0.0),
        ("Which pump was sold?", 0.0),
    ],
)
def test_evidence_that_says_the_opposite_counts_against_it(question: str, against: float) -> None:
    one = corpus.article_from_text("The largest pump is red, and Ann bought it. The smallest is blue.", Path("a.txt"))
    (passage,) = passages(one, size=500, overlap=0)
    span = Span(one.text.index("red"), one.text.index("red") + 3)
    reading = Reading((SpanCandidate(span, passage.id, 10.0),))
    found = premises.weighed(question, reading, {passage.id: passage}, [one]).candidates
    assert [candidate.score_logit for candidate in found] == [10 - against]


@pytest.mark.parametrize(
    ("question", "against"),
    [
        ("Who said “it is so very old”?", 0.0),
        ("Who said 'It is so very old.'?", 0.0),
        ('Who said "we leave at noon"?', premises.SAID_ELSEWHERE),
        ("Who said “we left at noon”?", 0.0),  # which nobody said
        ("Who said “old”?", 0.0),
        ("Who built “we leave at noon”?", 0.0),  # the title of something
    ],
)
def test_words_that_are_quoted_are_answered_beside_them(question: str, against: float) -> None:
    text = "“It is so very\nold,” said Ann Lee. It rained. It blew. “We leave at noon,” Bob said."
    assert weighed_in(text, question, "Ann Lee") == [("Ann Lee", 10 - against)]


@pytest.mark.parametrize(
    ("question", "against"),
    [
        ("Which tweets will be used?", premises.EXCEPTED),
        ("Which tweets will not be used?", 0.0),
        ("Which tweets won’t be used?", 0.0),
        ("Which tweets are excluded?", 0.0),
        ("Which tweets will be left out?", 0.0),
        ("Which tweets will it keep out?", 0.0),
        ("Which tweets will it point out?", premises.EXCEPTED),
    ],
)
def test_what_a_sentence_leaves_out_is_no_answer_unless_that_is_asked_for(question: str, against: float) -> None:
    text = "It will use public tweets, except for the private ones."
    assert [score for _, score in weighed_in(text, question, "private ones")] == [10 - against]
    assert weighed_in(text, question, "public tweets") == [("public tweets", 10.0)]


@pytest.mark.parametrize(
    ("question", "words", "against"),
    [
        ("What will the chip be called?", "GPU", premises.EXCEPTED),
        ("What will they name the chip?", "H100", premises.EXCEPTED),
        ("What will the chip be called?", "Ark", 0.0),
        ("What will the chip not be called?", "GPU", 0.0),
        ("Will the chip be called a GPU?", "GPU", 0.0),
        ("What name do they refuse to use?", "GPU", 0.0),
    ],
)
def test_what_something_is_not_called_is_not_its_name(question: str, words: str, against: float) -> None:
    text = "The chip won’t be called a GPU or described as H100 but the Ark."
    assert [score for _, score in weighed_in(text, question, words)] == [10 - against]


def test_another_thing_of_the_same_name_does_not_answer() -> None:
    about = (
        "Dojo 2 will be large.\n\n# Related\n\nDojo to start in 2023\n\n"
        "# HW 5\n\nIt was not easy to make, and for that it took them long. The HW came in 2024.\n"
    )
    for question, answer, against in (
        ("When does Dojo 2 start?", "2023", premises.NAMESAKE),
        ("When does Dojo start?", "2023", 0.0),
        ("When does Dojo 2 start?", "2024", 0.0),  # its passage does not know the name at all
        ("How large is Dojo 2?", "large", 0.0),
        ("When did HW 5 come?", "2024", 0.0),  # the heading has it
    ):
        assert weighed_in(about, question, answer) == [(answer, 10 - against)]


def test_a_comparison_with_another_one_does_not_answer() -> None:
    text = "HW 4 is 3 times as strong as its predecessor, HW 3, while HW 5 is 4 times stronger than HW 4."
    for question, answer, against in (
        ("How much stronger is HW 5 than HW 3?", "4 times", premises.OTHER_PAIR),
        ("How does HW 5 compare with HW 3?", "3 times", premises.OTHER_PAIR),
        ("How much stronger is HW 5 than HW 4?", "4 times", 0.0),
        ("How strong is HW 5?", "4 times", 0.0),
        ("How strong is HW 3?", "4 times", premises.OTHER_CLAUSE),
        ("How strong is HW 4?", "4 times", premises.OTHER_PAIR),
        ("What is stronger than HW 4?", "HW 5", 0.0),
        ("How strong is HW 4?", "3 times as strong as its predecessor, HW 3", 0.0),
        ("How strong is HW 4?", "3 times as strong as its predecessor, HW 3, while HW 5", premises.OTHER_CLAUSE),
    ):
        assert weighed_in(text, question, answer) == [(answer, 10 - against)], question


@pytest.mark.parametrize(
    ("text", "answer", "against"),
    [
        ("They (with X Corp, Tesla) came.", "Tesla", premises.NAME_ONLY),
        ("They (with X Corp, Tesla) came.", ", Tesla", premises.NAME_ONLY),
        ("They (with X Corp, Tesla) came.", "X Corp, Tesla", premises.NAME_ONLY),
        ("X Corp, Tesla and Ann came.", "Tesla", premises.NAME_ONLY),
        ("X Corp, Tesla, Ann came.", "Tesla", premises.NAME_ONLY),
        ("X Corp, the maker, Ann said.", "the maker", 0.0),
        ("X Corp, Maker of cars, Ann said.", "Maker of cars", 0.0),
        ("X Corp, Tesla said.", "Tesla", 0.0),
        ("X Corp (Tesla) came.", "Tesla", 0.0),
    ],
)
def test_the_next_name_of_a_list_does_not_say_what_one_is(text: str, answer: str, against: float) -> None:
    assert weighed_in(text, "What is X Corp?", answer) == [(answer, 10 - against)]


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("How loud is it?", "three blasts", True),
        ("How loud is it?", "118 decibels", False),
        ("How loud is it?", "as loud as ten trains", False),
        ("How loud is it?", "very", False),
        ("How much money did she get for it?", "thirty-four hives", True),
        ("How much did it cost?", "4k", False),
        ("How much did it cost?", "$ 4", False),
        ("How much did it cost?", "twelve million", False),
        ("How much does it weigh?", "40 watts", True),
        ("How much does it weigh?", "11kg", False),
        ("When does it end?", "It ends without notice", True),
        ("When does it end?", "without notice", True),
        ("When does it end?", "at the end of the lease", False),
        ("When does it end?", "Easter", False),
        ("When does it end?", "the Middle Ages", False),
        ("When does it end?", "by noon", False),
        ("When can they end it?", "without notice", False),
        ("How old is she?", "2010", True),
        ("How old is she?", "forty", False),
        ("How hot does it get?", "−11.7 °C", False),
        ("How hot does it get?", "in 3 days", True),
        ("How tall is it?", "six feet", False),
        ("How tall is it?", "six weeks", True),
        ("How many are there?", "six weeks", False),
        ("Who paid for the wall?", "1.2 million pounds", True),
        ("Who paid for it?", "about four years", True),
        ("Who paid for it?", "$16,000", True),
        ("Who paid for it?", "three judges", False),
        ("Who lived there?", "900 people", False),
        ("By whom was it built?", "20 pounds", True),
        ("Who can apply?", "anyone with two years of experience", False),
        ("Who voted for it?", "60% of voters", False),
        ("Who was hit?", "a 17 years old student", False),
    ],
)
def test_a_number_of_something_else_is_no_measure(question: str, answer: str, other: bool) -> None:
    sentence = f"It was {answer}, they say."
    told = [10 - premises.OTHER_KIND * other]
    assert [score for _, score in weighed_in(sentence, question, answer)] == told
    table = f"Pump | kg\nP-20 | {answer}\n"
    assert [score for _, score in weighed_in(table, question, answer)] == [10.0]  # of what it is the head may say


def test_a_cell_beside_the_one_that_is_asked_for_counts_less() -> None:
    one = corpus.article_from_text("Pump | Colour\nP-20 | grey\nP-25 | green\n", Path("a.md"))
    (passage,) = passages(one, size=500, overlap=0)
    spans = [Span(at := one.text.index(word), at + len(word)) for word in ("grey", "green")]
    reading = Reading(tuple(SpanCandidate(span, passage.id, 10.0) for span in spans))
    found = premises.weighed("What colour is the P-25?", reading, {passage.id: passage}, [one]).candidates
    assert [(candidate.span, candidate.score_logit) for candidate in found] == [
        (spans[1], 10.0),
        (spans[0], 10 - premises.OTHER_CELL),
    ]


def test_statements_on_a_topic_are_told_once_in_order() -> None:
    text = (
        "Ann said the tower is tall. The tower, Ann said, is tall and old. Bob came by. He likes the tower because of "
        "its bells. The tower leans. Towers."
    )
    one = corpus.article_from_text(text, Path("a.txt"))
    found = gather.statements("the tower", "", [one])
    assert [statement.span.of(text) for statement in found] == [
        "The tower, Ann said, is tall and old.",
        "He likes the tower because of its bells.",
        "The tower leans.",
    ][:2]
    assert [span.of(text) for span in found[0].also] == ["Ann said the tower is tall."]
    assert [statement.span.of(text)[:2] for statement in gather.statements("bells", "Bob", [one])] == ["He"]
    assert gather.statements("bells", "Carl", [one]) == []
    assert gather.statements("the moon", "", [one]) == gather.statements("of the", "", [one]) == []


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ("Bob", ["Bob thinks that the old mill", "“The mill is his,” said Bob", "He owns the mill"]),
        ("Carl", []),
        ("Dan", ["The mill is old according to Dan", "He sells the mill"]),
        ("Fay", ["FAY: I love the mill"]),
    ],
)
def test_who_is_only_named_says_nothing(speaker: str, said: list[str]) -> None:
    text = (
        "It rained. Bob thinks that the old mill outdoes mills like those of Carl and Eve. It snowed. It blew hard. "
        "“The mill is his,” said Bob at noon. He owns the mill of stone. It was warm. Nobody came, not even Carl. "
        "It was dry. He saw that mill from afar. It was late. The mill is old according to Dan, who left. He sells "
        "the mill now. " + "It rained on. " * 9 + "\n\nFAY: I love the mill and its sails.\n\n"
        "EVE: So do I. Not Fay, but I do love the sails of the mill: they sing."
    )
    one = corpus.article_from_text(text, Path("a.txt"))
    found = [statement.span.of(text) for statement in gather.statements("the mill", speaker, [one])]
    assert [sentence[: len(words)] for sentence, words in zip(found, said, strict=False)] == said, found
    assert len(found) == len(said)


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ("Ann", ["Ann thinks much.", "“It is old,” she said."]),
        ("Bob", ["Bob said what he thinks."]),
        ("Carl", []),
        ("Dan", ["Dan Roe, known as Bee, asked."]),
        ("the Cats", []),
        ("Eve", ["Eve is asking why."]),
        ("Fay", ["“We go,” Fay said.", "“Nothing holds us.”", "Fay told that she left."]),
        ("Gil", []),
    ],
)
def test_without_a_topic_it_is_what_somebody_says(speaker: str, said: list[str]) -> None:
    text = "Ann thinks much. “It is old,” she said. Bob said what he thinks. Carl came in late. It was dark and cold. "
    text += (
        "It snowed. It blew. Dan Roe, known as Bee, asked. It hailed. Though the Cats will come, Ann stays. It froze. "
    )
    text += "Eve was told nothing. It thawed. Eve is asking why. It rained. “We go,” Fay said. "
    text += "“Nothing holds us.” “Nobody goes.” It poured. Gil came. Fay told that she left. "
    text += "“We go,” Fay said. No dog moved. Ann thinks much. Her husband wants a boat. "
    one = corpus.article_from_text(text + "It rained. " * 9, Path("a.txt"))
    for verb in ("say", "have to say", "announce"):
        assert intent.topic(f"What did {speaker} {verb}?") == ("", speaker)
    assert [statement.span.of(text) for statement in gather.statements("", speaker, [one])] == said
    assert gather.statements("", "", [one]) == gather.statements("of the", speaker, [one]) == []


def test_a_headline_is_nobodys_word_whoever_he_is() -> None:
    text = "The mill is old, he said.\n\nMill to close for good in May\n"
    one = corpus.article_from_text(text, Path("a.txt"))
    assert [len(gather.statements("the mill", speaker, [one])) for speaker in ("he", "They", "", "the article")] == [
        1,
        1,
        2,
        2,
    ]


def test_things_side_by_side_each_get_their_turn_in_reading_order() -> None:
    text = (
        "The mill grinds yellow corn. The mill was built of stone. The mill has five floors. The mill burned in March. "
        "The mill belongs to Ann. The mill turns slowly today. The bridge is older than everything. Bob sleeps."
    )
    one = corpus.article_from_text(text, Path("a.txt"))
    assert intent.things("the mill, the bridge and Bob") == ["the mill", "the bridge", "Bob"]
    assert intent.things("the war with Bob") == ["the war with Bob"]  # not what is said of each of them
    gathered = gather.side_by_side(["the mill", "the bridge"], "", [one])
    found = [statement.span.of(text) for statement in gathered.found]
    assert (gathered.absent, gathered.further) == ((), 1)
    assert len(gather.statements("the mill", "", [one])) == len(found) == gather.MOST_STATEMENTS
    assert found[-1] == "The bridge is older than everything."
    assert found == sorted(found, key=text.index)
    gathered = gather.side_by_side(["Luna 2", "the bridge", "the Sun"], "", [one])
    assert [statement.span.of(text) for statement in gathered.found] == ["The bridge is older than everything."]
    assert (gathered.absent, gathered.further) == (("Luna 2", "the Sun"), 0)
    for other in ("the moon", "please", "the Mill in short", "Bob Dylan"):  # no name, or one that is half known
        assert gather.side_by_side(["the bridge", other], "", [one]) == Gathered([])
    assert gather.side_by_side(["the bridge", "Bob"], "Ann", [one]) == Gathered([])  # it is Ann who says nothing
    assert gather.side_by_side(["Luna 2", "Luna 3"], "", [one]) == Gathered([], ("Luna 2", "Luna 3"))


def test_what_is_left_of_a_broad_topic_is_counted_and_told(tmp_path: Path) -> None:
    sorts = ["corn", "rye", "wheat", "oats", "barley", "millet", "rice", "maize"]
    one = corpus.article_from_text(" ".join(f"The mill grinds {sort} for {sort}ville." for sort in sorts), Path("a"))
    pipeline = Pipeline([one], WordReader(), WordEncoder(), tmp_path)
    answer = pipeline.ask("Tell me about the mill")
    assert isinstance(answer, Answer)
    assert (len(answer.quotes), answer.further) == (gather.MOST_STATEMENTS, 2)
    assert report.outcome_json(answer, pipeline.receipt)["further"] == 2
    assert "2 more sentences speak of this" in rendered(answer, colour=False)
    narrower = pipeline.ask("Tell me about the barley of the mill")
    assert isinstance(narrower, Answer)
    assert "further" not in report.outcome_json(narrower, pipeline.receipt)


def test_none_of_many_things_goes_untold() -> None:
    names = [f"Mill {n}" for n in range(gather.MOST_STATEMENTS + 2)]
    one = corpus.article_from_text(" ".join(f"The {name} grinds corn {n}." for n, name in enumerate(names)), Path("a"))
    assert len(gather.side_by_side([f"mill {n}" for n in range(len(names))], "", [one]).found) == len(names)


def test_an_overview_is_of_the_article_s_own_sentences_in_order() -> None:
    text = "\n".join(
        [
            "The river Ade floods the town of Brill every spring, and the town wants a dam against the river.",
            "A baker sells bread on Sundays to whoever walks past his little shop early.",
            "The dam against the river would cost the town of Brill nine million.",
            "Its council votes on the dam in May, when the river has gone down again.",
            "Cats sleep through all of this on warm window sills and garden walls.",
        ]
    )
    one = corpus.article_from_text(text, Path("a.txt"))
    found = gather.overview(one)
    assert len(found) == gather.OVERVIEW
    assert [statement.span for statement in found] == sorted(statement.span for statement in found)
    assert {statement.span.of(text)[:9] for statement in found} >= {"The river", "Its counc"}
    assert found == gather.overview(one)
    short = corpus.article_from_text("Short.", Path("a.txt"))
    assert [statement.span.of("Short.") for statement in gather.overview(short)] == ["Short."]


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("Mars", False),
        ("Catalog", True),
        ("Whole", True),
        ("Whole Mars Catalog", True),
        ("Dojo", True),
        ("Lab", False),
        ("Ann", True),
    ],
)
def test_a_topic_that_only_stands_in_the_middle_of_longer_names_is_not_spoken_of(topic: str, named: bool) -> None:
    text = (
        "Ann runs the Whole Mars Catalog from home. The Dojo Team met her in the old New Lab House twice. "
        "His Big Ann Day came."
    )
    article = corpus.article_from_text(text, Path("a.txt"))
    assert bool(gather.statements(topic, "", [article])) == named


def test_what_the_article_is_silent_on_is_named_in_the_question_s_words(tmp_path: Path) -> None:
    text = "The bridge is older than everything else. Bob sleeps under it."
    pipeline = Pipeline([corpus.article_from_text(text, Path("a.txt"))], WordReader(), WordEncoder(), tmp_path)
    for question, missing in (
        ("Tell me about the bridge and Luna 2", ("Luna 2",)),
        ("Tell me about the bridge, and who likes cheese?", ("who likes cheese",)),
        ("Tell me about the bridge", ()),
    ):
        told = pipeline.ask(question)
        assert isinstance(told, Answer)
        assert [quote.span.of(text) for quote in told.quotes] == ["The bridge is older than everything else."]
        assert told.missing == missing
    assert isinstance(pipeline.ask("Tell me about Luna 2 and Luna 3"), Abstention)


def test_of_a_question_of_which_no_part_is_answered_every_part_is_named_and_the_nearest_are_of_all(
    tmp_path: Path,
) -> None:
    text = "The cat sat. The dog ran. The hen saw it."
    pipeline = Pipeline([corpus.article_from_text(text, Path("a.txt"))], WordReader(), WordEncoder(), tmp_path)
    told = pipeline.ask("Why did the cat go, and where is the hen now?")
    assert isinstance(told, Abstention)
    assert told.missing == ("Why did the cat go", "where is the hen now")
    assert [quote.text for quote in told.nearest] == ["The cat sat.", "The hen saw it."]
    assert told.probability == told.nearest[0].probability
    form = report.outcome_json(told, pipeline.receipt)
    assert form["missing"] == list(told.missing)
    assert "Not in the article: Why did the cat go; where is the hen now." in rendered(told, colour=False)
    one = pipeline.ask("Thanks! Why did the cat go?")
    assert isinstance(one, Abstention)
    assert report.outcome_json(one, pipeline.receipt)["missing"] == ["Thanks! Why did the cat go?"]
    assert rendered(one, colour=False).startswith("Not in the article. All of it was read.")


def test_a_history_is_read_as_lines_of_a_bounded_length(tmp_path: Path) -> None:
    pipeline = Pipeline([ARTICLE], WordReader(), WordEncoder(), tmp_path)
    _, read_as, _ = pipeline.first_reading("When was she born?", [Turn("Who  is\nAnn Lee?", "a\npainter")])
    assert read_as == "When was Ann Lee born?"
    _, read_as, _ = pipeline.first_reading("Who built this?", [Turn("How?", "y" * 3 * questions.MAX_LENGTH)])
    assert read_as == f"Who built {'y' * questions.MAX_LENGTH}?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When is midnight?", "16 June, midnight"),
        ("and when was midnight?", "16 June, midnight"),
        ("At what hour is midnight?", "midnight"),
        ("When’s midnight?", "16 June, midnight"),
        ("What hours is midnight?", "16 June, midnight"),
    ],
)
def test_who_asks_when_is_told_the_day_too(tmp_path: Path, question: str, words: str) -> None:
    article = corpus.article_from_text("It opens on 16 June, midnight.", Path("a.txt"))
    answer = Pipeline([article], WordReader(), WordEncoder(), tmp_path).ask(question)
    assert isinstance(answer, Answer)
    assert answer.quotes[0].words == (words,)


def test_who_is_asked_for_is_no_word_of_what_belongs_to_them() -> None:
    texts = ["Ann raised worries about use for AI training and proposed that tweets could be used.", "Critics said no."]
    assert speakers.may_have_said("critics of AI", texts, everywhere=False) == [False, True]
    assert speakers.may_have_said("Ann", texts, everywhere=False) == [True, False]


def test_nor_whom_they_belong_to() -> None:
    texts = ["The town’s boss, Mia, said no.", "Bo, who chairs the town council, said that it was late."]
    assert speakers.may_have_said("the town's boss", texts, everywhere=False) == [True, False]
    assert speakers.may_have_said("the towns’ boss", texts, everywhere=False) == [True, False]
    assert speakers.may_have_said("the town’s doctor", texts, everywhere=False) == [False, False]


def test_what_an_apostrophe_leaves_of_a_word_is_none() -> None:
    assert content("The town’s boss didn't say they'd pay O'Brien's vitamin D") == frozenset(
        ("town", "boss", "didn", "say", "pay", "o", "brien", "vitamin", "d")
    )


@pytest.mark.parametrize(
    ("speaker", "sentences", "said"),
    [
        ("Ann Lee", "Ann Lee said the pool is small. Bob Ray said the tax is high.", [True, False]),
        ("Hart", "Interviewer: Is it good?\nHart: It is.\nTanner: It is not.", [False, True, False]),
        ("the union leader", "Union leader Hege Vik left. Opposition leader Tor Aune said no.", [False, False]),
        ("Clara Weiss", "Clara Weiss lived in Graz. Paul Weiss wrote that money was tight.", [False, False]),
        ("Boyd", "Boyd proposed a rise. Cole said no. She added a plea.", [True, False, False]),
        ("Boyd", "Boyd proposed a rise. She added a plea.", [True, True]),
        ("Holm", "Holm praised it. Weiss published her Flora.", [True, False]),
        ("Strand", "Opponents of Strand said no. Strand's critics said so too.", [False, False]),
        ("Moen", "Strand told Moen that he knew.", [False]),
        ("the mayor", "Deputy mayor Moen said that it is safe.", [False]),
        ("the deputy mayor", "Deputy mayor Moen said that it is safe.", [True]),
        ("President Moen", "Mayor Moen said that it is safe.", [True]),
        ("Eva Lund", "“It is safe,” said Norkraft's finance director Eva Lund.", [True]),
        ("Finch", "Harold Finch called it true. Her second book sold poorly.", [True, False]),
        ("Finch", "Harold Finch called it true. His view of the rest is grim.", [True, True]),
        ("Reilly", "Donna Reilly accused them. “We ran it,” she said. Reilly blamed Ann.", [True, True, True]),
        ("Reilly", "Donna Ray accused them. “We ran it,” she said.", [False, False]),
        ("Norkraft", "“It is safe,” said Norkraft's finance director Eva Lund.", [False]),
        ("Ann", "“It is safe,” said Bob of Ann. It rained, according to Ann.", [False, True]),
    ],
)
def test_nobody_is_given_what_somebody_else_says(speaker: str, sentences: str, said: list[bool]) -> None:
    article = corpus.article_from_text(sentences, Path("a.txt"))
    texts = [span.of(article.text) for span in article.sentences]
    assert speakers.may_have_said(speaker, texts, everywhere=False) == said


def test_who_speaks_often_says_all_but_what_others_say() -> None:
    texts = ["Ann said no.", "The tax is high.", "Bob said yes.", "Ann added that it rains."]
    assert speakers.may_have_said("Ann", texts, everywhere=True) == [True, True, False, True]
    assert speakers.may_have_said("Ann", texts[:2] + ["Bob said yes."] * 2, everywhere=True) == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The tablets are safe for adults.", "The tablets are not safe for children."),
        ("Sophie Keller died in 1990.", "Keller died in 1930."),
        ("Ann Lee voted against the new road plan.", "Bob Ray voted against the new road plan."),
        ("Mayor Strand said the bridge isn’t safe.", "Mayor Strand said the bridge is safe."),
    ],
)
def test_what_differs_in_a_denial_a_figure_or_a_name_is_not_said_twice(one: str, other: str) -> None:
    assert not alike(one, other)
    assert alike(one, one)
    assert alike("The new bridge was opened in 1990 by Ann Lee.", "It was opened in 1990, the new bridge.")


def test_what_stands_below_a_heading_is_not_what_anybody_says(tmp_path: Path) -> None:
    article = corpus.article_from_text("# Minutes\n\n## Bees\n\nTwo colonies died. Gill said no.\n", Path("a.md"))
    pipeline = Pipeline([article], WordReader(), WordEncoder(), tmp_path)
    told = pipeline.ask("Tell me about bees")
    assert isinstance(told, Answer)
    assert told.quotes[0].text == "Two colonies died. Gill said no."
    asked = pipeline.ask("What did Cole say about bees?")
    assert not (isinstance(asked, Answer) and asked.probability == 1)


@pytest.mark.parametrize(
    "question",
    [
        "What was announced on Monday?",
        "What is written on the label?",
        "What is not said about the pool?",
        "What did Strand not say about the pool?",
        "What did Ann Strand not say?",
    ],
)
def test_a_day_a_thing_and_what_is_not_said_are_no_topics(question: str) -> None:
    assert intent.topic(question) is None


def test_two_letters_more_are_no_slip() -> None:
    article = corpus.article_from_text("Give 5 mg of prednisone a day.", Path("a.txt"))
    speller = Speller([article], frozenset(("what", "dose")).__contains__)
    assert speller.mended("What dose of prednisolone?") == "What dose of prednisolone?"
    assert speller.mended("What dose of predmisone?") == "What dose of prednisone?"


@pytest.mark.parametrize(
    ("speaker", "sentence", "expected"),
    [
        ("Ann Lee", "Bob Ray said the tax was too high.", True),
        ("Ann Lee", "Tanner: The tax is too high.", True),
        ("Ann Lee", "Lee said the tax was too high.", False),
        ("Ann Lee", "Ann Lee said that Bob Ray called the tax too high.", False),
        ("Ann Lee", "The tax, called a shame, was too high.", False),
        ("the mayor", "Bob Ray said the tax was too high.", False),
        ("Tesla's CEO", "Musk said the tax was too high.", False),
        ("Whole Mars", "Omar Qazi, also known as Whole Mars, said the tax was too high.", False),
        ("", "Bob Ray said the tax was too high.", False),
    ],
)
def test_what_another_says_by_name_is_told(speaker: str, sentence: str, expected: bool) -> None:
    assert speakers.is_anothers(speaker, sentence) is expected


def test_it_counts_against_what_the_reader_finds() -> None:
    text = "Ann Lee said the pool was too small. Bob Ray said the tax was too high."
    article = corpus.article_from_text(text, Path("a.txt"))
    (passage,) = passages(article, size=800, overlap=150)
    span = Span(text.index("too high"), text.index("too high") + len("too high"))
    reading = Reading((SpanCandidate(span, passage.id, 9.0),))

    def score(question: str) -> float:
        return premises.weighed(question, reading, {passage.id: passage}, [article]).candidates[0].score_logit

    assert score("What did Bob Ray say about the tax?") == 9.0
    assert score("What did Ann Lee say about the tax?") == 9.0 - premises.SWAPPED


def test_who_is_asked_for_by_another_name_is_nobody_else() -> None:
    article = corpus.article_from_text("Elon Musk came to Graz. Musk said the tax was too high.", Path("a.txt"))
    (passage,) = passages(article, size=800, overlap=150)
    start = article.text.index("too high")
    reading = Reading((SpanCandidate(Span(start, start + 8), passage.id, 9.0),))
    asked = "What did Elon say about the tax?"

    def put(_: Passage) -> str:
        return asked.replace("Elon", "Musk")

    assert premises.weighed(asked, reading, {passage.id: passage}, [article], put).candidates[0].score_logit == 9.0


def test_a_date_that_opens_a_question_is_no_yes_or_no() -> None:
    assert not intent.is_yes_no("May 2023: what happened?")
    assert intent.is_yes_no("May he come?")


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("whats dojo gonna b abt", "what's dojo going to be about"),
        ("Whats it for?", "What's it for?"),
        ("WHO is it?", "WHO is it?"),
        ("Wich one isnt U?", "Which one isn't U?"),
        ("vitamin b", "vitamin b"),
        ("what did the u.s. do in 44 bc?", "what did the u.s. do in 44 bc?"),
        ("what will b vitamins do", "what will b vitamins do"),
    ],
)
def test_what_is_typed_for_short_is_written_out(question: str, read: str) -> None:
    assert chat_speak.written_out(question, lambda _: False) == read


def test_a_word_of_the_article_is_no_short_form() -> None:
    one = corpus.article_from_text("The wot is a gas tank.", Path("a.txt"))
    assert Speller([one], KNOWN.__contains__).mended("wat is the wot") == "what is the wot"
    tyler = corpus.article_from_text("Wat Tyler led it.", Path("a.txt"))
    assert Speller([tyler], KNOWN.__contains__).mended("who was wat tyler") == "who was wat tyler"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is open on May 3rd?", "The shop is open on May 3."),
        ("Who are the 3 judges?", "The three judges are Ann, Bob and Eve."),
        ("How long was the drought of 2021?", "The 2019-2021 drought was long."),
        ("Who sold 5,000 pumps?", "Ann sold 5000 pumps."),
        ("Who came 2nd?", "Ann was second."),
        ("What fell on 2024-03-05?", "The bridge fell on March 5, 2024."),
        ("Who won the 2019-20 season?", "Ann won the 2019–2020 season."),
    ],
)
def test_a_number_is_the_same_however_it_is_written(question: str, text: str) -> None:
    assert weighed_in(text, question, text.split()[1])[0][1] == 10.0


def test_another_number_counts_against() -> None:
    assert weighed_in("Ann sold 5000 pumps.", "Who sold 500 pumps?", "Ann") == [("Ann", 10.0 - premises.NO_NUMBER)]
    assert weighed_in("Ann sold X-5000.", "Who sold 500?", "Ann") == [("Ann", 10.0 - premises.NO_NUMBER)]


def test_at_least_is_not_the_opposite_of_most() -> None:
    assert weighed_in("At least 60 % of owners report noise.", "What do most owners report?", "noise")[0][1] == 10.0


def test_the_united_states_say_nothing() -> None:
    assert not speakers.is_anothers("Musk", "He left the United States in 2020.")
    assert speakers.is_anothers("Musk", "Ann states that it rains.")
