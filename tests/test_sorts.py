"""A body's noun stands for no body that its own name tells as one of another sort."""

import pytest

from onrecord.resolve.sorts import of_other_sorts
from resolving import document

NAMES = {"Glass Workers' Union": "organization", "Corliss Glass": "organization", "Lake Party": "organization", "Ministry of Health": "organization", "Electoral Commission": "organization", "Dana Frey": "person",
         "Credit Bank of the Union": "organization", "Union Bank": "organization", "Hill League": "organization", "Transit Agency": "organization", "Kesh": "place"}  # fmt: skip


def told_apart(text: str, source: str) -> set[str]:
    doc = document(text, NAMES, source)
    return {doc.text[slice(*doc.span(*doc.fullest(entity)))] for entity in of_other_sorts(doc, doc.queries[0])}


@pytest.mark.parametrize(("text", "source", "apart"), [
    ("The Glass Workers' Union met Corliss Glass. Management said no.", "Management", {"Glass Workers' Union"}),
    ("The Lake Party wrote to the Electoral Commission. the commission denies it.", "the commission", {"Lake Party"}),
    ("The Ministry of Health sued Corliss Glass. the company said no.", "the company", {"Ministry of Health"}),
    ("The Hill League and the Glass Workers' Union struck. the union said so.", "the union", set()),  # unions are called leagues
    ("The Transit Agency met the Glass Workers' Union. the union said so.", "the union", {"Transit Agency"}),
    ("The Transit Agency met the Ministry of Health. the ministry said so.", "the ministry", set()),
    ("The Union Bank closed. the bank said so.", "the bank", set()),
    ("The Credit Bank of the Union closed. the bank said so.", "the bank", set()),
    ("The mayor of Kesh met the Lake Party. the army said so.", "the army", {"Kesh"}),
    ("The mayor of Kesh met Corliss Glass. the tribunal said so.", "the tribunal", {"Kesh"}),
    ("The mayor of Kesh was out. the government said so.", "the government", set()),  # which a country may be
    ("Kesh won again. the club said so.", "the club", set()),
    ("The Lake Party and Dana Frey met. the group said so.", "the group", set()),  # which may be anything
    ("The Lake Party and the Ministry of Health met. Dana Frey said so.", "Dana Frey", set()),
])  # fmt: skip
def test_who_is_of_another_sort(text, source, apart):
    assert told_apart(text, source) == apart


@pytest.mark.parametrize(("text", "source", "speaker"), [
    ("The Glass Workers' Union plans to ballot its members at Corliss Glass over a bonus. Management argues that the bonus depends on tonnage. The union insists that it was agreed.", "Management", "Management"),
    ("The Lake Party says that the forms were altered, something the commission denies.", "the commission", "the commission"),
    ("The Glass Workers' Union rejected the offer. The union said it would strike.", "The union", "Glass Workers' Union"),
])  # fmt: skip
def test_a_noun_stands_for_no_body_of_another_sort(extractor, text, source, speaker):
    found = next(s for s in extractor.extract(text).statements if " ".join(text[a:b] for a, b in s.source) == source)
    assert found.speaker.name == speaker
