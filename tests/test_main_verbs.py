"""Where the clause ends that a noun of saying has as the subject of its sentence."""

import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.main_verbs import within_their_clauses


def content_of(text: str, source: str, cue: str) -> str:
    """Of a statement that was read to the end of its sentence."""
    spans = [(text.index(words), text.index(words) + len(words)) for words in (source, cue)]
    (draft,) = within_their_clauses(text, [Draft((spans[0],), (spans[1],), ((text.index("that ", spans[1][1]), text.rindex(".")),), None)])
    return text[slice(*draft.content[0])]


@pytest.mark.parametrize(("text", "source", "cue", "expected"), [
    ("The ministry's denial that it knew of the leak surprised nobody.", "The ministry's", "denial", "that it knew of the leak"),
    ("The report's finding that the wall was cracked led to a debate.", "The report's", "finding", "that the wall was cracked"),
    ("But the union's promise that nobody would lose his job was soon forgotten.", "the union's", "promise", "that nobody would lose his job"),
    ("Dahl's claim that the man who had fled would return angered the police.", "Dahl's", "claim", "that the man who had fled would return"),
    ("Dahl's claim that the wall had cracked and would fail was never proved.", "Dahl's", "claim", "that the wall had cracked and would fail"),
    ("Rost's suggestion that the damaged bridge needed repair drew laughter.", "Rost's", "suggestion", "that the damaged bridge needed repair"),
    ("It rained. On Monday, Rost's statement that the talks had failed sent the crown to its lowest since May.", "Rost's", "statement", "that the talks had failed"),
    ('The minister\'s assurance that "nobody will be left behind" did not calm the villagers.', "The minister's", "assurance", 'that "nobody will be left behind"'),
])  # fmt: skip
def test_the_sentences_own_verb_is_no_part_of_it(text, source, cue, expected):
    assert content_of(text, source, cue) == expected


@pytest.mark.parametrize(("text", "source", "cue"), [
    ("The judge threw out Dahl's allegation that the police had beaten him and had lied.", "Dahl's", "allegation"),
    ("The judge threw out Dahl's allegation that the police wanted money was said.", "Dahl's", "allegation"),
    ("Dahl's claim that Rost said the wall was safe.", "Dahl's", "claim"),
    ("Lind's warning that the wall was cracked.", "Lind's", "warning"),
    ("Lind said that the dam had cracked was known.", "Lind", "said"),
    ('Lind\'s warning that "the dam built in May was not safe" alarmed the town.', "Lind's", "warning"),
])  # fmt: skip
def test_where_that_is_not_plain_all_is_kept(text, source, cue):
    assert content_of(text, source, cue).endswith(text[-12:-1])
