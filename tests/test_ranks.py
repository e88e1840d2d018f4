"""Ranks, styles and honours: no part of a name, and a role where they are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.names import name_words
from onrecord.resolve.words import behind_ranks, honours, is_rank, ranks
from resolving import names_of


@pytest.mark.parametrize("rank", ["Lt Col", "Maj Gen", "Det Insp", "Det Ch Insp", "Sqn Ldr", "Rt Rev", "Very Rev", "DCI", "Dep Supt", "Lt. Gov.", "Air Cdre"])
def test_a_name_is_told_without_its_rank(rank):
    text = f"{rank} Basil Wake spoke."
    assert [text[n.start : n.end] for n in names_of(text, {f"{rank} Basil Wake": "person"})] == ["Basil Wake"]
    assert name_words(f"{rank} Basil Wake") == ("basil", "wake")


@pytest.mark.parametrize("honour", ["KC", "FRS", "QPM", "MEP", "PhD"])
def test_a_name_is_told_without_what_is_put_behind(honour):
    text = f"Basil Wake {honour} spoke."
    assert [text[n.start : n.end] for n in names_of(text, {f"Basil Wake {honour}": "person"})] == ["Basil Wake"]


def test_some_words_are_ranks_only_before_others_or_in_capitals():
    assert is_rank("Lt") and is_rank("DCI") and not is_rank("lt") and not is_rank("Dci") and not is_rank("Most") and is_rank("Most", True)
    assert behind_ranks(["Most", "Rev", "Ana"], 0, 3) == 2 and behind_ranks(["Most", "Ana"], 0, 2) == 0 and behind_ranks(["Lt", ".", "Col", ".", "Ana"], 0, 5) == 4


@given(st.lists(st.sampled_from(["Lt", ".", "Det", "Ch", "Ana", "Lind", "Most", "PC"]), max_size=6))
def test_ranks_end_inside_the_words(words):
    assert 0 <= behind_ranks(words, 0, len(words)) <= len(words)


def test_the_lists_hold_no_word_twice():
    assert ranks()[0].isdisjoint(ranks()[1]) and honours()[0].isdisjoint(honours()[1])


@pytest.mark.parametrize(("text", "name", "role"), [
    ("Lt Col Ana Lind said the bridge was safe.", "Ana Lind", "Lt Col"),
    ("Lt. Col. Ana Lind said the bridge was safe.", "Ana Lind", "Lt. Col"),
    ('Det Insp Per Dahl, of Brova Police, said: "It is over." DI Dahl left.', "Per Dahl", "Det Insp"),
    ("The harbour guild's secretary, Lt Col Per Dahl, said that the mole would hold.", "Per Dahl", "secretary"),
    ("Sqn Ldr Per Dahl OBE said the plane was lost.", "Per Dahl", "Sqn Ldr"),
    ("HRH Prince Per said the ward was full.", "Per", "Prince"),
    ("The court sat on Friday. Prosecuting, Ana Lind KC told the court the man had fled.", "Ana Lind", "KC"),
    ('Ana Lind KC told the court the defendant "ran the port".', "Ana Lind", "KC"),
])  # fmt: skip
def test_a_rank_is_a_role_and_no_body(extractor, text, name, role):
    speaker = extractor.extract(text).statements[0].speaker
    assert (speaker.name, speaker.role.text) == (name, role)
    assert speaker.organization is None or speaker.organization.text in ("Brova Police", "harbour guild")


def test_a_rank_and_a_surname_are_somebody_who_was_named_in_full(extractor):
    article = extractor.extract("Det Sgt Per Dahl said the man had fled. DS Dahl added that two more were sought.")
    assert {s.speaker.name for s in article.statements} == {"Per Dahl"}
