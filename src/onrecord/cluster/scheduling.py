"""Who does what next: units go to workers that are free; what a worker did not finish is done again, by another one.

A unit is given up, and told, when making it failed TRIES times, or LOST workers ended over it.  After the first that ended, workers note at which report they are; a report at which two ended is
left out.  Nothing here knows of Ray.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from onrecord.cluster.shards import Contents
from onrecord.cluster.units import Unit
from onrecord.cluster.working import About
from onrecord.errors import OnrecordError

TRIES, LOST, FATAL = 3, 10, 2
STARTS = 3  # workers that could not be started, one after the other, until there is no use in it


@dataclass(frozen=True, slots=True)
class Ended:
    """A worker is no more; `why` in a line."""

    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A unit could not be made by a worker that lives on; `why` in a line."""

    why: str


@dataclass(frozen=True, slots=True)
class Made:
    unit: Unit
    contents: Contents


@dataclass(frozen=True, slots=True)
class GivenUp:
    unit: Unit
    why: str


class Pool(Protocol):
    """Workers.  What they were asked is answered by `wait`, under the worker."""

    def start(self) -> Any:
        """A new worker, which answers with what it is."""

    def give(self, worker: Any, unit: Unit, careful: bool, leave_out: frozenset[int], last: bool) -> None: ...

    def end(self, worker: Any) -> None: ...

    def wait(self) -> list[tuple[Any, About | Contents | Broken | Ended]]:
        """What was answered since; nothing, after a while in which nothing was."""

    def noted(self, unit: Unit) -> int | None:
        """At which report the last worker was that had to note it, told once."""


@dataclass(slots=True)
class _Trouble:
    """What befell a unit so far."""

    broken: int = 0
    lost: int = 0
    at: Counter[int] = field(default_factory=Counter)

    @property
    def leave_out(self) -> frozenset[int]:
        return frozenset(place for place, times in self.at.items() if times >= FATAL)


class Schedule:
    """`lost` counts the workers that ended while they were at work, `ready` those that are at work or free."""

    def __init__(self, pool: Pool, units: Iterable[Unit], workers: int, like: About | None = None):
        self.pool, self.waiting, self.workers, self.like = pool, deque(units), workers, like
        self.starting: set[Any] = set()
        self.free: set[Any] = set()
        self.busy: dict[Any, Unit] = {}
        self.trouble: dict[int, _Trouble] = {}
        self.lost = self.not_started = 0
        self.why = ""  # none could be started

    @property
    def ready(self) -> int:
        return len(self.free) + len(self.busy)

    def run(self) -> Iterator[Made | GivenUp | None]:
        """Each unit once; None whenever nothing happened for a while.  Raises OnrecordError where no worker can be started, or what it has installed is something else than here."""
        while self.waiting or self.busy:
            self._fill()
            answers = self.pool.wait()
            if not answers:
                yield None
            for worker, answer in answers:
                told = self._hear(worker, answer)
                if told:
                    yield told

    def _fill(self) -> None:
        if self.not_started >= STARTS and not (self.ready or self.starting):
            raise OnrecordError(f"no worker could be started: {self.why}")
        if self.not_started < STARTS:
            wanted = min(self.workers, len(self.waiting) + len(self.busy))
            self.starting |= {self.pool.start() for _ in range(wanted - self.ready - len(self.starting))}
        while self.waiting and self.free:
            worker, unit = self.free.pop(), self.waiting.popleft()
            trouble = self.trouble.get(unit.number, _Trouble())
            self.busy[worker] = unit
            self.pool.give(worker, unit, trouble.lost > 0, trouble.leave_out, trouble.broken == TRIES - 1)

    def _hear(self, worker: Any, answer: About | Contents | Broken | Ended) -> Made | GivenUp | None:
        if worker in self.starting:
            self.starting.discard(worker)
            if isinstance(answer, About):
                self._check(answer)
                self.not_started = 0
                self.free.add(worker)
            elif isinstance(answer, (Ended, Broken)):
                self.not_started, self.why = self.not_started + 1, answer.why
                self.pool.end(worker)
            return None
        unit = self.busy.pop(worker)
        if isinstance(answer, Ended):
            self.pool.end(worker)
            return self._again(unit, answer)
        self.free.add(worker)
        return Made(unit, answer) if isinstance(answer, Contents) else self._again(unit, answer)

    def _again(self, unit: Unit, answer: Any) -> GivenUp | None:
        trouble = self.trouble.setdefault(unit.number, _Trouble())
        ended = isinstance(answer, Ended)
        if ended:
            self.lost += 1
            if trouble.lost and (place := self.pool.noted(unit)) is not None:
                trouble.at[place] += 1
            trouble.lost += 1
        else:
            trouble.broken += 1
        if trouble.broken >= TRIES or trouble.lost >= LOST:
            return GivenUp(unit, answer.why)
        (self.waiting.appendleft if ended else self.waiting.append)(unit)  # a store that does not answer may later
        return None

    def _check(self, about: About) -> None:
        if self.like and (about.program, about.model) != (self.like.program, self.like.model):
            raise OnrecordError(f"{about.machine} has onrecord {about.program} with {about.model}, and not {self.like.program} with {self.like.model} as here: install the same on every machine of the cluster")
