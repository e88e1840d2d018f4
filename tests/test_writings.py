"""A document is no other document, and what it says is not what somebody says who is named in it."""

import pytest

from onrecord.resolve.writings import journals
from resolving import document


def speakers(extractor, text: str) -> list[tuple[str, str] | None]:
    return [s.speaker and (s.speaker.name, s.speaker.kind) for s in extractor.extract(text).statements if s.within is None and s.source]


@pytest.mark.parametrize(("text", "speaker"), [
    ("The post cites a harbour report. The report says that the bells will be silent.", ("The report", "document")),
    ("The article quotes a police letter. The letter says that the man fled.", ("The letter", "document")),
    ("Worms carry plastic in their guts, a study published in Ocean Letters has found.", ("a study", "document")),
    ("Two in three homes are damp, according to a survey published on Monday by the Brova Housing Institute in Torran.", ("Brova Housing Institute", "organization")),
    ("A small mission sent by the Lagoon Community said the vote was calm.", ("A small mission", "organization")),
    ('A statement from the widow of Per Dahl was read out. "No sentence will bring Per home," it said.', ("the widow", "person")),
    ("Naps help, a study published Wednesday in the Torvian Journal of Sleep has found. Longer sleepers were slower, the study found.", ("a study", "document")),
    ("Moss keeps a record of a thousand winters, scientists report in the journal Cold Regions.", ("scientists", "group")),
    ("Two in three towns are in debt, a study released this month by the state's finance department found. The department said it would act.", ("the state's finance department", "organization")),
])  # fmt: skip
def test_a_writing_speaks_for_itself_or_its_issuer(extractor, text, speaker):
    assert speakers(extractor, text)[-1] == speaker


def test_one_writing_may_bear_two_names(extractor):
    text = "A survey of 2,000 voters in Brova was published on Monday. The study found that most would stay at home. The survey also says that few know the mayor."
    assert len(set(speakers(extractor, text))) <= 2


def test_a_post_is_a_document_and_the_post_a_newspaper(extractor):
    assert speakers(extractor, "A post that was shared 40,000 times claims that the mayor has banned bells.")[0] == ("A post", "document")
    assert all(speaker is None or speaker[1] != "document" for speaker in speakers(extractor, "The Brova Post said that the mayor had banned bells."))


@pytest.mark.parametrize(("text", "source", "apart"), [
    ("They wrote in the journal Cold Regions. The authors said so.", "The authors", {"Cold Regions"}),
    ("They wrote in the Torvian Journal. The authors said so.", "The authors", {"Torvian Journal"}),
    ("They wrote in the journal Cold Regions. The journal said so.", "The journal", set()),
    ("They wrote in the journal Cold Regions. Cold Regions had three readers. The authors said so.", "The authors", set()),
    ("They met in the Harbour Board. The authors said so.", "The authors", set()),
])  # fmt: skip
def test_a_journal_in_which_something_came_out_says_nothing(text, source, apart):
    doc = document(text, {"Cold Regions": "organization", "Torvian Journal": "organization", "Harbour Board": "organization"}, source)
    assert {doc.text[slice(*doc.span(*doc.fullest(entity)))] for entity in journals(doc, doc.queries[0])} == apart


@pytest.mark.parametrize(("text", "speaker"), [
    ('The founder\'s granddaughter, Una Brod, wrote in a letter to staff that she was "heartbroken". The letter said that she would ask for the plant.', "Una Brod"),
    ("In an open letter the dockers accused the port of greed. The letter also said that two cranes were broken.", "the dockers"),
    ("Olm Vaas quoted a letter from the harbour master. The letter said that no boat had left.", "the harbour master"),
    ("A message from Una Brod reached the crews at noon. The message said that the strait was open.", "Una Brod"),
    ("Una Brod said that a letter had come. The letter said that the dam was safe.", "The letter"),  # which she does not write
])  # fmt: skip
def test_the_letter_is_said_by_who_wrote_it(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker
