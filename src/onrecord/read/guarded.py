"""Pages by addresses that others give: only what lies on the public web, wherever a name, a number or a redirect leads.

A name is resolved once, all its addresses are checked, and the connection is made to one of these, so that a name which is answered otherwise the next time (DNS rebinding) leads nowhere else.
See OWASP, Server-Side Request Forgery Prevention Cheat Sheet; IANA, Special-Purpose Address Registries (RFC 6890).
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from onrecord.errors import InputError
from onrecord.read.decoding import decode
from onrecord.read.html import looks_like_html, read_html
from onrecord.read.limits import Limits
from onrecord.read.links import in_another_form
from onrecord.read.web import fetch
from onrecord.types import Report

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], httpcore.NetworkStream]
PORTS = (80, 443)
TRIED = 3  # addresses of one name that a connection is tried to
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")
_GLOBAL = IPv6Network("2000::/3")  # what is given out of IPv6 (RFC 4291, section 2.4)
_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")))  # of which some versions of Python do not know
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits (RFC 6052)


def read_page(url: str, limits: Limits, base: Report = Report(""), resolve: Resolve | None = None, connect: Connect | None = None) -> Report:
    """The page at an address, or its plain text.  Raises InputError, also for what is no page and where an address is not on the public web."""
    guard = Guarded(limits.timeout, resolve or addresses_of, connect or _connect)
    try:
        answer = fetch(url, limits.max_bytes, limits.timeout, guard)
    except InputError as error:
        if error.name != url:
            error.reason = f"leads to {error.name}, which {error.reason}"
        error.name, error.advice = url, "send its text" if "--" in error.advice else error.advice  # options of the command line
        raise
    finally:
        guard.close()
    if answer.kind not in PAGES:
        raise InputError(url, f"is {answer.kind[:80]}, and no page", "give the address of a page with one report")
    text = decode(url, answer.body, answer.charset)
    found = replace(base, url=answer.url)
    if answer.kind in PAGES[:2] or looks_like_html(text):
        return read_html(url, text, answer.body, replace(found, reader="html"))
    return replace(found, text=text, reader="text")


def is_public(address: str) -> bool:
    """Whether a number is one of the public web: neither private, local, shared, reserved or for many, nor an IPv6 form that stands for such a one."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if (inner := found.ipv4_mapped) is not None or (inner := _in_nat64(found)) is not None:
            return is_public(str(inner))
        if found.scope_id or found not in _GLOBAL or found.sixtofour is not None or found.teredo is not None:
            return False
    if any(found in block for block in _SPECIAL if block.version == found.version):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback or found.is_link_local)


def _in_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def addresses_of(host: str, port: int) -> list[str]:
    """By the system's resolver.  Raises InputError where the name leads nowhere."""
    try:
        return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        raise InputError(host, "is no name that leads anywhere", "check the address") from None


def _connect(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class Guarded(httpx.BaseTransport):
    """Transport to the public web alone, through no proxy; all that is done through it ends after so many seconds."""

    def __init__(self, seconds: float, resolve: Resolve, connect: Connect):
        backend = _Backend(time.monotonic() + seconds, resolve, connect)
        self._pool = httpcore.ConnectionPool(ssl_context=_certificates(), max_keepalive_connections=0, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https"):
            raise InputError(str(url), "is no address of the web", "begin it with https://")
        if url.userinfo:
            raise InputError(url.host, "is asked for with a name and a password", "give an address without")
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with _in_httpx():
            answer = self._pool.handle_request(httpcore.Request(request.method, target, headers=request.headers.raw, content=request.stream, extensions=request.extensions))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response):
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _in_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, ends: float, resolve: Resolve, connect: Connect):
        self._ends, self._resolve, self._connect = ends, resolve, connect

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Iterable[Any] | None = None) -> httpcore.NetworkStream:
        fault: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in checked(host, port, self._resolve)[:TRIED]:
            try:
                return _Stream(self._connect(address, port, _left(self._ends, timeout, httpcore.ConnectTimeout)), self._ends)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None) -> httpcore.NetworkStream:
        raise InputError(path, "is no address of the web")


def checked(host: str, port: int, resolve: Resolve) -> list[str]:
    """The addresses of a host, each of which is public.  Raises InputError where one is not, or the host is written so that it may be taken for another."""
    if port not in PORTS:
        raise InputError(f"{host}:{port}", "is at a port that pages are not read from", "give an address at the usual port of http or https")
    if in_another_form(host):
        raise InputError(host, "is a number in an unusual form", "write it as 192.0.2.1, or give a name")
    addresses = [host] if _is_number(host) else list(resolve(host, port))
    if not addresses or not all(map(is_public, addresses)):
        raise InputError(host, "is not on the public web", "only pages there are read by address; send the text of others")
    return addresses


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class _Stream(httpcore.NetworkStream):
    """A connection that is given up when the time is over, however slowly something still comes."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float):
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._ends, timeout, httpcore.ConnectTimeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(ends: float, timeout: float | None, error: type[httpcore.TimeoutException]) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise error("the time is over")
    return left if timeout is None else min(left, timeout)


@contextmanager
def _in_httpx() -> Iterator[None]:
    """Errors of the connection as httpx tells them."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.ReadTimeout(str(error)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.ConnectError(str(error)) from error
