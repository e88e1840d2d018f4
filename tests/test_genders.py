"""Given names and forms of address tell who is "he" and who is "she"."""

import pytest

from onrecord.resolve.words import given_names
from resolving import document

NAMES = {"Helena Berg": "person", "Berg": "person", "Robert Moss": "person", "Robin Lind": "person", "Coyle": "person", "Georgia Power": "organization", "Sunniva Tan": "person", "Bogdan Orr": "person", "Tea Ek": "person"}


@pytest.mark.parametrize(("text", "told"), [
    ("Helena Berg met Robert Moss and Robin Lind.", {"Helena Berg": -1, "Robert Moss": 1}),
    ("Mr. Coyle met Robin Lind.", {"Coyle": 1}),
    ("Robert Moss sold the mill. She kept the boat. She loved Robert Moss. She said so.", {}),  # as whom the report goes on
    ("Helena Berg asked him twice. He said that he had not.", {"Helena Berg": -1}),
    ("Sunniva Tan met Bogdan Orr and Tea Ek.", {"Sunniva Tan": -1, "Bogdan Orr": 1, "Tea Ek": -1}),
    ("Mr and Mrs Berg met Ms Berg.", {"Berg": -1}),
    ("Mr Berg met Ms Berg.", {}),  # two of one name
    ("Georgia Power met the mayor.", {}),
    ("Chairman Helena Berg met Alderman Robert Moss.", {"Helena Berg": -1, "Robert Moss": 1}),
])  # fmt: skip
def test_what_a_name_tells(text, told):
    doc = document(text, NAMES)
    assert {doc.text[slice(*doc.span(*doc.fullest(entity)))]: form for entity, form in doc.of_names.items()} == told


@pytest.mark.parametrize(("text", "speaker"), [
    ('Petra Quow said staff had been called together by the manager, Robert Moss. "Who writes this?" She is not surprised, she says.', "Petra Quow"),
    ("Robert Moss, a farmer, sold the mill to Helena Berg. He said the price was fair.", "Robert Moss"),
    ("Helena Berg spoke to Robert Moss. She said that the price was fair.", "Helena Berg"),
    ("The former head of the bank, Bogdan Orr, told an inquiry that he had never heard of the fund. Committee chair Ingrid Tan asked twice whether he had signed it. He said that he had not.", "Bogdan Orr"),
    ("Mr Coyle spoke to Ms Lind at the gate. She said that the price was fair.", "Lind"),
])  # fmt: skip
def test_nobody_is_he_whose_name_is_a_womans(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker


@pytest.mark.parametrize(("text", "told"), [
    ("Chairman Helena Berg met the press.", -1),
    ("The works sent foreman Helena Berg.", -1),
    ("The alderman, Mr. Coyle, met spokesman Coyle.", 1),
    ("Chairman Coyle met the press. She left.", -1),
    ("Spokesman Coyle met the press. He left.", 1),
    ("Chairman Coyle met the press.", 1),
    ("Chairman Robert Moss met the press.", 1),
    ("Spokeswoman Coyle met the press.", -1),
    ("King Robin Lind met the press.", 1),
])  # fmt: skip
def test_a_woman_may_be_chairman_or_foreman(text, told):
    doc = document(text, NAMES)
    assert doc.genders()[doc.entity[0]] == told


def test_no_given_name_is_both():
    women, men = given_names()
    assert not women & men and all(name == name.casefold() for name in women | men)
