"""One page from the web, with limits of time, size and redirects."""

import time

from onrecord.errors import InputError

USER_AGENT = "onrecord (+https://pypi.org/project/onrecord/)"
REDIRECTS = 10


def fetch(url: str, max_bytes: int, timeout: float) -> tuple[bytes, str | None, str, str]:
    """(body, declared charset, content type, final URL).  Raises InputError; no more than `timeout` seconds pass between two
    signs of life, nor for the whole body."""
    import httpx

    ends = time.monotonic() + timeout
    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=REDIRECTS, timeout=timeout, headers={"User-Agent": USER_AGENT}) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code >= 400:
                raise InputError(url, f"answered {response.status_code} {response.reason_phrase}", "check the address")
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > max_bytes:
                    raise InputError(url, f"sends more than {max_bytes} bytes", "raise --max-bytes if it really is a report")
                if time.monotonic() > ends:
                    raise InputError(url, f"took longer than {timeout:g} seconds", "try again later, or raise --timeout")
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            return bytes(body), response.charset_encoding, kind, str(response.url)
    except httpx.TooManyRedirects:
        raise InputError(url, f"redirects more than {REDIRECTS} times", "check the address") from None
    except httpx.TimeoutException:
        raise InputError(url, f"did not answer within {timeout:g} seconds", "try again later, or raise --timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, ImportError) as error:
        raise InputError(url, f"could not be fetched ({str(error) or type(error).__name__})", "check the address and the connection") from None
