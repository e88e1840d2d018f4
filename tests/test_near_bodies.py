"""For which body "the company" stands."""

import pytest

from onrecord.resolve.near_bodies import body_near
from onrecord.resolve.strangers import strangers_of
from resolving import document

NAMES = {"Coastline Buses": "organization", "Marram Travel": "organization", "Norvane": "organization", "Ana Lind": "person", "Brova": "place"}


@pytest.mark.parametrize(("text", "body"), [
    ("Coastline Buses runs the bus. A rival, Marram Travel, has offered to run it. The firm said so.", "Marram Travel"),
    ("Coastline Buses runs the bus. It is red. “Who are they?” Ana Lind asked Marram Travel, when the company said so.", "Marram Travel"),
    ("Norvane is old. In Brova Ana Lind met people of Marram Travel. The company said so.", "Marram Travel"),
    ("Coastline Buses runs the bus. Marram Travel denies it. The company, a unit of Norvane, said so.", "Marram Travel"),
    ("Coastline Buses runs the bus. Marram Travel has offered to buy Norvane. The company said so.", None),  # one of two
    ("Marram Travel wants to buy Coastline Buses. The company said so.", None),  # whom the scores take it for is named there
    ("Marram Travel has offered to run it. Nobody was asked. The company said so.", None),
    ("Marram Travel has offered to run it. The airline said so.", None),  # which may be another's
    ("Ana Lind came to Brova. The company said so.", None),
])  # fmt: skip
def test_the_body_that_is_near(text, body):
    source = next(words for words in ("The firm", "The company", "the company", "The airline") if words in text)
    doc = document(text, NAMES, source)
    entity = next((int(doc.entity[m]) for m in range(doc.name_count) if text[slice(*doc.span(*doc.name_units(m)))] == "Coastline Buses"), None)
    found = body_near(doc, doc.queries[0], entity, doc.entity, {})
    assert (None if found is None else text[slice(*doc.span(*doc.fullest(found)))]) == body


@pytest.mark.parametrize(("source", "strangers"), [
    ("The company, a unit of Norvane,", {"Norvane"}),
    ("The firm, which is owned by Norvane,", set()),
    ("A rival, Norvane,", set()),
    ("The regulator, Norvane,", set()),
    ("Norvane, a unit of Marram Travel,", set()),
])  # fmt: skip
def test_whose_unit_a_company_is_is_not_the_company(source, strangers):
    doc = document(f"{source} said so.", NAMES, source)
    assert {doc.text[slice(*doc.span(*doc.fullest(e)))] for e in strangers_of(doc, doc.queries[0])} == strangers


def test_who_spoke_there_is_near():
    text = "Coastline Buses runs the bus. It owes Marram Travel a million, it said. The company said so."
    doc = document(text, NAMES, "it said", "The company")
    coastline = int(doc.entity[0])
    assert body_near(doc, doc.queries[1], coastline, doc.entity, {0: coastline}) is None
