"""Of or to whom something is asked or promised, as the words of the clause say."""

import pytest

from onrecord import Extractor
from onrecord.follow.actors import Cast
from onrecord.follow.parties import addressed, asked_passively
from onrecord.types import Article


def cast_of(text):
    return Cast(Article("a", text, "", "", "en", ()))


@pytest.mark.parametrize(
    "kind, text, name",
    [
        ("ask", "The board urged the city of Orlem to mend the pier", "city of Orlem"),
        ("ask", "She called on shipowners to send more vessels", "shipowners"),
        ("ask", "The minister wants the health insurers to pay for it", "health insurers"),
        ("ask", "He demanded 12 million crowns from the province", "province"),
        ("ask", "The union asked the members of the Alliance for tents", "members of the Alliance"),
        ("ask", "The agency asked for 40 tents", None),
        ("ask", "The agency asked again for 40 tents", None),
        ("ask", "They demanded an end to the strike in the harbour", None),
        ("pledge", "The mayor promised the islanders a second boat", "islanders"),
        ("pledge", "The club promised the bridge by May", None),
        ("pledge", "Torvald will lend Kastria 40 million crowns", "Kastria"),
        ("pledge", "The firm will send six generators to the villages before the winter", "villages"),
        ("pledge", "The ministers promised today in Lund that they would go on", None),
        ("pledge", "He told reporters that the quay would be repaired", None),
    ],
)
def test_whom_the_words_name(kind, text, name):
    found = addressed(text, (0, len(text)), cast_of(text + ". Mr Orrell met Kastria and Torvald at Orlem."), kind)
    assert (found.name if found else None) == name


def test_of_a_passive_the_subject_is_asked_and_who_stands_behind_by_asks():
    text = "The government was urged by the farmers to pay the subsidies"
    asked, asking = asked_passively(text, (0, len(text)), cast_of(text))
    assert (asked.name, asking.name) == ("government", "farmers")


def test_a_passive_without_by_does_not_say_who_asks():
    text = "The council was asked to mend the fence"
    assert asked_passively(text, (0, len(text)), cast_of(text))[1] is None


def test_who_makes_the_statement_promises_whoever_else_is_named():
    text = (
        "LUND, 3 May - The secretary general of the Northern Pact, Henrik Solva, opened the meeting. He thanked the hosts.\n\n"
        "The ministers of the seven states promised on Tuesday that they will rebuild the power plants of Kastria by the winter."
    )
    (pledge,) = (c for c in Extractor().extract(text).commitments if c["type"] == "pledge")
    assert pledge["maker"]["name"].removeprefix("the ").removeprefix("The ").startswith("ministers")
