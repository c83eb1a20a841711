"""Names and numbers of a question that no quote of its answer holds: another year, another model, somebody else.

They do not make an answer wrong ("he" may stand in the quote), but a reader should look twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.lexical import words

_ASKING = re.compile(
    rf"{ASKING}|{AUXILIARY}|{PREPOSITION}|tell|explain|compare|describe|list|name|give|show|and|but|the|a|an|if|i", re.I
)
_RUN = re.compile(r"(?<![\w’'-])(?:[^\W\d_]*[A-Z]|\d)[\w.,&%’'-]*(?:[ -](?:[^\W\d_]*[A-Z]|\d)[\w.,&%’'-]*)*")


def unquoted(question: str, quotes: Sequence[str]) -> list[str]:
    """Return the names and numbers of `question`, as they stand there, that none of `quotes` holds.

    A name of several words is held if one of its words is, for people are called by parts of their names; but every
    number in it must be.
    """
    held = {word for quote in quotes for word in words(quote)}
    found: list[str] = []
    for match in _RUN.finditer(question):
        run = match[0].rstrip(".,’'-")
        if _ASKING.fullmatch(run.split()[0]):
            run = run.partition(" ")[2]
        if match.start() == 0 and re.fullmatch(r"[^\W\d_][a-zß-ÿ]*", run):
            continue  # a capital that only begins the question: "Summarise"
        wanted = words(run)
        numbers = [word for word in wanted if any(c.isdigit() for c in word)]
        names = [word for word in wanted if word not in numbers]
        missing_number = any(word not in held for word in numbers)
        missing_name = bool(names) and not any(word in held for word in names)
        if (missing_number or missing_name) and run not in found:
            found.append(run)
    return found
