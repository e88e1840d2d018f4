"""Whose a document is that speaks: "a study by the university", "its report"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.resolve.names import ORGANIZATION, PLACE
from onrecord.resolve.words import ARTICLES, POSSESSIVE_ENDINGS, PREPOSITIONS, PRONOUNS, WHEN, WHERE, bodies, documents, is_role

if TYPE_CHECKING:
    from onrecord.resolve.document import Document, Query

_ISSUED = frozenset(["published", "compiled", "written", "issued", "conducted", "released", "prepared", "produced", "gathered", "made"])
_OWN = frozenset(["its", "their", "his", "her"])
_WRITTEN = frozenset(["bulletin", "brochure", "rules", "guidelines", "guidance", "sample", "models", "tally", "communiqué", "survey", "surveys", "reporting", "information", "tracker", "statute", "manifesto"])
_HEARING = frozenset(["court", "tribunal", "church", "school", "hospital", "coalition", "house", "senate", "front", "parliament"])  # whose documents others write
_COUNTED = frozenset(["data", "figures", "statistics", "study", "studies", "survey", "surveys", "poll", "polls", "report", "reports", "estimates", "estimate", "count", "tally", "forecast", "statement", "numbers"])
_KEPT_BY_BODIES = frozenset(["report", "statute", "account", "statement", "data", "bulletin", "communiqué", "communique", "letter", "post", "note", "ruling", "message", "tally", "figures", "minutes", "press-release", "information"])
_CAME_OUT = frozenset(["published", "released", "issued", "conducted", "carried", "made", "taken", "due", "obtained", "seen"])
_POLLS = frozenset(["poll", "polls", "survey", "surveys"])
_TIMES = frozenset(["last", "next", "this", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"])


def issuer_of(document: Document, first: int, last: int) -> tuple[int, int] | None:
    """The units of who issued a document, where the noun phrase first..last that names it says so: "a survey by | the statistics office", "| the ministry's own figures"."""
    words = document.words
    for u in range(first + 1, last - 1):
        if words[u] in PREPOSITIONS:
            break
        if words[u] in POSSESSIVE_ENDINGS and (words[last - 1] in documents() or words[last - 1] in _WRITTEN) and words[first] not in PRONOUNS:
            return (first, u) if all(w.isalpha() or w in "’'-" for w in words[u + 1 : last]) else None
    if (body := _body_of_document(document, first, last)) is not None:
        return body
    by = next((u for u in range(first + 1, last - 1) if words[u] in ("by", "from", ",")), last)
    if by == last or words[by] == "," or document.head(first, last) not in documents() | _ISSUED or document.names_within(first, by):
        return None
    telling = [w for w in words[first:by] if w not in WHEN and w != "on"]
    issued = telling[-1] in documents() or telling[-1] in _ISSUED
    end = next((u for u in range(by + 1, last) if words[u] in (",", "who", "which", "that", "(", "to") or words[u] in _TIMES or words[u] in _CAME_OUT or words[u].endswith("ing")), last)
    if not issued or end == by + 1 or words[by + 1] in PRONOUNS:
        return None
    bodies_and_people = [m for m in document.names_within(by + 1, end) if document.is_person(m) or document.entities[document.entity_named(m)].types.argmax() == ORGANIZATION]
    end = next((document.name_last[m] for m in bodies_and_people if document.name_first[m] <= by + 1 + (words[by + 1] in ARTICLES) and words[document.name_last[m]] in WHERE), end)
    named = [m for m in bodies_and_people if document.name_last[m] == end]
    head = document.head(by + 1, end)
    return (by + 1, end) if named or head in bodies() or is_role(head) or words[by] == "by" else None


def _body_of_document(document: Document, first: int, last: int) -> tuple[int, int] | None:
    """"| the health ministry | data", "a new | Norbank | poll", "the statute of | the Confederation"."""
    words = document.words
    end = next((u for u in range(first + 1, last) if words[u] in PREPOSITIONS or words[u] in (",", "which", "that", "released", "published", "seen")), last)
    start = first + (words[first] in ARTICLES)
    if words[end - 1] in _COUNTED and end - start > 1 and words[end - 2] in bodies() and words[end - 2] not in _HEARING and PRONOUNS.get(words[first]) is None:
        return start, end - 1
    pollster = next((m for m in document.names_within(start, end) if document.name_last[m] == end - 1 and not document.is_person(m) and document.entities[document.entity_named(m)].types.argmax() != PLACE), None) if words[end - 1] in _POLLS else None
    if pollster is not None:
        while words[document.name_first[pollster] - 1] == "/" and pollster and document.name_last[pollster - 1] == document.name_first[pollster] - 1:
            pollster -= 1  # "a CNN/ORC poll" is both's
        return document.name_first[pollster], end - 1
    if words[end : end + 1] != ["of"] or words[end - 1] not in _KEPT_BY_BODIES:
        return None
    behind = next((u for u in range(end + 1, last) if words[u] in PREPOSITIONS - {"of"} or words[u] in (",", "which", "that")), last)
    named = any(document.name_last[m] == behind and document.entities[document.entity_named(m)].types.argmax() == ORGANIZATION for m in document.names_within(end + 1, behind))
    return (end + 1, behind) if named or words[behind - 1] in bodies() else None


def own_writing(document: Document, query: Query) -> bool:
    """Whether a source is what somebody wrote whom a pronoun names: "its preliminary report", "their communiqué"."""
    head = document.head(query.first, query.last)
    return query.form == "possessive" and query.last - query.first > 1 and document.words[query.first] in _OWN and (head in documents() or head in _WRITTEN)
