"""What another ingest of a text that a record has tells of its day and its outlet: what was not known is taken over, and what is known otherwise is told, and put right only where a person says so.

No version is added, since the text is the same.  By which ingest it was told is on the record: see `amendments`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.follow.comparing import Comparing
from onrecord.identity import id_of, version_of
from onrecord.keep.amending import add_row, settle
from onrecord.keep.amendments import amendments_of
from onrecord.keep.schema import articles, texts, versions
from onrecord.keep.standing import PARTS, decided
from onrecord.keep.store import differing
from onrecord.types import Report

Signed = tuple[str, str]
"""Who says so, and why."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A report that is known with another day or outlet than an ingest gives: both as `published` and `outlet`, as far as they differ."""

    article: str
    known: dict[str, str | None]
    given: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Completed:
    """How many reports got the day that they lacked, how many were put right, and those that are left as they were known."""

    dated: int = 0
    amended: int = 0
    differing: tuple[Differing, ...] = ()


def complete(connection: Connection, known: Iterable[Report], comparing: Comparing, ingest: int, signed: Signed | None = None) -> Completed:
    """Take over what these reports, of which the record has the very texts, tell and it lacks; and, where a person says so, what they tell otherwise.

    A day or an outlet that was put right before is not told again as differing: the wrong one is expected in the source.
    """
    touched: list[int] = []
    lacking, amended, left = 0, 0, list[Differing]()
    for report in known:
        sha256 = version_of(report.text)
        chosen = select(versions).join(articles).join(texts).where(articles.c.article_id == id_of(report, sha256), texts.c.sha256 == sha256)
        row = connection.execute(chosen).one()
        if row.id in touched:  # the same report again
            settle(connection, touched, comparing)
            touched.clear()
            row = connection.execute(chosen).one()
        missing = [part for part in PARTS if row._mapping[part] is None and getattr(report, part) is not None]
        others = differing(report, row.published, row.outlet_key)
        if not (missing or others):
            continue
        rows = amendments_of(connection, row.id)
        settled = decided(rows)
        told = [part for part in missing if part not in settled]
        if told:
            add_row(connection, row, "told", _fields(report, told), ingest=ingest)
            lacking += "published" in told
        if signed and (changed := others + [part for part in missing if part in settled]):
            add_row(connection, row, "change", _fields(report, changed), ingest=ingest, who=signed[0], why=signed[1])
            amended += 1
        elif news := [part for part in others if getattr(report, part) not in {each.before[part] for each in rows}]:
            left.append(Differing(id_of(report, sha256), {part: row._mapping[part] for part in news}, {part: getattr(report, part) for part in news}))
        if told or signed:
            touched.append(row.id)
    settle(connection, touched, comparing)
    return Completed(lacking, amended, tuple(left))


def _fields(report: Report, parts: Iterable[str]) -> dict[str, str | None]:
    return {field: getattr(report, field) for part in parts for field in PARTS[part]}
