"""The dated rows about the day and the outlet of a version of a report, of which the table of versions holds what stands (see `standing`), so that all that asks for days follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from sqlalchemy import Connection, select

from onrecord.keep.schema import amendments, articles, versions
from onrecord.keep.standing import FIELDS, standing
from onrecord.keep.words import folded
from onrecord.types import AmendmentAct, ReportAmendment

_ROWS = select(amendments, articles.c.article_id, versions.c.number.label("of")).select_from(amendments.join(versions, versions.c.id == amendments.c.version).join(articles)).order_by(amendments.c.id)


@dataclass(frozen=True, slots=True)
class Amendment(ReportAmendment):
    """One of a version of a report, which are named."""

    article: str = field(kw_only=True)
    version: int = field(kw_only=True)


def list_amendments(connection: Connection) -> tuple[Amendment, ...]:
    """Every one, the oldest first."""
    return tuple(map(_amendment, connection.execute(_ROWS)))


def amendments_of(connection: Connection, version: int) -> tuple[Amendment, ...]:
    """Those of a version, by its row."""
    return tuple(map(_amendment, connection.execute(_ROWS.where(amendments.c.version == version))))


def without_version(row: Amendment) -> ReportAmendment:
    """As an article has it, which tells of what version it is itself."""
    return ReportAmendment(*(getattr(row, each.name) for each in fields(ReportAmendment)))


def in_words(given: Mapping[str, str | None]) -> str:
    """Day and outlet, as far as they are given."""
    told = [given["published"] or "no day"] if "published" in given else []
    return ", ".join(told + ([given["outlet"] or "no outlet"] if "outlet" in given else []))


def faults(connection: Connection) -> Iterator[str]:
    """Where versions do not stand as their amendments say."""
    for version in connection.execute(select(amendments.c.version).distinct().order_by(amendments.c.version)).scalars().all():
        rows = amendments_of(connection, version)
        where = f"version {rows[0].version} of report {rows[0].article}"
        try:
            stands = standing(rows)
            known = {row.number for row in rows if row.act == "change"}
            readable = all(set(row.before) == set(FIELDS) and set(row.changes) <= set(FIELDS) and row.act in get_args(AmendmentAct) for row in rows)
        except (TypeError, KeyError, ValueError, AttributeError):
            readable = False
        if not readable or any(row.undoes not in known for row in rows if row.act == "undo"):
            yield f"{where}: its amendments cannot be read"
            continue
        kept = connection.execute(select(versions).where(versions.c.id == version)).one()
        if any(kept._mapping[field] != stands[field] for field in FIELDS) or kept.outlet_key != (None if stands["outlet"] is None else folded(stands["outlet"])):
            yield f"{where}: its day or outlet is not as its amendments say"


def _amendment(row: Any) -> Amendment:
    return Amendment(row.id, row.act, row.at, row.before, row.changes, row.ingest, row.who, row.why, row.undoes, article=row.article_id, version=row.of)
