"""What each clause of a report tells of a commitment: asked, pledged, delivered … or nothing.

The encoder tells how, as it does of acts (onrecord.classify.acts): the units' vectors, weighted by how much each counts, make a hidden layer, and that the scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.types import Span

WIDTH = 48  # of the hidden layer
EVENTS = ("none", "asked", "pledged", "delivered", "progressed", "raised", "cut", "rescheduled", "withdrawn", "refused", "disputed", "partly_delivered")
"""What is reaffirmed counts as pledged or asked again: clauses alone do not tell them apart."""


@dataclass(frozen=True, slots=True)
class EventWeights:
    """(WIDTH, EVENTS) and (EVENTS,) from the hidden layer to the scores."""

    output: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True, slots=True)
class Telling:
    """The units of a text, in characters, what each tells of an event (U, WIDTH), and how much it counts (U,)."""

    starts: np.ndarray
    ends: np.ndarray
    told: np.ndarray
    counts: np.ndarray
    weights: EventWeights

    @classmethod
    def of_nothing(cls, weights: EventWeights) -> "Telling":
        """Of a text without a unit."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, WIDTH)), np.zeros(0), weights)

    def moved(self, by: int) -> "Telling":
        """The same, in characters of a text that begins so many before this one's."""
        return replace(self, starts=self.starts + by, ends=self.ends + by)

    def scores(self, spans: Sequence[Span]) -> np.ndarray:
        """(spans, EVENTS): the logarithms of each event's probability, for each span; a span without a unit tells nothing."""
        if not spans:
            return np.zeros((0, len(EVENTS)))
        weight = np.exp(np.clip(self.counts, -20, 20)).astype(np.float64)
        sums = np.concatenate((np.zeros((1, WIDTH + 1)), np.cumsum(np.column_stack((weight[:, None] * self.told, weight)), axis=0)))
        first = np.searchsorted(self.ends, [a for a, _ in spans], side="right")
        last = np.maximum(first, np.searchsorted(self.starts, [b for _, b in spans], side="left"))
        pooled = sums[last] - sums[first]
        hidden = np.maximum(pooled[:, :-1] / np.maximum(pooled[:, -1:], 1e-12), 0)
        scores = hidden @ self.weights.output + self.weights.bias
        scores[last == first] = np.where(np.arange(len(EVENTS)) == 0, 0.0, -30.0)
        high = scores.max(1, keepdims=True)
        logs: np.ndarray = scores - high - np.log(np.exp(scores - high).sum(1, keepdims=True))
        return logs
