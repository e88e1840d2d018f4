"""A speaker as its page tells of it: kept as a whole, with what it said a page at a time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Report, UsageError
from onrecord.keep import outlines

A = Report('The minister Irena Novak promised "sixty pumps". Irena Novak said that it rains. Per Haldorsen denied "all of it".', id="a", published="2026-01-01")
B = Report('The minister Irena Novak said "no more pumps".', id="b", published="2026-02-02")
UNDATED = Report('Irena Novak denied "it".', id="c")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def entity(record, name: str) -> str:
    return next(row.entity for row in record.speakers() if row.name == name)


def agrees(record, id: str) -> None:
    """The outline tells what going through all that was said tells."""
    said, told = record.said(id), record.outline(id, limit=1000)
    assert told.sayings == said.sayings and told.after is None and told.count == told.total == len(said.sayings) and told.acts == said.acts
    assert (told.entity.id, told.entity.name, told.entity.kind, told.entity.aliases, told.entity.roles) == (said.entity.id, said.entity.name, said.entity.kind, said.entity.aliases, said.entity.roles) and told.roles == len(said.entity.roles)
    assert sum(told.months.values()) == told.total and all(told.months[month] == sum((each.published or "")[:7] == month for each in said.sayings) for month in told.months)


def test_what_is_told_of_a_speaker(record, scripted):
    record.ingest(A, B, UNDATED, extractor=scripted)
    novak = entity(record, "Irena Novak")
    agrees(record, novak)
    told = record.outline(novak, limit=2)
    assert [record.statement(each.statement).words for each in told.sayings] == ['"no more pumps"', '"sixty pumps"'] and (told.count, told.months) == (4, {"2026-01": 2, "2026-02": 1, "": 1})
    later = record.outline(novak, limit=2, after=told.after)
    assert [record.statement(each.statement).words for each in later.sayings] == ["that it rains", '"it"'] and later.after is None
    assert [each.words for each in record.lines(later.sayings)] == ["that it rains", '"it"'] and [each.article.id for each in record.lines(later.sayings)] == ["a", "c"]
    assert (only := record.outline(novak, act="pledge")).count == 1 and [each.act for each in only.sayings] == ["pledge"] and only.total == 4
    assert [each.article for each in record.outline(novak, since="2026-01-02").sayings] == ["b"] and [each.article for each in record.outline(novak, until="2026-01-31").sayings] == ["a", "a"]
    assert record.outline(novak, act="assert", until="2026-01-31").count == 1
    for id, after in (("nobody", None), ("0" * 16, None), (novak, "nothing"), (novak, "0" * 16)):
        with pytest.raises(UsageError):
            record.outline(id, after=after)


def test_what_was_said_on_a_subject(record, scripted):
    other = Report('Ivan Novak said "no pumps at all". The minister Irena Novak denied "all pumps, big or small".', id="d", published="2026-03-03")
    record.ingest(A, B, UNDATED, other, extractor=scripted)
    novak = entity(record, "Irena Novak")
    told = record.outline(novak, about="pumps")
    assert [(each.article, each.act) for each in told.sayings] == [("d", "deny"), ("b", "assert"), ("a", "pledge")] and (told.count, told.total, told.after) == (3, 5, None)
    first = record.outline(novak, about="pumps", limit=2)
    later = record.outline(novak, about="pumps", limit=2, after=first.after)
    assert first.sayings + later.sayings == told.sayings and first.count == later.count == 3 and later.after is None
    assert record.outline(novak, about="pumps NOT more", act="deny").count == record.outline(novak, about="pumps", since="2026-02-01", until="2026-02-28").count == 1
    assert record.outline(novak, about="generators").sayings == record.outline(novak, about="…").sayings == () and record.outline(novak, about="generators").count == 0


def test_it_follows_the_record(record, scripted):
    record.ingest(A, UNDATED, extractor=scripted)
    novak = entity(record, "Irena Novak")
    record.ingest(B, extractor=scripted)
    assert record.outline(novak, as_kept=True).total == 3 and record.outline(novak).total == 4
    record.takedown("a", who="the editor", why="asked for")
    told = record.outline(entity(record, "Irena Novak"))
    assert [each.article for each in told.sayings] == ["b", "c"] and told.total == 2
    agrees(record, told.entity.id)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["Ann Lee", "Bo Orn"]), st.sampled_from(["said", "promised", "denied"]), st.sampled_from([None, "2026-01-01", "2026-02-02"])), min_size=1, max_size=9), st.integers(1, 3), st.integers(1, 3))
def test_pages_come_to_all(tmp_path_factory, make_scripted, spoken, first, limit):
    with onrecord.open(tmp_path_factory.mktemp("x") / "x.db") as record, pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlines, "FIRST", first)
        record.ingest(*(Report(f'{name} {verb} "{i} pumps". {name} said "{i} pipes".', id=f"r{i}", published=day) for i, (name, verb, day) in enumerate(spoken)), extractor=make_scripted())
        for row in record.speakers():
            agrees(record, row.entity)
            for act in (None, "pledge", "assert"):
                found, after = [], None
                while True:
                    page = record.outline(row.entity, act=act, after=after, limit=limit)
                    found += page.sayings
                    after = page.after
                    if after is None:
                        break
                assert found == [each for each in record.said(row.entity).sayings if act in (None, each.act)] and page.count == len(found)


def test_it_is_told_whether_somebody_writes(record):
    with record._writing():
        assert record.is_being_written()
    assert not record.is_being_written()
