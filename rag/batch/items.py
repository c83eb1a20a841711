"""What a question file holds: questions, and lines that hold none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.types import Source

KNOWN = ("id", "question", "article", "conversation")
"""The fields that mean something here; all others are carried through."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the number of the line it ends on."""

    line: int
    id: str
    question: str
    source: Source | None = None
    """The article it is asked of, if it names one."""
    conversation: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that holds no question, and why."""

    line: int
    id: str
    question: str
    error: str


Item = Asked | Broken
