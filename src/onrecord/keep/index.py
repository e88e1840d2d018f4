"""The index of words, by SQLite's FTS5.  It holds no text of its own: what it is given is cut and folded by `words`, and each row has the id of its statement or text."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.keep.schema import readings, statements, texts
from onrecord.keep.words import folded
from onrecord.types import Span

INDEXES = ("statement_words", "text_words")
_ADD_STATEMENT = "INSERT INTO statement_words(rowid, content, speaker) VALUES (?, ?, ?)"
_ADD_TEXT = "INSERT INTO text_words(rowid, content) VALUES (?, ?)"


def add_text(connection: Connection, text_id: int, text: str) -> None:
    connection.exec_driver_sql(_ADD_TEXT, (text_id, folded(text)))


def add_statements(connection: Connection, text: str, rows: Sequence[tuple[int, Sequence[Span], str | None]]) -> None:
    """`rows`: id, spans of the content and name of the speaker of statements in one text."""
    if rows:
        connection.exec_driver_sql(_ADD_STATEMENT, [(number, " ".join(folded(text[start:end]) for start, end in content), folded(speaker or "")) for number, content, speaker in rows])


def build_anew(connection: Connection) -> None:
    """Both indexes, from the texts and statements that are kept: nothing of what was in them stays."""
    for name in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
    for (number,) in connection.execute(select(texts.c.id).where(texts.c.text.is_not(None))).all():
        text = decoded(connection.execute(select(texts.c.text).where(texts.c.id == number)).scalar_one())
        add_text(connection, number, text)
        of_text = select(statements.c.id, statements.c.content, statements.c.speaker_name).join(readings).where(readings.c.text == number)
        add_statements(connection, text, [(row.id, row.content, row.speaker_name) for row in connection.execute(of_text)])
    for name in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def decoded(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogatepass")
