import sqlite3
from contextlib import closing, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord import InputError, RecordError, Report, UsageError
from onrecord.keep.difference import compare
from onrecord.keep.index import encoded
from onrecord.keep.lookup import Kept
from onrecord.keep.packing import pack_parts, pack_spans, unpack_parts, unpack_spans

OLD = 'Ann Lee said "the north quay stays closed". The vote is on Monday.\n\nBo Orn denied that it rains.\n'
NEW = 'Ann Lee said "the north quay opens". The vote is on Monday.\n\nBo Orn denied that it rains.\nCorrected.\n'


@pytest.fixture
def kept(record, scripted):
    record.ingest(Report(OLD, id="news-1"), Report(OLD, id="news-2"), Report("Ann Lee said that it snows.", id="older_%"), extractor=scripted)
    record.ingest(Report(NEW, id="news-1"), extractor=scripted)
    return record


def test_by_a_beginning(kept):
    assert kept.find("older").id == "older_%" and kept.find("news-1").text == NEW
    statement = kept.article("news-1").statements[0]
    found = kept.find(statement.id[:9])
    assert isinstance(found, Kept) and found.statement == statement and found.words == '"the north quay opens"' and found.article.id == "news-1"
    assert kept.statement(statement.id) == found
    for id in ("older%", "nothing", "", "older__", "News-1"):
        with pytest.raises(InputError, match="is the id of no"):
            kept.find(id)
    with pytest.raises(UsageError, match="news-1, news-2"):
        kept.find("news")
    with pytest.raises(InputError, match="version 3"):
        kept.article("news-1", 3)


def test_a_statement_of_an_old_version_keeps_its_address(kept):
    old = kept.article("news-1", 1).statements[0]
    found = kept.statement(old.id)
    assert found.article.text == OLD and found.statement == old


def test_a_beginning_may_be_the_whole_id_of_another(record, scripted):
    record.ingest(Report("One.", id="a"), Report("Two.", id="ab"), extractor=scripted)
    assert record.find("a").text == "One."


def test_what_changed_between_versions(kept):
    difference = kept.diff("news-1")
    told = [(difference.before[slice(*c.before)], difference.after[slice(*c.after)]) for c in difference.changes]
    assert told == [("stays closed", "opens"), ("", "Corrected.\n")] or told == [("stays", "opens"), (" closed", ""), ("", "Corrected.\n")]
    assert difference.numbers == (1, 2)
    with pytest.raises(InputError, match="one version"):
        kept.diff("news-2")


@given(st.text("ab \n."), st.text("ab \n."))
def test_the_changes_turn_one_text_into_the_other(before, after):
    made, at = "", 0
    for change in compare(before, after):
        made += before[at : change.before[0]] + after[slice(*change.after)]
        at = change.before[1]
    assert made + before[at:] == after


def test_a_record_proves_itself(kept):
    proof = kept.verify()
    assert proof.faults == () and (proof.texts, proof.articles, proof.versions, proof.statements) == (3, 3, 4, 5) and proof.spans == 20


def packed(*spans) -> str:
    return f"x'{pack_spans(spans).hex()}'"


def told_of(*mentions) -> str:
    return f"x'{pack_parts([('', mentions), None, None, None]).hex()}'"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"UPDATE texts SET text = x'{encoded(OLD.replace('north', 'south')).hex()}' WHERE id = 1", "has another hash"),
        (f"UPDATE texts SET text = CAST('{OLD.replace('north', 'south')}' AS BLOB) WHERE id = 1", "has another hash"),
        ("UPDATE texts SET text = x'fe' WHERE id = 1", "no text any more"),
        ("UPDATE texts SET text = x'ff9988' WHERE id = 1", "no text any more"),
        ("UPDATE texts SET text = NULL WHERE id = 1", "no takedown tells why"),
        (f"UPDATE statements SET content = {packed((0, 5))} WHERE id = 1", "other words than were stored"),
        (f"UPDATE statements SET source = {packed((1, 5))} WHERE id = 1", "other words than were stored"),
        (f"UPDATE statements SET cue = {packed((8, 9000))} WHERE id = 1", "outside the text: cue 8–9000"),
        (f"UPDATE statements SET speaker_told = {told_of((0, 8))} WHERE id = 1", "other words than were stored"),
        (f"UPDATE statements SET speaker_told = {told_of((-4, 7))} WHERE id = 1", "outside the text: speaker's mentions"),
        ("UPDATE statements SET speaker_told = x'0102' WHERE id = 1", "cannot be read"),
        ("UPDATE statements SET speaker_name = 'Somebody Else' WHERE id = 1", "'Somebody Else' is not in the text"),
        ("UPDATE statements SET statement_id = 7 WHERE id = 1", "its id is not that of its spans"),
        ("UPDATE statements SET within = 7 WHERE id = 1", "which is not kept"),
        ("UPDATE statements SET content = x'05' WHERE id = 1", "cannot be read"),
        ("UPDATE statements SET kind = 9 WHERE id = 1", "is none that there is"),
        (f"UPDATE readings SET boilerplate = {packed((0, 9000))} WHERE id = 1", "boilerplate outside"),
        ("UPDATE readings SET boilerplate = 'x' WHERE id = 1", "boilerplate outside"),
        ("DELETE FROM statements WHERE id = 1", "has 1 that are not kept"),
        ("DELETE FROM statements WHERE id = 1", "not all of them are kept"),
        ("INSERT INTO statement_words(statement_words) VALUES ('delete-all')", "lacks 5"),
        ("INSERT INTO statement_words(statement_words, rowid, content, speaker) VALUES ('delete', 1, 'the north quay stays closed §k0', 'ann lee'); INSERT INTO statement_words(rowid, content, speaker) VALUES (1, 'the south quay stays closed §k0', 'ann lee')",
         "has 'south' in 1 of them, 1 times, and not in 0"),
        ("INSERT INTO text_words(text_words, rowid, content) VALUES ('delete', 2, 'ann lee said that it snows'); INSERT INTO text_words(rowid, content) VALUES (2, 'ann lee said it snows')", "another number of words"),
        ("DELETE FROM readings WHERE id = 3", "points to no row"),
        ("DELETE FROM versions", "has no version"),
    ],
)  # fmt: skip
def test_a_single_fault_is_named(kept, change, told):
    kept.close()
    with closing(sqlite3.connect(kept.path)) as raw:
        raw.executescript(change)
        raw.commit()
    with onrecord.open(kept.path) as again:
        assert any(told in fault for fault in again.verify().faults), again.verify().faults


SPANS = st.lists(st.tuples(st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40))).map(tuple)


@given(SPANS)
def test_spans_come_back_from_few_bytes(spans):
    assert unpack_spans(pack_spans(spans)) == spans


@given(st.lists(st.none() | st.tuples(st.text(alphabet=st.characters(exclude_categories=())), SPANS)).map(tuple), st.binary(max_size=40))
def test_parts_come_back_and_anything_else_is_no_more_than_an_error(parts, anything):
    assert unpack_parts(pack_parts(parts)) == parts
    for unpack in (unpack_parts, unpack_spans):
        with suppress(ValueError):
            unpack(anything)


def test_a_damaged_file_is_told(kept):
    kept.close()
    data = bytearray(kept.path.read_bytes())
    data[8192:40960] = b"\x55" * (40960 - 8192)
    kept.path.write_bytes(data)
    try:
        with onrecord.open(kept.path) as again:
            assert again.verify().faults
    except RecordError as error:
        assert "damaged" in str(error)


def test_a_backup_is_the_record(kept, tmp_path):
    kept.backup(tmp_path / "copy.db")
    kept.ingest(Report("Later.", id="later"))
    assert sorted(p.name for p in tmp_path.iterdir() if "copy" in p.name) == ["copy.db"]
    with onrecord.open(tmp_path / "copy.db") as copy:
        assert copy.verify().faults == () and copy.find("news-1") == kept.find("news-1") and copy.stats().articles == 3
        assert copy.search("quay") == kept.search("quay")
    kept.backup(tmp_path / "copy.db")
    with onrecord.open(tmp_path / "copy.db") as copy:
        assert copy.find("later").text == "Later."
    for target in (kept.path, tmp_path, tmp_path / "no" / "copy.db"):
        with pytest.raises(UsageError):
            kept.backup(target)


def test_numbers(kept):
    stats = kept.stats()
    assert (stats.articles, stats.versions, stats.texts, stats.tied, stats.ingests, stats.unfinished) == (3, 4, 3, 2, 2, 0)
    assert stats.text_bytes == len(OLD) + len(NEW) + len("Ann Lee said that it snows.") and stats.outcomes == {"new": 3, "changed": 1, "known": 0, "failed": 0, "taken_down": 0}


def test_a_backup_replaces_a_record_alone(kept, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("precious")
    with pytest.raises(UsageError, match="is no record, and would be lost"):
        kept.backup(notes)
    assert notes.read_text() == "precious"
    for _ in range(2):
        kept.backup(tmp_path / "copy.db")
    assert [file.name for file in sorted(tmp_path.glob("*.db*")) if file.name.startswith("copy")] == ["copy.db"]
