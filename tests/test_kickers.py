"""What stands before a headline's colon and is no speaker."""

import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.kickers import without_kickers


def kept(text: str, *spoken: tuple[str, str]) -> list[str]:
    """The sources that stay, of the headline and of statements told as source and content."""
    colon = text.index(":")
    drafts = [Draft(((0, colon),), ((colon, colon + 1),), ((colon + 2, text.index("\n")),), None)]
    for source, content in spoken:
        drafts.append(Draft(((at := text.index(source, colon), at + len(source)),), (), ((to := text.index(content, at), to + len(content)),), None))
    return [text[slice(*draft.source[0])] for draft in without_kickers(text, drafts)]


@pytest.mark.parametrize("text", [
    "COURT: Man jailed for arson\n\nA man was jailed at Oster Crown Court on Friday.",
    "FOOTBALL: Rovers throw away lead\n\nRovers drew 2-2.",
    "FACTBOX: What the ceasefire says\n\nIt has nine articles.",
    "Port Ilsa: Ferry fares to rise\n\nPORT ILSA, 1 December (MNA) - Fares rise in May.",
    "Port Ilsa: Ferry fares to rise\n\nFares in Port Ilsa rise in May. Boats from Port Ilsa are full.",
    "Harn: Three die in fire\n\nThree people died on Monday near the old market of Harn.",
])  # fmt: skip
def test_a_word_in_capitals_and_a_place_say_nothing(text):
    assert kept(text) == []


@pytest.mark.parametrize(("text", "spoken"), [
    ("COURT: Sale of port was unlawful\n\nThe court said that the sale broke the law.", ("The court", "the sale broke the law")),
    ("Velmar: Dam will be late\n\nThe government of Velmar said it was late. Rain fell in Velmar.", ("The government of Velmar", "it was late")),
    ("Port Ilsa: We will pay\n\nPort Ilsa said that it would pay.", ("Port Ilsa", "it would pay")),
])  # fmt: skip
def test_who_speaks_in_the_report_speaks_in_its_headline(text, spoken):
    assert len(kept(text, spoken)) == 2


@pytest.mark.parametrize("text", [
    "MAYOR: Bridge will open in May\n\nThe bridge opens in May.",
    "UN: Half the wells are dry\n\nHalf of the wells are dry.",
    "LIND: NO MONEY FOR FERRIES\n\nThere is no money.",
    "Lind: Ferries will run\n\nAna Lind opened the pier. The boats of Lind run.",
    "Study: Moss wakes up\n\nA moss has begun to grow.",
])  # fmt: skip
def test_offices_bodies_and_people_may_speak_in_a_headline_alone(text):
    assert len(kept(text)) == 1


@pytest.mark.parametrize(("text", "label", "stays"), [
    ("MARKET DAY IN TROSK: “THE CARROTS ARE FINE”\n\nThe market opened.", "TROSK", False),
    ("Letter from the harbour: “We are late”\n\nThe ferry was late.", "harbour", False),
    ("Market day. Trosk: “The carrots are fine”\n\nThe market opened.", "Trosk", True),
])  # fmt: skip
def test_the_end_of_a_label_behind_a_preposition_says_nothing(text, label, stays):
    start, colon = text.index(label), text.index(":")
    draft = Draft(((start, colon),), ((colon, colon + 1),), ((colon + 2, text.index("\n")),), None)
    assert bool(without_kickers(text, [draft])) is stays


def test_a_mine_is_nobody_who_speaks_of_himself(extractor):
    def sources(text: str) -> list[str]:
        return [text[slice(*s.source[0])] for s in extractor.extract(text).statements if s.source]

    assert sources("Kelmar: mine reopens after floods\n\nKELMAR, 12 May (Wire) - The gates of the Dorran copper mine were opened on Monday.\n") == []
    assert sources("Lind: the fault is mine\n\nThe minister resigned on Monday.\n") == ["Lind"]
