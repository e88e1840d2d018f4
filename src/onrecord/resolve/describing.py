"""What a report says of a speaker beside the name: role, organization and country, each as spans of its text.

Read from the words that stand next to the speaker's mentions: before a name ("Foreign Minister Petr Pell", "its foreign minister, Petr Pell"), behind it ("Pell, 51, the foreign
minister of Halden,", "Pell is the foreign minister", "Pell of the Harbour Board"), and from noun phrases that stand for the speaker ("the minister").
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from onrecord.resolve.ages import is_age
from onrecord.resolve.countries import code_of
from onrecord.resolve.document import INDEFINITE, Document, Query
from onrecord.resolve.epithets import is_epithet
from onrecord.resolve.fitted import Odds
from onrecord.resolve.names import ORGANIZATION as BODY
from onrecord.resolve.names import PERSON
from onrecord.resolve.roles import LINKS, ORGANIZATION, POSSESSIVE, ROLE, Description, Runs, is_capitalised, read_phrase, start_of_ranks
from onrecord.resolve.words import (
    ARTICLES,
    HONORIFICS,
    NO_ROLES,
    OFFICES,
    PREPOSITIONS,
    PRONOUNS,
    behind_ranks,
    bodies,
    documents,
    honours,
    is_plural,
    is_rank,
    is_role,
    kin,
    outlets,
)
from onrecord.resolve.worth import OF_COURSE, Found, Scale
from onrecord.types import Span, SpeakerKind

Tagged = dict[tuple[int, int], list[tuple[int, int, int]]]
Phrase = tuple[int, int, bool, str]  # first and last unit, whether its head noun is a role whatever it is, and how it is put
_CONJUNCTIONS = frozenset(["after", "before", "when", "while", "since", "until", "because", "though", "although", "if", "where"])
LONGEST, APPOSITION, NEAR = 12, 30, 6  # units of a phrase that tells a role, of an apposition, and between a name and what the model tags for it
_OWNED = frozenset(["its", "their"])
_OWNING = _OWNED | {"his", "her", "my", "our"}
_HE_OR_SHE = frozenset(["he", "she"])
FARTHEST = 3  # sentences back to who is brought in before being named
_WITH_OFFICES = ("person", "unnamed")
_NEAR_SENTENCES = 4  # from a body to the office that may be its
_NOT_IN_PHRASE = frozenset(["said", "says", "told", "who", "which", "that", "and", "but", "or", "as", "when", "where", "while", "is", "was", "has", "had", "were", "are", "be", "been", "by", "to"]) | frozenset(",;:()[]\"“”„«».!?—–")
_STOPS = frozenset(["not", "among", "between", "over", "than", "against", "about", "like", "since", "under", "after", "before", "during", "through", "without", "within", "via", "upon", "into", "near", "if", "because", "he", "she", "they", "it", "i", "we", "you", "there", "then", "this", "these", "those", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "do", "does", "did", "let", "have", "having", "being"])
_NO_CALLINGS = frozenset(["young", "younger", "elder", "real", "great", "legendary", "famous", "late", "popular", "controversial", "likes", "rest", "case", "name", "campaign", "show", "movie", "film", "book", "rival", "billionaire", "today", "yesterday", "week", "month", "thing", "times", "part", "home", "money", "time", "story", "band", "team", "side", "place", "town", "city", "kind", "result", "latest", "current", "other", "same", "like", "even", "only"])  # which stand before a name, or behind one with an article, and tell no calling
_BEFORE_VERBS = frozenset(["he", "she", "they", "it", "i", "we", "you", "will", "would", "can", "could", "may", "might", "must", "shall", "should"])
_IS = frozenset(["is", "was", "became", "becomes", "remains", "are", "were"])
_STILL = frozenset(["now", "still", "also", "then", "currently", "once", "himself", "herself", "both", "himself"])
_SERVES = frozenset(["served", "serves", "serving", "worked", "works", "acts", "acted"])
_LEADS = frozenset(["runs", "directs", "chairs", "heads", "leads", "manages", "owns", "edits", "coaches", "represents", "oversees", "guides", "run", "directed", "chaired", "led", "headed", "founded", "works"])
_INSTALLED = frozenset(["sworn", "appointed", "elected", "named", "installed", "confirmed", "nominated"])
_ENDED = frozenset(["once", "formerly", "previously", "never"])
_STYLES = frozenset(["rev", "revd", "ven"])
_DASHES = frozenset("—–-")
_WROTE = frozenset(["wrote", "writes", "reported", "reports", "write", "report"])


class Describer:
    """Tells what a document says of its speakers; `runs`: (first, last, ROLE or ORGANIZATION) of what the model takes for roles and organizations."""

    def __init__(self, document: Document, runs: Sequence[tuple[int, int, int]] = (), odds: Odds | None = None):
        self.document = document
        self.runs: Runs = {u: run for run in runs for u in range(run[0], run[1])}
        self.tagged = assign(document, runs)
        self.content = np.zeros(len(document.words) + 1, dtype=bool)
        self.cue = np.zeros(len(document.words) + 1, dtype=bool)
        for asked in document.asked:
            self.content[document.units_of(asked.content)] = True
            self.cue[document.units_of(asked.cue)] = True
        self.scale = Scale(document, self.runs, self.content, odds)
        self.sources = {query.first: query.last for query in document.queries if query.form != "none"}

    def describe(self, mentions: Sequence[tuple[int, int, bool]], kind: SpeakerKind = "person", phrases: Sequence[tuple[int, int, float]] = ()) -> Description:
        """What stands beside the mentions (first unit, last unit, whether a name) of one speaker: what most probably tells who that is, of several the first.

        `phrases`: units of noun phrases that are no sources and stand for the speaker with some probability.  Only people have roles, and several who are named together; others are
        called by theirs, and have the body that they name: of "the heads of diplomacy of the NATO member states" it is NATO.
        """
        return self.choose(self.find(mentions, kind, phrases), mentions, kind)

    def choose(self, found: Sequence[Found], mentions: Sequence[tuple[int, int, bool]], kind: SpeakerKind) -> Description:
        """Of all that `find` has found of a speaker what most probably tells who that is."""
        offices = [f for f in found if not self._is_style(f.description.role)]
        told = self.scale.best(offices if any(f.description.role for f in offices) else found)
        if told.role is None and kind in _WITH_OFFICES and not any(named for _, _, named in mentions):
            told = replace(told, role=next((f.description.role for f in found if f.mention == 0 and f.how == "source" and self._is_office(f.description.role)), None))  # who has no name is called by it: "an | official"
        if kind not in ("person", "unnamed", "group"):
            return Description(country=told.country)
        if kind != "group":
            return told
        together = any((first, last) in self.document.joint for first, last, _ in mentions)
        body = told.organization if together else self._named_body(told.organization)
        return replace(told, role=told.role if (together and body) or (told.country and not body) else None, organization=body)

    def may_describe(self, mention: int) -> bool:
        """Whether a noun phrase may tell the role of one person named elsewhere: "the former envoy", but neither "a former envoy" nor "the envoys"."""
        document = self.document
        first, last = int(document.first[mention]), int(document.last[mention])
        if self.runs.get(first, (first, 0, ROLE))[0] < first:
            return False
        head = document.head(first, self._end_of_phrase(first, last))
        return document.words[first] not in INDEFINITE and not is_plural(head) and (is_role(head) or self.runs.get(last - 1, (0, 0, ORGANIZATION))[2] == ROLE)

    def _named_body(self, span: Span | None) -> Span | None:
        """The one name of a body among the words that tell an organization, or all of them, where several do or a body's noun; None where nothing names a body."""
        if span is None:
            return None
        document = self.document
        first, last = document.units(span)
        named = [m for m in document.names_within(first, last) if int(document.types[m].argmax()) == BODY and int(document.last[m]) <= last]
        if len(named) == 1:
            return document.span(int(document.first[named[0]]), int(document.last[named[0]]))
        told = any(document.words[u] in bodies() or (is_capitalised(document, u) and document.words[u] not in ARTICLES) for u in range(first, last))
        return span if told and not self.scale.is_place(span) else None

    def find(self, mentions: Sequence[tuple[int, int, bool]], kind: SpeakerKind, phrases: Sequence[tuple[int, int, float]] = ()) -> list[Found]:
        """All that stands beside the mentions of a speaker or in the phrases and may tell of it."""
        found = [f for f in self._found(mentions, kind, phrases) if not self._is_verb(f.description)]
        found += [Found(Description(organization=body), "its", each.unit, each.mention) for each in found if (body := self._body_meant(each.description)) is not None]
        return found + (list(self._of_course(found)) if kind in _WITH_OFFICES else [])

    def _is_verb(self, told: Description) -> bool:
        """Whether a body is in a cue, "Lind | denied", or a role is what somebody does: "| Prosecuting |, Ana Lind KC told the court"."""
        document = self.document
        if told.organization is not None and any(self.cue[u] for u in range(*document.units(told.organization))):
            return True
        head = document.head(*document.units(told.role)) if told.role is not None else ""
        return head.endswith("ing") and not is_role(head)

    def _of_course(self, found: Sequence[Found]) -> Iterator[Found]:
        """The bodies to which an office may belong beside which none stands ("The coach | …", "A spokeswoman | …"): the last that is named before it, the one that is named most often, and the first."""
        bare = next((f for f in found if f.description.role and f.share == 1.0), None)
        if bare is None or bare.description.role is None or bare.description.organization or self._body_meant(bare.description):
            return
        document = self.document
        unit = document.units(bare.description.role)
        head = document.head(*unit)
        if document.words[unit[0] : unit[1]][-3:] == ["head", "of", "state"]:
            return
        near = next((m for first, m in reversed(self._bodies_named) if first < unit[0] and document.sentence[unit[0]] - document.sentence[first] <= _NEAR_SENTENCES), None)
        ways: dict[int, list[str]] = {}
        for way, mention in (("last", near), ("main", self._main_body), ("first", self._bodies_named[0][1] if self._bodies_named else None)):
            if mention is not None:
                ways.setdefault(int(document.entity[mention]), []).append(way)
        for entity, several in ways.items():
            first, last = document.fullest(entity)
            first += last - first > 1 and document.words[first] in ARTICLES
            if last > first and not first <= unit[0] < last:
                yield Found(Description(organization=document.span(first, last)), f"{' '.join(several)}{OF_COURSE}", bare.unit, bare.mention, office=head)

    @cached_property
    def _bodies_named(self) -> list[tuple[int, int]]:
        """The first units and the mentions of bodies, by name or noun, in order; not those that print or broadcast."""
        document = self.document
        found = []
        for m, (first, last) in enumerate(zip(document.first.tolist(), document.last.tolist())):
            body = int(document.types[m].argmax()) == BODY if m < document.name_count else document.head(first, last) in bodies() and document.words[first] not in PRONOUNS and not is_plural(document.head(first, last))
            if body and outlets().isdisjoint(document.words[first:last]):
                found.append((first, m))
        return sorted(found)

    @cached_property
    def _main_body(self) -> int | None:
        """The first mention of the body that is named most often, where one is named twice."""
        often = Counter(int(self.document.entity[m]) for _, m in self._bodies_named)
        entity, times = max(often.items(), key=lambda each: each[1], default=(None, 0))
        return next(m for _, m in self._bodies_named if int(self.document.entity[m]) == entity) if times > 1 else None

    def _found(self, mentions: Sequence[tuple[int, int, bool]], kind: SpeakerKind, phrases: Sequence[tuple[int, int, float]]) -> Iterator[Found]:
        document = self.document
        has_name = any(named for _, _, named in mentions)
        for rank, (first, last, named) in enumerate(mentions):
            if not named and has_name and document.head(first, last) in documents():
                continue  # "the letter", which is said by who wrote it
            if not named and has_name and is_epithet(document, Query(first, last, document.form(first, last))):
                continue  # "the father of two"
            if not named:
                found = read_phrase(document, first, self._end_of_phrase(first, last), self.runs, has_name or kind == "person")
                if has_name or not found.role or document.head(*document.units(found.role)) not in kin():
                    yield Found(found, "source", first, rank)
                continue
            for a, b, stands, how in self._phrases(first, last):
                found = read_phrase(document, a, b, self.runs, stands)
                if not (found.role and is_plural(document.head(*document.units(found.role)))) or (how == "before" and self._first_of_several(last)):
                    yield Found(found, how, a, rank)
            if last < len(document.words) and document.written(last) in honours()[0] and not document.tokens.breaks[last]:
                yield Found(Description(role=document.span(last, last + 1)), "put behind", last, rank)  # "Ana Lind | KC"
            if rank == 0 and (brought := self._brought_in(first, last)) is not None:
                yield Found(read_phrase(document, *brought, self.runs, True), "brought in", brought[0], rank)
            for how, body in (("brackets", self._body_in_brackets(last)), ("of", self._body_behind(last)), ("owned", self._body_before(first)), ("led", self._body_led(last))):
                if body:
                    yield Found(Description(organization=body), how, document.units(body)[0], rank)
        for rank, (first, last, _) in enumerate(mentions):
            for a, b, tag in self.tagged.get((first, last), ()):
                if tag == ORGANIZATION:
                    a, b = self._without_ties(*self._without_article(a, b))
                elif b < max(first, last - 1) and document.words[b] in POSSESSIVE:
                    continue  # "the | founder | 's daughter, Ana Lind", "the | minister | 's spokeswoman"
                elif not is_role(document.words[b - 1]) and b < len(document.words) and is_role(document.words[b]):
                    b += 1  # "federal | judge"
                if a >= b or max(a - last, first - b) > NEAR or not document.words[a].isalnum():
                    continue
                if tag == ORGANIZATION:
                    yield Found(Description(organization=document.span(a, b)), "tagged", a, rank)
                elif b < last and is_rank(document.written(b)):  # "Acting | Det Supt"
                    continue
                elif any(is_rank(document.written(u)) for u in range(a, b)):
                    yield Found(Description(role=document.span(start_of_ranks(document, 0, a) if is_rank(document.written(a)) else a, b)), "tagged", a, rank)
                elif (found := read_phrase(document, a, b, self.runs)).role:
                    yield Found(found, "tagged", a, rank)
        for first, last, share in phrases:
            how = "another's phrase" if document.words[first] in PRONOUNS or not POSSESSIVE.isdisjoint(document.words[first:last]) else "phrase"
            yield Found(read_phrase(document, first, self._end_of_phrase(first, last), self.runs, True), how, first, len(mentions), share)

    def _without_article(self, first: int, last: int) -> tuple[int, int]:
        """Units that the model tags as a body, without the article; with the noun behind, where it tags the article alone."""
        words = self.document.words
        while first < len(words) - 1 and words[first] in ARTICLES:
            first, last = first + 1, max(last, first + 2)
        return first, last

    def _without_ties(self, first: int, last: int) -> tuple[int, int]:
        """Units that the model tags as a body, without the prepositions and possessives with which they begin or end, "s | administration"; of ties alone the name of the body behind, if any: "of the | Harbour Board"."""
        words = self.document.words
        if all(w in PREPOSITIONS or w in POSSESSIVE or w in ARTICLES for w in words[first:last]):
            first = last + (words[last : last + 1] != [] and words[last] in ARTICLES)
            return next(((first, int(self.document.last[m])) for m in self.document.names_within(first, first + 1) if int(self.document.types[m].argmax()) == BODY), (first, first))
        while first < last and (words[first] in PREPOSITIONS or words[first] in POSSESSIVE):
            first += 1
        while first < last and (words[last - 1] in PREPOSITIONS or words[last - 1] in POSSESSIVE):
            last -= 1
        return first, last

    def _body_meant(self, told: Description) -> Span | None:
        """For which body "its" or "their" before a role stands, or "there" behind it ("its | president", "an | official | there"): the first that the sentence up to there names, or else the one before."""
        if told.role is None or told.organization is not None:
            return None
        document, words = self.document, self.document.words
        first, last = document.units(told.role)
        pronoun = next((u for u in range(first - 1, max(-1, first - 3), -1) if words[u] in _OWNED), first if words[last : last + 1] == ["there"] else None)
        if pronoun is None:
            return None
        sentence = document.sentence[pronoun]
        for of in (sentence, sentence - 1, sentence - 2):
            if (meant := next((span for unit, span in self._bodies.get(int(of), ()) if unit < pronoun), None)) is not None:
                return meant
        return None

    @cached_property
    def _bodies(self) -> dict[int, list[tuple[int, Span]]]:
        """By their sentence the names of bodies and the noun phrases for them, in order: the first unit and the span without the article."""
        document = self.document
        found: dict[int, list[tuple[int, Span]]] = {}
        for m, (first, last) in enumerate(zip(document.first.tolist(), document.last.tolist())):
            named = m < document.name_count
            if int(document.types[m].argmax()) == BODY if named else (document.head(first, last) in bodies() and document.words[first] not in PRONOUNS):
                begin = first + (last - first > 1 and document.words[first] in ARTICLES)
                called = None if named else next((k for k in document.names_within(begin, last) if document.name_units(k)[1] == last and int(document.types[k].argmax()) == BODY), None)
                behind_comma = called is not None and "," in document.words[document.name_units(called)[0] - 2 : document.name_units(called)[0]]
                span = document.span(*document.name_units(called)) if called is not None and behind_comma else document.span(begin, last)  # "the institute that pays for it, | the Ostra Fund"
                found.setdefault(int(document.sentence[first]), []).append((first, span))
        for several in found.values():
            several.sort()
        return found

    def _end_of_phrase(self, first: int, last: int) -> int:
        """Behind a noun phrase without what follows its comma or its relative clause; with the office that it goes on to ("the foreign | minister")."""
        words = self.document.words
        end = next((u for u in range(first, last) if words[u] in (",", "who", "which", "that")), last)
        if end < last or last >= len(words) or self.document.tokens.breaks[last]:
            return end
        for unit in (last - 1, last):
            if (run := self.runs.get(unit)) and run[2] == ROLE and last < run[1] and (unit < last or run[0] == last):
                return self._with_body(run[1])
        if (behind := self._with_body(last)) > last:
            return behind
        return end + (is_role(words[last]) and not is_role(words[last - 1]))

    def _with_body(self, end: int) -> int:
        """Behind the body that "of" ties to an office that ends at a unit: "secretary | of state"; the unit itself, where none does."""
        words, breaks = self.document.words, self.document.tokens.breaks
        tied = words[end : end + 1] == ["of"] and is_role(words[end - 1]) and end + 1 < len(words) and not breaks[end] and not breaks[end + 1]
        return self._end_of_body(end + 1) if tied else end

    def _end_of_body(self, start: int) -> int:
        """Behind the name, or the one noun, that a unit begins with or behind its article: "secretary of | state", "chief of | the Harbour Board"."""
        words = self.document.words
        start += start < len(words) and words[start] in ARTICLES
        ends = [int(self.document.last[m]) for m in self.document.names_within(start, start + 1)]
        return max(ends, default=start + (start < len(words) and words[start].isalpha() and words[start] not in PRONOUNS))

    def _phrases(self, first: int, last: int) -> Iterator[Phrase]:
        """Noun phrases that tell of a name."""
        words, breaks = self.document.words, self.document.tokens.breaks
        before = first
        while before > 0 and (words[before - 1] in HONORIFICS or (words[before - 1] == "." and words[before - 2] in HONORIFICS)) and not breaks[before]:
            before -= 1
        start = self._back(before)
        bounded = start < before and not breaks[before] and (self.sources.get(start, 0) >= last or words[start - 1] in ARTICLES)
        offices = list(self._before_comma(start - 1)) if start > 1 and words[start - 1] == "," and self._are_ranks(start, before) else []
        if start < first and not offices and (self._touches(start, before) or (bounded and self._may_be_title(before - 1))):
            yield self._title(start, before), before, bounded, "before"
            if words[start - 1] == "and" and start > 1 and not breaks[start] and is_role(words[start - 2]):
                yield self._back(start - 1), start - 1, False, "before, joined"
        if before > 1 and words[before - 1] in ("is", "was") and is_role(words[before - 2]) and not breaks[before]:
            yield self._back(before - 1), before - 1, False, "is before"
        if start > 0 and words[start - 1] in ARTICLES and not breaks[start]:
            start -= 1
        if start > 1 and words[start - 1] == "," and not breaks[start] and not breaks[start - 1] and self.content[start - 2] == self.content[first]:
            yield from self._before_comma(start - 1)
        behind = self._behind_brackets(last)
        if words[behind : behind + 2] == [".", ","]:
            behind += 1  # "Jr.|,"
        if behind < len(words) and not breaks[behind]:
            if words[behind] == "," or (words[behind] in _DASHES and behind + 1 < len(words) and words[behind + 1] in ARTICLES):
                yield from self._apposition(first, behind + 1)
            elif words[behind] in _IS:
                yield from self._after_is(behind + 1)
            elif words[behind] == "as" or (words[behind] in _SERVES and words[behind + 1 : behind + 2] == ["as"]):
                yield from self._after_is(behind + 1 + (words[behind] != "as"), True, "as")
            office = next((u for u in range(behind, min(behind + LONGEST, len(words))) if words[u] == "as" or words[u] in ".;:?!\"”"), behind)
            if words[office : office + 1] == ["as"] and not _INSTALLED.isdisjoint(words[behind:office]):
                yield from self._after_is(office + 1, True, "as")

    def _is_office(self, role: Span | None) -> bool:
        """Whether a role's noun is a listed one of one person, and no tie of kin or place."""
        head = self.document.head(*self.document.units(role)) if role is not None else ""
        return is_role(head) and head not in kin() and not is_plural(head)

    def _is_style(self, role: Span | None) -> bool:
        """Whether a role is but how clergy are addressed, "Rt Rev", beside which the office is told: "the Bishop of Carrow"."""
        return role is not None and self.document.words[self.document.units(role)[1] - 1] in _STYLES

    def _are_ranks(self, start: int, end: int) -> bool:
        return behind_ranks([self.document.written(u) for u in range(start, end)], 0, end - start) == end - start

    def _title(self, start: int, end: int) -> int:
        """Where a title begins that may stand behind a noun or a verb which is none: "a letter of | minister of education", "they met | candidates"."""
        words = self.document.words
        start += start < end - 1 and words[start - 1] in _BEFORE_VERBS
        if any(is_role(words[u]) for u in range(start, end)):
            while (link := next((u for u in range(start, end) if words[u] in LINKS), None)) and not any(is_role(words[u]) for u in range(start, link)):
                start = link + 1
        return start

    def _first_of_several(self, last: int) -> bool:
        """Whether "and" or a comma joins somebody else to a name that ends there: "candidates Ana Lind | and Per Dahl"."""
        words = self.document.words
        return words[last : last + 1] in (["and"], [","]) and any(int(self.document.types[m].argmax()) == PERSON for m in self.document.names_within(last + 1, last + 2))

    def _may_be_title(self, unit: int) -> bool:
        """Whether a word before a name that an article or a source's beginning bounds may be somebody's calling, though no list has it: "the oligarch | Ana Lind"."""
        word = self.document.words[unit]
        return word.isalpha() and len(word) > 3 and not is_capitalised(self.document, unit) and word not in NO_ROLES and word not in _NO_CALLINGS and not word.endswith(("ing", "ed", "ly", "ous", "ful", "able", "ish"))

    def _touches(self, start: int, end: int) -> bool:
        """Whether a role's noun, or what is put behind one, reaches up to a name."""
        words = self.document.words
        while end > start and (words[end - 1] == "." or words[end - 1] in HONORIFICS):
            end -= 1
        if end == start or words[end - 1] in LINKS:
            return False
        run = self.runs.get(end - 1)
        return is_role(words[end - 1]) or is_rank(self.document.written(end - 1)) or (run is not None and run[1] >= end) or not LINKS.isdisjoint(words[start:end])

    def _back(self, end: int) -> int:
        """Where the words begin that stand right before a name and may belong to it."""
        words, start = self.document.words, end
        while start > 0 and end - start < LONGEST and not self.document.tokens.breaks[start] and words[start - 1] not in ARTICLES:
            abbreviated = words[start - 1] == "." and start > 1 and (words[start - 2] in (OFFICES | HONORIFICS) or is_rank(self.document.written(start - 2)))
            if (words[start - 1] in _NOT_IN_PHRASE and not abbreviated) or words[start - 1] in _STOPS or self.cue[start - 1] or self._spaced_dash(start - 1):
                break
            start -= 1
        return start

    def _spaced_dash(self, unit: int) -> bool:
        tokens = self.document.tokens
        return self.document.words[unit] == "-" and bool(tokens.starts[unit] > tokens.ends[unit - 1])

    def _before_comma(self, comma: int) -> Iterator[Phrase]:
        """"The head of the mission |, Ana Lind": from the farthest determiner whose noun is a role."""
        words, breaks = self.document.words, self.document.tokens.breaks
        start, begins = comma, []
        while start > 0 and comma - start < LONGEST and (words[start - 1] not in _NOT_IN_PHRASE) and not self.cue[start - 1]:
            start -= 1
            if words[start] in ARTICLES or words[start] in PRONOUNS:
                begins.append(start)
            if breaks[start]:
                break
        for begin in dict.fromkeys((start, *begins[::-1])):
            head = next((u for u in range(begin + 1, comma) if words[u] in LINKS), comma) - 1
            if not _CONJUNCTIONS.isdisjoint(words[begin:comma]):
                continue  # "the board | after | a former employee, Ana Lind, said so"
            tied = begin in begins or words[begin - 1] in ("that", "this") or not POSSESSIVE.isdisjoint(words[begin:comma]) or bool(breaks[begin]) or self.document.sentence[begin - 1] != self.document.sentence[begin]
            if tied and is_role(words[head]) and words[begin] not in LINKS:
                yield begin, comma, False, "comma before"
                return

    def _behind_brackets(self, unit: int) -> int:
        """Behind what stands in brackets after a name: "Ana Lind (R-Ohio)"."""
        words = self.document.words
        if words[unit : unit + 1] == ["("]:
            closing = next((u for u in range(unit, min(unit + LONGEST, len(words))) if words[u] == ")"), None)
            return closing + 1 if closing else unit
        return unit

    def _apposition(self, name: int, start: int) -> Iterator[Phrase]:
        """What is put behind a comma or a dash, be it several things joined by "and"; an age before it is passed over."""
        words, breaks = self.document.words, self.document.tokens.breaks
        if words[start : start + 1] and words[start].isdigit() and words[start + 1 : start + 2] == [","]:
            start += 2
        if words[start : start + 1] == ["who"]:
            verb = next((u for u in range(start + 1, min(start + 6, len(words))) if words[u] in _IS or words[u] in _SERVES), len(words))
            office = next((u for u in range(verb + 1, min(verb + 6, len(words))) if words[u] == "as" or words[u] in ",.;:?!\"”" or words[u] in _IS), verb) if verb < len(words) and words[verb] in _SERVES else verb
            serves = words[office : office + 1] == ["as"]
            yield from self._after_is((office if serves else verb) + 1, serves, "who is")
            return
        if start >= len(words) or breaks[start] or self.content[start] != self.content[name] or self.cue[start] or self.sources.get(start, 0) > start:
            return
        yield from self._conjuncts(start, "apposition")

    def _after_is(self, start: int, always: bool = False, how: str = "is") -> Iterator[Phrase]:
        words = self.document.words
        while start < len(words) and words[start] in _STILL:
            start += 1
        if words[start : start + 2] == ["one", "of"]:
            start += 3
        if start < len(words) and (always or words[start] in ARTICLES or is_role(words[start]) or is_capitalised(self.document, start)):
            yield from self._conjuncts(start, how)

    def _conjuncts(self, start: int, how: str) -> Iterator[Phrase]:
        """Noun phrases from a unit on that "and" joins, up to one that begins with somebody's name."""
        words, breaks = self.document.words, self.document.tokens.breaks
        end = start
        while end < len(words) and end - start < APPOSITION and (words[end] not in ",;:.!?—–\"“”" or self._abbreviates(end)) and not self.cue[end] and (end == start or not breaks[end]):
            end += 1
        if words[end : end + 1] == [":"] and any(self.document.is_person(m) for m in self.document.names_within(end + 1, end + 2)):
            return  # "Ana Lind, Chair: Per Dahl"
        while start < end:
            behind = next((u for u in range(start, end) if words[u] == "and"), end)
            stop = next((u for u in range(start, behind) if words[u] in _NOT_IN_PHRASE and not self._abbreviates(u)), behind)
            named = [m for m in self.document.names_within(start, start + 1) if int(self.document.types[m].argmax()) == PERSON and words[int(self.document.last[m])] not in POSSESSIVE] if start < stop else []
            if start == stop or named or self._names_another(start, stop) or self.document.in_brackets(stop):
                return
            yield start, min(stop, start + LONGEST), words[start] in ARTICLES and how == "apposition" and self._may_be_title(self._head_of(start, stop)), how
            start, how = behind + 1, how.partition(",")[0] + ", joined"

    def _names_another(self, start: int, stop: int) -> bool:
        """Whether a noun phrase is the office of somebody else in a list, whose name it ends with: "Ana Lind, | treasurer Per Dahl | and …", but not "| wife of President Per Dahl", "| President Dahl's lawyer"."""
        words, document = self.document.words, self.document
        for m in document.names_within(start + 1, stop):
            first, last = int(document.first[m]), int(document.last[m])
            if int(document.types[m].argmax()) == PERSON and last == stop and is_role(words[first - 1]) and PREPOSITIONS.isdisjoint(words[start:first]) and words[last : last + 1] != [] and words[last] not in POSSESSIVE:
                return True
        return False

    def _head_of(self, start: int, stop: int) -> int:
        """The unit of a noun phrase's head noun: the last before what a preposition puts behind it."""
        return next((u for u in range(start + 1, stop) if self.document.words[u] in PREPOSITIONS), stop) - 1

    def _abbreviates(self, unit: int) -> bool:
        """Whether a unit is the full stop of an abbreviation inside a line: "Ft|. Worth", "D.C|.-based", "Mrs|. Lind's"."""
        words = self.document.words
        return words[unit] == "." and unit > 0 and words[unit - 1].isalpha() and (len(words[unit - 1]) < 3 or words[unit - 1] in HONORIFICS) and is_capitalised(self.document, unit - 1)

    def _body_before(self, first: int) -> tuple[int, int] | None:
        """"The Harbour Board's | Ana Lind"."""
        document, words = self.document, self.document.words
        end = first
        while end > 0 and words[end - 1] in POSSESSIVE:
            end -= 1
        if end == first:
            return None
        for m in document.names_within(max(0, end - LONGEST), end):
            if int(document.types[m].argmax()) == BODY and int(document.last[m]) in (end, first):
                return document.span(int(document.first[m]), end)
        return None

    def _body_behind(self, last: int) -> tuple[int, int] | None:
        """"Ana Lind | of the Harbour Board", "wrote Ana Lind | in the Morning Star"."""
        document, words = self.document, self.document.words
        if words[last : last + 1] == [","]:
            last += 1
        if words[last : last + 1] and words[last] in _WROTE:
            last += 1
        if not words[last : last + 1] or words[last] not in LINKS:
            return None
        for m in document.names_within(last + 1, last + 4):
            if int(document.types[m].argmax()) == BODY and PRONOUNS.keys().isdisjoint(words[last + 1 : int(document.first[m])]):  # not "in her | Telegram | channel"
                return document.span(int(document.first[m]), int(document.last[m]))
        return None

    def _brought_in(self, name: int, last: int) -> tuple[int, int] | None:
        """The noun phrase with an office or a tie that begins the sentence of the report's own words before one whose source is a bare name, if it names nobody: "| Brova's mayor | knows that. "It is late," | Ana Lind said", or before
        one that begins with a name and an age: "| A lorry driver | was saved on Monday. Per Dahl, 46, …"; or the one of whom it is said in its own sentence that she "is called" so."""
        document, words = self.document, self.document.words
        called = name > 2 and words[name - 1] in ("called", "named") and words[name - 2] in _IS
        aged = self._start_of_sentence(name) == name and words[last : last + 1] in ([","], ["("]) and last + 1 < len(words) and is_age(words[last + 1])
        styled = name > 0 and words[name - 1] in HONORIFICS
        if not called and not aged and name - styled not in self.sources:
            return None
        start = self._start_of_sentence(name)
        for _ in range(0 if called else 1 if aged else FARTHEST):
            end, start = start, self._start_of_sentence(start - 1) if start else 0
            if start == end or (not self.content[start] and words[start] not in _HE_OR_SHE):
                break
        own = not self.content[start] and start not in self.sources and start < name
        head = next((u for u in range(start + 1, min(start + NEAR, name)) if is_role(words[u]) or words[u] in kin()), None) if own else None
        if head is None or is_plural(words[head]) or words[head + 1] in POSSESSIVE or is_role(words[head + 1]):
            return None
        tied = words[start] == "the" or (aged and words[start] in ARTICLES) or words[start] in _OWNING or not POSSESSIVE.isdisjoint(words[start:head])
        if not tied or not all(words[u].isalpha() or words[u] in POSSESSIVE or words[u] == "-" for u in range(start, head)) or not PREPOSITIONS.isdisjoint(words[start:head]):
            return None
        end = next((u for u in range(head + 1, name) if document.sentence[u] != document.sentence[head]), name)
        if any(document.is_person(m) and words[document.name_units(m)[1]] not in POSSESSIVE for m in document.names_within(start, end)):
            return None
        return start, self._with_body(head + 1)

    def _start_of_sentence(self, unit: int) -> int:
        sentence = self.document.sentence
        while unit > 0 and sentence[unit - 1] == sentence[unit]:
            unit -= 1
        return unit

    def _body_in_brackets(self, last: int) -> tuple[int, int] | None:
        """"Ana Lind (| Reform |)": no more than three words with capitals, none of which is an office or a country."""
        words = self.document.words
        if words[last : last + 1] != ["("]:
            return None
        end = next((u for u in range(last + 1, min(last + 5, len(words))) if words[u] == ")"), last)
        inside = range(last + 1, end)
        told = inside and all(words[u].isalpha() and is_capitalised(self.document, u) and not is_role(words[u]) and code_of(words[u]) is None for u in inside)
        return self.document.span(last + 1, end) if told and not any(self.document.is_person(m) for m in self.document.names_within(last + 1, end)) else None

    def _body_led(self, last: int) -> tuple[int, int] | None:
        """"Ana Lind, 51, who runs | the Harbour Board", "Ana Lind, who chairs | the union"."""
        words = self.document.words
        at = last + (words[last : last + 1] == [","])
        if words[at : at + 1] and words[at].isdigit() and words[at + 1 : at + 2] == [","]:
            at += 2
        if words[at : at + 1] != ["who"]:
            return None
        verb = next((u for u in range(at + 1, min(at + 4, len(words))) if words[u] in _LEADS), None)
        if verb is None or not _ENDED.isdisjoint(words[at + 1 : verb]):
            return None
        start = verb + 1 + (words[verb + 1 : verb + 2] == ["for"])
        start += words[start : start + 1] != [] and words[start] in ARTICLES
        for u in range(start, min(start + NEAR, len(words))):
            named = next((m for m in self.document.names_within(u, u + 1) if int(self.document.types[m].argmax()) == BODY), None)
            if named is not None:
                return self.document.span(start, int(self.document.last[named]))
            if words[u] in bodies():
                return self.document.span(start, u + 1)
            start = u + 1 if words[u] in LINKS else start
            if not words[u].isalpha() or words[u] in _NOT_IN_PHRASE:
                return None
        return None


def assign(document: Document, runs: Sequence[tuple[int, int, int]]) -> Tagged:
    """Tagged runs (first, last, ROLE or ORGANIZATION) by the mention whose they are: the noun phrase that holds them, or the nearest person of the sentence."""
    holders = [(int(document.first[m]), int(document.last[m]), m >= document.name_count) for m in np.flatnonzero(~document.is_name | (document.types.argmax(1) == PERSON)).tolist()]
    by_sentence: dict[int, list[tuple[int, int, bool]]] = {}
    for holder in holders:
        by_sentence.setdefault(int(document.sentence[holder[0]]), []).append(holder)
    found: Tagged = {}
    for first, last, kind in runs:
        near = [(a, b) for a, b, nominal in by_sentence.get(int(document.sentence[first]), ()) if nominal or b <= first or last <= a]
        if near:
            a, b = min(near, key=lambda holder: (max(first - holder[1], holder[0] - last, 0), holder[0] != last, holder))  # "the Lind spokesman | Per Dahl" is Dahl
            found.setdefault((a, b), []).append((first, last, kind))
    return found
