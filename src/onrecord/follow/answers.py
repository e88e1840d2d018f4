"""Which ask a pledge answers, by named features whose weights `training/fit_ledger.py` fits."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from onrecord.follow.drafts import Draft, generic, meet, own_words
from onrecord.follow.evidence import overlap, proper, related_to

LITTLE = 0.6  # words in common, by weight, below which nothing tells that one is about the other
WITHIN = ((0, "same day"), (7, "within a week"), (35, "within a month"), (180, "within half a year"))  # days from ask to pledge
SHORTLY = 8  # sentences from an ask to the pledge for which it was the last one told
_SEVERAL = re.compile(
    r"^(?:\w+\s+){0,3}(?:donors|governments|countries|neighbours|allies|friends|partners|members|candidates|parties|states|nations|others|banks|firms|companies|everybody|everyone|anybody|anyone|envoys|towns|cities|people|world|residents|public|citizens|owners|lenders|creditors)\b",
    re.IGNORECASE,
)


def of_answering(pledge: Draft, ask: Draft, weights: Mapping[str, float], asks: Sequence[Draft] = ()) -> dict[str, float]:
    """What speaks for and against a pledge's being the answer to an ask, by name; `asks` are all that may be meant."""
    return _in_common(pledge, ask, weights, asks) | _by_whom(pledge, ask, asks) | _how_much(pledge, ask) | _where_and_when(pledge, ask, asks)


def may_answer(pledge: Draft, ask: Draft) -> bool:
    """Whether a pledge can be an answer: made, raised or reaffirmed on the day of the ask or later, or of an ask that is only told of later; and by somebody else."""
    if not ask.first.date or not pledge.first.date or (own_words(ask) & own_words(pledge)) - generic():
        return False
    return ask.first.finding.retold or ask.first.date <= max(e.date or "" for e in pledge.events if e.kind in ("pledged", "raised", "reaffirmed", "rescheduled", "cut") or e is pledge.first)


def _in_common(pledge: Draft, ask: Draft, weights: Mapping[str, float], asks: Sequence[Draft]) -> dict[str, float]:
    shared = overlap(pledge.terms, ask.terms, weights)
    soft = sum(sorted((related_to(t, w, ask.terms, weights) for t, w in pledge.terms.items() if t not in ask.terms and w > 0.2), reverse=True)[:4])
    near = overlap(pledge.around, ask.terms, weights)
    alone = [t for t in pledge.terms if t in ask.terms and not any(t in d.terms for d in asks if d is not ask)]
    found = {"words": shared, "related words": soft, "around to it": near, "all words": min(3.0, shared + soft + near + overlap(pledge.terms, ask.around, {}) / 3)}
    found["words of it alone"] = float(min(3, sum(min(pledge.terms[t], ask.terms[t]) >= 0.5 for t in alone if not t.startswith("="))))
    numbers = pledge.amounts and ask.amounts and (pledge.numbers & ask.numbers or _like(pledge, ask))
    return found | ({} if numbers or shared + soft + near >= LITTLE else {"little in common": 1.0})


def _by_whom(pledge: Draft, ask: Draft, asks: Sequence[Draft]) -> dict[str, float]:
    found = {}
    asked = [event.finding.counterpart for event in ask.events if event.finding.type and event.finding.counterpart]
    if meet(pledge.makers, ask.others):
        found["by who was asked"] = 1.0
    elif pledge.makers - generic() and ask.others - generic():
        found["by another"] = 1.0
        if not any(map(proper, asked)):
            found["by another, where nobody is named"] = 1.0
    if asked_of_several(ask):
        found["asked of several"] = 1.0
    if meet(pledge.others, ask.makers):
        found["to who asked"] = 1.0
    of_him = [d for d in asks if meet(pledge.makers, d.others)]
    return found | ({"all that is asked of him": 1.0} if of_him == [ask] else {})


def asked_of_several(ask: Draft) -> bool:
    """Whether the ask goes to many, of whom anybody may be the one who answers: "donors", "its neighbours"."""
    return any(_SEVERAL.match(event.finding.counterpart[0]) for event in ask.events if event.finding.type and event.finding.counterpart)


def by_a_stranger(pledge: Draft, ask: Draft) -> bool:
    """Whether a body promises that neither was asked nor speaks for who was, though somebody was."""
    by = pledge.first.finding.by
    return by is not None and by[1] == "organization" and bool(ask.others) and not asked_of_several(ask) and not meet(pledge.makers, ask.others)


def _how_much(pledge: Draft, ask: Draft) -> dict[str, float]:
    if not pledge.amounts or not ask.amounts:
        return {"an amount that was not asked": 1.0} if pledge.amounts else {"no amount, though asked": 1.0} if ask.amounts else {}
    like = _like(pledge, ask)
    found = {"like units" if like else "unlike units": 1.0}
    if any(given <= asked for given, asked in like):
        found["no more than asked"] = 1.0
    return found | ({"same number": 1.0} if pledge.numbers & ask.numbers else {})


def _like(pledge: Draft, ask: Draft) -> list[tuple[float, float]]:
    """Amounts of both that count one thing."""
    return [(given, asked) for given, unit in pledge.amounts for asked, of in ask.amounts if unit and unit == of]


def _where_and_when(pledge: Draft, ask: Draft, asks: Sequence[Draft]) -> dict[str, float]:
    found, first = {}, pledge.first
    if first.article == ask.first.article:
        found["same article"] = 1.0
    elif any(event.article == first.article for event in ask.events):
        found["asked in its article"] = 1.0
    after = {e.finding.sentence - a.finding.sentence for e in pledge.events if e.finding.type or e is first for a in ask.events if a.article == e.article}
    if after & {0, 1, 2}:
        found["beside"] = 1.0
        if after & {0, 1}:
            found["next to it"] = 1.0
    last = max(((a.finding.sentence, d.number) for d in asks for a in d.events if a.article == first.article and a.finding.sentence <= first.finding.sentence), default=None)
    if last and last[1] == ask.number and first.finding.sentence - last[0] <= SHORTLY:
        found["asked last before it"] = 1.0
    if first.date and ask.first.date:
        days = (date.fromisoformat(first.date[:10]) - date.fromisoformat(ask.first.date[:10])).days
        found["asked after" if days < 0 else next((name for most, name in WITHIN if days <= most), "later than half a year")] = 1.0
        if len(asks) > 1 and ask is max(asks, key=lambda d: ((d.first.date or "") <= (first.date or ""), d.first.date or "", d.number)):
            found["the latest ask"] = 1.0
    if first.finding.firmness != "firm":
        found[first.finding.firmness] = 1.0
    return found | ({"delivered": 1.0} if any(event.kind == "delivered" for event in ask.events) else {})
