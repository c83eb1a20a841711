"""What visitors send: how much at once, and a file that needs more memory than it may have."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from fastapi import Request
from loops import ran
from starlette.types import Message

from rag import corpus
from rag.errors import ArticleError, QuothError
from ui import intake as module
from ui import uploads
from ui.desk import BusyError
from ui.intake import Intake


class Sent:
    """A request whose body comes in pieces, the last of them once `rest` is set."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)
        self.begun, self.rest = asyncio.Event(), asyncio.Event()

    @property
    def at_once(self) -> Sent:
        self.rest.set()
        return self

    @property
    def request(self) -> Request:
        return Request({"type": "http", "headers": []}, self.receive)

    async def receive(self) -> Message:
        if len(self.pieces) == 1:
            self.begun.set()
            await self.rest.wait()
        return {"type": "http.request", "body": self.pieces.pop(0), "more_body": bool(self.pieces)}


def test_whoever_sends_while_too_much_is_held_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 20)

    async def all_of_it() -> Sequence[str]:
        intake = Intake()
        first, second, third = Sent(b"0123456789", b"end"), Sent(b"0123456789", b""), Sent(b"0123456789", b"end")
        slow = asyncio.create_task(intake.article(first.request, "a.txt", extracted=False))
        await first.begun.wait()
        second.rest.set()
        with pytest.raises(BusyError, match="too many files are being added at once"):
            await intake.article(Sent(b"01234567890", b"").request, "b.txt", extracted=False)
        quick = await intake.article(second.request, "b.txt", extracted=False)
        first.rest.set()
        third.rest.set()
        return [(await slow).text, quick.text, (await intake.article(third.request, "c.txt", extracted=False)).text]

    assert ran(all_of_it()) == ["0123456789end", "0123456789", "0123456789end"]


def test_what_stops_arriving_is_not_held_any_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 20)
    monkeypatch.setattr(module, "SECONDS", 0)

    async def all_of_it() -> str:
        intake = Intake()
        for _ in range(3):
            with pytest.raises(QuothError, match="the article did not arrive within 0 seconds; send a smaller one"):
                await intake.article(Sent(b"0123456789", b"never").request, "a.txt", extracted=False)
        return (await intake.article(Sent(b"0123456789").at_once.request, "b.txt", extracted=False)).text

    assert ran(all_of_it()) == "0123456789"


def test_only_so_many_files_are_taken_apart_at_once() -> None:
    async def all_of_it() -> int:
        intake = Intake()
        sent = [Sent(b"Pumps", b" run.") for _ in range(9)]
        for _ in range(module.AT_ONCE):
            await intake._places.acquire()
        waiting = [asyncio.create_task(intake.article(one.request, "a.txt", extracted=False)) for one in sent]
        for one in sent:
            await one.begun.wait()
            one.rest.set()
        while len(intake._places._waiters or ()) < len(sent):
            await asyncio.sleep(0)
        waited = sum(not one.done() for one in waiting)
        for _ in range(module.AT_ONCE):
            intake._places.release()
        assert {(await one).text for one in waiting} == {"Pumps run."}
        return waited

    assert ran(all_of_it()) == 9


def test_what_is_too_long_is_not_held_any_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "MAX_BYTES", 12)
    monkeypatch.setattr(module, "HELD", 20)

    async def all_of_it() -> str:
        intake = Intake()
        for _ in range(3):
            long = Sent(b"0123456789", b"0123")
            long.rest.set()
            with pytest.raises(QuothError, match="the article has more than 12 bytes: split it"):
                await intake.article(long.request, "a.txt", extracted=False)
        short = Sent(b"0123456789", b"01")
        short.rest.set()
        return (await intake.article(short.request, "a.txt", extracted=False)).text

    assert ran(all_of_it()) == "012345678901"


def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    whole, bomb = io.BytesIO(), io.BytesIO()
    Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            many = raw.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 6_500_000)
            new.writestr(name, many if name == "word/document.xml" else raw)
    with pytest.raises(ArticleError, match=r'"a.docx" takes too much memory or time to take apart; save its text'):
        uploads.article("a.docx", bomb.getvalue())
    assert uploads.article("a.docx", Path(__file__).read_bytes(), extracted=True).name == "a.docx"  # as it told them to
