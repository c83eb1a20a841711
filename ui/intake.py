"""Takes in what visitors send, and bounds what that needs of the machine, however many send at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from rag import corpus
from rag.errors import QuothError
from rag.types import Article
from ui import uploads
from ui.desk import BusyError

SECONDS = 120
"""That a file may take to arrive: the largest then needs a line of 1.3 megabits a second."""
HELD = 100_000_000
"""Bytes of files that are held at once, until they are taken apart."""
AT_ONCE = 2
"""How many files are taken apart at once; the others wait in line."""


class Intake:
    """Where files come in."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._held = 0
        self._places = asyncio.Semaphore(AT_ONCE)  # first come, first served

    async def article(self, request: Request, name: str, *, extracted: bool) -> Article:
        """Return what a request brings as an article; see `uploads.article`.

        Raises:
            BusyError: if too much is held already.
            ArticleError: if it is no article.
            QuothError: as soon as it is longer than an article may be, or takes too long to arrive.
        """
        async with self._body(request) as raw, self._places:
            return await asyncio.to_thread(uploads.article, name, raw, extracted=extracted)

    @asynccontextmanager
    async def _body(self, request: Request) -> AsyncIterator[bytes]:
        body = bytearray()
        try:
            try:
                async with asyncio.timeout(SECONDS):  # whoever stops in the middle must not keep others out
                    await self._gather(request, body)
            except TimeoutError:
                raise QuothError(
                    f"the article did not arrive within {SECONDS} seconds; send a smaller one or try again"
                ) from None
            yield bytes(body)
        finally:
            self._held -= len(body)

    async def _gather(self, request: Request, body: bytearray) -> None:
        async for piece in request.stream():
            body += piece
            self._held += len(piece)
            if len(body) > corpus.MAX_BYTES:
                raise QuothError(f"the article has more than {corpus.MAX_BYTES:,} bytes: split it")
            if self._held > HELD:
                raise BusyError("too many files are being added at once; add it again in a minute")
