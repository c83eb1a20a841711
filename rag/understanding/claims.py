"""What "that" stands for in "Who said that?", "Who asked that?" and "What helps it do that?".

Rules, not a model, for `rag.understanding.followup`.
"""

from __future__ import annotations

import re

from rag.english import AUXILIARY
from rag.types import Turn
from rag.understanding.ellipsis import names, short

SAYING = "say|says|said|think|thinks|thought|believe|believes|believed|claim|claims|claimed|state|stated|announced"
"""Verbs of saying and thinking, in their forms."""
_TOLD = re.compile(rf"who (?:else )?(?:{SAYING}) (?:that )?(?P<claim>\S+ .+)", re.I)
_DEED = re.compile(
    rf"what (?:{AUXILIARY}) .+? (?:(?:need|want|have|try|hope|plan|has|going|able) to )?(?P<verb>[a-z]+)\W*", re.I
)


def claim(turn: Turn) -> str:
    """Return what was said, of a short answer with its question: "that Dojo 2 will focus on large models".

    Nothing where no rule turns the question into a sentence.
    """
    question = turn.question.rstrip(" ?.!")
    told = _TOLD.fullmatch(question)
    if told is not None:  # and again: "Who said that?", "When did he say it?"
        return f"that {told['claim']}"
    asked = re.match(r"(?P<who>who|what|which \w+) (?=\S)", question, re.I)
    if asked is None or not short(turn.answer) or re.search(rf"\b(?:{SAYING})\b", question, re.I):
        return ""
    rest = question[asked.end() :]
    verb = re.match(rf"(?:{AUXILIARY}) ", rest)
    if verb is None:  # "Who asked for it?" was answered with who
        return "" if asked["who"].lower() == "what" else f"that {turn.answer} {rest}"
    rest = rest[verb.end() :]
    name = next(names(f" {rest}"), None)  # nothing that asks stands there
    if name is None or name.start() > 1 or re.search(r"['’]", name[0]):
        return ""
    after = rest[name.end() - 1 :].strip()
    if re.match(r"and\b|['’]", after) or re.search(rf"\b(?:{AUXILIARY})\b", after):
        return ""
    return " ".join(f"that {name[0]} {verb[0]}{after} {turn.answer}".split())


def deed(turn: Turn) -> str:
    """Return what is done, of "What does it need to understand?" and its answer: "understand the physical world"."""
    asked = _DEED.fullmatch(turn.question)
    return f"{asked['verb']} {turn.answer}" if asked and short(turn.answer) else ""


def query(turn: Turn) -> str:
    """Return what was asked about: what the question is about, or the words that answer "what"."""
    about = re.search(r"\babout [^?]*\w", turn.question)
    if about:
        return about[0]
    is_what = re.match(r"what\b", turn.question, re.I) and short(turn.answer)
    return f"about {turn.answer}" if is_what else ""
