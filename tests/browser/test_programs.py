"""The same outcome for programs, over plain HTTP and through gradio_client, as on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client

QUESTION = "How much more powerful is HW 5 than HW 4?"


def posted(address: str, body: object) -> dict[str, object]:
    """Return what `/ask` answers, whatever its status."""
    request = Request(f"{address}/ask", json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request) as answered:
            return json.load(answered)
    except HTTPError as error:
        return {"status_code": error.code, **json.load(error)}


def test_programs_get_the_same_as_on_the_command_line(address: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "rag", "ask", "--json", QUESTION], capture_output=True, check=True, timeout=60
    )
    wanted = {**json.loads(printed.stdout), "elapsed_ms": 0}
    assert {**posted(address, {"question": QUESTION}), "elapsed_ms": 0} == wanted
    client = Client(address, verbose=False)
    assert {**client.predict(QUESTION, api_name="/ask"), "elapsed_ms": 0} == wanted
    client.close()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"question": "?!"}, "no letter and no digit"),
        ({}, "question: Field required"),
        ({"question": 5}, "should be a valid string"),
        ({"question": "x" * 10_001}, "at most 10000 characters"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(address: str, body: object, reason: str) -> None:
    told = posted(address, body)
    assert told["status_code"] == 400
    assert reason in str(told["error"])


def test_no_answer_goes_to_the_wrong_program(address: str) -> None:
    questions = [f"What is number {n} also known as?" for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda question: posted(address, {"question": question}), questions))
    assert [one["question"] for one in told] == questions
