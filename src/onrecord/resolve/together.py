"""Several who are one source, or who are named with others: "both", "Ana Lind and others", "the two ministers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.resolve.named_sources import OF_CLAUSES
from onrecord.resolve.strangers import CLAUSES

if TYPE_CHECKING:
    from onrecord.resolve.document import Document, Query

_BEFORE = 8  # statements among which the one is sought to which another is joined
_JOINING = frozenset(["and", "but", "or", "then"])
_PASSIVE = frozenset(["is", "was", "are", "were", "been", "being", "be"])
_COUNTS = frozenset(["two", "three", "four", "pair", "duo", "trio", "couple"])
_BOTH = frozenset(["both", "two", "three"])
_MEET = frozenset(["sides", "parties", "ministers", "presidents", "leaders", "delegations", "countries", "governments", "premiers", "chancellors", "heads", "secretaries", "ambassadors", "mayors", "nations", "states", "teams", "capitals"])  # who issue something together
_OTHERS = frozenset(["other", "others"])
_DESCRIBING = frozenset(["mostly", "mainly", "many", "some", "most", "all", "both", "especially", "particularly", "largely", "namely", "among", "several", "two", "three", "four", "five"])  # behind a comma, who some are


def is_joint(document: Document, mention: int) -> bool:
    """Whether a mention names several people or bodies together."""
    return (int(document.first[mention]), int(document.last[mention])) in document.joint


def adds_others(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase names somebody and adds others: "Ana Lind, Per Dahl and other deputies", "the province, the hospital and the foundation", "the minister and his counterpart, Ana Lind"."""
    if _lists(document, first, last) or _lists_many(document, first, last):
        return True
    at = next((u for u in range(first + 1, last - 1) if document.words[u] == "and" and document.words[u + 1] in _OTHERS), None)
    return at is not None and CLAUSES.isdisjoint(document.words[first:at]) and any(document.name_first[m] - first < 4 and document.name_last[m] <= at for m in document.names_within(first, at))


def _lists(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase lists several by "the", or by numbers, or names the second of two behind a comma."""
    commas = [u for u in range(first, last - 1) if document.words[u] == ","]
    joined = next((u for u in range(last - 1, first, -1) if document.words[u] == "and"), None)
    if not commas or joined is None or joined == last - 1:
        return False
    if joined < commas[0]:
        return len(commas) == 1 and any(document.is_person(m) and document.name_units(m) == (commas[0] + 1, last) for m in document.names_within(commas[0] + 1, last))
    begins = [document.words[u] for u in (first, *(u + 1 for u in commas if document.words[u + 1] != "and"), joined + 1)]
    return set(begins) == {"the"} or all(w.isdigit() for w in begins)


def _lists_many(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase lists nouns in the plural by commas and "and": "unions, charities and many deputies"; not "residents, mostly teachers and nurses", who are described."""
    joined = next((u for u in range(last - 1, first, -1) if document.words[u] == "and"), first)
    commas = [u for u in range(first + 1, joined) if document.words[u] == ","]
    if not commas or joined == last - 1 or not OF_CLAUSES.isdisjoint(document.words[first:last]) or document.words[commas[0] + 1] in _DESCRIBING:
        return False
    items = [(a + 1, b) for a, b in zip([first - 1, *commas, joined], [*commas, joined, last]) if b > a + 1]
    return all(document.plural(a, b) and not document.names_within(a, a + 1) for a, b in items)


def together_before(document: Document, query: Query) -> int | None:
    """The last mention of several together before a source that only counts them: "| the two", "| the pair"."""
    if query.form != "the" or query.last - query.first != 2 or document.words[query.first + 1] not in _COUNTS:
        return None
    several = [m for m in range(document.name_count, len(document.first)) if document.first[m] < query.first and (is_joint(document, m) or adds_others(document, int(document.first[m]), int(document.last[m])))]
    return several[-1] if several else None


def told_together(document: Document, query: Query) -> int | None:
    """The mention that names those whom a source only calls by what they are together, "| both ministers", "| the two Sides", "| the Sides": the last that names several before it, or the first that calls them so; None where
    the source is no such."""
    before = document.words[query.first : query.last - 1]
    counted = not _BOTH.isdisjoint(before)
    if not before or not (_BOTH | {"the"}).issuperset(before) or document.words[query.last - 1] not in _MEET or not (counted or document.words[query.last - 1] == "sides"):
        return None
    joint = [m for m in range(document.name_count, len(document.first)) if is_joint(document, m) and document.first[m] < query.first]
    if counted and joint:
        return joint[-1]
    return next((m for m in range(document.name_count, len(document.first)) if document.words[int(document.last[m]) - 1] == document.words[query.last - 1] and (_BOTH | {"the"}).issuperset(document.words[int(document.first[m]) : int(document.last[m]) - 1])), None)


def joined_to(document: Document, index: int) -> int | None:
    """The statement before one without a source, to whose cue its own is joined in one sentence: "She praised the crews | and said …"."""
    first, last = document.units(document.asked[index].cue[0])
    at = next((u for u in range(first, max(-1, first - 3), -1) if document.words[u] in _JOINING), None)
    if at is None or any(w in _PASSIVE for w in document.words[first:last]):
        return None
    before = [i for i in range(max(0, index - _BEFORE), index) if document.asked[i].outer == document.asked[index].outer and document.asked[i].cue and document.units(document.asked[i].cue[0])[0] < first]
    near = max(before, key=lambda i: document.units(document.asked[i].cue[0])[0], default=None)
    return near if near is not None and document.sentence[document.units(document.asked[near].cue[0])[0]] == document.sentence[first] else None
