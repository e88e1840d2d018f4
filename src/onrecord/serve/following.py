"""Something that changes, as server-sent events (WHATWG, HTML Living Standard, section 9.2)."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from onrecord.errors import OnrecordError
from onrecord.serve.guard import PASSING
from onrecord.terminal import dump

STEP = 0.5  # seconds between two looks
QUIET = 15.0  # seconds after which a sign of life is sent
LONGEST = 1_800.0  # seconds of one connection; browsers then ask again


def following(look: Callable[[], dict[str, Any]], over: Callable[[dict[str, Any]], bool]) -> StreamingResponse:
    """An event `progress` whenever what `look` gives has changed, and `over` at the end.  Raises as `look` does, before anything is sent."""
    return StreamingResponse(_events(look(), look, over), media_type="text/event-stream", headers={"Cache-Control": PASSING, "X-Accel-Buffering": "no"})


async def _events(told: dict[str, Any], look: Callable[[], dict[str, Any]], over: Callable[[dict[str, Any]], bool]) -> AsyncIterator[str]:
    ends, number = time.monotonic() + LONGEST, 1
    yield "retry: 2000\n\n" + _event("over" if over(told) else "progress", number, told)
    sent = time.monotonic()
    while not over(told) and time.monotonic() < ends:
        await asyncio.sleep(STEP)
        try:
            now = await run_in_threadpool(look)
        except OnrecordError:  # the connection ends, and is made again by who follows
            return
        if now != told:
            told, number, sent = now, number + 1, time.monotonic()
            yield _event("over" if over(told) else "progress", number, told)
        elif time.monotonic() - sent > QUIET:
            sent = time.monotonic()
            yield ": here\n\n"


def _event(name: str, number: int, told: dict[str, Any]) -> str:
    return f"event: {name}\nid: {number}\ndata: {dump(told)}\n\n"
