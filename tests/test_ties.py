"""Whom "her husband", "his wife" and "his Torvian counterpart" stand for, and whose is "Mrs Lind"."""

import pytest

from resolving import document


def told(extractor, text):
    return [s.speaker and s.speaker.name for s in extractor.extract(text).statements]


@pytest.mark.parametrize(("text", "speakers"), [
    ("Anton Riis left the court at noon. Outside, his wife, Marit, said the family was tired. Her husband said nothing more would come.", ["Marit", "Anton Riis"]),
    ("Paul Moss runs the inn. His wife, Ida, said that it was full. Her husband said that it was not.", ["Ida", "Paul Moss"]),
    ("Ida and Paul Lind run the inn. Mrs Lind said that it was full. Her husband, a cook, said it was not.", ["Ida", "Paul Lind"]),
    ("Ida Lind runs the inn with her husband, Paul Moss. She said it was full. Her husband, who cooks, said it was not.", ["Ida Lind", "Paul Moss"]),
    ("Ida and Paul Lind run the inn. Petra Quow cleans there. Quow said it was full. Her husband said it was not.", ["Petra Quow", "Her husband"]),  # another's
    ("Ida Lind runs the inn. Lind said that it was full. Her husband said it was not.", ["Ida Lind", "Her husband"]),
])  # fmt: skip
def test_husbands_and_wives(extractor, text, speakers):
    assert told(extractor, text) == speakers


@pytest.mark.parametrize(("text", "speaker"), [
    ("The Velisian foreign minister, Ana Lind, met her colleagues in Brova. Per Dahl, the foreign minister of Torvia, came late. Lind said the talks were good. Her Torvian counterpart said they were not.", "Per Dahl"),
    ("Per Dahl is the foreign minister of Torvia. The foreign minister of Velisia, Ana Lind, met Mr Dahl in Brova. Dahl said the talks were good. His Velisian counterpart said they were not.", "Ana Lind"),
    ("The Velisian foreign minister, Ana Lind, came to Brova. Lind said the talks were good. Her Torvian counterpart said they were not.", "Her Torvian counterpart"),  # who is not named
    ("The Torvian ministers Per Dahl and Olga Ek met Ana Lind, the Velisian minister. Lind said the talks were good. Her Torvian counterpart said they were not.", "Her Torvian counterpart"),  # one of two
])  # fmt: skip
def test_counterparts(extractor, text, speaker):
    assert told(extractor, text)[-1] == speaker


NAMES = dict.fromkeys(("Nadia Abed", "Sami Abed", "Abed", "Ida", "Paul Lind", "Kim Lind", "Jeb Lind", "George Lind", "Helena Berg", "Berg", "Lind", "Moss"), "person")


@pytest.mark.parametrize(("text", "called"), [
    ("The president called Nadia Abed. Her husband, Sami Abed, was free. Mrs Abed was glad. Mr Abed was too.", ["Nadia Abed", "Sami Abed"]),
    ("Ida and Paul Lind run the inn. Mrs Lind is tired. Mr Lind is not. Lind is old.", ["Ida", "Paul Lind", "Paul Lind"]),
    ("Paul Lind spoke. Mrs Lind was there. Lind was tired. Mr Lind was not.", ["Lind", "Paul Lind", "Paul Lind"]),  # somebody who is named so alone
    ("Kim Lind spoke. Mrs Lind was tired.", ["Kim Lind"]),  # who may be a woman
    ("Jeb Lind is the brother of George Lind. Jeb Lind spoke. Mr Lind was tired.", ["Jeb Lind"]),  # both may be meant
    ("Ida and Paul Lind run the inn. Mr Moss was there. Mrs Moss was not.", ["Moss", "Moss"]),
    ("Ida and Paul Lind met Helena Berg. Mr Lind sang. Ms Berg did not.", ["Paul Lind", "Helena Berg"]),
])  # fmt: skip
def test_titles_tell_of_two_of_one_surname_who_is_meant(text, called):
    doc = document(text, NAMES)
    assert [text[slice(*doc.span(*doc.fullest(doc.entity_named(m))))] for m in range(doc.name_count)][-len(called) :] == called
