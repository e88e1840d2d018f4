"""What the work is cut into: units, each of which becomes a shard; and the plan that a folder of shards keeps, so that a run which was broken off is gone on with."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from onrecord.errors import InputError, UsageError
from onrecord.read.limits import Limits

MOST, LEAST = 16 * 1024 * 1024, 4 * 1024  # bytes of a unit: what is done again when a worker dies, and what is worth a file
FILES = 2_000  # of a unit, at most
SHARES = 8  # units for each worker, where there is little to do
SPLIT = (".jsonl", ".parquet")  # files of which a piece can be read by itself
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or of a file of JSONL the lines, and of Parquet the row groups, that begin in `start` to `end` (bytes).

    `name` is what the file was given as and is told by, `address` where every machine finds it, `size` its length in bytes.
    """

    name: str
    address: str
    size: int
    start: int = 0
    end: int | None = None

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Unit:
    number: int
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """Of its shard."""
        return f"shard-{self.number:06}.parquet"

    @property
    def size(self) -> int:
        return sum(map(_weight, self.parts))

    def __str__(self) -> str:
        more = f" and {len(self.parts) - 1} more" if len(self.parts) > 1 else ""
        return f"{self.parts[0].name}{more}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the statements of a shard depend on beside its reports: they have to be the same for all shards of a folder."""

    model: str
    min_confidence: float
    fields: dict[str, str]
    max_bytes: int

    @staticmethod
    def of(model: str, min_confidence: float, limits: Limits) -> "Settings":
        return Settings(model, min_confidence, dict(sorted(limits.fields.items())), limits.max_bytes)


@dataclass(frozen=True, slots=True)
class Plan:
    settings: Settings
    units: tuple[Unit, ...] = ()

    def extended(self, parts: Iterable[Part], size: int) -> tuple["Plan", list[InputError]]:
        """With units of so many bytes for files that it does not have, and what is wrong with files that it has: their length is another one now."""
        known = {part.address: part for unit in self.units for part in unit.parts}
        changed, new = [], []
        for part in parts:
            if part.address not in known:
                new.append(part)
            elif known[part.address].size != part.size:
                changed.append(InputError(part.name, "has another length than when the folder was begun", "name another folder with --out, and give it alone"))
        units = [Unit(number, chosen) for number, chosen in enumerate(_grouped(new, size), len(self.units) + 1)]
        return Plan(self.settings, (*self.units, *units)), changed

    def to_json(self) -> bytes:
        units = [[[part.name, part.address, part.size, part.start, part.end] for part in unit.parts] for unit in self.units]
        return json.dumps({"format": FORMAT, "settings": asdict(self.settings), "units": units}).encode()

    @staticmethod
    def from_json(told: bytes, folder: str, settings: Settings) -> "Plan":
        """Raises UsageError where it is none, or has other settings."""
        try:
            row = json.loads(told)
            if row["format"] != FORMAT:
                raise ValueError
            before = Settings(**row["settings"])
            units = tuple(Unit(number, tuple(Part(*part) for part in parts)) for number, parts in enumerate(row["units"], 1))
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{folder} has a plan that this version of onrecord does not read: name another folder with --out") from None
        for name, was in asdict(before).items():
            if was != (now := getattr(settings, name)):
                raise UsageError(f"{folder} was begun with {name} {was!r}, and not {now!r}: go on with that, or name another folder with --out")
        return Plan(before, units)


@dataclass(slots=True)
class _Group:
    parts: list[Part] = field(default_factory=list)
    size: int = 0


def unit_size(total: int, workers: int) -> int:
    """Bytes of a unit, so that few reports too keep all workers at work."""
    return max(LEAST, min(MOST, total // (workers * SHARES)))


def _grouped(parts: Iterable[Part], size: int) -> Iterator[tuple[Part, ...]]:
    """In order: small files together, large ones of which lines can be told apart in pieces."""
    group = _Group()
    for part in parts:
        for piece in _pieces(part, size):
            if group.parts and (group.size + _weight(piece) > size or len(group.parts) >= FILES):
                yield tuple(group.parts)
                group = _Group()
            group.parts.append(piece)
            group.size += _weight(piece)
    if group.parts:
        yield tuple(group.parts)


def _weight(part: Part) -> int:
    return part.size if part.end is None else part.end - part.start


def _pieces(part: Part, size: int) -> Iterator[Part]:
    if part.suffix not in SPLIT or part.size <= size:
        yield part
        return
    count = -(-part.size // size)
    edges = [part.size * i // count for i in range(count + 1)]
    for start, end in zip(edges, edges[1:]):
        yield Part(part.name, part.address, part.size, start, end)
