"""The index of words by PostgreSQL's tsvector, made of the same folded words, without a dictionary.

A tsvector has its limits: positions end at 16 383 and at 256 of one word, so that a phrase far down a long report may not be found; it takes up to a megabyte.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text

from onrecord.keep.postgresql import array_of
from onrecord.keep.syntax import Joined, Phrase

Row = tuple[int, str, str, str, str]  # id, content, speaker, kind, act
INDEXES = ("statement_words", "text_words")
LAST, OFTEN, LONGEST, MOST = 16_383, 256, 500, 900_000  # a position; positions of a word; characters of a word; bytes of a tsvector
_ADD_STATEMENTS = text("INSERT INTO statement_words(id, content, speaker) SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:contents AS tsvector[]), CAST(:speakers AS tsvector[]))")
_ADD_TEXTS = text("INSERT INTO text_words(id, content) SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:contents AS tsvector[]))")


def create(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE statement_words (id bigint PRIMARY KEY, content tsvector NOT NULL, speaker tsvector NOT NULL)"))
    connection.execute(text("CREATE TABLE text_words (id bigint PRIMARY KEY, content tsvector NOT NULL)"))
    for name, column in (("statement_words", "content"), ("statement_words", "speaker"), ("text_words", "content")):
        connection.execute(text(f"CREATE INDEX ix_{name}_{column} ON {name} USING gin ({column})"))


PLANS = True  # from what it knows of the tables, in which order it goes through them
ID, SCORE = "w.id", "-ts_rank(w.content, CAST(:matched AS tsquery), 1)"


def joined(number: str) -> str:
    """An aggregate: whole numbers with commas between."""
    return f"string_agg(CAST({number} AS text), ',')"


def matching(index: str, content: Phrase | Joined | None, speakers: Sequence[str], kinds: Sequence[str], acts: Sequence[str]) -> tuple[list[str], dict[str, str], set[str]]:
    """Conditions on rows of the index, as `w`, and what they are bound to; and which of speaker, kind and act are among them."""
    conditions, bound, covered = [], {}, set()
    if content is not None:
        conditions.append("w.content @@ CAST(:matched AS tsquery)")
        bound["matched"] = written(content)
    if speakers:
        conditions.append("w.speaker @@ CAST(:speakers AS tsquery)")
        bound["speakers"] = " | ".join(f"({written(Phrase(tuple(name.split())))})" for name in speakers)
        covered.add("speaker")
    return conditions, bound, covered


def lacking(index: str, content: Phrase | Joined) -> tuple[str, dict[str, str]]:
    """The rows that a hit must not be, and what they are bound to."""
    return f"SELECT id FROM {index} WHERE content @@ CAST(:lacking AS tsquery)", {"lacking": written(content)}


def written(tree: Phrase | Joined) -> str:
    """As a tsquery."""
    if isinstance(tree, Phrase):
        return " <-> ".join(f"'{word[:LONGEST]}'" for word in tree.words) + ":*" * tree.prefix
    if tree.operator == "NOT":
        return f"({written(tree.parts[0])}) & !({written(tree.parts[1])})"
    return {"AND": " & ", "OR": " | "}[tree.operator].join(f"({written(part)})" for part in tree.parts)


def add_texts(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    connection.execute(_ADD_TEXTS, {"ids": array_of([row[0] for row in rows]), "contents": array_of([vector(row[1]) for row in rows])})


def add_statements(connection: Connection, rows: Sequence[Row]) -> None:
    connection.execute(_ADD_STATEMENTS, {name: array_of(values) for name, values in _vectors(rows).items()})


def drop_text(connection: Connection, text_id: int, words: str) -> None:
    connection.execute(text("DELETE FROM text_words WHERE id = :id"), {"id": text_id})


def drop_statements(connection: Connection, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(text("DELETE FROM statement_words WHERE id = :id"), [{"id": row[0]} for row in rows])


def clear(connection: Connection) -> None:
    for name in INDEXES:
        connection.execute(text(f"DELETE FROM {name}"))


def purge(connection: Connection) -> None:
    """What was dropped goes with the tables' dead rows: see `takedown`."""


class Check:
    """Is the index that of what is kept?  Each row is compared word for word."""

    def __init__(self, connection: Connection):
        self.connection = connection

    def text(self, text_id: int, words: str) -> Iterator[str]:
        right = text("SELECT content = CAST(:content AS tsvector) FROM text_words WHERE id = :id")
        if self.connection.execute(right, {"id": text_id, "content": vector(words)}).scalar() is False:
            yield "the index has other words of the text"

    def statements(self, rows: Sequence[Row]) -> Iterator[str]:
        asked = "SELECT id FROM statement_words JOIN unnest(CAST(:ids AS bigint[]), CAST(:contents AS tsvector[]), CAST(:speakers AS tsvector[])) AS given(number, words, name) ON id = number "
        asked += "WHERE content != words OR speaker != name"
        if rows:
            given = {name: array_of(values) for name, values in _vectors(rows).items()}
            yield from (f"the index has other words of statement {number}" for number in self.connection.execute(text(asked), given).scalars())

    def rest(self) -> Iterator[str]:
        for index, of, kept in (("statement_words", "statements", "true"), ("text_words", "texts", "text IS NOT NULL")):
            missing = self.connection.execute(text(f"SELECT count(*) FROM {of} WHERE {kept} AND id NOT IN (SELECT id FROM {index})")).scalar_one()
            beyond = self.connection.execute(text(f"SELECT count(*) FROM {index} WHERE id NOT IN (SELECT id FROM {of} WHERE {kept})")).scalar_one()
            if missing or beyond:
                yield f"the index of {of} lacks {missing} and has {beyond} that are not kept"


def _vectors(rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {"ids": [row[0] for row in rows], "contents": [vector(row[1]) for row in rows], "speakers": [vector(row[2]) for row in rows]}


def vector(words: str) -> str:
    """Folded words as the text form of a tsvector."""
    every = words.split()
    if len(words) < LONGEST and len(set(every)) == len(every):
        return " ".join([f"'{word}':{at}" for at, word in enumerate(every, 1)])
    places: dict[str, list[int]] = {}
    for at, word in enumerate(every, 1):
        found = places.setdefault(word[:LONGEST], [])
        if at <= LAST and len(found) < OFTEN:
            found.append(at)
    pieces = [f"'{word}'" + ":" * bool(found) + ",".join(map(str, found)) for word, found in places.items()]
    return " ".join(pieces if 12 * len(words) + 14 * len(pieces) < MOST else _within(pieces))


def _within(pieces: Iterable[str]) -> Iterable[str]:
    size = 0
    for piece in pieces:
        size += 2 * len(piece.encode()) + 8  # at most, as it is stored
        if size > MOST:
            return
        yield piece
