"""Builds the mixture a reader is trained on from a folder of data sets.

    python -m rag.training.mixture DATA OUT.jsonl [--own SQUAD.json ...] [--held-out SQUAD.json ...]
        [--wordnet FOLDER] [--near SHARE] [--pairs N] [--draw N [--draw-own N]] [--seed 0]

Writes OUT.jsonl and OUT.json: how many examples of each source, how many have no answer, what was dropped and why,
and the licence of each source. `--pairs` adds N questions on the passage nearest to them whose answers nobody knows,
for `rag.training.distil` alone. `--own` adds question files in SQuAD's form; nothing that shares a question or a
passage with a `--held-out` file gets in. `--wordnet` words questions otherwise where it can, by WordNet's files in that
folder. `--near` cuts a share of the passages to the sentences around what matters,
for a reader that reads again after another one. `--draw` keeps N examples, where there is no time for more: all of
one's own and what was made from them, or `--draw-own` of these, and of the others two thirds written by people on
encyclopedia articles.
Same seed and files, same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rag.errors import QuothError
from rag.training import negatives, sources
from rag.training.examples import Example, save, say, write
from rag.training.nearer import nearer
from rag.training.reworded import Thesaurus, reworded
from rag.training.tables import tables
from rag.training.yes_no import yes_no

SHARES = {
    "squad2_recovered": 1.0,
    "squad2_recovered/none": 1.5,
    "squadshifts_new_wiki": 1.0,
    "squadshifts_reddit": 0.4,
    "squadshifts_amazon_reviews": 0.4,
    "nq": 1.0,
    "tales": 0.3,
    "qamr": 0.12,
}
"""How often each source goes in: 2.0 twice, 0.3 a tenth of three. "/none" are its questions without an answer, which
SQuAD's people wrote to look answerable: the scarcest and the most useful of all."""

LICENCES = {
    "squad2_recovered": "CC BY-SA 4.0",
    "squadshifts_new_wiki": "CC BY-SA 4.0",
    "squadshifts_reddit": "CC BY 4.0",
    "squadshifts_amazon_reviews": "CC BY 4.0",
    "nq": "CC BY-SA 3.0",
    "tales": "Apache-2.0",
    "qamr": "MIT",
    "table": "made here, with answers of SQuAD's as names (CC BY-SA 4.0)",
    "yes_no": "CC BY-SA 4.0",
    "placed": "MIT (SQuAD2-CR's questions) on CC BY-SA 4.0 (SQuAD's passages)",
}
PLACED = 3000
"""Questions of SQuAD2-CR that are put to the nearest passage."""
TABLES = 6000
"""Questions on made tables."""
YES_NO = 16_000
"""Questions of SQuAD's that are turned into those which yes or no would answer."""
WRITTEN = 2 / 3
"""How much of a drawn mixture is `squadlike`, if there is so much."""
QUESTION_WORDS = 60
"""Longer questions are slips: two of SQuAD's are whole paragraphs."""


def collected(data: Path, own: Sequence[Path]) -> dict[str, list[Example]]:
    """Return the examples of every source."""
    found = {"squad2_recovered": sources.squad(data / "squad2_recovered.json.gz")}
    for name in ("new_wiki", "reddit", "amazon_reviews"):
        found[f"squadshifts_{name}"] = sources.squad(data / f"squadshifts_{name}.json.gz")
    found["nq"] = sources.natural_questions(data / "nq_gold_passages.jsonl.gz")
    found["tales"] = sources.fairytales(data / "fairytaleqa_explicit.json.gz")
    found["qamr"] = sources.qamr(data / "qamr_filtered_dev.tsv.gz", data / "qamr_wiki-sentences.tsv.gz")
    for path in own:
        name = f"own/{path.name.split('.')[0]}"
        found[name] = sources.squad(path, name)
    return found


def mixed(
    found: dict[str, list[Example]], cleared: Sequence[tuple[str, str]], random_: random.Random
) -> tuple[list[Example], Counter[str]]:
    """Return the mixture of all sources and the negatives made from them, shuffled, and what was dropped and why.

    Args:
        found: the examples of each source.
        cleared: ids and words of questions without an answer and without a passage.
        random_: draws everything that is drawn.
    """
    dropped: Counter[str] = Counter()
    out: list[Example] = []
    good: dict[str, list[Example]] = {}
    for name, examples in found.items():
        good[name] = kept(examples, dropped)
        for wanted, part in ((name, True), (f"{name}/none", False)):
            ones = [one for one in good[name] if (one.answer is not None) is part]
            share = SHARES.get(wanted, SHARES.get(name, 1.0))
            out += ones * int(share)
            out += random_.sample(ones, round(len(ones) * (share % 1)))
    for name, ones in good.items():
        if 2 * sum(one.answer is None for one in ones) >= len(ones) > 0:
            continue  # whoever wrote them wrote enough that look answerable
        alike = squadlike(name)
        out += negatives.neighbours(ones, 0.2 if alike else 0.06, random_)
        out += negatives.removed(ones, 0.4 if alike else 0.15, random_)
        if alike:
            out += negatives.swaps(ones, 0.3, random_)
            out += negatives.renamed(ones, 0.6, random_)
            out += negatives.opposites(ones, 0.6, random_)
            out += negatives.negations(ones, 0.08, random_)
    squad = good.get("squad2_recovered", [])
    if squad and cleared:
        known = {one.id.rpartition("/")[2] for one in squad}
        out += negatives.placed([one for one in cleared if one[0] not in known], squad, PLACED)
    out += tables(squad, TABLES, random_)
    turned = yes_no(squad, YES_NO, random_)
    out += turned + negatives.renamed(turned, 0.4, random_) + negatives.swaps(turned, 0.3, random_)
    random_.shuffle(out)
    return out, dropped


def drawn(
    mixture: Sequence[Example], number: int, random_: random.Random, *, most_own: int | None = None
) -> list[Example]:
    """Return at most `number` examples of `mixture`, none twice.

    All of one's own are kept, or `most_own`, with what was made from them; of the others `WRITTEN` are `squadlike`.
    """
    distinct = list(dict.fromkeys(mixture))
    own = [one for one in distinct if one.id.startswith("own/")]
    rest = [one for one in distinct if not one.id.startswith("own/")]
    written = [one for one in rest if squadlike(one.source)]
    others = [one for one in rest if not squadlike(one.source)]
    out = random_.sample(own, min(number, len(own), number if most_own is None else most_own))
    out += random_.sample(written, min(round(WRITTEN * (number - len(out))), len(written)))
    out += random_.sample(others, min(number - len(out), len(others)))
    random_.shuffle(out)
    return out


def squadlike(source: str) -> bool:
    """Return whether people wrote the questions of `source` on encyclopedia articles, or on one's own."""
    return source in ("squad2_recovered", "squadshifts_new_wiki", "nq") or source.startswith("own/")


def kept(examples: Sequence[Example], dropped: Counter[str]) -> list[Example]:
    """Return the examples without faults, and count the others by what is wrong."""
    good = []
    for example in examples:
        fault = example.fault
        if fault is None and len(example.question.split()) > QUESTION_WORDS:
            fault = f"a question of more than {QUESTION_WORDS} words"
        if fault is None:
            good.append(example)
        else:
            reason = "an answer that is not at its offset" if fault.startswith("the answer") else fault
            dropped[f"{example.source}: {reason}"] += 1
    return good


def without(examples: Sequence[Example], held_out: Sequence[Example], dropped: Counter[str]) -> list[Example]:
    """Return the examples that share neither their question nor their passage with a held-out file."""
    questions = {_key(one.question) for one in held_out}
    contexts = {_key(one.context)[:120] for one in held_out}
    good = []
    for example in examples:
        if _key(example.question) in questions or _key(example.context)[:120] in contexts:
            dropped[f"{example.source}: shared with a held-out file"] += 1
        else:
            good.append(example)
    return good


def _key(text: str) -> str:
    """Return the letters and digits of a text in lower case, since tokenised copies differ in their spaces."""
    return "".join(c for c in text.casefold() if c.isalnum())


def main() -> None:
    """Read the command line, build, write, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    parser.add_argument("--wordnet", type=Path)
    parser.add_argument("--near", type=float, default=0.0)
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--draw", type=int)
    parser.add_argument("--draw-own", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    try:
        cleared = sources.unanswerable(given.data / "squad2cr_word_att_extended.tsv.gz")
        random_ = random.Random(given.seed)
        out, dropped = mixed(collected(given.data, given.own), cleared, random_)
        if given.pairs:
            asked = [(one.id, one.question) for one in out if one.answer is not None] + cleared
            out += negatives.placed(asked, out, given.pairs, source="pair")
        held_out = [example for path in given.held_out for example in sources.squad(path)]
        out = nearer(without(out, held_out, dropped), given.near, random_)
        changed = 0
        if given.wordnet is not None:
            out, changed = reworded(out, Thesaurus(given.wordnet), random_)
        if given.draw is not None:
            out = drawn(out, given.draw, random_, most_own=given.draw_own)
        save(given.out, out)
        counts = Counter((one.source, one.answer is None) for one in out)
        report = {
            "examples": len(out),
            "without_answer": sum(one.answer is None for one in out),
            "sources": {
                name: {
                    "answerable": counts[name, False],
                    "without_answer": counts[name, True],
                    "licence": LICENCES.get(name, "that of the passages it was made from"),
                }
                for name in sorted({name for name, _ in counts})
            },
            "reworded": changed,
            "dropped": dict(sorted(dropped.items())),
            "seed": given.seed,
        }
        write(given.out.with_suffix(".json"), (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode())
    except QuothError as error:
        raise SystemExit(str(error)) from None
    say(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
