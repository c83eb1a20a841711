"""Asking on a Ray cluster, by Ray Data; the outcomes are those of the local engines, line for line.

The paths of articles must be readable on every node. `RAY_ADDRESS` names the cluster; without it, Ray runs here.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import islice
from typing import Any

from rag.batch import engines, outcomes
from rag.batch.items import Asked, Item
from rag.errors import QuothError
from rag.library import Setup
from rag.pipeline import HISTORY
from rag.report import OutcomeJson
from rag.types import Turn

SLAB = 50_000
"""Items handed to Ray at once, so that a million of them need not be in memory."""
_BATCH = 16
"""Items that one actor answers in one go."""


class Answerer:
    """An actor: a library of its own, asked row by row."""

    def __init__(self, setup: Setup) -> None:
        """Open the library."""
        self._library = setup.open()

    def __call__(self, rows: dict[str, Any]) -> dict[str, Any]:
        """Answer the items pickled in the column "items", a row a conversation, behind its earlier turns."""
        several = map(pickle.loads, rows["items"])  # our own bytes
        return {"outcomes": [pickle.dumps(self._answered(*one)) for one in several]}

    def _answered(self, before: Sequence[Turn], items: Sequence[Item]) -> list[OutcomeJson]:
        """Answer items as one conversation, which goes on from the turns before."""

        def answer(item: Item, history: Sequence[Turn]) -> OutcomeJson:
            return outcomes.ask(self._library, item, [*before, *history][-HISTORY:])

        return list(engines.in_order(items, answer, 1, history=len(items) > 1))


def in_order(
    items: Iterable[Item],
    setup: Setup,
    actors: int | None = None,
    *,
    history: bool = False,
    before: Callable[[Item], Sequence[Turn]] | None = None,
) -> Generator[OutcomeJson, None, None]:
    """Yield the outcome of each item, in order.

    Args:
        items: taken `SLAB` at a time, or all at once with `history`.
        setup: opened by each actor.
        actors: how many; by default one for each processor of the cluster.
        history: let an item see the earlier ones of its conversation, which one actor then answers.
        before: gives the turns that an item's conversation had in an earlier run.

    Raises:
        QuothError: if Ray is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine
    try:
        import ray
    except ImportError:
        raise QuothError("--engine ray needs the package ray; pip install 'quoth[ray]'") from None
    if not ray.is_initialized():
        here: dict[str, Any] = {} if "RAY_ADDRESS" in os.environ else {"include_dashboard": False}
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **here)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    for handler in logging.getLogger("ray.data").handlers:
        handler.setLevel(logging.ERROR)  # it sets itself to INFO when it is first used
    count = actors or int(ray.cluster_resources()["CPU"])  # type: ignore[no-untyped-call]  # ray leaves it without types
    rest = enumerate(items)
    while slab := list(rest if history else islice(rest, SLAB)):
        waiting: dict[int, OutcomeJson] = {}
        due = slab[0][0]
        rows = _conversations(slab) if history else [[pair] for pair in slab]
        data = ray.data.from_items(
            [{"items": pickle.dumps((before(row[0][1]) if before else (), [item for _, item in row]))} for row in rows],
            override_num_blocks=min(len(rows), 4 * count),  # cut here: tasks would wait for the actors' processors
        )
        pool = ray.data.ActorPoolStrategy(size=count)
        answered = data.map_batches(Answerer, fn_constructor_args=(setup,), batch_size=_BATCH, compute=pool)
        for row, given in zip(rows, answered.iter_rows(), strict=True):
            waiting.update(zip((index for index, _ in row), pickle.loads(given["outcomes"]), strict=True))
            while due in waiting:
                yield waiting.pop(due)
                due += 1


def _conversations(pairs: Iterable[tuple[int, Item]]) -> list[list[tuple[int, Item]]]:
    """Return the items of each conversation, in order; a broken line is alone."""
    found: dict[str, list[tuple[int, Item]]] = {}
    for index, item in pairs:
        key = item.conversation if isinstance(item, Asked) else f"\0{index}"
        found.setdefault(key, []).append((index, item))
    return list(found.values())
