"""Statements that are tied in pairs make groups: those with the strongest ties on the average first (average linkage: Sokal and Michener, 1958), and of one report no more than one statement.

Two statements that were compared, and are not tied, speak against one group, so that no chain of weak ties leads from one occasion to the next.  A report tells a thing once, as a rule, so that two of its statements are two utterances, however many ties lead from the one to the other; but one that lies within another is told with it.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)
Report = TypeVar("Report", bound=Hashable)
Link = tuple[int, int, int]  # between two groups: the sum of the weights of their ties, how many these are, and how many of them are of reports of which it is known that they were compared
UNTIED = -5_000  # log odds, in thousandths, for which two statements without a tie count; chosen on the storylines of `training/fit_utterances.py`, each judged by the others


class Joining(Generic[Item, Report]):
    """Groups of statements that grow.  `reports` tells the report of each, and `within` which other statement of the report holds it, if one does.  `compared` are, for a report, those with which it was compared,
    each named with the other, and `days` its day as a number: reports more than `apart` days from each other are of two occasions.  What is not told there counts for nothing."""

    def __init__(
        self, reports: Mapping[Item, Report], within: Mapping[Item, Item], compared: Mapping[Report, Collection[Report]] | None = None, days: Mapping[Report, int] | None = None, apart: int = 0
    ):
        self.reports, self.within, self.compared, self.days, self.apart = reports, within, compared or {}, days or {}, apart
        self._home: dict[Item, Item] = {}
        self._members: dict[Item, dict[Report, list[Item]]] = {}
        self._foes: dict[Item, set[Item]] = {}

    def root(self, item: Item) -> Item:
        """The statement that stands for the group of one; it changes as the group grows."""
        while (home := self._home.get(item, item)) != item:
            self._home[item] = self._home.get(home, home)
            item = self._home[item]
        return item

    def part(self, one: Item, other: Item) -> None:
        """Keep two apart, whatever ties them later."""
        for a, b in ((one, other), (other, one)):
            self._foes.setdefault(self.root(a), set()).add(b)

    def join(self, one: Item, other: Item, surely: bool = False) -> bool:
        """Make the groups of two one, and tell whether they are it now; `surely`: whatever speaks against it."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if len(self._of(a)) < len(self._of(b)):
            a, b = b, a
        if not surely and self._against(a, b):
            return False
        self._home[b] = a
        for report, items in self._members.pop(b).items():
            self._members[a].setdefault(report, []).extend(items)
        if foes := self._foes.pop(b, None):
            self._foes.setdefault(a, set()).update(foes)
        return True

    def connect(self, ties: Iterable[tuple[int, Item, Item]], order: Mapping[Item, str]) -> None:
        """Join what ties connect, each a weight in thousandths and its two statements, as long as what is told of two groups speaks for one on the average; of equals those come first of which a statement does by `order`."""
        links: dict[Item, dict[Item, Link]] = {}
        first: dict[Item, str] = {}
        for weight, one, other in ties:
            a, b = self.root(one), self.root(other)
            if a != b:
                links.setdefault(a, {})[b] = links.setdefault(b, {})[a] = _add(links.get(a, {}).get(b), self._link(weight, one, other))
                first |= {home: min(first.get(home, order[item]), order[item]) for item, home in ((one, a), (other, b))}
        age = dict.fromkeys(links, 0)
        waiting: list[tuple[float, str, str, int, Item, Item, int, int]] = []

        def wait(a: Item, b: Item) -> None:
            a, b = sorted((a, b), key=first.__getitem__)
            if (mean := self._mean(a, b, links[a][b])) >= 0:
                heapq.heappush(waiting, (-mean, first[a], first[b], len(waiting), a, b, age[a], age[b]))

        for a, b in [(a, b) for a, others in links.items() for b in others if first[a] <= first[b]]:
            wait(a, b)
        while waiting:
            *_, a, b, older, younger = heapq.heappop(waiting)
            if (age.get(a), age.get(b)) != (older, younger) or not self.join(a, b):
                continue
            home = self.root(a)
            gone = b if home == a else a
            first[home] = min(first[a], first[b])
            age[home] += 1
            del age[gone], links[home][gone]
            for other, link in links.pop(gone).items():
                if other != home:
                    del links[other][gone]
                    links[home][other] = links[other][home] = _add(links[home].get(other), link)
            for other in links[home]:
                wait(home, other)

    def _link(self, weight: int, one: Item, other: Item) -> Link:
        here, there = self.reports[one], self.reports[other]
        return weight, 1, int(there in self.compared.get(here, ()))

    def _mean(self, a: Item, b: Item, link: Link) -> float:
        """What speaks for one group on the average of all pairs of two of which something is known."""
        weight, ties, known = link
        untied = self._known(a, b) - known
        return (weight + UNTIED * untied) / (ties + untied)

    def _known(self, a: Item, b: Item) -> int:
        """How many pairs of statements of two groups were compared, or are too far apart to be of one occasion."""
        mine, theirs = sorted((self._of(a), self._of(b)), key=len)
        met = sum(len(items) * len(theirs[report]) for of, items in mine.items() for report in theirs.keys() & self.compared.get(of, ()))
        days = [Counter[int]() for _ in "ab"]
        for side, count in zip((mine, theirs), days, strict=True):
            for report, items in side.items():
                if report in self.days:
                    count[self.days[report]] += len(items)
        return met + sum(n * m for day, n in days[0].items() for other, m in days[1].items() if abs(day - other) > self.apart)

    def _of(self, root: Item) -> dict[Report, list[Item]]:
        return self._members.setdefault(root, {self.reports[root]: [root]})

    def _against(self, a: Item, b: Item) -> bool:
        mine, theirs = self._members[a], self._members[b]
        if any(self.root(foe) == b for foe in self._foes.get(a, ())):
            return True
        return any(not self._nested(x, y) for report, items in theirs.items() for y in items for x in mine.get(report, ()))

    def _nested(self, one: Item, other: Item) -> bool:
        return any(self._holds(a, b) for a, b in ((one, other), (other, one)))

    def _holds(self, outer: Item, inner: Item) -> bool:
        seen = set()
        while inner in self.within and inner not in seen:
            seen.add(inner)
            inner = self.within[inner]
            if inner == outer:
                return True
        return False


def _add(one: Link | None, other: Link) -> Link:
    return other if one is None else (one[0] + other[0], one[1] + other[1], one[2] + other[2])
