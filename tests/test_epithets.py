"""Whom "the 24-year-old", "the father of two" and "the Torvian" are, and who is brought in before he is named."""

import pytest


def speakers(extractor, text):
    return [s.speaker and s.speaker.name for s in extractor.extract(text).statements]


@pytest.mark.parametrize(("text", "told"), [
    ("Two men were hurt in the fire. One of them, Per Dahl, who is a baker, said he had slept. The 24-year-old said he wanted to go home.", ["Per Dahl", "Per Dahl"]),
    ('Ana Lind, a lorry driver, was on the bridge when it sank. Lind said that she had not been told.\n\n"No one called me," the mother of two said.', ["Ana Lind", "Ana Lind"]),
    ('Coach Ole Brun, whose side lost again, was calm. The Torvian said the pitch was wet. "It was mud," he said.', ["Ole Brun", "Ole Brun"]),
    ('Britt Vang was second after eleven days. "Four seconds is a long winter," said the Torvian, who was in tears.', ["Britt Vang"]),
    ("Britt Vang was second after eleven days. The 34-year-old, a baker, said that she would stop.", ["Britt Vang"]),
    ("Ole Brun, the coach, was calm. The Norwegian said the pitch was wet.", ["Ole Brun"]),
    ("Ana Lind, 54, and her son Per, 31, run the ferry. Lind said it was old. The 54-year-old said she would sell it.", ["Ana Lind", "Ana Lind"]),
    ("Olga Stein, 41, the deputy, thanked the crews.\n\nPer Dahl, one of them, is a baker. The 24-year-old said he would come again.", ["Olga Stein", "Per Dahl"]),
])  # fmt: skip
def test_an_epithet_is_who_was_told_of_before(extractor, text, told):
    assert speakers(extractor, text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("A lorry driver has told of his escape from the bridge.\n\nPer Dahl, 46, was carrying timber when the deck began to sway. Dahl said it moved like a ship.", "Per Dahl"),
    ("The widow of a miner said on Sunday that she had been offered a pension.\n\nAgnes Lind, 33, said she had sent the paper back.", "Agnes Lind"),
    ("The works at Brova will close in spring, the firm said.\n\nBrova's mayor said that she had expected it. \"Without the works there is no bus,\" Ada Mol said. She wants the state to buy it.", "Ada Mol"),
    ("Rescue teams reached the valley on Monday.\n\nThe prime minister, who flew over it in the morning, said the road would be mended. Luca Frere said every family would get 5,000.", "Luca Frere"),
])  # fmt: skip
def test_who_is_brought_in_is_named_by_the_next_words(extractor, text, told):
    assert told in speakers(extractor, text)[:2]


@pytest.mark.parametrize(("text", "told"), [
    ("A woman has told of her escape from the bridge.\n\nPer Dahl, 46, was carrying timber when the deck began to sway. Dahl said it moved like a ship.", "Per Dahl"),  # who is no woman
    ("Ana Lind opened the hall on Monday.\n\nA baker said the bread was free. Per Dahl, 46, said it was good.", "Per Dahl"),  # another one
    ("Its chairman declined to comment. Luca Frere, a lawyer for the families, said he was sorry.", "Luca Frere"),
    ("The prime minister said the road would be mended. Luca Frere, a farmer, said he had heard that before.", "Luca Frere"),
])  # fmt: skip
def test_who_is_named_next_may_be_another(extractor, text, told):
    assert speakers(extractor, text)[0] != told


@pytest.mark.parametrize(("text", "told"), [
    ("A regular, who gives her name only as Jo, says the rye is good. \"I would walk here,\" she says.", ["Jo", "Jo"]),
    ("A man named Ole Brun said the lift was broken.", ["Ole Brun"]),
    ("Two walkers from Brenn, both called Anna, said the path was steep.", ["Two walkers from Brenn"]),
    ("Senator Wilma Tarrant and Governor Jules Abara met on Monday. The former said the talk had been frank.", ["Wilma Tarrant"]),
    ("Senator Wilma Tarrant and Governor Jules Abara met on Monday. The latter said the talk had been long.", ["Jules Abara"]),
])  # fmt: skip
def test_who_calls_herself_so_and_one_of_two(extractor, text, told):
    assert speakers(extractor, text) == told


def test_brackets_tell_of_the_name_before_them(extractor):
    text = "Present: Cllr Ana Hewitt (chair), Cllr Per Sand, Cllr Rosa Mott, the clerk (Mrs Joan Prewer)\n\nCllr Sand asked when the shelter would be mended. The chair said she would write to the owner. The clerk said that she had. Cllr Mott said that it leaked."
    found = {s.speaker.name: s.speaker.role and s.speaker.role.text for s in extractor.extract(text).statements}
    assert found["Ana Hewitt"] == "chair" and found["Per Sand"] != "chair" and found["Joan Prewer"] == "clerk" and found["Rosa Mott"] != "clerk"


@pytest.mark.parametrize(("text", "name", "role"), [
    ('The captain stays, too. Her coach is not a man of many words.\n\n"She stays, I stay," says Ulf Berg. He has trained the side for nine years.', "Ulf Berg", "coach"),
    ('The bridge was closed on Monday. The harbour master has seen it before. "It will open again," Ana Lind said.', "Ana Lind", "harbour master"),
    ('A fisherman who drifted for six days off Brova has been flown home.\n\nPer Dahl, 34, lost his engine on Sunday. "I talked to the gulls," the father of two said.', "Per Dahl", "fisherman"),
    ('The chapel of Brova has no roof. The priest says mass under an umbrella. "God is used to weather," says Mr Per Dahl.', "Per Dahl", "priest"),
    ('The organist is cold. "My fingers are seventy," Ana Lind says.', "Ana Lind", "organist"),
    ('A fisherman was saved off Brova by Ana Lind on Sunday.\n\nPer Dahl, 34, was on the quay. "I saw it," Dahl said.', "Per Dahl", None),
    ('The bridge was closed on Monday. The mayors have seen it before. "It will open again," Ana Lind said.', "Ana Lind", None),
    ('The bridge was closed on Monday. The mayor of Brova met Per Dahl. "It will open again," Ana Lind said.', "Ana Lind", None),
    ('The mayor was there on Monday. It rained all day on the bridge. "It will open again," Ana Lind said.', "Ana Lind", None),
])  # fmt: skip
def test_who_is_brought_in_has_the_role_that_brings_him_in(extractor, text, name, role):
    speaker = extractor.extract(text).statements[-1].speaker
    assert (speaker.name, speaker.role and speaker.role.text) == (name, role)


@pytest.mark.parametrize(("text", "body"), [
    ("Yusuf Kader (Reform) said the bill was a gift.", "Reform"),
    ("Yusuf Kader (left) said the bill was a gift.", None),
    ("Yusuf Kader (Brova) said the bill was a gift.", None),
])  # fmt: skip
def test_a_party_in_brackets(extractor, text, body):
    speaker = extractor.extract(text).statements[-1].speaker
    assert (speaker.organization and speaker.organization.text) == body
