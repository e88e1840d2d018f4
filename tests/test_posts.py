"""An office does not stand for who has another one, nor for the one to whom it belongs."""

import pytest

from onrecord import extract
from onrecord.resolve.posts import ANYBODY, may_hold, posts
from onrecord.resolve.words import is_role


def names(text: str) -> list[str | None]:
    return [s.speaker.name if s.speaker else None for s in extract(text).statements]


@pytest.mark.parametrize(("text", "speakers"), [
    ("Teacher Una Brod said the gym was cold. The mayor declined to comment.", ["Una Brod", "The mayor"]),
    ("Surgeon Una Brod said the ward was shut. The minister denied it.", ["Una Brod", "The minister"]),
    ("Deputy minister Olm Vaas resigned on Monday. The president said he was shocked.", ["The president"]),
    ("Mayor Una Brod opened the bridge on Monday. The mayor said it was late.", ["Una Brod"]),
    ("Prime Minister Olm Vaas came on Monday. The mayor of Skarn thanked him.", ["The mayor of Skarn"]),
    ("Mayor Una Brod came on Monday. The mayor of Skarn said it was late.", ["Una Brod"]),
    ("President Olm Vaas flew to Skarn on Monday for talks on fish. The talks lasted four hours. His spokesman said more talks were needed.", ["His spokesman"]),
    ("President Olm Vaas signed the law on Monday. The president's lawyer said it was good. A spokesman for the president said it was late.", ["Olm Vaas", "The president's lawyer", "A spokesman for the president"]),
    ("The widow of comrade Olm Vaas thanked the crews. Minister of health Una Brod said it was late.", ["The widow of comrade Olm Vaas", "Una Brod"]),
    ("His spokesman, Jon Tarr, said the talks with President Olm Vaas were good. The spokesman added that they would go on.", ["Jon Tarr", "Jon Tarr"]),
])  # fmt: skip
def test_an_office_is_its_holder_alone(text, speakers):
    assert names(text) == speakers


def test_offices_in_the_list_are_offices():
    assert all(is_role(office) for office in posts() if office != ANYBODY)


def test_anybody_may_hold_an_office_if_nothing_else_is_told_of_him():
    assert may_hold("mayor", frozenset()) and may_hold("mayor", frozenset(["candidate"])) and not may_hold("mayor", frozenset(["surgeon"]))


@pytest.mark.parametrize(("end", "speaker"), [
    ("The mayor said she was disappointed.", "Bridie Lomax"),
    ("The mayor said that she was disappointed.", "Bridie Lomax"),
    ("The mayor said he was disappointed.", "Owen Tarrant"),
])  # fmt: skip
def test_of_two_mayors_it_is_the_one_who_is_she(end, speaker):
    text = "Garrow's mayor, Bridie Lomax, said that the ferry was a road. She promised that fares would not rise.\n\nPollan's mayor, Owen Tarrant, told the meeting that his town would not pay. \"We did not ask for a ferry,\" he said.\n\n"
    assert names(text + end)[-1] == speaker


@pytest.mark.parametrize(("text", "speaker"), [
    ("Gov. Olm Vaas came on Monday. Una Brod, a baker, spoke first. The governor said it was late.", "Olm Vaas"),
    ("“You knew,” Sen. Una Brod told Olm Vaas. The senator said that she was tired.", "Una Brod"),
    ("Cllr Una Brod met Olm Vaas. The councillor said that it was late.", "Una Brod"),
    ("Capt. Una Brod met Olm Vaas, a baker. The governor said that it was late.", "The governor"),
    ("The baker said that it was late. Una Brod, a nurse, was there.", "The baker"),  # nobody who is named only later
    ("The head of the board said that it was late. Una Brod, a nurse, was there.", "The head of the board"),
])  # fmt: skip
def test_shortened_offices_tell_and_nobody_who_comes_later_is_meant(text, speaker):
    assert names(text)[-1] == speaker
