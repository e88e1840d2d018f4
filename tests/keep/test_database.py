import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord import RecordError, Report, UsageError
from onrecord.keep.columns import escape, unescape
from onrecord.keep.database import MIGRATIONS
from onrecord.keep.schema import SCHEMA, metadata


def test_the_migrations_make_the_tables_that_the_code_knows(record):
    with record._engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that indexes of expressions are not looked at
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    assert [d for d in differences if not (d[0] == "remove_table" and "_words" in d[1].name)] == []  # the index's own tables
    assert settings == ["wal", 1]
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_string_is_escaped_and_back(words):
    escape(words).encode("utf-8")
    assert unescape(escape(words)) == words and "\x00" not in escape(words)


def test_opened_again(record, scripted):
    record.ingest(Report('Ann Lee said "yes".', id="a"), extractor=scripted)
    record.close()
    with onrecord.open(record.path, create=False) as again:
        assert again.article("a").statements
    with pytest.raises(RecordError, match="is closed"):
        record.article("a")


def other_program(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE bookmarks (x)")
        raw.commit()


def newer(path):
    onrecord.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
        raw.commit()


@pytest.mark.parametrize(
    ("make", "told"),
    [(lambda p: p.write_bytes(b"no database at all, but long enough to be looked at " * 90), "is not a record"), (other_program, "another program's"), (newer, "newer onrecord"), (lambda p: p.mkdir(), "is a folder"),
     (lambda p: p.with_name("folder").mkdir() or p.symlink_to("nowhere/at/all"), "could not be opened|folder does not exist")],
)
def test_what_is_no_record_is_told(tmp_path, make, told):
    path = tmp_path / "x.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(RecordError, match=told):
        onrecord.open(path)
    assert before is None or path.read_bytes() == before


def test_a_record_that_is_not_there(tmp_path):
    with pytest.raises(RecordError, match="does not exist"):
        onrecord.open(tmp_path / "x.db", create=False)
    with pytest.raises(RecordError, match="folder does not exist"):
        onrecord.open(tmp_path / "no" / "x.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(RecordError, match="is empty"):
        onrecord.open(tmp_path / "empty.db", create=False)
    with pytest.raises(UsageError):
        onrecord.open("mysql://localhost/x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.db"]
    onrecord.open(tmp_path / "empty.db").close()
    onrecord.open(tmp_path / "#odd ?%20:name.db").close()
    assert (tmp_path / "#odd ?%20:name.db").exists()


def test_a_file_that_may_not_be_written_is_told(record, scripted):
    record.ingest(Report("Ann Lee said that it rains.", id="a"), extractor=scripted)
    record.close()
    record.path.chmod(0o644)
    record.path.parent.chmod(0o755)
    script = f"import onrecord; r = onrecord.open({str(record.path)!r}); r.takedown('a', who='x', why='y')"
    shared = record.path.parents[1]
    shared.chmod(0o755)
    shared.parent.chmod(0o755)
    done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-c", script], capture_output=True, text=True)
    assert "RecordError" in done.stderr and ("may not be written" in done.stderr or "could not be opened" in done.stderr)


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    script = f"import onrecord; onrecord.open({str(folder / 'x.db')!r})"
    done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-c", script], capture_output=True, text=True)
    assert "RecordError" in done.stderr and "could not be opened" in done.stderr


def test_two_programs_make_one_record_at_once(tmp_path):
    script = f"import onrecord; onrecord.open({str(tmp_path / 'x.db')!r}).close()"
    running = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(4)]
    assert [p.communicate()[1] for p in running] == [b""] * 4
    assert onrecord.open(tmp_path / "x.db", create=False).stats().articles == 0


def test_threads_share_a_record(record, make_scripted):
    errors = []

    def work(n):
        try:
            for i in range(5):
                record.ingest(Report(f'Ann Lee said "word{n} and {i}".', id=f"{n}-{i % 3}"), extractor=make_scripted())
                assert record.search(f"word{n}").hits and record.article(f"{n}-{i % 3}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and record.stats().versions == 30 and record.verify().faults == ()


def test_another_writer_is_waited_for(record, scripted):
    other = sqlite3.connect(record.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: other.execute("ROLLBACK")).start()
    began = time.monotonic()
    assert record.ingest(Report("x", id="a"), extractor=scripted).new == 1 and time.monotonic() - began > 0.2
    other.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(record, scripted):
    with record._engine.connect() as connection:
        limit = connection.exec_driver_sql("PRAGMA page_count").scalar() + 8
    record.ingest(Report("Ann Lee said that it rains.", id="a"), extractor=scripted)

    from sqlalchemy import event

    @event.listens_for(record._engine, "begin")
    def small(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")

    with pytest.raises(RecordError, match="disk is full"):
        record.ingest(*(Report(f"Ann Lee said that {n} came. " * 2000, id=str(n)) for n in range(20)), extractor=scripted)
    event.remove(record._engine, "begin", small)
    record._engine.dispose()
    assert record.stats().articles == 1 and record.verify().faults == ()
