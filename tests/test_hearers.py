"""Who is told something is not its source."""

import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.hearing import said_to_hearers


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


@pytest.mark.parametrize(("text", "cue", "source", "parts"), [
    ("It rained. The clerk was asked to order salt.", "was asked", "", ["The clerk", "to order salt"]),
    ("Residents of the valley were urged to boil their water.", "were urged", "Residents of the valley", ["Residents of the valley", "to boil their water"]),
    ("The crews left, and the captain was told to wait.", "was told", "", ["the captain", "to wait"]),
    ("The villagers, who were asked to leave in May, stayed.", "were asked", "", ["who", "to leave in May"]),
    ("The captain was told to wait by the coast guard.", "was told", "", ["the captain", "to wait"]),
])  # fmt: skip
def test_who_is_asked_to_act_is_a_part_of_what_is_asked(text, cue, source, parts):
    def spans(*words: str) -> tuple[tuple[int, int], ...]:
        return tuple((at, at + len(each)) for each in words if each for at in [text.casefold().index(each.casefold())])

    (draft,) = said_to_hearers(text, [Draft(spans(source), spans(cue), spans(parts[-1]), None)])
    assert draft.source == () and [text[a:b].casefold() for a, b in draft.content] == [part.casefold() for part in parts]


@pytest.mark.parametrize(("text", "cue", "content"), [
    ("The clerk was told that it rained.", "was told", "that it rained"),
    ("The clerk was asked by Lind to order salt.", "was asked by", "to order salt"),
    ("The clerk has asked to go home.", "has asked", "to go home"),
])  # fmt: skip
def test_other_passives_keep_their_content(text, cue, content):
    draft = Draft((), ((text.index(cue), text.index(cue) + len(cue)),), ((text.index(content), text.index(content) + len(content)),), None)
    assert said_to_hearers(text, [draft])[0].content == draft.content


def test_who_tells_is_no_part_of_the_content():
    text = "His neighbours have been told by the army to go."
    (draft,) = said_to_hearers(text, [Draft(((0, 14),), ((15, 32),), ((33, 47),), None)])
    assert [text[a:b] for a, b in (*draft.source, *draft.content)] == ["the army", "His neighbours", "to go"]
