"""Minutes of meetings."""

import time
from dataclasses import replace

import pytest

from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.motions import with_motions


def told(text: str, *drafts: Draft) -> list[tuple[str, ...]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_motions(text, drafts)]


@pytest.mark.parametrize(("text", "expected"), [
    ("1. It was proposed by Cllr Mott and seconded by Cllr Penn that the fence be repaired. The motion was carried.", ("Cllr Mott … Cllr Penn", "was proposed by … and seconded by", "that the fence be repaired")),
    ("It was moved by Mr Hale, seconded by Ms Ruiz, that the letter of Mr. Orr be read.\nCarried.", ("Mr Hale … Ms Ruiz", "was moved by … seconded by", "that the letter of Mr. Orr be read")),
    ("6. Proposed by the treasurer, seconded by Cllr Ruiz: that no more benches be bought", ("the treasurer … Cllr Ruiz", "Proposed by … seconded by", "that no more benches be bought")),
    ("Cllr Penn proposed, and Cllr Ruiz seconded, that the clerk be thanked.", ("Cllr Penn … Cllr Ruiz", "proposed … seconded", "that the clerk be thanked")),
    ("Apologies were read. It was unanimously resolved that the hall be let on Thursdays.", ("", "was unanimously resolved", "that the hall be let on Thursdays")),
    ("Its first line reads: “They were here.” It was resolved to receive it.", ("", "was resolved", "to receive it")),
    ("It was RESOLVED to write to the county about the buses; this was done.\n", ("", "was RESOLVED", "to write to the county about the buses; this was done")),
])  # fmt: skip
def test_what_is_moved_and_resolved(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize("text", [
    "It was proposed by Cllr Mott that the fence be repaired.",
    "The plan proposed by Mott and seconded by nobody failed.",
    "She said it was resolved that way.",
    "It was resolved in May.",
    "It was the clerk who seconded the motion.",
])  # fmt: skip
def test_other_sentences_are_no_motions(text):
    assert told(text) == []


def test_what_the_model_made_of_a_motion_gives_way_and_a_resolution_that_it_has_surely_read_stays():
    text = "It was moved by Mr Hale, seconded by Ms Ruiz, that the letter be read."
    half = Draft(((37, 44),), ((25, 33),), ((46, 69),), None)
    assert told(text, half) == [("Mr Hale … Ms Ruiz", "was moved by … seconded by", "that the letter be read")]
    text = "It was resolved that the letter be read."
    for sure, kept in ((0.9, True), (0.6, False)):
        read = Draft((), ((3, 15),), ((16, 39),), Found(2, False, (), (), (), sure, (0.9, 0.9, 0.9), -0.3, (0.9, 0.1, 0.0)))
        assert (with_motions(text, [read]) == [replace(read, rule="motion")]) is kept


def test_time_is_linear():
    text = "It was moved by the head of the head of the head of the " * 2_000 + "It was moved by Mr Hale, seconded by Ms Ruiz, that it rain. " * 500
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5
