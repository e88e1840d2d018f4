"""What people have looked through: statements that are right, and reports in which none is missing, as dated rows of a text.  What is wrong is a correction: see `revising`."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.errors import InputError, UsageError, expect, expect_signed
from onrecord.keep import lookup
from onrecord.keep.clock import now
from onrecord.keep.database import add
from onrecord.keep.schema import articles, reviews, texts, versions
from onrecord.types import Article, ReviewAct, Statement


@dataclass(frozen=True, slots=True)
class Review:
    """A dated row of a person's: a statement is right (`accept`), a report has no statement that was missed (`whole`), or an earlier row no longer holds (`undo`).

    `article` is a report that has the text, and `sha256` the text's hash.  `number` is that of the row in its record, `undoes` the number of the row that is taken back.
    """

    number: int
    act: ReviewAct
    at: str
    by: str
    why: str
    article: str
    sha256: str
    statement: str | None = None
    undoes: int | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report as it stands, with what people have looked through: for each statement that is right the row that says so, and the row that says that none is missing."""

    article: Article
    accepted: dict[str, Review]
    whole: Review | None
    rows: tuple[Review, ...]

    @property
    def left(self) -> tuple[Statement, ...]:
        """The statements that nobody has accepted or corrected."""
        return tuple(each for each in self.article.statements if each.corrected is None and each.id not in self.accepted)

    @property
    def done(self) -> bool:
        """Whether all of it was looked through."""
        return self.whole is not None and not self.left


def seen(statement: Any) -> str:
    """What of a statement is looked at beside its passages, which its id tells, in sixteen hexadecimal digits; of a Statement or of a row of the table."""
    if isinstance(statement, Statement):
        speaker, addressee = statement.speaker, statement.addressee
        told: list[Any] = [statement.kind, statement.mode, statement.act, speaker and [speaker.name, speaker.kind], addressee and addressee.name]
    else:
        told = [statement.kind, statement.mode, statement.act, statement.speaker_name and [statement.speaker_name, statement.speaker_kind], statement.addressee and statement.addressee[0][0]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def accept(connection: Connection, id: str, who: str, why: str = "") -> Review:
    """Say that a statement is right as it stands.  Raises InputError where it does not stand, UsageError where that was said already."""
    from onrecord.keep import doubting
    from onrecord.keep.revising import stands

    _signed(who, why)
    text, statement, _ = stands(connection, id)
    if accepted(connection, [text]).get(statement.id) == seen(statement):
        raise UsageError(f"statement {statement.id} was accepted already")
    doubting.remove(connection, statement.id)
    return _keep(connection, text, "accept", who, why, statement)


def finish(connection: Connection, report: str, who: str, why: str = "") -> tuple[Review, ...]:
    """Say that all statements that stand in a report's latest version and wait still are right, and that none is missing."""
    from onrecord.keep import doubting

    _signed(who, why)
    article = lookup.load_article(connection, lookup.find_article(connection, report))
    text = connection.execute(select(texts.c.id).where(texts.c.sha256 == article.sha256)).scalar_one()
    before = looked_through(connection, article)
    if before.done:
        raise UsageError(f"report {article.id} was looked through as a whole already")
    made = [_keep(connection, text, "accept", who, why, statement) for statement in before.left]
    for statement in before.left:
        doubting.remove(connection, statement.id)
    return (*made, _keep(connection, text, "whole", who, why)) if before.whole is None else tuple(made)


def undo(connection: Connection, number: int, who: str, why: str) -> Review:
    """Take a review back; the row that it was stays.  Raises InputError where there is none, UsageError where it was taken back already."""
    from onrecord.keep import doubting

    expect_signed(who, why, "an undoing of a review is kept with who made it and why")
    row = connection.execute(select(reviews).where(reviews.c.id == number)).one_or_none()
    if row is None:
        raise InputError(str(number), "is the number of no review", "`onrecord review list` lists them")
    if row.act == "undo" or connection.execute(select(reviews.c.id).where(reviews.c.undoes == number)).scalar() is not None:
        raise UsageError(f"review {number} is an undoing, or was taken back already")
    made = _keep(connection, row.text, "undo", who, why, undoes=number)
    doubting.work_out(connection, [row.text])
    return made


def accepted(connection: Connection, some: Iterable[int]) -> dict[str, str]:
    """Of some texts, the ids of the statements that were accepted, with what was looked at."""
    return {str(row.statement): str(row.seen) for row in in_force(rows_of(connection, some)) if row.act == "accept"}


def looked_through(connection: Connection, article: Article) -> Reviewed:
    """What people have looked through of a report's text, of which the article has the statements as they stand."""
    rows = rows_of(connection, [connection.execute(select(texts.c.id).where(texts.c.sha256 == article.sha256)).scalar_one()])
    held = in_force(rows)
    by_id = {row.statement: row for row in held if row.act == "accept"}
    found = {each.id: row for each in article.statements if (row := by_id.get(each.id)) and row.seen == seen(each)}
    return Reviewed(article, found, next((row for row in reversed(held) if row.act == "whole"), None), tuple(rows))


def rows_of(connection: Connection, some: Iterable[int] | None = None) -> list[Review]:
    """The reviews of some texts, or all, the oldest first; those that were taken back too."""
    article = select(func.min(articles.c.article_id)).join(versions).where(versions.c.text == reviews.c.text).scalar_subquery()
    chosen = select(reviews, texts.c.sha256, article.label("article")).join(texts, texts.c.id == reviews.c.text).order_by(reviews.c.at, reviews.c.id)
    found = connection.execute(chosen if some is None else chosen.where(reviews.c.text.in_(list(some))))
    return [Review(row.id, row.act, row.at, row.who, row.why, row.article, row.sha256, row.statement, row.undoes, row.seen) for row in found]


def of_article(article: Article) -> list[Review]:
    """The reviews that an article brings along."""
    return [Review(row.number, row.act, row.at, row.by, row.why, article.id, article.sha256, row.statement, row.undoes, row.seen) for row in article.reviews]


def in_force(rows: Sequence[Review]) -> list[Review]:
    """Those that say something and were not taken back, in order."""
    undone = {row.undoes for row in rows}
    return [row for row in rows if row.act != "undo" and row.number not in undone]


def take_over(connection: Connection, theirs: Iterable[Review]) -> int:
    """Reviews that another record has of texts that are kept here: those that are not here yet, numbered on; how many that were."""
    from onrecord.keep import doubting

    mine = {_key(row): row.number for row in rows_of(connection)}
    numbers: dict[int, int] = {}
    changed: dict[int, None] = {}
    added = 0
    for row in theirs:
        text = connection.execute(select(texts.c.id).where(texts.c.sha256 == row.sha256, texts.c.text.is_not(None))).scalar()
        if text is None:
            continue
        here = replace(row, undoes=None if row.undoes is None else numbers[row.undoes])
        if _key(here) not in mine:
            mine[_key(here)] = add(connection, reviews, {"text": text, "act": row.act, "statement": row.statement, "seen": row.seen, "at": row.at, "who": row.by, "why": row.why, "undoes": here.undoes})
            changed[text] = None
            added += 1
        numbers[row.number] = mine[_key(here)]
    doubting.work_out(connection, list(changed))
    return added


def _key(row: Review) -> tuple[Any, ...]:
    return row.act, row.at, row.by, row.why, row.sha256, row.statement, row.undoes


def _signed(who: object, why: object) -> None:
    expect(why, str, "why is a string")
    if not (isinstance(who, str) and who.strip()):
        raise UsageError("a review is kept with who made it: give a name")


def _keep(connection: Connection, text: int, act: ReviewAct, who: str, why: str, statement: Statement | None = None, undoes: int | None = None) -> Review:
    row = {"text": text, "act": act, "statement": statement and statement.id, "seen": statement and seen(statement), "at": now(), "who": who, "why": why, "undoes": undoes}
    number = add(connection, reviews, row)
    return next(each for each in rows_of(connection, [text]) if each.number == number)
