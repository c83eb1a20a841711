"""What tests share: the real components once a run, and pipelines over stand-ins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stand_ins import WordEncoder, WordReader

from rag import corpus
from rag.embed import SentenceEncoder
from rag.pipeline import Pipeline
from rag.read import OnnxReader
from rag.types import Article


@pytest.fixture(scope="session")
def reader() -> OnnxReader:
    return OnnxReader()


@pytest.fixture(scope="session")
def seed() -> Article:
    return corpus.load([corpus.seed()])[0]


@pytest.fixture(scope="session")
def pipeline(reader: OnnxReader, seed: Article, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    return Pipeline([seed], reader, SentenceEncoder(), tmp_path_factory.mktemp("cache"))


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Pipeline]:
    """Return a maker of pipelines over given texts, with stand-in models."""

    def make(*texts: str, suffix: str = ".txt", **changed: Any) -> Pipeline:
        from rag.pipeline import Settings

        articles = [corpus.article_from_text(text, Path(f"a{n}{suffix}")) for n, text in enumerate(texts)]
        return Pipeline(articles, WordReader(), WordEncoder(), tmp_path / "cache", Settings(**changed))

    return make
