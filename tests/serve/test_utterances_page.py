"""What several reports tell, in a list: for readers and for programs."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from test_pages import see, words
from test_utterance_page import REPORTS

import onrecord
from onrecord import Report
from onrecord.follow.utterances import find
from onrecord.serve import record_of
from onrecord.serve.api import schemas
from onrecord.serve.app import make_app

HOSTILE = "<i>Ida</i> \u202eLind"
SAYINGS = [
    ("Irena Novak, the mayor of Kesten,", "The ferry will run to every island again from the first of May", "The ferry will run to the islands again from the first of May"),
    ("Per Lind, the harbour master of Kesten,", "Two hundred boats were counted behind the breakwater that night", "Two hundred boats were counted behind the breakwater that night"),
    ("Per Lind, the harbour master of Kesten,", "Nobody who mends nets here has seen such a winter in forty years", "Nobody who mends nets here has seen a winter like it in forty years"),
]  # fmt: skip


@pytest.fixture(scope="module")
def quay(tmp_path_factory, extractor):
    later = [Report(f'{who} spoke {where}on Monday. "{each}," {who.split()[1].strip(",")} said.\n', id=f"{n}-{outlet}", title=f"News {n}", outlet=outlet, published=f"2026-04-{6 + 7 * n:02}")
             for n, (who, *told) in enumerate(SAYINGS) for outlet, where, each in zip(("Kesten Post", f"<b>{HOSTILE}</b>"), ("", "to reporters "), told)]  # fmt: skip
    with onrecord.open(tmp_path_factory.mktemp("quay") / "record.db") as record:
        record.ingest(*REPORTS, *later, extractor=extractor)
        yield record


@pytest.fixture(scope="module")
def client(quay):
    return TestClient(make_app(quay), base_url="http://localhost", raise_server_exceptions=False)


def ids(page) -> list[str]:
    return [link.get("href").rpartition("/")[2] for link in page.cssselect(".hit a.words")]


@pytest.mark.parametrize("sort", ["spread", "speaker", "disagreement"])
@pytest.mark.parametrize("speaker", ["", "Novak", "harbour master", "nobody"])
@pytest.mark.parametrize("least", [2, 3])
def test_the_page_and_programs_have_what_the_command_has(client, quay, sort, speaker, least):
    expected = quay.utterances(sort=sort, speaker=speaker or None, least=least, limit=100)
    page = see(client, f"/utterances?sort={sort}&speaker={speaker}&least={least}")
    assert ids(page) == [each.id for each in expected] and len(page.cssselect("h1")) == 1 and not page.cssselect("main script, main i, .hit b")
    assert [words(each) for each in page.cssselect(".choices [aria-current]")] == [{"spread": "most reports first", "speaker": "by speaker", "disagreement": "most differing first"}[sort]]
    told = client.get("/api/utterances", params={"sort": sort, "speaker": speaker, "least": least}).json()
    schemas.Utterances.model_validate(told)
    assert [(row["id"], row["speaker"], row["reports"], row["first"], row["words"], row["article"]) for row in told["utterances"]] == [(u.id, u.speaker, u.reports, u.versions[0].published, u.versions[0].words, u.versions[0].article) for u in expected]
    assert told["count"] == len(expected) and told["after"] is None and all((row["disagreement"] is not None) == (sort == "disagreement") for row in told["utterances"])


def test_there_are_some_of_each(quay):
    every = quay.utterances(limit=100)
    assert [u.reports for u in every] == [3, 2, 2, 2] and {u.speaker for u in every} == {"Irena Novak", "Per Lind"}
    with quay._reading() as connection:
        assert [find(connection, u.id) for u in every] == list(every)
    assert len(quay.utterances(sort="disagreement", limit=1)) == 1 and quay.utterances(sort="disagreement")[-1].versions[0].words.startswith('"Two hundred boats')


def test_pages_follow_each_other(client, quay, monkeypatch):
    monkeypatch.setattr("onrecord.serve.pages.utterances.ROWS", 3)
    first = see(client, "/utterances?sort=speaker")
    (later,) = first.cssselect(".paging a[rel=next]")
    second = see(client, later.get("href"))
    assert dict(parse_qsl(urlsplit(later.get("href")).query)).keys() == {"sort", "after"} and [link.get("href") for link in second.cssselect(".paging a")] == ["/utterances?sort=speaker"]
    assert ids(first) + ids(second) == [u.id for u in quay.utterances(sort="speaker")] and len(ids(first)) == 3
    seen, after = [], None
    while True:
        page = client.get("/api/utterances", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [row["id"] for row in page["utterances"]]
        if (after := page["after"]) is None:
            break
    assert seen == [u.id for u in quay.utterances()]
    answer = client.get("/api/utterances")
    assert client.get("/api/utterances", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_it_is_found_from_the_front_and_from_an_utterance(client, quay):
    assert see(client, "/").cssselect("a[href='/utterances']")
    (utterance, *_) = quay.utterances()
    (link,) = see(client, f"/utterance/{utterance.id}").cssselect("a[href^='/utterances']")
    assert utterance.id in ids(see(client, link.get("href")))


@pytest.mark.parametrize(("asked", "status"), [("sort=size", 400), ("least=1", 400), ("least=many", 400), ("least=٣", 400), ("after=none", 400), ("speaker=" + "x" * 600, 422)])
def test_what_cannot_be_asked_is_told(client, asked, status):
    assert client.get(f"/utterances?{asked}").status_code == status and client.get(f"/api/utterances?{asked}").status_code in (400, 422)


def test_who_asks_before_they_are_gathered_is_told_to_come_again(quay, monkeypatch):
    monkeypatch.setattr(record_of, "PATIENCE", 0.001)
    waiting = TestClient(make_app(quay), base_url="http://localhost", raise_server_exceptions=False)
    answer = waiting.get("/utterances?sort=disagreement")
    assert answer.status_code in (200, 503) and ("being gathered" in answer.text) == (answer.status_code == 503)


def test_what_people_decide_is_seen_at_once(quay, tmp_path):
    quay.backup(tmp_path / "record.db")
    with onrecord.open(tmp_path / "record.db") as record:
        client = TestClient(make_app(record), base_url="http://localhost")
        one = record.utterances(least=3)[0]
        assert one.id in ids(see(client, "/utterances?least=3"))
        record.split_utterance(one.id, one.versions[1].statement.id, who="the desk", why="another day")
        assert not ids(see(client, "/utterances?least=3")) and one.id in ids(see(client, "/utterances"))
        record.takedown("0-Kesten Post", who="the desk", why="asked for")
        assert len(ids(see(client, "/utterances"))) == 3
