"""What is said in reply in few words, and what is only silence."""

import pytest

from onrecord.follow.responses import asked_by_the_way, names_only, questioned, says_no, silent


def whole(function, text, *more):
    return function(text, 0, len(text), *more)


@pytest.mark.parametrize(
    "text",
    [
        "From Harlan & Son there came no answer",
        "its deadline expired on 15 May without so much as an acknowledgement",
        "On that an answer did not arrive",
        "The ministry has not yet replied",
        "the company never even responded",
        "The board has yet to answer",
        "The bishop remained silent",
        "A spokeswoman twice declined to repeat the January date",
        "The mayor would not be drawn",
        "The bank refused to give any figures",
        "Its chair, Mira Holm, was not available for further comment",
        "The minister declined to take sides",
    ],
)
def test_silence_is_no_refusal(text):
    assert whole(silent, text)


@pytest.mark.parametrize(
    "text",
    [
        "The council refused to pay",
        "The ministry declined to fund the pool",
        "The answer was no",
        "There was no answer but a flat no",
        "The bank would not give the choir a loan",
        "The mayor refused to say sorry to the families",
        "The company declined to publish its readings",
        "The board rejected the request without a vote",
    ],
)
def test_a_refusal_is_no_silence(text):
    assert not whole(silent, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Commissioner, invited to respond, had left the line", True),
        ("When asked for comment, the firm sent a photograph", True),
        ("Asked whether the pool would open, she laughed", True),
        ("The town, asked to pay for the roof, wrote to the state", False),
        ("The villagers asked the ministry to respond by May", False),
    ],
)
def test_who_is_asked_a_question_is_asked_for_nothing(text, wanted):
    assert whole(questioned, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Refunds?", True),
        ("And the 12,000 crowns?", True),
        ("Two guards on the late trains?", True),
        ("Is it still March?", False),
        ("Will the pool open?", False),
        ("What about the roof?", False),
        ("Ready?", False),
        ("Two guards on the late trains.", False),
        ("A second guard on every train that leaves Orlec for the coast after ten at night?", False),
    ],
)
def test_a_question_that_names_what_it_is_about(text, wanted):
    assert whole(names_only, text) == wanted


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("There won't be any", False, True),
        ("Not a chance, says Brenn", False, True),
        ("Forget it, says the firm", False, True),
        ("So it's a no", False, True),
        ("That won’t happen, Rolf", False, True),
        ("We were told no in November, no in January", False, True),
        ("The answer is still no", False, True),
        ("Never", True, True),
        ("None this year", True, True),
        ("Never", False, False),  # of what?
        ("No, it will be ready in May", True, False),
        ("There won't be any delay", False, False),
        ("It's no secret that the roof leaks", False, False),
        ("We were told no lies", False, False),
        ("No chance of rain was forecast", False, False),
        ("Not a penny", False, True),
        ("Not a single bus, says the firm", False, True),
        ("Not a single bus was late that winter", True, False),
        ("Not a penny of it was spent", False, False),
        ("No passenger has asked for one so far", True, False),
        ("It won't happen again", False, False),  # which promises something
    ],
)
def test_few_words_that_refuse(text, asked, wanted):
    assert whole(says_no, text, asked) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Commissioner stated that a footbridge, as demanded by the villagers, could not be considered", True),
        ("A second line, as the town had asked, would not be laid", True),
        ("The pool, as requested by the club, cannot open in May", True),
        ("The villagers demanded a footbridge, which could not be considered", False),
        ("As requested by the club, the pool will not close", False),
        ("The pool, asked for by the club, is a ruin", False),
    ],
)
def test_what_is_told_to_be_asked_for_beside_something_else(text, wanted):
    assert whole(asked_by_the_way, text) == wanted
