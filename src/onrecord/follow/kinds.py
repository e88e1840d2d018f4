"""The kind that an event has for the commitment to which it was put: a multinomial logistic regression over what its clause tells by itself, and how it stands to what was told before.

Fitted by `training/fit_ledger.py`.
"""

import math
from collections.abc import Mapping

import numpy as np

from onrecord.extraction.decoder import softmax
from onrecord.follow.amounts import is_money
from onrecord.follow.changes import changed_amount
from onrecord.follow.drafts import Draft, meet, who
from onrecord.follow.events import EVENTS
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import cues
from onrecord.follow.patterns import FUTURE, NEGATION, PART, WHOLE
from onrecord.follow.scoring import fitted

KINDS = (*EVENTS[1:], "reaffirmed")
SURELY_WITHDRAWN, _WITHDRAWN = 0.6, KINDS.index("withdrawn")  # probability from which a commitment is taken back, since nothing counts after that
RARE = 0.002  # chances below it count as it
OF_ASKS = np.isin(KINDS, ("asked", "progressed", "partly_delivered", "delivered", "refused", "withdrawn", "disputed", "raised", "cut", "rescheduled"))
OF_PLEDGES, NOT_BY_MAKER = np.array(KINDS) != "asked", np.array(KINDS) != "refused"  # nobody refuses what he asks
Weights = Mapping[str, np.ndarray]


def telling_kind(finding: Finding, draft: Draft, article: str, published: str | None, spoken: dict[str, set[str]]) -> dict[str, float]:
    """What tells the kind, by name; `spoken`: who speaks for whom."""
    latest = draft.amounts[-1] if draft.amounts else None
    found = {draft.type: 1.0, f"told as {finding.kind}": 1.0}
    for kind, chance in zip(EVENTS[1:], finding.chances):
        found[kind] = math.log(max(chance, RARE) / RARE) / 3
    if draft.first.date and (finding.day or published or "") <= draft.first.date <= (finding.last or published or ""):
        found["its first day"] = 1.0
    if draft.first.article == article:
        found["its first report"] = 1.0
    if finding.retold:
        found["retold"] = 1.0
        if finding.day and finding.day < (published or ""):
            found["retold with a day"] = 1.0
    if finding.type is None and finding.day is None:
        found["no day"] = 1.0
    if latest and any(amount[:2] == latest and not amount[2] for amount in finding.amounts):
        found["as much"] = 1.0
    if latest and (changed := changed_amount(finding, latest)):
        found["more" if changed[0] > latest[0] else "less"] = 1.0
    if draft.due and finding.due and draft.due[1] and finding.due[1]:
        found["later" if finding.due[1] > draft.due[1] else "as late" if finding.due[1] == draft.due[1] else "earlier"] = 1.0
    elif finding.due:
        found["a due date"] = 1.0
    if draft.due and draft.due[1] and published:
        found["after it was due" if draft.due[1] < published else "before it was due"] = 1.0
    if WHOLE.search(finding.text):
        found["the whole"] = 1.0
    elif (finding.share or 1) < 0.99 or PART.search(finding.text):
        found["a part"] = 1.0
    elif latest and (any(v < latest[0] * 0.98 for v, u, further, _, _ in finding.amounts if u == latest[1] and not further) if is_money(latest[1]) else latest[0] >= 2 and any(n < latest[0] * 0.98 for n in finding.numbers)):
        found["a smaller number"] = 1.0
    own = who(finding.by[0], spoken) if finding.by else set()
    for name, words in (("maker", draft.makers), ("counterpart", draft.others)):
        if meet(own, words):
            found[f"by its {name}, {draft.type}"] = 1.0
            found[f"by its {name}, {finding.kind}"] = 1.0
    if draft.place[0] == article and 0 <= finding.sentence - draft.place[1] <= 1:
        found[f"told beside it, {draft.type}"] = 1.0
    lower = finding.text.lower().replace("’", "'")
    found |= {f"{kind} by its words": 1.0 for kind in cues(lower, 0, len(lower))}
    if NEGATION.search(lower):
        found[f"negation, {draft.type}"] = 1.0
    if will := FUTURE.search(finding.text):
        found["will not" if will["not"] else "will"] = 1.0
    found[f"act {finding.act}" if finding.act else "the outlet's voice"] = 1.0
    found |= {f"{kind} before": 1.0 for kind in {e.kind for e in draft.events[1:]}}
    return found


def kind_of(told: Mapping[str, float], weights: Weights | None = None) -> str:
    """The likeliest kind; that it is taken back only if that is likely enough."""
    total = np.zeros(len(KINDS))
    for name, value in told.items():
        if (row := (FITTED if weights is None else weights).get(name)) is not None:
            total = total + value * row
    possible = OF_ASKS if "ask" in told else OF_PLEDGES
    if "by its maker, ask" in told:
        possible = possible & NOT_BY_MAKER
    chances = softmax(np.where(possible, total, -np.inf))
    if chances[_WITHDRAWN] < SURELY_WITHDRAWN:
        chances[_WITHDRAWN] = 0
    return KINDS[int(np.argmax(chances))]


FITTED: Weights = {name: np.array(row) for name, row in fitted()["kinds"].items()}
