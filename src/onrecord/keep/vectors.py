"""The vectors of a record's statements: built behind what was kept, some in each transaction, so that what is broken off goes on; and gone with their words.

Readings get their statements' vectors in the order in which they were kept; `meaning_built` has the last of them.  Another embedding than the one by which they were built has them all built anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, update

from onrecord.keep.database import Place, add_many, reading, writing
from onrecord.keep.index import decoded
from onrecord.keep.schema import meaning_built, meaning_codes, meaning_vectors, readings, statements, texts
from onrecord.meaning.codes import CODE, DIMENSIONS, SIZES, packed
from onrecord.meaning.embedding import Embedding

READINGS, STATEMENTS = 200, 500  # of one transaction
AT_ONCE = 2_000  # vectors that are asked for
SOON = 1_000  # statements that a search by meaning gives their vectors before it answers; of more it tells


@dataclass(frozen=True, slots=True)
class Built:
    """By which embedding, up to which reading, and how often rows were deleted."""

    model: str
    reading: int
    changes: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """Codes and sizes of the statements of some readings, by their rows; `before` is what they follow."""

    before: Built
    last: int
    codes: Sequence[dict[str, Any]]
    sizes: Sequence[dict[str, Any]]


def built(connection: Connection) -> Built:
    row = connection.execute(select(meaning_built)).one_or_none()
    return Built(row.model, row.reading, row.changes) if row else Built("", 0, 0)


def waiting(connection: Connection, embedding: Embedding) -> int:
    """Statements that have no vector yet, or one of another embedding."""
    return _statements(connection, readings.c.id > _reached(connection, embedding))


def covered(connection: Connection) -> int:
    """Statements that have a vector."""
    return _statements(connection, readings.c.id <= built(connection).reading)


def _statements(connection: Connection, where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(readings.c.found), 0)).join(texts).where(where, texts.c.text.is_not(None))).scalar_one())


def build(engine: Engine, path: Place, embedding: Embedding, watch: Callable[[int], None] | None = None) -> int:
    """Give every statement that has none its vector; how many got one.  `watch` is called with the number so far after each transaction."""
    done = 0
    while True:
        with reading(engine, path) as connection:
            batch = _read_batch(connection, embedding)
        if batch is None:
            return done
        with writing(engine, path) as connection:
            done += _keep(connection, embedding, batch)
        if watch:
            watch(done)


def drop(connection: Connection, text: int) -> None:
    """What a takedown erases."""
    of_text = select(readings.c.id).where(readings.c.text == text)
    connection.execute(delete(meaning_vectors).where(meaning_vectors.c.statement.in_(select(statements.c.id).where(statements.c.reading.in_(of_text)))))
    connection.execute(delete(meaning_codes).where(meaning_codes.c.reading.in_(of_text)))
    connection.execute(update(meaning_built).values(changes=meaning_built.c.changes + 1))


def sizes_of(connection: Connection, numbers: Sequence[int]) -> dict[int, bytes]:
    """The sizes of some statements' vectors, by row; those are left out that mean nothing."""
    found: dict[int, bytes] = {}
    for at in range(0, len(numbers), AT_ONCE):
        chosen = select(meaning_vectors).where(meaning_vectors.c.statement.in_(numbers[at : at + AT_ONCE]))
        found |= {row.statement: row.sizes for row in connection.execute(chosen) if len(row.sizes) == SIZES}
    return found


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the vectors: statements that should have one and do not, vectors of nothing that is kept, or of another length."""
    covered = select(readings.c.id).join(texts).where(readings.c.id <= built(connection).reading, readings.c.found > 0, texts.c.text.is_not(None))
    for key, column, of in ((meaning_vectors.c.statement, statements.c.id, statements.c.reading), (meaning_codes.c.reading, readings.c.id, readings.c.id)):
        wanted = select(column).where(of.in_(covered))
        missing = connection.execute(select(func.count()).select_from(wanted.where(column.not_in(select(key))).subquery())).scalar_one()
        beyond = connection.execute(select(func.count()).where(key.not_in(wanted))).scalar_one()
        if missing or beyond:
            yield f"search by meaning lacks {missing} of the {column.table.name} and has {beyond} that are not kept"
    for row in connection.execute(select(meaning_codes.c.reading, func.length(meaning_codes.c.codes).label("bytes"), meaning_codes.c.first, readings.c.first.label("begins"), readings.c.found).join(readings)):
        if (row.bytes, row.first) != (CODE * row.found, row.begins):
            yield f"search by meaning has other codes than one for each statement of reading {row.reading}"
    for number in connection.execute(select(meaning_vectors.c.statement).where(func.length(meaning_vectors.c.sizes).not_in((0, SIZES)))).scalars():
        yield f"search by meaning has a damaged vector of statement {number}"


def _reached(connection: Connection, embedding: Embedding) -> int:
    state = built(connection)
    return state.reading if state.model == embedding.name else 0


def _read_batch(connection: Connection, embedding: Embedding) -> _Batch | None:
    chosen = select(readings.c.id, readings.c.first, readings.c.found, readings.c.text).where(readings.c.id > _reached(connection, embedding)).order_by(readings.c.id).limit(READINGS)
    last, many, codes, sizes = 0, 0, list[dict[str, Any]](), list[dict[str, Any]]()
    for row in connection.execute(chosen).all():
        if many and many + row.found > STATEMENTS:
            break
        last, many = row.id, many + row.found
        kept = connection.execute(select(texts.c.text).where(texts.c.id == row.text)).scalar_one()
        if kept is None or not row.found:
            continue
        text = decoded(kept)
        vectors = embedding.embed_contents(text, _contents(connection, row.id, text))
        bits, steps = packed(np.array([np.zeros(DIMENSIONS) if vector is None else vector for vector in vectors], dtype=np.float32), embedding.centre)
        codes.append({"reading": row.id, "first": row.first, "codes": bits.tobytes()})
        sizes += [{"statement": row.first + place, "sizes": b"" if vector is None else step.tobytes()} for place, (vector, step) in enumerate(zip(vectors, steps))]
    return _Batch(built(connection), last, codes, sizes) if last else None


def _contents(connection: Connection, reading: int, text: str) -> list[str]:
    """What the statements of a reading say, in order."""
    contents = connection.execute(select(statements.c.content).where(statements.c.reading == reading).order_by(statements.c.place)).scalars()
    return [" ".join(text[start:end] for start, end in content) for content in contents]


def _keep(connection: Connection, embedding: Embedding, batch: _Batch) -> int:
    """Unless something was deleted, or another program was quicker, since the batch was read."""
    state = built(connection)
    if state != batch.before:
        return 0
    if state.model != embedding.name:
        for table in (meaning_vectors, meaning_codes, meaning_built):
            connection.execute(delete(table))
        connection.execute(insert(meaning_built), {"id": 1, "model": embedding.name, "reading": 0, "changes": state.changes + 1})
    add_many(connection, meaning_vectors, batch.sizes)
    add_many(connection, meaning_codes, batch.codes)
    connection.execute(update(meaning_built).values(reading=batch.last))
    return len(batch.sizes)
