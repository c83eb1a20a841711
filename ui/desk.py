"""Where questions wait for the reader: one at a time is fastest on a CPU, and the line has an end."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import QuothError

WAITING = 24
"""How many may wait; at an eighth to a fifth of a second each, the last one does so for three to five seconds."""


class BusyError(QuothError):
    """The line is full."""


class Desk:
    """Lets one question at a time to the reader, first come, first served; turns away whoever finds the line full."""

    def __init__(self, waiting: int = WAITING) -> None:
        """Set how many may wait behind the one who is served."""
        self._waiting = waiting
        self._line: deque[threading.Event] = deque()  # with the one who is served
        self._behind: deque[threading.Event] = deque()
        self._served: threading.Event | None = None
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, *, behind: bool = False) -> Iterator[None]:
        """Wait for one's turn and have it; whoever stands `behind` has it when nobody else waits.

        Raises:
            BusyError: at once, if the line is full; nobody finds it so behind.
        """
        called = threading.Event()
        line = self._behind if behind else self._line
        with self._lock:
            if not behind and len(line) > self._waiting:
                raise BusyError(f"{self._waiting} questions are waiting already; ask again in a few seconds")
            line.append(called)
            self._call()
        try:
            called.wait()
            yield
        finally:
            with self._lock:
                line.remove(called)
                if self._served is called:
                    self._served = None
                self._call()

    def _call(self) -> None:
        """Call whoever is next, if nobody is served."""
        if self._served is None and (waiting := self._line or self._behind):
            self._served = waiting[0]
            self._served.set()
