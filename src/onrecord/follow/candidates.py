"""Statements that may hold some words, found through the record's index: those with the words in a row, and those with most of the rare ones.

No look-up takes more than a fixed number of rows from the index, whatever the size of the record.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from onrecord.follow.words import COMMON
from onrecord.keep.index import by_dialect, decoded
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import articles, readings, statements, texts, versions
from onrecord.keep.superseding import LATEST_READING
from onrecord.keep.syntax import Joined, Phrase
from onrecord.keep.words import folded
from onrecord.types import Statement

MOST = 2_000  # rows that one question to the index may give
RARE = 8  # rare words that are looked up
LOOKED_AT = 24  # words whose frequency is asked for
LONGEST = 10  # words in a row that are asked for at once
NEAREST = 40  # statements with most of the rare words that are compared word by word


@dataclass(frozen=True, slots=True)
class Found:
    """A statement with the report that it stands in: its rows, and what is told of them."""

    number: int
    statement: Statement
    article: str
    version: int
    sha256: str
    text: str
    outlet: str | None
    published: str | None


def in_a_row(connection: Connection, words: Sequence[Sequence[str]], speaker: str | None = None) -> list[int]:
    """Statements that hold the words in a row, in order of their rows; of many words, those around the longest.  Each word is given as the index holds it."""
    phrase = _phrase(words)
    if not phrase.words:
        return []
    found = _ask(connection, phrase)
    if len(found) == MOST and speaker and (name := folded(speaker).split()):
        found = sorted({*found, *_ask(connection, phrase, name[-1:])})
    return found


def texts_with(connection: Connection, words: Sequence[Sequence[str]]) -> list[int]:
    """Texts of reports that hold the words in a row, as `in_a_row` finds them in statements."""
    phrase = _phrase(words)
    return _ask(connection, phrase, index="text_words") if phrase.words else []


def _phrase(words: Sequence[Sequence[str]]) -> Phrase:
    rarest = max(range(len(words)), key=lambda i: (not COMMON.issuperset(words[i]), max(map(len, words[i]), default=0)), default=0)
    start = max(0, min(rarest - LONGEST // 2, len(words) - LONGEST))
    return Phrase(tuple(part for word in words[start : start + LONGEST] for part in word))


def with_rare_words(connection: Connection, words: Iterable[str], most: int = NEAREST) -> list[int]:
    """Statements with most of the rare words among these, the best first."""
    telling = sorted({word for word in words if word not in COMMON}, key=lambda word: (-len(word), word))[:LOOKED_AT]
    scores: Counter[int] = Counter()
    frequent: list[str] = []
    total = connection.execute(select(func.coalesce(func.max(statements.c.id), 0))).scalar_one()
    taken = 0
    for word in telling:
        rows = _ask(connection, Phrase((word,)))
        if len(rows) == MOST:
            frequent.append(word)
            continue
        weight = log(1 + total / (len(rows) or 1))
        for row in rows:
            scores[row] += weight  # type: ignore[assignment]
        taken += bool(rows)
        if taken == RARE:
            break
    if taken < 3:
        for pair in list(combinations(frequent[:5], 2)):
            for row in _ask(connection, Joined("AND", tuple(Phrase((word,)) for word in pair))):
                scores[row] += log(1 + total / MOST)  # type: ignore[assignment]
    return [row for row, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:most]]


def load(connection: Connection, numbers: Collection[int]) -> list[Found]:
    """The statements with these rows, in each of the reports that have their text, the latest model's reading alone."""
    if not numbers:
        return []
    kept = [_found(row) for row in connection.execute(_about().add_columns(*statements.c, texts.c.text.label("words"), texts.c.sha256).where(statements.c.id.in_(numbers)))]
    return sorted(kept, key=lambda found: (found.published or "9999", found.version, found.number))


def tell(connection: Connection, numbers: Collection[int]) -> Sequence[Row[Any]]:
    """Row, version, day and speaker of many statements, without their words."""
    told = _about().add_columns(statements.c.id.label("number"), statements.c.speaker_name, statements.c.speaker_kind)
    return connection.execute(told.where(statements.c.id.in_(numbers))).all()


def _about() -> Any:
    chosen = select(versions.c.id.label("version"), versions.c.outlet, versions.c.published, articles.c.article_id)
    chosen = chosen.select_from(statements.join(readings).join(texts).join(versions, versions.c.text == texts.c.id).join(articles))
    return chosen.where(texts.c.text.is_not(None), LATEST_READING)


def _found(row: Row[Any]) -> Found:
    return Found(row.id, statement_of(row), row.article_id, row.version, row.sha256, decoded(row.words), row.outlet, row.published)


def _ask(connection: Connection, tree: Phrase | Joined, speaker: Sequence[str] = (), index: str = "statement_words") -> list[int]:
    of = by_dialect(connection)
    conditions, bound, _ = of.matching(index, tree, speaker, (), ())
    return list(connection.execute(text(f"SELECT {of.ID} FROM {index} AS w WHERE {' AND '.join(conditions)} LIMIT {MOST}"), bound).scalars())
