import pytest


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('Ana Lind, 54, and Per Dahl, 61, have run the ferry for thirty years.\n\n"I will miss the fog," the 61-year-old said. "He will miss the money," the 54-year-old said.', ["Per Dahl", "Ana Lind"]),
        ('Two men were charged in Brova on Monday. Ole Brun, 31, was silent; Ivo Pratt (44) was not. The 44-year-old said he was sorry.', ["Ivo Pratt"]),
        ('The prize went to 54-year-old ferry captain Ana Lind. Her brother Per was proud.\n\nThe 54-year-old said she would share it.', ["Ana Lind"]),
        ("Ana Lind, a 54-year-old ferry captain, and her son Per, 31, found the boat. The 31-year-old said it was empty.", ["Per"]),
        ('Milo Kant, 23, scored twice on Saturday. "It was our best game," said the 31-year-old.', ["the 31-year-old"]),
        ("Ana Lind, 54, found the boat. A 54-year-old woman from Brova said it was hers.", ["A 54-year-old woman from Brova"]),
        ("Jonas Berg, who is a baker, has slept badly. The 54-year-old said he missed the ovens.", ["Jonas Berg"]),
    ],
)  # fmt: skip
def test_an_age_tells_whom_the_text_gives_it(extractor, text, speakers):
    assert [s.speaker and s.speaker.name for s in extractor.extract(text).statements][-len(speakers) :] == speakers
