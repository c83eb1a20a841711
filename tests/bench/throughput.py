"""Prints how many questions a second batches, evaluations and gold collection take; nothing here can fail a test run.

    python tests/bench/throughput.py [QUESTIONS]

Each way of asking is a whole command on QUESTIONS questions (200) less the same command on one, so that starting up
counts for none; "one by one" asks in one process, one question after the other.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import QUESTIONS

ONE_BY_ONE = """
import sys, time
from pathlib import Path
from rag.commands.common import setup
path, article = sys.argv[1:3]
questions = Path(path).read_text().splitlines()
pipeline = setup([Path(article)] if article else None).open().default
pipeline.ask(questions[0])
began = time.perf_counter()
for question in questions:
    pipeline.ask(question)
print(len(questions) / (time.perf_counter() - began))
"""


def folder_of_articles(folder: Path) -> list[str]:
    """Write 200 articles of some 12 passages each; return questions on them."""
    for number in range(200):
        lines = [
            f"In {1500 + row}, the {row}th street of Town {number} had {number * row % 97 + 2} houses, "
            f"and its mayor was called Number {number * 31 + row}. Nobody knew why the bridge was closed that year."
            for row in range(60)
        ]
        (folder / f"town{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    return [f"How many houses had the {n % 60}th street of Town {n % 200}?" for n in range(10_000)]


def seconds(*arguments: str) -> float:
    """Return how long a command takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


def rate(questions: list[str], folder: Path, *options: str) -> float:
    """Return the questions a second of `quoth batch`."""
    taken = []
    for n in (len(questions), 1):
        path = folder / f"q{n}.txt"
        path.write_text("\n".join(questions[:n]), encoding="utf-8")
        taken.append(seconds("-m", "rag", "batch", str(path), *options))
    return (len(questions) - 1) / (taken[0] - taken[1])


def main() -> None:
    """Measure everything, print one line for each."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    print(f"{cpu[1] if cpu else platform.processor()}, {os.cpu_count()} cores, n = {n}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        towns = folder / "towns"
        towns.mkdir()
        on_towns = folder_of_articles(towns)[:n]
        on_seed = [QUESTIONS[row % len(QUESTIONS)] for row in range(n)]
        subprocess.run([sys.executable, "-m", "rag", "index", "-a", str(towns)], check=True, capture_output=True)
        for name, questions, article in (("seed article", on_seed, ""), ("200 articles", on_towns, str(towns))):
            path = folder / "one.txt"
            path.write_text("\n".join(questions), encoding="utf-8")
            command = [sys.executable, "-c", ONE_BY_ONE, str(path), article]
            alone = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(f"{name}, one by one     {alone:.1f} questions/s", flush=True)
            given = ["-a", article] if article else []
            for how in ([], ["-j", "1"], ["-j", "2"]):
                found = rate(questions, folder, *given, *how)
                print(f"{name}, batch {' '.join(how):8} {found:.1f} questions/s, {found / alone:.2f} times", flush=True)
        gold = folder / "a.gold.jsonl"
        cases = [{"question": f"{on_seed[row % n][:-1]} ({row})?", "answers": []} for row in range(2000)]
        for count in (1000, 2000):
            gold.write_text("".join(json.dumps(case) + "\n" for case in cases[:count]), encoding="utf-8")
            if count == 1000:
                print(f"quoth eval of 1,000    {seconds('-m', 'rag', 'eval', str(gold)):.1f} s", flush=True)
        collected = seconds("-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", str(gold))
        print(f"collection of 2,000    {collected:.2f} s", flush=True)


if __name__ == "__main__":
    main()
