"""Who asks in an interview that names nobody before the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onrecord.resolve.document import BESIDE
from onrecord.resolve.names import ORGANIZATION, OTHER
from onrecord.resolve.words import ARTICLES

if TYPE_CHECKING:
    from onrecord.resolve.document import Document

_MEETING = frozenset(["met", "meets", "visited", "spoke", "talked", "asked", "asks", "interviewed", "interviews", "sat", "joined", "caught", "called"])
_ASKING = frozenset(["interviewer", "correspondent", "reporter", "moderator"])
_TALKING = frozenset(["spoke", "speaks", "talked", "talks", "talking", "speaking", "interview", "conversation"])


def interviewer_of(document: Document) -> int | None:
    """Who asks in an interview: the one person who is called its interviewer or correspondent ("our correspondent Ana Lind", "Interview: Ana Lind"), else the one body whose name meets or
    talks with somebody before the first question ("The Halden Times met her", "spoke to The Halden Times")."""
    people = {document.entity_named(m) for m in range(document.name_count) if document.is_person(m) and _asks(document, m)}
    if len(people) == 1:
        return people.pop()
    asked = [query.first for query, a in zip(document.queries, document.asked) if a.rule in ("question", "answer", "transcript")]
    found = set()
    for m in np.flatnonzero(document.is_name & (document.first < min(asked, default=0))).tolist():
        before = [w for w in document.words[max(0, int(document.first[m]) - 3) : int(document.first[m])] if w not in ARTICLES]
        meets = document.types[m].argmax() in (ORGANIZATION, OTHER) and document.words[int(document.last[m])] in _MEETING
        if meets or (before[-1:] in (["to"], ["with"]) and before[-2:-1] != [] and before[-2] in _TALKING):
            found.add(int(document.entity[m]))
    return found.pop() if len(found) == 1 else None


def _asks(document: Document, name: int) -> bool:
    first = document.name_first[name]
    near = max([first - BESIDE, 0, *(document.name_last[m] for m in document.names_within(max(0, first - BESIDE), first) if document.is_person(m))])
    called = document.words[near:first] + [w for w in document.beside(name)[-BESIDE:] if document.words[document.name_last[name]] == ","]
    return not _ASKING.isdisjoint(called) or (document.words[max(0, first - 2) : max(0, first - 1)] == ["interview"] and document.words[first - 1] in (":", "by"))
