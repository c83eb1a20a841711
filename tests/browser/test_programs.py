"""The same outcome for programs, over plain HTTP and through gradio_client, as on the command line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from browser_help import served
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from rag.errors import QuothError
from ui import server

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
        ({"question": "x" * 2001}, "has 2,001 characters; ask it in 2,000"),
        ({"question": "x" * 100_001}, "the question has 100,001 characters; send at most 2,000"),
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


def test_a_language_models_host_finds_the_tool_and_gets_the_same(address: str) -> None:
    async def called(url: str) -> tuple[list[str], str, str]:
        async with streamable_http_client(url) as (reading, writing, _), ClientSession(reading, writing) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            told = await session.call_tool(tools[0].name, {"question": QUESTION})
            return [tool.name for tool in tools], tools[0].description or "", told.content[0].text

    with served("--mcp") as with_mcp:
        with ThreadPoolExecutor(1) as pool:  # the browser's fixture keeps a loop of its own in this thread
            url = f"{with_mcp}/gradio_api/mcp/"
            names, description, told = pool.submit(lambda: asyncio.run(called(url))).result()
        assert Client(with_mcp, verbose=False).predict(QUESTION, api_name="/ask")["status"] == "answered"
    assert names == ["ask"]
    assert "exact quotes from the article" in description
    assert {**json.loads(told), "elapsed_ms": 0} == {**posted(address, {"question": QUESTION}), "elapsed_ms": 0}


def test_mcp_without_its_package_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(QuothError, match=r"--mcp needs the package mcp; pip install 'quoth\[mcp\]'"):
        server.serve(None, server.Address("127.0.0.1", 0), None, mcp=True, say=print)
