"""Putting a version's day and outlet right, as dated rows, and letting what was worked out from its day follow."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from onrecord.errors import InputError, TakenDown, UsageError, expect, expect_signed
from onrecord.follow.comparing import Comparing
from onrecord.keep import doubting, lookup, resolving
from onrecord.keep.amendments import Amendment, amendments_of, in_words
from onrecord.keep.clock import now
from onrecord.keep.database import add
from onrecord.keep.query import check_day
from onrecord.keep.schema import amendments, articles, doubted, findings, texts, versions
from onrecord.keep.standing import FIELDS, PARTS, in_force, standing
from onrecord.keep.words import folded
from onrecord.types import AmendmentAct, ReportAmendment


def amend(connection: Connection, reports: Iterable[str], version: int | None, published: str | None, outlet: str | None, who: str, why: str) -> tuple[Amendment, ...]:
    """Say that the latest versions of reports, or those of a number, are of another day or outlet; None leaves it as it is, and "" says that it is not known.  One for each report, in order, however often it is named."""
    check_signed(who, why)
    changes: dict[str, str | None] = {}
    if published is not None:
        check_day("published", published or None)
        changes |= {"published": published or None, "published_at": None}
    if outlet is not None:
        expect(outlet, str, "an outlet is named by a string")
        changes["outlet"] = outlet.strip() or None
    if not changes:
        raise UsageError("say what is to be otherwise: the day of publication, the outlet, or both")
    rows = {row.id: row for row in (_version(connection, report, version) for report in reports)}
    had = [row.article_id for row in rows.values() if all(row._mapping[part] == changes[part] for part in PARTS if part in changes)]
    if had:
        which = f"report{'s' * (len(had) > 1)} {', '.join(had[: lookup.NAMED])}{' …' * (len(had) > lookup.NAMED)} {'has' if len(had) == 1 else 'have'} that already: {in_words(changes)}"
        raise UsageError(which + (f"; none of the {len(rows)} was amended: leave {'it' if len(had) == 1 else 'them'} out" if len(rows) > 1 else ""))
    for row in rows.values():
        add_row(connection, row, "change", changes, who=who, why=why)
    settle(connection, rows, Comparing(connection))
    return tuple(amendments_of(connection, id)[-1] for id in rows)


def undo(connection: Connection, number: int, who: str, why: str) -> Amendment:
    """Take a change back by a row of its own; the row that it was stays."""
    check_signed(who, why)
    expect(number, int, "an amendment is named by its number")
    version = connection.execute(select(amendments.c.version).where(amendments.c.id == number)).scalar()
    if version is None:
        raise InputError(str(number), "is the number of no amendment", "`onrecord amendments` lists them")
    rows = amendments_of(connection, version)
    if all(row.number != number for row in in_force(rows) if row.act == "change"):
        raise UsageError(f"amendment {number} is an ingest's or an undoing, or was taken back already: amend the report anew")
    add_row(connection, connection.execute(select(versions).where(versions.c.id == version)).one(), "undo", {}, who=who, why=why, undoes=number)
    settle(connection, [version], Comparing(connection))
    return amendments_of(connection, version)[-1]


def check_signed(who: object, why: object) -> None:
    """Raises UsageError where it is not told who amends, or why."""
    expect_signed(who, why, "an amendment is kept with who made it and why")


def add_row(connection: Connection, version: Row[Any], act: AmendmentAct, changes: Mapping[str, str | None], **told: Any) -> int:
    """Write one down of a row of versions; its number.  It comes behind all others of the version, whatever the clocks of the computers say on which these were made."""
    last = connection.execute(select(func.max(amendments.c.at)).where(amendments.c.version == version.id)).scalar() or ""
    before = {field: version._mapping[field] for field in FIELDS}
    return add(connection, amendments, {"version": version.id, "act": act, "at": max(now(), last), "before": before, "changes": dict(changes), **told})


def settle(connection: Connection, some: Iterable[int], comparing: Comparing) -> list[int]:
    """Let versions, by their rows, stand as their amendments say, and what was worked out from their days follow: what they tell the ledger, which reports they meet, who speaks when, and what waits for review.  The reports that got another day."""
    moved: list[int] = []
    anew, tied = set[int](), set[int]()
    for version in dict.fromkeys(some):
        row = connection.execute(select(versions.c.id, versions.c.article, versions.c.text, versions.c.published).where(versions.c.id == version)).one()
        stands = standing(amendments_of(connection, version))
        others = connection.execute(select(func.min(versions.c.published)).where(versions.c.text == row.text, versions.c.id != version)).scalar()
        first, then = (min((day for day in (others, own) if day is not None), default=None) for own in (row.published, stands["published"]))
        readings, before = comparing.forget(row.text) if first != then else ([], set())
        key = None if stands["outlet"] is None else folded(stands["outlet"])
        connection.execute(update(versions).where(versions.c.id == version).values(**stands, outlet_key=key))
        if row.published != stands["published"]:
            connection.execute(delete(findings).where(findings.c.version == version))
            moved.append(row.article)
        for reading in readings:
            comparing.compare(reading)
        anew |= {row.text} if first != then else set()
        tied |= before
    if anew and connection.execute(select(doubted.c.id)).scalar() is not None:
        doubting.work_out(connection, sorted(anew), tied)
    if moved:
        resolving.renew(connection, moved)
    return moved


def take_over(connection: Connection, ingest: int, article: str, sha256: str, theirs: Sequence[ReportAmendment]) -> int:
    """The amendments that another record has of the version of a report with the text of this hash: those that are not here yet, numbered on; how many that were.  What was given by an ingest there was given here by this one."""
    chosen = select(versions).join(articles).join(texts).where(articles.c.article_id == article, texts.c.sha256 == sha256, texts.c.text.is_not(None))
    version = connection.execute(chosen).one_or_none()
    if version is None:
        return 0
    mine = {key: number for number, key in _keys(amendments_of(connection, version.id)).items()}
    known, keys = len(mine), _keys(theirs)
    for row in theirs:
        if keys[row.number] not in mine:
            before = row.before if mine else {field: version._mapping[field] for field in FIELDS}  # the first one of a version tells what it came with
            told = {"at": row.at, "ingest": None if row.ingest is None else ingest, "who": row.by, "why": row.why, "undoes": None if row.undoes is None else mine[keys[row.undoes]]}
            mine[keys[row.number]] = add(connection, amendments, {"version": version.id, "act": row.act, "before": before, "changes": row.changes, **told})
    if len(mine) > known:
        settle(connection, [version.id], Comparing(connection))
    return len(mine) - known


def _version(connection: Connection, report: str, number: int | None) -> Row[Any]:
    """The row of a report's latest version, or of the one of a number, with its id."""
    expect(number, (int, type(None)), lookup.NUMBER)
    chosen = select(versions, articles.c.article_id, texts.c.text.is_(None).label("gone")).join(articles).join(texts).where(versions.c.article == lookup.find_article(connection, report))
    row = connection.execute((chosen if number is None else chosen.where(versions.c.number == number)).order_by(versions.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        raise InputError(f"version {number}", "is none of the report's", "`onrecord show` lists them")
    if row.gone:
        raise TakenDown(row.article_id, "was taken down", "there is nothing to amend")
    return row


def _keys(rows: Iterable[ReportAmendment]) -> dict[int, tuple[Any, ...]]:
    """What makes a row the same in two records, by its number; of several in one second that are alike, the how manieth it is."""
    found: dict[int, tuple[Any, ...]] = {}
    alike = Counter[tuple[Any, ...]]()
    for row in rows:
        undone = None if row.undoes is None else found[row.undoes]
        key = row.act, row.at, row.by, row.why, tuple(sorted(row.changes.items())), undone
        found[row.number] = (*key, alike[key])
        alike[key] += 1
    return found
