"""Ends of sentences that tell whose words they are with the verb before its subject, or with no verb."""

import pytest

from onrecord.extraction.inverted import with_inverted
from onrecord.extraction.quotes import find_quotations


def told(text, drafts=()):
    return [tuple(" | ".join(text[a:b] for a, b in spans) for spans in (d.source, d.cue, d.content)) for d in with_inverted(text, drafts, find_quotations(text))]


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ("The crews came late. Nobody was ever in danger, calmed the hospital.", "the hospital", "calmed", "Nobody was ever in danger"),
    ("It was the dearest bridge in the land, mocks the union, and wants its money back.", "the union", "mocks", "It was the dearest bridge in the land"),
    ("The town will pour not one penny into it, has she hammered.", "she", "has | hammered", "The town will pour not one penny into it"),
    ("Two pumps are on their way, has nodded the gentleman Orlo of the foundation.", "the gentleman Orlo of the foundation", "has nodded", "Two pumps are on their way"),
    ("From March the ferry sails again, so the director Vella.", "the director Vella", "so", "From March the ferry sails again"),
    ("From March the ferry sails again, so Vella.", "Vella", "so", "From March the ferry sails again"),
    ("“The conscience is clean”, greeted the first.", "the first", "greeted", "“The conscience is clean”"),
    ("A forecast was all that came, is joking the minister Rask.", "the minister Rask", "is joking", "A forecast was all that came"),
    ("The harvest is lost for this year, underlines she.", "she", "underlines", "The harvest is lost for this year"),
])  # fmt: skip
def test_who_stands_behind_the_verb_said_it(text, source, cue, content):
    assert told(text) == [(source, cue, content)]


@pytest.mark.parametrize("text", [
    "It rained for a week, so the minister resigned.",
    "It rained for a week, so the match was off.",
    "The club sold its ground, praised the bill.",  # what is behind the verb is its object
    "Lind, who keeps forty goats, has bought a second shed.",
    "The council of Sund, 40 kilometres away, has defended the closure of the bridge.",
    "Nor, has he said, will he go.",
    "He left the hall, as he does, and went home.",
    "The train, late as ever, had left Port Arn.",
    "The bridge is shut, is it?",
    "Too late, mocks the union.",  # of two words it may be anything
])  # fmt: skip
def test_what_only_looks_like_it(text):
    assert told(text) == []


def test_what_the_model_has_found_stays(extractor):
    text = "The bridge will stay shut until May, said the mayor of Kesten. Every beam is to be looked at, calms the road agency."
    found = [tuple(text[slice(*spans[0])] for spans in (s.source, s.cue)) for s in extractor.extract(text).statements]
    assert found == [("the mayor of Kesten", "said"), ("the road agency", "calms")]
