"""A nickname quoted inside a name, and companies called by their initials or by the first word of their name."""

import pytest

from onrecord.resolve.nicknames import with_nicknames
from resolving import document, names_of, tokens_of


@pytest.mark.parametrize(("text", "tagged", "names"), [
    ('Raymond "Duke" Malloy runs the stand.', {"Malloy": "person"}, ['Raymond "Duke" Malloy']),
    ('Raymond "Duke" Malloy runs the stand.', {"Raymond": "person", "Duke": "person", "Malloy": "person"}, ['Raymond "Duke" Malloy']),
    ("So said Per “Pelle” Dahl, 61.", {"Dahl": "person"}, ["Per “Pelle” Dahl"]),
    ("Wysor ‘Tin’ Dahl said so.", {"Wysor": "person", "Dahl": "person"}, ["Wysor ‘Tin’ Dahl"]),
    ('The "Svanen" Dahl had lost was old.', {"Dahl": "person"}, ["Dahl"]),  # a ship
    ('She told Ana "Please". Dahl left.', {"Ana": "person", "Dahl": "person"}, ["Ana", "Dahl"]),
    ('Raymond "Duke" Shipping said so.', {"Shipping": "organization"}, ["Shipping"]),
    ('In Brova "Nobody" Dahl found it.', {"Brova": "place", "Dahl": "person"}, ["Brova", "Dahl"]),
])  # fmt: skip
def test_a_nickname_is_in_the_midst_of_a_name(text, tagged, names):
    assert [text[n.start : n.end] for n in with_nicknames(text, tokens_of(text), names_of(text, tagged))] == names


@pytest.mark.parametrize(("text", "tagged", "together"), [
    ("Northern Lights Shipping Ltd. will cut jobs. NLS said so.", {"Northern Lights Shipping Ltd.": "organization", "NLS": "organization"}, True),
    ("Northern Lights Shipping GmbH will cut jobs. NLS said so.", {"Northern Lights Shipping GmbH": "organization", "NLS": "organization"}, True),
    ("Brenta Glass will cut jobs. Brenta denied it.", {"Brenta Glass": "organization", "Brenta": "person"}, True),
    ("Brenta Glass will cut jobs. In Brenta many are angry.", {"Brenta Glass": "organization", "Brenta": "place"}, False),
    ("Brenta Glass will cut jobs. Brenta's mayor is angry.", {"Brenta Glass": "organization", "Brenta": "place"}, False),
    ("Northern Lights Shipping Ltd. will cut jobs. NLR said so.", {"Northern Lights Shipping Ltd.": "organization", "NLR": "organization"}, False),
])  # fmt: skip
def test_how_a_company_is_called_in_short(text, tagged, together):
    assert (len(document(text, tagged).entities) == 1) == together
