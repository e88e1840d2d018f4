"""Who is named together by one source."""

import pytest

from onrecord.resolve.joint import joint_end
from onrecord.resolve.telling import name_of
from resolving import document

NAMES = {"Ana Lind": "person", "Per Dahl": "person", "Robin Hale": "person", "Lind": "person", "Dahl": "person", "Harbour Board": "organization", "HB": "organization", "Torvia": "place", "River Fund": "organization"}


@pytest.mark.parametrize(("source", "name"), [
    ("Ana Lind and Per Dahl", "Ana Lind and Per Dahl"),
    ("Mayor Ana Lind of Torvia and Councillor Per Dahl", "Ana Lind of Torvia and Councillor Per Dahl"),
    ("Ana Lind, the former mayor, and the minister for tourism, Per Dahl", "Ana Lind, the former mayor, and the minister for tourism, Per Dahl"),
    ("Harbour pilots Ana Lind, Per Dahl and Robin Hale", "Ana Lind, Per Dahl and Robin Hale"),
    ("The Harbour Board (HB) and the River Fund", "Harbour Board (HB) and the River Fund"),
    ("Ana Lind and the Harbour Board", "Ana Lind and the Harbour Board"),
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
    assert bool(held & doc.strangers(doc.queries[0])) == strange
