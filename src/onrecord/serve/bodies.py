"""What is sent to us, within limits of size and time."""

import asyncio

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

LARGEST = 32 * 1024 * 1024  # bytes of one request
SECONDS = 60.0  # for the whole body
PAUSE = 10.0  # seconds between two pieces
_CLOSE = {"Connection": "close"}  # what is still on its way is not waited for


async def whole_body(request: Request) -> bytes:
    """Raises HTTPException: 413 for a body larger than LARGEST, 408 for one that comes too slowly, 415 where it is packed."""
    if (packed := request.headers.get("content-encoding", "identity").strip().lower()) not in ("", "identity"):
        raise HTTPException(415, f"The body is packed by {packed[:40]!r}: send it as it is.", {"Accept-Encoding": "identity", **_CLOSE})
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise _too_large()
    pieces: list[bytes] = []
    size = 0
    stream = aiter(request.stream())
    try:
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    piece = await asyncio.wait_for(anext(stream), PAUSE)
                except StopAsyncIteration:
                    return b"".join(pieces)
                size += len(piece)
                if size > LARGEST:
                    raise _too_large()
                pieces.append(piece)
    except TimeoutError:
        raise HTTPException(408, f"The body came too slowly: send it within {SECONDS:g} seconds, without pauses of {PAUSE:g}.", _CLOSE) from None
    except ClientDisconnect:
        raise HTTPException(400, "The body ended before it was whole.", _CLOSE) from None


def _too_large() -> HTTPException:
    return HTTPException(413, f"The body is larger than {LARGEST} bytes: send the reports in several requests.", _CLOSE)
