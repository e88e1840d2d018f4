"""Companies by their legal form."""

import pytest

from onrecord.resolve.companies import is_company, with_legal_forms
from onrecord.resolve.names import ORGANIZATION
from resolving import names_of, tokens_of

COMPANIES = ["Hareid Pumps A/S", "Soltek S.p.A.", "Vellier S.A.", "Hareid N.V.", "Brenna AB (publ)", "Kolm a.s.", "Prysm Sp. z o.o.", "Delt d.o.o.", "Marsh & Orde, L.L.C.", "Brenna GmbH & Co. KG", "Marsh Co., Ltd."]


def named(text: str, names: dict[str, str]) -> list[tuple[str, bool]]:
    return [(text[n.start : n.end], n.types[ORGANIZATION] > 0.5) for n in with_legal_forms(text, tokens_of(text), names_of(text, names))]


@pytest.mark.parametrize("company", COMPANIES)
def test_a_companys_name_ends_behind_its_form(company):
    text = f"The board of {company} met on Monday."
    first = company.split()[0]
    for names in ({company: "person"}, *([{first: "person"}] if "&" not in company else []), {}):
        assert named(text, names) == [(company, True)], names
    assert is_company(company) and not is_company(first)


@pytest.mark.parametrize("company", [company for company in COMPANIES if "," not in company])
def test_it_speaks_as_an_organization(extractor, company):
    (statement, *_) = extractor.extract(f"BROVA, May 4 (EWN) - {company} said on Monday its profit fell by a third. The brewer's shares were lower.").statements
    assert (statement.speaker.name, statement.speaker.kind) == (company, "organization")


@pytest.mark.parametrize(("text", "names"), [
    ("Jan N.V. Dahl met Ana Lind.", {"Jan N.V. Dahl": "person", "Ana Lind": "person"}),
    ("MAYOR ANA LIND RESIGNS AS COUNCIL VOTES", {"ANA LIND": "person"}),
    ("She plays an A/S sharp. The s.r.o. is a form.", {}),
])  # fmt: skip
def test_other_words_are_no_forms(text, names):
    assert named(text, names) == [(name, False) for name in names]


def test_a_form_that_is_another_word_counts_where_it_is_tagged():
    assert named("Brenna AB rose. Ana Lind AS a child sang.", {"Brenna AB": "person", "Ana Lind": "person"}) == [("Brenna AB", True), ("Ana Lind", False)]


@pytest.mark.parametrize(("text", "name", "kind"), [
    ('Ormen Bygg, which employs 40 people, said it would leave Saltby in May. "We cannot pay the rent," Ormen Bygg wrote.', "Ormen Bygg", "organization"),
    ("Tallow Marin, which has laid off half its staff, lost its biggest customer in May. Tallow Marin said that it would go on.", "Tallow Marin", "organization"),
    ("Brenna Foss, a building firm, said it would leave.", "Brenna Foss", "organization"),
    ("Olav Bygg, who employs 40 people, said he would leave Saltby in May.", "Olav Bygg", "person"),
    ("Brenna Foss, a partner in a building firm, said she would leave.", "Brenna Foss", "person"),
    ("The club praised Per Dahl, which angered the union. Per Dahl said he was sorry.", "Per Dahl", "person"),
])  # fmt: skip
def test_what_is_told_of_by_which_or_called_a_body_is_one(extractor, text, name, kind):
    speaker = extractor.extract(text).statements[-1].speaker
    assert (speaker.name, speaker.kind) == (name, kind)
