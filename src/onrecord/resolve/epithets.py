"""Whom a noun phrase stands for that tells no office by which to find its holder: "the 46-year-old", "the father of two" and "the Torvian" are who was told of right before, and "a lorry driver" of a report's first
lines is who is named right below ("Per Dahl, 46, was …")."""

from collections.abc import Mapping, Set

import numpy as np

from onrecord.resolve.ages import age_in, is_age
from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document, Query
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import ARTICLES, HONORIFICS, bodies, gender, given_names, is_plural, is_role, kin

LEAD = 3  # sentences of a report's own words, its headline among them, in which somebody is brought in whom the next one names
_PARENTS = frozenset(["father", "mother", "grandfather", "grandmother", "parent"])
_NUMBERS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
_PEOPLE = frozenset(["man", "woman", "girl", "boy", "teenager", "pensioner", "resident", "survivor"])
_JOINING = frozenset(["and", "of", "or", "who"])


def is_epithet(document: Document, query: Query) -> bool:
    """Whether a source calls somebody by an age, by children or by a nationality: "the 46-year-old", "the mother of three", "the Torvian"."""
    end = next((u for u in range(query.first, query.last) if document.words[u] in (",", "who")), query.last)
    words = document.words[query.first : end]
    if words[:1] != ["the"] or len(words) < 2 or is_plural(document.head(query.first, query.last)):
        return False
    if query.form == "the" and age_in(words) is not None:
        return True
    if words[1] in _PARENTS and words[2:3] == ["of"] and words[3:4] != [] and (words[3] in _NUMBERS or words[3].isdigit()) and len(words) == 4:
        return True
    return len(words) == 2 and document.written(query.first + 1)[0].isupper() and (_is_always_behind_the(document, query.first + 1) if query.form == "name" else code_of(words[1]) is not None)


def _is_always_behind_the(document: Document, unit: int) -> bool:
    """Whether a name is one word that is a nationality, or taken for a person's, and has "the" before it wherever it stands."""
    named, word = document.names_within(unit, unit + 1), document.words[unit]
    if not named or document.name_units(named[0]) != (unit, unit + 1) or not (document.is_person(named[0]) or code_of(word)):
        return False
    return all(u and document.words[u - 1] == "the" for u, other in enumerate(document.words) if other == word)


class Told:
    """The people of whom a document's own words tell, sentence by sentence."""

    def __init__(self, document: Document):
        self.document = document
        self.quoted = document.quoted
        self._people: dict[int, list[tuple[int, int]]] = {}  # by sentence the first units and the mentions of its people
        for m, first in enumerate(document.first.tolist()):
            if not self.quoted[first] and (document.is_person(m) and not self._calls(m) if m < document.name_count else self._may_be_one(m)):
                self._people.setdefault(int(document.sentence[first]), []).append((first, m))

    def _calls(self, name: int) -> bool:
        """Whether a name is only an epithet."""
        first, last = self.document.name_units(name)
        return first > 0 and is_epithet(self.document, Query(first - 1, last, "name"))

    def _may_be_one(self, mention: int) -> bool:
        first, last = int(self.document.first[mention]), int(self.document.last[mention])
        head = self.document.head(first, last)
        return self.document.words[first] in ARTICLES and not is_plural(head) and (is_role(head) or head in _PEOPLE) and head not in bodies()

    def before(self, query: Query, speakers: Mapping[int, int | None], entity_now: np.ndarray, shares: Mapping[int | None, float], others: Set[int]) -> int | None:
        """Whom an epithet calls so: of the last sentence before it that tells of people, be it as its speaker by a pronoun, the likelier one, else the first; `others`: who cannot be meant."""
        document, number = self.document, int(self.document.sentence[query.first])
        by_sentence: dict[int, list[tuple[int, int]]] = {}
        for i, speaker in speakers.items():
            unit = document.queries[i].first
            if speaker is not None and document.queries[i].form in ("he", "she") and unit < query.first:
                by_sentence.setdefault(int(document.sentence[unit]), []).append((unit, speaker))
        for sentence in range(number - 1, -1, -1):
            told = sorted(by_sentence.get(sentence, []) + [(unit, int(entity_now[m])) for unit, m in self._people.get(sentence, ())])
            meant = [entity for _, entity in told if entity not in others]
            if meant:
                return max(dict.fromkeys(meant), key=lambda entity: shares.get(entity, 0.0)) if any(shares.get(entity, 0.0) > 0.0 for entity in meant) else meant[0]
        return None

    def named_below(self, query: Query) -> int | None:
        """The name of the one who is brought in by a noun phrase, and named with the first words of the report's own in the next sentence: "| A lorry driver | has told … Per Dahl, 46, was …", "| The prime minister | promised … Lu Frere
        said …", "| Brova's mayor | agrees. "It is late," Ana Lind said"."""
        document, words = self.document, self.document.words
        end = next((u for u in range(query.first, query.last) if words[u] in (",", "who")), query.last)
        head = document.head(query.first, end)
        owned = query.form == "possessive" or (query.form == "name" and not POSSESSIVE.isdisjoint(words[query.first : end]) and words[end - 1] == head)
        if not (query.form in ("a", "the") or owned) or is_plural(head) or head in bodies() or not (is_role(head) or head in kin() or head in _PEOPLE) or self.quoted[query.first]:
            return None
        number = int(document.sentence[query.first])
        start = next((u for u in range(query.last, len(words)) if document.sentence[u] > number and not self.quoted[u] and words[u][0].isalnum() and u not in document.cue_units), None)
        if start is None:
            return None
        quoting = any(self.quoted[u] for u in range(query.last, start))
        if not quoting and document.sentence[start] > number + 1:
            return None
        start += words[start] in HONORIFICS
        name = next((m for m in document.names_within(start, start + 1) if document.is_person(m)), None)
        if name is None or (document.name_units(name)[1] - start < 2 and head not in kin()) or any(document.entity_named(m) == document.entity_named(name) and document.paragraph[document.name_units(m)[0]] > 0 for m in range(name)):
            return None
        last = document.name_units(name)[1]
        women, men = given_names()
        form = (words[start] in men) - (words[start] in women)
        if form and gender(head) == -form:
            return None
        if words[last : last + 1] in ([","], ["("]) and last + 1 < len(words) and is_age(words[last + 1]):
            return name if number < LEAD and not any(document.paragraph[unit] > 0 for s in range(number) for unit, m in self._people.get(s, ()) if m < document.name_count) else None
        ends = quoting and words[last : last + 1] == ["."]
        goes_on = last < len(words) and words[last].isalpha() and document.written(last).islower() and words[last] not in _JOINING
        return name if query.form != "a" and (is_role(head) or head in kin()) and (goes_on or ends) else None
