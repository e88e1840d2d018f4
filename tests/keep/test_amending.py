"""Days and outlets of reports that are put right by people, as dated rows, and what an ingest tells of reports that are known otherwise."""

import sqlite3
from contextlib import closing

import pytest
from older import AS_OF_0020
from sqlalchemy import select, update
from test_completing import DAYS, TEXTS, report, standing

import onrecord
from onrecord import InputError, Limits, Report, UsageError
from onrecord.keep.schema import amendments, meeting_keys, versions

SIGNED = {"who": "Ida Berg", "why": "the feed had the day of its mending"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def given(record) -> list:
    return [(row.act, row.article, row.changes, row.by, row.undoes) for row in record.amendments()]


@pytest.mark.parametrize("wrong", [{"a": "2024-05-01"}, {"b": "2026-04-30", "d": "2026-03-02"}, {"a": "2026-03-09", "b": "2026-03-02", "c": "2023-01-01"}, {"c": ""}], ids=repr)
def test_what_is_put_right_counts_as_if_it_had_been_right_at_once(record, scripted, tmp_path, wrong):
    record.ingest(*(Report(TEXTS[id], id=id, published=wrong.get(id, day) or None) for id, day in DAYS.items()), extractor=scripted)
    before = standing(record)
    rows = [record.amend_report(id, published=DAYS[id], **SIGNED) for id in wrong]
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(*map(report, TEXTS), extractor=scripted)
        assert standing(record) == standing(other) != before
    assert record.verify().faults == () and all(len(record.versions(id)) == 1 for id in TEXTS)
    with record._reading() as connection:
        assert not connection.execute(select(meeting_keys).where(meeting_keys.c.day == 0)).all()
    for row in reversed(rows):
        record.undo_amendment(row.number, who="Per Moe", why="it was right")
    assert standing(record) == before and record.verify().faults == () and len(record.amendments()) == 2 * len(rows)


def test_the_outlet_is_put_right_and_search_follows(record, scripted):
    record.ingest(report("a", outlet="Vell Pots"), extractor=scripted)
    made = record.amend_report("a", outlet=" Vell Post ", **SIGNED)
    assert (made.act, made.before["outlet"], made.changes, made.by) == ("change", "Vell Pots", {"outlet": "Vell Post"}, "Ida Berg")
    assert record.search("ferry", outlet=["vell post"]).count == 1 and record.search("ferry", outlet=["Vell Pots"]).count == 0
    assert record.article("a").published == DAYS["a"] and record.verify().faults == ()


def test_state_and_counts_follow(record, scripted):
    record.ingest(report("a"), extractor=scripted)
    state, decided = record.state(), record.decided()
    assert record.check("the ferry stays in port").covers.first == DAYS["a"]
    record.amend_report("a", published="2025-01-31", **SIGNED)
    assert record.check("the ferry stays in port").covers.first == "2025-01-31" and record.state() != state and record.decided() != decided


def test_which_ingest_told_the_day_is_on_the_record(record, scripted):
    record.ingest(report("b"), extractor=scripted)
    record.ingest(report("a", dated=False), extractor=scripted)
    record.ingest(report("a", outlet="Vell Post"), extractor=scripted)
    (version,) = record.versions("a")
    (row,) = version.amendments
    assert (version.ingest, row.ingest, row.act, row.by) == (2, 3, "told", None) and row.changes == {"published": DAYS["a"], "published_at": None, "outlet": "Vell Post"}
    assert (record.versions("b")[0].ingest, record.versions("b")[0].amendments) == (1, ())
    with pytest.raises(UsageError, match="is an ingest's"):
        record.undo_amendment(row.number, **SIGNED)


def test_an_ingest_tells_what_is_known_otherwise_and_leaves_it(record, scripted):
    record.ingest(report("a", outlet="Vell Post"), report("b"), report("d", outlet="Vell Post"), extractor=scripted)
    again = record.ingest(Report(TEXTS["a"], id="a", published="2026-05-05", outlet="VELL POST"), Report(TEXTS["b"], id="b", published="2026-03-03T08:00:00"), Report(TEXTS["d"], id="d", outlet="Sarn Courier"), extractor=scripted)
    assert [(each.article, each.known, each.given) for each in again.differing] == [("a", {"published": DAYS["a"]}, {"published": "2026-05-05"}), ("d", {"outlet": "Vell Post"}, {"outlet": "Sarn Courier"})]
    assert (again.known, again.dated, again.amended) == (3, 0, 0) and record.amendments() == () and record.article("a").published == DAYS["a"]


def test_an_ingest_puts_right_what_is_known_otherwise_where_somebody_says_so(record, scripted, tmp_path):
    for id, text in TEXTS.items():
        (tmp_path / f"{id}.txt").write_text(text)
    record.ingest(tmp_path, limits=Limits(published="2024-05-01", outlet="Vell Post"), extractor=scripted)
    mended = Limits(published="2026-03-02", outlet="Vell Post")
    assert len(record.ingest(tmp_path, limits=mended, extractor=scripted).differing) == 4
    outcome = record.ingest(tmp_path, limits=mended, extractor=scripted, amend=("Ida Berg", "the day of another bundle"))
    assert (outcome.amended, outcome.dated, outcome.differing, outcome.known) == (4, 0, (), 4) and record.search("ferry", since="2026-03-02").count == 3
    assert {(row.by, row.ingest) for row in record.amendments()} == {("Ida Berg", 3)} and record.verify().faults == ()
    old = record.ingest(tmp_path, limits=Limits(published="2024-05-01"), extractor=scripted)
    assert old.differing == ()  # the source is expected to be wrong still
    assert len(record.ingest(tmp_path, limits=Limits(published="2024-05-02"), extractor=scripted).differing) == 4


def test_what_a_person_says_is_not_known_is_not_told_by_a_later_ingest(record, scripted):
    record.ingest(report("a", outlet="Vell Post"), extractor=scripted)
    record.amend_report("a", published="", outlet="", **SIGNED)
    outcome = record.ingest(report("a", outlet="Vell Post"), extractor=scripted)
    assert (outcome.dated, outcome.differing) == (0, ()) and (record.article("a").published, record.article("a").outlet) == (None, None)
    assert record.ingest(report("a"), extractor=scripted, amend=("Per Moe", "it is told now")).amended == 1 and record.article("a").published == DAYS["a"]


def test_the_same_report_twice_in_one_ingest(record, scripted):
    record.ingest(report("a", dated=False), extractor=scripted)
    outcome = record.ingest(report("a"), Report(TEXTS["a"], id="a", published="2026-05-05"), extractor=scripted)
    assert (outcome.dated, len(outcome.differing), record.article("a").published, len(record.amendments())) == (1, 1, DAYS["a"], 1)
    assert len(record.ingest(report("b"), Report(TEXTS["b"], id="b", published="2026-05-05"), extractor=scripted).differing) == 1


def test_an_earlier_version_is_put_right_by_its_number(record, scripted):
    record.ingest(report("a"), extractor=scripted)
    record.ingest(Report(TEXTS["a"] + " More.", id="a", published="2026-03-04"), extractor=scripted)
    assert (record.amend_report("a", version=1, published="2026-03-01", **SIGNED).version, record.amend_report("a", published="2026-03-05", **SIGNED).version) == (1, 2)
    assert [version.published for version in record.versions("a")] == ["2026-03-01", "2026-03-05"]
    with pytest.raises(InputError, match="version 3"):
        record.amend_report("a", version=3, published="2026-03-01", **SIGNED)


def test_several_are_put_right_together_or_none(record, scripted, tmp_path):
    record.ingest(*map(report, TEXTS), extractor=scripted)
    before = standing(record)
    record.amend_report("c", published="2026-03-09", **SIGNED)
    with pytest.raises(UsageError, match="report c has that already: 2026-03-09; none of the 2 was amended: leave it out"):
        record.amend_reports(["a", "c"], published="2026-03-09", **SIGNED)
    record.undo_amendment(record.amendments()[-1].number, **SIGNED)
    for wrong, error in ((["a", "nowhere"], InputError), (["a", "b", ""], InputError), (["a", 5], UsageError), ("a", UsageError), (5, UsageError)):
        with pytest.raises(error):
            record.amend_reports(wrong, published="2026-03-09", **SIGNED)
    record.takedown("d", who="Ann", why="wish")
    with pytest.raises(InputError, match="taken down"):
        record.amend_reports(["a", "b", "d"], published="2026-03-09", **SIGNED)
    assert len(record.amendments()) == 2 and all(record.article(id).published == before["articles"][id]["published"] for id in "abc")
    made = record.amend_reports(iter(["b", "a", "b"]), published="2026-03-09", outlet="Vell Post", **SIGNED)
    assert [(row.article, row.changes["outlet"]) for row in made] == [("b", "Vell Post"), ("a", "Vell Post")] and made == record.amendments()[-2:] and record.verify().faults == ()
    with pytest.raises(UsageError, match="reports b, a have that already: Vell Post; none of the 3 was amended: leave them out"):
        record.amend_reports(["b", "a", "c"], outlet="Vell Post", **SIGNED)


def test_several_count_as_if_each_had_been_right_at_once(record, scripted, tmp_path):
    record.ingest(*(Report(TEXTS[id], id=id, published="2024-05-01") for id in TEXTS), extractor=scripted)
    record.amend_reports(TEXTS, published="2026-03-02", **SIGNED)
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(*(Report(TEXTS[id], id=id, published="2026-03-02") for id in TEXTS), extractor=scripted)
        assert standing(record) == standing(other)


def test_later_rows_count_and_one_that_is_taken_back_does_not(record, scripted):
    record.ingest(report("a"), extractor=scripted)
    first, second = (record.amend_report("a", published=day, **SIGNED) for day in ("2025-01-01", "2025-02-02"))
    record.undo_amendment(first.number, **SIGNED)
    assert record.article("a").published == "2025-02-02"
    record.undo_amendment(second.number, **SIGNED)
    assert record.article("a").published == DAYS["a"]
    with pytest.raises(UsageError, match="taken back already"):
        record.undo_amendment(second.number, **SIGNED)
    with pytest.raises(InputError, match="no amendment"):
        record.undo_amendment(99, **SIGNED)


@pytest.mark.parametrize("told", [{}, {"published": "1 May"}, {"published": 5}, {"outlet": 5}, {"published": DAYS["a"]}, {"outlet": ""}, {"published": "2026-01-01", "who": " "}, {"published": "2026-01-01", "why": None}, {"published": "2026-01-01", "version": "1"}], ids=repr)
def test_what_cannot_be_put_right_so(record, scripted, told):
    record.ingest(report("a"), extractor=scripted)
    with pytest.raises(UsageError):
        record.amend_report("a", **SIGNED | told)
    assert record.amendments() == ()


@pytest.mark.parametrize("amend", ["Ida Berg", ("Ida Berg",), ("Ida Berg", ""), ("Ida Berg", None)], ids=repr)
def test_an_ingest_puts_nothing_right_without_who_and_why(record, scripted, amend):
    with pytest.raises(UsageError):
        record.ingest(report("a"), extractor=scripted, amend=amend)


def test_a_takedown_takes_the_rows_with_the_words(record, scripted):
    record.ingest(report("a", outlet="Vell Pots"), extractor=scripted)
    record.amend_report("a", outlet="Vell Post", who="Ida Berg", why="zanzitarium")
    record.takedown("a", who="Ann", why="wish")
    assert record.amendments() == () and record.versions("a")[0].outlet == "Vell Post" and record.verify().faults == ()
    with pytest.raises(InputError, match="taken down"):
        record.amend_report("a", outlet="Sarn Courier", **SIGNED)


def test_another_record_brings_its_amendments(record, scripted, tmp_path):
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(report("a", dated=False), report("b"), report("c"), extractor=scripted)
        other.ingest(report("a", outlet="Vell Pots"), extractor=scripted)
        other.amend_report("a", outlet="Vell Post", **SIGNED)
        other.undo_amendment(other.amend_report("b", published="2020-01-01", **SIGNED).number, **SIGNED)
        other.amend_report("c", published="2026-03-08", **SIGNED)
        record.ingest(report("b"), Report(TEXTS["c"], id="c", published="2026-03-07"), extractor=scripted)  # known, and of another day
        assert record.merge(tmp_path / "other.db").amendments == 5 and record.merge(tmp_path / "other.db").amendments == 0
        assert [(record.article(id).published, record.article(id).outlet) for id in "abc"] == [(other.article(id).published, other.article(id).outlet) for id in "abc"]
        assert given(record)[0][0] == "told" and sorted(row[:2] for row in given(record)) == sorted(row[:2] for row in given(other)) and record.verify().faults == ()
        other.undo_amendment(other.amendments()[-1].number, **SIGNED)
        record.merge(tmp_path / "other.db")
        assert record.article("c").published == "2026-03-07" and record.verify().faults == ()  # as it came here
    if isinstance(record.path, type(tmp_path)):
        record.backup(tmp_path / "copy.db")
        with onrecord.open(tmp_path / "copy.db") as copy:
            assert copy.amendments() == record.amendments()


def test_what_stands_is_proved(record, scripted):
    record.ingest(report("a"), report("b"), extractor=scripted)
    record.amend_report("a", published="2025-01-01", **SIGNED)
    record.amend_report("b", published="2025-01-01", **SIGNED)
    with record._writing() as connection:
        connection.execute(update(versions).where(versions.c.id == 1).values(published="2025-01-02"))
        connection.execute(update(amendments).where(amendments.c.version == 2).values(changes={"day": "x"}))
    assert record.verify().faults == ("version 1 of report a: its day or outlet is not as its amendments say", "version 1 of report b: its amendments cannot be read")


def test_a_record_of_the_schema_before_is_brought_up_to_date(tmp_path, scripted, database):
    if database != "sqlite":
        pytest.skip("the file alone is made older by hand")
    path = tmp_path / "record.db"
    with onrecord.open(path) as record:
        record.ingest(report("a"), extractor=scripted)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("; ".join((*AS_OF_0020, "DROP TABLE amendments", "UPDATE alembic_version SET version_num = '0019'")))
    with onrecord.open(path) as record:
        assert record.amend_report("a", published="2025-01-01", **SIGNED).number == 1 and record.verify().faults == ()
