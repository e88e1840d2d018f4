"""How long it took: the Kaplan–Meier estimate, in which what is still open counts as long as it was watched.

E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical Association 53 (1958), 457–481.  Written out here, since the libraries that
have it bring scipy and pandas.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Durations:
    """Days until something happened: `n` that were watched, `ended` of them; quartiles are None where not so many have ended."""

    n: int
    ended: int
    lower: int | None
    median: int | None
    upper: int | None


def survival(observed: Iterable[tuple[int, bool]]) -> list[tuple[int, float]]:
    """Days, and the estimated share to which it has not happened after so many; observed: (days, whether it happened then, or was only watched so long)."""
    rows = sorted(observed)
    left, share, curve = len(rows), 1.0, []
    for day, same in groupby(rows, key=lambda row: row[0]):
        ended = [happened for _, happened in same]
        if ends := sum(ended):
            share *= 1 - ends / left
            curve.append((day, share))
        left -= len(ended)
    return curve


def quantile(curve: Sequence[tuple[int, float]], share: float) -> int | None:
    """The first day on which at least this share has happened; None where it has not come to that."""
    return next((day for day, left in curve if left <= 1 - share + 1e-12), None)


def durations(observed: Iterable[tuple[int, bool]]) -> Durations:
    rows = list(observed)
    curve = survival(rows)
    return Durations(len(rows), sum(ended for _, ended in rows), *(quantile(curve, share) for share in (0.25, 0.5, 0.75)))
