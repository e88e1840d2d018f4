"""Those who issue something together: the Sides, both Ministers."""

import pytest

JOINT = """JOINT STATEMENT

Brova, 4 May

1. The two Sides reaffirmed their commitment to the bridge.

2. Both Ministers welcomed the decision of the bank and expressed their gratitude.

3. The Sides condemned the attacks. The Ostrian Side undertook to deliver steel.
"""


def speakers(extractor, text: str) -> list[tuple[str, str | None, str | None]]:
    return [(text[slice(*s.source[0])], s.speaker and s.speaker.name, s.speaker and s.speaker.kind) for s in extractor.extract(text).statements if s.within is None and s.source]


def test_the_sides_of_a_joint_statement_are_one_group(extractor):
    found = speakers(extractor, JOINT)
    assert {(name, kind) for source, name, kind in found if source in ("The two Sides", "The Sides")} == {("The two Sides", "group")}
    assert {(name, kind) for source, name, kind in found if source == "Both Ministers"} == {("Both Ministers", "group")}
    assert [name for source, name, _ in found if source == "The Ostrian Side"] == ["Ostrian Side"]


@pytest.mark.parametrize("both", ["Both ministers", "The two ministers"])
def test_both_are_those_who_were_named_together(extractor, both):
    found = speakers(extractor, f"Ana Lind and Per Dahl denied the claim. {both} said the talks were good.")
    assert found[-1] == (both, "Ana Lind and Per Dahl", "group")


def test_both_are_themselves_where_nobody_was_named_together(extractor):
    assert speakers(extractor, "Talks in Brova broke down. Both sides blamed the weather.")[-1] == ("Both sides", "Both sides", "group")


def test_no_name_ends_with_a_preposition(extractor):
    text = "The Ministers of Energy of Ostria, H.E. Ms Ana Lind, and of Velmark, H.E. Mr Per Dahl, met today. Both Ministers welcomed the loan. The Sides condemned the attacks."
    assert not any(name and name.endswith(" of") for _, name, _ in speakers(extractor, text))
