"""Searching: a query's hits as pieces of stored text."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select

from onrecord.follow.words import COMMON
from onrecord.headlines import headline
from onrecord.keep.counting import FACETS, count_facets
from onrecord.keep.cursors import Cursor, read_cursor, write_cursor
from onrecord.keep.finding import COUNTED, Finding, after, ask, by_date, kept_last, make_ready, order_of
from onrecord.keep.index import decoded
from onrecord.keep.portions import portions
from onrecord.keep.query import Query
from onrecord.keep.quoting import Quote, quote
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import articles, readings, statements, texts, versions
from onrecord.keep.snippets import LONGEST, cut_snippet, find_marks
from onrecord.keep.syntax import Asked, Phrase, parse
from onrecord.types import Span, Statement

if TYPE_CHECKING:
    from onrecord.keep.nearest import Meanings, Near


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement, or a report, that a query found.

    `snippet` and `marks` are spans of the report's text, `words` the snippet's words, those of different spans joined by " … ".  `quote` is how to quote the statement beside its report: see
    `onrecord.keep.quoting`.  `sha256` is the version of the text, and `headline` what to show where it has no title: see `onrecord.headlines`.
    """

    article: str
    sha256: str
    title: str | None
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    snippet: tuple[Span, ...]
    marks: tuple[Span, ...]
    words: str
    statement: Statement | None
    quote: Quote | None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: one line of `onrecord search --format jsonl`."""
        kept = {name: value for name, value in asdict(self).items() if name != "headline"}
        return kept | {"snippet": [list(s) for s in self.snippet], "marks": [list(s) for s in self.marks], "statement": self.statement and self.statement.to_dict(),
                               "quote": self.quote and self.quote.to_dict()}


@dataclass(frozen=True, slots=True)
class Page:
    """Hits, and the cursor of the page after them, None where there is none.

    `count` is the number of all hits, up to COUNTED; there are `more` than that, or not.  It is None on later pages of a search without words.  `facets` counts the hits by name,
    where the query asks for it: of each facet the most frequent values, None for hits that have none.  Where there are more hits than COUNTED, facets are those of the ones that were
    kept last, and relevance ranks these alone.  By meaning, and by both, what is found are the nearest hits alone.
    """

    hits: tuple[Hit, ...]
    after: str | None
    facets: dict[str, dict[str | None, int]] | None = None
    count: int | None = None
    more: bool = False


def find_hits(connection: Connection, query: Query, meanings: "Meanings | None" = None) -> Page:
    """`meanings` are wanted where it is searched by meaning.  Raises UsageError for a query that is too long, and for a cursor that is not this query's, NotIndexed where it cannot be searched by meaning yet."""
    asked = parse(query.words)
    cursor = read_cursor(query.after, query) if query.after else _newest(connection)
    if meanings is not None and query.by != "words" and query.words.strip():
        return _meant(connection, query, asked, cursor, meanings)
    made = make_ready(connection, query, asked, cursor)
    if made.nothing or (asked is None and query.words.strip()):  # asked for what are no words
        return Page((), None, {facet: {} for facet in FACETS} if query.facets else None, 0)
    phrases = asked.phrases if asked else ()
    facets, counted = None, None
    if query.facets:
        order, bound = _page(made, cursor)
        facets, total, found = count_facets(connection, made, order, **bound)
        counted = _Counted(total, found)
    rows, count = _ranked(connection, made, cursor, counted) if made.score else _dated(connection, made, cursor, counted)
    page = rows[: query.limit]
    more = write_cursor(_moved(cursor, made, page), query) if len(rows) > len(page) else None
    return Page(_hits(connection, page, query, phrases), more, facets, None if count is None else min(count, COUNTED), (count or 0) > COUNTED)


def find_statements(connection: Connection, query: Query) -> dict[str, int]:
    """The ids of the statements that a query by words finds, each with the row of its report; of more than COUNTED those that were kept last."""
    made = make_ready(connection, query, asked := parse(query.words), _newest(connection))
    if made.nothing or asked is None:
        return {}
    found = ask(connection, made, kept_last(connection, made, COUNTED))
    numbers, of = [row.number for row in found], {row.number: row.version for row in found}
    reports = {row.id: row.article for some in portions(sorted(set(of.values()))) for row in connection.execute(select(versions.c.id, versions.c.article).where(versions.c.id.in_(some)))}
    return {row.statement_id: reports[of[row.id]] for some in portions(numbers) for row in connection.execute(select(statements.c.id, statements.c.statement_id).where(statements.c.id.in_(some)))}


def _meant(connection: Connection, query: Query, asked: Asked | None, cursor: Cursor, meanings: "Meanings") -> Page:
    from onrecord.keep.fusing import count_near, find_meant

    found = find_meant(connection, query, asked, cursor, meanings)
    shown = set(cursor.shown)
    left = [near for near in found if (near.version, near.number) not in shown]
    page = left[: query.limit]
    later = replace(cursor, shown=cursor.shown + tuple((near.version, near.number) for near in page))
    phrases = [phrase for phrase in asked.phrases if len(phrase.words) > 1 or phrase.words[0] not in COMMON] if asked else []
    facets = count_near(connection, query, found) if query.facets else None
    return Page(_hits(connection, page, query, phrases), write_cursor(later, query) if len(left) > len(page) else None, facets, len(found))


def _newest(connection: Connection) -> Cursor:
    return Cursor(*(connection.execute(select(func.coalesce(func.max(of.c.id), 0))).scalar_one() for of in (versions, readings)))


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many hits there are, up to one more than COUNTED, and those of the page among them."""

    total: int
    page: Sequence[Row[Any]]


def _page(made: Finding, cursor: Cursor) -> tuple[str, dict[str, Any]]:
    """SQL for the page of hits that are counted out, and one more, and what it is bound to."""
    if made.score:
        return " ORDER BY score, day DESC, version DESC, number LIMIT :limit", {"limit": made.query.limit + 1 + len(cursor.shown)}
    conditions = after(made, cursor)
    return (f" WHERE {' AND '.join(conditions)}" if conditions else "") + f" ORDER BY {order_of(made)} LIMIT :limit", {"limit": made.query.limit + 1}


def _counted(connection: Connection, made: Finding, cursor: Cursor) -> _Counted:
    order, bound = _page(made, cursor)
    found = f"WITH found AS MATERIALIZED ({kept_last(connection, made, COUNTED + 1)}) SELECT version, number, day, text, (SELECT count(*) FROM found) AS counted FROM found{order}"
    rows = ask(connection, made, found, **bound)
    return _Counted(rows[0].counted if rows else 0 if cursor.last is None else _count(connection, made), rows)


def _ranked(connection: Connection, made: Finding, cursor: Cursor, counted: _Counted | None) -> tuple[Sequence[Row[Any]], int | None]:
    counted, shown = counted or _counted(connection, made, cursor), set(cursor.shown)
    return [row for row in counted.page if (row.version, row.number) not in shown], counted.total


def _dated(connection: Connection, made: Finding, cursor: Cursor, counted: _Counted | None) -> tuple[Sequence[Row[Any]], int | None]:
    """From the hits of the words where these are counted out; else from the dates.  `counted`: where that was done already."""
    limit = made.query.limit + 1
    if not made.of_index:
        return ask(connection, made, by_date(made, cursor), limit=limit), None if cursor.last else counted.total if counted else _count(connection, made)
    counted = counted or _counted(connection, made, cursor)
    return (ask(connection, made, by_date(made, cursor), limit=limit) if counted.total > COUNTED else counted.page), counted.total


def _count(connection: Connection, made: Finding) -> int:
    """Up to one more than COUNTED."""
    return int(ask(connection, made, f"SELECT count(*) FROM ({kept_last(connection, made, COUNTED + 1)}) AS found")[0][0])


def _moved(cursor: Cursor, made: Finding, page: Sequence[Row[Any]]) -> Cursor:
    if made.score:
        return Cursor(cursor.version, cursor.reading, None, cursor.shown + tuple((row.version, row.number) for row in page))
    return Cursor(cursor.version, cursor.reading, (page[-1].day, page[-1].version, page[-1].number))


def _hits(connection: Connection, page: "Sequence[Row[Any] | Near]", query: Query, phrases: Sequence[Phrase]) -> tuple[Hit, ...]:
    numbers = {row.number for row in page}
    told = {row.id: row for row in connection.execute(select(statements).where(statements.c.id.in_(numbers)))} if numbers != {0} else {}
    columns = (versions.c.id, versions.c.title, versions.c.outlet, versions.c.published, versions.c.url, articles.c.article_id)
    about = {row.id: row for row in connection.execute(select(*columns).join(articles).where(versions.c.id.in_({row.version for row in page})))}
    kept = {row.id: (row.sha256, decoded(row.text)) for row in connection.execute(select(texts).where(texts.c.id.in_({row.text for row in page})))}
    found = [(about[row.version], *kept[row.text], statement_of(told[row.number]) if told else None) for row in page]
    return tuple(_hit(of, sha256, text, statement, phrases, whole=query.within == "reports") for of, sha256, text, statement in found)


def _hit(about: Any, sha256: str, text: str, statement: Statement | None, phrases: Sequence[Phrase], whole: bool) -> Hit:
    """`whole`: of a report, which shows what of it was found."""
    spans = statement.content if statement else _body(text)
    marks = find_marks(text, spans, phrases)
    snippet = cut_snippet(text, spans, marks)
    shown = tuple(mark for mark in marks if any(start <= mark[0] and mark[1] <= end for start, end in snippet))
    words = " … ".join(text[start:end] for start, end in snippet)
    of_statement = (None, None) if whole or statement is None else (statement, quote(text, statement, LONGEST, marks))
    return Hit(about.article_id, sha256, about.title, headline(about.title, text), about.outlet, about.published, about.url, snippet, shown, words, *of_statement)


def _body(text: str) -> tuple[Span, ...]:
    """All of a text, without the space around it."""
    start = len(text) - len(text.lstrip())
    return ((start, len(text.rstrip())),) if start < len(text) else ()
