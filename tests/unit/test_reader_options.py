"""`--reader` and `--strictness`, on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from stand_ins import Run

from rag.manifest import DEFAULT, SMALL

QUESTION = "What will Dojo 2 focus on?"


def test_a_reader_by_name_and_by_folder(run: Run, tmp_path: Path) -> None:
    shutil.copytree(DEFAULT, tmp_path / "mine")
    plain, named, folder = (
        json.loads(run("ask", "--json", *options, QUESTION)[1])
        for options in ([], ["--reader", DEFAULT.name], ["--reader", str(tmp_path / "mine")])
    )
    for outcome in (plain, named, folder):
        outcome.pop("elapsed_ms")
    assert plain == named == folder
    small = json.loads(run("ask", "--json", "--reader", SMALL.name, QUESTION)[1])
    assert small["answer"] == plain["answer"] == "large models"
    assert small["reader"].startswith("reader-v5@")
    code, out, err = run("ask", "--reader", str(tmp_path), QUESTION)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "no reader" in err


def test_strictness_keeps_silent_more_often(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "mine")
    manifest = tmp_path / "mine" / "manifest.json"
    entries = json.loads(manifest.read_text()) | {"curve": [[50.0, 0.01, 0.01], [-50.0, 0.9, 1.0]]}
    manifest.write_text(json.dumps(entries))
    answered = {
        share: json.loads(run("ask", "--json", "--reader", str(tmp_path / "mine"), "--strictness", share, QUESTION)[1])
        for share in ("0.02", "0.95")
    }
    assert {share: one["status"] for share, one in answered.items()} == {"0.02": "not_found", "0.95": "answered"}
    assert answered["0.02"]["reader"] != answered["0.95"]["reader"]
    for share, told in (("0.005", "give at least 0.01"), ("2", "--strictness"), ("x", "--strictness")):
        code, out, err = run("ask", "--reader", str(tmp_path / "mine"), "--strictness", share, QUESTION)
        assert (code, out) == (2, "")
        assert told in err
        assert err.count("\n") == 1
