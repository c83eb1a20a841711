"""Gold files as tests, in a run of pytest of its own, as the installed package brings it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pets.txt").write_text("The dog is called Barnaby. The cat is called Tom.\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    return tmp_path


def pytest_run(folder: Path, entries: list[dict[str, Any]], *arguments: str) -> tuple[int, str]:
    (folder / "pets.gold.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--strict-markers", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return found.returncode, found.stdout


TAGS = ["name", "near-miss"]
DOG = {"id": "dog", "question": "What is the dog called?", "answers": [{"text": "Barnaby"}], "tags": TAGS}
CAT = {"question": "What is the cat called?", "answers": [{"text": "cat"}], "note": "a note"}


def test_right_wrong_and_expected_to_go_wrong(folder: Path) -> None:
    code, out = pytest_run(folder, [DOG, CAT, {**CAT, "xfail": "gives the name"}, {**DOG, "id": "x", "xfail": "no"}])
    assert code == 1
    assert "2 failed, 1 passed, 1 xfailed" in out
    assert "pets.gold.jsonl::line 2" in out
    assert "expected: cat\ngot:      Tom (probability " in out
    assert "quoted  pets.txt 45: …og is called Barnaby. The cat is called [Tom]." in out
    assert "note: a note" in out
    assert "[XPASS(strict)] no" in out
    assert "Traceback" not in out and "runtest" not in out


def test_tags_are_markers_and_a_line_is_a_place(folder: Path) -> None:
    code, out = pytest_run(folder, [CAT, DOG], "-m", "near_miss", "-v")
    assert (code, "1 passed, 1 deselected" in out) == (0, True)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"question": "Q?"}, 'line 1 of "'),
        ({**DOG, "answers": [{"text": "Rex"}]}, "dog: 'Rex' is not in pets.txt; see quoth gold check"),
        ({**DOG, "article": "gone.txt"}, "no article at"),
        ({**DOG, "question": "?"}, "has no letter and no digit"),
    ],
)
def test_a_broken_case_fails_in_plain_words(folder: Path, entry: dict[str, Any], said: str) -> None:
    code, out = pytest_run(folder, [entry])
    assert code != 0
    assert said in out
    assert "Traceback" not in out


def test_collecting_loads_nothing_heavy(folder: Path) -> None:
    (folder / "conftest.py").write_text(
        "import sys\n"
        "def pytest_collection_finish():\n"
        "    assert not {'torch', 'onnxruntime', 'faiss', 'gradio'} & set(sys.modules)\n"
    )
    code, out = pytest_run(folder, [DOG] * 1 + [{**CAT, "id": str(n)} for n in range(50)], "--collect-only")
    assert (code, "51 tests collected" in out) == (0, True)
