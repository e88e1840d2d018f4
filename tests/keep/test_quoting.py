"""What is quoted of a statement never says the opposite of it."""

from dataclasses import replace

import pytest

from onrecord.keep.quoting import quote, stands_alone
from onrecord.types import Statement

SAID = Statement(id="0" * 16, kind="direct", mode="said", source=(), cue=(), content=(), within=None, confidence=0.9)


def parts(text: str, source: str, cue: str, *content: str, **more):
    """The text, and the statement in it that has these words."""
    at = lambda words: ((text.index(words), text.index(words) + len(words)),) if words else ()  # noqa: E731
    return text, replace(SAID, source=at(source), cue=at(cue), content=tuple(span for words in content for span in at(words)), **more)


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ('"We will not wait," the mayor said.', "the mayor", "said", ['"We will not wait,"']),
    ('"We stay," she said, "until spring."', "she", "said", ['"We stay,"', '"until spring."']),
    ("“Ten boats are lost.” The harbour office told reporters so.", "The harbour office", "told", ["“Ten boats are lost.”"]),
    ("Minister: We are late.", "Minister", ":", ["We are late."]),
    ('"120 homes are dark," Brod wrote.', "Brod", "wrote", ['"120 homes are dark,"']),
])  # fmt: skip
def test_whole_words_of_the_speaker_stand_alone(text, source, cue, content):
    text, statement = parts(text, source, cue, *content)
    assert stands_alone(text, statement) and quote(text, statement).spans == statement.content


@pytest.mark.parametrize(("text", "source", "cue", "content", "more"), [
    ('Brod has never said "The port is for sale."', "Brod", "has never said", '"The port is for sale."', {}),
    ('Brod does not believe "the bridge is safe".', "Brod", "does not believe", '"the bridge is safe"', {"mode": "thought"}),
    ('The governor denied "any plan to raise the fare".', "The governor", "denied", '"any plan to raise the fare"', {}),
    ('Una Strand denies having said "We will close it".', "Una Strand", "denies having said", '"We will close it"', {}),
    ('She refused "to sell the harbour".', "She", "refused", '"to sell the harbour"', {}),
    ('The clerk might have said "It was me", a witness thinks.', "The clerk", "might have said", '"It was me"', {}),
    ("He has not promised to build a school.", "He", "has not promised", "to build a school", {"kind": "indirect"}),
    ("The mayor doubts that the bridge is safe.", "The mayor", "doubts", "that the bridge is safe", {"kind": "indirect"}),
])  # fmt: skip
def test_what_turns_the_content_round_is_quoted_too(text, source, cue, content, more):
    text, statement = parts(text, source, cue, content, **more)
    assert not stands_alone(text, statement) and quote(text, statement).words == text.partition(", a witness")[0].removesuffix("." if not content.endswith('."') else "")


@pytest.mark.parametrize(("before", "sentence", "behind", "source", "cue", "content"), [
    ("It rained in Lusk. ", '"We have never planned to close Lusk," the mayor said.', " She left.", "We", "have never planned", "to close Lusk"),
    ('"Wait. ', "It is not true that we decided to close the bridge,", '" she told reporters.', "we", "decided", "to close the bridge"),
    ("Noon.\n\n", "The mayor said the council had denied that it planned to sell the port.", "\n\nThe port is old.", "it", "planned", "to sell the port"),
    ("The talks went on.\n", "No one, Mr. Lind told them, had said that the\nferry would stop.", "\n", "No one", "had said", "that the\nferry would stop"),
])  # fmt: skip
def test_a_statement_inside_another_is_quoted_by_its_sentence(before, sentence, behind, source, cue, content):
    text, statement = parts(before + sentence + behind, source, cue, content, within="1" * 16)
    told = quote(text, statement).words
    assert sentence.rstrip(",") in told or told == sentence
    assert "She left" not in told and "It rained" not in told and "Wait" not in told and "Noon" not in told and "is old" not in told and "talks" not in told


def test_of_a_long_one_source_and_cue_stay():
    text, statement = parts("The mayor, " + "who spoke long, " * 30 + "denied that " + "the bridge is unsafe and " * 20 + "closed.", "The mayor", "denied", "that " + "the bridge is unsafe and " * 20 + "closed", kind="indirect")
    found = quote(text, statement, 120)
    assert found.words.startswith("The mayor … denied that the bridge") and len(found.words) < 160 and [text[a:b] for a, b in found.spans] == found.words.split(" … ")


def test_spans_give_the_words():
    text, statement = parts('"The port," Brod has never said, "is for sale."', "Brod", "has never said", '"The port,"', '"is for sale."')
    found = quote(text, statement)
    assert found.words == text == text[slice(*found.spans[0])] and found.to_dict() == {"spans": [[0, len(text)]], "words": text}
