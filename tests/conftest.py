"""What tests share: the real components once a run, and pipelines over stand-ins."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stand_ins import Run, WordEncoder, WordReader

from rag import cli, corpus
from rag.cascade import opened
from rag.embed import SentenceEncoder
from rag.manifest import DEFAULT, SMALL
from rag.pipeline import Pipeline
from rag.read import OnnxReader
from rag.types import Article


@pytest.fixture(scope="session")
def reader() -> OnnxReader:
    """Return the small reader."""
    return OnnxReader(SMALL)


@pytest.fixture(scope="session")
def seed() -> Article:
    return corpus.load([corpus.seed()])[0]


@pytest.fixture(scope="session")
def pipeline(seed: Article, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """Return what a user has: the article, the reader and the encoder that come with Quoth."""
    return Pipeline([seed], opened(DEFAULT), SentenceEncoder(), tmp_path_factory.mktemp("cache"))


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Pipeline]:
    """Return a maker of pipelines over given texts, with stand-in models."""

    def make(*texts: str, suffix: str = ".txt", **changed: Any) -> Pipeline:
        from rag.search import Settings

        articles = [corpus.article_from_text(text, Path(f"a{n}{suffix}")) for n, text in enumerate(texts)]
        return Pipeline(articles, WordReader(), WordEncoder(), tmp_path / "cache", Settings(**changed))

    return make


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return a function that runs `quoth` in this process: its exit code, stdout and stderr."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def quoth(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["quoth", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfd.readouterr()
        return int(caught.value.code or 0), out, err

    return quoth
