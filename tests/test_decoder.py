from itertools import product

import numpy as np
import pytest

from onrecord.extraction.decoder import NOWHERE, best_labels, softmax
from onrecord.extraction.encoder import LABELS, REACH


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("start", [0, 60])
def test_labels_are_the_best_of_all_sequences_and_their_probability_is_right(seed, start):
    rng = np.random.default_rng(seed)
    transitions, first = rng.normal(size=(LABELS, LABELS)).astype(np.float32), rng.normal(size=LABELS).astype(np.float32)
    transitions[1:3, 6] = -1e4
    units = 4
    logits = np.tile(NOWHERE, (3, REACH, 1))
    logits[1, start : start + units] = rng.normal(size=(units, LABELS)) * 2
    labels, path = best_labels(logits.copy(), softmax(logits)[..., 0], transitions, first)

    def score(sequence):
        total = (first if start == 0 else transitions[0])[sequence[0]] + transitions[sequence[-1], 0]
        total += sum(logits[1, start + i, label] for i, label in enumerate(sequence))
        return total + sum(transitions[a, b] for a, b in zip(sequence, sequence[1:]))

    scores = {s: score(s) for s in product(range(LABELS), repeat=units)}
    best = max(scores, key=scores.__getitem__)
    assert tuple(labels[1, start : start + units]) == best
    assert not labels[[0, 2]].any() and not labels[1, start + units :].any()
    outside = 1 if start == 0 else 2  # units beside the stretch that are looked at, and can only be outside
    expected = scores[best] - np.logaddexp.reduce(list(scores.values()))
    assert path[1] == pytest.approx(expected, abs=0.05 * outside + 1e-3)
