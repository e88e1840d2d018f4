"""Sentences that only tell who said the one before."""

import time

import pytest

from onrecord.extraction.pointing_back import with_what_they_point_to


def told(extractor, text: str) -> list[tuple[str, str, str]]:
    article = extractor.extract(text)
    return [(article.words(s.source), article.words(s.cue), article.words(s.content)) for s in article.statements]


@pytest.mark.parametrize(("text", "expected"), [
    ("The fire is out. Two houses burned down in Tarn. This was stated by the head of the region, Ana Lind.", ("the head of the region, Ana Lind", "was stated by", "Two houses burned down in Tarn")),
    ("Fires in Tarn\n\nTwo houses burned down in Tarn.\n\nThis was stated by the head of the region, Ana Lind, on Telegram.", ("the head of the region, Ana Lind", "was stated by", "Two houses burned down in Tarn")),
    ("The bridge will be closed from Monday. This was announced by the ministry's press service.", ("the ministry's press service", "was announced by", "The bridge will be closed from Monday")),
    ("Heavy losses were inflicted on the enemy. It was reported by the General Staff on Facebook.", ("the General Staff", "was reported by", "Heavy losses were inflicted on the enemy")),
    ("Ten boats were seized off Skarn overnight. The coast guard said this on Monday.", ("The coast guard", "said", "Ten boats were seized off Skarn overnight")),
    ("The factory will reopen in June. The mayor announced this on Tuesday.", ("The mayor", "announced", "The factory will reopen in June")),
    ("It is cold. This was said by Mr. Lind of Tarn.", ("Mr. Lind of Tarn", "was said by", "It is cold")),
    ("Nobody was hurt. This is stated in a message of the ministry.", ("a message of the ministry", "is stated in", "Nobody was hurt")),
    ("The talks failed. The president said this during a meeting with farmers.", ("The president", "said", "The talks failed")),
    ("Nobody was hurt. The minister wrote about this on Facebook.", ("The minister", "wrote about", "Nobody was hurt")),
    ("Dahl lost his job. He told his wife about it.", ("He", "told", "Dahl lost his job")),
    ('"We will not leave the town." Jon Ek said this on Monday.', ("Jon Ek", "said", '"We will not leave the town."')),
])  # fmt: skip
def test_the_sentence_before_is_what_was_said(extractor, text, expected):
    assert told(extractor, text) == [expected]


@pytest.mark.parametrize(("text", "content"), [
    ("The attack killed two. This was condemned by the foreign ministry.", "This"),
    ("The dam is safe. The ministry denied this.", "this"),
    ("The dam broke. Lind dreamed about it.", "it"),
    ("The tax is back. The minister said that on cars which are donated it disappears until May.", "that on cars which are donated it disappears until May"),
    ("The wall will hold. They argued that in 1998 as well.", "that in 1998 as well"),
    ("The dam broke. Lind has written a book about it.", "a book about it"),
    ("A car was stolen in May. The owner reported it to the police.", "it"),
    ('The council met. Dahl said this: "We stay in Tarn."', '"We stay in Tarn."'),
    ("This was stated by the head of the region, Ana Lind.", "This"),
])  # fmt: skip
def test_other_sentences_keep_their_content(extractor, text, content):
    assert [found[2] for found in told(extractor, text)] == [content]


def test_what_another_said_is_not_said_anew(extractor):
    assert told(extractor, "Lind said the dam was safe. This was confirmed by the ministry.")[0] == ("Lind", "said", "the dam was safe")
    assert told(extractor, "Lind said the dam was safe. This was confirmed by the ministry.")[1] == ("the ministry", "was confirmed by", "the dam was safe")


@pytest.mark.parametrize(("text", "expected"), [
    ('"The road is closed," the engineer said. This was confirmed by the mayor.', ("the mayor", "was confirmed by", '"The road is closed,"')),
    ("The engineer said that the road was closed. The mayor confirmed this on Monday.", ("The mayor", "confirmed", "that the road was closed")),
    ("The engineer said that the road was closed. The mayor announced this on Monday.", ("The mayor", "announced", "this")),
    ("The engineer said the road was closed, and the driver said it was open. The mayor confirmed this.", ("The mayor", "confirmed", "this")),
])  # fmt: skip
def test_what_is_confirmed_is_what_another_said(extractor, text, expected):
    assert told(extractor, text)[-1] == expected


@pytest.mark.parametrize("piece", ["This was said on a b c d ", "The man said this. ", "This was said by a\n", "The a b c d e told a b c d e f g\n", "A a a a, a a told a about it"])
def test_time_is_linear_in_hostile_texts(piece):
    times = []
    for n in (300, 1200):
        start = time.process_time()
        with_what_they_point_to(piece * n, [])
        times.append(time.process_time() - start)
    assert times[1] < 16 * times[0] + 0.05


def test_what_is_not_told_by_anybody(extractor):
    assert told(extractor, "The mayor was late. This was caused by the snow. It is written in the stars.") == []
