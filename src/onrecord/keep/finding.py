"""What a query finds, as SQL for both databases: the hits that were kept last, up to COUNTED of them, or those by date, one after the other.

A hit is a version of a report (`v`) and a statement in it (`s`, of a reading `r`); where reports are searched there is no statement, and its number is 0.  Rows of the index are `w`.
The order of the tables is the order in which they are gone through: SQLite follows it in a CROSS JOIN.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, TextClause, bindparam, text

from onrecord.keep import index
from onrecord.keep.cursors import Cursor
from onrecord.keep.query import Query
from onrecord.keep.schema import ACTS, KINDS, MODES, SPEAKER_KINDS
from onrecord.keep.superseding import latest_up_to
from onrecord.keep.syntax import Asked, Phrase
from onrecord.keep.words import folded

COUNTED = 10_000  # hits that are counted, and ranked; beyond them there are "more"
NARROW = 5_000  # versions that filters leave, at most, if they are to be gone through one by one rather than the hits of the words
TOGETHER = 1_000  # statements that are asked for at once
DEARER = 10  # times as long as looking at a hit of the words it takes to look at the statements of a version
_CODES: dict[str, tuple[str, ...]] = {"speaker_kind": SPEAKER_KINDS, "kind": KINDS, "mode": MODES, "act": ACTS}
_DAY = "coalesce(v.published, '')"


@dataclass(slots=True)
class Finding:
    """A query made ready: conditions on its tables, what they are bound to, and which index it goes through, if any."""

    query: Query
    asked: Asked | None
    dialect: Any
    of_index: list[str] = field(default_factory=list)
    of_versions: list[str] = field(default_factory=list)
    of_statements: list[str] = field(default_factory=list)
    of_one: list[str] = field(default_factory=list)  # where reports are searched, on the index of statements
    bound: dict[str, Any] = field(default_factory=dict)
    score: bool = False
    nothing: bool = False

    @property
    def table(self) -> str:
        return "statement_words" if self.query.within == "statements" else "text_words"


def make_ready(connection: Connection, query: Query, asked: Asked | None, cursor: Cursor) -> Finding:
    made = Finding(query, asked, index.by_dialect(connection), bound={"version": cursor.version, "reading": cursor.reading})
    speakers = [name for name in map(folded, query.speaker) if name]
    made.nothing = bool(query.speaker) and not speakers
    content = None if asked is None or asked.negated else asked.tree
    made.score = query.sort == "relevance" and content is not None
    of_statements, bound, covered = made.dialect.matching("statement_words", None if query.within == "reports" else content, speakers, query.kind, query.act)
    _of_versions(made)
    _of_statements(made, covered)
    if query.within == "statements":
        made.of_index = of_statements
        made.bound |= bound
        if asked and asked.negated:
            lacking, bound = made.dialect.lacking("statement_words", asked.tree)
            made.of_statements.append(f"s.id NOT IN ({lacking})")
            made.bound |= bound
        return made
    if query.of_statements:
        made.of_one = [condition.replace(":matched", ":matched_of_one").replace(":speakers", ":speakers_of_one") for condition in of_statements]
        made.of_versions.append(_with_one(made, selective=bool(speakers)))
        made.bound |= {name + "_of_one": value for name, value in bound.items()}
    if content is not None:
        made.of_index, bound, _ = made.dialect.matching("text_words", content, (), (), ())
        made.bound |= bound
    if asked and asked.negated:
        lacking, bound = made.dialect.lacking("text_words", asked.tree)
        made.of_versions.append(f"v.text NOT IN ({lacking})")
        made.bound |= bound
    return made


def _of_versions(made: Finding) -> None:
    query = made.query
    made.of_versions += ["v.id <= :version"] + [latest_up_to("v", "version")] * (query.versions == "latest")
    if query.within == "reports":
        made.of_versions.append("EXISTS (SELECT 1 FROM texts WHERE texts.id = v.text AND texts.text IS NOT NULL)")
    if query.outlet:
        made.of_versions.append("v.outlet_key IN :outlets")
        made.bound["outlets"] = [folded(outlet) for outlet in query.outlet]
    if query.since:
        made.of_versions.append(f"{_DAY} >= :since")
        made.bound["since"] = query.since
    if query.until:
        made.of_versions.append(f"{_DAY} <= :until AND {_DAY} > ''")
        made.bound["until"] = query.until
    if query.added:
        made.of_versions.append("v.ingested >= :added")
        made.bound["added"] = query.added


def _of_statements(made: Finding, covered: set[str]) -> None:
    """Filters that the index has not answered."""
    query = made.query
    made.of_statements += ["r.id <= :reading"] + [latest_up_to("r", "reading")] * (query.versions == "latest")
    for name, codes in _CODES.items():
        if (values := getattr(query, name)) and name not in covered:
            made.of_statements.append(f"s.{name} IN :{name}s")
            made.bound[f"{name}s"] = [codes.index(value) for value in values]
    if query.country:
        made.of_statements.append("s.speaker_country IN :countries")
        made.bound["countries"] = list(query.country)
    if query.min_confidence:
        made.of_statements.append("s.confidence >= :least")
        made.bound["least"] = round(query.min_confidence * 1_000_000)
    if query.max_confidence < 1:
        made.of_statements.append("s.confidence <= :surest")
        made.bound["surest"] = round(query.max_confidence * 1_000_000)


def _with_one(made: Finding, selective: bool) -> str:
    """That a report has a statement which passes the filters."""
    if selective:
        tables = "statement_words AS w CROSS JOIN statements AS s CROSS JOIN readings AS r"
        return f"v.text IN (SELECT r.text FROM {tables} WHERE {_all([*made.of_one, f's.id = {made.dialect.ID}', 'r.id = s.reading', *made.of_statements])})"
    tables, conditions = "readings AS r CROSS JOIN statements AS s", [of_reading(made, "s.id")]
    if made.of_one:
        tables, conditions = "readings AS r CROSS JOIN statement_words AS w CROSS JOIN statements AS s", [*made.of_one, of_reading(made, made.dialect.ID), f"s.id = {made.dialect.ID}"]
    return f"EXISTS (SELECT 1 FROM {tables} WHERE {_all(['r.text = v.text', *conditions, *made.of_statements])})"


def kept_last(connection: Connection, made: Finding, most: int) -> str:
    """SQL for the hits that were kept last, `most` of them, in no order that is promised."""
    columns = f"v.id AS version, {_number(made)} AS number, {_DAY} AS day, v.text AS text, v.outlet AS outlet" + f", {made.dialect.SCORE} AS score" * made.score
    if made.query.within == "statements":
        columns += ", s.kind AS kind, s.mode AS mode, s.act AS act, s.speaker_name AS speaker, s.speaker_kind AS speaker_kind, s.speaker_country AS country, s.confidence AS confidence"
    if made.of_index and not made.score and _narrow(connection, made):
        tables, conditions, order = _among(made)
    else:
        tables, conditions = _tables(made, False)
        order = (made.dialect.ID if made.of_index else "s.id" if made.query.within == "statements" else "v.id") + " DESC"
    return f"SELECT {columns} FROM {tables} WHERE {_all(conditions)} ORDER BY {order} LIMIT {most}"


def by_date(made: Finding, cursor: Cursor) -> str:
    """SQL for hits one after the other, by date, from the cursor on."""
    tables, conditions = _tables(made, True)
    columns = f"v.id AS version, {_number(made)} AS number, {_DAY} AS day, v.text AS text"
    return f"SELECT {columns} FROM {tables} WHERE {_all([*conditions, *_after(made, cursor, _DAY, 'v.id', _number(made))])} ORDER BY {order_of(made, _DAY, 'v.id', 's.id' * (made.query.within == 'statements'))} LIMIT :limit"


def order_of(made: Finding, day: str = "day", version: str = "version", number: str = "number") -> str:
    """Columns to sort hits by date: the newest first, or the oldest; those of one report in its order."""
    return ", ".join([f"{day}{_turned(made)}", f"{version}{_turned(made)}", *([number] if number else [])])


def _turned(made: Finding) -> str:
    return "" if made.query.sort == "oldest" else " DESC"


def after(made: Finding, cursor: Cursor) -> list[str]:
    """Conditions on hits by name, that they come after the cursor."""
    return _after(made, cursor, "day", "version", "number")


def _after(made: Finding, cursor: Cursor, day: str, version: str, number: str) -> list[str]:
    if cursor.last is None:
        return []
    made.bound |= dict(zip(("last_day", "last_version", "last_number"), cursor.last))
    beyond = ">" if made.query.sort == "oldest" else "<"
    return [f"{day} {beyond}= :last_day", f"({day} {beyond} :last_day OR {version} {beyond} :last_version OR ({version} = :last_version AND {number} > :last_number))"]


def of_rows(connection: Connection, query: Query, cursor: Cursor) -> Finding:
    """The filters of a query alone, to look at statements that are at hand: all but speakers as conditions on their rows."""
    made = Finding(query, None, index.by_dialect(connection), bound={"version": cursor.version, "reading": cursor.reading})
    made.nothing = bool(query.speaker) and not any(map(folded, query.speaker))
    _of_versions(made)
    _of_statements(made, {"speaker"})
    return made


def spoken(connection: Connection, speakers: Sequence[str]) -> list[int] | None:
    """The statements whose speakers have one of some names; None where no name is given."""
    of, names = index.by_dialect(connection), [name for name in map(folded, speakers) if name]
    conditions, bound, _ = of.matching("statement_words", None, names, (), ())
    if not conditions:
        return None
    return _numbers(connection.execute(text(f"SELECT {of.joined(of.ID)} FROM statement_words AS w WHERE {_all(conditions)}"), bound).scalar_one())


def having(connection: Connection, word: str, last: int, most: int) -> list[int]:
    """Statements up to the `last` one that say a word, `most` of them."""
    of = index.by_dialect(connection)
    conditions, bound, _ = of.matching("statement_words", Phrase((word,)), (), (), ())
    return list(connection.execute(text(f"SELECT {of.ID} FROM statement_words AS w WHERE {_all([*conditions, f'{of.ID} <= :last'])} LIMIT {most}"), bound | {"last": last}).scalars())


def dated(connection: Connection, made: Finding, most: int) -> list[int] | None:
    """Where outlets, days or times are asked for, the texts of the versions that these let through; else, or where there are more of them than that, None."""
    filters = ("outlets", "since", "until", "added")
    if (left := _left(connection, made, filters, most)) is None or left > most:
        return None
    return _numbers(ask(connection, made, f"SELECT {made.dialect.joined('v.text')} FROM versions AS v WHERE {_all(_naming(made.of_versions, filters))}")[0][0])


def those_of(connection: Connection, made: Finding, numbers: Sequence[int]) -> Sequence[Row[Any]]:
    """Version, statement, day and text of those among some statements that pass the filters which no index answers."""
    conditions = ["s.id IN :candidates", "r.id = s.reading", "r.text = v.text", *_apart(made.of_versions), *made.of_statements]
    tables = "statements AS s CROSS JOIN readings AS r CROSS JOIN versions AS v"
    found: list[Row[Any]] = []
    for at in range(0, len(numbers), TOGETHER):
        found += ask(connection, made, f"SELECT v.id AS version, s.id AS number, {_DAY} AS day, v.text AS text FROM {tables} WHERE {_all(conditions)}", candidates=list(numbers[at : at + TOGETHER]))
    return found


def _apart(conditions: Sequence[str]) -> list[str]:
    """So that the index of outlets is not gone through for each hit."""
    return [condition.replace("v.outlet_key IN", "(v.outlet_key || '') IN") for condition in conditions]


def _number(made: Finding) -> str:
    return "s.id" if made.query.within == "statements" else "0"


def of_reading(made: Finding, number: str) -> str:
    """That a statement (`s`), or a row of the index (`number`) that is one, belongs to a reading: by rows that follow each other; or, where a server is to guess how many there are, by the reading's id."""
    return "s.reading = r.id" if made.dialect.PLANS else f"{number} >= r.first AND {number} < r.first + r.found"


def _tables(made: Finding, first_versions: bool) -> tuple[str, list[str]]:
    """The tables in their order, and the conditions.

    The index of outlets is of use only where nothing but versions is gone through first.  Taken for the version of a hit, it goes through all versions of the outlet for each of them; taken for versions by date whose
    hits are then looked up, it wants them all looked up, to be sorted.
    """
    tables, conditions = _joined(made, first_versions)
    if made.of_index or (made.query.within == "statements" and not first_versions):
        conditions = _apart(conditions)
    return tables, conditions


def _joined(made: Finding, first_versions: bool) -> tuple[str, list[str]]:
    row = made.dialect.ID
    if made.query.within == "reports":
        if not made.of_index:
            return "versions AS v", made.of_versions
        order = ["versions AS v", f"{made.table} AS w"] if first_versions else [f"{made.table} AS w", "versions AS v"]
        return " CROSS JOIN ".join(order), [*made.of_index, f"{row} = v.text", *made.of_versions]
    conditions = [*made.of_index, *made.of_versions, *made.of_statements, "r.text = v.text"]
    if not made.of_index:
        if first_versions:
            return "versions AS v CROSS JOIN readings AS r CROSS JOIN statements AS s", [*conditions, of_reading(made, "s.id")]
        return "statements AS s CROSS JOIN readings AS r CROSS JOIN versions AS v", [*conditions, "r.id = s.reading"]
    if first_versions:
        return f"versions AS v CROSS JOIN readings AS r CROSS JOIN {made.table} AS w CROSS JOIN statements AS s", [*conditions, of_reading(made, row), f"s.id = {row}"]
    return f"{made.table} AS w CROSS JOIN statements AS s CROSS JOIN readings AS r CROSS JOIN versions AS v", [*conditions, f"s.id = {row}", "r.id = s.reading"]


def _among(made: Finding) -> tuple[str, list[str], str]:
    """Through the versions, each statement or text looked up among the hits; the plus keeps SQLite from going through these for each version.

    PostgreSQL knows how many there are of each, and is only kept from going through all statements from the last one on (+ 0).
    """
    if made.dialect.PLANS and made.query.within == "statements":
        tables, conditions = _joined(made, True)
        return tables, conditions, "s.id + 0 DESC"
    hits = f"(SELECT {made.dialect.ID} FROM {made.table} AS w WHERE {_all(made.of_index)})"
    if made.query.within == "reports":
        return "versions AS v", [*made.of_versions, f"+v.text IN {hits}"], "v.text DESC"
    conditions = [*made.of_versions, *made.of_statements, "r.text = v.text", of_reading(made, "s.id"), f"+s.id IN {hits}"]
    return "versions AS v CROSS JOIN readings AS r CROSS JOIN statements AS s", conditions, "s.id DESC"


def _narrow(connection: Connection, made: Finding) -> bool:
    """Whether outlets and days leave so few versions, of so many hits, that these are gone through.  A server that plans has an estimate of the hits, and would have to look at each to count them."""
    left = _left(connection, made, ("outlets", "since", "until"), NARROW)
    if left is None or left > NARROW:
        return False
    if made.dialect.PLANS:
        return True
    hits = f"SELECT count(*) FROM (SELECT 1 FROM {made.table} AS w WHERE {_all(made.of_index)} LIMIT {DEARER * left + 1}) AS many"
    return bool(ask(connection, made, hits)[0][0] > DEARER * left)


def _left(connection: Connection, made: Finding, filters: Sequence[str], most: int) -> int | None:
    """How many versions some filters leave, up to one more than that; None where none of them is asked for."""
    chosen = _naming(made.of_versions, filters)
    if not chosen:
        return None
    return int(ask(connection, made, f"SELECT count(*) FROM (SELECT 1 FROM versions AS v WHERE {_all(chosen)} LIMIT {most + 1}) AS few")[0][0])


def beside(connection: Connection, made: Finding, table: str, columns: str) -> str:
    """SQL for all statements in versions that pass the filters of `of_rows`, with columns of a table (`n`) that has a row a statement; in whichever order a server finds best."""
    conditions = ["s.id = n.statement", "r.id = s.reading", "r.text = v.text", *made.of_versions, *made.of_statements]
    if names := [name for name in map(folded, made.query.speaker) if name]:
        of_speakers, bound, _ = made.dialect.matching("statement_words", None, names, (), ())
        conditions.append(f"s.id IN (SELECT {made.dialect.ID} FROM statement_words AS w WHERE {_all(of_speakers)})")
        made.bound |= bound
    return f"SELECT v.id AS version, s.id AS number, {_DAY} AS day, v.text AS text, {columns} FROM {table} AS n, statements AS s, readings AS r, versions AS v WHERE {_all(conditions)}"


def _naming(conditions: Sequence[str], filters: Sequence[str]) -> list[str]:
    return [condition for condition in conditions if any(f":{name}" in condition for name in filters)]


def _numbers(joined: str | None) -> list[int]:
    """From what the database joined, which takes a third of the time that as many rows take."""
    return list(map(int, joined.split(","))) if joined else []


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions)


def ask(connection: Connection, made: Finding, asked: str, **bound: Any) -> Sequence[Row[Any]]:
    """Run it, with what its conditions are bound to."""
    values = {name: value for name, value in (made.bound | bound).items() if f":{name}" in asked}
    statement: TextClause = text(asked)
    several: list[Any] = [bindparam(name, expanding=True) for name, value in values.items() if isinstance(value, list)]
    return connection.execute(statement.bindparams(*several) if several else statement, values).all()
