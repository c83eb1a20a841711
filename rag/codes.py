"""Names with a number behind them: "HW 4", "P-25", "Dojo2"."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.english import ASKING, AUXILIARY, PREPOSITION
from rag.types import Article

_CODE = re.compile(r"(?<![\w-])(?P<name>[^\W\d_]+)(?P<gap>[ -]?)(?P<number>\d+(?:\.\d+)?)(?![\w%])")
NO_NAMES = frozenset(
    f"{ASKING}|{AUXILIARY}|{PREPOSITION}|the|a|an|and|or|but|if|that|this|these|those|it|its|i|there|according|name|list|"
    "tell|describe|give".split("|")
)
"""Words that a capital makes no name of."""


@lru_cache(maxsize=4096)
def codes_in(text: str) -> frozenset[tuple[str, str]]:
    """Return the name, case folded, and the number of each code in `text`; "in 2023" is none."""
    return frozenset(
        (found["name"].casefold(), found["number"])
        for found in _CODE.finditer(text)
        if found["gap"] != " " or (found["name"][0].isupper() and found["name"].casefold() not in NO_NAMES)
    )


@lru_cache(maxsize=64)
def codes_of(article: Article) -> frozenset[tuple[str, str]]:
    """Return the codes of an article."""
    return codes_in.__wrapped__(article.unmarked)


def joined(text: str) -> str:
    """Return a text, case folded, in which "Dojo 2" and "Dojo2" are the same."""
    return re.sub(r"[\s-]+(?=\d)", "", text.casefold())
