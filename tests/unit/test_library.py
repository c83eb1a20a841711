"""Pipelines over articles: what is closed leaves nothing of its article behind."""

from __future__ import annotations

import gc
from pathlib import Path

from stand_ins import WordEncoder, WordReader

from rag import corpus
from rag.codes import codes_in
from rag.content_words import content
from rag.library import Library
from rag.types import Article, Turn

SECRET = "Ann Lee, who was born here, met Bob Ray. She said HW 4 is new. Ann Lee likes HW 4. Lee is 40."


def test_an_article_goes_with_its_last_pipeline(tmp_path: Path) -> None:
    common = corpus.article_from_text("Barnaby is a dog.", Path("a.txt"))
    library = Library([common], WordReader(), WordEncoder(), tmp_path / "cache")
    opened = library.pipeline_over([corpus.article_from_text(SECRET, Path("secret.txt"))])
    for question in ("What did she say about HW 4?", "HW 4", "Who is Lee?", "Who is Bob?"):
        opened.ask(question, [Turn("Who is Ann Lee?", "Ann Lee")])
    sha256 = opened.articles[0].sha256
    del opened
    gc.collect()
    assert not [one for one in gc.get_objects() if type(one) is Article and one.sha256 == sha256]
    assert (content.cache_info().currsize, codes_in.cache_info().currsize) == (0, 0)
    assert library.default.ask("Who is Barnaby?").probability > 0
