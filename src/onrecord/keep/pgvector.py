"""Vectors in pgvector's type of halves, where a PostgreSQL database has that extension (0.8 or later): the server finds the nearest, and no codes are kept.

From INDEXED vectors on they have an index that is gone through from neighbour to neighbour (HNSW: Malkov and Yashunin, 2018) and misses some.  What a query filters stands in the same statement, so that the server, which knows how many pass, chooses:
through the index, leaving out what does not pass, until there are enough; or all that pass are compared.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Column, Connection, MetaData, Row, Select, Table, delete, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from onrecord.keep.database import add_many
from onrecord.keep.finding import Finding, ask, beside
from onrecord.meaning.codes import DIMENSIONS

FORM = " as halfvec"  # behind the embedding's name, of what was built so
INDEXED = 20_000
CANDIDATES = 400  # that the index looks at, at least
BYTES, LEAST_MEMORY, MOST_MEMORY = 1_400, 256, 1_536  # that the index takes for a vector; MB for making it
LOOKED_AT = 32_768  # of its vectors, at most, while too few of them pass


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


def add(connection: Connection, read: Iterable[tuple[int, Sequence[np.ndarray | None]]]) -> None:
    """Those of statements in a row, from each of the first ones on."""
    rows = [{"statement": first + place, "vector": None if vector is None else _written(vector)} for first, vectors in read for place, vector in enumerate(vectors)]
    add_many(connection, nearest_vectors, rows)


def index(connection: Connection) -> None:
    """Make it, if there are enough vectors, and it is not there.  All at once takes a tenth of the time that one after the other does, in memory, and by several processes where these get memory to share."""
    if not there(connection) or connection.execute(text("SELECT to_regclass(:name)"), {"name": _INDEX}).scalar_one() is not None:
        return
    many = connection.execute(text(f"SELECT count(*) FROM {nearest_vectors.name}")).scalar_one()
    if many < INDEXED:
        return
    connection.execute(text(f"SET LOCAL maintenance_work_mem = '{min(max(many * BYTES // 2**20, LEAST_MEMORY), MOST_MEMORY)}MB'"))
    made = text(f"CREATE INDEX {_INDEX} ON {nearest_vectors.name} USING hnsw (vector halfvec_ip_ops)")
    try:
        with connection.begin_nested():
            connection.execute(made)
    except DBAPIError:
        connection.execute(text("SET LOCAL max_parallel_maintenance_workers = 0"))
        connection.execute(made)


def drop(connection: Connection, statements: Select[tuple[int]]) -> None:
    if there(connection):
        connection.execute(delete(nearest_vectors).where(nearest_vectors.c.statement.in_(statements)))


def nearest(connection: Connection, vector: np.ndarray, made: Finding, most: int, least: float) -> Sequence[Row[Any]]:
    """Version, statement (number), day, text and cosine of those that pass the filters, the nearest first, at most so many; below the least cosine not all are told."""
    for name, value in (("ef_search", CANDIDATES), ("iterative_scan", "strict_order"), ("max_scan_tuples", LOOKED_AT)):
        connection.execute(text(f"SET LOCAL hnsw.{name} = {value}"))
    bound = {"vector": _written(vector), "most": most}
    away = f"vector <#> CAST(:vector AS halfvec({DIMENSIONS}))"
    near = ask(connection, made, f"{beside(connection, made, nearest_vectors.name, f'-(n.{away}) AS cosine')} AND n.vector IS NOT NULL ORDER BY n.{away} LIMIT :most", **bound)
    if len(near) == most or (near and near[-1].cosine < least):
        return near
    every = f"{beside(connection, made, nearest_vectors.name, 'n.vector')} AND n.vector IS NOT NULL OFFSET 0"  # so that they are not looked for through the index
    return ask(connection, made, f"SELECT version, number, day, text, -({away}) AS cosine FROM ({every}) AS hits ORDER BY {away} LIMIT :most", **bound)


def _written(vector: np.ndarray) -> str:
    return f"[{','.join(f'{value:.5g}' for value in vector.tolist())}]"
