"""Of or to whom something is asked or promised, as the words of the clause say."""

import pytest

from onrecord import Extractor
from onrecord.follow.actors import Cast
from onrecord.follow.parties import addressed, asked_passively, subject_of
from onrecord.types import Article, Report


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
        ("ask", "She requested from the partners forty transformers", "partners"),
        ("ask", "He asked both sides to hold their fire", "both sides"),
        ("pledge", "He has promised tenants of the Hartop estate that they will have new boilers", "tenants of the Hartop estate"),
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


@pytest.mark.parametrize(("text", "asking"), [("It was asked in October by all four island councils to pay for a ship", "four island councils"), ("It was asked to pay for a ship by all four island councils", None), ("It was asked by then to pay", None)])
def test_of_a_passive_of_it_who_asks_stands_before_what_is_asked(text, asking):
    found = asked_passively(text, (0, len(text)), cast_of(text))
    assert (found[1].name if found else None) == asking


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


@pytest.mark.parametrize(
    "text, verb, name",
    [
        ("The city will contribute 8 million", "will", "city"),
        ("In February the village wanted every day", "wanted", "village"),
        ("The organisers of the Games have now vowed to finish it", "vowed", "organisers of the Games"),
        ("The old mill will hold 200 beds", "will", None),
        ("She will pay for it", "will", None),
        ("Last summer will not come again", "will", None),
    ],
)
def test_who_stands_right_before_the_word_is_its_subject(text, verb, name):
    found = subject_of(text, 0, text.index(verb), cast_of(text))
    assert (found.name if found else None) == name


@pytest.fixture(scope="module")
def commitments():
    extractor = Extractor()
    return lambda text: extractor.extract(Report(text, published="2026-10-20")).commitments


def test_the_body_that_will_do_it_promises_and_not_who_is_named_before(commitments):
    (pledge,) = commitments("Bruno Valk, who trains the team, was not at the sitting. The Mayor of Orlem, Gideon Marsh, announced on Tuesday that the city would contribute 8 million crowns to the stadium.")
    assert pledge["maker"]["name"] in ("city", "Gideon Marsh")


def test_who_is_asked_does_not_ask(commitments):
    found = commitments("The crisis staff turned to the rescue services of Ostrany and Belgar on Tuesday and asked both to send teams. The ministry of energy of Kastria will pay for them.")
    assert all(c["maker"] is None or "Ostrany" not in c["maker"]["name"] for c in found if c["type"] == "ask")


def test_a_feast_is_nobody_and_a_currency_no_part_of_a_name():
    text = "It was to last until New Year's Day. The Bank will lend the City EUR 600 million. They met on Sept. 14."
    assert {actor.name for _, _, actor in cast_of(text).within(0, len(text))} == {"Bank", "City"}
