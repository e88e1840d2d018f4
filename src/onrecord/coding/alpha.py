"""Krippendorff's alpha for nominal data, any number of coders and missing values.

Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: one less observed over expected disagreement, both from the matrix of coincidences.
"""

from collections.abc import Sequence

import numpy as np


def coincidences(values: np.ndarray, categories: int) -> np.ndarray:
    """`values`: units × coders, categories from 0 on, -1 where one is missing.  Units × categories × categories: each unit's part of the matrix; units with fewer than two values have none."""
    counts = (values[:, :, None] == np.arange(categories)).sum(axis=1).astype(float)
    coded = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(categories), np.arange(categories)] -= counts
    return np.asarray(pairs / np.maximum(coded - 1, 1)[:, None, None])


def alpha_of(matrix: np.ndarray) -> float:
    """Of a matrix of coincidences; NaN where all values are of one category, or there are none, so that nothing was left to disagree on."""
    totals = matrix.sum(axis=1)
    n = totals.sum()
    expected = n * n - (totals**2).sum()
    return float(1 - (n - 1) * (n - np.trace(matrix)) / expected) if expected > 0 else float("nan")


def alpha(units: Sequence[Sequence[str | None]]) -> float:
    """`units`: the value that each coder gave, None where he gave none; every unit has one for each coder."""
    values, categories = encode(units)
    return alpha_of(coincidences(values, categories).sum(axis=0))


def encode(units: Sequence[Sequence[str | None]]) -> tuple[np.ndarray, int]:
    """Values as numbers, and how many there are."""
    number = {value: i for i, value in enumerate(sorted({value for unit in units for value in unit if value is not None}))}
    return np.array([[-1 if value is None else number[value] for value in unit] for unit in units]).reshape(len(units), -1), len(number)
