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
from onrecord.serve.reach import RATE, Reach, place_of, reach_of

if TYPE_CHECKING:
    from onrecord.keep.record import Record

PORT = 8765
NEEDED = ("fastapi", "jinja2", "uvicorn", "argon2", "limits", "zxcvbn")


def serve(
    context: typer.Context,
    db: Database = None,
    host: Annotated[str, typer.Option(help="Where to listen: on this machine alone, or at another address of it, for users who log in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = PORT,
    allowed_host: Annotated[list[str], typer.Option("--allowed-host", metavar="NAME", help="A name under which others ask for it; again for another one.", show_default=False)] = [],  # noqa: B006
    proxy: Annotated[list[str], typer.Option("--proxy", metavar="ADDRESS", help="Of a proxy before it, whose X-Forwarded-Proto and X-Forwarded-For are believed; or a network. Again for another one.", show_default=False)] = [],  # noqa: B006
    login: Annotated[bool, typer.Option("--login", help="Have visitors log in on this machine too.")] = False,
    rate: Annotated[int, typer.Option(min=0, help="Requests to the API that a visitor who logs in may make in a minute; 0 for any number.")] = RATE,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser, where there is one.")] = True,
) -> None:
    """Read the record in a browser, and ask it over HTTP: on this machine alone, or from elsewhere as one of its users (`onrecord user`)."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed, which serving needs: pip install 'onrecord[serve]'")
    place = place_of(host)
    reach = reach_of(place, allowed_host, proxy, login, rate)
    with open_record(context, db) as record:
        if reach.login:
            want_users(record)
        with listen(place, port) as listening:
            address = f"http://{f'[{place}]' if ':' in place else place}:{listening.getsockname()[1]}/"

            def started() -> None:
                print(f"onrecord is at {address} until you stop it with Ctrl+C", file=sys.stderr)
                if not ip_address(place).is_loopback and not reach.proxies:
                    print("onrecord: passwords, and what is read, go over the network as they are: put a proxy before it that speaks HTTPS (--proxy)", file=sys.stderr)
                if browser and ip_address(place).is_loopback:
                    open_browser(address)

            run(record, listening, started, reach)


def want_users(record: "Record") -> None:
    """Raises UsageError where nobody could log in."""
    from onrecord.access.accounts import Accounts

    if not Accounts(record).any():
        raise UsageError("whoever reaches this must log in, and the record has no user yet: make one with `onrecord user add NAME --role admin`; on this machine alone, without --allowed-host and --proxy, none is needed")


def listen(host: str, port: int) -> socket.socket:
    """Raises UsageError where the port is taken, or may not be used."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"port {port} of {host} cannot be used ({(error.strerror or str(error)).lower()}): name another with --port, or 0 for any") from None


def run(record: "Record", listening: socket.socket, started: Callable[[], None], reach: Reach = Reach()) -> None:
    """Serve until it is stopped; `started` is called when it answers."""
    import uvicorn

    from onrecord.serve.app import make_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                started()

    known = Event()
    Thread(target=_know_speakers, args=(record, known), daemon=True).start()
    settings = uvicorn.Config(make_app(record, known, reach), log_level="error", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3)
    Server(settings).run([listening])


def open_browser(address: str) -> None:
    """Only where there is a screen, so that no browser takes the terminal."""
    import webbrowser

    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def _know_speakers(record: "Record", known: Event) -> None:
    """Working out who speaks in what was added may take a while: better before somebody waits for it."""
    with suppress(OnrecordError):  # whoever asks for them then is told
        record.speakers()
    known.set()
