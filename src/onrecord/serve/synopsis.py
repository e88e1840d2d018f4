"""The wordings of an utterance side by side, as editors lay out the witnesses of a text: what all have in common goes across, and where they differ each has a cell of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.follow.alignment import Op
from onrecord.follow.utterances import Version
from onrecord.follow.wording import Change, Wording
from onrecord.follow.words import cut


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one wording beside those of the reference: kept, left out (`drop`, without words), added or put in their place.  `moved`: kept, but set in quotation marks (`marked`) or not, otherwise than there."""

    op: Op
    words: str
    moved: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch: what every wording has alike, else a cell for each wording."""

    shared: str | None
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Synopsis:
    """`columns`: the versions of each wording, in the order of their reports; `left_out` is the number of wordings that have no column."""

    columns: tuple[tuple[Version, ...], ...]
    rows: tuple[Row, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A change with the words of the reference for which it stands, by their numbers."""

    start: int
    end: int
    change: Change


def lay_out(wording: Wording, most: int = 12) -> Synopsis:
    """Of more than `most` wordings the earliest, the reference and the fullest, and then those of which most reports tell."""
    found: dict[tuple[Change, ...], list[Version]] = {}
    for each in wording.versions:
        found.setdefault(each.changes, []).append(each.version)
    named = {wording.earliest, wording.reference, wording.fullest}
    order = sorted(found, key=lambda changes: (named.isdisjoint(version.statement.id for version in found[changes]), -len(found[changes])))
    chosen = set(order[:most])
    columns = {changes: versions for changes, versions in found.items() if changes in chosen}
    units = [list(_units(changes)) for changes in columns]
    size = max((unit.end for of in units for unit in of), default=0)
    bounds = _bounds(units, size)
    stretches = [(at, at) for at in (0,)] + [stretch for start, end in zip(bounds, bounds[1:]) for stretch in ((start, end), (end, end))]
    rows = []
    for stretch in stretches:
        cells = tuple(tuple(_pieces(of, stretch)) for of in units)
        if any(cells):
            rows.append(Row(_shared(cells), cells))
    return Synopsis(tuple(map(tuple, columns.values())), tuple(rows), len(found) - len(columns))


def _units(changes: Sequence[Change]) -> Iterator[_Unit]:
    at = 0
    for change in changes:
        size = len(cut(change.reference))
        yield _Unit(at, at + size, change)
        at += size


def _bounds(units: Sequence[Sequence[_Unit]], size: int) -> list[int]:
    """Where one may cut through all wordings: where something begins or ends in one of them, and in none lies within what cannot be parted."""
    places = {0, size} | {place for of in units for unit in of for place in (unit.start, unit.end)}
    whole = [unit for of in units for unit in of if not _can_be_parted(unit)]
    return sorted(place for place in places if not any(unit.start < place < unit.end for unit in whole))


def _can_be_parted(unit: _Unit) -> bool:
    return unit.change.op == "drop" or (unit.change.op == "keep" and len(cut(unit.change.version)) == unit.end - unit.start)


def _pieces(units: Sequence[_Unit], stretch: tuple[int, int]) -> Iterator[Piece]:
    """What a wording has for a stretch of the reference; additions stand in the stretch without words at their place, or in the one that goes over it."""
    start, end = stretch
    for unit in units:
        change = unit.change
        if unit.start == unit.end:
            if start < unit.start < end or start == end == unit.start:
                yield Piece("add", change.version)
            continue
        first, last = max(start, unit.start), min(end, unit.end)
        if first >= last:
            continue
        if change.op == "drop":
            yield Piece("drop", "")
        elif change.op == "keep":
            words = change.version if (first, last) == (unit.start, unit.end) else _part(change.version, first - unit.start, last - unit.start)
            yield Piece("keep", words, change.moved, change.marked)
        else:
            yield Piece("replace", change.version)


def _part(text: str, first: int, last: int) -> str:
    words = cut(text)
    return text[words[first].start : words[last - 1].end]


def _shared(cells: Sequence[Sequence[Piece]]) -> str | None:
    """The words of the first wording, where no other one has something else."""
    if any(piece.op != "keep" or piece.moved for cell in cells for piece in cell) or not all(cells):
        return None
    return " ".join(piece.words for piece in cells[0])
