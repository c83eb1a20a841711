"""Many clients at once: no error, no answer to the wrong one, no growing memory.

    python tests/bench/soak.py [SECONDS [CLIENTS]]

Every client is a visitor with an article of its own, asks it and the common one in turn over the page's own addresses
and plain HTTP, and checks each answer. Prints one line, and what was wrong; exit 1 if anything was, if a client ended
early, if one was turned away though so many can wait, or if the server's memory did not stay level.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ui.desk import WAITING

LEVEL = 1.1
"""Times the memory after one round that a server may have in the end."""
COMMON = "What is Omar Qazi also known as?"


@dataclass
class Tally:
    """What happened, over all clients."""

    answers: int = 0
    turned_away: int = 0
    wrong: list[str] = field(default_factory=list)
    """What was answered wrongly, or not at all."""
    slowest_ms: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def visit(address: str, number: int, until: float, tally: Tally) -> None:
    """Be one visitor until the time is over; whatever ends that early is told."""
    try:
        _visit(address, number, until, tally)
    except Exception as error:  # a thread that ends by one would end unseen
        with tally.lock:
            tally.wrong.append(f"{number} ended: {type(error).__name__} {error}")


def _visit(address: str, number: int, until: float, tally: Tally) -> None:
    """Make rounds until the time is over, at least one."""
    town = f"Brunnolt{number}"
    with httpx.Client(base_url=address, timeout=60) as client:
        client.get("/")
        text = f"The office of visitor {number} stands in {town}. It has been there for years."
        name = {"name": f"own{number}.txt"}
        client.post("/page/articles", params=name, content=text.encode()).raise_for_status()
        keys = {card["name"]: card["key"] for card in client.get("/page/articles").json()["articles"]}
        own = keys[f"own{number}.txt"]
        while True:
            asked = {"question": f"Where does the office of visitor {number} stand?", "scope": own, "turns": []}
            for path, body, expected in (
                ("/page/ask", asked, town),
                ("/ask", {"question": COMMON}, "Whole Mars Catalog"),
            ):
                began = time.perf_counter()
                reply = client.post(path, json=body)
                told = reply.json()
                with tally.lock:
                    tally.slowest_ms = max(tally.slowest_ms, 1000 * (time.perf_counter() - began))
                    outcome = told.get("outcome", told)
                    if reply.status_code == 503:
                        tally.turned_away += 1
                    elif reply.status_code != 200 or expected not in str(outcome["quotes"]) + str(outcome["nearest"]):
                        tally.wrong.append(f"{number}: {reply.status_code} {str(told)[:200]}")
                    elif outcome["question"] != body["question"]:
                        tally.wrong.append(f"{number} got the answer to {outcome['question']}")
                    else:
                        tally.answers += 1
            if time.monotonic() > until:
                return


def soak(address: str, clients: int, seconds: float) -> Tally:
    """Let `clients` visitors in at once."""
    tally = Tally()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=visit, args=(address, number, until, tally)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def resident_mb(process: int) -> int:
    """Return the resident megabytes of a process."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def main() -> None:
    """Soak a server of its own."""
    seconds, clients = float(sys.argv[1]) if sys.argv[1:] else 600.0, int(sys.argv[2]) if sys.argv[2:] else 20
    command = [sys.executable, "-m", "rag", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        address = re.search(r"http://\S+", process.stderr.readline())
        assert address
        first = soak(address[0], clients, 0)
        before = resident_mb(process.pid)
        tally = soak(address[0], clients, seconds)
        after = resident_mb(process.pid)
        process.terminate()
    wrong = first.wrong + tally.wrong
    turned_away = first.turned_away + tally.turned_away
    print(
        f"{clients} clients, {seconds:.0f} s: {tally.answers} answers, {len(wrong)} wrong, "
        f"{turned_away} turned away, slowest {tally.slowest_ms:.0f} ms, memory {before} -> {after} MB"
    )
    for line in wrong[:5]:
        print(line)
    sys.exit(1 if wrong or (turned_away and clients <= WAITING) or after > LEVEL * before else 0)


if __name__ == "__main__":
    main()
