"""Reading again what is kept, with another model.  What earlier ones made of it stays; search sees the latest."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, exists, select

from onrecord.keep.adding import add_reading
from onrecord.keep.carrying import in_force
from onrecord.keep.correcting import settle
from onrecord.keep.corrections import corrections_of
from onrecord.keep.database import Place, reading, writing
from onrecord.keep.index import decoded
from onrecord.keep.ingest import CHARACTERS, REPORTS, SECONDS
from onrecord.keep.schema import readings, texts
from onrecord.pipeline import Extractor
from onrecord.types import Article, Report


@dataclass(frozen=True, slots=True)
class Reread:
    """How many texts the model has read now, with how many statements in them, and how many it had read before; and how many corrections by people were carried over to its statements.

    `unplaced` are the numbers of those that are about statements which the model does not find: they are kept, and hold nothing until a later model finds the statement.
    """

    model: str
    texts: int
    statements: int
    known: int
    carried: int = 0
    unplaced: tuple[int, ...] = ()


def read_again(engine: Engine, path: Place, extractor: Extractor, watch: Callable[[int, int], None] | None = None) -> Reread:
    """All texts that the model has not read, in batches of one transaction each, so that one which was killed is run again and goes on."""
    model = str(extractor.model.card["name"])
    read = exists().where(readings.c.text == texts.c.id, readings.c.model == model)
    with reading(engine, path) as connection:
        waiting = list(connection.execute(select(texts.c.id).where(texts.c.text.is_not(None), ~read).order_by(texts.c.id)).scalars())
        known = len(connection.execute(select(texts.c.id).where(texts.c.text.is_not(None), read)).all())
    given: list[int] = []

    def reports() -> Iterator[Report]:
        for number in waiting:
            with reading(engine, path) as connection:
                kept = connection.execute(select(texts.c.text).where(texts.c.id == number)).scalar()
            if kept is not None:  # else it was taken down meanwhile
                given.append(number)
                yield Report(decoded(kept))

    batch: list[tuple[int, Article]] = []
    done = found = size = carried = 0
    unplaced: list[int] = []
    began = time.monotonic()
    try:
        for article in extractor.extract_many(reports()):
            batch.append((given.pop(0), article))
            size += len(article.text)
            done, found = done + 1, found + len(article.statements)
            if watch:
                watch(done, found)
            if len(batch) >= REPORTS or size >= CHARACTERS or time.monotonic() - began > SECONDS:
                carried += _keep(engine, path, batch, unplaced)
                batch, size, began = [], 0, time.monotonic()
    finally:
        carried += _keep(engine, path, batch, unplaced)
    return Reread(model, done, found, known, carried, tuple(unplaced))


def _keep(engine: Engine, path: Place, batch: list[tuple[int, Article]], unplaced: list[int]) -> int:
    """How many corrections have a place among the statements."""
    carried = 0
    if not batch:
        return carried
    with writing(engine, path) as connection:
        for number, article in batch:
            there = connection.execute(select(texts.c.text.is_not(None)).where(texts.c.id == number)).scalar()
            if there and connection.execute(select(readings.c.id).where(readings.c.text == number, readings.c.model == article.model)).scalar() is None:
                add_reading(connection, number, article)
                lost = settle(connection, number)
                carried += len(in_force(corrections_of(connection, number))) - len(lost)
                unplaced += lost
    return carried
