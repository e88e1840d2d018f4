"""Whose words a sentence takes over, told between commas."""

import time
from dataclasses import replace

import pytest

from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.wordings import with_wordings


def told(text: str, *drafts: Draft) -> list[tuple[str, str, str]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_wordings(text, drafts, find_quotations(text))]


def at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ("The valley was, as the ranger Ilse Tor puts it, a bathtub with a view.", "the ranger Ilse Tor", "as … puts it", "The valley was … a bathtub with a view"),
    ("“Nobody has asked the bakers,” as the head of the guild, Oskar Brandt, once put it.", "the head of the guild, Oskar Brandt", "as … once put it", "“Nobody has asked the bakers,”"),
    ("As the mayor of Hory famously put it, a town without a market is a car park.", "the mayor of Hory", "As … famously put it", "a town without a market is a car park"),
    ("The deal, as the minister put it in the assembly on Monday, “is a door, not a house”.", "the minister", "as … put it", "The deal … “is a door, not a house”"),
    ("The money was spent – as Dr. Holm likes to say – on lamps.", "Dr. Holm", "as … likes to say", "The money was spent … on lamps"),
    ("It rained. The ferry, to quote the mayor, is “a raft with a bell”. It rained.", "the mayor", "to quote", "The ferry … is “a raft with a bell”"),
    ("The road is old, and the ferry, to quote the mayor, is “a raft!”", "the mayor", "to quote", "the ferry … is “a raft!”"),
    ("To borrow a phrase from the former minister Ada Lum, the valley is “the attic”.", "the former minister Ada Lum", "To borrow a phrase from", "the valley is “the attic”"),
    ("But in the words of the treasurer, the fund is dry; nobody knew.", "the treasurer", "in the words of", "the fund is dry"),
    ("The harbour, in Lind's words, “is a museum that charges lorries”.", "Lind's", "in … words", "The harbour … “is a museum that charges lorries”"),
    ("In the workers’ own phrase, it was “a long weekend with drums”.", "the workers’", "In … own phrase", "it was “a long weekend with drums”"),
    ("By her own admission, she had not paid the tax.", "her", "By … own admission", "she had not paid the tax"),
    ("They are, by their own count, four hundred.", "their", "by … own count", "They are … four hundred"),
    ("On Monday, the day of the vote, the old deputy went to the hall in Orrin and was there, in the words of a friend, “the last candle”.", "a friend", "in the words of", "“the last candle”"),
    ("As informs the agency Kastra-Inform, the fire was put out at 14:30.", "the agency Kastra-Inform", "As informs", "the fire was put out at 14:30"),
    ("As has noted the governor Tev, the harvest is late.", "the governor Tev", "As has noted", "the harvest is late"),
    ("As it was told by the head of the service Bodan Hric, on Monday there has occurred a fire.", "the head of the service Bodan Hric", "As it was told by", "on Monday there has occurred a fire"),
    ("The bridge, as was promised by the minister, will open in May.", "the minister", "as was promised by", "The bridge … will open in May"),
    ("As reported in the ministry, the reason will be found.", "the ministry", "As reported in", "the reason will be found"),
    ("From the words of the neighbours, he lived alone.", "the neighbours", "From the words of", "he lived alone"),
])  # fmt: skip
def test_the_sentence_around_is_in_somebodys_words(text, source, cue, content):
    assert told(text) == [(source, cue, content)]


@pytest.mark.parametrize("text", [
    "In other words, the bridge is closed.",
    "In a word, no.",
    "As luck would have it, the bus was late.",
    "The results are, to put it mildly, a disappointment.",
    "The tenth edition put it in the words of 1911.",
    "She wanted to quote the mayor, but nobody knew his words.",
    "He was asked to quote the price.",
    "He lived by his own account books.",
    "To borrow a book from the library, a card is needed.",
    "As it was put in the words of the song, and so on.",
    "“The bill is, as my father once put it, a dead horse,” she told them.",
    "As they put it, no.",
    "As noted the day before, the bridge is late.",
    "As announced Monday, the bridge is late.",
    "As reported in May, two people were hurt.",
    "As reported earlier, two people were hurt.",
    "As is known, the bridge was built in 1911.",
    "The bridge, as planned by the architect, is white.",
    "The bridge, as stated, is white.",
])  # fmt: skip
def test_other_words_tell_nothing(text):
    assert told(text) == []


def test_where_somebody_else_speaks_only_a_quotation_beside_the_aside_is_in_those_words():
    quoted = "Lind said the tunnel was, as one engineer put it, “too narrow for a cow”."
    said = Draft((at(quoted, "Lind"),), (at(quoted, "said"),), (at(quoted, quoted[10:-1]),), None)
    assert told(quoted, said)[1:] == [("one engineer", "as … put it", "“too narrow for a cow”")]
    plain = quoted.replace("“", "").replace("”", "")
    assert told(plain, Draft((at(plain, "Lind"),), (at(plain, "said"),), (at(plain, plain[10:-1]),), None))[1:] == []


@pytest.mark.parametrize(("cue", "source", "sure", "kept"), [("put it", "one deputy", 0.9, True), ("put it", "one deputy", 0.6, False), ("put", "one deputy", 0.9, False), ("put it", "The plan", 0.9, False)])
def test_what_the_model_has_surely_read_whole_stays(cue, source, sure, kept):
    text = "The plan is, as one deputy put it, “a bridge to nowhere”."
    found = Found(4, False, (), (), (), sure, (0.9, 0.9, 0.5), -0.3, (0.9, 0.1, 0.0))
    read = Draft((at(text, source),), (at(text, cue),), (at(text, "“a bridge to nowhere”"),), found)
    assert (with_wordings(text, [read], find_quotations(text)) == [replace(read, rule="wording")]) is kept


def test_time_is_linear():
    text = "as the head of the head of the head put it, in the words of the words of the " * 3_000 + "\n\n" + "In the words of a man, it rained. " * 3_000
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5


def test_own_words_are_nobodys_aside(extractor):
    statements = extractor.extract("The minister, Pavo Lind, to quote his own words to parliament, is “not the third party to somebody else's marriage”.").statements
    assert all("words" not in s.speaker.name for s in statements if s.speaker) and not any(s.confidence == 0.5 for s in statements)
