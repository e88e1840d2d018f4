"""Reports that are posted: one at once, many as a job, pages by their address; each once, however often it is sent."""

import json
import re
import shutil
import socket
import subprocess
import threading
import time
from getpass import getuser
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

import onrecord
from onrecord import InputError, Report
from onrecord.keep import jobs as kept_jobs
from onrecord.read.days import DATES
from onrecord.serve import bodies
from onrecord.serve.access import Role, Visitor
from onrecord.serve.api import posting, schemas
from onrecord.serve.app import make_app
from onrecord.serve.jobs import Jobs

TEXT = 'The mayor of Kesten, Irena Novak, said on Tuesday that the ferry would stay. "We will not sell the quay," she told reporters.\n'
ONE = {"id": "quay", "title": "Quay stays", "outlet": "Sorland Wire", "published": "2026-03-05", "url": "https://sorland.example/quay", "text": TEXT}


def read_page(url, limits, base):
    if "inside" in url:
        raise InputError(url, "is not on the public web", "only pages there are read by address; send the text of others")
    return Report(TEXT + url, url=url, title="A page", reader="html")


@pytest.fixture
def record(tmp_path):
    with onrecord.open(tmp_path / "record.db") as record:
        yield record


@pytest.fixture
def app(record, extractor):
    return make_app(record, jobs=Jobs(record, extractor, read_page))


@pytest.fixture
def client(app) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


def over(client, answer):
    """The job of an answer, when it is over."""
    assert answer.status_code == 202, answer.text
    schemas.Job.model_validate(answer.json())
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        job = client.get(answer.headers["location"]).json()
        schemas.Job.model_validate(job)
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.02)
    raise AssertionError(job)


def test_one_report_is_kept_once(client, record):
    answer = client.post("/api/articles", json=ONE)
    told = answer.json()
    schemas.Posted.model_validate(told)
    assert answer.status_code == 201 and told["fate"] == "new" and told["article"] == "quay" and told["statements"] > 0
    article = client.get(answer.headers["location"]).json()
    assert article["text"] == TEXT and (article["title"], article["outlet"], article["published"], article["url"]) == ("Quay stays", "Sorland Wire", "2026-03-05", "https://sorland.example/quay")
    again = client.post("/api/articles", json=ONE)
    assert again.status_code == 200 and again.json()["fate"] == "known" and again.headers["location"] == answer.headers["location"]
    changed = client.post("/api/articles", json=ONE | {"text": TEXT + "The council agreed.\n"})
    assert changed.status_code == 200 and changed.json()["fate"] == "changed" and len(record.versions("quay")) == 2
    assert record.stats().articles == 1 and client.get("/search?q=quay").text.count("Irena Novak") and record.verify().faults == ()


def test_without_an_id_it_is_known_by_its_address_or_its_text(client):
    assert client.post("/api/articles", json={"text": TEXT, "url": "https://a.example/x?y=1&z=ä"}).json()["article"] == "https://a.example/x?y=1&z=ä"
    answer = client.post("/api/articles", json={"text": TEXT + "More.\n"})
    assert answer.json()["article"] == answer.json()["sha256"] and client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("text", ["The mayor said: \u202e“no”\ud800.", "\x00 Novak said it was over.", "Die Bürgermeisterin sagte, die Fähre bleibe bis zum Frühling und sie sei darüber sehr froh."])
def test_any_text_is_kept_as_it_is(client, record, text):
    answer = client.post("/api/articles", content=json.dumps({"text": text, "id": "x"}), headers={"content-type": "application/json"})
    assert answer.status_code == 201 and record.article("x").text == text


def test_many_are_a_job(client, record):
    rows = [ONE | {"id": f"quay-{n}", "text": TEXT + f"{n} boats.\n"} for n in range(5)]
    job = over(client, client.post("/api/articles", json=[*rows, rows[0], {"title": "x"}, 7, {"text": 5}, {"text": "  "}]))
    assert job["state"] == "done" and job["counts"] == {"new": 5, "changed": 0, "known": 1, "failed": 4, "taken_down": 0} and job["total"] == job["done"] == 10 and job["ended"]
    assert [each["name"] for each in job["failures"]] == ["item 7", "item 8", "item 9", "item 10"] and all(each["reason"] and each["advice"] for each in job["failures"])
    lines = "\n".join(map(json.dumps, [rows[0], rows[1] | {"text": "Novak said no.\n"}, {"id": "new", "text": TEXT + "!"}])) + "\n\n{broken\n[]\n"
    job = over(client, client.post("/api/articles", content=lines, headers={"content-type": "application/x-ndjson; charset=utf-8"}))
    assert job["counts"] == {"new": 1, "changed": 1, "known": 1, "failed": 2, "taken_down": 0} and [each["name"] for each in job["failures"]] == ["the body line 5", "the body line 6"]
    assert record.stats().articles == 6 and len(record.failures()) == 6 and {row["name"] for row in client.get("/api/speakers").json()["speakers"]} >= {"Irena Novak"}
    assert record.retry().failed == 0 and len(record.failures()) == 6  # what was posted cannot be read again


def test_pages_by_their_address(client, record):
    answer = client.post("/api/articles", json={"url": "https://paper.example/a"})
    assert answer.status_code == 201 and answer.json()["article"] == "https://paper.example/a" and record.article("https://paper.example/a").title == "A page"
    refused = client.post("/api/articles", json={"url": "http://inside.example/"})
    assert refused.status_code == 422 and "http://inside.example/: is not on the public web" in refused.json()["detail"]
    job = over(client, client.post("/api/articles", json=[{"url": "https://paper.example/b"}, {"url": "http://inside.example/"}, ONE]))
    assert job["counts"]["new"] == 2 and [each["name"] for each in job["failures"]] == ["item 2: http://inside.example/"]
    assert "inside" not in str(record.retry()) and record.retry().failed == 0  # nothing is fetched that was refused


def test_an_idempotency_key_does_it_once(client, record):
    key = {"Idempotency-Key": '"8e03978e-40d5"'}
    first = client.post("/api/articles", json=ONE, headers=key)
    again = client.post("/api/articles", json=ONE, headers=key)
    assert first.status_code == again.status_code == 201 and first.json() == again.json() and first.headers["location"] == again.headers["location"]
    other = client.post("/api/articles", json=ONE | {"title": "Other"}, headers=key)
    assert other.status_code == 422 and "take a new key" in other.json()["detail"]
    many = [client.post("/api/articles", json=[ONE, ONE], headers={"Idempotency-Key": "k2"}) for _ in range(3)]
    assert len({each.headers["location"] for each in many}) == 1 and over(client, many[0])["counts"]["known"] == 2
    assert record.stats().ingests == 2
    for bad in ("", "x" * 256, "a b"):
        assert client.post("/api/articles", json=ONE, headers={"Idempotency-Key": bad}).status_code == 422


def test_what_is_known_otherwise_is_put_right_where_somebody_says_why(client, record):
    other = ONE | {"published": "2026-03-04", "outlet": "The Kesten Mail"}
    client.post("/api/articles", json=ONE)
    told = client.post("/api/articles", json=other).json()
    assert told["fate"] == "known" and record.article("quay").published == "2026-03-05" and record.amendments() == ()
    differing = {"article": "quay", "known": {"published": "2026-03-05", "outlet": ONE.get("outlet")}, "given": {"published": "2026-03-04", "outlet": "The Kesten Mail"}}
    assert told["differing"] == differing and over(client, client.post("/api/articles", json=[ONE, other]))["differing"] == [differing]
    address, key = "/api/articles?amend=the day of another bundle", {"Idempotency-Key": "k"}
    answer = client.post(address, json=other, headers=key)
    assert answer.status_code == 200 and answer.json()["fate"] == "known" and answer.json()["differing"] is None and client.post(address, json=other, headers=key).json() == answer.json()
    assert (record.article("quay").published, record.article("quay").outlet) == ("2026-03-04", "The Kesten Mail")
    (row,) = record.amendments()
    assert (row.act, row.by, row.why, row.ingest) == ("change", getuser(), "the day of another bundle", 4)
    assert client.post("/api/articles", json=other, headers=key).status_code == client.post(address + "s", json=other, headers=key).status_code == 422  # another request
    job = over(client, client.post(address, json=[ONE, ONE | {"id": "quay-2"}]))
    assert job["counts"]["known"] == job["counts"]["new"] == 1 and record.article("quay").published == "2026-03-05" and len(record.amendments()) == 2
    for wrong, status in (("", 422), ("%20", 400), ("x" * 2001, 422)):
        assert client.post(f"/api/articles?amend={wrong}", json=ONE).status_code == status and record.stats().ingests == 5


def test_keys_are_of_who_uses_them(app, record):
    def visit(name):
        async def visited(scope, receive, send):
            await app({**scope, "state": {"visitor": Visitor(name, Role.editor)}}, receive, send)

        return TestClient(visited, base_url="http://localhost")

    key = {"Idempotency-Key": "k"}
    assert visit("ann").post("/api/articles", json=ONE, headers=key).status_code == 201
    assert visit("ben").post("/api/articles", json=ONE | {"id": "other"}, headers=key).status_code == 201


def test_readers_and_reviewers_may_not(app):
    for role in (Role.reader, Role.reviewer):

        async def visited(scope, receive, send, role=role):
            await app({**scope, "state": {"visitor": Visitor("ann", role)}}, receive, send)

        client = TestClient(visited, base_url="http://localhost")
        for answer in (client.post("/api/articles", json=ONE), client.get("/api/jobs/x"), client.get("/api/jobs/x/events")):
            assert answer.status_code == 403 and answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/articles").json()["count"] == 0


BAD = [("{", 400), ("", 400), ("[]", 400), ("\n\n", 400), (b"\xff\xfe{}", 400), ("[" * 100_000, 400), ("7", 422), ('"x"', 422), ("null", 422), ("{}", 422), ('{"text": ""}', 422), ('{"text": " \\n"}', 422), ('{"text": 5}', 422), ('{"text": "x", "id": 7}', 422), ('{"text": "x", "id": ""}', 422),
       ('{"text": "x", "id": "a\\u0000"}', 422), ('{"text": "x", "title": {}}', 422), ('{"text": "x", "id": "' + "i" * 2001 + '"}', 422), ('{"url": " "}', 422), ('{"text": ["x"]}', 422)]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BAD, ids=lambda value: str(value)[:20])
def test_what_is_no_report_is_refused(client, record, body, status):
    answer = client.post("/api/articles", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]
    assert record.stats().ingests == 0


@pytest.mark.parametrize("published", ["soon", "last Thursday", "2026-02-30", "24.11.2026", 1764000000000, True, ["2026-11-24"]], ids=str)
def test_a_day_that_cannot_be_read_is_told(client, record, published):
    report = {"id": "undated", "text": "The ferry stays.", "published": published}
    answer = client.post("/api/articles", json=report)
    assert answer.status_code == 422 and record.stats().articles == 0
    assert [fault["where"] for fault in answer.json()["errors"]] == ["body.published"]
    assert isinstance(published, str) <= (DATES in answer.json()["detail"])
    job = over(client, client.post("/api/articles", json=[report, {"id": "dated", "text": "The boat stays.", "published": "2026-11-24T18:05+01:00"}]))
    (failure,) = job["failures"]
    assert failure["name"] == "item 1" and "'published'" in failure["reason"] and DATES in failure["advice"]
    assert record.article("dated").published == "2026-11-24" and record.stats().articles == 1


@pytest.mark.parametrize("published", [None, "", " ", "2026-11-24", "20261124", "24 November 2026", "Nov 24, 2026", "2026/11/24", "2026-11-24T18:05:00Z"], ids=str)
def test_a_day_that_can_be_read_and_none(client, record, published):
    assert client.post("/api/articles", json={"id": "a", "text": "The ferry stays.", "published": published}).status_code == 201
    assert record.article("a").published == ("2026-11-24" if (published or "").strip() else None)


@pytest.mark.parametrize(("kind", "body"), [("text/plain", "x"), ("application/x-www-form-urlencoded", "text=x"), ("multipart/form-data; boundary=x", "--x--"), ("", "{}")])
def test_only_json_is_taken(client, kind, body):
    assert client.post("/api/articles", content=body, headers={"content-type": kind}).status_code == 415


def test_too_many_addresses_are_refused(client):
    assert client.post("/api/articles", json=[{"url": "https://paper.example/"}] * 101).status_code == 400


def test_what_was_taken_down_is_not_taken_again(client, record):
    client.post("/api/articles", json=ONE)
    record.takedown("quay", who="the editor", why="asked for")
    answer = client.post("/api/articles", json=ONE)
    assert answer.status_code == 410 and "taken down" in answer.json()["detail"]
    assert b"sell the quay" not in record.path.read_bytes() and client.get(f"/api/jobs/{answer.json()['job']}").json()["counts"]["taken_down"] == 1


def test_what_breaks_is_told(record, extractor, monkeypatch):
    def broken(*_):
        raise ValueError("secret")

    client = TestClient(make_app(record, jobs=Jobs(record, extractor, broken)), base_url="http://localhost", raise_server_exceptions=False)
    answer = client.post("/api/articles", json={"url": "https://paper.example/"}, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 503 and "secret" not in answer.text and client.get(f"/api/jobs/{answer.json()['job']}").json()["state"] == "failed"
    mended = TestClient(make_app(record, jobs=Jobs(record, extractor, read_page)), base_url="http://localhost")
    again = mended.post("/api/articles", json={"url": "https://paper.example/"}, headers={"Idempotency-Key": "k"})
    assert again.status_code == 201 and again.json()["job"] == answer.json()["job"]


def test_a_job_whose_process_is_gone_is_told_so(client, record, monkeypatch):
    with record._writing() as connection:
        kept_jobs.place(connection, "a" * 32, "x", None, "0" * 64, 3, False)
    assert client.get("/api/jobs/" + "a" * 32).json()["state"] == "waiting"
    monkeypatch.setattr(kept_jobs, "SILENT", -1.0)
    assert client.get("/api/jobs/" + "a" * 32).json()["state"] == "broken_off"
    assert client.get("/api/jobs/none").status_code == 404 == client.get("/api/jobs/none/events").status_code


def test_too_many_jobs_wait_outside(record, extractor, monkeypatch):
    go = threading.Event()

    def slow(url, limits, base):
        go.wait(20)
        return read_page(url, limits, base)

    monkeypatch.setattr(posting, "PATIENCE", 0.05)
    client = TestClient(make_app(record, jobs=Jobs(record, extractor, slow)), base_url="http://localhost")
    waiting = [client.post("/api/articles", json={"url": f"https://paper.example/{n}"}, headers={"Idempotency-Key": str(n)}) for n in range(20)]
    assert {each.status_code for each in waiting} == {202}
    refused = client.post("/api/articles", json=ONE)
    assert refused.status_code == 503 and refused.headers["retry-after"]
    states = [client.get(each.headers["location"]).json()["state"] for each in waiting]
    assert states == ["running"] + ["waiting"] * 19
    go.set()
    assert over(client, waiting[-1])["counts"]["new"] == 1
    assert client.post("/api/articles", json={"url": "https://paper.example/0"}, headers={"Idempotency-Key": "0"}).status_code == 201


def test_a_job_is_followed_as_it_goes_on(record, extractor):
    steps = threading.Semaphore(0)

    def stepwise(url, limits, base):
        steps.acquire(timeout=20)
        return read_page(url, limits, base)

    client = TestClient(make_app(record, jobs=Jobs(record, extractor, stepwise)), base_url="http://localhost")
    answer = client.post("/api/articles", json=[{"url": f"https://paper.example/{n}"} for n in range(3)])
    threading.Timer(0.7, lambda: steps.release(3)).start()
    events, name = [], ""
    with client.stream("GET", answer.headers["location"] + "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream") and stream.headers["cache-control"] == "no-store" and "etag" not in stream.headers
        for line in stream.iter_lines():
            field, _, value = line.partition(": ")
            name = value if field == "event" else name
            if field == "data":
                events.append((name, json.loads(value)))
    assert [name for name, _ in events] == ["progress"] * (len(events) - 1) + ["over"] and len(events) > 1
    for _, told in events:
        schemas.Job.model_validate(told)
    assert events[0][1]["done"] == 0 and events[-1][1]["counts"]["new"] == 3
    with client.stream("GET", answer.headers["location"] + "/events") as stream:
        assert "event: over" in stream.read().decode()


@pytest.fixture
def address(app, monkeypatch):
    """A real server, that takes small bodies, and not slowly."""
    monkeypatch.setattr(bodies, "LARGEST", 10_000)
    monkeypatch.setattr(bodies, "PAUSE", 0.3)
    monkeypatch.setattr(bodies, "SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()
        server.should_exit = True
        thread.join()


def send(address, head: str, pieces, pause=0.0, path="/api/articles") -> str:
    with socket.create_connection(address, timeout=10) as peer:
        peer.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{head}\r\n\r\n".encode())
        for piece in pieces:
            peer.sendall(piece)
            time.sleep(pause)
        return b"".join(iter(lambda: peer.recv(65536), b"")).decode()


def test_large_and_slow_bodies_are_refused(address, record):
    chunk = b"800\r\n" + b" " * 0x800 + b"\r\n"
    for head, pieces, pause, status in (
        ("Content-Length: 99999999999", [], 0.0, 413),
        ("Content-Length: 10001", [b" " * 10_001], 0.0, 413),
        ("Content-Length: 8000000", [b" " * 1_000_000] * 8, 0.01, 413),
        ("Transfer-Encoding: chunked", [chunk] * 8, 0.0, 413),
        ("Content-Length: 9000", [b"{"], 0.0, 408),
        ("Content-Length: 9000", [b" "] * 20, 0.1, 408),
        ("Content-Length: 20\r\nContent-Encoding: gzip", [b"\x1f\x8b" + b" " * 18], 0.0, 415),
    ):
        answer = send(address, head, pieces, pause)
        assert f"HTTP/1.1 {status}" in answer and "application/problem+json" in answer and "connection: close" in answer.lower(), (head, answer)
    assert record.stats().ingests == 0
    body = json.dumps(ONE).encode()
    assert "HTTP/1.1 201" in send(address, f"Content-Length: {len(body)}\r\nConnection: close", [body[:50], body[50:]], 0.05)


def test_who_sends_what_nobody_reads_still_gets_the_answer(address):
    for path, status in (("/nowhere", 404), ("/review/undo", 415), ("/api/articles", 413)):
        answer = send(address, "Content-Length: 8000000", [b" " * 1_000_000] * 8, 0.01, path)
        assert f"HTTP/1.1 {status}" in answer, (path, answer)
    assert "HTTP/1.1 404" in send(address, "Content-Length: 8000000\r\nConnection: close", [b" "], path="/nowhere")  # or the peer would wait for ever, and give up


def test_the_client_of_the_documentation(app, address):
    told = (Path(__file__).parents[2] / "docs" / "writing.md").read_text(encoding="utf-8")
    exec(re.search(r"```python\n(.*?)```", told, re.DOTALL)[1], names := {})
    job = names["send"]([ONE, ONE | {"id": "b"}, {"id": "c"}], at=f"http://127.0.0.1:{address[1]}")
    assert job["state"] == "done" and job["counts"]["new"] == 2 and job["counts"]["failed"] == 1
    command = re.search(r"```\n(curl .*?\}')\n", told, re.DOTALL)[1].replace("8765", str(address[1]))
    if shutil.which("curl"):
        answer = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30)
        assert json.loads(answer.stdout)["fate"] == "changed"
