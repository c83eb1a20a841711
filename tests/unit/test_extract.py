"""HTML, PDF and DOCX: what comes out, and what is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from article_files import AFTER, BEFORE, SAYS, make, pdf, zipped
from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag import corpus
from rag.errors import ArticleError
from rag.formats import MAX_CHARACTERS, web, word
from rag.formats.raised import raised
from ui import uploads

PAGE = b"""<!doctype html><title>T</title><script>alert(1)</script><body><nav>Home</nav><main>
<h1>The <em>pump</em></h1><p>It   draws <b>40</b> watts.<br>It runs &amp; runs.</p>
<ul><li>one<li>two</ul><pre># code
  x</pre><table><tr><td>a<td>b</tr><tr><td>c<td>d</table><p></p></main><footer>f</footer>"""


def test_a_page_becomes_paragraphs_with_markdown_headings() -> None:
    assert web.html(Path("a.html"), PAGE) == (
        "# The pump\n\nIt draws 40 watts.\nIt runs & runs.\n\n- one\n\n- two\n\n    # code\n      x\n\n"
        "| a | b |\n| c | d |"
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<title> The\n pump </title><p>It runs.", "# The pump\n\nIt runs."),
        (
            b"<title>The pump</title><nav>Home</nav><main><h2>Power</h2><p>40 W.</main>",
            "# The pump\n\n## Power\n\n40 W.",
        ),
        (b"<title>Shop</title><h2>New</h2><h1>The pump</h1><p>It runs.", "## New\n\n# The pump\n\nIt runs."),
        (b"<title>The pump</title><nav>Home</nav>", ""),
        (b"<p>It runs.<svg><title>A pump</title></svg>", "It runs."),
        (b"<title>T</title><header><h1>The pump</h1></header><section><p>It runs.</section>", "# The pump\n\nIt runs."),
    ],
)
def test_a_page_without_a_heading_of_the_first_level_is_headed_by_its_title(raw: bytes, text: str) -> None:
    assert web.html(Path("a.html"), raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbf<p>na\xc3\xafve", "naïve"),
        (b"<meta charset=iso-8859-1><p>na\xefve", "naïve"),
        (b"<meta charset=nonsense><p>na\xefve", "naïve"),
        (b"<meta charset=iso-8859-1><p>\x93so\x94 at \x805", "“so” at €5"),
        ("<meta charset=gb2312><p>朱镕基".encode("gbk"), "朱镕基"),
        ("<p>naïve".encode("utf-16"), "naïve"),
        (b"<?xml version='1.0' encoding='utf-8'?><html><body><p>na\xc3\xafve</p></body></html>", "naïve"),
        (b"", ""),
    ],
)
def test_a_page_is_decoded_as_it_says(raw: bytes, text: str) -> None:
    assert web.html(Path("a.html"), raw) == text


def test_the_items_of_a_page_have_their_numbers() -> None:
    page = b"<ol start=3><li>Mix<ul><li>milk</ul><li><p>Bake<p>long</ol><ul><li>x</ul><ol start=a><li>y</ol><li>z"
    lines = ["3. Mix", "  - milk", "4. Bake", "long", "- x", "1. y", "- z"]
    assert web.html(Path("a.html"), page).split("\n\n") == lines


@pytest.mark.parametrize(
    ("items", "lines"),
    [
        ("<ol><li value=3>a<li>b<li value=9>c<li value=x>d</ol>", ["3. a", "4. b", "9. c", "10. d"]),
        ("<ol reversed><li>a<li>b</ol><ol reversed start=9><li>c<li>d</ol>", ["2. a", "1. b", "9. c", "8. d"]),
        ("<ol type=A><li>The a<li>B</ol><ol type=i start=4><li>C</ol>", ["A. The a", "B. B", "iv. C"]),
        ("<ol><li hidden>a<li>b</ol>", ["1. b"]),
    ],
)
def test_a_page_may_number_its_items_as_it_likes(items: str, lines: list[str]) -> None:
    text = web.html(Path("a.html"), items.encode())
    assert text.split("\n\n") == lines
    article = corpus.article_from_text(text, Path("a.md"))
    assert [span.of(article.text) for span in article.sentences] == lines  # a number is no sentence


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<article><h2>Pump</h2>It runs.</article>Home", "## Pump\n\nIt runs."),
        (
            f"<h1>Pump</h1><p>{'It runs. ' * 9}<article>Read on</article>",
            f"# Pump\n\n{('It runs. ' * 9).strip()}\n\nRead on",
        ),
        (f"<article><h1>Pump</h1>It runs.</article><p>{'Home ' * 50}", "# Pump\n\nIt runs."),
        ("<main><p>It runs.<article>It ends.</article></main>Home", "It ends."),
        ("<p>It runs.<aside><article>Read on</article></aside>", "It runs."),
        ("<p>It runs.<main></main>", "It runs."),
        ("<article>a</article><article>b</article>", "a\n\nb"),
    ],
)
def test_the_article_of_a_page_is_no_teaser_of_another(page: str, text: str) -> None:
    assert web.html(Path("a.html"), page.encode()) == text


TABLE = [["Model", "Weight", "Power"], ["P-20", "12 kg", ""], ["P-25", "14 kg", "60 W"]]
ROWS = "| Model | Weight | Power |\n{}| P-20 | 12 kg |  |\n| P-25 | 14 kg | 60 W |"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("<tr><th>a<th>b<tr><th>c<td><p>d<p>e<br>f", "| a | b |\n|---|---|\n| c | d e f |"),
        (
            "<caption>Pumps</caption><thead><tr><td>a<td>b<tbody><tr><td><tr><td>c",
            "Pumps\n\n| a | b |\n|---|---|\n| c |  |",
        ),
        ("<tr><td rowspan=2>a<td>b<td>c<tr><td>d<td rowspan=0>e", "| a | b | c |\n| a | d | e |"),
        (
            "<tr><td colspan=2>a<td>b<tr><td>c<td>d<td rowspan=9>e<tr><td>f<td>g",
            "| a |  | b |\n| c | d | e |\n| f | g | e |",
        ),
        ("<tr hidden><td>x<tr><td>a<td>b<td style='display: none'>x<tr><td>c<td>d", "| a | b |\n| c | d |"),
        ("<tbody hidden><tr><td>x<td>y<tbody><tr><td>a<td>b<tr><td>c<td>d", "| a | b |\n| c | d |"),
        ("<tr><td>a<td>b", "a\n\nb"),
        ("<tr><td><p>a<p>b<tr><td>c", "a\n\nb\n\nc"),
        ("<tr><td><h2>a</h2>b<td>c<tr><td>d<td>e", "## a\n\nb\n\nc\n\nd\n\ne"),
        (f"<tr><td>{'a' * 1001}<td>b<tr><td>c<td>d", f"{'a' * 1001}\n\nb\n\nc\n\nd"),
        (
            "<tr><td>x<td><table><tr><td>a<td>b<tr><td>c<td>d</table><tr><td>y<td>z",
            "x\n\n| a | b |\n| c | d |\n\ny\n\nz",
        ),
    ],
)
def test_a_table_of_a_page_is_one_of_markdown_and_what_lays_out_the_page_is_none(table: str, lines: str) -> None:
    assert web.html(Path("a.html"), f"<table>{table}</table>".encode()) == lines


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>The<br>pump</h1><p>It is<br>red.", "# The pump\n\nIt is\nred."),
        ("<p>10<sup>-5</sup> W per m<sup>2</sup>.<sup><a>1</a></sup> The 2<sup>nd</sup>.", "10⁻⁵ W per m².¹ The 2nd."),
        ("It is<br>red.<br> <br><br>It ends.<br>", "It is\nred.\n\nIt ends."),
        ("<p>main&shy;tain&#8203;ed", "maintained"),
        ("<p hidden>a<p style='color:red;display :none'>b<p style=visibility:hidden>c<p style=display:block>d", "d"),
        (
            "<h2>Use<span class=mw-editsection>[<a href=x>edit</a>]</span></h2>"
            "<p>a<a class=headerlink>¶</a><div role=navigation>b</div>",
            "## Use\n\na",
        ),
        ("<form><p>It runs.<select><option>a</select><textarea>b</textarea></form><form>Search</form>", "It runs."),
        (
            "<dl><dt>Volt<dd>A unit.</dd><dd>A hat.<dt>Watt<dt>Ohm<dd>Units.</dl>",
            "Volt\nA unit.\n\nA hat.\n\nWatt\n\nOhm\nUnits.",
        ),
        ("<main>It runs.</main>Home", "It runs."),
        ("<p>It <math><mi>x</mi><annotation>\\x</annotation></math> is.", "It x is."),
        (
            "<p>It <span class='mwe-math-mathml-inline mwe-math-mathml-a11y' style='display: none;'>"
            "<math><mi>x</mi></math></span><img alt=x> is.",
            "It x is.",
        ),
        (
            "<p>It <span><span class=katex-mathml><math><mi>x</mi></math></span><span class=katex-html>x</span></span>"
            ", <span><span class=katex-html>y</span></span>",
            "It x, y",
        ),
        ("<h3><button>How?</button></h3><p>So.<button>Copy</button>", "### How?\n\nSo."),
        (
            "<blockquote><p>So.<footer>Ann</footer></blockquote><footer>Home</footer><aside>Ads</aside>"
            "<aside><aside role=doc-footnote>1 A note.</aside></aside>",
            "So.\n\nAnn\n\n1 A note.",
        ),
        (
            "<p>See it<span class='x sr-only'>(in a new tab)</span>.<dialog>Yes?</dialog><dialog open>No",
            "See it.\n\nNo",
        ),
        ("<p>It is <span hidden><div>not </div></span>red.<datalist><option>a</datalist>", "It is red."),
        ("<div>It runs.<aside>Ads</aside>It ends.<center>Ann</center></div>", "It runs.\n\nIt ends.\n\nAnn"),
        ("<form>Pump<table><tr><td>It runs.</table></form>", "Pump\n\nIt runs."),
    ],
)
def test_a_page_is_read_as_it_is_seen(page: str, text: str) -> None:
    assert web.html(Path("a.html"), page.encode()) == text


def math(tag: str, *parts: str) -> str:
    """Return an element of a formula of a page."""
    return f"<{tag}>{''.join(parts)}</{tag}>"


X, ONE, TWO, SUM = "<mi>x</mi>", "<mn>1</mn>", "<mn>2</mn>", "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (math("mfrac", ONE, TWO), "1/2"),
        (TWO + math("mfrac", ONE, TWO), "2 1/2"),
        (math("mfrac", SUM, math("mrow", TWO, X)), "(a+b)/(2x)"),
        (math("mfrac", math("mrow", "<mo>(</mo>", SUM, "<mo>)</mo>"), X), "(a+b)/x"),
        (math("msqrt", TWO) + math("msqrt", SUM.removeprefix("<mrow>").removesuffix("</mrow>")), "√2√(a+b)"),
        (math("mroot", X, "<mn>3</mn>"), "³√x"),
        (math("msup", X, TWO) + math("msup", X, SUM) + math("msup", X, "<mo>′</mo>"), "x²x^(a+b)x′"),
        (math("msub", "<mi>log</mi>", "<mn>10</mn>") + TWO + math("msub", X, "<mi>max</mi>"), "log₁₀2x_max"),
        (
            math("munderover", "<mo>∑</mo>", "<mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>", "<mi>n</mi>") + X,
            "∑_(i=1)ⁿx",
        ),
        (math("mtable", math("mtr", math("mtd", ONE), math("mtd", TWO)), math("mtr", math("mtd", X))), "1 2; x"),
        (f"<mi>sin</mi><mo>\u2061</mo>{X}<mspace/><mn>2</mn><mo>\u2062</mo><mi>y\n</mi>", "sin x 2y"),
        (math("msup", X), "x"),
    ],
)
def test_a_formula_of_a_page_is_one_line(formula: str, line: str) -> None:
    assert web.html(Path("a.html"), f"<p>It is <math>{formula}</math>.".encode()) == f"It is {line}."


@pytest.mark.parametrize("head", ["", "bold", "repeated"])
def test_a_table_of_a_word_file_is_one_of_markdown(head: str) -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = head == "bold" and row._tr is table.rows[0]._tr
    if head == "repeated":
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    assert written(document) == ROWS.format("|---|---|---|\n" if head else "")


def test_cells_of_a_word_file_may_span_others_and_a_table_may_lay_out_its_page() -> None:
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "a"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "b"
    table.cell(1, 1).text, table.cell(1, 2).text = "c", "d"
    page = document.add_table(1, 2)
    page.cell(0, 0).text = "Ann Lee"
    page.cell(0, 1).add_paragraph("Skills", "Heading 1")
    page.cell(0, 1).add_paragraph("pumps", "List Bullet")
    assert written(document) == "| a | b |  |\n| a | c | d |\n\nAnn Lee\n\n## Skills\n\n- pumps"


def listed(words: str, number: int = 90, level: int = 0) -> str:
    """Return an item of a list of a Word file."""
    properties = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    return f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def test_cells_of_a_word_file_hold_what_its_paragraphs_do() -> None:
    document = Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).text = "# of pumps"
    table.cell(0, 1).paragraphs[0].style = "Heading 1"
    table.cell(0, 1).paragraphs[0].add_run("Steps")
    for row in (1, 2):
        table.cell(row, 0).paragraphs[0].style = "List Number"
        table.cell(row, 1).text = "Mix"
        table.cell(row, 1).add_paragraph("milk", "List Bullet")
    document.add_paragraph("Bake", "List Number")
    assert written(document) == "| # of pumps | Steps |\n| 1. | Mix - milk |\n| 2. | Mix - milk |\n\n3. Bake"


def cells(*texts: str) -> str:
    """Return a row of a table of a Word file; "^" goes on from above, "a__" is three columns wide."""
    told = []
    for text in texts:
        merged = (
            "<w:vMerge/>" if text.startswith("^") else "<w:vMerge w:val='restart'/>" if text.startswith("*") else ""
        )
        properties = f"<w:tcPr><w:gridSpan w:val='{1 + text.count('_')}'/>{merged}</w:tcPr>"
        told.append(f"<w:tc>{properties}<w:p>{run(text.strip('^*_'))}</w:p></w:tc>")
    return f"<w:tr>{''.join(told)}</w:tr>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("*a", "b"), ("^", "c"), ("^", "d")], "| a | b |\n| a | c |\n| a | d |"),
        ([("^a", "b"), ("c", "d")], "| a | b |\n| c | d |"),
        ([("a_", "b"), ("c", "^", "d")], "| a |  | b |\n| c |  | d |"),
        ([("*a_", "b"), ("^_", "c")], "| a |  | b |\n| a |  | c |"),
        ([("*a", "b"), ("c", "d"), ("^", "e")], "| a | b |\n| c | d |\n|  | e |"),
        ([("*a", "b"), *[("^", "b")] * 2000], "\n".join(["| a | b |"] * 2001)),
    ],
)
def test_a_cell_of_a_word_file_goes_on_only_from_one_above_it(rows: list[tuple[str, ...]], lines: str) -> None:
    document = Document()
    table = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{''.join(cells(*row) for row in rows)}</w:tbl>"
    document.element.body.insert(0, parse_xml(table))
    assert written(document) == lines


def run(words: str = "", *, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def omml(tag: str, **parts: str) -> str:
    """Return an element of a formula of a Word file; a part's "a|b" are two."""
    told = (f"<m:{name}>{part}</m:{name}>" for name, whole in parts.items() for part in whole.split("|"))
    return f"<m:{tag}>{''.join(told)}</m:{tag}>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


A, B, C = map(letters, ("a+b", "2", "n"))


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (letters("f") + omml("d", e=f"{A}|{B}"), "f(a+b|2)"),
        (omml("d", dPr="<m:begChr m:val='['/><m:sepChr m:val=', '/><m:endChr/>", e=f"{A}|{B}"), "[a+b, 2"),
        (B + omml("f", num=B, den=C) + omml("f", num=A, den=letters("2x")), "2 2/n(a+b)/(2x)"),
        (omml("rad", deg="", e=B) + omml("rad", deg=letters("3"), e=A), "√2³√(a+b)"),
        (omml("nary", naryPr="<m:chr m:val='∑'/>", sub=letters("i=1"), sup=C, e=letters("i")), "∑_(i=1)ⁿ i"),
        (omml("nary", sub=letters("0"), sup=B, e=letters("x dx")), "∫₀² x dx"),
        (omml("sSup", e=C, sup=A) + omml("sSub", e=C, sub=B) + omml("sSubSup", e=C, sub=C, sup=B), "n^(a+b)n₂n_n²"),
        (omml("func", fName=omml("limLow", e=letters("lim"), lim=letters("n→0")), e=C), "lim_(n→0) n"),
        (omml("m", mPr="", mr=f"<m:e>{B}</m:e><m:e>{C}</m:e>|<m:e>{A}</m:e>"), "2 n; a+b"),
        (omml("eqArr", e=f"{A}|{B}") + omml("acc", e=C) + omml("limUpp", e=C, lim=B), "a+b; 2n\u0302n²"),
        (omml("box", e="<m:e>" * 150 + A + "</m:e>" * 150), "a+b"),
    ],
)
def test_a_formula_of_a_word_file_is_one_line(formula: str, line: str) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    document = Document()
    document.add_paragraph("It is ")._p.append(parse_xml(f"<m:oMath xmlns:m='{space}'>{formula}</m:oMath>"))
    assert written(document) == f"It is {line}"


FORMULA = """<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">
<m:oMath><m:r><m:t>E=m</m:t></m:r>
<m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>
<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>"""
ALTERNATE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = f"<w:txbxContent><w:p>{run('A box.')}</w:p><w:p>{run('Its end.')}</w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (
            f"<w:ins>{run('very ')}</w:ins><w:del><w:r><w:delText>not </w:delText></w:r></w:del>{run('red.')}",
            "It is very red.",
        ),
        (f"<w:moveFrom>{run('not ')}</w:moveFrom><w:moveTo>{run('red.')}</w:moveTo>", "It is red."),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('red.')}</w:sdtContent></w:sdt>", "It is red."),
        (f"<w:fldSimple w:instr='DATE'><w:smartTag>{run('1987.')}</w:smartTag></w:fldSimple>", "It is 1987."),
        (run("not ", style="<w:vanish/>") + run("red.", style="<w:vanish w:val='0'/>"), "It is red."),
        (run("5 m") + run("2", style="<w:vertAlign w:val='superscript'/>"), "It is 5 m²"),
        (run("4") + run("2", style="<w:vertAlign w:val='subscript'/>"), "It is 42"),
        (f"<w:r><w:br/></w:r>{run('red.')}", "It is\nred."),
        (FORMULA, "It is E=mc²a/b"),
        (
            f"<w:r><mc:AlternateContent xmlns:mc='{ALTERNATE}'><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}"
            f"</mc:Fallback></mc:AlternateContent></w:r>{run('red.')}",
            "It is red.\n\nA box.\n\nIts end.",
        ),
    ],
    ids=["changed", "moved", "a control", "a field", "hidden", "raised", "lowered", "a line", "a formula", "a box"],
)
def test_a_word_file_is_read_as_it_is_seen(inner: str, text: str) -> None:
    document = Document()
    paragraph = document.add_paragraph("It is ")
    paragraph._p.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")))
    document.add_paragraph("It ends.")
    assert written(document) == f"{text}\n\nIt ends."


def test_notes_of_a_word_file_stand_below_the_paragraph_that_refers_to_them() -> None:
    document = Document()
    for kind in ("footnote", "endnote"):
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        notes = "".join(f"<w:{kind} w:id='{n}'><w:p>{mark}{run(f' {kind} {n}.')}</w:p></w:{kind}>" for n in (1, 2, 3))
        blob = f"<w:{kind}s {nsdecls('w')}>{notes}</w:{kind}s>".encode()
        part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", blob, document.part.package)
        document.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s")
        paragraph = document.add_paragraph(f"A {kind}.")
        for n in (3, 1, 9):
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:{kind}Reference w:id='{n}'/></w:r>"))
    assert written(document).split("\n\n") == [
        *("A footnote.¹²", "¹ footnote 3.", "² footnote 1."),
        *("A endnote.¹²", "¹ endnote 3.", "² endnote 1."),
    ]


def test_headings_of_a_word_file_are_those_of_its_styles_and_contents_are_none() -> None:
    document = Document()
    document.styles.add_style("Chapter", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 1"]
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    for style in ("TOC Heading", "toc 1", "Title", "Chapter", "Heading 5", "Heading 9"):
        document.add_paragraph("The\npump", style)
    assert written(document).split("\n\n") == ["# The pump", "## The pump", "###### The pump", "###### The pump"]


def written(document: Opened) -> str:
    """Return the text of a Word file."""
    raw = io.BytesIO()
    document.save(raw)
    return word.docx(Path("a.docx"), raw.getvalue())


LEVELS = """<w:abstractNum xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%9"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#183;"/></w:lvl></w:abstractNum>"""
NUM = """<w:num xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:numId="90">
<w:abstractNumId w:val="90"/></w:num>"""


def test_the_items_of_a_word_file_have_the_numbers_that_word_shows() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS))
    numbering.append(parse_xml(NUM))
    for words, level in (("one", 0), ("deep", 1), ("deeper", 2), ("deep", 1), ("two", 0), ("deep", 1), ("three", 0)):
        document.element.body[-1].addprevious(parse_xml(listed(words, level=level)))
    for style in ("List Number", "List Number", "List Bullet", "List Bullet 2", "List Paragraph", "List", "Heading 1"):
        document.add_paragraph(style.lower(), style)
    assert written(document).split("\n\n") == [
        *("II. one", "  II.a) deep", "    - deeper", "  II.b) deep", "III. two", "  III.a) deep", "IV. three"),
        *(
            "1. list number",
            "2. list number",
            "- list bullet",
            "  - list bullet 2",
            "list paragraph",
            "- list",
            "## heading 1",
        ),
    ]


def test_lists_of_a_word_file_go_on_from_each_other_or_restart() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS))
    numbering.append(parse_xml(NUM))
    numbering.append(parse_xml(NUM.replace('numId="90"', 'numId="91"')))
    starts = "".join(
        f"<w:lvlOverride w:ilvl='{n}'><w:startOverride w:val='{n + 5}'/></w:lvlOverride>" for n in (0, 1, 9)
    )
    numbering.append(parse_xml(NUM.replace('numId="90"', 'numId="92"').replace("</w:num>", f"{starts}</w:num>")))
    items = [("a", 90, 0), ("", 90, 0), ("b", 91, 0), ("c", 92, 0), ("d", 92, 1), ("e", 92, 0), ("f", 90, 0)]
    for item in items:
        document.element.body[-1].addprevious(parse_xml(listed(*item)))
    assert written(document).split("\n\n") == [
        *("II. a", "III.", "IV. b", "V. c", "  V.f) d", "VI. e", "VII. f"),
    ]


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_the_command_line_takes_every_format(tmp_path: Path, suffix: str) -> None:
    (article,) = corpus.load([make(tmp_path / f"pump{suffix}")])
    for line in (BEFORE, SAYS, AFTER):
        assert line in article.text
    assert [section.title for section in article.sections] == ["The pump"]
    for span in article.sentences:
        assert span.of(article.text).strip()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        *(("-5", "⁻⁵"), ("–5", "⁻⁵"), ("- 5 ", "⁻ ⁵ "), ("2+", "²⁺"), ("2–", "²⁻"), ("–", "⁻")),
        *(("1,2", "¹,²"), ("1–3", "¹–³"), ("2.5", "².⁵"), ("1/2", "¹/²")),
        *(("n", "ⁿ"), ("n−1", "ⁿ⁻¹"), ("2n", "²ⁿ"), ("i", "ⁱ")),
        *((same, same) for same in ("nd", "in", "a,b", "[3]", "2.", "th", ",", "")),
    ],
)
def test_raised_figures_are_none_of_the_number_before(text: str, seen: str) -> None:
    assert raised(text) == seen


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.pdf", b"MZ", "is no PDF inside"),
        ("a.pdf", b"%PDF-1.4\n%%EOF", "is a damaged PDF"),
        ("a.pdf", pdf([["x"]])[:300], '^"a.pdf" is a damaged PDF'),
        ("a.pdf", pdf([[""]]), "holds no text"),
        ("a.docx", b"PK\3\4", "is no Word file inside"),
        ("a.docx", zipped(b"<x/>"), "is a damaged Word file"),
        ("a.docx", zipped(bytes(MAX_CHARACTERS * 5 + 1)), "unpacks to"),
        ("a.html", b"<div>" * 10_000 + b"x", "is nested more than 200 elements deep"),
        ("a.html", b"\0\0<p>x", "holds a zero byte"),
        ("a.txt", b"MZ\0", "holds a zero byte"),
        ("a.exe", b"MZ", "Quoth reads .txt, .md, .html, .htm, .pdf and .docx"),
        ("a.md", b" \n", "is empty"),
        ("a.html", b"<script>x</script>", "is empty"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as refused:
        uploads.article(name, raw)
    assert "\n" not in str(refused.value)
    assert name in str(refused.value)


def large(characters: int) -> bytes:
    """Return a Word file that is small, with a text of so many characters and more."""
    document, raw = Document(), io.BytesIO()
    for _ in range(5):
        document.add_paragraph("pump " * (characters // 25))
    document.save(raw)
    return raw.getvalue()


def test_a_small_file_of_too_much_text_is_refused_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(large(200_000))
    monkeypatch.setattr(corpus, "MAX_BYTES", 150_000)
    with pytest.raises(ArticleError, match=r'a.docx" holds 200,003 bytes of text; an article may have 150,000: split'):
        corpus.load([file])
    monkeypatch.setattr(corpus, "MAX_BYTES", 200_003)
    assert len(corpus.load([file])[0].text) == 200_003


def test_a_small_file_of_too_much_text_never_leaves_the_process_that_takes_it_apart() -> None:
    with pytest.raises(ArticleError, match=r'^"a.docx" holds 20,000,003 bytes of text; an article may have'):
        uploads._extracted(Path("a.docx"), large(corpus.MAX_BYTES))


def test_a_word_file_damaged_anywhere_or_locked_is_read_or_refused(tmp_path: Path) -> None:
    whole = make(tmp_path / "a.docx").read_bytes()
    locked = bytearray(whole)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = whole.find(mark)
        while at >= 0:
            locked[at + flags] |= 1
            at = whole.find(mark, at + 1)
    with pytest.raises(ArticleError, match="is a damaged Word file"):
        word.docx(Path("a.docx"), bytes(locked))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        begin, *_ = (one.header_offset for one in archive.infolist() if one.filename == "word/document.xml")
    for at in [*range(0, len(whole), 997), *range(begin, begin + 900, 5), *range(whole.find(b"PK\1\2"), len(whole), 3)]:
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        with contextlib.suppress(ArticleError):
            word.docx(Path("a.docx"), damaged)


def test_a_word_file_too_large_for_the_memory_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(word, "lay_open", full)
    with pytest.raises(MemoryError):
        word.docx(Path("a.docx"), make(tmp_path / "a.docx").read_bytes())


def test_a_pdf_of_ten_thousand_pages_is_refused() -> None:
    with pytest.raises(ArticleError, match="has 10,000 pages; an article may have 2,000"):
        uploads.article("a.pdf", pdf([["x"]] * 10_000))


def test_a_file_that_blows_up_takes_nothing_else_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    with pytest.raises(ArticleError, match="took longer than"):
        uploads.article("a.pdf", pdf([["x"]]))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("a\n\x00b.txt", "ab.txt"),
        ("", "article.txt"),
        ("<b>.md", "<b>.md"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
    ],
)
def test_a_file_name_is_tidied(given: str, kept: str) -> None:
    assert uploads.tidy(given) == kept
