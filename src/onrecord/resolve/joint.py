"""People, or bodies, whom a source names together: "Ana Lind, the mayor, and Councillor Per Dahl", "the Harbour Board and Torvia"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.resolve.named_sources import heads
from onrecord.resolve.words import ARTICLES, PRONOUNS, is_role, titles

if TYPE_CHECKING:
    from onrecord.resolve.document import Document

_PLAIN = frozenset([",", "and", ".", "the"])
_PLACED = frozenset(["of", "in", "from", "at", "on"])
_CLAUSES = frozenset(["who", "whom", "whose", "which", "that", "where", "when", "while", "said", "says", "told", "met", "and", "or", "but", "including", "like", "after", "before", "with", "by", "to"])
_FORMS_OF_ADDRESS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir"])
_LONGEST_TITLE, _LONGEST_APPOSITION = 6, 16  # words


def joint_end(document: Document, first: int, last: int) -> int | None:
    """Behind the last of the people, or of the bodies, that the units first..last name together; None where they name nobody else, or name them as somebody's ("aides to Ana Lind and Per Dahl")."""
    inside = [m for m in document.names_within(first, last) if document.name_units(m)[1] <= last and not _in_brackets(document, first, document.name_units(m)[0])]
    if len(inside) < 2:
        return None
    people = [m for m in inside if document.is_person(m)]
    if document.is_person(inside[0]) and len(people) > 1:
        return _joined(document, first, people, True)
    return _joined(document, first, inside, False) if not people or not document.is_person(inside[0]) or len(people) == 1 else None


def _joined(document: Document, first: int, names: Sequence[int], of_people: bool) -> int | None:
    begins, end = document.name_units(names[0])
    if not (heads(document, first, begins) if document.is_person(names[0]) else all(w in _PLAIN or w in titles() for w in document.words[first:begins])):
        return None
    joined = False
    for m in names[1:]:
        start, behind = document.name_units(m)
        tie = ties(document.outside_brackets(end, start), of_people)
        if tie is None:
            break
        joined, end = joined or tie, behind
    return end if joined and document.words[end : end + 1] not in (["'"], ["’"], ["'s"], ["’s"]) else None


def ties(gap: Sequence[str], of_people: bool = True) -> bool | None:
    """Whether the words between two names join the second to the first by "and" (True), as one of a list (False), or not at all (None)."""
    at = next((k for k in range(len(gap) - 1, -1, -1) if gap[k] in ("and", ",")), None)
    if at is None:
        return None
    if gap[at] == "," and of_people and "and" in gap[:at] and _is_title(office := gap[len(gap[:at]) - gap[:at][::-1].index("and") : at], True) and office:
        at -= len(office) + 1  # "and the minister, | Per Dahl"
        gap = [*gap[: at + 1], *office]
    before, title = list(gap[:at]), gap[at + 1 :]
    if before[-1:] in ([","], ["and"]):
        at, before = at - 1, before[:-1]
    if not _is_title(title, of_people) or not (not before or (of_people and _put_behind(before))):
        return None
    return "and" in gap[at:]


def _is_title(words: Sequence[str], of_people: bool) -> bool:
    if not of_people:
        return all(w in _PLAIN or w in titles() for w in words)
    bare = [w for w in words if w != "."]
    if not bare or bare == ["the"]:
        return True
    at = next((k for k, w in enumerate(bare) if w in ("of", "for")), None)
    office = is_role(bare[at - 1]) and bare[-1] not in _FORMS_OF_ADDRESS if at else bare[-1] in titles() or is_role(bare[-1]) or bare[-1].isdigit()
    return office and len(bare) <= _LONGEST_TITLE and bare[0] not in ("a", "an") and _CLAUSES.isdisjoint(bare)


def _put_behind(words: Sequence[str]) -> bool:
    """Whether words behind a name tell of who bears it: ", the mayor", "of Torvia"."""
    if len(words) > _LONGEST_APPOSITION or not (_CLAUSES - {"and"}).isdisjoint(words):
        return False
    if words[0] in _PLACED:
        return "and" not in words
    return words[0] == "," and len(words) > 1 and (words[1] in ARTICLES or words[1] in PRONOUNS or words[1].isdigit() or is_role(words[1]))


def _in_brackets(document: Document, first: int, unit: int) -> bool:
    words = document.words[first:unit]
    return words.count("(") > words.count(")")


def named_in_full(document: Document, first: int, last: int) -> tuple[int, int]:
    """The units where the text names those whom first..last names together in full, be it elsewhere: "Lind and Dahl" by "Ana Lind and Per Dahl"; from the first name's title, where it is one word."""
    names = [m for m in document.names_within(first, last) if not _in_brackets(document, first, document.name_units(m)[0])]
    together = {document.entity_named(m) for m in names}
    size, (best, end) = len(names), (names[0], last)
    for m in range(document.name_count - size + 1) if size == len(together) else ():
        several = range(m, m + size)
        if {document.entity_named(k) for k in several} == together and _words(document, several) > _words(document, range(best, best + size)):
            a, b = document.name_units(m)[0], document.name_units(m + size - 1)[1]
            if joint_end(document, a, b) == b:
                best, end = m, b
    begins, behind = document.name_units(best)
    if behind - begins == 1 and best == names[0]:
        while begins > first and (document.words[begins - 1] in titles() or document.words[begins - 1] in (".", "the")):
            begins -= 1
    return begins, end


def _words(document: Document, names: Sequence[int]) -> int:
    return sum(b - a for a, b in map(document.name_units, names))
