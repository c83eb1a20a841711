"""What becomes of the lines of a PDF: headings, paragraphs, lists, and what runs along its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import article_files
import pytest
from article_files import LIGATURE, MONOSPACED, pdf
from pypdf import PdfWriter

from rag import corpus
from rag.errors import ArticleError
from rag.formats import layout
from rag.formats.lines import Line, width, with_initials
from rag.formats.pdf import pdf as text_of
from rag.formats.running_heads import without_running_heads

FULL = "The pump that stands in the garden is driven by a motor which is"

Given = article_files.Line


def text(*pages: Sequence[Given]) -> str:
    return text_of(Path("a.pdf"), pdf(pages))


def test_lines_flow_into_paragraphs_across_pages() -> None:
    assert text(
        [FULL, "wound by hand.", FULL], ["made in Bern.", "A last line that stands alone in its paragraph."]
    ) == (f"{FULL} wound by hand.\n\n{FULL} made in Bern.\n\nA last line that stands alone in its paragraph.")


def test_larger_and_bold_lines_are_headings_of_their_rank() -> None:
    pages = [
        ("Pumps of the", 24, True),
        ("garden", 24, True),
        FULL,
        "wound by hand.",
        ("1. Limits", 16, False),
        FULL,
        "wound by hand.",
        ("Voltage", 11, True),
        FULL,
        ("Never open it.", 11, True),
        "It is hot inside.",
        ("2", 16, False),
    ]
    (article,) = [corpus.article_from_text(text(pages), Path("a.pdf"))]
    assert [section.title for section in article.sections] == ["Pumps of the garden", "1. Limits", "Voltage"]
    assert article.title == "Pumps of the garden"
    assert "### Voltage\n\n" in article.text
    assert "\n\nNever open it.\n\n" in article.text  # bold, but a sentence
    assert article.text.endswith("It is hot inside.\n\n2")  # no heading without a letter


def test_a_line_with_a_few_plain_words_or_the_rest_of_a_sentence_is_no_heading() -> None:
    bold = ") Tj /F2 11 Tf (never touch the motor while it runs) Tj /F1 11 Tf ("
    found = text(
        [FULL, f"there, so {bold} and", ("not even when it rests", 11, True), FULL, ("Limits", 11, True), FULL]
    )
    assert [line for line in found.splitlines() if line.startswith("#")] == ["# Limits"]
    assert f"{FULL} there, so never touch the motor while it runs and not even when it rests" in found


def test_a_line_mostly_of_a_smaller_type_is_no_footnote() -> None:
    code = ") Tj /F1 9 Tf (pump.start\\(speed, delay\\) or pump.stop\\(\\)) Tj /F1 11 Tf ("
    lines = [
        FULL,
        f"started by {code} and",
        "then rests, since nobody who knows it wants to hear it all the night long.",
    ]
    told = "started by pump.start(speed, delay) or pump.stop() and then rests"
    assert told in text([FULL, *lines], [FULL, *lines])


def test_a_scan_with_a_size_for_every_line_has_no_headings() -> None:
    pages = [(f"{FULL} {n}", 11 + 0.3 * n, False) for n in range(20)]
    assert "#" not in text([FULL, FULL, *pages])


HEAD, FOOT = 800, 40
BODY = [f"{FULL} {word}" for word in ("red", "blue", "green", "black", "white", "grey")]


def page(*lines: Given, head: Given | None = None, foot: Sequence[Given] = ()) -> list[Given]:
    """Return a page with lines at its head and its foot, beside a text."""
    top: list[Given] = [] if head is None else [HEAD, head]
    return [*top, 760, *lines, *([FOOT, *foot] if foot else [])]


def test_what_runs_along_the_pages_goes() -> None:
    def one(n: int) -> list[Given]:
        body = [f"In {1900 + n * n} the pump of garden {n * n} was made by hand, and in the", f"year {n} it rested."]
        head = "Pumps today" if n % 2 else "A review of gardens"
        return page(*body, FULL, *BODY, *body[::-1], head=head, foot=["11/25/26, 1:52", f"Page {n} of 9"])

    found = text(*(one(n) for n in range(3, 10)))
    for gone in ("Pumps today", "A review of gardens", "11/25/26", "Page"):
        assert gone not in found
    assert found.count(f"{FULL} {FULL}") == 7  # in the text a line may come as often as it likes
    for n in range(3, 10):
        assert found.count(f"In {1900 + n * n} the pump") == 2
        assert found.count(f"year {n} it rested.") == 2


def test_what_runs_along_the_pages_in_small_type_may_stand_close_to_the_text() -> None:
    def one(n: int) -> list[Given]:
        body = [f"In {1900 + n * n} it rained in the garden for as long as anyone who was there knew."]
        return [
            *page(*BODY, *body, head=("25 May, at noon", 8, False)),
            54,
            f"{FULL} {n * n} red.",
            42,
            (f"a.html {n}/6", 8, False),
        ]

    found = text(*(one(n) for n in range(1, 7)))
    assert "noon" not in found
    assert "a.html" not in found
    assert found.count("it rained") == 6
    assert found.count(FULL) == 7 * 6


def test_pages_with_nothing_but_running_heads_are_no_article() -> None:
    sheet = [HEAD, *(f"Line {n} of a form" for n in range(4)), FOOT + 16, "Pellworth", "Draft"]
    with pytest.raises(ArticleError, match="holds no text"):
        text([""], [""])
    assert text(*[sheet] * 3).count("Line 0") == 3


@pytest.mark.parametrize(
    "pages",
    [
        [[("Goals", 24, True), "Pumps for all.", f"Step {n}", "Thank you."] for n in range(4)],  # slides
        [page(f"Name: Ann {n * n}", "Age: 4", foot=["Status: passed"]) for n in range(4)],  # cards
        [page(*BODY, f"It was {n * n}.", 400, "Yes.") for n in range(9)],  # said in the middle of pages
        [page(*BODY[: 3 + n % 4], f"It was {n * n}.", 60 + 17 * n, "“No,” said Ann.") for n in range(9)],  # or anywhere
        [page(*BODY, foot=[f"Figure {n}. A pump."]) for n in range(9)],
        [page(*BODY, foot=[f"Exercise {n}. Explain what happens here."]) for n in range(9)],
        [page(*BODY, foot=[f"{n * n} items"]) for n in range(9)],
        [page(*BODY, foot=[f"{'abcdefghi'[n]} ants {n}"]) for n in range(9)],
        [page(*BODY, f"It was {n * n}.", 30 + 9 * n, "Yes.") for n in range(5)],
        [page(*BODY, 90, f"2023 | {n * n} | 52") for n in range(9)],
        # the first line of a text, which now and then is a paragraph of its own
        [[HEAD, "It rained.", *([""] if n % 2 else []), *BODY] for n in range(9)],
    ],
)
def test_no_line_of_the_text_is_lost(pages: list[list[Given]]) -> None:
    found = " ".join(text(*pages).split())
    told = [line if isinstance(line, str) else line[0] for one in pages for line in one if not isinstance(line, int)]
    for line in set(told):
        assert found.count(line) >= told.count(line), line


def test_the_head_of_a_chapter_goes_though_it_stands_on_few_pages() -> None:
    pages = [page(f"{FULL} {n * n} red.", *BODY, head=f"Chapter of part {'ABC'[n // 6]}") for n in range(18)]
    assert "Chapter" not in text(*pages)


@pytest.mark.parametrize(("left", "goes"), [("{} PUMPS", True), ("2.{0}. {1} {0}", False)])
def test_the_head_of_a_section_of_one_page_goes_where_others_count_the_pages(left: str, goes: bool) -> None:
    heads = [(left if n % 2 else "2.{0}. {1} {0}").format(n, word) for n, word in enumerate("abcdefghijkl", start=14)]
    found = text(*(page(f"{FULL} {n * n} red.", *BODY, head=head) for n, head in enumerate(heads)))
    assert [head for head in heads if head in found] == ([] if goes else heads)


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("1", None, ""),
        ("Page 1 of 1", None, ""),
        ("12", None, "\n\n12"),
        ("7", "8", ""),
        ("Page 7/12", "Page 8/12", ""),
        ("Pumps 7", "Pumps 8", ""),
        ("8 Gardens", "9 Gardens", ""),
        ("- 7 -", "- 8 -", ""),
        ("Seite 7 von 12", "Seite 8 von 12", ""),
        ("- 1 -", None, ""),
        ("7", "7.5", "7"),
        (("Pumps", 20, True), ("Pumps", 20, True), "\n\n# Pumps"),
    ],
)
def test_page_numbers_go_and_figures_and_headings_stay(first: Given, second: Given | None, left: str) -> None:
    pages = [page(*BODY, f"{FULL} hot.", foot=[first])]
    if second is not None:
        pages.append(page(*BODY[::-1], f"{FULL} cold.", foot=[second]))
    found = text(*pages)
    assert found.startswith(BODY[0])
    assert left in found if left else found.endswith(("hot.", "cold."))


def test_a_paragraph_ends_at_a_gap_but_for_what_goes_on() -> None:
    assert text([*BODY, f"{FULL} hot.", "", f"{FULL} cold and", "", "red.", FULL, "short", "and low", "Ann"]) == (
        f"{' '.join(BODY)} {FULL} hot.\n\n{FULL} cold and red.\n\n{FULL} short and low\n\nAnn"
    )
    assert text([FULL, f"{FULL} hot.", "", f"pH is {FULL} low."]) == f"{FULL} {FULL} hot.\n\npH is {FULL} low."


def test_a_gap_is_measured_down_a_column_not_across_two() -> None:
    column = [f"{FULL} {word}." for word in ("red", "blue", "green")]
    left, right = ([height, line] for height, line in zip((700, 684, 668), column, strict=True)), (692, 676, 660)
    lines = [part for pair in left for part in pair]
    for height, line in zip(right, BODY, strict=False):
        lines += [height, line]
    assert text(lines) == " ".join([*column, *BODY[:3]])


def test_columns_of_two_lines_are_one_text() -> None:
    lines = [part for pair in zip((700, 684) * 3, BODY, strict=True) for part in pair]
    assert text(lines) == " ".join(BODY)


def test_text_without_blanks_is_joined_without() -> None:
    lines = [
        "灯台守は毎朝六時に起きて四十ワットの電球を取り替えてから朝食をとり、それから",
        "井戸へ行く。",
        "海は静かだ。",
    ]
    given = [
        Line(line, 11, bold=False, height=700 - 16 * n, marginal=False, runs=((60, line),))
        for n, line in enumerate(lines)
    ]
    assert layout.markdown([given]) == f"{lines[0]}{lines[1]}\n\n{lines[2]}"


def test_a_line_is_full_where_the_next_word_would_not_have_stood_in_it() -> None:
    column = [
        "Vessels longer than 25 metres must",
        "take a pilot. It is at the north of",
        "the town and is led by Berta",
        "Wierzbicki, who may close it to all",
        "ships. She lives in",
        "Harbour Road 4",
        "Brackwater",
    ]
    wide = ["It was a long line of the other column, longer than all of the first."] * 6
    places = [(60, line) for line in column] + [(300, line) for line in wide]
    given = [
        Line(line, 11, bold=False, height=700 - 16 * n, marginal=False, runs=((left, line),))
        for n, (left, line) in enumerate(places)
    ]
    first, *others = layout.markdown([given]).split("\n\n")
    assert first == " ".join(column[:5])  # "Wierzbicki," would not have stood behind "Berta"
    assert others[:2] == column[5:]  # "Brackwater" would have stood behind "4"


def test_short_lines_do_not_make_each_other_full() -> None:
    assert text(["Sales rose by 12 %.", "Costs fell."]) == "Sales rose by 12 %.\n\nCosts fell."


def test_marks_that_stand_alone_stay() -> None:
    assert text(["Item A", "•", "•", "Item B", "•"]) == "Item A\n\n- \n\n- Item B\n\n- "


def test_an_initial_drawn_large_belongs_to_its_paragraph_and_a_letter_above_does_not() -> None:
    assert text([700, ("O", 40, False), 720, "nce upon a time.", *BODY]).startswith("Once upon a time.")
    assert text([("A", 18, True), f"Anode: {FULL}", *BODY, ("B", 18, True)]) == (
        f"# A\n\nAnode: {FULL} {' '.join(BODY)}\n\n# B"
    )


def test_an_initial_may_be_drawn_before_all_else_on_its_page() -> None:
    drawn: list[Given] = [660, ("O", 40, False), 760, ("Pumps", 24, True), 690, "nce upon a time.", *BODY]
    assert text(drawn, BODY).startswith(f"# Pumps\n\nOnce upon a time.\n\n{BODY[0]}")


def test_a_program_keeps_its_lines_and_their_places() -> None:
    program: list[Given] = [("if cold:", 9, MONOSPACED), ("    heat\\(2\\)", 9, MONOSPACED), ("# rest", 9, MONOSPACED)]
    found = text([FULL, "so type:", *program, *BODY])
    assert f"{FULL} so type:\n\n```\nif cold:\n    heat(2)\n# rest\n```\n\n{BODY[0]}" in found
    lines = [(60, FULL), (60, "if cold:"), (81.6, "heat"), (60, FULL)]
    told = [
        Line(one, 9, bold=False, height=700 - 11 * n, marginal=False, runs=((left, one),), monospaced=n in (1, 2))
        for n, (left, one) in enumerate(lines)
    ]
    assert "```\nif cold:\n    heat\n```" in layout.markdown([told])
    assert f"{FULL} pump.stop at once" in text(
        [FULL, ("pump.stop", 11, MONOSPACED), "at once.", *BODY]
    )  # in a sentence
    typed = [(line, 11, MONOSPACED) for line in BODY]
    assert text(typed) == " ".join(BODY)  # all of it is typed


def test_a_program_in_type_of_no_size_is_read() -> None:
    told = [
        Line("x", 0.0, bold=False, height=700 - 9 * n, marginal=False, runs=((60 + 5000 * n, "x"),), monospaced=True)
        for n in range(2)
    ]
    rest = [Line(one, 11, bold=False, height=600, marginal=False, runs=((60, one),)) for one in BODY]
    assert f"```\nx\n{' ' * layout.MOST_BLANKS}x\n```" in layout.markdown([[*told, *rest]])


def test_a_letter_level_with_a_line_of_another_column_is_no_initial_of_it() -> None:
    def at(left: float, words: str, size: float = 11) -> Line:
        return Line(words, size, bold=False, height=700, marginal=False, runs=((left, words),))

    found = list(with_initials([at(60, "A", 24), at(330, "banana: a fruit")], 11))
    assert [one.text for one in found] == ["A", "banana: a fruit"]
    found = list(with_initials([at(60, "A", 24), at(80, "pple: a fruit")], 11))
    assert [one.text for one in found] == ["Apple: a fruit"]


def test_small_capitals_go_on_with_their_capital() -> None:
    small = ") Tj /F2 9 Tf (NTRODUCTION TO) Tj /F2 12 Tf ( P) Tj /F2 9 Tf (UMPS"
    assert text([("I" + small, 12, True), *BODY]).startswith("# INTRODUCTION TO PUMPS\n\n")
    assert "vitamin C(DAILY)" not in text([("vitamin C) Tj /F2 9 Tf 60 0 Td (\\(DAILY\\)", 12, False), *BODY])


def test_bold_capitals_of_a_smaller_type_are_a_heading() -> None:
    found = text([*BODY, ("4. REPAIRS", 10, True), FULL, ("Repairs", 10, True), FULL, ("REPAIRS", 8, True), *BODY])
    assert [line for line in found.splitlines() if line.startswith("#")] == ["# 4. REPAIRS"]


def test_lines_of_one_heading_stand_in_line() -> None:
    centred: list[Given] = [(") Tj ET BT /F2 18 Tf 250 720 Td (Yearly report", 18, True), 700, ("Foreword", 18, True)]
    assert text([720, *centred, *BODY]).startswith("# Yearly report\n\n# Foreword\n\n")
    middle = [
        (") Tj ET BT /F2 18 Tf 200 720 Td (A long and", 18, True),
        700,
        (") Tj ET BT /F2 18 Tf 222 700 Td (yearly", 18, True),
    ]
    assert text([720, *middle, *BODY]).startswith("# A long and yearly\n\n")


def test_headings_end_where_the_next_one_begins() -> None:
    assert text([*BODY, ("Goals", 24, True), 300, ("Next", 24, True)]).endswith("\n\n# Goals\n\n# Next")
    slide = [("Goals", 24, True), ("• Sales rose", 24, True), "It was cold outside, and it rained."]
    assert text(*[[*slide, 300, ("Next", 24, True)]] * 2) == "\n\n".join(
        ["# Goals", "- Sales rose", "It was cold outside, and it rained.", "# Next"] * 2
    )


def test_page_numbers_may_stand_well_above_the_foot() -> None:
    found = text(*([*page(*BODY, f"In {1900 + n * n} it rained."), 130, str(n)] for n in range(3, 6)))
    assert found.endswith("In 1925 it rained.")


def test_a_last_page_of_few_lines_has_the_running_heads_of_the_others() -> None:
    pages = [page(*BODY, f"In {1900 + n * n} it rained.", head="Pumps today", foot=[str(n)]) for n in range(3, 6)]
    found = text(*pages, [HEAD, "Pumps today", 760, "And so it ended.", FOOT, "6"])
    assert "Pumps today" not in found
    assert found.endswith("And so it ended.")


def test_raised_figures_are_exponents_or_notes() -> None:
    raised = [
        line.replace(
            b"(a rate of 3 x 10) Tj",
            b"(a rate of 3 x 10) Tj 73.5 6 Td /F1 7 Tf (-5) Tj 6.3 -6 Td /F1 11 Tf ( is low) Tj",
        )
        for line in pdf([[*BODY, "a rate of 3 x 10", "It is small."]]).split(b"\n")
    ]
    assert b"(-5)" in b"".join(raised)
    assert "a rate of 3 x 10⁻⁵ is low" in text_of(Path("a.pdf"), b"\n".join(raised))
    low = b"\n".join(raised).replace(b"73.5 6 Td", b"73.5 0 Td").replace(b"6.3 -6 Td", b"6.3 0 Td")
    assert "a rate of 3 x 10-5 is low" in text_of(Path("a.pdf"), low)


def test_cells_that_one_string_holds_are_told_by_the_gaps_in_it() -> None:
    rows = ["the long name of pump A|65.5|18.3", "pump B|69.1|18.2", "the name of pump C|74.3|60.0"]
    raw = pdf([[*BODY, "It is so.", 300, *rows, *BODY, "It ends."]])
    for n, row in enumerate(rows):
        first, *others = row.split("|")
        gap = -1000 * (1.2 + 0.12 * n + width(rows[0].split("|")[0]) - width(first))
        blank = " " if n == 1 else ") -278 ("
        cells = f"{first.replace(' ', blank)}) {gap:.0f} ({') -1200 ('.join(others)}"
        raw = raw.replace(f"({row}) Tj".encode(), f"[-1100 ({cells})] TJ".encode())
    assert raw.count(b"TJ") == 3
    assert "\n\n".join(["", *["\n".join(row.replace("|", " | ") for row in rows)], ""]) in text_of(Path("a.pdf"), raw)
    one = pdf([[*BODY, "It is so.", 300, "It is wide."]]).replace(b"(It is wide.) Tj", b"[(It) -2000 (is wide.)] TJ")
    assert text_of(Path("a.pdf"), one).endswith("It is so.\n\nIt is wide.")


def test_cells_may_end_in_a_blank_as_some_programs_write_them() -> None:
    rows = ["Supply |230 V", "Weight |1.3 kg", "Motor current |8 A"]
    raw = pdf([[*BODY, "It is so.", 300, *rows, *BODY, "It ends."]])
    for row in rows:
        left, right = (cell.encode() for cell in row.split("|"))
        place = re.compile(rb"60 (\S+) Td \(" + re.escape(left) + rb"\|" + re.escape(right))
        raw = place.sub(rb"60 \1 Td (" + left + rb") Tj ET BT /F1 11 Tf 180 \1 Td (" + right, raw)
    assert "\n\nSupply | 230 V\nWeight | 1.3 kg\nMotor current | 8 A\n\n" in text_of(Path("a.pdf"), raw)


NOTE = ("1 As far as anyone knows.", 8, False)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([FULL, NOTE], ["made by hand.", FULL], [f"{FULL} made by hand.", NOTE[0], FULL]),
        ([FULL, NOTE], [FULL, "made by hand."], [f"{FULL} {FULL} made by hand.", NOTE[0]]),
        ([f"{FULL} cold.", NOTE], [FULL], [f"{FULL} cold.", NOTE[0], FULL]),
        ([FULL, NOTE], [("Limits", 18, True), FULL], [FULL, NOTE[0], "# Limits", FULL]),
        ([FULL, NOTE, "as told by one", "who knows."], [FULL], [FULL, NOTE[0], "as told by one who knows.", FULL]),
        (
            [FULL, 200, "Figure 1: A pump of the", "garden", "of Ann"],
            ["made by hand."],
            [f"{FULL} made by hand.", "Figure 1: A pump of the garden of Ann"],
        ),
        ([FULL], [NOTE], [FULL, NOTE[0]]),
        ([FULL, NOTE], ["Table 2: Pumps.", "made by hand."], [f"{FULL} made by hand.", NOTE[0], "Table 2: Pumps."]),
    ],
    ids=["goes on", "for two lines", "ended", "a heading", "straight below", "a caption", "the end", "two floats"],
)
def test_what_interrupts_a_sentence_comes_behind_it(
    first: list[Given], second: list[Given], expected: list[str]
) -> None:
    lines = text([*BODY, "So it is.", 300, *first], [*second, 300, *BODY, "It ends."]).split("\n\n")
    assert lines[1 : 1 + len(expected)] == expected


def test_a_remark_in_a_program_is_no_heading() -> None:
    (article,) = [corpus.article_from_text(text([*BODY, "It runs.", "", "# a comment", "x = 1"]), Path("a.pdf"))]
    assert [section.title for section in article.sections] == [None]


def test_a_pdf_that_needs_no_password_is_read_and_one_of_unknown_make_told() -> None:
    writer = PdfWriter(io.BytesIO(pdf([BODY])))
    writer.encrypt("", "owner", algorithm="AES-256")
    raw = io.BytesIO()
    writer.write(raw)
    assert text_of(Path("a.pdf"), raw.getvalue()) == " ".join(BODY)
    broken = raw.getvalue().replace(b"/Filter /Standard", b"/Filter /Standxrd")
    assert broken != raw.getvalue()
    with pytest.raises(ArticleError, match="is a damaged PDF"):
        text_of(Path("a.pdf"), broken)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("is con-", "nected.", "is connected."),
        ("is cut-", "out.", "is cut-out."),
        ("is a P-", "25 pump.", "is a P-25 pump."),
        ("is self-", "made.", "is self-made."),
        ("is at its end-of-", "life.", "is at its end-of-life."),
        ("is an Anglo-", "Swiss pump.", "is an Anglo-Swiss pump."),
        ("is so -", "or not.", "is so - or not."),
        ("is short-", "and long-lived.", "is short- and long-lived."),
        ("is at pump-", "manual.html today.", "is at pump-manual.html today."),
        ("is ann.lee-", "reed.", "is ann.lee-reed."),
        ("is a\\000b", "c.", "is ab c."),
        (f"is {LIGATURE}ne and con\xad", "nected.", "is fine and connected."),
    ],
)
def test_words_cut_at_the_end_of_a_line_become_whole(first: str, second: str, joined: str) -> None:
    assert text([f"{FULL} {first}", second, "The cut-out is red."]).startswith(f"{FULL} {joined}")


def test_items_of_lists_are_paragraphs() -> None:
    lines = [
        "These are needed:",
        "• a pump that draws",
        "forty watts and is made in a town of the south of Bern",
        "•",
        "a hose",
    ]
    numbered = [f"1. {FULL} heavy.", f"2. {FULL} light."]
    assert text([*lines, *numbered]) == (
        "These are needed:\n\n- a pump that draws forty watts and is made in a town of the south of Bern\n\n- a hose"
        f"\n\n1. {FULL} heavy.\n\n2. {FULL} light."
    )


def test_the_head_of_a_table_is_no_running_head_though_each_page_repeats_it() -> None:
    def line(words: str, height: float, *, is_row: bool = False) -> Line:
        marginal = height > 700
        return Line(words, 10, bold=False, height=height, marginal=marginal, runs=((60, words),), is_row=is_row)

    for is_row in (True, False):
        pages = [
            [
                line("Article | Weight in kg", 800, is_row=is_row),
                *(line(f"Pump {page} {n} is new.", 690 - 12 * n) for n in range(40)),
            ]
            for page in range(3)
        ]
        heads = [[one.text for one in page if "Weight" in one.text] for page in without_running_heads(pages)]
        assert heads == [["Article | Weight in kg"] * is_row] * 3


def test_bullets_that_are_drawn_are_bullets() -> None:
    circle = "50 762 m 52 762 52 758 50 758 c 48 758 48 762 50 762 c f"  # before the second line
    square = "q .5 0 0 .5 0 0 cm 96 1486 8 8 re f Q"  # before the third, at half the scale
    others = "52 728 1 9 re f 48 728 4 4 re n 20 728 4 4 re f 48 728 9 9 re f 48 700 4 4 re f 48 4 l 1 re f"
    drawn = [f"The works include:) Tj ET {circle} {square} {others} BT (", "a new coat;", "212 rivets;", "and a drain."]
    assert text(drawn) == "The works include:\n\n- a new coat;\n\n- 212 rivets; and a drain."


def test_a_soft_hyphen_is_seen_only_where_a_word_is_cut() -> None:
    """Browsers draw one as a blank of no width, and a hyphen behind it at the end of a line; others draw a hyphen."""

    def soft(drawn: str) -> str:
        return f") Tj /Span <</ActualText <FEFF00AD>>> BDC ({drawn}) Tj EMC ("

    assert (
        text([f"{FULL} main{soft(' ')}tained and con{soft(' ')}-", "nected so."])
        == f"{FULL} maintained and connected so."
    )
    assert text([f"{FULL} con{soft('-')}", "nected, not well\xadknown."]) == f"{FULL} connected, not well-known."
