"""Searching: a query as SQL, its hits as pieces of stored text."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, column, distinct, exists, func, literal, literal_column, or_, select, table

from onrecord.keep.cursors import Cursor, read_cursor, write_cursor
from onrecord.keep.index import decoded
from onrecord.keep.query import Query
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import articles, readings, statements, texts, versions
from onrecord.keep.snippets import cut_snippet, find_marks
from onrecord.keep.syntax import Asked, Phrase, parse
from onrecord.keep.words import folded
from onrecord.types import Span, Statement

FACETS = ("speaker", "act", "kind", "mode", "outlet")
VALUES = 20  # of a facet, the most frequent
_NAMED = {"speaker": statements.c.speaker_name, "act": statements.c.act, "kind": statements.c.kind, "mode": statements.c.mode, "outlet": versions.c.outlet}
_newer, _reread = versions.alias("newer"), readings.alias("reread")


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement, or a report, that a query found.

    `snippet` and `marks` are spans of the report's text, `words` the snippet's words, those of different spans joined by " … ".  `sha256` is the version of the text.
    """

    article: str
    sha256: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    snippet: tuple[Span, ...]
    marks: tuple[Span, ...]
    words: str
    statement: Statement | None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: one line of `onrecord search --format jsonl`."""
        return asdict(self) | {"snippet": [list(s) for s in self.snippet], "marks": [list(s) for s in self.marks], "statement": self.statement and self.statement.to_dict()}


@dataclass(frozen=True, slots=True)
class Page:
    """Hits, and the cursor of the page after them, None where there is none.  `facets` counts all hits by name, where the query asks for it: of each facet the most frequent
    values, None for hits that have none."""

    hits: tuple[Hit, ...]
    after: str | None
    facets: dict[str, dict[str | None, int]] | None = None


def find_hits(connection: Connection, query: Query) -> Page:
    """Raises UsageError for a query that is too long, and for a cursor that is not this query's."""
    asked = parse(query.words)
    if asked is None and query.words.strip():  # asked for what are no words
        return Page((), None, {facet: {} for facet in FACETS} if query.facets else None)
    cursor = read_cursor(query.after, query) if query.after else _newest(connection)
    found = _found(query, asked, cursor)
    facets = {facet: _count(connection, query, asked, cursor, facet) for facet in FACETS} if query.facets else None
    shown = set(cursor.shown)
    ordered = connection.execute(_page(found, query, asked, cursor).limit(query.limit + 1 + len(shown)))
    rows = [row for row in ordered if (row.version, row.number) not in shown]
    page = rows[: query.limit]
    after = write_cursor(_moved(cursor, query, asked, page), query) if len(rows) > len(page) else None
    return Page(_hits(connection, page, query, asked.phrases if asked else ()), after, facets)


def _newest(connection: Connection) -> Cursor:
    return Cursor(*(connection.execute(select(func.coalesce(func.max(of.c.id), 0))).scalar_one() for of in (versions, readings)))


def _found(query: Query, asked: Asked | None, cursor: Cursor) -> Select[Any]:
    """Every hit up to the cursor's newest rows: versions, and the statements in them where these are searched or looked at."""
    chosen = select().select_from(versions.join(articles).join(texts))
    conditions: list[ColumnElement[bool]] = [versions.c.id <= cursor.version, texts.c.text.is_not(None)]
    if query.versions == "latest":
        conditions.append(~exists().where(_newer.c.article == versions.c.article, _newer.c.id > versions.c.id, _newer.c.id <= cursor.version))
    if query.outlet:
        conditions.append(versions.c.outlet_key.in_([folded(outlet) for outlet in query.outlet]))
    if query.since:
        conditions.append(versions.c.published >= query.since)
    if query.until:
        conditions.append(versions.c.published <= query.until)
    if query.added:
        conditions.append(versions.c.ingested >= query.added)
    if query.within == "statements":
        chosen = chosen.join(readings, readings.c.text == texts.c.id).join(statements)
        return chosen.where(*conditions, *_of_statements(query, cursor), *_matching("statement_words", statements.c.id, "content", asked), *_of_speakers(query))
    if query.of_statements:
        with_one = select(literal(1)).select_from(readings.join(statements)).where(readings.c.text == versions.c.text, *_of_statements(query, cursor), *_of_speakers(query))
        conditions.append(with_one.correlate(versions).exists())
    return chosen.where(*conditions, *_matching("text_words", texts.c.id, "content", asked))


def _of_statements(query: Query, cursor: Cursor) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [readings.c.id <= cursor.reading]
    if query.versions == "latest":
        conditions.append(~exists().where(_reread.c.text == readings.c.text, _reread.c.id > readings.c.id, _reread.c.id <= cursor.reading))
    for name in ("kind", "mode", "act"):
        if values := getattr(query, name):
            conditions.append(statements.c[name].in_(values))
    if query.min_confidence:
        conditions.append(statements.c.confidence >= query.min_confidence)
    return conditions


def _of_speakers(query: Query) -> list[ColumnElement[bool]]:
    if not query.speaker:
        return []
    names = [f'"{words}"' for name in query.speaker if (words := folded(name))]
    return [_rows("statement_words", statements.c.id, f"speaker : ({' OR '.join(names)})")] if names else [literal(False)]


def _matching(index: str, row: ColumnElement[int], named: str, asked: Asked | None) -> list[ColumnElement[bool]]:
    if asked is None:
        return []
    among = _rows(index, row, f"{named} : ({asked.expression})")
    return [~among if asked.negated else among]


def _rows(index: str, row: ColumnElement[int], expression: str) -> ColumnElement[bool]:
    """Whether the index finds the row by the expression."""
    words = table(index, column("rowid"))
    return row.in_(select(words.c.rowid).where(literal_column(index).op("MATCH")(literal(expression))))


def _page(found: Select[Any], query: Query, asked: Asked | None, cursor: Cursor) -> Select[Any]:
    of_statements = query.within == "statements"
    number: ColumnElement[int] = statements.c.id if of_statements else literal_column("0")
    day = func.coalesce(versions.c.published, "")
    found = found.add_columns(versions.c.id.label("version"), number.label("number"), day.label("day"), versions.c.text)
    order: list[ColumnElement[Any]] = [day.desc(), versions.c.id.desc()] + [statements.c.id] * of_statements
    if _by_relevance(query, asked):
        index = "statement_words" if of_statements else "text_words"
        words = table(index, column("rowid"))
        assert asked is not None
        found = found.join(words, words.c.rowid == (statements.c.id if of_statements else texts.c.id)).where(literal_column(index).op("MATCH")(literal(f"content : ({asked.expression})")))
        order.insert(0, func.bm25(literal_column(index)))
    elif cursor.last:
        last, version, statement = cursor.last
        later = and_(versions.c.id == version, number > statement)
        found = found.where(or_(day < last, and_(day == last, or_(versions.c.id < version, later))))
    return found.order_by(*order)


def _by_relevance(query: Query, asked: Asked | None) -> bool:
    """Without words, or with those alone that a hit must lack, nothing fits better than another."""
    return query.sort == "relevance" and asked is not None and not asked.negated


def _moved(cursor: Cursor, query: Query, asked: Asked | None, page: Sequence[Row[Any]]) -> Cursor:
    if _by_relevance(query, asked):
        return Cursor(cursor.version, cursor.reading, None, cursor.shown + tuple((row.version, row.number) for row in page))
    return Cursor(cursor.version, cursor.reading, (page[-1].day, page[-1].version, page[-1].number))


def _count(connection: Connection, query: Query, asked: Asked | None, cursor: Cursor, facet: str) -> dict[str | None, int]:
    """Hits by the values of a facet; of reports, those with such a statement among the ones that the filters let through."""
    found, value = _found(query, asked, cursor), _NAMED[facet]
    unit: ColumnElement[int] = func.count()
    if query.within == "reports" and facet != "outlet":
        found = found.join(readings, readings.c.text == texts.c.id).join(statements).where(*_of_statements(query, cursor), *_of_speakers(query))
        unit = func.count(distinct(versions.c.id))
    counted = found.add_columns(value.label("value"), unit.label("hits")).group_by(value).order_by(unit.desc(), value).limit(VALUES)
    return {row.value: row.hits for row in connection.execute(counted)}


def _hits(connection: Connection, page: Sequence[Row[Any]], query: Query, phrases: Sequence[Phrase]) -> tuple[Hit, ...]:
    numbers = {row.number for row in page}
    told = {row.id: row for row in connection.execute(select(statements).where(statements.c.id.in_(numbers)))} if query.within == "statements" else {}
    columns = (versions.c.id, versions.c.title, versions.c.outlet, versions.c.published, versions.c.url, articles.c.article_id)
    about = {row.id: row for row in connection.execute(select(*columns).join(articles).where(versions.c.id.in_({row.version for row in page})))}
    kept = {row.id: (row.sha256, decoded(row.text)) for row in connection.execute(select(texts).where(texts.c.id.in_({row.text for row in page})))}
    return tuple(_hit(about[row.version], *kept[row.text], statement_of(told[row.number]) if told else None, phrases) for row in page)


def _hit(about: Any, sha256: str, text: str, statement: Statement | None, phrases: Sequence[Phrase]) -> Hit:
    spans = statement.content if statement else _body(text)
    marks = find_marks(text, spans, phrases)
    snippet = cut_snippet(text, spans, marks)
    shown = tuple(mark for mark in marks if any(start <= mark[0] and mark[1] <= end for start, end in snippet))
    words = " … ".join(text[start:end] for start, end in snippet)
    return Hit(about.article_id, sha256, about.title, about.outlet, about.published, about.url, snippet, shown, words, statement)


def _body(text: str) -> tuple[Span, ...]:
    """All of a text, without the space around it."""
    start = len(text) - len(text.lstrip())
    return ((start, len(text.rstrip())),) if start < len(text) else ()
