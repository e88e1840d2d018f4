"""Statements corrected, added and accepted, and reports taken down, over HTTP."""

import pytest
from test_amending_api import problem

from onrecord.access.accounts import Accounts
from onrecord.serve.api import schemas
from reading import CUP, ENVOY

WHY = "wrong act"


@pytest.fixture
def gave(manned):
    """The statement of the coach that begins the report of the cup."""
    return next(each for each in manned.article("cup-final").statements if "gave the match" in manned.article("cup-final").words(each.content))


def other(act: str) -> str:
    return "warn" if act != "warn" else "deny"


def test_an_act_is_put_right_once_and_taken_back_once(desk, manned, gave):
    act = other(gave.act)
    sent = {"statement": gave.id, "act": act, "why": WHY}
    answer = desk.post("/api/corrections", json=sent)
    row = answer.json()
    schemas.StatementCorrection.model_validate(row)
    assert answer.status_code == 201 and (row["act"], row["by"], row["why"], row["changes"], row["statement"], row["article"]) == ("change", "reviewer", WHY, {"act": act}, gave.id, CUP.id)
    kept = desk.get(answer.headers["location"]).json()
    assert kept["statement"]["act"] == act and [each["number"] for each in kept["corrections"]] == [row["number"]]
    again = desk.post("/api/corrections", json=sent)
    assert again.status_code == 200 and again.json() == row and len(manned.statement_corrections()) == 1
    assert "says that already" in problem(desk.post("/api/corrections", json=sent | {"why": "another"}), 400)["detail"]
    address = f"/api/corrections/{row['number']}/undo"
    undone = desk.post(address, json={"why": "It was right."})
    schemas.StatementCorrection.model_validate(undone.json())
    assert undone.status_code == 201 and (undone.json()["undoes"], undone.json()["statement"]) == (row["number"], gave.id) and manned.statement(gave.id).statement.act == gave.act
    assert desk.post(address, json={"why": "It was right."}).json() == undone.json() and len(manned.statement_corrections()) == 2
    assert "taken back already" in problem(desk.post(address, json={"why": "Another reason."}), 400)["detail"]
    assert [(entry.who, entry.action, entry.object) for entry in Accounts(manned).log(2)] == [("reviewer", "correction", gave.id), ("reviewer", "correction undone", gave.id)]


@pytest.mark.parametrize("as_offsets", [False, True])
def test_other_passages_give_another_id_and_the_same_request_is_known(desk, manned, gave, as_offsets):
    words = "We gave the match away"
    start = CUP.text.index(words)
    sent = {"statement": gave.id, "content": [[start, start + len(words)] if as_offsets else words], "why": "wrong words"}
    row = desk.post("/api/corrections", json=sent).json()
    assert row["statement"] != gave.id and desk.get(f"/api/statements/{row['statement']}").json()["words"] == words
    again = desk.post("/api/corrections", json=sent)
    assert again.status_code == 200 and again.json() == row and len(manned.statement_corrections()) == 1


def test_nobody_and_null(desk, manned, gave):
    answer = desk.post("/api/corrections", json={"statement": gave.id, "speaker": None, "why": "wrong speaker"})
    assert answer.status_code == 201 and manned.statement(gave.id).statement.speaker is None
    assert desk.post("/api/corrections", json={"statement": gave.id, "speaker": None, "why": "wrong speaker"}).status_code == 200
    assert desk.post("/api/corrections", json={"statement": gave.id, "speaker": "Sven Orre", "speaker_kind": "person", "why": "it is told"}).json()["changes"]["speaker"]["name"] == "Sven Orre"


def test_what_is_no_statement(desk, manned, gave):
    sent = {"statement": gave.id, "none": True, "why": "no statement"}
    answer = desk.post("/api/corrections", json=sent)
    assert answer.status_code == 201 and answer.json()["act"] == "none" and gave.id not in {each.id for each in manned.article("cup-final").statements}
    assert desk.post("/api/corrections", json=sent).json() == answer.json() and len(manned.statement_corrections()) == 1
    problem(desk.post("/api/corrections", json={"statement": gave.id, "act": "deny", "why": "x"}), 404)


def test_a_missed_statement_is_added_once_and_taken_back(desk, manned):
    sent = {"article": CUP.id, "content": ["Halden lost the final on Sunday"], "speaker": "Sven Orre", "speaker_kind": "person", "why": "missed"}
    answer = desk.post("/api/statements", json=sent)
    row = answer.json()
    schemas.StatementCorrection.model_validate(row)
    assert answer.status_code == 201 and row["act"] == "add" and desk.get(answer.headers["location"]).json()["words"] == "Halden lost the final on Sunday"
    assert desk.post("/api/statements", json=sent).json() == row and len(manned.statement_corrections()) == 1
    assert "correct that one" in problem(desk.post("/api/statements", json=sent | {"why": "x"}), 400)["detail"]
    assert desk.post(f"/api/corrections/{row['number']}/undo", json={"why": "x"}).json()["statement"] == row["statement"]
    assert row["statement"] not in {each.id for each in manned.article(CUP.id).statements}


def test_a_statement_is_accepted_once_and_that_is_taken_back(desk, manned, gave):
    answer = desk.post("/api/reviews", json={"statement": gave.id})
    row = answer.json()
    schemas.KeptReview.model_validate(row)
    assert answer.status_code == 201 and (row["act"], row["by"], row["why"], row["statement"]) == ("accept", "reviewer", "", gave.id) and manned.reviewed(CUP.id).accepted[gave.id].number == row["number"]
    again = desk.post("/api/reviews", json={"statement": gave.id})
    assert again.status_code == 200 and again.json() == row
    assert "accepted already" in problem(desk.post("/api/reviews", json={"statement": gave.id, "why": "x"}), 400)["detail"]
    undone = desk.post(f"/api/reviews/{row['number']}/undo", json={"why": "x"})
    schemas.KeptReview.model_validate(undone.json())
    assert undone.status_code == 201 and undone.json()["undoes"] == row["number"] and gave.id not in manned.reviewed(CUP.id).accepted
    assert desk.post(f"/api/reviews/{row['number']}/undo", json={"why": "x"}).json() == undone.json()


@pytest.mark.parametrize(("changed", "status", "where"), [
    ({"act": "shout"}, 422, "body.act"), ({"act": None}, 400, None), ({"none": True}, 400, None), ({"why": ""}, 422, "body.why"), ({"why": " "}, 400, None), ({"statement": "none"}, 404, None), ({"statement": 5}, 422, "body.statement"),
    ({"cue": ["no such words"]}, 400, None), ({"content": []}, 400, None), ({"content": [[5, 2]]}, 400, None), ({"speaker": "Nobody Here"}, 400, None), ({"colour": "red"}, 422, "body.colour"), ({"by": "x"}, 422, "body.by"),
], ids=repr)  # fmt: skip
def test_what_cannot_be_put_right_so(desk, manned, gave, changed, status, where):
    told = problem(desk.post("/api/corrections", json={"statement": gave.id, "act": other(gave.act), "why": WHY} | changed), status)
    assert manned.statement_corrections() == () and [each["where"] for each in told.get("errors", [])] == ([where] if where else [])


def test_a_takedown_wants_an_editor_and_the_whole_id(desk, visit, manned):
    sent = {"article": ENVOY.id, "why": "A court's order."}
    problem(desk.post("/api/takedowns", json=sent), 403)
    editor = visit("editor")
    assert ENVOY.id in problem(editor.post("/api/takedowns", json=sent | {"article": ENVOY.id[:5]}), 400)["detail"]
    problem(editor.post("/api/takedowns", json=sent | {"article": "none such"}), 404)
    problem(editor.post("/api/takedowns", json={"article": ENVOY.id}), 422)
    problem(editor.post("/api/takedowns", json=sent | {"why": " "}), 400)
    assert manned.article(ENVOY.id).text
    answer = editor.post("/api/takedowns", json=sent)
    schemas.Takedown.model_validate(answer.json())
    assert answer.status_code == 201 and answer.json()["articles"] == [ENVOY.id] and len(answer.json()["sha256"]) == 2 and answer.json()["who"] == "editor"
    problem(editor.get(f"/api/articles/{ENVOY.id}"), 410)
    last = Accounts(manned).log(1)[0]
    assert (last.who, last.action, last.object) == ("editor", "takedown", ENVOY.id)
    assert editor.post("/api/takedowns", json=sent).status_code == 201


def test_a_reader_says_nothing_of_statements(visit, manned, gave):
    for address in ("/api/corrections", "/api/corrections/1/undo", "/api/statements", "/api/reviews", "/api/reviews/1/undo", "/api/takedowns"):
        problem(visit("reader").post(address, json={"statement": gave.id, "why": "x"}), 403)
    assert manned.statement_corrections() == () and manned.reviews() == ()
