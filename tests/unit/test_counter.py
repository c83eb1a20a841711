"""Where questions are answered: what is shown to start from while others wait."""

from __future__ import annotations

from pathlib import Path

from stand_ins import WordEncoder, WordReader

from rag import corpus
from rag.library import Library
from ui.counter import Counter
from ui.desk import Desk
from ui.shelves import Shelves


def test_questions_to_start_from_are_those_found_until_the_line_is_full(tmp_path: Path) -> None:
    text = "Venneck founded the hospital of Kessel for hedgehogs. The hedgehogs of Kessel sleep."
    article = corpus.article_from_text(text, Path("a.txt"))
    desk = Desk(waiting=0)
    counter = Counter(Shelves(Library([article], WordReader(), WordEncoder(), tmp_path)), desk)
    with desk.turn():
        assert counter.examples("", article) == ["What is this article about?"]
    whole = ["Who founded the hospital of Kessel for hedgehogs?", "What is this article about?"]
    assert counter.examples("", article) == whole
    with desk.turn():
        assert counter.examples("", article) == whole  # they are known now
