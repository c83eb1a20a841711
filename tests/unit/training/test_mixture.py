"""Examples, sources, negatives and the mixture: what gets in, what does not, and that it is the same every time."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tiny_models import example

from rag.errors import QuothError
from rag.training import examples, mixture, negatives, sources

GOOD = example("Who fell?", "Ann fell.", "Ann")


def test_broken_lines_are_told_by_their_number_and_left_out(tmp_path: Path) -> None:
    bad = [
        "{",
        json.dumps({"id": "x"}),
        json.dumps(asdict(replace(GOOD, start=3))),
        json.dumps(asdict(replace(GOOD, context=" ", answer=None))),
        json.dumps(asdict(replace(GOOD, question=""))),
        json.dumps(asdict(replace(GOOD, answer=""))),
        json.dumps(asdict(GOOD) | {"start": "0"}),
        json.dumps(asdict(GOOD) | {"question": 7}),
        json.dumps(asdict(replace(GOOD, start=-5))),
    ]
    path = tmp_path / "mix.jsonl"
    path.write_text("\n".join([*bad, json.dumps(asdict(GOOD))]), encoding="utf-8")
    told: list[str] = []
    assert examples.load(path, told.append) == [GOOD]
    assert [line.split(":")[0] for line in told] == [f"mix.jsonl, line {n}" for n in range(1, len(bad) + 1)]
    assert 'the answer "Ann" is not at its offset 3' in told[2]
    assert "an empty context" in told[3]
    assert all("\n" not in line for line in told)


def test_a_file_without_examples_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mix.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(QuothError, match="no line of"):
        examples.load(path, lambda _: None)
    with pytest.raises(QuothError, match="no mixture in"):
        examples.load(tmp_path / "none.jsonl")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mix.jsonl"
    examples.save(path, [GOOD])
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(QuothError, match="No space left on device"):
        examples.save(path, [GOOD, GOOD])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["mix.jsonl"]


def test_every_form_of_source_is_read(tmp_path: Path) -> None:
    squad = {
        "data": [
            {
                "title": "T",
                "paragraphs": [
                    {
                        "context": "Ann fell.",
                        "qas": [
                            {"id": "1", "question": " Who? ", "answers": [{"text": "Ann", "answer_start": 0}]},
                            {"id": "2", "question": "When?", "answers": [], "is_impossible": True},
                        ],
                    }
                ],
            }
        ]
    }
    path = tmp_path / "s.json.gz"
    path.write_bytes(gzip.compress(json.dumps(squad).encode()))
    first, second = sources.squad(path)
    assert (first.question, first.answer, first.start, first.article) == ("Who?", "Ann", 0, "T")
    assert (second.answer, second.start) == (None, -1)

    (tmp_path / "q.tsv").write_text(
        "W:1:2\t3\t7\t0\t1\tWho lives ?\t4 5\t1:4\t2:5\nW:1:2\t3\t7\t0\t1\tWho ?\t0 4\tx\ty\n"
    )
    (tmp_path / "t.tsv").write_text("W:1:2\tHere , -LRB- then -RRB- Ann lives .\n")
    (one,) = sources.qamr(tmp_path / "q.tsv", tmp_path / "t.tsv")
    assert one.context == "Here , ( then ) Ann lives ."
    assert one.answer == ") Ann"
    assert one.fault is None

    passage = {"text": "It was Ann Lee, in 1901.", "title": "Lee"}
    (tmp_path / "n.jsonl").write_text(json.dumps({"question": "who", "answers": ["Bob", "Ann Lee"], "ctxs": [passage]}))
    (real,) = sources.natural_questions(tmp_path / "n.jsonl")
    assert (real.answer, real.start, real.article) == ("Ann Lee", 7, "Lee")
    with pytest.raises(QuothError, match="cannot read"):
        sources.squad(tmp_path / "none")
    (tmp_path / "other").write_text('{"rows": []}')
    with pytest.raises(QuothError, match="no SQuAD file"):
        sources.squad(tmp_path / "other")
    (tmp_path / "broken").write_bytes(b"\x1f\x8bnot gzip")
    with pytest.raises(QuothError, match="cannot read"):
        sources.squad(tmp_path / "broken")


CASTLES = [
    example("When was Castle Howth built?", "Castle Howth, near Dublin, was built in 1177.", "1177", article="Castles"),
    example("Who owned Castle Kilkea?", "Castle Kilkea was owned by Hugh Lacy.", "Hugh Lacy", article="Castles"),
    example("What is the largest castle?", "Trim is the largest castle of Ireland.", "Trim", article="Castles"),
    example("Who was lord in 1177?", "In 1177 the lord was John; Castle Trim was built.", "John", article="Castles"),
]


def test_neighbours_share_the_article_and_lack_the_answer() -> None:
    found = negatives.neighbours(CASTLES, 1.0, random.Random(0))
    assert len(found) == len(CASTLES)
    for one in found:
        original = next(other for other in CASTLES if other.question == one.question)
        assert one.context in {other.context for other in CASTLES} - {original.context}
        assert original.answer and original.answer not in one.context
        assert (one.answer, one.start, one.source) == (None, -1, "neighbour")
    assert not negatives.neighbours(CASTLES[:1], 1.0, random.Random(0))


def test_swaps_bring_in_what_the_passage_does_not_have() -> None:
    for seed in range(20):
        for one in negatives.swaps(CASTLES, 1.0, random.Random(seed)):
            changed = set(one.question.strip("?").split()) - {w for c in CASTLES for w in c.question.strip("?").split()}
            original = next(other for other in CASTLES if other.context == one.context)
            assert one.question != original.question
            new = set(one.question.strip("?").split()) - set(original.question.strip("?").split())
            assert new
            assert not any(word in one.context for word in new | changed if word != "Castle")
            assert one.fault is None
            assert one.answer is None


def test_removed_passages_keep_all_but_the_sentences_of_the_answer() -> None:
    context = "Trim is a castle of Ireland. It was built by Hugh Lacy. HUGH LACY died. Today anyone may see its tower."
    asked = example("Who built Trim?", context, "Hugh Lacy")
    (one,) = negatives.removed([asked], 1.0, random.Random(0))
    assert one.context == "Trim is a castle of Ireland. Today anyone may see its tower."
    assert (one.question, one.answer, one.start, one.source) == (asked.question, None, -1, "removed")
    assert negatives.removed([replace(asked, context="It was Hugh Lacy. So.")], 1.0, random.Random(0)) == []


def test_renamed_passages_lose_the_name_that_the_question_asks_about() -> None:
    asked = [
        *CASTLES,
        example("Who was near Castle Trim?", "Castle Trim and Castle Trim’s lord Bob.", "Bob", article="Castles"),
    ]
    found = [one for seed in range(20) for one in negatives.renamed(asked, 1.0, random.Random(seed))]
    assert {one.question for one in found} >= {"Who was near Castle Trim?", "Who was lord in 1177?"}
    for one in found:
        (original,) = (other for other in asked if other.question == one.question)
        assert any(
            name in original.context and name not in one.context for name in ("Castle", "1177", "Trim", "Kilkea")
        )
        assert original.answer and original.answer in one.context  # or else the answer would be gone, not its subject
        assert (one.answer, one.start, one.source, one.fault) == (None, -1, "renamed", None)


@pytest.mark.parametrize(
    ("question", "context", "answer"),
    [
        ("What is near Ballin Trim?", "Near Ballin Trim is the Ballin Trim smithy.", "Ballin Trim smithy"),
        ("What is near Ballin Trim?", "Near Ballin Trim, or BALLIN TRIM, is a smithy.", "smithy"),
        ("What is near Ballin Trim, unlike Dunmore Howth?", "Near Ballin Trim is a smithy.", "smithy"),
    ],
    ids=["the answer would go too", "the name would stay", "the other name is asked about too"],
)
def test_a_passage_is_not_renamed_where_that_would_teach_wrongly(question: str, context: str, answer: str) -> None:
    asked = example(question, context, answer, article="Castles")
    other = example("What is old?", "Old is Dunmore Howth, they say.", "Old", article="Castles")
    assert [one for n in range(20) for one in negatives.renamed([asked, other], 1.0, random.Random(n))] == []
    plain = example("What is near Ballin Trim?", "Near Ballin Trim is a smithy.", "smithy", article="Castles")
    assert negatives.renamed([plain, other], 1.0, random.Random(0))[0].context == "Near Dunmore Howth is a smithy."


def test_opposites_and_negations_of_the_question_only() -> None:
    (turned,) = negatives.opposites(CASTLES, 1.0, random.Random(0))
    assert turned.question == "What is the smallest castle?"
    both = replace(CASTLES[2], context="Trim is the largest castle, Dunsany the smallest.")
    assert negatives.opposites([both], 1.0, random.Random(0)) == []
    negated = {one.question for one in negatives.negations(CASTLES, 1.0, random.Random(0))}
    assert negated == {"What is not the largest castle?", "Who was not lord in 1177?"}


def test_placed_questions_go_to_the_nearest_passage_and_the_nearest_pairs_are_kept() -> None:
    asked = [("1", "Who sold Kilkea to Lacy?"), ("2", "Why do fish swim?")]
    (one,) = negatives.placed(asked, CASTLES, 1)
    assert (one.question, one.context, one.answer) == ("Who sold Kilkea to Lacy?", CASTLES[1].context, None)


def test_the_mixture_is_the_same_every_time_and_counts_what_it_drops() -> None:
    wrong = replace(CASTLES[0], start=0)
    none = [replace(CASTLES[2], id=name, answer=None, start=-1) for name in "ab"]
    found = {"squad2_recovered": [*CASTLES, wrong, *none]}
    one, dropped = mixture.mixed(found, [("9", "Who sold Castle Trim?")], random.Random(3))
    two, _ = mixture.mixed(found, [("9", "Who sold Castle Trim?")], random.Random(3))
    other, _ = mixture.mixed(found, [("9", "Who sold Castle Trim?")], random.Random(4))
    assert one == two
    assert one != other
    assert dropped == {"test: an answer that is not at its offset": 1}
    assert sum(one.source == "test" and one.answer is None for one in one) == 3  # those go in one and a half times
    assert sum(one.source == "placed" for one in one) == 1
    assert all(one.fault is None for one in one)


def test_nothing_is_made_from_a_source_that_has_enough_without_an_answer() -> None:
    none = [replace(one, id=f"{one.id}/none", question=f"{one.question}?", answer=None, start=-1) for one in CASTLES]
    for without, made in ((none, 0), (none[1:], 1)):
        out, _ = mixture.mixed({"own/mine": [*CASTLES, *without]}, [], random.Random(3))
        assert min(1, len(out) - len(CASTLES) - len(without)) == made


def test_nothing_of_a_held_out_file_gets_in() -> None:
    dropped: Counter[str] = Counter()
    tokenised = replace(CASTLES[1], question="x", context=CASTLES[1].context.replace(".", " ."))
    kept = mixture.without([*CASTLES, tokenised], [CASTLES[1], example("WHO was lord in 1177", "Else.")], dropped)
    assert kept == [CASTLES[0], CASTLES[2]]
    assert dropped == {"test: shared with a held-out file": 3}


def test_what_is_drawn_is_mostly_written_by_people_and_holds_nothing_twice() -> None:
    written = [example(f"Who fell {n}?", "Ann fell.", "Ann", source="squad2_recovered") for n in range(40)]
    others = [example(f"Who fell {n}?", "Ann fell.", None, source="swap") for n in range(40)]
    out = mixture.drawn(written * 2 + others, 30, random.Random(1))
    assert Counter(one.source for one in out) == {"squad2_recovered": 20, "swap": 10}
    assert len(set(out)) == 30
    assert out == mixture.drawn(written * 2 + others, 30, random.Random(1))
    assert set(mixture.drawn([*written[:5], *others], 30, random.Random(1))) > set(written[:5])
    assert len(mixture.drawn(written, 30, random.Random(1))) == 20
    asked = [example(f"who fell {n}", "Ann fell.", "Ann", source="nq") for n in range(40)]
    assert Counter(one.source for one in mixture.drawn(asked + others, 30, random.Random(1)))["nq"] == 20


def test_ones_own_questions_are_all_drawn_with_what_is_made_from_them(tmp_path: Path) -> None:
    path = tmp_path / "mine.v2.json"
    answers = [{"text": "Ann", "answer_start": 0}]
    asked = [{"id": str(n), "question": f"Who fell {n}?", "answers": answers} for n in range(9)]
    path.write_text(json.dumps({"data": [{"paragraphs": [{"context": "Ann fell. It rained.", "qas": asked}]}]}))
    own = sources.squad(path, "own/mine")
    assert {one.source for one in own} == {"own/mine"}
    made = negatives.removed(own, 1.0, random.Random(1))
    others = [example(f"Who rose {n}?", "Ann rose.", "Ann", source="squad2_recovered") for n in range(40)]
    out = mixture.drawn([*others, *own, *made], 25, random.Random(1))
    assert set(own + made) < set(out)
    assert len(out) == len(own + made) + 5  # two thirds of what is left
    assert set(mixture.drawn([*others, *own], 5, random.Random(1))) < set(own)
    fewer = mixture.drawn([*others, *own, *made], 25, random.Random(1), most_own=4)
    assert sum(one in own + made for one in fewer) == 4
    assert len(fewer) == 4 + 14  # two thirds of what is left


@pytest.mark.parametrize(("name", "none"), [("everyday", 0.32), ("contrast", 0.6), ("queries", 0.5)])
def test_the_questions_that_come_along_are_sound(name: str, none: float) -> None:
    own = sources.squad(Path(mixture.__file__).parent / f"{name}.json.gz", f"own/{name}")
    assert [one.id for one in own if one.fault] == []
    assert len({(one.question, one.context) for one in own}) == len({one.id for one in own}) == len(own)
    assert sum(one.answer is None for one in own) / len(own) == pytest.approx(none, abs=0.01)
