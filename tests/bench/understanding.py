"""Prints what understanding a question costs beside reading for it; nothing here can fail a test run.

    python tests/bench/understanding.py

Each pair is timed in turn, so that a machine that slows down slows both: reading all passages for the question as it
stands, and the whole way from the question to the answer.
"""

from __future__ import annotations

import os
import statistics
import time

from rag.commands.common import setup

QUESTIONS = [
    "What will Dojo 2 focus on?",
    "Which leading AI companies are named?",
    "Who is Omar Quazi also knwon as?",
    "Will Tesla call its chip a GPU?",
    "What did Musk say about Dojo?",
    "What is Omar Qazi also known as, and when was he born?",
]


def main() -> None:
    """Measure, print one line a question."""
    pipeline = setup(None).open().default
    pipeline.ask(QUESTIONS[0])
    print(f"{os.cpu_count()} cores, {len(pipeline.search.passages)} passages, 20 pairs a question")
    for question in QUESTIONS:
        ratios, plain = [], []
        for _ in range(20):
            began = time.perf_counter()
            pipeline.reader.read(question, pipeline.search.passages)
            read = time.perf_counter()
            pipeline.ask(question)
            ratios.append((time.perf_counter() - read) / (read - began))
            plain.append(1000 * (read - began))
        print(f"{statistics.median(plain):6.1f} ms read, {statistics.median(ratios):.2f} times that in all  {question}")


if __name__ == "__main__":
    main()
