"""The vectors of a record's statements: built behind what was kept, some in each transaction, so that what is broken off goes on; and gone with their words.

Readings get their statements' vectors in the order in which they were kept; `meaning_built` has the last of them.  Another embedding than the one by which they were built has them all built anew.  They are kept as codes and sizes
(see `onrecord.meaning.codes`), or by pgvector.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, Integer, delete, false, func, insert, select, type_coerce, update

from onrecord.keep import pgvector
from onrecord.keep.database import Place, add_many, reading, writing
from onrecord.keep.index import decoded
from onrecord.keep.marks import marks_of
from onrecord.keep.schema import meaning_built, meaning_codes, meaning_vectors, readings, statements, texts
from onrecord.meaning.codes import CODE, DIMENSIONS, SIZES, packed
from onrecord.meaning.embedding import Embedding

READINGS, STATEMENTS = 200, 500  # of one transaction
AT_ONCE = 2_000  # vectors that are asked for
SOON = 1_000  # statements that a search by meaning gives their vectors before it answers; of more it tells


@dataclass(frozen=True, slots=True)
class Built:
    """By which embedding (and in which form), up to which reading, and how often rows were deleted."""

    model: str
    reading: int
    changes: int

    @property
    def by_server(self) -> bool:
        """Whether pgvector has them."""
        return self.model.endswith(pgvector.FORM)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The vectors of its statements, from the row `first` on; none for what means nothing."""

    number: int
    first: int
    vectors: Sequence[np.ndarray | None]
    marks: bytes


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some readings; `before` is what they follow, and `model` by what they are kept."""

    before: Built
    model: str
    last: int
    readings: Sequence[_Reading]


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


def build(engine: Engine, path: Place, embedding: Embedding, watch: Callable[[int], None] | None = None, move: bool = False) -> int:
    """Give every statement that has none its vector; how many got one.  `watch` is called with the number so far after each transaction.

    `move`: all vectors are built anew where they could be kept by pgvector, and are not.
    """
    done = 0
    model = _to_be(engine, path, embedding, move)
    while True:
        with reading(engine, path) as connection:
            batch = _read_batch(connection, embedding, model)
        if batch is None:
            if model.endswith(pgvector.FORM):
                with writing(engine, path) as connection:
                    pgvector.index(connection)
            return done
        with writing(engine, path) as connection:
            done += _keep(connection, embedding, batch)
        if watch:
            watch(done)


def drop(connection: Connection, text: int) -> None:
    """What a takedown erases."""
    of_text = select(readings.c.id).where(readings.c.text == text)
    of_readings = select(statements.c.id).where(statements.c.reading.in_(of_text))
    pgvector.drop(connection, of_readings)
    connection.execute(delete(meaning_vectors).where(meaning_vectors.c.statement.in_(of_readings)))
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
    state = built(connection)
    covered = select(readings.c.id).join(texts).where(readings.c.id <= state.reading, readings.c.found > 0, texts.c.text.is_not(None))
    of_statements = select(statements.c.id).where(statements.c.reading.in_(covered))
    for key, wanted, by_server in ((meaning_vectors.c.statement, of_statements, False), (meaning_codes.c.reading, covered, False), (pgvector.nearest_vectors.c.statement, of_statements, True)):
        if by_server and not pgvector.there(connection):
            continue
        wanted = wanted if state.by_server is by_server else wanted.where(false())
        column = wanted.selected_columns[0]
        missing = connection.execute(select(func.count()).select_from(wanted.where(column.not_in(select(key))).subquery())).scalar_one()
        beyond = connection.execute(select(func.count()).where(key.not_in(wanted))).scalar_one()
        if missing or beyond:
            yield f"search by meaning lacks {missing} of the {column.table.name} and has {beyond} that are not kept"
    yield from _faults_of_codes(connection)
    for number in connection.execute(select(meaning_vectors.c.statement).where(func.length(meaning_vectors.c.sizes).not_in((0, SIZES)))).scalars():
        yield f"search by meaning has a damaged vector of statement {number}"


def _faults_of_codes(connection: Connection) -> Iterator[str]:
    lengths = select(meaning_codes.c.reading, func.length(meaning_codes.c.codes).label("bytes"), meaning_codes.c.first, meaning_codes.c.marks, readings.c.first.label("begins"), readings.c.found)
    rows = connection.execute(lengths.join(readings).order_by(meaning_codes.c.reading)).all()
    for at in range(0, len(rows), READINGS):
        some = rows[at : at + READINGS]
        right = marks_of_readings(connection, [row.reading for row in some])
        for row in some:
            if (row.bytes, row.first) != (CODE * row.found, row.begins):
                yield f"search by meaning has other codes than one for each statement of reading {row.reading}"
            elif row.marks != right.get(row.reading, b""):
                yield f"search by meaning filters the statements of reading {row.reading} by other kinds, modes, acts or probabilities than they have"


def _to_be(engine: Engine, path: Place, embedding: Embedding, move: bool) -> str:
    """By which embedding, and in which form, vectors are kept from now on."""
    with reading(engine, path) as connection:
        model = built(connection).model
        if _reached(connection, embedding) and not (move and not model.endswith(pgvector.FORM) and connection.dialect.name == "postgresql"):
            return model
    with writing(engine, path) as connection:
        if model.endswith(pgvector.FORM) and not _reached(connection, embedding):  # they went with the extension
            connection.execute(update(meaning_built).values(model="", reading=0, changes=meaning_built.c.changes + 1))
        pgvector.prepare(connection)
        return embedding.name + pgvector.FORM * pgvector.usable(connection)


def _reached(connection: Connection, embedding: Embedding) -> int:
    state = built(connection)
    return state.reading if state.model == embedding.name or (state.model == embedding.name + pgvector.FORM and pgvector.there(connection)) else 0


def _read_batch(connection: Connection, embedding: Embedding, model: str) -> _Batch | None:
    state = built(connection)
    reached = state.reading if state.model == model else 0
    chosen = select(readings.c.id, readings.c.first, readings.c.found, readings.c.text).where(readings.c.id > reached).order_by(readings.c.id).limit(READINGS)
    last, many, read = 0, 0, list[_Reading]()
    for row in connection.execute(chosen).all():
        if many and many + row.found > STATEMENTS:
            break
        last, many = row.id, many + row.found
        kept = connection.execute(select(texts.c.text).where(texts.c.id == row.text)).scalar_one()
        if kept is None or not row.found:
            continue
        text = decoded(kept)
        marks = marks_of_readings(connection, [row.id]).get(row.id, b"")
        read.append(_Reading(row.id, row.first, embedding.embed_contents(text, _contents(connection, row.id, text)), marks))
    return _Batch(state, model, last, read) if last else None


def _contents(connection: Connection, reading: int, text: str) -> list[str]:
    """What the statements of a reading say, in order."""
    contents = connection.execute(select(statements.c.content).where(statements.c.reading == reading).order_by(statements.c.place)).scalars()
    return [" ".join(text[start:end] for start, end in content) for content in contents]


def marks_of_readings(connection: Connection, numbers: Sequence[int]) -> dict[int, bytes]:
    """The marks of the statements of some readings, none for those without statements."""
    asked = (type_coerce(statements.c[name], Integer) for name in ("kind", "mode", "act", "confidence"))
    rows = connection.execute(select(statements.c.reading, *asked).where(statements.c.reading.in_(numbers)).order_by(statements.c.reading, statements.c.place)).all()
    return {number: marks_of(row[1:] for row in of) for number, of in groupby(rows, itemgetter(0))}


def _keep(connection: Connection, embedding: Embedding, batch: _Batch) -> int:
    """Unless something was deleted, or another program was quicker, since the batch was read."""
    state = built(connection)
    if state != batch.before:
        return 0
    by_server = batch.model.endswith(pgvector.FORM)
    if state.model != batch.model:
        for table in (meaning_vectors, meaning_codes, meaning_built):
            connection.execute(delete(table))
        pgvector.begin(connection, by_server)
        connection.execute(insert(meaning_built), {"id": 1, "model": batch.model, "reading": 0, "changes": state.changes + 1})
    if by_server:
        pgvector.add(connection, ((each.first, each.vectors) for each in batch.readings))
    else:
        _keep_codes(connection, embedding, batch.readings)
    connection.execute(update(meaning_built).values(reading=batch.last))
    return sum(len(each.vectors) for each in batch.readings)


def _keep_codes(connection: Connection, embedding: Embedding, read: Sequence[_Reading]) -> None:
    codes, sizes = list[dict[str, Any]](), list[dict[str, Any]]()
    for each in read:
        bits, steps = packed(np.array([np.zeros(DIMENSIONS) if vector is None else vector for vector in each.vectors], dtype=np.float32), embedding.centre)
        codes.append({"reading": each.number, "first": each.first, "codes": bits.tobytes(), "marks": each.marks})
        sizes += [{"statement": each.first + place, "sizes": b"" if vector is None else step.tobytes()} for place, (vector, step) in enumerate(zip(each.vectors, steps))]
    add_many(connection, meaning_vectors, sizes)
    add_many(connection, meaning_codes, codes)
