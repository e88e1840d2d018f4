"""No other site makes a browser write: with users and, on this machine, without."""

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from members import PASSWORD
from onrecord.serve.app import make_app
from onrecord.serve.cross_site import is_foreign

OWN = [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://record.example"}, {"Sec-Fetch-Site": "same-origin", "Origin": "https://record.example"}, {"Origin": "https://RECORD.example"}]
FOREIGN = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://record.example"}, {"Sec-Fetch-Site": "x"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "https://record.example:444"},
           {"Origin": "https://record.example.evil.example"}, {"Origin": "https://evil.example/record.example"}, {"Origin": "record.example"}, {"Origin": "https://a.record.example"}, {"Origin": "https://record.example@evil.example"}, {"Origin": "https://["}]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_asks_is_refused(visit, headers):
    client = visit("admin")
    for method, path in (("POST", "/takedown"), ("POST", "/amend"), ("POST", "/login"), ("POST", "/logout"), ("POST", "/account/password"), ("POST", "/account/tokens"), ("PUT", "/api/articles"), ("DELETE", "/api/articles/x"), ("PATCH", "/")):
        answer = client.request(method, path, headers=headers, data={"name": "admin", "password": PASSWORD} if method == "POST" else None)
        assert answer.status_code == 403 and answer.headers["content-type"] == "application/problem+json" and "set-cookie" not in answer.headers and "content-security-policy" in answer.headers, (method, path)
    assert client.get("/", headers=headers).status_code == 200  # reading, as by a link there


@pytest.mark.parametrize("headers", OWN)
def test_what_its_own_pages_ask_is_done(visit, headers):
    assert visit().post("/login", data={"name": "reader", "password": PASSWORD}, headers=headers).status_code == 303


@pytest.mark.parametrize("headers", FOREIGN)
def test_on_this_machine_without_users_too(served, headers):
    client = TestClient(make_app(served), base_url="http://localhost:8765")
    answer = client.post("/takedown", data={"id": "envoy-winter", "confirm": "envoy-winter", "why": "x"}, headers=headers)
    assert answer.status_code == 403 and served.article("envoy-winter").text


def test_every_method_that_writes():
    for origin, host, foreign in (("http://localhost:8765", "localhost:8765", False), ("http://localhost:8765", "127.0.0.1:8765", True), ("http://localhost", "localhost:8765", True), ("http://[::1]:1", "[::1]:1", False)):
        assert is_foreign(Headers({"origin": origin, "host": host})) is foreign
