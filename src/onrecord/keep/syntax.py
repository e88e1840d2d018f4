"""The language of queries: words, "phrases", prefix*, AND, OR, NOT and parentheses.  Words side by side are all asked for.

Nothing is a syntax error: an open quotation mark or parenthesis ends with the query, an operator without words is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.keep.words import cut

MOST_WORDS = 200
DEEPEST = 8  # open parentheses; the parser of FTS5 has a stack of 100
_PIECE = re.compile(r'"([^"]*)"?(\*?)|([()])|([^\s()"]+)')
_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, folded; the last may be the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of a query: `AND`, all of them; `OR`, any; `NOT`, the first and not the second."""

    operator: str
    parts: "tuple[Phrase | Joined, ...]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as an index is asked: rows that match `tree`, or, if `negated`, those that do not.  `phrases` are what a hit may hold, and `against` what it
    would have to lack."""

    tree: Phrase | Joined
    negated: bool
    phrases: tuple[Phrase, ...]
    against: tuple[Phrase, ...] = ()


def parse(query: str) -> Asked | None:
    """What is asked for, None where the query holds no word.  Raises UsageError where it is too long or too deep."""
    reader = _Reader(query)
    return reader.either(0)


class _Reader:
    def __init__(self, query: str):
        self.words = 0
        self.pieces = list(_pieces(query))
        self.at = 0

    def either(self, depth: int) -> Asked | None:
        """Parts with OR between them."""
        if depth > DEEPEST:
            raise UsageError(f"a query may hold {DEEPEST} parentheses in each other, and no more")
        found = [self._all(depth)]
        while self._next() == "OR":
            self.at += 1
            found.append(self._all(depth))
        return _join_or([part for part in found if part])

    def _all(self, depth: int) -> Asked | None:
        """Parts side by side, or with AND between them."""
        found: list[Asked] = []
        negated = False
        while (piece := self._next()) is not None and piece != "OR" and (piece != ")" or not depth):
            self.at += 1
            if piece == "NOT":
                negated = not negated
            elif piece not in ("AND", ")"):
                part = self._part(piece, depth)
                if part:
                    found.append(_negate(part) if negated else part)
                negated = False
        return _join_and(found)

    def _part(self, piece: "str | Phrase", depth: int) -> Asked | None:
        if piece == "(":
            part = self.either(depth + 1)
            self.at += self._next() == ")"
            return part
        assert isinstance(piece, Phrase)
        if not piece.words:
            return None
        self.words += len(piece.words)
        if self.words > MOST_WORDS:
            raise UsageError(f"a query may hold {MOST_WORDS} words, and this one holds more: search for the rarest of them")
        return Asked(piece, False, (piece,))

    def _next(self) -> "str | Phrase | None":
        return self.pieces[self.at] if self.at < len(self.pieces) else None


def _pieces(query: str) -> "Iterator[str | Phrase]":
    """Operators and parentheses as they are, words and phrases as phrases: "tug-boat" is two words in a row."""
    for match in _PIECE.finditer(query):
        quoted, star, bracket, word = match.groups()
        if bracket:
            yield bracket
        elif word in _OPERATORS:
            yield word
        else:
            words = tuple(found.folded for found in cut(word or quoted or ""))
            yield Phrase(words, bool(star) or (word or quoted or "").rstrip().endswith("*"))


def _negate(part: Asked) -> Asked:
    return Asked(part.tree, not part.negated, part.against, part.phrases)


def _join_and(parts: list[Asked]) -> Asked | None:
    """An index knows no negation by itself, only `x NOT y`: two negated parts are the negation of either."""
    return _join(parts, negated=False)


def _join_or(parts: list[Asked]) -> Asked | None:
    """`x OR NOT y` is all but the `y` that are not `x`."""
    return _join(parts, negated=True)


def _join(parts: list[Asked], *, negated: bool) -> Asked | None:
    """The parts that are negated as told make up the tree, less the others; where there are none, the others do, the other way round."""
    chief, rest = [p for p in parts if p.negated == negated], [p for p in parts if p.negated != negated]
    phrases = tuple(phrase for part in parts for phrase in part.phrases)
    against = tuple(phrase for part in parts for phrase in part.against)
    if not parts:
        return None
    if not chief:
        return Asked(_chain(rest, "OR"), not negated, phrases, against)
    tree = _chain(chief, "AND")
    if rest:
        tree = Joined("NOT", (tree, _chain(rest, "OR")))
    return Asked(tree, negated, phrases, against)


def _chain(parts: list[Asked], operator: str) -> Phrase | Joined:
    """One of them stands as it is, so that the tree grows no deeper than the query."""
    return parts[0].tree if len(parts) == 1 else Joined(operator, tuple(part.tree for part in parts))
