"""Answers to requests whose body nobody read: a server that closes on what is still on its way has the network throw the answer away as well, so we stay for a while, and drop what comes
(RFC 9112, section 9.6)."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STAY = 2.0  # seconds
MOST = 64 * 1024 * 1024  # bytes


class Lingering:
    """ends an answer only when the request is over, or after STAY seconds, or MOST bytes."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
            await self.app(scope, receive, send)
            return
        whole = False

        async def received() -> Message:
            nonlocal whole
            message = await receive()
            whole = whole or not message.get("more_body")
            return message

        async def told(message: Message) -> None:
            last = message["type"] == "http.response.body" and not message.get("more_body")
            if not last or whole:
                await send(message)
                return
            await send({**message, "more_body": True})
            try:
                async with asyncio.timeout(STAY):
                    dropped = 0
                    while not whole and dropped < MOST:
                        dropped += len((await received()).get("body", b""))
            except TimeoutError:
                pass
            await send({"type": "http.response.body"})

        await self.app(scope, received, told)
