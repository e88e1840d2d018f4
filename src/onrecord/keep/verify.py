"""Proving a record: every word that it gives is where it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.errors import RecordError
from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.keep import amendments, index, ledger, superseding, vectors
from onrecord.keep.columns import DAMAGED
from onrecord.keep.correcting import faults_of
from onrecord.keep.index import decoded
from onrecord.keep.rows import digest, spans_in, spans_of, statement_of
from onrecord.keep.schema import articles, readings, statements, takedowns, texts, versions
from onrecord.keep.words import folded
from onrecord.types import Statement

NAMED = 1_000  # faults that are named


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, as numbers: texts that have their hash, statements, spans that lie in their text and give the words that were stored, and `findings`, what clauses tell the ledger, whose words stand there.  `taken_down` texts hold nothing.

    `faults` name what is wrong, and where; without any the record holds.
    """

    texts: int
    statements: int
    spans: int
    versions: int
    articles: int
    taken_down: int
    faults: tuple[str, ...]
    findings: int = 0


def prove(connection: Connection) -> Proof:
    """Reads everything that is kept."""
    faults: list[str] = []
    counts = {"texts": 0, "statements": 0, "spans": 0, "taken_down": 0, "findings": 0}
    for fault in _faults(connection, counts):
        if len(faults) == NAMED:
            faults.append("and more")
            break
        faults.append(fault)
    kept = {of.name: connection.execute(select(func.count()).select_from(of)).scalar_one() for of in (versions, articles)}
    return Proof(texts=counts["texts"], statements=counts["statements"], spans=counts["spans"], versions=kept["versions"], articles=kept["articles"], taken_down=counts["taken_down"], faults=tuple(faults), findings=counts["findings"])


def _faults(connection: Connection, counts: dict[str, int]) -> Iterator[str]:
    if connection.dialect.name == "sqlite":  # a server sees to that by itself
        yield from _of_the_file(connection)
    check = index.by_dialect(connection).Check(connection)
    for (number,) in connection.execute(select(texts.c.id).order_by(texts.c.id)).all():
        yield from _of_text(connection, number, counts, check)
    yield from check.rest()
    yield from superseding.faults(connection)
    yield from vectors.faults(connection)
    yield from amendments.faults(connection)
    for name in connection.execute(select(articles.c.article_id).where(articles.c.id.not_in(select(versions.c.article)))).scalars():
        yield f"report {name} has no version"
    for sha256 in connection.execute(select(texts.c.sha256).where(texts.c.id.not_in(select(versions.c.text)))).scalars():
        yield f"text {sha256} is no report's"


def _of_the_file(connection: Connection) -> Iterator[str]:
    for (told,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if told != "ok":
            yield f"the file is damaged: {told}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"row {row} of {table} points to no row of {parent}"


def _of_text(connection: Connection, number: int, counts: dict[str, int], check: Any) -> Iterator[str]:
    kept = connection.execute(select(texts).where(texts.c.id == number)).one()
    rows = connection.execute(select(statements, readings.c.model).join(readings).where(readings.c.text == number).order_by(statements.c.reading, statements.c.place)).all()
    if kept.text is None:
        counts["taken_down"] += 1
        if connection.execute(select(takedowns.c.id).where(takedowns.c.text == number)).scalar() is None:
            yield f"text {kept.sha256} is gone, and no takedown tells why"
        if rows:
            yield f"text {kept.sha256} was taken down, and has {len(rows)} statements still"
        return
    try:
        text = decoded(kept.text)
    except RecordError:
        yield f"text {kept.sha256} is no text any more"
        return
    counts["texts"] += 1
    yield from (f"text {kept.sha256}: {fault}" for fault in check.text(number, folded(text)))
    if version_of(text) != kept.sha256:
        yield f"text {kept.sha256} has another hash: it was altered"
    read = connection.execute(select(readings.c.boilerplate, readings.c.first, readings.c.found, readings.c.id).where(readings.c.text == number)).all()
    boilerplate = [row.boilerplate for row in read]
    for row in read:
        if [each.id - row.first for each in rows if each.reading == row.id] != list(range(row.found)):
            yield f"text {kept.sha256} had {row.found} statements of a model, and not all of them are kept in their places"
    if not boilerplate:
        yield f"text {kept.sha256} was read by no model"
    if not all(_lies_in(spans, text) for spans in boilerplate):
        yield f"text {kept.sha256} has boilerplate outside of it"
    known = {(row.reading, row.statement_id) for row in rows}
    indexed: list[index.Indexed] = []
    for row in rows:
        where = f"statement {row.statement_id} of text {kept.sha256} by {row.model}"
        counts["statements"] += 1
        try:
            statement = statement_of(row)
        except RecordError:
            yield f"{where}: its row cannot be read"
            continue
        indexed.append(index.Indexed(row.id, statement.content, row.speaker_name, row.kind, row.act))
        counts["spans"] += sum(map(len, spans_of(statement).values()))
        yield from (f"{where}: {fault}" for fault in _of_statement(statement, text, kept.sha256, row.words_hash))
        if row.speaker_country != (statement.speaker and statement.speaker.country and statement.speaker.country.code):
            yield f"{where}: the country by which it is searched is not its speaker's"
        if statement.within is not None and (row.reading, statement.within) not in known:
            yield f"{where}: it lies within {statement.within}, which is not kept"
    yield from (f"text {kept.sha256}: {fault}" for fault in check.statements(index.rows_of(text, indexed)))
    looked, wrong = ledger.faults_of(connection, number, text, known)
    counts["findings"] += looked
    yield from wrong
    if read and len(indexed) == len(rows):
        yield from (f"text {kept.sha256}: {fault}" for fault in faults_of(connection, number))


def _lies_in(spans: Any, text: str) -> bool:
    try:
        return all(0 <= start < end <= len(text) for start, end in spans_in(spans))
    except (TypeError, ValueError):
        return False


def _of_statement(statement: Statement, text: str, sha256: str, stored: bytes) -> Iterator[str]:
    speaker = statement.speaker
    outside = [f"{name} {start}–{end}" for name, spans in spans_of(statement).items() for start, end in spans if not 0 <= start < end <= len(text)]
    if outside:
        yield f"outside the text: {', '.join(outside)}"
        return
    if digest(statement, text) != stored:
        yield "its spans give other words than were stored"
    if DAMAGED in (statement.kind, statement.mode, statement.act, speaker and speaker.kind):
        yield "its kind, mode, act or kind of speaker is none that there is"
    if statement_id(sha256, statement.content, statement.cue) != statement.id:
        yield "its id is not that of its spans"
    told = {"speaker's role": speaker and speaker.role, "speaker's organization": speaker and speaker.organization}
    parts = {name: (part.text, part.spans) for name, part in told.items() if part}
    if statement.via:
        parts["via"] = statement.via.name, statement.via.spans
    for name, (words, spans) in parts.items():
        if words != " … ".join(text[start:end] for start, end in spans):
            yield f"its {name} {words!r} is not what its spans give"
    for name, named in (("speaker", speaker), ("addressee", statement.addressee)):
        if named and named.name not in text:
            yield f"its {name} {named.name!r} is not in the text"
