"""Who is named together by one source."""

import pytest

from onrecord.resolve.joint import joint_end
from onrecord.resolve.strangers import strangers_of
from onrecord.resolve.telling import cut_behind_head, name_of
from onrecord.resolve.together import adds_others, is_joint, together_before
from resolving import document

NAMES = {"Ana Lind": "person", "Per Dahl": "person", "Robin Hale": "person", "Lind": "person", "Dahl": "person", "Harbour Board": "organization", "HB": "organization", "Torvia": "place", "River Fund": "organization"}


@pytest.mark.parametrize(("source", "name"), [
    ("Ana Lind and Per Dahl", "Ana Lind and Per Dahl"),
    ("Mayor Ana Lind of Torvia and Councillor Per Dahl", "Ana Lind of Torvia and Councillor Per Dahl"),
    ("Ana Lind, the former mayor, and the minister for tourism, Per Dahl", "Ana Lind, the former mayor, and the minister for tourism, Per Dahl"),
    ("Harbour pilots Ana Lind, Per Dahl and Robin Hale", "Ana Lind, Per Dahl and Robin Hale"),
    ("The Harbour Board (HB) and the River Fund", "Harbour Board (HB) and the River Fund"),
    ("Ana Lind and the Harbour Board", "Ana Lind and the Harbour Board"),
    ("The club's owners, Ana Lind and the Harbour Board", "Ana Lind and the Harbour Board"),
    ("Mrs Lind and Mr Dahl", "Mrs Lind and Mr Dahl"),
    ("aides to Ana Lind and Per Dahl", None),
    ("Ana Lind, who met Per Dahl and Robin Hale", None),
    ("Ana Lind, a friend of Per Dahl and Robin Hale", None),
    ("Ana Lind, a professor and a former adviser of Mr Per Dahl", None),
    ("Ana Lind and Per Dahl's brother", None),
    ("Ana Lind of the Harbour Board", None),
])  # fmt: skip
def test_people_and_bodies_are_named_together(source, name):
    doc = document(f"{source} agreed.", NAMES, source)
    query = doc.queries[0]
    end = joint_end(doc, query.first, query.last)
    assert (None if end is None else doc.text[slice(*name_of(doc, int(doc.entity[doc.nominal[0]])))]) == name


def test_those_who_are_named_together_are_called_by_their_names_in_full():
    text = "Lind and Dahl agreed.\n\nFor months Ana Lind and Per Dahl, both of Torvia, had met. Per Dahl was late."
    doc = document(text, NAMES, "Lind and Dahl")
    assert doc.text[slice(*name_of(doc, int(doc.entity[doc.nominal[0]])))] == "Ana Lind and Per Dahl"


@pytest.mark.parametrize(("source", "strange"), [
    ("Foreign ministers of the Harbour Board", True),
    ("Eleven towns near Torvia", True),
    ("The government of Torvia", False),
    ("Ana Lind of Torvia", False),
])  # fmt: skip
def test_people_of_a_body_are_not_the_body(source, strange):
    doc = document(f"{source} agreed.", NAMES, source)
    held = {int(doc.entity[m]) for m in doc.names_within(0, 9) if not doc.is_person(m)}
    assert bool(held & strangers_of(doc, doc.queries[0])) == strange


@pytest.mark.parametrize(("source", "several"), [
    ("The province, the hospital and the foundation", True),
    ("The minister and his counterpart, Ana Lind", True),
    ("Ana Lind, Per Dahl and other deputies", True),
    ("The minister, who was there and left", False),
    ("The minister, the head of the pilots and seamen", False),
])  # fmt: skip
def test_several_without_names_are_told_whole(source, several):
    doc = document(f"{source} agreed.", NAMES, source)
    query = doc.queries[0]
    assert adds_others(doc, query.first, query.last) == several
    assert (doc.text[slice(*cut_behind_head(doc, query.first, query.last))] == source) == several


def test_the_two_are_who_was_named_together_before():
    doc = document("Ana Lind and Per Dahl met Robin Hale. Later the two agreed.", NAMES, "Ana Lind and Per Dahl", "the two")
    found = together_before(doc, doc.queries[1])
    assert found is not None and is_joint(doc, found)
    assert together_before(doc, doc.queries[0]) is None


@pytest.mark.parametrize(("text", "source", "named"), [
    ("Two former players, Ana Lind and Per Dahl, were in the stand. It rained. Both said so.", "Both", "Ana Lind and Per Dahl"),
    ("Ana Lind, the mayor, and Per Dahl met. the two said so.", "the two", "Ana Lind, the mayor, and Per Dahl"),
    ("The Harbour Board and the Ferry Union met. the pair said so.", "the pair", "Harbour Board and the Ferry Union"),
    ("Ana Lind met Per Dahl. Both said so.", "Both", None),
    ("Ana Lind, Per Dahl and Una Brod met. Both said so.", "Both", None),  # three
    ("Ana Lind and Per Dahl met. It rained. It snowed. It hailed. Both said so.", "Both", None),
    ("Ana Lind and Per Dahl met. Both brothers said so.", "Both brothers", None),
    ("A friend of Ana Lind and Per Dahl's met. Both said so.", "Both", None),
])  # fmt: skip
def test_both_are_who_was_named_together_before(text, source, named):
    doc = document(text, {"Ana Lind": "person", "Per Dahl": "person", "Una Brod": "person", "Harbour Board": "organization", "Ferry Union": "organization"}, source)
    found = doc.pairs.get(0)
    assert (None if found is None else text[slice(*doc.span(int(doc.first[found]), int(doc.last[found])))]) == named


def test_both_speak_as_a_group(extractor):
    text = "Two former Thornwick players, Ida Moss and Karin Tell, were in the stand. Both said that the decision was right. \"It was soft,\" Moss admitted."
    both, one = extractor.extract(text).statements
    assert (both.speaker.name, both.speaker.kind) == ("Ida Moss and Karin Tell", "group") and one.speaker.name == "Ida Moss"


def test_both_who_spoke_together_keep_what_was_told_of_them():
    text = "The club's owners, Ana Lind and the Harbour Board, agreed. Later the pair denied it."
    doc = document(text, NAMES, "The club's owners, Ana Lind and the Harbour Board", "the pair")
    assert doc.words[int(doc.first[doc.pairs[1]])] == "the" and doc.pairs[1] == doc.nominal[0]
