"""`quoth eval`: the gate, the baseline, the reports, with the real reader on articles of two sentences."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from stand_ins import Run

NASTY = "</script><img src=//e onerror=alert(1)> & `x` | *y*"
GOLD: list[dict[str, Any]] = [
    {"question": "What is the dog called?", "answers": [{"text": "Barnaby", "answer_start": 18}], "id": "dog"},
    {"question": f"What is the cat called {NASTY}?", "answers": [{"text": "cat"}], "id": "cat", "note": NASTY},
    {"question": "When was the moon bought?", "answers": [], "id": "no", "tags": ["outside"]},
    {"question": "Who is the dog?", "answers": [{"text": "four"}], "id": "known", "xfail": "answers the name"},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "pets.txt").write_text("The dog is called Barnaby. The cat is called Tom. It is four years old.\n")
    path = tmp_path / "pets.gold.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in GOLD))
    return path


def test_the_figures_and_the_gate(run: Run, gold: Path) -> None:
    code, out, err = run("eval", gold.name, "--fail-under", "no_acc=1", "exact_quotes=1")
    assert (code, err) == (0, "")
    assert re.search(r"^no_acc +100\.0  n 1 ", out, re.MULTILINE)
    assert "1 cases are marked as going wrong (xfail); 0 of them came right" in out
    code, out, _ = run("eval", gold.name, "--fail-under", "right=0.9", "--fail-under", "f1=0.99")
    assert code == 1
    assert [line.split(",")[0] for line in out.splitlines() if line.startswith("FAILED: ")] == [
        "FAILED: right is 0.5000",
        "FAILED: f1 is 0.5000",
    ]


def test_a_baseline_tells_what_broke_was_mended_and_reworded(run: Run, gold: Path, tmp_path: Path) -> None:
    assert run("eval", gold.name, "--baseline", "b.json", "--update-baseline")[0] == 0
    first = (tmp_path / "b.json").read_text()
    assert (
        "against b.json: 0 broken, 0 mended, 0 reworded, 0 new, 0 gone"
        in run("eval", gold.name, "--baseline", "b.json", "--max-regressions", "0")[1]
    )
    assert (tmp_path / "b.json").read_text() == first  # only --update-baseline writes it
    cases = {case["id"]: case for case in json.loads(first)["cases"]}
    assert cases["dog"]["quotes"] == [["pets.txt", 0, 26, "The dog is called Barnaby."]]
    assert first.count('\n{"id": ') == len(GOLD)
    cases["dog"] |= {"answer": "Tom", "right": False, "quotes": [["pets.txt", 27, 49, "The cat is called Tom."]]}
    cases["cat"] |= {"answer": "cat", "right": True}
    cases["known"] |= {"answer": "a dog"}
    cases["old"] = cases.pop("no") | {"id": "old"}
    (tmp_path / "c.json").write_text(json.dumps(json.loads(first) | {"cases": list(cases.values()), "reader": "r@0"}))
    code, out, _ = run("eval", gold.name, "--baseline", "c.json", "--max-regressions", "0", "--report", "r.md")
    assert code == 1
    assert "against c.json: 1 broken, 1 mended, 1 reworded, 1 new, 1 gone (the baseline is of reader r@0, this " in out
    mended = out[out.index("mended: dog") :].splitlines()
    assert mended[1:5] == [
        "  - Tom",
        "  + Barnaby",
        "  - pets.txt 27: The dog is called Barnaby. [The cat is called Tom.] It is four years old. ",
        "  + pets.txt 0: [The dog is called Barnaby.] The cat is called Tom. It is four years…",
    ]
    assert "FAILED: 1 broke, 0 may" in out
    assert run("eval", gold.name, "--baseline", "c.json", "--max-regressions", "1")[0] == 0


def test_a_baseline_of_an_article_that_is_called_otherwise_now_is_compared(
    run: Run, gold: Path, tmp_path: Path
) -> None:
    run("eval", gold.name, "--baseline", "b.json", "--update-baseline")
    (tmp_path / "b.json").write_text((tmp_path / "b.json").read_text().replace("pets.txt", "animals.txt"))
    code, out, _ = run("eval", gold.name, "--baseline", "b.json")
    assert code == 0
    assert "  - pets.txt 0: [The dog is called Barnaby.] The cat" in out


def test_every_report_holds_the_same_and_nothing_breaks_out_of_it(run: Run, gold: Path, tmp_path: Path) -> None:
    paths = [f"r{suffix}" for suffix in (".json", ".md", ".xml", ".html")]
    assert run("eval", gold.name, *(word for path in paths for word in ("--report", path)))[0] == 0
    told, plain, xml, page = ((tmp_path / path).read_text(encoding="utf-8") for path in paths)
    form = json.loads(told)
    assert [case["right"] for case in form["cases"]] == [True, False, True, False]
    assert form["scores"]["recall@1"]["value"] is None  # read whole: nothing was retrieved
    assert form["cases"][0]["outcome"]["quotes"][0]["text"] == "The dog is called Barnaby."
    suite = ET.fromstring(xml)
    assert [suite.get(name) for name in ("tests", "failures", "skipped")] == ["4", "1", "1"]
    (failure,) = suite.iter("failure")
    assert NASTY in str(failure.text)
    assert "expected: cat" in str(failure.text)
    assert "<img" not in page.replace("&lt;img", "") and page.count("<script>") == 1
    assert not any(remote in page.replace("//e", "") for remote in ("http:", "https:", 'src="', "//", "@import"))
    assert "2 of 4 cases go wrong:" in plain
    assert "<img" not in plain.replace("\\<img", "")


def test_several_files_are_told_apart(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "other.gold.jsonl").write_text(gold.read_text())
    run("eval", gold.name, "other.gold.jsonl", "-a", "pets.txt", "--report", "r.json")
    ids = [case["gold"]["id"] for case in json.loads((tmp_path / "r.json").read_text())["cases"]]
    assert ids[0] == "pets:dog" and ids[4] == "other:dog"


def test_a_history_is_asked_first(run: Run, gold: Path, tmp_path: Path) -> None:
    case = {"question": "And the cat?", "answers": [{"text": "Tom"}], "history": ["What is the name of the dog?"]}
    gold.write_text(json.dumps(case))
    run("eval", gold.name, "--report", "r.json")
    (told,) = json.loads((tmp_path / "r.json").read_text())["cases"]
    assert told["outcome"]["read_as"] == "What is the name of the cat?"


def test_retrieval_is_measured_where_it_decides(run: Run, tmp_path: Path) -> None:
    rest = "one mayor, two schools and a bridge over the river"
    lines = [f"The {n}th town has {n * 7} people, {rest}.\n" for n in range(400)]
    (tmp_path / "towns.txt").write_text("".join(lines))
    at = "".join(lines).index("2247 people")
    entries = [
        {"question": "How many people has the 321th town?", "answers": [{"text": "2247", "answer_start": at}]},
        {"question": "How many people live on the moon?", "answers": []},
    ]
    (tmp_path / "towns.gold.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    run("eval", "towns.gold.jsonl", "--report", "r.json")
    told = json.loads((tmp_path / "r.json").read_text())
    assert told["scores"]["recall@1"] == {**told["scores"]["recall@1"], "value": 1.0, "n": 1}
    assert [case["rank"] for case in told["cases"]] == [0, None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.gold.jsonl"], "no gold file at"),
        (["missing.json"], "no gold file at"),
        (["f1=0.5"], "no gold file is given"),
        (["pets.gold.jsonl", "--fail-under", "f1=nan"], 'threshold "f1=nan" is no number from 0 to 1'),
        (["pets.gold.jsonl", "--max-regressions", "0"], "need --baseline FILE"),
        (["pets.gold.jsonl", "--baseline", "missing.json"], 'no baseline at "missing.json"'),
        (["pets.gold.jsonl", "--baseline", "pets.txt"], '"pets.txt" is no baseline'),
        (["pets.gold.jsonl", "--report", "r.pdf"], 'the report "r.pdf" must end in one of .json, .md, .xml, .html'),
        (["pets.gold.jsonl", "--report", "no/such/r.html"], "cannot be written"),
        (["pets.gold.jsonl", "--squad-predictions", "."], "cannot be written"),
        (["wrong.gold.jsonl"], "'Rex' is not in pets.txt; see quoth gold check"),
        (["moved.gold.jsonl"], "'Barnaby' is not at 3, but at 18; see quoth gold check"),
        (["broken.gold.jsonl"], "line 2 of"),
        (["pets.txt.json"], "is no SQuAD file"),
    ],
)
def test_what_can_be_got_wrong_is_one_line(
    run: Run, gold: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    for name, answer in (("wrong", {"text": "Rex"}), ("moved", {"text": "Barnaby", "answer_start": 3})):
        entry = {"question": "Dog?", "answers": [answer], "article": "pets.txt"}
        (tmp_path / f"{name}.gold.jsonl").write_text(json.dumps(entry))
    (tmp_path / "broken.gold.jsonl").write_text(gold.read_text().splitlines()[0] + "\n{")
    (tmp_path / "pets.txt.json").write_text("{}")
    before = sorted(path.name for path in tmp_path.iterdir())
    code, out, err = run("eval", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert sorted(path.name for path in tmp_path.iterdir()) in (before, sorted([*before, "cache"]))


def test_a_baseline_of_another_article_is_refused_and_can_be_replaced(run: Run, gold: Path, tmp_path: Path) -> None:
    run("eval", gold.name, "--baseline", "b.json", "--update-baseline")
    text = (tmp_path / "pets.txt").read_text()
    (tmp_path / "pets.txt").write_text(text + "More.\n")
    code, _, err = run("eval", gold.name, "--baseline", "b.json")
    assert (code, err.count("\n")) == (2, 1)
    assert "is of another article (dog: " in err
    assert run("eval", gold.name, "--baseline", "b.json", "--update-baseline")[0] == 0
    assert run("eval", gold.name, "--baseline", "b.json")[0] == 0
