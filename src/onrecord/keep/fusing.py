"""Searching by meaning, and by meaning and words at once: two lists, of which the hits that stand high in either come first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from sqlalchemy import Connection, select

from onrecord.follow.words import COMMON
from onrecord.keep.counting import FACETS, TENTH, Facets, in_order
from onrecord.keep.cursors import Cursor
from onrecord.keep.finding import COUNTED, ask, having, kept_last, make_ready
from onrecord.keep.nearest import NEAR, Meanings, Near, Passing, find_nearest
from onrecord.keep.query import Query
from onrecord.keep.schema import readings, statements, versions
from onrecord.keep.syntax import Asked

DAMPING = 60  # that ranks are added to, as in the paper
WORDS = 0.8  # of a rank among those that hold the words, beside one among the nearest
COMMONEST, MOST_OF = 2_000, 1 / 3  # statements that have a word which tells nothing any more; share of the words' weight that a statement must hold
WORDED = 1_000  # such statements, before filters


def find_meant(connection: Connection, query: Query, asked: Asked | None, cursor: Cursor, meanings: Meanings) -> list[Near]:
    """All hits of a search by meaning or by both, the best first; of reports, those in which they stand.  Raises NotIndexed."""
    passing = Passing(connection, query, cursor)
    found = find_nearest(connection, query.words, passing, meanings)
    if query.by == "both":
        found = fuse(found, _worded(connection, query, asked, cursor, passing))
    if query.within == "reports":
        found = list({near.version: near for near in reversed(found)}.values())[::-1]
    return found


def fuse(nearest: Sequence[Near], worded: Sequence[Near]) -> list[Near]:
    """By the sum of 1 / (DAMPING + rank) over the lists that have a hit (reciprocal rank fusion: Cormack, Clarke and Büttcher, 2009), of which words count a little less: what stands in their list alone comes behind the first 16 of the nearest."""
    scores: Counter[Near] = Counter()
    for share, each in ((1.0, nearest), (WORDS, worded)):
        for rank, near in enumerate(each, 1):
            scores[near] += share / (DAMPING + rank)  # type: ignore[assignment]
    return sorted(scores, key=lambda near: -scores[near])


def _worded(connection: Connection, query: Query, asked: Asked | None, cursor: Cursor, passing: Passing) -> list[Near]:
    """The statements that hold what is asked for in the language of queries, by relevance; of words side by side, those that hold most of them, or the rarest."""
    if asked is None:
        return []
    if _is_plain(query.words, asked):
        worded = _with_most_of(connection, {phrase.words[0] for phrase in asked.phrases} - COMMON, cursor.reading)
        place = {number: i for i, number in enumerate(worded)}
        return sorted(passing.of(worded), key=lambda near: place[near.number])[:NEAR]
    made = make_ready(connection, Query(**{name: getattr(query, name) for name in _FILTERS}, sort="relevance"), asked, cursor)
    if made.nothing:
        return []
    order = "score, day DESC, version DESC, number" if made.score else "day DESC, version DESC, number"
    found = f"WITH found AS MATERIALIZED ({kept_last(connection, made, COUNTED)}) SELECT version, number, day, text FROM found ORDER BY {order} LIMIT {NEAR}"
    return [Near(row.version, row.number, row.day, row.text) for row in ask(connection, made, found)]


def _with_most_of(connection: Connection, words: Iterable[str], reading: int) -> list[int]:
    """Statements of the readings up to one that hold MOST_OF the weight of some words, the heaviest first; a word weighs the more the fewer statements have it, and nothing from COMMONEST on."""
    total = connection.execute(select(readings.c.first + readings.c.found - 1).where(readings.c.id <= reading).order_by(readings.c.id.desc()).limit(1)).scalar() or 0
    scores: Counter[int] = Counter()
    heavy = 0.0
    for word in sorted(words):
        rows = having(connection, word, total, COMMONEST)
        if len(rows) == COMMONEST:
            continue
        weight = log(1 + total / (len(rows) or 1))
        heavy += weight
        scores.update(dict.fromkeys(rows, weight))
    kept = [number for number, score in scores.items() if score >= MOST_OF * heavy]
    return sorted(kept, key=lambda number: (-scores[number], number))[:WORDED]


_FILTERS = ("speaker", "speaker_kind", "country", "kind", "mode", "act", "outlet", "since", "until", "added", "min_confidence", "max_confidence", "versions")


def _is_plain(words: str, asked: Asked) -> bool:
    """Whether there is nothing but words side by side."""
    return not asked.negated and not asked.against and all(len(phrase.words) == 1 and not phrase.prefix for phrase in asked.phrases) and not {"AND", "OR", "NOT"} & set(words.split()) and '"' not in words


def count_near(connection: Connection, query: Query, found: Iterable[Near]) -> Facets:
    """The facets of hits that are at hand; of reports, by the statement that was found."""
    found = list(found)
    chosen = select(statements.c.id, statements.c.speaker_name.label("speaker"), statements.c.speaker_kind, statements.c.speaker_country.label("country"), statements.c.act, statements.c.kind, statements.c.mode, statements.c.confidence)
    told = {row.id: row for row in connection.execute(chosen.where(statements.c.id.in_({near.number for near in found})))}
    outlets = {row.id: row.outlet for row in connection.execute(select(versions.c.id, versions.c.outlet).where(versions.c.id.in_({near.version for near in found})))}
    counts: dict[str, Counter[str | None]] = {facet: Counter() for facet in FACETS}
    for near in found:
        row = told[near.number]
        about = {"outlet": outlets[near.version], "month": near.day[:7] or None, "confidence": str(min(round(row.confidence * 10 * TENTH) // TENTH, 9))}
        for facet in FACETS[:-1] if query.within == "reports" else FACETS:
            counts[facet][about[facet] if facet in about else getattr(row, facet)] += 1
    return in_order(counts)
