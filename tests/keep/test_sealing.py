"""Secrets of second factors are sealed in the record, by a key outside it."""

import stat
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP
from sqlalchemy import select, update
from test_commands import rows

import onrecord
from in_process import run
from onrecord.access import sealing
from onrecord.access.accounts import Accounts
from onrecord.access.roles import Role, Visitor
from onrecord.access.sealing import KeyMissing, Keyring, is_sealed, make_key
from onrecord.errors import RecordError, UsageError
from onrecord.keep import schema
from onrecord.serve.command import open_secrets

PASSWORD = "mumbling otter 42 quay"
BOSS = Visitor("boss", Role.admin, "here")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def record(tmp_path, cheap_passwords):
    with onrecord.open(tmp_path / "record.db") as made:
        yield made


@pytest.fixture
def key(tmp_path):
    return tmp_path / "record.db.key"


def with_factor(record, name="Irena") -> str:
    """The secret of a user's factor, which is on."""
    accounts = Accounts(record, lambda: AT)
    accounts.add(name, Role.editor, PASSWORD, BOSS)
    secret = accounts.second.begin(name, BOSS)
    accounts.second.confirm(name, TOTP(secret).at(AT), BOSS)
    return secret


def kept(record) -> list[str]:
    with record._reading() as connection:
        return list(connection.execute(select(schema.factors.c.secret)).scalars())


def lay_plain(record, secret: str) -> None:
    """As records of 0.7 have them."""
    with record._writing() as connection:
        connection.execute(update(schema.factors).values(secret=secret))


def takes_codes(record, secret: str, steps: int, name="Irena") -> None:
    at = datetime.fromtimestamp(AT.timestamp() + 30 * steps, UTC)
    Accounts(record, lambda: at).second.check(name, TOTP(secret).at(at), BOSS)


def files_of(record) -> bytes:
    return b"".join(path.read_bytes() for path in record.path.parent.glob(record.path.name + "*") if path.suffix != ".key")


def test_no_file_of_the_record_holds_a_secret(record, key):
    secret = with_factor(record)
    assert secret.encode() not in files_of(record) and [is_sealed(each) for each in kept(record)] == [True]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and Fernet(key.read_text().strip()).decrypt(kept(record)[0]).decode().endswith(secret)
    takes_codes(record, secret, 2)
    record.backup(record.path.parent / "copy.db")
    assert secret.encode() not in (record.path.parent / "copy.db").read_bytes() and not (record.path.parent / "copy.db.key").exists()


def test_what_lay_plain_is_sealed_when_it_is_served(record, key):
    secret = with_factor(record)
    key.unlink()
    lay_plain(record, secret)
    takes_codes(record, secret, 2)
    assert secret.encode() in files_of(record)
    open_secrets(record)
    assert [is_sealed(each) for each in kept(record)] == [True] and secret.encode() not in files_of(record)
    takes_codes(record, secret, 4)


def test_what_lay_plain_is_sealed_in_a_database_too(tmp_path, server, monkeypatch, cheap_passwords):
    with onrecord.open(server.fresh()) as record:
        accounts = Accounts(record)
        accounts.add("Irena", Role.editor, PASSWORD, BOSS)
        with pytest.raises(KeyMissing, match=r"there is none.*onrecord user key make"):
            accounts.second.begin("Irena", BOSS)
        monkeypatch.setenv("ONRECORD_KEY", make_key())
        secret = Accounts(record).second.begin("Irena", BOSS)
        lay_plain(record, secret)
        open_secrets(record)
        assert [is_sealed(each) for each in kept(record)] == [True]
        monkeypatch.delenv("ONRECORD_KEY")
        with pytest.raises(KeyMissing, match="is missing"):
            open_secrets(record)


def test_a_key_that_is_missing_is_told(record, key, tmp_path):
    secret = with_factor(record)
    codes = Accounts(record).second.new_codes("Irena", BOSS)
    key.rename(tmp_path / "away")
    for asked in (lambda: open_secrets(record), lambda: takes_codes(record, secret, 2), lambda: Accounts(record).second.renew_key(BOSS)):
        with pytest.raises(KeyMissing, match=r"record\.db\.key is not there.*bring it back"):
            asked()
    Accounts(record).add("Per", Role.reader, PASSWORD, BOSS)
    with pytest.raises(KeyMissing):
        Accounts(record).second.begin("Per", BOSS)
    assert not key.exists()  # another one would not open what is sealed
    Accounts(record).second.check("Irena", codes[0], BOSS)  # recovery codes are hashes
    (tmp_path / "away").rename(key)
    open_secrets(record)
    takes_codes(record, secret, 4)


def test_another_key_is_told_by_whose_factor_it_does_not_open(record, key):
    with_factor(record)
    secret = with_factor(record, "Per")
    old = key.read_text()
    sealing.write(key, [make_key()])
    with pytest.raises(KeyMissing, match=r"of Irena, Per was sealed by a key that is not in .*factor remove 'Irena'"):
        open_secrets(record)
    Accounts(record).second.remove("Irena", BOSS)
    sealing.write(key, [make_key(), old.strip()])
    open_secrets(record)
    takes_codes(record, secret, 2, "Per")


def test_a_secret_opens_for_its_user_alone(record):
    """Whoever writes another's sealed secret into a row of their own makes no codes by it."""
    with_factor(record)
    other = with_factor(record, "Per")
    with record._writing() as connection:
        sealed = connection.execute(select(schema.factors.c.secret).order_by(schema.factors.c.user.desc())).scalars().first()
        connection.execute(update(schema.factors).where(schema.factors.c.secret != sealed).values(secret=sealed))
    with pytest.raises(KeyMissing):
        takes_codes(record, other, 2)
    takes_codes(record, other, 2, "Per")


def test_renewal_of_the_file(record, key):
    secret, before = with_factor(record), key.read_text()
    assert Accounts(record).second.renew_key(BOSS) == (1, str(key))
    assert before.strip() not in key.read_text() and len(key.read_text().split()) == 1 and stat.S_IMODE(key.stat().st_mode) == 0o600
    takes_codes(record, secret, 2)
    with pytest.raises(KeyMissing):
        Keyring((before.strip(),), None, False).open(kept(record)[0], 1)
    assert [entry.object for entry in Accounts(record).log(action="key renewed")] == [str(key)]


def test_a_renewal_that_is_broken_off_loses_nothing(record, key, monkeypatch):
    secret = with_factor(record)
    written = []
    right = sealing.write

    def fails(file, keys):
        written.append(keys)
        if len(written) == 2:
            raise RecordError("the disk is full")
        right(file, keys)

    monkeypatch.setattr(sealing, "write", fails)
    with pytest.raises(RecordError, match="full"):
        Accounts(record).second.renew_key(BOSS)
    takes_codes(record, secret, 2)
    monkeypatch.setattr("onrecord.access.factors.seal_anew", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Accounts(record).second.renew_key(BOSS)
    takes_codes(record, secret, 4)


def test_renewal_of_the_environment(record, key, monkeypatch):
    one, two = make_key(), make_key()
    monkeypatch.setenv("ONRECORD_KEY", one)
    secret = with_factor(record)
    assert not key.exists()
    monkeypatch.setenv("ONRECORD_KEY", f"{two}, {one}")
    takes_codes(record, secret, 2)
    assert Accounts(record).second.renew_key(BOSS) == (1, "$ONRECORD_KEY")
    monkeypatch.setenv("ONRECORD_KEY", two)
    takes_codes(record, secret, 4)
    monkeypatch.setenv("ONRECORD_KEY", one)
    with pytest.raises(KeyMissing):
        takes_codes(record, secret, 6)


def test_keys_that_cannot_be_used_are_told(record, key, monkeypatch, tmp_path):
    secret = with_factor(record)
    key.chmod(0o640)
    with pytest.raises(UsageError, match=r"others may read it .mode 640.*chmod 600"):
        open_secrets(record)
    key.chmod(0o600)
    good = key.read_text()
    for text in ("x", good.strip()[:-2], "é"):
        key.write_text(text)
        with pytest.raises(UsageError, match=r"is none|cannot be read"):
            open_secrets(record)
    monkeypatch.setenv("ONRECORD_KEY_FILE", str(tmp_path / "mounted"))
    with pytest.raises(KeyMissing, match="mounted is not there"):
        open_secrets(record)
    (tmp_path / "mounted").write_text(good)
    (tmp_path / "mounted").chmod(0o400)
    open_secrets(record)
    takes_codes(record, secret, 2)


def test_no_key_is_made_where_another_file_was_named(record, key, monkeypatch, tmp_path):
    monkeypatch.setenv("ONRECORD_KEY_FILE", str(tmp_path / "mounted"))
    Accounts(record).add("Irena", Role.editor, PASSWORD, BOSS)
    with pytest.raises(KeyMissing):
        Accounts(record).second.begin("Irena", BOSS)
    assert not key.exists() and not (tmp_path / "mounted").exists()


@given(st.text(max_size=80), st.integers(1, 10**6))
def test_what_is_sealed_comes_back(secret, owner):
    keys = Keyring((make_key(), make_key()), None, False)
    sealed = keys.seal(secret, owner)
    assert is_sealed(sealed) and keys.open(sealed, owner) == secret
    with pytest.raises(KeyMissing):
        keys.open(sealed, owner + 1)
    with pytest.raises(KeyMissing):
        keys.open(sealed[:-3] + ("AA=" if not sealed.endswith("AA=") else "BB="), owner)


def test_the_commands(record, key):
    def user(*arguments, **more):
        return run("--db", record.path, "user", "key", *arguments, **more)

    assert user("show").stdout == "no key yet: one is made when the first secret is kept\n"
    with_factor(record)
    assert user("show").stdout == f"1 key in {key}\n"
    assert user("renew").stdout == f"1 secret sealed anew by the new key in {key}\n"
    made = user("make").stdout
    assert made.strip() not in key.read_text() and Fernet(made.strip())
    key.write_text(made)
    failed = user("show")
    assert failed.returncode == 1 and "Irena" in failed.stderr and "another key" in failed.stderr.replace("\n", " ")
    failed = user("renew")
    assert failed.returncode == 1 and "Irena" in failed.stderr and key.read_text() == made
    key.unlink()
    assert "is not there" in user("renew").stderr.replace("\n", " ")
    assert rows(run("--db", record.path, "user", "list"))[0]["second_factor"] == "on"
