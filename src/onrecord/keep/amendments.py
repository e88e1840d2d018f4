"""The day and the outlet of a version of a report, as they stand, and the dated rows that made them so.

The table of versions holds what stands, and so all that asks for days follows it.  Rows tell by which ingest something was told that was not known before (`told`), and what people put right (`change`) or took back (`undo`).  What stands is what the version came with,
and on that the rows in their order: what an ingest told counts where nothing else is known, what a person gave counts in any case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from onrecord.keep.schema import amendments, articles, versions
from onrecord.keep.words import folded

PARTS: dict[str, tuple[str, ...]] = {"published": ("published", "published_at"), "outlet": ("outlet",)}
"""What is given as one: the day with its moment, and the outlet."""
FIELDS = tuple(field for fields in PARTS.values() for field in fields)
Act = Literal["told", "change", "undo"]
_ROWS = select(amendments, articles.c.article_id, versions.c.number.label("of")).select_from(amendments.join(versions, versions.c.id == amendments.c.version).join(articles)).order_by(amendments.c.id)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A dated row about the day and the outlet of a version of a report: an ingest told what was not known (`told`), they are others (`change`), or an earlier row no longer holds (`undo`).

    `before` is how `published`, `published_at` and `outlet` stood, and `changes` are those of them that are given, None for what is not known.  `ingest` is the number of the ingest by which it was given, `by` and `why` are None where an
    ingest told it; `undoes` is the number of the row that is taken back.  `at` is ISO 8601, in UTC.
    """

    number: int
    act: Act
    at: str
    article: str
    version: int
    before: dict[str, str | None]
    changes: dict[str, str | None]
    ingest: int | None = None
    by: str | None = None
    why: str | None = None
    undoes: int | None = None


def list_amendments(connection: Connection) -> tuple[Amendment, ...]:
    """Every one, the oldest first."""
    return tuple(map(_amendment, connection.execute(_ROWS)))


def amendments_of(connection: Connection, version: int) -> tuple[Amendment, ...]:
    """Those of a version, by its row."""
    return tuple(map(_amendment, connection.execute(_ROWS.where(amendments.c.version == version))))


def in_force(rows: Sequence[Amendment]) -> list[Amendment]:
    """Those of a version that hold, the oldest first."""
    undone = {row.undoes for row in rows}
    return sorted((row for row in rows if row.act != "undo" and row.number not in undone), key=lambda row: (row.at, row.number))


def decided(rows: Sequence[Amendment]) -> set[str]:
    """The fields of a version that a person has given."""
    return {field for row in in_force(rows) if row.act == "change" for field in row.changes}


def standing(rows: Sequence[Amendment]) -> dict[str, str | None]:
    """The fields of a version, after all of its rows, of which there is one at least."""
    stands, given = dict(rows[0].before), set[str]()
    for row in in_force(rows):
        for part, fields in PARTS.items():
            if part in row.changes and (row.act == "change" or (stands[part] is None and part not in given)):
                stands |= {field: row.changes[field] for field in fields}
                given |= {part} if row.act == "change" else set()
    return stands


def in_words(fields: Mapping[str, str | None]) -> str:
    """Day and outlet, as far as they are given."""
    told = [fields["published"] or "no day"] if "published" in fields else []
    return ", ".join(told + ([fields["outlet"] or "no outlet"] if "outlet" in fields else []))


def faults(connection: Connection) -> Iterator[str]:
    """Where versions do not stand as their amendments say."""
    for version in connection.execute(select(amendments.c.version).distinct().order_by(amendments.c.version)).scalars().all():
        rows = amendments_of(connection, version)
        where = f"version {rows[0].version} of report {rows[0].article}"
        try:
            stands = standing(rows)
            known = {row.number for row in rows if row.act == "change"}
            readable = all(set(row.before) == set(FIELDS) and set(row.changes) <= set(FIELDS) and row.act in ("told", "change", "undo") for row in rows)
        except (TypeError, KeyError, ValueError, AttributeError):
            readable = False
        if not readable or any(row.undoes not in known for row in rows if row.act == "undo"):
            yield f"{where}: its amendments cannot be read"
            continue
        kept = connection.execute(select(versions).where(versions.c.id == version)).one()
        if any(kept._mapping[field] != stands[field] for field in FIELDS) or kept.outlet_key != (None if stands["outlet"] is None else folded(stands["outlet"])):
            yield f"{where}: its day or outlet is not as its amendments say"


def _amendment(row: Any) -> Amendment:
    return Amendment(row.id, row.act, row.at, row.article_id, row.of, row.before, row.changes, row.ingest, row.who, row.why, row.undoes)
