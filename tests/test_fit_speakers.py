"""The odds by which speakers are told: that fitting finds known ones, and that those which are kept are whole."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from fit_speakers import Choice, Speaking, fit_choices
from onrecord.odds import total
from onrecord.resolve.describing import Describer
from onrecord.resolve.fitted import fitted
from onrecord.resolve.trust import FAR
from onrecord.types import SPEAKER_KINDS
from resolving import document
from speaker_scoring import says


def drawn(odds: dict[str, float], n: int, rng: np.random.Generator, several: bool = False) -> list[Choice]:
    """Choices of which one option is taken as probably as these odds have it; `several`: another one is as right."""
    choices = []
    for _ in range(n):
        options = [{name: 1.0 for name in odds if name != "nothing" and rng.random() < 0.5} for _ in range(3)] + [{"nothing": 1.0}]
        scores = np.exp([total(option, odds) for option in options])
        taken = {int(rng.choice(4, p=scores / scores.sum()))}
        if several and taken != {3}:
            taken |= {k for k in range(3) if options[k] == options[min(taken)]}
        choices.append(Choice(options, [k in taken for k in range(4)], 1.0))
    return choices


@pytest.mark.parametrize("several", [False, True])
def test_choices_that_are_drawn_by_known_odds_give_these_back(several):
    odds = {"first mention": 1.5, "plural": -2.0, "nothing": 0.5}
    found = fit_choices(drawn(odds, 4000, np.random.default_rng(0), several))
    assert set(found) == set(odds)
    if not several:
        assert all(abs(found[name] - odds[name]) < 0.2 for name in odds)
    assert found["first mention"] > 1 and found["plural"] < -1.5


def test_an_option_that_is_always_right_is_not_told_with_certainty():
    found = fit_choices([Choice([{"apposition": 1.0}, {"nothing": 1.0}], [True, False], 1.0)] * 20)
    assert 0 < found["apposition"] < 10


def test_a_speaker_who_counts_more_pulls_more():
    for one, other in ((1.0, 9.0), (9.0, 1.0)):
        options = [{"source": 1.0}, {"phrase": 1.0}, {"nothing": 1.0}]
        found = fit_choices([Choice(options, [True, False, False], one), Choice(options, [False, True, False], other)])
        assert (found["source"] > found["phrase"]) == (one > other)


def test_what_annotators_took_word_for_word_is_right_before_a_part_of_it():
    text = "The pilot Ana Lind left. Ana Lind, the harbour pilot, wept."
    doc = document(text, {"Ana Lind": "person"})
    describer = Describer(doc)
    found = describer.find([(n.first, n.last, True) for n in doc.names], "person")
    wanted = text.index("harbour pilot"), text.index("harbour pilot") + len("harbour pilot")
    speaking = Speaking(text, describer.scale, found, [{"role": wanted, "organization": None}], 2.0)
    right = speaking.role().right
    assert right.count(True) == 1 and not right[-1] and speaking.role().count == 2.0
    assert speaking.body(fitted()).right == [True]  # nothing


def test_a_part_of_what_is_wanted_says_it_only_in_its_place():
    text = "The pilot left. The harbour pilot wept."
    harbour_pilot = (20, 33)
    assert text[slice(*harbour_pilot)] == "harbour pilot"
    assert says(text, harbour_pilot, [harbour_pilot]) and says(text, (28, 33), [harbour_pilot]) and not says(text, (4, 9), [harbour_pilot])


def test_the_odds_that_are_kept_say_what_they_should():
    odds = fitted()
    assert "nothing" in odds.role and "nothing" in odds.body and "one" in odds.trust and set(SPEAKER_KINDS) <= set(odds.trust)
    assert odds.role["listed"] > odds.role["unlisted"] and odds.body["is a body's name"] > 0 > odds.trust["away"] * FAR
    assert odds.trust["resolver"] > 0 and odds.trust["statement"] > 0
