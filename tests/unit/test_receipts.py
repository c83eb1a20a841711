"""`quoth verify` and `quoth replay`: what is true passes, and every kind of untruth is caught."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stand_ins import Run

from rag import corpus, report
from rag.batch.output import OutcomeFile
from rag.errors import QuothError
from rag.evaluation import receipts

QUESTIONS = ["Who is Omar Qazi?", "When was xAI founded?", "What will Dojo 2 focus on?"]
Form = dict[str, Any]


@pytest.fixture
def answers(run: Run, tmp_path: Path) -> list[Form]:
    (tmp_path / "q.txt").write_text("\n".join(QUESTIONS))
    run("batch", "q.txt", "-o", "a.jsonl")
    return [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]


def test_true_answers_verify_and_replay(run: Run, answers: list[Form]) -> None:
    quotes = sum(len(form["quotes"]) + len(form["nearest"]) for form in answers)
    assert run("verify", "a.jsonl") == (
        0,
        "",
        f"quoth: {quotes} exact, 0 moved, 0 changed, 0 gone, 0 of another text\n",
    )
    assert run("replay", "a.jsonl") == (0, "", f"quoth: {len(QUESTIONS)} answers come again byte for byte, 0 do not\n")


def shift(form: Form) -> None:
    form["quotes"][0]["start"] -= 2
    form["quotes"][0]["end"] -= 2


def retype(form: Form) -> None:
    form["quotes"][0]["text"] = form["quotes"][0]["text"].replace("Whole", "Half")


def invent(form: Form) -> None:
    form["quotes"][0]["text"] = "Nobody has ever said anything of this sort."


def stretch(form: Form) -> None:
    form["quotes"][0]["end"] += 5


def stray(form: Form) -> None:
    form["quotes"][0]["highlights"][0]["start"] = 0


def other_text(form: Form) -> None:
    form["article_sha256"] = "0" * 64


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shift, "q1: moved: “Omar Qazi"),
        (retype, "q1: changed: “Omar Qazi"),
        (invent, "q1: gone: “Nobody"),
        (stretch, "q1: changed: “Omar Qazi"),
        (stray, "a highlight lies outside of the quote"),
        (other_text, "article 000000000000… is not among those given"),
    ],
)
def test_what_is_untrue_is_caught(
    run: Run, answers: list[Form], tmp_path: Path, spoil: Callable[[Form], None], said: str
) -> None:
    spoil(answers[0])
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(form) + "\n" for form in answers))
    code, out, _ = run("verify", "b.jsonl")
    assert code == 1
    assert out.startswith("line 1, q1: ")
    assert out.count("\n") == 1
    assert said in out


def test_an_edited_article_says_where_the_quotes_went(run: Run, answers: list[Form], tmp_path: Path) -> None:
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    (tmp_path / "article.txt").write_text("New first line.\n" + text, encoding="utf-8")
    code, out, err = run("verify", "a.jsonl", "-a", "article.txt")
    quote = answers[0]["quotes"][0]
    assert code == 1
    assert f"now {quote['start'] + 16}–{quote['end'] + 16}\n" in out
    assert err.startswith("quoth: 0 exact, ")
    assert run("replay", "a.jsonl", "-a", "article.txt")[0] == 1


def test_the_hash_tells_the_article_whatever_its_file_is_called(run: Run, answers: list[Form], tmp_path: Path) -> None:
    (tmp_path / "renamed.txt").write_bytes((corpus.seed() / "article.txt").read_bytes())
    assert run("verify", "a.jsonl", "-a", "renamed.txt")[0] == 0
    (tmp_path / "x.txt").write_text("Something else. And more.")
    (tmp_path / "y.txt").write_text("Something else again.")
    code, out, _ = run("verify", "a.jsonl", "-a", "x.txt", "-a", "y.txt")
    assert code == 1
    assert 'no article is called "article.txt"' in out


def test_parts_and_mended_words_replay_and_are_kept(run: Run, tmp_path: Path) -> None:
    questions = [
        "What is Omar Qazi also known as, and when was he born?",
        "What is HW4?",
        "Who is Omar Quazi?",
        "hello",
    ]
    entries = [{"question": question, "conversation": 1} for question in questions]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    for how in ([], ["--history"]):
        assert run("batch", "q.jsonl", "-o", "o.jsonl", "--overwrite", *how)[0] == 0
        assert run("replay", "o.jsonl")[:2] == (0, "")
        assert (
            "4 outcomes of o.jsonl hold and are kept" in run("batch", "q.jsonl", "-o", "o.jsonl", "--resume", *how)[2]
        )


def test_several_articles_and_a_follow_up_replay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The dog is called Barnaby.")
    (tmp_path / "b.txt").write_text("The cat is called Tom.")
    entries = [
        {"question": "What is the name of the dog?"},
        {"question": "And the cat?"},
        {"question": "What is the name of the dog?", "article": "a.txt", "conversation": "c", "mine": 1},
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    assert run("batch", "q.jsonl", "--history", "-o", "o.jsonl", "-a", "a.txt", "-a", "b.txt")[0] == 0
    forms = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert forms[1]["read_as"] == "What is the name of the cat?"
    assert forms[2]["extra"] == {"mine": 1}
    assert run("replay", "o.jsonl", "-a", "a.txt", "-a", "b.txt")[0] == 0
    assert run("verify", "o.jsonl", "-a", "a.txt", "-a", "b.txt")[0] == 0
    code, out, _ = run("replay", "o.jsonl", "-a", "a.txt")
    assert (code, out.count("is not among those given")) == (1, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("reader", "other@0"), "it is of reader other@0"),
        (("settings", "0"), "it is of settings 0"),
        (("version", "0.0.1"), "it is of version 0.0.1"),
        (("answer", "x"), "the same receipt gives another answer"),
    ],
)
def test_what_would_not_come_again_is_caught(
    run: Run, answers: list[Form], tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    answers[0] |= [change]
    (tmp_path / "b.jsonl").write_text(json.dumps(answers[0]))
    code, out, _ = run("replay", "b.jsonl")
    assert code == 1
    assert said in out


@pytest.mark.parametrize("line", ["{", "7", '{"id": "q1"}', "[]"])
def test_what_is_no_answer_is_one_line(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "b.jsonl").write_text("\n" + line)
    for command in ("verify", "replay"):
        code, out, err = run(command, "b.jsonl")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert 'line 2 of "b.jsonl" is no answer of Quoth' in err


SPOILT: list[Callable[[Form], object]] = [
    lambda form: form["quotes"][0].pop("article"),
    lambda form: form["quotes"][0].update(highlights=7),
    lambda form: form["quotes"][0]["highlights"].append({"start": "0"}),
    lambda form: form.update(article_sha256=None),
    lambda form: form.update(missing=None),
    lambda form: form.update(id=[]),
    lambda form: form.update(read_as=7),
    lambda form: form.update(question=None),
]


def test_an_answer_of_which_something_is_missing_or_odd_is_one_line(answers: list[Form], tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    for spoil in SPOILT:
        form = copy.deepcopy(answers[0])
        spoil(form)
        path.write_bytes(report.line(form))
        with pytest.raises(QuothError, match=r'^line 1 of "b.jsonl" is no answer of Quoth'):
            list(receipts.answers(iter(path.read_bytes().splitlines()), "b.jsonl"))
        with OutcomeFile(path, resume=True) as file, pytest.raises(QuothError, match="is no outcome of quoth batch"):
            list(file.old())


def test_what_could_not_be_asked_does_not_come_again(run: Run, answers: list[Form], tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "Who is Omar Qazi?"}\n{broken\n')
    assert run("batch", "q.jsonl", "-o", "b.jsonl")[0] == 3
    said = "quoth: 1 answers come again byte for byte, 0 do not; 1 could not be asked and were left out\n"
    assert run("replay", "b.jsonl") == (0, "", said)
