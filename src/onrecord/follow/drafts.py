"""Commitments in the making: what articles tell, the events that were put together, and by which words a commitment and its people are known again."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from onrecord.follow.actors import words_of
from onrecord.follow.amounts import is_money
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import common, related, weights
from onrecord.resolve.words import bodies

MILLIONS = 1e6
NAMES = 16  # of an article, that are indexed
_OF_A_WHOLE = re.compile(r"\bof\s+(?:the|its|their|his|her|our|these|those)\s+(?:promised\s+|planned\s+|agreed\s+)?$", re.IGNORECASE)
SURELY = 1.0  # sureness of what is a commitment though later articles of its matter are silent about it


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of one article, who speaks for whom in it, and the names in it that are indexed."""

    article: str
    published: str | None
    findings: tuple[Finding, ...]
    spoken_for: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> tuple[str, str]:
        """By its day and its id, those without a day last: so articles are linked."""
        return (self.published or "9999-99-99", self.article)

    def to_dict(self) -> dict[str, Any]:
        """What a record keeps of it beside the article's id and day, as plain JSON values."""
        return {"findings": [finding.to_dict() for finding in self.findings], "spoken_for": self.spoken_for}

    def known_by(self, day: str) -> bool:
        """Whether it was reported up to a day."""
        return (self.published or "9999") <= day


def day_reported(published: str | None) -> str | None:
    """The day of what is known of when an article was published, which may tell the moment."""
    return published[:10] if published else None


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A finding that belongs to a commitment: its kind there, its day, and why."""

    finding: Finding
    article: str
    reported: str | None
    kind: str
    date: str | None
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Draft:
    """A commitment as far as the articles up to now make it.

    `sureness` is by how much the score with which a finding made it exceeds the least; `followed`: a later article came that may be of its matter.  What it holds is never changed, but replaced, so that a copy shares it.
    """

    number: int
    type: str
    events: tuple[Event, ...] = ()
    terms: Mapping[str, float] = field(default_factory=dict)
    makers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    amounts: tuple[tuple[float, str], ...] = ()
    due: tuple[str | None, str | None, str, int, int] | None = None
    answers: "Draft | None" = None
    answer_score: float = 0.0
    place: tuple[str, int] = ("", 0)
    paragraph: int = -1
    numbers: frozenset[float] = frozenset()
    around: Mapping[str, float] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    sureness: float = math.inf
    followed: bool = False

    @property
    def first(self) -> Event:
        return self.events[0]

    @property
    def borne_out(self) -> bool:
        """Whether it is surely a commitment by the words that made it or by another article, which tells an event of it; what few words make is so until a later article of its matter is silent about it."""
        return self.sureness > (SURELY if self.followed else 0.0) or any(event.article != self.first.article for event in self.events)

    def counted_in(self, finding: Finding) -> list[tuple[float, bool]]:
        """The amounts of a finding that count what the commitment counts, and whether each is a whole of which the clause tells a part: "40 of the 200", "of the 200 lamps one crate"."""
        unit = self.amounts[-1][1] if self.amounts else None
        wholes = (_OF_A_WHOLE.search(finding.text, 0, max(0, start - finding.span[0])) is not None for _, _, _, start, _ in finding.amounts)
        return [(value, whole) for (value, of, _, _, _), whole in zip(finding.amounts, wholes) if of == unit]

    @property
    def come(self) -> float:
        """How much of it has come in parts, as far as these were counted; a part that is told again counts once."""
        parts = {(event.date, next((value for value, whole in self.counted_in(event.finding) if not whole), 0.0)) for event in self.events if event.kind == "partly_delivered"}
        return sum(amount for _, amount in parts)

    def day_of(self, finding: Finding, kind: str) -> str | None:
        """When a finding happened that is an event of this kind here: in the period that it names on the day of what is known to have happened then, and not before the commitment was made; what only recalls
        the making, on the day of that.  None where nothing tells."""
        day, last = finding.day, finding.last
        if day is None or last is None:
            return self.first.date if self.events and finding.retold and kind == self.first.kind else day
        known = [event for event in self.events if event.date and day <= event.date <= last]
        return next((event.date for event in known if event.kind == kind), day if not known or self.first not in known else max(day, self.first.date or day))


def borne_out(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that are told as commitments: borne out by themselves, or as an ask and its answer by each other."""
    answered = {draft.answers.number for draft in drafts if draft.answers is not None}
    return [draft for draft in drafts if draft.borne_out or draft.answers is not None or draft.number in answered]


@cache
def generic() -> frozenset[str]:
    """Words for bodies, which many bear: "ministry", "city"."""
    return bodies() | {"city", "town", "region", "state", "company", "firm", "government", "country", "village", "district"}


def meet(one: Set[str], other: Set[str]) -> bool:
    """Whether two actors may be one: a word of a name in common; or a word for a body, where one of them has no other."""
    shared = one & other
    return bool(shared - generic()) or bool(shared and (one <= generic() or other <= generic()))


def own_words(draft: Draft) -> set[str]:
    """The words by which the maker is known where it was first told, and of nobody for whom he speaks: those who recall it are many."""
    by = next((event.finding.by for event in draft.events if event.finding.type and event.finding.by), None)
    return set(words_of(by[0])) if by else set()


def who(name: str, spoken_for: dict[str, set[str]]) -> set[str]:
    """The words by which somebody is known, and those of whom he speaks for."""
    words = set(words_of(name))
    return words.union(*(spoken_for.get(word, set()) for word in words))


def main_amount(finding: Finding) -> tuple[float, str, bool, int, int] | None:
    """Money before millions of which is not told of what, shares and counts."""
    return min(finding.amounts, key=lambda a: (0 if is_money(a[1]) else 1 if not a[1] and a[0] >= MILLIONS else 2 if a[1] == "percent" else 3, a[3]), default=None)


def counts_of(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of an article have each word."""
    here: dict[str, int] = {}
    for finding in findings:
        for term in finding.terms:
            here[term] = here.get(term, 0) + 1
    return here


def weights_of(terms: Sequence[Iterable[str]], here: Mapping[str, int] = MappingProxyType({}), findings: int = 0) -> dict[str, float]:
    """How telling each word is among the candidates, of which these are the terms, and in the article, in so many of whose findings it stands (`here`): one that they all share tells nothing of them apart."""
    counts: dict[str, int] = {}
    for each in terms:
        for term in each:
            counts[term] = counts.get(term, 0) + 1
    n, m = len(terms) + 1, findings + 1
    return {term: math.log(1 + n / count) / math.log(1 + n) * (math.log(1 + m / here[term]) / math.log(1 + m) if term in here else 1.0) for term, count in counts.items()}


def frequent(findings: Iterable[Finding]) -> list[str]:
    """The names most often beside the findings."""
    counts: dict[str, int] = {}
    for finding in findings:
        for word in {w for n in finding.named for w in words_of(n)} - generic():
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda w: (-counts[w], w))[:NAMES]


def specific(names: Iterable[str]) -> float:
    """How much names tell of a matter: one each, half where it is an ordinary word ("coast", "regional"), and nothing where that says little ("new")."""
    return sum(0.0 if name in common() else 0.5 if name in related() or name in weights() else 1.0 for name in names)
