"""Users, passwords, sessions, tokens and the log, as rows of a record."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from onrecord import InputError, UsageError
from onrecord.access import passwords, users
from onrecord.access.accounts import Accounts
from onrecord.access.log import audit
from onrecord.access.roles import Role, Visitor, role_of
from onrecord.access.sessions import ABSOLUTE, IDLE, MOST, STEP
from onrecord.keep import schema

PASSWORD, OTHER = "mumbling otter 42 quay", "seven lamps under the pier"
BOSS = Visitor("boss", Role.admin, "here")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


class Clock:
    def __init__(self):
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(record, clock, cheap_passwords) -> Accounts:
    made = Accounts(record, clock)
    made.add("Irena", Role.editor, PASSWORD, BOSS)
    return made


def did(accounts) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.action, entry.object) for entry in accounts.log()]


def test_users(accounts, clock):
    assert accounts.any() and [user.name for user in accounts.everybody()] == ["Irena"] and accounts.user("iRENA").role is Role.editor
    with pytest.raises(UsageError, match="is a user already"):
        accounts.add("IRENA", Role.reader, PASSWORD, BOSS)
    accounts.add("Per Øst", Role.reader, OTHER, BOSS)
    clock.on(days=1)
    accounts.set_password("per øst", "a quite different phrase 9", BOSS)
    assert accounts.user("Per Øst").changed > accounts.user("Per Øst").created
    accounts.set_role("Per Øst", Role.reviewer, BOSS)
    assert accounts.user("per øst").role is Role.reviewer
    accounts.remove("Per Øst", BOSS)
    for ask in (lambda: accounts.user("Per Øst"), lambda: accounts.remove("x", BOSS), lambda: accounts.set_role("x", Role.admin, BOSS), lambda: accounts.set_password("x", PASSWORD, BOSS)):
        with pytest.raises(InputError, match="is no user"):
            ask()
    assert did(accounts) == [("boss", "user added", "Irena (editor)"), ("boss", "user added", "Per Øst (reader)"), ("boss", "password changed", "Per Øst"), ("boss", "role changed", "Per Øst (reviewer)"), ("boss", "user removed", "Per Øst")]


@pytest.mark.parametrize("name", ["", " x", "x ", "a\nb", "a\x00b", "a\u202eb", "x" * 65, "-x", "a\ud800"])
def test_what_is_no_name(accounts, name):
    with pytest.raises(UsageError, match="cannot be a user's name"):
        accounts.add(name, Role.reader, PASSWORD, BOSS)


@given(st.text(max_size=70))
def test_names_are_compared_alike_however_they_are_written(name):
    assert users.key_of(users.key_of(name)) == users.key_of(name) == users.key_of(name.casefold())


@pytest.mark.parametrize(("password", "reason"), [
    ("short", "12 to 256"), ("x" * 257, "at most 256"), ("password1234", "easy to guess"), ("onrecordonrecord", "easy to guess"), ("irenairenairena", "easy to guess"), ("qwertyuiop12", "easy to guess"), ("aaaaaaaaaaaaaaaa", "easy to guess"), ("newsroomnewsroom", "easy to guess"), ("novakirena2026", "easy to guess"),
])  # fmt: skip
def test_passwords_that_are_easy_to_guess_are_refused(password, reason):
    with pytest.raises(UsageError, match=reason) as told:
        passwords.check_fit(password, "Irena Novak")
    assert password not in str(told.value)


@pytest.mark.parametrize("password", [PASSWORD, OTHER, "x7kq9Wm2tR4z", "пароль из пяти слов 9", "🦉🦊🐢🦔🐝🦋🐌🐞🦀🐙🦑🐡", "Aa1!" + "velvet quorum " * 15, "\u202eright to left words", "ends with a blank "])
def test_any_others_are_taken(password):
    passwords.check_fit(password, "Irena Novak")


def test_passwords_are_kept_by_argon2id_and_compared_exactly():
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and kept != passwords.hashed(PASSWORD)
    assert passwords.is_right(kept, PASSWORD) and not passwords.is_outdated(kept)
    for wrong in (PASSWORD + " ", PASSWORD.upper(), "", PASSWORD[:-1], PASSWORD + "\x00", "\ud800"):
        assert not passwords.is_right(kept, wrong)
    assert not passwords.is_right(None, PASSWORD) and not passwords.is_right("nonsense", PASSWORD)


def test_a_password_kept_by_lesser_means_is_kept_by_better_ones_at_the_next_login(accounts, monkeypatch, record):
    from argon2 import PasswordHasher

    better = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: better)
    assert accounts.log_in("Irena", PASSWORD, "10.0.0.1")
    with record._reading() as connection:
        assert "t=2" in users.look_up(connection, "Irena")[1]
    assert accounts.log_in("Irena", PASSWORD, "10.0.0.1")


def test_as_much_work_whoever_it_is(accounts, monkeypatch):
    """Counted, since a clock would tell of the machine."""
    done = []
    hasher = passwords._hasher()
    monkeypatch.setattr(passwords, "_hasher", lambda: type("Counting", (), {"verify": lambda _, kept, given: (done.append(kept.split("$")[3]), hasher.verify(kept, given))[1], "hash": hasher.hash, "check_needs_rehash": hasher.check_needs_rehash})())
    passwords.nobodys()
    for name in ("Irena", "nobody", "", "x" * 1000, "a\x00b", "\ud800"):
        done.clear()
        assert accounts.log_in(name, "wrong", "10.0.0.1") is None
        assert len(done) == 1 and done[0] == "m=8,t=1,p=1", name
    assert did(accounts)[1:] == [("Irena", "login failed", ""), *[("", "login failed", "no such user")] * 5]


def test_a_session_lasts_until_it_is_ended_or_over(accounts, clock):
    secret = accounts.log_in("irena", PASSWORD, "10.0.0.1")
    assert len(secret) >= 43  # 256 bits
    visitor, stale = accounts.by_session(secret, "10.0.0.2")
    assert (visitor.name, visitor.role, visitor.address, visitor.token, stale) == ("Irena", Role.editor, "10.0.0.2", None, False)
    clock.at += STEP + timedelta(seconds=1)
    assert accounts.by_session(secret, "")[1]
    accounts.note_use(visitor)
    assert not accounts.by_session(secret, "")[1]
    accounts.log_out(visitor)
    assert accounts.by_session(secret, "") is None and accounts.by_session("x", "") is None and accounts.by_session("", "") is None
    assert did(accounts)[1:] == [("Irena", "login", ""), ("Irena", "logout", "")]


def test_sessions_end_when_they_are_not_used_and_at_last(accounts, clock):
    idle = accounts.log_in("Irena", PASSWORD, "")
    clock.at += IDLE
    assert accounts.by_session(idle, "")
    clock.on(seconds=1)
    assert accounts.by_session(idle, "") is None
    used = accounts.log_in("Irena", PASSWORD, "")
    begun = clock.at
    while clock.at - begun < ABSOLUTE - IDLE:
        clock.at += IDLE
        accounts.note_use(accounts.by_session(used, "")[0])
    clock.at = begun + ABSOLUTE
    assert accounts.by_session(used, "")
    clock.on(seconds=1)
    assert accounts.by_session(used, "") is None
    accounts.log_in("Irena", PASSWORD, "")
    assert len(accounts.sessions("Irena")) == 1  # what is over is cleared away


def test_what_changes_a_user_ends_the_sessions(accounts):
    for change in (lambda: accounts.set_role("Irena", Role.reader, BOSS), lambda: accounts.set_password("Irena", PASSWORD, BOSS), lambda: accounts.end_sessions("Irena", BOSS)):
        secret = accounts.log_in("Irena", PASSWORD, "")
        assert accounts.by_session(secret, "")
        change()
        assert accounts.by_session(secret, "") is None
    secret = accounts.log_in("Irena", PASSWORD, "")
    accounts.remove("Irena", BOSS)
    assert accounts.by_session(secret, "") is None and not accounts.any()


def test_one_changes_the_password_with_the_old_one(accounts):
    first, second = (accounts.log_in("Irena", PASSWORD, "") for _ in range(2))
    visitor = accounts.by_session(first, "")[0]
    for old, new, reason in (("wrong", OTHER, "another one"), (PASSWORD, "short", "12 to 256"), (PASSWORD, "irenairenairena", "easy")):
        with pytest.raises(UsageError, match=reason):
            accounts.change_password(visitor, old, new)
    third = accounts.change_password(visitor, PASSWORD, OTHER)
    assert third not in (first, second) and accounts.by_session(third, "")
    assert accounts.by_session(first, "") is accounts.by_session(second, "") is accounts.log_in("Irena", PASSWORD, "") is None and accounts.log_in("Irena", OTHER, "")
    assert [what for _, what, _ in did(accounts)][3:] == ["password wrong", "password changed", "login failed", "login"]


def test_an_id_is_new_at_each_login_and_the_one_before_ends(accounts):
    first = accounts.log_in("Irena", PASSWORD, "")
    second = accounts.log_in("Irena", PASSWORD, "", first)
    assert first != second and accounts.by_session(first, "") is None and accounts.by_session(second, "")
    assert accounts.log_in("Irena", "wrong", "", second) is None and accounts.by_session(second, "")
    chosen = "i-chose-this-myself" * 3
    assert accounts.log_in("Irena", PASSWORD, "", chosen) != chosen and accounts.by_session(chosen, "") is None


def test_so_many_sessions_and_no_more(accounts, clock):
    kept = []
    for _ in range(MOST + 3):
        clock.on(seconds=1)
        kept.append(accounts.log_in("Irena", PASSWORD, ""))
    assert [accounts.by_session(each, "") is not None for each in kept] == [False] * 3 + [True] * MOST


def test_a_login_that_a_change_overtakes_fails(accounts, monkeypatch):
    right = passwords.is_right

    def slow(kept, password):
        if kept:
            accounts.set_role("Irena", Role.reader, BOSS)
        return right(kept, password)

    monkeypatch.setattr(passwords, "is_right", slow)
    assert accounts.log_in("Irena", PASSWORD, "") is None and accounts.sessions("Irena") == []


def test_tokens(accounts, clock):
    token, secret = accounts.add_token("Irena", "the wire", Role.reviewer, clock.at + timedelta(days=1), BOSS)
    assert secret.startswith("onr_") and len(secret) >= 47
    visitor, stale = accounts.by_token(secret, "10.0.0.9")
    assert (visitor.name, visitor.role, visitor.token, visitor.session, stale) == ("Irena", Role.reviewer, token.id, None, True)
    accounts.note_use(visitor)
    assert not accounts.by_token(secret, "")[1] and accounts.tokens("Irena")[0].used
    accounts.set_role("Irena", Role.reader, BOSS)
    assert accounts.by_token(secret, "")[0].role is Role.reader
    accounts.set_role("Irena", Role.admin, BOSS)
    assert accounts.by_token(secret, "")[0].role is Role.reviewer
    clock.on(days=1)
    assert accounts.by_token(secret, "") is None
    lasting, secret = accounts.add_token("Irena", "for good", Role.admin, None, BOSS)
    clock.on(days=4000)
    assert accounts.by_token(secret, "")[0].role is Role.admin
    assert accounts.revoke(lasting.id, BOSS).id == lasting.id and accounts.by_token(secret, "") is None
    with pytest.raises(UsageError, match="was revoked"):
        accounts.revoke(lasting.id, BOSS)
    assert [each.revoked is not None for each in accounts.tokens()] == [False, True]
    assert accounts.by_session(secret, "") is None and accounts.by_token("onr_x", "") is None


def test_what_no_token_may_be(accounts, clock):
    for label, role, expires, reason in (("x", Role.admin, None, "no more"), ("x", Role.reader, clock.at, "in the future"), (" ", Role.reader, None, "name the token"), ("a\nb", Role.reader, None, "name the token"), ("x" * 65, Role.reader, None, "name the token")):
        with pytest.raises(UsageError, match=reason):
            accounts.add_token("Irena", label, role, expires, BOSS)
    accounts.add("Per", Role.reader, OTHER, BOSS)
    token, _ = accounts.add_token("Irena", "x", Role.reader, None, BOSS)
    for id, of in ((token.id, "Per"), (99, None), (99, "Irena")):
        with pytest.raises(InputError, match="number of no token"):
            accounts.revoke(id, BOSS, of)
    assert accounts.tokens("Irena")[0].revoked is None
    accounts.remove("Irena", BOSS)
    assert accounts.tokens() == []


def test_secrets_are_nowhere_in_the_tables(accounts, record):
    session = accounts.log_in("Irena", PASSWORD, "")
    _, token = accounts.add_token("Irena", "x", Role.reader, None, BOSS)
    with record._reading() as connection:
        kept = [str(tuple(row)) for table in (schema.users, schema.sessions, schema.tokens, schema.audits) for row in connection.execute(select(table))]
    assert len(kept) == 6 and not [row for row in kept for secret in (session, token, PASSWORD) if secret in row]


def test_the_log(accounts, record):
    audit(record, Visitor("Per", Role.reviewer, "10.0.0.1", token=3), "correction", "x" * 2000)
    with pytest.raises(RuntimeError), record._writing() as connection:
        audit(connection, BOSS, "never")
        raise RuntimeError  # what it belongs to was not kept
    last = accounts.log(1)[0]
    assert (last.who, last.address, last.token, last.action, last.object) == ("Per", "10.0.0.1", 3, "correction", "x" * 1000)
    assert [entry.action for entry in accounts.log(who="boss")] == ["user added"] and accounts.log(action="correction") == [last] and accounts.log(action="none") == []


def test_roles():
    assert Role.reader < Role.reviewer < Role.editor < Role.admin and role_of("editor") is Role.editor and (Role.editor.told, Role.reader.told) == ("an editor", "a reader")
    with pytest.raises(UsageError, match="is no role"):
        role_of("Editor")
