"""A commitment's fields as they stand after several reports: whose it is, and by when it is due."""

from dataclasses import replace

import pytest

from onrecord.follow.dates import find_dates
from onrecord.follow.drafts import Draft, Event
from onrecord.follow.findings import Finding
from onrecord.follow.rows import due_of, row_of

DAY = "2030-01-01"


def event(kind, day, text="The council will open the pool", due=None, by=None, type="pledge", at=0):
    span = (at, at + len(text))
    where = find_dates(text)[-1].span if due and find_dates(text) else (0, len(text))
    told = Finding(kind, span, 0, 0, type=type, text=text, what=span, by=by, due=due and (None, due, at + where[0], at + where[1]))
    return Event(told, f"r-{day}", day, kind, day, 1.0, ())


def draft(*events):
    return Draft(0, "pledge", list(events))


@pytest.mark.parametrize(
    ("named", "maker"),
    [
        ([("Sorrel", "person"), ("Janek Sorrel", "person")], "Janek Sorrel"),
        ([("Halberk", "organization"), ("Halberk Estates", "organization")], "Halberk Estates"),
        ([("embassy", "organization"), ("Norland embassy", "organization")], "Norland embassy"),
        ([("Lunden", "organization"), ("University of Lunden", "organization")], "Lunden"),  # the city is not its university
        ([("Belmark", "country"), ("the Belmark embassy", "organization")], "Belmark"),
        ([("residents", "group"), ("residents of the Old Docks", "group")], "residents"),
        ([("Their union", "organization")], "union"),
        ([("the dockers", "group")], "the dockers"),
        ([("Dagny Frei of Solmark", "person")], "Dagny Frei"),
        ([("The Minister of the Interior", "person")], "The Minister of the Interior"),
        ([("Bishop Karel of Orlem", "person")], "Bishop Karel of Orlem"),
    ],
)
def test_the_maker_is_called_by_the_fullest_of_his_own_names(named, maker):
    row = row_of(draft(*(event("pledged" if i == 0 else "reaffirmed", f"2024-0{i + 1}-01", by=by) for i, by in enumerate(named))), DAY, [])
    assert row["maker"]["name"] == maker


def due(*events):
    held = due_of(draft(*events), DAY)
    return held and held[1]


def amount(*events):
    held = row_of(draft(*events), DAY, [])["amount"]
    return held and held["value"]


def of(text, value, unit, kind="pledged", day="2024-01-10", type="pledge"):
    found = event(kind, day, text, type=type)
    at = text.index(str(value))
    return Event(replace(found.finding, amounts=((float(value), unit, False, at, at + len(str(value))),)), *(getattr(found, name) for name in ("article", "reported", "kind", "date", "score", "reasons")))


def test_a_part_or_what_has_come_is_not_how_much_was_promised():
    milk = event("pledged", "2024-01-10", "Every child is to get milk")
    assert amount(milk, of("The last 4 will follow", 4, "", "reaffirmed", "2024-03-01")) is None
    assert amount(milk, of("It has brought 20 litres", 20, "litre", "partly_delivered", "2024-03-01")) is None
    assert amount(milk, of("It will bring 1800 litres", 1800, "litre", "reaffirmed", "2024-03-01")) == 1800
    assert amount(of("The remaining 6 boats come from Norland", 6, "boat")) == 6  # of its own


FIRST = event("pledged", "2024-01-10", "The council will open the pool by the end of June", "2024-06-30")


def test_what_is_put_off_is_due_on_the_later_day():
    assert due(FIRST, event("rescheduled", "2024-05-10", "The pool will open in September", "2024-09-30")) == "2024-09-30"
    assert due(FIRST, event("rescheduled", "2024-05-10", "The opening was put off until next June", "2025-06-30")) == "2025-06-30"


def test_a_day_that_has_passed_and_is_told_again_is_not_a_year_later():
    assert due(FIRST, event("rescheduled", "2024-09-19", "By the end of June, you said", "2025-06-30")) == "2024-06-30"
    assert due(FIRST, event("rescheduled", "2024-09-19", "The pool will open in June", "2025-06-30")) == "2025-06-30"  # "will" is of what is to come
    assert due(FIRST, event("rescheduled", "2024-09-19", "By the end of June 2025, you said", "2025-06-30")) == "2025-06-30"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("after the port agreed to hire 30 men", "the port agreed to hire 30 men"),
        ("and that the port will hire 30 men", "the port will hire 30 men"),
        ("After 3 May the ferry will run", "After 3 May the ferry will run"),
        ("as soon as the port agreed, it will hire them", "as soon as the port agreed, it will hire them"),
    ],
)
def test_what_is_promised_begins_with_who_promises(text, what):
    assert row_of(draft(event("pledged", "2024-01-10", text)), DAY, [])["what"]["text"] == what


def test_what_has_come_moves_no_day():
    assert due(FIRST, event("delivered", "2024-06-20", type=None), event("rescheduled", "2024-08-10", "They will be there by the end of October", "2024-10-31")) == "2024-06-30"
    assert due(FIRST, event("partly_delivered", "2024-06-20", type=None), event("rescheduled", "2024-06-25", "The rest will be there in October", "2024-10-31")) == "2024-10-31"


def test_the_day_by_which_a_part_had_come_is_not_when_all_is_due():
    begun = event("pledged", "2024-01-10")
    assert due(begun, event("partly_delivered", "2024-03-10", "Windows had been put into 40 homes by Monday", "2024-03-11")) is None
    assert due(begun, event("reaffirmed", "2024-03-10", "All will have windows by the end of July", "2024-07-31")) == "2024-07-31"
