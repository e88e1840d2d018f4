"""Keeping a report: which of its parts the record knows already, and adding those that it does not."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, func, select

from onrecord.identity import id_of, version_of
from onrecord.keep import index, near
from onrecord.keep.adding import Pending, add_reading, told_row
from onrecord.keep.clock import now
from onrecord.keep.correcting import settle
from onrecord.keep.database import add
from onrecord.keep.schema import articles, readings, texts, versions
from onrecord.keep.superseding import supersede
from onrecord.keep.words import folded
from onrecord.types import Article, Report

Fate = Literal["new", "changed", "known", "taken_down"]
"""What keeping a report came to; taken_down: its text was erased by a takedown and is not taken again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record has of a report, each None or False where it has not: the rows' ids, whether the text is taken down, read by the model, and a version of the article; of that version, the day and the outlet as they are compared."""

    article: int | None
    text: int | None
    taken_down: bool
    read: bool
    version: bool
    published: str | None
    outlet: str | None

    @property
    def fate(self) -> Fate:
        return "taken_down" if self.taken_down else "known" if self.version else "new" if self.article is None else "changed"

    def tells_less_than(self, report: Report) -> bool:
        """Whether the report tells a day or an outlet that this version of it lacks, or that is known otherwise."""
        return (self.published is None and report.published is not None) or (self.outlet is None and report.outlet is not None) or bool(differing(report, self.published, self.outlet))


def differing(report: Report, published: str | None, outlet: str | None) -> list[str]:
    """What a report tells otherwise than a version of a day and an outlet (as outlets are compared): `published`, `outlet`."""
    day = published is not None and report.published is not None and report.published[:10] != published[:10]
    name = outlet is not None and report.outlet is not None and folded(report.outlet) != outlet
    return ["published"] * day + ["outlet"] * name


_ARTICLE = select(articles.c.id).where(articles.c.article_id == bindparam("article_id")).scalar_subquery()
_TEXT = select(texts.c.id).where(texts.c.sha256 == bindparam("sha256")).scalar_subquery()
_GONE = select(texts.c.text.is_(None)).where(texts.c.sha256 == bindparam("sha256")).scalar_subquery()
_READ = select(readings.c.id).where(readings.c.text == _TEXT, readings.c.model == bindparam("by")).exists()
_OF_VERSION = {"version": versions.c.id, "published": versions.c.published, "outlet": versions.c.outlet_key}
_VERSION = [select(told).where(versions.c.article == _ARTICLE, versions.c.text == _TEXT).scalar_subquery().label(name) for name, told in _OF_VERSION.items()]
_KNOWN = select(_ARTICLE.label("article"), _TEXT.label("text"), _GONE.label("gone"), _READ.label("read"), *_VERSION)
_NUMBER = select(func.coalesce(func.max(versions.c.number), 0)).where(versions.c.article == bindparam("of_article"))


def look_up(connection: Connection, report: Report, model: str) -> Known:
    sha256 = version_of(report.text)
    row = connection.execute(_KNOWN, {"article_id": id_of(report, sha256), "sha256": sha256, "by": model}).one()
    return Known(row.article, row.text, bool(row.gone), bool(row.read), row.version is not None, row.published, row.outlet)


def last_ingested(connection: Connection, article_id: str) -> str | None:
    """When a version of the article was last added, None where there is none."""
    return connection.execute(select(func.max(versions.c.ingested)).join(articles).where(articles.c.article_id == article_id)).scalar()


def keep(connection: Connection, report: Report, made: Article | None, model: str, ingest: int, ingested: str | None = None, pending: Pending | None = None) -> Fate:
    """Add what the record has not.  `made` is what the model made of the report; it may be None where the record knows that already.  `ingested`: when another record took it in.

    With `pending` words and statements are written when that is.
    """
    known = look_up(connection, report, model)
    if known.fate in ("known", "taken_down"):
        return known.fate
    sha256, waiting = version_of(report.text), Pending() if pending is None else pending
    text = known.text
    if text is None:
        text = add(connection, texts, {"sha256": sha256, "text": index.encoded(report.text), "size": len(index.plain(report.text))})
        waiting.texts.append((text, report.text))
        near.tie(connection, text, report.text)
    reading = None
    if made is not None and not known.read:
        reading = add_reading(connection, text, made, pending=waiting)
        if known.text is not None:
            waiting.write(connection)
            settle(connection, text)
    article, number = known.article, 1
    if article is None:
        article = add(connection, articles, {"article_id": id_of(report, sha256)})
    else:
        number += connection.execute(_NUMBER, {"of_article": article}).scalar_one()
    version = add(connection, versions, {
        "article": article, "text": text, "number": number, "path": report.path, "url": report.url, "title": report.title, "outlet": report.outlet,
        "outlet_key": None if report.outlet is None else folded(report.outlet), "published": report.published, "published_at": report.published_at, "page_sha256": report.page_sha256,
        "source": report.source, "reader": report.reader, "ingested": ingested or now(), "ingest": ingest,
    })  # fmt: skip
    if number > 1:
        supersede(connection, versions, article)
    if reading is not None and made is not None and made.told is not None:
        waiting.told.append(told_row(version, reading, made.told))
    if pending is None:
        waiting.write(connection)
    return known.fate
