"""Batches: the same outcomes whoever answers, nothing lost whatever happens."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stand_ins import Run, WordEncoder, WordReader

from rag import corpus, report
from rag.batch import engines, outcomes
from rag.batch.items import Asked, Broken, Item
from rag.batch.output import OutcomeFile
from rag.batch.resume import Resumed
from rag.library import Library
from rag.report import OutcomeJson
from rag.types import Turn

QUESTIONS = [
    "Who is Omar Qazi?",
    "When was xAI founded?",
    "What will Dojo 2 focus on?",
    "{broken",
    "How powerful is HW 4?",
    "What data will aid progress?",
    "What does Twitter’s dataset suit?",
    "?",
]


def texts(path: Path) -> list[dict[str, Any]]:
    forms = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{key: value for key, value in form.items() if key not in report.RUN_DEPENDENT} for form in forms]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    article = corpus.article_from_text("Alpha meets Barnaby. Barnaby meets Cassandra in 2023.", Path("a.txt"))
    return Library([article], WordReader(), WordEncoder(), tmp_path / "cache")


# --- order and history


def test_outcomes_come_in_order_whoever_is_quickest() -> None:
    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        sum(range(random.randrange(20_000)))  # some take longer
        return {"id": item.id}

    items = [Asked(n, str(n), "q") for n in range(300)]
    assert [form["id"] for form in engines.in_order(items, answer, 5)] == [item.id for item in items]


def test_items_are_taken_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[Item]:
        for n in range(10_000):
            taken.append(n)
            yield Asked(n, str(n), "q")

    found = engines.in_order(items(), lambda item, _: {"id": item.id}, 2)
    next(found)
    found.close()
    assert len(taken) < 100


def test_an_error_of_ours_is_raised_and_not_swallowed() -> None:
    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(engines.in_order([Asked(1, "1", "q")], answer, 2))

    def items() -> Iterator[Item]:
        yield Asked(1, "1", "q")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(engines.in_order(items(), lambda *_: {}, 2))


def test_history_sees_only_its_own_conversation(library: Library) -> None:
    seen: dict[str, list[str]] = {}

    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        seen[item.id] = [turn.question for turn in history]
        return outcomes.ask(library, item, history)

    items: list[Item] = [Asked(n, f"q{n}", f"Question {n} on Barnaby", conversation="ab"[n % 2]) for n in range(6)]
    items.insert(3, Broken(9, "bad", "", "broken"))
    list(engines.in_order(items, answer, 3, history=True))
    assert seen["q4"] == ["Question 0 on Barnaby", "Question 2 on Barnaby"]
    assert seen["q5"] == ["Question 1 on Barnaby", "Question 3 on Barnaby"]
    list(engines.in_order(items, answer, 3))
    assert seen["q5"] == []


def test_an_article_that_no_file_can_be_is_told_and_the_others_are_asked(library: Library) -> None:
    names = ["The dog is called Barnaby. " * 20, "a\0b.txt", None]
    items = [Asked(n, f"q{n}", "Who is Barnaby?", Path(name) if name else None) for n, name in enumerate(names)]
    found = list(engines.in_order(items, lambda item, _: outcomes.ask(library, item), 1))
    assert [str(form["error"]).split(":")[0] for form in found] == ["line 0", "line 1", "None"]


# --- going on after a cut


def whole(library: Library, items: Sequence[Item], path: Path) -> bytes:
    with OutcomeFile(path, overwrite=True) as file:
        for item in items:
            file.write(outcomes.ask(library, item))
    return path.read_bytes()


@given(st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_cut_anywhere_and_resumed_it_is_the_unbroken_file(library: Library, tmp_path: Path, cut: int) -> None:
    items: list[Item] = [Asked(n, f"q{n}", f"Question {n} on Barnaby", extra={"n": n}) for n in range(6)]
    items[3] = Broken(3, "q3", "", "line 3 is broken")
    path = tmp_path / "out.jsonl"
    raw = whole(library, items, path)
    path.write_bytes(raw[: len(raw) * cut // 10_000])  # how long it is, the times in it decide
    asked = []

    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        asked.append(item.id)
        return outcomes.ask(library, item, history)

    with OutcomeFile(path, resume=True) as file:
        resumed = Resumed(file, iter(items), library, history=False)
        for outcome in engines.in_order(resumed.items, resumed.answering(answer), 1):
            file.write(outcome)
    now, then = ([json.loads(line) for line in text.splitlines()] for text in (path.read_bytes(), raw))
    assert all(report.same(one, other) for one, other in zip(now, then, strict=True))
    assert len(asked) <= len(items) - resumed.kept
    assert "q0" not in asked or resumed.kept == 0


@pytest.mark.parametrize(
    "change",
    [
        {"question": "Another question on Barnaby"},
        {"reader": "other@0"},
        {"settings": "0"},
        {"article_sha256": "0"},
        {"error": "broken", "status": None},
        {"extra": {"n": 9}},
        {"read_as": "x"},
    ],
)
def test_what_is_not_the_same_question_is_asked_again(library: Library, tmp_path: Path, change: dict[str, Any]) -> None:
    items = [Asked(n, f"q{n}", f"Question {n} on Barnaby") for n in range(3)]
    path = tmp_path / "out.jsonl"
    forms = [json.loads(line) for line in whole(library, items, path).splitlines()]
    forms[1] |= change
    path.write_bytes(b"".join(map(report.line, forms)))
    asked = []

    def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
        asked.append(item.id)
        return outcomes.ask(library, item, history)

    with OutcomeFile(path, resume=True) as file:
        resumed = Resumed(file, items, library, history=False)
        for outcome in engines.in_order(resumed.items, resumed.answering(answer), 1):
            file.write(outcome)
    assert asked == ["q1"]
    assert [json.loads(line)["id"] for line in path.read_bytes().splitlines()] == ["q0", "q1", "q2"]
    assert json.loads(path.read_bytes().splitlines()[1])["question"] == items[1].question


def test_somebody_else_s_file_is_never_resumed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("Who is Omar Qazi?\n")
    for text in ("precious\n", "precious", '{"id": "x"}\n', "\n"):
        (tmp_path / "out").write_text(text)
        code, _, err = run("batch", "q.txt", "-o", "out", "--resume")
        assert (code, err.count("\n")) == (2, 1)
        assert "is no outcome of quoth batch" in err
        assert (tmp_path / "out").read_text() == text
    assert "give it with -o" in run("batch", "q.txt", "--resume")[2]


def test_the_questions_are_never_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("Who is Omar Qazi?\n")
    code, _, err = run("batch", "q.txt", "-o", "q.txt", "--overwrite")
    assert (code, err) == (2, 'quoth: error: "q.txt" holds the questions themselves; give another -o\n')
    assert (tmp_path / "q.txt").read_text() == "Who is Omar Qazi?\n"


def test_killed_at_fifty_random_moments_nothing_is_lost(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("".join(json.dumps({"question": f"Who is number {n}?"}) + "\n" for n in range(400)))
    (tmp_path / "a.txt").write_text("Number 7 is Barnaby.")
    base = [sys.executable, "-m", "rag", "batch", str(questions), "-a", str(tmp_path / "a.txt"), "-o"]
    subprocess.run([*base, str(tmp_path / "whole")], check=True, capture_output=True, timeout=120)
    (tmp_path / "one.jsonl").write_text('{"question": "Who is number 7?"}\n')
    began = time.monotonic()
    subprocess.run(
        [*base[:4], str(tmp_path / "one.jsonl"), *base[5:], str(tmp_path / "first")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    first = time.monotonic() - began  # until there is an outcome, on a machine however slow
    out = tmp_path / "out"
    moments = random.Random(5)
    kept: list[int] = []
    for _ in range(50):
        process = subprocess.Popen([*base, str(out), "--resume"], stderr=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.3, 1.5) * first)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        lines = out.read_bytes().split(b"\n")[:-1] if out.exists() else []
        kept.append(len(lines))
        if len(lines) == 400:  # begin again, so that every kill is one amid the work
            out.unlink()
    subprocess.run([*base, str(out), "--resume"], check=True, capture_output=True, timeout=120)
    assert texts(out) == texts(tmp_path / "whole")
    assert len(set(kept)) > 3  # the kills did not all come before the first outcome


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("Who is Omar Qazi?\n" * 5)
    command = [sys.executable, "-m", "rag", "batch", "q.txt", "-o", "out"]

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    cut = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60, preexec_fn=bounded
    )
    assert cut.returncode == 2
    assert 'quoth: error: "out" cannot be written: File too large; its lines are whole' in cut.stderr
    assert "Traceback" not in cut.stderr
    raw = (tmp_path / "out").read_bytes()
    assert raw.endswith(b"}\n") and len(raw.splitlines()) in (1, 2)
    subprocess.run([*command, "--resume"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert len(texts(tmp_path / "out")) == 5


def test_an_interrupt_says_how_to_go_on(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "batch", "-", "-o", "my out"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stderr
    with process:
        process.stdin.write(b"{broken\n?\n")
        process.stdin.flush()
        assert process.stderr.readline().startswith(b"quoth: q1: ")  # it is told once it is written
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        said = process.stderr.read().decode()
    assert said.endswith("; go on with: quoth batch - -o 'my out' --resume\n")


# --- the engines give the same


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of articles, long and short, and questions on them, some of them broken."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "pets.txt").write_text("The dog is called Barnaby. The cat is called Tom.")
    towns = [f"The {n}th town has {n * 7} people, one mayor and a bridge over the river.\n" for n in range(200)]
    (folder / "towns.txt").write_text("".join(towns))
    entries: list[dict[str, Any]] = [
        {"question": "What is the name of the dog?", "conversation": 1, "mine": ["kept"]},
        {"question": "How many people has the 99th town?", "article": "towns.txt", "conversation": 2},
        {"question": "And the cat?", "conversation": 1},
        {"question": "?", "conversation": 1},
        {"question": "And the 101th town?", "article": "towns.txt", "conversation": 2},
        {"question": "What is the name of the cat?", "article": "missing.txt"},
    ]
    (folder / "q.jsonl").write_text("{broken\n" + "".join(json.dumps(entry) + "\n" for entry in entries))
    return folder


@pytest.mark.parametrize("history", [[], ["--history"]])
def test_threads_processes_and_ray_answer_the_same(run: Run, mixed: Path, tmp_path: Path, history: list[str]) -> None:
    base = ["batch", str(mixed / "q.jsonl"), "-a", str(mixed / "pets.txt"), *history]
    for name, how in (("threads", []), ("processes", ["-j", "2"]), ("ray", ["--engine", "ray", "-j", "2"])):
        assert run(*base, *how, "-o", name)[0] == 3
    found = texts(tmp_path / "threads")
    assert texts(tmp_path / "processes") == found
    assert texts(tmp_path / "ray") == found
    assert [form["id"] for form in found] == [f"q{n}" for n in range(1, 8)]
    assert [form["error"] is None for form in found] == [False, True, True, True, False, True, False]
    assert found[1]["extra"] == {"mine": ["kept"]}
    assert [form["read_as"] is not None for form in found] == [n in (3, 5) and bool(history) for n in range(7)]
    assert found[2]["answer"] == "693"


def test_ray_resumes_a_conversation_where_it_was_cut(run: Run, mixed: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"  # without the broken line, which is always asked again
    questions.write_bytes(
        (mixed / "q.jsonl").read_bytes().partition(b"\n")[2].replace(b"towns.txt", bytes(mixed / "towns.txt"))
    )
    base = ["batch", "q.jsonl", "-a", str(mixed / "pets.txt"), "--history", "-o", "out"]
    assert run(*base)[0] == 3
    whole = texts(tmp_path / "out")
    assert whole[2]["read_as"] is not None and whole[4]["read_as"] is not None
    lines = (tmp_path / "out").read_bytes().splitlines(keepends=True)
    (tmp_path / "out").write_bytes(b"".join(lines[:2]))
    _, _, err = run(*base, "--resume", "--engine", "ray", "-j", "2")
    assert "2 outcomes of out hold and are kept" in err
    assert texts(tmp_path / "out") == whole


def test_without_ray_one_line_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "q.txt").write_text("Who?\n")
    monkeypatch.setitem(sys.modules, "ray", None)
    code, _, err = run("batch", "q.txt", "--engine", "ray")
    assert (code, err) == (2, "quoth: error: --engine ray needs the package ray; pip install 'quoth[ray]'\n")


def test_a_squad_file_is_asked_of_its_articles(run: Run, tmp_path: Path) -> None:
    paragraphs = [
        {
            "context": "The dog is called Barnaby.",
            "qas": [{"id": "x", "question": "What is the cat called?", "answers": []}],
        },
        {"context": "The cat is called Tom.", "qas": []},
    ]
    (tmp_path / "s.json").write_text(json.dumps({"data": [{"title": "Pets", "paragraphs": paragraphs}]}))
    form = json.loads(run("batch", "s.json")[1])
    assert (form["id"], form["answer"], form["quotes"][0]["article"]) == ("x", "Tom", "Pets.txt")
