"""What a reader of a Word file sees: its text with all changes taken, notes and text boxes below their paragraphs.

Works on the file's own elements, which have no types, before anything else looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rag.formats import formulas
from rag.formats.formulas import M
from rag.formats.raised import raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A text box once more, for older programs."""
_GONE = [_FALLBACK, *(f"{W}{name}" for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))]
_WRAPPED = ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple")
_WRAPPERS = [f"{M}oMathPara", *(f"{W}{name}" for name in _WRAPPED)]


def lay_open(body: Any, notes: Mapping[str, Iterable[Any]]) -> None:
    """Change the body of a Word file to what is seen of it, its `notes` by the elements that refer to them included."""
    for kind, found in notes.items():
        _put_below(_with_notes(body, kind, {note.get(f"{W}id"): note for note in found}))
    for element in [*body.iter(*_GONE), *filter(_is_hidden, body.iter(f"{W}r"))]:
        element.getparent().remove(element)
    for formula in list(body.iter(f"{M}oMath")):
        run, text = formula.makeelement(f"{W}r"), formula.makeelement(f"{W}t")
        text.text = formulas.of_word(formula)
        run.append(text)
        formula.getparent().replace(formula, run)
    for element in list(body.iter(*_WRAPPERS)):
        parent = element.getparent()
        at = parent.index(element)
        parent[at : at + 1] = list(element)
    for element in body.iter(f"{W}vertAlign"):
        if element.get(f"{W}val") == "superscript":
            for text in element.getparent().getparent().iter(f"{W}t"):
                text.text = raised(text.text or "")
    _put_below((box, list(box)) for box in list(body.iter(f"{W}txbxContent")))


def _with_notes(body: Any, kind: str, notes: Mapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield where a note is referred to, and what it says, both with its number."""
    for number, reference in enumerate(list(body.iter(f"{W}{kind}Reference")), start=1):
        note = notes.get(reference.get(f"{W}id"))
        if note is None:
            continue
        for mark in [*note.iter(f"{W}{kind}Ref"), reference]:
            text = mark.makeelement(f"{W}t")
            text.text = raised(str(number))
            mark.getparent().replace(mark, text)
        yield text, list(note)


def _put_below(told: Iterable[tuple[Any, list[Any]]]) -> None:
    """Put blocks below the paragraph in which something stands, in the order of the paragraph."""
    below: dict[Any, list[Any]] = {}
    for element, blocks in told:
        if (paragraph := next(element.iterancestors(f"{W}p"), None)) is not None:
            below.setdefault(paragraph, []).extend(blocks)
    for paragraph, blocks in below.items():
        for block in reversed(blocks):
            paragraph.addnext(block)


def _is_hidden(run: Any) -> bool:
    """Return whether a run is set to be seen by nobody."""
    found = run.find(f"{W}rPr/{W}vanish")
    return found is not None and found.get(f"{W}val") not in {"0", "false"}
