"""Runs coroutines for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def ran(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine does, in a thread of its own: the browser tests before it leave a loop running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
