"""Mixed pages are asked for by several at once while reports come in: none fails.  How soon they come is measured by bench/load.py, since a test must not hang on the clock."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord import Report
from onrecord.serve import record_of
from onrecord.serve.app import make_app
from onrecord.serve.jobs import Jobs

TOGETHER = 3


@pytest.fixture
def growing(served, tmp_path):
    served.backup(tmp_path / "record.db")
    with onrecord.open(tmp_path / "record.db") as record:
        yield record


def test_no_request_fails_while_reports_come_in(growing, extractor, monkeypatch):
    monkeypatch.setattr(record_of, "PATIENCE", 60.0)
    app = make_app(growing, jobs=Jobs(growing, extractor))
    known = TestClient(app, base_url="http://localhost")
    statement = known.get("/api/search?q=generators").json()["hits"][0]["statement"]["id"]
    speaker = known.get("/api/speakers?name=novak").json()["speakers"][0]["entity"]
    addresses = ["/", "/search?q=generators", "/search?q=bulletin&sort=relevance", "/search?speaker=novak", "/report?id=envoy-winter", f"/statements/{statement}", "/speakers", f"/speakers/{speaker}", "/ledger", "/ledger/days", "/check?words=We count every village", "/review", "/search.atom?q=harbour",
                 "/api/search?q=generators", "/api/articles/envoy-winter", f"/api/statements/{statement}", "/api/stats", "/api/ledger", "/metrics", "/readyz"]  # fmt: skip
    done, came = Event(), []

    def feed() -> None:
        with onrecord.open(growing.path, create=False) as other:
            while not done.is_set():
                number = len(came)
                outcome = other.ingest(Report(f'Irena Novak said on Monday: "We will send bulletin {number} before winter." The harbour of Kesten stayed closed.', id=f"came-in-{number}", published="2026-03-01"), extractor=extractor)
                came.append((outcome.new, outcome.changed, outcome.known, [str(each) for each in outcome.failures]))

    def ask(each: int) -> list[tuple[str, int]]:
        client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        shifted = addresses[each * 5 :] + addresses[: each * 5]
        return [(address, client.get(address).status_code) for address in shifted]

    feeding = Thread(target=feed)
    feeding.start()
    try:
        with ThreadPoolExecutor(TOGETHER) as pool:
            answers = [answer for answered in pool.map(ask, range(TOGETHER)) for answer in answered]
    finally:
        done.set()
        feeding.join()
    assert [answer for answer in answers if answer[1] != 200] == [] and len(answers) == TOGETHER * len(addresses)
    assert came and [each for each in came if each != (1, 0, 0, [])] == []
    assert known.get("/api/articles?q=bulletin&limit=200").json()["hits"]
