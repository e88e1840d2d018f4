"""Of whom a text tells nobody, how far a name is to be trusted, and which of several descriptions is the speaker's."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import extract
from onrecord.odds import logit, probability_of
from onrecord.resolve.describing import Describer
from onrecord.resolve.document import Asked, Document
from onrecord.resolve.roles import ORGANIZATION, ROLE
from onrecord.resolve.speakers import SURE, Resolution
from onrecord.resolve.trust import trust
from onrecord.resolve.untold import tells_nobody
from onrecord.types import SPEAKER_KINDS
from resolving import document, names_of, tagged, tokens_of


def asked_about(text: str, source: str, cue: str, content: str, names: dict[str, str] | None = None) -> Document:
    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    return Document(text, tokens_of(text), names_of(text, names or {}), [Asked((span(source),), (span(cue),), (span(content),))])


@pytest.mark.parametrize(("text", "source", "cue", "content", "nobody"), [
    ("The fishermen were told that it was safe.", "The fishermen", "were told", "that it was safe", True),
    ("We have never been promised that it is safe.", "We", "have never been promised", "that it is safe", True),
    ("The fishermen told us that it was safe.", "The fishermen", "told", "that it was safe", False),
    ("The fishermen were told by her that it was safe.", "The fishermen", "were told by", "that it was safe", False),
    ("That it was safe, the letter was told.", "the letter", "was told", "That it was safe", False),
    ("That it was safe was promised, the board hoped.", "the board", "was promised", "That it was safe", False),
    ("Two clubs are said to want him.", "Two clubs", "are said", "to want him", True),
    ("In the report it is said that clubs want him.", "the report", "is said", "that clubs want him", False),
    ("No one said that it was safe.", "No one", "said", "that it was safe", True),
    ("Somebody said that it was safe.", "Somebody", "said", "that it was safe", True),
    ("Somebody in the crowd said that it was safe.", "Somebody in the crowd", "said", "that it was safe", False),
    ("One of them said that it was safe.", "One of them", "said", "that it was safe", False),
    ("The mayor was pressed on why it was unsafe.", "The mayor", "was pressed on", "why it was unsafe", True),
    ("Dahl is not expected to sign it.", "Dahl", "is not expected", "to sign it", True),
    ("Dahl is known for his hatred of ferries.", "Dahl", "is known for", "his hatred of ferries", True),
    ("Dahl seemed to enjoy the question.", "Dahl", "seemed to", "enjoy the question", True),
    ("Dahl seemed to recognize the danger.", "Dahl", "seemed to recognize", "the danger", False),
    ("Dahl let it be known that he would wait.", "Dahl", "let it be known", "that he would wait", False),
    ("Dahl was asked by the board why it was late.", "Dahl", "was asked by", "why it was late", False),
    ("Dahl is worried that it is late.", "Dahl", "is worried", "that it is late", False),
    ("It is expected, Dahl was heard to say.", "Dahl", "was heard to say", "It is expected", False),
])  # fmt: skip
def test_sources_of_which_the_text_tells_nobody(text, source, cue, content, nobody):
    assert tells_nobody(asked_about(text, source, cue, content), 0) is nobody


def test_nobody_is_the_speaker_of_what_people_are_told():
    told, said = extract("The fishermen of Brova met on Monday.\n\nThe fishermen were told that the pier would close. Irena Novak said that the pier was safe.").statements
    assert told.speaker is None and said.speaker.name == "Irena Novak"


NOBODY = np.zeros(len(SPEAKER_KINDS))
DOC = asked_about("Ana Lind came. It rained. It was cold. She said that it was safe.", "She", "said", "that it was safe", {"Ana Lind": "person"})


@given(st.floats(0.01, 0.9), st.floats(0.01, 0.99), st.sampled_from(SPEAKER_KINDS))
def test_trust_rises_with_the_resolver_and_with_the_statement(probability, found, kind):
    beside = Resolution(0, None, probability, NOBODY, {})
    odds = trust(DOC, 0, beside, kind, found)
    assert odds < trust(DOC, 0, replace(beside, probability=min(0.999, probability + 0.005)), kind, found)
    assert odds < trust(DOC, 0, beside, kind, min(0.999, found + 0.005))
    assert odds > trust(DOC, 0, replace(beside, mention=0), kind, found)
    assert trust(DOC, 0, replace(beside, probability=SURE), kind, found) > trust(DOC, 0, replace(beside, probability=SURE - 0.001), kind, found) + 0.5


@given(st.floats(0.001, 0.999))
def test_log_odds_and_back(probability):
    assert abs(probability_of(logit(probability)) - probability) < 1e-9


@pytest.mark.parametrize(("text", "role", "organization"), [
    ("Ana Lind, a firefighter and former member of a choir, left.", "firefighter", None),
    ("The tycoon Ana Lind left. Ana Lind is a resident. It was the tycoon Ana Lind.", "tycoon", None),
    ("The stargazer Ana Lind left.", "stargazer", None),
    ("The young Ana Lind left.", None, None),
    ("Ana Lind Jr., the harbour pilot, left.", "harbour pilot", None),
    ("Ana Lind, Per Dahl's longtime campaign adviser, left.", "adviser", "campaign"),
    ("Ana Lind, who works in retail as a sales manager, left.", "sales manager", None),
    ("They chose Ana Lind as special envoy.", "special envoy", None),
    ("They read a letter of minister of education Ana Lind.", "minister of education", None),
    ("Food Minister Ana Lind left.", "Food Minister", None),
    ("Next week the voters will face challenger Ana Lind.", "challenger", None),
    ("They met candidates Ana Lind and Per Dahl.", "candidates", None),
    ("They met front-runner Ana Lind.", "front-runner", None),
    ("They met two-term president Ana Lind.", "president", None),
    ("Ana Lind, Mrs. Dahl's pilot, left.", "pilot", None),
    ("The Harbour Board met. Its president, Ana Lind, left.", "president", "Harbour Board"),
])  # fmt: skip
def test_what_most_probably_tells_of_somebody(text, role, organization):
    doc = document(text, {"Harbour Board": "organization", "Ana Lind Jr": "person", "Ana Lind": "person", "Per Dahl": "person"})
    runs = tagged(doc, organization, ORGANIZATION) + (tagged(doc, role, ROLE) if role == "stargazer" else [])  # which no list has
    told = Describer(doc, runs).describe([(n.first, n.last, True) for n in doc.names if doc.text[n.start : n.end].startswith("Ana Lind")])
    assert tuple(span and doc.text[slice(*span)] for span in (told.role, told.organization)) == (role, organization)


def test_an_organization_that_is_hardly_one_is_left_out():
    doc = document("Like a family, member Ana Lind left.", {"Ana Lind": "person"})
    told = Describer(doc).describe([(n.first, n.last, True) for n in doc.names])
    assert doc.text[slice(*told.role)] == "member" and told.organization is None


def test_an_organization_that_one_noun_tells_has_its_full_name():
    doc = document("The Brova Harbour Board met. The board's president, Ana Lind, left.", {"Ana Lind": "person", "Brova Harbour Board": "organization"})
    told = Describer(doc, tagged(doc, "board", ORGANIZATION)).describe([(n.first, n.last, True) for n in doc.names if doc.text[n.start : n.end] == "Ana Lind"])
    assert doc.text[slice(*told.organization)] == "Brova Harbour Board"


def test_a_noun_phrase_that_is_owned_tells_less():
    doc = document("Ana Lind left. Her pilot wept.", {"Ana Lind": "person"})
    pilot = doc.units((doc.text.index("Her"), doc.text.index("pilot") + 5))
    describer = Describer(doc)
    assert [f.how for f in describer.find([(n.first, n.last, True) for n in doc.names], "person", [(*pilot, 0.9)])] == ["another's phrase"]


def test_noun_phrases_elsewhere_tell_of_somebody_the_more_the_likelier_they_are_his():
    doc = document("Ana Lind left. The harbour pilot wept. The retired dentist slept.", {"Ana Lind": "person"})
    name = [(n.first, n.last, True) for n in doc.names]
    pilot, dentist = (doc.units((doc.text.index(words), doc.text.index(words) + len(words))) for words in ("The harbour pilot", "The retired dentist"))
    told = [Describer(doc).describe(name, "person", [(*pilot, share), (*dentist, 0.6)]) for share in (0.9, 0.4)]
    assert [doc.text[slice(*t.role)] for t in told] == ["harbour pilot", "retired dentist"]


@pytest.mark.parametrize(("text", "name", "kind"), [
    ("The heads of diplomacy of the Northern Pact agreed that the talks would go on.", "The heads of diplomacy of the Northern Pact", "group"),
    ("Island radio reported that the pier had burned.", "Island radio", "organization"),
    ("Marrow Lines said that it would pay.\n\nMarrow Lines, a shipping company, owns the ferry.", "Marrow Lines", "organization"),
])  # fmt: skip
def test_kinds_that_a_noun_tells(text, name, kind):
    speaker = extract(text).statements[0].speaker
    assert (speaker.name, speaker.kind) == (name, kind)
