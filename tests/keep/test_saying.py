"""All that one speaker said, and in which state a record is."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Report, UsageError
from onrecord.keep import portions

A = Report('The minister Irena Novak promised "sixty pumps". Irena Novak said that it rains. Per Haldorsen denied "all of it".', id="a", published="2026-01-01")
B = Report('The minister Irena Novak said "no more pumps".', id="b", published="2026-01-02")
UNDATED = Report('Irena Novak denied "it".', id="c")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def entity(record, name: str) -> str:
    return next(row.entity for row in record.speakers() if row.name == name)


def said(record, name: str) -> list[str]:
    return [record.statement(each.statement).words for each in record.said(entity(record, name)).sayings]


def test_all_that_one_said_the_newest_first(record, scripted, make_scripted):
    record.ingest(A, B, UNDATED, extractor=scripted)
    assert said(record, "Irena Novak") == ['"no more pumps"', '"sixty pumps"', "that it rains", '"it"']
    told = record.said(entity(record, "Irena Novak"))
    assert told.entity == record.speaker(told.entity.id)[0] and told.acts == {"assert": 2, "pledge": 1, "deny": 1}
    assert [(each.article, each.published) for each in told.sayings] == [("b", "2026-01-02"), ("a", "2026-01-01"), ("a", "2026-01-01"), ("c", None)]
    record.ingest(replace(A, text=A.text.replace("sixty", "eighty")), extractor=scripted)
    assert said(record, "Irena Novak") == ['"no more pumps"', '"eighty pumps"', "that it rains", '"it"']
    record.reextract(extractor=make_scripted("scripted-2"))
    assert said(record, "Irena Novak") == ['"no more pumps"', '"eighty pumps"', "that it rains", '"it"'] and said(record, "Per Haldorsen") == ['"all of it"']
    with pytest.raises(UsageError):
        record.said("nobody")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["Ann Lee", "Bo Orn", "Cy Dee"]), st.sampled_from([None, "2026-01-01", "2026-01-02"])), min_size=1, max_size=8), st.integers(1, 3))
def test_everybody_said_what_the_reports_say(tmp_path_factory, make_scripted, spoken, at_once):
    with onrecord.open(tmp_path_factory.mktemp("x") / "x.db") as record, pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "AT_ONCE", at_once)
        record.ingest(*(Report(f'{name} said "{i} pumps".', id=f"r{i}", published=day) for i, (name, day) in enumerate(spoken)), extractor=make_scripted())
        for row in record.speakers():
            found = record.said(row.entity).sayings
            assert sorted(each.article for each in found) == sorted(f"r{i}" for i, (name, _) in enumerate(spoken) if name == row.name)
            days = [each.published or "" for each in found]
            assert days == sorted(days, reverse=True)


def test_the_state_tells_whether_anything_has_changed(record, scripted):
    states = [record.state(), record.state()]
    assert states[0] == states[1]
    for change in (
        lambda: record.ingest(A, extractor=scripted),
        lambda: record.ingest(replace(A, text=B.text), extractor=scripted),
        lambda: record.ingest(UNDATED, extractor=scripted),
        lambda: record.split_speaker(entity(record, "Irena Novak"), [record.speaker(entity(record, "Irena Novak"))[1][0].id], who="a", why="b"),
        lambda: record.takedown("c", who="a", why="b"),
    ):
        change()
        states.append(record.state())
        record.search("pumps")
        assert record.state() == states[-1] and states[-1] not in states[:-1]
