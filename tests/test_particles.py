"""Names with particles are whole, and are not split at an apostrophe."""

import pytest

from onrecord.resolve.names import group_names
from resolving import names_of

PEOPLE = ["Jos d'Arcy", "Farid d’Almeida", "Pierre l'Estrange", "Jean de l'Isle", "Jan van 't Hof", "Jan in 't Veld", "Ama wa Mutua", "Owen ap Rhys", "Karl-Heinz zu Lahn", "Hamad bin Ali Al Thani", "Yusuf ibn Rahman", "Ana dos Santos", "Luca dell'Orto"]  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_is_whole_however_it_is_tagged(name):
    text = f"Then {name} spoke."
    assert [text[n.start : n.end] for n in names_of(text, {name: "person"})] == [name]
    if len(name.split()) < 4:
        ends = {name.split()[0]: "person", name.split()[-1].split("'")[-1].split("’")[-1]: "person"}
        assert [text[n.start : n.end] for n in names_of(text, ends)] == [name]


@pytest.mark.parametrize("name", ["Per O'Dowd", "Ana D'Angelo", "Ama N'Diaye"])
def test_a_name_is_not_split_at_an_apostrophe(name):
    text = f"Then {name} spoke."
    assert [text[n.start : n.end] for n in names_of(text, {name: "person"})] == [name]


def test_a_surname_keeps_its_particle_and_joins_the_full_name():
    text = "Jos d'Arcy spoke. Then d'Arcy left, and Ana dos Santos came. So dos Santos spoke."
    names = names_of(text, {"Jos d'Arcy": "person", "d'Arcy": "person", "Ana dos Santos": "person", "dos Santos": "person"})
    assert [text[n.start : n.end] for n in names] == ["Jos d'Arcy", "d'Arcy", "Ana dos Santos", "dos Santos"]
    assert len(group_names(text, names)) == 2


@pytest.mark.parametrize(("text", "names", "found"), [
    ("Ana Lind, of Brova, left.", {"Ana Lind": "person", "Brova": "place"}, ["Ana Lind", "Brova"]),
    ("Ana's Per left.", {"Ana": "person", "Per": "person"}, ["Ana", "Per"]),
    ("Ana and Per left.", {"Ana": "person", "Per": "person"}, ["Ana", "Per"]),
    ("Ana (Big Annie) Lind left.", {"Ana": "person", "Big Annie": "person", "Lind": "person"}, ["Ana (Big Annie) Lind"]),
    ("Ana Lind (Brova), Per Dahl and others left.", {"Ana Lind": "person", "Brova": "person", "Per Dahl": "person"}, ["Ana Lind", "Brova", "Per Dahl"]),
])  # fmt: skip
def test_two_people_stay_two(text, names, found):
    assert [text[n.start : n.end] for n in names_of(text, names)] == found


@pytest.mark.parametrize(("text", "name"), [
    ("Farmer Jos d'Arcy called the mayor a killjoy. \"It is over,\" d'Arcy added.", "Jos d'Arcy"),
    ("Jan van 't Hof said the ward was full. Van 't Hof added that it would close.", "Jan van 't Hof"),
    ("Sheikh Hamad bin Ali Al Thani said the ward was full.", "Hamad bin Ali Al Thani"),
    ("Karl-Heinz zu Lahn said the ward was full. Zu Lahn added that it would close.", "Karl-Heinz zu Lahn"),
])  # fmt: skip
def test_speakers_bear_their_whole_names(extractor, text, name):
    assert {s.speaker.name for s in extractor.extract(text).statements} == {name}
