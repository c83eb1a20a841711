"""Who or what somebody is: "Who is Ann Lee?" is answered beside her name, and not by what comes next in a list."""

from __future__ import annotations

import re

from rag.codes import joined

BESIDE = 20
"""Characters that may stand between a name and what says who it is."""
_IDENTITY = re.compile(r"(?:who|what)(?:['’]s| is| was| are| were) (?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)\W*")
_LISTED = re.compile(r"\)|,? (?:and|or) [A-Z]|, [A-Z]")


def asked(question: str) -> str | None:
    """Return the name of whom or what `question` asks who or what it is; None if it asks something else."""
    found = _IDENTITY.fullmatch(question[:1].lower() + question[1:])
    return found["name"] if found else None


def is_beside(name: str, text: str, start: int, end: int) -> bool:
    """Return whether text[start:end] stands beside `name`, as what follows an "is" does."""
    first, last = max(0, start - BESIDE - len(name)), end + BESIDE + len(name)
    return joined(name) in joined(text[first:last])


def is_title(name: str, text: str, start: int, end: int) -> bool:
    """Return whether text[start:end] only leads `name`, as "Councillor" does."""
    return text[start:end].istitle() and text[end:].lstrip().casefold().startswith(name.casefold())


def is_next_listed(name: str, text: str, start: int, end: int) -> bool:
    """Return whether text[start:end] only comes after `name` in a list of names: "(with X Corp, Tesla)"."""
    words = text[start:end]
    core = re.sub(rf"^\W*(?:{re.escape(name)}\W+)?|\W+$", "", words, flags=re.I)
    at = start + words.find(core)
    follows = text[max(0, at - BESIDE - len(name)) : at].casefold().endswith(f"{name.casefold()}, ")
    listed = follows and _LISTED.match(text, at + len(core)) is not None
    return listed and all(word[0].isupper() for word in core.split())
