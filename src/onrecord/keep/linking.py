"""Linking what the reports of a record tell the ledger.

To which commitment each event was put is kept beside it, so that the next time nothing is decided anew that stands behind the same reports, read alike, with the same corrections by people.  And while a record is open, what links them
is kept as it was at a few places, the end among them, to go on from there when reports come.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select, update

from onrecord.errors import RecordError
from onrecord.follow.corrections import Corrections, in_force
from onrecord.follow.drafts import Told, day_reported
from onrecord.follow.findings import finding_of
from onrecord.follow.linking import Linker, Step
from onrecord.identity import address_of
from onrecord.keep.database import Place, is_being_written, reading, writing
from onrecord.keep.ledger import kept, latest, load_corrections
from onrecord.keep.portions import portions
from onrecord.keep.schema import findings

FROM_THE_END = (0, 30, 300, 5_000)
"""Reports behind each place at which a linker is kept: of what comes, some is of a day before the last, and what has no day stands behind all that has one."""

Decided = Mapping[int, tuple[str, list[Step]]]
"""Of reports, by the row of their version: behind which others they stand, as a hash, and what was decided of them."""


@dataclass(frozen=True, slots=True)
class _Reported:
    """A report and the hash of itself, of all before it and of the corrections."""

    told: Told
    row: Any
    behind: str


class Linking:
    """The linker of a record that is open."""

    def __init__(self) -> None:
        self._at: dict[int, tuple[str, Linker]] = {}  # how many reports it has taken, their hash, and it
        self._unsaved: dict[int, tuple[str, list[Step]]] = {}

    def link(self, engine: Engine, path: Place, known_on: str | None = None) -> Linker:
        """Link what was reported up to a day (None: everything); what had to be decided is kept, where nobody else writes and the record may be written."""
        with reading(engine, path) as connection:
            linker, anew = self.decide(connection, known_on)
        self._unsaved.update(anew)
        with suppress(RecordError):
            for some in portions(list(self._unsaved.items())):  # a transaction each, so that nobody who writes waits for all
                if is_being_written(engine, path):
                    break
                with writing(engine, path) as connection:
                    _save(connection, dict(some))
                for version, _ in some:
                    self._unsaved.pop(version, None)
        return linker

    def decide(self, connection: Connection, known_on: str | None = None) -> tuple[Linker, Decided]:
        """The linker, and what had to be decided."""
        by_hand = in_force(load_corrections(connection))
        reports = list(_in_order(connection, by_hand, known_on))
        same = [number for number, (behind, _) in self._at.items() if number <= len(reports) and reports[number - 1].behind == behind]
        first = max(same, default=0)
        at = {number: self._at[number] for number in same}
        if first and first == len(reports):
            return at[first][1], {}
        linker = at[first][1].copy() if first else Linker(by_hand)
        places = {len(reports) - behind for behind in FROM_THE_END if not any(behind <= len(reports) - number <= 2 * behind for number in same)}
        anew: dict[int, tuple[str, list[Step]]] = {}
        taken = first
        for some in portions(reports[first:]):
            for report, found in zip(some, _told(connection, some)):
                _take(linker, report, found, anew)
                taken += 1
                if taken in places:
                    at[taken] = report.behind, linker if taken == len(reports) else linker.copy()
        if known_on is None:
            nearest = {min(at, key=lambda number, behind=behind: abs(len(reports) - behind - number)) for behind in FROM_THE_END} if at else ()  # type: ignore[misc]
            self._at = {number: at[number] for number in nearest}
        return linker, anew


def _in_order(connection: Connection, by_hand: Corrections, known_on: str | None) -> Iterator[_Reported]:
    """Those reports of which it is kept what they tell, in the order in which they are linked."""
    rows = latest().subquery()
    few = select(rows.c.id, rows.c.article_id, rows.c.published, rows.c.reading, findings.c.program, findings.c.behind).select_from(rows.join(findings, findings.c.version == rows.c.id))
    known = [(Told(row.article_id, day_reported(row.published), ()), row) for row in connection.execute(few)]
    behind = address_of(repr((sorted(by_hand.linked.items()), sorted(by_hand.unlinked), sorted(by_hand.rejected))))
    for told, row in sorted((each for each in known if known_on is None or each[0].known_by(known_on)), key=lambda each: each[0].order):
        behind = address_of(f"{behind} {row.id} {row.reading} {row.program} {told.published} {told.article}")
        yield _Reported(told, row, behind)


def _told(connection: Connection, reports: Sequence[_Reported]) -> Iterator[Any]:
    """What is kept of each."""
    rows = connection.execute(select(findings.c.version, findings.c.told, findings.c.linked).where(findings.c.version.in_([report.row.id for report in reports])))
    by_version = {row.version: row for row in rows}
    yield from (by_version[report.row.id] for report in reports)


def _take(linker: Linker, report: _Reported, row: Any, anew: dict[int, tuple[str, list[Step]]]) -> None:
    found, spoken_for = kept(report.told.article, row.told)
    if report.row.behind == report.behind:
        linker.retake(Told(report.told.article, report.told.published, (), spoken_for), row.linked, lambda number: finding_of(found[number]))
        return
    linker.take(Told(report.told.article, report.told.published, tuple(map(finding_of, found)), spoken_for))
    anew[row.version] = report.behind, linker.steps


def _save(connection: Connection, decided: Decided) -> None:
    rows = [{"row": version, "hash": behind, "steps": steps} for version, (behind, steps) in decided.items()]
    connection.execute(update(findings).where(findings.c.version == bindparam("row")).values(behind=bindparam("hash"), linked=bindparam("steps")), rows)
