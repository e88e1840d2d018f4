"""What is costly to make of a record, made once for each of its states.

While a record grows, what was made of the state before is given where making it anew takes long, so that nobody waits for reports that come in all the time; it is made anew beside the requests, and rests meanwhile.
What people decide and take down is never waited for so: of a state before that nothing is given.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from threading import Lock, Thread, get_ident
from time import monotonic, thread_time
from typing import Generic, TypeVar

from fastapi import Request

from onrecord.keep.clock import now

LOOK = 0.02  # seconds after which it is looked how much it cost so far
LONGEST = 60.0  # seconds that one is waited for where there is one of before
KEPT = 4  # of each: the present one, and others beside it
RESTS = 40  # times as long as making it took, before it is made anew
T = TypeVar("T")


@dataclass
class _Making(Generic[T]):
    """`cost`: seconds that the processor worked; `ended`: seconds of the clock; `began`: the time."""

    future: Future[T] = field(default_factory=Future)
    began: str = field(default_factory=now)
    clock: int | None = None
    cost: float = 0.0
    ended: float = 0.0


class Standing(Generic[T]):
    """`dear`: from how many seconds of the processor on the one of before may be given.  `held_up`: tells whether making one would have to wait for others at this moment; then too it may be given."""

    def __init__(self, dear: float, held_up: Callable[[], bool] = lambda: False):
        self._dear, self._held_up, self._choosing, self._making = dear, held_up, Lock(), Lock()
        self._at_hand: OrderedDict[tuple[str, Hashable], _Making[T]] = OrderedDict()

    def of(self, state: str, firm: Hashable, make: Callable[[], T], patience: float | None = None) -> tuple[T, str | None]:
        """What `make` makes of a state, and None; or what it made of one before with the same `firm`, and since when what was added is not in it.  Raises TimeoutError where it takes longer than `patience` seconds, and what `make` raises."""
        with self._choosing:
            found = self._at_hand.get((state, firm))
            before = None if found else self._before(firm)
            if found is None and (before is None or monotonic() - before.ended >= RESTS * before.cost):
                found = self._begin(state, firm, make)
            if found is None or (before is not None and not found.future.done()):
                assert before is not None
                return before.future.result(), before.began
            before = None if found.future.done() else self._before(firm)
            older = None if found.future.done() else self._last(firm)
        if before is None and (older is None or self._soon(found, older, patience)):
            return found.future.result(patience), None
        given = before or older
        assert given is not None
        return given.future.result(), given.began

    def at_hand(self, state: str, firm: Hashable) -> T | None:
        """What `of` would give at once; None where it would have to be made or waited for, which is not begun."""
        with self._choosing:
            found = self._at_hand.get((state, firm))
            if found is None or not found.future.done() or found.future.exception():
                found = self._before(firm)
        return found.future.result() if found else None

    def _soon(self, found: _Making[T], older: _Making[T], patience: float | None) -> bool:
        """Wait as long as it is not known to be dear; whether it was made then, or, where there is none before, is to be waited for."""
        ends = monotonic() + (patience or LONGEST)
        while monotonic() < ends:
            if found.future.done() or wait([found.future], LOOK).done:
                return True
            if _worked(found.clock) >= self._dear or self._held_up():
                return False
        return False

    def _before(self, firm: Hashable) -> _Making[T] | None:
        """The last one that was made, where it was dear, or the present one has to wait for others."""
        made = self._last(firm)
        return made if made and (made.cost >= self._dear or self._held_up()) else None

    def _last(self, firm: Hashable) -> _Making[T] | None:
        for (_, other), made in reversed(self._at_hand.items()):
            if other == firm and made.future.done() and not made.future.exception():
                return made
        return None

    def _begin(self, state: str, firm: Hashable, make: Callable[[], T]) -> _Making[T]:
        begun = self._at_hand[state, firm] = _Making()
        while len(self._at_hand) > KEPT:
            others = [key for key, made in self._at_hand.items() if made is not begun]
            del self._at_hand[next((key for key in others if self._at_hand[key] is not self._last(key[1])), others[0])]  # the last that was made of a question may be given for those that take long
        Thread(target=self._make, args=((state, firm), begun, make), daemon=True).start()
        return begun

    def _make(self, key: tuple[str, Hashable], begun: "_Making[T]", make: Callable[[], T]) -> None:
        with self._making:
            began, begun.clock = thread_time(), _own_clock()
            try:
                made = make()
            except BaseException as error:  # told to whoever waits for it; who asks next has it made again
                with self._choosing:
                    if self._at_hand.get(key) is begun:
                        del self._at_hand[key]
                begun.future.set_exception(error)
                return
            begun.cost, begun.ended = thread_time() - began, monotonic()
            begun.future.set_result(made)


def _own_clock() -> int | None:
    """The clock of the processor's work for this thread, by which others can tell it; None where the system has none (macOS, Windows)."""
    clock_of = getattr(time, "pthread_getcpuclockid", None)
    return None if clock_of is None else int(clock_of(get_ident()))


def _worked(clock: int | None) -> float:
    """Seconds that the processor has worked for a thread; 0 where that cannot be told."""
    try:
        return 0.0 if clock is None else time.clock_gettime(clock)
    except OSError:  # it has ended
        return 0.0


def note_lack(request: Request, since: str | None) -> None:
    """Have the page tell since when what was added is not counted in it."""
    if since is not None:
        request.state.lacking = min(since, getattr(request.state, "lacking", since))


def lacking(request: Request) -> int:
    """Of how many minutes what was added is not counted, 0 where nothing lacks."""
    since = getattr(request.state, "lacking", None)
    return 0 if since is None else max(1, ceil((datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds() / 60))
