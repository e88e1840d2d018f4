"""Which statements wait for a person's review, and in which order: worked out, and kept beside what is on the record, which it follows.

A statement waits as long as it is among those of the latest reading of its text, and nobody has accepted or corrected it.  Its turn comes by what a look at it is worth: the errors that are to be expected in it, by the
calibrated probabilities of statement, speaker and act, and more where reports of one occasion were read differently; times the binary logarithm of the reports that tell of it, and one.
The reports count for one of the statements that report an occasion, the one that is most in doubt, and for none where one of them was looked at: a second look at the same words is worth less.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select, update

from onrecord.follow.utterances import groups_of
from onrecord.keep import state
from onrecord.keep.database import add_many
from onrecord.keep.portions import portions
from onrecord.keep.reviewing import accepted, seen
from onrecord.keep.schema import ACTS, compared, doubted, doubts, readings, statements, ties, utterance_decisions, versions
from onrecord.keep.superseding import LATEST_READING
from onrecord.keep.words import folded

Doubt = Literal["statement", "speaker", "act", "readings", "reports"]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
"""Whether it is a statement, whose words it is, what it does: each with a probability under UNSURE; reports of one occasion were read differently; MANY reports tell of it."""
UNSURE, MANY = 0.8, 3
NOBODY = 0.5  # doubt of a speaker that was not found: nothing was measured
DIFFERENT = 0.5  # errors that are to be expected where readings differ, beside those by the probabilities: one of two is wrong
EXACT = 10_000  # turns of one error in one report
PORTION = 2_000  # readings that are taken in at once
_READ = (statements.c.id, statements.c.statement_id, statements.c.kind, statements.c.mode, statements.c.act, statements.c.act_confidence, statements.c.confidence, statements.c.speaker_name, statements.c.speaker_kind,
         statements.c.speaker_confidence, statements.c.addressee, statements.c.corrected, readings.c.text)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worth:
    """The turn of a statement, of which the least comes first, and the doubts that it is for."""

    turn: int
    doubts: frozenset[Doubt]

    @property
    def bits(self) -> int:
        return sum(1 << DOUBTS.index(each) for each in self.doubts)


def worth_of(statement: float, speaker: float | None, act: float | None, reports: int = 1, differ: bool = False) -> Worth:
    """By the probabilities that statement, speaker and act are right (None: nobody, or nothing, was told), the number of reports that tell of it, and whether these were read differently."""
    unsure = {"statement": 1 - statement, "speaker": NOBODY if speaker is None else 1 - speaker, "act": 0.0 if act is None else 1 - act}
    errors = sum(unsure.values()) + DIFFERENT * differ
    told = {**{name: doubt > 1 - UNSURE for name, doubt in unsure.items()}, "readings": differ, "reports": reports >= MANY}
    return Worth(-round(EXACT * errors * log2(1 + reports)), frozenset(name for name in DOUBTS if told[name]))


def doubts_in(bits: int) -> tuple[Doubt, ...]:
    return tuple(each for place, each in enumerate(DOUBTS) if bits >> place & 1)


def is_up_to_date(connection: Connection) -> bool:
    kept = connection.execute(select(doubted)).mappings().one_or_none()
    return kept is not None and {name: kept[name] for name in kept if name != "id"} == _current(connection)


def lacks_since(connection: Connection) -> str | None:
    """As `onrecord.keep.state.lacks_since`, of the queue."""
    return state.lacks_since(connection, dict(connection.execute(select(doubted)).mappings().one_or_none() or {}), _current(connection))


def catch_up(connection: Connection) -> bool:
    """Take in what was read, compared and decided since, of a portion of the readings; whether nothing is left.  Each portion may be a transaction of its own, so that nobody who writes waits for all of them."""
    goal = _current(connection)
    kept = connection.execute(select(doubted)).mappings().one_or_none()
    since = dict(kept) if kept and kept["program"] == goal["program"] else {"reading": 0, "compared": 0, "decision": 0}
    if not since["reading"]:
        connection.execute(delete(doubts))
    until = {name: min(goal[name], _portion(connection, since[name])) for name in ("reading", "compared")}
    is_all = all(until[name] == goal[name] for name in until)
    changed = list(connection.execute(select(readings.c.text).where(readings.c.id.between(since["reading"] + 1, until["reading"])).distinct()).scalars())
    tied = _newly_tied(connection, since["compared"], until["compared"]) | (_decided(connection, since["decision"]) if is_all else set())
    work_out(connection, changed, tied)
    connection.execute(delete(doubted))
    connection.execute(insert(doubted), {"id": 1, **goal, **until, "decision": goal["decision"] if is_all else since["decision"]})
    return is_all


def work_out(connection: Connection, changed: Sequence[int], tied: Collection[int] = ()) -> None:
    """Anew for some texts, and for the statements that report one occasion with theirs or with those of `tied` rows."""
    rows: list[int] = []
    for some in portions(changed):
        connection.execute(delete(doubts).where(doubts.c.text.in_(some)))
        done = accepted(connection, some)
        told = _reports_of(connection, some)
        waiting = list({row.statement_id: row for row in _standing(connection, some) if not row.corrected and done.get(row.statement_id) != seen(row)}.values())
        add_many(connection, doubts, [_waits(row, _worth(row, told[row.text])) for row in waiting])
        rows += [row.id for row in waiting]
    _spread(connection, _with_ties(connection, rows) | set(tied))


def remove(connection: Connection, statement_id: str) -> None:
    connection.execute(delete(doubts).where(doubts.c.statement == statement_id))


def _current(connection: Connection) -> dict[str, Any]:
    from onrecord import __version__

    newest = {"reading": readings.c.id, "compared": compared.c.reading, "decision": utterance_decisions.c.id}
    return {"program": __version__, **{name: int(connection.execute(select(func.coalesce(func.max(of), 0))).scalar_one()) for name, of in newest.items()}}


def _standing(connection: Connection, some: Sequence[int]) -> Iterator[Any]:
    """The statements of the latest reading of each text."""
    yield from connection.execute(select(*_READ).join(readings).where(readings.c.text.in_(some), LATEST_READING).order_by(statements.c.id))


def _worth(row: Any, reports: int, differ: bool = False) -> Worth:
    return worth_of(row.confidence, None if row.speaker_name is None else row.speaker_confidence, row.act_confidence, reports, differ)


def _waits(row: Any, worth: Worth) -> dict[str, Any]:
    return {"statement": row.statement_id, "row": row.id, "text": row.text, "turn": worth.turn, "kinds": worth.bits, "act": None if row.act is None else ACTS.index(row.act)}


def _reports_of(connection: Connection, some: Iterable[int]) -> dict[int, int]:
    """How many reports have a text."""
    return {row.text: row.reports for row in connection.execute(select(versions.c.text, func.count().label("reports")).where(versions.c.text.in_(list(some))).group_by(versions.c.text))}


def _spread(connection: Connection, rows: set[int]) -> None:
    """What statements that report one occasion tell of each other."""
    for group in groups_of(connection, rows) if rows else ():
        told = [row for some in portions(group) for row in connection.execute(select(*_READ).join(readings).where(statements.c.id.in_(some)))]
        reports = sum(_reports_of(connection, {row.text for row in told}).values())
        differ = len({row.act for row in told}) > 1 or differ_in_name([row.speaker_name for row in told])
        looked = any(row.corrected for row in told) or bool(accepted(connection, {row.text for row in told}).keys() & {row.statement_id for row in told})
        first = None if looked else min(told, key=lambda row: (_worth(row, 1).turn, row.statement_id))
        for row in told:
            worth = _worth(row, reports if row is first else 1, differ)
            connection.execute(update(doubts).where(doubts.c.statement == row.statement_id).values(turn=worth.turn, kinds=worth.bits))


def differ_in_name(names: Sequence[str | None]) -> bool:
    """Whether two of the names cannot be a longer and a shorter form of one; somebody and nobody differ too."""
    cut = [frozenset(folded(name).split()) if name else frozenset() for name in names]
    return any(bool(one) != bool(other) or not (one <= other or other <= one) for one in set(cut) for other in set(cut))


def _portion(connection: Connection, last: int) -> int:
    """The reading with which a portion ends that begins behind the last one."""
    end = connection.execute(select(readings.c.id).where(readings.c.id > last).order_by(readings.c.id).offset(PORTION - 1).limit(1)).scalar()
    return int(connection.execute(select(func.coalesce(func.max(readings.c.id), 0))).scalar_one() if end is None else end)


def _newly_tied(connection: Connection, last: int, until: int) -> set[int]:
    """Rows whose ties were found when readings after the last one, and up to another, were compared."""
    first, behind = (connection.execute(select(func.min(readings.c.first)).where(readings.c.id > reading)).scalar() for reading in (last, until))
    if first is None:
        return set()
    found = select(ties.c.b).where(ties.c.b >= first)
    return set(connection.execute(found if behind is None else found.where(ties.c.b < behind)).scalars())


def _decided(connection: Connection, last: int) -> set[int]:
    """Rows of statements about which a person decided since, or whose decision was taken back."""
    rows = connection.execute(select(utterance_decisions)).all()
    undone = {row.undoes for row in rows if row.id > last}
    ids = {id for row in rows if row.id > last or row.id in undone for id in (*row.left, *row.right)}
    return {row for some in portions(sorted(ids)) for row in connection.execute(select(statements.c.id).where(statements.c.statement_id.in_(some))).scalars()}


def _with_ties(connection: Connection, rows: Sequence[int]) -> set[int]:
    return {row for some in portions(rows) for end in (ties.c.a, ties.c.b) for row in connection.execute(select(end).where(end.in_(some))).scalars()}
