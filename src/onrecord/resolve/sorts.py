"""Bodies of different sorts: "the commission" is no party, "the company" no ministry, and "management" no union."""

from collections.abc import Sequence

from onrecord.resolve.document import Document, Query
from onrecord.resolve.names import PLACE

_STATE = frozenset(["ministry", "department", "commission", "court", "tribunal", "police", "parliament", "senate", "government", "embassy", "consulate", "directorate", "inspectorate", "cabinet", "municipality", "prosecution"])
_FIRMS = frozenset(["company", "firm", "bank", "airline", "manufacturer", "retailer", "supplier", "startup", "management"])
_OF_MEMBERS = frozenset(["union", "unions", "party", "front", "movement", "league", "guild"])
_HOUSES = frozenset(["university", "hospital", "clinic", "museum", "embassy"])
_AGENCIES = frozenset(["agency", "authority"])
_NO_PLACES = (_STATE | _OF_MEMBERS | _AGENCIES | frozenset(["army", "military", "navy"])) - frozenset(["government", "municipality"])  # as which no town or country is told
SURELY = 0.9  # share of a type from which a name surely is of it
_SORTS = ((_AGENCIES, _OF_MEMBERS), (_STATE, _FIRMS), (_STATE, _OF_MEMBERS), (_FIRMS, _OF_MEMBERS), (_HOUSES, _OF_MEMBERS))
"""Pairs of sorts of which no body is both."""


def of_other_sorts(document: Document, query: Query) -> set[int]:
    """The entities for which a body's noun cannot stand ("| the commission |", "| management |"), since their own tells that they are of another sort."""
    if query.form not in ("the", "bare"):
        return set()
    noun = document.head(query.first, query.last)
    others = frozenset[str]().union(*(b if noun in a else a for a, b in _SORTS if noun in a or noun in b))
    if not others and noun not in _NO_PLACES:
        return set()
    places = {e for e, entity in enumerate(document.entities) if entity.types[PLACE] > SURELY} if noun in _NO_PLACES else set()
    nouns: dict[int, set[str]] = {}
    for m, (entity, first, last, is_name) in enumerate(zip(document.entity.tolist(), document.first.tolist(), document.last.tolist(), document.is_name.tolist())):
        if not is_name or not document.is_person(m):
            nouns.setdefault(entity, set()).add(_noun_of_name(document.words[first:last]) if is_name else document.head(first, last))
    return places | {entity for entity, found in nouns.items() if not found.isdisjoint(others) and noun not in found}


def _noun_of_name(words: Sequence[str]) -> str:
    """The noun of a body's name: "Lake | Party", "| Ministry | of Health"."""
    return words[next((k for k in range(1, len(words)) if words[k] in ("of", "for")), len(words)) - 1]
