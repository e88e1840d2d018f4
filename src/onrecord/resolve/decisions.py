"""What people decided about entities: dated rows that say who and why.  Nothing is erased: an undoing is a row of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.errors import UsageError


@dataclass(frozen=True, slots=True)
class Decision:
    """That appearances (by id) are one entity (`merge`: left with right) or two (`split`), or that an earlier decision no longer holds (`undo`)."""

    number: int
    act: Literal["merge", "split", "undo"]
    on: str
    who: str
    why: str
    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    undoes: int | None = None


class Decisions:
    """Every decision in order, and which of them hold."""

    def __init__(self, rows: Iterable[Decision] = ()) -> None:
        self.rows: list[Decision] = []
        self.of: dict[str, list[tuple[int, str]]] = {}
        for row in rows:
            self.rows.append(row)
            self._index(row)

    def add(self, act: Literal["merge", "split", "undo"], on: str, who: str, why: str, left: Iterable[str] = (), right: Iterable[str] = (), undoes: int | None = None) -> Decision:
        if not all(isinstance(told, str) and told.strip() for told in (on, who, why)):
            raise UsageError(f"a {act} needs a date, who decided it and why")
        row = Decision(len(self.rows) + 1, act, on, who, why, frozenset(left), frozenset(right), undoes)
        self.rows.append(row)
        self._index(row)
        return row

    def _index(self, row: Decision) -> None:
        if row.undoes is not None:
            undone = self.rows[row.undoes - 1]
            for appearance in undone.left | undone.right:
                self.of[appearance] = [label for label in self.of[appearance] if label[0] != row.undoes]
        for side, appearances in (("left", row.left), ("right", row.right)):
            for appearance in appearances:
                self.of.setdefault(appearance, []).append((row.number, side))

    def undo(self, number: int, on: str, who: str, why: str) -> Decision:
        if not 1 <= number <= len(self.rows) or self.rows[number - 1].act == "undo":
            raise UsageError(f"there is no merge or split with the number {number}")
        if any(row.undoes == number for row in self.rows):
            raise UsageError(f"decision {number} has been undone already")
        return self.add("undo", on, who, why, undoes=number)

    def labels(self, appearance: str) -> frozenset[tuple[int, str]]:
        """Decisions in force that name an appearance, with the side on which they name it."""
        return frozenset(self.of.get(appearance, ()))

    def constraints(self, labels: Sequence[frozenset[tuple[int, str]]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Pairs of nodes, given by their labels, that belong together and apart; where decisions contradict each other, the later holds."""
        home = list(range(len(labels)))
        together: list[tuple[int, int]] = []
        apart: set[tuple[int, int]] = set()
        numbers = sorted({number for some in labels for number, _ in some}, reverse=True)
        for number in numbers:
            left = [i for i, some in enumerate(labels) if (number, "left") in some]
            right = [i for i, some in enumerate(labels) if (number, "right") in some]
            splits = self.rows[number - 1].act == "split"
            for one in (left, right) if splits else (left + right,):
                for i in one[1:]:
                    a, b = home[one[0]], home[i]
                    if a != b and not any({home[x], home[y]} == {a, b} for x, y in apart):
                        together.append((one[0], i))
                        home = [a if h == b else h for h in home]
            if splits:
                apart |= {(i, j) for i in left for j in right if home[i] != home[j]}
        return together, sorted(apart)
