"""Whom an office cannot stand for: a person of whom the text tells another one ("Teacher Ana Lind … The mayor"), and the one to whom it belongs ("the president's lawyer", "his spokesman")."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.resolve.document import Document, Query
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import ARTICLES, is_role, kin, titles

ANYBODY = "*"
_BELONGING = frozenset(["of", "for", "to"])
_FORMER = frozenset(["former", "ex", "late", "future", "next"])
_OWN = frozenset(["his", "her", "its", "their", "my", "our", "your"])


@cache
def posts() -> Mapping[str, frozenset[str]]:
    """By office the nouns of those who may hold it too; under ANYBODY what may be said of everybody."""
    lines = (files("onrecord.resolve") / "posts.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(":") for line in lines if ":" in line and not line.startswith("#"))
    return {office: frozenset(others.split()) for office, others in rows}


def may_hold(office: str, told: frozenset[str]) -> bool:
    """Whether one of whom the text tells these offices, if any, may hold another."""
    return not told or not told.isdisjoint(posts()[office] | posts()[ANYBODY] | {office})


def holders_of_others(document: Document, query: Query) -> set[int]:
    """The people whom an office names not, since the text tells another of each of them."""
    office = document.head(query.first, query.last)
    of_a_place = query.form == "name" and not any(document.is_person(m) for m in document.names_within(query.first, query.last))  # "the mayor of Olmsk"
    if not (of_a_place or query.form in ("the", "a", "bare", "possessive")) or office not in posts() or not _FORMER.isdisjoint(document.words[query.first : query.last]):
        return set()
    if any(office in document.words[slice(*document.name_units(m))] for m in range(document.name_count) if document.is_person(m)):  # Billie King
        return set()
    return {entity for entity, told in document.offices.items() if not may_hold(office, told)}


def possessors(document: Document, query: Query, entity_now: np.ndarray) -> set[int]:
    """The entities within a noun phrase to whom its office belongs, and who do not hold it therefore: "| the president | 's lawyer", "a spokesman for | the president |"."""
    if query.last - query.first < 3:
        return set()
    head, words = document.head(query.first, query.last), document.words
    if not (is_role(head) or head in kin()):
        return set()
    found = set()
    for m in np.flatnonzero((document.first >= query.first) & (document.last <= query.last)).tolist():
        first, last = int(document.first[m]), int(document.last[m])
        before = first - 1 - (first > query.first and words[first - 1] in ARTICLES)
        while head in kin() and before > query.first and (words[before] in titles() or (words[before].isalpha() and words[before - 1] in _BELONGING)):
            before -= 1  # "the widow of | comrade | Lind"
        if (last < query.last - 1 and words[last] in POSSESSIVE) or (before > query.first and words[before] in _BELONGING and last == query.last):
            found.add(int(entity_now[m]))
    return found


def belongs(document: Document, query: Query) -> bool:
    """Whether a source is an office or a tie by which somebody belongs to whom a pronoun names: "| his spokesman", "| her mother"."""
    head = document.head(query.first, query.last)
    return document.words[query.first] in _OWN and query.last - query.first > 1 and (is_role(head) or head in kin())
