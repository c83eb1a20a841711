"""The command line as a person and a script meet it: output, one-line errors, exit codes."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stand_ins import Run

from rag import corpus


def quoth(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rag", *arguments], capture_output=True, text=True, check=False, timeout=120, **options
    )


def test_an_answer_for_people(run: Run) -> None:
    code, out, err = run("ask", "What will Dojo 2 focus on?")
    assert (code, err) == (0, "")
    first, blank, quote, place = out.splitlines()
    assert (first, blank) == ("large models", "")
    assert quote.startswith("  Furthermore, Musk shared that Tesla Dojo2, the company’s upcoming supercomputer, will ")
    assert place.startswith("  — article.txt 509–683, probability ")


def test_an_honest_no_for_people(run: Run) -> None:
    code, out, err = run("ask", "When was xAI founded?")
    assert (code, err) == (0, "")
    assert out.startswith("Not in the article. All 6 passages were read.\n\nNearest, but no answer:\n  ")


def test_quoth_alone_shows_the_help(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert re.search(r"ask +Ask one question\.", out)


def test_a_section_is_named(run: Run) -> None:
    assert ", section “Related Posts”, " in run("ask", "When does the Dojo supercomputer kick off production?")[1]


def test_an_answer_for_programs(run: Run) -> None:
    code, out, _ = run("ask", "--json", "How much more powerful will HW 4 be than HW 3?")
    form = json.loads(out)
    text = (corpus.seed() / "article.txt").read_text(encoding="utf-8")
    (quote,) = form["quotes"]
    assert code == 0
    assert (form["id"], form["status"], form["error"]) == ("q1", "answered", None)
    assert form["answer"].startswith("3-5 times")
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert form["article_sha256"] == "7c4ef208cf2289a1686f3bc31f22bdbe5e08bd35e23e602064e7d2977541ee98"


def test_one_s_own_article(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Pets\n\nThe dog is called Barnaby. The cat is called Tom.\n")
    for path in ("note.md", "."):
        form = json.loads(run("ask", "--json", "-a", path, "What is the name of the dog?")[1])
        assert (form["answer"], form["quotes"][0]["section"]) == ("Barnaby", "Pets")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", "?!"], "no letter and no digit"),
        (["ask", "why " * 300], "is too long for the reader; ask it in about 90 words"),
        (["ask", "a\x07b"], "a control character (U+0007)"),
        (["ask", "a\udc80b"], "a lone surrogate (U+DC80)"),
        (["ask"], "Missing argument"),
        (["ask", "Who?", "-a", "missing.txt"], 'no article at "missing.txt"'),
        (["ask", "Who?", "-a", "empty"], 'no articles in the folder "empty"'),
        (["batch", "missing.jsonl"], 'no questions at "missing.jsonl"'),
        (["batch", "questions.csv"], 'one must be "question"'),
        (["batch", "questions.txt", "-o", "questions.csv"], '"questions.csv" exists'),
        (["batch", "questions.txt", "-o", "no/such/folder"], "cannot be written"),
        (["batch", "--format", "xml"], "xml"),
        (["serve", "--port", "70000"], "70000"),
        (["dance"], "dance"),
        (["ask", "Who?", "--loud"], "--loud"),
    ],
)
def test_what_a_user_can_get_wrong_is_one_line_and_exit_code_2(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "questions.csv").write_text("id,text\na,b\n")
    (tmp_path / "questions.txt").write_text("Who?\n")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("quoth: error: ")
    assert said in err
    assert err.count("\n") == 1


def test_a_batch_answers_what_it_can_in_order_and_exits_3(run: Run, tmp_path: Path) -> None:
    lines = [
        '{"question": "Who is Omar Qazi?"}',
        "{broken",
        '{"id": "x", "question": "?"}',
        '{"question": "Why?", "id": "x"}',
    ]
    lines += ['{"question": "When was xAI founded?"}', r'{"question": "lone \ud800 surrogate", "id": "z"}']
    (tmp_path / "q.jsonl").write_text("\n".join(lines))
    code, out, err = run("batch", "q.jsonl", "-o", "out.jsonl")
    assert (code, out) == (3, "")
    assert err.splitlines()[-1] == "quoth: 6 questions, 2 asked, 4 could not be"
    forms = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [form["id"] for form in forms] == ["q1", "q2", "x", "x", "q5", "z"]
    assert [form["status"] for form in forms] == ["answered", None, None, None, "not_found", None]
    assert [form["error"] is None for form in forms] == [True, False, False, False, True, False]
    assert forms[5]["question"] == "lone \ud800 surrogate"
    assert "line 3: the question" in forms[2]["error"]
    assert 'line 4 has the id "x" of line 3' in forms[3]["error"]
    single = json.loads(run("ask", "--json", "Who is Omar Qazi?")[1])
    assert {**forms[0], "elapsed_ms": 0} == {**single, "elapsed_ms": 0}


def test_an_existing_output_is_kept_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("Who is Omar Qazi?\n")
    (tmp_path / "out").write_text("precious")
    assert run("batch", "q.txt", "-o", "out")[0] == 2
    assert (tmp_path / "out").read_text() == "precious"
    assert run("batch", "q.txt", "-o", "new", "-a", "missing.txt")[0] == 2
    assert not (tmp_path / "new").exists()
    assert run("batch", "q.txt", "-o", "out", "--overwrite")[0] == 0
    assert json.loads((tmp_path / "out").read_text(encoding="utf-8"))["status"] == "answered"


def test_the_index_is_built_once(run: Run) -> None:
    built, cached = (json.loads(run("index")[1]) for _ in range(2))
    assert (built["index"], cached["index"], built["passages"]) == ("built", "in the cache", 6)


def test_each_outcome_is_written_as_soon_as_it_is_known() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin and process.stdout and process.stderr
    with process:
        for number, question in enumerate([b"Who is Omar Qazi?\n", b"When was xAI founded?\n"], start=1):
            process.stdin.write(question)
            process.stdin.flush()  # stdin stays open: the answer must come all the same
            assert json.loads(process.stdout.readline())["id"] == f"q{number}"
        process.send_signal(2)
        process.stdin.close()
        assert process.wait(60) in (0, 130)  # 0 if stdin's end was seen first


def test_interrupted_is_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin and process.stdout and process.stderr
    with process:
        process.stdin.write(b"Who is Omar Qazi?\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(2)
        assert process.wait(60) == 130
        said = process.stderr.read().decode()
        assert re.fullmatch(r"quoth: interrupted after [01] questions; what was answered is written\n", said)


def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "rag", "ask", "Who is Omar Qazi?"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert found.returncode == 2
    assert found.stderr == b"quoth: error: cannot write the output: No space left on device; " + (
        b"what was written before stays\n"
    )


def test_a_reader_that_has_enough_is_no_error() -> None:
    command = ["bash", "-c", f"set -o pipefail; '{sys.executable}' -m rag batch | head -c 1"]
    questions = "Who is Omar Qazi?\n" * 3
    found = subprocess.run(command, input=questions, capture_output=True, text=True, check=False, timeout=120)
    assert (found.returncode, found.stdout) == (0, "{")
    assert "Traceback" not in found.stderr


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = quoth("serve", "--port", str(port))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert f"cannot listen on 127.0.0.1:{port}" in found.stderr


def test_help_and_version_load_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['quoth', '--help']; import rag.cli\n"
        "try: rag.cli.main()\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'numpy', 'torch', 'faiss', 'gradio', 'onnxruntime', 'tokenizers', 'sentence_transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.endswith("[]\n")
    assert quoth("--version").stdout.startswith("quoth 0.")


def test_a_question_on_the_seed_article_needs_no_torch_and_no_network() -> None:
    code = (
        "import sys, socket; sys.argv = ['quoth', 'ask', 'Who is Omar Qazi?']\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "import rag.cli\n"
        "try: rag.cli.main()\n"
        "except SystemExit as end: assert not end.code\n"
        "assert 'torch' not in sys.modules"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_same_bytes_in_a_new_process() -> None:
    def once() -> dict[str, Any]:
        environment = {**os.environ, "PYTHONHASHSEED": "random"}
        form: dict[str, Any] = json.loads(quoth("ask", "--json", "Who asked about NVIDIA?", env=environment).stdout)
        return {**form, "elapsed_ms": 0}

    assert once() == once()
