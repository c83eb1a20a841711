"""Asking many items at once on one machine: on threads, or on processes for machines of many cores.

Whichever it is, the outcomes come in the order of the items and are the same: the reader runs each window alone,
so nothing depends on what else is being read.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections import defaultdict, deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType
from typing import Protocol, Self

from rag.batch import outcomes
from rag.batch.items import Asked, Item
from rag.batch.outcomes import Answer
from rag.errors import QuothError
from rag.library import Library, Setup
from rag.pipeline import HISTORY
from rag.report import OutcomeJson
from rag.types import Turn

AHEAD = 8
"""Items taken ahead for each one being answered, so that a slow one holds up no others."""


def in_order(
    items: Iterable[Item], answer: Answer, width: int, *, history: bool = False
) -> Generator[OutcomeJson, None, None]:
    """Yield the outcome of each item, in order and as soon as it is known, with `width` of them answered at once.

    Args:
        items: taken on a thread of their own, as they are needed and never all at once, so that waiting for the
            next one (of somebody typing, say) holds up no outcome.
        answer: called on threads.
        width: how many at once.
        history: let an item see the earlier ones of its conversation; it then waits for them.
    """
    pool = ThreadPoolExecutor(width, "item")
    pending: queue.Queue[Future[OutcomeJson] | None] = queue.Queue(AHEAD * width)
    earlier: defaultdict[str, deque[Future[OutcomeJson]]] = defaultdict(lambda: deque(maxlen=HISTORY))
    ended = threading.Event()

    def answered(item: Item, before: Sequence[Future[OutcomeJson]]) -> OutcomeJson:
        # Those before it began earlier, on threads of their own, so that waiting for them always ends.
        turns = [outcomes.turn(one.result()) for one in before]
        return answer(item, [turn for turn in turns if turn is not None])

    def feed() -> None:
        try:
            for item in items:
                conversation = earlier[item.conversation] if history and isinstance(item, Asked) else None
                future = pool.submit(answered, item, tuple(conversation or ()))
                if conversation is not None:
                    conversation.append(future)
                pending.put(future)
                if ended.is_set():
                    return
        except BaseException as error:
            failed: Future[OutcomeJson] = Future()
            failed.set_exception(error)
            pending.put(failed)
        pending.put(None)

    threading.Thread(target=feed, name="feed", daemon=True).start()
    try:
        while (future := pending.get()) is not None:
            yield future.result()
    finally:
        ended.set()
        while not pending.empty():  # makes room, so that the feeding thread sees the end
            pending.get_nowait()
        pool.shutdown(wait=True, cancel_futures=True)


class Worker(Protocol):
    """Answers items, some at once, while it is open as a context."""

    width: int
    """How many at once keep it busy."""

    def __enter__(self) -> Self:
        """Return itself."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of everything."""

    def answer(self, item: Item, history: Sequence[Turn]) -> OutcomeJson:
        """Answer `item`."""


class Threads:
    """Answers in this process."""

    def __init__(self, library: Library) -> None:
        """Take the library to ask; one thread more than cores keeps the reader's own busy."""
        self.width = (os.cpu_count() or 1) + 1
        self._library = library

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hold nothing."""

    def answer(self, item: Item, history: Sequence[Turn]) -> OutcomeJson:
        """Answer `item`."""
        return outcomes.ask(self._library, item, history)


class Processes:
    """Answers in `count` processes, each with models of its own and all with one index, mapped from the cache."""

    def __init__(self, setup: Setup, library: Library, count: int) -> None:
        """Start the processes, which share this machine's cores, once the default articles' index is in the cache."""
        if not library.default.search.reads_whole:
            library.default.search.index()
        self.width = count + 1
        threads = max(1, (os.cpu_count() or 1) // count)
        self._pool = ProcessPoolExecutor(
            count, multiprocessing.get_context("spawn"), _open, (replace(setup, threads=threads),)
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def answer(self, item: Item, history: Sequence[Turn]) -> OutcomeJson:
        """Answer `item` in one of the processes.

        Raises:
            QuothError: if a process died.
        """
        try:
            return self._pool.submit(_answer, item, history).result()
        except BrokenProcessPool:
            raise QuothError("a worker process died, perhaps for want of memory; give a smaller -j") from None


_library: Library | None = None
"""Of a worker process."""


def _open(setup: Setup) -> None:
    """Open a worker's library; Ctrl-C is the parent's business."""
    global _library  # noqa: PLW0603 - a worker process has nowhere else to keep it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _library = setup.open()


def _answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
    assert _library is not None
    return outcomes.ask(_library, item, history)
