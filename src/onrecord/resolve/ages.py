"""Who is how old: "the 61-year-old" is the one whom the text gives that age ("Per Dahl, 61,"), and nobody of another age."""

from collections.abc import Mapping, Sequence

from onrecord.resolve.document import Document, Query

OLDEST = 120
NEAR = 5  # units between an age and the name behind it: "the 54-year-old | ferry captain | Ana Lind"
_BEHIND = frozenset(",.;)") | {"and", "who"}
_PARTING = frozenset([",", ";", ":", "and", "who", "whose"])


def age_in(words: Sequence[str]) -> str | None:
    """The first age that some words tell: "the | 54 | -year-old"."""
    return next((words[u] for u in range(len(words) - 4) if is_age(words[u]) and list(words[u + 1 : u + 5]) == ["-", "year", "-", "old"]), None)


def ages(document: Document) -> Mapping[int, frozenset[str]]:
    """By entity the ages that stand beside the names of people: "Ana Lind, 54, …", "Ana Lind (54)", "54-year-old Ana Lind", "Ana Lind, a 54-year-old"."""
    found: dict[int, set[str]] = {}
    words = document.words
    for m in range(document.name_count):
        if not document.is_person(m):
            continue
        first, last = document.name_units(m)
        if words[last : last + 1] in ([","], ["("]) and last + 2 < len(words) and is_age(words[last + 1]) and words[last + 2] in _BEHIND:
            age: str | None = words[last + 1]
        else:
            before = [u for u in range(max(0, first - NEAR - 5), first) if document.sentence[u] == document.sentence[first]]
            start = max((u + 1 for u in before if words[u] in _PARTING or any(document.name_units(k)[1] == u + 1 for k in document.names_within(before[0], first))), default=before[0] if before else first)
            age = age_in(words[start:first]) or (age_in(words[last + 1 : last + 7]) if words[last : last + 1] == [","] and words[last + 1 : last + 2] in (["a"], ["an"], ["the"]) else None)
        if age is not None:
            found.setdefault(document.entity_named(m), set()).add(age)
    return {entity: frozenset(told) for entity, told in found.items()}


def of_that_age(document: Document, query: Query) -> tuple[set[int], set[int]]:
    """The people who have the age that a noun phrase tells, and those who have another."""
    age = age_in(document.words[query.first : query.last]) if query.form == "the" else None
    if age is None:
        return set(), set()
    told = ages(document)
    return {entity for entity, theirs in told.items() if age in theirs}, {entity for entity, theirs in told.items() if age not in theirs}


def is_age(word: str) -> bool:
    """Whether a word is a number of years that somebody may be old."""
    return word.isdecimal() and 0 < int(word) <= OLDEST
