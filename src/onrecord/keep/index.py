"""The index of words.  It holds no text of its own: what it is given is cut and folded by `words`, and each row has the id of its statement or text.

SQLite's is FTS5, PostgreSQL's are columns of tsvector; both know the tables `statement_words` (content, speaker) and `text_words` (content).
"""

import zlib
from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import Connection, select

from onrecord.errors import RecordError
from onrecord.keep import index_postgresql, index_sqlite
from onrecord.keep.schema import readings, statements, texts
from onrecord.keep.words import folded
from onrecord.types import Span

Row = tuple[int, str, str, str, str]  # of a statement: its row, the words of content and speaker, kind and act
_SQUEEZED = b"\xff"  # in no UTF-8
_COLUMNS = (statements.c.id, statements.c.content, statements.c.speaker_name, statements.c.kind, statements.c.act)


class Indexed(NamedTuple):
    """What the index is given of a statement: its row, the spans of its content, its speaker's name, and what may be searched besides."""

    id: int
    content: Sequence[Span]
    speaker: str | None
    kind: str | None = None
    act: str | None = None


def by_dialect(connection: Connection) -> ModuleType:
    return index_sqlite if connection.dialect.name == "sqlite" else index_postgresql


def create(connection: Connection) -> None:
    by_dialect(connection).create(connection)


def add_rows(connection: Connection, texts: Sequence[tuple[int, str]], rows: Sequence[Row]) -> None:
    """Texts, each with its row, and statements as `rows_of` gives them."""
    of = by_dialect(connection)
    if texts:
        of.add_texts(connection, [(number, folded(text)) for number, text in texts])
    if rows:
        of.add_statements(connection, rows)


def drop(connection: Connection, text_id: int, text: str) -> None:
    """Take a text and its statements out of the index, while both are kept still."""
    of = by_dialect(connection)
    of.drop_text(connection, text_id, folded(text))
    of.drop_statements(connection, rows_of(text, _statements_of(connection, text_id)))


def purge(connection: Connection) -> None:
    """Rewrite what holds words that were dropped still."""
    by_dialect(connection).purge(connection)


def build_anew(connection: Connection) -> None:
    """Both indexes, from the texts and statements that are kept: nothing of what was in them stays."""
    of = by_dialect(connection)
    of.clear(connection)
    for (number,) in connection.execute(select(texts.c.id).where(texts.c.text.is_not(None))).all():
        text = decoded(connection.execute(select(texts.c.text).where(texts.c.id == number)).scalar_one())
        add_rows(connection, [(number, text)], rows_of(text, _statements_of(connection, number)))
    of.purge(connection)


def rows_of(text: str, rows: Sequence[Indexed]) -> list[Row]:
    """Statements in one text as the index has them: their rows, the words of content and speaker, kind and act."""
    return [_folded(text, row) for row in rows]


def _statements_of(connection: Connection, text_id: int) -> list[Indexed]:
    of_text = select(*_COLUMNS).join(readings).where(readings.c.text == text_id).order_by(statements.c.id)
    return [Indexed(*row) for row in connection.execute(of_text)]


def _folded(text: str, row: Indexed) -> Row:
    return row.id, " ".join(folded(text[start:end]) for start, end in row.content), folded(row.speaker or ""), row.kind or "", row.act or ""


def encoded(text: str) -> bytes:
    """A text as it is kept: UTF-8, halves of surrogate pairs included, as they are hashed; compressed by zlib, behind a byte of 255, where that is shorter."""
    return squeezed(plain(text))


def plain(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def squeezed(kept: bytes) -> bytes:
    packed = _SQUEEZED + zlib.compress(kept, 6)
    return packed if len(packed) < len(kept) else kept


def decoded(kept: bytes) -> str:
    """Raises RecordError where it is no text any more."""
    try:
        return (zlib.decompress(kept[1:]) if kept[:1] == _SQUEEZED else kept).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError):
        raise RecordError("a text is damaged: go back to a backup; `onrecord verify` names everything that is wrong") from None
