"""How sure a statement is: a logistic regression on what the model tells of it, fitted on texts it was not trained on."""

import math
from collections.abc import Mapping
from typing import Any

from onrecord.extraction.decoder import Found
from onrecord.odds import logit

FEATURES = ("cue", "source", "content", "cue_span", "path", "has_source", "length", "pieces", "inner")
UNSEEN = 0.5


def features(f: Found) -> tuple[float, ...]:
    """The regression's inputs, in the order of FEATURES."""
    source, cue, content = f.role_probability
    length = sum(e - s for s, e in f.content)
    return (logit(f.cue_probability), logit(source) if f.source else 0.0, logit(content), logit(cue) if f.cue else 0.0, math.sqrt(-min(f.path, 0.0)),
            float(bool(f.source)), math.log(length), float(len(f.content) > 1), float(f.inner))


def probability(f: Found | None, rule: str | None, calibration: Mapping[str, Any]) -> float:
    """The calibrated probability that a statement is right; `calibration` holds the fitted weights.

    A statement found by a rule, without the model, gets the share of that rule's that were right, counted as if two
    more had been right and two wrong: UNSEEN where the held-out texts had none.  One that the model has found and a rule bears out gets no less.
    """
    by_rule = float(calibration["by_rule"].get(rule, UNSEEN)) if rule is not None or f is None else 0.0
    if f is None:
        return by_rule
    z = float(calibration["bias"]) + sum(w * x for w, x in zip(calibration["weights"], features(f), strict=True))
    return max(by_rule, round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4))
