"""What whoever runs a server asks of it: exports of any size, numbers, and whether it is ready."""

import json
import socket
import threading
import time
from threading import Event

import httpx
import pytest
import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

import onrecord
from onrecord import Report
from onrecord.export.formats import PIECES
from onrecord.serve import record_of
from onrecord.serve.access import Role, Visitor
from onrecord.serve.app import TOGETHER, make_app
from onrecord.terminal import dump


@pytest.mark.parametrize("asked", [{}, {"q": "generators"}, {"speaker": "novak", "act": "request"}, {"in": "reports", "q": "harbour"}, {"q": "nothing at all"}], ids=str)
def test_an_export_is_what_the_command_writes(client, served, asked):
    query = {{"q": "words", "in": "within"}.get(name, name): value for name, value in asked.items()}
    words = query.pop("words", "")
    for kind, pieces in PIECES.items():
        answer = client.get("/api/export", params=asked | {"format": kind})
        assert answer.status_code == 200 and answer.text == "".join(pieces(served.articles(words, **query))), kind
        assert answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers and answer.headers["content-disposition"].startswith("attachment")
    lines = client.get("/api/export", params=asked).text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [article.id for article in served.articles(words, **query)]


def test_an_export_can_be_imported(client, served, tmp_path):
    (tmp_path / "all.jsonl").write_text(client.get("/api/export").text, encoding="utf-8")
    with onrecord.open(tmp_path / "x.db") as other:
        assert other.take_in(tmp_path / "all.jsonl").failed == 0 and other.stats().articles == served.stats().articles


def test_what_cannot_be_exported_is_told_first(client):
    for address, status in (("/api/export?since=soon", 400), ("/api/export?format=brat", 422), ("/api/export?q=" + "x+" * 300, 400)):
        answer = client.get(address)
        assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"


def test_it_is_sent_while_it_is_read(served, extractor):
    """Over a real connection: the first report is there before the second was asked for."""
    go, asked = Event(), []

    class Slow:
        def __getattr__(self, name):
            return getattr(served, name)

        def articles(self, query):
            for article in list(served.articles(query)):
                if asked:
                    go.wait(20)
                asked.append(article.id)
                yield article

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(make_app(Slow()), log_level="error"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        with httpx.stream("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/api/export", timeout=20) as stream:
            lines = stream.iter_lines()
            assert json.loads(next(lines))["id"] == asked[0] and len(asked) == 1
            go.set()
            assert len(list(lines)) == len(asked) - 1 == served.stats().articles - 1
        server.should_exit = True
        thread.join()


def numbers(answer) -> dict:
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {(sample.name, *sorted(sample.labels.items())): sample.value for family in text_string_to_metric_families(answer.text) for sample in family.samples}


def test_metrics(served):
    client = TestClient(make_app(served), base_url="http://localhost", client=("127.0.0.1", 5000), raise_server_exceptions=False)
    for address in ("/search?q=x", "/search", "/statements/none", "/nowhere", "/api/articles/envoy-winter"):
        client.get(address)
    client.head("/search")
    found = numbers(client.get("/metrics"))
    stats = served.stats()
    assert found["onrecord_articles",] == stats.articles and found["onrecord_ingested", ("fate", "new")] == stats.outcomes["new"]
    assert sum(value for key, value in found.items() if key[0] == "onrecord_statements") == sum(stats.statements.values()) and found["onrecord_jobs", ("state", "running")] == 0
    assert found["onrecord_requests_total", ("method", "GET"), ("path", "/search"), ("status", "200")] == 3
    assert found["onrecord_requests_total", ("method", "GET"), ("path", "/statements/{id}"), ("status", "404")] == 1 == found["onrecord_requests_total", ("method", "GET"), ("path", "other"), ("status", "404")]
    assert found["onrecord_request_seconds_count", ("path", "/search")] == 3 == found["onrecord_request_seconds_bucket", ("le", "+Inf"), ("path", "/search")]
    assert numbers(client.get("/metrics"))["onrecord_requests_total", ("method", "GET"), ("path", "/metrics"), ("status", "200")] == 1


@pytest.mark.parametrize(("role", "status"), [(Role.reader, 403), (Role.editor, 403), (Role.admin, 200)])
def test_metrics_are_for_admins(served, role, status):
    app = make_app(served)

    async def visit(scope, receive, send):
        await app({**scope, "state": {"visitor": Visitor("ann", role)}}, receive, send)

    assert TestClient(visit, base_url="http://localhost").get("/metrics").status_code == status


def test_ready_is_more_than_alive(served):
    known = Event()
    client = TestClient(make_app(served, known), base_url="http://localhost")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.headers["retry-after"] and answer.headers["content-type"] == "application/problem+json"
    known.set()
    assert client.get("/readyz").json() == {"status": "ready", "state": served.state()}
    assert json.loads(dump(client.get("/healthz").json()))["status"] == "ok"


@pytest.mark.parametrize(("page", "work"), [("/speakers", "resolve_speakers"), ("/review", "queue_reviews")])
def test_what_was_worked_out_before_is_shown_while_others_write(served, tmp_path, extractor, monkeypatch, page, work):
    """After a start, when nothing is at hand yet, and what came since cannot be taken in at once."""
    monkeypatch.setattr(record_of, "PATIENCE", 0.2)
    served.backup(tmp_path / "record.db")
    with onrecord.open(tmp_path / "record.db") as record:
        record.resolve_speakers()
        record.queue_reviews()
        record.ingest(Report('Una Holt said on Monday: "We keep the mill."', id="mill", published="2026-03-01"), extractor=extractor)
        going_on = Event()
        monkeypatch.setattr(record, work, lambda: going_on.wait(20))
        client = TestClient(make_app(record), base_url="http://localhost")
        answer = client.get(page)
        assert answer.status_code == 200 and "Una Holt" not in answer.text and "Novak" in answer.text
        going_on.set()


def test_what_people_took_down_since_is_waited_for(served, tmp_path, monkeypatch):
    monkeypatch.setattr(record_of, "PATIENCE", 0.2)
    served.backup(tmp_path / "record.db")
    with onrecord.open(tmp_path / "record.db") as record:
        record.resolve_speakers()
        record.takedown("envoy-winter", who="the editor", why="a court's order")
        going_on = Event()
        monkeypatch.setattr(record, "resolve_speakers", lambda: going_on.wait(20))
        assert TestClient(make_app(record), base_url="http://localhost").get("/speakers").status_code == 503
        going_on.set()


def test_few_requests_are_worked_on_at_once(served):
    app = make_app(served)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/healthz").status_code == 200 and client.portal.call(lambda: current_default_thread_limiter().total_tokens) == TOGETHER
