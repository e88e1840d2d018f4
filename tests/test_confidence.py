"""How sure a statement is that a rule and the model tell together."""

import pytest

from onrecord.extraction.confidence import FEATURES, UNSEEN, probability
from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft, borne_out

FOUND = Found(4, False, (), ((1, 2),), ((3, 5),), 0.9, (0.0, 0.9, 0.9), -0.3, (0.9, 0.1, 0.0))


@pytest.mark.parametrize(("bias", "rule", "least"), [(-3.0, None, 0.0), (-3.0, "known", 0.8), (-3.0, "unseen", UNSEEN), (3.0, "known", 0.8)])
def test_what_a_rule_bears_out_is_no_less_sure_than_by_the_rule(bias, rule, least):
    calibration = {"by_rule": {"known": 0.8}, "bias": bias, "weights": [0.0] * len(FEATURES)}
    by_model = probability(FOUND, None, calibration)
    assert probability(FOUND, rule, calibration) == max(by_model, least)
    assert probability(None, rule, calibration) == {"known": 0.8}.get(rule, UNSEEN)


def test_a_statement_that_the_model_has_read_otherwise_gives_way():
    text = "Too late was how Lind put it."
    made = Draft(((17, 21),), ((9, 16), (22, 28)), ((0, 8),), None, "predicate")
    half, whole, other = (Draft(((17, 21),), cue, ((0, 8),), FOUND) for cue in (((9, 16),), ((22, 28),), ((40, 44),)))
    assert text[slice(*made.cue[1])] == "put it"
    assert borne_out([half, other], made, (8, 28)) == [other, made]
    (kept,) = borne_out([whole], made, (8, 28))
    assert kept.found is FOUND and kept.rule == "predicate" and kept.cue == whole.cue
