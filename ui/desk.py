"""Where questions wait for the reader: one at a time is fastest on a CPU, and the line has an end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import QuothError

WAITING = 24
"""How many may wait; at a tenth of a second each, the last one does so for less than three seconds."""


class BusyError(QuothError):
    """The line is full."""


class Desk:
    """Lets one question at a time to the reader and turns away whoever finds the line full."""

    def __init__(self, waiting: int = WAITING) -> None:
        """Set how many may wait behind the one who is served."""
        self._places = threading.BoundedSemaphore(waiting + 1)
        self._reader = threading.Lock()
        self._waiting = waiting

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it.

        Raises:
            BusyError: at once, if the line is full.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError(f"{self._waiting} questions are waiting already; ask again in a few seconds")
        try:
            with self._reader:
                yield
        finally:
            self._places.release()
