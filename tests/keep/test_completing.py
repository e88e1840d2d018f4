"""Reports that the record has without a day or an outlet, and that are ingested again with one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

import onrecord
from onrecord import Limits, Report
from onrecord.keep.schema import compared, meeting_keys, ties

TEXTS = {
    "a": 'Ann Lee said "the ferry to Vell stays in port until the storm has passed". Per Moe denied that the harbour was closed.',
    "b": 'The mayor Ann Lee said "the ferry to Vell stays in port until the storm has passed". Per Moe promised that 20 boats would sail by Friday.',
    "c": 'Ann Lee said "the ferry to Vell stays in port". Ida Berg said "the storm has passed the island of Sarn at last".',
    "d": 'Per Moe said "all boats have come home".',
}
DAYS = {"a": "2026-03-02", "b": "2026-03-03", "c": "2026-03-03", "d": "2024-07-01"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def report(id: str, dated: bool = True, **told) -> Report:
    return Report(TEXTS[id], id=id, published=DAYS[id] if dated else None, **told)


def standing(record) -> dict:
    """What a record tells, as far as days count for it."""
    return {
        "articles": {id: replace(record.article(id), amendments=()).to_dict() for id in TEXTS}, "speakers": [(row.name, row.statements, row.reports, row.roles) for row in record.speakers()],
        "entities": sorted(record.speaker(row.entity)[1][0].published or "" for row in record.speakers()), "utterances": sorted((u.reports, u.speaker, u.versions[0].published) for u in record.utterances(least=1)),
        "queue": [(w.statement.id, w.doubts) for w in record.review_queue().waiting],
        "ledger": [(row["due"], [event["date"] for event in row["events"]]) for row in record.ledger()], "covers": record.check("the ferry stays in port").covers,
    }  # fmt: skip


def test_a_day_that_is_told_later_counts_as_if_it_had_been_told_at_once(record, scripted, tmp_path):
    record.ingest(*(report(id, dated=id in "cd") for id in TEXTS), extractor=scripted)
    before = standing(record)
    outcome = record.ingest(*map(report, TEXTS), extractor=scripted)
    assert (outcome.new, outcome.changed, outcome.known, outcome.dated, outcome.undated) == (0, 0, 4, 2, 0)
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(*map(report, TEXTS), extractor=scripted)
        assert standing(record) == standing(other) != before
    assert len(record.versions("a")) == 1 and record.verify().faults == ()
    with record._reading() as connection:
        assert not connection.execute(select(meeting_keys).where(meeting_keys.c.day == 0)).all() and connection.execute(select(ties)).all()
        assert list(connection.execute(select(compared.c.reading).order_by(compared.c.reading)).scalars()) == [1, 2, 3, 4]


def test_what_is_known_is_never_written_over(record, scripted):
    record.ingest(report("a", outlet="Vell Post"), extractor=scripted)
    outcome = record.ingest(Report(TEXTS["a"], id="a", published="2026-05-05", outlet="Sarn Courier"), Report(TEXTS["a"], id="a"), extractor=scripted)
    article = record.article("a")
    assert (outcome.known, outcome.dated, outcome.undated) == (2, 0, 0) and (article.published, article.outlet) == ("2026-03-02", "Vell Post")


def test_an_outlet_that_is_told_later_is_one_to_search_for(record, scripted):
    record.ingest(report("a", dated=False), extractor=scripted)
    outcome = record.ingest(report("a", dated=False, outlet="Vell Post"), extractor=scripted)
    assert (outcome.known, outcome.dated, outcome.undated) == (1, 0, 1)
    assert record.search("ferry", outlet=["Vell Post"]).count == 1 and record.check("the ferry stays in port").covers.outlets == 1


def test_of_a_text_in_two_reports_the_one_that_is_named_gets_its_day(record, scripted):
    record.ingest(report("a", dated=False), Report(TEXTS["a"], id="z"), extractor=scripted)
    record.ingest(report("a"), extractor=scripted)
    assert (record.article("a").published, record.article("z").published) == ("2026-03-02", None)
    record.ingest(Report(TEXTS["a"], id="z", published="2026-03-01"), extractor=scripted)
    assert (record.article("a").published, record.article("z").published) == ("2026-03-02", "2026-03-01")


def test_days_of_plain_text_are_given_by_an_option(record, scripted, tmp_path):
    for id, text in TEXTS.items():
        (tmp_path / f"{id}.txt").write_text(text)
    (tmp_path / "e.txt").write_text("Somebody else wrote this.")
    first = record.ingest(tmp_path, extractor=scripted)
    again = record.ingest(tmp_path, extractor=scripted)
    given = record.ingest(tmp_path, limits=Limits(published="2026-03-02"), extractor=scripted)
    last = record.ingest(tmp_path, extractor=scripted)
    assert [(o.new, o.known, o.dated, o.undated) for o in (first, again, given, last)] == [(5, 0, 0, 5), (0, 5, 0, 5), (0, 5, 5, 0), (0, 5, 0, 0)]
    assert record.search("ferry", since="2026-03-02").count == 3


def test_a_day_of_an_earlier_version_and_of_what_was_taken_down(record, scripted):
    record.ingest(report("a", dated=False), extractor=scripted)
    record.ingest(Report(TEXTS["a"] + " More.", id="a", published="2026-03-04"), extractor=scripted)
    record.ingest(report("a"), extractor=scripted)
    assert [version.published for version in record.versions("a")] == ["2026-03-02", "2026-03-04"]
    record.ingest(report("d", dated=False), extractor=scripted)
    record.takedown("d", who="Ann", why="wish")
    outcome = record.ingest(report("d"), extractor=scripted)
    assert (outcome.taken_down, outcome.dated, outcome.undated) == (1, 0, 0) and record.versions("d")[0].published is None


def test_another_record_lends_the_days_that_it_knows(record, scripted, tmp_path):
    record.ingest(report("a", dated=False), extractor=scripted)
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(report("a"), extractor=scripted)
    record.merge(tmp_path / "other.db")
    assert record.article("a").published == "2026-03-02" and len(record.versions("a")) == 1
