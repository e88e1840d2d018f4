"""Probabilities and their log-odds."""

import math


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
