"""`onrecord serve`."""

import os
import socket
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.commanding import Database, open_record
from onrecord.errors import OnrecordError, UsageError
from onrecord.serve.reach import RATE, Reach, place_of, reach_of

if TYPE_CHECKING:
    from onrecord.access.openid import OpenId
    from onrecord.keep.record import Record

PORT = 8765
IDLE = 75
"""Seconds for which a connection stays open that nobody uses: longer than proxies and clients keep theirs (nginx: 60), so that none is closed here while the next request is on its way in it."""
NEEDED = ("fastapi", "jinja2", "uvicorn", "argon2", "limits", "zxcvbn", "pyotp", "segno", "cryptography", "prometheus_client")
SIGN_IN = ("authlib", "joserfc")


def serve(
    context: typer.Context,
    db: Database = None,
    host: Annotated[str, typer.Option(help="Where to listen: on this machine alone, or at another address of it, for users who log in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = PORT,
    allowed_host: Annotated[list[str], typer.Option("--allowed-host", metavar="NAME", help="A name under which others ask for it; again for another one.", show_default=False)] = [],  # noqa: B006
    proxy: Annotated[list[str], typer.Option("--proxy", metavar="ADDRESS", help="Of a proxy before it, whose X-Forwarded-Proto and X-Forwarded-For are believed; or a network. Again for another one.", show_default=False)] = [],  # noqa: B006
    certificate: Annotated[Path | None, typer.Option("--certificate", metavar="FILE", help="Speak HTTPS by this certificate, with those of its issuers, in PEM.", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key, in PEM, where it is in a file of its own.", show_default=False)] = None,
    login: Annotated[bool, typer.Option("--login", help="Have visitors log in on this machine too.")] = False,
    oidc: Annotated[Path | None, typer.Option("--oidc", metavar="FILE", help="An OpenID provider where users sign in, told in TOML (docs/access.md).", show_default=False)] = None,
    rate: Annotated[int, typer.Option(min=0, help="Requests to the API that a visitor who logs in may make in a minute; 0 for any number.")] = RATE,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser, where there is one.")] = True,
) -> None:
    """Read the record in a browser, and ask it over HTTP: on this machine alone, or from elsewhere as one of its users (`onrecord user`)."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed, which serving needs: pip install 'onrecord[serve]'")
    place = place_of(host)
    openid = openid_of(oidc) if oidc else None
    reach = reach_of(place, allowed_host, proxy, login or openid is not None, rate)
    pair = certified(certificate, key)
    with _left_at_once(), open_record(context, db) as record:
        if reach.login and openid is None:
            want_users(record)
        if reach.login:
            open_secrets(record)
        with listen(place, port) as listening:
            address = f"http{'s' if pair else ''}://{f'[{place}]' if ':' in place else place}:{listening.getsockname()[1]}/"

            def started() -> None:
                print(f"onrecord is at {address} until you stop it with Ctrl+C", file=sys.stderr)
                if not ip_address(place).is_loopback and not reach.proxies and not pair:
                    print("onrecord: passwords, and what is read, go over the network as they are: give it a --certificate, or put a proxy before it that speaks HTTPS (--proxy)", file=sys.stderr)
                if browser and ip_address(place).is_loopback:
                    open_browser(address)

            run(record, listening, started, reach, pair, openid)


@contextmanager
def _left_at_once() -> Iterator[None]:
    """Stopped by hand, it ends without waiting for threads that still read: one that is in the model's own code while Python goes would bring the process down."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.flush()
        os._exit(130)


def certified(certificate: Path | None, key: Path | None) -> dict[str, str]:
    """Settings of the server for HTTPS, none without a certificate.  Raises UsageError where certificate and key cannot be used."""
    if certificate is None:
        if key is not None:
            raise UsageError("--key goes with a --certificate")
        return {}
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_none)
    except (OSError, ValueError) as error:  # of which ssl.SSLError is one
        reason = (getattr(error, "reason", None) or error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(f"--certificate {certificate} cannot be used ({reason.replace('_', ' ').lower()}): give a certificate and its key, which has no password, in PEM") from None
    return {"ssl_certfile": str(certificate)} | ({"ssl_keyfile": str(key)} if key else {})


def _none() -> str:
    """No password, in place of one that OpenSSL would ask for."""
    raise ValueError("the key has a password")


def want_users(record: "Record") -> None:
    """Raises UsageError where nobody could log in."""
    from onrecord.access.accounts import Accounts

    if not Accounts(record).any():
        raise UsageError("whoever reaches this must log in, and the record has no user yet: make one with `onrecord user add NAME --role admin`; on this machine alone, without --allowed-host and --proxy, none is needed")


def openid_of(file: Path) -> "OpenId":
    """Raises UsageError where the file cannot be used, or what signing in needs is not installed."""
    from onrecord.access.openid import OpenId
    from onrecord.access.provider import read_provider

    if missing := [name for name in SIGN_IN if find_spec(name) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed, which signing in by OpenID Connect needs: pip install 'onrecord[oidc]'")
    return OpenId(read_provider(file))


def open_secrets(record: "Record") -> None:
    """Raises KeyMissing where the second factors of users cannot be opened."""
    from onrecord.access.accounts import Accounts

    Accounts(record).second.ready()


def listen(host: str, port: int) -> socket.socket:
    """Raises UsageError where the port is taken, or may not be used."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"port {port} of {host} cannot be used ({(error.strerror or str(error)).lower()}): name another with --port, or 0 for any") from None


def run(record: "Record", listening: socket.socket, started: Callable[[], None], reach: Reach = Reach(), pair: Mapping[str, str] = MappingProxyType({}), openid: "OpenId | None" = None) -> None:
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
    settings = uvicorn.Config(make_app(record, known, reach, openid=openid), log_level="error", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3, timeout_keep_alive=IDLE, **pair)  # type: ignore[arg-type]
    Server(settings).run([listening])


def open_browser(address: str) -> None:
    """Only where there is a screen, so that no browser takes the terminal."""
    import webbrowser

    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def know_speakers(record: "Record", known: Event) -> None:
    """Working out who speaks in what was added, and what of it waits for review, may take a while: better before somebody waits for it."""
    with suppress(OnrecordError):  # whoever asks for them then is told
        record.speakers()
    known.set()
    with suppress(OnrecordError):
        record.queue_reviews()
