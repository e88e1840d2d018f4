"""What is promised without a word of promising."""

import pytest

from onrecord import Extractor
from onrecord.follow.outright import denied, promises_outright
from onrecord.types import Report


@pytest.mark.parametrize(
    "text, termed, right",
    [
        ("Norland will send 40 transformers to Kastria", True, True),
        ("the quay will be repaired by May", True, True),
        ("the state is to lend 900 million euros", True, True),
        ("the agency will take over the cost from 1 September", True, True),
        ("We shall finish the pool", False, True),
        ("I'll pay for it", False, True),
        ("the port authority will dredge the channel", False, False),
        ("Norland will not send 40 transformers", True, False),
        ("the yard would dismiss 480 of its workers by March", True, False),
        ("Line 4 will take 40,000 cars off the road", True, False),
        ("it would have put the whole 85 million on the table", True, False),
        ("the winter will be cold until March", True, False),
        ("the shelter has 40 beds", True, False),
        ("officers would be outside the school until March", True, True),
        ("it will be open again on Friday", True, False),
    ],
)
def test_what_somebody_will_do_with_its_terms_is_promised_and_no_harm_or_forecast(text, termed, right):
    assert promises_outright(text, 0, len(text), termed) is right


def made(text):
    return [(c["type"], c["what"]["text"]) for c in Extractor().extract(Report(text, published="2026-07-02")).commitments]


def test_a_report_that_only_says_what_will_be_handed_over_has_a_pledge():
    found = made("Rovers owner Malcolm Deere will hand over 12 million pounds for new players before the transfer window closes on 31 August, he told supporters on Wednesday evening.\n\nManager Sanna Ekholm was at the meeting.")
    assert [kind for kind, _ in found] == ["pledge"]


def test_what_the_speaker_himself_must_do_is_asked_of_nobody():
    found = made("The foreign minister of Kastria, Ihor Balan, asked the allies in Lund on Thursday to send 40 tanks before the winter.\n\n\"We are grateful, but we must continue to fight,\" Balan said.")
    assert not any("we must" in words for _, words in found) and any(kind == "ask" for kind, _ in found)


@pytest.mark.parametrize(
    ("words", "word", "wanted"),
    [
        ("The council had never promised to build a bridge", "promised", True),
        ("The council made no promise to repair the roofs", "promise", True),
        ("The railway stopped short of promising to reopen the line", "promising", True),
        ("The firm refused to promise 30 trams", "promise", True),
        ("Nobody in the government ever promised to pay", "promised", True),
        ("The council not only promised to rebuild the school", "promised", False),
        ("No fewer than 40 towns promised to help", "promised", False),
        ("With no money left, the council promised 40 flats", "promised", False),
        ("Not a year after the fire, the council promised a school", "promised", False),
        ("The council, not the port, promised to pay for the cranes", "promised", False),
        ("Nobody, not even the mayor, promised to pay", "promised", True),
        ("The minister promised never to close the hospital", "promised", False),
    ],
)  # fmt: skip
def test_a_word_of_promising_may_be_denied(words, word, wanted):
    at = words.index(word)
    assert denied(words, 0, (at, at + len(word))) is wanted


def test_what_is_said_to_whoever_listens_asks_for_nothing():
    assert not made("Coach Per Vik smiled when he was asked whether she would start. \"Ask me on Friday,\" he said.\n\n\"Believe me, it will be fine,\" he said.")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('"Norland stands with you, and we will not leave you in the dark," Foreign Minister Marta Eik assured.', "we will not leave you in the dark"),
        ('"We will never close this hospital," said mayor Ana Lind.', "We will never close this hospital"),
        ("Premier Una Dahl said her government would never abandon the islanders.", "would never abandon the islanders"),
        ('"We will not accept this offer," the union leader Jon Berg said.', None),
        ('"I will not resign," said Lind.', None),
    ],
)
def test_never_to_do_something_is_promised_to_those_whom_it_spares(text, what):
    found = made(text)
    assert [kind for kind, _ in found] == ["pledge"] * (what is not None) and all(what in words for _, words in found)
