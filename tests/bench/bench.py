"""Prints how fast and how big Quoth is on this machine; nothing here can fail a test run.

    python tests/bench/bench.py

Seconds are wall clock, memory is the peak resident set of a fresh process.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

QUESTIONS = [
    "What will Dojo 2 focus on?",
    "How much more powerful is HW 5 than HW 4?",
    "When was xAI founded?",
    "Who asked about NVIDIA chips?",
    "What is the capital of France?",
]


def megabyte() -> str:
    """Return a text of one million characters in which the seed article's sentences never stand twice alike."""
    text = (Path(__file__).parents[2] / "corpus" / "article.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.endswith(".")]
    parts, size, number = [], 0, 0
    while size < 1_000_000:
        number += 1
        parts.append(f"In report {number}, it was said: {lines[number % len(lines)]}\n")
        size += len(parts[-1])
    return "".join(parts)[:1_000_000]


def inside(article: str | None, folder: str) -> None:
    """Run in a fresh process: build the index, ask warm questions, print one JSON line."""
    from rag import cascade, corpus
    from rag.embed import SentenceEncoder
    from rag.manifest import DEFAULT
    from rag.pipeline import Pipeline

    began = time.perf_counter()
    articles = corpus.load([Path(article) if article else corpus.seed()])
    pipeline = Pipeline(articles, cascade.opened(DEFAULT), SentenceEncoder(), Path(folder))
    opened = time.perf_counter()
    pipeline.search.index()
    built = time.perf_counter()
    pipeline.ask(QUESTIONS[0])
    taken = []
    for number in range(100):
        start = time.perf_counter()
        pipeline.ask(QUESTIONS[number % len(QUESTIONS)])
        taken.append(1000 * (time.perf_counter() - start))
    print(
        json.dumps(
            {
                "passages": len(pipeline.search.passages),
                "open_s": round(opened - began, 2),
                "index_s": round(built - opened, 2),
                "question_ms_median": round(float(np.median(taken)), 1),
                "question_ms_p95": round(float(np.percentile(taken, 95)), 1),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def cold(*arguments: str, given: str = "") -> float:
    """Return the seconds that a fresh `quoth` takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "rag", *arguments], input=given, capture_output=True, text=True, check=True)
    return time.perf_counter() - start


def server_mb() -> int:
    """Return the resident megabytes of `quoth serve` after a hundred questions over its API."""
    from gradio_client import Client

    command = [sys.executable, "-m", "rag", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        address = re.search(r"http://\S+", process.stderr.readline())
        assert address
        client = Client(address[0], verbose=False)
        for number in range(100):
            client.predict(QUESTIONS[number % len(QUESTIONS)], api_name="/ask")
        resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        process.terminate()
    return resident >> 20


def main() -> None:
    """Measure everything, print one line for each."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{cpu[1] if cpu else platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "megabyte.txt"
        large.write_text(megabyte(), encoding="utf-8")
        for name, article in (("seed article", None), ("1 MB", str(large))):
            command = [sys.executable, __file__, "inside", folder, *([article] if article else [])]
            print(name, subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip(), flush=True)
    print(f"quoth --help         {np.median([cold('--help') for _ in range(5)]):.2f} s", flush=True)
    print(f"quoth ask, cold      {np.median([cold('ask', QUESTIONS[0]) for _ in range(5)]):.2f} s", flush=True)
    few, many = (cold("batch", given="\n".join(QUESTIONS[n % 5] for n in range(n))) for n in (1, 201))
    print(f"quoth batch          {200 / (many - few):.1f} questions/s", flush=True)
    print(f"quoth serve          {server_mb()} MB", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(sys.argv[3] if len(sys.argv) > 3 else None, sys.argv[2])
    else:
        main()
