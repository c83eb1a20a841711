"""Words questions otherwise: people ask in other words than those of the article, more so than in SQuAD.

"Which company bought the firm?" becomes "Which company purchased the firm?", "How many …" becomes "What number of …",
and "When did Portugal join?" becomes "When did the country join?". What is asked stays the same, so whether there is
an answer, and which, stays too. Questions without an answer are worded otherwise as often as those with one: odd words
must tell nothing.

Synonyms and kinds are WordNet's (Debian: wordnet-base, wordnet-sense-index): a word is changed for another only if both
mostly mean just that, by the counts of WordNet's tagged texts; a name for its kind only if the passage has no other
name of that kind. lemminflect finds and makes the forms of a word.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lemminflect import getAllInflections, getAllLemmas

from rag.errors import QuothError, shown
from rag.training.examples import Example

MOSTLY = 0.7
"""The share of a word's uses that its first sense, and its part of speech, must have."""
SEEN = 3
"""How often the texts that WordNet counted must have a word in that sense."""
LIKELY = 0.5
"""How likely a word, a beginning or a name that can be changed is changed."""

_POS = {"1": "NOUN", "2": "VERB", "3": "ADJ", "5": "ADJ"}
_SENSE = re.compile(r"(?P<lemma>[a-z]+)%(?P<pos>[1235]):\S+ (?P<synset>\d+) (?P<number>\d+) (?P<count>\d+)")
_SYNSET = re.compile(r"(?P<synset>\d{8}) \d\d n (?P<size>[0-9a-f]{2}) (?P<rest>.*?) \|")
_INSTANCE = re.compile(r"@i (\d{8}) n")
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_NAME = re.compile(
    r"(?:\b[Tt]he )?\b(?P<name>[A-Z][\w’-]+(?: (?:of |the )*[A-Z][\w’-]+)*)\b(?! [A-Z\d(])(?!['’-](?!s\b))"
)
_VAGUE = {"being", "maker", "kingdom", "force", "creator", "divinity", "center", "deity"}
"""Kinds that say less than "it" would."""
_FRAMES = [
    (re.compile(rf"^{form}"), others)
    for form, others in (
        (
            r"How many (?!of\b|\w+(?: \w+)? (?:did|does|do|was|were|is|are|had|has)\b(?! there))(?=\w+s\b)",
            ("What number of ",),
        ),
        (r"How many (?=\w+s (?:did|does|do|was|were|is|are|had|has)\b)", ("What number of ",)),
        (r"When (?=(?:did|was|were|is|will|does|do)\b)", ("At what time ", "In what year ", "On what date ")),
        (r"Who (?=(?:was|is|were|are) (?:the|a|an)\b)", ("Which person ", "What person ")),
        (r"Who (?=\w+ed\b)", ("Who was it that ", "Which person ")),
        (r"Where (?=(?:did|was|were|is|do|does|are)\b)", ("In what place ", "At which location ")),
        (r"Why (?=(?:did|was|were|is|do|does|are)\b)", ("For what reason ", "On what ground ")),
        (r"How (?=(?:did|do|does|can|could)\b)", ("In what way ", "By what means ")),
        (r"(?:In|During) (?:what|which) year (?=\w)", ("When ",)),
        (r"(?:What|Which) year (?=\w)", ("When ",)),
        (r"What (?:is|was) the name of the (?=\w)", ("What was the ", "Which was the ")),
    )
]


class Thesaurus:
    """Single words by what they mostly mean, and names by what they are names of."""

    def __init__(self, folder: Path) -> None:
        """Read WordNet's `index.sense` and `data.noun`.

        Raises:
            QuothError: if one cannot be read or is something else.
        """
        senses = _lines(folder / "index.sense", _SENSE)
        nouns = _lines(folder / "data.noun", _SYNSET)
        self._uses: dict[tuple[str, str], int] = defaultdict(int)
        for sense in senses:
            self._uses[sense["lemma"], _POS[sense["pos"]]] += int(sense["count"])
        self._mostly: dict[tuple[str, str], str] = {}
        self._alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        for sense in senses:
            word, count = (sense["lemma"], _POS[sense["pos"]]), int(sense["count"])
            if sense["number"] == "1" and count >= max(SEEN, MOSTLY * self._uses[word]):
                self._mostly[word] = sense["synset"]
                self._alike[word[1], sense["synset"]].append(word[0])
        self._kinds: dict[str, list[str]] = {}
        lemmas = {noun["synset"]: noun["rest"].split(" ")[: 2 * int(noun["size"], 16) : 2] for noun in nouns}
        for noun in nouns:
            kind = _INSTANCE.search(noun["rest"])
            if kind is None:
                continue
            kinds = [lemma.rpartition("_")[2] for lemma in lemmas.get(kind[1], ())]
            for name in lemmas[noun["synset"]]:
                self._kinds.setdefault(name.replace("_", " "), kinds)

    def others(self, form: str) -> list[str]:
        """Return what may stand for the word `form` ("bought"), in the same form ("purchased")."""
        words = {(lemma, pos) for pos, found in getAllLemmas(form).items() for lemma in found}
        word = max(words, key=lambda word: (self._uses.get(word, 0), word), default=("", ""))
        if word not in self._mostly or self._uses[word] < MOSTLY * sum(self._uses.get(one, 0) for one in words):
            return []
        lemma, pos = word
        tags = [tag for tag, forms in getAllInflections(lemma, pos).items() if form in forms]
        found: list[str] = []
        for other in self._alike[pos, self._mostly[word]]:
            inflected = getAllInflections(other, pos)  # without VBN where that is VBD
            forms = {inflected.get(tag, inflected.get("VBD" if tag == "VBN" else tag, ("",)))[0] for tag in tags}
            if other != lemma and len(forms) == 1 and "" not in forms:
                found += forms
        return found

    def kinds(self, name: str) -> list[str]:
        """Return what `name` is a name of: "country" and "nation" for Portugal, nothing if WordNet does not have it."""
        if len(name) < len("Iraq") or name.isupper() or (name.casefold(), "ADJ") in self._uses:
            return []
        return [kind for kind in self._kinds.get(name, []) if kind not in _VAGUE and kind.islower()]


def _lines(path: Path, form: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the lines of a file of WordNet's that are of this form."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuothError(f"cannot read {shown(path)}: {error}; WordNet 3 has such a file") from None
    found = [match for line in lines if (match := form.match(line))]
    if not found:
        raise QuothError(
            f"{shown(path)} is not WordNet's; its packages have it (Debian: wordnet-base, wordnet-sense-index)"
        )
    return found


def reworded(examples: Sequence[Example], thesaurus: Thesaurus, random_: random.Random) -> tuple[list[Example], int]:
    """Return the examples with about half of what can be worded otherwise in their questions, and how many changed."""
    found, changed = [], 0
    for example in examples:
        question = _with_synonyms(example.question, thesaurus, random_)
        question = _framed(_by_kind(question, example.context, thesaurus, random_), random_)
        if question == example.question:
            found.append(example)
        else:
            found.append(replace(example, id=f"{example.id}/reworded", question=question))
            changed += 1
    return found, changed


def _with_synonyms(question: str, thesaurus: Thesaurus, random_: random.Random) -> str:
    def other(place: re.Match[str]) -> str:
        others = thesaurus.others(place[0]) if random_.random() < LIKELY else []
        return random_.choice(others) if others else place[0]

    return _WORD.sub(other, question)


def _by_kind(question: str, context: str, thesaurus: Thesaurus, random_: random.Random) -> str:
    """Return the question with what one of its names is a name of, if the passage has one such name only."""
    for place in _NAME.finditer(question, question.find(" ") + 1):  # "Had Portugal" is no name
        kinds = thesaurus.kinds(place["name"])
        before = question[: place.start()]
        if not kinds or before.endswith((" a ", " an ")) or place["name"] not in context or random_.random() >= LIKELY:
            continue
        named = {one["name"] for one in _NAME.finditer(context)} - {place["name"]}
        if any(set(kinds) & set(thesaurus.kinds(one)) for one in named):
            continue
        return f"{before}the {random_.choice(kinds)}{question[place.end() :]}"
    return question


def _framed(question: str, random_: random.Random) -> str:
    """Return the question with another beginning, every second time that there is one for it."""
    for form, others in _FRAMES:
        if form.match(question):
            return form.sub(random_.choice(others), question, count=1) if random_.random() < LIKELY else question
    return question
