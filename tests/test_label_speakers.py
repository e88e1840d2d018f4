"""Two labels of a transcript are two speakers, and an office is who is called so."""

import pytest

SITTING = "{chair}: The sitting is open.\n\n{one}: I object to the plan.\n\n{chair}: Please be brief.\n\n{other}: I agree with {one}.\n\n{chair}: The sitting is closed."


def turns(extractor, text: str) -> list[tuple[str, str | None, str | None]]:
    found = [s for s in extractor.extract(text).statements if s.within is None and s.cue and text[slice(*s.cue[0])] == ":"]
    return [(text[slice(*s.source[0])], s.speaker and s.speaker.name, s.speaker.role.text if s.speaker and s.speaker.role else None) for s in found]


@pytest.mark.parametrize("chair", ["THE PRESIDENT", "The Chairman", "The Speaker", "Presiding officer", "MODERATOR", "THE WITNESS"])
@pytest.mark.parametrize(("one", "other"), [("Mr Orre", "Ms Lind"), ("ORRE", "LIND"), ("Per Orre", "Ana Lind")])
def test_the_chair_is_none_of_the_members(extractor, chair, one, other):
    found = turns(extractor, SITTING.format(chair=chair, one=one, other=other))
    assert len(found) >= 3
    for label, name, role in found:
        assert name == (label if label == chair else label.removeprefix("Mr ").removeprefix("Ms "))
        assert label == chair or role is None


@pytest.mark.parametrize("opening", ["The council met under its chairman, Ola Brenna.", "Chairman Ola Brenna opened the sitting."])
def test_an_office_is_its_holder_where_the_text_names_one(extractor, opening):
    found = turns(extractor, f"{opening}\n\n" + SITTING.format(chair="The Chairman", one="Mr Orre", other="Ms Lind"))
    assert {name for label, name, _ in found if label == "The Chairman"} == {"Ola Brenna"}
    assert {name for label, name, _ in found if label != "The Chairman"} <= {"Orre", "Lind"}


def test_a_surname_as_a_label_is_the_full_name_above(extractor):
    text = "Sanna Quade-Orre lives in a mill. Interview: Bela Forst\n\nForst: Will there be a sequel?\n\nQuade-Orre: I'm not ruling it out.\n\nForst: Are you sure?\n\nQuade-Orre: Quite sure, I think.\n"
    found = turns(extractor, text)
    assert {(label, name) for label, name, _ in found} == {("Forst", "Bela Forst"), ("Quade-Orre", "Sanna Quade-Orre")}


def test_a_role_in_a_labels_brackets_ends_with_them(extractor):
    text = SITTING.format(chair="THE PRESIDENT", one="Mr ORRE (Minister for Roads) (14.09)", other="Ms LIND (Shadow Minister for Roads)")
    roles = {label: role for label, _, role in turns(extractor, text)}
    assert roles.get("Mr ORRE (Minister for Roads) (14.09)", "Minister for Roads") == "Minister for Roads" and not any(role and ")" in role for role in roles.values())


def test_one_label_makes_no_transcript(extractor):
    text = "Mayor: the bridge will open\n\nThe mayor of Brova, Ana Lind, said on Monday that the bridge would open in May, after a year of work that cost the town 4 million crowns."
    assert {s.speaker.name for s in extractor.extract(text).statements} == {"Ana Lind"}
