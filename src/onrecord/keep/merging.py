"""Taking another record into this one: reports, their versions, what every model made of them, takedowns, failures, corrections and reviews of statements, amendments of days and outlets and decisions about speakers.  What both have is there once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from onrecord.follow.comparing import Comparing
from onrecord.keep.adding import add_reading
from onrecord.keep.amending import take_over as take_over_amendments
from onrecord.keep.amendments import Amendment, amendments_of
from onrecord.keep.clock import now
from onrecord.keep.completing import complete
from onrecord.keep.correcting import list_corrections, settle, take_over
from onrecord.keep.database import Place, add, reading, shown, writing
from onrecord.keep.decided import add_decision, list_decisions
from onrecord.keep.failures import unsettled
from onrecord.keep.lookup import load_article
from onrecord.keep.reviewing import rows_of
from onrecord.keep.reviewing import take_over as take_over_reviews
from onrecord.keep.schema import CORRECTED, articles, failures, ingests, outcomes, readings, takedowns, texts, versions
from onrecord.keep.store import keep
from onrecord.keep.superseding import supersede
from onrecord.resolve.decisions import Decision
from onrecord.types import Article, Report, StatementCorrection

VERSIONS = 100  # of a transaction
_ABOUT = ("path", "url", "title", "outlet", "published", "published_at", "page_sha256", "source", "reader")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to, in versions of reports: new ones, ones beside others that were here, known ones, and ones that a takedown here keeps out.

    `readings` were added, also to texts that were known, `decisions` about speakers, `corrections` and `reviews` of statements, `amendments` of days and outlets, and `takedowns` of the other record.  `gone_there` are reports whose text was taken
    down there and is kept here still: it stays until it is taken down here too.
    """

    new: int
    changed: int
    known: int
    taken_down: int
    readings: int
    decisions: int
    takedowns: int
    gone_there: tuple[str, ...]
    corrections: int = 0
    reviews: int = 0
    amendments: int = 0


@dataclass(frozen=True, slots=True)
class _Version:
    row: Row[Any]
    text: str | None
    readings: tuple[tuple[Article, str, str], ...]  # with the version of onrecord, and when
    amendments: tuple[Amendment, ...] = ()


def merge(engine: Engine, path: Place, other: Engine, other_path: Place, watch: Callable[[int, int], None] | None = None) -> Merged:
    """In batches of one transaction each: one that was killed is run again, and goes on."""
    from onrecord import __version__

    counts: Counter[str] = Counter()
    gone_there: list[str] = []
    with writing(engine, path) as connection:
        ingest = add(connection, ingests, {"started": now(), "program": __version__, "model": "", "sources": [shown(other_path)], "settings": {"merge": True}})
    seen = found = 0
    waiting = _versions(other, other_path)
    while batch := list(islice(waiting, VERSIONS)):
        fates: Counter[str] = Counter()
        with writing(engine, path) as connection:
            for version in batch:
                if version.text is None:
                    _take_over_takedown(connection, version.row, ingest, fates, gone_there)
                    continue
                came_with = dict(version.row._mapping) | (version.amendments[0].before if version.amendments else {})
                report = Report(version.text, version.row.article_id, *(came_with[name] for name in _ABOUT))
                fate = keep(connection, report, None, "", ingest, version.row.ingested)
                fates[fate] += 1
                if fate == "known":
                    complete(connection, [report], Comparing(connection), ingest)
                if version.amendments:
                    fates["amendments"] += take_over_amendments(connection, ingest, version.row.article_id, version.row.sha256, version.amendments)
                if fate != "taken_down":
                    fates["readings"] += _add_readings(connection, version)
                seen, found = seen + 1, found + sum(len(made.statements) for made, _, _ in version.readings)
            _count(connection, ingest, fates, finished=False)
        counts += fates
        if watch:
            watch(seen, found)
    with reading(other, other_path) as theirs:
        decided, failed = list_decisions(theirs), theirs.execute(select(failures).where(unsettled()).order_by(failures.c.id)).all()
        reviewed = rows_of(theirs)
        corrected: dict[str, list[StatementCorrection]] = {}
        for noted in list_corrections(theirs):
            corrected.setdefault(noted.sha256, []).append(noted.correction)
    with writing(engine, path) as connection:
        counts["corrections"] = sum(take_over(connection, sha256, rows) for sha256, rows in corrected.items())
        counts["reviews"] = take_over_reviews(connection, reviewed)
        counts["decisions"] = _take_over_decisions(connection, decided)
        known = {(row.at, row.source, row.name) for row in connection.execute(select(failures.c.at, failures.c.source, failures.c.name))}
        rows = [{"ingest": ingest, **{name: row._mapping[name] for name in ("at", "source", "name", "reason", "advice")}} for row in failed if (row.at, row.source, row.name) not in known]
        if rows:
            connection.execute(insert(failures), rows)
        _count(connection, ingest, Counter(), finished=True)
    return Merged(counts["new"], counts["changed"], counts["known"], counts["taken_down"], counts["readings"], counts["decisions"], counts["takedowns"], tuple(dict.fromkeys(gone_there)), counts["corrections"], counts["reviews"], counts["amendments"])


def _count(connection: Connection, ingest: int, fates: Counter[str], finished: bool) -> None:
    row = {name: fates[name] for name in ("new", "changed", "known", "taken_down")}
    connection.execute(insert(outcomes), {"ingest": ingest, "at": now(), "failed": 0, "finished": finished, **row})


def _versions(other: Engine, path: Place) -> Iterator[_Version]:
    """Every version in the other record, in the order in which they came."""
    with reading(other, path) as connection:
        about = select(versions, articles.c.article_id, texts.c.sha256, texts.c.text.is_(None).label("gone"), takedowns.c.at, takedowns.c.who, takedowns.c.why, takedowns.c.statements)
        chosen = about.select_from(versions.join(articles).join(texts).outerjoin(takedowns, takedowns.c.text == texts.c.id)).order_by(versions.c.id)
        for row in connection.execute(chosen).all():
            if row.gone:
                yield _Version(row, None, ())
                continue
            of_text = connection.execute(select(readings.c.model, readings.c.program, readings.c.read).where(readings.c.text == row.text, ~readings.c.model.contains(CORRECTED)).order_by(readings.c.id)).all()
            made = tuple((load_article(connection, row.article, row.number, each.model), each.program, each.read) for each in of_text)
            yield _Version(row, made[0][0].text, made, amendments_of(connection, row.id))


def _add_readings(connection: Connection, version: _Version) -> int:
    text = connection.execute(select(texts.c.id).where(texts.c.sha256 == version.row.sha256)).scalar_one()
    known = set(connection.execute(select(readings.c.model).where(readings.c.text == text)).scalars())
    new = [(made, program, read) for made, program, read in version.readings if made.model not in known]
    for made, program, read in new:
        add_reading(connection, text, made, program, read)
    if new:
        settle(connection, text)
    return len(new)


def _take_over_takedown(connection: Connection, row: Row[Any], ingest: int, fates: Counter[str], gone_there: list[str]) -> None:
    """The text is not taken here either; one that is kept here already stays, and is told."""
    text = connection.execute(select(texts.c.id, texts.c.text.is_(None).label("gone")).where(texts.c.sha256 == row.sha256)).one_or_none()
    if text is not None:
        if not text.gone:
            gone_there.append(row.article_id)
        return
    article = connection.execute(select(articles.c.id).where(articles.c.article_id == row.article_id)).scalar()
    if article is None:
        article = add(connection, articles, {"article_id": row.article_id})
    number = add(connection, texts, {"sha256": row.sha256})
    last = connection.execute(select(versions.c.number).where(versions.c.article == article).order_by(versions.c.number.desc()).limit(1)).scalar() or 0
    about = {name: row._mapping[name] for name in ("outlet", "outlet_key", "published", "published_at", "page_sha256", "reader", "ingested")}
    add(connection, versions, {"article": article, "text": number, "number": last + 1, "ingest": ingest, **about})
    supersede(connection, versions, article)
    connection.execute(insert(takedowns), {"text": number, "article": article, "at": row.at, "who": row.who, "why": row.why, "statements": row.statements})
    fates["takedowns"] += 1


def _take_over_decisions(connection: Connection, theirs: tuple[Decision, ...]) -> int:
    """Those that are not here yet, numbered on; what they undo keeps its meaning."""
    mine = {_key(decision): decision.number for decision in list_decisions(connection)}
    numbers: dict[int, int] = {}
    added = 0
    for decision in theirs:
        key = _key(decision)
        if key not in mine:
            mine[key] = add_decision(connection, decision, None if decision.undoes is None else numbers[decision.undoes])
            added += 1
        numbers[decision.number] = mine[key]
    return added


def _key(decision: Decision) -> tuple[Any, ...]:
    return decision.act, decision.on, decision.who, decision.why, decision.left, decision.right
