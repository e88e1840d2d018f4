import pytest

from onrecord import extract
from onrecord.extraction.passing_on import is_outlet


def told(text: str) -> list[tuple[str, str, str, str | None]]:
    article = extract(text)
    return [(*(article.words(spans) for spans in (s.source, s.cue, s.content)), s.via and s.via.name) for s in article.statements if s.within is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Governor Aro Veld said on Friday that the bridge at Osk was open again, VTA reports.", ("Governor Aro Veld", "said", "that the bridge at Osk was open again", "VTA")),
        ("The mayor said the quay was dry, the BBC reported.", ("The mayor", "said", "the quay was dry", "BBC")),
        ("The quay is dry, Mayor Tess Vale wrote on Telegram, reports Oskinform.", ("Mayor Tess Vale", "wrote", "The quay is dry", "Oskinform")),
        ('"We found two boats," Veld told reporters on Friday, Oskinform reports.', ("Veld", "told", '"We found two boats,"', "Oskinform")),
        ("According to Oskinform, Governor Aro Veld said the quay was dry.", ("Governor Aro Veld", "said", "the quay was dry", "Oskinform")),
        ("VTA quoted Governor Aro Veld as saying the quay was dry.", ("Governor Aro Veld", "quoted … as saying", "the quay was dry", "VTA")),
        ('The radio quoted the minister as saying: "We will not leave."', ("the minister", "quoted … as saying", '"We will not leave."', "radio")),
        ("As Interkom reports, the minister said the quay was dry.", ("the minister", "said", "the quay was dry", "Interkom")),
        ("As reported by Interkom, the head of the region, Tess Vale, stated that the quay was dry.", ("the head of the region, Tess Vale", "stated", "that the quay was dry", "Interkom")),
        ("As the Osk Gazette wrote on Monday, Aro Veld told reporters that the quay was dry.", ("Aro Veld", "told", "that the quay was dry", "Osk Gazette")),
        ("The quay is dry, the minister said, Interkom reports.", ("the minister", "said", "The quay is dry", "Interkom")),
        ("Two houses burned. As Interkom reports, this was stated by the head of the region, Tess Vale.", ("the head of the region, Tess Vale", "was stated by", "Two houses burned", "Interkom")),
    ],
)
def test_what_an_outlet_passes_on_is_said_by_whom_it_names(text, expected):
    assert told(text) == [expected]


def test_an_outlets_own_report_holds_what_it_tells_of_others():
    text = "Oskinform reports that Governor Aro Veld said the quay was dry."
    outer, inner = extract(text).statements
    assert text[slice(*outer.source[0])] == "Oskinform" and outer.via is None
    assert text[slice(*inner.source[0])] == "Governor Aro Veld" and inner.within == outer.id and inner.via and inner.via.name == "Oskinform"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Osk Times reported that the company had lost 5 million crowns.", "The Osk Times"),
        ("Tess Vale left the party, Radio Osk reported.", "Radio Osk"),
        ("Vale quoted the mayor as saying that the quay was dry.", "Vale"),
    ],
)
def test_other_reports_are_the_outlets_own(text, source):
    assert told(text)[0][0] == source


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("As Interkom reports, the minister said the quay was dry.", "the minister"),
        ("The quay is dry, the minister said, Interkom reports.", "the minister"),
    ],
)
def test_the_outlet_is_not_the_speaker(text, speaker):
    (statement,) = extract(text).statements
    assert statement.speaker and statement.speaker.name == speaker


@pytest.mark.parametrize(
    "text",
    [
        "As Veld reports, the mayor said the quay was dry. Aro Veld is a lawyer.",
        "As the ministry reports, the president said the quay was dry.",
        "As the UN reports, the minister said the quay was dry.",
        "As Osk reports losses, the minister said the quay was dry.",
    ],
)
def test_who_may_be_no_outlet_passes_nothing_on(text):
    assert all(s.via is None for s in extract(text).statements)


@pytest.mark.parametrize(("phrase", "expected"), [("the BBC", True), ("Radio Osk", True), ("Oskinform", True), ("the Osk Times editor", False), ("audio provided by Radio Osk", False), ("Tess Vale", False)])
def test_what_names_an_outlet(phrase, expected):
    assert is_outlet(phrase) is expected
