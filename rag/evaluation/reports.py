"""An evaluation as a person or a program reads it: terminal, JSON, Markdown, JUnit XML, one HTML page."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.errors import QuothError, shown
from rag.evaluation import excerpts
from rag.evaluation.baseline import Change, Comparison
from rag.evaluation.scores import MEANING, Judged, Score, latency, risk_coverage


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Judged cases and all that is said of them."""

    cases: Sequence[Judged]
    scores: Mapping[str, Score]
    comparison: Comparison | None
    missed: Sequence[str]
    """Why the gate is shut; empty if it is open."""

    @property
    def wrong(self) -> list[Judged]:
        """Return the cases that did not come right."""
        return [one for one in self.cases if not one.right]


def terminal(evaluation: Evaluation) -> str:
    """Return the figures, what changed, and what made it fail."""
    lines = [
        f"{name:18} {value:>6}  n {n:<6} {interval:15} {what}" for name, value, n, interval, what in _rows(evaluation)
    ]
    times = latency(evaluation.cases)
    lines.append(
        f"{'latency':18} {times['median_ms']:.0f} ms median, {times['p95_ms']:.0f} ms 95th percentile, several at once"
    )
    expected = [one for one in evaluation.cases if one.case.xfail is not None]
    if expected:
        passed = sum(one.passes for one in expected)
        lines.append(f"{len(expected)} cases are marked as going wrong (xfail); {passed} of them came right")
    comparison = evaluation.comparison
    if comparison:
        lines += ["", _counted(comparison)]
        for change in comparison.changes:
            lines += ["", *_told(change, evaluation)]
    lines += [f"FAILED: {reason}" for reason in evaluation.missed]
    return "\n".join(lines)


def as_json(evaluation: Evaluation) -> str:
    """Return everything, for programs."""
    comparison = evaluation.comparison
    form = {
        "scores": {
            name: {key: _number(value) for key, value in asdict(score).items() if key != "name"}
            for name, score in evaluation.scores.items()
        },
        "latency": latency(evaluation.cases),
        "risk_coverage": [
            {"probability": p, "coverage": round(c, 4), "risk": round(r, 4)}
            for p, c, r in risk_coverage(evaluation.cases)
        ],
        "missed": list(evaluation.missed),
        "comparison": asdict(comparison) | {"path": str(comparison.path)} if comparison else None,
        "cases": [
            {
                "gold": one.case.json() | {"id": one.case.id},
                "right": one.right,
                "em": one.em,
                "f1": round(one.f1, 4),
                "evidence_quoted": one.evidence_quoted,
                "rank": one.rank,
                "outcome": one.outcome,
            }
            for one in evaluation.cases
        ],
    }
    return json.dumps(form, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def markdown(evaluation: Evaluation) -> str:
    """Return the figures, the changes and the wrong cases, as for a comment on a change."""
    lines = ["| score | | n | 95 % | |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join((f'`{row[0]}`', *row[1:]))} |" for row in _rows(evaluation)]
    lines += [f"\n**Failed:** {reason}" for reason in evaluation.missed]
    if evaluation.comparison:
        lines += ["", _counted(evaluation.comparison), ""]
        for change in evaluation.comparison.changes:
            lines += ["```", *_told(change, evaluation), "```"]
    lines += ["", f"{len(evaluation.wrong)} of {len(evaluation.cases)} cases go wrong:", ""]
    lines += [
        f"- `{one.case.id}` {_cell(one.case.question)} — expected {_cell(excerpts.expected(one))}, "
        f"got {_cell(excerpts.got(one))}"
        for one in evaluation.wrong
    ]
    return "\n".join(lines) + "\n"


def junit(evaluation: Evaluation) -> str:
    """Return the cases as JUnit XML; one marked as going wrong that does is skipped, not failed."""
    expected = [one for one in evaluation.wrong if one.case.xfail is not None]
    suite = ET.Element(
        "testsuite",
        name="quoth",
        tests=str(len(evaluation.cases)),
        failures=str(len(evaluation.wrong) - len(expected)),
        skipped=str(len(expected)),
    )
    for one in evaluation.cases:
        seconds = f"{one.outcome['elapsed_ms'] / 1000:.4f}"
        case = ET.SubElement(suite, "testcase", classname="gold", name=_xml(f"{one.case.id} {one.case.question}"))
        case.set("time", seconds)
        if not one.right and one.case.xfail is not None:
            ET.SubElement(case, "skipped", message=_xml(one.case.xfail))
        elif not one.right:
            told = ET.SubElement(case, "failure", message=_xml(f"got {excerpts.got(one)}"))
            told.text = _xml("\n".join(excerpts.told(one)))
    ET.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def html(evaluation: Evaluation) -> str:
    """Return one page that needs nothing else: figures, curve, and every case, to be filtered and read."""
    import jinja2

    source = Path(__file__).with_name("report.html.j2").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    changed = {c.after["id"]: c for c in evaluation.comparison.changes} if evaluation.comparison else {}
    return template.render(
        rows=_rows(evaluation),
        latency=latency(evaluation.cases),
        curve=risk_coverage(evaluation.cases),
        missed=evaluation.missed,
        counted=_counted(evaluation.comparison) if evaluation.comparison else None,
        cases=[
            {
                "judged": one,
                "expected": excerpts.expected(one),
                "gold": excerpts.gold_places(one),
                "quotes": excerpts.quote_places(one),
                "change": changed.get(one.case.id),
            }
            for one in evaluation.cases
        ],
        reader=evaluation.cases[0].outcome["reader"],
    )


FORMATS: dict[str, Callable[[Evaluation], str]] = {".json": as_json, ".md": markdown, ".xml": junit, ".html": html}
"""How a report is written, by the ending of its file."""


def form_of(path: Path) -> Callable[[Evaluation], str]:
    """Return how the report at `path` is written.

    Raises:
        QuothError: if its ending tells no format.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise QuothError(f"the report {shown(path)} must end in one of {', '.join(FORMATS)}")
    return form


def _rows(evaluation: Evaluation) -> list[tuple[str, str, str, str, str]]:
    """Return name, value, n, interval and meaning of each score that has something to be measured on."""
    return [
        (
            score.name,
            f"{100 * score.value:.1f}",
            str(score.n),
            f"{100 * score.low:.1f}–{100 * score.high:.1f}",
            MEANING[score.name],
        )
        for score in evaluation.scores.values()
        if score.n
    ]


def _counted(comparison: Comparison) -> str:
    """Return how many cases broke and so on, in one line."""
    kinds = [change.kind for change in comparison.changes]
    told = [f"{kinds.count(kind)} {kind}" for kind in ("broken", "mended", "reworded")]
    told += [f"{len(comparison.added)} new", f"{len(comparison.gone)} gone"]
    remark = f" ({comparison.remark})" if comparison.remark else ""
    return f"against {comparison.path.name}: {', '.join(told)}{remark}"


def _told(change: Change, evaluation: Evaluation) -> list[str]:
    """Return a changed case: both answers, and the quotes that differ with the article's words around them."""
    one = next(one for one in evaluation.cases if one.case.id == change.after["id"])
    lines = [f"{change.kind}: {change.after['id']} {one.case.question}"]
    lines += [
        f"  - {change.before['answer'] or '(not in the article)'}",
        f"  + {change.after['answer'] or '(not in the article)'}",
    ]
    before, after = ([tuple(quote) for quote in entry["quotes"]] for entry in (change.before, change.after))
    for sign, quotes, others in (("-", before, after), ("+", after, before)):
        lines += [f"  {sign} {excerpts.around(one, *quote)}" for quote in quotes if quote not in others]
    return lines


def _number(value: float) -> float | None:
    """Return a number as JSON can hold it: NaN is null."""
    return None if math.isnan(value) else round(value, 6)


def _cell(text: str) -> str:
    """Return text that cannot break out of a line of Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~" else c for c in " ".join(text.split()))


def _xml(text: Any) -> str:
    """Return text without the characters that XML cannot hold."""
    return "".join(
        c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "�"
        for c in str(text)
    )
