"""What an earlier run answered, kept in a file that reads well in a git diff, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rag.errors import QuothError, shown
from rag.evaluation.scores import Judged, Score

Kind = Literal["broken", "mended", "reworded"]


@dataclass(frozen=True, slots=True)
class Change:
    """A case that is not what it was; `before` is its entry in the baseline, `after` that of this run."""

    kind: Kind
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a run stands beside an earlier one."""

    path: Path
    changes: tuple[Change, ...]
    added: tuple[str, ...]
    """The ids of cases that the baseline lacks."""
    gone: tuple[str, ...]
    """The ids of cases that only the baseline has."""
    remark: str | None
    """What makes the comparison less than one of like with like."""

    @property
    def broken(self) -> list[Change]:
        """Return the cases that came right and no longer do."""
        return [change for change in self.changes if change.kind == "broken"]


def entry(one: Judged) -> dict[str, Any]:
    """Return what a baseline keeps of a case."""
    quotes = [[quote["article"], quote["start"], quote["end"], quote["text"]] for quote in one.outcome["quotes"]]
    return {
        "id": one.case.id,
        "question": one.case.question,
        "article_sha256": one.outcome["article_sha256"][:16],
        "right": one.right,
        "answer": one.outcome["answer"],
        "quotes": quotes,
    }


def written(cases: Sequence[Judged], scores: Mapping[str, Score]) -> str:
    """Return a baseline: one line a case, so that a diff of it names the cases that changed."""
    first = cases[0].outcome
    head = {
        "reader": first["reader"],
        "settings": first["settings"],
        "version": first["version"],
        "scores": {name: round(score.value, 4) for name, score in scores.items() if score.n},
    }
    lines = ",\n".join(json.dumps(entry(one), ensure_ascii=False) for one in cases)
    return json.dumps(head, indent=1, ensure_ascii=False)[:-2] + f',\n "cases": [\n{lines}\n ]\n}}\n'


def load(path: Path) -> dict[str, Any]:
    """Read a baseline.

    Raises:
        QuothError: if it is none.
    """
    try:
        found = json.loads(path.read_bytes())
        known = {"reader", "settings", "cases"} <= found.keys() and all(
            {"id", "article_sha256", "right", "answer", "quotes"} <= case.keys() for case in found["cases"]
        )
    except OSError as error:
        raise QuothError(f"no baseline at {shown(path)}: {error.strerror}; make one with --update-baseline") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        known = False
    if not known:
        raise QuothError(f"{shown(path)} is no baseline; make one with --update-baseline")
    return dict(found)


def compared(path: Path, cases: Sequence[Judged]) -> Comparison:
    """Hold the cases of this run against the baseline at `path`.

    Raises:
        QuothError: if there is none, or it is of other articles.
    """
    baseline = load(path)
    before = {case["id"]: case for case in baseline["cases"]}
    after = {one.case.id: entry(one) for one in cases}
    changes = []
    for name, now in after.items():
        then = before.get(name)
        if then is None:
            continue
        if then["article_sha256"] != now["article_sha256"]:
            raise QuothError(
                f"the baseline {shown(path)} is of another article ({name}: {then['article_sha256']}, here "
                f"{now['article_sha256']}); --update-baseline replaces it"
            )
        kind: Kind | None = None
        if then["right"] != now["right"]:
            kind = "mended" if now["right"] else "broken"
        elif (then["answer"], then["quotes"]) != (now["answer"], now["quotes"]):
            kind = "reworded"
        if kind:
            changes.append(Change(kind, then, now))
    if after and not before.keys() & after.keys():
        raise QuothError(f"the baseline {shown(path)} has none of these cases; --update-baseline replaces it")
    reader = cases[0].outcome["reader"]
    remark = f"the baseline is of reader {baseline['reader']}, this run of {reader}"
    return Comparison(
        path,
        tuple(changes),
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        remark if baseline["reader"] != reader else None,
    )
