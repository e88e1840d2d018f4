"""Two bodies or holders of office with one noun and other words beside it are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.resolve.apart import Apart, Office, are_one, are_two, share_a_word
from onrecord.resolve.document import Query
from resolving import document


def office(text: str, names: dict[str, str] | None = None) -> Office | None:
    doc = document(text, names or {})
    return Apart(doc).office(0, len(doc.words))


@pytest.mark.parametrize(("one", "other"), [
    ("the roads committee", "the harbour committee"),
    ("the Ostrian embassy", "the Velmish embassy"),
    ("the bakers' union", "the welders' union"),
    ("the town council", "the county council"),
    ("the Ostrian health ministry", "the health ministry of Velmark"),
    ("the president of Ostria", "the Velmish president"),
    ("the water minister", "the deputy water minister"),
    ("the prime minister", "the interior minister"),
    ("Ostria's army", "the Velmish army"),
    ("police in Ostria", "the Velmish police"),
])  # fmt: skip
def test_these_are_two(one, other):
    assert are_two(office(one), office(other)) and are_two(office(other), office(one))


@pytest.mark.parametrize(("one", "other"), [
    ("the roads committee", "the committee"),
    ("the Ostrian embassy", "Ostria's embassy"),
    ("the Ostrian minister", "the water minister"),
    ("the foreign minister", "the foreign affairs minister"),
    ("the defence ministry", "the defense ministry"),
    ("the ruling party", "the biggest party"),
    ("the oil company", "the state-owned company"),
    ("the French army", "France's army"),
    ("the Kremlin spokesman", "the Russian spokesman"),
    ("the country's president", "the Ostrian president"),
    ("the roads committee", "the harbour board"),
])  # fmt: skip
def test_these_may_be_one(one, other):
    assert not are_two(office(one), office(other)) and not are_two(office(other), office(one))


def test_a_persons_government_may_be_a_countrys():
    names = {"Lind": "person"}
    assert not are_two(office("the Lind government", names), office("the Ostrian government", names))
    assert are_two(office("the Lind government", {"Lind": "person"}), office("the Dahl government", {"Dahl": "person"}))


def test_what_is_neither_office_nor_body_has_none():
    assert office("the blue boat") is None and office("the harbour report") is None


words = st.frozensets(st.sampled_from(["ostria", "ostrian", "velmark", "brova", "=FR", "UN"]), max_size=2)
offices = st.builds(Office, st.sampled_from(["minister", "army"]), words, st.frozensets(st.sampled_from(["water", "health", "roads"]), max_size=2), st.booleans(), st.booleans(), st.booleans())


@given(offices, offices)
def test_telling_apart_is_mutual_and_nobody_is_told_from_himself(a, b):
    assert are_two(a, b) == are_two(b, a) and are_one(a, b) == are_one(b, a)
    assert not are_two(a, a) and are_one(a, a)
    assert not (are_two(a, b) and share_a_word(a, b))


def test_an_office_beside_a_name_is_its_bearers():
    doc = document("The Ostrian water minister, Ana Lind, left. Per Dahl, the Velmish water minister, stayed. The Ostrian health minister slept.", {"Ana Lind": "person", "Per Dahl": "person"})
    at = doc.words.index("health") - 2
    others, same = Apart(doc).others(Query(at, at + 4, "the"), doc.entity)
    assert others == {0, 1} and same is None


@pytest.mark.parametrize(("text", "speakers"), [
    ("The roads committee said the plan was dear. The harbour committee said it was cheap. The roads committee added that it was ugly.", ["The roads committee", "The harbour committee", "The roads committee"]),
    ("The Ostrian army said the bridge had fallen. The Velmish army denied that it had.", ["Ostrian army", "Velmish army"]),
    ("The Ostrian water minister, Ana Lind, said the dam was safe. Later the Ostrian energy minister said it was not.", ["Ana Lind", "the Ostrian energy minister"]),
    ("The Farmers' Party said it would vote yes. The Fishermen's Party said it would vote no.", ["Farmers' Party", "Fishermen's Party"]),
])  # fmt: skip
def test_they_are_told_apart_in_a_text(extractor, text, speakers):
    found = [s.speaker.name for s in extractor.extract(text).statements if s.within is None]
    assert [name.removeprefix("The ").removeprefix("the ") for name in found] == [name.removeprefix("The ").removeprefix("the ") for name in speakers]


@pytest.mark.parametrize(("text", "speaker"), [
    ("The Harbour Ministry of Ostria denied it on Monday.\n\nPresident Adil Vaas is in Solm this week. Vaas's office said he would return on Friday.", "Vaas's office"),
    ("Defence Minister Tove Brod met the unions on Monday. The Port Authority said the strike was illegal. Brod's office said the minister had not been informed.", "Brod's office"),
    ("Una Orel leads the Reform Party. The Electoral Commission said the count was over. Orel's campaign said it would ask for more time.", "Orel's campaign"),
    ("According to a report commissioned by the transport union, each month of delay costs a million crowns. The union said the council had to pay.", "The union"),
    ("Norbank AB warned that profit would fall. The Financial Authority declined to comment. The bank said it would close 12 branches.", "Norbank AB"),
    ("Norbank AB warned that profit would fall. The bank, which employs 2,300 people, said it would close 12 branches.", "Norbank AB"),
    ("Norbank AB warned that profit would fall. Ostbank was silent. The bank said it would close 12 branches.", "The bank"),
    ("A letter from the teachers' association warned of closures. The association said 40 schools were at risk.", "the teachers' association"),
])  # fmt: skip
def test_a_persons_body_is_none_of_another_name_and_a_body_is_no_writing(text, speaker):
    told = onrecord.extract(text).statements[-1].speaker
    assert told is not None and told.name == speaker
