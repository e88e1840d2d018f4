"""Keeping a report: which of its parts the record knows already, and adding those that it does not."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, func, select

from onrecord.identity import id_of, version_of
from onrecord.keep import index, near
from onrecord.keep.adding import add_reading
from onrecord.keep.clock import now
from onrecord.keep.correcting import settle
from onrecord.keep.database import add
from onrecord.keep.schema import articles, readings, texts, versions
from onrecord.keep.words import folded
from onrecord.types import Article, Report

Fate = Literal["new", "changed", "known", "taken_down"]
"""What keeping a report came to; taken_down: its text was erased by a takedown and is not taken again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record has of a report, each None or False where it has not: the rows' ids, whether the text is taken down, read by the model, and a version of the article."""

    article: int | None
    text: int | None
    taken_down: bool
    read: bool
    version: bool

    @property
    def fate(self) -> Fate:
        return "taken_down" if self.taken_down else "known" if self.version else "new" if self.article is None else "changed"


_ARTICLE = select(articles.c.id).where(articles.c.article_id == bindparam("article_id"))
_TEXT = select(texts.c.id, texts.c.text.is_(None).label("gone")).where(texts.c.sha256 == bindparam("sha256"))
_READ = select(readings.c.id).where(readings.c.text == bindparam("of"), readings.c.model == bindparam("by"))
_VERSION = select(versions.c.id).where(versions.c.article == bindparam("of_article"), versions.c.text == bindparam("of_text"))
_NUMBER = select(func.coalesce(func.max(versions.c.number), 0)).where(versions.c.article == bindparam("of_article"))


def look_up(connection: Connection, report: Report, model: str) -> Known:
    sha256 = version_of(report.text)
    article = connection.execute(_ARTICLE, {"article_id": id_of(report, sha256)}).scalar()
    text = connection.execute(_TEXT, {"sha256": sha256}).one_or_none()
    if text is None:
        return Known(article, None, False, False, False)
    read = connection.execute(_READ, {"of": text.id, "by": model}).scalar() is not None
    version = article is not None and connection.execute(_VERSION, {"of_article": article, "of_text": text.id}).scalar() is not None
    return Known(article, text.id, bool(text.gone), read, version)


def last_ingested(connection: Connection, article_id: str) -> str | None:
    """When a version of the article was last added, None where there is none."""
    return connection.execute(select(func.max(versions.c.ingested)).join(articles).where(articles.c.article_id == article_id)).scalar()


def keep(connection: Connection, report: Report, made: Article | None, model: str, ingest: int, ingested: str | None = None) -> Fate:
    """Add what the record has not.  `made` is what the model made of the report; it may be None where the record knows that already.  `ingested`: when another record took it in."""
    known = look_up(connection, report, model)
    if known.fate in ("known", "taken_down"):
        return known.fate
    sha256 = version_of(report.text)
    text = known.text
    if text is None:
        text = add(connection, texts, {"sha256": sha256, "text": index.encoded(report.text), "size": len(index.plain(report.text))})
        index.add_text(connection, text, report.text)
        near.tie(connection, text, report.text)
    if made is not None and not known.read:
        add_reading(connection, text, made)
        if known.text is not None:
            settle(connection, text)
    article = known.article
    if article is None:
        article = add(connection, articles, {"article_id": id_of(report, sha256)})
    number = connection.execute(_NUMBER, {"of_article": article}).scalar_one() + 1
    add(connection, versions, {
        "article": article, "text": text, "number": number, "path": report.path, "url": report.url, "title": report.title, "outlet": report.outlet,
        "outlet_key": None if report.outlet is None else folded(report.outlet), "published": report.published, "published_at": report.published_at, "page_sha256": report.page_sha256,
        "source": report.source, "reader": report.reader, "ingested": ingested or now(), "ingest": ingest,
    })  # fmt: skip
    return known.fate
