"""A commitment as pages and API tell it: found by any of its addresses, each event with the report's words and the status on its day."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from onrecord.errors import InputError, UsageError
from onrecord.follow.corrections import commitment_id
from onrecord.follow.drafts import Draft
from onrecord.follow.ledger import Ledger
from onrecord.follow.rows import row_of
from onrecord.keep.record import Record
from onrecord.types import Article

GROUND, WORD = "words: ", re.compile(r"\w+(?:[-’']\w+)*")  # how a reason begins that tells stems; a word
ENDS = 4  # words at either end by which a browser finds a passage


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in its report.  `status`: of the commitment, at the end of the event's day; None where the event has no day."""

    event: Mapping[str, Any]
    article: Article
    status: str | None

    @property
    def words(self) -> str:
        start, end = self.event["span"]
        return self.article.text[start:end]

    @property
    def grounds(self) -> list[str]:
        """Why it was put here; words as they stand in the report, of which the ledger compares the stems."""
        return [GROUND + ", ".join(map(self._whole, reason.removeprefix(GROUND).split(", "))) if reason.startswith(GROUND) else reason for reason in self.event["why"]]

    def _whole(self, stem: str) -> str:
        """The first word that has a stem, of the event's own before others; the stem where none has."""
        ends = (stem, stem.removesuffix("i") + "y") if stem.endswith("i") else (stem,)
        return next((word for text in (self.words, self.article.text) for word in WORD.findall(text) if word.casefold().startswith(ends)), stem)

    @property
    def place(self) -> str:
        """Where on the page of its report it stands: its statement, else the words, which the browser looks for (a text fragment; WICG, Scroll to Text Fragment)."""
        if self.event["statement"]:
            return f"#m-{self.event['statement']}"
        words = self.words.split()
        ends = [words] if len(words) <= 2 * ENDS else [words[:ENDS], words[-ENDS:]]
        return "#:~:text=" + ",".join(quote(" ".join(part), safe="", errors="replace").replace("-", "%2D") for part in ends)


@dataclass(frozen=True, slots=True)
class History:
    row: Mapping[str, Any]
    happenings: tuple[Happening, ...]
    answered_by: tuple[Mapping[str, Any], ...]
    answers: Mapping[str, Any] | None


def history(record: Record, ledger: Ledger, id: str, as_of: str) -> History:
    """A commitment on a day, by its id or a beginning of it that no other has; ids of its later wordings lead to it too.  Raises InputError where there is none, UsageError where there are several."""
    drafts = ledger.drafts()
    rows = {row["id"]: row for row in ledger.rows(as_of=as_of)}
    draft = _chosen(id, drafts, rows)
    row = rows[_address(draft)]
    pledges = [each for each in drafts if each.answers is draft]
    days = {event["date"] for event in row["events"] if event["date"]}
    status = {day: str(row_of(draft, day, pledges)["status"]) for day in days}
    articles = {name: record.article(name) for name in dict.fromkeys(event["article"] for event in row["events"])}
    return History(row, tuple(Happening(event, articles[event["article"]], status.get(event["date"])) for event in row["events"]),
                   tuple(each for each in rows.values() if each["answers"] == row["id"]), rows.get(row["answers"]))  # fmt: skip


def _address(draft: Draft) -> str:
    return commitment_id(draft.first.article, draft.first.finding)


def _chosen(id: str, drafts: Sequence[Draft], rows: Collection[str]) -> Draft:
    """The one of those that have a row which an address, or the beginning of one, leads to."""
    exact = [draft for draft in drafts if id in draft.addresses and _address(draft) in rows]
    found = exact or [draft for draft in drafts if id and any(each.startswith(id) for each in draft.addresses) and _address(draft) in rows]
    if not found:
        raise InputError(id, "is the id of no commitment here, on this day", "find ids at /ledger")
    if len(found) > 1:
        raise UsageError(f"several ids begin with {id!r}: {', '.join(sorted(map(_address, found))[:5])}")
    return found[0]
