"""Near-duplicates: texts most of whose runs of words another text has, as the copy of one agency in several outlets.

MinHash (Broder, "On the resemblance and containment of documents", 1997): the least of many random hashes of a text's runs is the same for two texts as often as their runs are shared.
Four such hashes make a band, and texts with a band in common are compared run by run (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4): of texts that are
0.6 alike 89 in 100 are found so, of those 0.7 alike 99.
"""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, or_, select, union_all

from onrecord.keep.database import add_many
from onrecord.keep.index import decoded
from onrecord.keep.schema import bands, likenesses, texts
from onrecord.keep.words import folded

RUN = 3  # words
FEWEST = 20  # runs of a text that is compared at all
LIKE = 0.6  # the least share of runs in both among those in either
BANDS, ROWS = 16, 4
COMPARED = 8  # texts, those with most bands in common
LATEST = 20  # texts of a band that are looked at
_chance = np.random.default_rng(1997)
_FACTORS = _chance.integers(1, 2**63, (BANDS * ROWS, 1), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS = _chance.integers(0, 2**63, (BANDS * ROWS, 1), dtype=np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_NEAR = union_all(*(select(select(bands.c.text).where(bands.c.band == bindparam(f"b{n}")).order_by(bands.c.text.desc()).limit(LATEST).subquery(f"s{n}").c.text) for n in range(BANDS))).subquery("near")
_MOST = select(_NEAR.c.text).group_by(_NEAR.c.text).order_by(func.count().desc(), _NEAR.c.text.desc()).limit(COMPARED)
_KEPT = select(texts.c.id, texts.c.text).where(texts.c.id.in_(bindparam("ids", expanding=True)))


def runs_of(text: str) -> np.ndarray:
    """The hashes of a text's runs of RUN words, without case and diacritics, each once, in order."""
    words = np.array([_hash(word) for word in folded(text).split()], np.uint64)
    if len(words) < RUN:
        return words[:0]
    mixed = words[: len(words) - RUN + 1].copy()
    for n in range(1, RUN):
        mixed = mixed * _BASE + words[n : len(words) - RUN + 1 + n]
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB))


def bands_of(runs: np.ndarray) -> list[int]:
    """One number a band, of 32 bits."""
    least = ((runs * _FACTORS + _SHIFTS) >> np.uint64(32)).min(axis=1).astype(np.uint32)
    return [crc32(bytes([n]) + least[n * ROWS : (n + 1) * ROWS].tobytes()) for n in range(BANDS)]


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The share of runs in both among those in either (Jaccard)."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def tie(connection: Connection, text_id: int, text: str) -> None:
    """Remember a text, and tie it to those that are kept and nearly the same."""
    runs = runs_of(text)
    if len(runs) < FEWEST:
        return
    keys = bands_of(runs)
    found: Sequence[int] = connection.execute(_MOST, {f"b{n}": key for n, key in enumerate(keys)}).scalars().all()
    add_many(connection, bands, [{"band": key, "text": text_id} for key in keys])
    if found:
        alike = [{"text": text_id, "other": row.id, "likeness": likeness(runs, runs_of(decoded(row.text)))} for row in connection.execute(_KEPT, {"ids": found}) if row.text is not None]
        add_many(connection, likenesses, [row for row in alike if row["likeness"] >= LIKE])


def untie(connection: Connection, text_id: int, text: str) -> None:
    """Forget a text that is to be erased."""
    runs = runs_of(text)
    if len(runs) >= FEWEST:
        connection.execute(delete(bands).where(bands.c.text == text_id, bands.c.band.in_(bands_of(runs))))
    connection.execute(delete(likenesses).where(or_(likenesses.c.text == text_id, likenesses.c.other == text_id)))


def build_anew(connection: Connection) -> None:
    """Of all texts that are kept, in the order in which they came."""
    connection.execute(delete(likenesses))
    connection.execute(delete(bands))
    for (number,) in connection.execute(select(texts.c.id).where(texts.c.text.is_not(None)).order_by(texts.c.id)).all():
        tie(connection, number, decoded(connection.execute(select(texts.c.text).where(texts.c.id == number)).scalar_one()))


@lru_cache(maxsize=65_536)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))
