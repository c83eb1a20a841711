"""Gold files: what may stand in them, and adding to, checking and moving them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import Run

from rag.errors import QuothError
from rag.evaluation import additions, gold
from rag.evaluation.gold import GoldCase, Words
from rag.evaluation.moved import Alignment, traced
from rag.types import Span

NOTE = "The dog is called Barnaby. The cat is called Tom. Barnaby sleeps.\n"

words = st.builds(Words, st.text(min_size=1).filter(str.strip), st.none() | st.integers(0, 99))
strings = st.lists(st.text(min_size=1).filter(str.strip), max_size=2).map(tuple)
cases = st.builds(
    GoldCase,
    question=st.text(min_size=1).filter(str.strip),
    answers=st.lists(words, max_size=2).map(tuple),
    evidence=st.lists(words, max_size=2).map(tuple),
    history=strings,
    tags=strings,
    xfail=st.none() | st.text(),
    other=st.dictionaries(st.just("mine"), st.integers()),
)


@given(st.lists(cases, min_size=1, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, several: list[GoldCase]) -> None:
    path = tmp_path_factory.mktemp("gold") / "a.gold.jsonl"
    gold.write(path, several[:1])
    for case in several[1:]:
        additions.append(path, case)
    found = gold.read(path)
    assert [one.json() for one in found] == [one.json() for one in several]
    assert [one.line for one in found] == list(range(1, len(several) + 1))


def test_a_line_left_open_by_an_editor_is_closed_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.jsonl"
    path.write_text('{"question": "A?", "answers": []}')
    additions.append(path, GoldCase("B?", ()))
    assert [one.question for one in gold.read(path)] == ["A?", "B?"]


def test_a_case_is_taken_back_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.jsonl"
    path.write_bytes(b'{"answers": [], "question": "B?"}\r\n')  # by hand
    for question in ("B?", "A\u2028?", "B?", "C?"):
        additions.append(path, GoldCase(question, ()))
    written = path.read_bytes().split(b"\n")
    additions.withdraw(path, GoldCase("B?", ()))
    assert path.read_bytes().split(b"\n") == written[:3] + written[4:]
    assert [one.question for one in gold.read(path)] == ["B?", "B?", "A\u2028?", "C?"]
    additions.withdraw(path, GoldCase("A\u2028?", ()))
    path.chmod(0o600)
    link = tmp_path / "link.gold.jsonl"
    link.symlink_to(path)
    additions.withdraw(link, GoldCase("C?", ()))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    for gone in (GoldCase("D?", ()), GoldCase("A?", (), tags=("x",))):
        assert not additions.withdraw(path, gone)
    assert path.read_bytes() == before
    with pytest.raises(QuothError, match="cannot be read"):
        additions.withdraw(tmp_path / "b.gold.jsonl", GoldCase("B?", ()))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no JSON object"),
        ('{"answers": []}', 'has no "question"'),
        ('{"question": " ", "answers": []}', 'has no "question"'),
        ('{"question": "A?"}', 'has no list "answers"'),
        ('{"question": "A?", "answers": [{"answer_start": 3}]}', 'has no "text"'),
        ('{"question": "A?", "answers": ["x"]}', 'has no "text"'),
        ('{"question": "A?", "answers": [{"text": "x", "answer_start": -1}]}', '"answer_start" "-1"'),
        ('{"question": "A?", "answers": [{"text": "x", "answer_start": true}]}', '"answer_start" "True"'),
        ('{"question": "A?", "answers": [], "tags": "x"}', 'has the "tags" "x"'),
        ('{"question": "A?", "answers": [], "id": []}', 'has the "id" "[]"'),
        ('{"question": "A?", "answers": [], "xfail": 1}', 'has the "xfail" "1"'),
        ('{"question": "A?", "answers": [], "id": "line 1"}', 'has the id "line 1" of line 1'),
    ],
)
def test_a_broken_line_is_told_by_its_number(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "a.gold.jsonl"
    path.write_text('{"question": "First?", "answers": []}\n\n' + line + "\n")
    with pytest.raises(QuothError) as caught:
        gold.read(path)
    assert str(caught.value).startswith("line 3 of ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_gold_file_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(QuothError, match="no gold file at"):
        gold.read(tmp_path / "a.gold.jsonl")
    (tmp_path / "a.gold.jsonl").write_text("\n\n")
    with pytest.raises(QuothError, match="holds no gold case"):
        gold.read(tmp_path / "a.gold.jsonl")


def test_the_article_is_named_or_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "note.gold.jsonl"
    assert gold.article_of(path, GoldCase("q", (), article="../x.md")) == tmp_path / "../x.md"
    assert gold.article_of(path, GoldCase("q", ())).name in ("corpus", "seed")
    (tmp_path / "note.md").touch()
    assert gold.article_of(path, GoldCase("q", ())) == tmp_path / "note.md"


def test_adding_finds_the_place_or_asks_which(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    assert run("gold", "add", "Who is a cat?", "Tom", "-a", "note.txt")[0] == 0
    code, _, err = run("gold", "add", "Who sleeps?", "Barnaby", "-a", "note.txt")
    assert (code, err.count("\n")) == (2, 1)
    assert '"Barnaby" stands at 18 ("' in err and '50 ("' in err and "; choose one with --at" in err
    assert run("gold", "add", "Who sleeps?", "Barnaby", "-a", "note.txt", "--at", "50")[0] == 0
    assert run("gold", "add", "How old is he?", "--no-answer", "-a", "note.txt")[0] == 0
    for arguments, said in (
        (["Who barks?", "Rex"], '"Rex" is not in note.txt'),
        (["Who barks?", "Barnaby", "--at", "19"], "does not stand at 19"),
        (["Who barks?"], "give either an answer or --no-answer"),
        (["Who barks?", "Tom", "--no-answer"], "give either an answer or --no-answer"),
        (["Who barks?", " "], "the answer is empty"),
        (["?", "Tom"], "no letter and no digit"),
        (["Who sleeps?", "Tom"], "has the question"),
    ):
        code, _, err = run("gold", "add", *arguments, "-a", "note.txt")
        assert (code, err.count("\n")) == (2, 1)
        assert said in err
    lines = [json.loads(line) for line in (tmp_path / "note.gold.jsonl").read_text().splitlines()]
    assert [line["answers"] for line in lines] == [
        [{"text": "Tom", "answer_start": 45}],
        [{"text": "Barnaby", "answer_start": 50}],
        [],
    ]
    assert "article" not in lines[0]  # it stands beside
    (tmp_path / "sub").mkdir()
    run("gold", "add", "Who is a cat?", "Tom", "-a", "note.txt", "--gold", "sub/my.gold.jsonl")
    assert json.loads((tmp_path / "sub/my.gold.jsonl").read_text())["article"] == "../note.txt"


def test_checking_and_moving_to_an_edited_article(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    for question, answer in (("Cat?", "Tom"), ("Dog?", "The dog is called Barnaby"), ("Does what?", "sleeps")):
        run("gold", "add", question, answer, "-a", "note.txt")
    run("gold", "add", "How old?", "--no-answer", "-a", "note.txt")
    assert run("gold", "check")[:2] == (0, "")
    before = (tmp_path / "note.gold.jsonl").read_bytes()
    (tmp_path / "old.txt").write_text(NOTE)
    (tmp_path / "note.txt").write_text("Once: the dog was named Barnaby. The cat is called Tom. Barnaby.\n")
    code, out, _ = run("gold", "check")
    assert code == 1
    assert [line.split(":")[1] for line in out.splitlines()] == ["1", "2", "3"]
    assert "note.gold.jsonl:1: 'Tom' is not at 45, but at 51" in out
    code, out, err = run("gold", "rebase", "old.txt", "note.txt")
    assert code == 1
    assert "note.gold.jsonl:2: 'The dog is called Barnaby' is changed, now" in out
    assert "note.gold.jsonl:3: 'sleeps' is gone" in out
    assert err == "quoth: note.gold.jsonl: 0 exact, 1 moved, 1 changed, 1 gone\n"
    moved = gold.read(tmp_path / "note.gold.jsonl")
    assert moved[0].answers == (Words("Tom", 51),)
    assert (moved[1].json(), moved[2].json()) == tuple(map(json.loads, before.splitlines()[1:3]))
    assert run("gold", "check", "--gold", "missing.gold.jsonl")[0] == 2


def test_a_moved_gold_file_is_of_the_new_article_and_leaves_other_articles_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(NOTE)
    (tmp_path / "new.txt").write_text("Once. " + NOTE)
    (tmp_path / "other.txt").write_text("Some Tom.")
    run("gold", "add", "Cat?", "Tom", "-a", "old.txt")
    run("gold", "add", "Who?", "Tom", "-a", "other.txt", "--gold", "old.gold.jsonl")
    assert run("gold", "rebase", "old.txt", "new.txt")[0] == 0
    cases = gold.read(tmp_path / "old.gold.jsonl")
    assert [(case.article, case.answers) for case in cases] == [
        ("new.txt", (Words("Tom", 51),)),
        ("other.txt", (Words("Tom", 5),)),
    ]
    assert run("gold", "check", "--gold", "old.gold.jsonl")[0] == 0


def test_a_case_of_an_article_that_is_gone_is_kept_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(NOTE)
    (tmp_path / "new.txt").write_text("Once. " + NOTE)
    (tmp_path / "gone.txt").write_text("Some Tom.")
    run("gold", "add", "Who?", "Tom", "-a", "gone.txt", "--gold", "old.gold.jsonl")
    run("gold", "add", "Cat?", "Tom", "-a", "old.txt")
    odd = json.dumps({"question": "Odd?", "answers": [], "article": "\0.txt"}) + "\n"
    with (tmp_path / "old.gold.jsonl").open("a") as file:
        file.write(odd)
    kept = (tmp_path / "old.gold.jsonl").read_text().splitlines()
    (tmp_path / "gone.txt").unlink()
    assert run("gold", "rebase", "old.txt", "new.txt")[0] == 0
    found = (tmp_path / "old.gold.jsonl").read_text().splitlines()
    assert [found[0], found[2]] == [kept[0], kept[2]]
    code, out, err = run("gold", "check", "--gold", "old.gold.jsonl")
    assert (code, err) == (1, "quoth: 3 gold cases, 2 answers that are not where they were\n")
    assert [line.split(": ")[:2] for line in out.splitlines()] == [
        ["old.gold.jsonl:1", 'no article at "gone.txt"; give the path of a file or a folder'],
        ["old.gold.jsonl:3", 'no file can be called "\\x00.txt"; give the path of a file or a folder'],
    ]
    assert run("gold", "check", "--gold", "old.gold.jsonl", "-a", "gone.txt")[0] == 2
    assert json.loads(found[1])["answers"] == [{"text": "Tom", "answer_start": 51}]


def test_a_case_is_added_to_an_empty_file_but_to_none_with_a_broken_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    path = tmp_path / "note.gold.jsonl"
    path.write_text("")
    assert run("gold", "add", "Who is a cat?", "Tom", "-a", "note.txt")[0] == 0
    assert [case.question for case in gold.read(path)] == ["Who is a cat?"]
    path.write_text("{\n")
    code, _, err = run("gold", "add", "Who is a cat?", "Tom", "-a", "note.txt")
    assert (code, err.count("\n")) == (2, 1)
    assert path.read_text() == "{\n"


def test_a_broken_line_hides_no_other(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    lines = [
        '{"question": "A?", "answers": [{"text": "Tom", "answer_start": 3}]}',
        "{",
        '{"question": "B?", "answers": []}',
    ]
    (tmp_path / "note.gold.jsonl").write_text("\n".join(lines))
    code, out, _ = run("gold", "check")
    assert (code, len(out.splitlines())) == (1, 2)
    assert "note.gold.jsonl:1: " in out and "line 2 of " in out


PARTS = st.lists(st.sampled_from(["one ", "two ", "three. ", "Barnaby ", "ü—", "\n"]), min_size=1, max_size=12)


@given(PARTS.map("".join), PARTS.map("".join), PARTS.map("".join), st.data())
def test_what_is_moved_are_the_same_words(before: str, kept: str, after: str, data: st.DataObject) -> None:
    old, new = kept + after, before + kept
    alignment = Alignment(old, new)
    start = data.draw(st.integers(0, len(old) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(old))))
    found = alignment.now(span)
    if found.fate in ("exact", "moved"):
        assert found.span is not None
        assert found.span.of(new) == span.of(old)
        assert (found.fate == "exact") == (found.span == span)
    else:
        assert len([at for at in range(len(new)) if new.startswith(span.of(old), at)]) != 1
        assert found.span is None or found.span.end <= len(new)


def test_a_change_elsewhere_moves_the_right_one_of_several() -> None:
    found = Alignment("A dog. A cat. A dog.", "Say: A dog. A big cat. A dog.").now(Span(14, 20))
    assert (found.fate, found.span) == ("moved", Span(23, 29))


def test_words_are_traced_to_their_nearest_place_or_to_what_is_like_them() -> None:
    text = "A dog. A cat. A dog. And a quite different sentence."
    assert traced("A dog.", text, 0).fate == "exact"
    assert traced("A dog.", text, 13).span == Span(14, 20)
    changed = traced("And quite a different sentence.", text, 0)
    assert changed.fate == "changed"
    assert changed.span is not None
    assert "different sentence." in changed.span.of(text)
    assert traced("Nothing of the kind whatsoever", text, 0).fate == "gone"
