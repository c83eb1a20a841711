"""What can go wrong that is not a bug.

    QuothError            one line for the user: what, the value, the mend
    ├── ArticleError      an article that cannot be read
    ├── QuestionError     a question that cannot be asked
    └── ReaderError       reader weights that are missing, damaged or not ours

Every other exception is a bug and keeps its traceback.
"""

from pathlib import Path


class QuothError(Exception):
    """Something a user can mend; the message is one line and complete."""


class ArticleError(QuothError):
    """An article that is missing, empty, too large or not text."""


class QuestionError(QuothError):
    """A question that is empty, too long or not text."""


class ReaderError(QuothError):
    """Reader weights that cannot be used."""


def shown(value: object, limit: int = 60) -> str:
    """Return `value` as it may stand inside a one-line message: quoted, escaped, cut to `limit`.

    A path keeps its end, where the file's name is; anything else its beginning.
    """
    text = str(value)
    if len(text) > limit:
        text = "…" + text[1 - limit :] if isinstance(value, Path) else text[: limit - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text) + '"'


def without_surrogates(name: str) -> str:
    """Return `name` as text that can be written; of a file's name, bytes that are no UTF-8 are not."""
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
