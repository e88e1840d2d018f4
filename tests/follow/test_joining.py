from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.contents import content_of
from onrecord.follow.joining import UNTIED, Joining
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


ORDER = {item: item for item in REPORTS}
MET = {"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b"}}


def test_a_chain_of_weak_ties_makes_no_group_of_what_was_compared_and_is_not_tied():
    ties = [(900, "a1", "b1"), (700, "b1", "c1")]
    chained, apart = Joining(REPORTS, {}), Joining(REPORTS, {}, MET)
    chained.connect(ties, ORDER)
    apart.connect(ties, ORDER)
    assert groups(chained) == {frozenset({"a1", "b1", "c1"})} and groups(apart) == {frozenset({"a1", "b1"})}
    strong = Joining(REPORTS, {}, MET)
    strong.connect([(9_000, "a1", "b1"), (6_000, "b1", "c1")], ORDER)
    assert groups(strong) == {frozenset({"a1", "b1", "c1"})}


def test_reports_that_are_too_far_apart_speak_against_one_group_without_being_compared():
    ties = [(900, "a1", "b1"), (700, "b1", "c1")]
    days = {"a": 1, "b": 8, "c": 15}
    for apart, expected in ((10, {frozenset({"a1", "b1"})}), (14, {frozenset({"a1", "b1", "c1"})})):
        joining = Joining(REPORTS, {}, None, days, apart)
        joining.connect(ties, ORDER)
        assert groups(joining) == expected


def test_what_a_person_put_together_counts_as_one_and_what_was_parted_stays_so():
    joining = Joining(REPORTS, {}, MET)
    joining.join("a1", "c1", surely=True)
    joining.part("a2", "b2")
    joining.connect([(2_000, "a1", "b1"), (3_000, "a2", "b2")], ORDER)
    assert groups(joining) == {frozenset({"a1", "c1"})}  # b1 was compared with c1, which has no tie with it
    joining.connect([(6_000, "a1", "b1")], ORDER)
    assert groups(joining) == {frozenset({"a1", "b1", "c1"})}


def averaged(ties, reports, met, days, apart):
    """Average linkage as a textbook tells it: again and again the two groups with the highest mean."""
    found = [frozenset([item]) for item in sorted(reports)]
    weights = {frozenset(pair): weight for weight, *pair in ties}

    def mean(a, b):
        pairs = [frozenset((x, y)) for x in a for y in b if frozenset((x, y)) in weights or reports[y] in met.get(reports[x], ())]
        pairs += [(x, y) for x in a for y in b if abs(days[reports[x]] - days[reports[y]]) > apart]
        return sum(weights.get(pair, UNTIED) for pair in pairs) / len(pairs) if pairs and any(pair in weights for pair in pairs) else -1

    while True:
        choices = [(-mean(a, b), *sorted((min(a), min(b))), a, b) for a, b in combinations(found, 2) if not {reports[x] for x in a} & {reports[y] for y in b}]
        least = min(choices, key=lambda choice: choice[:3], default=None)
        if least is None or least[0] > 0:
            return {group for group in found if len(group) > 1}
        found = [group for group in found if group not in least[3:]] + [least[3] | least[4]]


PAIRS = [pair for pair in combinations(sorted(REPORTS), 2) if REPORTS[pair[0]] != REPORTS[pair[1]]]


@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 12_000)), st.sets(st.sampled_from(["ab", "ac", "bc"])), st.tuples(*[st.sampled_from([1, 8, 30])] * 3), st.randoms(use_true_random=False))
def test_groups_are_those_of_average_linkage_in_whatever_order_ties_come(weights, compared, on, random):
    met = {report: {other for pair in compared if report in pair for other in pair if other != report} for report in "abc"}
    ties = [(weight, *pair) for pair, weight in weights.items()]
    days = dict(zip("abc", on, strict=True))
    joining = Joining(REPORTS, {}, met, days, 10)
    joining.connect(random.sample(ties, len(ties)), ORDER)
    assert groups(joining) == averaged(ties, REPORTS, met, days, 10)
