"""The reports that a record has not compared yet are compared with those that they meet, and the statements that probably report one occasion are tied.

A report costs the same however many the record holds: it meets those of the days around it that share keys with it, and of these the ones that share most.
"""

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select, update

from onrecord.follow.blocking import keys_of
from onrecord.follow.meetings import APART
from onrecord.follow.occasions import day_of
from onrecord.follow.ties import Telling, tell_report, tie
from onrecord.keep.index import decoded
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import compared, meeting_keys, readings, statements, texts, ties, versions
from onrecord.read.copying import reading_copy

MET = 300  # reports that share most keys with one, of which the words are looked at
MOST = 12  # of these, with most words in common, that it is compared with
LEAST, SHARE = 2, 0.06  # stems that two reports share at least, as a number and of the geometric mean of both
KEPT = 400  # reports that stay in memory while others are compared

Known = OrderedDict[int, tuple[Telling, str, str | None]]  # by the reading: what it tells, the hash of its text, and the day of that text's first publication


def _packed(telling: Telling) -> bytes:
    """Hashes of the stems of what is said in a report, 32 bits each, in order."""
    return np.unique(np.array([zlib.crc32(stem.encode()) for stem in telling.stems], dtype="<u4")).tobytes()


class Comparing:
    """Compares reports within a transaction; `known`, the reports in memory, may be handed from one to the next, but not from one that failed."""

    def __init__(self, connection: Connection, known: Known | None = None):
        self.connection = connection
        self.known: Known = OrderedDict() if known is None else known

    def waiting(self, most: int) -> list[int]:
        """Readings that were not compared yet, the first of them."""
        last = select(func.coalesce(func.max(compared.c.reading), 0)).scalar_subquery()
        return list(self.connection.execute(select(readings.c.id).where(readings.c.id > last).order_by(readings.c.id).limit(most)).scalars())

    def run(self, most: int = 1_000_000) -> int:
        """Compare what waits, and tell how many readings that were."""
        waiting = self.waiting(most)
        for reading in waiting:
            self.compare(reading)
        return len(waiting)

    def compare(self, reading: int) -> None:
        telling, day = self._tellings([reading])[reading]
        keys = keys_of(telling, bool(day))
        nearest = self._nearest(telling, self._met(reading, keys, day)) if keys else []
        others = {other: each for other, (each, _) in self._tellings(nearest).items()}
        meant = {other: len(each.meant) for other, each in others.items()}
        found = [tied for each in others.values() for tied in tie(telling, each)]
        self.connection.execute(insert(compared), {"reading": reading, "stems": _packed(telling), "vectors": _kept(telling), "others": np.array(sorted(others), dtype="<i8").tobytes()})
        for other, each in others.items():
            if len(each.meant) > meant[other]:
                self.connection.execute(update(compared).where(compared.c.reading == other).values(vectors=_kept(each)))
        rows = [{"a": a, "b": b, "weight": t.weight, "reasons": t.reasons} for t in found for a, b in [sorted((int(t.a), int(t.b)))]]
        if rows:
            self.connection.execute(insert(ties), rows)
        if keys:
            self.connection.execute(insert(meeting_keys), [{"key": key, "day": day, "reading": reading} for key in sorted(keys)])

    def forget(self, text: int) -> tuple[list[int], set[int]]:
        """What comparing the readings of a text has come to is taken back, before its day becomes another: the readings, to be compared again, and the rows of the statements that were tied with theirs, and their own."""
        known = list(self.connection.execute(select(readings.c.id).join(compared).where(readings.c.text == text).order_by(readings.c.id)).scalars())
        tied = set[int]()
        for reading, (telling, day) in self._tellings(known).items():
            own = select(statements.c.id).where(statements.c.reading == reading)
            ends = ties.c.a.in_(own) | ties.c.b.in_(own)
            tied.update(row for pair in self.connection.execute(select(ties.c.a, ties.c.b).where(ends)) for row in pair)
            self.connection.execute(delete(ties).where(ends))
            keys = meeting_keys.c.key.in_(sorted(keys_of(telling, bool(day))))
            later = select(meeting_keys.c.reading).where(keys, meeting_keys.c.day.between(*_span(day)), meeting_keys.c.reading > reading)
            for row in self.connection.execute(select(compared.c.reading, compared.c.others).where(compared.c.reading.in_(later), compared.c.others.is_not(None))).all():
                if reading in (others := np.frombuffer(row.others, dtype="<i8")):
                    self.connection.execute(update(compared).where(compared.c.reading == row.reading).values(others=others[others != reading].tobytes()))
            self.connection.execute(delete(meeting_keys).where(keys, meeting_keys.c.day == day, meeting_keys.c.reading == reading))
            self.connection.execute(delete(compared).where(compared.c.reading == reading))
        return known, tied

    def _met(self, reading: int, keys: Iterable[int], day: int) -> list[int]:
        """The readings of other reports that share most keys, within the days in which one occasion is reported."""
        own = select(versions.c.article).join(readings, readings.c.text == versions.c.text).where(readings.c.id == reading)
        same = select(readings.c.id).join(versions, versions.c.text == readings.c.text).where(versions.c.article.in_(own))
        shared = select(meeting_keys.c.reading).where(meeting_keys.c.key.in_(sorted(keys)), meeting_keys.c.day.between(*_span(day)), meeting_keys.c.reading.not_in(same))
        return list(self.connection.execute(shared.group_by(meeting_keys.c.reading, meeting_keys.c.day).order_by(func.count().desc(), func.abs(meeting_keys.c.day - day), meeting_keys.c.reading).limit(MET)).scalars())

    def _nearest(self, telling: Telling, met: Sequence[int]) -> list[int]:
        """Of the readings that one meets, those whose statements share most stems with its own."""
        own = np.frombuffer(_packed(telling), dtype="<u4")
        shares = []
        for row in self.connection.execute(select(compared.c.reading, compared.c.stems).where(compared.c.reading.in_(met), compared.c.stems.is_not(None))):
            other = np.frombuffer(row.stems, dtype="<u4")
            shared = len(np.intersect1d(own, other, assume_unique=True))
            share = shared / max(1, len(own) * len(other)) ** 0.5
            if share >= SHARE and shared >= min(LEAST, len(own), len(other)):
                shares.append((-share, row.reading))
        return [reading for _, reading in sorted(shares)[:MOST]]

    def _tellings(self, some: Sequence[int]) -> dict[int, tuple[Telling, int]]:
        """What readings tell, and the day of their text's first publication, in the order in which they are named."""
        if not some:
            return {}
        published = select(func.min(versions.c.published)).where(versions.c.text == texts.c.id).scalar_subquery()
        heads = {row.id: row for row in self.connection.execute(select(readings.c.id, texts.c.sha256, published.label("published")).join(texts).where(readings.c.id.in_(some)))}
        self._load([id for id in some if id not in self.known or self.known[id][1:] != (heads[id].sha256, heads[id].published)], heads)
        found = {}
        for id in some:
            self.known.move_to_end(id)
            day = day_of(heads[id].published)
            found[id] = self.known[id][0], day.toordinal() if day else 0
        while len(self.known) > KEPT:
            self.known.popitem(last=False)
        return found

    def _load(self, missing: Sequence[int], heads: Mapping[int, Any]) -> None:
        if not missing:
            return
        rows = self.connection.execute(select(statements).where(statements.c.reading.in_(missing)).order_by(statements.c.reading, statements.c.place))
        said = {id: [(str(row.id), statement_of(row)) for row in some] for id, some in groupby(rows, key=lambda row: row.reading)}
        for row in self.connection.execute(select(readings.c.id, texts.c.text, compared.c.vectors).select_from(readings.join(texts).outerjoin(compared)).where(readings.c.id.in_(missing))):
            head, copy = heads[row.id], reading_copy("" if row.text is None else decoded(row.text))
            self.known[row.id] = tell_report([(id, copy.statement(statement)) for id, statement in said.get(row.id, [])], copy.text, head.published, row.vectors), head.sha256, head.published


def _span(day: int) -> tuple[int, int]:
    """The days of publication, as numbers, of the reports that one of a day meets."""
    return (day - APART, day + APART) if day else (0, 0)


def _kept(telling: Telling) -> bytes | None:
    """The vectors of a report, as far as they are worked out."""
    return telling.vectors.tobytes() if telling.meant else None
