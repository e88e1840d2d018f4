"""Which ask a pledge answers."""

from collections.abc import Mapping, Sequence

from onrecord.follow.drafts import Draft, generic, meet
from onrecord.follow.evidence import overlap, related_to

LITTLE = 0.6  # words in common, by weight, below which nothing tells that one is about the other


def of_answering(pledge: Draft, ask: Draft, weights: Mapping[str, float], asks: Sequence[Draft] = ()) -> dict[str, float]:
    """What speaks for and against a pledge's being the answer to an ask, by name."""
    found: dict[str, float] = {}
    shared = sorted((min(w, ask.terms[t]) * weights.get(t, 1.0) for t, w in pledge.terms.items() if t in ask.terms), reverse=True)[:6]
    soft = sorted((related_to(t, w, ask.terms, weights) for t, w in pledge.terms.items() if t not in ask.terms and w > 0.2), reverse=True)[:4]
    found["words"] = sum(shared)
    found["telling words"] = float(sum(w > 0.45 for w in shared))
    found["related words"] = sum(soft)
    near = overlap(pledge.around, ask.terms, weights)
    if near:
        found["around to it"] = near
    if meet(pledge.makers, ask.others):
        found["by who was asked"] = 1.0
    elif pledge.makers - generic() and ask.others - generic():
        found["by another"] = 1.0
    alone = [t for t in pledge.terms if t in ask.terms and not any(t in d.terms for d in asks if d is not ask)]
    found["words of it alone"] = float(min(3, sum(min(pledge.terms[t], ask.terms[t]) >= 0.5 for t in alone if not t.startswith("="))))
    if meet(pledge.others, ask.makers):
        found["to who asked"] = 1.0
    if pledge.amounts and ask.amounts:
        found["like units" if any(u == v and u for _, u in pledge.amounts for _, v in ask.amounts) else "unlike units"] = 1.0
        if pledge.numbers & ask.numbers:
            found["same number"] = 1.0
    if found["words"] + found["related words"] + near < LITTLE and "same number" not in found and "like units" not in found:
        found["little in common"] = 1.0
    if pledge.first.article == ask.first.article:
        found["same article"] = 1.0
        if 0 <= pledge.first.finding.sentence - ask.first.finding.sentence <= 2:
            found["beside"] = 1.0
    elif any(e.article == pledge.first.article for e in ask.events):
        found["asked in its article"] = 1.0
    return found


def may_answer(pledge: Draft, ask: Draft) -> bool:
    """Whether a pledge can be an answer: made, raised or reaffirmed on the day of the ask or later, and by somebody else."""
    if not ask.first.date or not pledge.first.date or (ask.makers & pledge.makers) - generic():
        return False
    return ask.first.date <= max(e.date or "" for e in pledge.events if e.kind in ("pledged", "raised", "reaffirmed", "rescheduled", "cut") or e is pledge.first)
