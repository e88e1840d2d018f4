"""Who speaks in a record: its speakers across reports as they are kept, and what people have decided about them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy import Connection, Engine, select

from onrecord.keep import resolving
from onrecord.keep.clock import now
from onrecord.keep.database import Place, reading, writing
from onrecord.keep.decided import add_decision, list_decisions
from onrecord.keep.kept_names import KeptEntities
from onrecord.keep.schema import appearances
from onrecord.keep.state import state_of
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.decisions import Decision
from onrecord.resolve.entities import Entities
from onrecord.resolve.listing import Speaking, ranked
from onrecord.resolve.people import People
from onrecord.resolve.profiles import Entity, profile


class Speakers:
    """The speakers of the latest version of each report, as its latest model read it and people corrected it.  What has changed since the last question is taken in before the next."""

    def __init__(self, engine: Engine, path: Place):
        self.engine, self.path, self.lock = engine, path, RLock()
        self.listed: tuple[str, list[Speaking]] | None = None

    def catch_up(self) -> None:
        """Work out what was added, changed, taken down or decided."""
        with self.known():
            pass

    def rows(self, people: People | None = None, as_kept: bool = False) -> list[Speaking]:
        with self.known(as_kept) as connection:
            if people is not None:
                return ranked(resolving.list_kept(connection, people))
            state = f"{state_of(connection)} {resolving.kept_up_to(connection)}"
            listed = self.listed
            if listed is None or listed[0] != state:
                listed = self.listed = state, ranked(resolving.list_kept(connection))
            return list(listed[1])

    def entity(self, id: str, as_kept: bool = False) -> tuple[Entity, list[Appearance]]:
        """A speaker, and where it appears.  Raises UsageError where there is none."""
        with self.known(as_kept) as connection:
            found = KeptEntities(connection, ()).members(id)
        return profile(found[0][1].entity, found), [appearance for appearance, _ in found]

    def whole(self, connection: Connection, id: str) -> str:
        """The speaker's own id, by that of any of its appearances.  Raises UsageError where there is none."""
        return KeptEntities(connection, ()).whole(id)

    def of_country(self, connection: Connection, code: str) -> frozenset[str]:
        return frozenset(connection.execute(select(appearances.c.entity).where(appearances.c.country == code).distinct()).scalars())

    def decide(self, make: Callable[[Entities, str], Decision]) -> Decision:
        """Keep a decision; `make` makes it among the entities, on a day."""
        with self.lock, writing(self.engine, self.path) as connection:
            resolving.catch_up(connection)
            made = make(KeptEntities(connection, list_decisions(connection)), now())
            add_decision(connection, made, made.undoes)
            resolving.catch_up(connection)
            return made

    @contextmanager
    def known(self, as_kept: bool = False) -> Iterator[Connection]:
        """What is kept of speakers, with what has changed since, or `as_kept`: as they were worked out last, whatever came since, so that nobody waits for it."""
        if as_kept:
            with reading(self.engine, self.path) as connection:
                yield connection
            return
        with self.lock:
            with reading(self.engine, self.path) as connection:
                if resolving.is_up_to_date(connection):
                    yield connection
                    return
                built = resolving.build_if_much(connection)
            with writing(self.engine, self.path) as connection:
                resolving.catch_up(connection, built)
                yield connection
