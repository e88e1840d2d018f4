"""A commitment as pages and API tell it: found by any of its addresses, each event with the report's words and the status on its day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.follow.as_of import AsOf
from onrecord.keep.record import Record
from onrecord.serve.fragments import fragment
from onrecord.types import Article

GROUND, WORD = "words: ", re.compile(r"\w+(?:[-’']\w+)*")  # how a reason begins that tells stems; a word
FIRST = {"promised": "promised here first", "asked": "asked here first"}  # what the ledger gives as the reason of a commitment's first wording


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
        return [FIRST.get(reason) or (GROUND + ", ".join(map(self._whole, reason.removeprefix(GROUND).split(", "))) if reason.startswith(GROUND) else reason) for reason in self.event["why"]]

    def _whole(self, stem: str) -> str:
        """The first word that has a stem, of the event's own before others; the stem where none has."""
        ends = (stem, stem.removesuffix("i") + "y") if stem.endswith("i") else (stem,)
        return next((word for text in (self.words, self.article.text) for word in WORD.findall(text) if word.casefold().startswith(ends)), stem)

    @property
    def place(self) -> str:
        """Where on the page of its report it stands: its statement, else the words."""
        return f"#m-{self.event['statement']}" if self.event["statement"] else fragment(self.words)


@dataclass(frozen=True, slots=True)
class History:
    row: Mapping[str, Any]
    happenings: tuple[Happening, ...]
    answered_by: tuple[Mapping[str, Any], ...]
    answers: Mapping[str, Any] | None


def history(record: Record, ledger: AsOf, id: str) -> History:
    """A commitment, by an id as `AsOf.find` takes it, and raises."""
    row = ledger.find(id)
    status = {day: ledger.status_on(row, day) for day in {event["date"] for event in row["events"] if event["date"]}}
    articles = {name: record.article(name) for name in dict.fromkeys(event["article"] for event in row["events"])}
    return History(row, tuple(Happening(event, articles[event["article"]], status.get(event["date"])) for event in row["events"]), tuple(ledger.answering(row)), ledger.answered(row))
