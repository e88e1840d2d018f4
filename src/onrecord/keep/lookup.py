"""Reports and statements by their ids, or by a beginning that no other id has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, bindparam, func, literal, select

from onrecord.errors import InputError, RecordError, TakenDown, UsageError, expect
from onrecord.extraction.statements import statement_id as hash_of
from onrecord.keep.amendments import Amendment, amendments_of, without_version
from onrecord.keep.corrections import corrections_of, reviews_of
from onrecord.keep.index import decoded
from onrecord.keep.portions import portions
from onrecord.keep.quoting import Quote, quote
from onrecord.keep.rows import spans_in, statement_of
from onrecord.keep.schema import CORRECTED, amendments, articles, likenesses, readings, statements, takedowns, texts, versions
from onrecord.types import Article, Statement, StatementCorrection

NAMED = 5  # ids that are told where a beginning has several
ID = "an id is a string"
NUMBER = "a version is named by its number"
LATEST = readings.c.read.desc(), readings.c.id.desc()
_STATEMENT_ID = re.compile("[0-9a-f]{1,16}")
_OF: BindParameter[int] = bindparam("of")  # a text; what is asked of each version is made ready once
_BUT: BindParameter[int] = bindparam("but")  # a report
_MODELS = select(readings.c.model).where(readings.c.text == _OF, ~readings.c.model.contains(CORRECTED)).order_by(readings.c.read, readings.c.id)
_TIED = select(articles.c.article_id).join(versions).where(versions.c.text == _OF, versions.c.article != _BUT).order_by(articles.c.id)
_AMENDED = select(amendments.c.id).where(amendments.c.version == versions.c.id).exists().label("amended")
_NEAR = [
    select(articles.c.article_id, func.max(likenesses.c.likeness, type_=likenesses.c.likeness.type)).select_from(likenesses).join(versions, versions.c.text == theirs).join(articles).where(mine == _OF, versions.c.article != _BUT).group_by(articles.c.article_id)
    for mine, theirs in ((likenesses.c.text, likenesses.c.other), (likenesses.c.other, likenesses.c.text))
]


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a report: `number` 1 is the first that was seen.  `tied` are the other reports with the very same text, `near` those with nearly the same and how much
    of it they share (see `near`), `taken_down` the day when it was erased.  `models` have read it, the latest last.

    `source` and `reader` tell what it was read from and by which reader, `ingested` when, `ingest` by the ingest of which number, and `amendments` by which others, or by whom, its day and outlet were given since.  A takedown erases title, path, address and source.
    """

    article: str
    number: int
    sha256: str
    title: str | None
    outlet: str | None
    published: str | None
    published_at: str | None
    path: str | None
    url: str | None
    page_sha256: str | None
    source: str | None
    reader: str | None
    ingested: str
    tied: tuple[str, ...]
    taken_down: str | None
    near: tuple[tuple[str, float], ...] = ()
    models: tuple[str, ...] = ()
    ingest: int = 0
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement, and the report that it stands in; `corrections` by people that made it what it is, or that it is no more, the oldest first."""

    statement: Statement
    article: Article
    corrections: tuple[StatementCorrection, ...] = ()

    @property
    def words(self) -> str:
        """What was said, in the report's words."""
        return self.article.words(self.statement.content)

    @property
    def quote(self) -> Quote:
        """The words by which to quote it."""
        return quote(self.article.text, self.statement)


def kept_at(connection: Connection, ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """When each version of these reports was kept, by the report's id and the hash of the text."""
    rows = select(articles.c.article_id, texts.c.sha256, versions.c.ingested).select_from(versions.join(articles, articles.c.id == versions.c.article).join(texts, texts.c.id == versions.c.text))
    wanted = list(dict.fromkeys(ids))
    return {(row.article_id, row.sha256): row.ingested for some in portions(wanted) for row in connection.execute(rows.where(articles.c.article_id.in_(some)))}


def find(connection: Connection, given: str) -> Article | Kept:
    """The report or the statement with this id.  Raises InputError where there is none, UsageError where several ids begin so."""
    matches = [*_article_ids(connection, given), *_statement_ids(connection, given)]
    article, statement = _only(given, matches, "report or statement")
    return load_article(connection, article) if statement is None else load_statement(connection, article, statement)


def find_article(connection: Connection, given: str) -> int:
    """The row of a report."""
    return _only(given, _article_ids(connection, given), "report")[0]


def find_statement(connection: Connection, given: str) -> Kept:
    row, statement = _only(given, _statement_ids(connection, given), "statement")
    assert statement is not None
    return load_statement(connection, row, statement)


def _only(given: str, matches: list[tuple[str, int, str | None]], what: str) -> tuple[int, str | None]:
    """The one that is meant: it is called so, or it alone begins so.  Rows of articles, or of statements with their ids."""
    exact = [match for match in matches if match[0] == given]
    chosen = exact[:1] or matches
    if not chosen:
        raise InputError(given or "''", f"is the id of no {what} here", "find ids with `onrecord search`")
    if len({name for name, _, _ in chosen}) > 1:
        more = " …" if len(chosen) > NAMED else ""
        raise UsageError(f"several ids begin with {given!r}: {', '.join(name for name, _, _ in chosen[:NAMED])}{more}")
    return chosen[0][1:]


def _article_ids(connection: Connection, given: str) -> list[tuple[str, int, str | None]]:
    expect(given, str, ID)
    if not given:
        return []
    exact = connection.execute(select(articles.c.id).where(articles.c.article_id == given)).scalar()
    if exact is not None:
        return [(given, exact, None)]
    rows = connection.execute(select(articles.c.article_id, articles.c.id).where(_begins(articles.c.article_id, given)).order_by(articles.c.id).limit(NAMED + 1))
    return [(row.article_id, row.id, None) for row in rows]


def _statement_ids(connection: Connection, given: str) -> list[tuple[str, int, str | None]]:
    """Of a statement in several reports with the same text, the one with the first of these."""
    expect(given, str, ID)
    if not _STATEMENT_ID.fullmatch(given):
        return []
    article = select(func.min(versions.c.article)).where(versions.c.text == readings.c.text).scalar_subquery()
    chosen = select(statements.c.statement_id, article.label("article")).join(readings).where(statements.c.statement_id.between(given.ljust(16, "0"), given.ljust(16, "f")))
    rows = connection.execute(chosen.distinct().order_by(statements.c.statement_id).limit(NAMED + 1))
    return [(row.statement_id, row.article, row.statement_id) for row in rows]


def _begins(of: ColumnElement[str], given: str) -> ColumnElement[bool]:
    return func.substr(of, 1, func.length(literal(given, of.type))) == literal(given, of.type)


def load_article(connection: Connection, article: int, version: int | None = None, model: str | None = None) -> Article:
    """A report's latest version, or the one of a number, as its latest model read it and people corrected it, or as the one of a name read it.  Raises InputError where its text was taken down, or that model has not read it."""
    expect(version, (int, type(None)), NUMBER)
    expect(model, (str, type(None)), "a model is named by a string")
    chosen = select(versions, articles.c.article_id, texts.c.sha256, texts.c.text.label("words"), _AMENDED).join(articles).join(texts).where(versions.c.article == article)
    row = connection.execute((chosen if version is None else chosen.where(versions.c.number == version)).order_by(versions.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        raise InputError(f"version {version}", "is none of the report's", "`onrecord show` lists them")
    return _article(connection, row, model)


def load_statement(connection: Connection, article: int, statement_id: str) -> Kept:
    """A statement by the latest model that found it, in the version of the article that it is of."""
    chosen = select(statements, readings.c.text).join(readings).where(statements.c.statement_id == statement_id).order_by(*LATEST).limit(1)
    row = connection.execute(chosen).one()
    number = connection.execute(select(versions.c.number).where(versions.c.article == article, versions.c.text == row.text)).scalar_one()
    rows = corrections_of(connection, row.text)
    about = {each.number for each in rows if each.act != "undo" and statement_id in _addresses(each, connection, row.text)}
    return Kept(statement_of(row), load_article(connection, article, number), tuple(each for each in rows if each.number in about or each.undoes in about))


def _addresses(row: StatementCorrection, connection: Connection, text: int) -> set[str]:
    """The ids of the statement that a correction is about, before and after."""
    sha256 = connection.execute(select(texts.c.sha256).where(texts.c.id == text)).scalar_one()
    told = {**(row.before or {}), **(row.changes or {})}
    return {str(each["id"]) for each in (row.before, row.changes) if each and "id" in each} | {hash_of(sha256, told["content"], told["cue"])}


def load_versions(connection: Connection, article: int) -> tuple[Version, ...]:
    """All of a report's versions, the oldest first."""
    chosen = select(versions, articles.c.article_id, texts.c.sha256, takedowns.c.at).select_from(versions.join(articles).join(texts).outerjoin(takedowns, takedowns.c.text == texts.c.id))
    rows = connection.execute(chosen.where(versions.c.article == article).order_by(versions.c.number)).all()
    return tuple(
        Version(row.article_id, row.number, row.sha256, row.title, row.outlet, row.published, row.published_at, row.path, row.url, row.page_sha256, row.source, row.reader, row.ingested,
                _tied(connection, row.text, article), row.at, _near(connection, row.text, article),
                tuple(connection.execute(_MODELS, {"of": row.text}).scalars()), row.ingest, amendments_of(connection, row.id))
        for row in rows
    )  # fmt: skip


def _tied(connection: Connection, text: int, article: int) -> tuple[str, ...]:
    return tuple(connection.execute(_TIED, {"of": text, "but": article}).scalars())


def _near(connection: Connection, text: int, article: int) -> tuple[tuple[str, float], ...]:
    """The reports with nearly the same text, those that share most first."""
    found: dict[str, float] = {}
    for asked in _NEAR:
        for name, likeness in connection.execute(asked, {"of": text, "but": article}):
            found[name] = max(likeness, found.get(name, 0))
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _article(connection: Connection, row: Row[Any], model: str | None) -> Article:
    if row.words is None:
        gone = connection.execute(select(takedowns).where(takedowns.c.text == row.text)).one()
        raise TakenDown(row.article_id, f"was taken down on {gone.at[:10]} by {gone.who}: {gone.why}", "its words are not kept any more")
    chosen = select(readings).where(readings.c.text == row.text).order_by(*LATEST).limit(1)
    reading = connection.execute(chosen if model is None else chosen.where(readings.c.model == model)).one_or_none()
    if reading is None:
        raise InputError(row.article_id, f"was not read by {model}", "`onrecord show` lists the models that have read it")
    found = connection.execute(select(statements).where(statements.c.reading == reading.id).order_by(statements.c.place))
    try:
        boilerplate = spans_in(reading.boilerplate)
    except (TypeError, ValueError):
        raise RecordError(f"{row.article_id} is damaged: go back to a backup; `onrecord verify` names everything that is wrong") from None
    return Article(id=row.article_id, text=decoded(row.words), sha256=row.sha256, model=reading.model.partition(CORRECTED)[0], language=reading.language, statements=tuple(map(statement_of, found)),
                   boilerplate=boilerplate, path=row.path, url=row.url, title=row.title, outlet=row.outlet, published=row.published,
                   published_at=row.published_at, page_sha256=row.page_sha256, corrections=corrections_of(connection, row.text) if CORRECTED in reading.model else (), reviews=reviews_of(connection, row.text),
                   amendments=tuple(map(without_version, amendments_of(connection, row.id))) if row.amended else ())  # fmt: skip
