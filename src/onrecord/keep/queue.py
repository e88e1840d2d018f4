"""The statements that wait for review, the most useful first, a page after the other.

A cursor is the place of the last one that was shown in the order, which does not change when others are reviewed, so that nothing comes twice and nothing is missed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, text

from onrecord.errors import UsageError, expect
from onrecord.headlines import headline
from onrecord.keep import index
from onrecord.keep.doubting import DOUBTS, Doubt, doubts_in
from onrecord.keep.index import decoded
from onrecord.keep.quoting import Quote, quote_shortly
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import ACTS, articles, doubts, statements, texts, versions
from onrecord.keep.superseding import LATEST_VERSION
from onrecord.keep.words import folded
from onrecord.types import Act, Statement

COUNTED = 1_000  # waiting statements that are counted; beyond them there are more
MOST = 200  # of one page
_CURSOR = re.compile(r"(-?\d{1,9})\.([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Which statements are to be reviewed.  A filter that takes several values wants any of them.  Raises UsageError where a value is none that the field can have."""

    doubt: Annotated[tuple[Doubt, ...], "Why a look is of use: statement, speaker, act, readings (reports of one occasion were read differently), reports (many tell of it)."] = ()
    speaker: Annotated[tuple[str, ...], "Words in a row of the speaker's name."] = ()
    act: Annotated[tuple[Act, ...], "What the statement does: pledge, deny, request …"] = ()
    outlet: Annotated[tuple[str, ...], "The outlet's whole name."] = ()
    limit: Annotated[int, f"Statements of one page, up to {MOST}."] = 20
    after: Annotated[str | None, "The page after the one that gave this cursor."] = None

    def __post_init__(self) -> None:
        for name in ("doubt", "speaker", "act", "outlet"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given or ()))
            for value in getattr(self, name):
                expect(value, str, f"{name} is a string, or several")
        for name, allowed in (("doubt", DOUBTS), ("act", get_args(Act))):
            for value in getattr(self, name):
                if value not in allowed:
                    raise UsageError(f"{name} {value!r} is none of {', '.join(allowed)}")
        expect(self.limit, int, "limit is a number of statements")
        if not 1 <= self.limit <= MOST:
            raise UsageError(f"limit must lie between 1 and {MOST}, not {self.limit}")
        if self.after is not None and not _CURSOR.fullmatch(self.after):
            raise UsageError("this is no cursor: give the one that was told with the page before")


OPTIONS = {name: (given.__origin__, str(given.__metadata__[0])) for name, given in get_type_hints(ReviewQuery, include_extras=True).items()}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits for review, its words and those by which to quote it, with the report that it stands in, the latest of those that have its text; `cursor` is its place in the order."""

    statement: Statement
    doubts: tuple[Doubt, ...]
    words: str
    quote: Quote
    article: str
    headline: str | None
    outlet: str | None
    published: str | None
    cursor: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Statements, and the cursor of the page after them, None where there is none; `count` is the number of all, up to COUNTED; there are `more` than that, or not."""

    waiting: tuple[Waiting, ...]
    after: str | None
    count: int
    more: bool


def find_waiting(connection: Connection, query: ReviewQuery) -> ReviewPage:
    chosen = select(doubts.c.statement, doubts.c.turn, doubts.c.kinds, doubts.c.row, doubts.c.text).where(*_conditions(connection, query))
    ordered = chosen.where(*_after(query.after)).order_by(doubts.c.turn, doubts.c.statement).limit(query.limit + 1)
    rows = connection.execute(ordered).all()
    count = int(connection.execute(select(func.count()).select_from(chosen.limit(COUNTED + 1).subquery())).scalar_one())
    shown = rows[: query.limit]
    return ReviewPage(_waiting(connection, shown), _cursor(shown[-1]) if len(rows) > len(shown) else None, min(count, COUNTED), count > COUNTED)


def place_of(connection: Connection, statement_id: str) -> str | None:
    """The cursor of a statement, None where it does not wait."""
    row = connection.execute(select(doubts.c.turn, doubts.c.statement).where(doubts.c.statement == statement_id)).one_or_none()
    return None if row is None else _cursor(row)


def _cursor(row: Any) -> str:
    return f"{row.turn}.{row.statement}"


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None or (match := _CURSOR.fullmatch(cursor)) is None:
        return []
    turn, statement = int(match[1]), match[2]
    return [doubts.c.turn >= turn, (doubts.c.turn > turn) | (doubts.c.statement > statement)]


def _conditions(connection: Connection, query: ReviewQuery) -> list[ColumnElement[bool]]:
    """The order is gone through, and nothing but it; what is asked of other tables is added to nothing, so that no index of a column is taken instead."""
    latest = select(versions.c.text).where(LATEST_VERSION)
    found: list[ColumnElement[bool]] = []
    if query.doubt:
        found.append(doubts.c.kinds.op("&")(sum(1 << DOUBTS.index(each) for each in set(query.doubt))) != 0)
    if query.act:
        found.append(doubts.c.act.in_([ACTS.index(each) for each in query.act]))
    if query.outlet:
        found.append((doubts.c.text + 0).in_(latest.where(versions.c.outlet_key.in_([folded(each) for each in query.outlet]))))
    else:
        found.append(latest.where(versions.c.text == doubts.c.text).exists())
    if query.speaker:
        found.append((doubts.c.row + 0).in_(_spoken(connection, query.speaker)))
    return found


def _spoken(connection: Connection, names: Iterable[str]) -> Any:
    """Rows of the statements whose speaker has one of the names."""
    words = [name for name in map(folded, names) if name]
    if not words:
        return select(literal_column("0")).where(literal_column("1 = 0"))
    of = index.by_dialect(connection)
    conditions, bound, _ = of.matching("statement_words", None, words, (), ())
    return text(f"SELECT {of.ID} AS id FROM statement_words AS w WHERE {' AND '.join(conditions)}").bindparams(**bound).columns(literal_column("id")).subquery().select()


def _waiting(connection: Connection, rows: Any) -> tuple[Waiting, ...]:
    told = {row.id: statement_of(row) for row in connection.execute(select(statements).where(statements.c.id.in_([row.row for row in rows])))}
    columns = (versions.c.text, versions.c.title, versions.c.outlet, versions.c.published, articles.c.article_id)
    about = {row.text: row for row in connection.execute(select(*columns).join(articles).where(versions.c.text.in_({row.text for row in rows})).order_by(versions.c.id))}
    words = {row.id: decoded(row.text) for row in connection.execute(select(texts.c.id, texts.c.text).where(texts.c.id.in_({row.text for row in rows})))}
    found = []
    for row in rows:
        statement, of = told[row.row], about[row.text]
        said = " … ".join(words[row.text][start:end] for start, end in statement.content)
        found.append(Waiting(statement, doubts_in(row.kinds), said, quote_shortly(words[row.text], statement), of.article_id, headline(of.title, words[row.text]), of.outlet, of.published, _cursor(row)))
    return tuple(found)
