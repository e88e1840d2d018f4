"""Who asks or promises: everybody who may be meant is a candidate, with what speaks for and against it."""

import pytest

from onrecord import Extractor
from onrecord.follow.actors import _CAPITAL, _CAPITAL_BETWEEN, _SMALL, _SMALL_BETWEEN, _determined
from onrecord.follow.clauses import Clause
from onrecord.follow.makers import _groups
from onrecord.follow.reading import Reader

TEXT = (
    "ORLEM, 3 May - The town council of Orlem met on Tuesday.\n\n"
    "Tilde Karsk, the head of Norrheim Ferries, promised the islanders a second boat by the summer. "
    "It will also pay for a new pier. "
    "\"We will lend you the old one until then,\" Pavo Lindt of the harbour office said. "
    "The slipway will be repaired by Strand Brothers before June."
)


@pytest.fixture(scope="module")
def reader():
    extractor = Extractor(commitments=False)
    article = extractor.extract(TEXT)
    return Reader(article, extractor.telling(article))


def candidates(reader, words):
    """By name, of the clause that holds some words."""
    start = TEXT.index(words)
    clause = next(c for c in reader.clauses if c.start <= start < c.end)
    place = next((place for place, _, _ in reader.places() if place.clause == clause), None)
    assert place is not None, f"no event is looked for in {TEXT[clause.start : clause.end]!r}"
    return {c.actor.name: c.features for c in reader.participants.makers(place, "pledge")}


def test_a_name_before_the_verb_and_one_behind_it_are_told_apart(reader):
    found = candidates(reader, "promised the islanders")
    assert found["Tilde Karsk"]["before the verb, pledge"] == 1
    assert "behind the verb, pledge" not in found["Tilde Karsk"]


def test_who_is_named_in_the_sentence_before_is_a_candidate(reader):
    found = candidates(reader, "It will also pay")
    assert any("1 sentences before" in name for features in found.values() for name in features)
    assert "Tilde Karsk" in found


def test_the_speaker_of_a_quotation_is_its_candidate_and_the_body_spoken_for_too(reader):
    found = candidates(reader, "We will lend")
    assert found["Pavo Lindt"]["speaker"] == 1 and found["Pavo Lindt"]["first person: speaker"] == 1


def test_who_a_passive_names_stands_behind_by(reader):
    found = candidates(reader, "The slipway will be repaired")
    assert found["Strand Brothers"]["behind by, pledge"] == 1


def test_a_lone_clause_without_names_has_no_candidate_and_no_maker():
    extractor = Extractor(commitments=False)
    article = extractor.extract("A new pier will be built by the summer.")
    reader = Reader(article, extractor.telling(article))
    assert [finding.by for finding in reader.findings()] in ([], [None])


def test_who_receives_stands_behind_the_verb_and_is_not_who_promises(reader):
    start = TEXT.index("promised the islanders")
    place = next(place for place, _, _ in reader.places() if place.clause.start <= start < place.clause.end)
    found = {c.actor.name: c.features for c in reader.participants.receivers(place, "pledge", "Tilde Karsk")}
    assert "Tilde Karsk" not in found and found["the islanders"]["addressee"] == 1


def test_a_group_that_is_counted_among_people_may_receive():
    text = "The ministry promised the teachers of Orlem a new pay scale."
    assert [(name, text[start:end]) for start, end, name in _groups(text, Clause(0, len(text), 0, 0))] == [("teachers", "teachers")]


def test_bodies_and_holders_of_office_are_found_behind_what_determines_them():
    text = "The Town council met the regional vice-president of the city’s club. A committee-room is none, that old wooden pier neither, nor the very large and very old ministry."
    small = [(text[slice(*span)], before, head) for span, before, head in _determined(text, _SMALL, _SMALL_BETWEEN, 3)]
    assert small == [("the regional vice-president", "regional ", "vice-president")]
    assert [text[slice(*span)] for span, _, _ in _determined(text, _CAPITAL, _CAPITAL_BETWEEN, 2)] == ["The Town council", "the regional vice-president"]
