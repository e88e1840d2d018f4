"""A record of each released schema is brought up to date when it is opened, with all that is in it.

The files in data/ were made by the versions of onrecord that had these schemas; the JSON is what they gave back.
"""

import gzip
import json
from pathlib import Path

import pytest

import onrecord
from onrecord import InputError

DATA = Path(__file__).parent / "data"


@pytest.fixture(params=["0001"])
def old(request, tmp_path):
    path = tmp_path / "record.db"
    path.write_bytes(gzip.decompress((DATA / f"record-{request.param}.db.gz").read_bytes()))
    with onrecord.open(path, create=False) as record:
        yield record, json.loads((DATA / f"record-{request.param}.json").read_text(encoding="utf-8"))


def of_now(row):
    """With the fields that were added since."""
    if "statements" in row:
        return row | {"statements": [each | {"corrected": None, "utterance": None} for each in row["statements"]], "corrections": [], "reviews": [], "amendments": []}
    return row | {"statement": row["statement"] and row["statement"] | {"corrected": None, "utterance": None}}


def test_everything_is_carried_over(old):
    record, expected = old
    assert record.verify().faults == ()
    for id, versions in expected["articles"].items():
        assert [[record.article(id, version.number).to_dict()] for version in record.versions(id)] == [[of_now(each) for each in version] for version in versions]
    for words, hits in expected["hits"].items():
        found = [json.loads(json.dumps(hit.to_dict())) for hit in record.search(words, versions="all").hits]
        assert all(hit.pop("quote") is None or hit["statement"] for hit in found) and found == list(map(of_now, hits))
    assert record.stats().statements == {"scripted-1": 4} and record.stats().failures == 1 and record.stats().outcomes["new"] == 6


def test_what_was_taken_down_stays_so(old, scripted):
    record, _ = old
    with pytest.raises(InputError, match="taken down"):
        record.article("gone")
    assert b"zanzitarium" not in record.path.read_bytes()


def test_it_goes_on(old, scripted):
    record, _ = old
    record.ingest(onrecord.Report('Ann Lee said "the pumps came".', id="d", published="2026-02-01"), extractor=scripted)
    assert [hit.article for hit in record.search("pumps").hits] == ["d", "a", "b"] and record.verify().faults == ()
