import pytest

import onrecord
from onrecord import InputError, Report, UsageError

A = Report('Ann Lee said "the bridge closes".', id="a", outlet="Post", published="2026-01-01", source="in/a.txt", reader="text")
B = Report('Bo Orn promised "a ferry".', id="b")
C = Report('Cy Dahl denied "a ferry".', id="c")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


@pytest.fixture
def other(tmp_path):
    with onrecord.open(tmp_path / "other.db") as opened:
        yield opened


def everything(record) -> dict:
    return {id: [(v.sha256, v.title, v.outlet, v.source, v.ingested, v.models, v.tied, [record.article(id, v.number, model).to_dict() for model in v.models]) for v in record.versions(id)] for id in ("a", "b", "c")}


def test_another_model_reads_what_is_kept(record, scripted, make_scripted):
    record.ingest(A, B, Report(A.text, id="tied"), extractor=scripted)
    later = make_scripted("scripted-2")
    done = record.reextract(extractor=later)
    assert (done.model, done.texts, done.statements, done.known) == ("scripted-2", 2, 2, 0) and later.seen == 2
    assert record.article("a").model == "scripted-2" and record.article("a", model="scripted-1").statements == record.article("a").statements
    assert record.versions("a")[0].models == ("scripted-1", "scripted-2") and len(record.search().hits) == 3
    with pytest.raises(InputError, match="was not read by"):
        record.article("a", model="scripted-3")
    record.ingest(C, extractor=later)
    again = record.reextract(extractor=later)
    assert (again.texts, again.known) == (0, 3) and record.verify().faults == ()


def test_a_rereading_that_breaks_off_goes_on(record, scripted, make_scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.rereading.REPORTS", 2)
    record.ingest(*(Report(f"Ann Lee said that {n} came.", id=str(n)) for n in range(7)), extractor=scripted)
    later = make_scripted("scripted-2")

    def watch(texts: int, _: int) -> None:
        if texts == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record.reextract(extractor=later, watch=watch)
    assert record.stats().statements == {"scripted-1": 7, "scripted-2": 5} and record.verify().faults == ()
    assert record.reextract(extractor=later).texts == 2 and record.stats().statements["scripted-2"] == 7


def test_two_records_become_one(record, other, scripted, make_scripted):
    other.ingest(A, B, extractor=scripted)
    other.ingest(Report(A.text.replace("closes", "opens"), id="a", title="New"), C, "/none/such.txt", extractor=make_scripted("scripted-2"))
    other.merge_speakers(other.speakers()[0].entity, other.speakers()[1].entity, who="the desk", why="one person")
    record.ingest(B, Report("Nothing here.", id="own"), extractor=scripted)
    done = record.merge(other.path)
    assert (done.new, done.changed, done.known, done.readings, done.decisions, done.takedowns, done.gone_there) == (2, 1, 1, 3, 1, 0, ())
    mine, theirs = everything(record), everything(other)
    assert mine["a"] == theirs["a"] and mine["c"] == theirs["c"] and mine["b"][0][-1] == theirs["b"][0][-1]
    assert record.stats().articles == 4 and record.verify().faults == () and len(record.failures()) == 1 and len(record.decisions()) == 1
    assert [hit.article for hit in record.search("ferry OR opens OR closes").hits] == [hit.article for hit in other.search("ferry OR opens OR closes").hits]
    again = record.merge(other.path)
    assert (again.new, again.changed, again.known, again.readings, again.decisions) == (0, 0, 4, 0, 0) and record.stats().versions == 5 and len(record.failures()) == 1
    with pytest.raises(UsageError, match="itself"):
        record.merge(record.path)


def test_an_older_reading_that_comes_later_is_not_the_latest(record, other, scripted, make_scripted, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("onrecord.keep.adding.now", lambda: "2020-01-01T00:00:00+00:00")
        other.ingest(A, extractor=scripted)
    record.ingest(A, extractor=make_scripted("scripted-2"))
    assert record.merge(other.path).readings == 1
    assert record.versions("a")[0].models == ("scripted-1", "scripted-2") and record.article("a").model == "scripted-2"
    assert len(record.search("bridge").hits) == 1 and record.verify().faults == ()


def test_takedowns_hold_in_the_merged_record(record, other, scripted):
    other.ingest(A, B, C, extractor=scripted)
    other.takedown("a", who="the editor", why="a court")
    other.takedown("b", who="the editor", why="a court")
    record.ingest(B, C, extractor=scripted)
    record.takedown("c", who="me", why="mine")
    done = record.merge(other.path)
    assert (done.takedowns, done.taken_down, done.gone_there) == (1, 1, ("b",))
    assert record.ingest(A, extractor=scripted).taken_down == 1 and record.article("b").text == B.text
    with pytest.raises(InputError, match="a court"):
        record.article("a")
    assert record.verify().faults == () and record.merge(other.path).takedowns == 0


def test_what_failed_in_the_other_record_is_read_again(record, other, scripted, tmp_path):
    missing = tmp_path / "later.txt"
    other.ingest(missing, extractor=scripted)
    record.merge(other.path)
    assert record.retry(extractor=scripted).failed == 1 and len(record.failures()) == 1
    missing.write_text(A.text)
    assert record.retry(extractor=scripted).new == 1 and record.failures() == ()
