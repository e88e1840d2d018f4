import pytest

from onrecord.resolve.acting import Acting
from resolving import document

NAMES = {"Ana Lind": "person", "Lind": "person", "Per Dahl": "person", "Ruth Adler": "person", "Brova": "place"}


@pytest.mark.parametrize(
    ("text", "sources", "actor"),
    [
        ("Per Dahl said the line was late. Board member Ruth Adler was not amused. She left twice. Then she said no.", ("Per Dahl", "She", "she"), "Ruth Adler"),
        ("Per Dahl said so. Ana Lind came by train. Would the mill stay? Would it close? Would it burn? He said so.", ("Per Dahl", "He"), None),  # too far
        ("Per Dahl said so. In Brova the shops met Ana Lind. She said no.", ("Per Dahl", "She"), None),  # who is met does not act
        ("Per Dahl said so. Ana Lind's boat sank. She said no.", ("Per Dahl", "She"), None),
        ("Per Dahl said so. Mr. Lind was not amused. It rained. He said no.", ("Per Dahl", "He"), "Lind"),  # "Mr." ends no sentence
        ("Per Dahl said so. Ana Lind laughed, and she said no.", ("Per Dahl", "she"), None),  # of her own sentence the model tells as much
        ("Per Dahl said so. Ana Lind laughed. Her boat sank, according to her.", ("Per Dahl", "Her"), None),
    ],
)
def test_who_acts_right_before_a_pronoun(text, sources, actor):
    doc = document(text, NAMES, *sources)
    found = Acting(doc).before(doc.queries[-1])
    assert (found and doc.text[slice(*doc.span(*doc.name_units(found.mention)))]) == actor


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"It is full," said Hanna Berg, who drives the bus.\n\nHenriette Crane of the Aldane Foundation came by bus to see it. Would the foundation pay? "We look at everything," she said.', "Henriette Crane"),
        ('Anton Breuer, the chairman, blamed the opposition. He promised a vote before Easter.\n\nBoard member Ruth Adler was not amused. She left the chamber twice. "I asked in June. It is now March," she said.', "Ruth Adler"),
        ('"Not one of them called," said Petra Holm.\n\nPer Lund, a farmer, found the boat. It was empty. "Nobody called," he said.', "Per Lund"),
        ('Hanna Berg, a nurse, said the ward was full. Her chief, Ole Lund, was in the hall. "We need beds," she said.', "Hanna Berg"),  # he is no woman
    ],
)
def test_who_acts_is_who_says_it(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Pavo Lind said the talks were over.\n\nA pharmacist on the island shook his head. “Insulin does not strike, and nor do we.”', None),
        ('Pavo Lind said the talks were over.\n\nAn old woman at the window laughed. “They never come on Sundays anyway.”', None),
        ('Pavo Lind said the talks were over.\n\nA pharmacist, Olga Brun, shook her head. “Insulin does not strike, and nor do we.”', "Olga Brun"),
        ('Pavo Lind said the talks were over. A storm was near. “We shall all be home before it breaks.”', "Pavo Lind"),
    ],
)
def test_who_acts_and_is_not_named_is_nobody_who_was_named(extractor, text, speaker):
    told = extractor.extract(text).statements[-1].speaker
    assert (told and told.name) == speaker
