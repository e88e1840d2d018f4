"""Whom "it" or "the company" goes on with behind a semicolon or a colon."""

import pytest

from onrecord.resolve.clauses import subject_before
from resolving import document

NAMES = {"Northern Power": "organization", "Inchlink": "organization", "Lukanda Copper": "organization", "Mbeluzi Power": "organization", "Ana Lind": "person", "Brova": "place"}


@pytest.mark.parametrize(("text", "source", "subject"), [
    ("Inchlink agreed. Northern Power, whose cable runs there, has yet to agree to the works; the company wants 60 million first.", "the company", "Northern Power"),
    ("Mbeluzi Power replied. A spokeswoman added that Lukanda Copper owed the utility 9 million; the company says it paid.", "the company", "Lukanda Copper"),
    ("Inchlink replied. The Northern Power disputes this: it says it saw only one.", "it", "Northern Power"),
    ("Inchlink agreed; but the company wants more.", "the company", "Inchlink"),
    ("Inchlink agreed. It rained; the company wants more.", "the company", None),
    ("Inchlink agreed. the company wants more.", "the company", None),
    ("Inchlink agreed with Northern Power, the company says.", "the company", None),
    ("Inchlink's board agreed; the company wants more.", "the company", None),
    ("Ana Lind agreed; the company wants more.", "the company", None),
    ("In Brova Inchlink agreed; the company wants more.", "the company", None),
    ("Inchlink agreed; the ferry company wants more.", "the ferry company", None),
    ('"Inchlink agreed; the company wants more," Ana Lind said.', "the company", None),  # in somebody's words
    ("Inchlink agreed; they want more.", "they", None),
])  # fmt: skip
def test_the_clause_before_tells_who_is_meant(text, source, subject):
    doc = document(text, NAMES, source)
    found = subject_before(doc, doc.queries[0])
    assert (None if found is None else text[slice(*doc.span(*doc.name_units(found)))]) == subject


@pytest.mark.parametrize(("text", "speaker"), [
    ("The operator, Inchlink, welcomed the vote. The company said that a second crew could be hired by May. Northern Power, whose cable runs under the slipway, has yet to agree to the works; the company wants 60,000 euros first.", "Northern Power"),
    ("The operator, Inchlink, welcomed the vote. The Ministry of Transport has yet to agree; the company wants an answer by May.", "the company"),  # no ministry is one
])  # fmt: skip
def test_the_company_is_whose_clause_it_was(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker
