"""Statements that are tied in pairs make groups: those with the strongest ties on the average first (average linkage: Sokal and Michener, 1958), and of one report no more than one statement.

Two statements that were compared, and are not tied, speak against one group, so that no chain of weak ties leads from one occasion to the next.  A report tells a thing once, as a rule, so that two of its statements are two utterances, however many ties lead from the one to the other; but one that lies within another is told with it.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)
Report = TypeVar("Report", bound=Hashable)
Link = tuple[int, int, int]  # between two groups: the sum of the weights of their ties, how many these are, and how many pairs without a tie are of reports that were compared
Links = dict[Item, dict[Item, Link]]
Place = tuple[float, str, str, Item, Item]  # of two groups among those that wait for being joined: less is sooner
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
        self._days: dict[Item, Counter[int]] = {}

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
        if a in self._days:
            self._days[a].update(self._days_of(b))
        for report, items in self._members.pop(b).items():
            self._members[a].setdefault(report, []).extend(items)
        self._days.pop(b, None)
        if foes := self._foes.pop(b, None):
            self._foes.setdefault(a, set()).update(foes)
        return True

    def connect(self, ties: Iterable[tuple[int, Item, Item]], order: Mapping[Item, str]) -> None:
        """Join what ties connect, each a weight in thousandths and its two statements, as long as what is told of two groups speaks for one on the average; of equals those come first of which a statement does by `order`."""
        links: Links[Item] = {}
        first: dict[Item, str] = {}
        for weight, one, other in ties:
            a, b = self.root(one), self.root(other)
            if a != b:
                _add(links, a, b, (weight, 1, -int(self.reports[other] in self.compared.get(self.reports[one], ()))))
                first |= {home: min(first.get(home, order[item]), order[item]) for item, home in ((one, a), (other, b))}
        for tied in _connected(links):
            self._add_compared(links, tied)
        waiting: list[Place[Item]] = []
        last: dict[tuple[Item, Item], Place[Item]] = {}  # of a pair in `waiting`

        def place(a: Item, b: Item) -> Place[Item]:
            a, b = sorted((a, b), key=first.__getitem__)
            return -self._mean(a, b, links[a][b]), first[a], first[b], a, b

        def wait(placed: Place[Item]) -> None:
            if placed[0] <= 0:
                last[placed[3:]] = placed
                heapq.heappush(waiting, placed)

        for a, b in [(a, b) for a, others in links.items() for b in others if first[a] <= first[b]]:
            wait(place(a, b))
        while waiting:
            placed = heapq.heappop(waiting)
            a, b = placed[3:]
            if b not in links.get(a, ()) or last[a, b] != placed:
                continue
            if (now := place(a, b)) != placed:  # days that have come in since speak against it
                wait(now)
                continue
            if not self.join(a, b):
                continue
            home = self.root(a)
            gone = b if home == a else a
            touched = links.pop(gone)
            del touched[home], links[home][gone]
            for other, link in touched.items():
                del links[other][gone]
                _add(links, home, other, link)
            earlier = first[gone] < first[home]
            first[home] = min(first[home], first[gone])
            for other in links[home] if earlier else touched:
                wait(place(home, other))

    def _add_compared(self, links: "Links[Item]", groups: Iterable[Item]) -> None:
        """Add to the links between some groups how many of their pairs of statements were compared."""
        found: dict[Report, list[tuple[Item, int]]] = {}
        for group in groups:
            for report, items in self._of(group).items():
                found.setdefault(report, []).append((group, len(items)))
        for here, mine in found.items():
            for there in found.keys() & self.compared.get(here, ()):
                for a, n in mine:
                    for b, m in found[there]:
                        if a != b:  # each pair comes once from either side
                            links[a][b] = _sum(links[a].get(b), (0, 0, n * m))

    def _mean(self, a: Item, b: Item, link: Link) -> float:
        """What speaks for one group on the average of all pairs of two of which something is known; below 0 where nothing ties them."""
        weight, ties, untied = link
        untied += self._too_far(a, b)
        return (weight + UNTIED * untied) / (ties + untied) if ties else -1.0

    def _too_far(self, a: Item, b: Item) -> int:
        """How many pairs of statements of two groups are too far apart in time to be of one occasion."""
        return sum(n * m for day, n in self._days_of(a).items() for other, m in self._days_of(b).items() if abs(day - other) > self.apart)

    def _days_of(self, root: Item) -> Counter[int]:
        """How many statements of a group are of each day."""
        if root not in self._days:
            self._days[root] = Counter[int]()
            for report, items in self._of(root).items():
                if report in self.days:
                    self._days[root][self.days[report]] += len(items)
        return self._days[root]

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


def _add(links: "Links[Item]", a: Item, b: Item, link: Link) -> None:
    for one, other in ((a, b), (b, a)):
        of = links.setdefault(one, {})
        of[other] = _sum(of.get(other), link)


def _sum(one: Link | None, other: Link) -> Link:
    return other if one is None else (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _connected(links: "Links[Item]") -> Iterator[set[Item]]:
    """The groups that ties lead from one to the other, by whatever way."""
    left = set(links)
    while left:
        found = {left.pop()}
        ahead = list(found)
        while ahead:
            beyond = links[ahead.pop()].keys() - found
            found |= beyond
            ahead += beyond
        left -= found
        yield found
