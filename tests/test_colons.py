"""Quotations that a clause without a verb of speech leads to, and headlines that begin with one."""

import time

import pytest

from onrecord.extraction.colons import with_what_leads_to_quotations
from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations


def told(text: str, *drafts: Draft) -> list[tuple[str, str, str]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_what_leads_to_quotations(text, drafts, find_quotations(text))]


@pytest.mark.parametrize(("text", "source", "cue"), [
    ("Captain Luca Brenn was calmer: “We have to look at ourselves.”", "Captain Luca Brenn", "was calmer"),
    ('It rained. His opposite number had some sympathy: "Magnus is Magnus."', "His opposite number", "had some sympathy"),
    ('Dr. Ana Holm kept her temper: "Nobody asked us."', "Dr. Ana Holm", "kept her temper"),
    ("Deputy Oren Falk wasn't impressed: “A copy is not a letter.”", "Deputy Oren Falk", "wasn't impressed"),
    ("It rained.\n5/ The clerk wasn’t surprised: “He never writes.”", "The clerk", "wasn’t surprised"),
    ("The reaction of the union was swift: «We will strike!»", "The reaction of the union", "was swift"),
    ("The banner, ten metres long, had a single word: 'Enough.'", "The banner, ten metres long", "had a single word"),
])  # fmt: skip
def test_the_subject_of_a_clause_that_leads_to_a_quoted_sentence_says_it(text, source, cue):
    ((who, how, what),) = told(text)
    assert (who, how) == (source, cue) and what == text[text.index(": ") + 2 :]


@pytest.mark.parametrize(("text", "source"), [
    ("It rained. Ana Lind after the match: “We were poor.”", "Ana Lind"),
    ("17:30 Meteorologist Siri Hall on radio: “It will get worse.”", "Meteorologist Siri Hall"),
    ("Prime minister Jon Ferro in the assembly on Monday: “We will see.”", "Prime minister Jon Ferro"),
])  # fmt: skip
def test_a_name_with_an_occasion_before_a_colon_says_it(text, source):
    assert told(text) == [(source, ":", text[text.index("“") :])]


@pytest.mark.parametrize("text", [
    "Two Men and a Boat on the Sea: “We will see.”",
    "Lind told Dahl Rost in May: “We will see.”",
    'The shop sells two papers: "The Lantern" and "The Post".',
    'There was one word on the banner: "Enough."',
    'In the end it was simple: "We will strike."',
    'The verdict: "Nobody is to blame."',
    'Lind was calm. "We will stay."',
    'The council met at 10:30. "We will stay."',
    '"We will stay": that was all.',
    'The radio quoted the minister as saying: "We will stay."',
    'Another answered her: "We will stay."',
])  # fmt: skip
def test_titles_and_clauses_without_a_subject_lead_to_no_statement(text):
    assert told(text) == []


def test_what_has_its_own_clause_before_it_is_no_part_of_the_statement_before():
    text = 'Lind said: "We stay."\n\nThe coach did not hide his anger: "That was a disgrace."'
    quotes = find_quotations(text)
    before = Draft(((0, 4),), ((5, 9),), tuple((q.start, q.end) for q in quotes), None)
    assert told(text, before) == [("Lind", "said", '"We stay."'), ("The coach", "did not hide his anger", '"That was a disgrace."')]


@pytest.mark.parametrize(("text", "source", "cue"), [
    ('"Empty stadium pays even less", mayor Hal Coombe was short.', "mayor Hal Coombe", "was short"),
    ("It rained. “We will not sell the boat,” the old man grinned. It rained.", "the old man", "grinned"),
    ('"We have nothing to add to this," she lifted both hands.', "she", "lifted both hands"),
])  # fmt: skip
def test_a_short_clause_behind_a_quoted_sentence_and_a_comma_tells_who_says_it(text, source, cue):
    ((who, how, what),) = told(text)
    assert (who, how) == (source, cue) and what[0] in '"“' and what[-1] in '"”'


@pytest.mark.parametrize("text", [
    'After "The winter was too long", the band broke up.',
    '"The Long Winter", the band broke up.',
    '"The Winter That Never Ended", the band broke up.',
    '"The winter that never ended", her third novel, sold a million.',
    '"The dam is quite safe," the engineer of the ministry told reporters at the gate.',
    '"The dam is quite safe." The crowd laughed.',
])  # fmt: skip
def test_titles_and_what_the_model_knows_have_no_such_clause(text):
    assert told(text) == []


@pytest.mark.parametrize(("sure", "by_rule"), [(0.5, True), (0.9, False)])
def test_where_the_model_doubts_the_source_the_clause_tells_it(sure, by_rule):
    text = 'His rival had some sympathy: "Magnus is Magnus."'
    found = Found(3, False, ((0, 2),), ((2, 5),), ((6, 11),), 0.8, (sure, 0.8, 0.6), -0.3, (0.9, 0.1, 0.0))
    (made,) = with_what_leads_to_quotations(text, [Draft(((0, 9),), ((10, 27),), ((29, len(text)),), found)], find_quotations(text))
    assert (made.found is None) is by_rule and text[slice(*made.source[0])] == "His rival"


def test_the_clause_is_no_part_of_what_is_said():
    text = 'The coach did not hide his anger: "That was a disgrace."'
    draft = Draft(((0, 9),), ((10, 22),), ((23, 32), (34, len(text))), None)
    assert told(text, draft) == [("The coach", "did not hide", '"That was a disgrace."')]


def test_what_the_model_reads_as_the_clause_does_is_borne_out_by_it():
    text = "Ana Lind after the match: “We were poor.”"
    found = Found(3, False, ((0, 2),), ((2, 5),), ((6, 11),), 0.4, (0.9, 0.8, 0.6), -0.3, (0.9, 0.1, 0.0))
    (kept,) = with_what_leads_to_quotations(text, [Draft(((0, 8),), ((24, 25),), ((26, len(text)),), found)], find_quotations(text))
    assert kept.found is found and kept.rule == "colon"


def test_what_is_claimed_already_stays_as_it_is():
    text = 'The minister was clear: "We will pay."'
    draft = Draft(((0, 12),), ((13, 22),), ((24, len(text)),), None)
    assert with_what_leads_to_quotations(text, [draft], find_quotations(text)) == [draft]


@pytest.mark.parametrize(("headline", "source"), [
    ("‘You all saw it’: Sabel storms out as Ribera snatch point", ["Sabel"]),
    ('"Not one crown": Evaristo Sabel turns down talks', ["Evaristo Sabel"]),
    ("‘You all saw it’: Rain stops play", []),
    ("‘You all saw it’: the night in pictures", []),
    ("It was a night to forget: Sabel storms out", []),
])  # fmt: skip
def test_the_subject_of_a_headline_behind_a_quotation_says_it_where_it_speaks_in_the_report(headline, source):
    text = f"{headline}\n\nEvaristo Sabel said he would appeal."
    at = text.rindex("Evaristo")
    said = Draft(((at, at + 14),), ((at + 15, at + 19),), ((at + 20, len(text) - 1),), None)
    assert [who for who, _, _ in told(text, said)[1:]] == source


def test_time_is_linear():
    text = "The coach of the team of the year of the town " * 2_000 + '\n\nThe coach was: "We." ' * 2_000
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5
