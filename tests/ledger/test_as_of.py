"""The ledger as it stands on a day: commitments found by their addresses and by filters, and what is made of them once."""

import pytest
from test_ledger import of

from onrecord import InputError, UsageError
from onrecord.follow.query import LedgerQuery

DAY = "2024-06-30"


@pytest.fixture
def stood(ledger):
    return ledger.as_of(DAY)


def test_every_address_leads_to_its_commitment(ledger, stood):
    assert stood.rows and [stood.find(row["id"]) for row in stood.rows] == list(stood.rows)
    led = {address: row for draft in ledger.drafts() for address in draft.addresses if (row := stood.find(address))}
    assert {row["id"] for row in led.values()} == {row["id"] for row in stood.rows}
    assert all(stood.find(address[:9]) == row for address, row in led.items())


def test_a_beginning_of_several_ids_is_none(stood):
    one, other = (row["id"] for row in stood.rows[:2])
    stood._led = {"abc1": [one], "abc2": [other], "abd": [one], "abde": [one]}
    assert stood.find("abd") == stood.find("abc1") == stood.rows[0]
    with pytest.raises(UsageError, match="several ids begin with 'abc'"):
        stood.find("abc")


@pytest.mark.parametrize("id", ["", "zz", "0" * 17, "é"])
def test_what_is_no_address_is_told(stood, id):
    with pytest.raises(InputError, match="is the id of no commitment here, on this day"):
        stood.find(id)


def test_what_is_still_to_come_is_not_there(ledger, stood):
    late = next(row for row in stood.rows if row["events"][0]["date"] > "2024-03-20")
    with pytest.raises(InputError):
        ledger.as_of("2024-03-20").find(late["id"])


def test_asks_and_their_answers_lead_to_each_other(stood):
    ask = next(row for row in stood.rows if stood.answering(row))
    assert all(stood.answered(pledge) == ask and pledge["answers"] == ask["id"] for pledge in stood.answering(ask)) and stood.answered(ask) is None


def test_the_status_on_another_day_is_that_of_the_ledger_on_it(ledger, stood):
    pledge = of(stood.rows, "smoke", "pledge")
    for event in pledge["events"]:
        assert stood.status_on(pledge, event["date"]) == of(ledger.as_of(event["date"]).rows, "smoke", "pledge")["status"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, lambda row: True), ({"type": "ask"}, lambda row: row["type"] == "ask"), ({"status": ("open", "overdue")}, lambda row: row["status"] in ("open", "overdue")), ({"overdue": True}, lambda row: row["status"] == "overdue"),
        ({"since": "2024-03-10"}, lambda row: row["events"][0]["date"] >= "2024-03-10"), ({"until": "2024-03-10"}, lambda row: row["events"][0]["date"] <= "2024-03-10"),
        ({"due_until": "2024-05-31"}, lambda row: row["due"] and row["due"]["to"] and row["due"]["to"] <= "2024-05-31"), ({"due_since": "2024-05-31"}, lambda row: row["due"] and row["due"]["to"] and row["due"]["to"] >= "2024-05-31"),
        ({"type": "pledge", "undated": True}, lambda row: row["type"] == "pledge" and row["events"][0]["date"]),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "rows",
)  # fmt: skip
def test_filters(stood, asked, wanted):
    query = LedgerQuery(as_of=DAY, **asked)
    assert list(stood.taken(query)) == [row for row in stood.rows if wanted(row)] and stood.taken(query) is stood.taken(LedgerQuery(**asked))


def test_a_maker_is_any_of_those_that_are_named(stood):
    one, other = (row["maker"]["name"] for row in (stood.rows[0], stood.rows[-1]))
    found = stood.taken(LedgerQuery(maker=(one, other)))
    assert stood.rows[0] in found and stood.rows[-1] in found and not stood.taken(LedgerQuery(maker="Nobody Known"))


def test_what_is_made_once_is_kept_and_the_last_of_it_alone(stood):
    made = []
    for number in [*range(40), 39, 38, 0]:
        assert stood.once(number, lambda number=number: made.append(number) or -number) == -number
    assert made == [*range(40), 0]


def test_what_the_same_reports_tell_stands_beside(stood):
    reports = {row["id"]: {event["article"] for event in row["events"]} for row in stood.rows}
    for row in stood.rows:
        assert stood.beside(row) == [other for other in stood.rows if other is not row and reports[other["id"]] & reports[row["id"]]]
        assert stood.row(row["id"]) is row and all(stood.event(event["id"]) is event for event in row["events"])
    assert any(stood.beside(row) for row in stood.rows) and stood.row("0" * 16) is None and stood.event(stood.rows[0]["id"]) is None
