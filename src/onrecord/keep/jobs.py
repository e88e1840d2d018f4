"""Jobs: what was posted to be kept, each with its state, which whoever serves the record can tell, in whichever process it is worked on."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, select, update

from onrecord.errors import InputError, UsageError
from onrecord.keep.clock import now
from onrecord.keep.completing import Differing
from onrecord.keep.database import add
from onrecord.keep.failures import POSTED, Failure
from onrecord.keep.schema import failures, jobs, outcomes

SILENT = 90.0  # seconds after which a job of which nothing is heard is taken for broken off
SHOWN = 1_000  # failures, and reports that are known otherwise, that are told of a job
State = Literal["waiting", "running", "done", "failed", "broken_off"]


class KeyTaken(UsageError):
    """An idempotency key that was used for another request."""


@dataclass(frozen=True, slots=True)
class Job:
    """`total` reports or addresses were posted, and of these so many became new, changed, known, failed, or are kept out by a takedown; times are ISO 8601 in UTC.  `single`: one report alone, of which
    `article` is the id.  `differing`: those that are known with another day or outlet and are left so, told when it is over.  failed: nothing more is done, for a reason that `fault` tells; broken_off: the process that worked on it is gone, and it has to be posted again."""

    id: str
    at: str
    who: str
    state: State
    total: int
    single: bool
    article: str | None
    ended: str | None
    fault: str | None
    new: int
    changed: int
    known: int
    failed: int
    taken_down: int
    failures: tuple[Failure, ...]
    differing: tuple[Differing, ...]

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed", "broken_off")


def source_of(id: str) -> str:
    """What stands as the source of what a job kept, or failed to keep."""
    return POSTED + id


def place(connection: Connection, id: str, who: str, key: str | None, digest: str, total: int, single: bool) -> tuple[str, bool]:
    """Write a job down; its id, and whether it is to be worked on.  With a key that `who` has used, it is the job of then, which is worked on again only where it was broken off or failed.
    Raises KeyTaken where that was for something else, by its digest."""
    known = key and connection.execute(select(jobs).where(jobs.c.who == who, jobs.c.key == key)).one_or_none()
    if not known:
        add(connection, jobs, {"job": id, "at": now(), "who": who, "key": key, "digest": digest, "total": total, "single": single, "alive": now()})
        return id, True
    if known.digest != digest:
        raise KeyTaken(f"the Idempotency-Key {key!r} was used for another request: take a new key for each")
    if _state(known) not in ("failed", "broken_off"):
        return str(known.job), False
    connection.execute(update(jobs).where(jobs.c.id == known.id).values(ingest=None, alive=now(), ended=None, fault=None))
    return str(known.job), True


def begin(connection: Connection, id: str, ingest: int) -> None:
    connection.execute(update(jobs).where(jobs.c.job == id).values(ingest=ingest, alive=now()))


def beat(connection: Connection, ids: Iterable[str]) -> None:
    """These are alive."""
    connection.execute(update(jobs).where(jobs.c.job.in_(list(ids))).values(alive=now()))


def end(connection: Connection, id: str, article: str | None, fault: str | None, differing: Sequence[Differing] = ()) -> None:
    connection.execute(update(jobs).where(jobs.c.job == id).values(article=article, fault=fault, differing=[asdict(each) for each in differing[:SHOWN]], ended=now(), alive=now()))


def find(connection: Connection, id: str) -> Job:
    """Raises InputError where there is none."""
    row = connection.execute(select(jobs).where(jobs.c.job == id)).one_or_none()
    if row is None:
        raise InputError(id, "is the id of no job here")
    names = ("new", "changed", "known", "failed", "taken_down")
    counts = connection.execute(select(*(func.coalesce(func.sum(outcomes.c[name]), 0) for name in names)).where(outcomes.c.ingest == row.ingest)).one()
    columns = [failures.c[name] for name in ("at", "source", "name", "reason", "advice")]
    failed = connection.execute(select(*columns).where(failures.c.ingest == row.ingest).order_by(failures.c.id).limit(SHOWN))
    return Job(row.job, row.at, row.who, _state(row), row.total, row.single, row.article, row.ended, row.fault, **{name: int(count) for name, count in zip(names, counts, strict=True)}, failures=tuple(Failure(*each) for each in failed), differing=tuple(Differing(**each) for each in row.differing or ()))


def count_states(connection: Connection) -> dict[State, int]:
    """How many jobs are not over, by state."""
    counts: dict[State, int] = {"waiting": 0, "running": 0}
    for row in connection.execute(select(jobs).where(jobs.c.ended.is_(None))):
        if (state := _state(row)) in counts:
            counts[state] += 1
    return counts


def _state(row: Any) -> State:
    if row.ended:
        return "failed" if row.fault else "done"
    if datetime.fromisoformat(row.alive) < datetime.now(UTC) - timedelta(seconds=SILENT):
        return "broken_off"
    return "running" if row.ingest else "waiting"
