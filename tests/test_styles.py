"""An office that is told by other words is held by whom the report tells the office."""

import pytest

from onrecord.resolve.styles import holders
from resolving import document


@pytest.mark.parametrize(("text", "source", "speaker"), [
    ("President of Merovia Teodor Hasik has received in Talsk the Minister of Defence of Tarrande Gaspard Orle. The Head of State has thanked for the help of Tarrande.", "The Head of State", "Teodor Hasik"),
    ("President Olga Marn received the prime minister of Selvia, Anton Kray, in Dorem. The head of government said the bridge would open in May.", "The head of government", "Anton Kray"),
    ("The Prime Minister of the Republic of Selvia, Mr. Anton Kray, has received on Thursday Ms. Lena Furst. The head of the Government said that the bridge would open in May.", "The head of the Government", "Anton Kray"),
    ("President Olga Marn received the prime minister of Selvia, Anton Kray, in Dorem. The head of state said that trade would grow.", "The head of state", "Olga Marn"),
    ("Foreign Minister Petra Kohl and Per Dahl, the mayor, opened the fair. The top diplomat said visas would be free by autumn.", "The top diplomat", "Petra Kohl"),
    ("Ana Lind, the foreign minister, met Vice President Per Dahl. The chief diplomat said it had been a good talk.", "The chief diplomat", "Ana Lind"),
    ("Former president Olga Marn met President Per Dahl. The head of state said it had been a good talk.", "The head of state", "Per Dahl"),
])  # fmt: skip
def test_who_holds_an_office_that_is_told_by_other_words(extractor, text, source, speaker):
    found = next(s for s in extractor.extract(text).statements if " ".join(text[a:b] for a, b in s.source) == source)
    assert found.speaker.name == speaker


@pytest.mark.parametrize(("text", "source", "found"), [
    ("The president's envoy Ana Lind came. The head of state said so.", "The head of state", set()),
    ("The president of the Republic of Selvia, Mr. Per Dahl, met Ms. Ana Lind. The head of state said so.", "The head of state", {"Per Dahl"}),
    ("They met the president. Mr. Per Dahl came. The head of state said so.", "The head of state", set()),
    ("Prime Minister Per Dahl met Ana Lind, queen of Selvia. The premier said so.", "The premier", {"Per Dahl"}),
    ("Deputy Prime Minister Per Dahl met Ana Lind. The premier said so.", "The premier", set()),
    ("Premier Per Dahl met Prime Minister Ana Lind. The premier said so.", "The premier", {"Per Dahl", "Ana Lind"}),
    ("Prime Minister Per Dahl met Ana Lind, queen of Selvia. The monarch said so.", "The monarch", {"Ana Lind"}),
    ("Rep. Ana Lind met Mayor Per Dahl. The congresswoman said so.", "The congresswoman", {"Ana Lind"}),
    ("Prime Minister Per Dahl met Ana Lind. A regional premier said so.", "A regional premier", set()),
    ("Bank president Ana Lind came. The head of state said so.", "The head of state", set()),
    ("Vice-President Ana Lind came. The head of state said so.", "The head of state", set()),
    ("President Per Dahl met Ana Lind, the vice president. The head of state said so.", "The head of state", {"Per Dahl"}),
    ("The president, Per Dahl, met Ana Lind, queen of Selvia. The 71-year-old head of state said so.", "The 71-year-old head of state", {"Per Dahl", "Ana Lind"}),
    ("President Per Dahl came. Selvia's head of state said so.", "Selvia's head of state", set()),
    ("President Per Dahl came. The head of the bank said so.", "The head of the bank", set()),
    ("Foreign Minister Per Dahl came. A diplomat said so.", "A diplomat", set()),
])  # fmt: skip
def test_of_whom_the_office_is_told(text, source, found):
    doc = document(text, {"Ana Lind": "person", "Per Dahl": "person", "Selvia": "place"}, source)
    assert {doc.text[slice(*doc.span(*doc.fullest(entity)))] for entity in holders(doc, doc.queries[0])} == found
