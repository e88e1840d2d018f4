"""Where a report goes back to one person by "she" or "he" alone, they are that person's again once nobody else has been told of for a sentence."""

import pytest

FEATURE = """Odile Marchetti climbs the 212 steps of the tower every morning. At 71 she is the last bell-founder in the valley, and she does not intend to stop.

Her daughter, Celine, who runs the office, thinks that the workshop will close. "Nobody wants to stand in front of a furnace," Celine says.

{}

The parish priest, Father Anselm Rudd, remembers the day when the great bell cracked. "It sounded like a plate," he recalls. It was midnight. Within the hour she was there.

The furnace is fed with beech. She had learned that from her father. {}"""


def last(extractor, text: str) -> str | None:
    speaker = extractor.extract(text).statements[-1].speaker
    return speaker and speaker.name


@pytest.mark.parametrize(("middle", "end", "speaker"), [
    ("The doctor has told her to rest.", '"Bronze is deaf," she says.', "Odile Marchetti"),
    ("Her doctor has told her to rest. She answers that bells do not rest either.", "There are three founders left, she says.", "Odile Marchetti"),
    ("The doctor has told her to rest.", 'Celine does not agree with her mother. She says that bronze is deaf.', "Celine"),  # who was told of right before
    ("The doctor has told her to rest.", '"Bronze is deaf," Celine says. "It always was." She adds that it never sleeps.', "Celine"),  # who goes on
    ("The doctor has told her to rest.", 'Rudd rings them himself. "Bronze is deaf," he says.', "Anselm Rudd"),
])  # fmt: skip
def test_she_is_whose_piece_it_is(extractor, middle, end, speaker):
    assert last(extractor, FEATURE.format(middle, end)) == speaker


@pytest.mark.parametrize(("text", "speaker"), [
    ('Mayor Ana Lind opened the bridge on Monday.\n\nEva Holm, the leader of the opposition, said that it was late. "It cost too much," she said.\n\nThe bridge is 40 metres long. She said that it would not last.', "Eva Holm"),  # the report seldom goes back to Lind
    ('Per Dahl mends nets. He is 80.\n\nIt is cold. He works alone. The sea is near. He does not see it.\n\nEva Holm, a neighbour, brings soup. "He never eats," she says. The soup is hot. She says that he likes it.', "Eva Holm"),  # who is no "he"
    ('Per Dahl mends nets. He is 80.\n\nIt is cold. He works alone. The sea is near. He does not see it.\n\nJon Holm, a neighbour, brings soup. "He never eats," Holm says.\n\nThe soup is hot. The nets smell of tar. He says that they always did.', "Per Dahl"),
])  # fmt: skip
def test_where_a_report_has_no_one_protagonist_the_last_goes_on(extractor, text, speaker):
    assert last(extractor, text) == speaker


@pytest.mark.parametrize(("text", "speaker"), [
    ("Jon Tarr keeps goal in Brova. \"The money came,\" Tarr said. We recall that his employer, Olm Vaas, owed him two salaries.\n\nBut with Vaas all is never well. On Thursday in a ski resort he has explained that there will be five million.", "Olm Vaas"),
    ("Jon Tarr keeps goal in Brova. \"The money came,\" Tarr said. But with Olm Vaas and Per Dahl all is never well. On Thursday he said that there would be five million.", "Jon Tarr"),  # of two none is meant
    ("Jon Tarr keeps goal in Brova. \"The money came,\" Tarr said.\n\nOlm Vaas paid it. \"I counted twice,\" Tarr said. He said that he would stay.", "Jon Tarr"),  # who speaks on
    ("Jon Tarr keeps goal in Brova. \"The money came,\" Tarr said. It was brought by Mrs Una Brod. On Thursday he said that he would stay.", "Jon Tarr"),  # she is no "he"
])  # fmt: skip
def test_he_is_the_one_person_of_the_sentence_before(extractor, text, speaker):
    assert last(extractor, text) == speaker
