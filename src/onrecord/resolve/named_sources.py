"""Whom, or what body, the words of a source name outright."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from onrecord.resolve.names import PLACE
from onrecord.resolve.words import ARTICLES, POSSESSIVE_ENDINGS, PREPOSITIONS, bodies, is_role, titles

if TYPE_CHECKING:
    from onrecord.resolve.document import Document, Query

PUT_BEHIND = frozenset([",", "(", "who", "whose", "whom", "himself", "herself", "–", "—"])  # what may follow a name that is a source's head
_SAYINGS = frozenset(["response", "answer", "reply", "version", "comment", "comments", "remark", "remarks", "claim", "view", "message", "account", "verdict", "explanation", "warning", "words", "statement", "tweet", "letter"])
_NAMING = frozenset(["name", "names", "named", "identified", "identify", "introduced", "introduces", "known", "herself", "himself"])
_OTHER_NAMES = frozenset(["name", "alias", "pseudonym", "nickname"])
_USING = frozenset(["uses", "used", "using", "goes", "went", "going", "gave", "gives", "giving", "under", "took", "takes", "taken", "with", "writes", "blogs", "posts"])  # "a man who goes by the name of | Tiger"
SHORTEST_HEAD = 4  # letters of a noun with which names end
LIKE = frozenset(["and", "or", "like", "as", "than", "versus"])
OF_CLAUSES = frozenset(["who", "whom", "whose", "which", "that", "has", "have", "had", "including", "led", "by"])  # behind which somebody else is named


def person_named(document: Document, query: Query) -> int | None:
    """The name of the one person whom a source names as its head: "Mayor of the city | Ana Lind", "| Ana Lind (Lake party), who was there", "Sorland's envoy, | Per Haldorsen of Brova",
    "| Ana Lind's answer", but not "aides to Ana Lind" nor "the Lind campaign"."""
    if query.form != "name":
        return None
    inside = [m for m in document.names_within(query.first, query.last) if document.is_person(m)]
    if inside and _calls_itself(document, query.first, document.name_first[inside[0]]):
        return inside[0]
    for m in inside[:1]:
        if heads(document, query.first, document.name_first[m]) and _ends_or_goes_on(document, document.name_last[m], query.last):
            return m
    for m in inside:
        start = _behind_comma(document, query.first, document.name_first[m])
        one = m == inside[-1] or document.words[document.name_last[m]] in PREPOSITIONS
        if start is not None and one and not any(w in LIKE or w == "including" for w in document.words[query.first : start]) and _ends_or_goes_on(document, document.name_last[m], query.last):
            return m
    return None


def _calls_itself(document: Document, first: int, name: int) -> bool:
    """Whether the words up to a name say that it is whom they tell of: "a nurse who gave her name as | Ana", "a man named | Per Dahl", "a spokesman who uses the name Commander | Tiger"."""
    while name > first and (document.words[name - 1] in titles() or document.words[name - 1] == "."):
        name -= 1
    words = document.words[first:name]
    if document.plural(first, name):
        return False
    told = words[: -1 if words[-1:] == ["of"] else None]
    if told[-2:-1] == ["the"] and told[-1] in _OTHER_NAMES:
        return not _USING.isdisjoint(told)
    return words[-1:] in (["named"], ["called"], ["nicknamed"]) or (words[-1:] == ["as"] and not _NAMING.isdisjoint(words)) or words[-2:] == ["by", "name"]


def heads(document: Document, first: int, name: int) -> bool:
    """Whether the words before a name tell more of who is named, so that it is the head of the noun phrase that they begin."""
    before = [u for u in range(first, name) if document.words[u].isalnum()]
    while before and (document.words[before[-1]] in titles() or document.words[before[-1]] in ARTICLES):
        before.pop()
    if not before:
        return True
    words, last = [document.words[u] for u in before], document.words[before[-1]]
    if last in PREPOSITIONS or not (LIKE | OF_CLAUSES).isdisjoint(words) or last.endswith("ing"):
        return False
    if PREPOSITIONS.isdisjoint(words):
        return True
    return not is_role(last) and (is_role(next((w for w in words if w not in ARTICLES), "")) or document.written(before[-1])[:1].isupper())


def _behind_comma(document: Document, first: int, name: int) -> int | None:
    """The unit of the comma behind which nothing but titles stands before a name."""
    unit = name - 1
    while unit > first and (document.words[unit] in titles() or document.words[unit] in ARTICLES or is_role(document.words[unit]) or document.words[unit] == "."):
        unit -= 1
    return unit if unit > first and document.words[unit] == "," else None


def _ends_or_goes_on(document: Document, last: int, end: int) -> bool:
    """Whether a source ends with a name that ends at a unit, or goes on with what is put behind a name."""
    if last >= end:
        return True
    if document.words[last] in POSSESSIVE_ENDINGS:
        behind = [w for w in document.words[last:end] if w not in POSSESSIVE_ENDINGS and w != "s"]
        return not behind or (len(behind) == 1 and behind[0] in _SAYINGS)
    return document.words[last] in PUT_BEHIND or document.words[last] in PREPOSITIONS


def behind_preposition(document: Document, first: int, name: int, governing: Set[str]) -> bool:
    """Whether one of some prepositions governs a name: "for presidential candidate | Ana Lind"."""
    unit = name - 1
    while unit > first and (document.words[unit].isalpha() or document.words[unit] == ".") and document.words[unit] not in PREPOSITIONS:
        unit -= 1
    return unit >= first and document.words[unit] in governing and not heads(document, first, name)


def body_named(document: Document, query: Query) -> int | None:
    """The name of the one body with which a source ends, behind its owner or a comma: "Tanguara's | Harbour Court", "One, | Blue Pagoda", "the club's sponsor, | Orrin Trust"."""
    if query.form != "name" or "and" in document.words[query.first : query.last]:
        return None
    for m in document.names_within(query.first + 1, query.last):
        first = document.name_first[m]
        before = first - (document.words[first - 1] in ARTICLES)
        if document.name_last[m] != query.last or document.is_person(m) or document.entities[document.entity_named(m)].types.argmax() == PLACE:
            continue
        if not PREPOSITIONS.isdisjoint(document.words[query.first : before]):
            continue
        if document.words[before - 1] in POSSESSIVE_ENDINGS or (document.words[before - 1] == "s" and document.words[before - 2] in POSSESSIVE_ENDINGS):
            return m
        if document.words[before - 1] == "," and before - 1 > query.first:
            return m
    return None


def body_compounded(document: Document, query: Query) -> int | None:
    """The name before a source that is a body's noun alone, of which a word ends with that noun, if only one body's does: "| Norbank | … the bank", "the bank, which has 12 branches"."""
    last = next((u for u in range(query.first, query.last) if document.words[u] == ","), query.last)
    noun = document.words[last - 1]
    if query.form != "the" or last - query.first != 2 or noun not in bodies() or len(noun) < SHORTEST_HEAD:
        return None
    before = [m for m in range(document.name_count) if document.name_last[m] <= query.first and not document.is_person(m)]
    if any(noun in document.words[slice(*document.name_units(m))] for m in before):
        return None
    ending = {document.entity_named(m): m for m in before if any(w.endswith(noun) for w in document.words[slice(*document.name_units(m))])}
    return next(iter(ending.values())) if len(ending) == 1 else None


def is_name_alone(document: Document, query: Query) -> int | None:
    """The name that is all of a source, but for an article, a title and a possessive: "the Harbour Board", "Torvia's"."""
    if query.form != "name":
        return None
    last = query.last
    while last > query.first and (document.words[last - 1] in POSSESSIVE_ENDINGS or document.words[last - 1] == "s"):
        last -= 1
    for m in document.names_within(query.first, last):
        if document.name_last[m] == last and all(w in ARTICLES or w in titles() or w == "." for w in document.words[query.first : document.name_first[m]]):
            return m
    return None
