"""Which version and which reading is the latest is kept beside each: whatever adds one, and in whatever order, what is kept is what follows from all rows; and a search sees the latest alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from older import AS_OF_0020
from sqlalchemy import text

import onrecord
from onrecord import Report
from onrecord.keep.database import URL

OPENS, CLOSES = 'Ann Lee said "the bridge opens".', 'Ann Lee said "the bridge closes".'
FERRY, LATER = Report('Bo Orn promised "a ferry for the bridge".', id="b", published="2026-02-01"), Report('Bo Orn denied "a ferry for the bridge".', id="b", published="2026-02-02")
WHO = {"who": "the desk", "why": "heard again"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def superseded(record) -> list:
    with record._reading() as connection:
        return [tuple(row) for of in ("versions", "readings") for row in connection.exec_driver_sql(f"SELECT id, superseded_by FROM {of} ORDER BY id")]


def worked_out(record) -> list:
    """The same, from the rows alone."""
    with record._reading() as connection:
        kept = {of: connection.exec_driver_sql(f"SELECT id, {same}, {order} FROM {of} ORDER BY id").all() for of, same, order in (("versions", "article", "number"), ("readings", "text", "read"))}
    return [(row[0], min((other[0] for other in rows if other[1] == row[1] and (other[2], other[0]) > (row[2], row[0])), default=None)) for rows in kept.values() for row in rows]


def hits(record, words="bridge", **options) -> list[str]:
    return sorted(f"{hit.article}:{hit.words}" for hit in record.search(words, limit=100, **options).hits)


@pytest.fixture
def kept(record, scripted, make_scripted):
    """A report whose text changed twice and came back, which shares one with another report; another one that two models have read; and a correction."""
    record.ingest(Report(OPENS, id="a", outlet="Post", published="2026-01-01"), FERRY, Report(OPENS, id="c"), extractor=scripted)
    record.ingest(Report(CLOSES, id="a", outlet="Post", published="2026-01-02"), extractor=scripted)
    record.ingest(Report(OPENS.replace("bridge", "old bridge"), id="a", outlet="Mail", published="2026-01-03"), extractor=scripted)
    record.reextract(extractor=make_scripted("scripted-2"))
    record.correct_statement(record.search("ferry").hits[0].statement.id, act="warn", **WHO)
    return record


def test_a_search_finds_what_is_the_latest(kept):
    assert hits(kept) == ['a:"the old bridge opens"', 'b:"a ferry for the bridge"', 'c:"the bridge opens"']
    assert sorted(hit.article for hit in kept.search("bridge", within="reports").hits) == ["a", "b", "c"] and [hit.article for hit in kept.search("bridge", within="reports", outlet="Post").hits] == []
    assert hits(kept, outlet="Post") == [] and hits(kept, until="2026-01-02") == [] and hits(kept, act="pledge") == [] and len(hits(kept, act="warn")) == 1
    assert len(hits(kept, versions="all")) == 2 * 4 + 3 and len(hits(kept, versions="all", outlet="Post")) == 4
    assert superseded(kept) == worked_out(kept) and kept.verify().faults == ()


def test_a_correction_that_is_undone_is_hidden_again(kept):
    kept.undo_statement_correction(1, **WHO)
    assert len(hits(kept, act="pledge")) == 1 and hits(kept, act="warn") == [] and len(hits(kept, act="warn", versions="all")) == 1
    assert superseded(kept) == worked_out(kept) and kept.verify().faults == ()


def test_a_newer_version_hides_and_a_takedown_leaves_the_other_reports(kept, scripted):
    kept.ingest(LATER, extractor=scripted)
    assert len(hits(kept, "ferry", act="deny")) == 1 and hits(kept, "ferry", act="warn") == []
    kept.takedown("a", who="x", why="y")  # with both reports' text
    assert hits(kept) == ['b:"a ferry for the bridge"'] and superseded(kept) == worked_out(kept) and kept.verify().faults == ()
    kept.ingest(Report(CLOSES.replace("bridge", "new bridge"), id="a"), extractor=scripted)
    assert hits(kept) == ['a:"the new bridge closes"', 'b:"a ferry for the bridge"'] and superseded(kept) == worked_out(kept) and kept.verify().faults == ()


def test_readings_of_another_record_fall_into_their_places(kept, tmp_path, scripted, make_scripted, monkeypatch):
    with onrecord.open(tmp_path / "other.db") as other:
        with monkeypatch.context() as patched:
            patched.setattr("onrecord.keep.adding.now", lambda: "2020-01-01T00:00:00+00:00")
            other.ingest(Report(OPENS, id="a"), FERRY, Report(CLOSES, id="new"), extractor=make_scripted("scripted-0"))
        other.ingest(LATER, Report("Gone.", id="c"), extractor=make_scripted("scripted-3"))
        other.takedown("c", who="x", why="y")
        before = hits(kept)
        kept.merge(other.path)
    assert superseded(kept) == worked_out(kept) and kept.verify().faults == ()
    assert hits(kept, "ferry") == hits(kept, "ferry", act="deny") and 'b:"a ferry for the bridge"' in before
    assert any(by is not None and by < number for number, by in superseded(kept))  # it came later, and was read earlier
    assert all(hit.article != "c" for hit in kept.search("bridge").hits)  # its latest version is gone


@pytest.mark.parametrize(("change", "told"), [("UPDATE versions SET superseded_by = NULL WHERE id = 1", "version 1 of report a"), ("UPDATE versions SET superseded_by = 2 WHERE id = 2", "version 1 of report b"),
                                              ("UPDATE readings SET superseded_by = 1 WHERE superseded_by IS NULL", "scripted-2"), ("UPDATE readings SET superseded_by = superseded_by + 1", "scripted-1")])  # fmt: skip
def test_verify_proves_it(kept, change, told):
    with kept._writing() as connection:
        connection.exec_driver_sql(change)
    faults = kept.verify().faults
    assert faults and all("superseded it" in fault for fault in faults) and any(told in fault for fault in faults), faults


def test_a_record_from_before_is_told_it(kept):
    """As schema 0018 had it."""
    before, found, every = superseded(kept), hits(kept), hits(kept, versions="all")
    with kept._writing() as connection:
        for of in ("versions", "readings"):
            connection.exec_driver_sql(f"ALTER TABLE {of} DROP COLUMN superseded_by")
        for change in (*AS_OF_0020, "DROP TABLE amendments"):
            connection.exec_driver_sql(change)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0018'")
    place = kept.path
    kept.close()
    with onrecord.open(place.render_as_string(hide_password=False) if isinstance(place, URL) else place, create=False) as again:
        assert (superseded(again), hits(again), hits(again, versions="all")) == (before, found, every) and again.verify().faults == ()
        with again._reading() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == onrecord.keep.schema.SCHEMA


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=12))
def test_in_whatever_order_they_come(make_scripted, tmp_path_factory, monkeypatch, steps):
    """Reports by id, text, model and the time of reading."""
    with onrecord.open(tmp_path_factory.mktemp("steps") / "record.db") as record, monkeypatch.context() as patched:
        for id, number, model, time in steps:
            patched.setattr("onrecord.keep.adding.now", lambda time=time: f"2026-01-0{time + 1}T00:00:00+00:00")
            record.ingest(Report(f'Ann Lee said "bridge {number}".', id=id), extractor=make_scripted(f"scripted-{model}"))
        record.reextract(extractor=make_scripted("scripted-9"))
        assert superseded(record) == worked_out(record) and record.verify().faults == ()
        last = {id: number for id, number, _, _ in ((id, number, model, time) for at, (id, number, model, time) in enumerate(steps) if (id, number) not in {step[:2] for step in steps[:at]})}
        assert hits(record) == sorted(f'{id}:"bridge {number}"' for id, number in last.items())
