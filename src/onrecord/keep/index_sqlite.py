"""The index of words by FTS5, contentless."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection

from onrecord.keep.schema import ACTS, KINDS
from onrecord.keep.syntax import Joined, Phrase

Row = tuple[int, str, str, str, str]  # id, content, speaker, kind, act
INDEXES = ("statement_words", "text_words")
LONGEST, LONG = 32_768, 8_000  # bytes of a word that FTS5 keeps; characters that may come to more
USUAL = ("indirect", "assert")  # that most statements have: to look for them in the index would help nobody
_TAGS = {name: f"§k{n}" for n, name in enumerate(KINDS) if name not in USUAL} | {name: f"§a{n}" for n, name in enumerate(ACTS) if name not in USUAL}


def create(connection: Connection) -> None:
    """The first migration has made them."""


PLANS = False  # in which order it goes through tables: as they are named
ID, SCORE = "w.rowid", "w.rank"


def joined(number: str) -> str:
    """An aggregate: whole numbers with commas between."""
    return f"group_concat({number})"


def matching(index: str, content: Phrase | Joined | None, speakers: Sequence[str], kinds: Sequence[str], acts: Sequence[str]) -> tuple[list[str], dict[str, str], set[str]]:
    """Conditions on rows of the index, as `w`, and what they are bound to; and which of speaker, kind and act are among them."""
    parts = [] if content is None else [f"content : ({written(content)})"]
    covered = set()
    if speakers:
        parts.append("speaker : (" + " OR ".join(f'"{name}"' for name in speakers) + ")")
        covered.add("speaker")
    for field, names in (("kind", kinds), ("act", acts)):
        if names and index == "statement_words" and (found := tags(names)):
            parts.append("content : (" + " OR ".join(f'"{tag}"' for tag in found) + ")")
            covered.add(field)
    asked = " AND ".join(f"({part})" for part in parts)
    return ([f"w.{index} MATCH :matched"], {"matched": asked}, covered) if parts else ([], {}, covered)


def lacking(index: str, content: Phrase | Joined) -> tuple[str, dict[str, str]]:
    """The rows that a hit must not be, and what they are bound to."""
    return f"SELECT rowid FROM {index} WHERE {index} MATCH :lacking", {"lacking": f"content : ({written(content)})"}


def written(tree: Phrase | Joined) -> str:
    """In FTS5's own language."""
    if isinstance(tree, Phrase):
        return f'"{" ".join(tree.words)}"' + " *" * tree.prefix
    return f" {tree.operator} ".join(f"({written(part)})" for part in tree.parts)


def add_texts(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    connection.exec_driver_sql("INSERT INTO text_words(rowid, content) VALUES (?, ?)", list(rows))


def add_statements(connection: Connection, rows: Sequence[Row]) -> None:
    connection.exec_driver_sql("INSERT INTO statement_words(rowid, content, speaker) VALUES (?, ?, ?)", [(row[0], tagged(row), row[2]) for row in rows])


def drop_text(connection: Connection, text_id: int, words: str) -> None:
    connection.exec_driver_sql("INSERT INTO text_words(text_words, rowid, content) VALUES ('delete', ?, ?)", (text_id, words))


def drop_statements(connection: Connection, rows: Sequence[Row]) -> None:
    for row in rows:
        connection.exec_driver_sql("INSERT INTO statement_words(statement_words, rowid, content, speaker) VALUES ('delete', ?, ?, ?)", (row[0], tagged(row), row[2]))


def clear(connection: Connection) -> None:
    for name in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('delete-all')")


def purge(connection: Connection) -> None:
    """All segments as one: what was dropped lies in the older ones until then."""
    for name in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def tagged(row: Row) -> str:
    """The content, and behind it kind and act as words that no text holds."""
    _, content, _, kind, act = row
    return " ".join(filter(None, (content, _TAGS.get(kind), _TAGS.get(act))))


def tags(names: Sequence[str]) -> list[str] | None:
    """The words that stand for some kinds or acts; None where one of them has none."""
    found = [_TAGS.get(name) for name in names]
    return [tag for tag in found if tag] if all(found) else None


class Check:
    """Is the index that of what is kept?  Of each text and statement it is asked for the number of words, and of each word for the number of rows and of places that have it."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.rows: dict[tuple[str, str], Counter[str]] = {(index, column): Counter() for index, column in _COLUMNS}
        self.places: dict[tuple[str, str], Counter[str]] = {(index, column): Counter() for index, column in _COLUMNS}

    def text(self, text_id: int, words: str) -> Iterator[str]:
        yield from self._row("text_words", "the text", self._sizes("text_words", text_id, text_id).get(text_id), {"content": words})

    def statements(self, rows: Sequence[Row]) -> Iterator[str]:
        for _, some in groupby(enumerate(rows), lambda each: each[1][0] - each[0]):  # of one reading, with ids in a row
            in_a_row = [row for _, row in some]
            sizes = self._sizes("statement_words", in_a_row[0][0], in_a_row[-1][0])
            for row in in_a_row:
                yield from self._row("statement_words", f"statement {row[0]}", sizes.get(row[0]), {"content": tagged(row), "speaker": row[2]})

    def rest(self) -> Iterator[str]:
        """What the index has beside that, and which words it has otherwise."""
        for index, of, kept in (("statement_words", "statements", "1"), ("text_words", "texts", "text IS NOT NULL")):
            missing = self._number(f"SELECT count(*) FROM {of} WHERE {kept} AND id NOT IN (SELECT id FROM {index}_docsize)")
            beyond = self._number(f"SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM {of} WHERE {kept})")
            if missing or beyond:
                yield f"the index of {of} lacks {missing} and has {beyond} that are not kept"
            self.connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{index}_terms USING fts5vocab(main, {index}, col)")
            try:
                for kept, column, rows, places in self.connection.exec_driver_sql(f"SELECT CAST(term AS BLOB), col, doc, cnt FROM temp.{index}_terms"):
                    term = _cut_off(kept)
                    mine = self.rows[index, column].pop(term, 0), self.places[index, column].pop(term, 0)
                    if mine != (rows, places):
                        yield f"the index of {of} has {term!r} in {rows} of them, {places} times, and not in {mine[0]}, {mine[1]} times"
            finally:
                self.connection.exec_driver_sql(f"DROP TABLE temp.{index}_terms")
        for (_, column), left in self.rows.items():
            yield from (f"the index lacks the word {term!r} of {rows} rows' {column}" for term, rows in left.items())

    def _sizes(self, index: str, first: int, last: int) -> dict[int, bytes]:
        found = self.connection.exec_driver_sql(f"SELECT id, sz FROM {index}_docsize WHERE id BETWEEN ? AND ?", (first, last))
        return {row[0]: row[1] for row in found}

    def _row(self, index: str, what: str, kept: bytes | None, columns: dict[str, str]) -> Iterator[str]:
        sizes = []
        for column, words in columns.items():
            found = [word if len(word) < LONG else _cut_off(word.encode()) for word in words.split()]
            sizes.append(len(found))
            self.places[index, column].update(found)
            self.rows[index, column].update(set(found))
        if kept is not None and list(_numbers(kept)) != sizes:
            yield f"the index has another number of words of {what}"

    def _number(self, asked: str) -> int:
        return int(self.connection.exec_driver_sql(asked).scalar_one())


_COLUMNS = (("statement_words", "content"), ("statement_words", "speaker"), ("text_words", "content"))


def _cut_off(term: bytes) -> str:
    return term[:LONGEST].decode("utf-8", "surrogateescape")


def _numbers(packed: bytes) -> Iterator[int]:
    """FTS5's numbers of variable length, seven bits a byte, highest first."""
    number = 0
    for byte in packed:
        number = number << 7 | byte & 127
        if byte < 128:
            yield number
            number = 0
