"""What was decided of reports is kept, and linking them again by it gives what deciding anew gives."""

import json
import random
from copy import copy
from pathlib import Path

import pytest
from town import REPORTS

import onrecord
from onrecord import Report
from onrecord.follow.corrections import Correction, Corrections, in_force
from onrecord.follow.drafts import Told
from onrecord.follow.ledger import Ledger
from onrecord.follow.linking import Linker
from onrecord.keep import linking, portions
from onrecord.keep.linking import Linking

STORY = Path(__file__).parents[2] / "examples" / "newsroom" / "plain" / "payroll" / "reports.jsonl"


def whole(linker):
    """All that a linker knows, as values that can be compared, and stay when it goes on."""
    drafts = [{name: copy(getattr(draft, name)) for name in draft.__slots__ if name not in ("answers", "events")} | {"answers": draft.answers and draft.answers.number,
              "events": [(e.article, e.reported, e.kind, e.date, e.score, e.reasons, e.finding) for e in draft.events]} for draft in linker.drafts]  # fmt: skip
    return drafts, linker._index.copy(), {word: sorted(bodies) for word, bodies in linker._spoken.items()}, linker._taken, linker._latest and linker._latest.number, {target: [told.article for told, _ in waiting] for target, waiting in linker._waiting.items()}


@pytest.fixture(scope="module")
def story(extractor):
    reports = [json.loads(line) for line in STORY.read_text(encoding="utf-8").splitlines()]
    return [extractor.tell(extractor.extract(Report(row["text"], id=row["id"], published=row["published"]))) for row in sorted(reports, key=lambda row: (row["published"], row["id"]))]


def held(told):
    """Corrections by hand: an event is put to a commitment that is only told of later, another is taken away, and one commitment is none."""
    rows = Ledger(told).rows(as_of="2030-01-01")
    first, last = rows[0], rows[-1]
    early = next(event for row in rows for event in row["events"][1:] if event["article"] != last["events"][0]["article"])
    return in_force([Correction(1, "2026-01-01", "Ada", "read it", "link", last["id"], early["id"]), Correction(2, "2026-01-01", "Ada", "read it", "unlink", first["id"], first["events"][-1]["id"]),
                     Correction(3, "2026-01-01", "Ada", "read it", "reject", rows[1]["id"])])  # fmt: skip


@pytest.mark.parametrize("corrected", [False, True])
def test_by_its_steps_each_report_is_linked_as_it_was(story, corrected):
    corrections = held(story) if corrected else Corrections()
    decided, again = Linker(corrections), Linker(corrections)
    for told in story:
        decided.take(told)
        steps = json.loads(json.dumps(decided.steps))
        again.retake(Told(told.article, told.published, (), told.spoken_for), steps, lambda number, told=told: told.findings[number])
        assert whole(again) == whole(decided) and again.steps == steps
    assert len(decided.drafts) > 3


def decided_anew(record, known_on=None):
    with record._reading() as connection:
        return len(Linking().decide(connection, known_on)[1])


def test_only_what_stands_behind_something_new_is_decided_anew(tmp_path, extractor):
    reports = [Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()]
    latest = max(reports, key=lambda report: report.published)
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*(report for report in reports if report is not latest), extractor=extractor)
        record.ledger()
        assert decided_anew(record) == 0
        record.ingest(latest, extractor=extractor)
        before = record.ledger(as_of="2030-01-01")
        assert decided_anew(record) == 0 and record.ledger(as_of="2030-01-01") == before
        earliest = min(reports, key=lambda report: report.published)
        record.amend_report(earliest.id, who="Ada", why="its own imprint", published="2019-01-01")
        record.ledger()
        with onrecord.open(tmp_path / "other.db") as other:
            other.ingest(*(report for report in reports if report is not earliest), Report(earliest.text, id=earliest.id, published="2019-01-01"), extractor=extractor)
            assert [row["events"] for row in record.ledger(as_of="2030-01-01")] == [row["events"] for row in other.ledger(as_of="2030-01-01")]


def test_whatever_comes_in_whatever_order_is_as_if_it_had_come_at_once(tmp_path, extractor):
    rng, reports = random.Random(5), [Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()]
    with onrecord.open(tmp_path / "once.db") as record:
        record.ingest(*reports, extractor=extractor)
        wanted = {known_on: record.ledger(as_of="2030-01-01", known_on=known_on) for known_on in (None, "2024-05-31")}
    for turn in range(3):
        rng.shuffle(reports)
        with onrecord.open(tmp_path / f"{turn}.db") as record:
            for report in reports:
                record.ingest(report, extractor=extractor)
                record.ledger()
            assert {known_on: record.ledger(as_of="2030-01-01", known_on=known_on) for known_on in wanted} == wanted


def test_a_correction_holds_and_so_does_taking_it_back(tmp_path, extractor):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*(Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()), extractor=extractor)
        before = record.ledger(as_of="2030-01-01")
        gone = before[0]["id"]
        record.correct("reject", commitment=gone, who="Ada", why="a joke")
        assert gone not in {row["id"] for row in record.ledger(as_of="2030-01-01")}
        record.correct("undo", undoes=1, who="Ada", why="none after all")
        assert record.ledger(as_of="2030-01-01") == before


def test_a_record_that_may_not_be_written_is_read_all_the_same(tmp_path, extractor, monkeypatch):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*(Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()), extractor=extractor)
        monkeypatch.setattr(linking, "is_being_written", lambda engine, path: True)
        found = record.ledger(as_of="2030-01-01")
        assert found and decided_anew(record) == len(REPORTS)
        monkeypatch.undo()
        assert record.ledger(as_of="2030-01-01") == found and decided_anew(record) == 0


def test_a_copy_goes_on_and_what_it_was_made_of_stays(story):
    corrections = held(story)
    plain, line, lasting = Linker(corrections), Linker(corrections), []
    for told in story:
        plain.take(told)
        line = line.copy()
        line.take(told)
        lasting.append((line, whole(plain)))
        assert line.steps == plain.steps
    assert all(whole(line) == then for line, then in lasting) and len(line.drafts) > 3
    assert all(draft.answers is None or draft.answers in line.drafts for draft in line.drafts)


def test_what_came_last_is_linked_behind_what_is_linked_already(tmp_path, extractor, monkeypatch):
    taken = []
    for way in ("take", "retake"):
        plain = getattr(Linker, way)
        monkeypatch.setattr(Linker, way, lambda linker, told, *rest, plain=plain: taken.append(told.article) or plain(linker, told, *rest))
    reports = sorted((Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()), key=lambda report: (report.published, report.id))
    with onrecord.open(tmp_path / "record.db") as record, onrecord.open(tmp_path / "other.db") as other:
        record.ingest(*reports[:-2], extractor=extractor)
        first = record._ledger()
        before = first.rows(as_of="2030-01-01")
        taken.clear()
        record.ingest(*reports[-2:], extractor=extractor)
        after = record.ledger(as_of="2030-01-01")
        assert taken == [report.id for report in reports[-2:]]
        other.ingest(*reports[:-2], extractor=extractor)
        assert first.rows(as_of="2030-01-02") == list(other.ledger(as_of="2030-01-02")) and first.rows(as_of="2030-01-01") == before  # which is not touched by what came since
        other.ingest(*reports[-2:], extractor=extractor)
        assert other.ledger(as_of="2030-01-01") == after != before
        taken.clear()
        record.correct("reject", commitment=after[0]["id"], who="Ada", why="a joke")
        assert after[0]["id"] not in {row["id"] for row in record.ledger(as_of="2030-01-01")} and taken[-len(reports) :] == [report.id for report in reports]


def test_what_was_decided_is_kept_some_at_a_time_and_what_is_left_by_the_next_question(tmp_path, extractor, monkeypatch):
    monkeypatch.setattr(portions, "AT_ONCE", 1)
    saved, busy = [], iter([False, False, True, False, False, False, False])
    plain = linking._save
    monkeypatch.setattr(linking, "_save", lambda connection, decided: saved.append(len(decided)) or plain(connection, decided))
    monkeypatch.setattr(linking, "is_being_written", lambda engine, path: next(busy))
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*(Report(text, id=name, published=day) for name, (day, text) in REPORTS.items()), extractor=extractor)
        found = record.ledger(as_of="2030-01-01")
        assert saved == [1, 1] and decided_anew(record) == len(REPORTS) - 2
        assert record.ledger(as_of="2030-01-01") == found and saved == [1] * len(REPORTS) and decided_anew(record) == 0
