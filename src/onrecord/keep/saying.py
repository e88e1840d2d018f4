"""All that one speaker said, across reports, as a list that is quickly made: without the reports' texts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, exists, select, tuple_

from onrecord.keep.schema import articles, readings, statements, versions
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.profiles import Entity

AT_ONCE = 400  # reports that one query asks for
_newer, _reread = versions.alias("newer"), readings.alias("reread")


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement by its id, the report that it stands in, the day of this, and what the statement does."""

    statement: str
    article: str
    published: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker across reports, and everything said by it in the latest version of each, the newest first; what bears no date comes last."""

    entity: Entity
    sayings: tuple[Saying, ...]

    @property
    def acts(self) -> dict[str | None, int]:
        """How often the speaker does what, the most frequent first."""
        return dict(Counter(saying.act for saying in self.sayings).most_common())


def said_by(connection: Connection, entity: Entity, appearances: Iterable[Appearance]) -> Said:
    """What the appearances say, each under its own name and kind."""
    latest = ~exists().where(_newer.c.article == versions.c.article, _newer.c.id > versions.c.id)
    last = ~exists().where(_reread.c.text == readings.c.text, tuple_(_reread.c.read, _reread.c.id) > tuple_(readings.c.read, readings.c.id))
    of = articles.join(versions, versions.c.article == articles.c.id).join(readings, readings.c.text == versions.c.text).join(statements, statements.c.reading == readings.c.id)
    columns = (statements.c.statement_id, statements.c.speaker_name, statements.c.speaker_kind, statements.c.act, statements.c.place, articles.c.article_id, versions.c.published)
    wanted: dict[str, set[tuple[str, str]]] = {}
    for appearance in appearances:
        wanted.setdefault(appearance.article, set()).add((appearance.name, appearance.kind))
    found: list[tuple[str, str, int, Saying]] = []
    for some in _portions(wanted):
        for row in connection.execute(select(*columns).select_from(of).where(articles.c.article_id.in_(some), latest, last, statements.c.speaker_name.is_not(None))):
            if (row.speaker_name, row.speaker_kind) in wanted[row.article_id]:
                found.append((row.published or "", row.article_id, -row.place, Saying(row.statement_id, row.article_id, row.published, row.act)))
    found.sort(key=lambda each: each[:3], reverse=True)
    return Said(entity, tuple(each[3] for each in found))


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, AT_ONCE)):
        yield some
