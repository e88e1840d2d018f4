"""What many queries ask for, a portion at a time, since one query takes only so many values."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_ONCE = 400
T = TypeVar("T")


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """Some at a time, in their order."""
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
