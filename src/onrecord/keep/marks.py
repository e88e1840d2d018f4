"""What filters ask of a statement, in two bytes, so that a million are looked through in memory: its kind, mode and act, and about how sure it is."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from onrecord.keep.query import Query
from onrecord.keep.schema import ACTS, KINDS, MODES

MARK = 2  # bytes
NO_ACT = 15
SURE = 1_000_000  # of a probability, as it is kept
_STEPS = 255


def marks_of(rows: Iterable[Sequence[Any]]) -> bytes:
    """Of statements in their order: kind, mode and act by number (no act is None), confidence in millionths; what is no number (in a file that was altered) counts as 0."""
    marks = bytearray()
    for kind, mode, act, confidence in rows:
        marks += bytes((_number(kind) & 3 | (_number(mode) & 3) << 2 | (NO_ACT if act is None else _number(act) & 15) << 4, _step(_number(confidence))))
    return bytes(marks)


def fitting(marks: np.ndarray, query: Query) -> np.ndarray | None:
    """(N,), which of the statements with such marks (N, MARK) may pass a query's filters of kind, mode, act and confidence: all that do, and a few that are just not sure enough, or just too sure; None where it has no such filter."""
    numbers = np.arange(256)
    wanted = np.ones(256, dtype=bool)
    for values, names, value in ((query.kind, KINDS, numbers & 3), (query.mode, MODES, numbers >> 2 & 3), (query.act, ACTS, numbers >> 4)):
        if values:
            wanted &= np.isin(value, [names.index(each) for each in values])
    fit: np.ndarray | None = None if wanted.all() else wanted[marks[:, 0]]
    if query.min_confidence:
        sure = marks[:, 1] >= _step(round(query.min_confidence * SURE))
        fit = sure if fit is None else fit & sure
    if query.max_confidence < 1:
        unsure = marks[:, 1] <= _step(round(query.max_confidence * SURE))
        fit = unsure if fit is None else fit & unsure
    return fit


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _step(confidence: int) -> int:
    return min(max(confidence, 0), SURE) * _STEPS // SURE
