import json
from io import BytesIO
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Report
from onrecord.follow.ledger import with_commitments
from onrecord.keep.ingest import Outcome

REPORT = 'The minister Irena Novak promised "sixty more pumps by spring". Per Haldorsen said that the ice was early.\n\nRead also: the storm'


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def counts(outcome: Outcome) -> tuple[int, ...]:
    return outcome.new, outcome.changed, outcome.known, outcome.failed


def test_what_is_kept_is_what_was_extracted(record, scripted):
    report = Report(REPORT, id="a1", path="x/a.html", url="https://a.example/1", title="Pumps", outlet="Post", published="2026-01-02", published_at="2026-01-02T10:00:00+01:00",
                    page_sha256="0" * 64, source="x/a.html", reader="html")
    assert counts(record.ingest(report, extractor=scripted)) == (1, 0, 0, 0)
    article = record.article("a1")
    assert article == scripted.extract(report) and len(article.statements) == 2 and article.boilerplate
    (version,) = record.versions("a1")
    assert (version.source, version.reader, version.number, version.sha256) == ("x/a.html", "html", 1, article.sha256)


def test_the_model_s_own_statements_come_back_as_they_were(record, extractor):
    text = 'The minister promised 60 more generators. "Winter will not wait for us," she told reporters, and asked the BBC to report that the mayor had agreed to pay.'
    record.ingest(Report(text, id="a"), extractor=extractor)
    kept = record.article("a")
    assert with_commitments(kept, extractor.telling(kept)) == extractor.extract(Report(text, id="a")) and kept.statements
    assert record.verify().faults == ()


def test_the_same_report_again_is_known_and_not_extracted(record, scripted):
    record.ingest(Report(REPORT, id="a1"), extractor=scripted)
    assert counts(record.ingest(Report(REPORT, id="a1"), Report(REPORT, id="a1"), extractor=scripted)) == (0, 0, 2, 0)
    assert scripted.seen == 1 and record.stats().versions == 1


def test_a_changed_text_is_a_new_version_beside_the_old(record, scripted):
    record.ingest(Report(REPORT, id="a1"), extractor=scripted)
    assert counts(record.ingest(Report(REPORT.replace("sixty", "forty"), id="a1"), extractor=scripted)) == (0, 1, 0, 0)
    assert "forty" in record.article("a1").text and "sixty" in record.article("a1", 1).text
    assert counts(record.ingest(Report(REPORT, id="a1"), extractor=scripted)) == (0, 0, 1, 0)


def test_the_same_text_under_two_ids_is_two_articles_that_are_tied(record, scripted):
    assert counts(record.ingest(Report(REPORT, id="a"), Report(REPORT, id="b"), Report("Nothing else.", id="c"), extractor=scripted)) == (3, 0, 0, 0)
    record.ingest(Report(REPORT, url="https://c.example/"), extractor=scripted)
    assert scripted.seen == 3  # the second while the first was under way; the last was known
    assert record.versions("a")[0].tied == ("b", "https://c.example/") and record.versions("c")[0].tied == ()
    assert record.article("https://c.example/").statements == record.article("a").statements
    assert record.stats().texts == 2 and record.stats().tied == 3


def test_another_model_s_statements_stand_beside(record, scripted, make_scripted):
    record.ingest(Report(REPORT, id="a"), extractor=scripted)
    record.ingest(Report(REPORT, id="b"), extractor=make_scripted("scripted-2"))
    assert record.article("a").model == "scripted-2" and record.stats().statements == {"scripted-1": 2, "scripted-2": 2}
    assert len(record.search("pumps").hits) == 2  # in two reports, by the latest model alone
    assert record.verify().faults == ()


def test_jsonl_as_it_is_documented(record, scripted, tmp_path):
    rows = [{"id": str(i), "title": f"T{i}", "outlet": "Post", "published": f"2026-01-0{i}", "text": f'Ann Lee said "number {i}".'} for i in (1, 2)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nnot json\n")
    outcome = record.ingest(tmp_path / "in.jsonl", extractor=scripted)
    assert counts(outcome) == (2, 0, 0, 1) and "line 3" in str(outcome.failures[0])
    article = record.article("2")
    assert (article.title, article.outlet, article.published, article.text) == ("T2", "Post", "2026-01-02", 'Ann Lee said "number 2".')
    assert record.versions("2")[0].reader == "jsonl"


def test_failures_are_kept_until_they_are_read_again(record, scripted, tmp_path):
    lines = [json.dumps({"id": "1", "body": "Ann Lee said that it rains."}), "{"]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines))
    mapped = onrecord.Limits(fields={"text": "body"})
    record.ingest(file, tmp_path / "missing.txt", limits=mapped, extractor=scripted)
    record.ingest(tmp_path / "missing.txt", extractor=scripted)
    assert [(f.source, f.name) for f in record.failures()] == [(str(file), f"{file} line 2"), (str(tmp_path / "missing.txt"),) * 2]
    file.write_text("\n".join([lines[0], json.dumps({"id": "2", "body": "Ann Lee said that it pours."})]))
    assert counts(record.retry(extractor=scripted)) == (1, 0, 1, 1)
    assert [f.source for f in record.failures()] == [str(tmp_path / "missing.txt")]
    (tmp_path / "missing.txt").write_text("Found.")
    assert counts(record.ingest(tmp_path, extractor=scripted))[3] == 1  # without the mapping, all lines of in.jsonl fail now, which is told once
    assert [f.source for f in record.failures()] == [str(file)]


def test_standard_input_is_not_retried(record, scripted, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"")))
    assert record.ingest("-", extractor=scripted).failed == 1
    assert record.retry(extractor=scripted) == Outcome() and len(record.failures()) == 1


def test_another_language_is_kept_without_statements(record, scripted):
    outcome = record.ingest(Report("Der Bürgermeister sagte nichts.", id="de"), extractor=scripted)
    assert outcome.foreign == (("de", "de"),) and outcome.failed == 0 and record.article("de").statements == ()


def test_what_was_done_before_an_error_stays(record, scripted):
    def fails(reports):
        for n, report in enumerate(reports):
            if n == 3:
                raise onrecord.OnrecordError("the model broke")
            yield scripted.extract(report)

    good = scripted.extract_many
    scripted.extract_many = fails
    reports = [Report(f"Ann Lee said that {n} came.", id=str(n)) for n in range(6)]
    with pytest.raises(onrecord.OnrecordError):
        record.ingest(*reports, extractor=scripted)
    assert record.stats().articles == 3 and record.stats().unfinished == 1
    scripted.extract_many = good
    assert counts(record.ingest(*reports, extractor=scripted)) == (3, 0, 3, 0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text(min_size=1), st.text())
def test_any_text_comes_back_as_it_came(record, make_scripted, text, id, title):
    text += ' Ann Lee said "' + text.replace('"', "") + '".'
    report = Report(text, id=id, title=title, outlet=title, source=title)
    record.ingest(report, extractor=make_scripted())
    latest = record.versions(id)[-1]
    assert record.article(id, next(v.number for v in record.versions(id) if v.sha256 == make_scripted().extract(report).sha256)).text == text
    assert latest.number >= 1


@pytest.mark.parametrize("text", ["\ud83d half \x00 nul \ufdd0 none", "", "\n" * 9, "é" * 100_000, "\ufdd00041"])
def test_odd_texts(record, scripted, text):
    record.ingest(Report(text, id=text or "empty", title=text), extractor=scripted)
    article = record.article(text or "empty")
    assert article.text == text and article.title == text and record.verify().faults == ()


def test_batches_are_committed_on_the_way(record, scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.ingest.REPORTS", 2)
    seen = []

    def watch(reports, statements):
        with onrecord.open(record.path) as other:
            seen.append(other.stats().articles)

    record.ingest(*(Report(f"Ann Lee said that {n} came.", id=str(n)) for n in range(5)), extractor=scripted, watch=watch)
    assert seen == [0, 0, 2, 2, 4] and record.stats().articles == 5
