"""Messy questions, put the way the article writes: misspelt words, "HW4" or "hardware 4" for "HW 4", straight quotes.

Only words that neither the reader nor the article knows are changed, and only into words of the article that begin
alike and are a letter or two away, so that a question is never led away from what it asks. "Dataset", "data set" and
"data-set" are the same letters: the one that the article has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA, Postfix, Prefix

from rag.content_words import content
from rag.types import Article
from rag.understanding import chat_speak, ordinals

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_CODE = re.compile(r"(?<![\w-])([^\W\d_]+)([ -]?)(\d+(?:\.\d+)?)(?![\w%])")
PART = 3
"""Letters of the shortest half of a word that is written apart."""
_PAIR = re.compile(rf"(?<![^\W_])([^\W\d_]{{{PART},}})([ -])(?=([^\W\d_]{{{PART},}})(?![^\W_]))")
_ENDING = re.compile(
    "e?(?:s|d|rs?|st|ings?|y|ly|al|ally|ions?|ors?|able|ment|ness|ity|ism|ists?|ful|less|n|en|ish|ic|ive|ance|ence)?"
)
"""What a form of a word may have that another one lacks."""
_SHORTEST = 4
"""Letters of the shortest word that is mended."""


class Speller:
    """Knows how some articles write their words."""

    def __init__(self, articles: Iterable[Article], knows: Callable[[str], bool]) -> None:
        """Take the articles, and whether the reader knows a word."""
        self._articles = tuple(articles)
        self._knows = knows

    @cached_property
    def _words(self) -> dict[str, str]:
        """Return the words of the articles, each by its case-folded form."""
        found: dict[str, str] = {}
        for article in self._articles:
            for match in _WORD.finditer(article.unmarked):
                word = re.sub(r"[’']s?$", "", match[0])
                if len(word) >= _SHORTEST:
                    found.setdefault(_folded(word), word)
        return found

    @cached_property
    def _lower(self) -> dict[str, str]:
        """Return the text of each article in small letters, by its hash: searched before a pattern is."""
        return {article.sha256: article.unmarked.lower() for article in self._articles}

    @cached_property
    def _codes(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return how the articles write each name with a number: {("hw", "4"): {" ": "HW"}}, by what is between."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for article in self._articles:
            for match in _CODE.finditer(article.unmarked):
                found.setdefault((match[1].casefold(), match[3]), {}).setdefault(match[2], match[1])
        return found

    def _apart(self, word: str) -> str | None:
        """Return how the articles write a word with a hyphen or a blank in it: "Exa-Flops" for "exaflops"."""
        halves = [(word[:cut], word[cut:]) for cut in range(PART, len(word) - PART + 1)]
        for article in self._articles:
            folded = self._lower[article.sha256]
            for first, second in halves:
                for gap in "- " if content(first) and content(second) else "-":
                    if f"{first}{gap}{second}" in folded:
                        found = re.search(rf"(?<![^\W_]){first}{gap}{second}(?![^\W_])", article.unmarked, re.I)
                        if found:
                            return found[0]
        return None

    def mended(self, question: str) -> str:
        """Return `question` with what is misspelt as the articles write it; it comes back as it is if nothing is."""
        counted = ordinals.numbered(chat_speak.written_out(question, self._has), self._numbered)
        return _WORD.sub(self._word, self._together(_CODE.sub(self._code, counted)))

    def _has(self, word: str) -> bool:
        """Return whether an article has a word, in whatever case."""
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.I)
        return any(whole.search(article.unmarked) for article in self._articles)

    def _together(self, question: str) -> str:
        """Write "data set" as "dataset" if the articles only do that."""
        for match in reversed(list(_PAIR.finditer(question))):
            joined = _folded(match[1] + match[3])
            told = joined in self._words and content(match[1]) and content(match[3])
            if told and self._apart(joined) is None:
                question = question[: match.start()] + self._words[joined] + question[match.end(3) :]
        return question

    def _code(self, match: re.Match[str]) -> str:
        """Write "HW4" as "HW 4" if the articles only do that, with the letters as they were asked."""
        name, number = match[1].casefold(), match[3]
        gaps = self._codes.get((name, number))
        if gaps is None:
            return self._shortened(name, number) or match[0]
        return match[0] if match[2] in gaps else f"{match[1]}{min(gaps)}{number}"

    def _shortened(self, name: str, number: str) -> str | None:
        """Return the one name with a number that `name` is short for, or that is short for it, as it is written."""
        meant = [known for known, of in self._codes if of == number and self._same_name(name, known)]
        if len(meant) != 1:
            return None
        gaps = self._codes[meant[0], number]
        return f"{gaps[min(gaps)]}{min(gaps)}{number}"

    def _numbered(self, name: str, number: str) -> str | None:
        """Return how the articles write a name with a number, which they do with a capital: "Step 3", not "in 3".

        Of a name that they have with other numbers it is how they would: "Dojo 3" where there is only "Dojo 2". The
        first one needs no number.
        """
        folded = name.casefold()
        others = next((gaps for (known, _), gaps in self._codes.items() if known == folded and number != "1"), None)
        gaps = self._codes.get((folded, number), others)
        told = self._shortened(folded, number) if gaps is None else f"{gaps[min(gaps)]}{min(gaps)}{number}"
        return told if told and not told[0].islower() and content(name) else None

    def _same_name(self, asked: str, known: str) -> bool:
        """Return whether one of two names is short for the other ("hw", "hardware"), and only `known` is written."""
        short, long = sorted((asked, known), key=len)
        if not 2 <= len(short) <= len(long) / 2 or short[0] != long[0] or asked in self._words:
            return False  # "tale 2" is not short for "table 2"
        if not content(short):
            return False  # the "in" of "in 2023" is not short for "invoice"
        letters = iter(long)
        return all(letter in letters for letter in short)

    def _word(self, match: re.Match[str]) -> str:
        ending = re.search(r"[’']s?$", match[0])
        bare = match[0][: ending.start()] if ending else match[0]
        folded = _folded(bare)
        if folded not in self._words and (apart := self._apart(folded)) is not None:
            return apart + (ending[0] if ending else "")
        if len(bare) < _SHORTEST or folded in self._words or self._knows(folded) or bare[1:] != bare[1:].lower():
            return match[0]  # "SpaceX" is a name of its own
        alike = [word for word in self._words if word[0] == folded[0] and abs(len(word) - len(folded)) < 3]
        most = 1 if len(bare) < 8 else 2
        best = process.extract(folded, alike, scorer=OSA.distance, score_cutoff=most, limit=2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):  # two words as near as each other tell nothing
            return match[0]
        meant, distance, _ = best[0]
        common = Prefix.similarity(folded, meant)
        shorter = min(len(folded), len(meant))
        longer = distance > 1 and common + Postfix.similarity(folded, meant) >= shorter  # "prednisolone"
        if longer or (common >= shorter - 1 and _ENDING.fullmatch(folded[common:])):  # it is no slip
            return match[0]
        if meant.endswith(("d", "s")) and OSA.distance(folded, meant[:-1]) < distance and self._knows(meant[:-1]):
            return self._words[meant][:-1] + (ending[0] if ending else "")  # "appologize" where it has "apologized"
        return self._words[meant] + (ending[0] if ending else "")


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def as_read(question: str, *, curly: bool) -> str:
    """Return `question` with the article's kind of apostrophe and a mark at its end: the same words, easier to read."""
    return ended(re.sub(r"(?<=\w)['’](?=\w)", "’" if curly else "'", question))


def ended(question: str) -> str:
    """Return `question` with a mark at its end."""
    return question if re.search(r"[?!.…]\W*$", question) else f"{question}?"
