"""What is wrong with many lines of a file alike, of which none can be read, is told once: a field was named that none has, or the file is of another kind."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from onrecord.errors import InputError

HELD = 1_000  # faults of one reason that are held back until something is read; when there are more, they are told at once even then

Item = TypeVar("Item")


def told_once(name: str, found: Iterable[Item | InputError]) -> Iterator[Item | InputError]:
    """As `found`, in order; but where nothing of a file can be read, faults of its lines that have one reason are told as one of the file, with how many they are and the first of them."""
    items = iter(found)
    held: dict[str, list[InputError]] = {}
    counts: dict[str, int] = {}
    first: list[Item] = []
    for item in items:
        if not isinstance(item, InputError):
            first.append(item)
            break
        counts[item.reason] = counts.get(item.reason, 0) + 1
        same = held.setdefault(item.reason, [])
        if len(same) < HELD:
            same.append(item)
    for reason, same in held.items():
        if counts[reason] <= (HELD if first else 1):
            yield from same
        else:
            place = same[0].name.removeprefix(name).strip()
            yield InputError(name, f"{reason}, {counts[reason]} times, first in {place}", same[0].advice, same[0].source)
    yield from first
    yield from items
