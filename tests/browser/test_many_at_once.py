"""A short soak, of which `tests/bench/soak.py` is the long form, and a line that is full."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import ModuleType

import httpx
import pytest
from browser_help import ask, served
from playwright.sync_api import Page, expect

from ui.desk import WAITING

BENCH = Path(__file__).parents[1] / "bench" / "soak.py"


@pytest.fixture
def soak(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("soak", BENCH)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "soak", found)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize("clients", [1, 20])
def test_everybody_gets_their_own_answer(address: str, clients: int, soak: ModuleType) -> None:
    tally = soak.soak(address, clients, 0)
    assert tally.wrong == []
    assert tally.turned_away == 0  # so many can wait
    assert tally.answers == 2 * clients  # one of each kind for each


def test_a_client_that_ends_early_is_told(soak: ModuleType) -> None:
    tally = soak.soak("http://127.0.0.1:1", 2, 0)  # nobody listens there
    assert sorted(tally.wrong) == [f"{number} ended: ConnectError [Errno 111] Connection refused" for number in (0, 1)]


def test_whoever_finds_the_line_full_is_told_and_answered_later(opened: Callable[..., Page]) -> None:
    enough = Event()

    def crowd(address: str) -> set[int]:
        """Ask again and again, without a pause."""
        found = set()
        with httpx.Client(base_url=address, timeout=60) as client:
            while not enough.is_set():
                found.add(client.post("/ask", json={"question": "What will Dojo 2 focus on?"}).status_code)
        return found

    with served() as address, ThreadPoolExecutor(2 * WAITING) as people:
        page = opened(address)
        codes = [people.submit(crowd, address) for _ in range(2 * WAITING)]
        try:
            for _ in range(20):  # a place may just have come free
                ask(page, "What is Omar Qazi also known as?")
                if page.locator(".error").count():
                    break
            expect(page.locator(".error")).to_contain_text(f"{WAITING} questions are waiting already")
        finally:
            enough.set()
        assert set().union(*(one.result() for one in codes)) == {200, 503}
        page.locator(".error button").click()
        expect(page.locator(".turn").last.locator(".said")).to_have_text("Whole Mars Catalog")
