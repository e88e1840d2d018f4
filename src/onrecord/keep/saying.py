"""All that one speaker said, across reports, as a list that is quickly made: without the reports' texts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from onrecord.headlines import headline
from onrecord.keep.index import decoded
from onrecord.keep.portions import portions
from onrecord.keep.quoting import Quote, quote_shortly
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import articles, readings, statements, texts, versions
from onrecord.keep.superseding import LATEST_READING, LATEST_VERSION
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.profiles import Entity
from onrecord.types import Statement

_OF = articles.join(versions, versions.c.article == articles.c.id).join(readings, readings.c.text == versions.c.text).join(statements, statements.c.reading == readings.c.id)
T = TypeVar("T")
Place = tuple[str, int, int]  # of a statement in the order: the day, the row of the report, and how far from the report's end it stands


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement by its id, the report that it stands in, the day of this, and what the statement does."""

    statement: str
    article: str
    published: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class About:
    """The report in which a statement stands: its id, the hash of its text, and what is known of where it was published."""

    id: str
    sha256: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its words, those by which to quote it in a list, and its report."""

    statement: Statement
    words: str
    quote: Quote
    article: About


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
    wanted: dict[str, set[tuple[str, str]]] = {}
    for appearance in appearances:
        wanted.setdefault(appearance.article, set()).add((appearance.name, appearance.kind))
    return Said(entity, tuple(saying for _, saying in said_in(connection, wanted)))


def said_in(connection: Connection, wanted: Mapping[str, Collection[tuple[str, str]]]) -> list[tuple[Place, Saying]]:
    """What is said in the latest version of some reports under the names and kinds that are wanted of each, with its place in the order, the newest first."""
    columns = (statements.c.statement_id, statements.c.speaker_name, statements.c.speaker_kind, statements.c.act, statements.c.place, articles.c.article_id, versions.c.article, versions.c.published)
    found: list[tuple[Place, Saying]] = []
    for some in portions(wanted):
        names = {name for each in some for name, _ in wanted[each]}
        for row in connection.execute(select(*columns).select_from(_OF).where(articles.c.article_id.in_(some), LATEST_VERSION, LATEST_READING, statements.c.speaker_name.in_(names))):
            if (row.speaker_name, row.speaker_kind) in wanted[row.article_id]:
                found.append(((row.published or "", row.article, -row.place), Saying(row.statement_id, row.article_id, row.published, row.act)))
    return sorted(found, key=lambda each: each[0], reverse=True)


def lines_of(connection: Connection, sayings: Sequence[Saying]) -> list[Line]:
    """The statements with their words; those are left out that stand no longer."""
    columns = (statements, articles.c.article_id, versions.c.title, versions.c.outlet, versions.c.published, versions.c.url, texts.c.sha256, texts.c.id.label("text"))
    found: dict[tuple[str, str], Row[Any]] = {}
    words: dict[int, str] = {}
    for some in portions(dict.fromkeys(each.article for each in sayings)):
        asked = select(*columns).select_from(_OF.join(texts, texts.c.id == versions.c.text))
        ids = [each.statement for each in sayings if each.article in set(some)]
        found |= {(row.article_id, row.statement_id): row for row in connection.execute(asked.where(articles.c.article_id.in_(some), statements.c.statement_id.in_(ids), texts.c.text.is_not(None), LATEST_VERSION, LATEST_READING))}
    for some_texts in portions({row.text for row in found.values()}):
        words |= {row.id: decoded(row.text) for row in connection.execute(select(texts.c.id, texts.c.text).where(texts.c.id.in_(some_texts)))}
    rows = [row for each in sayings if (row := found.get((each.article, each.statement)))]
    return [_line(row, words[row.text]) for row in rows]


def _line(row: Row[Any], text: str) -> Line:
    statement = statement_of(row)
    return Line(statement, " … ".join(text[start:end] for start, end in statement.content), quote_shortly(text, statement), About(row.article_id, row.sha256, headline(row.title, text), row.outlet, row.published, row.url))
