import pytest

from onrecord.resolve.countries import code_of
from onrecord.resolve.describing import Describer
from onrecord.resolve.roles import ORGANIZATION, ROLE, Description
from resolving import document, tagged


@pytest.mark.parametrize(
    ("text", "role", "organization", "country"),
    [
        ("Foreign Minister Petr Pell said so.", "Foreign Minister", None, None),
        ("Petr Pell, the deputy mayor of Brova, said so.", "deputy mayor", "Brova", None),
        ("Petr Pell, a spokesman for the Harbour Board, said so.", "spokesman", "Harbour Board", None),
        ("The chief negotiator, Petr Pell, said so.", "chief negotiator", None, None),
        ("Harbour Board spokesman Petr Pell said so.", "spokesman", "Harbour Board", None),
        ("French foreign minister Petr Pell said so.", "foreign minister", None, "FR"),
        ("Petr Pell, Kenya’s ambassador to Halden, said so.", "ambassador", None, "KE"),
        ("Mr Petr Pell said so.", None, None, None),
        ("Yesterday in Brova Petr Pell said so.", None, None, None),
        ("Petr Pell, who never slept, said so.", None, None, None),
        ("Its captain, Dr Petr Pell, said so.", "captain", None, None),
        ("They demanded the resignation of the railways minister, Petr Pell, on Monday.", "railways minister", None, None),
        ("The head of the mission, retired judge Petr Pell, said so.", "head", "mission", None),
        ("Petr Pell (R-Brova), 51, chair of the Harbour Board, said so.", "chair", "Harbour Board", None),
        ("Petr Pell, who is now a member of the Harbour Board, said so.", "member", "Harbour Board", None),
        ("Petr Pell, assistant to the president and director of the Harbour Board, said so.", "director", "Harbour Board", None),
        ("Petr Pell is the former governor.", "former governor", None, None),
        ("Petr Pell served as harbour pilot.", "harbour pilot", None, None),
        ("Petr Pell — a Brova real estate tycoon — said so.", "real estate tycoon", "Brova", None),
        ("They threw their weight behind Sen. Petr Pell on Monday.", "Sen", None, None),
        ("Rep. Petr Pell, the Harbour Board's chair, said so.", "chair", "Harbour Board", None),
        ("Award-winning, Brova-based lawyer Petr Pell said so.", "lawyer", None, None),
        ("Many voters give Petr Pell a pass.", None, None, None),
        ("It was a day for the president, not Petr Pell.", None, None, None),
        ("The Harbour Board's Petr Pell said so.", None, "Harbour Board", None),
        ("So wrote Petr Pell in the Harbour Board report.", None, "Harbour Board", None),
        ("Petr Pell of the Harbour Board said so.", None, "Harbour Board", None),
        ("So wrote Petr Pell in his Harbour Board blog.", None, None, None),
        ("Her daughter Petr Pell, a dentist, said so.", "dentist", None, None),
        ("At the table were the chairman, Petr Pell, treasurer Ana Lind and secretary Jon Aas.", "chairman", None, None),
        ("There were surgeon Petr Pell, nurse Ana Lind and the porter.", "surgeon", None, None),
        ("Petr Pell, deputy of President Ana Lind, said so.", "deputy", None, None),
        ("Petr Pell, President Ana Lind's lawyer, said so.", "lawyer", None, None),
    ],
)
def test_what_stands_beside_a_name(text, role, organization, country):
    doc = document(text, {"Petr Pell": "person", "Harbour Board": "organization", "Ana Lind": "person", "Jon Aas": "person"})
    told = Describer(doc, tagged(doc, organization, ORGANIZATION)).describe([(n.first, n.last, True) for n in doc.names if text[n.start : n.end] == "Petr Pell"])
    spans = [span and text[slice(*span)] for span in (told.role, told.organization)]
    assert (*spans, told.country and told.country[0]) == (role, organization, country)


@pytest.mark.parametrize(
    ("words", "code"),
    [("Ukraine", "UA"), ("the United States", "US"), ("Britain’s", "GB"), ("Polish", "PL"), ("Egyptian", "EG"), ("American", "US"), ("English", "GB"), ("Halden", None), ("Arabic", None)],
)
def test_countries_and_nationalities(words, code):
    assert code_of(words) == code


def test_tagged_roles_go_to_the_nearest_person_of_the_sentence():
    text = "The post of coordinator at the Harbour Board went to Petr Pell, and Ana Lind stayed mayor. Jon Aas left."
    doc = document(text, {"Petr Pell": "person", "Ana Lind": "person", "Jon Aas": "person", "Harbour Board": "organization"})

    def run(words: str, kind: int) -> tuple[int, int, int]:
        return (*doc.units((text.index(words), text.index(words) + len(words))), kind)

    describer = Describer(doc, [run("coordinator", ROLE), run("Harbour Board", ORGANIZATION), run("mayor", ROLE)])
    told = {text[n.start : n.end]: describer.describe([(n.first, n.last, True)]) for n in doc.names}
    assert [text[slice(*told["Petr Pell"].role)], text[slice(*told["Petr Pell"].organization)]] == ["coordinator", "Harbour Board"]
    assert text[slice(*told["Ana Lind"].role)] == "mayor" and told["Ana Lind"].organization is None
    assert told["Jon Aas"] == Description()


@pytest.mark.parametrize(
    ("text", "name", "role", "organization"),
    [
        ("The transport ministry was silent. The union called the offer an insult. The union wants more. The union is tired. An official said that a deal was unlikely.", "An official", "official", None),
        ("Halden Shipyard has not paid its welders since March. A manager there said that the money would come.", "A manager", "manager", "Halden Shipyard"),
        ("The Harbour Board met twice in May. A clerk there told reporters that the minutes were lost.", "A clerk", "clerk", "Harbour Board"),
        ("Snow closed the pass on Monday. A farmer there said that he had lost forty sheep.", "A farmer", "farmer", None),
    ],
)
def test_who_has_no_name_is_called_by_the_office(extractor, text, name, role, organization):
    speaker = extractor.extract(text).statements[-1].speaker
    assert (speaker.name, speaker.role and speaker.role.text, speaker.organization and speaker.organization.text) == (name, role, organization)


@pytest.mark.parametrize(("text", "name", "office", "role"), [
    ("The founder's sister, Petr Pell, said so.", "Petr Pell", "founder", None),
    ("The founder, Petr Pell, said so.", "Petr Pell", "founder", "founder"),
    ("The prime minister's spokeswoman said so.", "The prime minister's spokeswoman", "prime minister", "spokeswoman"),
])  # fmt: skip
def test_an_owners_office_is_not_told_of_who_is_his(text, name, office, role):
    doc = document(text, {"Petr Pell": "person"}, name)
    query = doc.queries[0]
    told = Describer(doc, tagged(doc, office, ROLE)).describe([(query.first, query.last, name == "Petr Pell")])
    assert (told.role and text[slice(*told.role)]) == role


@pytest.mark.parametrize(("text", "role", "organization"), [
    ("The founder's granddaughter, Una Brod, wrote in a letter to staff that she was sad. The letter said that she would stay.", "granddaughter", None),
    ("The institute that pays for the drilling, the Ostra Fund, plans a second season. Its director, Olm Vaas, said that moss was cheap.", "director", "Ostra Fund"),
    ("Olm Vaas spoke before the Harbour Committee after a former employee, Una Brod, told the press of it. Brod said that it was late.", "former employee", None),
    ("The board met the Harbour Committee when the treasurer, Una Brod, left. Brod said that it was late.", "treasurer", None),
    ('"It is a question of dignity", wrote Una Brod in her Telegram channel.', None, None),
])  # fmt: skip
def test_whose_office_is_told(extractor, text, role, organization):
    speaker = extractor.extract(text).statements[-1].speaker
    assert (speaker.role and speaker.role.text, speaker.organization and speaker.organization.text) == (role, organization)
