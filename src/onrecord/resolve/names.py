"""Proper names in a text: found by the model's tags, and grouped into those that name one entity."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.words import (
    ARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    behind_ranks,
    bodies,
    gender,
    given_names,
    honours,
    is_rank,
    is_role,
    is_shortened,
    kin,
    legal_forms,
    loose,
    portfolios,
    roles,
    titles,
)

TYPES = ("person", "organization", "place", "other")
NAME_LABELS = 1 + 2 * len(TYPES)  # 0 outside; 1 + 2t begins a name of type t, 2 + 2t continues it
PERSON, ORGANIZATION, PLACE, OTHER = range(4)
_JOINING = frozenset(["of", "the", "and", "for", "in", "on", "de", "la", "le", "du", "des", "del", "della", "di", "da", "dos", "das", "do", "y", "e", "el", "al", "van", "von", "der", "den", "ter", "ten", "zu", "bin", "ibn", "ben", "abu",
                      "-", ".", "'", "’", "‘", "&", "s", "/"])  # fmt: skip
_LOCATING = frozenset(["in", "of", "from", "at", "near", "to", "for", "around", "outside", "across", "through", "over", "into", "towards", "toward", "and", "between"])  # before which a place stands rather than somebody
_PARTICLES = frozenset(["d", "l", "t", "wa", "ap", "ab", "zu", "zum", "zur", "bin", "ibn", "bint", "ben", "abu", "de", "del", "della", "dell", "di", "da", "dos", "das", "do", "du", "des", "la", "le", "van", "von", "vom", "der", "den", "ter", "ten", "te", "af", "av", "al", "el"])
"""Words without a capital inside people's names."""
_ELIDED = frozenset(["d", "l", "dell", "dall", "nell", "sant"])  # those before an apostrophe: "d'Arcy"
_LONGEST_PARTICLES = 5  # units, apostrophes and hyphens among them: "van 't", "de l'"
_SEATED = frozenset(["mp", "mep", "member", "senator", "councillor", "alderman", "mayor", "mayoress", "provost", "sheriff", "governor", "premier", "president", "king", "queen", "emir", "sultan", "prince", "princess", "duke", "duchess", "earl", "bishop", "archbishop", "patriarch", "metropolitan", "ambassador", "consul", "marshal"])
"""Offices of places: behind "of" or "for" stands the place, and behind that, without a comma, the holder: "MP for Saltby | Hanna Reed"."""
_FIELDED = frozenset(["minister", "ministry", "secretary", "department"])
"""Offices and bodies that have their field behind "of" before the place: "Minister of Foreign Affairs of Zelmar | Iryna Saal"."""
_LONGEST_FIELD = 7  # units
_OF_A_PLACE = (0.0, 0.0, 1.0, 0.0)  # types of the name behind such an office
_OF_A_PERSON = (1.0, 0.0, 0.0, 0.0)
_APOSTROPHES = frozenset(["'", "’"])
SURELY_BEGINS, MAY_WELL_BE_OUTSIDE, GOES_ON = 0.95, 0.85, 0.8
_DETERMINERS = frozenset(["some", "many", "several", "most", "few", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozens", "hundreds", "thousands", "another", "other", "these", "those", "both", "his", "her", "its", "their", "our", "my"])
_NOT_BEFORE_NOUNS = frozenset(["said", "says", "say", "told", "tell", "tells", "and", "but", "that", "when", "while", "where", "which", "who", "than", "then", "also", "not", "was", "were", "are", "has", "have", "had", "been", "being", "will", "would", "can", "could", "may", "might", "must", "should", "does", "did", "between",
                               "over", "into", "after", "before", "during", "since", "until", "through", "because", "though", "although", "including", "like", "just", "only", "even", "from", "all", "any", "every", "each", "such", "what", "how", "why", "whether", "now", "here", "there", "made", "make", "makes", "gave", "give", "get", "got",
                               "let", "put", "took", "take", "saw", "see", "sees", "met", "left", "asks", "ask", "want", "wants", "think", "thinks", "know", "knows", "show", "shows", "leave", "leaves", "given", "above", "across", "along", "around", "behind", "beyond", "within", "without", "upon", "onto", "off", "out", "back", "down", "per", "via", "however", "still", "already", "too"])
_OWN = frozenset(["my", "our", "your", "his", "her", "its", "their"])
_COUNTING = frozenset(["several", "many", "few", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds", "thousands", "thousand", "hundred"])
_LONGEST_BEFORE_NOUN = 4  # words between a determiner and its noun
_INNER_MARKS = frozenset(["-", "'", "’"])
_BROKEN = frozenset("¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¸¹º¼½¾¿")  # what letters with accents become where a text was read in the wrong encoding: "TomÃ¡s"
_DOMAINS = frozenset(["com", "org", "net", "gov", "info", "eu", "tv", "co", "uk"])
_IN_NAMES = frozenset(["st", "don", "king", "prince", "major", "count", "duke", "ex", "pope", "judge", "dame", "baron"])  # titles that names hold too
_GIVEN = frozenset(["dean", "don", "earl", "duke", "uncle", "aunt"])  # given names that are offices or titles elsewhere: "Councillor Dean Arkwell"
_NOT_IN_PEOPLE = frozenset(["for", "between", "with", "to", "on", "in", "and", "is", "says", "said", "over", "against", "about", "by", "from", "at", "as", "than", "why", "how"])  # in headlines whose words all begin with capitals
_GENERATIONS = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_SHORTENED = frozenset(["s", "re", "ll", "ve", "t", "m", "d", "S"])
_OPENING, _CLOSING = frozenset("“‘\"'«„"), frozenset("”’\"'»“")
_ENDING = frozenset(",.;:?!)’'”\"—–")
_VERBS = frozenset(["said", "says", "told", "tells", "asked", "added", "wrote", "warned", "denied", "called", "urged", "has", "had", "is", "was", "will", "would", "did", "does"])
PLACE_INDEED = 0.8  # share from which a word by which a body is called is a place all the same
SURELY_PERSON = 0.9  # share of a unit that is surely a person's name
LONGEST_NICKNAME = 3  # words between quotation marks inside a name
LONGEST_PERSON = 6  # words of a person's name
MOST_CANDIDATES = 50  # entities with a word in common that a name is compared with
_POSSESSIVE = re.compile(r"[’'‘`]s?$")
_LAST_WORD = re.compile(r"(\w+)\.?\s+$")
_TIE = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir)\s+(?:late\s+)?(\w+),?\s+$")
_AND = re.compile(r"\s+and\s+")
_INTRODUCING = re.compile(r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s+(?:certain\s+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Professor|Prof|Captain|Sergeant|Inspector|Constable|Herr|Frau)\.?\s+$")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
_HANDLE = re.compile(r"(?<![\w@.])@\w{1,40}")
_BEFORE_BRACKET, _IN_BRACKET = re.compile(r"(?<!\s)\s?[(\[]$"), re.compile(r"\s?[(\[]")
UNTOLD_HANDLE = (0.85, 0.15, 0.0, 0.0)  # types of a handle that the encoder takes for no name


class Units(Protocol):
    """The units of a text: offsets of their characters, and line breaks before them (0, 1, or 2 for an empty line), as extraction.tokens has them."""

    @property
    def starts(self) -> np.ndarray: ...
    @property
    def ends(self) -> np.ndarray: ...
    @property
    def breaks(self) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name without its title: offsets of its characters, its units first..end, and how likely each of TYPES is."""

    start: int
    end: int
    first: int
    last: int
    types: tuple[float, ...]


def find_names(text: str, tokens: Units, labels: np.ndarray) -> list[Name]:
    """The names in a text; labels (units, NAME_LABELS) are logits."""
    shares = np.exp(labels - labels.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    of_types = shares[:, 1::2] + shares[:, 2::2]
    begins, kinds = shares[:, 1::2].sum(1).tolist(), of_types.argmax(1).tolist()
    line = _Line(text, tokens)
    goes_on = shares[:, 2::2].sum(1)
    inside = [*_inside(line, shares[:, 0], goes_on).tolist(), False]
    names: list[Name] = []
    start = None
    for u in range(len(shares) + 1):
        if start is None and not inside[u]:
            continue
        joined = 0 < u < len(shares) and line.joined(u)
        here = (inside[u] or (joined and start is not None)) and not (start is not None and line.ends_sentence(u, start))
        behind_and = u > 0 and line.words[u - 1] == "&"
        surname = start == u - 1 and u < len(kinds) and kinds[u] == kinds[u - 1] == PERSON  # behind one word that begins a person's name
        another = here and not joined and not behind_and and not surname and (begins[u] > SURELY_BEGINS or (begins[u] > 0.5 and start is not None and kinds[u] != kinds[u - 1]))
        another = another or (here and not joined and start is not None and kinds[u] == PERSON and kinds[u - 1] == PLACE and _begins_person(of_types, u))
        holder = here and not joined and start is not None and inside[u + 1] and kinds[u] == PERSON
        seat = holder and (((begins[u] > 0.5 or kinds[u - 1] == PLACE) and line.is_seat(start)) or (u - 1 == start and line.is_state(start)))  # type: ignore[arg-type]  # there is one
        if start is not None and (not here or another or seat or line.breaks[u]):
            names += [replace(name, types=_OF_A_PLACE) for name in _name(line, shares, start, u)] if seat else _name(line, shares, start, u)
            start = None
        if here and start is None:
            start = u - 2 if u > 1 and joined and (line.words[u - 2][0].isupper() or line.words[u - 2] in _ELIDED) else u
            while not seat and not _begins_person(of_types, start) and goes_on[start] > GOES_ON and line.continues(start):
                start -= 1
            if not seat and not _begins_person(of_types, start) and goes_on[start] > GOES_ON and kinds[start] == PERSON:
                start = line.before_particles(start)
            while names and names[-1].last > start:
                names.pop()
    names = _without_their_bodies(line, of_types, names)
    return _with_handles(text, line, of_types, _without_owners(line, _without_seats(line, _with_both_fields(line, _with_small_words(line, _with_nicknames(line, names))))))


def _with_handles(text: str, line: "_Line", of_types: np.ndarray, names: Sequence[Name]) -> list[Name]:
    """The names, of which each handle ("@ana_lind") is one, whole, and no part of another; `of_types` (units, TYPES) are shares."""
    handles = []
    for m in _HANDLE.finditer(text) if "@" in text else ():
        first, last = bisect_left(line.starts, m.start()), bisect_left(line.starts, m.end())
        if line.starts[first:last][:1] == [m.start()]:
            told = of_types[first:last].max(0)
            handles.append(Name(m.start(), line.ends[last - 1], first, last, tuple((told / told.sum()).tolist()) if told[[PERSON, ORGANIZATION]].sum() > 0.5 else UNTOLD_HANDLE))
    if not handles:
        return list(names)
    starts = [h.first for h in handles]
    kept = list(handles)
    for name in names:
        at = bisect_left(starts, name.first)
        cut = min([name.last, *starts[at : at + 1]])
        while cut < name.last and cut > name.first and not line.words[cut - 1][0].isalnum():
            cut -= 1
        if cut > name.first and (at == 0 or handles[at - 1].last <= name.first):
            kept.append(name if cut == name.last else Name(name.start, line.ends[cut - 1], name.first, cut, name.types))
    return sorted(kept, key=_start)


def _with_both_fields(line: "_Line", names: Sequence[Name]) -> list[Name]:
    """The names, of which a body's is whole that tells two fields: "the | Harbour and Allied Workers' Union", and not "Workers' Union" alone."""
    words = line.words
    found: list[Name] = []
    for name in names:
        before = name.first - 2
        field = before > 0 and words[before + 1] == "and" and words[before][0].isupper() and words[before].casefold() in portfolios() and words[before - 1].casefold() in ARTICLES and not any(line.breaks[before : name.first + 1])
        if field and name.types[ORGANIZATION] > 0.5 and name.last - name.first > 1 and words[name.last - 1].casefold() in bodies():
            if found and found[-1].first == before:
                found.pop()
            if not found or found[-1].last <= before:
                name = replace(name, start=line.starts[before], first=before)
        found.append(name)
    return found


def _without_seats(line: "_Line", names: Sequence[Name]) -> list[Name]:
    """The names, of which none is an office's place together with its holder, who is named in full elsewhere: "President of Merovia | Teodor Hasik"."""
    words = line.words
    people = {tuple(words[n.first : n.last]) for n in names if n.types[PERSON] > 0.5 and n.last - n.first > 1}
    found: list[Name] = []
    for name in names:
        at = next((u for u in range(name.first + 1, name.last - 1) if tuple(words[u : name.last]) in people), None) if line.is_seat(name.first) else None
        if at is not None and words[at - 1][0].isupper():
            found.append(Name(name.start, line.ends[at - 1], name.first, at, _OF_A_PLACE))
            name = Name(line.starts[at], name.end, at, name.last, _OF_A_PERSON)
        found.append(name)
    return found


def _without_owners(line: "_Line", names: Sequence[Name]) -> list[Name]:
    """The names, of which bodies' do not begin with the person whose they are, where a title tells that it is one, or the person is named in full elsewhere: "Dr Chirwa-Bell's | Progress Front"; not "King's College Hospital"."""
    words = line.words
    surnames = {words[n.last - 1] for n in names if n.types[PERSON] > 0.5 and n.last - n.first > 1}
    found: list[Name] = []
    for name in names:
        at = next((u for u in range(name.first + 1, name.last - 2) if words[u] in _APOSTROPHES and words[u + 1] == "s"), None) if name.types[ORGANIZATION] > 0.5 else None
        if at is None or name.last - at < 4 or not all(words[u][0].isupper() or words[u] == "-" for u in (*range(name.first, at), at + 2, name.last - 1)):
            found.append(name)
            continue
        before = next((words[u].casefold() for u in range(name.first - 1, max(-1, name.first - 3), -1) if words[u] != "."), "")
        if words[at - 1] in surnames or before in titles() - _IN_NAMES:
            found.append(Name(name.start, line.ends[at - 1], name.first, at, _OF_A_PERSON))
            name = replace(name, start=line.starts[at + 2], first=at + 2)
        found.append(name)
    return found


def _without_their_bodies(line: "_Line", of_types: np.ndarray, names: Sequence[Name]) -> list[Name]:
    """The names, of which none is a person's together with the body or place that he is of: "Ana Lind | of | Torvia Polytechnic"; `of_types` (units, TYPES) are shares."""
    found: list[Name] = []
    for name in names:
        of = next((u for u in range(name.first + 2, name.last - 1) if line.words[u] == "of"), None)
        if of is None or not (of_types[name.first : of, PERSON] > SURELY_PERSON).all() or not (of_types[of + 1 : name.last, PERSON] < 0.5).all():
            found.append(name)
            continue
        types = of_types[of + 1 : name.last].sum(0)
        found.append(Name(name.start, line.ends[of - 1], name.first, of, _OF_A_PERSON))
        found.append(Name(line.starts[of + 1], name.end, of + 1, name.last, tuple((types / types.sum()).tolist())))
    return found


def _begins_person(of_types: np.ndarray, unit: int) -> bool:
    """Whether a person's name of two words begins behind a place's: "the president of Merovia | Teodor Hasik"; `of_types` (units, TYPES) are shares."""
    if not 0 < unit < len(of_types) - 1:
        return False
    here, behind = of_types[unit : unit + 2, PERSON]
    return bool(here > SURELY_PERSON and behind > SURELY_PERSON and of_types[unit - 1, PLACE] > 0.5)


def _with_small_words(line: "_Line", names: Sequence[Name]) -> list[Name]:
    """The names of people with surnames that are other words as often, and which the encoder leaves out: "Nour | Said | warned", "| He | Lifeng said", and then "| Said | told"; no headline's "Lind Said to Quit"."""
    words, breaks = line.words, line.breaks

    def goes_on_below(unit: int) -> bool:
        """Whether the sentence goes on at a unit, with no capital."""
        return unit < len(words) and (words[unit][0].islower() or words[unit] in _ENDING) and words[unit] not in ("to", "by")

    found = []
    for k, name in enumerate(names):
        first, last = name.first, name.last
        if name.types[PERSON] > 0.5:
            last += last < len(words) and words[last] == "Said" and not breaks[last] and goes_on_below(last + 1) and (k + 1 == len(names) or names[k + 1].first > last)
            first -= last - first == 1 and first > 0 and words[first - 1] in ("He", "She") and not breaks[first] and goes_on_below(last)
        found.append(replace(name, start=line.starts[first], end=line.ends[last - 1], first=first, last=last))
    said = next((n for n in found if n.last - n.first > 1 and words[n.last - 1] == "Said"), None)
    if said is None:
        return found
    inside = {u for n in found for u in range(n.first, n.last)}
    for u, word in enumerate(words[:-1]):
        if word == "Said" and u not in inside and (words[u + 1] in _SHORTENED | _INNER_MARKS or words[u + 1] in _VERBS):
            found.append(Name(line.starts[u], line.ends[u], u, u + 1, said.types))
    return sorted(found, key=_start)


def _with_nicknames(line: "_Line", names: Sequence[Name]) -> list[Name]:
    """The names, of which those of one person are one where they stand around quotation marks, brackets or particles: Tevita “Big Tom” Langham, Hamad bin Ali Al Thani."""
    whole: list[Name] = []
    for name in names:
        around = next((k for k in range(max(0, len(whole) - 2), len(whole)) if _goes_on_behind_nickname(line, whole[k], name)), None)
        if around is not None:
            before = whole[around]
            whole[around:] = [Name(before.start, name.end, before.first, name.last, before.types)]
        else:
            whole.append(name)
    return whole


def _goes_on_behind_nickname(line: "_Line", before: Name, name: Name) -> bool:
    people = all(n.types[PERSON] > 0.5 for n in (before, name))
    if people and (line.parted_by_particles(before.last, name.first) or (name.first == before.last and line.words[name.first] in _PARTICLES and not line.breaks[name.first])):
        return True
    gap = line.words[before.last : name.first]
    return people and 3 <= len(gap) <= 2 + LONGEST_NICKNAME and ((gap[0] in _OPENING and gap[-1] in _CLOSING) or (gap[0] == "(" and gap[-1] == ")" and before.last - before.first == 1)) and all(w.isalpha() for w in gap[1:-1]) and not any(line.breaks[before.last : name.first + 1])


class _Line:
    """The words of a text as they are written, with their places."""

    def __init__(self, text: str, tokens: Units):
        self.starts, self.ends, self.breaks = tokens.starts.tolist(), tokens.ends.tolist(), tokens.breaks.tolist()
        self.words = [text[a:b] for a, b in zip(self.starts, self.ends)]

    def joined(self, unit: int) -> bool:
        """Whether a unit is a hyphen or an apostrophe inside a name ("Osei-Lund", "Ng'andu"), or the word behind one."""
        words = self.words
        mark = unit if words[unit] in _INNER_MARKS or words[unit] in _BROKEN or words[unit] == "." else unit - 1
        if mark < 1 or mark + 1 >= len(words) or not (words[mark] in _INNER_MARKS or words[mark] in _BROKEN or words[mark] == "."):
            return False
        touching = self.ends[mark - 1] == self.starts[mark] and self.ends[mark] == self.starts[mark + 1]
        if words[mark] in _BROKEN:
            return touching and words[mark - 1].isalpha() and words[mark + 1].isalpha()
        if words[mark] == ".":
            letters = len(words[mark - 1]) == len(words[mark + 1]) == 1 and words[mark - 1].isupper() and words[mark + 1].isupper()
            return touching and words[mark - 1].isalnum() and (letters or words[mark + 1] in _DOMAINS)
        behind = words[mark + 1]
        elided = words[mark - 1] in _ELIDED and behind[0].isupper()
        goes_on = behind[0].isupper() if words[mark] == "-" else (words[mark - 1][0].isupper() or elided) and behind not in _SHORTENED
        return touching and goes_on

    def ends_sentence(self, unit: int, first: int) -> bool:
        """Whether a unit is the full stop behind a name that begins at `first`, and the next sentence begins behind it: "said Jan Ek | . | Mila Rost agreed", and not "Peter St. John", "Ana Lind Jr.", "J. Brun"."""
        words = self.words
        if words[unit] != "." or unit - first < 2 or unit + 1 >= len(words) or not (words[unit + 1][0].isupper() and self.ends[unit] < self.starts[unit + 1]):
            return False
        return not is_shortened(words[unit - 1])

    def is_seat(self, unit: int) -> bool:
        """Whether the place of an office begins at a unit: "MP for | Saltby Hanna Reed"."""
        return unit > 1 and self.words[unit - 1] in ("of", "for") and self.words[unit - 2].casefold() in _SEATED and not self.breaks[unit]

    def is_state(self, unit: int) -> bool:
        """Whether the state of a ministry stands at a unit: "Minister of Foreign Affairs of | Zelmar Iryna Saal"."""
        words = self.words
        if unit < 5 or words[unit - 1] != "of" or self.breaks[unit]:
            return False
        before = next((u for u in range(unit - 2, max(-1, unit - 2 - _LONGEST_FIELD), -1) if not (words[u][0].isupper() or words[u] in ("of", "the", "and", ",")) or words[u].casefold() in _FIELDED), None)
        return before is not None and words[before].casefold() in _FIELDED and words[before + 1] == "of" and before < unit - 3

    def joined_below(self, unit: int) -> bool:
        """Whether a unit is the lower-case second half of a given name: "Jae-| gwan"."""
        words = self.words
        return unit > 1 and words[unit - 1] == "-" and words[unit].isalpha() and words[unit - 2][0].isupper() and self.ends[unit - 2] == self.starts[unit - 1] and self.ends[unit - 1] == self.starts[unit]

    def before_particles(self, unit: int) -> int:
        """The capitalised word before the particles that stand right before a unit, "| Jan van 't | Hof"; the unit itself where there are none, or another word before them."""
        start = unit
        while start > 0 and unit - start < _LONGEST_PARTICLES and not self.breaks[start] and self._is_particle(start - 1):
            start -= 1
        return start - 1 if start < unit and self.continues(start) else unit

    def _is_particle(self, unit: int) -> bool:
        word = self.words[unit]
        if word in _INNER_MARKS:
            return unit + 1 < len(self.words) and self.ends[unit] == self.starts[unit + 1]
        return word in _PARTICLES or (word == "in" and self.words[unit + 1] in ("'", "’"))

    def parted_by_particles(self, first: int, last: int) -> bool:
        """Whether nothing but particles stands between two units."""
        return 0 < last - first <= _LONGEST_PARTICLES and all(self._is_particle(u) for u in range(first, last)) and any(self.words[u] in _PARTICLES for u in range(first, last))

    def whole(self, end: int) -> int:
        """Where a noun phrase ends that has been cut at a unit: behind the word whose hyphen it is cut at ("a passer | -by"), the field of a ministry, "my | mother", or behind the noun that a number or "several" counts ("two | former players")."""
        words = self.words
        end -= words[end - 1] == "-" and end < len(words)
        while end + 1 < len(words) and words[end] == "-" and self.ends[end - 1] == self.starts[end] and self.ends[end] == self.starts[end + 1] and words[end + 1].isalpha():
            end += 2
        if words[end - 1] == "of":
            behind = next((u for u in range(end, len(words)) if words[u] not in portfolios() and words[u] != "affairs"), end)
            return behind if behind > end and not any(self.breaks[end : behind + 1]) else end - 1
        if words[end - 1].casefold() in _OWN and end < len(words) and not self.breaks[end] and (words[end] in kin() or is_role(words[end]) or words[end] in bodies()):
            return end + 1
        if words[end - 1].casefold() not in _COUNTING and not (words[end - 1] in loose() and words[end - 2].casefold() in _COUNTING):
            return end
        for u in range(end, min(end + _LONGEST_BEFORE_NOUN, len(words))):
            if self.breaks[u] or not words[u].isalpha() or words[u] in _NOT_BEFORE_NOUNS or words[u] in PREPOSITIONS or words[u] in PRONOUNS:
                break
            if words[u].islower() and (words[u].endswith("s") or words[u] in ("people", "men", "women", "children")) and not words[u].endswith("ss"):
                return u + 1
        return end

    def houses(self) -> Iterator[tuple[int, int]]:
        """The bodies without a name in which "they" speak: "in | the embassy | they said"."""
        for u in range(3, len(self.words)):
            if self.words[u] == "they" and self.words[u - 1] in bodies() and self.words[u - 2] in ARTICLES and self.words[u - 3].casefold() in ("in", "at") and not any(self.breaks[u - 2 : u + 1]):
                yield u - 2, u

    def determined(self, unit: int) -> int:
        """Where the noun phrase begins that goes on at a unit: at the determiner before it, with none but adjectives and nouns between ("| a big | chunk"), or at the adjectives that surely are some ("| federal | investigators")."""
        if self._determines(unit):
            return unit
        start = unit
        while start > 0 and unit - start < _LONGEST_BEFORE_NOUN and not self.breaks[start] and _may_modify(self.words[start - 1]):
            start -= 1
            if self._determines(start):
                return start
        start = unit
        while start > 0 and not self.breaks[start] and _surely_modifies(self.words[start - 1]):
            start -= 1
        return start

    def _determines(self, unit: int) -> bool:
        word = self.words[unit].casefold()
        return word in ARTICLES or word in _DETERMINERS or word.isdigit()

    def continues(self, unit: int) -> bool:
        """Whether the word before a unit may be what the name at the unit goes on from: capitalised, in the same line, and no title or office."""
        before = self.words[unit - 1] if unit else ""
        return bool(before) and before[0].isupper() and before.casefold() not in titles() and before.casefold() not in roles() and not self.breaks[unit]


def find_phrases(text: str, tokens: Units, labels: np.ndarray, names: Sequence[Name]) -> list[tuple[int, int]]:
    """Noun phrases for people and bodies without a name of their own, as units first..last; labels (units, 3) are logits of BIO."""
    ends = {name.last for name in names}

    def says_something(words: str) -> bool:
        return any(c.isalpha() for c in words) and words.casefold() not in ARTICLES

    line = _Line(text, tokens)
    runs = sorted({*((first, line.whole(last)) for first, last, _ in tagged_runs(tokens, labels)), *line.houses()})
    found = [(line.determined(first), last) for first, last in runs if last not in ends and says_something(text[tokens.starts[first] : tokens.ends[last - 1]])]
    return [(first, last) for k, (first, last) in enumerate(found) if not k or first >= found[k - 1][1]]


def tagged_runs(tokens: Units, labels: np.ndarray) -> list[tuple[int, int, int]]:
    """(first, last, kind) of the runs of units that BIO labels (units, 1 + 2 kinds) tell, none of them across a line's end."""
    begins, goes_on = labels[:, 1::2], labels[:, 2::2]
    best, breaks = labels.argmax(1).tolist(), tokens.breaks.tolist()
    runs: list[tuple[int, int, int]] = []
    start = None
    for u, label in enumerate([*best, 0]):
        if start is not None and (label == 0 or label % 2 == 1 or breaks[u]):
            kind = int((begins[start:u].sum(0) + goes_on[start:u].sum(0)).argmax()) if begins.shape[1] > 1 else 0
            runs.append((start, u, kind))
            start = None
        if label and start is None:
            start = u
    return runs


def _inside(line: _Line, outside: np.ndarray, goes_on: np.ndarray) -> np.ndarray:
    """Units of names: those likely to be, beside them those that may well be, and what joins two stretches of which the second surely goes on with the first."""
    words = line.words
    inside = outside < 0.5
    for u in np.flatnonzero(inside).tolist():
        inside[u] = may_be_in_name(words[u]) or words[u] in _PARTICLES or line.joined_below(u)
    weak = [u for u in np.flatnonzero(outside < MAY_WELL_BE_OUTSIDE).tolist() if _can_begin(words[u])]
    for step in (1, -1):
        for u in weak[::step]:
            if 0 <= u - step < len(words) and inside[u - step] and not line.breaks[max(u, u - step)]:
                inside[u] = True
    for u in (np.flatnonzero(inside[:-2] & ~inside[1:-1] & inside[2:]) + 1).tolist():
        of_a_body = words[u] == "of" and words[u - 1].casefold() in bodies()
        if (words[u] == "&" or of_a_body or (words[u] in _JOINING and goes_on[u + 1] > GOES_ON)) and not line.breaks[u] and not line.breaks[u + 1]:
            inside[u] = True  # "Workers' Union", "Museum of Torvia"
    return inside


def _name(line: _Line, shares: np.ndarray, first: int, end: int) -> list[Name]:
    def word(u: int) -> str:
        return line.words[u].casefold()

    is_person = bool((shares[first:end, 1::2] + shares[first:end, 2::2]).sum(0).argmax() == PERSON)

    def given(u: int) -> bool:
        return word(u) in _GIVEN and bool(shares[u, 1 + 2 * PERSON] > SURELY_PERSON)

    while first < end - 1 and (word(first) in ARTICLES or word(first) in {".", ","} or (is_person and not given(first) and (word(first) in titles() or word(first) in roles()))):
        first += 1
    if is_person:
        first = min(behind_ranks(line.words, first, end), end - 1)
        first = max((u + 1 for u in range(first, end - 1) if ((word(u) in roles() or (word(u) in titles() and word(u) not in _IN_NAMES)) and not given(u)) or (word(u) in _NOT_IN_PEOPLE and line.words[u][0].isupper())), default=first)
        while end > first + 1 and (line.words[end - 1] in honours()[0] or line.words[end - 1] in honours()[1]):
            end -= 1
    while end > first and ((not _can_begin(line.words[end - 1]) and not line.joined_below(end - 1)) or word(end - 1) in PRONOUNS or (end > first + 1 and line.words[end - 1].isdigit())) and not line.joined(end - 1):
        end -= 1
    while first < end and not (is_person and _begins_with_particle(line, first, end)) and (not _can_begin(line.words[first]) or (word(first) in PRONOUNS and not (first + 1 < end and word(first + 1) == "."))):  # "I. Novak"
        first += 1
    if first == end:
        return []
    if is_person and end - first == 1 and len(line.words[first]) == 1 and first and is_role(word(first - 1)) and line.words[first - 1][0].isupper():  # "Officer K"
        first -= 1
    first = first if is_person else _behind_article(line, first)
    if is_person and sum(line.words[u].isalpha() for u in range(first, end)) > LONGEST_PERSON:
        return []  # a headline In Which All Words Are Capitalised
    if not any(c.isalpha() for u in range(first, end) for c in line.words[u]) or (end - first == 1 and (word(first) in titles() or (is_person and is_rank(line.words[first], True)))):
        return []
    types = shares[first:end, 1::2].sum(0) + shares[first:end, 2::2].sum(0)
    return [Name(line.starts[first], line.ends[end - 1], first, end, tuple(float(t) for t in types / types.sum()))]


def _begins_with_particle(line: _Line, first: int, end: int) -> bool:
    """Whether a name begins with a particle that is a part of it: "| d'Arcy", "| dos Santos"; not with an article or "and"."""
    at = first
    while at < end and line.words[at] in (_PARTICLES - {"t", "al", "el"} if at == first else _PARTICLES | _INNER_MARKS):
        at += 1
    return first < at < end and line.words[at][0].isupper()


def _behind_article(line: _Line, first: int) -> int:
    """With the capitalised words between an article and the name: "the | Agriculture Ministry"."""
    start = first
    while start > 0 and not line.breaks[start]:
        word = line.words[start - 1]
        if word.casefold() in ARTICLES:
            return start
        if not word[0].isupper() or word.casefold() in titles() or word.casefold() in roles() or code_of(word):
            break
        start -= 1
    return first


@lru_cache(1 << 14)
def _may_modify(word: str) -> bool:
    """Whether a word may stand before a noun in its noun phrase: lower-case, and neither a verb's form nor a small word, as far as it shows; or a determiner."""
    return word.casefold() in ARTICLES | _DETERMINERS or word.isdigit() or (word.isalpha() and word.islower() and word not in PRONOUNS and word not in PREPOSITIONS and word not in _NOT_BEFORE_NOUNS and len(word) > 2 and not word.endswith(("ed", "ing", "ly")))


@lru_cache(1 << 14)
def _surely_modifies(word: str) -> bool:
    return word.islower() and (word in loose() or word in portfolios() or word.endswith(("al", "ic", "ive", "ous", "ary"))) and word not in _NOT_BEFORE_NOUNS and not word.endswith(("ed", "ing", "ly"))


@lru_cache(1 << 14)
def may_be_in_name(word: str) -> bool:
    """Whether a unit can be part of a name: it can begin one, or joins those that can."""
    return word in _JOINING or _can_begin(word)


@lru_cache(1 << 14)
def _can_begin(word: str) -> bool:
    """Whether a unit has a capital letter, a digit, or a letter of a script without capitals."""
    return word != word.lower() or any(c.isdigit() or (c.isalpha() and c.lower() == c.upper()) for c in word)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in lower case: without article and possessive, and, unless it is a body's ("Foreign Ministry"), without titles in front; a handle is one word."""
    if name.startswith("@"):
        return (name.casefold(),)
    written = _WORD.findall(name)
    ranks = behind_ranks([w.rstrip(".") for w in written], 0, len(written) - 1) if written else 0
    words = [_POSSESSIVE.sub("", w).casefold() for w in written[ranks:]]
    while len(words) > 1 and (words[0] in ARTICLES or (words[0].rstrip(".") in titles() and words[-1] not in bodies())):
        words = words[1:]
    return tuple(words)


@dataclass(slots=True)
class Entity:
    """Names of one text that name the same, in order; `best` is the fullest."""

    names: list[Name]
    words: tuple[str, ...]
    types: np.ndarray
    best: Name


class _Index:
    """Entities by the words and the acronyms of their names."""

    def __init__(self) -> None:
        self.by_word: dict[str, list[Entity]] = {}

    def add(self, entity: Entity) -> None:
        for word in {*entity.words, *_acronyms(entity.words)}:
            self.by_word.setdefault(word, []).append(entity)

    def candidates(self, words: tuple[str, ...]) -> list[Entity]:
        found = {id(e): e for word in (words[0], words[-1], words[0].replace(".", "")) for e in self.by_word.get(word, ())[-MOST_CANDIDATES:]}
        return list(found.values())


def group_names(text: str, names: Sequence[Name]) -> list[Entity]:
    """The entities of a text, by the names alone: the fullest names first, then the shorter ones that are part of one of them.

    A handle names the same as itself, and as a name that stands beside it in brackets, or in front of its own ("Ana Lind (@ana_lind)").  A surname that several people share goes to the one whom its title ("Mrs") fits, and else to the one who is named in full most often, or else first; "Mrs Lind" is not Paul Lind, but Ida of "Ida and
    Paul Lind", or somebody who is named so alone.  Who is introduced by one ("a Mr Coyle") is nobody of that surname who is named in full.
    """
    words_of = [name_words(text[n.start : n.end]) for n in names]
    entities: list[Entity] = []
    index = _Index()
    in_full: dict[int, int] = {}  # how often entities are named by more than a word
    titled: dict[int, int] = {}  # of entities, 1 or -1: a man's or a woman's title before their names
    placed: dict[int, Entity] = {}  # by where a name starts, and, below 0, by where it ends
    handles: dict[str, Entity] = {}
    introduced: set[int] = set()  # entities
    forms: dict[int, int] = {}  # of entities, 1 or -1, where a given name or a tie of kin tells, else 0
    given_alone: dict[str, list[Entity]] = {}  # by the surname that stands only with the one behind "and" those who are named before it: "| Ida | and Paul Lind"
    short: dict[tuple[str, ...], Entity] = {}  # bodies by the one word by which they are called
    no_places = _no_places(text, names, words_of)
    surnames = {n.start: words[-1] for n, words in zip(names, words_of) if len(words) > 1 and n.types[PERSON] > SURELY_PERSON}
    beside = {i: _beside_handle(text, names[i]) for i, words in enumerate(words_of) if words and words[0].startswith("@")}
    for i in sorted(range(len(names)), key=lambda i: (i in beside, not beside.get(i), -len(words_of[i]), names[i].start)):
        name, words = names[i], words_of[i]
        if not words:
            continue
        if i in beside:
            known = handles.get(words[0]) or next((placed[at] for at in beside[i] if at in placed), None)
            if known is None:
                known = Entity([], words, np.zeros(len(TYPES)), name)
                entities.append(known)
            handles[words[0]] = known
            insort(known.names, name, key=_start)
            known.types = known.types + np.array(name.types)
            continue
        definite = (len(words) == 1 and _word_before(text, name.start) == "the") or text[name.start : name.start + 4].casefold() == "the "
        candidates = index.candidates(words)
        located = _word_before(text, name.start) in _LOCATING or code_of(words[0]) is not None
        fitting = [e for e in candidates if _fits(words, name, e, located) or (definite and _is_short_for(words, name, e))]
        if not fitting and name.types[PLACE] < PLACE_INDEED and words in short and words[0] not in bodies():
            fitting = [short[words]]
        if not fitting and (name.types[PLACE] < 0.5 or words in no_places) and not gender(_word_before(text, name.start)):
            bodies_called_so = [e for e in candidates if _begins_or_ends_body(words, e)]
            fitting = bodies_called_so if len(bodies_called_so) == 1 else []
        if fitting and len(words) == 1 and not gender(_word_before(text, name.start)) and all(e.types.argmax() == PERSON and e.names[0].start > name.start for e in fitting):
            fitting = [e for e in candidates if _begins_or_ends_body(words, e) and e.words[0] == words[0] and e.names[0].start < name.start] or fitting  # the company, of which its heiress is told only later
        introduces = len(words) == 1 and _is_introduced(text, name)
        if introduces:
            fitting = [e for e in fitting if id(e) in introduced]
        title = gender(_word_before(text, name.start))
        anothers = False
        if title and len(words) == 1 and not introduces:
            for e in (*fitting, *given_alone.get(words[0], ())):
                if id(e) not in forms:
                    forms[id(e)] = _form_of_given_name(text, e)
            told = {id(e): titled.get(id(e), 0) or forms[id(e)] for e in (*fitting, *given_alone.get(words[0], ()))}
            possible = [e for e in fitting if (e.words == words and id(e) not in introduced) or told[id(e)] != -title]
            alone = [e for e in given_alone.get(words[0], ()) if told[id(e)] == title or (not possible and told[id(e)] != -title)]
            anothers, fitting = bool(fitting) and not possible and not alone, alone if alone and not any(told[id(e)] == title for e in possible) else possible
        if fitting:
            entity = min(fitting, key=lambda e: (e.words != words or id(e) in introduced, not title and id(e) in introduced, title * titled.get(id(e), 0) < 0, title and titled.get(id(e), 0) != title, 0 if title or len(words) > 1 else -in_full.get(id(e), 1), _distance(name, e)))
            if title:
                titled.setdefault(id(entity), title)
            insort(entity.names, name, key=_start)
            if len(words) == 1 < len(entity.words) and entity.types.argmax() == ORGANIZATION:
                short[words] = entity
            in_full[id(entity)] = in_full.get(id(entity), 1) + (len(words) > 1)
            entity.types = entity.types + np.array(name.types)
        else:
            entity = Entity([name], words, np.array(name.types), name)
            entities.append(entity)
            index.add(entity)
            if introduces or anothers:
                introduced.add(id(entity))
                titled[id(entity)] = title
            if len(words) == 1 and (goes_on := _AND.match(text, name.end)) and (surname := surnames.get(goes_on.end())):
                given_alone.setdefault(surname, []).append(entity)
        placed[name.start] = placed[-name.end] = entity
    for entity in entities:
        entity.types = entity.types / entity.types.sum()
    return sorted(entities, key=lambda e: e.names[0].start)


def _no_places(text: str, names: Sequence[Name], words_of: Sequence[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The single words that are now and then taken for a place, but of which nothing is "in" or "from" anywhere: "Brenta" for Brenta Glass."""
    shares: dict[tuple[str, ...], list[float]] = {}
    located = set()
    for name, words in zip(names, words_of):
        if len(words) == 1:
            shares.setdefault(words, []).append(name.types[PLACE])
            if _word_before(text, name.start) in _LOCATING or code_of(words[0]) is not None:
                located.add(words)
    return {words for words, several in shares.items() if sum(several) < PLACE_INDEED * len(several)} - located


def _beside_handle(text: str, handle: Name) -> list[int]:
    """Where a name ends, as a number below 0, that has a handle in brackets behind it, and where one may start that stands in brackets behind the handle."""
    before = _BEFORE_BRACKET.search(text, max(0, handle.start - 3), handle.start)
    behind = _IN_BRACKET.match(text, handle.end)
    return ([-before.start()] if before else []) + ([behind.end()] if behind else [])


def _word_before(text: str, start: int) -> str:
    found = _LAST_WORD.search(text, max(0, start - 12), start)
    return found[1].casefold() if found else ""


def _form_of_given_name(text: str, entity: Entity) -> int:
    """1 or -1 for somebody whose given name, or whose tie before it ("her husband, Paul Lind"), is a man's or a woman's; else 0."""
    if entity.types.argmax() != PERSON:
        return 0
    tie = next((form for name in entity.names if (found := _TIE.search(text, max(0, name.start - 24), name.start)) and (form := gender(found[1].casefold()))), 0)
    women, men = given_names()
    given = entity.words[0] if len(entity.words) > 1 or entity.best.types[PERSON] > SURELY_PERSON else ""
    return tie or (given in men) - (given in women)


def _is_introduced(text: str, name: Name) -> bool:
    """Whether a person is named as somebody whom a reader does not know yet: "the clerk, a Mr | Coyle"."""
    return name.types[PERSON] > 0.3 and _INTRODUCING.search(text, max(0, name.start - 24), name.start) is not None


def _start(name: Name) -> int:
    return name.start


def _fits(words: tuple[str, ...], name: Name, entity: Entity, located: bool) -> bool:
    if words == entity.words:
        return True
    if entity.types.argmax() != PLACE and len(words) == 1 and len(words[0]) > 1 and words[0].replace(".", "") in _acronyms(entity.words):
        return True
    if entity.types.argmax() == PERSON and len(words) == 1 and len(entity.words) > 1 and words[0] == entity.words[-1] and (name.types[PLACE] < 0.9 or not located):
        return True
    if entity.types.argmax() == PERSON and name.types[PERSON] > 0.3:
        return _of_person(words, entity.words)
    if name.types[PLACE] > 0.5 or entity.types.argmax() == PLACE:
        return False
    if entity.types.argmax() != ORGANIZATION or words != entity.words[: len(words)]:
        return False
    return name.types[ORGANIZATION] > (0.3 if len(words) > 1 else 0.4)


def _begins_or_ends_body(words: tuple[str, ...], entity: Entity) -> bool:
    """Whether a word that names nobody else begins or ends a body's name: "Norvane" for Norvane Refining."""
    return len(words) == 1 and len(words[0]) > 3 and len(entity.words) > 1 and words[0] in (entity.words[0], entity.words[-1]) and words[0] not in bodies() and entity.types.argmax() == ORGANIZATION


def _is_short_for(words: tuple[str, ...], name: Name, entity: Entity) -> bool:
    """Whether a body is called by the last word of its name: "the Directorate" for the Health Directorate."""
    return len(words) == 1 and len(entity.words) in (2, 3) and words[0] == entity.words[-1] and entity.types.argmax() == ORGANIZATION and name.types[ORGANIZATION] > 0.5


def _of_person(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if full[-1] in _GENERATIONS and words[-1] not in _GENERATIONS and len(full) > 1:
        full = full[:-1]
    if len(words) == 1:
        return words[0] in (full[0], full[-1]) or (len(full) > 2 and words[0] in full[1:])
    return words[-1] == full[-1] and all(w in full or (len(w.rstrip(".")) == 1 and any(f.startswith(w[0]) for f in full)) for w in words[:-1])


@cache
def _ends_of_companies() -> frozenset[str]:
    """Legal forms of one word, as `name_words` has them."""
    return frozenset(form.casefold().rstrip(".") for forms in legal_forms() for form in forms if " " not in form)


def _acronyms(words: tuple[str, ...]) -> set[str]:
    if len(words) > 2 and words[-1].rstrip(".") in _ends_of_companies():
        words = words[:-1]
    telling = [w for w in words if w not in {"of", "the", "and", "for", "in", "on"}]
    return {"".join(w[0] for w in words), "".join(w[0] for w in telling)} if len(telling) > 1 else set()


def _distance(name: Name, entity: Entity) -> int:
    """Characters back to the entity's last name before; those that come only later are farther."""
    at = bisect_left(entity.names, name.start, key=_start)
    return name.start - entity.names[at - 1].start if at else 1_000_000 + entity.names[0].start - name.start
