"""Whom a source names by a tie to somebody else of whom the report tells by name: "her husband" by "his wife, Ida" or "Ida and Paul Lind", "his Torvian counterpart" by "the foreign minister of Torvia, Ana Lind"."""

from collections.abc import Set
from functools import cached_property
from itertools import takewhile

import numpy as np

from onrecord.resolve.apart import alike
from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document, Query
from onrecord.resolve.words import ARTICLES, PRONOUNS, is_plural, is_role

_SPOUSES = {"husband": "wife", "wife": "husband"}
_FORMS = {"husband": 1, "wife": -1}
_HIS_OR_HER = frozenset(["his", "her"])
_LONGEST = 10  # words of an office with its field and its country


class Ties:
    """The husbands, wives and counterparts of a document."""

    def __init__(self, document: Document):
        self.document = document

    def is_spouse(self, query: Query) -> bool:
        """Whether a source is "her husband" or "his wife", whatever is put behind."""
        words = self.document.words[query.first : query.last]
        return words[0] in _HIS_OR_HER and len(words) > 1 and words[1] in _SPOUSES and (len(words) == 2 or words[2] in (",", "who"))

    def introduced(self, query: Query) -> int | None:
        """The entity of the one who is introduced by name as the husband or the wife that a source is: "her husband, | Paul Lind |"; None where several are."""
        found = {self.document.entity_named(m) for m, _ in self._introduced[self.document.words[query.first + 1]]}
        return found.pop() if len(found) == 1 else None

    def introduced_by_other_tie(self, query: Query) -> tuple[int, int] | None:
        """The entity of the one who is introduced as the other of the two, and the unit of the pronoun that tells whose: "| his | wife, Ida" for "her husband"."""
        several = self._introduced[_SPOUSES[self.document.words[query.first + 1]]]
        people = {self.document.entity_named(m) for m, _ in several}
        return (people.pop(), several[0][1]) if len(people) == 1 else None

    def other_of_couple(self, query: Query, owner: int) -> int | None:
        """The other one of two who are named together by one surname ("Ida and Paul Lind"), of whom one is `owner`."""
        found = {couple[couple[0] == owner] for couple in self._couples if owner in couple}
        other = found.pop() if len(found) == 1 else None
        return other if other is not None and self.document.of_names.get(other, 0) != -_FORMS[self.document.words[query.first + 1]] else None

    def one_before(self, unit: int) -> int | None:
        """The one person whom the sentence before the one of a unit names."""
        document, number = self.document, int(self.document.sentence[unit])
        begins, ends = np.searchsorted(document.sentence, (number - 1, number)).tolist()
        found = {document.entity_named(m) for m in document.names_within(begins, ends) if document.is_person(m)}
        return found.pop() if len(found) == 1 else None

    def counterpart(self, query: Query, others: Set[int]) -> int | None:
        """The one person, who is none of `others`, beside whose name an office of that country stands by which a counterpart is told: "his | Torvian | counterpart"."""
        document, words = self.document, self.document.words
        end = next((u for u in range(query.first, query.last) if words[u] == "counterpart"), query.first)
        lands = [words[u] for u in range(query.first, end) if document.written(u)[0].isupper() and words[u] not in PRONOUNS and words[u] not in ARTICLES]
        found = {entity for entity, beside in self._offices if entity not in others and any(_of_one_land(lands[0], w) for w in beside)} if len(lands) == 1 else set()
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _introduced(self) -> dict[str, list[tuple[int, int]]]:
        """By tie the names of people before which "his wife" or "her husband" stands, and the units of the pronouns."""
        document, words = self.document, self.document.words
        found: dict[str, list[tuple[int, int]]] = {tie: [] for tie in _SPOUSES}
        for m in range(document.name_count):
            first = document.name_units(m)[0]
            at = first - 1 - (first > 0 and words[first - 1] == ",")
            if document.is_person(m) and at > 0 and words[at] in found and words[at - 1] in _HIS_OR_HER:
                found[words[at]].append((m, at - 1))
        return found

    @cached_property
    def _couples(self) -> list[tuple[int, int]]:
        """The entities of those who are named together by one surname."""
        document, found = self.document, []
        for m in range(document.name_count - 1):
            (first, last), (start, end) = document.name_units(m), document.name_units(m + 1)
            if last - first == 1 and end - start > 1 and start == last + 1 and document.words[last] == "and" and document.is_person(m) and document.is_person(m + 1):
                found.append((document.entity_named(m), document.entity_named(m + 1)))
        return found

    @cached_property
    def _offices(self) -> list[tuple[int, frozenset[str]]]:
        """The entities of people beside whose names offices stand, and the words of these."""
        document = self.document
        beside = [(document.entity_named(m), frozenset(document.beside(m) + self._put_behind(m))) for m in range(document.name_count) if document.is_person(m)]
        return [(entity, words) for entity, words in beside if any(is_role(w) and not is_plural(w) for w in words) and not any(is_role(w) and is_plural(w) for w in words)]

    def _put_behind(self, name: int) -> list[str]:
        """The words between the commas behind a name, where an office is among them."""
        last, words = self.document.name_units(name)[1], self.document.words
        if words[last : last + 1] != [","]:
            return []
        behind = list(takewhile(lambda w: w.isalpha(), words[last + 1 : last + 1 + _LONGEST]))
        return behind if any(map(is_role, behind)) and words[last + 1 + len(behind) : last + 2 + len(behind)] in ([","], ["."]) else []


def _of_one_land(a: str, b: str) -> bool:
    return alike(a, b) or (code_of(a) is not None and code_of(a) == code_of(b))
