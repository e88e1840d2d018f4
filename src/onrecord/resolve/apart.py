"""Who is told apart by the words beside a noun: of "the health ministry" and "the defence ministry", "the Velisian president" and "the Maranian president" neither is the other.

Two noun phrases with one head noun name two where their modifiers differ in kind: other places, owners or names, or other concerns.  Where one of them has none, or the two are of different kinds ("the
Velisian minister", "the finance minister"), they may be one.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

import numpy as np

from onrecord.resolve.appearances import capitals
from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document, Query
from onrecord.resolve.organizations import acronyms
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import ARTICLES, HONORIFICS, PREPOSITIONS, PRONOUNS, bodies, documents, is_role, kin, loose, portfolios, titles

ALIKE = 0.65  # share of the shorter of two words with which both begin, so that they are forms of one: "Ansavia", "Ansavian"
LONGEST = 8  # units of an office beside a name
_DESCRIBED = frozenset(["airline", "agency", "broadcaster", "charity", "channel", "club", "company", "conglomerate", "daily", "firm", "franchise", "giant", "group", "magazine", "manufacturer", "movement", "network",
                        "newspaper", "operator", "organisation", "organization", "producer", "publisher", "regulator", "retailer", "startup", "station", "supplier", "team", "utility", "watchdog", "weekly", "campaign", "institution"])  # fmt: skip
"""Bodies that lower-case words describe rather than tell from others: "the oil company" may be "the state company"."""
_OFFICES = frozenset(["minister", "secretary", "ambassador", "commissioner", "lawyer", "prosecutor", "spokesman", "spokeswoman", "spokesperson", "attorney", "counsel", "envoy"])
_OF_BODIES = frozenset(["spokesman", "spokeswoman", "spokesperson", "official", "leader", "chief", "head", "boss", "officer", "source", "representative", "commander", "coach", "manager", "captain"])
_OTHER_RANK = frozenset(["shadow", "deputy", "assistant", "vice", "under", "junior"])  # which make another office of one
_OWNERS = frozenset(["country", "nation", "state", "city", "town", "village", "region", "province", "island", "company", "club", "party", "group", "firm", "team", "republic", "kingdom", "organisation", "organization", "world"])
_SAME = {"military": "army", "armed": "army", "soldiers": "army", "defense": "defence", "labor": "labour", "town": "city", "municipal": "city", "officers": "police"}
_ENDS = frozenset([",", "who", "which", "that", "and", "(", "—", "–", ":", ";", ".", "\""])
_NOT_BESIDE = frozenset(["but", "when", "while", "as", "then", "meanwhile", "later", "earlier", "because", "if", "although", "or", "said", "says", "told", "like", "since", "after", "before", "is", "was", "also", "yesterday", "today"])
_GROUPS = frozenset(["side", "sides", "delegation", "team", "forces", "troops", "people", "residents"])
_BOUNDS = ARTICLES | PRONOUNS.keys() | PREPOSITIONS | _ENDS | _NOT_BESIDE


@dataclass(frozen=True, slots=True)
class Office:
    """A noun with what stands beside it: names of places, owners and people (`of_people`: that they are people's), and what it is concerned with; `named`: all is one name; `other_rank`: it is a deputy's."""

    noun: str
    names: frozenset[str] = frozenset()
    concerns: frozenset[str] = frozenset()
    named: bool = False
    of_people: bool = False
    other_rank: bool = False

    @property
    def bare(self) -> bool:
        return not self.names and not self.concerns


def are_two(a: Office, b: Office) -> bool:
    """Whether two offices or bodies cannot be one."""
    if a.noun != b.noun:
        return False
    if a.other_rank != b.other_rank and not a.bare and not b.bare:
        return True
    if a.named != b.named and not (a if b.named else b).names:
        return _differ(a.names | a.concerns, b.names | b.concerns)  # "the Dockers' Union", "the bakers' union"
    return _differ(a.concerns, b.concerns) or (a.of_people == b.of_people and _differ(a.names, b.names) and not _may_name_one(a, b))


def are_one(a: Office, b: Office) -> bool:
    """Whether all that stands beside one noun stands beside the other too: "Velisia's health ministry", "the Ministry of Health of Velisia"."""
    x, y = a.names | a.concerns, b.names | b.concerns
    return a.noun == b.noun and a.other_rank == b.other_rank and _within(x, y) and _within(y, x)


def share_a_word(a: Office, b: Office) -> bool:
    """Whether two offices have a noun and a word beside it in common, and nothing that tells them apart."""
    return a.noun == b.noun and not are_two(a, b) and any(alike(x, y) for x in a.names | a.concerns for y in b.names | b.concerns)


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and not _within(a, b) and not _within(b, a)


def _within(few: frozenset[str], many: frozenset[str]) -> bool:
    return all(any(alike(x, y) for y in many) for x in few)


@lru_cache(1 << 14)
def alike(a: str, b: str) -> bool:
    """Whether two words beside an office may be forms of one: "Torvia", "Torvian"."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b)))
    return a == b or (shared >= 4 and shared >= ALIKE * min(len(a), len(b)))


def _may_name_one(a: Office, b: Office) -> bool:
    """Whether names of other kinds may still belong to one: letters that may stand for the other's words, and a body beside a country ("the Kremlin spokesman", "the Russian spokesman")."""
    known_a, known_b = (any(name.startswith("=") for name in office.names) for office in (a, b))
    letters_a, letters_b = (any(name.isupper() and not name.startswith("=") for name in office.names) for office in (a, b))
    return letters_a != letters_b or (a.noun in _OF_BODIES and known_a != known_b)


class Apart:
    """Tells which of a document's entities cannot be meant by a noun phrase."""

    def __init__(self, document: Document):
        self.document = document

    def others(self, query: Query, entity_now: np.ndarray) -> tuple[set[int], int | None]:
        """The entities that a noun phrase cannot stand for, and the mention before it, if any, of which the same is told; `entity_now` (mentions,): whom each mention stands for."""
        office = self.office(query.first, query.last) if query.form in ("the", "bare", "name", "possessive") and query.last - query.first > 1 else None
        if office is None or (office.bare and not office.other_rank):
            return set(), None
        beside = self._by_noun.get(office.noun, ())
        apart = {int(entity_now[m]) for m, other in beside if are_two(office, other)} | (self._of_other_nouns(office.noun) if self._is_a_persons(query) and office.noun in bodies() else set())
        apart -= {int(entity_now[m]) for m, other in beside if share_a_word(office, other)} if apart else apart
        same = max((m for m, other in beside if apart and int(self.document.first[m]) < query.first and are_one(office, other)), key=lambda m: int(self.document.first[m]), default=None)
        return apart, same

    def _is_a_persons(self, query: Query) -> bool:
        """Whether a noun phrase begins with the name of the person whose body it is: "Lind's office"."""
        words = self.document.words
        owned = next((u for u in range(query.first + 1, query.last) if words[u] in POSSESSIVE), None)
        return owned is not None and self._capital(owned - 1) and words[owned - 1] in {words[u] for u in self._people}

    def _of_other_nouns(self, noun: str) -> set[int]:
        """The named bodies that have another noun: "the Port Authority" is nobody's office."""
        document = self.document
        named: dict[int, set[str]] = {int(document.entity[m]): set() for m in range(document.name_count) if not document.is_person(m)}
        for m in range(document.name_count):
            if int(document.entity[m]) in named:
                named[int(document.entity[m])].update(document.words[slice(*document.name_units(m))])
        return {entity for entity, words in named.items() if noun not in words}

    @cached_property
    def _by_noun(self) -> dict[str, list[tuple[int, Office]]]:
        """By noun the mentions of whom the text tells an office, or that are bodies' names."""
        found: dict[str, list[tuple[int, Office]]] = {}
        for m, (first, last) in enumerate(zip(self.document.first.tolist(), self.document.last.tolist())):
            for office in self._beside_name(first, last) if m < self.document.name_count and self.document.is_person(m) else (self.office(first, last),):
                if office is not None and not office.bare:
                    found.setdefault(office.noun, []).append((m, office))
        return found

    def _beside_name(self, first: int, last: int) -> list[Office]:
        """The offices right before a person's name and right behind it: "the Velisian foreign minister, | Ana Lind", "| Ana Lind, the Velisian foreign minister"."""
        words, sentence = self.document.words, self.document.sentence
        found = []
        end = first
        while end > 0 and (words[end - 1] in HONORIFICS or words[end - 1] == "."):
            end -= 1
        end -= words[end - 1] == "," if end else 0
        if end and sentence[end - 1] == sentence[first] and is_role(words[end - 1]):
            start = end - 1
            while start > 0 and end - start < LONGEST and sentence[start - 1] == sentence[first] and words[start - 1].isalpha() and words[start - 1] not in _BOUNDS:
                start -= 1
            bounded = start == 0 or words[start - 1] in ARTICLES or words[start - 1] in PRONOUNS or sentence[start - 1] != sentence[first]
            while not bounded and start < end - 1 and not self._capital(start):
                start += 1
            found.append(self.office(start, end))
        if words[last : last + 1] == [","] and words[last + 1 : last + 2] and (words[last + 1] in ARTICLES or is_role(words[last + 1])):
            behind = next((u for u in range(last + 1, min(last + 1 + LONGEST, len(words))) if words[u] in _ENDS), last + 1)
            if behind > last + 1:
                found.append(self.office(last + 1, behind))
        return [office for office in found if office is not None and is_role(office.noun)]

    def office(self, first: int, last: int) -> Office | None:
        """The noun of some units with what stands beside it; None where it is neither a body's nor an office's."""
        words = self.document.words
        while first < last and (words[first] in ARTICLES or words[first] in PRONOUNS or words[first] in POSSESSIVE):
            first += 1
        end = next((u for u in range(first + 1, last) if words[u] in PREPOSITIONS or words[u] in _ENDS), last)
        if first >= end:
            return None
        noun = next((w for w in (words[end - 1].removesuffix("s"), words[end - 1]) if w in bodies() or is_role(w)), words[end - 1])
        if not (noun in bodies() or is_role(noun) or noun in _GROUPS) or noun in kin() or noun in documents():
            return None
        named = self._in_name(end - 1)
        telling = [u for u in (*range(first, end - 1), *named) if self._tells(u, u in named) and u != end - 1]
        rank = any(words[u] in _OTHER_RANK for u in range(first, end - 1))
        placed = words[end : end + 1] == ["in"] and noun in bodies() and end + 1 < last and self._capital(end + 1)
        if end < last and (words[end] == "of" or placed):
            behind = next((u for u in range(end + 1, last) if words[u] in PREPOSITIONS - {"of"} or words[u] in _ENDS), last)
            telling += [u for u in range(end + 1, behind) if self._tells(u, u in named)]
        names, concerns, of_people = set(), set(), False
        for u in telling:
            if words[u] in portfolios() or not self._capital(u):
                if noun in _OFFICES or (noun in bodies() and noun not in _DESCRIBED):
                    concerns.add(_SAME.get(words[u], words[u]))
            elif u not in self._people:
                names.add(self._name(u))
            else:
                of_people = True
                names.add(words[u])
        return Office(noun, frozenset(names), frozenset(concerns), bool(named), of_people, rank)

    def _in_name(self, unit: int) -> range:
        """The units of the body's name that a noun is a part of; empty where it is a part of none."""
        document = self.document
        found = [m for m in document.names_within(max(0, unit - LONGEST), unit + 1) if document.name_units(m)[1] > unit and not document.is_person(m)]
        return range(*document.name_units(found[-1])) if found else range(0)

    def _tells(self, unit: int, named: bool) -> bool:
        """Whether a word beside a noun tells its bearer from others; `named`: both are parts of one name, in which every word does."""
        words, word = self.document.words, self.document.words[unit]
        if not word.isalpha() or word in POSSESSIVE or word in PREPOSITIONS or word in _ENDS or word in ARTICLES or word in PRONOUNS or (word in loose() and not named) or word in HONORIFICS or word in _OTHER_RANK:
            return False
        around = words[max(0, unit - 1)], words[unit + 1] if unit + 1 < len(words) else ""
        if "-" in around or (not self._capital(unit) and word.endswith(("ed", "ing", "ly"))):
            return False
        if around[1] in POSSESSIVE and word in _OWNERS:
            return False
        return named or not self._capital(unit) or word in portfolios() or not (word in titles() or is_role(word))

    def _capital(self, unit: int) -> bool:
        return self.document.text[self.document.tokens.starts[unit]].isupper()

    def _name(self, unit: int) -> str:
        """A capitalised word, or the code of the country that it names or whose capital it is; letters that stand for words keep their capitals."""
        written, word = self.document.text[slice(*self.document.span(unit, unit + 1))], self.document.words[unit]
        code = code_of(acronyms().get(written, word)) or capitals().get(word)
        return f"={code}" if code else written if written.isupper() and len(written) < 6 else word

    @cached_property
    def _people(self) -> frozenset[int]:
        """The units of people's names."""
        document = self.document
        return frozenset(u for m in range(document.name_count) if document.is_person(m) for u in range(*document.name_units(m)))
