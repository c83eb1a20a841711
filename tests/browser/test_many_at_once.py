"""A short soak; `tests/bench/soak.py` is the long one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench" / "soak.py"


@pytest.mark.parametrize("clients", [1, 20])
def test_everybody_gets_their_own_answer(address: str, clients: int, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("soak", BENCH)
    assert spec
    assert spec.loader
    soak = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "soak", soak)
    spec.loader.exec_module(soak)
    tally = soak.soak(address, clients, 0)
    assert tally.wrong == []
    assert tally.answers + tally.turned_away == 2 * clients
    assert tally.answers >= clients
