"""Composing quotes: growth to sentences and lists, several places, the threshold, who is meant, what came nearest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_ins import WordReader

from rag import compose, corpus, growth
from rag.compose import Form
from rag.leads import introduced
from rag.passages import passages
from rag.types import Article, Quote, Reading, Span, SpanCandidate

TEXT = "Alpha is one. Beta is two. Gamma is three.\nNotes:\nDelta is four. The sum of all is 10. Once it was 12."
ARTICLE = corpus.article_from_text(TEXT, Path("a.txt"))
FOUND = {passage.id: passage for passage in passages(ARTICLE, size=30, overlap=0)}


def candidate(words: str, score: float) -> SpanCandidate:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    return SpanCandidate(span, next(p.id for p in FOUND.values() if span in p.span), score)


def answering(*candidates: SpanCandidate, form: Form = Form.SPAN, part: int = 0) -> list[Quote]:
    reading = Reading(candidates)
    return compose.answering(reading, WordReader(), FOUND, question="", part=part, form=form)


def article(text: str) -> Article:
    return corpus.article_from_text(text, Path("a.txt"))


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_the_best_span_is_marked_in_its_sentence() -> None:
    (quote,) = answering(candidate("two", 1.0), candidate("one", 0.5), part=3)
    assert quote.text == "Beta is two."
    assert [highlight.of(TEXT) for highlight in quote.highlights] == ["two"]
    assert (quote.probability, quote.part) == (WordReader().probability(1.0), 3)


def test_a_span_over_two_sentences_quotes_both() -> None:
    assert answering(candidate("one. Beta", 1.0))[0].text == "Alpha is one. Beta is two."


@pytest.mark.parametrize(("between", "counts"), [(" ", True), ("\n", True), ("\n\n", False), ("\n- ", False)])
def test_a_span_may_run_over_a_line_that_an_editor_broke_and_not_over_two_things(between: str, counts: bool) -> None:
    text = f"The dredging was paid for by the Ansel{between}Guild of the fishers, in 1911.\n"
    one = corpus.article_from_text(text, Path("a.md"))
    (passage,) = passages(one, size=200, overlap=0)
    reading = Reading((SpanCandidate(span_of(text, f"Ansel{between}Guild"), 0, 1.0),))
    found = compose.answering(reading, WordReader(), {0: passage}, question="", part=0, form=Form.SPAN)
    assert bool(found) is counts
    assert [quote.words for quote in found] == [("Ansel Guild",)] * counts


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("text” and “image,", "“text” and “image,”"),
        ("text” and “image", "“text” and “image,”"),
        ("text", "text"),
        ("text”", "“text”"),
        ("it (the set", "it (the set)"),
        ("the set) is", "(the set) is"),
        ("the set", "the set"),
    ],
)
def test_what_is_marked_has_both_halves_of_its_marks(words: str, marked: str) -> None:
    text = "That it (the set) is good for “text” and “image,” he said."
    one = article(text)
    (passage,) = passages(one, size=200, overlap=0)
    reading = Reading((SpanCandidate(span_of(text, words), 0, 1.0),))
    (quote,) = compose.answering(reading, WordReader(), {0: passage}, question="", part=0, form=Form.SPAN)
    assert quote.words == (marked,)


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("It costs more than 2,000 pounds.", "2,000", "more than 2,000"),
        ("It costs at least $2 today.", "$2", "at least $2"),
        ("It took about three weeks.", "three weeks", "about three weeks"),
        ("It is about Ann.", "Ann", "Ann"),
        ("It needs more data than humans make, he said.", "more", "more data than humans make"),
        ("It needs more.", "more", "more"),
        ("It is never better.", "never", "never"),
        ("Run `key add --only` first.", "key add", "key add --only"),
        ("Write to ann@lark.example or call.", "ann@lark", "ann@lark.example"),
        ("See https://a.example/b?c=1.", "a.example", "https://a.example/b?c=1"),
        ("It is 3.5 long.", "3", "3.5"),
        ("It ended. Then it began.", "It ended", "It ended"),
    ],
)
def test_what_is_marked_is_complete(text: str, words: str, whole: str) -> None:
    assert growth.complete(article(text), span_of(text, words)).of(text) == whole


def test_a_list_set_out_line_by_line_is_one_quote_with_its_lead() -> None:
    text = "The works include:\n\n- paint;\n- rivets.\n"
    one = corpus.article_from_text(text, Path("a.md"))
    (passage,) = passages(one, size=200, overlap=0)
    reading = Reading((SpanCandidate(span_of(text, "rivets"), passage.id, 1.0),))
    for form, marked in ((Form.LIST, ("paint", "rivets.")), (Form.SPAN, ("rivets",))):
        (quote,) = compose.answering(
            reading, WordReader(), {passage.id: passage}, question="What works are there?", part=0, form=form
        )
        assert quote.words == marked
        assert quote.text.startswith("The works" if form is Form.LIST else "- rivets")


def test_a_score_at_the_threshold_answers_and_one_below_it_does_not() -> None:
    assert answering(candidate("two", 0.0))
    assert not answering(candidate("two", -0.001))
    assert not answering()


def test_a_list_gathers_the_places_that_are_nearly_as_good_in_reading_order() -> None:
    found = answering(candidate("four", 3.0), candidate("two", 2.0), candidate("one", 0.5), form=Form.LIST)
    assert [quote.text for quote in found] == ["Beta is two.", "Delta is four."]


def test_another_figure_is_shown_beside_the_best_one() -> None:
    found = answering(candidate("12", 3.0), candidate("10", 2.0), candidate("four", 2.0))
    assert [quote.text for quote in found] == ["The sum of all is 10.", "Once it was 12."]
    assert len(answering(candidate("12", 3.0), candidate("10", 0.5))) == 1


def test_sentences_that_are_alike_but_for_a_figure_are_both_shown() -> None:
    for several, both in ((("two", "three"), True), (("two", "2"), False), (("2,000", "2,000,"), False)):
        text = " It rained. ".join(f"The warranty of the red pump lasts {many} years." for many in several)
        one = article(text)
        (passage,) = passages(one, size=500, overlap=0)
        spans = [span_of(text, f"{many} years") for many in several]
        reading = Reading(tuple(SpanCandidate(span, passage.id, 2.0 - n) for n, span in enumerate(spans)))
        quotes = compose.answering(reading, WordReader(), {passage.id: passage}, question="", part=0, form=Form.SPAN)
        assert len(quotes) == 1 + both, several


@pytest.mark.parametrize(
    ("score", "quoted"),
    [(1.5, ["The old pump is red.", "The old pump is blue."]), (0.5, ["The old pump is red."])],
)
def test_what_another_article_says_is_shown_beside_the_best_of_each(score: float, quoted: list[str]) -> None:
    texts = ["The old pump is blue. Once it was green.", "The old pump is red.", "The old pump is red."]
    articles = [corpus.article_from_text(text, Path(f"{n}.txt")) for n, text in enumerate(texts)]
    found = {n: passages(one, size=200, overlap=0, first_id=n)[0] for n, one in enumerate(articles)}
    spans = [(1, "red", 3.0), (2, "red", 2.5), (0, "blue", score), (0, "green", score - 0.1)]
    reading = Reading(tuple(SpanCandidate(span_of(texts[n], words), n, logit) for n, words, logit in spans))
    quotes = compose.answering(reading, WordReader(), found, question="", part=0, form=Form.SPAN)
    assert [quote.text for quote in quotes] == quoted
    listed = compose.answering(reading, WordReader(), found, question="", part=0, form=Form.LIST)
    assert [quote.article for quote in listed] == [articles[1], *[articles[0]] * (len(listed) - 1)]


@pytest.mark.parametrize(
    ("text", "question", "quoted"),
    [  # the reader likes the first one best
        ("The chip is called Dojo. Rain fell. As he said, the new chip is called Dojo.", "What is the chip called?", 1),
        ("The big chip is called Dojo. Rain. As he said, the new chip is called Dojo.", "What is the big chip?", 0),
        ("As he said, the chip is called Dojo. Rain fell. The new chip is called Dojo.", "What is the chip called?", 0),
        ("The big chip called Dojo: all on it\n\nIt rained.\n\nA chip is called Dojo.", "What is the big chip?", 1),
    ],
)
def test_what_is_said_twice_is_quoted_once_where_it_is_said_best(text: str, question: str, quoted: int) -> None:
    one = article(text)
    (passage,) = passages(one, size=500, overlap=0)
    first = text.index("Dojo")
    spans = [Span(at, at + 4) for at in (first, text.index("Dojo", first + 1))]
    reading = Reading(tuple(SpanCandidate(span, passage.id, 2.0 - n) for n, span in enumerate(spans)))
    (quote,) = compose.answering(
        reading, WordReader(), {passage.id: passage}, question=question, part=0, form=Form.LIST
    )
    assert quote.highlights == (spans[quoted],)
    assert quote.span == growth.evidence(one, spans[quoted])
    assert quote.also == (growth.evidence(one, spans[1 - quoted]),)
    assert quote.probability == WordReader().probability(2.0)


@pytest.mark.parametrize("question", ["How heavy is the pump?", "How heavy is the thing that Ann says?"])
@pytest.mark.parametrize(("best", "score", "also"), [(2.3, 0.31, 1), (2.3, 0.29, 0), (9.0, 0.5, 1), (9.0, 0.4, 0)])
def test_the_same_words_of_something_else_are_no_other_place(
    question: str, best: float, score: float, also: int
) -> None:
    text = "The pump weighs 5 kg. It was sold in May. The hose weighs 5 kg too, says Ann."
    (passage,) = passages(article(text), size=500, overlap=0)
    spans = [Span(at, at + 4) for at in (text.index("5 kg"), text.rindex("5 kg"))]
    reading = Reading(tuple(SpanCandidate(span, 0, logit) for span, logit in zip(spans, (best, score), strict=True)))
    (quote,) = compose.answering(reading, WordReader(), {0: passage}, question=question, part=0, form=Form.SPAN)
    assert len(quote.also) == also
    if not also:
        assert quote.text == "The pump weighs 5 kg."


def test_a_sentence_that_restates_what_was_asked_is_another_place_however_little_the_reader_likes_it() -> None:
    text = "The old pump weighs 5 kg. Rain. As he told us, the old pump weighs 5 kg. Snow. The new hose weighs 5 kg."
    (passage,) = passages(article(text), size=500, overlap=0)
    spans = [Span(found.start(), found.end()) for found in re.finditer("5 kg", text)]
    scores = (9.0, 0.2, 0.1)
    reading = Reading(tuple(SpanCandidate(span, 0, logit) for span, logit in zip(spans, scores, strict=True)))
    (quote,) = compose.answering(
        reading, WordReader(), {0: passage}, question="How heavy is the old pump?", part=0, form=Form.SPAN
    )
    assert quote.text == "As he told us, the old pump weighs 5 kg."
    assert [span.of(text) for span in quote.also] == ["The old pump weighs 5 kg."]


def test_words_set_in_bold_are_the_same_words() -> None:
    text = "Ann came by train on **Monday**.\n\nThe big meeting of all was on Monday.\n"
    one = corpus.article_from_text(text, Path("a.md"))
    (passage,) = passages(one, size=500, overlap=0)
    spans = [span_of(text, "**Monday**"), Span(text.rindex("Monday"), text.rindex("Monday") + 6)]
    reading = Reading(tuple(SpanCandidate(span, 0, 2.0 - n) for n, span in enumerate(spans)))
    (quote,) = compose.answering(reading, WordReader(), {0: passage}, question="", part=0, form=Form.LIST)
    assert len(quote.also) == 1


def test_as_good_up_to_a_comma_is_better_without_what_follows() -> None:
    text = "It is Whole Mars, asked Musk. Rain, then sun."
    one = article(text)
    (passage,) = passages(one, size=500, overlap=0)
    long, short = span_of(text, "Whole Mars, asked Musk"), span_of(text, "Whole Mars")
    for score, expected in ((4.6, short), (4.4, long)):
        found = (SpanCandidate(long, passage.id, 5.0), SpanCandidate(short, passage.id, score))
        (quote,) = compose.answering(
            Reading(found), WordReader(), {passage.id: passage}, question="", part=0, form=Form.SPAN
        )
        assert quote.highlights == (expected,)


def test_the_last_words_of_an_article_without_a_full_stop_may_be_as_good_as_the_best() -> None:
    text = "Dojo 2 will focus on large models"
    (passage,) = passages(article(text), size=500, overlap=0)
    for words in (("large", "large models"), ("large models", "large")):
        found = tuple(SpanCandidate(span_of(text, one), 0, 5.0 - n / 5) for n, one in enumerate(words))
        (quote,) = compose.answering(Reading(found), WordReader(), {0: passage}, question="", part=0, form=Form.SPAN)
        assert quote.words == words[:1]


@given(st.text("ab ,.;“”1\n", min_size=1, max_size=30).filter(str.strip), st.sampled_from(Form), st.data())
@settings(deadline=None)
def test_candidates_at_every_edge_of_the_text_make_quotes(text: str, form: Form, data: st.DataObject) -> None:
    one = article(text)
    found = {passage.id: passage for passage in passages(one, size=200, overlap=0)}
    passage = data.draw(st.sampled_from(list(found.values())))
    first, last = passage.span.start, passage.span.end
    inner = data.draw(st.lists(st.integers(first + 1, last - 1), max_size=3)) if last - first > 1 else []
    edges = dict.fromkeys([passage.span, *(Span(*span) for at in inner for span in ((first, at), (at, last)))])
    words = [span for span in edges if span.of(text).strip() == span.of(text)]  # as a reader's spans are
    words = data.draw(st.permutations(words))
    reading = Reading(tuple(SpanCandidate(span, passage.id, 5.0 - n / 5) for n, span in enumerate(words)))
    quotes = compose.answering(reading, WordReader(), found, question="a b", part=0, form=form)
    assert all(highlight in quote.span for quote in quotes for highlight in quote.highlights)


@pytest.mark.parametrize(
    ("text", "member", "whole"),
    [
        ("Rivals like Google, Microsoft, and OpenAI lead.", "Google", "Google, Microsoft, and OpenAI"),
        ("Fit for “text training” and “image and video training,” he said.", "text training", None),
        ("It sells red apples, green pears and plums in May.", "red apples", "red apples, green pears and plums"),
        ("Ann, who was late, and Bob came.", "Ann", "Ann"),
        ("In Paris, it rained.", "Paris", "Paris"),
        ("Either Ann Lee or Bob Ray wins.", "Ann Lee", "Ann Lee or Bob Ray"),
        ("Ann and Bob are tall.", "Ann", "Ann and Bob"),
        ("Two: Ann (1930–2011), a pianist, and Bob (1933).", "Ann", "Ann (1930–2011), a pianist, and Bob"),
        ("Ann (1930–2011), who sang at fairs, and Bob.", "Ann", "Ann (1930–2011), who sang at fairs, and Bob"),
        ("Ann (aged 9) sang, and Bob left.", "Ann", "Ann"),
        (
            "It buys a wider path on the left, new signs and repairs to roofs.",
            "a wider path",
            "a wider path on the left, new signs and repairs to roofs",
        ),
        ("It buys a wider path, which is new, and signs.", "a wider path", "a wider path"),
        ("Ann, known as Bee, asked Cy about chips by Dan or Eve for data.", "Bee", "Bee"),
    ],
)
def test_a_member_grows_to_its_list(text: str, member: str, whole: str | None) -> None:
    expected = whole or "“text training” and “image and video training,”"
    assert growth.grown(article(text), span_of(text, member)).of(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("Council\n16 June, 19:00, in the hall.", "19:00", "16 June, 19:00"),
        ("It meets on Thursday 16 June 2022 at 7 p.m. in the hall.", "16 June 2022", "Thursday 16 June 2022 at 7 p.m."),
        ("It meets on Tuesday at noon.", "noon", "Tuesday at noon"),
        ("It meets on Jun. 3, 2022, at 19.30.", "2022", "Jun. 3, 2022, at 19.30"),
        ("It began 2022-06-16 19:00.", "19:00", "2022-06-16 19:00"),
        ("It began at 19:00 sharp.", "19:00", "19:00"),
        ("Call Monday to Saturday, 8 a.m. to 8 p.m.", "Monday to Saturday", "Monday to Saturday, 8 a.m. to 8 p.m."),
        ("Open on Mondays from 9:00–17:00.", "9:00–17:00", "Mondays from 9:00–17:00"),
        ("On the second Sunday of May, from 11 to 4.", "second Sunday of May", "second Sunday of May, from 11 to 4"),
        ("It rained from Monday 11 to 4 men.", "Monday", "Monday"),
        ("It fell on Tuesday from 11 to 4 percent.", "Tuesday", "Tuesday"),
        ("Closed on Mondays, 9:00–17:00 on other days.", "9:00–17:00", "9:00–17:00"),
        ("On Monday and Tuesday, 8 a.m. to 6 p.m.", "8 a.m. to 6 p.m.", "Monday and Tuesday, 8 a.m. to 6 p.m."),
        ("It lasted from May 3 to May 19.", "May 3", "May 3"),
        ("It began on 16 June.\n19:00 is late.", "19:00", "19:00"),  # of another line
        ("It began on 16 June, 19:00.", "It began on 16 June", "It began on 16 June"),
        ("They married the following spring.", "spring", "the following spring"),
        ("They married in spring.", "spring", "spring"),
    ],
)
def test_a_date_is_marked_with_its_time_of_day(text: str, words: str, whole: str) -> None:
    assert growth.moment(article(text), span_of(text, words)).of(text) == whole


@given(st.text("ab ,.;“”and or\n", min_size=1, max_size=60).filter(str.strip), st.data())
def test_what_grows_stays_in_its_sentences_and_holds_what_it_grew_from(text: str, data: st.DataObject) -> None:
    one = article(text)
    sentence = data.draw(st.sampled_from(one.sentences))
    start = data.draw(st.integers(sentence.start, sentence.end - 1))
    span = Span(start, data.draw(st.integers(start + 1, sentence.end)))
    for grow in (growth.grown, growth.clause):
        found = grow(one, span)
        assert found in sentence
        assert grow is growth.clause or span in found


@pytest.mark.parametrize(
    ("text", "words", "clause"),
    [
        ("Tesla builds a chip, but it won’t be called a GPU.", "GPU", "it won’t be called a GPU"),
        ("Tesla builds a chip, but it won’t be called a GPU.", "chip", "Tesla builds a chip"),
        ("It rains; he sleeps!", "he", "he sleeps"),
        ("It beats firms like Ann, Bob, and Cy.", "Ann", "It beats firms like Ann, Bob, and Cy"),
        ("Use acid. **No oil, it is bad.** Go.", "bad", "**No oil, it is bad"),
    ],
)
def test_the_clause_settles_a_yes_or_no(text: str, words: str, clause: str) -> None:
    assert growth.clause(article(text), span_of(text, words)).of(text) == clause


def leads(text: str, words: str) -> list[str]:
    one = article(text)
    sentence = growth.evidence(one, span_of(text, words))
    quote = Quote(one, sentence, (span_of(text, words),), one.section_of(sentence), 0.5)
    *before, last = introduced([quote])
    assert last is quote
    assert all(lead.highlights == () for lead in before)
    return [lead.text for lead in before]


def test_a_sentence_that_leans_on_another_is_led_by_it() -> None:
    told = "Ann Lee said much. The box is blue. He also left. It is heavy."
    assert leads(told, "left") == ["Ann Lee said much."]  # who speaks, not what stands next
    assert leads(told, "heavy") == ["He also left."]
    assert leads(told, "blue") == []
    assert leads("He left.", "left") == []
    assert leads("Ann said so.\nNotes:\nHe left.", "left") == []  # not across sections


def test_a_row_is_led_by_the_head_of_its_table() -> None:
    text = "It is heavy.\n\n| Pump | Weight |\n|---|---|\n| P-20 | 5 kg |\n| P-25 | 6 kg |\n"
    article = corpus.article_from_text(text, Path("a.md"))
    rows = [span for span in article.sentences if "kg" in span.of(text)]
    quotes = [Quote(article, row, (row,), article.sections[0], 0.9, 0) for row in rows]
    told = introduced(quotes)
    assert [quote.text for quote in told] == ["| Pump | Weight |", "| P-20 | 5 kg |", "| P-25 | 6 kg |"]
    assert [bool(quote.highlights) for quote in told] == [False, True, True]


def test_no_lead_stands_twice_or_over_a_quote() -> None:
    text = "Ann said much. He left. He slept."
    one = article(text)
    quotes = [Quote(one, s, (s,), one.sections[0], 0.5) for s in one.sentences[1:]]
    assert [quote.text for quote in introduced(quotes)] == ["Ann said much.", "He left.", "He slept."]


def test_nearest_are_different_places_best_first() -> None:
    reading = Reading(
        (
            candidate("three", -1),
            candidate("Gamma", -2),
            candidate("four", -3),
            candidate("one", -4),
            candidate("two", -5),
        ),
    )
    found = compose.nearest(reading, WordReader(), FOUND)
    assert [quote.text for quote in found] == ["Gamma is three.", "Delta is four.", "Alpha is one."]
    assert compose.apart([*found, *found]) == found
    assert [quote.section.title for quote in found] == [None, "Notes", None]


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_evidence_is_the_smallest_run_of_sentences_around_a_span(start: int, length: int) -> None:
    span = Span(start, min(start + length, len(TEXT)))
    touched = [sentence for sentence in ARTICLE.sentences if sentence.overlaps(span)]
    if TEXT[span.start].isspace() or TEXT[span.end - 1].isspace():
        return  # the reader's spans begin and end with words
    assert growth.evidence(ARTICLE, span) == Span(touched[0].start, touched[-1].end)


def test_a_highlight_outside_of_its_quote_is_a_bug() -> None:
    with pytest.raises(ValueError, match="outside"):
        Quote(ARTICLE, Span(0, 5), (Span(3, 6),), ARTICLE.sections[0], 0.5)


def test_a_lead_names_somebody_and_who_names_its_speaker_has_none() -> None:
    assert leads("Her second book sold poorly. She retired in 1981.", "1981") == []
    assert leads("Ann Lee said no. Her book sold poorly. She retired in 1981.", "1981") == ["Ann Lee said no."]
    assert leads("Sales fell. “It was hard,” said chief executive Martin Oakes.", "hard") == []
    assert leads("Sales fell. “It was hard,” he said.", "hard") == ["Sales fell."]


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("She came in 1953, 1956 and 1961, and collected plants.", "1953, 1956 and 1961", "1953, 1956 and 1961"),
        ("She came in 1953, 1956 and 1961, and collected plants.", "1953", "1953, 1956 and 1961"),
        ("They lose their place, and the plot is offered to Bob.", "their place", "their place"),
        ("It has tea, cake, and hot milk.", "tea", "tea, cake, and hot milk"),
    ],
)
def test_a_list_ends_where_another_verb_begins(text: str, words: str, whole: str) -> None:
    assert growth.grown(article(text), span_of(text, words)).of(text) == whole


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("She met Peter Drake. Peter Drake died.", "Peter", "Peter Drake"),
        ("When she met Peter Drake was lost. Drake the dog, that is.", "Peter", "Peter"),  # named so only once
        ("In Bonn Merkel spoke. In Bonn Merkel slept.", "Bonn", "Bonn"),
        ("We saw Bonn Merkel Hall. We saw Bonn Merkel Hall.", "Bonn", "Bonn"),
        ("She met Peter Drake’s son. Peter Drake’s son died.", "Peter", "Peter"),
        ("Sheds may be 2.4 metres by 1.8 metres and no higher.", "2.4 metres", "2.4 metres by 1.8 metres"),
        ("It is 3 x 4 m by the sea.", "3", "3 x 4 m"),
        ("It was led by 3 men by 4 pm.", "led", "led"),
    ],
)
def test_a_name_and_a_size_are_whole(text: str, words: str, whole: str) -> None:
    assert growth.complete(article(text), span_of(text, words)).of(text) == whole
