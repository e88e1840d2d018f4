"""Calibration error, and what chance alone would make of it."""

import random
from collections.abc import Sequence

BINS = 15
Judged = Sequence[tuple[float, bool]]


def calibration_error(judged: Judged, bins: int = BINS) -> float:
    """Expected calibration error in percent, over bins of equal mass (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    judged = sorted(judged, key=lambda x: x[0])
    edges = [round(i * len(judged) / bins) for i in range(bins + 1)]
    gap = sum(abs(sum(c for c, _ in judged[a:b]) - sum(r for _, r in judged[a:b])) for a, b in zip(edges, edges[1:]))
    return round(100 * gap / max(1, len(judged)), 2)


def chance_error(judged: Judged, rounds: int = 200, seed: int = 0) -> float:
    """The mean error of as many statements whose labels are drawn from their confidences."""
    rng = random.Random(seed)
    return round(sum(calibration_error([(c, rng.random() < c) for c, _ in judged]) for _ in range(rounds)) / rounds, 2)


def error_interval(judged: Judged, rounds: int = 300, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of the error less what chance gives.

    The basic bootstrap (2 t - t*), since a resample's own error is too large by what chance adds to it.
    """
    rng = random.Random(seed)
    chance = chance_error(judged)
    judged = list(judged)
    values = sorted(calibration_error(rng.choices(judged, k=len(judged))) for _ in range(rounds))
    point = calibration_error(judged)
    high, low = values[int(0.975 * rounds)], values[int(0.025 * rounds)]
    return round(2 * point - high - chance, 2), round(2 * point - low - chance, 2)
