"""Days and outlets put right over HTTP: by whom, once, and taken back."""

from dataclasses import replace

import pytest

from onrecord.access.accounts import Accounts
from onrecord.serve.api import schemas
from reading import HARBOUR, UNDATED

WHY = "The feed had the day of its mending."


def problem(answer, status: int) -> dict:
    told = answer.json()
    schemas.Problem.model_validate(told)
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json", answer.text
    return told


def test_a_day_is_put_right_once_and_taken_back_once(desk, manned):
    sent = {"article": HARBOUR.id, "published": "2026-11-25", "why": WHY}
    answer = desk.post("/api/amendments", json=sent)
    row = answer.json()
    schemas.Amendment.model_validate(row)
    assert answer.status_code == 201 and (row["act"], row["by"], row["why"], row["before"]["published"], row["changes"]) == ("change", "reviewer", WHY, "2026-11-26", {"published": "2026-11-25", "published_at": None})
    article = desk.get(answer.headers["location"]).json()
    assert article["published"] == "2026-11-25" and article["outlet"] == HARBOUR.outlet and article["versions"][0]["amendments"] == [row]
    again = desk.post("/api/amendments", json=sent)
    assert again.status_code == 200 and again.json() == row and again.headers["location"] == answer.headers["location"] and len(manned.amendments()) == 1
    address = f"/api/amendments/{row['number']}/undo"
    undone = desk.post(address, json={"why": "It was right."})
    schemas.Amendment.model_validate(undone.json())
    assert undone.status_code == 201 and (undone.json()["act"], undone.json()["undoes"]) == ("undo", row["number"]) and manned.article(HARBOUR.id).published == "2026-11-26"
    assert desk.post(address, json={"why": " It was right. "}).json() == undone.json() and len(manned.amendments()) == 2
    assert "taken back already" in problem(desk.post(address, json={"why": "Another reason."}), 400)["detail"]
    assert desk.post("/api/amendments", json=sent).status_code == 201 and manned.article(HARBOUR.id).published == "2026-11-25"  # which is another one
    log = [(entry.who, entry.action, entry.object, entry.token is not None) for entry in Accounts(manned).log(3)]
    assert log == [("reviewer", "amendment", f"1 of {HARBOUR.id}", True), ("reviewer", "amendment undone", f"1 of {HARBOUR.id}", True), ("reviewer", "amendment", f"3 of {HARBOUR.id}", True)]


def test_what_is_left_out_stays_and_null_is_not_known(desk, manned):
    assert desk.post("/api/amendments", json={"article": "envoy-winter", "version": 1, "published": None, "why": WHY}).status_code == 201
    assert desk.post("/api/amendments", json={"article": "envoy-winter", "outlet": " Nordpress Kesten ", "why": WHY}).status_code == 201
    assert [(each.published, each.outlet) for each in manned.versions("envoy-winter")] == [(None, "Nordpress"), ("2026-11-24", "Nordpress Kesten")]
    assert desk.post("/api/amendments", json={"article": "envoy-winter", "outlet": "Nordpress Kesten", "why": WHY}).status_code == 200
    assert desk.post("/api/amendments", json={"article": "envoy-winter", "version": 1, "published": None, "why": WHY}).status_code == 200 and len(manned.amendments()) == 2


def test_what_somebody_else_did_already_is_told(desk, visit, manned):
    sent = {"article": "cup-final", "published": "2025-03-15", "why": WHY}
    assert visit("editor").post("/api/amendments", json=sent).status_code == 201
    assert "has that already" in problem(desk.post("/api/amendments", json=sent), 400)["detail"] and len(manned.amendments()) == 1


@pytest.mark.parametrize(("changed", "status", "where"), [
    ({"published": "25 November"}, 422, "body.published"), ({"published": "2026-02-30"}, 400, None), ({"published": "2026-11-26", "outlet": "Skagen Tidende"}, 400, None), ({"why": " "}, 400, None), ({"why": ""}, 422, "body.why"), ({"why": None}, 422, "body.why"),
    ({"version": 0}, 422, "body.version"), ({"version": "1"}, 422, "body.version"), ({"version": 9}, 404, None), ({"article": "none"}, 404, None), ({"article": "bulletin"}, 400, None), ({"article": 5}, 422, "body.article"), ({"publised": "2026-11-25"}, 422, "body.publised"),
    ({"published": ...}, 422, "body"), ({"outlet": "a\x00b"}, 422, "body.outlet"), ({"by": "somebody else"}, 422, "body.by"),
], ids=repr)  # fmt: skip
def test_what_cannot_be_put_right_so(desk, manned, changed, status, where):
    sent = {name: value for name, value in ({"article": HARBOUR.id, "published": "2026-11-25", "why": WHY} | changed).items() if value is not ...}
    told = problem(desk.post("/api/amendments", json=sent), status)
    assert manned.amendments() == () and [each["where"] for each in told.get("errors", [])] == ([where] if where else [])


def test_bodies_and_addresses_that_are_none(desk, manned):
    for address in ("/api/amendments", "/api/amendments/1/undo"):
        problem(desk.post(address, content="{", headers={"content-type": "application/json"}), 400)
        problem(desk.post(address, content="[]", headers={"content-type": "application/json"}), 422)
        problem(desk.post(address, data={"why": "x"}), 415)
        problem(desk.get(address), 405)
    problem(desk.post("/api/amendments/99/undo", json={"why": "x"}), 404)
    problem(desk.post("/api/amendments/none/undo", json={"why": "x"}), 422)
    manned.takedown("cup-final", who="Ann", why="a wish")
    assert "taken down" in problem(desk.post("/api/amendments", json={"article": "cup-final", "outlet": "x", "why": "x"}), 410)["detail"]


def test_what_an_ingest_told_is_not_taken_back(desk, manned, extractor):
    manned.ingest(replace(UNDATED, published="2026-02-03"), extractor=extractor)
    assert "is an ingest's" in problem(desk.post("/api/amendments/1/undo", json={"why": "x"}), 400)["detail"]


def test_a_reader_puts_nothing_right(visit, manned):
    for address in ("/api/amendments", "/api/amendments/1/undo"):
        problem(visit("reader").post(address, json={"article": "cup-final", "outlet": "x", "why": "x"}), 403)
    assert manned.amendments() == ()
