"""Who speaks in a record: its speakers across reports, taken in as reports come, and what people have decided about them."""

from collections.abc import Callable
from threading import RLock

from sqlalchemy import Connection, Engine, exists, func, select

from onrecord.errors import UsageError
from onrecord.keep.clock import now
from onrecord.keep.database import Place, reading, writing
from onrecord.keep.decided import add_decision, list_decisions
from onrecord.keep.lookup import load_article
from onrecord.keep.schema import decisions, readings, takedowns, texts, versions
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.decisions import Decision
from onrecord.resolve.entities import Entities
from onrecord.resolve.listing import Listing, Speaking
from onrecord.resolve.people import People
from onrecord.resolve.profiles import Entity

_newer = versions.alias("newer")


class Speakers:
    """The speakers of the latest version of each report, as its latest model read it.  What was added since the last question is taken in before the next; only where a report has changed, was read
    anew or was taken down is everything gone through again."""

    def __init__(self, engine: Engine, path: Place):
        self.engine, self.path, self.lock = engine, path, RLock()
        self._forget(())

    def _forget(self, decided: tuple[Decision, ...]) -> None:
        self.listing = Listing(decided)
        self.listed: list[Speaking] | None = None
        self.version = self.reading = self.gone = 0
        self.articles: set[int] = set()
        self.texts: set[int] = set()
        self.decided = len(decided)

    def rows(self, people: People | None = None) -> list[Speaking]:
        with self.lock:
            self._catch_up()
            if people is not None:
                return self.listing.rows(people)
            if self.listed is None:
                self.listed = self.listing.rows()
            return list(self.listed)

    def entity(self, id: str) -> tuple[Entity, list[Appearance]]:
        """A speaker, and where it appears.  Raises UsageError where there is none."""
        with self.lock:
            self._catch_up()
            return self.listing.entities.entity(id), self.listing.appearances(id)

    def decide(self, make: Callable[[Entities, str], Decision]) -> Decision:
        """Keep a decision; `make` makes it among the entities, on a day."""
        with self.lock:
            self._catch_up()
            try:
                with writing(self.engine, self.path) as connection:
                    if connection.execute(select(func.count()).select_from(decisions)).scalar_one() != self.decided:
                        raise UsageError("somebody else has just decided about speakers: look again, and decide then")
                    made = make(self.listing.entities, now())
                    add_decision(connection, made, made.undoes)
            except BaseException:
                self.decided = -1  # to be read anew
                raise
            self.decided += 1
            self.listed = None
            return made

    def _catch_up(self) -> None:
        with reading(self.engine, self.path) as connection:
            gone, decided = (connection.execute(select(func.count()).select_from(of)).scalar_one() for of in (takedowns, decisions))
            new = self._new(connection)
            if gone != self.gone or decided != self.decided or any(article in self.articles or (text in self.texts and made > self.reading) for _, article, _, text, made in new):
                self._forget(list_decisions(connection))
                self.gone = gone
                new = self._new(connection)
            for version, article, number, text, made in new:
                self.listing.add(load_article(connection, article, number))
                self.listed = None
                self.articles.add(article)
                self.texts.add(text)
                self.version, self.reading = max(self.version, version), max(self.reading, made)

    def _new(self, connection: Connection) -> list[tuple[int, int, int, int, int]]:
        """Version, article, number, text and latest reading of each report that has been added or read since."""
        latest = ~exists().where(_newer.c.article == versions.c.article, _newer.c.id > versions.c.id)
        last = func.max(readings.c.id)
        chosen = select(versions.c.id, versions.c.article, versions.c.number, versions.c.text, last).select_from(versions.join(texts).join(readings, readings.c.text == texts.c.id))
        chosen = chosen.where(texts.c.text.is_not(None), latest).group_by(versions.c.id, versions.c.article, versions.c.number, versions.c.text).order_by(versions.c.id)
        return [(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(chosen.having((versions.c.id > self.version) | (last > self.reading)))]
