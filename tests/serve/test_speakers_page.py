"""Who is who in the browser: chosen by country, who could be the same, and how a person decides it."""

import pytest
from fastapi.testclient import TestClient
from test_pages import see, words
from test_review_pages import post

import onrecord
from onrecord import Report, UsageError
from onrecord.serve.app import make_app

REPORTS = [
    Report('Irena Novak, the foreign minister of Norway, spoke in Kesten. "We will stay until spring," Novak said.\n', id="a", outlet="Kesten Post", published="2026-03-05"),
    Report('Iréna Novák, a fisherman from the islands, came later. "The nets are torn," Iréna Novák said.\n', id="b", outlet="Sorland Wire", published="2026-03-06"),
    Report('Per Lind, the harbour master of Kesten, waited. "The boats are late," Lind said.\n', id="c", outlet="Kesten Post", published="2026-03-07"),
    Report('Olga Lind, a singer, waited too. "The boats have come," Olga Lind said.\n', id="d", outlet="Sorland Wire", published="2026-03-08"),
]  # fmt: skip


@pytest.fixture
def record(tmp_path, extractor):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*REPORTS, extractor=extractor)
        yield record


@pytest.fixture
def client(record):
    return TestClient(make_app(record), base_url="http://localhost", raise_server_exceptions=False)


def who(record) -> dict[str, str]:
    return {row.name: row.entity for row in record.speakers()}


def test_merged_and_parted_and_taken_back(record, client):
    before = who(record)
    one, other = before["Per Lind"], before["Irena Novak"]
    assert post(client, f"/speakers/{one}", [("other", f"http://localhost/speakers/{other}?x=1"), ("why", "one on the quay")]).status_code == 200
    assert len(record.speakers()) == len(before) - 1 and record.decisions()[0].why == "one on the quay"
    page = see(client, f"/speakers/{one}")
    assert "one on the quay" in words(page.cssselect(".decisions")[0]) and [words(each) for each in page.cssselect(".decisions .words")] == ["Irena Novak"] and sorted(each.get("value") for each in page.cssselect("#name option")) == ["Irena Novak", "Per Lind"]
    assert post(client, f"/speakers/{one}", [("name", "Per Lind"), ("why", "a slip")]).status_code == 200 and len(record.speakers()) == len(before)
    assert not {each.entity for each in record.look_alike(one)} & {other}
    assert post(client, "/review/undo", [("sort", "speaker"), ("number", "2"), ("back", f"/speakers/{one}"), ("why", "it was right")]).status_code == 200
    assert len(record.speakers()) == len(before) - 1 and [each.act for each in record.decisions()] == ["merge", "split", "undo"]


@pytest.mark.parametrize("given", [[("other", "ffffffffffffffff"), ("why", "x")], [("other", ""), ("why", "x")], [("name", "Nobody"), ("why", "x")], [("name", "Per Lind"), ("why", "x")], []])
def test_what_cannot_be_decided_is_told_on_the_page(record, client, given):
    answer = post(client, f"/speakers/{who(record)['Per Lind']}", given)
    assert answer.status_code == 400 and "Per Lind" in answer.text and not record.decisions()


def test_a_decision_has_a_reason(record, client):
    one, other = who(record)["Per Lind"], who(record)["Irena Novak"]
    assert post(client, f"/speakers/{one}", [("other", other), ("why", " ")]).status_code == 400 and not record.decisions()


def test_who_could_be_the_same_is_shown_with_why(record, client):
    for name, entity in who(record).items():
        told = record.look_alike(entity)
        page = see(client, f"/speakers/{entity}")
        links = [link.get("href") for link in page.cssselect("aside .aliases li > a")]
        assert links == [f"/speakers/{each.entity}" for each in told] and all(0.05 <= each.probability <= 1 and each.reasons and each.name != name for each in told)
        assert [each.probability for each in told] == sorted((each.probability for each in told), reverse=True)
    assert any(map(record.look_alike, who(record).values()))
    with pytest.raises(UsageError):
        record.look_alike("none")


def test_speakers_are_chosen_by_the_country_of_their_office(record, client):
    code = next(each.country for row in record.speakers() for each in record.speaker(row.entity)[0].roles if each.country)
    chosen = record.speakers_of(code.lower())
    assert 0 < len(chosen) < len(record.speakers())
    assert {link.get("href") for link in see(client, f"/speakers?country={code.lower()}").cssselect("tbody a")} == {f"/speakers/{each}" for each in chosen}
    assert {row["entity"] for row in client.get("/api/speakers", params={"country": code}).json()["speakers"]} == chosen and client.get("/api/speakers?country=XX").json()["count"] == 0
    assert client.get("/speakers?country=Norway").status_code == 400 and client.get("/api/speakers?country=Norway").status_code == 422
