"""What coded sheets say: how right the model is, how much of what is said it finds, and how far the coders agree.

Intervals are percentiles of the bootstrap over reports (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13), since statements of one report are not independent.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.coding.alpha import alpha_of, coincidences, encode
from onrecord.coding.sampling import CODED
from onrecord.errors import InputError

ROUNDS = 2_000
YES, NO, MISSED = "yes", "no", "missed"
_SAME = {"y": YES, "1": YES, "true": YES, "right": YES, "n": NO, "0": NO, "false": NO, "wrong": NO, "m": MISSED}
Sheet = Sequence[Mapping[str, str]]

_MARKED = {YES, *(given for given, value in _SAME.items() if value == YES)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1 (an alpha may be less), with its 95 % interval, of `n` units; None where there is nothing to tell it from."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int


def judge(sheets: Mapping[str, Sheet], key: Sheet = (), *, seed: int = 0) -> tuple[Figure, ...]:
    """`sheets` by coder; `key` is what `onrecord sample` wrote beside the sheet.  Raises InputError where a cell is none that it can be, or two rows have one id.

    Precision: right statements among those coded, each weighted by how many it stands for.  Recall: right statements among these and the missed ones, in reports that were coded whole.  With several
    coders a statement is right, missed or of a class where most say so, and is left out where no more say so than not.  Accuracy of kind, mode, act and speaker: of statements that are right, how often the
    coders and the model say the same.  Alpha: between coders, for each of what they coded.
    """
    coded = {coder: _checked(coder, sheet) for coder, sheet in sheets.items()}
    told = {row["id"]: row for row in key}
    rows = {id: row for sheet in coded.values() for id, row in sheet.items()}
    reports = {id: row.get("report", "") for id, row in rows.items()}
    agreed = {name: {id: value for id in rows if (value := _most([sheet[id][name] for sheet in coded.values() if id in sheet]))} for name in CODED}
    weights = {id: _weight(told[id]) if id in told else 1.0 for id in rows}
    draw = np.random.default_rng(seed)
    found = {id: value for id, value in agreed["right"].items() if value in (YES, NO)}
    figures = [_share("precision", {id: value == YES for id, value in found.items()}, reports, weights, draw)]
    fully = {reports[id] for id, row in rows.items() if _plain(row.get("whole", "")) in _MARKED}
    whole = {id: value for id, value in agreed["right"].items() if reports[id] in fully and value in (YES, MISSED)}
    figures.append(_share("recall", {id: value == YES for id, value in whole.items()}, reports, dict.fromkeys(whole, 1.0), draw))
    for name in CODED[1:]:
        same = {id: value == _plain(told[id].get(name, "")) for id, value in agreed[name].items() if id in told and agreed["right"].get(id) == YES}
        if same:
            figures.append(_share(f"accuracy of {name}", same, reports, weights, draw))
    if len(coded) > 1:
        for name in CODED:
            figures.append(_alpha(name, coded, reports, draw))
    return tuple(figures)


def _checked(coder: str, sheet: Sheet) -> dict[str, dict[str, str]]:
    """Rows by id, what is coded in plain form; a missed statement, which has no id, is known by report and content."""
    rows: dict[str, dict[str, str]] = {}
    for number, row in enumerate(sheet, 2):
        right = _plain(row.get("right", ""))
        right = _SAME.get(right, right)
        if right not in ("", YES, NO, MISSED):
            raise InputError(f"{coder} row {number}", f"has {right!r} for right", "write yes, no or missed")
        id = row.get("id", "").strip()
        if not id:
            if not any(row.values()):
                continue
            if right != MISSED:
                raise InputError(f"{coder} row {number}", "has no id", "a row of your own is for a statement that was missed: write missed for right")
            id = f"missed: {row.get('report', '')} {_plain(row.get('content', ''))}"
        elif right and row.get("content") == "":
            raise InputError(f"{coder} row {number}", "has no statement to judge, and says something for right", "leave right empty there, and add a row with missed for each statement of the report")
        if id in rows:
            raise InputError(f"{coder} row {number}", f"has the id {id!r} a second time", "keep one of the rows")
        rows[id] = {**row, **{name: _plain(row.get(name, "")) for name in CODED}, "right": right}
    return rows


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _weight(row: Mapping[str, str]) -> float:
    try:
        return float(row.get("weight", "1") or 1)
    except ValueError:
        raise InputError(f"the key's row {row.get('id')}", f"has the weight {row.get('weight')!r}", "give the key as `onrecord sample` wrote it") from None


def _most(values: Sequence[str]) -> str | None:
    """What most of those who said something said."""
    counts = Counter(value for value in values if value).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else None


def _share(name: str, outcomes: Mapping[str, bool], reports: Mapping[str, str], weights: Mapping[str, float], draw: np.random.Generator) -> Figure:
    """A weighted share, as a ratio of sums over reports."""
    if not outcomes:
        return Figure(name, None, None, None, 0)
    place = {report: i for i, report in enumerate(sorted({reports[id] for id in outcomes}))}
    sums = np.zeros((len(place), 2))
    for id, right in outcomes.items():
        sums[place[reports[id]]] += (weights[id] * right, weights[id])

    def value(totals: np.ndarray) -> float:
        return float(totals[0] / totals[1])

    return Figure(name, value(sums.sum(axis=0)), *_interval(sums, value, draw), len(outcomes))


def _alpha(name: str, coded: Mapping[str, Mapping[str, Mapping[str, str]]], reports: Mapping[str, str], draw: np.random.Generator) -> Figure:
    ids = [id for id in reports if sum(bool(sheet.get(id, {}).get(name)) for sheet in coded.values()) > 1]
    if not ids:
        return Figure(f"alpha of {name}", None, None, None, 0)
    values, categories = encode([[sheet.get(id, {}).get(name) or None for sheet in coded.values()] for id in ids])
    place = {report: i for i, report in enumerate(sorted({reports[id] for id in ids}))}
    matrices = np.zeros((len(place), categories, categories))
    np.add.at(matrices, [place[reports[id]] for id in ids], coincidences(values, categories))
    whole = alpha_of(matrices.sum(axis=0))
    if np.isnan(whole):
        return Figure(f"alpha of {name}", None, None, None, len(ids))
    return Figure(f"alpha of {name}", whole, *_interval(matrices, alpha_of, draw), len(ids))


def _interval(parts: np.ndarray, value: Callable[[np.ndarray], float], draw: np.random.Generator) -> tuple[float | None, float | None]:
    """Percentiles 2.5 and 97.5; none where there is one report alone."""
    if len(parts) < 2:
        return None, None
    found = [value(np.tensordot(np.bincount(draw.integers(len(parts), size=len(parts)), minlength=len(parts)), parts, axes=1)) for _ in range(ROUNDS)]
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)
