"""The kind that an event has for the commitment to which it was put: a multinomial logistic regression over what its clause tells by itself, and how it stands to what was told before.

Fitted by `training/fit_ledger.py`.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onrecord.extraction.decoder import softmax
from onrecord.follow.amounts import is_money
from onrecord.follow.changes import changed_amount
from onrecord.follow.drafts import Draft, meet, who
from onrecord.follow.events import EVENTS
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import cues
from onrecord.follow.numbers import part_told
from onrecord.follow.patterns import FUTURE, NEGATION, NOT_BEFORE, NOT_IN_TIME
from onrecord.follow.scoring import fitted

KINDS = (*EVENTS[1:], "reaffirmed")
SURELY_WITHDRAWN, _WITHDRAWN = 0.6, KINDS.index("withdrawn")  # probability from which a commitment is taken back, since nothing counts after that
RARE = 0.002  # chances below it count as it
OF_ASKS = np.isin(KINDS, ("asked", "progressed", "partly_delivered", "delivered", "refused", "withdrawn", "disputed", "raised", "cut", "rescheduled"))
OF_PLEDGES, NOT_BY_MAKER = np.array(KINDS) != "asked", np.array(KINDS) != "refused"  # nobody refuses what he asks
_PART = re.compile(r"\b(?:so\s+far|first|part\s+of|some\s+of|half|third\s+of|quarter\s+of|a\s+few|instalment|tranche|only|already)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|rest|remaining|remainder|whole|entire|complete[ds]?|in\s+full|fully|final|every|everything|both|second\s+half|other\s+half|last(?!\s+(?:week|weekend|month|year|night|spring|summer|autumn|winter|[A-Z])))\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:the\s+(?:very\s+)?last\s+(?:of|\d|\w+\s+(?:of|from))|the\s+(?:rest|remaining|remainder|final)|in\s+full|the\s+(?:second|other)\s+half|"
    r"all\s+(?:of\s+)?(?:the|its|their|\d|\w+ty|\w+een|two|three|four|five|six|seven|eight|nine|ten|twelve))\b", re.IGNORECASE)  # fmt: skip
_FIRST_PART = re.compile(r"\bfirst\s+(?:third|half|quarter|fifth|tenth|part|batch|lot|load|shipment|convoy|consignment|inst?allment|tranche|payment|delivery|group|phase|stage|section|trainload|planeload|truckload)\b|\b(?:a|one)\s+(?:third|quarter|half|fifth|tenth)\s+(?:has|have|had|was|were|is|are|came|arrived)\b", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:instead\s+of|rather\s+than|not\s+the|became|becomes?|made\s+it|down\s+from|up\s+from|from\s+(?:\S+\s+){1,3}to)\s", re.IGNORECASE)
_TO_ANOTHER = re.compile(r"\b(?:raise|increase|lift|cut|reduce|lower|trim|bring)\s[^.;]{0,50}?\bto\s", re.IGNORECASE)  # "would raise its support to"
_NOW = re.compile(r"\bnow\b(?!\s+(?:that|or)\b)", re.IGNORECASE)
_NOTHING = re.compile(r"\b(?:not|never|n[’']t)\s+(?:yet\s+)?(?:\w+\s+){0,3}any\b|\bnot\s+(?:a\s+single|one\s+of)\b|\bnone\s+of\s+(?:the|them|these|those|its)\b|n[’']t\s+(?:\w+\s+){0,3}any\b", re.IGNORECASE)
_NOT_COME = re.compile(
    r"\b(?:ha(?:s|ve|d)|did|do(?:es)?|was|were|is|are)(?:\s+(?:still|so\s+far|as\s+yet))?(?:\s+(?:not|never)|n['’]t)\b(?!\s+(?:only|just|merely|simply|until|till|before|all|every)\b)|\b(?:yet\s+to\s+(?:be\s+)?(?!say|see|decide)[a-z]+|fail(?:s|ed)?\s+to\s+(?:arrive|come|turn\s+up|appear|materiali[sz]e|deliver|pay|send)|"
    r"with(?:h(?:old(?:s|ing)?|eld))\b|h(?:old(?:s|ing)?|eld)\s+back\b|fro(?:ze|zen)\b|freez(?:es|ing)\b)", re.IGNORECASE)  # fmt: skip
_PUT_OFF = re.compile(r"\b(?:delayed|postponed|deferred|rescheduled|(?:put|pushed|set)\s+(?:off|back)|brought\s+forward)\b", re.IGNORECASE)
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
    if _WHOLE.search(finding.text):
        found["the whole"] = 1.0
    elif (finding.share or 1) < 0.99 or _PART.search(finding.text):
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


@dataclass(frozen=True)
class _Case:
    """An event of the kind that its clause is likeliest to tell, and the commitment to which it was put."""

    kind: str
    finding: Finding
    draft: Draft
    article: str
    spoken: dict[str, set[str]]

    @cached_property
    def lower(self) -> str:
        return self.finding.text.lower().replace("’", "'")

    @property
    def latest(self) -> tuple[float, str] | None:
        """The amount that holds."""
        return self.draft.amounts[-1] if self.draft.amounts else None

    @cached_property
    def by_its_maker(self) -> bool:
        return bool(self.finding.by) and meet(who(self.finding.by[0], self.spoken), self.draft.makers)  # type: ignore[index]

    def told(self, *kinds: str) -> list[str]:
        """Those of some kinds that the clause has words for."""
        return list(cues(self.lower, 0, len(self.lower), kinds))


def _by_another_amount(case: _Case) -> str | None:
    changed = changed_amount(case.finding, case.latest) if case.latest else None
    if case.latest is None or changed is None or case.kind in ("withdrawn", "refused"):
        return None
    way = "raised" if changed[0] > case.latest[0] else "cut"
    said = way in case.told(way)
    if case.kind == "delivered":  # "lifted its twelve million to fifteen"
        return way if said and _names_old(case.finding, case.latest) else None
    said = (said or (_TO_ANOTHER.search(case.finding.text) is not None and case.finding.type == case.draft.type)) and case.kind in ("pledged", "reaffirmed", "progressed")
    now = case.kind in ("asked", "pledged", "reaffirmed") and _NOW.search(case.finding.text) and _names_old(case.finding, case.latest)  # "in November spoke of twelve, now speaks of eight"
    return way if said or now or _replaces(case.finding, case.latest) or _restated(case) else None


def _restated(case: _Case) -> bool:
    """Whether its maker asks or promises it anew, on another occasion, and neither a part nor more on top of it: what is another amount then takes the place of the one that held."""
    finding = case.finding
    anew = case.kind in ("asked", "pledged", "reaffirmed") and finding.type == case.draft.type and not finding.retold and case.draft.first.article != case.article and case.by_its_maker
    return anew and finding.share is None and len(finding.amounts) == 1 and not (_PART.search(finding.text) or _REST.search(finding.text) or _WHOLE.search(finding.text) or NEGATION.search(case.lower))


def _by_the_way_it_changed(case: _Case) -> str | None:
    if case.kind not in ("raised", "cut"):
        return None
    told = case.told("raised", "cut")
    return told[0] if len(told) == 1 else case.kind


def _taken_back_by_its_maker(case: _Case) -> str | None:
    if not case.by_its_maker or case.draft.type != "pledge":
        return None
    said = case.finding.kind == "withdrawn" and "withdrawn" in case.told("withdrawn") and not NEGATION.search(case.lower)
    return "withdrawn" if said or case.kind == "refused" else None


def _put_off(case: _Case) -> str | None:
    if case.draft.type == "pledge" and case.kind in ("refused", "withdrawn", "disputed", "pledged", "reaffirmed") and NOT_IN_TIME.search(case.finding.text):
        return "rescheduled"
    if case.kind not in ("pledged", "reaffirmed"):
        return None
    if NOT_BEFORE.search(case.finding.text) or (_PUT_OFF.search(case.finding.text) and not NEGATION.search(case.lower)):
        return "rescheduled"
    finding, draft = case.finding, case.draft
    moved = draft.due and finding.due and draft.due[1] and finding.due[1] and finding.due[1] != draft.due[1] and finding.due[2] < finding.span[1] and not any(e.kind in ("delivered", "withdrawn") for e in draft.events)
    return "rescheduled" if moved and case.by_its_maker and finding.type == draft.type and not finding.retold and draft.place[0] != case.article else None


def _by_what_has_come(case: _Case) -> str | None:
    if case.kind not in ("delivered", "partly_delivered"):
        return None
    text, latest = case.finding.text, case.latest
    if _NOTHING.search(text) or _NOT_COME.search(text):
        return "disputed"
    come = case.draft.amount_in(case.finding) if latest and latest[0] >= 2 else None
    if latest is None or come is None:
        if _REST.search(text) and not NEGATION.search(case.lower):
            return "delivered"
        if _FIRST_PART.search(text) and not _WHOLE.search(text):
            return "partly_delivered"
        part = part_told(text)
        return None if part is None or (latest and part in (latest[0], latest[0] / 1e3, latest[0] / 1e6)) else "partly_delivered"
    if _WHOLE.search(text):
        return "delivered"
    if come + case.draft.come < latest[0]:
        return "partly_delivered"
    return "delivered" if case.finding.kind in ("delivered", "partly_delivered") and not any(1 < number < come for number in case.finding.numbers) else None


_COMPARING = (_by_another_amount, _by_the_way_it_changed, _put_off, _taken_back_by_its_maker, _by_what_has_come)


def compared(kind: str, finding: Finding, draft: Draft, article: str, spoken: dict[str, set[str]]) -> str:
    """The kind as numbers and days tell it, whatever else the words are like: from one amount to another it is raised or cut; what its maker promises anew with another term is rescheduled, and refuses withdrawn; what has come
    is all, or a part, of what was promised, and where none has come, that is disputed."""
    case = _Case(kind, finding, draft, article, spoken)
    return next((told for rule in _COMPARING if (told := rule(case)) is not None), kind)


def _replaces(finding: Finding, latest: tuple[float, str]) -> bool:
    """Whether a clause names the amount that held, and that another takes its place: "from 80 to 65 million", "eight instead of twelve"."""
    return _names_old(finding, latest) and _CHANGED.search(finding.text) is not None


def _names_old(finding: Finding, latest: tuple[float, str]) -> bool:
    """Whether a clause names the amount that held, in whatever scale."""
    return bool({latest[0], latest[0] / 1e3, latest[0] / 1e6, latest[0] / 1e9} & {*finding.numbers, *(value for value, _, _, _, _ in finding.amounts)})


FITTED: Weights = {name: np.array(row) for name, row in fitted()["kinds"].items()}
