"""Where questions wait for the reader: one at a time is fastest on a CPU, and the line has an end."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import QuothError

WAITING = 24
"""How many may wait; at a tenth of a second each, the last one does so for less than three seconds."""


class BusyError(QuothError):
    """The line is full."""


class Desk:
    """Lets one question at a time to the reader, first come, first served; turns away whoever finds the line full."""

    def __init__(self, waiting: int = WAITING) -> None:
        """Set how many may wait behind the one who is served."""
        self._waiting = waiting
        self._line: deque[threading.Event] = deque()  # the first is served
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it.

        Raises:
            BusyError: at once, if the line is full.
        """
        called = threading.Event()
        with self._lock:
            if len(self._line) > self._waiting:
                raise BusyError(f"{self._waiting} questions are waiting already; ask again in a few seconds")
            self._line.append(called)
            self._line[0].set()
        try:
            called.wait()
            yield
        finally:
            with self._lock:
                self._line.remove(called)
                if self._line:
                    self._line[0].set()
