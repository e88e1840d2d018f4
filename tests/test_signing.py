"""Who writes "I": whose statement it is, or who signs; never who is there for the press to call."""

import pytest

STATEMENT = "I call on the council to mend the lamp. "
CONTACTS = ["Press contact: Sofia Brandt", "Press contacts:\nSofia Brandt (+00 2 555 01)", "Contacts for media\nSofia Brandt +00 2 555 01", "ENDS\n\nNotes to editors:\nSofia Brandt is available for interviews.", "Media enquiries\nSofia Brandt", "Contact:\nSofia Brandt",
            "For further information\nSofia Brandt"]  # fmt: skip


def writers(extractor, text: str) -> set[str | None]:
    return {s.speaker and s.speaker.name for s in extractor.extract(text).statements if text[slice(*s.source[0])] == "I"}


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize(("heading", "name"), [
    ("STATEMENT BY THE COMMISSIONER FOR ROADS, MR PER HALDORSEN, ON THE FLOOD", "PER HALDORSEN"),
    ("Message from Mayor Ana Lind", "Ana Lind"),
    ("Statement by the family of Carl Dahl", None),
])  # fmt: skip
def test_a_heading_says_whose_statement_it_is(extractor, heading, name, contact):
    text = f"{heading}\n\n{STATEMENT}I have asked Engineer Ola Brun for a plan.\n\n{contact}\n"
    assert writers(extractor, text) == {name}


@pytest.mark.parametrize("contact", CONTACTS)
def test_who_signs_above_the_contacts_writes(extractor, contact):
    assert writers(extractor, f"Dear Sir,\n\n{STATEMENT}\n\nYours,\nAna Lind\nBrova\n\n{contact}\n") == {"Ana Lind"}
    assert writers(extractor, f"{STATEMENT}\n\nAna Lind is the chair of the Coast League.\n\n{contact}\n") == {"Ana Lind"}


def test_we_in_a_statement_is_nobody_who_is_mentioned(extractor):
    text = f"Statement by Commissioner Ana Lind\n\n{STATEMENT}I have spoken with Foreign Minister Per Dahl, who agrees.\n\nWe will consider closing the bridge.\n"
    (we,) = [s for s in extractor.extract(text).statements if text[slice(*s.source[0])] == "We"]
    assert we.speaker is None or we.speaker.name == "Ana Lind"


def test_a_heading_that_only_tells_of_a_statement_is_none(extractor):
    text = f"Lind attacks statement by Per Dahl.\n\n{STATEMENT}\n\nAna Lind\nBrova\n"
    assert writers(extractor, text) == {"Ana Lind"}
