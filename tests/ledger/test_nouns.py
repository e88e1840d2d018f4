import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.nouns import numbered, plural, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [("clinic", "clinics"), ("crown", "crowns"), ("battery", "batteries"), ("railway", "railways"), ("bus", "buses"), ("house", "houses"), ("clause", "clauses"), ("nurse", "nurses"), ("box", "boxes"), ("coach", "coaches"),
     ("fisherman", "fishermen"), ("child", "children"), ("life", "lives"), ("breathing set", "breathing sets"), ("krona", "kronor"), ("potato", "potatoes"), ("mass", "masses"),
     ("midwife", "midwives"), ("bookshelf", "bookshelves"), ("penknife", "penknives"), ("wool scarf", "wool scarves"), ("olive", "olives"), ("glove", "gloves"), ("sleeve", "sleeves"), ("chief", "chiefs")],
)  # fmt: skip
def test_one_and_many(one, many):
    assert plural(one) == many and singular(many) == one


@pytest.mark.parametrize("unit", ["EUR", "percent", "people", "aircraft", "km", "staff", ""])
def test_of_what_stays(unit):
    assert plural(unit) == unit and singular(unit) == unit


def test_one_thing_is_one_and_all_else_are_many():
    assert [numbered("clinic", n) for n in (1, 2, 0.5, 0)] == ["clinic", "clinics", "clinics", "clinics"]
    assert [plural(noun) for noun in ("German", "human", "specimen")] == ["Germans", "humans", "specimens"]


@given(st.text(max_size=20))
def test_any_words_have_a_plural(noun):
    assert plural(noun).startswith(noun[:1]) and isinstance(singular(noun), str)
