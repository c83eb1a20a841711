"""Words that a question quotes: "Who said “it is old”?" is answered beside those words, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.english import SAYING
from rag.types import Article, Span

LEAST = 3
"""Words of a quotation; fewer are a name, or a word that is doubted."""
_SAYS = re.compile(rf"\b{SAYING}", re.I)
_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)[”\"]|(?<!\w)['‘](?P<single>[^'‘’]+)['’](?!\w)")


def quoted(question: str, articles: Sequence[Article]) -> list[str]:
    """Return what `question` quotes from some article, in letters that compare, if it is asked who says it.

    A quoted title is nothing that anybody says.
    """
    if not _SAYS.search(_QUOTED.sub("", question)):
        return []
    said = [_plain(found["words"] or found["single"]).strip(" .,;:!?…") for found in _QUOTED.finditer(question)]
    long = [words for words in said if len(words.split()) >= LEAST]
    return [words for words in long if any(words in _plain(article.unmarked) for article in articles)]


def beside(said: Sequence[str], article: Article, span: Span) -> bool:
    """Return whether one of the quoted words stands in the sentence of `span`, or next to it."""
    around = article.sentences_around(span)
    near = article.sentences[max(0, around[0] - 1) : around[-1] + 2]
    text = _plain(article.unmarked[near[0].start : near[-1].end])
    return any(words in text for words in said)


def _plain(text: str) -> str:
    """Return `text` in small letters, on one line, with straight quotation marks and apostrophes."""
    return " ".join(
        text.casefold().translate({ord(one): "'" for one in "‘’"} | {ord(one): '"' for one in "“”"}).split()
    )
