"""`onrecord serve`."""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from ipaddress import ip_address
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commanding import Database, open_record
from onrecord.errors import OnrecordError, UsageError

if TYPE_CHECKING:
    from onrecord.keep.record import Record

PORT = 8765
NEEDED = ("fastapi", "jinja2", "uvicorn", "prometheus_client")


def serve(
    context: typer.Context,
    db: Database = None,
    host: Annotated[str, typer.Option(help="A name or address of this machine alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser, where there is one.")] = True,
) -> None:
    """Read the record in a browser, and ask it over HTTP; on this machine only."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed, which serving needs: pip install 'onrecord[serve]'")
    place = loopback(host)
    with open_record(context, db) as record, listen(place, port) as listening:
        address = f"http://{f'[{place}]' if ':' in place else place}:{listening.getsockname()[1]}/"

        def started() -> None:
            print(f"onrecord is at {address} until you stop it with Ctrl+C", file=sys.stderr)
            if browser:
                open_browser(address)

        run(record, listening, started)


def loopback(host: str) -> str:
    """The address to listen at.  Raises UsageError for any that other machines reach."""
    try:
        address = "127.0.0.1" if host.lower() == "localhost" else host.removeprefix("[").removesuffix("]")
        if ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise UsageError(f"--host {host}: others could read the record there, and serve does not know yet who may; give 127.0.0.1, ::1 or localhost, and to reach it from afar use a tunnel, as `ssh -L`")


def listen(host: str, port: int) -> socket.socket:
    """Raises UsageError where the port is taken, or may not be used."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"port {port} of {host} cannot be used ({(error.strerror or str(error)).lower()}): name another with --port, or 0 for any") from None


def run(record: "Record", listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until it is stopped; `started` is called when it answers."""
    import uvicorn

    from onrecord.serve.app import make_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                started()

    known = Event()
    Thread(target=know_speakers, args=(record, known), daemon=True).start()
    settings = uvicorn.Config(make_app(record, known), log_level="error", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3)
    Server(settings).run([listening])


def open_browser(address: str) -> None:
    """Only where there is a screen, so that no browser takes the terminal."""
    import webbrowser

    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def know_speakers(record: "Record", known: Event) -> None:
    """Working out who speaks in what was added may take a while: better before somebody waits for it."""
    with suppress(OnrecordError):  # whoever asks for them then is told
        record.speakers()
    known.set()
