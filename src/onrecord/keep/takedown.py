"""A takedown: the words of a report are erased, wherever the file holds them, and the fact is kept."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from onrecord.errors import RecordError
from onrecord.keep import index, near, pgvector, postgresql, resolving, vectors
from onrecord.keep.backup import Backup, backups_holding
from onrecord.keep.clock import now
from onrecord.keep.database import PATIENCE, Place, told, writing
from onrecord.keep.lookup import find_article
from onrecord.keep.schema import (
    amendments,
    articles,
    compared,
    doubts,
    failures,
    findings,
    ingests,
    meeting_keys,
    readings,
    reviews,
    settlements,
    statement_corrections,
    statements,
    takedowns,
    texts,
    ties,
    versions,
)

HOLDING = ("texts", "statements", "versions", "failures", "ingests", "bands", "likenesses", "compared", "meeting_keys", "ties", "findings", "statement_corrections", "reviews", "amendments", "doubts", "appearances", "names", "name_keys", "speakers", "meaning_vectors", "meaning_codes", "statement_words", "text_words")  # tables that hold words, or what was made of them


@dataclass(frozen=True, slots=True)
class Takedown:
    """What went: the hashes of the texts, the number of statements, and the reports that had these texts, the one that was named first; and the backups that still hold one of them, or may."""

    article: str
    at: str
    who: str
    why: str
    sha256: tuple[str, ...]
    statements: int
    articles: tuple[str, ...]
    backups: tuple[Backup, ...]


def take_down(engine: Engine, path: Place, given: str, who: str, why: str) -> Takedown:
    """Erase every version of a report, and write down who wanted it and why.  A report that was taken down before is looked through for traces again.

    Raises InputError where there is no such report, RecordError where another program that has the file open keeps the words in its way.
    """
    with writing(engine, path) as connection:
        done = _erase_rows(connection, find_article(connection, given), who, why)
        index.purge(connection)
        holding = HOLDING + pgvector.there(connection)
    if isinstance(path, Path):
        engine.dispose()
        _erase_traces(path)
    else:
        with told(path):
            postgresql.erase_traces(path, holding)
    return done


def _erase_rows(connection: Connection, article: int, who: str, why: str) -> Takedown:
    at, gone = now(), 0
    name = connection.execute(select(articles.c.article_id).where(articles.c.id == article)).scalar_one()
    kept = connection.execute(select(texts.c.id, texts.c.sha256, texts.c.text.is_(None).label("gone")).join(versions).where(versions.c.article == article).order_by(versions.c.number)).all()
    _erase_names(connection, [text.id for text in kept])
    for text in kept:
        if text.gone:
            gone += connection.execute(select(takedowns.c.statements).where(takedowns.c.text == text.id)).scalar_one()
            continue
        of_text = statements.c.reading.in_(select(readings.c.id).where(readings.c.text == text.id))
        number = connection.execute(select(func.count()).select_from(statements).where(of_text)).scalar_one()
        words = index.decoded(connection.execute(select(texts.c.text).where(texts.c.id == text.id)).scalar_one())
        index.drop(connection, text.id, words)
        near.untie(connection, text.id, words)
        vectors.drop(connection, text.id)
        gone_rows = select(statements.c.id).where(of_text)
        connection.execute(delete(ties).where(ties.c.a.in_(gone_rows) | ties.c.b.in_(gone_rows)))
        of_readings = select(readings.c.id).where(readings.c.text == text.id)
        connection.execute(delete(meeting_keys).where(meeting_keys.c.reading.in_(of_readings)))
        connection.execute(update(compared).where(compared.c.reading.in_(of_readings)).values(stems=None, vectors=None))
        connection.execute(delete(findings).where(findings.c.version.in_(select(versions.c.id).where(versions.c.text == text.id))))
        connection.execute(delete(amendments).where(amendments.c.version.in_(select(versions.c.id).where(versions.c.text == text.id))))
        connection.execute(delete(statement_corrections).where(statement_corrections.c.text == text.id))
        connection.execute(delete(reviews).where(reviews.c.text == text.id))
        connection.execute(delete(doubts).where(doubts.c.text == text.id))
        connection.execute(delete(statements).where(of_text))
        connection.execute(update(texts).where(texts.c.id == text.id).values(text=None, size=None))
        connection.execute(insert(takedowns), {"text": text.id, "article": article, "at": at, "who": who, "why": why, "statements": number})
        gone += number
    resolving.renew(connection, connection.execute(select(versions.c.article).where(versions.c.text.in_([text.id for text in kept])).distinct()).scalars())
    others = select(articles.c.article_id).join(versions).where(versions.c.text.in_([text.id for text in kept]), articles.c.id != article).distinct().order_by(articles.c.article_id)
    hashes = tuple(text.sha256 for text in kept)
    since, until = connection.execute(select(func.min(versions.c.ingested), func.max(takedowns.c.at)).join(takedowns, takedowns.c.text == versions.c.text).where(versions.c.text.in_([text.id for text in kept]))).one()
    return Takedown(name, at, who, why, hashes, gone, (name, *connection.execute(others).scalars()), backups_holding(connection, hashes, since, until))


def _erase_names(connection: Connection, gone: Sequence[int]) -> None:
    """What the texts were read from, where nothing else was: a file's name or an address may tell what they said."""
    of_texts = versions.c.text.in_(gone)
    columns = (versions.c.source, versions.c.path, versions.c.url)
    names = {name for column in columns for name in connection.execute(select(column).where(of_texts, column.is_not(None))).scalars()}
    names -= {name for column in columns for name in connection.execute(select(column).where(~of_texts, column.in_(names))).scalars()}
    of_names = failures.c.source.in_(names)
    connection.execute(delete(settlements).where(settlements.c.failure.in_(select(failures.c.id).where(of_names))))
    connection.execute(delete(failures).where(of_names))
    for row in connection.execute(select(ingests.c.id, ingests.c.sources)).all():
        if names & set(row.sources):
            connection.execute(update(ingests).where(ingests.c.id == row.id).values(sources=[None if source in names else source for source in row.sources]))
    connection.execute(update(versions).where(of_texts).values(title=None, path=None, url=None, source=None))


def _erase_traces(path: Path) -> None:
    """The write-ahead log is emptied; in the file itself, what was deleted is overwritten with zeros as it is deleted (secure_delete)."""
    with told(path), closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as raw:
        _empty_log(raw, path)


def _empty_log(raw: sqlite3.Connection, path: Path) -> None:
    ((busy, _, _),) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise RecordError(f"{path}: the words are out of the record, but {path.name}-wal may hold them still, since another program has the file open: close it, and run the takedown again")
