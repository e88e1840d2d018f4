"""A record in PostgreSQL: what differs from a file.  What does not is in test_search and test_ingest, which go through both."""

import random
import sqlite3
import subprocess
import sys
import threading
import warnings
from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pyotp import TOTP
from sqlalchemy import create_engine, text
from test_commands import NOTE, rows

import onrecord
from in_process import run
from members import BOSS, PASSWORD
from onrecord import RecordError, Report, UsageError
from onrecord.access.accounts import Accounts, Halfway
from onrecord.access.roles import Role
from onrecord.access.sealing import make_key
from onrecord.keep import postgresql
from onrecord.keep.index_postgresql import vector
from onrecord.keep.schema import metadata
from postgresql import WANTED, programs, running


@pytest.fixture
def database() -> str:
    return "postgresql"


def asked(address: str, *statements: str) -> list:
    engine = create_engine(address.replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(statement) for statement in statements]
        last = found[-1].fetchall() if found[-1].returns_rows else []
    engine.dispose()
    return last


def test_the_migrations_make_the_tables_that_the_code_knows(record):
    with record._engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [d for d in differences if "_words" not in str(d)] == []


def test_the_same_commands(server):
    address = server.fresh()
    assert run("--db", address, "ingest", "-", stdin=NOTE).stdout == "1 new, 0 changed, 0 known, 0 failed\n"
    assert run("--db", address, "ingest", "-", stdin=NOTE).stdout == "0 new, 0 changed, 1 known, 0 failed\n"
    *hits, _ = rows(run("search", "bridge", ONRECORD_DB=address))
    assert hits and run("--db", address, "verify").stdout.endswith("no fault\n")
    assert rows(run("--db", address, "stats"))[0]["path"] == address
    done = run("--db", address, "backup", "x")
    assert done.returncode == 2 and "pg_dump" in done.stderr


def test_arrays_come_back_as_they_went(record):
    chance = random.Random(1)
    signs = ["\\", '"', "'", ",", "{", "}", " ", "\n", "\t", "é", "漢", "🙂", "NULL", "null", "\\x41", ";", "a", ":x", "%s", "$1"]
    strings = ["", "NULL", *("".join(chance.choices(signs, k=chance.randint(0, 6))) for _ in range(500)), None]
    for kind, values in (("text", strings), ("bytea", [b"", b"\\x", None, *(chance.randbytes(chance.randint(0, 9)) for _ in range(200))]), ("bigint", [0, -(2**63), 2**63 - 1, None]), ("boolean", [True, False, None])):
        with record._engine.connect() as connection:
            found = connection.execute(text(f"SELECT unnest(CAST(:values AS {kind}[]))"), {"values": postgresql.array_of(values)}).scalars().all()
        assert [bytes(value) if isinstance(value, memoryview) else value for value in found] == values


def test_words_each_once_are_written_as_others_are(monkeypatch):
    """The short way and the long one."""
    words = "the north quay stays closed until spring"
    short = vector(words)
    monkeypatch.setattr("onrecord.keep.index_postgresql.LONGEST", 20)
    assert short == vector(words) == "'the':1 'north':2 'quay':3 'stays':4 'closed':5 'until':6 'spring':7" and vector("") == ""
    monkeypatch.setattr("onrecord.keep.index_postgresql.MOST", 60)
    assert vector(words + " " + words) == "'the':1,8 'north':2,9"


def test_what_is_no_record_is_told(server):
    with pytest.raises(RecordError, match="is empty"):
        onrecord.open(server.empty(), create=False)
    with pytest.raises(RecordError, match="does not exist: make it with `createdb`"):
        onrecord.open(server.address("none"))
    other = server.empty()
    asked(other, "CREATE TABLE bookmarks (x int)")
    with pytest.raises(RecordError, match="another program's"):
        onrecord.open(other)
    newer = server.fresh()
    asked(newer, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(RecordError, match="newer onrecord"):
        onrecord.open(newer)
    with pytest.raises(RecordError, match="cannot be reached") as error:
        onrecord.open("postgresql://somebody:sesame@127.0.0.1:1/x")
    assert "sesame" not in str(error.value)
    for address in ("mysql://x/y", "postgres://x/y", "postgresql://x:port/y", "://"):
        with pytest.raises(UsageError, match="no address"):
            onrecord.open(address)


def test_a_wrong_password_is_told_and_none_is_shown(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "sesame")
    assert postgresql.address("postgresql://me@host/x").password == "sesame" and postgresql.address("postgresql://me:own@host/x").password == "own"
    assert "sesame" not in postgresql.shown(postgresql.address("postgresql://me@host/x"))
    assert "refuses the password" in postgresql.reason(SimpleNamespace(args=({"C": "28P01", "M": "x"},))) and "cannot be reached" in postgresql.reason(ConnectionResetError(104, "reset"))


def test_a_user_without_rights_is_told(server):
    address = server.fresh()
    asked(address, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN")
    with pytest.raises(RecordError, match="may not be used by this user"):
        onrecord.open(address.replace("onrecord@", "guest@"))


def test_a_takedown_leaves_nothing_in_the_files(record, scripted, server):
    secret = 'Zed Quibblethorn said "the zanzitarium and its mulberry must go". ' + "Filler of the Vextrapool page. " * 400
    record.ingest(Report(secret, id="s1", title="Zanzitarium", url="https://a.example/zanzitarium"), *(Report(f'Ann Lee said "harbour {n}".', id=f"h{n}") for n in range(20)), extractor=scripted)
    asked(server.address(), "CHECKPOINT")
    (oid,) = asked(server.address(), f"SELECT oid FROM pg_database WHERE datname = '{record.path.database}'")[0]

    def held() -> set[str]:
        data = b"".join(file.read_bytes() for file in (server.data / "base" / str(oid)).iterdir()).lower()
        return {word for word in ("quibblethorn", "zanzitarium", "mulberry", "vextrapool") if word.encode() in data}

    assert held()
    done = record.takedown("s1", who="the editor", why="a court's order")
    asked(server.address(), "CHECKPOINT")
    assert done.statements == 1 and held() == set() and record.verify().faults == ()
    assert len(record.search("harbour", limit=100).hits) == 20 and record.ingest(Report(secret, id="s2"), extractor=scripted).taken_down == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE statement_words SET content = 'south:1' WHERE id = 1", "other words of statement 1"), ("UPDATE text_words SET content = 'south:1' WHERE id = 1", "other words of the text"),
        ("DELETE FROM statement_words WHERE id = 1", "lacks 1"), ("UPDATE statements SET kind = 9 WHERE id = 1", "none that there is"),
        ("UPDATE texts SET text = '\\xff00' WHERE id = 1", "no text any more"),
    ],
)  # fmt: skip
def test_a_single_fault_is_named(record, scripted, change, told):
    record.ingest(Report('Ann Lee said "the north quay stays closed".', id="a"), extractor=scripted)
    assert record.verify().faults == ()
    asked(str(record.path), change.replace("%", "%%"))
    assert any(told in fault for fault in record.verify().faults), record.verify().faults


def test_two_programs_write_at_once(server, tmp_path):
    address = server.empty()
    script = f"import onrecord; from onrecord import Report\nwith onrecord.open({address!r}) as r: r.ingest(*(Report('The mayor said that ' + str(n) + ' came.', id=str(n)) for n in range(8)))"
    running_now = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[1] for process in running_now] == [b"", b""]
    with onrecord.open(address, create=False) as record:
        stats = record.stats()
        assert record.verify().faults == () and stats.versions == 8 and stats.outcomes["new"] == stats.outcomes["known"] == 8


def test_threads_share_a_record(record, make_scripted):
    def work(n: int) -> None:
        for i in range(3):
            record.ingest(Report(f'Ann Lee said "word{n} and {i}".', id=f"{n}-{i}"), extractor=make_scripted())
            assert record.search(f"word{n}").hits

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.stats().versions == 12 and record.verify().faults == ()


def test_a_server_that_goes_away_and_returns(scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.ingest.REPORTS", 2)
    reports = [Report(f'Ann Lee said "number {n}".', id=str(n)) for n in range(9)]
    with running() as server, onrecord.open(server.fresh()) as record:

        def watch(number: int, _: int) -> None:
            if number == 6:
                server.stop()

        with pytest.raises(RecordError, match=r"cannot be reached.*what was committed before is kept"):
            record.ingest(*reports, extractor=scripted, watch=watch)
        for ask in (record.search, record.stats, record.verify, lambda: record.takedown("1", who="x", why="y")):
            with pytest.raises(RecordError, match="cannot be reached"):
                ask()
        server.start()
        assert 2 <= record.stats().articles <= 6
        assert record.ingest(*reports, extractor=scripted).failed == 0
        assert record.stats().articles == 9 and record.verify().faults == () and record.stats().unfinished == 1


def test_long_texts_and_long_words_are_taken(record, scripted):
    odd = [f'Ann Lee said "{"é" * 5000} end". ' + " ".join(f"word{n}" for n in range(120_000)), "the " * 30_000 + "end", "x" * 3_000_000]
    assert record.ingest(*(Report(text, id=str(n)) for n, text in enumerate(odd)), extractor=scripted).new == 3
    assert [hit.article for hit in record.search("é" * 5000).hits] == ["0"] and {hit.article for hit in record.search("end", within="reports").hits} == {"0", "1"}
    assert record.verify().faults == ()


def test_the_text_form_of_a_tsvector():
    assert vector("to be or not to be") == "'to':1,5 'be':2,6 'or':3 'not':4" and vector("") == ""


def test_without_a_server_the_tests_fail_and_say_why(monkeypatch):
    monkeypatch.setattr("postgresql.programs", lambda: None)
    with pytest.raises(AssertionError, match="install Debian's package"), running():
        pass
    assert programs() and "postgresql" in WANTED


def test_a_file_with_an_odd_name_is_no_address(tmp_path):
    onrecord.open(tmp_path / "postgresql:x.db").close()
    with closing(sqlite3.connect(tmp_path / "postgresql:x.db")) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone()


def test_users_who_sign_in_and_second_factors(record, cheap_passwords, monkeypatch):
    monkeypatch.setenv("ONRECORD_KEY", make_key())
    accounts, at = Accounts(record), datetime(2026, 3, 5, 12, tzinfo=UTC)
    accounts._clock = lambda: at
    accounts.add("Irena", Role.editor, PASSWORD, BOSS)
    secret = accounts.second.begin("Irena", BOSS)
    codes = accounts.second.confirm("Irena", TOTP(secret).at(at), BOSS)
    half = accounts.log_in("Irena", PASSWORD, "x")
    assert isinstance(half, Halfway) and accounts.second.halfway(half.secret) == "Irena"
    with pytest.raises(UsageError):
        accounts.second.finish(half.secret, TOTP(secret).at(at), "x")
    assert accounts.by_session(accounts.second.finish(half.secret, codes[0], "x"), "x")[0].lacks is False
    accounts.second.want(frozenset({Role.reader}), BOSS)
    there = accounts.sign_in("https://login.example", "u\x00-1", "Irena", Role.reader, False, "x")
    accounts.add("Per", Role.reader, PASSWORD, BOSS)
    assert accounts.by_session(there, "x")[0].lacks is False and accounts.by_session(accounts.log_in("Per", PASSWORD, "x"), "x")[0].lacks is True
    for name in ("Irena (2)", "Irena"):
        accounts.remove(name, BOSS)
    assert [user.name for user in accounts.everybody()] == ["Per"]
