"""What numbers, days and set phrases tell of the kind of an event, whatever else its clause is like: they overrule the likeliest kind."""

import re
from dataclasses import dataclass
from functools import cached_property

from onrecord.follow.changes import changed_amount
from onrecord.follow.drafts import Draft, generic, meet, who
from onrecord.follow.evidence import proper
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import cues
from onrecord.follow.numbers import lots_told, part_told
from onrecord.follow.patterns import FUTURE, NEGATION, NOT_BEFORE, NOT_IN_TIME, PART, WHOLE

_REST = re.compile(
    r"\b(?:the\s+(?:very\s+)?last\s+(?:of|\d|(?!days?\b|weeks?\b|months?\b|years?\b|minute|moment)\w+\s+(?:of|from))|the\s+(?:rest|remaining|remainder|final)|in\s+full|the\s+(?:second|other)\s+half|"
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
_STRUCK_OUT = re.compile(
    r"\b(?:(?:struck|stricken|dropped|deleted|removed|scrapped|erased|(?:crossed|taken|left)\s+out)\b[^.;,]{0,60}?\s(?:from|of)|(?:vanish|disappear)(?:e[sd])?\s+from|(?:is|was|are|were)\s+(?:missing\s+from|no\s+longer\s+in))\s+"
    r"(?:[\w’'-]+\s+){0,3}?(?:budgets?|plans?|programmes?|programs?|bill|lists?|agenda|manifesto|web\s?site|draft|agreement|contract|schedule|timetable|papers?)\b", re.IGNORECASE)  # fmt: skip
_NOT_AFTER_ALL = re.compile(r"\b(?:(?:will|would|can)\s+not|won[’']t|wouldn[’']t|cannot|can[’']t|(?:is|are|was|were)\s+not)\b.*\bafter\s+all\b", re.IGNORECASE)
_NO_LONGER = re.compile(r"\b(?:will|would|shall|is\s+to|are\s+to)\s+no\s+longer\b", re.IGNORECASE)
_WILL_NOT_BE = re.compile(r"\b(?:(?:will|would|shall)\s+(?:\w+ly\s+)?not|won[’']t|wouldn[’']t|(?:is|are)\s+not\s+(?:going\s+)?to)\s+be\s+\w+(?:ed|en|t|ght|lt)\b", re.IGNORECASE)
_UNDER_WAY = re.compile(r"\b(?:is|are|was|were)\s+(?:now\s+|already\s+)?(?:on\s+(?:its|their|the)\s+way|at\s+sea|under\s?way|en\s+route|in\s+transit)\b", re.IGNORECASE)
_CONTRACT_SIGNED = re.compile(r"\bsign(?:s|ed)\s+(?:\w+\s+)?(?:an?|the|its|their)\s+(?:\w+\s+){0,2}?(?:contract|order|purchase\s+agreement)s?\b|\b(?:contract|order)s?\s+(?:\w+\s+){0,6}?(?:was|were|has\s+been|have\s+been)\s+(?:signed|placed|awarded)\b|\b(?:was|were)\s+signed\s+the\s+contract\b", re.IGNORECASE)
_AS_PROMISED = re.compile(r",\s+(?:just\s+|exactly\s+)?as\s+(?:promised|agreed|announced|planned|pledged|undertaken|(?:[\w’'.-]+\s+){1,4}had\s+(?:promised|said|announced|pledged|undertaken|agreed))\b", re.IGNORECASE)
_ANOTHER_TERM = re.compile(
    r"\binstead\s+of\s+(?:(?:in|on|by|at|from|the|early|late|mid|end|beginning|start|of|this|next|coming)[\s-]+)*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter|(?:19|20)\d\d|year|month|week|Christmas|Easter)\b")  # fmt: skip
_DONE = re.compile(r"\b(?:has|have|had|was|were|been)\s+(?:\w+ly\s+|already\s+|so\s+far\s+)?(?:granted|paid|transferred|handed|delivered|received|sent|given|opened|built|installed|finished|completed|hired|planted)\b", re.IGNORECASE)
_TURNED_DOWN = re.compile(
    r"\b(?:reject(?:s|ed)|turn(?:s|ed)\s+down|refus(?:es|ed)|dismiss(?:es|ed)|throws?\s+out|threw\s+out|den(?:ies|ied))\s+(?:the|its|their|his|her|this|that|both|any|all|such)\s+(?:\S+\s+){0,3}?(?:demands?|requests?|appeals?|calls?|petitions?|applications?|wish(?:es)?|claims?|pleas?)\b|"
    r"\b(?:unable|not\s+able|not\s+in\s+a\s+position)\s+to\s+(?:meet|grant|fulfil|comply\s+with)\b|\b(?:not|n[’']t)\s+(?:going\s+to\s+)?be\s+(?:met|granted|fulfilled|complied\s+with)\b", re.IGNORECASE)  # fmt: skip
_STILL_DUE = re.compile(r"\b(?:is|are|falls?|remains?)\s+(?:still\s+|only\s+)?due\b", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:so\s+far|to\s+date|in\s+(?:all|total)|altogether|by\s+now|up\s+to\s+now|until\s+now)\b", re.IGNORECASE)
_TERM_OVER = re.compile(r"\b(?:ha(?:s|ve|d)\s+(?:gone\s+by|passed|come\s+and\s+gone)|went\s+by|(?:is|are|lies|lay)\s+(?:\w+\s+){0,4}behind\s+us|ended\s+without)\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"\b(?:tak(?:e|es|en|ing)|took)\s+(?:the|its|their|his|her|that|those)\s+(?:[\w’'-]+\s+){0,3}?back(?!\s+(?:into|to|from|in|on|at|home)\b)|\b(?:offer|pledge|promise|proposal|commitment)s?\s+(?:has\s+|have\s+|had\s+)?(?:ran|run|lapsed|expired)\b(?!\s+(?:to|from|into)\b)", re.IGNORECASE)


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
    return anew and finding.share is None and len(finding.amounts) == 1 and not (PART.search(finding.text) or _REST.search(finding.text) or WHOLE.search(finding.text) or NEGATION.search(case.lower))


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


def _struck_out(case: _Case) -> str | None:
    text = case.finding.text
    if case.draft.type != "pledge" or not (_STRUCK_OUT.search(text) or _TAKEN_BACK.search(text)) or NEGATION.search(case.lower):
        return None
    return "withdrawn" if part_told(text) is None else "cut"


def _not_any_more(case: _Case) -> str | None:
    """What was promised will not be: "will not come after all", "will no longer pay", and of nobody but its maker "will not be built"."""
    if case.draft.type != "pledge" or case.draft.first.article == case.article or NEGATION.search(case.draft.first.finding.text):
        return None
    text = case.finding.text
    nobody_else = case.kind == "refused" and case.finding.by is None and _WILL_NOT_BE.search(text) and not NOT_IN_TIME.search(text)
    return "withdrawn" if _NOT_AFTER_ALL.search(text) or _NO_LONGER.search(text) or nobody_else else None


def _of_another(case: _Case) -> str | None:
    """Nobody takes back what another has promised."""
    by = case.finding.by
    return "disputed" if case.draft.type == "pledge" and case.kind == "withdrawn" and case.draft.makers - generic() and proper(by) and not case.by_its_maker else None


def _turned_down(case: _Case) -> str | None:
    return "refused" if case.draft.type == "ask" and case.kind == "asked" and not case.by_its_maker and _TURNED_DOWN.search(case.finding.text) else None


def _on_its_way(case: _Case) -> str | None:
    if case.draft.type != "pledge" or case.kind not in ("pledged", "reaffirmed", "delivered", "partly_delivered") or case.draft.first.article == case.article:
        return None
    signed = _CONTRACT_SIGNED.search(case.finding.text) and not _CONTRACT_SIGNED.search(case.draft.first.finding.text) and "contract" not in case.draft.terms
    return "progressed" if (signed or _UNDER_WAY.search(case.finding.text)) and not FUTURE.search(case.finding.text) and not NEGATION.search(case.lower) else None


def _as_promised(case: _Case) -> str | None:
    came = case.kind in ("pledged", "reaffirmed", "rescheduled", "progressed", "partly_delivered") and case.draft.type == "pledge" and _AS_PROMISED.search(case.finding.text)
    plainly = came and not FUTURE.search(case.finding.text) and not NEGATION.search(case.lower) and not PART.search(case.finding.text) and part_told(case.finding.text) is None
    return "delivered" if plainly and case.draft.first.article != case.article else None


def _a_part_of_it(case: _Case) -> str | None:
    if case.kind not in ("pledged", "reaffirmed") or case.draft.first.article == case.article or not _DONE.search(case.finding.text):
        return None
    return "partly_delivered" if part_told(case.finding.text) is not None and case.latest and case.latest[0] in {value for value, *_ in case.finding.amounts} else None


def _put_off(case: _Case) -> str | None:
    if case.draft.type == "pledge" and case.kind in ("refused", "withdrawn", "disputed", "pledged", "reaffirmed") and NOT_IN_TIME.search(case.finding.text):
        return "rescheduled"
    if case.kind not in ("pledged", "reaffirmed"):
        return None
    if NOT_BEFORE.search(case.finding.text) or _ANOTHER_TERM.search(case.finding.text) or (_PUT_OFF.search(case.finding.text) and not NEGATION.search(case.lower)):
        return "rescheduled"
    finding, draft = case.finding, case.draft
    moved = draft.due and finding.due and draft.due[1] and finding.due[1] and finding.due[1] != draft.due[1] and finding.due[2] < finding.span[1] and not any(e.kind in ("delivered", "withdrawn") for e in draft.events)
    return "rescheduled" if moved and case.by_its_maker and finding.type == draft.type and not finding.retold and draft.place[0] != case.article else None


def _by_what_has_come(case: _Case) -> str | None:
    if case.kind not in ("delivered", "partly_delivered"):
        return None
    finding, text, latest = case.finding, case.finding.text, case.latest
    if _NOTHING.search(text) or _NOT_COME.search(text) or _TERM_OVER.search(text):
        return "disputed"
    if _STILL_DUE.search(text):
        return "reaffirmed"
    counted = case.draft.counted_in(finding)
    come = next((value for value, whole in counted if not whole), None) if latest and latest[0] >= 2 else None
    if latest is None or come is None:
        if _REST.search(text) and not NEGATION.search(case.lower):
            return "delivered"
        if (_FIRST_PART.search(text) or (latest and (latest[0], True) in counted)) and not WHOLE.search(text):
            return "partly_delivered"
        if latest and (lots := lots_told(text)) is not None:
            return "partly_delivered" if lots < latest[0] else "delivered"
        if _is_part(text, latest):
            return "partly_delivered"
        return None
    if WHOLE.search(text):
        return "delivered"
    before = 0.0 if (latest[0], True) in counted or _IN_ALL.search(text) else case.draft.come  # "1,100 of the 1,500" are all that have come
    if come + before < latest[0]:
        return "partly_delivered"
    if _is_part(text, latest):
        return "partly_delivered"
    others = {value for value, unit, _, _, _ in finding.amounts if unit not in (latest[1], "")}
    return "delivered" if finding.kind in ("delivered", "partly_delivered") and not any(1 < number < come for number in {*finding.numbers} - others) else None


_OVERRULING = (_of_another, _struck_out, _not_any_more, _turned_down, _on_its_way, _as_promised, _a_part_of_it, _by_another_amount, _by_the_way_it_changed, _put_off, _taken_back_by_its_maker, _by_what_has_come)


def overruled(kind: str, finding: Finding, draft: Draft, article: str, spoken: dict[str, set[str]]) -> str:
    """The kind as numbers and days tell it, whatever else the words are like: from one amount to another it is raised or cut; what its maker promises anew with another term is rescheduled, and refuses withdrawn; what has come
    is all, or a part, of what was promised, and where none has come, that is disputed."""
    case = _Case(kind, finding, draft, article, spoken)
    return next((told for rule in _OVERRULING if (told := rule(case)) is not None), kind)


def _is_part(text: str, latest: tuple[float, str] | None) -> bool:
    """Whether a clause tells of some of several, of which so many were not promised themselves: 310 of "310 of the 900 families", where 4,000 dollars were promised to each."""
    part = part_told(text)
    return part is not None and not (latest and part in (latest[0], latest[0] / 1e3, latest[0] / 1e6))


def _replaces(finding: Finding, latest: tuple[float, str]) -> bool:
    """Whether a clause names the amount that held, and that another takes its place: "from 80 to 65 million", "eight instead of twelve"."""
    return _names_old(finding, latest) and _CHANGED.search(finding.text) is not None


def _names_old(finding: Finding, latest: tuple[float, str]) -> bool:
    """Whether a clause names the amount that held, in whatever scale."""
    return bool({latest[0], latest[0] / 1e3, latest[0] / 1e6, latest[0] / 1e9} & {*finding.numbers, *(value for value, _, _, _, _ in finding.amounts)})
