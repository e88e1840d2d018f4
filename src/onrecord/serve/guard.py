"""What stands between the network and the pages: whom we are asked as, what a browser may do with an answer, and answers that are known already."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = re.compile(r"(?i)(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?")
"""Names of this machine, as a browser sends them in Host; any other name that leads here, and was not given as one of its own, was made to (DNS rebinding)."""
PORT = re.compile(r":\d{1,5}$")
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip
SECURE = "max-age=31536000"  # HTTPS alone for a year, once it was reached so
PASSING = "no-store"  # Cache-Control of answers that go out as they are made
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guarded:
    """Answers only to this machine's names and to `hosts`, and gives every answer the headers above; HEAD is answered as GET is, without the body."""

    def __init__(self, app: ASGIApp, refuse: Handler, hosts: Collection[str] = ()):
        self.app, self.refuse, self.hosts = app, refuse, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        bare = scope["method"] == "HEAD"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = SECURE
            elif bare and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        host = Headers(scope=scope).get("host", "").strip()
        known = LOOPBACK.fullmatch(host) or PORT.sub("", host.lower()) in self.hosts
        await (self.app if known else self.refuse)({**scope, "method": "GET"} if bare else scope, receive, answer)


class Tagged:
    """Whole answers get an ETag, and who has the answer already is told so (RFC 9110, 13.1.2); an answer that nobody may keep is passed on as it comes."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        pieces: list[bytes] = []

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            if Headers(raw=start["headers"]).get("cache-control") == PASSING:
                await send(message)
            elif message["type"] == "http.response.body":
                pieces.append(message.get("body", b""))
                if not message.get("more_body"):
                    await self._answer(start, b"".join(pieces), Headers(scope=scope), send)

        await self.app(scope, receive, gather)

    async def _answer(self, start: dict[str, Any], body: bytes, asked: Headers, send: Send) -> None:
        if start["status"] == 200:
            headers = MutableHeaders(scope=start)
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
            headers["ETag"] = tag
            known = [each.strip().removeprefix("W/") for each in asked.get("if-none-match", "").split(",")]
            if "*" in known or tag.removeprefix("W/") in known:
                start["status"], body = 304, b""
                for name in ("Content-Length", "Content-Type"):
                    del headers[name]
        await send({**start})
        await send({"type": "http.response.body", "body": body})
