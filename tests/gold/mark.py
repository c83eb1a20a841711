"""Marks the gold cases that go wrong today with what happens instead, and takes the mark off those that come right.

    python tests/gold/mark.py [GOLD...]

By hand, after a change of the reader or of how answers are composed; the diff of the gold files then shows what the
change did. A failing run never marks anything by itself.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from rag.commands.common import setup
from rag.evaluation import excerpts, gold, run
from rag.evaluation.scores import Judged
from rag.squad import Scope


def reason(one: Judged) -> str | None:
    """Return what goes wrong, as a mark says it."""
    if one.passes:
        return None
    if not one.answered:
        return "finds nothing"
    return f"answers “{excerpts.got(one)}”" if not one.right else "does not quote the evidence"


def main() -> None:
    library = setup(None).open()
    for path in map(Path, sys.argv[1:] or sorted(map(str, Path(__file__).parent.glob("*.gold.jsonl")))):
        judged = list(run.answers(library, run.posed(path, Scope.ARTICLE, given=False)))
        marked = [replace(one.case, xfail=reason(one)) for one in judged]
        gold.write(path, marked)
        before = sum(one.case.xfail is not None for one in judged)
        print(f"{path.name}: {len(marked)} cases, {before} were marked, {sum(c.xfail is not None for c in marked)} are")


if __name__ == "__main__":
    main()
