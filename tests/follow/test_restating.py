"""The wordings of one commitment, beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.restating import ANEW, differing, restatements


@pytest.mark.parametrize(
    ("first", "other", "found"),
    [
        ("We will pay 5 million by May", "We will pay 7 million by June", [("5", "7"), ("May", "June")]),
        ("pledged 12 electric buses to the city by June", "The city will get only eight electric buses from the state", [("pledged 12", "The city will get only eight"), ("to the city by June", "from the state")]),
        ("Norland will lend two ships", "NORLAND will  lend two “ships”.", []),
        ("The council will mend the roof of the school before winter", "The council will mend the roof", [(" of the school before winter", "")]),
        ("Sometimes we lend ships", "We lend ships", [("Sometimes ", "")]),
        ("We lend ships", "We lend three old ships", [("", "three old")]),
        ("It is to be", "It is to be", None),  # no word that tells anything
        ("twenty jeeps for the nurses", "a new ramp by the port", None),
    ],
)
def test_what_differs_is_told_word_by_word(first, other, found):
    changes = differing(first, other)
    assert found == (None if changes is None else [(first[slice(*each.before)], other[slice(*each.after)]) for each in changes])


WORDING = st.lists(st.sampled_from(["We", "will", "not", "pay", "the", "7", "million", "crowns", "of", "it", "1,500", "per", "cent", "%", ",", "–", "“", "\n", "settle-\nment"]), max_size=14).map(" ".join)


@given(WORDING, WORDING)
def test_the_changes_make_the_one_wording_of_the_other(first, other):
    changes = differing(first, other) or ()
    assert all(a.before[1] <= b.before[0] and a.after[1] <= b.after[0] for a, b in zip(changes, changes[1:]))
    for each in changes:
        assert 0 <= each.before[0] <= each.before[1] <= len(first) and 0 <= each.after[0] <= each.after[1] <= len(other) and first[slice(*each.before)] + other[slice(*each.after)]


def test_only_what_tells_it_anew_is_a_wording_and_the_same_words_are_one():
    told = [("asked", "a new ramp"), ("disputed", "there is no ramp"), ("reaffirmed", "A new ramp!"), ("rescheduled", "a new ramp in May"), ("reaffirmed", "“…”"), ("delivered", "the ramp is there")]
    assert [(each.text, each.events, each.changes is not None) for each in restatements([({"kind": kind}, words) for kind, words in told])] == [("a new ramp", (0, 2), True), ("a new ramp in May", (3,), True)]
    assert restatements([]) == () and "withdrawn" not in ANEW
