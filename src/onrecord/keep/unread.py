"""Reading for the ledger what was kept without it: reports that came from another record or from a file with their statements, that were corrected since, or that an earlier onrecord read."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from onrecord.follow.drafts import Told
from onrecord.keep.adding import told_row
from onrecord.keep.database import Place, reading, writing
from onrecord.keep.ledger import latest
from onrecord.keep.lookup import load_article
from onrecord.keep.schema import findings
from onrecord.pipeline import Extractor
from onrecord.types import Article

TOGETHER = 100  # reports that one transaction keeps


def unread(connection: Connection, some: Collection[int] | None = None) -> list[Any]:
    """Versions, or of some those, of which it is not kept yet what they tell, or which a newer model or another onrecord has read since."""
    from onrecord import __version__

    rows = latest().subquery()
    kept = select(rows, findings.c.reading.label("read"), findings.c.program).select_from(rows.outerjoin(findings, findings.c.version == rows.c.id))
    return [row for row in connection.execute(kept if some is None else kept.where(rows.c.id.in_(some))) if row.read != row.reading or row.program != __version__]


def keep_told(connection: Connection, told: Mapping[int, tuple[int, Told]]) -> None:
    """Keep what versions, by their rows, were read to tell in a reading of a row: of those that are still to be read so, since they may have been corrected or taken down meanwhile."""
    for row in unread(connection, told):
        reading, each = told[row.id]
        if reading != row.reading:
            continue
        connection.execute(findings.delete().where(findings.c.version == row.id))
        connection.execute(insert(findings), told_row(row.id, row.reading, each))


def read_unread(engine: Engine, path: Place, workers: int = 1, watch: Callable[[int], None] | None = None) -> int:
    """Read what is unread, so many reports in each transaction, and that before others have to wait; how many these were.  `watch` is called with the number so far."""
    with reading(engine, path) as connection:
        waiting = [row.id for row in unread(connection)]
    if not waiting:
        return 0
    given: deque[Any] = deque()

    def articles() -> Iterator[Article]:
        for start in range(0, len(waiting), TOGETHER):
            with reading(engine, path) as connection:
                some = [(row, load_article(connection, row.article)) for row in unread(connection, waiting[start : start + TOGETHER])]  # those that still are
            for row, article in some:
                given.append(row)
                yield article

    done, batch = 0, dict[int, tuple[int, Told]]()
    for told in Extractor(workers=workers, commitments=False).tell_many(articles()):
        row, done = given.popleft(), done + 1
        batch[row.id] = row.reading, told
        if watch:
            watch(done)
        if len(batch) == TOGETHER:
            _keep(engine, path, batch)
            batch = {}
    _keep(engine, path, batch)
    return done


def _keep(engine: Engine, path: Place, told: Mapping[int, tuple[int, Told]]) -> None:
    if told:
        with writing(engine, path) as connection:
            keep_told(connection, told)
