import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.resolve.appearances import ALONE, PERSON, Key, key_of
from onrecord.resolve.entities import Appearance, Entities


def seen(article: str, day: str | None, name: str, role: str | None = None, organization: str | None = None, country: str | None = None, kind: str = "person") -> Appearance:
    return Appearance(article, day, name, kind, role, organization, country)


def one(entities: Entities, *appearances: Appearance) -> bool:
    return len({entities.find(a).entity for a in appearances}) == 1


def test_spellings_and_name_order_are_one_person():
    a = seen("1", "2031-03-01", "Serhiy Petrenko", "energy minister", None, "UA")
    b = seen("2", "2031-03-04", "Sergei Petrenko", "energy minister", None, "UA")
    c = seen("3", "2031-04-04", "Petrenko Sergiy", "minister", None, "UA")
    assert one(Entities([a, b, c]), a, b, c)


def test_two_people_of_one_name_stay_two():
    judge = seen("1", "2031-03-01", "Ana Lind", "judge", "district court", "SE")
    striker = seen("2", "2031-03-02", "Ana Lind", "striker", "Halden FC", "NO")
    entities = Entities([judge, striker])
    assert not one(entities, judge, striker)
    father, son = seen("3", "1975-01-01", "Petr Pell", "mayor", "Brova"), seen("4", "2031-01-01", "Petr Pell", "mayor", "Brova")
    assert not one(Entities([father, son]), father, son)


def test_a_bare_surname_joins_only_who_it_fits():
    full = seen("1", "2031-03-01", "Irena Novak", "deputy mayor", "Brova council")
    bare = seen("2", "2031-03-03", "Novak", "deputy mayor", "Brova council")
    other = seen("3", "2031-03-04", "Petr Novak", "goalkeeper", "Halden FC")
    entities = Entities([full, bare, other])
    assert one(entities, full, bare) and not one(entities, full, other)
    assert 0 < entities.find(bare).probability <= 1 and entities.find(bare).reasons


def test_the_foreign_ministry_of_which_country():
    a, b = (seen(str(i), "2031-03-01", "Foreign Ministry", country=code, kind="organization") for i, code in enumerate(("PL", "FR")))
    assert not one(Entities([a, b]), a, b)


def test_groups_and_unnamed_people_never_join_across_articles():
    a, b = (seen(str(i), "2031-03-01", "residents", kind="group") for i in range(2))
    assert not one(Entities([a, b]), a, b)


def test_merging_and_splitting_hold_and_can_be_taken_back():
    a, b = seen("1", "2031-03-01", "Ana Lind", "judge", None, "SE"), seen("2", "2031-03-02", "Ana Lind", "striker", None, "NO")
    entities = Entities([a, b])
    decision = entities.merge(a.id, b.id, on="2031-05-01", who="editor", why="she plays and judges")
    entities.add(seen("3", "2031-05-02", "Ana Lind", "striker", None, "NO"))
    assert one(entities, a, b)
    entities.undo(decision.number, on="2031-05-03", who="editor", why="mistaken")
    assert not one(entities, a, b) and len(entities.decisions) == 2
    whole = Entities([a, a2 := seen("4", "2031-03-05", "Ana Lind", "judge", None, "SE")])
    assert one(whole, a, a2)
    whole.split(a.id, [a2.id], on="2031-06-01", who="editor", why="her namesake")
    assert not one(whole, a, a2)


def test_a_title_before_a_name_is_no_part_of_it_and_tells_the_role():
    a = seen("1", "2031-03-01", "Gen. Taras Bonda", None, None, "UA")
    b = seen("2", "2031-06-01", "Taras Bonda", "general", None, "UA")
    c = seen("3", "2031-07-01", "General Bonda", None, None, "UA")
    assert one(Entities([a, b, c]), a, b, c)
    judge, player = seen("1", "2031-03-01", "Judge Ana Lind"), seen("2", "2031-03-02", "Ana Lind", "goalkeeper")
    assert not one(Entities([judge, player]), judge, player)


@pytest.mark.parametrize(
    "names",
    [
        ("James Grey Fell", "James Greyfell"), ("Anna De Velt", "Anna Develt"), ("Emeka Obi-Tande", "Emeka Obitande"), ("Abdul Rahman Fawzi", "Abdelrahman Fawzi"),  # words written together
        ("Robert Fennick", "Bob Fennick"), ("Pepe Arruaga", "José Arruaga"), ("Chukwunonso Balewu", "Nonso Balewu"),  # familiar forms
        ("Maria Consuelo Bellada", "Consuelo Bellada"), ("Phonthip Suwan", "Pontip Suwan"), ("Djordje Vukasin", "Đorđe Vukasin"), ("Lee Jae-myun", "Yi Jae-myeon"),  # given names left out; sounds
    ],
)  # fmt: skip
def test_one_name_written_in_two_ways(names):
    a, b = (seen(str(i), f"2031-03-0{i + 1}", name, "energy minister") for i, name in enumerate(names))
    assert one(Entities([a, b]), a, b)


@pytest.mark.parametrize(
    "first, second",
    [
        (("poet", None, None), ("Duma deputy", None, None)), (("mayor of Halden", None, None), ("mayor of Brova", None, None)), (("goalkeeper", "Halden FC", None), ("goalkeeper", "Brova United", None)),
        ((None, "Brova Appeals Court", None), ("striker", None, None)), (("police spokesman", None, None), ("trade union spokesman", None, None)), (("Portugal coach", None, None), ("coach", None, "NO")),
        (("former premier, 84", None, None), ("premier, 41", None, None)), (("mayor", None, None), ("health minister", None, None)), (("opposition leader", None, None), ("interior minister", None, None)),
    ],
)  # fmt: skip
def test_what_nobody_is_at_one_time_tells_namesakes_apart(first, second):
    a, b = seen("1", "2031-03-01", "Ana Lind", *first), seen("2", "2031-04-01", "Ana Lind", *second)
    assert not one(Entities([a, b]), a, b)


@pytest.mark.parametrize(
    "first, second",
    [
        (("defence minister", None, None), (None, "Defence Ministry", None)), (("NFB chairman", None, None), (None, "National Fisheries Board", None)), (("colonel", None, None), ("defence minister", None, None)),
        (("minister of labour", None, "ZA"), ("labour minister", None, "ZA")), (("Halden striker", None, None), ("forward", "Halden", None)),
    ],
)  # fmt: skip
def test_what_goes_together_keeps_one_person_one(first, second):
    a, b = seen("1", "2031-03-01", "Ana Lind", *first), seen("2", "2031-04-01", "Ana Lind", *second)
    assert one(Entities([a, b]), a, b)


def test_one_office_may_follow_another_but_not_in_turns():
    editor, minister = seen("1", "2027-03-01", "Ana Lind", "editor", None, "SE"), seen("2", "2031-03-01", "Ana Lind", "minister", None, "SE")
    assert one(Entities([editor, minister]), editor, minister)
    again = seen("3", "2035-03-01", "Ana Lind", "editor", None, "SE")
    entities = Entities([editor, minister, again])
    assert one(entities, editor, again) and not one(entities, editor, minister)


def test_two_of_one_name_in_one_report_are_two():
    mayor, poet = seen("1", "2031-03-01", "Ana Lind", "mayor", None, "SE"), seen("1", "2031-03-01", "Ana Lind", "premier", None, "SE")
    assert not one(Entities([mayor, poet]), mayor, poet)


@pytest.mark.parametrize(
    "first, second",
    [
        (("Bright Well Robotics", None), ("Brightwell Robotics Inc.", None)), (("Norwegian Harbour Party", None), ("Harbour Party", "NO")), (("UN Commission on Tides", None), ("United Nations Commission on Tides", None)),
        (("MoD", "UA"), ("Ministry of Defence", "UA")), (("Grupo Altavela S.A. de C.V.", "MX"), ("Altavela Group", "MX")), (("the Israeli military", None), ("IDF", None)), (("Petrovia Oil", None), ("Petrovia", None)),
    ],
)  # fmt: skip
def test_one_body_named_in_two_ways(first, second):
    a, b = (seen(str(i), f"2031-03-0{i + 1}", name, country=country, kind="organization") for i, (name, country) in enumerate((first, second)))
    assert one(Entities([a, b]), a, b)


def test_a_report_is_one_whoever_is_named_before_it():
    a, b = (seen(str(i), f"2031-03-0{i + 1}", name, kind="document") for i, name in enumerate(("WHO's Harvest Outlook", "Harvest Outlook")))
    assert one(Entities([a, b]), a, b)


def test_an_address_that_leads_nowhere_is_an_error():
    with pytest.raises(UsageError):
        Entities().entity("nobody")


NAMES = ["Ana Lind", "Anna Lind", "A. Lind", "Lind", "Lind Ana", "Petr Pell", "Pyotr Pell", "Pell", "Harbour Board", "HB"]
appearances = st.builds(
    Appearance, st.sampled_from([f"article {i}" for i in range(6)]), st.sampled_from([None, "2029-01-02", "2031-03-04", "2034-11-30"]), st.sampled_from(NAMES),
    st.sampled_from(["person", "person", "organization", "group"]), st.sampled_from([None, "judge", "minister", "striker"]), st.sampled_from([None, "Halden FC", "district court"]),
    st.sampled_from([None, "SE", "NO"]),
)  # fmt: skip


@given(st.lists(appearances, max_size=14, unique_by=lambda a: a.id), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_reports_come_changes_nothing(some, random):
    shuffled = random.sample(some, len(some))
    first, second = Entities(some), Entities()
    for appearance in shuffled:
        second.add(appearance)
        second.find(appearance)
    assert {a.id: first.find(a) for a in some} == {a.id: second.find(a) for a in some}
    assert [e.id for e in first.entities()] == [e.id for e in second.entities()]


def test_who_is_only_described_is_nobody_elsewhere():
    assert key_of("A spokesman for Strand", "person", "", "a").sort == ALONE and key_of("Erik Strand", "person", "", "a") == Key(PERSON, "erik strand")
    assert key_of("The Rock", "person", "", "a").sort == PERSON
