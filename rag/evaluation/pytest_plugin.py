"""Collects `*.gold.jsonl` files: one test a line, its tags as markers, the model loaded once a run.

Comes with the package: `pytest tests/` is all it takes. A case with `xfail` must go wrong; when it comes right, the
run fails until the mark is taken off. Nothing heavy is imported before the first case is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rag.evaluation.gold import GoldCase
    from rag.evaluation.scores import Judged
    from rag.library import Library

SUFFIX = ".gold.jsonl"
"""As `rag.evaluation.gold.SUFFIX`, which must not be imported when every run of pytest starts."""

_library = pytest.StashKey["Library"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> GoldFile | None:
    """Take gold files."""
    return GoldFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None


class GoldFile(pytest.File):
    """A gold file: one test a case."""

    def collect(self) -> Iterable[GoldItem]:
        """Yield the cases; a broken line is an error of collection, told in one line."""
        from rag.errors import QuothError
        from rag.evaluation import gold

        try:
            cases = gold.read(self.path)
        except QuothError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield GoldItem.from_parent(self, name=f"{case.id}", case=case)


class GoldItem(pytest.Item):
    """A gold case."""

    def __init__(self, *, case: GoldCase, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        for tag in case.tags:
            name = "".join(c if c.isalnum() else "_" for c in tag)
            self.config.addinivalue_line("markers", f"{name}: a tag of gold cases")
            self.add_marker(name)
        if case.xfail is not None:
            self.add_marker(pytest.mark.xfail(reason=case.xfail, strict=True, raises=WrongAnswer))

    def runtest(self) -> None:
        """Ask the question and hold the outcome against the gold answers."""
        from rag.errors import QuothError
        from rag.evaluation import gold, run

        posed = run.Posed(self.case, gold.article_of(self.path, self.case))
        try:
            (judged,) = run.answers(self._opened(), [posed])
        except QuothError as error:
            raise GoldError(str(error)) from None
        if not judged.passes:
            raise WrongAnswer(judged)

    def _opened(self) -> Library:
        """Return the library of this run, opened for its first case."""
        if _library not in self.config.stash:
            from rag.commands.common import setup

            self.config.stash[_library] = setup(None).open()
        return self.config.stash[_library]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **kwargs: Any) -> Any:
        """Return what was expected and what came, with the article's words; a traceback only for a bug."""
        if isinstance(excinfo.value, (WrongAnswer, GoldError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **kwargs)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the line of the file."""
        return self.path, self.case.line - 1, f"{self.case.id}: {self.case.question}"


class GoldError(Exception):
    """A gold case that cannot be asked."""


class WrongAnswer(AssertionError):  # noqa: N818 - an assertion about an answer, not an error of ours
    """An answer that is not the gold one."""

    def __init__(self, judged: Judged) -> None:
        from rag.evaluation import excerpts

        lines = list(_reasons(judged)) + list(excerpts.told(judged))
        super().__init__("\n".join(lines))


def _reasons(judged: Judged) -> Iterator[str]:
    """Yield what is wrong."""
    if not judged.right:
        yield "wrong answer"
    if not judged.exact_quotes:
        yield "a quote is no slice of the article"
    if judged.evidence_quoted is False:
        yield "the gold evidence is not quoted"
