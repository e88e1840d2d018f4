"""Facets: hits counted by what they are."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Row

from onrecord.keep.columns import unescape
from onrecord.keep.finding import COUNTED, Finding, ask, kept_last, of_reading
from onrecord.keep.schema import ACTS, KINDS, MODES, SPEAKER_KINDS

FACETS = ("speaker", "act", "kind", "speaker_kind", "country", "mode", "outlet", "month", "confidence")
PAGE = "page"  # in place of a facet, of a hit
VALUES = 20  # of a facet, the most frequent; of months and confidence all
TENTH = 100_000  # of a confidence, as it is kept
_CODES: dict[str, tuple[str, ...]] = {"speaker_kind": SPEAKER_KINDS, "act": ACTS, "kind": KINDS, "mode": MODES}
_OF_HITS = {"month": "substr(day, 1, 7)", "confidence": f"CASE WHEN confidence >= {9 * TENTH} THEN 9 ELSE confidence / {TENTH} END"}
_COLUMNS = {"speaker": "s.speaker_name", "speaker_kind": "s.speaker_kind", "country": "s.speaker_country", "act": "s.act", "kind": "s.kind", "mode": "s.mode"}


Facets = dict[str, dict[str | None, int]]


def count_facets(connection: Connection, made: Finding, page: str, **bound: Any) -> tuple[Facets, int, list[Row[Any]]]:
    """The values of each facet, with the number of hits: see `in_order`; of reports, those with such a statement among the ones that the filters let through.  How many hits there are, up to one more than COUNTED.  And those of a page, which is SQL
    that says which of the hits and in which order, so that they are gone through once."""
    with_found = f"WITH counted AS MATERIALIZED ({kept_last(connection, made, COUNTED + 1)}), found AS (SELECT * FROM counted LIMIT {COUNTED})"
    if made.query.within == "statements":
        parts = [f"SELECT '{facet}' AS facet, CAST({value} AS text) AS value, count(*) AS hits FROM found GROUP BY {value}" for facet in FACETS for value in (_OF_HITS.get(facet, facet),)]
    else:
        of = "found CROSS JOIN readings AS r CROSS JOIN statements AS s"
        conditions = " AND ".join(["r.text = found.text", of_reading(made, "s.id"), *_every_filter(made)])
        parts = [f"SELECT '{facet}' AS facet, CAST({column} AS text) AS value, count(DISTINCT version) AS hits FROM {of} WHERE {conditions} GROUP BY {column}" for facet, column in _COLUMNS.items()]
        parts += [f"SELECT '{facet}' AS facet, CAST({value} AS text) AS value, count(*) AS hits FROM found GROUP BY {value}" for facet, value in (("outlet", "outlet"), ("month", _OF_HITS["month"]))]
    parts.append("SELECT NULL AS facet, NULL AS value, count(*) AS hits FROM counted")
    paged = f"SELECT * FROM (SELECT '{PAGE}' AS facet, CAST(NULL AS text) AS value, 1 AS hits, version, number, day, text FROM counted{page}) AS paged"
    parts = [paged, *(f"SELECT facet, value, hits, NULL, NULL, NULL, NULL FROM ({part}) AS part" for part in parts)]
    rows = []
    found: Facets = {facet: {} for facet in FACETS}
    count = 0
    for row in ask(connection, made, f"{with_found} {' UNION ALL '.join(parts)}", **bound):
        if row.facet is None:
            count = row.hits
        elif row.facet == PAGE:
            rows.append(row)
        else:
            found[row.facet][_named(row.facet, row.value)] = row.hits
    return in_order(found), count, rows


def in_order(found: Mapping[str, Mapping[str | None, int]]) -> Facets:
    """The most frequent values of each facet first, VALUES of them; all months, the latest first; and the tenths of confidence in which there are hits, from "0.9" down to "0.1" at most, each with all hits that are as sure as that, or more."""
    told: Facets = {}
    for facet, counts in found.items():
        if facet == "month":
            told[facet] = dict(sorted(counts.items(), key=lambda each: each[0] or "", reverse=True))
        elif facet == "confidence":
            tenths = sorted((value for value in counts if value and value != "0"), reverse=True)
            told[facet] = dict(zip((f"0.{tenth}" for tenth in tenths), accumulate(counts[tenth] for tenth in tenths)))
        else:
            told[facet] = dict(sorted(counts.items(), key=lambda each: (-each[1], each[0] or ""))[:VALUES])
    return told


def _every_filter(made: Finding) -> list[str]:
    """The filters of statements, those among them too that an index answers; the plus keeps SQLite from going through these for each report."""
    if not made.of_one:
        return made.of_statements
    return [*made.of_statements, f"+s.id IN (SELECT {made.dialect.ID} FROM statement_words AS w WHERE {' AND '.join(made.of_one)})"]


def _named(facet: str, value: str | None) -> str | None:
    if not value:
        return None
    codes = _CODES.get(facet)
    return codes[int(value)] if codes else unescape(value)
