"""Checking a quotation in the browser and over HTTP."""

import json

import pytest
from fastapi.testclient import TestClient
from lxml.html import fromstring
from test_pages import see, words

import onrecord
from onrecord.follow.checking import Difference
from onrecord.serve.api import schemas
from onrecord.serve.app import make_app
from onrecord.serve.pages.check import runs
from onrecord.terminal import dump

ASKED = [
    ({"words": "I would not bet a single generator on the weather"}, "As reported"), ({"words": "I would bet a single generator on the weather"}, "Reworded"),
    ({"words": "I would not bet a single generator on the weather", "speaker": "Irena Novak"}, "Other speaker"), ({"words": "I would not bet a single generator on the weather", "speaker": "Haldorsen", "on": "2025-01-01"}, "Other occasion"),
    ({"words": "Half of the ferries were painted green", "on": ""}, "Not in record"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "verdict"), ASKED, ids=str)
def test_the_verdict_is_the_records(client, served, asked, verdict):
    answer = client.get("/check", params=asked)
    page = fromstring(answer.text)
    assert answer.status_code == 200 and words(page.cssselect("#verdict")[0]) == verdict and len(page.cssselect("h1")) == 1
    done = served.check(asked["words"], speaker=asked.get("speaker"), on=asked.get("on") or None)
    assert [link.get("href") for link in page.cssselect(".hit .told a")] == [f"/statements/{match.statement}" for match in done.matches]
    assert "30 reports" in words(page.cssselect(".covers")[0]) and all(client.get(link.get("href")).status_code == 200 for link in page.cssselect(".hit a"))
    told = client.get("/api/check", params=asked).json()
    schemas.Checked.model_validate(told)
    assert told == json.loads(dump(done.to_dict()))


def test_words_that_differ_are_told_apart_on_either_side(client):
    page = see(client, "/check?words=I would bet a single pump on the weather")
    (hit,) = page.cssselect(".hit")
    report, asked = hit.cssselect("dd")
    assert [words(each) for each in report.cssselect("ins")] == ["not", "generator"] and [words(each) for each in asked.cssselect("del")] == ["pump"]
    assert words(report) == '"I would not bet a single generator on the weather,"' and words(asked) == "I would bet a single pump on the weather"


def test_between_the_words_stands_what_the_text_has():
    steps = (Difference("keep", "a b", "A, b"), Difference("add", "c", ""), Difference("keep", "d", "d"))
    assert [(run.gap, run.words, run.only) for run in runs(steps, "asked", "a b – c; d")] == [("", "a b", False), (" – ", "c", True), ("; ", "d", False)]
    assert "".join(run.gap + run.words for run in runs(steps, "reported", "")).strip() == "A, b d"


@pytest.mark.parametrize("asked", [{"words": "…"}, {"words": "the ferry", "on": "soon"}, {"speaker": "Novak"}, {"words": '"," 2026', "on": "2026-02-30"}], ids=str)
def test_what_cannot_be_checked_is_told_beside_the_box(client, asked):
    answer = client.get("/check", params=asked)
    page = fromstring(answer.text)
    assert answer.status_code == 400 and page.cssselect("[role=alert]") and page.cssselect("textarea")[0].text == asked.get("words") and not page.cssselect("#verdict")
    if "words" in asked:
        assert client.get("/api/check", params=asked).status_code == 400
    assert client.get("/api/check").status_code == client.get("/check", params={"words": "x" * 6000}).status_code == 422


def test_another_language_is_told(client):
    page = see(client, "/check?words=Der Winter wird nicht auf uns warten, und die Häfen sind geschlossen")
    assert "another language" in words(page) and "another language" not in words(see(client, "/check?words=Half of the ferries were painted green last winter"))


def test_front_and_head_lead_to_it(client):
    page = see(client, "/")
    assert page.cssselect("form[action='/check'] input[name=words]") and page.cssselect("nav a[href='/check']")
    assert not see(client, "/check").cssselect("#verdict, [role=alert]")


def test_words_in_no_statement_lead_to_their_place_in_the_report(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(onrecord.Report("The quay was painted green in the spring. Nobody had asked for it.", id="https://example.org/quay", title="A green quay", outlet="The Kesten Mail"), extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        page = see(client, "/check?words=quay was painted green in the spring")
        (link,) = page.cssselect("section[aria-labelledby=passages] a")
        assert words(link) == "A green quay" and link.get("href").endswith("#:~:text=quay%20was%20painted%20green%20in%20the%20spring") and "at=4" in link.get("href")
        assert client.get(link.get("href").partition("#")[0]).status_code == 200
