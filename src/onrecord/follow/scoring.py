"""How well a candidate fits, by named features: a network with one hidden layer beside a linear sum, as a conditional logit over the candidates and "none of them".

Fitted by `training/fit_ledger.py`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

Features = Mapping[str, float]


@cache
def fitted() -> dict[str, Any]:
    """What `training/fit_ledger.py` has fitted, as plain JSON values."""
    found: dict[str, Any] = json.loads((files("onrecord.follow") / "weights.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Scorer:
    """`names`: the features (F) that count; first (F, 1 + H), in each row the linear weight and what goes to the hidden layer, with bias (H,), second (H,).  Features that it does not know count nothing."""

    names: dict[str, int]
    first: np.ndarray
    bias: np.ndarray
    second: np.ndarray
    nothing: float

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Scorer":
        """From plain JSON values: "features": each one's linear weight and row of the first layer; "bias", "second", and "none", the score of none of the candidates."""
        rows = list(kept["features"].values())
        width = len(kept["bias"])
        return cls({name: i for i, name in enumerate(kept["features"])}, np.array(rows, dtype=np.float64).reshape(len(rows), 1 + width), np.array(kept["bias"]), np.array(kept["second"]), kept["none"])

    def scores(self, candidates: Sequence[Features]) -> list[float]:
        """Log-odds of each candidate against none of them."""
        if not candidates:
            return []
        table = np.zeros((len(candidates), len(self.names)))
        for row, features in zip(table, candidates):
            for name, value in features.items():
                if (place := self.names.get(name)) is not None:
                    row[place] = value
        sums = table @ self.first
        scores: list[float] = (sums[:, 0] + np.maximum(sums[:, 1:] + self.bias, 0) @ self.second - self.nothing).tolist()
        return scores
