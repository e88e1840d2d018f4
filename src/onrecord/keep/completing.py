"""What a record did not know of a report that it has, and another ingest of the same text tells: its day and its outlet.

No version is added, since the text is the same, and what is known already is never written over; the ingest that told it is on the record, with its time, its sources and its settings.  What was worked out
without the day is worked out anew: what the report tells the ledger, which reports it meets, who speaks when, and what waits for review.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select, update

from onrecord.follow.comparing import Comparing
from onrecord.identity import id_of, version_of
from onrecord.keep import doubting, resolving
from onrecord.keep.schema import articles, doubted, findings, texts, versions
from onrecord.keep.words import folded
from onrecord.types import Report


def complete(connection: Connection, known: Iterable[Report], comparing: Comparing) -> int:
    """What these reports, of which the record has the very texts, tell and it lacks; how many of them got a day."""
    dated: list[int] = []
    anew, tied = set[int](), set[int]()
    for report in known:
        sha256 = version_of(report.text)
        chosen = select(versions.c.id, versions.c.article, versions.c.text, versions.c.published, versions.c.outlet).join(articles).join(texts)
        row = connection.execute(chosen.where(articles.c.article_id == id_of(report, sha256), texts.c.sha256 == sha256)).one()
        if row.outlet is None and report.outlet is not None:
            connection.execute(update(versions).where(versions.c.id == row.id).values(outlet=report.outlet, outlet_key=folded(report.outlet)))
        if row.published is None and report.published is not None:
            first = connection.execute(select(func.min(versions.c.published)).where(versions.c.text == row.text)).scalar()
            moves = first is None or report.published < first
            readings, before = comparing.forget(row.text) if moves else ([], set())
            connection.execute(update(versions).where(versions.c.id == row.id).values(published=report.published, published_at=report.published_at))
            connection.execute(delete(findings).where(findings.c.version == row.id))
            for reading in readings:
                comparing.compare(reading)
            dated.append(row.article)
            anew |= {row.text} if moves else set()
            tied |= before
    if anew and connection.execute(select(doubted.c.id)).scalar() is not None:
        doubting.work_out(connection, sorted(anew), tied)
    if dated:
        resolving.renew(connection, dated)
    return len(dated)
