"""Vectors in pgvector's type of halves, where a PostgreSQL database has that extension (0.8 or later): the server finds the nearest, and no codes are kept.

From INDEXED vectors on they have an index that is gone through from neighbour to neighbour (HNSW: Malkov and Yashunin, 2018) and misses some; before, and where filters leave few statements, all are compared.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Column, Connection, MetaData, Select, Table, delete, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from onrecord.keep.database import add_many
from onrecord.meaning.codes import DIMENSIONS

FORM = " as halfvec"  # behind the embedding's name, of what was built so
INDEXED = 20_000
AT_ONCE = (512, 4_096, 32_768)  # nearest that are asked for, the more the fewer of them pass
CANDIDATES = 1_000  # of the index, at most: as many as pgvector allows


class HalfVector(UserDefinedType[str]):
    """As pgvector writes it: `[0.1,0.2]`."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return f"halfvec({DIMENSIONS})"


nearest_vectors = Table("meaning_nearest", MetaData(), Column("statement", BigInteger, primary_key=True), Column("vector", HalfVector))  # no vector where it means nothing
_INDEX = "ix_meaning_nearest"


def usable(connection: Connection) -> bool:
    """Whether the database has the extension, where its tables are looked for."""
    if connection.dialect.name != "postgresql":
        return False
    found = "SELECT 1 FROM pg_extension WHERE extname = 'vector' AND extversion ~ '^[0-9.]+$' AND CAST(string_to_array(extversion, '.') AS int[]) >= '{0,8}' AND to_regtype('halfvec') IS NOT NULL"
    return connection.execute(text(found)).first() is not None


def prepare(connection: Connection) -> None:
    """Take the extension into the database, where the server has it, and the user may."""
    if connection.dialect.name != "postgresql" or usable(connection) or connection.execute(text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector' AND installed_version IS NULL")).first() is None:
        return
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION vector"))
    except DBAPIError:  # vectors are kept in bits
        return


def there(connection: Connection) -> tuple[str, ...]:
    """The tables that vectors are kept in; none where they went with the extension."""
    if connection.dialect.name != "postgresql":
        return ()
    found = "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(:name) AND attname = 'vector' AND NOT attisdropped"
    return (nearest_vectors.name,) if connection.execute(text(found), {"name": nearest_vectors.name}).first() else ()


def begin(connection: Connection, made: bool) -> None:
    """Without any vectors; `made`: with a table for them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP TABLE IF EXISTS {nearest_vectors.name}"))
    if made:
        nearest_vectors.create(connection)


def add(connection: Connection, first: int, vectors: Sequence[np.ndarray | None]) -> None:
    """Those of statements in a row."""
    add_many(connection, nearest_vectors, [{"statement": first + place, "vector": None if vector is None else _written(vector)} for place, vector in enumerate(vectors)])


def index(connection: Connection) -> None:
    """Make it, if there are enough vectors, and it is not there."""
    if connection.execute(text("SELECT to_regclass(:name)"), {"name": _INDEX}).scalar_one() is not None:
        return
    many = connection.execute(text(f"SELECT count(*) FROM (SELECT 1 FROM {nearest_vectors.name} LIMIT {INDEXED}) AS few")).scalar_one()
    if many >= INDEXED:
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
        connection.execute(text(f"CREATE INDEX {_INDEX} ON {nearest_vectors.name} USING hnsw (vector halfvec_ip_ops)"))


def drop(connection: Connection, statements: Select[tuple[int]]) -> None:
    if there(connection):
        connection.execute(delete(nearest_vectors).where(nearest_vectors.c.statement.in_(statements)))


def nearest(connection: Connection, vector: np.ndarray, numbers: np.ndarray | None) -> Iterator[dict[int, float]]:
    """Cosines by statement, the nearest first, some at once; of those among `numbers`, where these are known."""
    seen: set[int] = set()
    for many in AT_ONCE:
        bound = {"vector": _written(vector), "many": many}
        if numbers is None:
            connection.execute(text(f"SET LOCAL hnsw.ef_search = {min(many, CANDIDATES)}"))
            connection.execute(text("SET LOCAL hnsw.iterative_scan = strict_order"))
            connection.execute(text(f"SET LOCAL hnsw.max_scan_tuples = {AT_ONCE[-1]}"))
            tables = nearest_vectors.name
        else:
            tables = f"(SELECT statement, vector FROM {nearest_vectors.name} WHERE statement = ANY(CAST(:numbers AS bigint[])) OFFSET 0) AS chosen"
            bound["numbers"] = numbers.tolist()
        away = f"vector <#> CAST(:vector AS halfvec({DIMENSIONS}))"
        rows = connection.execute(text(f"SELECT statement, -({away}) AS cosine FROM {tables} WHERE vector IS NOT NULL ORDER BY {away} LIMIT :many"), bound).all()
        yield {row.statement: row.cosine for row in rows if row.statement not in seen}
        if len(rows) < many:
            return
        seen |= {row.statement for row in rows}


def _written(vector: np.ndarray) -> str:
    return f"[{','.join(f'{value:.5g}' for value in vector.tolist())}]"
