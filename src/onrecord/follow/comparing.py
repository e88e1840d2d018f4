"""The reports that a record has not compared yet are compared with those that they meet, and the statements that probably report one occasion are tied.

A report costs the same however many the record holds: it meets those of the days around it that share keys with it, and of these the ones that share most.
"""

from collections import OrderedDict
from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from onrecord.follow.blocking import keys_of
from onrecord.follow.occasions import day_of
from onrecord.follow.ties import APART, Telling, say, tie
from onrecord.keep.index import decoded
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import compared, meeting_keys, readings, statements, texts, ties, versions

MOST = 40  # reports that one is compared with
KEPT = 400  # reports that stay in memory while others are compared


class Comparing:
    """Compares reports within one transaction."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.known: OrderedDict[int, tuple[Telling, int]] = OrderedDict()

    def waiting(self, most: int) -> list[int]:
        """Readings that were not compared yet, the first of them."""
        last = select(func.coalesce(func.max(compared.c.reading), 0)).scalar_subquery()
        return list(self.connection.execute(select(readings.c.id).where(readings.c.id > last).order_by(readings.c.id).limit(most)).scalars())

    def run(self, most: int = 1_000_000) -> int:
        """Compare what waits, and tell how many readings that were."""
        waiting = self.waiting(most)
        for reading in waiting:
            self.connection.execute(insert(compared), {"reading": reading})
            telling, day = self._telling(reading)
            if not telling.said:
                continue
            keys = keys_of(telling)
            found = [tied for other in self._met(reading, keys, day) for tied in tie(telling, self._telling(other)[0])]
            rows = [{"a": a, "b": b, "weight": t.weight, "reasons": t.reasons} for t in found for a, b in [sorted((int(t.a), int(t.b)))]]
            if rows:
                self.connection.execute(insert(ties), rows)
            if keys:
                self.connection.execute(insert(meeting_keys), [{"key": key, "day": day, "reading": reading} for key in sorted(keys)])
        return len(waiting)

    def _met(self, reading: int, keys: Iterable[int], day: int) -> list[int]:
        """The readings of other reports that share most keys, within the days in which one occasion is reported."""
        span = (day - APART, day + APART) if day else (0, 0)
        own = select(versions.c.article).join(readings, readings.c.text == versions.c.text).where(readings.c.id == reading)
        same = select(readings.c.id).join(versions, versions.c.text == readings.c.text).where(versions.c.article.in_(own))
        shared = select(meeting_keys.c.reading).where(meeting_keys.c.key.in_(sorted(keys)), meeting_keys.c.day.between(*span), meeting_keys.c.reading.not_in(same))
        return list(self.connection.execute(shared.group_by(meeting_keys.c.reading).order_by(func.count().desc(), func.abs(meeting_keys.c.day - day), meeting_keys.c.reading).limit(MOST)).scalars())

    def _telling(self, reading: int) -> tuple[Telling, int]:
        """What a reading tells, and the day of its text's first publication."""
        if reading in self.known:
            self.known.move_to_end(reading)
            return self.known[reading]
        published = select(func.min(versions.c.published)).where(versions.c.text == texts.c.id).scalar_subquery()
        row = self.connection.execute(select(texts.c.text, published.label("published")).join(readings).where(readings.c.id == reading)).one()
        text = "" if row.text is None else decoded(row.text)
        kept = self.connection.execute(select(statements).where(statements.c.reading == reading).order_by(statements.c.place))
        day = day_of(row.published)
        found = Telling(text, tuple(say(str(of.id), statement_of(of), text, row.published) for of in kept)), day.toordinal() if day else 0
        self.known[reading] = found
        if len(self.known) > KEPT:
            self.known.popitem(last=False)
        return found
