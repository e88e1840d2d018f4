"""Fetching as a guest: robots.txt is asked (RFC 9309), and a host is left alone for a while between two requests."""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from onrecord.errors import InputError, LaterError
from onrecord.read.links import absolute
from onrecord.read.web import MOVED, REDIRECTS, USER_AGENT, Answer, ask

NAME = USER_AGENT.split()[0]
ROBOTS_BYTES = 512_000  # RFC 9309, section 2.5, wants at least 500 KiB
ROBOTS_AGE = 3_600.0  # seconds that a robots.txt is remembered; the RFC allows a day
LONGEST_DELAY = 60.0  # seconds, whatever a robots.txt wants


class Visitor:
    """Remembers when it last asked which host, and what their robots.txt say.  `delay`: seconds between two requests to a host, where its robots.txt wants no longer ones."""

    def __init__(self, delay: float = 1.0):
        self.delay = delay
        self._next: dict[str, float] = {}
        self._robots: dict[str, tuple[float, Any]] = {}

    def fetch(self, url: str, max_bytes: int, timeout: float, headers: Mapping[str, str] = {}) -> Answer:
        """Raises InputError, also where robots.txt forbids it; LaterError for what may be otherwise later."""
        at = url
        for _ in range(REDIRECTS + 1):
            if not at.startswith(("http://", "https://")):
                raise InputError(url, f"leads to {at[:200]!r}, which is no web address", "check the address")
            self._check(at, timeout)
            self._wait(at)
            try:
                answer = ask(at, max_bytes, timeout, headers)
            finally:
                self._leave(at)
            if answer.status not in MOVED or "location" not in answer.headers:
                return answer
            at = absolute(answer.headers["location"], at) or answer.headers["location"]
        raise InputError(url, f"redirects more than {REDIRECTS} times", "check the address")

    def _wait(self, url: str) -> None:
        if (pause := self._next.get(_origin(url), 0.0) - time.monotonic()) > 0:
            time.sleep(pause)

    def _leave(self, url: str) -> None:
        """Alone for a while, from the end of a request on."""
        host = _origin(url)
        wanted = self._rules(host).crawl_delay(NAME) if host in self._robots and self._robots[host][1] else None
        self._next[host] = time.monotonic() + max(self.delay, min(wanted or 0.0, LONGEST_DELAY))

    def _check(self, url: str, timeout: float) -> None:
        origin = _origin(url)
        known = self._robots.get(origin)
        if known is None or known[0] < time.monotonic():
            self._robots[origin] = time.monotonic() + ROBOTS_AGE, self._load(url, timeout)
        rules = self._rules(origin)
        if rules is not None and not rules.can_fetch(url, NAME):
            raise InputError(url, "may not be fetched by programs, says the robots.txt there", "ask its publisher, or save the page yourself")

    def _rules(self, origin: str) -> Any:
        return self._robots[origin][1]

    def _load(self, url: str, timeout: float) -> Any:
        """The rules of its host; None where there are none.  What cannot be reached forbids everything for now (RFC 9309, section 2.3.1.4)."""
        from protego import Protego

        try:
            answer = ask(f"{_origin(url)}/robots.txt", ROBOTS_BYTES, timeout, redirects=5)
        except LaterError as error:
            raise LaterError(url, f"was not fetched, since its host has a robots.txt that could not be read: it {error.reason}", error.advice, wait=error.wait) from None
        except InputError:
            return None
        try:
            return Protego.parse(answer.body.decode("utf-8", "replace"))
        except Exception:  # whatever a hostile robots.txt makes of the parser: there are no rules in it
            return None


@cache
def visitor(delay: float) -> Visitor:
    """The one of this process, so that several sources of one host take turns."""
    return Visitor(delay)


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InputError(url, "is no web address", "check the address") from None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
