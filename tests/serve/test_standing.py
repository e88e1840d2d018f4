"""What is costly to make of a record is made beside the requests, once it was made."""

from threading import Event
from time import monotonic, sleep, thread_time

import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord import Report
from onrecord.serve import record_of, standing
from onrecord.serve.app import make_app
from onrecord.serve.standing import Standing


def until(asked, value, seconds=20.0):
    ends = monotonic() + seconds
    while asked() != value:
        assert monotonic() < ends
        sleep(0.01)


def work(seconds=0.02):
    """Of the processor, whatever else it does."""
    began = thread_time()
    while thread_time() - began < seconds:
        pass


@pytest.fixture
def dear(monkeypatch):
    monkeypatch.setattr(standing, "RESTS", 0)
    return Standing(0.01)


def made(value):
    return lambda: work() or value


def test_what_is_cheap_is_waited_for():
    kept = Standing(100.0)
    assert kept.of("1", "x", made(1)) == (1, None) and kept.of("2", "x", made(2)) == (2, None) and kept.of("2", "x", made(3)) == (2, None)


def test_what_is_dear_is_given_as_it_was_until_it_is_anew(dear):
    assert dear.of("1", "x", made(1)) == (1, None)
    go_on = Event()
    value, since = dear.of("2", "x", lambda: go_on.wait(20) and 2)
    assert value == 1 and since is not None
    go_on.set()
    until(lambda: dear.of("2", "x", made(3)), (2, None))


def test_nobody_waits_while_it_is_made(dear):
    ready, begun = Event(), []
    dear.of("1", "x", made(1))
    for _ in range(5):
        assert dear.of("2", "x", lambda: begun.append(1) or (ready.wait(20) and 2))[0] == 1
    ready.set()
    until(lambda: dear.of("2", "x", made(3)), (2, None))
    assert len(begun) == 1


def test_what_was_decided_is_waited_for(dear):
    dear.of("1", "x", made(1))
    assert dear.of("2", "taken down", made(2)) == (2, None)


def test_what_is_at_hand_is_given_and_nothing_begun(dear):
    assert dear.at_hand("1", None) is None
    dear.of("1", None, made("one"))
    assert dear.at_hand("1", None) == dear.at_hand("2", None) == "one" and dear.at_hand("2", "decided") is None
    cheap = Standing(1e9)
    cheap.of("1", None, lambda: "one")
    assert cheap.at_hand("1", None) == "one" and cheap.at_hand("2", None) is None
    with pytest.raises(ZeroDivisionError):
        dear.of("3", "x", lambda: 1 // 0)
    assert dear.at_hand("3", "x") is None


def test_it_rests(monkeypatch):
    kept, begun = Standing(0.01), []
    monkeypatch.setattr(standing, "RESTS", 10**6)
    kept.of("1", "x", made(1))
    for state in range(2, 9):
        assert kept.of(str(state), "x", lambda: begun.append(1))[0] == 1
    assert begun == []


def test_who_waits_is_told_what_went_wrong(dear):
    with pytest.raises(ZeroDivisionError):
        dear.of("1", "x", lambda: 1 / 0)
    assert dear.of("1", "x", made(1)) == (1, None)
    with pytest.raises(TimeoutError):
        dear.of("1", "y", lambda: sleep(0.5), 0.01)


def test_pages_tell_what_they_lack(tmp_path, extractor, monkeypatch):
    monkeypatch.setattr(record_of, "DEAR", 0.0)
    monkeypatch.setattr(standing, "RESTS", 10**9)
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(Report('Ann Lee said: "The pumps came."', id="a"), extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        assert client.get("/api/stats").json()["articles"] == 1 and "is not counted" not in client.get("/").text
        record.ingest(Report('Ann Lee said: "The pumps work."', id="b"), extractor=extractor)
        assert client.get("/api/stats").json()["articles"] == 1 and "in the last minute is not counted on this page yet" in client.get("/").text and "is not counted" not in client.get("/search").text
        record.takedown("a", who="the editor", why="asked for by the family")
        assert client.get("/api/stats").json()["takedowns"] == 1 and "pumps came" not in client.get("/").text and "is not counted" not in client.get("/").text


def test_who_makes_it_waits_for_others_and_nobody_for_him(monkeypatch):
    monkeypatch.setattr(standing, "RESTS", 0)
    busy = []
    kept = Standing(100.0, lambda: bool(busy))
    assert kept.of("1", "x", made(1)) == (1, None)
    ready = Event()
    busy.append(1)
    value, since = kept.of("2", "x", lambda: ready.wait(20) and 2)
    assert value == 1 and since is not None
    ready.set()
    until(lambda: kept.of("2", "x", made(3)), (2, None))


def test_what_turns_out_to_be_dear_is_not_waited_for():
    kept, ready = Standing(0.05), Event()
    assert kept.of("1", "x", lambda: 1) == (1, None)
    value, since = kept.of("2", "x", lambda: work(0.2) or (ready.wait(20) and 2))
    assert value == 1 and since is not None
    ready.set()
    until(lambda: kept.of("2", "x", made(3)), (2, None))


def test_speakers_and_reviews_are_shown_as_they_are_kept_while_another_writes(tmp_path, extractor, monkeypatch):
    monkeypatch.setattr(standing, "RESTS", 0)
    with onrecord.open(tmp_path / "x.db") as record, onrecord.open(tmp_path / "x.db") as other:
        record.ingest(Report('Ann Lee said: "The pumps came."', id="a"), extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        lee = client.get("/api/speakers").json()["speakers"][0]["entity"]
        assert "pumps came" in client.get(f"/speakers/{lee}").text and client.get("/review").status_code == 200
        record.ingest(Report('Ann Lee said: "The pumps work."', id="b", published="2026-01-01"), extractor=extractor)
        with other._writing():
            assert record.is_being_written()
            page = client.get(f"/speakers/{lee}").text
            assert "pumps came" in page and "pumps work" not in page and "is not counted on this page yet" in page
            assert client.get("/review").status_code == 200 and client.get("/speakers").status_code == 200
        until(record.is_being_written, False)
        until(lambda: "pumps work" in client.get(f"/speakers/{lee}").text and "is not counted" not in client.get(f"/speakers/{lee}").text, True)


def test_what_was_made_last_is_at_hand_however_many_states_come_while_the_next_is_made():
    kept, go_on = Standing(100.0), Event()
    assert kept.of("0", "x", made(0)) == (0, None)
    for state in range(1, 3 * standing.KEPT):
        value, since = kept.of(str(state), "x", lambda state=state: go_on.wait(20) and state, patience=0.02)
        assert value == 0 and since is not None
    go_on.set()


def test_of_many_questions_the_last_ones_are_kept():
    kept = Standing(100.0)
    for question in range(2 * standing.KEPT):
        assert kept.of("1", question, made(question)) == (question, None)
    anew = []
    assert kept.of("1", 2 * standing.KEPT - 1, lambda: anew.append(1)) == (2 * standing.KEPT - 1, None) and not anew and len(kept._at_hand) == standing.KEPT
