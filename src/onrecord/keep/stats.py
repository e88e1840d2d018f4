"""What a record holds, in numbers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from onrecord.keep.database import Place, shown
from onrecord.keep.failures import unsettled
from onrecord.keep.schema import CORRECTED, SCHEMA, articles, failures, ingests, likenesses, outcomes, readings, statement_corrections, statements, takedowns, texts, versions
from onrecord.keep.vectors import covered


@dataclass(frozen=True, slots=True)
class Stats:
    """`articles` are reports, `versions` their texts, `texts` those that differ from each other, `text_bytes` what these come to in UTF-8; `tied` is the number of reports that share
    a text with another one, `near` of those whose text another one has nearly.  Statements are counted for every model that read the texts.  `bytes` is the size of the file, or of the database, `published` the first and the last day, `undated` the versions without one, `unfinished` the ingests that
    were cut off (or are running), `meaning` the statements, of every model, that can be searched by meaning, `failures` the inputs that still wait to be read."""

    path: str
    schema: str
    bytes: int
    articles: int
    versions: int
    texts: int
    text_bytes: int
    tied: int
    near: int
    published: tuple[str | None, str | None]
    undated: int
    outlets: int
    languages: dict[str, int]
    statements: dict[str, int]
    acts: dict[str | None, int]
    kinds: dict[str, int]
    modes: dict[str, int]
    ingests: int
    unfinished: int
    outcomes: dict[str, int]
    failures: int
    takedowns: int
    corrections: int
    meaning: int


def count(connection: Connection, path: Place) -> Stats:
    def one(chosen: Any) -> Any:
        return connection.execute(chosen).scalar_one()

    def number(of: Any) -> int:
        return int(one(select(func.count()).select_from(of)))

    def by(column: Any, of: Any = None) -> dict[Any, int]:
        counted = select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
        return {row[0]: row[1] for row in connection.execute(counted if of is None else counted.select_from(of))}

    shared = select(versions.c.text).group_by(versions.c.text).having(func.count() > 1)
    kept = texts.c.text.is_not(None)
    fates = ("new", "changed", "known", "failed", "taken_down")
    sums = connection.execute(select(*(func.coalesce(func.sum(outcomes.c[fate]), 0) for fate in fates))).one()
    first, last = connection.execute(select(func.min(versions.c.published), func.max(versions.c.published))).one()
    return Stats(
        path=shown(path), schema=SCHEMA, bytes=_size(connection), articles=number(articles), versions=number(versions), texts=int(one(select(func.count()).where(kept))),
        text_bytes=int(one(select(func.coalesce(func.sum(texts.c.size), 0)))), tied=int(one(select(func.count(distinct(versions.c.article))).where(versions.c.text.in_(shared)))),
        near=_near(connection), published=(first, last), undated=int(one(select(func.count()).select_from(versions).where(versions.c.published.is_(None)))), outlets=int(one(select(func.count(distinct(versions.c.outlet))))), languages=by(readings.c.language),
        statements=_by_model(by(readings.c.model, statements.join(readings))), acts=by(statements.c.act), kinds=by(statements.c.kind), modes=by(statements.c.mode),
        ingests=number(ingests), unfinished=number(ingests) - int(one(select(func.count()).where(outcomes.c.finished))), outcomes=dict(zip(fates, sums)),
        failures=int(one(select(func.count(distinct(failures.c.source))).where(unsettled()))), takedowns=number(takedowns), corrections=number(statement_corrections), meaning=covered(connection),
    )  # fmt: skip


def _by_model(counts: dict[str, int]) -> dict[str, int]:
    """Without the readings that people corrected, which have the model's statements again."""
    return {model: number for model, number in counts.items() if CORRECTED not in model}


def _near(connection: Connection) -> int:
    """Reports with a text that is nearly another report's: versions of one report are not counted."""
    one, other = versions.alias("one"), versions.alias("other")
    pairs = select(one.c.article, other.c.article).select_from(likenesses).join(one, one.c.text == likenesses.c.text).join(other, other.c.text == likenesses.c.other).where(one.c.article != other.c.article)
    return len({article for pair in connection.execute(pairs) for article in pair})


def _size(connection: Connection) -> int:
    if connection.dialect.name != "sqlite":
        return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages * size)
