"""Companies by their legal form: "Nordhavn Pumps A/S", "Soltec S.p.A.", "Delt d.o.o." are names of organizations up to the form's last letter or full stop."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from onrecord.resolve.names import ORGANIZATION, TYPES, Name, Units
from onrecord.resolve.words import ARTICLES, PREPOSITIONS, bodies, legal_forms

_SURELY = tuple(float(kind == ORGANIZATION) for kind in range(len(TYPES)))
_NAME_BEFORE = re.compile(r"(?<![\w-])[^\W\d_a-z][\w&'’-]*(?:[ \u00a0](?:&[ \u00a0])?[^\W\d_a-z][\w&'’-]*){0,3}$")  # capitalised words right before a form
_WHICH = re.compile(r",? which (?!is why\b|was why\b)[a-z]")
_CALLED = re.compile(r", an? (?P<before>(?:[\w’'-]+ ){0,4})(?P<noun>[a-z]+)(?=[,.;)])")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?:\n\r][\"”»’']?\s*)\Z")
LONGEST_NAME = 60  # characters before a form in which the name is looked for that nothing tags


@cache
def _forms() -> re.Pattern[str]:
    every = sorted((form for forms in legal_forms() for form in forms), key=lambda form: (-len(form), form))
    return re.compile(r"[ \u00a0](?P<form>" + "|".join(map(re.escape, every)) + r")(?![\w/])")


def with_legal_forms(text: str, tokens: Units, names: Sequence[Name]) -> list[Name]:
    """The names, of which those before a legal form go up to its end and are organizations'; what was tagged inside a form is none."""
    found = list(names)
    for match in _forms().finditer(text):
        start, end = match.span("form")
        before = len(text[max(0, start - LONGEST_NAME) : start].rstrip(" \u00a0,.")) + max(0, start - LONGEST_NAME)
        with_it = next((n for n in found if n.start < before <= n.end <= end), None)
        if match["form"] in legal_forms()[0]:
            if with_it is not None and with_it.end >= end - match["form"].endswith("."):
                found[found.index(with_it)] = replace(with_it, types=_SURELY)
            continue
        if any(n.start < start and n.end > end for n in found):
            continue  # initials inside a name: "Jan N.V. Dahl"
        first = with_it.start if with_it is not None else _begins(text, before)
        if first is not None:
            whole = _name(tokens, first, end)
            found = sorted([*(n for n in found if n.end <= first or end <= n.start), whole], key=lambda n: n.start)
    return found


def told_as_bodies(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, of which those are organizations', wherever they stand, that begin a sentence and are told of by "which" ("Ormen Bygg, which employs 40, said …"; behind others it may tell of the sentence), or are called a body ("Brenna Foss, a building firm,")."""

    def is_told(name: Name) -> bool:
        called = _CALLED.match(text, name.end)
        if called is not None:
            return called["noun"] in bodies() and PREPOSITIONS.isdisjoint(called["before"].split())
        return _WHICH.match(text, name.end) is not None and _SENTENCE_BEGINS.search(text, max(0, name.start - 6), name.start) is not None

    told = {text[n.start : n.end] for n in names if is_told(n)}
    return [replace(n, types=_SURELY) if text[n.start : n.end] in told else n for n in names]


def _begins(text: str, end: int) -> int | None:
    """Where the capitalised words begin that end at a character, without an article."""
    match = _NAME_BEFORE.search(text, max(0, end - LONGEST_NAME), end)
    if match is None:
        return None
    words = match.group().split()
    skipped = len(words[0]) + 1 if words[0].casefold() in ARTICLES else 0
    return match.start() + skipped if match.start() + skipped < end else None


def _name(tokens: Units, start: int, end: int) -> Name:
    first, last = (int(np.searchsorted(tokens.ends, start, side="right")), int(np.searchsorted(tokens.starts, end)))
    return Name(start, end, first, last, _SURELY)


def is_company(name: str) -> bool:
    """Whether a name ends with a legal form that is nothing else."""
    return any(match.end() == len(name) and match["form"] not in legal_forms()[0] for match in _forms().finditer(name))
