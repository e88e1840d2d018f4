"""Of or to whom something is asked or promised, as the words of the clause say."""

import pytest

from onrecord import Extractor
from onrecord.follow.actors import Actor, Cast
from onrecord.follow.parties import addressed, asked_passively, body_of, promised_passively, provider, subject_apart, subject_of, who_asks, whose
from onrecord.follow.reading import Reader
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
        ("pledge", "The governor promised not to close any village clinic before 2025", None),
        ("pledge", "The minister promised to sack teachers", None),
        ("pledge", "The agency has offered to train nurses, and to pay teachers by May", None),
        ("pledge", "The fund pledged 12 buses to striking drivers by June", "striking drivers"),
        ("pledge", "The fund will give money to village teachers, not to the army", "village teachers"),
        ("pledge", "The minister pledged a seat by May to the parents of every pupil", "parents of every pupil"),
        ("pledge", "The foundation offered to build a school and gave four boats to the villages", "villages"),
        ("pledge", "He told reporters that the quay would be repaired", None),
    ],
)
def test_whom_the_words_name(kind, text, name):
    found = addressed(text, (0, len(text)), cast_of(text + ". Mr Orrell met Kastria and Torvald at Orlem."), kind)
    assert (found.name if found else None) == name


def test_of_whom_it_is_demanded_may_stand_first():
    text = "Nobody came. Of the province they demand a ramp."
    assert addressed(text, (text.index("Of"), len(text)), cast_of(text), "ask").name == "province"


def test_of_a_passive_the_subject_is_asked_and_who_stands_behind_by_asks():
    text = "The government was urged by the farmers to pay the subsidies"
    asked, asking = asked_passively(text, (0, len(text)), cast_of(text))
    assert (asked.name, asking.name) == ("government", "farmers")


@pytest.mark.parametrize(("text", "asking"), [("It was asked in October by all four island councils to pay for a ship", "four island councils"), ("It was asked to pay for a ship by all four island councils", None), ("It was asked by then to pay", None)])
def test_of_a_passive_of_it_who_asks_stands_before_what_is_asked(text, asking):
    found = asked_passively(text, (0, len(text)), cast_of(text))
    assert (found[1].name if found else None) == asking


def test_who_asks_may_be_told_with_where_they_are():
    text = "Feld was also urged by farmers along the river to pay for their cattle"
    assert asked_passively(text, (0, len(text)), cast_of(text))[1].name == "farmers"


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


@pytest.mark.parametrize(
    "sentence, verb, name",
    [
        ("The state of Lirien, which led the talks, will lend two ships", "will", "state of Lirien"),
        ("The ministry, whose roof leaked, is to pay for it", "is to", "ministry"),
        ("The ferry, which sails at noon, will carry sheep", "will", None),
        ("The council, the mayor said, will pay for it", "will", None),  # no relative clause
    ],
)
def test_the_subject_of_what_goes_on_behind_a_relative_clause(sentence, verb, name):
    text = f"Nobody came. {sentence}."
    found = subject_apart(text, text.index("The"), text.index(verb), cast_of(text))
    assert (found.name if found else None) == name


def test_the_subject_of_a_clause_in_the_midst_of_a_text():
    text = "Nobody came. The regional government will lend the town two buses."
    assert subject_of(text, text.index("The regional"), text.index("will"), cast_of(text)).name == "regional government"


@pytest.mark.parametrize(
    "text, name",
    [
        ("Another 200 doses will come from the province by Christmas", "province"),
        ("The repairs would be paid for by the ministry of works", "ministry of works"),
        ("The quay is to be rebuilt by the town council", "town council"),
        ("Every child is to get a glass of milk from the county dairy board by May", "county dairy board"),
        ("The town will get a letter from savers", None),
        ("The pumps will be delivered by the end of October", None),
        ("The money will come from savings", None),
        ("The pool will be open by June", None),
    ],
)
def test_who_provides_what_will_come(text, name):
    found = provider(text, 0, len(text), cast_of(text))
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "called, name",
    [
        ("the director of the Coast Museum", "Coast Museum"),
        ("a spokeswoman for the drug company", "drug company"),
        ("Norland's health minister", "Norland"),
        ("The director of the Silent Mill Museum", "Silent Mill Museum"),
        ("the mayor", None),
        ("a mother of three", None),
        ("Minister Ada Holm", None),
        ("the captain of the boat", None),
    ],
)
def test_who_speaks_for_a_body_and_has_no_name_stands_for_it(called, name):
    found = body_of(Actor(called, "person"), cast_of("The Coast Museum was closed. Norland said nothing of the boat, Ada Holm noted."))
    assert (found.name if found else None) == name


@pytest.fixture(scope="module")
def commitments():
    extractor = Extractor()
    return lambda text: extractor.extract(Report(text, published="2026-10-20")).commitments


def test_the_body_that_will_do_it_promises_and_not_who_is_named_before(commitments):
    (pledge,) = commitments("Bruno Valk, who trains the team, was not at the sitting. The Mayor of Orlem, Gideon Marsh, announced on Tuesday that the city would contribute 8 million crowns to the stadium.")
    assert pledge["maker"]["name"] in ("city", "Gideon Marsh")


@pytest.mark.parametrize(
    "text, maker",
    [
        ("The town will get twelve buses, Transport Minister Otto Brey promised.", "Otto Brey"),
        ("Further stoppages have been announced for May. The region will also give the town 3 million crowns for its school.", "region"),
    ],
)
def test_who_gets_something_does_not_promise_it(commitments, text, maker):
    assert {c["maker"] and c["maker"]["name"] for c in commitments(text) if c["type"] == "pledge" and c["amount"]} == {maker}


def test_who_gets_it_from_somebody_is_to_whom_it_is_promised(commitments):
    (row,) = commitments("Luma will get 250,000 tonnes of wheat from the province of Orn before the end of the year.")
    assert (row["maker"]["name"], row["counterpart"]["name"]) == ("province of Orn", "Luma")


def test_who_is_asked_does_not_ask(commitments):
    found = commitments("The crisis staff turned to the rescue services of Ostrany and Belgar on Tuesday and asked both to send teams. The ministry of energy of Kastria will pay for them.")
    assert all(c["maker"] is None or "Ostrany" not in c["maker"]["name"] for c in found if c["type"] == "ask")


def test_a_feast_is_nobody_and_a_currency_no_part_of_a_name():
    text = "It was to last until New Year's Day. The Bank will lend the City EUR 600 million. They met on Sept. 14."
    assert {actor.name for _, _, actor in cast_of(text).within(0, len(text))} == {"Bank", "City"}


@pytest.mark.parametrize(
    "text, whom, by",
    [
        ("Fire crews in Olm have been promised two engines by the district, one of them by May", None, "district"),
        ("The island council was promised a loan by the Development Bank of Osk", "island council", "Development Bank of Osk"),
        ("The farmers were assured that the sums are safe", "farmers", None),
        ("The bridge was promised by May", None, None),
        ("The district promised the farmers two engines by the lake", None, None),
    ],
)
def test_of_a_passive_promise_the_subject_gets_it_and_who_stands_behind_by_makes_it(text, whom, by):
    assert tuple(found and found.name for found in promised_passively(text, (0, len(text)), cast_of(text))) == (whom, by)


@pytest.mark.parametrize(
    "text, name",
    [
        ("In order to rule out double payments, the ministry invited the agency to hand in its lists", "ministry"),
        ("The presidents of Norland and Kelvar, meeting in Osk, urged both sides to talk", "presidents of Norland and Kelvar"),
        ("It urged both sides to talk", None),
        ("The council was closed", None),
    ],
)
def test_who_asks_stands_before_whom_he_asks(text, name):
    found = who_asks(text, (0, len(text)), cast_of(text))
    assert (found and found.name.removeprefix("The ")) == name


@pytest.mark.parametrize(
    "kind, text, name",
    [
        ("pledge", "A pledge by the Orrin Foundation of 3 million dollars has revived hopes", "Orrin Foundation"),
        ("pledge", "She praised the readiness of the ministry to lend its trucks", "ministry"),
        ("ask", "A request from the union for more pay was read out", "union"),
        ("pledge", "A pledge of 3 million dollars has revived hopes", None),
        ("pledge", "The promise of spring was in the air", None),
        ("ask", "Demand from abroad is weak", None),
    ],
)
def test_who_asks_or_promises_by_a_noun(kind, text, name):
    found = whose(text, (0, len(text)), cast_of(text), kind)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "text, name",
    [
        ("Norland, Kelvar and Lorin undertook to clear the mines", "Norland, Kelvar and Lorin"),
        ("Kelvar and Lorin undertook to clear the mines", "Kelvar and Lorin"),
        ("In the valley, Kelvar undertook to clear the mines", "Kelvar"),
        ("Lorin waited and Kelvar undertook to clear the mines", "Kelvar"),
    ],
)
def test_several_promise_together(text, name):
    found = subject_of(text, 0, text.index("undertook"), cast_of(text + ". They were in Kelvar, in Lorin and in Norland."))
    assert found.name == name


def test_whose_government_it_is(commitments):
    (row,) = commitments("Norland's ambassador, Kari Holt, said on Monday that her government would give half a million crowns to the camps.")
    assert row["maker"]["name"] == "Kari Holt"


def test_the_subject_may_be_it_alone():
    text = "Norland alone will give 600 million euros"
    assert subject_of(text, 0, text.index("will"), cast_of(text + ". They met in Norland.")).name == "Norland"


@pytest.fixture(scope="module")
def read():
    """The findings of a report, by the words of their clauses."""
    extractor = Extractor()

    def findings(text):
        article = extractor.extract(Report(text, published="2031-04-03"))
        return {finding.text: finding for finding in Reader(article, extractor.telling(article)).findings()}

    return findings


INTERVIEW = (
    "This is a transcript of Breakfast with Olga Tenn.\n\nOLGA TENN: The market hall has been shut for a year. With me is the commissioner, Jan Brask. Commissioner, the traders.\n\nJAN BRASK: Yes, I heard them on Monday.\n\n"
    "TENN: The mayor wants 150,000 euros off you to keep them going till spring.\n\nBRASK: I know. That won't happen, Olga."
)


def test_who_asks_as_an_interviewer_recalls_it(read):
    found = read(INTERVIEW)
    asked = next(finding for finding in found.values() if finding.type == "ask" and finding.amounts)
    assert asked.by == ("The mayor", "person")
    assert found["That won't happen, Olga"].by[0] == "Jan Brask"  # who is spoken to, does not speak


def test_she_who_asks_is_she_who_spoke_before(read):
    found = read("Mayor Ada Holm came by bicycle. The quay belongs to the province, she said. That same morning she had written to the province asking it for 150,000 euros for the shops of Quay Street.")
    assert [finding.by for finding in found.values() if finding.type == "ask"] == [("Ada Holm", "person")]


def test_of_whom_it_is_asked_may_stand_behind_what_is_asked_for():
    for text, name in (("The association asked the return of money from the railway", "railway"), ("They asked for a loan of 3 million from the Bank", "Bank"), ("They asked for a rest from Monday", None)):
        found = addressed(text, (0, len(text)), cast_of(text + ". The railway and the Bank were shut."), "ask")
        assert (found.name if found else None) == name
