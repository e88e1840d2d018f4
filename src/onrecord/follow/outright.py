"""Promises without a word of promising: what somebody will do, and how much or by when ("Norland will send 40 tents"), or what "we will" do; and words of promising that promise nothing, since they are denied."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from onrecord.follow.patterns import FUTURE, NEGATION
from onrecord.types import Span

LEAST = 0.4  # strength from which words like these promise
_NO_PROMISE = frozenset(["dismiss", "sack", "fire", "close", "shut", "sue", "strike", "walk", "boycott", "expel", "ban", "arrest", "prosecute", "fight", "retaliate", "attack", "bomb", "punish", "quit", "resign", "leave", "cancel", "scrap", "abolish", "appeal",
                         "cost", "need", "mean", "become", "lose", "see", "know", "think", "depend", "face", "fall", "rise", "grow", "happen", "require", "affect", "die", "have", "want", "like", "seem", "rain", "decide", "wait", "vote", "meet"])  # fmt: skip
"""What harms, or only befalls: an announced harm and a forecast are no promises."""
_HARM = re.compile(r"\b(?:plans?|planned|planning|intends?|intended|intending|means|threatens?|threatened|decided|announced\s+plans)\s+to\s+(?:dismiss|sack|fire|lay\s+off|close|shut|sue|boycott|expel|evict|scrap|axe|abolish)\b|"
                   r"\b(?:will|would|shall|(?:is|are|was|were)\s+(?:set\s+|due\s+)?to)\s+(?:close|shut|axe|cut|shed|lay\s+off|dismiss|sack|fire|eliminate|slash)\b[^.;]*\b(?:jobs?|workers|employees|staff|posts|positions|redundanc\w+)\b", re.IGNORECASE)  # fmt: skip
_STATES = frozenset(["there", "available", "present", "outside"])  # in which people are to be: "officers will be outside the school"
_ONLY_WITH: Mapping[str, frozenset[str]] = MappingProxyType({"take": frozenset(["over", "in", "on", "part", "back", "up"])})
_PARTICIPLE = re.compile(r"(?!(?:not|an|in|on|when|then|even|often|open|seven|ten|one|due|fine|able|about|absent|silent|different)$)[a-z]+(?:ed|en|t|n|de|ne|id)$")
_NO_DENIAL = re.compile(r"\s+(?:only|just|merely|simply|least|(?:fewer|less|later|more|earlier|sooner)\s+than|hesitat\w+|doubt|wonder|surprise)\b", re.IGNORECASE)  # "not only promised", "no fewer than 40"
_ANOTHER = re.compile(r"(?<=,\s)not\s+(?!even\b|one\b|a\s+single\b)[^,]{2,40},", re.IGNORECASE)  # "the council, not the port, promised"
_SUBJECT_BEHIND = re.compile(r"[,;:–—][^,;:–—]*\b(?!(?:has|have|had|also|then|now|[a-z]+ly)\b)\w+\s[^,;:–—]*$")  # "with no money left, the council promised"
_SHORT_OF = re.compile(r"\b(?:short\s+of|(?:refus|declin)\w+\s+to|avoid\w*|rul\w+\s+out)\s+(?:\w+\s+)?$", re.IGNORECASE)
_WE_WILL = re.compile(r"\W*(?:and\s+|but\s+)?(?:we|i)(?:\s+(?:will|shall)|[’']ll)\b", re.IGNORECASE)


def promises_outright(text: str, start: int, end: int, termed: bool) -> bool:
    """Whether a clause says that somebody will do something, and neither harm nor what only happens; `termed`: it says how much, or when."""
    will = FUTURE.search(text, start, end)
    if will is None or will["not"] or not (termed or _WE_WILL.match(text, start, end)):
        return False
    verb, behind = will["verb"].casefold(), (will["next"] or "").casefold()
    if verb == "be":
        return behind in _STATES or _PARTICIPLE.match(behind) is not None
    return verb not in _NO_PROMISE and (verb not in _ONLY_WITH or behind in _ONLY_WITH[verb])


def will_not(text: str, start: int, end: int) -> bool:
    """Whether a clause says what somebody will not do, which promises where it is said to those whom it spares: "we will never close this hospital"."""
    will = FUTURE.search(text, start, end)
    return will is not None and will["not"] is not None


def denied(text: str, start: int, word: Span) -> bool:
    """Whether a word of asking or promising in a clause that begins at `start` is denied: "had never promised", "made no promise", "stopped short of promising"; but "not only promised", and "with no money left, the council promised", do."""
    at, end = word
    if _SHORT_OF.search(text, start, at):
        return True
    return any(not (_NO_DENIAL.match(text, no.end()) or _ANOTHER.match(text, no.start(), at) or _SUBJECT_BEHIND.search(text, no.end(), at)) for no in NEGATION.finditer(text, start, end))


def announces_harm(text: str, start: int, end: int) -> bool:
    """Whether a clause announces harm, which nobody is promised: "intends to close the plant"."""
    return _HARM.search(text, start, end) is not None
