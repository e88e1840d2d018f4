"""Commitments in the making: what articles tell, the events that were put together, and by which words a commitment and its people are known again."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from onrecord.follow.actors import words_of
from onrecord.follow.amounts import is_money
from onrecord.follow.findings import Finding
from onrecord.resolve.words import bodies

MILLIONS = 1e6
NAMES = 16  # of an article, that are indexed


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of one article, who speaks for whom in it, and the names in it that are indexed."""

    article: str
    published: str | None
    findings: tuple[Finding, ...]
    spoken_for: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> tuple[str, str]:
        return (self.published or "9999-99-99", self.article)


@dataclass(slots=True, eq=False)
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
    """A commitment as far as the articles up to now make it."""

    number: int
    type: str
    events: list[Event] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    makers: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    amounts: list[tuple[float, str]] = field(default_factory=list)
    due: tuple[str | None, str | None, str, int, int] | None = None
    answers: "Draft | None" = None
    answer_score: float = 0.0
    place: tuple[str, int] = ("", 0)
    paragraph: int = -1
    numbers: set[float] = field(default_factory=set)
    around: dict[str, float] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    @property
    def first(self) -> Event:
        return self.events[0]

    def amount_in(self, finding: Finding) -> float | None:
        """The first amount of a finding that counts what the commitment counts."""
        unit = self.amounts[-1][1] if self.amounts else None
        return next((value for value, of, _, _, _ in finding.amounts if of == unit), None)

    @property
    def come(self) -> float:
        """How much of it has come in parts, as far as these were counted; a part that is told again counts once."""
        return sum(amount or 0.0 for _, amount in {(event.date, self.amount_in(event.finding)) for event in self.events if event.kind == "partly_delivered"})

    def day_of(self, finding: Finding, kind: str) -> str | None:
        """When a finding happened that is an event of this kind here: in the period that it names on the day of what is known to have happened then, and not before the commitment was made; what only recalls
        the making, on the day of that.  None where nothing tells."""
        day, last = finding.day, finding.last
        if day is None or last is None:
            return self.first.date if self.events and finding.retold and kind == self.first.kind else day
        known = [event for event in self.events if event.date and day <= event.date <= last]
        return next((event.date for event in known if event.kind == kind), day if not known or self.first not in known else max(day, self.first.date or day))


@cache
def generic() -> frozenset[str]:
    """Words for bodies, which many bear: "ministry", "city"."""
    return bodies() | {"city", "town", "region", "state", "company", "firm", "government", "country", "village", "district"}


def meet(one: set[str], other: set[str]) -> bool:
    """Whether two actors may be one: a word of a name in common; or a word for a body, where one of them has no other."""
    shared = one & other
    return bool(shared - generic()) or bool(shared and (one <= generic() or other <= generic()))


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
