"""How surely what stands beside a speaker's mentions tells the role or the organization: sums of log-odds of what is plain from the text.

The odds are fitted by conditional logistic regression (`training/fit_speakers.py`): among all that is found of one speaker, and nothing, which do annotators take?
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np

from onrecord.odds import total
from onrecord.resolve.document import Document, Query
from onrecord.resolve.fitted import Odds, fitted
from onrecord.resolve.names import ORGANIZATION as BODY
from onrecord.resolve.names import PLACE
from onrecord.resolve.roles import LINKS, ONCE, ORGANIZATION, PARTIES, ROLE, Description, Runs, is_capitalised
from onrecord.resolve.words import OFFICES, bodies, is_plural, is_role, kin
from onrecord.types import Span

FULLER = frozenset(["doctor", "professor", "judge", "justice", "commander", "candidate", "contender", "challenger", "rival", "opponent", "donor", "supporter", "backer", "critic", "witness", "hero", "heroine", "counterpart", "predecessor", "successor", "major", "cllr", "councillor"])
"""Roles beside which a report often tells a fuller one."""

OF_TOWNS = frozenset(["mayor", "mayoress", "councillor", "alderman", "burgomaster", "provost"])  # whose body a town is, as a country or a state is not a senator's
NOUN = "noun "  # what begins the clue that a role has some noun; of those that are rare nothing is fitted
OF_COURSE = " body by course"  # what ends the clue how a body is put to an office beside which none stands
OF_STATES = frozenset(["minister", "premier", "president", "chancellor", "ambassador", "envoy", "consul", "king", "queen", "emir", "sultan", "prince", "princess", "representative", "negotiator", "spokesman", "spokeswoman"])  # whose body a state is of which no list knows
LEAST_SHARE = -2.0  # logarithm below which a noun phrase's share tells no more


@dataclass(frozen=True, slots=True)
class Found:
    """A description, how it is put to the speaker, the unit where it begins, beside which of the speaker's mentions it stands, how probably it is the speaker's, and the noun of the office whose body it tells, where nothing but the text's course ties the two."""

    description: Description
    how: str
    unit: int
    mention: int
    share: float = 1.0
    office: str = ""


class Scale:
    """Weighs what is found in one document; `runs`: what the model tags at each unit; content: (units + 1,) whether a statement's content lies there."""

    def __init__(self, document: Document, runs: Runs, content: np.ndarray, odds: Odds | None = None):
        self.document, self.runs, self.content, self.odds = document, runs, content, odds or fitted()

    def best(self, found: Sequence[Found]) -> Description:
        """The likeliest role, with its country, and the likeliest organization; of several as likely the first, and None where none is likely enough."""
        chosen = self.likeliest_role(found, self.odds)
        telling = [f.description for f in found if f.description.organization]
        body = self._likeliest(telling, self.of_bodies(found, chosen), self.odds.body)
        country = chosen.country or next((f.description.country for f in found if f.description.country), None)
        return Description(chosen.role, body.organization and self.in_full(body.organization), country)

    def likeliest_role(self, found: Sequence[Found], odds: Odds) -> Description:
        """The description whose role is the likeliest; an empty one where none is likely enough."""
        return self._likeliest([f.description for f in found if f.description.role], self.of_roles(found), odds.role)

    def _likeliest(self, told: Sequence[Description], features: Sequence[Mapping[str, float]], odds: Mapping[str, float]) -> Description:
        worth, best = max(((total(row, odds), -i) for i, row in enumerate(features)), default=(-np.inf, 0))
        return told[-best] if worth >= odds["nothing"] else Description()

    def of_roles(self, found: Sequence[Found]) -> list[dict[str, float]]:
        """The features of each of those that tell a role."""
        telling = [f for f in found if f.description.role]
        units = [self.document.units(f.description.role) for f in telling if f.description.role]
        heads = [self.document.head(first, last) for first, last in units]
        often = Counter(head for _, head in {(last, head) for (_, last), head in zip(units, heads)})
        words = [frozenset(self.document.words[first:last]) for first, last in units]
        fuller = [any(head == other and mine < theirs for other, theirs in zip(heads, words)) for head, mine in zip(heads, words)]
        return [self._of_role(*row) for row in zip(telling, heads, (often[head] for head in heads), fuller)]

    def of_bodies(self, found: Sequence[Found], chosen: Description) -> list[dict[str, float]]:
        """The features of each of those that tell an organization; `chosen`: the description whose role is told."""
        return [self._of_body(f, f.description is chosen) for f in found if f.description.organization]

    def in_full(self, span: Span) -> Span:
        """The name of the organization that one noun stands for: "the council" is the last that was named so more fully before."""
        document = self.document
        first, last = document.units(span)
        if last > first + 1 or document.words[first] not in bodies() or is_capitalised(document, first):
            return span
        fuller = document.fuller_before(Query(first, last, "bare"))
        named = fuller is not None and fuller < document.name_count and not document.is_person(fuller)
        return document.span(*document.fullest(document.entity_named(fuller))) if fuller is not None and named else span

    def is_place(self, span: Span) -> bool:
        first, last = self.document.units(span)
        return any(int(self.document.types[m].argmax()) == PLACE for m in self.document.names_within(first, last))

    def _of_role(self, found: Found, head: str, often: int, fuller: bool) -> dict[str, float]:
        told, document = found.description, self.document
        assert told.role
        first, last = document.units(told.role)
        words, run = document.words[first:last], self.runs.get(last - 1)
        how, _, joined = found.how.partition(", ")
        tagged = run if run is not None and run[2] == ROLE else None
        features = {"share": max(LEAST_SHARE, log(found.share)), "often": log1p(often - 1), f"{NOUN}{head}": 1.0}
        features["fuller elsewhere" if head in FULLER else "kin" if head in kin() else "abbreviated office" if head in OFFICES else "listed" if is_role(head) else "unlisted"] = 1.0
        return features | _those({how: True, "joined": bool(joined), "plural": is_plural(head), "once": not ONCE.isdisjoint(words), "one word": sum(word.isalpha() for word in words) == 1, "with a body": told.organization is not None,
                                  "with a country": told.country is not None, "first mention": found.mention == 0, "early mention": 0 < found.mention < 3, "told more fully": fuller, "linked": not LINKS.isdisjoint(words),
                                  "tagged so": tagged is not None, "tagged whole": tagged is not None and tagged[:2] == (first, last), "capital": is_capitalised(document, last - 1), "quoted": bool(self.content[found.unit])})  # fmt: skip

    def _of_body(self, found: Found, of_role: bool) -> dict[str, float]:
        span = found.description.organization
        assert span
        document = self.document
        first, last = document.units(span)
        words = document.words[first:last]
        capitals = [is_capitalised(document, u) for u in range(first, last) if document.words[u].isalpha()]
        names = [document.span(int(document.first[m]), int(document.last[m])) for m in document.names_within(first, last) if int(document.types[m].argmax()) == BODY]
        how, _, joined = found.how.partition(", ")
        place, role = self.is_place(span), found.description.role
        head, seat = document.head(*document.units(role)) if role else "", role is not None and place
        office = {f"{NOUN}{found.office}": 1.0} if found.office else {}
        return office | _those({"tagged a body": any((run := self.runs.get(u)) is not None and run[2] == ORGANIZATION for u in range(first, last)), "names a body": bool(names), "is a body's name": names[:1] == [span], "place": place, "seat": seat and head not in OF_TOWNS | OF_STATES, "state": seat and head in OF_STATES, "town": seat and head in OF_TOWNS,
                       "party": not PARTIES.isdisjoint(words), "one word": len(words) == 1, "capitals": all(capitals), "some capitals": any(capitals) and not all(capitals), "quoted": bool(self.content[found.unit]), "with a role": role is not None,
                       "first mention": found.mention == 0, how: True, "joined": bool(joined), "of the role": of_role})  # fmt: skip


def _those(clues: Mapping[str, bool]) -> dict[str, float]:
    return {clue: 1.0 for clue, holds in clues.items() if holds}
