"""The API: what it answers is what its description says, and what the command line gives."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord.keep.query import OPTIONS, Query
from onrecord.serve.api import schemas
from onrecord.serve.api.examples import EXAMPLES
from onrecord.serve.app import make_app
from onrecord.terminal import dump
from reading import CHANGED, HARBOUR

QUERIES = [{}, {"q": "generators"}, {"q": "generators", "sort": "relevance", "limit": "2"}, {"speaker": ["novak", "haldorsen"], "act": ["pledge", "deny"], "facets": "true"}, {"in": "reports", "q": "harbour", "facets": "true"}, {"versions": "all", "q": '"60 more"'}, {"q": "nothing at all"}, {"outlet": "skagen tidende"}, {"since": "2026-11-25"}, {"min_confidence": "0.9"}, {"max_confidence": "0.9", "sort": "oldest"}, {"q": "generators", "sort": "oldest"}, {"q": "who needs electricity", "by": "meaning", "facets": "true"}, {"q": "who needs electricity", "by": "both", "limit": "3"}]  # fmt: skip
FIELDS = {"q": "words", "in": "within"}


def get(client, address, **parameters):
    answer = client.get(address, params=parameters)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json", answer.text
    return answer.json()


@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_search_gives_what_the_record_does(client, served, asked):
    answer = get(client, "/api/search", **asked)
    schemas.Hits.model_validate(answer)
    given = {FIELDS.get(name, name): value for name, value in asked.items()}
    query = Query(**given | {"facets": "facets" in given, "limit": int(given.get("limit", 20)), "min_confidence": float(given.get("min_confidence", 0)), "max_confidence": float(given.get("max_confidence", 1))})
    page = served.with_utterances(served.search(query))
    assert answer["hits"] == [json.loads(dump(hit.to_dict())) for hit in page.hits] and (answer["count"], answer["more"], answer["after"]) == (page.count, page.more, page.after)
    assert (answer["facets"] is None) == (page.facets is None)
    if page.facets:
        assert {name: {each["value"]: each["count"] for each in values} for name, values in answer["facets"].items()} == page.facets


def test_pages_follow_each_other(client):
    seen, after = [], None
    while True:
        page = get(client, "/api/search", q="villages", sort="relevance", limit=7, **({"after": after} if after else {}))
        seen += [hit["statement"]["id"] for hit in page["hits"]]
        if not (after := page["after"]):
            break
    assert len(seen) == len(set(seen)) == page["count"] and len(seen) > 7


def test_articles(client, served):
    listed = get(client, "/api/articles", limit=1000)
    schemas.Hits.model_validate(listed)
    assert len(listed["hits"]) == served.stats().articles and all(hit["statement"] is None for hit in listed["hits"])
    for id in ("envoy-winter", HARBOUR.id, "rtl"):
        answer = get(client, "/api/articles/" + id.replace("/", "%2F").replace("?", "%3F").replace("&", "%26"))
        schemas.Article.model_validate(answer)
        versions = answer.pop("versions")
        assert answer == json.loads(dump(served.with_utterances(served.article(id)).to_dict())) and len(versions) == len(served.versions(id))
    assert get(client, "/api/articles/envoy")["text"] == CHANGED.text and "60 more" in get(client, "/api/articles/envoy-winter", version=1)["text"]


def test_statements(client, served):
    for hit in served.with_utterances(served.search(limit=1000, versions="all")).hits[::7]:
        answer = get(client, f"/api/statements/{hit.statement.id}")
        schemas.KeptStatement.model_validate(answer)
        assert answer["statement"] == json.loads(dump(hit.statement.to_dict())) and answer["article"]["sha256"] == hit.sha256
        assert get(client, f"/api/statements/{hit.statement.id[:12]}") == answer


def test_speakers(client, served):
    seen, after = [], None
    while True:
        page = get(client, "/api/speakers", limit=3, **({"after": after} if after else {}))
        schemas.Rows.model_validate(page)
        seen += page["speakers"]
        if not (after := page["after"]):
            break
    assert seen == [json.loads(dump(asdict(row))) for row in served.speakers()] and page["count"] == len(seen)
    assert [row["name"] for row in get(client, "/api/speakers", name="LIND")["speakers"]] == ["Marta Lind"]
    assert get(client, "/api/speakers", name="…")["count"] == 0 == get(client, "/api/speakers", name="ind")["count"]
    entity = get(client, "/api/speakers", name="novak")["speakers"][0]
    said, after = [], None
    while True:
        page = get(client, f"/api/speakers/{entity['entity']}", limit=9, **({"after": after} if after else {}))
        schemas.Said.model_validate(page)
        said += page["sayings"]
        if not (after := page["after"]):
            break
    assert len({each["statement"] for each in said}) == len(said) == page["count"] == entity["statements"] == sum(each["count"] for each in page["acts"])
    days = [each["published"] or "" for each in said]
    assert days == sorted(days, reverse=True)
    for each in said[::9]:
        assert get(client, f"/api/statements/{each['statement']}")["statement"]["speaker"]["name"] in entity["names"]
    assert {each["act"] for each in get(client, f"/api/speakers/{entity['entity']}", act="request")["sayings"]} == {"request"}


def test_stats_and_health(client, served):
    answer = get(client, "/api/stats")
    schemas.Stats.model_validate(answer)
    assert answer["articles"] == served.stats().articles and "path" not in answer
    health = get(client, "/healthz")
    schemas.Health.model_validate(health)
    assert health["status"] == "ok" and health["state"] == served.state()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/search?since=soon", 400), ("/api/search?limit=0", 400), ("/api/search?limit=9999", 400), ("/api/search?limit=x", 422), ("/api/search?act=shout", 422), ("/api/search?after=zzz", 400), ("/api/search?min_confidence=nan", 400),
     ("/api/search?q=" + "x+" * 300, 400), ("/api/articles/none", 404), ("/api/articles/bulletin", 400), ("/api/articles/envoy-winter?version=7", 404), ("/api/articles/envoy-winter?version=0", 422), ("/api/articles/envoy-winter?model=x", 404),
     ("/api/statements/none", 404), ("/api/statements/%00", 404), ("/api/speakers?after=x", 400), ("/api/speakers?kind=ghost", 422), ("/api/speakers/none", 404), ("/api/none", 404), ("/api/", 404), ("/api/articles/%00", 404)],
)  # fmt: skip
def test_errors_are_problem_details(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    schemas.Problem.model_validate(problem)
    assert problem["status"] == status and problem["detail"] and problem["instance"].startswith("/api/") and "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("address", "name", "told"),
    [("/api/search?speker=novak", "speker", "'speaker'"), ("/api/search?q=port&Outlets=Nordpress", "Outlets", "'outlet'"), ("/api/articles?utm_source=mail", "utm_source", "it knows q, "), ("/api/ledger?maker=novak&catgory=energy", "catgory", "'category'"),
     ("/api/check?words=x&spaeker=novak", "spaeker", "'speaker'"), ("/api/statements/none?act=deny", "act", "it knows none"), ("/api/stats?full=1", "full", "it knows none"), ("/api/export?formt=csv", "formt", "'format'"), ("/api/articles/envoy-winter?versoin=1", "versoin", "'version'")],
)  # fmt: skip
def test_a_parameter_that_is_not_known_is_refused(client, address, name, told):
    answer = client.get(address)
    problem = answer.json()
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert [fault["where"] for fault in problem["errors"]] == [f"query.{name}"] and f"query.{name}: is no parameter here" in problem["detail"] and told in problem["detail"]
    schemas.Problem.model_validate(problem)


@pytest.mark.parametrize("address", ["/search?q=generators&utm_source=mail", "/search.atom?q=generators&fbclid=1", "/?ref=x", "/report?id=envoy-winter&utm_medium=x", "/speakers?gclid=1", "/ledger?utm_id=7", "/check?words=x&utm_source=a", "/healthz?probe=1"])
def test_pages_do_not_mind_what_is_hung_on_their_addresses(client, address):
    assert client.get(address).status_code == 200


def test_what_was_taken_down_is_gone(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(HARBOUR, extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        address = "/api/articles/" + HARBOUR.id.replace("/", "%2F").replace("?", "%3F").replace("&", "%26")
        first = client.get("/").headers["etag"]
        statement = record.search().hits[0].statement.id
        assert client.get("/speakers").status_code == client.get(address).status_code == 200
        record.takedown(HARBOUR.id, who="the editor", why="asked for by the family")
        answer = client.get(address)
        assert answer.status_code == 410 and "asked for by the family" in answer.json()["detail"]
        assert client.get("/report", params={"id": HARBOUR.id}).status_code == 410 and client.get(f"/api/statements/{statement}").status_code == 404
        again = client.get("/", headers={"if-none-match": first})
        assert again.status_code == 200 and "Marta Lind" not in again.text and "Haldorsen" not in client.get("/speakers").text


def test_the_example_is_one_report_with_spans_that_lie_in_it():
    article = EXAMPLES["/api/articles/{id}"]
    (statement,) = article["statements"]
    assert [article["text"][a:b] for role in ("source", "cue", "content") for a, b in statement[role]] == ["she", "told", '"We asked for 120 generators,"']


def test_the_description_names_every_field_and_has_examples(client):
    told = get(client, "/openapi.json")
    assert told["openapi"].startswith("3.1") and {"/api/search", "/api/articles", "/api/articles/{id}", "/api/statements/{id}", "/api/speakers", "/api/speakers/{id}", "/api/check", "/api/utterances", "/api/utterances/{id}", "/api/ledger", "/api/ledger/stats", "/api/ledger/{id}", "/api/stats", "/api/jobs/{id}", "/api/jobs/{id}/events", "/api/amendments", "/api/amendments/{number}/undo", "/api/export", "/api/corrections", "/api/corrections/{number}/undo", "/api/statements", "/api/reviews", "/api/reviews/{number}/undo", "/api/takedowns", "/healthz", "/readyz"} == set(told["paths"])
    search = {each["name"]: each for each in told["paths"]["/api/search"]["get"]["parameters"]}
    assert set(search) == {{"words": "q", "within": "in"}.get(name, name) for name in OPTIONS} and all(each["description"] for each in search.values())
    assert search["since"]["schema"]["format"] == "date" and (search["limit"]["schema"]["minimum"], search["limit"]["schema"]["maximum"]) == (1, 1000)
    documented = (Path(__file__).parents[2] / "docs" / "browser.md").read_text(encoding="utf-8")
    for path, operations in told["paths"].items():
        assert f"`{path}" in documented
        for operation in operations.values():
            assert operation["summary"] and operation["tags"], path
            answers = operation["responses"]
            for status in answers:
                if status >= "400":
                    assert answers[status]["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}, (path, status)
            for content in (answers[status]["content"].get("application/json") for status in answers if status < "300"):
                if content is not None:
                    getattr(schemas, content["schema"]["$ref"].rpartition("/")[2]).model_validate(content["example"])
