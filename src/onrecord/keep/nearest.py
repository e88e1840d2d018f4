"""Statements that are nearest in meaning: their codes are looked through in memory, and the vectors of the best are compared; or pgvector finds them.

Of codes, three steps, each looking closer at fewer statements: in how many bits the codes differ (all), how far the codes lean the question's way (CLOSER times as many as the next step), and cosines (EXACT at once, until NEAR
have passed the filters).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Row, select

from onrecord.errors import RecordError
from onrecord.keep import pgvector
from onrecord.keep.cursors import Cursor
from onrecord.keep.finding import Finding, indexed, of_rows, ranges, those_of
from onrecord.keep.query import Query
from onrecord.keep.schema import meaning_codes
from onrecord.keep.vectors import built, sizes_of, waiting
from onrecord.meaning.codes import CODE, as_codes, as_columns, count_bits, lean, packed, restored
from onrecord.meaning.embedding import Embedding

NEAR = 100  # hits of a search by meaning
LEAST = 0.2  # cosine of a hit
FEW_STATEMENTS, FEW_READINGS = 60_000, 1_000  # that filters let through, at most, if these alone are to be looked at
EXACT, CLOSER, LOOKED_AT = (512, 3_072), 8, 32_768
AT_ONCE = 512  # statements of which it is asked at once whether they pass


class NotIndexed(RecordError):
    """The record's statements have no vectors yet."""


class Near(NamedTuple):
    """A statement (its row) of a version of a report."""

    version: int
    number: int
    day: str
    text: int


@dataclass(frozen=True, slots=True)
class _Known:
    model: str
    reading: int
    changes: int
    numbers: np.ndarray
    columns: np.ndarray


class Meanings:
    """The codes of a record's statements in memory, 56 bytes each.  What was added since is taken in at the next question."""

    def __init__(self, embedding: Embedding):
        self.embedding, self.lock = embedding, Lock()
        self.known = _Known("", 0, 0, *_unpacked([]))

    def nearest(self, connection: Connection, vector: np.ndarray, numbers: np.ndarray | None) -> Iterator[dict[int, float]]:
        """Cosines by statement, the nearest first, some at once; of those among `numbers` (rows, in order), where these are known."""
        if built(connection).by_server:
            return pgvector.nearest(connection, vector, numbers)
        return self._nearest_of_codes(connection, vector, numbers)

    def check(self, connection: Connection) -> None:
        """Raises NotIndexed where some statements have no vector."""
        if missing := waiting(connection, self.embedding):
            raise NotIndexed(f"{missing:,} statement{'' if missing == 1 else 's'} cannot be searched by meaning yet: run `onrecord index`, or search by words")

    def _nearest_of_codes(self, connection: Connection, vector: np.ndarray, numbers: np.ndarray | None) -> Iterator[dict[int, float]]:
        known, columns = self._codes(connection)
        if numbers is not None:
            chosen = np.isin(known, numbers, assume_unique=True)
            known, columns = known[chosen], columns[:, chosen]
        for at in _closest(columns, vector, self.embedding.centre):
            yield _cosines(connection, known[at].tolist(), as_codes(columns[:, at]), vector, self.embedding.centre)

    def _codes(self, connection: Connection) -> tuple[np.ndarray, np.ndarray]:
        """The rows (N,) of the statements, in order, and their codes as columns."""
        state = built(connection)
        with self.lock:
            known = self.known
            fresh = (known.model, known.changes) == (state.model, state.changes) and known.reading <= state.reading
            if not fresh or known.reading < state.reading:
                rows = connection.execute(select(meaning_codes).where(meaning_codes.c.reading > (known.reading if fresh else 0)).order_by(meaning_codes.c.reading)).all()
                numbers, columns = _unpacked(rows)
                if fresh:
                    numbers, columns = np.concatenate([known.numbers, numbers]), np.concatenate([known.columns, columns], axis=1)
                self.known = known = _Known(state.model, state.reading, state.changes, numbers, columns)
        return known.numbers, known.columns


def _unpacked(rows: Sequence[Row[Any]]) -> tuple[np.ndarray, np.ndarray]:
    codes = np.frombuffer(b"".join(row.codes for row in rows), dtype=np.uint8).reshape(-1, CODE)
    counts = np.array([len(row.codes) // CODE for row in rows], dtype=np.int64)
    return spread(np.array([row.first for row in rows], dtype=np.int64), counts), as_columns(codes)


def spread(firsts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Whole numbers in a row, so many from each of the first ones on."""
    return np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())


class Passing:
    """Which statements pass the filters of a query, whatever its words."""

    def __init__(self, connection: Connection, query: Query, cursor: Cursor):
        self.connection = connection
        self.made: Finding = of_rows(connection, replace(query, within="statements"), cursor)
        self.numbers = None if self.made.nothing else self._narrowed()

    def _narrowed(self) -> np.ndarray | None:
        """Rows, in order, outside of which none passes; None where that is not known beforehand."""
        known = []
        if (numbers := indexed(self.connection, self.made.query, FEW_STATEMENTS)) is not None:
            known.append(np.array(numbers, dtype=np.int64))
        if (found := ranges(self.connection, self.made, FEW_READINGS)) is not None:
            pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
            known.append(spread(pairs[:, 0], pairs[:, 1]))
        if not known:
            return None
        return np.unique(known[0]) if len(known) == 1 else np.intersect1d(known[0], known[1])

    def of(self, numbers: Sequence[int]) -> list[Near]:
        """Those of some statements that pass, each in every version of a report that has its text."""
        if self.made.nothing or not numbers:
            return []
        if self.numbers is not None:
            numbers = np.array(numbers)[np.isin(numbers, self.numbers)].tolist()
        return [Near(row.version, row.number, row.day, row.text) for row in those_of(self.connection, self.made, numbers)]


def find_nearest(connection: Connection, words: str, passing: Passing, meanings: Meanings) -> list[Near]:
    """Statements that pass, the nearest to the words first, at most NEAR versions of them.  Raises NotIndexed."""
    meanings.check(connection)
    vector = meanings.embedding.embed_question(words)
    if vector is None or passing.made.nothing:
        return []
    found: list[tuple[float, Near]] = []
    for cosines in meanings.nearest(connection, vector, passing.numbers):
        near = sorted((number for number, cosine in cosines.items() if cosine >= LEAST), key=lambda number: -cosines[number])
        for start in range(0, len(near), AT_ONCE):
            found += [(cosines[row.number], row) for row in passing.of(near[start : start + AT_ONCE])]
            if len(found) >= NEAR:
                break
        if len(found) >= NEAR or not near:
            break
    found.sort(key=lambda each: (-each[0], each[1].version, each[1].number))
    return [row for _, row in found[:NEAR]]


def _closest(columns: np.ndarray, vector: np.ndarray, centre: np.ndarray) -> Iterator[np.ndarray]:
    """Places among the codes, those that are probably nearest first, some at once: the more the more codes there are, so that few of the nearest are missed."""
    ((code,), _) = packed(vector[None], centre)
    differing = count_bits(columns, code)
    exact = min(max(len(differing) // 128, EXACT[0]), EXACT[1])
    for start in range(0, min(LOOKED_AT, len(differing)), CLOSER * exact):
        many = min(CLOSER * exact, len(differing) - start)
        near = np.argpartition(differing, many - 1)[:many]
        differing[near] = np.iinfo(differing.dtype).max
        near = near[np.argsort(-lean(as_codes(columns[:, near]), vector), kind="stable")]
        yield from (near[i : i + exact] for i in range(0, many, exact))


def _cosines(connection: Connection, numbers: Sequence[int], codes: np.ndarray, vector: np.ndarray, centre: np.ndarray) -> dict[int, float]:
    kept = sizes_of(connection, numbers)
    if not kept:
        return {}
    place = {number: i for i, number in enumerate(numbers)}
    sizes = np.frombuffer(b"".join(kept.values()), dtype=np.uint8).reshape(len(kept), -1)
    cosines = restored(codes[[place[number] for number in kept]], sizes, centre) @ vector
    return dict(zip(kept, cosines.tolist()))
