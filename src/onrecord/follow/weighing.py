"""How probable it is, as log odds, that two statements report one occasion: first by what is told of the two alone, then with the other statements of their reports.

Both are logistic regressions, fitted by `training/fit_utterances.py` and kept in `ties.json`, but for the weight of numbers that contradict each other in words that are otherwise alike: one who says the same words of two things is too rare in storylines for it to be fitted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.follow.contents import Overlap
from onrecord.follow.speakers import Likeness
from onrecord.odds import total

CONFLICT = -10.0
_LIKE = 0.4  # share of stems and numbers in common from which words are alike but for their numbers
_FIRM = 4.0  # weight in common, of which more tells no more
_SPEAKERS: dict[Likeness, str] = {"kindred": "speaker untold", "untold": "speaker untold", "unlike": "speaker unlike", "other": "speaker other"}


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights by the names of features, of a pair alone and of it among others; "one" is the intercept."""

    alone: Mapping[str, float]
    among: Mapping[str, float]


@cache
def fitted() -> Scale:
    """What `training/fit_utterances.py` has fitted."""
    kept = json.loads((files("onrecord.follow") / "ties.json").read_text(encoding="utf-8"))
    return Scale(kept["alone"], kept["among"])


def of_two(speaker: Likeness, late: bool, common: Overlap, cosine: float) -> dict[str, float]:
    """The features of two statements alone: their speakers, whether one report is a late one, the words in common, and the cosine of their vectors."""
    found = {"one": 1.0, "dice": common.dice, "weight": min(common.weight, _FIRM), "numbers": float(min(common.numbers, 2)), "cosine": cosine, "late": float(late), "conflict": float(common.conflict and not contradict(common))}
    if speaker in _SPEAKERS:
        found[_SPEAKERS[speaker]] = 1.0
    return found


def of_pair(alone: float, rival: float, others: float, lone: float, late: bool) -> dict[str, float]:
    """The features of a pair among others: its own log odds, and those of `Pair`; that the reports have more in common counts otherwise where one of them is a late one."""
    return {"one": 1.0, "alone": alone, "rival": rival, "others": others, "late others": late * others, "lone": lone}


def contradict(common: Overlap) -> bool:
    """Whether two statements say the same of different numbers."""
    return common.conflict and common.dice >= _LIKE


def weigh_two(speaker: Likeness, late: bool, common: Overlap, cosine: float, scale: Scale) -> float:
    """Log odds by the two alone."""
    return total(of_two(speaker, late, common, cosine), scale.alone) + CONFLICT * contradict(common)
