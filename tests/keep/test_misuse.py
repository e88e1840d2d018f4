"""What is given where something else belongs is refused, with what belongs there, and nothing is kept."""

from pathlib import Path

import pytest

import onrecord
from onrecord import Extractor, Limits, Report, UsageError, read

NOTE = "The mayor, Ann Lee, said the bridge would close."


@pytest.mark.parametrize("source", [None, 5, b"a.txt", ["a.txt"], {"text": NOTE}, Report(None), Report(5)], ids=repr)
def test_what_is_no_source_is_refused_before_anything_is_kept(record, scripted, source):
    with pytest.raises(UsageError, match=r"a source is a path|the text of a Report is a string"):
        record.ingest(Report(NOTE), source, extractor=scripted)
    assert record.stats().articles == 0 and record.stats().ingests == 0


def test_sources_of_every_kind_are_taken(record, scripted, tmp_path):
    (tmp_path / "a.txt").write_text(NOTE)
    outcome = record.ingest(tmp_path / "a.txt", str(tmp_path / "a.txt"), Report(NOTE, id="b", published="2026-01-31"), Report(NOTE, id="c", published="2026-01-31T08:15:00+02:00"), lambda: Report(NOTE, id="d"), extractor=scripted)
    assert (outcome.new, outcome.known) == (4, 1)


def test_a_source_without_a_name_is_not_the_working_folder(record, scripted, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    assert record.ingest("", extractor=scripted).failed == 1 and record.ingest(Path(), extractor=scripted).new == 1


@pytest.mark.parametrize("ask", [
    lambda record: record.ingest(NOTE, limits={"published": "2026-01-31"}), lambda record: record.find(None), lambda record: record.article(5), lambda record: record.statement(None), lambda record: record.versions(b"a"),
    lambda record: record.speaker(None), lambda record: record.outline(5), lambda record: record.utterance(None), lambda record: record.check(None), lambda record: record.check("x", speaker=5), lambda record: record.search(5),
    lambda record: record.ledger(5), lambda record: record.review_queue(5), lambda record: record.known_names(None), lambda record: record.backup(None), lambda record: record.merge(None), lambda record: record.take_in(None),
    lambda record: record.follow(None), lambda record: record.save_search(None), lambda record: record.takedown("a", who=None, why="x"), lambda record: onrecord.open(None), lambda record: onrecord.open(b"x.db"),
    lambda record: list(read(None)), lambda record: Extractor(workers="2"), lambda record: Extractor(min_confidence=None), lambda record: Limits(published=5),
])  # fmt: skip
def test_what_is_asked_wrongly_is_a_usage_error(record, ask):
    with pytest.raises(UsageError):
        ask(record)


@pytest.mark.parametrize("reports", [NOTE, Report(NOTE), None, 5, [None], [Report(5)]], ids=repr)
def test_many_reports_are_no_single_one(extractor, reports):
    with pytest.raises(UsageError, match=r"many reports are|a report is its text|the text of a Report"):
        list(extractor.extract_many(reports))
