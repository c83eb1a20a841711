"""What may be asked, and question files with everything that is wrong with them."""

from __future__ import annotations

import pytest

from rag import questions
from rag.batch import question_files
from rag.batch.items import Asked, Broken
from rag.batch.question_files import Format
from rag.errors import QuestionError, QuothError


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What?", "What?"),
        ("  What \n\t is\u00a0it? ", "What is it?"),
        ("7", "7"),
        ("字", "字"),
        ("e\u0301?", "e\u0301?"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_questions_that_can_be_asked(question: str, asked: str) -> None:
    assert questions.checked(question) == asked


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("?!…", "no letter and no digit"),
        ("😀", "no letter and no digit"),
        ("what\x00now", "a control character (U+0000)"),
        ("what \x1b[31m", "a control character (U+001B)"),
        ("what \ud800", "a lone surrogate (U+D800)"),
        ("why " * 600, "has 2,400 characters"),
    ],
)
def test_questions_that_cannot(question: str, said: str) -> None:
    with pytest.raises(QuestionError) as caught:
        questions.checked(question)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def read(raw: bytes, name: str = "-", form: Format | None = None) -> list[Asked | Broken]:
    return list(question_files.read(raw.splitlines(keepends=True), name, form))


def test_plain_lines() -> None:
    assert read("\ufeffWho?\r\n\n  What?".encode()) == [Asked(1, "q1", "Who?"), Asked(3, "q3", "What?")]
    assert read(b"") == []
    assert read(b"\n\n") == []


def test_jsonl_is_told_by_its_name_or_its_first_line() -> None:
    raw = b'{"id": "a", "question": "Who?"}\n\n{"id": 7, "question": "What?", "answers": []}\n'
    expected = [Asked(1, "a", "Who?"), Asked(3, "7", "What?", extra={"answers": []})]
    assert read(raw) == read(raw, "x.jsonl") == read(raw, "x.txt", Format.JSONL) == expected


def test_tables_keep_quoted_line_breaks_and_may_have_more_columns() -> None:
    raw = b'id,note,question\nx,n,"Who, then?"\n,n,"Two\nlines?"\n\ny,n,Last?\n'
    expected = [
        Asked(2, "x", "Who, then?", extra={"note": "n"}),
        Asked(4, "q4", "Two\nlines?", extra={"note": "n"}),
        Asked(6, "y", "Last?", extra={"note": "n"}),
    ]
    assert read(raw, "x.csv") == read(raw, "-", Format.CSV) == expected
    assert read(b"Question\tid\nWho?\tz\n", "x.tsv") == [Asked(2, "z", "Who?")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{not json}", "is not JSON"),
        (b'["Who?"]', "is no JSON object"),
        (b'{"text": "Who?"}', 'has no field "question"'),
        (b'{"question": 7}', 'the "question" "7", no string'),
        (b'{"question": "Who?", "x": NaN}', "is not JSON"),
        (b'{"question": "Who?", "id": []}', 'has the "id" "[]"'),
        (b'{"question": "\xff"}', "is not UTF-8 (byte 0xff)"),
        (b'{"question": "Who?", "id": "q1"}', 'has the id "q1" of line 1'),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_others_are_read(line: bytes, said: str) -> None:
    first, broken, last = read(b'{"question": "A?"}\n' + line + b'\n{"question": "B?"}\n', "x.jsonl")
    assert (first, last) == (Asked(1, "q1", "A?"), Asked(3, "q3", "B?"))
    assert isinstance(broken, Broken)
    assert broken.line == 2
    assert f"line 2 {said}" in broken.error or said in broken.error
    assert "\n" not in broken.error


def test_broken_rows_of_a_table() -> None:
    found = read(b"id,question\na,A?\nshort\nb,\xff\nc,C?\n", "x.csv")
    assert [type(item).__name__ for item in found] == ["Asked", "Broken", "Broken", "Asked"]
    assert [item.line for item in found] == [2, 3, 4, 5]
    surplus, fine = read(b"id,question\na,A?,more\nb,B?\n", "x.csv")
    assert isinstance(surplus, Broken) and "line 2 has 3 cells for 2 columns" in surplus.error
    assert isinstance(fine, Asked)
    first, unclosed = read(b'id,question\na,A?\nb,"B?\nc,C?\n', "x.csv")
    assert isinstance(first, Asked) and isinstance(unclosed, Broken)
    assert "unexpected end of data" in unclosed.error
    with pytest.raises(QuothError, match='has the column "note" twice'):
        read(b"question,note,note\na,b,c\n", "x.csv")
    with pytest.raises(QuothError, match="separated by semicolons"):
        read(b"question;note\na;b\n", "x.csv")
    with pytest.raises(QuothError, match='has the columns "id, text"; one must be "question"'):
        read(b"id,text\na,b\n", "x.csv")
