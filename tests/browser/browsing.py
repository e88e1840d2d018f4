"""A server for the pages and a browser that opens them: Debian's chromium, headless."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def serving(app) -> Iterator[str]:
    """The address at which an app is served meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def opening(chromium: Browser, site: str, patience: int, prepare: Callable[[Page], None] = lambda page: None) -> Iterator[Callable[..., Page]]:
    """What opens a page, with what its context needs; `patience`: ms."""
    contexts = []

    def open_(**settings) -> Page:
        context = chromium.new_context(base_url=site, **({"viewport": DESK} | settings))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(patience)
        prepare(page)
        return page

    yield open_
    for context in contexts:
        context.close()


@contextmanager
def opening_watched(chromium: Browser, site: str, patience: int) -> Iterator[Callable[..., Page]]:
    """The same; at the end nothing may have been asked of anybody else, no script failed, and no policy been broken."""
    faults = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: request.url.startswith(site) or faults.append(request.url))
        page.on("console", lambda message: message.type in ("error", "warning") and "status of 400" not in message.text and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))

    with opening(chromium, site, patience, watch) as open_:
        yield open_
    assert not faults
