"""Corrections of statements by people, as dated rows of a text, and the reading of it that takes them in account.

Nothing is overwritten.  What the latest model made of the text stays as it is, and beside it stands a reading with the statements as corrected, which is the latest from then on: search, index, speakers
and ledger follow it as they follow a newer model.  Its model has the model's name, and behind CORRECTED a number.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select

from onrecord.errors import InputError, UsageError
from onrecord.export.jsonl import Wrong, changes_from
from onrecord.keep.adding import add_reading
from onrecord.keep.carrying import carry_over
from onrecord.keep.corrections import ROWS, correction_of, corrections_of
from onrecord.keep.database import add
from onrecord.keep.index import decoded
from onrecord.keep.lookup import LATEST
from onrecord.keep.rows import spans_in, statement_of
from onrecord.keep.schema import CORRECTED, articles, corrected_readings, readings, statement_corrections, statements, texts, versions
from onrecord.types import Article, StatementCorrection


def add_correction(connection: Connection, text: int, made: StatementCorrection) -> StatementCorrection:
    """Write it down under a number of this record."""
    row = {"text": text, "act": made.act, "at": made.at, "who": made.by, "why": made.why, "before": made.before, "changes": made.changes, "undoes": made.undoes}
    return replace(made, number=add(connection, statement_corrections, row))


def text_of_correction(connection: Connection, number: int) -> int:
    """The text of a correction.  Raises InputError where there is none of this number."""
    text = connection.execute(select(statement_corrections.c.text).where(statement_corrections.c.id == number)).scalar()
    if text is None:
        raise InputError(str(number), "is the number of no correction", "`onrecord corrections` lists them")
    return int(text)


def settle(connection: Connection, text: int) -> tuple[int, ...]:
    """Where people have corrected a text's statements, put that on what the latest model made of it, as the latest reading; the numbers of the corrections that find no place."""
    rows = corrections_of(connection, text)
    if not rows:
        return ()
    base = _article_of(connection, text, connection.execute(_of(text).where(~_is_corrected()).order_by(*LATEST).limit(1)).one())
    made, unplaced = carry_over(base.statements, rows, base.text, base.sha256)
    add_corrected(connection, text, replace(base, statements=made), rows, unplaced)
    return unplaced


def add_corrected(connection: Connection, text: int, made: Article, rows: Sequence[StatementCorrection], unplaced: Sequence[int], taken: bool = False) -> None:
    """A reading with the statements as people corrected them, beside the model's own.  `taken`: as another record had them."""
    base = connection.execute(_of(text).where(readings.c.model == made.model)).one()
    number = 1 + connection.execute(select(func.count()).select_from(readings).where(readings.c.text == text, _is_corrected())).scalar_one()
    reading = add_reading(connection, text, replace(made, model=f"{made.model}{CORRECTED}{number}"), base.program)
    connection.execute(insert(corrected_readings), {"reading": reading, "base": base.id, "last": max(row.number for row in rows), "unplaced": list(unplaced), "taken": taken})


def standing(connection: Connection, text: int) -> Article:
    """A text with its statements as they stand: those of its latest reading.  Its id is the hash of the text."""
    return _article_of(connection, text, connection.execute(_of(text).order_by(*LATEST).limit(1)).one())


@dataclass(frozen=True, slots=True)
class Noted:
    """A correction, the report that has the text and the text's hash; `placed`: whether it has a place among the statements as they stand."""

    correction: StatementCorrection
    article: str
    sha256: str
    placed: bool


def list_corrections(connection: Connection) -> list[Noted]:
    """Every correction, the oldest first."""
    article = select(func.min(articles.c.article_id)).join(versions).where(versions.c.text == statement_corrections.c.text).scalar_subquery()
    found = connection.execute(ROWS.add_columns(texts.c.sha256, article.label("article")).where(texts.c.id == statement_corrections.c.text)).all()
    unplaced: dict[int, set[int]] = {}
    for row in connection.execute(select(readings.c.text, corrected_readings.c.unplaced).join(readings, readings.c.id == corrected_readings.c.reading).order_by(readings.c.id)):
        unplaced[row.text] = set(row.unplaced)  # the latest one's stays
    return [Noted(correction_of(row), row.article, row.sha256, row.id not in unplaced.get(row.text, ())) for row in found]


def take_over(connection: Connection, sha256: str, theirs: Iterable[StatementCorrection], made: Article | None = None) -> int:
    """Corrections that another record has of a text that is kept here: those that are not here yet, numbered on; how many that were.  `made` is the text with its statements as corrected there, to be taken as it is
    where nothing else was corrected here."""
    text = connection.execute(select(texts.c.id).where(texts.c.sha256 == sha256, texts.c.text.is_not(None))).scalar()
    if text is None:
        return 0
    theirs = list(theirs)
    mine = {key: number for number, key in _keys(corrections_of(connection, text)).items()}
    alone, keys, added = not mine, _keys(theirs), list[StatementCorrection]()
    for row in theirs:
        if keys[row.number] not in mine:
            undone = None if row.undoes is None else mine[keys[row.undoes]]
            added.append(add_correction(connection, text, replace(row, undoes=undone)))
            mine[keys[row.number]] = added[-1].number
    if not added:
        return 0
    last = connection.execute(_of(text).where(~_is_corrected()).order_by(*LATEST).limit(1)).one()
    if made and alone and made.model == last.model:
        placed = carry_over(_article_of(connection, text, last).statements, added, made.text, made.sha256)
        add_corrected(connection, text, made, added, placed[1], taken=True)
    else:
        settle(connection, text)
    return len(added)


def faults_of(connection: Connection, text: int) -> Iterator[str]:
    """What is wrong with the corrections of a text, and with what was made of them."""
    rows = corrections_of(connection, text)
    latest = connection.execute(_of(text).order_by(*LATEST).limit(1)).one()
    if not rows:
        if CORRECTED in latest.model:
            yield "its statements are corrected, and no correction tells why"
        return
    kept = standing(connection, text)
    for row in rows:
        try:
            carry_over((), [replace(row, number=1)], kept.text, kept.sha256)
            changes_from((row.changes or {}) if row.act == "change" else {}, kept.text)
        except (Wrong, TypeError, AttributeError) as error:
            yield f"correction {row.number} cannot be read: it {error}"
            return
    base = connection.execute(_of(text).where(~_is_corrected()).order_by(*LATEST).limit(1)).one()
    made = connection.execute(select(corrected_readings).where(corrected_readings.c.reading == latest.id)).one_or_none()
    if made is None or made.base != base.id or made.last != max(row.number for row in rows):
        yield "its latest reading does not take all corrections in account"
    elif not made.taken and (kept.statements, tuple(made.unplaced)) != carry_over(_article_of(connection, text, base).statements, rows, kept.text, kept.sha256):
        yield "its statements are not as people corrected them"


def _keys(rows: Iterable[StatementCorrection]) -> dict[int, tuple[Any, ...]]:
    """What makes a row the same in two records, by its number."""
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        undone = None if row.undoes is None else found[row.undoes]
        found[row.number] = row.act, row.at, row.by, row.why, json.dumps((row.before, row.changes), sort_keys=True), undone
    return found


def _of(text: int) -> Any:
    return select(readings).where(readings.c.text == text)


def _is_corrected() -> Any:
    return readings.c.model.contains(CORRECTED)


def _article_of(connection: Connection, text: int, reading: Any) -> Article:
    kept = connection.execute(select(texts).where(texts.c.id == text)).one()
    if kept.text is None:
        raise UsageError("the report was taken down: there is nothing to correct")
    found = connection.execute(select(statements).where(statements.c.reading == reading.id).order_by(statements.c.place))
    return Article(id=kept.sha256, text=decoded(kept.text), sha256=kept.sha256, model=reading.model, language=reading.language, statements=tuple(map(statement_of, found)), boilerplate=spans_in(reading.boilerplate))
