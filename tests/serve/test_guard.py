"""Who is answered, and what an answer carries."""

from threading import Event

import pytest
from fastapi.testclient import TestClient

from onrecord.errors import RecordError
from onrecord.serve import record_of
from onrecord.serve.app import make_app

ADDRESSES = ("/", "/search?q=x", "/report?id=envoy-winter", "/speakers", "/api/search", "/api/stats", "/healthz", "/openapi.json", "/nowhere", "/static/style.css", "/report")


@pytest.mark.parametrize("host", ["onrecord.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8765", "192.168.1.5", "[::2]", "", "127.0.0.1@evil.example", "0.0.0.0", "localhost:x", "a b"])
def test_other_names_are_not_answered(client, host):
    for address in ("/", "/api/stats", "/static/style.css"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code == 421 and answer.headers["content-type"] == "application/problem+json" and "Novak" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1", "127.0.0.1:1", "[::1]:8765", "127.8.8.8"])
def test_names_of_this_machine_are(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(client, address):
    headers = client.get(address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'" and "unsafe" not in headers["content-security-policy"] and policy["script-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin" and headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin" and "server" not in headers and "access-control-allow-origin" not in headers


@pytest.mark.parametrize("address", ["/", "/search?q=generators", "/report?id=envoy-winter", "/api/search?q=generators", "/api/articles/envoy-winter", "/openapi.json"])
def test_who_has_the_answer_is_not_sent_it_again(client, address):
    first = client.get(address)
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(address, headers={"if-none-match": known})
        assert again.status_code == 304 and not again.content and again.headers["etag"] == tag and "content-length" not in again.headers
    assert client.get(address, headers={"if-none-match": '"other"'}).content == first.content


def test_answers_are_compressed_where_that_is_asked_for(client):
    assert client.get("/api/search", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/api/search", headers={"accept-encoding": "identity"}).headers
    assert "content-encoding" not in client.get("/healthz", headers={"accept-encoding": "gzip"}).headers


def test_head_is_get_without_the_body(client):
    for address in ("/", "/api/stats", "/nowhere"):
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.content, head.headers["content-type"]) == (get.status_code, b"", get.headers["content-type"])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_reports_can_be_written(client, method):
    for address in ("/", "/api/search", "/report?id=envoy-winter"):
        answer = client.request(method, address, content=b"x" * 100)
        assert answer.status_code == 405 and answer.headers["allow"] == "GET"


def test_who_asks_for_speakers_too_early_is_told_to_come_again(served, monkeypatch):
    monkeypatch.setattr(record_of, "PATIENCE", 0.01)
    known = Event()
    client = TestClient(make_app(served, known), base_url="http://localhost")
    for address in ("/speakers", "/api/speakers"):
        answer = client.get(address)
        assert answer.status_code == 503 and answer.headers["retry-after"] and "ask again" in answer.text
    assert client.get("/").status_code == 200
    known.set()
    assert client.get("/speakers").status_code == 200


class Broken:
    def __getattr__(self, name):
        def fail(*_, **__):
            raise self.error

        return fail


@pytest.mark.parametrize(("error", "status"), [(RecordError("record.db is damaged: go back to a backup"), 503), (ValueError("secret"), 500)])
def test_what_breaks_is_told_without_its_insides(error, status):
    record = Broken()
    record.error = error
    client = TestClient(make_app(record), base_url="http://localhost", raise_server_exceptions=False)
    for address in ("/", "/search", "/api/stats", "/healthz", "/speakers"):
        answer = client.get(address)
        assert answer.status_code == status and "Traceback" not in answer.text and "secret" not in answer.text and "content-security-policy" in answer.headers
        assert status == 500 or "go back to a backup" in answer.text
