"""Account: one's own password, tokens and sessions; and what an editor takes down."""

import re

import pytest
from fastapi.testclient import TestClient
from lxml.html import fromstring

from members import BOSS, OTHER, PASSWORD
from onrecord import InputError
from onrecord.access.accounts import Accounts
from onrecord.access.roles import Role
from onrecord.serve.app import make_app


def see(client, address="/account"):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return fromstring(answer.content.decode())


def test_the_password_is_changed_with_the_old_one(visit, manned):
    client, other = visit("reader"), visit("reader")
    before = client.cookies["__Host-onrecord"]
    for old, new, again, reason in (("wrong", OTHER, OTHER, "another one"), (PASSWORD, OTHER, OTHER + "x", "not the same both times"), (PASSWORD, "short", "short", "12 to 256"), (PASSWORD, "readerreaderreader", "readerreaderreader", "easy to guess"), ("", "", "", "another one")):
        answer = client.post("/account/password", data={"old": old, "new": new, "again": again})
        assert answer.status_code == 400 and reason in answer.text and "set-cookie" not in answer.headers
        assert not [each for each in (new, old) if each and f'value="{each}"' in answer.text]
    done = client.post("/account/password", data={"old": PASSWORD, "new": OTHER, "again": OTHER})
    assert done.headers["location"] == "/account?done=password" and client.cookies["__Host-onrecord"] != before
    assert "The password is changed" in client.get("/account?done=password").text and other.get("/").status_code == 303
    assert visit().get("/", headers={"Cookie": f"__Host-onrecord={before}"}).status_code == 303
    assert visit().post("/login", data={"name": "reader", "password": OTHER}).status_code == 303
    assert Accounts(manned).log(2)[0].action == "password changed"


def test_tokens_are_made_once_shown_and_revoked(visit, manned):
    client, program = visit("editor"), visit()
    assert see(client).xpath("//select[@name='role']/option/text()") == ["reader", "reviewer", "editor"]
    made = client.post("/account/tokens", data={"label": "the <b>wire</b>", "role": "reviewer", "lasts": "30", "password": PASSWORD})
    secret = re.search(r"onr_[\w-]{43}", made.text)[0]
    assert made.status_code == 200 and "the &lt;b&gt;wire&lt;/b&gt;" in made.text and made.headers["cache-control"] == "no-store"
    assert secret not in client.get("/account").text and program.get("/api/stats", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    (token,) = Accounts(manned).tokens("editor")
    assert token.role is Role.reviewer and token.expires > token.created and token.used
    assert visit("admin").post(f"/account/tokens/{token.id}/revoke").status_code == 404  # somebody else's
    assert program.get("/api/stats", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert client.post(f"/account/tokens/{token.id}/revoke").headers["location"] == "/account?done=revoked"
    assert program.get("/api/stats", headers={"Authorization": f"Bearer {secret}"}).status_code == 401 and "revoked" in see(client).text_content()
    assert client.post(f"/account/tokens/{token.id}/revoke").status_code == 400 and client.post("/account/tokens/99/revoke").status_code == 404 and client.post("/account/tokens/x/revoke").status_code == 422


@pytest.mark.parametrize(("sent", "reason"), [
    ({"role": "admin"}, "is an editor"), ({"role": "boss"}, "is no role"), ({"password": "wrong"}, "present password"), ({"label": ""}, "name the token"), ({"label": "x" * 70}, "name the token"), ({"lasts": "36500"}, "no time"), ({"lasts": "-1"}, "no time"),
])  # fmt: skip
def test_what_no_token_may_be(visit, manned, sent, reason):
    answer = visit("editor").post("/account/tokens", data={"label": "x", "role": "reader", "lasts": "30", "password": PASSWORD} | sent)
    assert answer.status_code == 400 and reason.lower() in answer.text.lower() and Accounts(manned).tokens() == []


def test_a_stolen_session_does_not_find_the_password_out(visit):
    client = visit("reader")
    answers = [client.post("/account/sessions", data={"password": "wrong"}) for _ in range(10)]
    assert [answer.status_code for answer in answers] == [400] * 10 and "tried too often" in client.post("/account/sessions", data={"password": PASSWORD}).text
    assert "tried too often" in client.post("/account/password", data={"old": PASSWORD, "new": OTHER, "again": OTHER}).text and "tried too often" in client.post("/account/tokens", data={"password": PASSWORD}).text


def test_one_logs_out_everywhere_else(visit, manned):
    client, other = visit("reader"), visit("reader", address="198.51.100.3")
    assert "198.51.100.3" in client.get("/account").text and len(Accounts(manned).sessions("reader")) == 2
    assert client.post("/account/sessions", data={"password": "wrong"}).status_code == 400 and other.get("/").status_code == 200
    assert client.post("/account/sessions", data={"password": PASSWORD}).headers["location"] == "/account?done=sessions"
    assert other.get("/").status_code == 303 and client.get("/account?done=sessions").status_code == 200 and "Log out there" not in client.get("/account").text


def test_one_logs_out_in_one_other_place(visit, manned):
    client, other, third, somebody = visit("reader"), visit("reader"), visit("reader"), visit("editor")
    third_one, other_one, _ = Accounts(manned).sessions("reader")
    (theirs,) = Accounts(manned).sessions("editor")
    assert client.post("/account/sessions", data={"password": "wrong", "which": str(other_one.id)}).status_code == 400 and other.get("/").status_code == 200
    assert client.post("/account/sessions", data={"password": PASSWORD, "which": str(other_one.id)}).headers["location"] == "/account?done=session"
    assert other.get("/").status_code == 303 and client.get("/").status_code == third.get("/").status_code == 200
    for which in (str(theirs.id), str(other_one.id), "x", "9" * 30, "-1"):
        assert "has ended already" in client.post("/account/sessions", data={"password": PASSWORD, "which": which}).text
    assert somebody.get("/").status_code == 200 and third_one in Accounts(manned).sessions("reader")


def test_nothing_of_somebody_else_is_shown(visit, manned):
    Accounts(manned).add_token("admin", "the admin's own", Role.admin, None, BOSS)
    visit("admin", address="198.51.100.77")
    words = visit("reader").get("/account").text
    assert "the admin" not in words and "198.51.100.77" not in words


def test_what_was_done_is_told_in_our_words_alone(visit):
    assert "evil" not in visit("reader").get("/account?done=<b>evil").text


def test_an_editor_takes_a_report_down(visit, manned):
    client = visit("editor")
    (link,) = see(client, "/report?id=https://skagen.example/a?b=1%26c=2").xpath("//a[starts-with(@href, '/takedown')]/@href")
    assert see(client, link).xpath("//input[@name='id']/@value") == ["https://skagen.example/a?b=1&c=2"]
    for confirm, why, reason in (("https://skagen.example", "a court's order", "not the report"), ("", "x", "not the report"), ("https://skagen.example/a?b=1&c=2", "  ", "say why")):
        answer = client.post("/takedown", data={"id": "https://skagen.example/a?b=1&c=2", "confirm": confirm, "why": why})
        assert answer.status_code == 400 and reason in answer.text.lower() and manned.article("https://skagen.example/a?b=1&c=2").text
    done = client.post("/takedown", data={"id": "https://skagen.example/a?b=1&c=2", "confirm": " https://skagen.example/a?b=1&c=2 ", "why": "a <b>court's</b>\norder"})
    assert done.status_code == 200 and "Taken down" in done.text
    gone = client.get("/report", params={"id": "https://skagen.example/a?b=1&c=2"})
    assert gone.status_code == 410 and "by editor" in gone.text and "a &lt;b&gt;court&#39;s&lt;/b&gt; order" in gone.text and "<b>" not in gone.text
    last = Accounts(manned).log(1)[0]
    assert (last.who, last.action, last.object) == ("editor", "takedown", "https://skagen.example/a?b=1&c=2")
    assert client.get(link).status_code == 410 and client.get("/takedown?id=none").status_code == 404 and manned.verify().faults == ()
    assert "bet a single generator" not in client.get("/search?q=generator").text


def test_reports_of_the_same_text_are_named_before_they_go_and_backups_behind(visit, manned, extractor, tmp_path):
    from reading import CUP, replace

    manned.ingest(replace(CUP, id="cup-again", title="Again"), extractor=extractor)
    client = visit("editor")
    assert see(client, "/takedown?id=cup-final").xpath("//ul[@class='goes']//a/text() | //ul[@class='goes']//bdi/text()") == ["cup-again"]
    manned.backup(tmp_path / "held.db")
    done = client.post("/takedown", data={"id": "cup-final", "confirm": "cup-final", "why": "x"}).text
    assert "cup-again" in done and str(tmp_path / "held.db") in done
    with pytest.raises(InputError, match="taken down"):
        manned.article("cup-again")


def test_readers_are_not_offered_it(visit):
    for name, offered in (("reader", 0), ("reviewer", 0), ("editor", 1), ("admin", 1)):
        assert visit(name).get("/report?id=envoy-winter").text.count("/takedown?") == offered


def test_without_users_whoever_runs_it_takes_down(served, tmp_path):
    import onrecord

    served.backup(tmp_path / "x.db")
    with onrecord.open(tmp_path / "x.db") as record:
        client = TestClient(make_app(record), base_url="http://localhost")
        assert client.post("/takedown", data={"id": "cup-final", "confirm": "cup-final", "why": "x"}).status_code == 200
        entry = Accounts(record).log(1)[0]
        assert entry.action == "takedown" and entry.who
