"""Makes questions that look answerable and are not, from those that are.

Five kinds, after what makes SQuAD 2.0's unanswerable questions so (SQuAD2-CR, Lee et al. 2020: another entity 37 %,
an opposite 23 %, a negation 13 %, another number 10 %):

- neighbours: the question on another passage of its article, the one that the lexical index ranks high;
- removed: the question on its own passage without the sentences that hold the answer;
- swaps: a name, a year or a number of the question changed for one that the passage does not have;
- renamed: the same the other way round, changed wherever it stands in the passage;
- opposites and negations: "largest" for "smallest", "was not" for "was".

A change that might leave the question answerable is not made: the changed word must matter (a name or a number of
the question that stands in the passage too) and what replaces it must not occur in the passage.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.english import ALL_OPPOSITES
from rag.lexical import LexicalIndex
from rag.sentences import sentences
from rag.training.examples import Example

_NAME = re.compile(r"\b(?:[A-Z][\w’'-]+(?: (?:of |the |de |von )?[A-Z][\w’'-]+)+|[A-Z][a-z]{3,}|\d[\d,.]*\d|\d)\b")
_NEGATED = re.compile(r"^(who|what|which \w+|what \w+) (is|was|are|were|has|had|can|could|will|would) (?!not\b)", re.I)


def neighbours(examples: Sequence[Example], share: float, random_: random.Random, *, best: int = 3) -> list[Example]:
    """Put a `share` of the answerable questions to one of the `best` other passages of their article.

    A passage that holds the answer's words is passed over: it might answer after all.
    """
    by_article: dict[str, dict[str, None]] = defaultdict(dict)
    for example in examples:
        by_article[example.article].setdefault(example.context)
    found = []
    for article, contexts in by_article.items():
        passages = list(contexts)
        if len(passages) < 2:
            continue
        index = LexicalIndex(passages)
        for example in examples:
            if example.article != article or example.answer is None or random_.random() >= share:
                continue
            order = index.scores(example.question).argsort(kind="stable")[::-1][: best + 4]
            others = [passages[place] for place in order if passages[place] != example.context]
            others = [one for one in others if example.answer.casefold() not in one.casefold()][:best]
            if others:
                found.append(_without(example, "neighbour", context=random_.choice(others)))
    return found


def removed(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Put a `share` of the answerable questions to their passage without the sentences that hold the answer.

    What stays speaks of the same things and does not answer. Passages of which less than a half would stay are
    passed over.
    """
    found = []
    for example in examples:
        if example.answer is None or random_.random() >= share:
            continue
        kept = [
            text
            for span in sentences(example.context, markdown=False)
            if example.answer.casefold() not in (text := span.of(example.context)).casefold()
        ]
        rest = " ".join(kept)
        if 2 * len(rest) >= len(example.context) and example.answer.casefold() not in rest.casefold():
            found.append(_without(example, "removed", context=rest))
    return found


def swaps(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Change a name or number in a `share` of the answerable questions for another of its kind and article."""
    pools = _pools(examples)
    found = []
    for example, place, here in _shared(examples, share, random_):
        other = _other(place.group(), pools[example.article][_kind(place.group())], here, random_)
        if other is not None:
            question = example.question[: place.start()] + other + example.question[place.end() :]
            found.append(_without(example, "swap", question=question))
    return found


def renamed(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Change a name or number of a `share` of the answerable questions wherever it stands in their passage."""
    pools = _pools(examples)
    found = []
    for example, place, here in _shared(examples, share, random_):
        assert example.answer is not None
        name = place.group()
        other = _other(name, pools[example.article][_kind(name)], f"{here} {example.question.casefold()}", random_)
        if other is None or name in example.answer:
            continue
        context = re.sub(rf"\b{re.escape(name)}\b", other, example.context)  # names are word characters: no escapes
        if name.casefold() not in context.casefold():
            found.append(_without(example, "renamed", context=context))
    return found


def _pools(examples: Sequence[Example]) -> dict[str, dict[str, list[str]]]:
    """Return the names and numbers of every article by their kind."""
    pools: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for article, text in dict.fromkeys((example.article, example.context) for example in examples):
        for name in _names(text):
            pools[article][_kind(name)].append(name)
    return pools


def _shared(
    examples: Sequence[Example], share: float, random_: random.Random
) -> Iterator[tuple[Example, re.Match[str], str]]:
    """Return a `share` of the answerable examples, a name of the question that the passage has too, and the passage.

    The passage is case folded.
    """
    for example in examples:
        if example.answer is None or random_.random() >= share:
            continue
        here = example.context.casefold()
        places = [m for m in _NAME.finditer(example.question) if m.start() and m.group().casefold() in here]
        if places:
            yield example, random_.choice(places), here


def _other(name: str, pool: Sequence[str], here: str, random_: random.Random) -> str | None:
    """Return another name of the pool, or a number nearby, that does not occur in the passage `here`."""
    if _kind(name) in ("year", "number"):
        digits = name.replace(",", "")
        if not digits.isdecimal():
            return None
        pool = [str(max(1, int(digits) + random_.choice((-20, -10, -3, -2, -1, 1, 2, 3, 10, 20)))) for _ in range(4)]
    else:
        pool = random_.sample(pool, min(8, len(pool)))
    for other in pool:
        parts = [part for part in other.casefold().split() if len(part) > 3] or [other.casefold()]
        if other != name and not any(re.search(rf"\b{re.escape(part)}", here) for part in parts):
            return other
    return None


def opposites(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Turn a word of a `share` of the answerable questions into its opposite, if the passage does not have that."""
    found = []
    for example in examples:
        words = example.question.split(" ")
        places = [place for place, word in enumerate(words) if word in ALL_OPPOSITES]
        if example.answer is None or not places or random_.random() >= share:
            continue
        place = random_.choice(places)
        words[place] = random_.choice(sorted(ALL_OPPOSITES[words[place]]))
        if not re.search(rf"\b{re.escape(words[place])}\b", example.context, re.IGNORECASE):
            found.append(_without(example, "opposite", question=" ".join(words)))
    return found


def negations(examples: Sequence[Example], share: float, random_: random.Random) -> list[Example]:
    """Negate a `share` of the answerable questions that ask for the subject: who was, what is."""
    found = []
    for example in examples:
        place = _NEGATED.match(example.question)
        if example.answer is not None and place and random_.random() < share:
            question = f"{place.group()}not {example.question[place.end() :]}"
            found.append(_without(example, "negation", question=question))
    return found


def placed(
    questions: Sequence[tuple[str, str]], examples: Sequence[Example], most: int, *, source: str = "placed"
) -> list[Example]:
    """Put questions without an answer, whose own passage is not known, to the passage they are nearest to.

    The `most` nearest pairs are kept: far ones teach nothing.
    """
    passages = list(dict.fromkeys((example.context, example.article) for example in examples))
    index = LexicalIndex([context for context, _ in passages])
    pairs = []
    for key, question in questions:
        scores = index.scores(question)
        place = int(scores.argmax())
        pairs.append((-float(scores[place]) / (1 + len(question.split())), key, question, place))
    return [
        Example(f"{key}/{source}", question, *_unanswered(passages[place][0]), source, passages[place][1])
        for _, key, question, place in sorted(pairs)[:most]
    ]


def _unanswered(context: str) -> tuple[str, None, int]:
    return context, None, -1


def _without(example: Example, kind: str, **changed: str) -> Example:
    """Return the example changed and without an answer."""
    return replace(example, id=f"{example.id}/{kind}", answer=None, start=-1, source=kind, **changed)


def _names(text: str) -> Iterator[str]:
    """Return the names and numbers of a text but for those that only begin a sentence."""
    for match in _NAME.finditer(text):
        if " " in match.group() or (match.start() and text[: match.start()].rstrip()[-1:] not in ".!?\"'”"):
            yield match.group()


def _kind(name: str) -> str:
    """Return what may replace `name`: years, numbers, names of one word and of several keep to themselves."""
    if name[0].isdigit():
        return "year" if re.fullmatch(r"1\d{3}|20\d{2}", name) else "number"
    return "names" if " " in name else "name"
