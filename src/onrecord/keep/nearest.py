"""Statements that are nearest in meaning: their codes are looked through in memory, and the vectors of the best are compared; or pgvector finds them.

Of codes, three steps, each looking closer at fewer statements: in how many bits the codes differ (all), how far the codes lean the question's way (CLOSER times as many as the next step), and cosines (EXACT at once, until NEAR
have passed the filters).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Row, select

from onrecord.errors import RecordError
from onrecord.keep import pgvector
from onrecord.keep.cursors import Cursor
from onrecord.keep.finding import Finding, dated, of_rows, spoken, those_of
from onrecord.keep.marks import MARK, fitting
from onrecord.keep.query import Query
from onrecord.keep.schema import meaning_codes, readings
from onrecord.keep.vectors import built, sizes_of, waiting
from onrecord.meaning.codes import CODE, as_codes, as_columns, count_bits, lean, packed, restored
from onrecord.meaning.embedding import Embedding

NEAR = 100  # hits of a search by meaning
LEAST = 0.2  # cosine of a hit
FEW_VERSIONS = 20_000  # that outlets, days and times let through, at most, if their statements alone are to be looked at
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


class _Codes(NamedTuple):
    """Of N statements in R readings."""

    numbers: np.ndarray  # (N,), in order
    columns: np.ndarray
    marks: np.ndarray  # (N, MARK)
    texts: np.ndarray  # (R,)
    counts: np.ndarray  # (R,), of statements
    readings: np.ndarray  # (R,), in order

    def up_to(self, reading: int) -> "_Codes":
        """Those of the readings up to one."""
        if not len(self.readings) or self.readings[-1] <= reading:
            return self
        many = int(np.searchsorted(self.readings, reading, side="right"))
        n = int(self.counts[:many].sum())
        return _Codes(self.numbers[:n], self.columns[:, :n], self.marks[:n], self.texts[:many], self.counts[:many], self.readings[:many])


@dataclass(frozen=True, slots=True)
class _Known:
    model: str
    reading: int
    changes: int
    codes: _Codes


class Meanings:
    """The codes and marks of a record's statements in memory, 58 bytes each.  What was added since is taken in at the next question."""

    def __init__(self, embedding: Embedding):
        self.embedding, self.lock = embedding, Lock()
        self.known = _Known("", 0, 0, _unpacked([]))

    def check(self, connection: Connection) -> None:
        """Raises NotIndexed where some statements have no vector."""
        if missing := waiting(connection, self.embedding):
            raise NotIndexed(f"{missing:,} statement{'' if missing == 1 else 's'} cannot be searched by meaning yet: run `onrecord index`, or search by words")

    def nearest(self, connection: Connection, vector: np.ndarray, passing: "Passing") -> Iterator[dict[int, float]]:
        """Cosines by statement, the nearest first, some at once; most of those that cannot pass are left out, and all that were added since the first page, which would push others out of those that are looked at."""
        codes = self._codes(connection).up_to(passing.made.bound["reading"])
        for at in _closest(codes.columns, vector, self.embedding.centre, _chosen(codes, passing)):
            yield _cosines(connection, codes.numbers[at].tolist(), as_codes(codes.columns[:, at]), vector, self.embedding.centre)

    def _codes(self, connection: Connection) -> _Codes:
        state = built(connection)
        with self.lock:
            known = self.known
            fresh = (known.model, known.changes) == (state.model, state.changes) and known.reading <= state.reading
            if not fresh or known.reading < state.reading:
                later = meaning_codes.c.reading > (known.reading if fresh else 0)
                codes = _unpacked(connection.execute(select(meaning_codes, readings.c.text).join(readings).where(later).order_by(meaning_codes.c.reading)).all())
                if fresh:
                    codes = _Codes(*(np.concatenate(both, axis=-1 if both[0] is known.codes.columns else 0) for both in zip(known.codes, codes)))
                self.known = known = _Known(state.model, state.reading, state.changes, codes)
        return known.codes


def _unpacked(rows: Sequence[Row[Any]]) -> _Codes:
    codes = np.frombuffer(b"".join(row.codes for row in rows), dtype=np.uint8).reshape(-1, CODE)
    marks = np.frombuffer(b"".join(row.marks for row in rows), dtype=np.uint8).reshape(-1, MARK)
    firsts, counts, texts, known = (np.array([value(row) for row in rows], dtype=np.int64) for value in (lambda row: row.first, lambda row: len(row.codes) // CODE, lambda row: row.text, lambda row: row.reading))
    return _Codes(spread(firsts, counts), as_columns(codes), marks, texts, counts, known)


def _chosen(codes: _Codes, passing: "Passing") -> np.ndarray | None:
    """Places of the statements that may pass, in order; None where that is any."""
    fits = [fitting(codes.marks, passing.made.query)]
    if passing.texts is not None:
        fits.append(np.repeat(np.isin(codes.texts, passing.texts), codes.counts))
    if passing.numbers is not None:
        fits.append(np.isin(codes.numbers, passing.numbers))
    known = [fit for fit in fits if fit is not None]
    return np.flatnonzero(np.logical_and.reduce(known)) if known else None


def spread(firsts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Whole numbers in a row, so many from each of the first ones on."""
    return np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())


class Passing:
    """Which statements pass the filters of a query, whatever its words.

    `numbers` are the statements of its speakers, and `texts` those of the versions that outlets, days and times let through; None where it is not known beforehand, or not asked for.
    """

    def __init__(self, connection: Connection, query: Query, cursor: Cursor):
        self.connection = connection
        self.made: Finding = of_rows(connection, replace(query, within="statements"), cursor)

    @cached_property
    def numbers(self) -> np.ndarray | None:
        return _array(None if self.made.nothing else spoken(self.connection, self.made.query.speaker))

    @cached_property
    def texts(self) -> np.ndarray | None:
        return _array(None if self.made.nothing else dated(self.connection, self.made, FEW_VERSIONS))

    def of(self, numbers: Sequence[int]) -> list[Near]:
        """Those of some statements that pass, each in every version of a report that has its text."""
        if self.made.nothing or not numbers:
            return []
        if self.numbers is not None:
            numbers = np.array(numbers)[np.isin(numbers, self.numbers)].tolist()
        return [Near(row.version, row.number, row.day, row.text) for row in those_of(self.connection, self.made, numbers)]


def _array(numbers: list[int] | None) -> np.ndarray | None:
    return None if numbers is None else np.array(numbers, dtype=np.int64)


def find_nearest(connection: Connection, words: str, passing: Passing, meanings: Meanings) -> list[Near]:
    """Statements that pass, the nearest to the words first, at most NEAR versions of them.  Raises NotIndexed."""
    meanings.check(connection)
    vector = meanings.embedding.embed_question(words)
    if vector is None or passing.made.nothing:
        return []
    if built(connection).by_server:
        rows = pgvector.nearest(connection, vector, passing.made, NEAR, LEAST)
        found = [(row.cosine, Near(row.version, row.number, row.day, row.text)) for row in rows if row.cosine >= LEAST]
    else:
        found = _among_codes(connection, vector, passing, meanings)
    found.sort(key=lambda each: (-each[0], each[1].version, each[1].number))
    return [row for _, row in found[:NEAR]]


def _among_codes(connection: Connection, vector: np.ndarray, passing: Passing, meanings: Meanings) -> list[tuple[float, Near]]:
    """With their cosines, NEAR of them or more, if there are."""
    found: list[tuple[float, Near]] = []
    for cosines in meanings.nearest(connection, vector, passing):
        near = sorted((number for number, cosine in cosines.items() if cosine >= LEAST), key=lambda number: -cosines[number])
        for start in range(0, len(near), AT_ONCE):
            found += [(cosines[row.number], row) for row in passing.of(near[start : start + AT_ONCE])]
            if len(found) >= NEAR:
                break
        if len(found) >= NEAR or not near:
            break
    return found


def _closest(columns: np.ndarray, vector: np.ndarray, centre: np.ndarray, chosen: np.ndarray | None) -> Iterator[np.ndarray]:
    """Places among the codes, or the chosen ones of these, that are probably nearest first, some at once: the more the more codes there are, so that few of the nearest are missed."""
    ((code,), _) = packed(vector[None], centre)
    differing = count_bits(columns, code)
    if chosen is not None:
        differing = differing[chosen]
    exact = min(max(len(differing) // 128, EXACT[0]), EXACT[1])
    for start in range(0, min(LOOKED_AT, len(differing)), CLOSER * exact):
        many = min(CLOSER * exact, len(differing) - start)
        at = np.argpartition(differing, many - 1)[:many]
        differing[at] = np.iinfo(differing.dtype).max
        near = at if chosen is None else chosen[at]
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
