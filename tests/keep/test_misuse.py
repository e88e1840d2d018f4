"""What is given where something else belongs is refused, with what belongs there, and nothing is kept."""

from pathlib import Path

import pytest

import onrecord
from onrecord import Extractor, Limits, Report, UsageError, read

FIRST = "0" * 16
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
    lambda record: record.ingest(NOTE, extractor=5), lambda record: record.ingest(NOTE, extractor="model.json"), lambda record: record.ingest(NOTE, watch=5), lambda record: record.ingest(NOTE, begun="x"), lambda record: record.ingest(lambda: None),
    lambda record: record.retry(extractor=5), lambda record: record.retry(watch=5), lambda record: record.reextract(extractor=5), lambda record: record.index(watch=5), lambda record: record.merge("x.db", watch=5),
    lambda record: record.speakers(5), lambda record: record.lines(5), lambda record: record.lines(["x"]), lambda record: record.split_speaker("x", 5, who="a", why="b"), lambda record: record.undo_decision("1", who="a", why="b"),
    lambda record: record.undo_utterances(None, who="a", why="b"), lambda record: record.utterances(least="2"), lambda record: record.utterances(limit=None), lambda record: record.commitment(5), lambda record: record.update_feed("https://vell.example/feed"),
    lambda record: record.review_queue(limit=2.5), lambda record: record.review_queue(outlet=(1, 2)),
    lambda record: list(read(NOTE, None)), lambda record: Limits(max_bytes="5"), lambda record: Limits(fields="text"), lambda record: Limits(outlet=5), lambda record: Limits(delay=None), lambda record: Extractor(weights=5),
    lambda record: list(read(None)), lambda record: Extractor(workers="2"), lambda record: Extractor(min_confidence=None), lambda record: Limits(published=5),
])  # fmt: skip
def test_what_is_asked_wrongly_is_a_usage_error(record, ask):
    with pytest.raises(UsageError):
        ask(record)


@pytest.mark.parametrize("ask", [
    lambda record, **signed: record.takedown("a", **signed), lambda record, **signed: record.accept_statement(FIRST, **signed), lambda record, **signed: record.finish_report("a", **signed), lambda record, **signed: record.undo_review(1, **signed),
    lambda record, **signed: record.correct_statement(FIRST, none=True, **signed), lambda record, **signed: record.add_statement("a", content="would close", **signed), lambda record, **signed: record.undo_statement_correction(1, **signed),
    lambda record, **signed: record.correct("reject", commitment=FIRST, **signed), lambda record, **signed: record.amend_report("a", outlet="Vell Post", **signed), lambda record, **signed: record.undo_amendment(1, **signed),
])  # fmt: skip
@pytest.mark.parametrize("signed", [{"who": None, "why": "x"}, {"who": " ", "why": "x"}, {"who": 5, "why": "x"}, {"who": "Ann", "why": 5}, {"who": "Ann", "why": b"x"}], ids=repr)
def test_what_people_say_is_signed_with_strings(record, scripted, ask, signed):
    record.ingest(Report('Ann Lee said "the bridge would close".', id="a"), extractor=scripted)
    with pytest.raises(onrecord.OnrecordError) as told:
        ask(record, **signed)
    assert isinstance(told.value, UsageError) or "no commitment" in str(told.value)
    assert record.stats().corrections == record.stats().takedowns == 0 and not record.reviews() and not record.amendments()


@pytest.mark.parametrize("given", [{"published": "1 May 2026"}, {"published": "2026-02-30"}, {"published": 20260501}, {"outlet": 5}, {"id": ["a"]}, {"title": b"x"}, {"source": {}}], ids=repr)
def test_a_report_tells_strings_and_a_day(record, scripted, given):
    for source in (Report(NOTE, **given), lambda: Report(NOTE, **given)):
        with pytest.raises(UsageError, match="of a Report"):
            record.ingest(source, extractor=scripted)
    assert record.stats().articles == 0


@pytest.mark.parametrize("changes", [{"cue": 5}, {"source": [5]}, {"content": [(1, 2, 3)]}, {"content": [("a", "b")]}, {"addressee": 2.5}, {"speaker": 5}, {"addressee_name": ["x"]}], ids=repr)
def test_a_correction_is_given_words_or_pairs_of_characters(record, scripted, changes):
    record.ingest(Report('Ann Lee said "the bridge would close".', id="a"), extractor=scripted)
    with pytest.raises(UsageError):
        record.add_statement("a", who="Ann", why="x", **{"content": "would close"} | changes)


@pytest.mark.parametrize("asked", [{"version": "1"}, {"version": 1.0}, {"model": 5}], ids=repr)
def test_a_version_is_a_number_and_a_model_a_name(record, scripted, asked):
    record.ingest(Report(NOTE, id="a"), extractor=scripted)
    with pytest.raises(UsageError, match=r"a version is named by its number|a model is named by a string"):
        record.article("a", **asked)


@pytest.mark.parametrize("reports", [NOTE, Report(NOTE), None, 5, [None], [Report(5)]], ids=repr)
def test_many_reports_are_no_single_one(extractor, reports):
    with pytest.raises(UsageError, match=r"many reports are|a report is its text|the text of a Report"):
        list(extractor.extract_many(reports))
