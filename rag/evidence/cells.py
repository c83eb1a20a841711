"""Which cell of a table a span stands in, what names it, and whether the question asks for another row or column.

"What is the weight of the P-25?" names a row and a column of a table that has them: the cell where they meet answers,
one beside those does not.
Says nothing where the question names neither, and of spans outside tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Prefix

from rag.content_words import content
from rag.english import turning
from rag.sentences import is_row
from rag.types import Article, Span

_WORD = re.compile(r"[^\W_]+(?:[.,-][^\W_]+)*")
_SET_OFF = " *_`"
_QUALITIES = {
    "heavy": "weight", "tall": "height", "high": "height", "deep": "depth", "wide": "width", "long": "length",
    "thick": "thickness", "fast": "speed", "hot": "temperature", "warm": "temperature", "old": "age", "big": "size",
    "large": "size", "expensive": "price", "loud": "noise",
}  # fmt: skip
_QUALITY = re.compile(rf"(?<=how )(?:{'|'.join(_QUALITIES)})\b", re.I)
_FILLING = frozenset([
    "rated", "rating", "given", "listed", "specified", "stated", "value", "values", "level", "table", "much", "many",
    "pay", "pays",
])  # fmt: skip
"""Words of a question that a table need not have."""
_AMOUNT = re.compile(r"how (?:much|many|big|large)\b", re.I)
_MEASURING = frozenset(["use", "uses", "need", "needs", "size"])
"""And those of one that asks how much."""
_KINDS = (
    (
        re.compile(r"when\b", re.I),
        re.compile(r"\d|day\b|morning|noon|evening|night|\b(?:time|date|year|day|hour)", re.I),
    ),
    (re.compile(r"(?:where|who)\b", re.I), re.compile(r"^\W*[^\W\d]")),
    (
        re.compile(r"how (?:much|many) (?:is|are|was|were)\b", re.I),
        re.compile(r"[$€£¥₹]|price|cost|fee|fare|rate", re.I),
    ),
)
"""What is asked for, and what there must be of it in a cell and the title of its column. Stricter than `measures`: what
that lets pass a reader has found, and this nobody."""
_PAYS, _EARNED = (
    re.compile(r"\b(?:do|does|did|must|will|to)\b.* pays?\b", re.I),
    re.compile(r"salar|wage|income|earn|pay", re.I),
)
"""Who asks what somebody pays is not told what they are paid."""
_REASON = re.compile(r"why\b|how come\b", re.I)
_ASIDE = re.compile(r"\s[(\[][^()\[\]]*[)\]]$")
"""What need not be named of a title, unless that is another one's without it: "Weight (kg)"."""
_RULE = re.compile(r"[\s|:-]+")
_BAR = re.compile(r"(?<!\\)\|")
"""What parts two cells; one with a backslash is a character of its cell."""
LEAST_ALIKE = 4
"""Letters that "weighs" and "weight" have in common at least; and one fewer than the shorter one has."""
EXACT = 2
"""Letters up to which a name must be written as in the table: "A" is a terminal, "a" is none."""


def tables(article: Article) -> list[list[Span]]:
    """Return the rows of each table of an article, without the rules between them."""
    found: list[list[Span]] = []
    at = 0 if " |" in article.text else len(article.sentences)
    while at < len(article.sentences):
        places = _rows_around(article, article.sentences[at])
        if len(places) > 1:
            found.append([article.sentences[place] for place in places])
        at = places[-1] + 1 if places else at + 1
    return found


def looked_up(question: str, article: Article, among: Sequence[Sequence[Span]]) -> list[Span]:
    """Return the cells that `question` asks for if it says nothing but what stands in their row and names their column.

    "What is the weight of the P-25?", "How heavy is the P-25?"; in a table of two columns the row is enough.

    Args:
        question: of one part.
        article: whose tables they are.
        among: the rows of each table.
    """
    if _REASON.match(question):
        return []
    filling = _FILLING | _MEASURING if _AMOUNT.match(question) else _FILLING
    question = _QUALITY.sub(lambda quality: _QUALITIES[quality[0].lower()], question)
    asked = [word for word in _WORD.findall(question) if content(word) and word.casefold() not in filling]
    found = []
    for lines in among:
        table = [_cells(line.of(article.text)) for line in lines]
        top, names = table[0], [row[0] for row in table[1:]]
        rows = _named(names, question, 1)
        if not rows and len(top) > 2:  # where the column has to be named too
            rows = _in_part(names, [one for one in asked if not _among(one, top)])
        headed = {place for place in _named(top, question, 0) if place and content(top[place])}  # "How" names none
        columns = headed or ({1} if len(top) == 2 else set())
        if len(rows) == len(columns) == 1:
            (row,), (column,) = rows, columns
            also = [table[row][place] for place in _named(table[row], question, 0, longest=False)]
            titles = [*also, table[row][0], top[column], top[0]]
            told = table[row][column] if column < len(table[row]) else ""
            fits = bool(headed) or _fits(question, f"{told} {top[column]}")
            turned = turning(question) - turning(" ".join(titles))  # "under 65" is not the row of "Over 65"
            heading = _heading(article, lines[0])  # "the opening hours of …" of a table below "Opening hours"
            if turning(heading) <= turning(question):
                titles.append(heading)
            fits = fits and not (_PAYS.search(question) and _EARNED.search(top[column]))
            if told and fits and not turned and all(_among(one, titles) for one in asked):
                found.append(_cell(article, lines[row], column))
    return found


def _heading(article: Article, line: Span) -> str:
    """Return the title of the section that a line stands in, or ""."""
    return next((section.title or "" for section in article.sections if line in section.span), "")


def _fits(question: str, told: str) -> bool:
    """Return whether what a cell tells may be what is asked for, though its column is not named."""
    for form, kind in _KINDS:
        if form.match(question):
            return kind.search(told) is not None
    return True


def elsewhere(question: str, article: Article, span: Span) -> bool:
    """Return whether `question` names a row or a column of the table that `span` stands in, but not its own."""
    places = _rows_around(article, span)
    if len(places) < 2:
        return False
    lines = [article.sentences[place] for place in places]
    at = next(n for n, line in enumerate(lines) if span.start < line.end)
    if at == 0:
        return False  # the head itself, which names what stands below
    table = [_cells(line.of(article.text)) for line in lines]
    start = len(_BAR.findall(article.text[lines[at].start : span.start].strip().removeprefix("|")))
    over = set(range(start, start + 1 + len(_BAR.findall(span.of(article.text)))))
    rows, columns = _named([row[0] for row in table[1:]], question, 1), _named(table[0], question, 0)
    return bool(rows and at not in rows) or bool(columns and not over <= columns)


def head(article: Article, span: Span) -> Span | None:
    """Return the row that names the columns of the table that `span` stands in, if it is not that row itself.

    A table of two columns has none, unless a rule parts it from the rest: names and values stand beside each other.
    """
    places = _rows_around(article, span)
    if len(places) < 2 or span.start < article.sentences[places[0]].end:
        return None
    ruled = places[1] > places[0] + 1
    first = article.sentences[places[0]]
    return first if ruled or len(_cells(first.of(article.text))) > 2 else None


def _cell(article: Article, line: Span, column: int) -> Span:
    """Return where a cell's words stand."""
    bars = [line.start - 1 + (0 if article.text[line.start] != "|" else 1)]
    bars += [bar.start() for bar in _BAR.finditer(article.text, bars[0] + 1, line.end)]
    start = bars[column] + 1
    end = bars[column + 1] if column + 1 < len(bars) else line.end
    cell = article.text[start:end]
    return Span(start + len(cell) - len(cell.lstrip(_SET_OFF)), end - len(cell) + len(cell.rstrip(_SET_OFF)))


def _rows_around(article: Article, span: Span) -> list[int]:
    """Return the places, among the sentences, of the rows of the table that `span` stands in; none outside tables."""
    first = last = article.sentences_around(span)[0]

    def row(place: int) -> bool:
        return 0 <= place < len(article.sentences) and is_row(article.sentences[place].of(article.text))

    if not row(first):
        return []
    while row(first - 1) and _touch(article, first - 1):
        first -= 1
    while row(last + 1) and _touch(article, last):
        last += 1
    return [n for n in range(first, last + 1) if not _RULE.fullmatch(article.sentences[n].of(article.text))]


def _touch(article: Article, place: int) -> bool:
    """Return whether no empty line stands between a sentence and the next one."""
    above, below = article.sentences[place], article.sentences[place + 1]
    return article.text.count("\n", above.end, below.start) <= 1


def _cells(line: str) -> tuple[str, ...]:
    inner = re.sub(r"(?<!\\)\|$", "", line.strip().removeprefix("|"))
    return tuple(cell.strip(_SET_OFF) for cell in _BAR.split(inner))


def _named(titles: Sequence[str], question: str, first: int, *, longest: bool = True) -> set[int]:
    """Return the places, counted from `first`, of the titles whose words the question has, or of those the longest."""
    asked = _WORD.findall(question)
    bare = [_ASIDE.sub("", title) for title in titles]
    counts = Counter(bare)
    told = [one if counts[one] == 1 else title for one, title in zip(bare, titles, strict=True)]
    matched = {
        n: len(words)
        for n, title in enumerate(told, first)
        if (words := _WORD.findall(title)) and all(any(_alike(word, other) for other in asked) for word in words)
    }
    return {n for n, count in matched.items() if not longest or count == max(matched.values())}


def _in_part(titles: Sequence[str], asked: Sequence[str]) -> set[int]:
    """Return the places, counted from 1, of the titles that have all words asked: "Power consumption" for "power"."""
    return {n for n, title in enumerate(titles, 1) if asked and all(_among(one, [title]) for one in asked)}


def _among(word: str, titles: Sequence[str]) -> bool:
    """Return whether a word, or a form of it, stands in some titles."""
    return any(_alike(word, other) for title in titles for other in _WORD.findall(title))


def _alike(word: str, other: str) -> bool:
    """Return whether two words are the same, or forms of one another."""
    if len(word) <= EXACT and word.isalpha():
        capitals = word.isupper() or other.isupper()  # "up" is "Up" of "Up to 8 m", "it" is no "IT"
        return word == other or (word.lower() == other.lower() and not capitals)
    name = word[0].isupper() and other[0].isupper()  # "Niger" is no form of "Nigeria"
    exact = (name and word.isalpha()) or any(map(str.isdigit, word + other))
    word, other = word.casefold(), other.casefold()
    if exact:
        return word.removesuffix("s") == other.removesuffix("s")
    return word == other or Prefix.similarity(word, other) >= max(LEAST_ALIKE, min(len(word), len(other)) - 1)
