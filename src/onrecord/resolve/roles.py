"""What a report says of a speaker beside the name: role, organization and country, each as spans of its text.

Read from the words that stand next to the speaker's mentions: before a name ("Foreign Minister Petr Pell"), behind it between commas ("Pell, the foreign
minister of Halden,"), and from noun phrases that stand for the speaker ("the minister").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document
from onrecord.resolve.names import PERSON
from onrecord.resolve.words import ARTICLES, PRONOUNS, bodies, kin, roles, titles
from onrecord.types import Span

HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "prof", "rev", "st"])
_LINKS = frozenset(["of", "for", "at", "in", "with", "from"])
_NOT_IN_PHRASE = frozenset(["said", "says", "told", "who", "which", "that", "and", "but", "or", "as", "when", "where", "while", "is", "was", "has", "had", "were", "are", "be", "been", "by", "to", "on"]) | frozenset(",;:()\"“”„«».!?—–")
_POSSESSIVE = frozenset(["'", "’", "s", "'s", "’s"])
_BESIDE = frozenset(["former", "then", "ex", "late", "himself", "herself", "now", "current", "longtime", "only", "also", "same", "other", "one", "two", "three", "year", "old"])
_OFFICES = frozenset(["rep", "sen", "gov", "gen", "col", "capt", "maj", "sgt", "lt", "adm", "cmdr", "rev"])
ROLE, ORGANIZATION = 0, 1
Tagged = dict[tuple[int, int], list[tuple[int, int, int]]]
LONGEST = 12  # units of a phrase that tells a role


@dataclass(frozen=True, slots=True)
class Description:
    """Spans of the words that tell a speaker's role and organization, and the country's code with its span."""

    role: Span | None = None
    organization: Span | None = None
    country: tuple[str, Span] | None = None


def describe(document: Document, mentions: list[tuple[int, int, bool]], tagged: Tagged | None = None) -> Description:
    """What stands beside the mentions (first unit, last unit, whether a name) of one speaker; the first mention that tells something counts.

    `tagged`: what the model takes for the role and the organization of each mention; where it takes nothing, the rules of this module do.
    """
    role = organization = country = None
    for first, last, named in mentions:
        for a, b, kind in (tagged or {}).get((first, last), ()):
            if kind == ROLE:
                role = role or document.span(a, b)
            else:
                organization = organization or document.span(a, b)
        for phrase in _phrases(document, first, last, named):
            found = _read(document, *phrase)
            role, organization, country = role or found.role, organization or found.organization, country or found.country
        if role:
            break
    return Description(role, organization, country)


def assign(document: Document, runs: Sequence[tuple[int, int, int]]) -> Tagged:
    """Tagged runs (first, last, ROLE or ORGANIZATION) by the mention whose they are: the noun phrase that holds them, or the nearest person of the sentence."""
    holders = [(int(document.first[m]), int(document.last[m]), m >= document.name_count) for m in np.flatnonzero(~document.is_name | (document.types.argmax(1) == PERSON)).tolist()]
    by_sentence: dict[int, list[tuple[int, int, bool]]] = {}
    for holder in holders:
        by_sentence.setdefault(int(document.sentence[holder[0]]), []).append(holder)
    found: Tagged = {}
    for first, last, kind in runs:
        near = [(a, b) for a, b, nominal in by_sentence.get(int(document.sentence[first]), ()) if nominal or b <= first or last <= a]
        if near:
            a, b = min(near, key=lambda holder: (max(first - holder[1], holder[0] - last, 0), holder))
            found.setdefault((a, b), []).append((first, last, kind))
    return found


def _phrases(document: Document, first: int, last: int, named: bool) -> Iterator[tuple[int, int]]:
    """Noun phrases that tell of the mention, as units."""
    words = document.words
    if not named:
        if not document.names_within(first, last):
            yield first, next((u for u in range(first, last) if words[u] in (",", "who", "which", "that")), last)
        return
    start = first
    while start > 0 and first - start < LONGEST and not document.tokens.breaks[start] and words[start - 1] not in ARTICLES:
        abbreviated = words[start - 1] == "." and start > 1 and words[start - 2] in (_OFFICES | HONORIFICS)
        if words[start - 1] in _NOT_IN_PHRASE and not abbreviated:
            break
        start -= 1
    if start < first:
        yield start, first
    if last + 1 < len(words) and words[last] == ",":
        yield last + 1, _end(document, last + 1)
    if first > 1 and words[first - 1] == ",":
        start = first - 1
        while start > 0 and first - start < LONGEST and words[start - 1] not in _NOT_IN_PHRASE and not document.tokens.breaks[start]:
            start -= 1
        if start < first - 1 and (words[start] in ARTICLES or _is_role(words[first - 2])):
            yield start, first - 1


def _end(document: Document, start: int) -> int:
    end = start
    while end < len(document.words) and end - start < LONGEST and document.words[end] not in _NOT_IN_PHRASE and (end == start or not document.tokens.breaks[end]):
        end += 1
    return end


def _read(document: Document, first: int, last: int) -> Description:
    """Role, organization and country of a noun phrase such as "the French government's chief negotiator for trade"."""
    words = document.words
    while first < last and words[first] in ARTICLES:
        first += 1
    links = [u for u in range(first, last) if words[u] in _LINKS]
    stop = links[0] if links else last
    heads = [u for u in range(first, stop) if _is_role(words[u])]
    if not heads:
        return Description(country=_country(document, first, last))
    head = heads[-1]
    start = head
    while start > first and _modifies(document, start - 1):
        start -= 1
    role_end = head + 1
    organization = _organization_before(document, first, start)
    for link, end in zip(links, [*links[1:], last]) if stop == head + 1 else ():
        begin = link + 1
        while begin < end and words[begin] in ARTICLES:
            begin += 1
        if begin == end:
            break
        office = words[head] in ("minister", "secretary") and words[link] == "for"
        if not office and (_capitalised(document, begin) or any(w in bodies() for w in words[begin:end])):
            if organization is None and not code_of(document.text[slice(*document.span(begin, end))]):
                organization = document.span(begin, _with_of(document, end, last))
            break
        if role_end == link:
            role_end = end
    return Description(document.span(start, role_end), organization, _country(document, first, last))


def _with_of(document: Document, end: int, last: int) -> int:
    """A name that goes on: "University | of North Carolina"."""
    words = document.words
    while end < last and words[end] == "of" and end + 1 < last and _capitalised(document, end + 1):
        end = next((u for u in range(end + 1, last) if words[u] in _LINKS), last)
    return end


def _modifies(document: Document, unit: int) -> bool:
    """Whether a unit before a role noun belongs to the role: "press | secretary", "Deputy Foreign | Minister", but neither a nationality nor a body's name."""
    word = document.words[unit]
    if word in HONORIFICS or word in bodies() or word in PRONOUNS or word in _BESIDE or word in _POSSESSIVE or code_of(word):
        return False
    return _is_role(word) or word in titles() or word == "-" or not _capitalised(document, unit) or (unit + 1 < len(document.words) and document.words[unit + 1] == "-")


def _organization_before(document: Document, first: int, end: int) -> Span | None:
    """The body whose name or noun stands before a role: "Harbour Board | spokesman", "the ministry's | spokesman"."""
    words = document.words
    while end > first and words[end - 1] in _POSSESSIVE:
        end -= 1
    while first < end and (code_of(words[first]) or words[first] in HONORIFICS or words[first] in PRONOUNS or words[first] in _BESIDE or words[first] in _POSSESSIVE):
        first += 1
    if first < end and (_capitalised(document, first) or any(w in bodies() for w in words[first:end])):
        return document.span(first, end)
    return None


def _is_role(word: str) -> bool:
    return (word in roles() and word not in kin()) or word in _OFFICES


def _capitalised(document: Document, unit: int) -> bool:
    return document.text[document.tokens.starts[unit]].isupper()


def _country(document: Document, first: int, last: int) -> tuple[str, Span] | None:
    for u in range(first, last):
        for end in (u + 2, u + 1):
            if end <= last and _capitalised(document, u) and (code := code_of(document.text[slice(*document.span(u, end))])):
                return code, document.span(u, end)
    return None
