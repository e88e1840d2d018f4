"""Who is told something is not its source."""

import pytest


@pytest.mark.parametrize("text", [
    "At nine she was told that her hands were too small for the harp. She left.",
    "The council met on Monday. The mayor has been told to apologise for the delay.",
    "The council met on Monday. Two clubs are said to be interested in the striker.",
    "The council met on Monday. The pilots had been promised that there would be no cuts before May.",
    "The inquest heard that the driver had not slept for two days.",
    "Tarn Crown Court heard Dahl had driven at 90 miles an hour.",
    '"He never woke up," the inquest heard.',
    "The master laughed when he saw the empty lockers, the High Court in Tarn heard yesterday.",
    "Jurors were told that the knife was found in a drain.",
    "The council met on Monday. It has been claimed that the vote was rigged.",
    "The bank is weak. It is feared it will fail by winter.",
])  # fmt: skip
def test_who_hears_is_no_source(extractor, text):
    statements = extractor.extract(text).statements
    assert statements and all(s.source == () and s.speaker is None for s in statements)


@pytest.mark.parametrize(("text", "source"), [
    ("The council met on Monday. Ana Lind told the mayor to apologise.", "Ana Lind"),
    ("The council met on Monday. Nobody said that the bridge was safe.", "Nobody"),
    ("The inquiry was told by Rost that the money had gone abroad.", "Rost"),
    ("The committee heard from Ana Lind that the wall had been cracked since May.", "Ana Lind"),
    ("MPs heard on Tuesday from the harbour master that no boat was insured.", "the harbour master"),
    ("The minister heard that the wall had been cracked since May.", "The minister"),
    ("The court heard the case on Monday and ruled that Dahl must pay.", "The court"),
    ("The company met on Monday. It said that the bridge would open in May.", "It"),
    ("The ministry is weak. It has claimed that the vote was rigged.", "It"),
    ("The council met on Monday. The mayor was quoted as saying that the bridge was safe.", "The mayor"),
])  # fmt: skip
def test_who_speaks_is_one(extractor, text, source):
    assert source in [text[slice(*s.source[0])] for s in extractor.extract(text).statements if s.source]


@pytest.mark.parametrize(("text", "cue", "content"), [
    ("The hearing was told by prosecutor Mila Rost that the money had gone abroad.", "was told by", "that the money had gone abroad"),
    ("Rost was warned by the police that she was in danger.", "was warned by", "that she was in danger"),
    ('"You will pay," Dahl was told by the judge.', "was told by", '"You will pay,"'),
    ("The government was urged by Lind to close the dam.", "was urged by", "The government … to close the dam"),
])  # fmt: skip
def test_who_is_told_is_no_content(extractor, text, cue, content):
    article = extractor.extract(text)
    (statement,) = article.statements
    assert (article.words(statement.cue), article.words(statement.content)) == (cue, content)
