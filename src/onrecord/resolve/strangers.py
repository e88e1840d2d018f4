"""Who is named in a source that he is not: "the mayor of Sund", "a report seen by the Wire"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.resolve.named_sources import LIKE, PUT_BEHIND, behind_preposition
from onrecord.resolve.words import ARTICLES, PLACING, POSSESSIVE_ENDINGS, PREPOSITIONS, bodies, documents, is_role, kin

if TYPE_CHECKING:
    from onrecord.resolve.document import Document, Query

_SEEN = frozenset(["commissioned", "paid", "seen", "obtained", "read", "reviewed", "carried", "quoted", "cited", "followed", "shared"])
_RELATIVE = frozenset(["who", "which", "whose", "whom"])
CLAUSES = frozenset(["during", "after", "before", "since", "when", "where", "while", "that", "which", "including", "both", "also", "then", "now", "later", "has", "is", "was"])
_GOVERNING = frozenset(["for", "at", "with", "against", "on"])
_HOLDING = _GOVERNING | frozenset(["of", "from", "in", "near"])  # of bodies and places, whose people or holders of office speak
_STAFF = frozenset(["staff", "crew", "crowd", "team", "majority", "family", "management", "people", "personnel", "leadership"])  # of which each has several


def strangers_of(document: Document, query: Query) -> set[int]:
    """Entities of names that a source holds without being them: "the | Lind campaign", "a spokesman for | Ana Lind", "engineers at the | Harbour Board"."""
    names = document.names_within(query.first, query.last) if query.form == "name" else []
    if not names:
        return set()
    head = document.head(query.first, query.last)
    if any(document.name_last[m] == query.last and document.name_first[m] == query.first for m in names):
        return set()
    found = set()
    if head in documents():
        return {document.entity_named(m) for m in names if not document.is_person(m) and (_where_published(document, query.first, document.name_first[m]) or _only_seen_by(document, query.first, document.name_first[m]))}
    relative = next((u for u in range(query.first + 1, query.last) if document.words[u] in _RELATIVE), query.last)
    for m in names:
        if document.is_person(m) and document.name_first[m] > relative and not any(document.name_first[k] < relative for k in names):
            found.add(document.entity_named(m))  # "the delegate, who backs | Ana Lind"
            continue
        if document.name_first[m] > query.first and not document.is_person(m) and _placed(document, query.first, document.name_first[m]):
            found.add(document.entity_named(m))
            continue
        first, last = document.name_first[m], document.name_last[m]
        comma = next((u for u in range(query.first, first) if document.words[u] == ","), None)
        if comma is not None and head in bodies() and not document.names_within(query.first, comma) and not document.is_person(m) and behind_preposition(document, comma, first, _HOLDING):
            found.add(document.entity_named(m))  # "the company, a unit of | Parallax"
            continue
        if not document.is_person(m) and not (is_role(head) or (head.endswith("s") and document.plural(query.first, query.last))):
            continue
        behind = document.words[last] if last < query.last else ""
        modifies = behind.isalpha() and behind not in PREPOSITIONS | PUT_BEHIND | LIKE | CLAUSES and not document.written(last)[:1].isupper()
        owns = behind in POSSESSIVE_ENDINGS and last + 2 < query.last and (is_role(head) or head in bodies() or head in kin() or document.plural(query.first, query.last))
        if modifies or owns or behind_preposition(document, query.first, first, _GOVERNING if document.is_person(m) else _HOLDING):
            found.add(int(document.entity_named(m)))
    return found


def _where_published(document: Document, first: int, name: int) -> bool:
    """Whether a name in a writing's noun phrase is where it came out: "a study published in the journal | Shore"."""
    before = [w for w in document.words[first:name] if w not in ARTICLES]
    return before[-1:] in (["in"], ["journal"]) or before[-2:] == ["journal", "of"]


def _only_seen_by(document: Document, first: int, name: int) -> bool:
    """Whether a name in a writing's noun phrase is who saw it: "a memo obtained by | the Shore Post"."""
    before = [w for w in document.words[first:name] if w not in ARTICLES]
    return before[-1:] == ["by"] and before[-2:-1] != [] and before[-2] in _SEEN


def _placed(document: Document, first: int, name: int) -> bool:
    """Whether a preposition of place stands between a noun phrase's own noun and a name, that noun in the plural or a body's: "eleven towns along the | Tallow River"."""
    at = next((u for u in range(first + 1, name) if document.words[u] in PLACING), None)
    if at is None or any(document.name_first[m] < at for m in document.names_within(first, at)) or any(w in PUT_BEHIND for w in document.words[first:name]):
        return False
    noun = document.words[at - 1]
    return document.plural(first, at) or noun in bodies() or noun in _STAFF
