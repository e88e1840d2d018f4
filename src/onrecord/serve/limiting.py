"""How often somebody may ask, and try passwords.  Counted in this process, by the package `limits`."""

from ipaddress import ip_address, ip_network
from math import ceil
from time import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter

from onrecord.access.users import LONGEST, key_of

PAIR = RateLimitItemPerMinute(10, 15, namespace="name and address")
ADDRESS = RateLimitItemPerMinute(50, 15, namespace="address")
NAME = RateLimitItemPerHour(100, namespace="name")
SIGN_IN = RateLimitItemPerMinute(100, 15, namespace="sign-in")
UNTRUE = RateLimitItemPerMinute(100, 15, namespace="logout tokens")
"""Passwords that are tried: for one name from one address, from one address, and for one name from all addresses where its user has not logged in before.  So nobody is locked out by somebody who sits elsewhere, and all together are far
below what guessing needs."""


class Limiter:
    """`rate`: requests of a visitor to the API in a minute, 0 for any number."""

    def __init__(self, rate: int):
        self._rate = RateLimitItemPerMinute(rate, namespace="api") if rate else None
        self._known: set[tuple[str, str]] = set()  # names, with addresses where the password was right
        self._tries, self._requests = MovingWindowRateLimiter(MemoryStorage()), SlidingWindowCounterRateLimiter(MemoryStorage())

    def request(self, who: str) -> int:
        """Count a request; the seconds that the visitor has to wait, 0 where it may go on."""
        return _count(self._requests, self._rate, who) if self._rate else 0

    def attempt(self, name: str, address: str) -> int:
        """Count a password that is tried; the seconds to wait before the next, 0 where this one may be."""
        name, address = key_of(name[:LONGEST]), near(address)
        wait = _count(self._tries, ADDRESS, address) or _count(self._tries, PAIR, name, address)
        return wait if wait or (name, address) in self._known else _count(self._tries, NAME, name)

    def sign_in(self, address: str) -> int:
        """Count a step of a sign-in at a provider; the seconds to wait, 0 where it may go on."""
        return _count(self._tries, SIGN_IN, near(address))

    def untrue(self, address: str, count: bool) -> int:
        """Whether so many logout tokens from there were none that the next is not looked at: the seconds to wait, else 0.  `count`: one more was none.  How many of a provider's are right is not limited."""
        who = near(address)
        if count:
            self._tries.hit(UNTRUE, who)
        return 0 if self._tries.test(UNTRUE, who) else max(1, ceil(self._tries.get_window_stats(UNTRUE, who).reset_time - time()))

    def succeeded(self, name: str, address: str) -> None:
        """The password was right: what was tried before it from there counts no more for the name."""
        pair = key_of(name[:LONGEST]), near(address)
        self._tries.clear(PAIR, *pair)
        self._known.add(pair)


def near(address: str) -> str:
    """The address, or the network of 64 bits that one machine has in IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def _count(limiter: RateLimiter, item: RateLimitItem, *who: str) -> int:
    if limiter.hit(item, *who):
        return 0
    return max(1, ceil(limiter.get_window_stats(item, *who).reset_time - time()))
