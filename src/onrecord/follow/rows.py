"""A commitment as plain JSON values: one line of `onrecord ledger --format jsonl`."""

import re
from collections.abc import Sequence, Set
from datetime import date
from functools import cache
from typing import Any

from onrecord.follow.actors import undetermined, words_of
from onrecord.follow.amounts import is_money
from onrecord.follow.changes import changed_amount, in_its_scale, is_rest
from onrecord.follow.corrections import commitment_id, event_id
from onrecord.follow.drafts import Draft, Event, generic, main_amount
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import _lines, stem
from onrecord.follow.makers import PEOPLE
from onrecord.follow.status import Dated, status_on
from onrecord.resolve.words import bodies, roles, titles

CATEGORIES = ("money", "military", "energy", "humanitarian", "infrastructure", "political", "legal", "economic", "other")
SPEAKING = frozenset(["minister", "parliament", "committee", "commission"])
CAME = frozenset(["progressed", "partly_delivered", "delivered", "withdrawn", "refused", "disputed"])  # of which neither a day nor an amount tells of all
CLOSED = frozenset(["delivered", "withdrawn", "refused"])
_JOINED = re.compile(r"(?:(?:and|but|so|that|while|whereas|although|though|because|(?-i:after|when|as(?!\s+(?:soon|long|far|well|if|of)\b))(?=\s[^,]{2,60}\b(?:agreed|promised|pledged|vowed|offered|announced|decided|undertook|committed|asked|urged|called|demanded|said)\b))\s+(?=.{3}))*", re.IGNORECASE)  # by what a clause is joined to the one before
_YEAR, _WILL = re.compile(r"\d{4}|year|next|following", re.IGNORECASE), re.compile(r"\b(?:will|shall|now)\b|[’']ll\b", re.IGNORECASE)
_OF_A_BODY = re.compile(r"(?P<name>[A-Z]\S+(?:\s[A-Z]\S+){1,2})\s+of\s+(?:the\s+)?[A-Z]")  # "Dagny Frei of Solmark"
_FOR = re.compile(r"\bfor\s+(?:(?:the|its|their|our|all|each\s+of)\s+)*(?P<words>[\w’'-]+(?:\s+[\w’'-]+){0,3})")


def dated(events: Sequence[Event]) -> list[Dated]:
    return [Dated(e.date, e.kind, e.finding.retold) for e in events if e.date]


def row_of(draft: Draft, day: str, pledges: Sequence[Draft]) -> dict[str, Any]:
    """The commitment as it stands on a day; `pledges` are those that answer it."""
    events = sorted((e for e in draft.events if e.date is None or e.date <= day), key=lambda e: (e.date or "9999", e.article, e.finding.span))
    first, finding = draft.first, draft.first.finding
    due = due_of(draft, day)
    status = status_of(draft, day, pledges)
    latest = next((e.finding for e in reversed(draft.events) if e.finding.type), finding)
    limit = next(((e.article, e.finding.condition) for e in reversed(draft.events) if e.finding.condition and e.finding.type), None)
    maker = _mostly([e.finding.by for e in draft.events if e.finding.type and e.finding.by])
    counterpart = _mostly([e.finding.counterpart for e in draft.events if e.finding.type and e.finding.counterpart])
    if counterpart is None and draft.answers is not None:  # who asked for it
        counterpart = next((e.finding.by for e in draft.answers.events if e.finding.by and e.finding.by != maker), None)
    start, end = finding.what or finding.span
    what = start + len(_JOINED.match(finding.text)[0])  # type: ignore[index]
    return {
        "id": commitment_id(first.article, finding), "type": draft.type, "maker": _who(maker), "counterpart": _who(counterpart), "beneficiary": _beneficiary(finding, maker, counterpart),
        "what": {"article": first.article, "span": [what, end], "text": finding.text[what - start :], "category": next((found for e in events if e.finding.type and (found := category(e.finding)) != "other"), "other")},
        "amount": _amount(draft, day), "due": due and {"from": due[0], "to": due[1], "article": due[2], "span": [due[3], due[4]]},
        "condition": limit and limit[1] and {"article": limit[0], "span": list(limit[1])}, "firmness": "conditional" if limit else latest.firmness if latest.firmness != "conditional" else finding.firmness,
        "events": [
            {"id": event_id(e.article, e.finding), "date": e.date, "reported": e.reported, "kind": e.kind, "article": e.article, "statement": e.finding.statement, "span": list(e.finding.span),
             "by": _who(e.finding.by), "amount": _told(e.finding, draft), "confidence": e.finding.confidence, "why": list(e.reasons)}
            for e in events
        ],
        "answers": commitment_id(draft.answers.first.article, draft.answers.first.finding) if draft.answers else None, "status": status, "days": _days(draft, events, pledges, status, day),
    }  # fmt: skip


def status_of(draft: Draft, day: str, pledges: Sequence[Draft]) -> str:
    """Its status on a day; `pledges` are those that answer it."""
    due, *dues = ((due_of(each, day) or (None, None))[1] for each in (draft, *pledges))
    return status_on(day, draft.type, dated(draft.events), due, [(dated(pledge.events), until) for pledge, until in zip(pledges, dues)])


def _mostly(named: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Whom most of the events name, by the words of the names; the first of several.  A surname alone, or a word for a body, stands for the whole name, where one of the events gives it; but a place is not the university that is called after it."""
    most = max(named, key=lambda one: sum(bool(words_of(one[0]) & words_of(other[0])) for other in named), default=None)
    if most is None or len(words := words_of(most[0])) != 1:
        return most
    return max((one for one in named if one == most or (words_of(one[0]) > words and (words <= generic() or _is_fuller(one[0], words)))), key=lambda one: len(words_of(one[0])))


def _is_fuller(name: str, short: Set[str]) -> bool:
    """Whether a name begins or ends with the one word of another one and is longer, and not that of a body which is called after it."""
    words = [word.casefold() for word in name.split()]
    return short <= {words[0], words[-1]} and all(word[0].isupper() for word in name.split()) and not any(word in bodies() for word in words)


def _who(pair: tuple[str, str] | None) -> dict[str, str] | None:
    if pair is None:
        return None
    name, kind = pair
    of = _OF_A_BODY.match(name) if kind == "person" else None
    return {"name": undetermined(name) if kind == "organization" else of["name"] if of and not {word.casefold() for word in of["name"].split()} & (roles() | titles() | {"the"}) else name, "kind": kind}


def plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 4)


def _told(finding: Finding, draft: Draft) -> dict[str, Any] | None:
    """The first amount of the clause itself; a bare one in the scale and unit of the commitment's money."""
    inside = [(v, u) for v, u, _, start, end in finding.amounts if finding.span[0] <= start and end <= finding.span[1]]
    if not inside:
        return None
    (value, unit), of = inside[0], draft.amounts[0] if draft.amounts else (0.0, "")
    scaled = in_its_scale(value, unit, of)
    return {"value": plain(scaled), "unit": unit or (of[1] if scaled != value else "") or None}


def _until(draft: Draft, day: str) -> list[Event]:
    """The events of a commitment up to a day, in their order; the undated first."""
    return sorted((e for e in draft.events if e.date is None or e.date <= day), key=lambda e: e.date or "")


def due_of(draft: Draft, day: str) -> tuple[str | None, str | None, str, int, int] | None:
    """When it is due, as of a day: as first told, or as last rescheduled; with the article and span that say so.  What is told later of what had been promised counts where nothing else tells."""
    held = None
    days: list[str] = []
    events = _until(draft, day)
    come = max((e.date for e in events if e.kind == "delivered" and e.date), default="9999")
    for event in sorted(events, key=lambda e: e.finding.retold and e.kind != "rescheduled"):
        due = event.finding.due
        if due is None or not (event.finding.type or event.kind == "rescheduled") or event.kind in CAME:
            continue
        moved = event.kind == "rescheduled" and due[1] and due[1] >= (event.reported or due[1]) and (event.date or "") <= come and not _told_before(event.finding, due, days)
        if moved or (held is None and event.kind != "rescheduled"):
            held = due[0], due[1], event.article, due[2], due[3]
            days += [due[1]] if due[1] else []
    return held


def _years_later(day: str, other: str) -> bool:
    """Whether another day is, but for a month, one year or more after a day."""
    later = (date.fromisoformat(other) - date.fromisoformat(day)).days
    return later > 300 and abs((later + 182) % 365 - 182) <= 31


def _told_before(finding: Finding, due: tuple[str | None, str | None, int, int], days: Sequence[str]) -> bool:
    """Whether a day without a year is one of those before, told again when it had passed: "six million by the end of June, you said", in September."""
    _, last, start, end = due
    words = finding.text[max(0, start - finding.span[0]) : max(0, end - finding.span[0])]
    return last is not None and not _YEAR.search(words) and not _WILL.search(finding.text) and any(_years_later(day, last) for day in days)


def _amount(draft: Draft, day: str) -> dict[str, Any] | None:
    """How much, as of a day: as first told, or as last raised or cut."""
    held: dict[str, Any] | None = None
    for event in _until(draft, day):
        amount = None
        if held is None and event.finding.type and event.kind not in CAME:
            amount = main_amount(event.finding)
            amount = None if amount and event is not draft.first and is_rest(event.finding, amount) else amount
        elif held is not None and event.kind in ("raised", "cut"):
            amount = changed_amount(event.finding, (held["value"], held["unit"] or ""))
        if amount:
            value, unit, _, start, end = amount
            held = {"value": plain(value), "unit": unit or None, "article": event.article, "span": [start, end]}
    return held


@cache
def _categories() -> dict[str, str]:
    return {stem(word): name for name, *words in (line.split() for line in _lines("categories.txt")) for word in words}


def category(finding: Finding) -> str:
    """By the words of the clause, first of all by what is counted in it; money where nothing else is told and the amount is money.  Words for those who speak ("minister", "parliament") tell little."""
    counts: dict[str, float] = {}
    for word in (*finding.tokens, *(unit for _, unit, _, _, _ in finding.amounts[:1])):
        if (name := _categories().get(stem(word.casefold()))) is not None:
            counts[name] = counts.get(name, 0.0) + (0.3 if word in SPEAKING else 0.6 if name == "money" else 1.0)
    if any(is_money(u) for _, u, _, _, _ in finding.amounts):
        counts["money"] = counts.get("money", 0.0) + 0.9
    return max(counts, key=lambda name: (counts[name], -CATEGORIES.index(name))) if counts else "other"


def _beneficiary(finding: Finding, maker: tuple[str, str] | None, counterpart: tuple[str, str] | None) -> dict[str, str] | None:
    """Who is to gain, where the clause says "for" whom, and that is neither maker nor counterpart."""
    for match in _FOR.finditer(finding.text):
        words = match["words"].split()
        last = next((n for n, word in enumerate(words, 1) if word.casefold() in PEOPLE or word.casefold().removesuffix("s") in roles()), 0)
        name = " ".join(words[:last])
        if name:
            known = words_of(maker[0] if maker else "") | words_of(counterpart[0] if counterpart else "")
            return None if words_of(name) & known else {"name": name, "kind": "group"}
    return None


def _between(start: str | None, end: str | None) -> int | None:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days if start and end and end >= start else None


def _first(events: Sequence[Event], *kinds: str) -> str | None:
    return min((e.date for e in events if e.date and e.kind in kinds), default=None)


def _days(draft: Draft, events: Sequence[Event], pledges: Sequence[Draft], status: str, day: str) -> dict[str, int | None]:
    """Whole days; of an ask, until the first pledge that answers it; null where one of the two days is not known, or has not come."""
    begun = min((e.date for e in events if e.date), default=None)
    if draft.type == "ask":
        met = min((e.date for p in pledges for e in p.events[:1] if e.date and e.date <= day), default=None)
        asked = _between(begun, max(met, begun) if met and begun else None)
    else:
        asked_on = min((e.date for e in draft.answers.events if e.date), default=None) if draft.answers else None
        asked = _between(asked_on, begun) if asked_on and begun and asked_on <= begun else 0 if asked_on and begun else None
    pledged = draft.type == "pledge"
    return {
        "ask_to_pledge": asked,
        "pledge_to_first_delivery": _between(begun, _first(events, "partly_delivered", "delivered")) if pledged else None,
        "pledge_to_delivery": _between(begun, _first(events, "delivered")) if pledged else None,
        "open": _between(begun, day) if status not in CLOSED else None,
    }  # fmt: skip
