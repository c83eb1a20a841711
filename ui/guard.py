"""What stands before every request: who may ask at all, from which page, and what a page of ours may load.

The content security policy lets a page load from this server alone and run no script but the server's files and the
inline ones that stand in the page as it was sent, by their hashes. Gradio's page works with that.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

COOKIE = "quoth_visitor"
UPLOADS = "/page/articles"
MAX_BODY = 1_000_000
"""Bytes of a request's body, but for an article's."""
_CLOSED = ("/gradio_api/upload", "/gradio_api/process_recording")
"""Where Gradio would write files to the disk."""
# Whatever runs on this machine sets cookies that come here too; of some that browsers take, Python's parser reads none.
_VISITOR = re.compile(rf"(?:^|;)\s*{COOKIE}=([\w-]{{43}})\s*(?:;|$)")
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a host, given as a name or an address."""
    if host.casefold() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def policy(scripts: Iterable[bytes] = ()) -> str:
    """Return the content security policy of a page with these inline scripts."""
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def visitor(cookies: str) -> str | None:
    """Return the visitor's secret from a Cookie header."""
    found = _VISITOR.search(cookies)
    return found[1] if found else None


class Guard:
    """Middleware around the whole server."""

    def __init__(self, app: ASGIApp, *, head: str, auth: str | None, loopback: bool) -> None:
        """Guard `app`.

        Args:
            app: what is guarded.
            head: put before all else in the page's head; Gradio's own `head` waits for its whole script.
            auth: USER:PASSWORD.
            loopback: whether only a loopback address may be asked for.
        """
        self._app = app
        self._head = head.encode()
        self._auth = auth.encode() if auth else None
        self._loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], scope["path"], headers)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        if scope["path"] != UPLOADS:
            receive = _bounded(receive)
        known = visitor(headers.get("cookie", ""))
        scope.setdefault("state", {})["visitor"] = known or ""
        if scope["path"] == "/" and scope["method"] == "GET":
            # The page is hashed as it is sent, so it must not come compressed.
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            await self._page(scope, receive, send, new=None if known else secrets.token_urlsafe(32))
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refusal(self, method: str, path: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        # A foreign name may lead to this machine: so a page of that name would read what is here.
        if self._loopback and not is_loopback(re.sub(r":\d+$", "", host).strip("[]")):
            return PlainTextResponse("this server answers to localhost and loopback addresses only\n", 421)
        if self._auth and not self._allowed(headers.get("authorization", "")):
            asked = {"WWW-Authenticate": 'Basic realm="Quoth", charset="UTF-8"'}
            return PlainTextResponse("a name and a password are needed\n", 401, asked)
        origin = headers.get("origin")
        if method not in {"GET", "HEAD", "OPTIONS"} and origin is not None and origin.partition("://")[2] != host:
            return PlainTextResponse("another site may not do this\n", 403)
        if path in _CLOSED:
            return JSONResponse({"error": "this server takes no files here"}, 404)
        length = headers.get("content-length", "")
        if path != UPLOADS and length.isdecimal() and int(length) > MAX_BODY:
            return JSONResponse({"error": f"more than {MAX_BODY:,} bytes were sent; send less"}, 413)
        return None

    def _allowed(self, given: str) -> bool:
        assert self._auth is not None
        kind, _, encoded = given.partition(" ")
        try:
            decoded = base64.b64decode(encoded, validate=True)
        except ValueError:
            return False
        return hmac.compare_digest(decoded, self._auth) and kind.lower() == "basic"

    async def _page(self, scope: Scope, receive: Receive, send: Send, new: str | None) -> None:
        """Send the page with the hashes of its scripts, and a secret for a visitor who has none yet."""
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                return  # an extension that tests speak
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            before, head, after = bytes(body).partition(b"<head>")
            if start["status"] == 200 and not head:
                raise RuntimeError("Gradio's page has no <head> for ours to stand in")
            page = before + head + (self._head + after if head else b"")
            headers = MutableHeaders(raw=start["headers"])
            headers.update({**_HEADERS, "cache-control": "no-store", "content-length": str(len(page))})
            headers["content-security-policy"] = policy(_INLINE.findall(page))
            if new is not None:
                headers.append("set-cookie", f"{COOKIE}={new}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000")
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, gather)


def _bounded(receive: Receive) -> Receive:
    """Hang up on whoever sends more than MAX_BODY."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= MAX_BODY else {"type": "http.disconnect"}

    return received


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers["content-security-policy"] = policy()
        await send(message)

    return sent
