"""Whom "he" and "she" cannot mean, by what an article calls them.

"When did she die?" after "Who did Clara Weiss marry?" is not asked of Hans Keller, of whom the article says "he".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.english import SAYING
from rag.types import Article

_GENDERS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_PRONOUN = re.compile(r"\b(?P<he>he|she)\b|(?:\band|, who \w+) (?P<his>his|her)\b", re.I)
"""What means whom a sentence begins with: "her" alone may be anybody else: "Hans built bridges for her father"."""
_SAYS = re.compile(rf"\b{SAYING}", re.I)
_OPENS = re.compile(r"\W*(he|she|his|her)\b", re.I)
_OTHER = re.compile(r"(?<!\bin )(?<!\bat )(?<!\bfrom )(?<!\bnear )(?<!\bon )\b(?!I\b)[A-Z][\w’'-]*")
"""A name that may be somebody's: what stands after "in" is a place or a month."""
_LED = {
    "he": re.compile(r"\b(?:mr\.?|sir|lord|king|prince|husband|father|son|brother|uncle|\w+man),? (?:\w+ )?$", re.I),
    "she": re.compile(
        r"\b(?:mrs\.?|ms\.?|miss|lady|queen|princess|wife|mother|daughter|sister|aunt|\w+woman),? (?:\w+ )?$", re.I
    ),
}
_THING = re.compile(
    r"\b(?:agency|association|authority|bank|board|brewery|church|city|club|college|committee|company|corp(?:oration)?|"
    r"council|department|foundation|group|hospital|hotel|inc|institute|labs?|laboratory|ltd|ministry|museum|party|"
    r"press|railway|river|school|society|street|team|theatre|union|university)\.?$",
    re.I,
)
"""How the name of what is nobody ends."""


def excluded(pronoun: str, name: str, articles: Sequence[Article]) -> bool:
    """Return whether `pronoun` cannot mean `name`: "he" what is a thing's or called "she", "it" whom they call "he".

    Of whom the articles say both, or neither, it may; and "they" may be anybody.
    """
    told = frozenset[str]().union(*(called(name, article) for article in articles))
    gender = _GENDERS.get(pronoun.casefold())
    if gender is None:
        return bool(told) and pronoun.casefold() in {"it", "its"}
    return gender not in told if told else _THING.search(name) is not None


@lru_cache(maxsize=256)
def called(name: str, article: Article) -> frozenset[str]:
    """Return which of "he" and "she" an article says of a name."""
    return frozenset(_said(name, [span.of(article.unmarked) for span in article.sentences]))


def _said(name: str, sentences: Sequence[str]) -> Iterator[str]:
    """Yield "he" or "she" for each sentence that tells: by what leads the name, or by a pronoun that follows.

    A pronoun, in the sentence or opening the next one, tells if the name opens the sentence and no other comes before.
    """
    stands = re.compile(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])")
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
        found = stands.search(sentence)
        if found is None:
            continue
        before, rest = sentence[: found.start()], sentence[found.end() :]
        yield from (gender for gender, led in _LED.items() if led.search(before))
        if re.search(r"\b[a-z]", before):
            continue
        other = _OTHER.search(rest)
        pronoun = _PRONOUN.search(rest, 0, other.start() if other else len(rest))
        if pronoun is not None and not _SAYS.search(rest, 0, pronoun.start()):  # "Nokia said she led it"
            yield _GENDERS[(pronoun["he"] or pronoun["his"]).casefold()]
        elif pronoun is None and other is None and (opens := _OPENS.match(following)):
            yield _GENDERS[opens[1].casefold()]
