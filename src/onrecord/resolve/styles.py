"""Offices by other words: "the head of state" is the president whom the report names, "the top diplomat" the foreign minister."""

from onrecord.resolve.document import Document, Query
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import ARTICLES, HONORIFICS, is_role

_STYLES = {
    ("head", "of", "state"): (("president",), ("king",), ("queen",), ("emir",), ("sultan",), ("emperor",)),
    ("head", "of", "government"): (("prime", "minister"), ("premier",), ("chancellor",)),
    ("head", "of", "the", "government"): (("prime", "minister"), ("premier",), ("chancellor",)),
    ("premier",): (("premier",), ("prime", "minister")),
    ("pontiff",): (("pontiff",), ("pope",)),
    ("monarch",): (("monarch",), ("king",), ("queen",)),
    ("congressman",): (("congressman",), ("rep",), ("representative",)),
    ("congresswoman",): (("congresswoman",), ("rep",), ("representative",)),
    ("top", "diplomat"): (("foreign", "minister"), ("foreign", "secretary")),
    ("chief", "diplomat"): (("foreign", "minister"), ("foreign", "secretary")),
    ("head", "of", "diplomacy"): (("foreign", "minister"), ("foreign", "secretary")),
}  # fmt: skip
"""Words with which an office is told -> the offices that are told so."""
_NOT_HOLDING = frozenset(["former", "ex", "late", "vice", "deputy", "acting", "shadow", "future", "next", "assistant", "lieutenant", "council", "company", "club", "bank", "university"])  # before an office that is another one
_OLD = frozenset(["-", "year", "old"])
_FURTHEST = 10  # units between a name and the office that is told of it
_ENDS = frozenset([",", ";", ":", "(", ")", "and", "but", "who", "which", "that", "\"", "“", "”"])


def holders(document: Document, query: Query) -> set[int]:
    """The people of whom the report tells the office which a source names by other words alone; none where it does not, or names another's ("Torvia's head of state")."""
    words = document.words[query.first : query.last]
    style = next((style for style in _STYLES if tuple(words[-len(style) :]) == style), None)
    if style is None or not all(w in ARTICLES or w in _OLD or w.isdigit() for w in words[: -len(style)]):
        return set()
    return {document.entity_named(m) for m in range(document.name_count) if document.is_person(m) and any(_is_told(document, m, office) for office in _STYLES[style])}


def not_holding(document: Document, query: Query) -> set[int]:
    """The people who do not hold the office that a source names by other words, where the report tells of others that they do."""
    holding = holders(document, query)
    return {document.entity_named(m) for m in range(document.name_count) if document.is_person(m)} - holding if holding else set()


def _is_told(document: Document, name: int, office: tuple[str, ...]) -> bool:
    """Whether an office stands right before or behind a name: "the president of Torvia | Ana Lind", "Ana Lind |, the Torvian president,"."""
    words, sentence = document.words, document.sentence
    first, last = document.name_units(name)
    begins = max([0, first - _FURTHEST, *(document.name_units(m)[1] for m in document.names_within(max(0, first - _FURTHEST), first) if document.is_person(m))])
    before = [u for u in range(begins, first) if sentence[u] == sentence[first] and is_role(words[u])]
    while first > begins and (words[first - 1] in HONORIFICS or words[first - 1] == "."):
        first -= 1
    if before and not any(words[u] in _ENDS for u in range(before[-1], first - (words[first - 1] == ","))) and _is_office(document, before[-1], office):
        return True
    if words[last : last + 1] != [","]:
        return False
    far = min(last + 1 + _FURTHEST, len(words))
    behind = [u for u in range(last + 1, next((u for u in range(last + 1, far) if words[u] in _ENDS), far)) if sentence[u] == sentence[first] and is_role(words[u])]
    return bool(behind) and _is_office(document, behind[0], office)


def _is_office(document: Document, unit: int, office: tuple[str, ...]) -> bool:
    words = document.words
    begins = unit + 1 - len(office)
    return begins >= 0 and tuple(words[begins : unit + 1]) == office and words[begins - 1] not in _NOT_HOLDING and words[begins - 1] != "-" and not (unit + 1 < len(words) and words[unit + 1] in POSSESSIVE)
