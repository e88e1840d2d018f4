"""Probabilities and their log-odds."""

import math
from collections.abc import Mapping


def logit(probability: float) -> float:
    """The log-odds, of what is neither quite impossible nor quite sure."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def calibrated(probability: float, slope: float, bias: float) -> float:
    """A logistic function of the log-odds, fitted to how often such a probability is right (Platt, 1999)."""
    return round(probability_of(slope * logit(probability) + bias), 4)


def probability_of(odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def total(features: Mapping[str, float], odds: Mapping[str, float]) -> float:
    """The log-odds of what has these features, by those of each feature; what has no odds counts nothing."""
    return sum(value * odds.get(name, 0.0) for name, value in features.items())
