"""Articles from files: the text is the file, and what is no article is refused in one line."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from rag import corpus
from rag.errors import ArticleError


def test_the_text_is_the_file_as_python_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne.\r\nZwei: 😀 e\u0301.\rThree.\u2028".encode())
    article = corpus.article_from_file(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert article.text == file.read()
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert (article.title, article.name) == ("a", "a.txt")


def test_the_seed_article_is_the_one_given() -> None:
    raw = (corpus.seed() / "article.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == "7c4ef208cf2289a1686f3bc31f22bdbe5e08bd35e23e602064e7d2977541ee98"


def test_a_folder_gives_its_articles_by_name_and_a_repeated_path_one(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c.mp3"):
        (tmp_path / name).write_text("# Title\n\nText.")
    articles = corpus.load([tmp_path, tmp_path / "a.txt"])
    assert [(article.name, article.title) for article in articles] == [("a.txt", "a"), ("b.md", "Title")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## The pump\n\nText.", "The pump"),
        ("By Ann Lee\n\n## News\n\n# The pump\n\n# More\n\nText.", "The pump"),
        ("By Ann Lee\n\n## News\n\nText # 5.", "a b"),
    ],
)
def test_an_article_is_called_by_its_first_heading_of_the_first_level_or_what_it_begins_with(
    text: str, title: str
) -> None:
    assert corpus.article_from_text(text, Path("a_b.md")).title == title
    assert corpus.article_from_text(text, Path("a_b.txt")).title == "a b"


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\r\n", "is empty"),
        ("latin.txt", "Gr\xfc\xdfe".encode("latin-1"), "is not UTF-8 (byte 0xfc at 2)"),
        ("binary.txt", b"text\0more", "is not text"),
        ("sound.mp3", b"x", "Quoth reads .txt, .md, .html, .htm, .pdf and .docx"),
        ("none", b"x", "Quoth reads .txt, .md, .html, .htm, .pdf and .docx"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ArticleError) as caught:
        corpus.load([path])
    assert said in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_too_large_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no article at"):
        corpus.load([tmp_path / "missing.txt"])
    with pytest.raises(ArticleError, match="no articles in the folder"):
        corpus.load([tmp_path])
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000)
    with pytest.raises(ArticleError, match="50,000,000 bytes"):
        corpus.load([large])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Tesla said that it will " * 20, "cannot be read: File name too long"),
        ("x" * 300 + ".txt", "cannot be read: File name too long"),
        ("a\0b.txt", 'no file can be called "a\\x00b.txt"'),
        ("a\ud83d.txt", 'no file can be called "a\\ud83d.txt"'),
    ],
)
def test_what_no_file_can_be_called_is_no_article(path: str, said: str) -> None:
    with pytest.raises(ArticleError) as caught:
        corpus.load([Path(path)])
    assert said in str(caught.value)


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "iterdir", forbidden)  # root may look into all
    with pytest.raises(ArticleError, match="cannot be read: Permission denied; check the path and its rights"):
        corpus.load([tmp_path])


def test_half_a_surrogate_pair_is_replaced_and_moves_nothing() -> None:
    article = corpus.article_from_text("An owl \ud83d, and an elk \udc00.", Path("a.txt"))
    assert article.text == "An owl \ufffd, and an elk \ufffd."
