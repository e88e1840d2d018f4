"""The ledger put right in the browser, by forms that need no JavaScript."""

import pytest
from fastapi.testclient import TestClient
from lxml.html import fromstring
from test_ledger_page import TOWN
from test_pages import see, words
from test_review_pages import post, sent_by

import onrecord
from members import BOSS, PASSWORD
from onrecord.access.accounts import Accounts
from onrecord.serve.access import Role
from onrecord.serve.app import make_app
from onrecord.serve.reach import Reach


@pytest.fixture
def town(tmp_path, extractor):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*TOWN, extractor=extractor)
        yield record


@pytest.fixture
def client(town):
    return TestClient(make_app(town), base_url="http://localhost", raise_server_exceptions=False)


def several(town):
    """A commitment of which several events tell, and the id of one that does not found it."""
    row = max(town.ledger(), key=lambda row: len(row["events"]))
    return row, next(event["id"] for event in row["events"] if (event["article"], event["span"]) != (row["what"]["article"], row["what"]["span"]))


def events_of(town, id):
    return [event["id"] for event in town.commitment(id)["events"]]


def form_of(event):
    return f".history form:has(input[value='{event}'])"


def test_an_event_is_taken_out_and_put_back(client, town):
    row, event = several(town)
    page = see(client, f"/ledger/{row['id']}")
    assert len(page.cssselect(".history form")) == len(row["events"]) - 1  # not of the words that first promise it: without these it would be none
    assert all(page.cssselect(f"label[for='{each.get('id')}']") for each in page.cssselect("main form input:not([type=hidden])"))
    answer = post(client, *sent_by(page, form_of(event), why="of another <b>house</b>"), follow=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/ledger/{row['id']}#decided"
    assert event not in events_of(town, row["id"])
    (done,) = town.corrections()
    assert (done.decision, done.event, done.commitment, done.why) == ("unlink", event, row["id"], "of another <b>house</b>")
    page = see(client, f"/ledger/{row['id']}")
    (entry,) = page.cssselect(".decisions > .decision")
    assert words(entry).startswith(f"An event was taken out of the commitment by {done.who} on ") and "of another <b>house</b>" in words(entry) and not page.cssselect(".decisions b b")
    back = post(client, *sent_by(page, ".decisions form", why="it is that house"), follow=False)
    assert back.status_code == 303 and back.headers["location"] == f"/ledger/{row['id']}#decided"
    page = see(client, f"/ledger/{row['id']}")
    assert event in events_of(town, row["id"]) and len(page.cssselect(".decisions > .decision")) == 2 and not page.cssselect(".decisions form")


def test_an_event_is_put_to_another_commitment(client, town):
    row, event = several(town)
    other = next(each for each in town.ledger() if each["id"] != row["id"] and each["type"] == row["type"])
    page = see(client, f"/ledger/{row['id']}")
    proposed = [each.get("value") for each in page.cssselect("#others option")]
    reports = {each["article"] for each in row["events"]}
    assert sorted(proposed) == sorted(each["id"] for each in town.ledger() if each["id"] != row["id"] and any(e["article"] in reports for e in each["events"]))
    answer = post(client, *sent_by(page, form_of(event), why="it is theirs", to=f"http://localhost/ledger/{other['id']}?as_of=2024-06-10"), follow=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/ledger/{other['id']}#decided"
    assert event in events_of(town, other["id"]) and event not in events_of(town, row["id"])


def test_what_is_no_commitment_leaves_the_ledger_until_that_is_taken_back(client, town):
    row, _ = several(town)
    answer = post(client, *sent_by(see(client, f"/ledger/{row['id']}"), "section[aria-labelledby=decided] form", why="a joke"), follow=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/ledger/decided" and row["id"] not in {each["id"] for each in town.ledger()}
    assert client.get(f"/ledger/{row['id']}").status_code == 404
    page = see(client, "/ledger/decided")
    assert words(page.cssselect(".decision")[0]).startswith("Said to be no commitment by ")
    post(client, *sent_by(page, ".decisions form", why="it was meant"))
    assert row["id"] in {each["id"] for each in town.ledger()} and [words(each.cssselect("b")[0]) for each in see(client, "/ledger/decided").cssselect(".decision")] == ["Taken back", "Said to be no commitment"]
    again = post(client, "/review/undo", [("sort", "ledger"), ("number", "1"), ("back", "/ledger/decided"), ("why", "again")])
    assert again.status_code == 400 and "taken back already" in again.text


def test_what_cannot_be_done_is_told_on_the_page(client, town):
    row, event = several(town)
    for fields, told in (({"event": event, "why": " "}, "why"), ({"event": event, "to": "nowhere", "why": "x"}, "nowhere"), ({"event": "none", "why": "x"}, "no event"), ({"why": ""}, "why")):
        answer = post(client, f"/ledger/{row['id']}", list(fields.items()))
        page = fromstring(answer.text)
        assert answer.status_code == 400 and told in words(page.cssselect("[role=alert]")[0]).casefold() and page.cssselect(".history .event") and town.corrections() == ()
    assert post(client, "/ledger/none", [("why", "x")]).status_code == 404 and post(client, "/review/undo", [("sort", "ledger"), ("number", "9"), ("back", "/ledger/decided"), ("why", "x")]).status_code == 404


def test_readers_see_what_was_decided_and_no_forms(town, tmp_path, cheap_passwords):
    row, event = several(town)
    town.correct("unlink", who="Ada Holm", why="of another house", commitment=row["id"], event=event)
    Accounts(town).add("reader", Role.reader, PASSWORD, BOSS)
    client = TestClient(make_app(town, reach=Reach(login=True, hosts=frozenset({"record.example"}), rate=0)), base_url="https://record.example", follow_redirects=False)
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303
    page = see(client, f"/ledger/{row['id']}")
    assert "Ada Holm" in words(page.cssselect(".decision")[0]) and not page.cssselect("main form[method=post], #others")
    assert not see(client, "/ledger/decided").cssselect("main form") and post(client, f"/ledger/{row['id']}", [("why", "x")]).status_code == 403
