from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.contents import content_of
from onrecord.follow.joining import Joining
from onrecord.follow.words import cut, unbroken

REPORTS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "c1": "c"}


def groups(joining):
    found = {}
    for item in REPORTS:
        found.setdefault(joining.root(item), set()).add(item)
    return {frozenset(group) for group in found.values() if len(group) > 1}


def test_of_two_statements_of_a_report_the_one_with_the_stronger_tie_belongs():
    joining = Joining(REPORTS, {})
    assert joining.join("a1", "b1") and joining.join("b1", "c1")
    assert not joining.join("a2", "b1") and not joining.join("c1", "a2")
    assert joining.join("a2", "b2") and not joining.join("b2", "c1")
    assert groups(joining) == {frozenset({"a1", "b1", "c1"}), frozenset({"a2", "b2"})}


def test_what_lies_within_a_statement_is_told_with_it_at_any_depth():
    joining = Joining(REPORTS, {"a2": "a1", "a3": "a2"})
    assert joining.join("a1", "b1") and joining.join("a3", "b1") and joining.root("a1") == joining.root("a3")
    assert not joining.join("b2", "a1")


def test_statements_that_hold_each_other_end_no_program():
    joining = Joining(REPORTS, {"a2": "a1", "a1": "a2"})
    assert joining.join("a3", "b1") and not joining.join("a1", "b1")


def test_a_person_decides_against_ties_and_against_the_rule():
    joining = Joining(REPORTS, {})
    assert joining.join("a1", "a2", surely=True)
    joining.part("a1", "c1")
    assert joining.join("b1", "c1") and not joining.join("b1", "a2") and joining.join("b2", "a2")
    assert groups(joining) == {frozenset({"a1", "a2", "b2"}), frozenset({"b1", "c1"})}


@given(st.lists(st.tuples(st.sampled_from(sorted(REPORTS)), st.sampled_from(sorted(REPORTS)))), st.sets(st.tuples(st.sampled_from(["a2", "a3"]), st.just("a1"))))
def test_no_group_has_two_statements_of_a_report_that_are_not_nested(pairs, nested):
    joining = Joining(REPORTS, dict(nested))
    for one, other in pairs:
        assert joining.join(one, other) == (joining.root(one) == joining.root(other))
    for group in groups(joining):
        for one in group:
            assert all(REPORTS[one] != REPORTS[other] or one == other or dict(nested).get(one) == other or dict(nested).get(other) == one for other in group)


def test_words_that_a_line_breaks_are_whole_and_others_are_as_they_were():
    text = "a de-\ntour, a well- known and a well-\n\nkept fu- \n neral, pre- and post-war"
    assert [w.folded for w in unbroken(text, cut(text))] == ["a", "detour", "a", "well", "known", "and", "a", "wellkept", "funeral", "pre", "and", "post", "war"]
    broken, whole = "We ex-\nplain a de-\ntour", "We explain a detour"
    assert content_of(broken, [(0, len(broken))]) == content_of(whole, [(0, len(whole))])
