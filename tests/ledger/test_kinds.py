"""The kind of an event follows from what its clause tells and from what the commitment was before."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.drafts import Draft, Event
from onrecord.follow.findings import Finding
from onrecord.follow.kinds import FITTED, KINDS, kind_of, telling_kind
from onrecord.follow.overruling import overruled

FIRST = Finding("pledged", (0, 40), 0, 0, type="pledge", strength=0.9, text="the council will buy 200 lamps by June", by=("Ostley council", "organization"), amounts=((200.0, "lamp", False, 20, 29),),
                due=(None, "2024-06-30", 30, 37))  # fmt: skip


def lamps(type: str = "pledge") -> Draft:
    draft = Draft(0, type, [Event(FIRST, "a", "2024-01-10", "pledged", "2024-01-10", 0.9, ())], makers={"ostley"}, others={"residents"}, amounts=[(200.0, "lamp")])
    draft.due = (None, "2024-06-30", "a", 30, 37)
    return draft


def told(text: str, **fields) -> dict[str, float]:
    return telling_kind(Finding("delivered", (0, len(text)), 3, 2, text=text, **fields), lamps(), "b", "2024-08-01", {})


@pytest.mark.parametrize(
    ("text", "numbers", "name"),
    [
        ("the first two of the lamps were lit", (), "a part"),
        ("half of them hang", (), "a part"),
        ("150 lamps hang in Mill Street", (150.0,), "a smaller number"),
        ("all 200 lamps hang", (200.0,), "the whole"),
        ("the remaining 50 lamps came", (50.0,), "the whole"),
    ],
)
def test_a_part_is_told_from_the_whole(text, numbers, name):
    found = told(text, numbers=numbers)
    assert [each for each in ("a part", "a smaller number", "the whole") if each in found] == [name]


def test_amounts_and_terms_are_compared_with_the_latest():
    assert "more" in told("now 300 lamps", amounts=((300.0, "lamp", False, 4, 13),))
    assert "less" in told("now 100 lamps", amounts=((100.0, "lamp", False, 4, 13),))
    assert not {"more", "less"} & set(told("another 300 lamps", amounts=((300.0, "lamp", True, 4, 13),)))
    assert "later" in told("not before autumn", due=(None, "2024-10-31", 0, 5)) and "after it was due" in told("not before autumn")


def test_who_acts_tells_the_kind():
    assert "by its maker, pledge" in told("they hang", by=("Ostley council", "organization"))
    assert "by its counterpart, pledge" in told("they refused", by=("residents", "group"))
    assert not any(name.startswith("by its") for name in told("they hang", by=("Ada Holm", "person")))


@given(st.dictionaries(st.sampled_from(sorted(FITTED)), st.floats(-3, 3), max_size=30), st.sampled_from(["ask", "pledge"]))
def test_nothing_is_promised_of_an_ask_nor_asked_of_a_promise(found, type):
    found = {name: value for name, value in found.items() if name not in ("ask", "pledge")} | {type: 1.0}
    assert kind_of(found) not in ({"pledged", "reaffirmed"} if type == "ask" else {"asked"})


def test_the_likeliest_kind_is_taken():
    weights = {"more": np.array([float(kind == "raised") for kind in KINDS])}
    assert kind_of({"pledge": 1.0, "more": 1.0}, weights) == "raised"


def other(text: str, amounts=(), kind="reaffirmed", article="b", by=("Ostley council", "organization"), numbers=(), **fields) -> str:
    finding = Finding("pledged", (0, len(text)), 0, 0, type="pledge", text=text, by=by, amounts=amounts, numbers=numbers, **fields)
    return overruled(kind, finding, lamps(), article, {})


@pytest.mark.parametrize(
    ("text", "fields", "kind"),
    [
        ("the council will buy 150 lamps", {}, "cut"),
        ("it will be 250 lamps", {"amounts": ((250.0, "lamp", False, 11, 20),)}, "raised"),
        ("the council will buy 150 lamps", {"by": ("Ada Holm", "person")}, "reaffirmed"),  # who says so, promised nothing
        ("the council will buy 150 lamps", {"article": "a"}, "reaffirmed"),  # of the same report
        ("the council will buy the first 150 lamps", {"amounts": ((150.0, "lamp", False, 31, 40),)}, "reaffirmed"),  # a part
        ("the council will buy another 150 lamps", {"amounts": ((150.0, "lamp", True, 27, 40),)}, "reaffirmed"),  # more
        ("the council had promised 150 lamps", {"retold": True}, "reaffirmed"),
        ("which spoke of 200 lamps, now speaks of 150", {"by": None, "numbers": (150.0, 200.0)}, "cut"),
        ("150 of the 200 lamps now hang", {"by": None, "numbers": (150.0, 200.0), "kind": "partly_delivered"}, "partly_delivered"),
        ("the 200 lamps became 150", {"by": None, "numbers": (150.0, 200.0), "kind": "partly_delivered"}, "cut"),
        ("the council lifted its 200 lamps to 250", {"amounts": ((250.0, "lamp", False, 36, 39),), "numbers": (200.0, 250.0), "kind": "delivered"}, "raised"),
    ],
)
def test_another_amount_in_its_makers_words_takes_the_place_of_the_one_that_held(text, fields, kind):
    assert other(text, **{"amounts": ((150.0, "lamp", False, text.find("150"), text.find("150") + 9),), **fields}) == kind


def test_more_than_it_was_may_still_be_to_come():
    text = "the council would raise its 200 lamps to 250"
    assert other(text, amounts=((250.0, "lamp", False, 41, 44),), by=("Ada Holm", "person")) == "raised"
    assert other("the council would bring its 250 lamps", amounts=((250.0, "lamp", False, 28, 37),), by=("Ada Holm", "person")) == "reaffirmed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the lamps will not be ready in September", "rescheduled"),
        ("the lamps won't be delivered by June", "rescheduled"),
        ("the lamps will not be in place", "refused"),
        ("the lamps will not be bought this year", "withdrawn"),
    ],
)
def test_what_will_not_be_ready_in_time_is_put_off_and_not_refused(text, kind):
    assert other(text, kind="refused", by=None) == kind


def test_nobody_refuses_what_he_asks():
    weights = {"negation, ask": np.array([2.0 * (kind == "refused") + (kind == "disputed") for kind in KINDS])}
    assert kind_of({"ask": 1.0, "negation, ask": 1.0}, weights) == "refused"
    assert kind_of({"ask": 1.0, "negation, ask": 1.0, "by its maker, ask": 1.0}, weights) == "disputed"


COUNCIL, OTHERS = ("Ostley council", "organization"), ("Ada Holm", "person")


@pytest.mark.parametrize(
    ("kind", "text", "fields", "right"),
    [
        ("progressed", "the council raised its offer from 200 to 260 lamps", {"amounts": ((260.0, "lamp", False, 41, 50),), "numbers": (200.0, 260.0)}, "raised"),
        ("pledged", "the town will get 150 lamps instead of 200", {"amounts": ((150.0, "lamp", False, 18, 27),), "numbers": (150.0, 200.0)}, "cut"),
        ("reaffirmed", "the council raised its offer to 260 lamps", {"type": "pledge", "by": COUNCIL, "amounts": ((260.0, "lamp", False, 32, 41),)}, "raised"),
        ("partly_delivered", "the council has cut the price of 150 lamps", {"amounts": ((150.0, "lamp", False, 33, 42),)}, "partly_delivered"),
        ("reaffirmed", "the council will buy 260 more lamps", {"type": "pledge", "by": COUNCIL, "amounts": ((260.0, "lamp", True, 21, 30),)}, "reaffirmed"),
        ("pledged", "the council will buy the lamps by August", {"type": "pledge", "by": COUNCIL, "due": (None, "2024-08-31", 30, 39)}, "rescheduled"),
        ("pledged", "the council will buy the lamps by August", {"type": "pledge", "by": OTHERS, "due": (None, "2024-08-31", 30, 39)}, "pledged"),
        ("pledged", "the council will buy the lamps by June", {"type": "pledge", "by": COUNCIL, "due": (None, "2024-06-30", 30, 37)}, "pledged"),
        ("partly_delivered", "the council bought 200 lamps", {"amounts": ((200.0, "lamp", False, 19, 28),)}, "delivered"),
        ("delivered", "the council bought 60 lamps", {"amounts": ((60.0, "lamp", False, 19, 27),)}, "partly_delivered"),
        ("partly_delivered", "the last 40 lamps were hung", {"amounts": ((40.0, "lamp", False, 9, 17),)}, "delivered"),
        ("delivered", "the lamps were hung", {}, "delivered"),
        ("delivered", "the council has not bought any of the lamps", {}, "disputed"),
        ("delivered", "the second crate of lamps, promised for May, has not arrived", {}, "disputed"),
        ("delivered", "the county is withholding the lamps until the accounts are in", {}, "disputed"),
        ("delivered", "the lamps were hung, and not only in Mill Street", {}, "delivered"),
        ("delivered", "it was not until May that the lamps came", {}, "delivered"),
        ("delivered", "seven of the nine masts stand", {"amounts": ((7.0, "mast", False, 0, 5), (9.0, "mast", False, 13, 23)), "numbers": (7.0, 9.0)}, "partly_delivered"),
        ("delivered", "the first of two cranes was put up", {}, "partly_delivered"),
        ("delivered", "the city covered 200 of the 400 that the bank had left unpaid", {"numbers": (200.0, 400.0)}, "delivered"),
        ("delivered", "the first third was paid in March", {}, "partly_delivered"),
        ("delivered", "with the last tranche, as with the first tranche, all is paid", {}, "delivered"),
        ("delivered", "the second of the two cranes was put up", {}, "delivered"),
        ("refused", "the council will not buy the lamps after all", {"by": COUNCIL}, "withdrawn"),
        ("refused", "residents want no lamps", {"by": ("residents", "group")}, "refused"),
    ],
)
def test_numbers_and_days_overrule_the_likeliest_kind(kind, text, fields, right):
    assert overruled(kind, Finding(kind, (0, len(text)), 3, 2, text=text, **fields), lamps(), "b", {}) == right


@pytest.mark.parametrize(
    ("kind", "text", "fields", "right"),
    [
        ("delivered", "the lamps were quietly dropped from the county's budget", {}, "withdrawn"),
        ("progressed", "the lamps have disappeared from the council's web site", {}, "withdrawn"),
        ("delivered", "two of the five streets were struck from the plan", {}, "cut"),
        ("reaffirmed", "the lamps were not dropped from the budget", {}, "reaffirmed"),
        ("pledged", "Mill Street will not get its lamps after all", {}, "withdrawn"),
        ("reaffirmed", "the council will no longer pay for lamps", {}, "withdrawn"),
        ("refused", "the lamps will not be bought", {}, "withdrawn"),
        ("refused", "the lamps will not be bought", {"by": OTHERS}, "refused"),
        ("pledged", "the council signed a contract for the lamps with a maker from Brova", {}, "progressed"),
        ("delivered", "the order for the lamps was placed in May", {}, "progressed"),
        ("pledged", "the council will sign a contract for the lamps", {}, "pledged"),
        ("delivered", "the lamps are on their way by rail", {}, "progressed"),
        ("partly_delivered", "the lamps are not at sea", {}, "disputed"),
        ("pledged", "the council hung them on 1 June, as promised", {}, "delivered"),
        ("reaffirmed", "the lamps hang in Mill Street, as Ada Holm had said", {}, "delivered"),
        ("reaffirmed", "the lamps will hang in June, as promised", {}, "reaffirmed"),
        ("partly_delivered", "the first ten hang, as promised", {}, "partly_delivered"),
        ("pledged", "the lamps would be hung by October instead of August", {}, "rescheduled"),
        ("pledged", "the town will get lamps instead of benches", {}, "pledged"),
        ("pledged", "the county has paid for 60 of the 200 lamps", {"amounts": ((60.0, "lamp", False, 24, 26), (200.0, "lamp", False, 34, 43)), "numbers": (60.0, 200.0)}, "partly_delivered"),
        ("delivered", "200 lamps hang in 3 of the 12 villages", {"amounts": ((200.0, "lamp", False, 0, 9),), "numbers": (3.0, 12.0)}, "partly_delivered"),
        ("delivered", "all of the 200 lamps that were promised have come", {"amounts": ((200.0, "lamp", False, 11, 20),)}, "delivered"),
        ("delivered", "of the 200 lamps that were promised one crate has come", {"amounts": ((200.0, "lamp", False, 7, 16),)}, "partly_delivered"),
        ("delivered", "the second forty were hung", {"numbers": (40.0,)}, "partly_delivered"),
        ("delivered", "the fifth forty were hung", {"numbers": (40.0,)}, "delivered"),
        ("delivered", "120 lamps in all were hung", {"amounts": ((120.0, "lamp", False, 0, 9),)}, "partly_delivered"),
        ("delivered", "by the last day of May 120 lamps hung", {"amounts": ((120.0, "lamp", False, 23, 32),)}, "partly_delivered"),
        ("delivered", "the other half is due in autumn", {}, "reaffirmed"),
        ("delivered", "the first of June has gone by", {}, "disputed"),
        ("delivered", "the last day of June is four weeks behind us", {}, "disputed"),
        ("delivered", "the council is taking its lamps back", {}, "withdrawn"),
        ("delivered", "the offer ran out on 30 June", {}, "withdrawn"),
        ("delivered", "the council took the lamps back into the yard to mend them", {}, "delivered"),
        ("delivered", "about six in ten of the streets were lit", {"numbers": (6.0, 10.0)}, "partly_delivered"),
    ],
)
def test_set_phrases_overrule_the_likeliest_kind(kind, text, fields, right):
    told_as = {"kind": "delivered"} if kind == "partly_delivered" else {"kind": kind}
    assert overruled(kind, Finding(told_as["kind"], (0, len(text)), 3, 2, text=text, **fields), lamps(), "b", {}) == right


def test_a_total_that_is_told_anew_is_not_added():
    draft = lamps()
    draft.events.append(Event(Finding("partly_delivered", (0, 20), 1, 1, text="120 lamps hang", amounts=((120.0, "lamp", False, 0, 9),)), "b", "2024-03-01", "partly_delivered", "2024-03-01", 1.0, ()))
    text = "160 of the 200 lamps hang"
    total = Finding("partly_delivered", (0, len(text)), 1, 1, text=text, amounts=((160.0, "lamp", False, 0, 3), (200.0, "lamp", False, 11, 20)))
    assert overruled("delivered", total, draft, "c", {}) == "partly_delivered"
    so_far = Finding("partly_delivered", (0, 30), 1, 1, text="150 lamps have come so far", amounts=((150.0, "lamp", False, 0, 9),))
    assert overruled("delivered", so_far, draft, "c", {}) == "partly_delivered"
    another = Finding("partly_delivered", (0, 30), 1, 1, text="150 lamps have come", amounts=((150.0, "lamp", False, 0, 9),))
    assert overruled("delivered", another, draft, "c", {}) == "delivered"


def test_the_whole_of_which_a_part_is_told_has_not_come():
    draft = lamps()
    text = "of the 200 lamps one crate has come"
    draft.events.append(Event(Finding("partly_delivered", (0, len(text)), 1, 1, text=text, amounts=((200.0, "lamp", False, 7, 16),)), "b", "2024-03-01", "partly_delivered", "2024-03-01", 1.0, ()))
    assert draft.come == 0


@pytest.mark.parametrize(
    ("text", "by", "right"),
    [
        ("the government has rejected the demand of the residents", OTHERS, "refused"),
        ("the mayor is unable to meet the wish for lamps", OTHERS, "refused"),
        ("their wish for lamps is not going to be met", None, "refused"),
        ("the council rejected the demand of the residents", COUNCIL, "asked"),
        ("residents repeated their demand for lamps", ("residents", "group"), "asked"),
    ],
)
def test_what_is_turned_down_is_not_asked_again(text, by, right):
    assert overruled("asked", Finding("asked", (0, len(text)), 3, 2, text=text, by=by), lamps("ask"), "b", {}) == right


@pytest.mark.parametrize(("by", "right"), [(COUNCIL, "withdrawn"), (None, "withdrawn"), (("the authority", "organization"), "withdrawn"), (OTHERS, "disputed")])
def test_nobody_takes_back_what_another_has_promised(by, right):
    assert overruled("withdrawn", Finding("withdrawn", (0, 30), 3, 2, text="the offer of lamps was withdrawn", by=by), lamps(), "b", {}) == right


def test_who_promised_not_to_do_something_breaks_that_by_doing_it():
    draft = lamps()
    draft.events = (replace(draft.first, finding=Finding("pledged", (0, 40), 0, 0, type="pledge", strength=0.9, text="the council promised not to dim the lamps", by=COUNCIL)),)
    assert overruled("reaffirmed", Finding("pledged", (0, 30), 3, 2, text="the lamps will no longer be dimmed"), draft, "b", {}) == "reaffirmed"


def test_a_part_that_is_told_again_counts_once():
    draft = lamps()
    for number, article in enumerate("bc"):
        part = Finding("partly_delivered", (0, 20), 1, 1, text="120 lamps hang", amounts=((120.0, "lamp", False, 0, 9),))
        draft.events.append(Event(part, article, f"2024-03-1{number}", "partly_delivered", "2024-03-01", 1.0, ()))
    assert draft.come == 120


def test_parts_that_add_up_are_the_whole():
    draft = lamps()
    part = Finding("partly_delivered", (0, 20), 1, 1, text="120 lamps hang", amounts=((120.0, "lamp", False, 0, 9),))
    draft.events.append(Event(part, "b", "2024-03-01", "partly_delivered", "2024-03-01", 1.0, ()))
    more = Finding("partly_delivered", (0, 20), 1, 1, text="another 80 lamps came", amounts=((80.0, "lamp", True, 8, 16),))
    assert draft.come == 120 and overruled("partly_delivered", more, draft, "c", {}) == "delivered"
