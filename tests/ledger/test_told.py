"""What reports tell the ledger is read with their statements when they are ingested, kept beside them, and proved."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from town import REPORTS

import onrecord
from onrecord import Extractor, Report
from onrecord.errors import RecordError
from onrecord.follow.findings import finding_of
from onrecord.keep import unread
from onrecord.keep.schema import findings

NEWS = [Report(text, id=name, published=day) for name, (day, text) in list(REPORTS.items())[:6]]
FOREIGN = Report("Der Bürgermeister sagte, die Brücke werde nicht geöffnet, und dankte den Helfern für ihre Arbeit.", id="fremd", published="2024-02-01")


def test_it_is_what_would_be_read_later(tmp_path, extractor):
    with onrecord.open(tmp_path / "now.db") as now, onrecord.open(tmp_path / "later.db") as later:
        now.ingest(*NEWS, FOREIGN, extractor=extractor)
        later.ingest(*NEWS, FOREIGN, extractor=Extractor(commitments=False))
        assert (now.unread(), later.unread()) == (0, len(NEWS) + 1)
        assert now.ledger(as_of="2024-12-31") == later.ledger(as_of="2024-12-31") != ()
        assert later.unread() == 0
        proved = now.verify()
        assert proved == later.verify() and proved.findings > len(NEWS) and proved.faults == ()


def test_workers_tell_it_too(tmp_path, extractor):
    with onrecord.open(tmp_path / "one.db") as one, onrecord.open(tmp_path / "two.db") as two:
        one.ingest(*NEWS, extractor=extractor)
        two.ingest(*NEWS, workers=2)
        assert two.unread() == 0 and two.ledger(as_of="2024-12-31") == one.ledger(as_of="2024-12-31")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_came_without_is_read_when_it_is_wanted(tmp_path, extractor, monkeypatch, workers):
    monkeypatch.setattr(unread, "TOGETHER", 2)
    seen = []
    with onrecord.open(tmp_path / "now.db") as now, onrecord.open(tmp_path / "later.db") as later:
        now.ingest(*NEWS, extractor=extractor)
        later.ingest(*NEWS, extractor=Extractor(commitments=False))
        assert later.read_for_ledger(workers=workers, watch=seen.append) == len(NEWS) and seen == list(range(1, len(NEWS) + 1))
        assert later.unread() == later.read_for_ledger() == 0
        monkeypatch.setattr(Extractor, "tell", None)  # nothing is left to be told
        assert later.ledger(as_of="2024-12-31") == now.ledger(as_of="2024-12-31") != ()


def test_the_extractor_that_is_given_stays_as_it_is(extractor):
    article = extractor.extract(NEWS[0])
    assert article.told is None and article.commitments
    heard = extractor.for_ledger().extract(NEWS[0])
    assert heard.told == extractor.tell(article) and heard.commitments is None and heard == replace(article, commitments=None)
    assert "told" not in heard.to_dict() and Extractor(commitments=False).for_ledger().extract(NEWS[0]).told is None


def test_findings_come_back_from_what_is_kept(extractor):
    for report in NEWS:
        for finding in extractor.for_ledger().extract(report).told.findings:
            assert finding_of(finding.to_dict()) == finding and not {"retold", "share"} & {name for name, value in finding.to_dict().items() if not value}


@pytest.mark.parametrize(("change", "fault"), [
    (lambda told: told["findings"][0].update(text="What nobody said"), "are not the words of its text"), (lambda told: told["findings"][0].update(span=[3, 99_999]), "lies outside its text"),
    (lambda told: told["findings"][0].update(statement="0123456789abcdef"), "is said in a statement that is not kept"), (lambda told: told["findings"][0].pop("span"), "cannot be read"),
])  # fmt: skip
def test_what_was_altered_is_told(tmp_path, extractor, change, fault):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(*NEWS[:2], extractor=extractor)
        with record._writing() as connection:
            row = connection.execute(findings.select().order_by(findings.c.version)).first()
            change(row.told)
            connection.execute(update(findings).where(findings.c.version == row.version).values(told=row.told))
        assert [each.partition("the ledger ")[2] for each in record.verify().faults] == [fault]


def test_what_is_no_longer_what_was_written_is_no_traceback(tmp_path, extractor):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(NEWS[0], extractor=extractor)
        with record._writing() as connection:
            connection.exec_driver_sql("UPDATE findings SET told = x'00ff'")
        assert record.verify().faults == (f"what report {NEWS[0].id} tells the ledger cannot be read",)
        with pytest.raises(RecordError, match="was altered in the file"):
            record.ledger()
