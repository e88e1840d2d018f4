"""The ledger of a record: what its reports tell of commitments is read once and kept, and so is to which commitment it was put; people's corrections are dated rows."""

from collections.abc import Iterator, Set
from typing import Any

from sqlalchemy import Connection, select

from onrecord.errors import InputError, RecordError, UsageError, expect_signed
from onrecord.follow.corrections import Correction, Decision
from onrecord.follow.drafts import Told, day_reported
from onrecord.follow.findings import finding_of, places_of
from onrecord.keep.clock import now
from onrecord.keep.columns import DAMAGED
from onrecord.keep.database import add
from onrecord.keep.schema import articles, corrections, findings, readings, texts, versions
from onrecord.keep.superseding import LATEST_READING, LATEST_VERSION


def latest() -> Any:
    """The newest version of each report whose words are kept, with its newest reading."""
    chosen = select(versions.c.id, versions.c.article, versions.c.published, readings.c.id.label("reading"), articles.c.article_id)
    return chosen.join(readings, readings.c.text == versions.c.text).join(texts, texts.c.id == versions.c.text).join(articles, articles.c.id == versions.c.article).where(LATEST_VERSION, LATEST_READING, texts.c.text.is_not(None))


def told(connection: Connection) -> Iterator[Told]:
    rows = latest().subquery()
    for row in connection.execute(select(rows.c.article_id, rows.c.published, findings.c.told).select_from(rows.join(findings, findings.c.version == rows.c.id))):
        found, speakers = kept(row.article_id, row.told)
        yield Told(row.article_id, day_reported(row.published), tuple(map(finding_of, found)), speakers)


def load_corrections(connection: Connection) -> tuple[Correction, ...]:
    rows = connection.execute(select(corrections).order_by(corrections.c.id))
    return tuple(Correction(r.id, r.at, r.who, r.why, r.decision, r.commitment, r.event, r.undoes) for r in rows)


def kept(article: str, told: Any) -> tuple[list[dict[str, Any]], tuple[tuple[str, str], ...]]:
    """The findings of a report as they are kept, and who speaks for whom in it.  Raises RecordError where they were altered in the file."""
    if told == DAMAGED:
        raise RecordError(f"what report {article} tells the ledger was altered in the file: `onrecord verify` tells what else was, and a backup has it as it was")
    return told["findings"], tuple((a, b) for a, b in told["spoken_for"])


def faults_of(connection: Connection, number: int, text: str, known: Set[tuple[int, str]]) -> tuple[int, list[str]]:
    """How many findings of the reports with a text, by its row, were looked at, and what is wrong with them: words that are not where they are told to be, and statements that are none of `known`, by their readings and ids."""
    looked, faults = 0, list[str]()
    for row in connection.execute(select(articles.c.article_id, findings.c.reading, findings.c.told).select_from(findings.join(versions).join(articles)).where(versions.c.text == number)):
        where = f"what report {row.article_id} tells the ledger"
        try:
            found = [finding_of(each) for each in kept(row.article_id, row.told)[0]]
            spans = [span for each in found for span in places_of(each)]
        except (RecordError, TypeError, KeyError, ValueError):
            faults.append(f"{where} cannot be read")
            continue
        looked += len(found)
        if not all(0 <= start < end <= len(text) for start, end in spans):
            faults.append(f"{where} lies outside its text")
        elif any(each.text != text[slice(*(each.what or each.span))] for each in found):
            faults.append(f"{where} are not the words of its text")
        if not {(row.reading, each.statement) for each in found if each.statement} <= known:
            faults.append(f"{where} is said in a statement that is not kept")
    return looked, faults


def correct(connection: Connection, decision: Decision, who: str, why: str, commitment: str | None = None, event: str | None = None, undoes: int | None = None) -> Correction:
    """Write a correction down.  Raises UsageError where it names nobody or no reason, or what it says makes no sense."""
    expect_signed(who, why, "a correction is kept with who made it and why")
    if decision == "undo":
        rows = {row.number: row for row in load_corrections(connection)}
        if undoes not in rows or rows[undoes].decision == "undo":
            raise InputError(str(undoes), "is the number of no correction", "`onrecord ledger corrections` lists them")
        if any(row.undoes == undoes for row in rows.values()):
            raise UsageError(f"correction {undoes} was taken back already")
    at = now()
    row = {"at": at, "who": who, "why": why, "decision": decision, "commitment": commitment, "event": event, "undoes": undoes}
    return Correction(add(connection, corrections, row), at, who, why, decision, commitment, event, undoes)
