"""What resolving looks at: the units of a text, the mentions in it, and the statements whose speakers are asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from onrecord.resolve.issuers import issuer_of
from onrecord.resolve.joint import joint_end
from onrecord.resolve.named_sources import person_named
from onrecord.resolve.names import ORGANIZATION, PERSON, TYPES, Entity, Name, Units, group_names
from onrecord.resolve.words import (
    ARTICLES,
    HONORIFICS,
    OFFICES,
    PLACING,
    POSSESSIVE_ENDINGS,
    PREPOSITIONS,
    PRONOUNS,
    WHEN,
    WHERE,
    bodies,
    gender,
    given_names,
    is_office_in_man,
    is_rank,
    is_role,
    kin,
    roles,
    titles,
)
from onrecord.types import Span

FORMS = ("he", "she", "they", "it", "I", "we", "who", "you", "indefinite", "the", "a", "possessive", "bare", "name", "none")
NOMINAL = frozenset(["the", "a", "possessive", "bare", "name"])
_SENTENCE_END = frozenset(".!?")
_CLOSING = frozenset("\"”»’'")
INDEFINITE = frozenset(["a", "an", "another", "one", "some", "other", "others"])
_DEMONSTRATIVES = frozenset(["this", "that", "these", "those"])
BESIDE, LONGEST_OFFICE = 5, 9  # units beside a name in which its role stands, and before it those of an office with its field and its place
_PARTING = frozenset([":", ";", "?", "!", "—", "–", "\"", "“", "”", ")"])  # beyond which nothing stands beside a name: "Minister: | Ah, Mr Lind", "Ana Lind (chair), | Per Dahl"
_OF_OFFICES = frozenset(["of", "for", "in", "at"])  # behind which the field or the place of an office stands
_CLAUSES_BEHIND = frozenset(["who", "which", "that", "whose", "whom", "as", "when", "while", "where"])
_SUBJECTS = frozenset(["they", "he", "she", "it", "we", "i"])
_OTHER_RANKS = frozenset(["prime", "vice", "deputy", "shadow"])
_IN_FULL = {"sen": "senator", "gov": "governor", "prof": "professor", "gen": "general", "col": "colonel", "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "cllr": "councillor", "insp": "inspector", "supt": "superintendent", "cmdr": "commander", "adm": "admiral"}
"""Offices and ranks as they are shortened before a name."""
_OBJECTS = frozenset(["him"])  # who is not the one whom the clause names as its subject
TWICE = 2  # times that a report goes on with "she" and none with "he", from which that tells more than a given name
_NEAR_BOTH = 2  # sentences from "both" back to who they are
_PARTICIPLES = frozenset(["written", "seen", "sent", "held", "drawn", "made", "given", "known", "led", "run", "born", "left", "found", "brought", "done", "read"])
_HE_OR_SHE = frozenset(word for word, form in PRONOUNS.items() if form in ("he", "she"))




@cache
def _told_by() -> dict[str, tuple[str, ...]]:
    """By words the role or organization nouns, singular, that they are."""
    nouns = roles() | bodies()
    return {word: tuple(w for w in sorted({word, word.removesuffix("s")}) if w in nouns) for noun in nouns for word in (noun, noun + "s")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement whose speaker is asked for, in characters; `outer` indexes the statement that holds it, `rule` found it, where one did, and the outlet `via` passes it on."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    outer: int | None = None
    rule: str | None = None
    via: Span | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Units first..last of the mention that is to be resolved (of the statement's cue, where it has no source), and its form."""

    first: int
    last: int
    form: str


QUOTES = frozenset("\"“„«‘'”»")


class Document:
    """A text's units, names and statements, as arrays over units and over mentions.

    Mentions are the names, in order, and then, in order, the noun phrases that may stand for somebody who has no name: the sources of statements that are more than a
    name ("the minister", "a woman in Brova"), whose mentions `nominal` gives by the statement's index, and `phrases` elsewhere, as units first..last.  `pairs` has the mentions of those who are "both", by the statement's index.
    """

    def __init__(self, text: str, tokens: Units, names: Sequence[Name], asked: Sequence[Asked], phrases: Sequence[tuple[int, int]] = ()):
        self.text, self.tokens, self.asked = text, tokens, asked
        self._units: dict[Span, tuple[int, int]] = {}
        self._heads: dict[tuple[int, int], str] = {}
        self._starts, self._ends = tokens.starts.tolist(), tokens.ends.tolist()
        self.words = [text[s:e].casefold() for s, e in zip(self._starts, self._ends)]
        told = _told_by()
        self._telling = [(u, w) for u, word in enumerate(self.words) if word in told for w in told[word]]
        self.paragraph = np.cumsum(tokens.breaks > 0)
        self.sentence = self._sentences()
        self.names = names
        self.entities: list[Entity] = group_names(text, names)
        entity_of = {name: i for i, entity in enumerate(self.entities) for name in entity.names}
        named = [(name, entity_of[name]) for name in names if name in entity_of]
        self.name_count = len(named)
        self._is_person = [int(self.entities[e].types.argmax()) == PERSON for _, e in named]
        self._entity_of = [e for _, e in named]
        self.name_first, self.name_last = [n.first for n, _ in named], [n.last for n, _ in named]
        self.queries = [self._query(a) for a in asked]
        together = {i: last for i, q in enumerate(self.queries) if q.form == "name" and (last := joint_end(self, q.first, q.last)) is not None}
        sources_of_several = [(self.queries[i].first, last) for i, last in together.items()]
        pairs = {i: next((units for units in sources_of_several if units[0] <= pair[0] and units[1] == pair[1]), pair) for i, q in enumerate(self.queries) if (pair := self._pair_before(q)) is not None}
        self.joint = frozenset(sources_of_several) | frozenset(pairs.values())
        sources = [(q.first, together.get(i, q.last), i) for i, q in enumerate(self.queries) if q.form in NOMINAL and (i in together or not self._is_a_name(q))]
        beside = self._beside_sources([*phrases, *self._named_more_fully(phrases)])
        apart = set(pairs.values()) - {(first, last) for first, last, _ in sources} - set(beside)
        nominal = sorted(sources + [(first, last, -1) for first, last in (*beside, *apart)])
        self.nominal = {i: len(named) + k for k, (_, _, i) in enumerate(nominal) if i >= 0}
        self.pairs = {i: len(named) + k for i, pair in pairs.items() for k, (first, last, _) in enumerate(nominal) if (first, last) == pair}
        self._phrase_first = [first for first, _, _ in nominal]
        self.first = np.array(self.name_first + self._phrase_first, dtype=np.int64)
        self.last = np.array(self.name_last + [last for _, last, _ in nominal], dtype=np.int64)
        self.is_name = np.arange(len(self.first)) < len(named)
        same = self._same_phrase([(first, last) for first, last, _ in nominal])
        self.entity = np.array([e for _, e in named] + self._entities_of_phrases([(first, last) for first, last, _ in nominal], same), dtype=np.int64)
        self.types = np.array([self.entities[e].types for _, e in named] + [np.zeros(len(TYPES))] * len(nominal)).reshape(-1, len(TYPES))

    def _same_phrase(self, phrases: Sequence[tuple[int, int]]) -> list[int]:
        """For each noun phrase the index of the first one that it repeats word for word, but for its article: "a captain" and later "the captain"; its own, where it is the first or says that
        it is another."""
        before: dict[tuple[str, ...], int] = {}
        firsts = []
        for k, (first, last) in enumerate(phrases):
            words = self.words[first:last]
            alone = words[0] in INDEFINITE or words[0] in PRONOUNS
            key = tuple(words[1:] if len(words) > 1 and (words[0] in ARTICLES or words[0] in _DEMONSTRATIVES) else words)
            firsts.append(k if alone else before.get(key, k))
            before[key] = firsts[-1]
        return firsts

    def _entities_of_phrases(self, phrases: Sequence[tuple[int, int]], same: Sequence[int]) -> list[int]:
        """For each noun phrase its entity: the person beside whom it stands as an apposition, it or the one phrase that it repeats; else its own."""
        beside = [self._apposed(first, last) for first, last in phrases]
        holders: dict[int, set[int]] = {}
        for k, name in zip(same, beside):
            if name is not None:
                holders.setdefault(k, set()).add(self._entity_of[name])
        return [self._entity_of[name] if name is not None else next(iter(holders[k])) if len(holders.get(k, ())) == 1 else len(self.entities) + k for k, name in zip(same, beside)]

    def _apposed(self, first: int, last: int) -> int | None:
        """The name of the person of whom a noun phrase is the office: "| the manager |, Guy Moss," or "Guy Moss, | the manager |,"; None where it may be another's in a list."""
        head = self.head(first, last)
        if not is_role(head) or head in kin() or self.plural(first, last) or self.words[first] in INDEFINITE or self.names_within(first, last):
            return None
        if self.words[last : last + 1] == [","] and not self.tokens.breaks[last]:
            start = last + 1
            while start < len(self.words) and (self.words[start] in titles() or self.words[start] == ".") and not self.tokens.breaks[start]:
                start += 1
            name = next((m for m in self.names_within(start, start + 1) if self._is_person[m]), None)
            if name is not None and not self.tokens.breaks[start] and self.words[self.name_last[name] : self.name_last[name] + 1] in ([","], ["."], ["("], [";"], []):
                return name
        if first > 1 and self.words[first - 1] == "," and not self.tokens.breaks[first] and self.words[last : last + 1] in ([","], ["."], [";"]):
            name = bisect_left(self.name_first, first) - 1
            if name >= 0 and self.name_last[name] == first - 1 and self._is_person[name] and self.words[last + 1 : last + 2] != ["and"]:
                return name
        return None

    def _beside_sources(self, phrases: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The phrases that share no unit with a source."""
        taken = np.zeros(len(self.words) + 1, dtype=bool)
        for query in self.queries:
            if query.form != "none":
                taken[query.first : query.last] = True
        return [(first, last) for first, last in phrases if not taken[first:last].any()]

    def _pair_before(self, query: Query) -> tuple[int, int] | None:
        """The units of two people or bodies who are named together in the sentences before a source that is "both" or "the two": "Ida Moss and Karin Tell were there. | Both | said so"."""
        words = self.words[query.first : query.last]
        if words not in (["both"], ["the", "two"], ["the", "pair"], ["the", "couple"], ["the", "duo"]):
            return None
        names = self._two_before(query)
        return None if names is None else (self.name_first[names[0]], self.name_last[names[1]])

    def one_of_two(self, query: Query) -> int | None:
        """The name that a source takes of two who were named together right before it: "| the former |", "| the latter |"."""
        words = self.words[query.first : query.last]
        names = self._two_before(query) if words in (["the", "former"], ["the", "latter"]) else None
        return None if names is None else names[words[1] == "latter"]

    def _two_before(self, query: Query) -> tuple[int, int] | None:
        """The names of two, and no more, who are named together in the sentences before a source."""
        sentence = self.sentence[query.first]
        for m in range(self.names_before(query.first) - 2, -1, -1):
            first = self.name_first[m]
            if sentence - self.sentence[first] > _NEAR_BOTH:
                return None
            end = joint_end(self, first, self.name_last[m + 1])
            if end == self.name_last[m + 1] and self._entity_of[m] != self._entity_of[m + 1]:
                before = m and joint_end(self, self.name_first[m - 1], end) == end
                return None if before else (m, m + 1)
        return None

    def _named_more_fully(self, phrases: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """For each source that is a body's noun alone, and that no name or phrase before has, the noun phrase before that has it and more: "The electoral commission fared less well … | the commission |"."""
        words, found = self.words, []
        alone = [q for q in self.queries if q.form == "the" and q.last - q.first == 2 and words[q.first] == "the" and words[q.last - 1] in bodies()]
        if not alone:
            return []
        told: dict[str, int] = {}  # by the words of names and phrases where the first of them ends
        for first, last in sorted((*zip(self.name_first, self.name_last), *phrases), key=lambda units: units[1]):
            for word in words[first:last]:
                told.setdefault(word, last)
        nouns = {words[q.last - 1] for q in alone}
        fuller: dict[str, tuple[int, int]] = {}  # by their noun the last phrases so far
        waiting = sorted(alone, key=lambda q: -q.first)
        for u in range(2, waiting[0].first + 1):
            while waiting and waiting[-1].first <= u:
                query = waiting.pop()
                noun = words[query.last - 1]
                if noun in fuller and told.get(noun, query.first + 1) > query.first:
                    found.append(fuller[noun])
            if words[u] in nouns and words[u + 1 : u + 2] != [] and words[u + 1] not in POSSESSIVE_ENDINGS:
                begins = next((v for v in range(u - 1, max(-1, u - 4), -1) if words[v] in ARTICLES or not words[v].isalpha()), None)
                if begins is not None and words[begins] in ARTICLES and begins < u - 1 and not any(self.tokens.breaks[begins + 1 : u + 1]):
                    fuller[words[u]] = begins, u + 1
        return list(dict.fromkeys(found))

    def units(self, span: Span) -> tuple[int, int]:
        """First unit that a span touches, and the one behind the last."""
        if (known := self._units.get(span)) is not None:
            return known
        first = bisect_right(self._ends, span[0])
        self._units[span] = first, max(first + 1, bisect_left(self._starts, span[1]))
        return self._units[span]

    def units_of(self, spans: Sequence[Span]) -> list[int]:
        """All units that the spans touch."""
        return [u for span in spans for u in range(*self.units(span))]

    def span(self, first: int, last: int) -> Span:
        return self._starts[first], self._ends[last - 1]

    def written(self, unit: int) -> str:
        """A unit as it is written, with its capitals."""
        return self.text[self._starts[unit] : self._ends[unit]]

    def fullest(self, entity: int) -> tuple[int, int]:
        """The units of the fullest mention of an entity, or of a noun phrase that stands for itself."""
        if entity < len(self.entities):
            return self.entities[entity].best.first, self.entities[entity].best.last
        mention = self.name_count + entity - len(self.entities)
        return int(self.first[mention]), int(self.last[mention])

    def called_by_initials(self, label: str) -> int | None:
        """The only person whose name begins with these letters, word by word: "AK" for Alma Kreutz."""
        letters = label.casefold().replace(".", "").replace(" ", "")
        found = [i for i, e in enumerate(self.entities) if len(e.words) > 1 and e.types.argmax() == PERSON and "".join(w[0] for w in e.words) == letters]
        return found[0] if len(found) == 1 else None

    def _sentences(self) -> np.ndarray:
        """The number of each unit's sentence; a full stop that belongs to a word ends none ("Mr. Lind", "J. Brun")."""
        number, numbers = 0, np.zeros(len(self.words), dtype=np.int64)
        ended = False
        for u, (word, line_ends) in enumerate(zip(self.words, (self.tokens.breaks > 0).tolist())):
            if line_ends or (ended and word not in _CLOSING):
                number += 1
            ended = (word in _SENTENCE_END and not (word == "." and u and self._shortened(u - 1))) or (ended and word in _CLOSING)
            numbers[u] = number
        return numbers

    def _shortened(self, unit: int) -> bool:
        word = self.words[unit]
        return (len(word) < 2 and word.isalnum()) or word in HONORIFICS or word in OFFICES or is_rank(self.written(unit), True)

    def names_before(self, unit: int) -> int:
        """How many names begin before a unit."""
        return bisect_left(self.name_first, unit)

    def phrases_before(self, unit: int) -> int:
        """How many of the noun phrases begin before a unit."""
        return bisect_left(self._phrase_first, unit)

    def names_within(self, first: int, last: int) -> list[int]:
        """Indices of the names that begin among some units."""
        return list(range(bisect_left(self.name_first, first), bisect_left(self.name_first, last)))

    def name_units(self, name: int) -> tuple[int, int]:
        return self.name_first[name], self.name_last[name]

    def entity_named(self, name: int) -> int:
        return self._entity_of[name]

    def is_person(self, name: int) -> bool:
        return self._is_person[name]

    def _query(self, asked: Asked) -> Query:
        if not asked.source:
            first, last = self.units((asked.cue or asked.content)[0])
            return Query(first, last if asked.cue else first + 1, "none")
        first, last = self.units(asked.source[0])
        last -= last - first > 2 and self.words[last - 1] in _SUBJECTS and self.words[last - 2] not in PREPOSITIONS  # "In | the union of doctors they | do not agree"
        return Query(first, last, self.form(first, last))

    def form(self, first: int, last: int) -> str:
        """How the units first..last name somebody: one of FORMS."""
        words = self.words[first:last]
        if len(words) == 1 and words[0] in PRONOUNS:
            return PRONOUNS[words[0]]
        if self.names_within(first, last):
            return "name"
        if words[0] in PRONOUNS and PRONOUNS[words[0]] in ("he", "she", "they", "it", "I", "we", "you"):
            return "possessive"
        if words[0] in ARTICLES or words[0] in ("this", "that", "these", "those"):
            return "a" if words[0] in ("a", "an") else "the"
        return "bare"

    def _is_a_name(self, query: Query) -> bool:
        """Whether the source is one of the names, with no more than an article or a title before it."""
        inside = [(self.name_first[k], self.name_last[k]) for k in self.names_within(query.first, query.last)]
        return any(last == query.last and all(w in ARTICLES or w in titles() or w == "." for w in self.words[query.first : first]) for first, last in inside)


    def outside_brackets(self, first: int, last: int) -> list[str]:
        """The words between two units but for what stands in brackets."""
        found, depth = [], 0
        for word in self.words[first:last]:
            depth += word == "("
            if not depth:
                found.append(word)
            depth -= word == ")" and depth > 0
        return found


    def headed_by(self, query: Query) -> int | None:
        """The person of whose name the office that a source names is told somewhere: "| the health minister", "| Coroner attacks …", before or behind "the health minister, Ana Lind", "Coroner Per Dahl"; of several the last named."""
        if query.form not in ("bare", "the") or self.words[query.first] in _DEMONSTRATIVES | INDEFINITE:
            return None
        end = next((u for u in range(query.first, query.last) if self.words[u] == ","), query.last)  # "the president |, 71"
        telling = [w for w in self.words[query.first : end] if w not in ARTICLES]
        head = telling[-1] if telling else ""
        if not is_role(head) or head in kin() or len(telling) > 3 or self.plural(query.first, query.last) or not PREPOSITIONS.isdisjoint(telling):
            return None
        names = [m for m in self._told_beside.get(head, ()) if set(telling) <= set(self.beside(m)) and not self._of_other_rank(self.beside(m), telling)]
        found = {self._entity_of[m] for m in names}
        if len(found) > 1 and self.words[query.first] == "the":
            before = [k for k in self.names_within(0, query.first) if self._entity_of[k] in found]
            return self._entity_of[before[-1]] if before else None
        return found.pop() if len(found) == 1 else None

    def _of_other_rank(self, beside: Sequence[str], telling: Sequence[str]) -> bool:
        """Whether an office that stands beside a name is another one by the word before it: who is "prime | minister" is not "the minister"."""
        at = [k for k, word in enumerate(beside) if word == telling[-1] and k]
        return bool(at) and all(beside[k - 1] in _OTHER_RANKS and beside[k - 1] not in telling for k in at)

    @cached_property
    def quoted(self) -> np.ndarray:
        """(units + 1,), which units lie in a statement's content that begins with a quotation mark."""
        quoted = np.zeros(len(self.words) + 1, dtype=bool)
        for asked in self.asked:
            if asked.content and self.text[asked.content[0][0]] in QUOTES:
                quoted[self.units_of(asked.content)] = True
        return quoted

    @cached_property
    def _told_beside(self) -> dict[str, list[int]]:
        """By the words that stand beside them the names of people."""
        found: dict[str, list[int]] = {}
        for m in range(self.name_count):
            for word in set(self.beside(m)) if self._is_person[m] else ():
                found.setdefault(word, []).append(m)
        return found

    @cached_property
    def offices(self) -> dict[int, frozenset[str]]:
        """By entity the nouns of offices and callings that stand beside the names of people."""
        found: dict[int, set[str]] = {}
        for word, names in self._told_beside.items():
            for m in names if is_role(word) and word not in kin() else ():
                found.setdefault(int(self._entity_of[m]), set()).add(word)
        return {entity: frozenset(nouns) for entity, nouns in found.items()}

    def beside(self, name: int) -> list[str]:
        """The words of a name's sentence right before it, of its own noun phrase as far as they tell an office, and those of what is put behind it."""
        first, last = self.name_first[name], self.name_last[name]
        near = max(0, first - LONGEST_OFFICE)
        start = max([near, *(u + 1 for u in range(near, first) if self.words[u] in _PARTING), *(self.name_last[m] for m in self.names_within(near, first) if self._is_person[m])])
        before = [u for u in range(start, first) if self.sentence[u] == self.sentence[first]]
        office = next((u for u in reversed(before) if is_role(self.words[u])), None)
        if office is None or self._parted(office, first):
            before = [u for u in before if u > (first - BESIDE if office is None else office)]
        return [_IN_FULL.get(self.words[u], self.words[u]) for u in before] + self._put_behind(last)

    def _parted(self, office: int, name: int) -> bool:
        """Whether words stand between an office and a name by which somebody else holds it: "The judge | agreed with | Lind", not "minister | of health of Torvia | Ana Lind"."""
        of = next((u for u in range(office + 1, name) if self.words[u] in _OF_OFFICES), name)
        telling = [self.words[u] for u in range(office + 1, of) if self.words[u].isalpha() and not self.text[self._starts[u]].isupper()]
        if not all(w in ARTICLES or w in titles() or w in ("s", "and") for w in telling):
            return True
        return any((self.words[u] in PREPOSITIONS and self.words[u] not in _OF_OFFICES) or u in self.cue_units or self.words[u].endswith("ed") for u in range(office + 1, name))

    def _put_behind(self, last: int) -> list[str]:
        """The words of an apposition, of brackets or behind "is the" that follow a name, up to a clause of their own: "Ana Lind |, the mayor of Brova |", not "Ana Lind, demanded that the mayor"."""
        behind = [self.words[u] for u in range(last, min(last + BESIDE, len(self.words))) if self.sentence[u] == self.sentence[last - 1]]
        if behind[:1] in ([","], ["("]):
            bracket = next((u for u in range(last + 1, last + len(behind)) if self.words[u] == "("), None)
            return [] if last + 1 in self.cue_units or (bracket is not None and self.in_brackets(bracket)) else behind[: next((k for k, word in enumerate(behind) if word in _CLAUSES_BEHIND), len(behind))]
        return behind if behind[:1] in (["is"], ["was"]) and behind[1:2] != [] and behind[1] in ARTICLES else []

    def in_brackets(self, unit: int) -> bool:
        """Whether a bracket that opens with a unit names a person, whose office stands before it then: "Per Dahl, the clerk | (Mrs Joan Prewer)"."""
        return self.words[unit : unit + 1] == ["("] and any(self._is_person[m] and all(w in titles() or w == "." for w in self.words[unit + 1 : self.name_first[m]]) for m in self.names_within(unit + 1, unit + 4))

    @cached_property
    def cue_units(self) -> frozenset[int]:
        return frozenset(u for asked in self.asked for u in self.units_of(asked.cue))


    def fuller_before(self, query: Query) -> int | None:
        """The last mention before "the council" that names by the same noun more fully, or for the first time: "Brova town council", "the Council of Brova", "a council"; of several words a name that has all of them; in the first line the one below."""
        telling = self.words[query.first + (self.words[query.first] == "the") : query.last]
        bare = query.form == "bare"
        if query.form not in ("the", "bare") or not telling or telling[0] in _DEMONSTRATIVES | INDEFINITE or (bare and telling[-1] not in bodies()):
            return None
        named_so = self._by_noun.get(telling[-1], [])
        last = next((m for begins, m in reversed(named_so) if begins < query.first), None) if len(telling) == 1 else None
        if last is None and len(telling) > 1 and query.form == "the":
            last = next((m for begins, m in reversed(named_so) if begins < query.first and m < self.name_count and not self._is_person[m] and set(telling) < set(self.words[begins : int(self.last[m])])), None)
        if last is None and self.paragraph[query.first] == self.paragraph[0]:
            later = {int(self.entity[m]): m for begins, m in reversed(named_so) if begins > query.first and set(telling) <= set(self.words[int(self.first[m]) : int(self.last[m])])}
            last = later.popitem()[1] if len(later) == 1 else None
        if last is None or self.is_name[last]:
            return last
        person = person_named(self, Query(int(self.first[last]), int(self.last[last]), self.form(int(self.first[last]), int(self.last[last]))))
        return last if person is None else person

    @cached_property
    def _by_noun(self) -> dict[str, list[tuple[int, int]]]:
        """By their noun the mentions that are more than it behind "the", in order: the first unit and the mention; a writing's too by that of who issued it ("a study by | the state's education department")."""
        found: dict[str, list[tuple[int, int]]] = {}
        for m, (first, last) in enumerate(zip(self.first.tolist(), self.last.tolist())):
            named = m < self.name_count
            if last - first > (1 if named else 2) or self.words[first] in INDEFINITE:
                for noun in {self.words[last - 1], self.head(first, last)} if named else {self.head(first, last)}:
                    found.setdefault(noun, []).append((first, m))
        for m in range(self.name_count, len(self.first)):
            if (issuer := issuer_of(self, int(self.first[m]), int(self.last[m]))) is not None and not self.names_within(*issuer) and issuer[1] - issuer[0] > 1 + (self.words[issuer[0]] in ARTICLES):
                found.setdefault(self.head(*issuer), []).append((int(self.first[m]), m))
        for mentions in found.values():
            mentions.sort()
        return found

    def housed(self, query: Query) -> int | None:
        """The mention of the body in which "they" speak: "In | the finance ministry | they hope so"; in a town or a country others may."""
        if self.words[query.first : query.last] != ["they"]:
            return None
        for m in self._ending_at.get(query.first, ()):
            first, last = int(self.first[m]), int(self.last[m])
            before = first - 1 - (first > 0 and self.words[first - 1] in ARTICLES)
            body = self.types[m].argmax() == ORGANIZATION if m < self.name_count else self.head(first, last) in bodies()
            if body and before >= 0 and self.words[before] in WHERE and not self.tokens.breaks[before + 1]:
                return m
        return None

    @cached_property
    def _ending_at(self) -> dict[int, list[int]]:
        """By the unit behind their last the mentions."""
        found: dict[int, list[int]] = {}
        for m, last in enumerate(self.last.tolist()):
            found.setdefault(last, []).append(m)
        return found


    def head(self, first: int, last: int) -> str:
        """The head noun of a noun phrase: the last word before what is put behind it, participles too ("a study | published in May")."""
        if (known := self._heads.get((first, last))) is not None:
            return known
        behind = next((u for u in range(first + 1, last) if self.words[u] in PREPOSITIONS or self.words[u] in (",", "who", "which", "that", "and") or self._places(u)), last)
        head = behind - 1
        while behind < last and head > first and self.words[head - 1] not in ARTICLES and self.words[head - 1] not in POSSESSIVE_ENDINGS and (self._is_participle(head) or self._tells_when(first, head)):
            head -= 1
        self._heads[first, last] = self.words[head]
        return self.words[head]

    def _places(self, unit: int) -> bool:
        """Whether a word in lower case is a preposition of place, behind which stands no head noun: "towns | along | the river"."""
        return self.words[unit] in PLACING and self.text[self._starts[unit]].islower()

    def _tells_when(self, first: int, unit: int) -> bool:
        """Whether a word tells the time of the participle before it: "a study published | last | week"."""
        start = unit
        while start > first + 1 and self.words[start] in WHEN:
            start -= 1
        return start < unit and self._is_participle(start)

    def _is_participle(self, unit: int) -> bool:
        """Whether a word may be the participle of what is put behind a noun: "a study | published in May"."""
        word = self.words[unit]
        return (word.endswith("ed") or word in _PARTICIPLES) and not self.text[self._starts[unit]].isupper()

    def plural(self, first: int, last: int) -> bool:
        head = self.head(first, last)
        return (head.endswith("s") and not head.endswith("ss")) or head in ("people", "men", "women", "children", "police") or head in ("they", "we", "them", "us", "both")

    def preceded_by_preposition(self, units: np.ndarray) -> np.ndarray:
        """Whether a preposition stands before each unit, be there an article or title between."""
        return np.array([any(self.words[v] in PREPOSITIONS for v in range(max(0, u - 2), u)) for u in units.tolist()], dtype=bool)

    def followed_by_possessive(self, units: np.ndarray) -> np.ndarray:
        return np.array([u < len(self.words) and self.words[u] in POSSESSIVE_ENDINGS and self.words[u + 1 : u + 2] in (["s"], []) for u in units.tolist()], dtype=bool)


    def people_before(self, unit: int) -> frozenset[int]:
        """The people who are named before a unit, of whom one answers in the interview that begins there; a byline's are none."""
        named = [m for m in range(self.name_count) if self.first[m] < unit and self.types[m].argmax() == PERSON]
        return frozenset(int(self.entity[m]) for m in named if "by" not in self.words[max(0, int(self.first[m]) - 1) : int(self.first[m])])

    def genders(self) -> np.ndarray:
        """For each entity and nominal mention 1 (he) or -1 (she), where a title before one of its names, or its head noun, tells, or the pronouns behind it; else 0.  An office ("foreman") before a name tells only where neither the given name nor the pronouns do."""
        told = np.zeros(int(self.entity.max(initial=-1)) + 1)
        for m, entity in enumerate(self.entity.tolist()):
            first = int(self.first[m])
            words = self.words[max(0, first - 3) : first] if self.is_name[m] else [self.head(first, int(self.last[m]))]
            title = next((word for word in words[::-1] if gender(word)), "")
            found = gender(title)
            if self.is_name[m] and is_office_in_man(title):
                found = self.of_names.get(entity, int(self._called_he_or_she[entity] >= 0))
            told[entity] = told[entity] or found
        return np.where(told == 0, np.sign(self._called_he_or_she), told)

    @cached_property
    def of_names(self) -> dict[int, int]:
        """By entity 1 (he) or -1 (she) of the people whose given name, or a title before a name ("Ms", "Father"), tells, and of whom the report does not go on twice as of the other."""
        found: dict[int, int] = {}
        women, men = given_names()
        for m in range(self.name_count):
            if not self._is_person[m]:
                continue
            first, entity = self.name_first[m], self._entity_of[m]
            before = next((u for u in range(first - 1, max(-1, first - 3), -1) if self.words[u] != "."), None)
            addressed = gender(self.words[before]) if before is not None and self.text[self._starts[before]].isupper() and not is_office_in_man(self.words[before]) else 0
            given = self.entities[entity].words[0] if len(self.entities[entity].words) > 1 else ""
            if form := addressed or (given in men) - (given in women):
                found[entity] = form if found.get(entity, form) == form else 0
        return {entity: form for entity, form in found.items() if form and self._called_he_or_she[entity] * form > -TWICE}

    @cached_property
    def _called_he_or_she(self) -> np.ndarray:
        """For each entity and nominal mention how many more of those sentences outside of what is said in which it is the one person named go on with "he" than with "she"."""
        votes = np.zeros(int(self.entity.max(initial=-1)) + 1)
        said = np.zeros(len(self.words), dtype=bool)
        for asked in self.asked:
            said[self.units_of(asked.content)] = True
        people: dict[int, set[int]] = {}
        at: dict[int, int] = {}
        for m in range(self.name_count):
            if self._is_person[m]:
                sentence = int(self.sentence[self.name_first[m]])
                people.setdefault(sentence, set()).add(self._entity_of[m])
                at.setdefault(sentence, self.name_first[m])
        for u, word in enumerate(self.words):
            if word not in _HE_OR_SHE or said[u]:
                continue
            sentence = int(self.sentence[u])
            begins = u == 0 or int(self.sentence[u - 1]) != sentence
            here = sentence if sentence in at and at[sentence] < u else sentence - 1 if begins else -1
            if len(named := people.get(here, ())) == 1 and not said[at[here]] and not (here == sentence and word in _OBJECTS):
                votes[next(iter(named))] += 1 if PRONOUNS[word] == "he" else -1
        return votes

    def telling_words(self, first: int, last: int) -> set[str]:
        """Role and organization nouns among some units, singular."""
        at = bisect_left(self._telling, (max(0, first), ""))
        return {word for _, word in self._telling[at : bisect_left(self._telling, (last, ""))]}
