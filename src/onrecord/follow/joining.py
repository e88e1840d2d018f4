"""Statements that are tied in pairs make groups: the strongest ties first, and of one report no more than one statement.

A report tells a thing once, as a rule, so that two of its statements are two utterances, however many ties lead from the one to the other; but one that lies within another is told with it.
"""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Joining(Generic[Item]):
    """Groups of statements that grow.  `reports` tells the report of each, and `within` which other statement of the report holds it, if one does."""

    def __init__(self, reports: Mapping[Item, Hashable], within: Mapping[Item, Item]):
        self.reports, self.within = reports, within
        self._home: dict[Item, Item] = {}
        self._members: dict[Item, dict[Hashable, list[Item]]] = {}
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

    def _of(self, root: Item) -> dict[Hashable, list[Item]]:
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
