"""From files to articles: which files are articles, how each format becomes text, what is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rag import markup, sentences
from rag.errors import ArticleError, shown, without_surrogates
from rag.formats import pdf, web, word
from rag.types import Article

MAX_BYTES = 20_000_000
"""Size of the largest file taken, and of the longest text, however small its file: some 20 long novels, about six
minutes of indexing on two cores.
"""


def _decoded(path: Path, raw: bytes) -> str:
    """Decode UTF-8, dropping a byte order mark and keeping newlines as they are."""
    if b"\0" in raw:
        raise ArticleError(f"{shown(path)} is not text (it holds a zero byte); give a UTF-8 text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{shown(path)} is not UTF-8 (byte 0x{raw[error.start]:02x} at {error.start}); save it as UTF-8"
        ) from None


FORMATS: dict[str, Callable[[Path, bytes], str]] = {
    ".txt": _decoded,
    ".md": _decoded,
    ".html": web.html,
    ".htm": web.html,
    ".pdf": pdf.pdf,
    ".docx": word.docx,
}
"""How each kind of file, by its suffix, becomes the text that offsets refer to."""
MARKDOWN = (".md", ".html", ".htm", ".pdf", ".docx")
"""The endings of files whose text has Markdown headings: by their author or by extraction."""
_HEADING = re.compile(r"\s*#{1,6}[ \t]+(\S.*)")
_TITLE = re.compile(r"^#[ \t]+(\S.*)", re.M)


def seed() -> Path:
    """Return the folder of the article that comes with Quoth: in the installed package, or in a checkout."""
    package = Path(__file__).parent
    installed = package / "seed"
    return installed if installed.is_dir() else package.parent / "corpus"


def load(paths: Iterable[Path]) -> tuple[Article, ...]:
    """Read the articles at `paths`, each a file or a folder of files, in the order given.

    Raises:
        ArticleError: if a path holds no article, or one that cannot be read.
    """
    files: dict[Path, None] = {}  # a path given twice is one article
    for path in paths:
        with _reading(path):
            files.update(dict.fromkeys(_files(path)))
    return tuple(article_from_file(path) for path in files)


def article_from_file(path: Path) -> Article:
    """Read one article.

    Raises:
        ArticleError: if the file is missing, empty, too large or not text.
    """
    extract = FORMATS.get(path.suffix.lower())
    if extract is None:
        raise ArticleError(f"{shown(path)} has the ending {shown(path.suffix)}; Quoth reads {endings()}")
    with _reading(path):
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArticleError(f"{shown(path)} has {size:,} bytes; an article may have {MAX_BYTES:,}: split it")
        raw = path.read_bytes()
    return article_from_text(extract(path, raw), path)


def article_from_text(text: str, path: Path) -> Article:
    """Cut `text` into an article; `path` names it and its suffix tells Markdown from plain text.

    What is no Unicode, halves of a surrogate pair, becomes U+FFFD: PDFs and JSON may hold some, UTF-8 cannot.

    Raises:
        ArticleError: if the text is empty or too long.
    """
    text = without_surrogates(text)
    raw = text.encode()
    check_length(raw, path)
    if not text.strip():
        raise ArticleError(f"{shown(path)} is empty; give an article with text in it")
    markdown = path.suffix.lower() in MARKDOWN
    parts = sentences.sections(text, markdown=markdown)
    heading = _HEADING.match(text) or _TITLE.search(text) if markdown else None
    marks = markup.marks(text) if path.suffix.lower() == ".md" else ()
    return Article(
        title=heading[1].strip() if heading else path.stem.replace("_", " ").replace("-", " "),
        text=text,
        marks=marks,
        unmarked=markup.unmarked(text, marks),
        sha256=hashlib.sha256(raw).hexdigest(),
        sections=parts,
        sentences=sentences.sentences(text, markdown=markdown),
        path=path,
    )


def check_length(text: bytes, path: Path) -> None:
    """Refuse the text of the file at `path`, as UTF-8, if it is longer than an article may be.

    Raises:
        ArticleError: if it is.
    """
    if len(text) > MAX_BYTES:
        raise ArticleError(
            f"{shown(path)} holds {len(text):,} bytes of text; an article may have {MAX_BYTES:,}: split it"
        )


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell in one line what the system says of `path`."""
    try:
        yield
    except FileNotFoundError:
        raise ArticleError(f"no article at {shown(path)}; give the path of a file or a folder") from None
    except OSError as error:
        raise ArticleError(f"{shown(path)} cannot be read: {error.strerror}; check the path and its rights") from None
    except ValueError:  # a zero byte, or half of a surrogate pair
        raise ArticleError(f"no file can be called {shown(path)}; give the path of a file or a folder") from None


def _files(path: Path) -> list[Path]:
    """Return the article files at `path`, sorted by name if it is a folder."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in FORMATS)
    if not files:
        raise ArticleError(f"no articles in the folder {shown(path)}; put {endings()} files into it")
    return files


def endings() -> str:
    """Return the endings taken, as in a sentence."""
    *most, last = FORMATS
    return f"{', '.join(most)} and {last}"
