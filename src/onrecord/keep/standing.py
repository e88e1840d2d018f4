"""The day and the outlet of a version of a report, as they stand after the dated rows about them.

Rows tell by which ingest something was told that was not known before (`told`), and what people put right (`change`) or took back (`undo`).  What stands is what the version came with, and on that the rows in their order: what an ingest told
counts where nothing else is known, what a person gave counts in any case.
"""

from collections.abc import Sequence
from typing import TypeVar

from onrecord.types import ReportAmendment

Row = TypeVar("Row", bound=ReportAmendment)
PARTS: dict[str, tuple[str, ...]] = {"published": ("published", "published_at"), "outlet": ("outlet",)}
"""What is given as one: the day with its moment, and the outlet."""
FIELDS = tuple(field for fields in PARTS.values() for field in fields)


def in_force(rows: Sequence[Row]) -> list[Row]:
    """Those of a version that hold, the oldest first."""
    undone = {row.undoes for row in rows}
    return sorted((row for row in rows if row.act != "undo" and row.number not in undone), key=lambda row: (row.at, row.number))


def decided(rows: Sequence[ReportAmendment]) -> set[str]:
    """The fields of a version that a person has given."""
    return {field for row in in_force(rows) if row.act == "change" for field in row.changes}


def standing(rows: Sequence[ReportAmendment]) -> dict[str, str | None]:
    """The fields of a version, after all of its rows, of which there is one at least."""
    stands, given = dict(rows[0].before), set[str]()
    for row in in_force(rows):
        for part, fields in PARTS.items():
            if part in row.changes and (row.act == "change" or (stands[part] is None and part not in given)):
                stands |= {field: row.changes[field] for field in fields}
                given |= {part} if row.act == "change" else set()
    return stands
