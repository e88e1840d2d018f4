"""The second factor: turned on and off, asked at login, wanted of roles."""

from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from members import BOSS, PASSWORD, inmost
from onrecord.access.accounts import Accounts
from onrecord.access.roles import Role
from onrecord.errors import UsageError


class Clock:
    """Which goes on when it is told to."""

    def __init__(self):
        self.at = datetime(2026, 3, 5, 12, tzinfo=UTC)

    def __call__(self):
        return self.at

    def wait(self, seconds=30):
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(manned, clock):
    return Accounts(manned, clock)


@pytest.fixture
def secret(accounts, clock):
    """Of the editor's factor, which is on; a code is used, and the next one has come."""
    made = accounts.second.begin("editor", BOSS)
    accounts.second.confirm("editor", code(made, clock), BOSS)
    clock.wait()
    return made


@pytest.fixture
def timed(visit, clock):
    """As `visit`, with the clock; asked of before anybody logs in."""

    def visit_(name=None, **more):
        client = visit(name, **more)
        inmost(client.app).state.accounts._clock = clock
        return client

    return visit_


def code(secret, clock, steps=0):
    return TOTP(secret).at(clock.at + timedelta(seconds=30 * steps))


def log_in(client, name="editor", next="/"):
    return client.post("/login", data={"name": name, "password": PASSWORD, "next": next})


def give(client, code, next="/speakers"):
    return client.post("/login/code", data={"code": code, "next": next})


def actions(manned, limit):
    return [(each.who, each.action, each.object) for each in Accounts(manned).log(limit)]


def test_codes_are_those_of_rfc_6238():
    """Its Appendix B, the last six digits of the SHA-1 rows."""
    from base64 import b32encode

    key = b32encode(b"12345678901234567890").decode()
    assert [TOTP(key).at(at) for at in (59, 1111111109, 1234567890, 20000000000)] == ["287082", "081804", "005924", "353130"]


def test_login_asks_for_a_code(timed, secret, clock, manned):
    client = timed()
    answer = log_in(client, next="/speakers")
    assert answer.headers["location"] == "/login/code?next=%2Fspeakers" and "__Host-onrecord-half=" in answer.headers["set-cookie"] and "__Host-onrecord=" not in answer.headers["set-cookie"]
    half = client.cookies["__Host-onrecord-half"]
    assert client.get("/").headers["location"] == "/login" and client.get("/api/stats").status_code == 401
    other = timed()
    other.cookies.set("__Host-onrecord", half, domain="record.example")
    assert other.get("/").status_code == 303
    assert "six digits" in client.get(answer.headers["location"]).text
    wrong = give(client, "000000" if code(secret, clock) != "000000" else "000001")
    assert wrong.status_code == 400 and "This code is wrong" in wrong.text and 'value="/speakers"' in wrong.text
    done = give(client, code(secret, clock))
    assert done.status_code == 303 and done.headers["location"] == "/speakers" and client.get("/").status_code == 200
    assert actions(manned, 2) == [("editor", "login failed", "code wrong"), ("editor", "login", "with a code")]


def test_a_code_is_taken_once(timed, secret, clock):
    for steps, status in ((0, 303), (0, 400), (-1, 400), (1, 303), (1, 400), (2, 400)):  # not the same again, and none before it
        client = timed()
        log_in(client)
        assert give(client, code(secret, clock, steps)).status_code == status, steps
    clock.wait(60)
    client = timed()
    log_in(client)
    typed = code(secret, clock)
    assert give(client, f" {typed[:3]} {typed[3:]} ").status_code == 303


def test_a_login_that_is_halfway_ends(timed, secret, clock):
    client = timed()
    log_in(client)
    clock.wait(301)
    assert give(client, code(secret, clock)).status_code == 400 and "took too long" in give(client, code(secret, clock)).text
    log_in(client)
    for _ in range(5):
        assert give(client, "x").status_code == 400
    assert "begin it anew" in give(client, code(secret, clock)).text
    assert timed().get("/login/code").status_code == 400 and give(timed(), code(secret, clock)).status_code == 400


def test_a_changed_user_ends_it(timed, secret, clock, accounts):
    client = timed()
    log_in(client)
    accounts.set_role("editor", Role.admin, BOSS)
    assert give(client, code(secret, clock)).status_code == 400 and client.get("/").status_code == 303


def test_how_many_codes_may_be_tried(accounts, secret, clock):
    """Kept in the record, so that it holds for every process."""
    for _ in range(5):
        with pytest.raises(UsageError, match="this code is wrong"):
            accounts.second.check("editor", "x", BOSS)
    for expected in (30, 60, 120):
        with pytest.raises(UsageError, match=f"wait {expected} seconds"):
            accounts.second.check("editor", code(secret, clock), BOSS)
        clock.wait(expected)
        with pytest.raises(UsageError, match="this code is wrong"):
            accounts.second.check("editor", "x", BOSS)
    for _ in range(10):
        clock.wait(3600)
        with pytest.raises(UsageError, match="this code is wrong"):
            accounts.second.check("editor", "x", BOSS)
    clock.wait(3599)
    with pytest.raises(UsageError, match="wait 1 seconds"):
        accounts.second.check("editor", code(secret, clock), BOSS)
    clock.wait(1)
    accounts.second.check("editor", code(secret, clock), BOSS)


def test_recovery_codes(timed, secret, clock, accounts, manned):
    codes = accounts.second.new_codes("editor", BOSS)
    assert len(set(codes)) == 10 and all(len(each.replace("-", "")) == 24 for each in codes)
    for written, status in ((codes[0], 303), (codes[0], 400), (codes[1].upper().replace("-", " "), 303), (codes[2][:-1], 400)):
        client = timed()
        log_in(client)
        assert give(client, written).status_code == status
    assert accounts.second.state("editor").left == 8 and ("editor", "login", "with a recovery code") in actions(manned, 9)
    for _ in range(5):
        with pytest.raises(UsageError):
            accounts.second.check("editor", "1", BOSS)
    accounts.second.check("editor", codes[3], BOSS)  # without a wait
    accounts.second.new_codes("editor", BOSS)
    with pytest.raises(UsageError):
        accounts.second.check("editor", codes[4], BOSS)


def test_on_and_off_by_its_page(timed, visit, clock, manned):
    client, other = timed("editor"), visit("editor")
    begun = client.post("/account/factor/begin", data={"password": "wrong"})
    assert begun.status_code == 400 and "<svg" not in begun.text
    begun = client.post("/account/factor/begin", data={"password": PASSWORD})
    secret = begun.text.partition("<pre")[2].partition(">")[2].partition("</pre>")[0].replace(" ", "")
    assert len(secret) == 32 and "<svg" in begun.text and "style=" not in begun.text
    assert secret[:4] not in client.get("/account/factor").text  # it is shown once
    assert client.post("/account/factor/confirm", data={"code": "x"}).status_code == 400 and other.get("/").status_code == 200
    done = client.post("/account/factor/confirm", data={"code": code(secret, clock)})
    assert done.text.count("<li><code>") == 10 and client.get("/account").status_code == 200 and other.get("/").status_code == 303
    assert client.post("/account/factor/begin", data={"password": PASSWORD}).status_code == 400
    assert "10 recovery codes left" in client.get("/account/factor").text and "On since" in client.get("/account").text
    assert client.post("/account/factor/off", data={"password": PASSWORD, "code": code(secret, clock)}).status_code == 400  # it was used
    clock.wait()
    assert client.post("/account/factor/off", data={"password": "wrong", "code": code(secret, clock)}).status_code == 400
    assert client.post("/account/factor/codes", data={"password": PASSWORD, "code": code(secret, clock)}).text.count("<li><code>") == 10
    clock.wait()
    assert client.post("/account/factor/off", data={"password": PASSWORD, "code": code(secret, clock)}).headers["location"] == "/account?done=factor"
    assert log_in(visit()).headers["location"] == "/"
    assert [action for _, action, _ in actions(manned, 20) if "factor" in action or "code" in action] == ["factor begun", "code wrong", "factor added", "code wrong", "recovery codes made", "factor removed"]


def test_roles_may_want_it(timed, accounts, clock):
    editor, reader = timed("editor"), timed("reader")
    token = accounts.add_token("editor", "x", Role.editor, None, BOSS)[1]
    accounts.second.want(frozenset({Role.editor, Role.admin}), BOSS)
    assert editor.get("/search").headers["location"] == "/account/factor" and editor.get("/api/stats").status_code == 403 and reader.get("/search").status_code == 200
    assert timed().get("/api/stats", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    page = editor.get("/account/factor")
    assert "needs a second factor here" in page.text and page.status_code == 200
    assert editor.post("/account/tokens", data={}).headers["location"] == "/account/factor"
    begun = editor.post("/account/factor/begin", data={"password": PASSWORD})
    secret = begun.text.partition("<pre")[2].partition(">")[2].partition("</pre>")[0].replace(" ", "")
    assert editor.post("/account/factor/confirm", data={"code": code(secret, clock)}).status_code == 200 and editor.get("/search").status_code == 200
    accounts.second.want(frozenset(), BOSS)
    assert timed("admin").get("/search").status_code == 200


def test_nothing_of_it_is_left_when_a_user_goes(accounts, secret, manned):
    accounts.remove("editor", BOSS)
    accounts.add("editor", Role.reader, PASSWORD, BOSS)
    assert accounts.second.state("editor").since is None and accounts.second.state("editor").left == 0
