"""The ledger of a record: what its reports tell of commitments is read once and kept, and so is to which commitment it was put; people's corrections are dated rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from onrecord.errors import InputError, UsageError, expect_signed
from onrecord.follow.corrections import Correction, Decision, in_force
from onrecord.follow.drafts import Told, day_reported
from onrecord.follow.findings import finding_of
from onrecord.follow.linking import Linker, Step
from onrecord.identity import address_of
from onrecord.keep.clock import now
from onrecord.keep.database import add
from onrecord.keep.schema import articles, corrections, findings, readings, texts, versions
from onrecord.keep.superseding import LATEST_READING, LATEST_VERSION

TOGETHER = 100  # reports that one transaction reads anew


def latest() -> Any:
    """The newest version of each report whose words are kept, with its newest reading."""
    chosen = select(versions.c.id, versions.c.article, versions.c.published, readings.c.id.label("reading"), articles.c.article_id)
    return chosen.join(readings, readings.c.text == versions.c.text).join(texts, texts.c.id == versions.c.text).join(articles, articles.c.id == versions.c.article).where(LATEST_VERSION, LATEST_READING, texts.c.text.is_not(None))


def unread(connection: Connection, some: Collection[int] | None = None) -> list[Any]:
    """Versions, or of some those, of which it is not kept yet what they tell, or which a newer model or another onrecord has read since."""
    from onrecord import __version__

    rows = latest().subquery()
    kept = select(rows, findings.c.reading.label("read"), findings.c.program).select_from(rows.outerjoin(findings, findings.c.version == rows.c.id))
    return [row for row in connection.execute(kept if some is None else kept.where(rows.c.id.in_(some))) if row.read != row.reading or row.program != __version__]


def keep_told(connection: Connection, told: Mapping[int, tuple[int, Told]]) -> None:
    """Keep what versions, by their rows, were read to tell in a reading of a row: of those that are still to be read so, since they may have been corrected or taken down meanwhile."""
    from onrecord import __version__

    for row in unread(connection, told):
        reading, each = told[row.id]
        if reading != row.reading:
            continue
        connection.execute(findings.delete().where(findings.c.version == row.id))
        value = {"findings": [finding.to_dict() for finding in each.findings], "spoken_for": each.spoken_for}
        connection.execute(insert(findings), {"version": row.id, "reading": row.reading, "program": __version__, "told": value})


def told(connection: Connection) -> Iterator[Told]:
    rows = latest().subquery()
    for row in connection.execute(select(rows.c.article_id, rows.c.published, findings.c.told).select_from(rows.join(findings, findings.c.version == rows.c.id))):
        yield Told(row.article_id, day_reported(row.published), tuple(map(finding_of, row.told["findings"])), _speakers(row.told))


def load_corrections(connection: Connection) -> tuple[Correction, ...]:
    rows = connection.execute(select(corrections).order_by(corrections.c.id))
    return tuple(Correction(r.id, r.at, r.who, r.why, r.decision, r.commitment, r.event, r.undoes) for r in rows)


@dataclass(frozen=True, slots=True)
class Linked:
    """What links reports in their order, and of those that had to be decided anew, by the row of their version, what was decided, and behind which others: to be kept (`keep_linked`), since it need not be decided again."""

    linker: Linker
    anew: dict[int, tuple[str, list[Step]]]


def link(connection: Connection, known_on: str | None = None) -> Linked:
    """Link what was reported up to a day.  What was decided of a report is taken as it is kept, as long as the reports before it are the same, read alike, and people's corrections too."""
    corrections = in_force(load_corrections(connection))
    rows = latest().subquery()
    few = select(rows.c.id, rows.c.article_id, rows.c.published, rows.c.reading, findings.c.program, findings.c.behind).select_from(rows.join(findings, findings.c.version == rows.c.id))
    known = [(Told(row.article_id, day_reported(row.published), ()), row) for row in connection.execute(few)]
    in_order = sorted((each for each in known if known_on is None or each[0].known_by(known_on)), key=lambda each: each[0].order)
    done, behind = Linked(Linker(corrections), {}), address_of(repr((sorted(corrections.linked.items()), sorted(corrections.unlinked), sorted(corrections.rejected))))
    for start in range(0, len(in_order), TOGETHER):
        some = in_order[start : start + TOGETHER]
        kept = {row.version: row for row in connection.execute(select(findings.c.version, findings.c.told, findings.c.linked).where(findings.c.version.in_([row.id for _, row in some])))}
        for told, row in some:
            behind = address_of(f"{behind} {row.id} {row.reading} {row.program} {told.published} {told.article}")
            found, told = kept[row.id].told["findings"], replace(told, spoken_for=_speakers(kept[row.id].told))
            if row.behind == behind:
                done.linker.retake(told, kept[row.id].linked, lambda number, found=found: finding_of(found[number]))  # type: ignore[misc]
                continue
            done.linker.take(replace(told, findings=tuple(map(finding_of, found))))
            done.anew[row.id] = behind, done.linker.steps
    return done


def keep_linked(connection: Connection, anew: Mapping[int, tuple[str, list[Step]]]) -> None:
    """Keep what was decided anew."""
    rows = [{"row": version, "hash": behind, "steps": steps} for version, (behind, steps) in anew.items()]
    connection.execute(update(findings).where(findings.c.version == bindparam("row")).values(behind=bindparam("hash"), linked=bindparam("steps")), rows)


def _speakers(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, b in told["spoken_for"])


def correct(connection: Connection, decision: Decision, who: str, why: str, commitment: str | None = None, event: str | None = None, undoes: int | None = None) -> Correction:
    """Write a correction down.  Raises UsageError where it names nobody or no reason, or what it says makes no sense."""
    expect_signed(who, why, "a correction is kept with who made it and why")
    if decision == "undo":
        rows = {row.number: row for row in load_corrections(connection)}
        if undoes not in rows or rows[undoes].decision == "undo":
            raise InputError(str(undoes), "is the number of no correction", "`onrecord ledger corrections` lists them")
        if any(row.undoes == undoes for row in rows.values()):
            raise UsageError(f"correction {undoes} was taken back already")
    at = now()
    row = {"at": at, "who": who, "why": why, "decision": decision, "commitment": commitment, "event": event, "undoes": undoes}
    return Correction(add(connection, corrections, row), at, who, why, decision, commitment, event, undoes)
