"""What an answer came from: its articles, its reader and its settings, by their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Article


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer came from; with it, the same question gives the same bytes."""

    article_sha256: str
    """See `combined_sha256`."""
    reader: str
    settings: str
    """The start of the hash of all settings and the encoder's name."""
    version: str


def combined_sha256(articles: Sequence[Article]) -> str:
    """Return the article's hash; of several, that of their hashes in order, one a line."""
    hashes = [article.sha256 for article in articles]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
