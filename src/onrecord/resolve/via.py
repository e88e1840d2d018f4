"""The newspaper, agency or broadcaster that reports what somebody else said: "…, the BBC reported", "told Reuters"."""

from onrecord.resolve.document import Document
from onrecord.resolve.words import ARTICLES, outlets
from onrecord.types import Span

_REPORT = frozenset(["reported", "reports", "report", "quoted", "quotes", "cited", "cites", "informs", "informed", "inform", "writes", "wrote"])
_TOLD = frozenset(["told", "tells"])
_PASSED_ON = frozenset(["interview", "comment", "commentary", "remarks", "statement", "spoke", "speaking", "writing", "quoted", "cited", "reported", "carried", "published", "broadcast", "seen", "obtained"])
_TO = frozenset(["by", "to", "for", "with", "in", "on"])
_PLAIN = frozenset(["media", "newspapers", "television", "press", "agencies"])  # which need no name: "local media", "state television"
NEAR = 4  # units between an outlet and the verb that says what it did


def find_via(document: Document) -> list[Span | None]:
    """For each statement the outlet that reports it, where the words of its own sentence say so and it is not the statement's source."""
    passing_on = [(first, last) for first, last in _outlets(document) if _reports(document, first, last) or _is_told(document, first)]
    if not passing_on:
        return [None] * len(document.asked)
    source_of = {}
    for i, asked in enumerate(document.asked):
        for span in asked.source:
            source_of.update(dict.fromkeys(range(*document.units(span)), i))
    return [_via(document, i, passing_on, source_of) for i in range(len(document.asked))]


def _via(document: Document, index: int, outlets: list[tuple[int, int]], source_of: dict[int, int]) -> Span | None:
    asked = document.asked[index]
    holders = set()
    holder = asked.outer
    while holder is not None:
        holders.add(holder)
        holder = document.asked[holder].outer
    spans = [document.units(span) for span in (*asked.source, *asked.cue, *asked.content[-1:])]
    sentences = {int(document.sentence[min(u, len(document.sentence) - 1)]) for first, last in spans for u in (first, last - 1)}
    contents = [document.units(span) for span in asked.content]
    for first, last in outlets:
        speaks = source_of.get(first)
        if int(document.sentence[first]) in sentences and (speaks is None or speaks in holders) and not any(a <= first < b for a, b in contents):
            return document.span(first, last)
    return None


def _outlets(document: Document) -> list[tuple[int, int]]:
    words = document.words
    found = []
    for name in document.names:
        before = words[name.first - 1] if name.first else ""
        if before in outlets() or any(w in outlets() for w in words[name.first : name.last]):
            found.append((name.first, name.last))
    found += [(u - 1, u + 1) for u in range(1, len(words)) if words[u] in _PLAIN and words[u - 1] in ("local", "state", "national", "foreign", "regional", "several")]
    return sorted(found)


def _reports(document: Document, first: int, last: int) -> bool:
    behind = document.words[last : last + NEAR]
    before = document.words[max(0, first - NEAR) : first]
    if "," in behind:
        behind = behind[: behind.index(",")]
    return bool(_REPORT & set(behind)) or (bool({"reports", "informs", "reported", "inform", "announced"} & set(before)) and before[-1:] != ["on"])


def _is_told(document: Document, first: int) -> bool:
    """Whether something was told to the outlet, or passed on by it."""
    at = first
    while at and (document.words[at - 1] in ARTICLES or document.words[at - 1] in outlets() or document.words[at - 1] in "\"“„«'‘"):
        at -= 1
    before = document.words[max(0, at - 3) : at]
    return bool(before) and (before[-1] in _TOLD or (before[-1] in _TO and bool(_PASSED_ON & set(before))))
