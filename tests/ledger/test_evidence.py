"""What speaks for a finding's belonging to a commitment, or making one."""

from dataclasses import replace

import pytest

from onrecord.follow.drafts import Draft, Event, Told
from onrecord.follow.evidence import Scene, may_join, of_founding, of_joining, of_one_thing
from onrecord.follow.findings import Finding

FIRST = Finding("pledged", (0, 40), 0, 0, type="pledge", strength=0.9, text="the council will buy 200 lamps", terms={"lamp": 1.0, "buy": 0.5}, around={"mill": 1.0}, by=("Ostley council", "organization"))


def draft(type: str = "pledge", number: int = 0, **terms: float) -> Draft:
    return Draft(number, type, [Event(FIRST, "a", "2024-01-10", "pledged", "2024-01-10", 0.9, ())], terms=dict(terms) or dict(FIRST.terms), around=dict(FIRST.around), makers={"ostley"})


def finding(kind: str = "delivered", **fields) -> Finding:
    return Finding(kind, (10, 30), 3, 2, confidence=0.8, **fields)


def scene(*near: Draft, told: tuple[Finding, ...] = ()) -> Scene:
    return Scene(Told("b", "2024-02-01", told), list(near), {})


def test_words_around_count_where_the_clause_has_none():
    one, other = draft(), draft(number=1, kerb=1.0)
    here = scene(one, other)
    alone, _ = of_joining(finding(terms={"shine": 1.0}), one, here)
    helped, _ = of_joining(finding(terms={"shine": 1.0}, around={"lamp": 1.0}), one, here)
    assert "around to it" not in alone and helped["around to it"] > 0
    assert "around to it" not in of_joining(finding(terms={"shine": 1.0}, around={"lamp": 1.0}), other, here)[0]


def test_a_clause_that_says_more_than_asking_may_join_a_promise():
    chances = [0.0] * 11
    chances[0], chances[8] = 0.5, 0.3  # asked, refused
    asked = finding("asked", type="ask", strength=0.8, chances=tuple(chances))
    assert may_join(asked, draft("pledge"), "b") and may_join(asked, draft("ask"), "b")
    assert not may_join(finding("asked", type="ask", strength=0.8, chances=(0.8, *[0.0] * 10)), draft("pledge"), "b")


def test_what_is_told_already_speaks_against_a_new_one():
    near = scene(draft("pledge"))
    like = of_founding(finding("pledged", type="pledge", strength=0.9, terms={"lamp": 1.0}, by=("Ostley council", "organization")), near)
    unlike = of_founding(finding("pledged", type="pledge", strength=0.9, terms={"school": 1.0}, by=("Ada Holm", "person")), near)
    assert like["new, like one"] > unlike["new, like one"] == 0 and "new, like one, its maker" in like and "new, like one, its maker" not in unlike


LAMPS = finding("pledged", type="pledge", strength=0.9, plain=True, text="the council will buy 200 lamps")


@pytest.mark.parametrize("text", ["he also promised two mobile classrooms", "the council further agreed to repair the roof", "in addition it undertook to plant 40 trees"])
def test_what_one_report_promises_too_is_another_promise(text):
    too = replace(LAMPS, text=text)
    assert not may_join(too, draft(), "a")
    assert may_join(too, draft(), "b")  # of another report it may be the same again


@pytest.mark.parametrize("fields", [{"text": "he also repeated his promise of lamps"}, {"text": "she also confirmed that the lamps were coming"}, {"text": "he promised 200 lamps"}, {"text": "he also promised help", "vague": True}, {"text": "he also spoke of lamps", "plain": False}])
def test_what_is_told_again_is_no_other_promise(fields):
    assert may_join(replace(LAMPS, **fields), draft(), "a")


def of_others(**fields):
    ask = replace(FIRST, kind="asked", type="ask", text="the villages asked the court for compensation", terms={"court": 1.0, "=court": 0.7, "compens": 1.0}, by=("the villages", "group"), counterpart=("court", "organization"))
    known = Draft(0, "ask", [Event(ask, "a", "2024-01-10", "asked", "2024-01-10", 0.9, ())], terms=dict(ask.terms), makers={"villages"}, others={"court"})
    features = {"same wording": 0.8, "telling words": 1.0} | fields.pop("features", {})
    return of_one_thing(replace(finding("asked", type="ask", strength=0.9, terms={"court": 1.0, "=court": 0.7, "delay": 1.0}, by=("Fallwerk", "organization"), counterpart=("court", "organization")), **fields), known, features, {})


def test_two_ask_the_same_court_for_two_things():
    assert not of_others()
    assert of_others(terms={"court": 1.0, "compens": 1.0}) and of_others(by=("the villages", "group")) and of_others(features={"same number": 1.0}) and of_others(type="pledge")
