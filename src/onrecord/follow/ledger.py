"""The ledger: commitments followed through every report, as they stand on a day."""

import hashlib
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from onrecord.follow.actors import words_of
from onrecord.follow.linking import Draft, Event, Linker, Told
from onrecord.follow.status import Dated, status_on


class Ledger:
    """Findings of articles come in any order; `rows` gives the commitments as plain JSON values.

    Articles are linked in the order of their dates.  One that is later than all before is linked at once; after an earlier one everything is linked anew, when it is next asked for.
    """

    def __init__(self, told: Iterable[Told] = ()):
        self._told: list[Told] = []
        self._linker: Linker | None = Linker()
        for each in told:
            self.add(each)

    def add(self, told: Told) -> None:
        """Take in what an article tells; the same article again replaces it."""
        if any(t.article == told.article for t in self._told[-1:]) or (self._told and told.order <= self._told[-1].order):
            self._told = [t for t in self._told if t.article != told.article]
            insort(self._told, told, key=lambda t: t.order)
            self._linker = None
            return
        self._told.append(told)
        if self._linker is not None:
            self._linker.take(told)

    def _drafts(self, known_on: str | None) -> list[Draft]:
        if known_on is None and self._linker is not None:
            return self._linker.drafts
        linker = Linker()
        for told in self._told:
            if known_on is None or (told.published or "9999")[:10] <= known_on:
                linker.take(told)
        if known_on is None:
            self._linker = linker
        return linker.drafts

    def rows(self, *, as_of: str | None = None, known_on: str | None = None) -> list[dict[str, Any]]:
        """The commitments of which something had happened up to `as_of`, from what was reported up to `known_on` (ISO days; None: today, and everything)."""
        day = as_of or date.today().isoformat()
        drafts = self._drafts(known_on)
        answered: dict[int, list[Draft]] = {}
        for draft in drafts:
            if draft.answers is not None:
                answered.setdefault(draft.answers.number, []).append(draft)
        return [_row(draft, day, answered.get(draft.number, [])) for draft in drafts if any((e.date or "") <= day for e in draft.events)]


def id_of(draft: Draft) -> str:
    """A hash of the words that the commitment was first told in: type, article and span."""
    first = draft.first
    return hashlib.sha256(f"{draft.type} {first.article} {first.finding.span}".encode()).hexdigest()[:16]


def _dated(events: Sequence[Event]) -> list[Dated]:
    return [Dated(e.date, e.kind, e.finding.retold) for e in events if e.date]


def _row(draft: Draft, day: str, pledges: Sequence[Draft]) -> dict[str, Any]:
    events = sorted((e for e in draft.events if e.date is None or e.date <= day), key=lambda e: (e.date or "9999", e.article, e.finding.span))
    first = draft.first
    finding = first.finding
    amount = _amount(draft)
    due = draft.due
    status = status_on(day, draft.type, _dated(draft.events), due[1] if due else None, [(_dated(p.events), p.due[1] if p.due else None) for p in pledges])
    return {
        "id": id_of(draft), "type": draft.type, "maker": _who(finding.by), "counterpart": _who(finding.counterpart), "beneficiary": None,
        "what": {"article": first.article, "span": list(finding.what or finding.span), "text": finding.text, "category": "other"},
        "amount": amount, "due": due and {"from": due[0], "to": due[1], "article": due[2], "span": [due[3], due[4]]},
        "condition": finding.condition and {"article": first.article, "span": list(finding.condition)}, "firmness": finding.firmness,
        "events": [
            {"date": e.date, "reported": e.reported, "kind": e.kind, "article": e.article, "statement": e.finding.statement, "span": list(e.finding.span), "by": _who(e.finding.by),
             "amount": None, "confidence": e.finding.confidence, "why": list(e.reasons)}
            for e in events
        ],
        "answers": id_of(draft.answers) if draft.answers else None, "status": status, "days": {},
    }  # fmt: skip


def _who(pair: tuple[str, str] | None) -> dict[str, str] | None:
    return pair and {"name": pair[0], "kind": pair[1]}


def _amount(draft: Draft) -> dict[str, Any] | None:
    if not draft.amounts:
        return None
    value, unit = draft.amounts[-1]
    for event in reversed(draft.events):
        for v, u, _, start, end in event.finding.amounts:
            if (v, u) == (value, unit):
                return {"value": int(value) if value == int(value) else value, "unit": unit, "article": event.article, "span": [start, end]}
    return None


__all__ = ["Ledger", "id_of", "replace", "words_of"]
