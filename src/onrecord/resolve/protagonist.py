"""Whom "he" or "she" goes back to where the one who spoke last is told of no more: the person of whom the sentence before tells, or the one whose piece the report is ("Her doctor has told her to rest. | She | answers …"),
though another one was named last."""

from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from onrecord.resolve.document import Document, Query
from onrecord.resolve.words import PRONOUNS

FORMS = {"he": 1, "she": -1}
FEWEST = 2  # times that the report goes back to a protagonist by a pronoun alone
AMONG_THE_FIRST = 2  # people named, of whom it is one
LEAD = 4  # sentences of the report's own words, of which one names it
_QUOTES = frozenset("\"“„«‘'”»")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The report's own words of a sentence: the people who are named in them, and the forms of its pronouns."""

    number: int
    people: frozenset[int]
    forms: frozenset[str]


class Protagonists:
    """Of a document the person to whom "he" goes back, and the one to whom "she" does, by the sentences of its own words."""

    def __init__(self, document: Document):
        self.document = document
        quoted = np.zeros(len(document.words) + 1, dtype=bool)
        for asked in document.asked:
            if asked.content and document.text[asked.content[0][0]] in _QUOTES:
                quoted[document.units_of(asked.content)] = True
        own = [u for u, word in enumerate(document.words) if not quoted[u] and word[0].isalnum()]
        people: dict[int, set[int]] = {}
        forms: dict[int, set[str]] = {}
        order = []
        for m in range(document.name_count):
            first = document.name_units(m)[0]
            if document.is_person(m) and not quoted[first] and "by" not in document.words[max(0, first - 1) : first]:
                people.setdefault(int(document.sentence[first]), set()).add(document.entity_named(m))
                order.append(document.entity_named(m))
        for u in own:
            if PRONOUNS.get(document.words[u]) in FORMS:
                forms.setdefault(int(document.sentence[u]), set()).add(PRONOUNS[document.words[u]])
        numbers = sorted({int(document.sentence[u]) for u in own})
        self._sentences = [_Sentence(number, frozenset(people.get(number, ())), frozenset(forms.get(number, ()))) for number in numbers]
        self._naming = {one.number for one in self._sentences if one.people}
        self._before = {one.number: before for before, one in zip(self._sentences, self._sentences[1:])}
        lead = set().union(*(one.people for one in self._sentences[:LEAD]))
        self._first = [entity for entity in dict.fromkeys(order) if entity in lead][:AMONG_THE_FIRST]
        self._goes_back = {form: sum(form in one.forms and not one.people and form not in before.forms and not before.people for before, one in zip(self._sentences, self._sentences[1:])) for form in FORMS}

    def of_form(self, form: str, gender: np.ndarray) -> int | None:
        """The first who is named, or the second where the first is of the other form; None where the report seldom goes back to anybody by a pronoun alone."""
        if self._goes_back.get(form, 0) < FEWEST:
            return None
        for entity in self._first:
            told = self.document.of_names.get(entity) or int(gender[entity])
            if told != -FORMS[form]:
                return entity if told == FORMS[form] else None
        return None

    def instead(self, query: Query, entity: int, speakers: dict[int, int | None], entity_now: np.ndarray, gender: np.ndarray) -> int | None:
        """The protagonist, where a pronoun was taken for somebody of whom neither its own sentence nor the one before tells, be it as a speaker; `speakers`: by statement, of those before; gender (entities,): 1 for who is
        "he", -1 for who is "she", as far as it is known."""
        person = self.of_form(query.form, gender)
        return None if person is None or person == entity or self._is_near(query, entity, speakers, entity_now) else person

    def named_before(self, query: Query, entity: int, speakers: dict[int, int | None], entity_now: np.ndarray, gender: np.ndarray) -> int | None:
        """The one person whom the sentence before names, where it was taken for somebody of whom neither that sentence nor its own tells, be it by a pronoun: "Lind keeps goal. … But with Dahl all is well. In May | he | paid"."""
        number = int(self.document.sentence[query.first])
        if number not in self._before or number in self._naming:
            return None
        people = self._before[number].people
        if len(people) != 1 or entity in people or query.form in self._before[number].forms or self._is_near(query, entity, speakers, entity_now):
            return None
        person = next(iter(people))
        return person if gender[person] != -FORMS[query.form] else None

    def _is_near(self, query: Query, entity: int, speakers: dict[int, int | None], entity_now: np.ndarray) -> bool:
        """Whether the report's own words tell of somebody in a pronoun's sentence or in the one before."""
        document, number = self.document, int(self.document.sentence[query.first])
        if number not in self._before:
            return True
        before = self._before[number].number
        named = any(int(document.sentence[unit]) in (number, before) for unit in document.first[np.flatnonzero(entity_now == entity)].tolist() if unit < query.first)
        spoke = takewhile(lambda i: int(document.sentence[document.queries[i].first]) >= before, reversed(speakers))
        return named or any(speakers[i] == entity for i in spoke)
