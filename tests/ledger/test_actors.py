"""Who is named in a report: names end with their line, and an office is told from a name."""

import pytest

from onrecord.follow.actors import Cast
from onrecord.types import Article

TEXT = (
    "Photo Agency Lumen\n\nMinister of Foreign Affairs of Ukraine, Irena Novak, met the Health Alliance in Lund.\n\n"
    "The Secretary of State John Orrell and the Minister of Health Ana Lipovac came with Energy Minister Olga Brandt. Ukraine asked the Ministry of Foreign Affairs for help."
)


@pytest.fixture(scope="module")
def named():
    cast = Cast(Article("a", TEXT, "", "", "en", ()))
    return {TEXT[start:end]: actor.name for start, end, actor in cast.within(0, len(TEXT))}


def test_a_name_ends_with_its_line(named):
    assert not any("\n" in words for words in named)


@pytest.mark.parametrize(
    "words, name",
    [
        ("Secretary of State John Orrell", "John Orrell"),
        ("Minister of Health Ana Lipovac", "Ana Lipovac"),
        ("Energy Minister Olga Brandt", "Olga Brandt"),
        ("Health Alliance", "Health Alliance"),
        ("Ministry of Foreign Affairs", "Ministry of Foreign Affairs"),
        ("Ukraine", "Ukraine"),
    ],
)
def test_an_office_is_no_part_of_a_name_and_a_field_alone_no_office(named, words, name):
    assert named[words] == name


def test_the_rest_of_an_office_is_nobody(named):
    assert "Affairs of Ukraine" not in named.values()


@pytest.mark.parametrize(("text", "name"), [
    ("Kestria promised help to Orlanda. The Interior Ministry of Orlanda said it was late.", "Orlanda"),
    ("The boats went to Lusk. The Port Authority of Lusk counted them.", "Lusk"),
    ("The boats went to Lusk. The City of Lusk counted them.", "City of Lusk"),
    ("The boats went to Lusk. The Republic of Lusk counted them.", "Republic of Lusk"),
    ("Help went to Selmer. The Selmer Rescue Service thanked the crews.", "Selmer Rescue Service"),
])  # fmt: skip
def test_a_place_is_not_the_body_that_is_there(text, name):
    at = text.index(". ")
    assert [actor.name for _, _, actor in Cast(Article("a", text, "", "", "en", ())).within(at - 7, at)] == [name]


def test_a_name_in_capitals_is_written_as_elsewhere_in_the_report():
    cast = Cast(Article("a", "ELSTROM (Town Mail) - The city of Elstrom met NORDAL on Monday.", "", "", "en", ()))
    assert [cast.spelled(name) for name in ("ELSTROM", "NORDAL", "Elstrom", "UN")] == ["Elstrom", "NORDAL", "Elstrom", "UN"]


@pytest.mark.parametrize(
    "text, noun, name",
    [
        ("The relief agency Open Hand asked for tents. The agency has none left.", "agency", "Open Hand"),
        ("They said that Lumo, the mobile network, will text every parent. The network has offered it.", "network", "Lumo"),
        ("The island hopes that Air Sorel, a small airline, will fly again.", "airline", "Air Sorel"),
        ("The supporters' club Blue Bench wrote to Brannick.", "club", None),  # is not the club
        ("The airline Air Sorel and the airline Norvia stopped.", "airline", None),  # which of the two
        ("The agency will send tents to Open Hand.", "agency", None),
    ],
)
def test_a_body_is_what_the_report_calls_it_beside_its_name(text, noun, name):
    found = Cast(Article("a", text, "", "", "en", ())).called(noun)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "text, name",
    [
        ("Sarabar and Ildovia undertake to build it.", "Sarabar and Ildovia"),
        ("As for Sarrand, it agreed.", "Sarrand"),
        ("Under the Dorn Accord they must go.", "Dorn Accord"),
    ],
)
def test_a_name_that_begins_a_sentence(text, name):
    assert [actor.name for _, _, actor in Cast(Article("a", text, "", "", "en", ())).within(0, len(text))][:1] == [name]


def test_one_of_two_is_not_both():
    cast = Cast(Article("a", "Last week Kelvar and Lorin met. They say Kelvar will wait, and that Lorin will not.", "", "", "en", ()))
    assert cast.named("Kelvar").name == "Kelvar" and cast.named("Lorin").name == "Lorin"
    alone = Cast(Article("a", "The firm Hearth and Quay is closed. They say Hearth will wait.", "", "", "en", ()))
    assert alone.named("Hearth").name == "Hearth and Quay"


def cast_of(text):
    return Cast(Article("a", text, "", "", "en", ()))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Children cross the road again. Cross Again demanded a bridge.", "Cross Again"),
        ("People step on the wall. Step Free is asking the town to mend it.", "Step Free"),
        ("Nobody wants that again. Never Again has called on the state to pay.", "Never Again"),
        ("Enough Dust wants the ministry to clean the streets.", "Enough Dust"),
        ("Korvat Works promised to stop.", "Korvat Works"),  # a word that nobody knows belongs to the name
        ("Later Holm promised to look at it.", "Holm"),
        ("Yesterday Parliament asked the ministry for a report.", "Parliament"),
        ("Meanwhile Norland demanded an apology.", "Norland"),
        ("Angry Greens demanded a vote.", "Greens"),
        ("They met again at Free on Monday. Step Free said nothing.", "Free"),  # a name by itself
    ],
)
def test_a_name_of_ordinary_words_that_begins_a_sentence_is_not_cut(text, name):
    assert name in [actor.name for _, _, actor in cast_of(text).within(0, len(text))]


def test_who_says_i_or_you_is_no_name():
    assert not cast_of("Look, I've had enough, and I'm off. (laughs) You won't get it, and They’ll see.").within(0, 90)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He chairs a residents' group Cross Again since May.", "organization"),
        ("They asked the relief agency Open Hand for tents.", "organization"),
        ("They asked the mayor Ada Holm for tents.", "person"),
        ("On Monday they met Ada Holm at the gate.", "person"),
    ],
)
def test_what_is_called_a_group_is_a_body_though_its_name_looks_like_a_persons(text, kind):
    assert [actor.kind for _, _, actor in cast_of(text).within(0, len(text)) if actor.name in ("Cross Again", "Open Hand", "Ada Holm")] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "In Orlec the lawyer Ada Holm, who chairs the commuters' club Platform Nine, wrote to the railway.",
        "In Orlec the lawyer Ada Holm, who speaks for the residents' group Platform Nine, wrote to the railway.",
        "In Orlec the lawyer Ada Holm, who leads an association by the name of Platform Nine, wrote to the railway.",
    ],
)
def test_who_heads_or_speaks_for_a_body_that_is_told_by_its_noun_too(text):
    assert ("Ada Holm", "Platform Nine") in cast_of(text).spoken_for


def test_who_only_buys_from_a_body_does_not_speak_for_it():
    assert ("Ada Holm", "Platform Nine") not in cast_of("In Orlec the lawyer Ada Holm bought a ticket, then the club Platform Nine was closed.").spoken_for
