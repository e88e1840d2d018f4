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
    """`names`: the features (F) that count; linear (F,); first (F, H) with bias (H,), second (H,).  Features that it does not know count nothing."""

    names: dict[str, int]
    linear: np.ndarray
    first: np.ndarray
    bias: np.ndarray
    second: np.ndarray
    nothing: float

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Scorer":
        """From plain JSON values: "features": each one's linear weight and row of the first layer; "bias", "second", and "none", the score of none of the candidates."""
        rows = list(kept["features"].values())
        width = len(kept["bias"])
        return cls({name: i for i, name in enumerate(kept["features"])}, np.array([row[0] for row in rows]), np.array([row[1:] for row in rows]).reshape(len(rows), width),
                   np.array(kept["bias"]), np.array(kept["second"]), kept["none"])  # fmt: skip

    def scores(self, candidates: Sequence[Features]) -> list[float]:
        """Log-odds of each candidate against none of them."""
        if not candidates:
            return []
        table = np.zeros((len(candidates), len(self.names)))
        for i, features in enumerate(candidates):
            for name, value in features.items():
                if (place := self.names.get(name)) is not None:
                    table[i, place] = value
        scores: list[float] = (table @ self.linear + np.maximum(table @ self.first + self.bias, 0) @ self.second - self.nothing).tolist()
        return scores
