"""Makes small tables and questions on their cells, since no data set here has any.

A table has a theme: what its rows are, and columns that are each asked for in several ways. Rows, columns, values and
looks are drawn. Half of the questions have their answer in a cell; the others ask for a row or a column that is not
there, for a cell that is empty, or for the row of a value that no row has.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.training.examples import Example

_Cell = tuple[str, str]
"""A cell: its row's name and its column's title."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, what its cells hold, and how they are asked for ("{}" is the row)."""

    title: str
    values: str
    """Alternatives ("red/blue"), numbers of a unit ("2..90 kg"), or what `_value` draws by name."""
    asks: tuple[str, ...]


def _columns(text: str) -> tuple[_Column, ...]:
    """Read one column a line: title; values; question; question …"""
    rows = [[part.strip() for part in line.split(";")] for line in text.strip().splitlines()]
    return tuple(_Column(title, values, tuple(asks)) for title, values, *asks in rows)


_THEMES: dict[tuple[str, str], tuple[_Column, ...]] = {
    ("model", "code"): _columns("""
        Weight; 1..90 kg; How heavy is the {}?; What does the {} weigh?; What is the weight of the {}?
        Height; 10..240 cm; How tall is the {}?; What is the height of the {}?
        Price; 20..900 €; What does the {} cost?; How much is the {}?; What is the price of the {}?
        Power; 40..2400 W; How much power does the {} draw?; What power does the {} need?
        Colour; black/white/red/silver/green/blue; What colour is the {}?; Which colours does the {} come in?
        Battery life; 4..72 hours; How long does the battery of the {} last?; What is the battery life of the {}?
        Memory; 2..64 GB; How much memory does the {} have?; How many gigabytes of memory are in the {}?
        Released; date; When was the {} released?; When did the {} come out?; What is the release date of the {}?
        Warranty; 1..9 years; How long is the warranty on the {}?; For how long is the {} guaranteed?
        Made in; place; Where is the {} made?; In which country is the {} built?
        Maximum speed; 20..240 km/h; How fast is the {}?; What is the top speed of the {}?
        Operating temperature; range °C; At what temperatures can the {} be used?; How cold may it get for the {}?
        Designer; person; Who designed the {}?; Who is the designer of the {}?
    """),
    ("code", "short"): _columns("""
        Meaning; phrase; What does {} mean?; What is the meaning of {}?; what is {}
        Cause; phrase; What causes {}?; Why does {} come up?; What is the reason for {}?
        What to do; remedy; What should I do about {}?; How do I get rid of {}?; {} is shown, what now?
        Kind; notice/fault/warning/stop/error; What kind of message is {}?
        Lamp; red/amber/green/blinking white; Which lamp lights up for {}?; What colour is the lamp at {}?
        Repeats; 2..30 times; How many times is {} repeated?; How often is {} repeated?
    """),
    ("setting", "item"): _columns("""
        Default; 1..60 s; What is the default of the {}?; To what is the {} set at first?
        Range; range %; What values may the {} take?; What is the range of the {}?
        Unit; bar/litres/volts/minutes/kelvin; In what unit is the {} given?
        Remark; phrase; What is to be noted about the {}?; What is said about the {}?
        Since version; version; Since which version is there a {}?; Which version brought the {}?
        Set by; person; Who sets the {}?; Who may change the {}?
    """),
    ("person", "person"): _columns("""
        Born; year; When was {} born?; In what year was {} born?
        Office; phrase; What office does {} hold?; What is the job of {}?
        Room; 1..900; In which room is {}?; What is the room number of {}?
        Votes; 900..90000; How many votes did {} get?; How many people voted for {}?
        Team; place; Which team does {} play for?; What is the team of {}?
        Points; 2..120; How many points did {} score?; How many points does {} have?
        Start; time; When does {} begin?; At what time does {} start?
        Subject; phrase; What does {} speak about?; What is the subject of {}?
    """),
    ("place", "place"): _columns("""
        Population; 900..9000000; How many people live in {}?; What is the population of {}?
        Area; 12..9000 km²; How large is {}?; What area does {} cover?
        Founded; year; When was {} founded?; How old is {}?
        Mayor; person; Who is the mayor of {}?; Who governs {}?
        Departure; time; When does the train leave {}?; What is the departure time at {}?
        Platform; 1..24; From which platform does the train to {} go?
        Tickets; 3..60 $; How much is a ticket to {}?; What does it cost to get to {}?
        Known for; phrase; What is {} known for?; Why do people go to {}?
        Height above sea level; 2..3900 m; How high is {}?; At what height does {} lie?
    """),
}
"""What the rows are called and how their names are drawn; the columns."""
_ITEMS = """delay/fan/display brightness/threshold/heater/inner door/cable/filter/alarm tone/pressure/time zone/
sampling rate/spare key/volume/backup/timeout/lower limit/upper limit/second valve/cover plate""".replace(
    "\n", ""
).split("/")
_REMEDIES = """call the service line/switch it off and on again/clean the filter/close the cover/wait ten minutes/
replace the fuse/set the clock/add water up to the mark/tighten the screw/check the plug/empty the tray/
move it away from the wall/load the newest software/enter the code again/let it cool down""".replace("\n", "").split(
    "/"
)
_MONTHS = ("January", "March", "May", "June", "August", "October", "December")
_EMPTY = ("", "–", "n/a", "-")


def tables(examples: Sequence[Example], count: int, random_: random.Random) -> list[Example]:
    """Return about `count` questions on tables, whose names and phrases are answers of `examples`."""
    answers = sorted(
        {one.answer for one in examples if one.answer and "|" not in one.answer and "\n" not in one.answer}
    )
    names = [one for one in answers if 1 < len(words := one.split()) <= 3 and all(word[0].isupper() for word in words)]
    phrases = [one for one in answers if 2 <= len(one.split()) <= 8 and one[0].islower()]
    if len(names) < 20 or len(phrases) < 20:
        return []
    found: list[Example] = []
    while len(found) < count:
        found += _questions(f"table/{len(found)}", names, phrases, random_)
    return found


def _questions(key: str, names: Sequence[str], phrases: Sequence[str], random_: random.Random) -> Iterator[Example]:
    """Draw a table, and questions on it."""
    (noun, kind), columns = random_.choice(list(_THEMES.items()))

    def draw(values: str) -> str:
        return _value(values, names, phrases, random_)

    columns = tuple(random_.sample(columns, random_.randint(2, min(5, len(columns)))))
    here, missing = (columns[:-1], columns[-1]) if len(columns) > 2 else (columns, None)
    rows = list(dict.fromkeys(draw(kind) for _ in range(random_.randint(3, 9))))
    absent = rows.pop() if len(rows) > 2 else None
    cells = {(row, column.title): draw(column.values) for row in rows for column in here}
    emptied = random_.choice(list(cells)) if random_.random() < 0.5 else None
    if emptied:
        cells[emptied] = random_.choice(_EMPTY)
    text, places = _look(noun, rows, [one.title for one in here], cells, random_)

    def question(row: str, column: _Column) -> str:
        return random_.choice(column.asks).format(row)

    def example(n: int, asked: str, place: _Cell | None) -> Example:
        answer = None if place is None else (cells[place] if place[1] else place[0])
        start = -1 if place is None else places[place]
        return Example(f"{key}/{n}", asked, text, answer, start, "table", key)

    def of(row: str, column: _Column) -> str:
        means = f"Which {noun} has “{cells[row, column.title]}” as its {column.title.lower()}?"
        return random_.choice((means, f"For which {noun} is the {column.title.lower()} {cells[row, column.title]}?"))

    for n in range(2):
        row, column = random_.choice(rows), random_.choice(here)
        if (row, column.title) != emptied:
            yield example(n, question(row, column), (row, column.title))
    row, column = random_.choice(rows), random_.choice(here)
    value = cells[row, column.title]
    if value not in _EMPTY and sum(other == value for other in cells.values()) == 1:
        yield example(2, of(row, column), (row, ""))
    if absent is not None:
        yield example(3, question(absent, random_.choice(here)), None)
    if missing is not None:
        yield example(4, question(random_.choice(rows), missing), None)
    if emptied:
        yield example(5, question(emptied[0], next(one for one in here if one.title == emptied[1])), None)


def _look(
    noun: str, rows: Sequence[str], titles: Sequence[str], cells: dict[_Cell, str], random_: random.Random
) -> tuple[str, dict[_Cell, int]]:
    """Return a table's text, and where every cell stands in it; a row's name has the title ""."""
    cells = cells | {(row, ""): row for row in rows}
    heads = ["", *titles]
    first = [random_.choice((noun.capitalize(), noun.capitalize(), "", "Name")), *titles]
    grid: list[Sequence[_Cell | str]] = [first, *([(row, title) for title in heads] for row in rows)]
    look = random_.choice(("markdown", "markdown", "bars", "records"))
    if look != "records" and random_.random() < 0.4:
        grid = list(zip(*grid, strict=True))
    text = random_.choice(("", "", "## Overview\n\n", f"The following table tells what each {noun} has.\n\n"))
    places: dict[_Cell, int] = {}
    before, between, after = {
        "markdown": ("| ", " | ", " |\n"),
        "bars": ("", " | ", "\n"),
        "records": ("", "; ", ".\n\n"),
    }[look]
    for number, line in enumerate(grid[look == "records" :]):
        text += before
        for place, cell in enumerate(line):
            text += between if place else ""
            text += f"{first[place]}: " if look == "records" and first[place] else ""
            if isinstance(cell, tuple):
                places[cell] = len(text)
            text += cells[cell] if isinstance(cell, tuple) else cell
        text += after
        if look == "markdown" and not number:
            text += "|" + "---|" * len(line) + "\n"
    return text.rstrip("\n"), places


def _value(values: str, names: Sequence[str], phrases: Sequence[str], random_: random.Random) -> str:
    """Draw a cell; see `_Column.values`."""
    letters = "".join(random_.sample("ABCDEFGHKLMNPRSTVWX", 2))
    number = random_.randint(1, 99)
    drawn: dict[str, Callable[[], str]] = {
        "person": lambda: random_.choice(names),
        "place": lambda: random_.choice(names),
        "phrase": lambda: random_.choice(phrases),
        "remedy": lambda: random_.choice(_REMEDIES),
        "item": lambda: random_.choice(_ITEMS),
        "code": lambda: random_.choice((f"{letters}-{number}", f"{letters[0]}{10 * number}", f"{letters} {number}00")),
        "short": lambda: f"{letters[: random_.choice((1, 1, 2))]}{number % 20}",
        "version": lambda: f"{number % 9}.{number // 9}",
        "year": lambda: str(random_.randint(1780, 2024)),
        "date": lambda: f"{number % 28 + 1} {random_.choice(_MONTHS)} {random_.randint(1990, 2024)}",
        "time": lambda: f"{random_.randint(5, 23)}:{random_.choice((0, 15, 20, 30, 45)):02}",
        "range": lambda: f"{number - 30} to {number + random_.randint(5, 40)}",
    }
    kind, _, unit = values.partition(" ")
    if kind in drawn:
        return f"{drawn[kind]()} {unit}".strip()
    if ".." not in kind:
        return random_.choice(values.split("/"))
    low, high = map(int, kind.split(".."))
    figure = random_.uniform(low, high)
    exact = high < 100 and unit in ("kg", "GB", "s") and random_.random() < 0.4
    return (f"{figure:.1f} {unit}" if exact else f"{round(figure):,} {unit}").strip()
