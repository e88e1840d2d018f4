"""What people have decided about statements, utterances, speakers and the ledger, and how a report came by its day and outlet, as pages tell it: who, when, why, and what was otherwise before."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.follow.as_of import AsOf
from onrecord.follow.corrections import Correction
from onrecord.keep.lookup import Kept
from onrecord.keep.quoting import quote
from onrecord.keep.reviewing import Review, Reviewed
from onrecord.keep.standing import standing
from onrecord.resolve.decisions import Decision
from onrecord.types import Article, ReportAmendment, StatementCorrection

TITLES = {"none": "Said to be no statement", "add": "Added", "change": "Corrected", "accept": "Found right", "whole": "Looked through as a whole: no statement is missing", "undo": "Taken back"}

UTTERANCES = {"merge": "Said to be of this occasion too", "split": "Said to be of another occasion", "undo": "Taken back"}
SPEAKERS = {"merge": "Said to be one with another", "split": "Said to be two", "undo": "Taken back"}
LEDGER = {"link": "An event was put to the commitment", "unlink": "An event was taken out of the commitment", "reject": "Said to be no commitment", "undo": "Taken back"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of somebody's, or of an ingest; `undone`: whether it was taken back; `statement`: the id by which it was known; `told`: what was changed, before and after, a day in ISO 8601 and None where it is not known."""

    sort: str  # correction, review, amendment, ledger, utterance or speaker
    number: int
    title: str
    by: str
    at: str
    why: str
    undone: bool
    undoes: int | None
    statement: str | None
    words: str
    told: tuple[tuple[str, str | None, str | None], ...] = ()
    lasting: bool = False
    address: str | None = None  # of the page of what it is about

    @property
    def open(self) -> bool:
        """Whether it may be taken back."""
        return not (self.undone or self.lasting) and self.undoes is None


def entries(article: Article, corrections: Iterable[StatementCorrection], reviews: Iterable[Review]) -> list[Entry]:
    """The oldest first."""
    known = {each.id: quote(article.text, each).words for each in article.statements}
    found = [*_corrected(article.text, list(corrections)), *_reviewed(list(reviews), known)]
    return sorted(found, key=lambda each: each.at)


def of_statement(kept: Kept, looked: Reviewed) -> list[Entry]:
    """What was decided about one statement."""
    rows = [row for row in looked.rows if row.statement == kept.statement.id]
    numbers = {row.number for row in rows}
    return entries(kept.article, kept.corrections, [*rows, *(row for row in looked.rows if row.undoes in numbers)])


def amended(rows: Sequence[ReportAmendment]) -> list[Entry]:
    """What the amendments of a version did, the oldest first; what an ingest told, and nobody knew before, cannot be taken back."""
    undone = {row.undoes for row in rows}
    titles = {"told": "Told where it was not known", "change": "Put right", "undo": "Taken back"}
    return [
        Entry("amendment", row.number, titles[row.act] + (f", as ingest {row.ingest} told" if row.by and row.ingest else ""), row.by or f"ingest {row.ingest}", row.at, row.why or "", row.number in undone, row.undoes, None, "", _moved(rows[:place]), row.act == "told")
        for place, row in enumerate(rows, 1)
    ]  # fmt: skip


def of_ledger(rows: Iterable[Correction], ledger: AsOf, words_of: Callable[[Mapping[str, Any]], str], about: Mapping[str, Any] | None = None) -> list[Entry]:
    """What people have decided about the ledger, or about one commitment and its events, the oldest first; `words_of` gives an event's words."""
    rows = list(rows)
    undone = {row.undoes for row in rows}
    if about is not None:
        own = {event["id"] for event in about["events"]}
        numbers = {row.number for row in rows if row.commitment == about["id"] or row.event in own}
        rows = [row for row in rows if row.number in numbers or row.undoes in numbers]
    found = []
    for row in rows:
        commitment, event = ledger.row(row.commitment or ""), ledger.event(row.event or "")
        words = words_of(event) if event else commitment["what"]["text"] if commitment else ""
        found.append(Entry("ledger", row.number, LEDGER[row.decision], row.who, row.at, row.why, row.number in undone, row.undoes, None, words, address=f"/ledger/{commitment['id']}" if commitment else None))
    return found


def of_utterance(rows: Iterable[Decision], words_of: Callable[[str], str], ids: Collection[str]) -> list[Entry]:
    """What people have decided about the utterances of some statements, the oldest first; `words_of` gives a statement's words."""
    rows = list(rows)
    undone = {row.undoes for row in rows}
    numbers = {row.number for row in rows if not (row.left | row.right).isdisjoint(ids)}
    found = []
    for row in (row for row in rows if row.number in numbers or row.undoes in numbers):
        other = min(row.right, default=None)
        found.append(Entry("utterance", row.number, UTTERANCES[row.act], row.who, row.on, row.why, row.number in undone, row.undoes, other, words_of(other) if other else ""))
    return found


def of_speaker(rows: Iterable[Decision], ids: Collection[str], names: Mapping[str, str]) -> list[Entry]:
    """What people have decided about the speaker that has some appearances, the oldest first; `names` are those in the appearances that are in the record still."""
    rows = list(rows)
    undone = {row.undoes for row in rows}
    numbers = {row.number for row in rows if not (row.left | row.right).isdisjoint(ids)}
    found = []
    for row in (row for row in rows if row.number in numbers or row.undoes in numbers):
        other = min(row.right & names.keys(), default=None)
        found.append(Entry("speaker", row.number, SPEAKERS[row.act], row.who, row.on, row.why, row.number in undone, row.undoes, None, names[other] if other else "", address=f"/speakers/{other}" if other else None))
    return found


def _moved(rows: Sequence[ReportAmendment]) -> tuple[tuple[str, str | None, str | None], ...]:
    """What the last of a version's rows so far changed."""
    last = rows[-1]
    after = standing(rows) if last.act == "undo" else last.changes
    return tuple((name, last.before[field], after[field]) for name, field in (("day", "published"), ("outlet", "outlet")) if field in after and after[field] != last.before[field])


def _corrected(text: str, rows: list[StatementCorrection]) -> Iterable[Entry]:
    undone = {row.undoes for row in rows}
    for row in rows:
        about = row.before or (row.changes if row.act == "add" else None) or {}
        told = tuple((name, _shown(text, (row.before or {}).get(name)), _shown(text, value)) for name, value in (row.changes or {}).items()) if row.act == "change" else ()
        yield Entry("correction", row.number, TITLES[row.act], row.by, row.at, row.why, row.number in undone, row.undoes, about.get("id"), _shown(text, about.get("content")) if about else "", told)


def _reviewed(rows: list[Review], known: Mapping[str, str]) -> Iterable[Entry]:
    undone = {row.undoes for row in rows}
    for row in rows:
        yield Entry("review", row.number, TITLES[row.act], row.by, row.at, row.why, row.number in undone, row.undoes, row.statement, known.get(row.statement or "", ""))


def _shown(text: str, value: Any) -> str:
    """A field's value in words of the text, or by its name."""
    if isinstance(value, list):
        return " … ".join(text[start:end] for start, end in value) or "none"
    if isinstance(value, Mapping):
        return f"{value['name']} ({value['kind']})"
    return "nobody" if value is None else str(value)
