"""`onrecord user`, as it is typed."""

import sys
from subprocess import PIPE, Popen

import pytest
from pyotp import parse_uri
from test_commands import rows

import onrecord
from in_process import run
from onrecord.access import commands
from onrecord.access.accounts import Accounts

PASSWORD = "mumbling otter 42 quay"


@pytest.fixture
def db(tmp_path, cheap_passwords):
    onrecord.open(tmp_path / "record.db").close()
    return tmp_path / "record.db"


def user(db, *arguments, stdin=None):
    return run("--db", db, "user", *arguments, stdin=stdin)


def test_from_first_to_last(db):
    assert user(db, "add", "Irena Novak", "--role", "editor", stdin=PASSWORD + "\nmore").stdout == "Irena Novak is an editor\n"
    assert user(db, "add", "Per", stdin=PASSWORD).stdout == "Per is a reader\n"
    with onrecord.open(db) as record:
        secret = Accounts(record).log_in("irena novak", PASSWORD, "10.0.0.1")
        assert secret
    listed = rows(user(db, "list"))
    assert [(row["name"], row["role"], row["sessions"], row["tokens"]) for row in listed] == [("Irena Novak", "editor", 1, 0), ("Per", "reader", 0, 0)]
    assert user(db, "role", "per", "reviewer").stdout == "Per is a reviewer now\n"
    made = user(db, "token", "add", "per", "--for", "the wire", "--role", "reviewer", "--days", "3")
    token = made.stdout.strip()
    assert token.startswith("onr_") and "\n" not in token and token not in made.stderr and "it is not told again" in made.stderr
    (row,) = rows(user(db, "token", "list", "Per"))
    assert (row["user"], row["name"], row["role"], row["revoked"]) == ("Per", "the wire", "reviewer", None) and row["expires"] > row["created"] and token not in str(row)
    assert "1 token still holds" in user(db, "password", "Per", stdin="seven lamps under the pier\r\n").stdout
    assert user(db, "token", "revoke", row["id"]).stdout == f"token {row['id']} of Per is revoked\n"
    assert user(db, "logout").stdout == "1 session ended\n" and user(db, "logout", "irena novak").stdout == "0 sessions ended\n"
    assert user(db, "remove", "Per").returncode == 0 and len(rows(user(db, "list"))) == 1
    log = rows(user(db, "audit"))
    assert [row["action"] for row in log] == ["user added", "user added", "login", "role changed", "token added", "password changed", "token revoked", "sessions ended", "sessions ended", "sessions ended", "user removed"]
    assert {row["address"] for row in log if row["action"] != "login"} == {"command line"} and PASSWORD not in str(log)
    assert [row["who"] for row in rows(user(db, "audit", "--action", "login"))] == ["Irena Novak"] and len(rows(user(db, "audit", "--limit", "2"))) == 2 and rows(user(db, "audit", "--who", "x")) == []


@pytest.mark.parametrize("arguments", [["list"], ["audit"], ["token", "list"]])
def test_tables(db, arguments):
    assert "n" in user(db, *arguments, "--format", "table").stdout
    user(db, "add", "Irena", stdin=PASSWORD)
    user(db, "token", "add", "Irena", "--for", "x")
    told = user(db, *arguments, "--format", "table").stdout
    assert "Irena" in told and "times are in UTC" in told


@pytest.mark.parametrize(("arguments", "stdin", "status", "reason"), [
    (["add", "Per"], "", 2, "no password was given"), (["add", "Per"], "short", 2, "12 to 256"), (["add", "Per"], "percyperperper", 2, "easy to guess"), (["add", "Per", "--role", "boss"], PASSWORD, 2, "is no role"), (["add", "IRENA"], PASSWORD, 2, "is a user already"),
    (["add", " "], PASSWORD, 2, "cannot be"), (["role", "nobody", "admin"], None, 1, "is no user"), (["remove", "nobody"], None, 1, "is no user"), (["password", "nobody"], PASSWORD, 1, "is no user"), (["password", "Irena"], "x", 2, "12 to 256"), (["logout", "nobody"], None, 1, "is no user"),
    (["token", "add", "Irena", "--for", "x", "--role", "admin"], None, 2, "no more"), (["token", "add", "Irena", "--for", ""], None, 2, "name the token"), (["token", "revoke", "9"], None, 1, "number of no token"), (["token", "list", "nobody"], None, 1, "is no user"),
    (["token", "add", "Irena"], None, 2, "--for"), (["add", "Per", PASSWORD], PASSWORD, 2, "unexpected"),
])  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_kept(db, arguments, stdin, status, reason):
    user(db, "add", "Irena", stdin=PASSWORD)
    done = user(db, *arguments, stdin=stdin)
    assert done.returncode == status and reason in done.stderr and "Traceback" not in done.stderr and not done.stdout
    assert [row["name"] for row in rows(user(db, "list"))] == ["Irena"] and rows(user(db, "token", "list")) == []


def test_what_users_need_is_told(db, monkeypatch):
    monkeypatch.setattr(commands, "find_spec", lambda name: None if name == "argon2" else name)
    done = user(db, "list")
    assert done.returncode == 2 and "pip install 'onrecord[serve]'" in done.stderr


def test_no_record_is_made_for_a_user(tmp_path):
    assert "does not exist" in user(tmp_path / "none.db", "add", "Irena", stdin=PASSWORD).stderr and not (tmp_path / "none.db").exists()


def test_every_command_is_told_of():
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
    assert not [command.name for command in commands.app.registered_commands if f"onrecord user {command.name}" not in page]
    assert not [command.name for command in commands.key.registered_commands if f"onrecord user key {command.name}" not in page]
    assert not [command.name for command in commands.token.registered_commands if f"onrecord user token {command.name}" not in page]


def test_the_tests_that_the_standards_table_names_are_there():
    import re
    from pathlib import Path

    root = Path(__file__).parents[2]
    page = (root / "docs" / "access.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"`(tests/[\w/]+\.py)` \((\w)\)", page))
    tests = {letter: (root / path).read_text(encoding="utf-8") for path, letter in files.items()}
    assert len(tests) == 12
    for row in re.findall(r"^\| [\d., to()level]+\|.*$", page, re.MULTILINE):
        cell = row.split("|")[3]
        for letter, names in re.findall(r"(?:^|; )\s*([a-z]) ((?:`test_\w+…?`(?:, )?)+)", cell):
            for name in re.findall(r"`(test_\w+)…?`", names):
                assert f"def {name}" in tests[letter], (letter, name)


def test_second_factors(db):
    user(db, "add", "Irena", "--role", "editor", stdin=PASSWORD)
    with Popen([sys.executable, "-c", "from onrecord.cli import main; main()", "--db", str(db), "user", "factor", "add", "Irena"], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as adding:
        address = adding.stderr.readline().strip()
        assert address.startswith("otpauth://totp/onrecord:Irena?")
        told, _ = adding.communicate(parse_uri(address).now() + "\n")
    assert adding.returncode == 0 and len(told.split()) == 10
    assert rows(user(db, "list"))[0]["second_factor"] == "on" and len(user(db, "factor", "codes", "Irena").stdout.split()) == 10
    assert user(db, "factor", "want", "editor", "admin").stdout == "wanted of editor, admin\n" and user(db, "factor", "want").stdout == "wanted of editor, admin\n"
    assert user(db, "factor", "remove", "Irena").returncode == 0 and rows(user(db, "list"))[0]["second_factor"] == "wanted"
    assert user(db, "factor", "want", "--nobody").stdout == "wanted of nobody\n" and rows(user(db, "list"))[0]["second_factor"] is None
    for arguments, status, reason in ((["remove", "Irena"], 2, "no second factor"), (["codes", "Irena"], 2, "no second factor"), (["add", "Per"], 1, "is no user"), (["want", "boss"], 2, "is no role"), (["want", "editor", "--nobody"], 2, "goes with no role")):
        failed = user(db, "factor", *arguments)
        assert failed.returncode == status and reason in failed.stderr.replace("\n", " "), arguments
    failed = user(db, "factor", "add", "Irena", stdin="123\n")
    assert failed.returncode == 2 and "code is wrong" in failed.stderr.replace("\n", " ") and rows(user(db, "list"))[0]["second_factor"] is None
    assert [row["action"] for row in rows(user(db, "audit"))] == ["user added", "factor begun", "factor added", "recovery codes made", "factor wanted", "factor removed", "factor wanted", "factor begun", "code wrong"]
