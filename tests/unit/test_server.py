"""The server without a browser: who may come in, what a page may load, whose articles are whose, and the line."""

from __future__ import annotations

import base64
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from stand_ins import WordEncoder, WordReader
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from rag import corpus
from rag.errors import QuothError
from rag.evaluation import gold
from rag.library import Library
from ui import guard, intake, server
from ui.desk import BusyError, Desk
from ui.gold import GoldFile
from ui.opened import UnknownArticleError
from ui.shelves import ALL, Shelves, key


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    common = corpus.article_from_text("The common article speaks of hedgehogs.", Path("common.txt"))
    return Shelves(Library([common], WordReader(), WordEncoder(), tmp_path / "cache"))


@pytest.fixture
def client(shelves: Shelves) -> Callable[..., TestClient]:
    def make(auth: str | None = None, host: str = "127.0.0.1", gold: GoldFile | None = None) -> TestClient:
        address = server.Address(host, 0, auth, open_to_all=True)
        app: FastAPI = server.application(shelves, address, gold)
        return TestClient(app, base_url="http://127.0.0.1:7860")

    return make


def put(client: TestClient, name: str, text: str) -> str:
    """Add an article and return its key."""
    lines = client.post("/page/articles", params={"name": name}, content=text.encode()).text.splitlines()
    return str(client.get("/page/articles").json()["articles"][-1]["key"]) if lines else ""


def test_the_page_may_load_this_server_alone(client: Callable[..., TestClient]) -> None:
    answer = client().get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    scripts = policy.partition("script-src ")[2].partition(";")[0]
    assert "unsafe" not in scripts
    assert "http" not in policy
    assert scripts.count("'sha256-") == len(guard._INLINE.findall(answer.content)) > 0
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie  # a Strict one is not sent, but is replaced, when a link elsewhere leads here
    assert client().get("/page/articles").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/ask", "/page/articles", "/gradio_api/info", "/config", "/page/assets/main.js"])
def test_nothing_is_open_without_the_password(client: Callable[..., TestClient], path: str) -> None:
    locked = client(auth="ann:s3cret:x", host="0.0.0.0")
    refused = locked.get(path)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="Quoth", charset="UTF-8"')
    for wrong in ("ann:wrong", "ann", ""):
        given = {"Authorization": "Basic " + base64.b64encode(wrong.encode()).decode()}
        assert locked.get(path, headers=given).status_code == 401
    assert locked.get(path, headers={"Authorization": b"Basic \xe4"}).status_code == 401
    assert locked.get(path, auth=("ann", "s3cret:x")).status_code in {200, 404, 405}


def test_other_sites_and_other_names_for_this_machine_are_refused(client: Callable[..., TestClient]) -> None:
    page = client()
    asked = {"question": "What about hedgehogs then?"}
    assert page.post("/ask", json=asked).json()["answer"] != ""
    assert page.post("/ask", json=asked, headers={"Origin": "http://127.0.0.1:7860"}).status_code == 200
    assert page.post("/ask", json=asked, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert page.post("/ask", json=asked, headers={"Origin": "http://["}).status_code == 403
    for name in ("elsewhere.example", "127.0.0.1.example:7860", "10.0.0.1", "", "[fe80::1]:7860"):
        assert page.get("/", headers={"Host": name}).status_code == 421, name
    for name in ("localhost:7860", "127.0.0.2:7860", "[::1]:7860", "[::1]", "LOCALHOST"):
        assert page.get("/", headers={"Host": name}).status_code == 200, name


def test_a_refusal_may_load_nothing_either(client: Callable[..., TestClient]) -> None:
    page = client()
    told = dict(page.get("/page/articles").headers)
    for refused in (page.get("/", headers={"Host": "elsewhere.example"}), page.post("/ask", content=b"x" * 2_000_000)):
        assert refused.status_code in {421, 413}
        for name in ("content-security-policy", *guard._HEADERS):
            assert refused.headers[name] == told[name]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (server.Address("0.0.0.0", 0), "give --auth USER:PASSWORD, or --no-auth"),
        (server.Address("::", 0), "give --auth USER:PASSWORD, or --no-auth"),
        (server.Address("0.0.0.0", 0, "name"), "give it as USER:PASSWORD"),
        (server.Address("127.0.0.1", 0, ":x"), "give it as USER:PASSWORD"),
    ],
)
def test_others_are_let_in_only_on_purpose(address: server.Address, reason: str) -> None:
    with pytest.raises(QuothError, match=reason):
        address.check()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_a_loopback_address_needs_no_password(host: str) -> None:
    server.Address(host, 0).check()
    server.Address("0.0.0.0", 0, open_to_all=True).check()


def test_visitors_do_not_see_each_other(client: Callable[..., TestClient], shelves: Shelves) -> None:
    ann, bob, nobody = client(), client(), client()
    ann.get("/")
    bob.get("/")
    mine = put(ann, "ann.txt", "The secret of Ann is marmalade.")
    asked = {"question": "Is it marmalade then?", "scope": ALL, "turns": []}
    assert "marmalade" in ann.post("/page/ask", json=asked).json()["outcome"]["answer"]
    for other in (bob, nobody):
        assert other.get(f"/page/articles/{mine}").status_code == 404
        assert len(other.get("/page/articles").json()["articles"]) == 1
        assert "Ann" not in other.post("/page/ask", json=asked).text
    bob.delete(f"/page/articles/{mine}")
    assert ann.get(f"/page/articles/{mine}").status_code == 200
    ann.delete(f"/page/articles/{mine}")
    assert ann.get(f"/page/articles/{mine}").status_code == 404
    assert (
        nobody.post("/page/articles", params={"name": "x.txt"}, content=b"x").json()["error"].startswith("your browser")
    )


@pytest.mark.parametrize(
    "other", ['consent={"a":true,"b":"x"}', "x=a b", "arr[0]=1", "name", "x=h\u00e9\u00e9", "path/x=1"]
)
def test_a_visitor_is_known_whatever_other_programs_on_this_machine_keep(
    client: Callable[..., TestClient], other: str
) -> None:
    ann = client()
    ann.get("/")
    mine = put(ann, "ann.txt", "The secret of Ann is marmalade.")
    own = f"{guard.COOKIE}={ann.cookies.pop(guard.COOKIE)}"
    for cookies in (f"{other}; {own}", f"{own}; {other}", f"{other};{own};{other}"):
        assert ann.get(f"/page/articles/{mine}", headers={"Cookie": cookies.encode()}).status_code == 200, cookies
        assert "set-cookie" not in ann.get("/", headers={"Cookie": cookies.encode()}).headers
    for cookies in (f"x{own}", own[:-1], f"{own}x", f"x={own}"):
        assert ann.get(f"/page/articles/{mine}", headers={"Cookie": cookies}).status_code == 404, cookies


def test_an_own_article_is_indexed_and_asked_beside_the_others(shelves: Shelves, tmp_path: Path) -> None:
    words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"]
    text = "\n\n".join(f"The {one} {other} runs far. " * 20 for one in words for other in words)
    article = corpus.article_from_text(text, Path("long.txt"))
    steps = list(shelves.add("ann", article))
    assert steps[0] == (0, len(shelves.pipeline("ann", key(article)).search.passages))
    assert not list((tmp_path / "cache").glob("*"))  # nothing of it where others' indexes are
    assert {one.name for one in shelves.pipeline("ann", ALL).articles} == {"common.txt", "long.txt"}
    assert shelves.pipeline("ann", ALL).ask("What about hedgehogs")
    assert [one.name for one in shelves.pipeline("bob", ALL).articles] == ["common.txt"]
    with pytest.raises(UnknownArticleError):
        shelves.pipeline("bob", key(article))
    assert len(list((tmp_path / "cache").glob("*"))) == 1  # the server's own


def test_a_copy_of_the_servers_article_is_the_servers(client: Callable[..., TestClient], shelves: Shelves) -> None:
    page = client()
    page.get("/")
    (common,) = shelves.common.values()
    sent = page.post("/page/articles", params={"name": "mine.txt"}, content=common.text.encode())
    (card,) = page.get("/page/articles").json()["articles"]
    assert sent.json()["article"] == card
    assert (card["name"], card["own"]) == ("common.txt", False)
    page.delete(f"/page/articles/{card['key']}")
    assert page.get("/page/articles").json()["articles"] == [card]


def test_an_article_whose_name_is_no_utf8_is_shown_and_asked(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    file.write_text("The hedgehogs sleep in Kessel.\n")
    shelves = Shelves(Library(corpus.load([file]), WordReader(), WordEncoder(), tmp_path / "cache"))
    gold_file = GoldFile(tmp_path / "kept.gold.jsonl")
    page = TestClient(
        server.application(shelves, server.Address("127.0.0.1", 0), gold_file), base_url="http://127.0.0.1:7860"
    )
    (card,) = page.get("/page/articles").json()["articles"]
    assert (card["name"], card["title"]) == ("caf\ufffd.txt", "caf\ufffd")
    assert page.get(f"/page/articles/{card['key']}").json()["name"] == card["name"]
    assert page.get(f"/page/articles/{card['key']}/text").status_code == 200
    (quote,) = page.post("/ask", json={"question": "Where do hedgehogs sleep?"}).json()["quotes"]
    assert quote["article"] == card["name"]
    verdict = {
        "question": "Who sleeps?",
        "verdict": "right",
        "article": card["key"],
        "places": [{"start": 4, "end": 13}],
    }
    assert page.post("/page/gold", json=verdict).status_code == 200
    (case,) = gold.read(gold_file.path)
    assert gold.article_of(gold_file.path, case).samefile(file)


def test_the_line_has_an_end_and_whoever_comes_first_is_served_first() -> None:
    desk = Desk(waiting=8)
    served: list[int] = []

    def follow(number: int) -> None:
        with desk.turn():
            served.append(number)

    people = [threading.Thread(target=follow, args=(number,)) for number in range(8)]
    with desk.turn():
        for place, one in enumerate(people, start=2):
            one.start()
            while len(desk._line) < place:  # until it stands in line
                pass
        with pytest.raises(BusyError, match="8 questions are waiting"), desk.turn():
            pass
    with desk.turn():  # behind all of them
        assert served == list(range(8))
    for one in people:
        one.join()


def test_whoever_stands_behind_the_line_is_served_last_and_takes_nobodys_place() -> None:
    desk = Desk(waiting=1)
    served: list[str] = []

    def follow(name: str, behind: bool) -> None:
        with desk.turn(behind=behind):
            served.append(name)

    people = [threading.Thread(target=follow, args=(name, name == "last")) for name in ("last", "first", "second")]
    with desk.turn(behind=True):
        for one, line in zip(people, (desk._behind, desk._line, desk._line), strict=True):
            before = len(line)
            one.start()
            while len(line) == before:  # until it stands there
                pass
        with pytest.raises(BusyError, match="1 questions are waiting"), desk.turn():
            pass
    for one in people:
        one.join()
    assert served == ["first", "second", "last"]


def test_bodies_are_bounded(client: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    page = client()
    page.get("/")
    monkeypatch.setattr(corpus, "MAX_BYTES", 10)
    assert page.post("/page/articles", params={"name": "a.txt"}, content=b"x" * 11).status_code == 400
    monkeypatch.setattr(intake, "HELD", 5)
    busy = page.post("/page/articles", params={"name": "a.txt"}, content=b"x" * 6)
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "2")
    assert busy.json()["error"].startswith("too many files are being added at once")
    large = page.post("/page/ask", json={"question": "x" * 2_000_000})
    assert (large.status_code, large.json()) == (413, {"error": "more than 1,000,000 bytes were sent; send less"})
    in_pieces = page.post("/page/ask", content=iter([b"x" * 600_000] * 2))  # its length is not told before
    assert in_pieces.status_code >= 400
    turns = [{"question": "a", "answer": "b"}] * 21
    assert page.post("/page/ask", json={"question": "a b", "scope": ALL, "turns": turns}).status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/ask", {}, 'question: Field required; send {"question": "…"} as application/json'),
        ("/ask", {"question": "x" * 100_001}, "the question has 100,001 characters; send at most 2,000"),
        ("/page/gold", {"question": "Who?"}, "verdict: Field required"),
        ("/page/articles?name=" + "x" * 1005, {}, "the name has 1,005 characters; send at most 1,000"),
        (
            "/page/ask",
            {"question": "Who?", "scope": "x" * 100_001},
            "the scope has 100,001 characters; send at most 100,000",
        ),
    ],
)
def test_what_is_misshapen_is_told_in_one_line(
    client: Callable[..., TestClient], path: str, body: dict[str, str], told: str
) -> None:
    answer = client().post(path, json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": told})


def test_nothing_but_http_is_let_in(client: Callable[..., TestClient]) -> None:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        await WebSocket(scope, receive, send).accept()

    guarded = TestClient(guard.Guard(told, head="", auth="ann:s3cret", loopback=False))
    with pytest.raises(WebSocketDisconnect), guarded.websocket_connect("/gradio_api/queue"):
        pass
    with client() as started:  # with the server's own beginning and end
        assert started.get("/page/articles").status_code == 200


def test_gradio_takes_no_files(
    client: Callable[..., TestClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    page = client()
    for path in ("upload", "process_recording"):
        assert page.post(f"/gradio_api/{path}", files={"files": ("a.txt", b"x"), "file": b"x"}).status_code == 404
    assert not (tmp_path / "gradio").exists()


def test_a_page_without_a_head_for_ours_is_a_bug_of_ours() -> None:
    async def headless(scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse("<body>")(scope, receive, send)

    client = TestClient(
        guard.Guard(headless, head="<meta>", auth=None, loopback=True), base_url="http://127.0.0.1:7860"
    )
    with pytest.raises(RuntimeError, match="no <head>"):
        client.get("/")


def test_a_reply_is_not_held_back_until_its_head_is_acknowledged() -> None:
    with server.listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
