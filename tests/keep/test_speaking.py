import pytest

import onrecord
from onrecord import Report, UsageError
from onrecord.resolve.listing import list_speakers

REPORTS = [
    Report('The minister Irena Novak promised "sixty pumps". Irena Novak said that it rains. Per Haldorsen denied "all of it".', id="a", published="2026-01-01"),
    Report('The minister Irena Novak said "no more pumps".', id="b", published="2026-01-02"),
    Report('Bo Orn said "nothing".', id="c", published="2026-01-03"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


@pytest.fixture
def kept(record, scripted):
    record.ingest(*REPORTS, extractor=scripted)
    return record


def names(record) -> dict[str, int]:
    return {row.name: row.statements for row in record.speakers()}


def test_speakers_across_reports(kept, scripted):
    assert kept.speakers() == list_speakers([scripted.extract(report) for report in REPORTS])
    assert names(kept) == {"Irena Novak": 3, "Per Haldorsen": 1, "Bo Orn": 1} and kept.speakers()[0].reports == 2
    entity, appearances = kept.speaker(kept.speakers()[0].entity)
    assert entity.name == "Irena Novak" and [each.article for each in appearances] == ["a", "b"]
    with pytest.raises(UsageError):
        kept.speaker("nobody")


def test_what_is_added_is_taken_in_and_nothing_else_gone_through(kept, scripted, monkeypatch):
    kept.speakers()
    seen = []
    load = onrecord.keep.resolving.load_article
    monkeypatch.setattr("onrecord.keep.resolving.load_article", lambda *given: seen.append(given) or load(*given))
    kept.ingest(Report('Per Haldorsen said "more".', id="d"), Report(REPORTS[2].text, id="tied"), extractor=scripted)
    assert names(kept) == {"Irena Novak": 3, "Per Haldorsen": 2, "Bo Orn": 2} and len(seen) == 2
    kept.ingest(Report('Irena Novak said "changed".', id="a"), extractor=scripted)
    assert names(kept) == {"Irena Novak": 2, "Per Haldorsen": 1, "Bo Orn": 2}
    kept.takedown("b", who="x", why="y")
    assert names(kept) == {"Irena Novak": 1, "Per Haldorsen": 1, "Bo Orn": 2}


def test_decisions_are_dated_rows_that_hold_and_can_be_taken_back(kept, scripted):
    novak, orn = (next(row.entity for row in kept.speakers() if row.name == name) for name in ("Irena Novak", "Bo Orn"))
    kept.merge_speakers(novak, orn, who="the desk", why="a stage name")
    assert names(kept) == {"Irena Novak": 4, "Per Haldorsen": 1}
    with onrecord.open(kept.path, create=False) as again:
        assert names(again) == {"Irena Novak": 4, "Per Haldorsen": 1}
        again.undo_decision(1, who="the desk", why="an error")
    assert names(kept) == {"Irena Novak": 3, "Per Haldorsen": 1, "Bo Orn": 1}
    out = [each.id for each in kept.speaker(novak)[1] if each.article == "b"]
    kept.split_speaker(novak, out, who="the desk", why="another Novak")
    assert [row.statements for row in kept.speakers() if row.name == "Irena Novak"] == [2, 1]
    kept.ingest(Report('Per Haldorsen said "more".', id="d"), extractor=scripted)
    assert [(d.number, d.act, d.who, d.why, d.undoes) for d in kept.decisions()] == [
        (1, "merge", "the desk", "a stage name", None), (2, "undo", "the desk", "an error", 1), (3, "split", "the desk", "another Novak", None)]  # fmt: skip
    assert all(d.on.startswith("20") for d in kept.decisions())


def test_wrong_decisions_are_told_and_not_kept(kept):
    novak = kept.speakers()[0].entity
    for decide in (lambda: kept.merge_speakers(novak, novak, who="x", why="y"), lambda: kept.merge_speakers(novak, "nobody", who="x", why="y"), lambda: kept.split_speaker(novak, [], who="x", why="y"),
                   lambda: kept.undo_decision(1, who="x", why="y"), lambda: kept.merge_speakers(novak, kept.speakers()[1].entity, who=" ", why="y")):  # fmt: skip
        with pytest.raises(UsageError):
            decide()
    assert kept.decisions() == () and len(kept.speakers()) == 3


def test_a_takedown_erases_what_was_resolved(kept, scripted):
    kept.ingest(Report('The quagmarch Zanzi Tarium said "nothing at all". Irena Novak said "so".', id="z", published="2026-02-01"), extractor=scripted)
    assert names(kept)["Zanzi Tarium"] == 1 and names(kept)["Irena Novak"] == 4
    kept.takedown("z", who="x", why="y")
    with kept._reading() as connection:
        for table in ("names", "appearances", "speakers"):
            assert not [row for row in connection.exec_driver_sql(f"SELECT * FROM {table}") if "zanzi" in str(tuple(row)).casefold() or "quagmarch" in str(tuple(row))]
        assert connection.exec_driver_sql("SELECT count(*) FROM name_keys WHERE name NOT IN (SELECT id FROM names)").scalar() == 0
    if not isinstance(kept.path, onrecord.keep.database.URL):
        assert b"anzi Tarium" not in kept.path.read_bytes() and b"quagmarch" not in kept.path.read_bytes()
    assert names(kept) == {"Irena Novak": 3, "Per Haldorsen": 1, "Bo Orn": 1}
    assert names(kept) == {row.name: row.statements for row in list_speakers([scripted.extract(report) for report in REPORTS])}


def test_another_version_of_onrecord_resolves_all_anew(kept, monkeypatch):
    before = kept.speakers()
    with kept._writing() as connection:
        connection.exec_driver_sql("UPDATE resolved SET program = 'an older one'")
        connection.exec_driver_sql("UPDATE appearances SET entity = 1")
    assert kept.speakers() == before
