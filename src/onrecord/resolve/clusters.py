"""Clusters of appearances whose names are alike: those with most evidence join first, until nothing speaks for another join.

The strongest evidence for and the strongest against count, from any pair of appearances of two clusters; what a person decided comes before both.
One office may follow another, and then the two nearest in time whose fields are known count; but two clusters whose days overlap hold theirs in turns, and all count as of one time.
The result depends on the set of nodes alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from onrecord.resolve.appearances import PERSON, Appearance, Key
from onrecord.resolve.evidence import LASTING, Evidence, Told, against_at_one_time, both_tell_fields, compare, has_followed, probability, weigh, years_between

NEVER = -1e6
MISSING = 10**7  # a day beyond all


@dataclass(slots=True)
class Bucket:
    """Appearances of one key in one year of which the reports tell the same."""

    first: Appearance
    told: Told
    members: set[Appearance] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

    def add(self, appearance: Appearance) -> bool:
        """Whether the first appearance or the days have changed."""
        before = self.first, self.told
        self.members.add(appearance)
        self.articles.add(appearance.article)
        self.first = min(self.first, appearance, key=lambda a: a.order)
        day, told = appearance.day, self.told
        if day and told.first and told.last and not told.first <= day <= told.last:
            self.told = Told(told.role, told.organization, told.country, min(day, told.first), max(day, told.last))
        return before != (self.first, self.told)


@dataclass
class Node:
    """Buckets that stay together; `labels` are a person's decisions that name its appearances."""

    key: Key
    buckets: list[Bucket]
    labels: frozenset[tuple[int, str]] = frozenset()

    @cached_property
    def first(self) -> Appearance:
        return min((bucket.first for bucket in self.buckets), key=lambda a: a.order)

    @cached_property
    def told(self) -> Told:
        told = self.buckets[0].told
        first = [b.told.first for b in self.buckets if b.told.first]
        last = [b.told.last for b in self.buckets if b.told.last]
        return Told(told.role, told.organization, told.country, min(first, default=None), max(last, default=None))

    def shares_article(self, other: "Node") -> bool:
        return any(not a.articles.isdisjoint(b.articles) for a in self.buckets for b in other.buckets)

    def members(self) -> Iterable[Appearance]:
        return (appearance for bucket in self.buckets for appearance in bucket.members)


@dataclass
class Cluster:
    """Nodes of one entity; `ties` has for each node the probability that it belongs here, and the reasons."""

    nodes: list[Node]
    ties: dict[int, tuple[float, tuple[str, ...]]]

    @cached_property
    def first(self) -> Appearance:
        return min((node.first for node in self.nodes), key=lambda a: a.order)


def pair_evidence(a: Node, b: Node, names: Evidence) -> list[Evidence]:
    """All that speaks for and against two nodes' being one."""
    found = [names, *compare(a.told, b.told)]
    if a.key.sort == PERSON and a.shares_article(b):
        found.append(Evidence(-2.5, "named apart in one report", LASTING) if a.key != b.key else Evidence(-6.0, "two of one name in one report", LASTING))
    return found


def cluster(nodes: Sequence[Node], names: Callable[[Key, Key], Evidence], together: Iterable[tuple[int, int]] = (), apart: Iterable[tuple[int, int]] = ()) -> list[Cluster]:
    """Clusters of nodes, which are given in the order of their first appearances.  `together` and `apart` are pairs that a person decided on, without contradiction."""
    n = len(nodes)
    if n == 1:
        return [Cluster(list(nodes), {id(nodes[0]): (1.0, ())})]
    pairs = {(i, j): pair_evidence(nodes[i], nodes[j], names(nodes[i].key, nodes[j].key)) for j in range(n) for i in range(j)}
    name, time, told_for, lasting, following, between, gap, decided = (np.zeros((n, n)) for _ in range(8))
    for (i, j), found in pairs.items():
        name[i, j] = sum(e.weight for e in found if e.about == "name")
        time[i, j] = sum(e.weight for e in found if e.about == "time")
        told_for[i, j] = sum(e.weight for e in found if e.about == "told" and e.weight > 0)
        lasting[i, j] = sum(e.weight for e in found if e.about == LASTING)
        following[i, j] = between[i, j] = sum(e.weight for e in found if e.about == "told" and e.weight < 0)
        years = years_between(nodes[i].told, nodes[j].told)
        gap[i, j] = years if years is not None and both_tell_fields(nodes[i].told, nodes[j].told) else MISSING
        if following[i, j] < 0 and has_followed(years):
            between[i, j] = min(following[i, j], against_at_one_time(nodes[i].told, nodes[j].told))
    for matrix in (name, time, told_for, lasting, following, between, gap):
        matrix += matrix.T
    for i, j in apart:
        decided[i, j] = decided[j, i] = NEVER
    first = np.array([node.told.first.toordinal() if node.told.first else MISSING for node in nodes])
    last = np.array([node.told.last.toordinal() if node.told.last else -MISSING for node in nodes])
    groups = [[i] for i in range(n)]
    alive = np.ones(n, dtype=bool)

    def join(i: int, j: int) -> None:
        i, j = min(i, j), max(i, j)
        groups[i] += groups[j]
        alive[j] = False
        nearest = np.where(gap[i] == gap[j], np.minimum(following[i], following[j]), np.where(gap[i] < gap[j], following[i], following[j]))
        following[i] = following[:, i] = nearest
        for matrix, merge in ((name, np.maximum), (time, np.maximum), (told_for, np.maximum), (lasting, np.minimum), (between, np.minimum), (gap, np.minimum), (decided, np.minimum)):
            matrix[i] = matrix[:, i] = merge(matrix[i], matrix[j])
        first[i], last[i] = min(first[i], first[j]), max(last[i], last[j])

    home = list(range(n))
    decisions = list(together)
    for i, j in decisions:
        a, b = home[i], home[j]
        if a != b:
            join(a, b)
            home = [min(a, b) if h in (a, b) else h for h in home]
    while alive.sum() > 1:
        in_turns = (first[:, None] <= last) & (last[:, None] >= first)
        total = name + time + told_for + lasting + np.where(in_turns, between, following) + decided
        total[~alive] = total[:, ~alive] = NEVER
        np.fill_diagonal(total, NEVER)
        best = int(total.argmax())
        if total.flat[best] <= 0:
            break
        join(*divmod(best, n))
    by_hand = {i for pair in decisions for i in pair}
    clusters = []
    for i in np.flatnonzero(alive).tolist():
        ties: dict[int, tuple[float, tuple[str, ...]]] = {}
        for k in (members := sorted(groups[i])):
            if k in by_hand or len(members) == 1:
                ties[id(nodes[k])] = 1.0, ("a person's decision",) if k in by_hand else ()
            else:
                weight, reasons = weigh([pairs[min(k, m), max(k, m)] for m in members if m != k])
                ties[id(nodes[k])] = round(probability(weight), 4), reasons
        clusters.append(Cluster([nodes[k] for k in members], ties))
    return clusters
