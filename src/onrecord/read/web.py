"""One page from the web, with limits of time, size and redirects."""

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError, LaterError
from onrecord.read.inflate import inflated
from onrecord.read.netrc import bare, login_for

USER_AGENT = "onrecord (+https://pypi.org/project/onrecord/)"
REDIRECTS = 10
MOVED = (301, 302, 303, 307, 308)
BUSY = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `kind` is the content type, `charset` the encoding that it declares, `url` the address after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    kind: str
    charset: str | None


def fetch(url: str, max_bytes: int, timeout: float, transport: Any = None) -> Answer:
    """A page.  Raises InputError; no more than `timeout` seconds pass between two signs of life, nor for the whole body.  `transport`: httpx's, to go another way than the usual one, by which no password is sent."""
    return ask(url, max_bytes, timeout, redirects=REDIRECTS, transport=transport)


def ask(url: str, max_bytes: int, timeout: float, headers: Mapping[str, str] = {}, redirects: int = 0, transport: Any = None) -> Answer:
    """As `fetch`, but without `redirects` a redirect is an answer, as is "304 Not Modified".  Raises LaterError for what may be otherwise later."""
    import httpx

    ends = time.monotonic() + timeout
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers}
    try:
        with (
            httpx.Client(follow_redirects=redirects > 0, max_redirects=max(1, redirects), timeout=timeout, headers=sent, transport=transport, auth=None if transport else login_for(url)) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code >= 400:
                raise _refused(url, response)
            body = bytearray()
            for chunk in _body(url, response):
                body += chunk
                if len(body) > max_bytes:
                    raise InputError(url, f"sends more than {max_bytes} bytes", "raise --max-bytes if it really is a report")
                if time.monotonic() > ends:
                    raise LaterError(url, f"took longer than {timeout:g} seconds", "try again later, or raise --timeout")
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            return Answer(bare(str(response.url)), response.status_code, dict(response.headers), bytes(body), kind, response.charset_encoding)
    except httpx.TooManyRedirects:
        raise InputError(url, f"redirects more than {REDIRECTS} times", "check the address") from None
    except httpx.TimeoutException:
        raise LaterError(url, f"did not answer within {timeout:g} seconds", "try again later, or raise --timeout") from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError, ValueError, ImportError) as error:
        raise InputError(url, f"could not be fetched ({str(error) or type(error).__name__})", "check the address") from None
    except httpx.HTTPError as error:
        raise LaterError(url, f"could not be fetched ({str(error) or type(error).__name__})", "check the address and the connection") from None


def _body(url: str, response: Any) -> Iterator[bytes]:
    """The body, inflated in small pieces, so that a bomb is met by the limit before it has grown."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        yield from response.iter_raw()
    elif encoding in ("gzip", "x-gzip", "deflate"):
        try:
            yield from inflated(response.iter_raw())
        except (zlib.error, EOFError):
            raise LaterError(url, "sends damaged gzip", "try again later") from None
    else:
        raise InputError(url, f"sends its page in the encoding {encoding[:40]!r}, which was not asked for", "save the page yourself")


def _refused(url: str, response: Any) -> InputError:
    reason = f"answered {response.status_code} {response.reason_phrase}".strip()
    if response.status_code not in BUSY:
        return InputError(url, reason, "check the address")
    return LaterError(url, reason, "try again later", wait=_seconds(response.headers.get("retry-after", "")))


def _seconds(retry_after: str) -> float | None:
    """Of a Retry-After header: a number of seconds, or a date (RFC 9110, section 10.2.3)."""
    if retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
