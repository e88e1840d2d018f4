"""Login and logout over HTTP: cookies, where one is led, how often one may try."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import BOSS, OTHER, PASSWORD, inmost
from onrecord.access.accounts import Accounts
from onrecord.access.roles import Role
from onrecord.access.sessions import IDLE, STEP
from onrecord.errors import RecordError
from onrecord.serve import limiting
from onrecord.serve.app import make_app
from onrecord.serve.limiting import Limiter, near
from onrecord.serve.pages.login import here
from onrecord.serve.reach import Reach


def log_in(client, name="reader", password=PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password} | more)


def cookie_of(answer) -> dict[str, str]:
    first, *rest = answer.headers["set-cookie"].split("; ")
    return {"name": first.partition("=")[0], "value": first.partition("=")[2]} | {part.partition("=")[0].lower(): part.partition("=")[2] for part in rest}


def test_the_cookie_of_https(visit):
    cookie = cookie_of(log_in(visit()))
    assert cookie["name"] == "__Host-onrecord" and len(cookie["value"]) >= 43
    assert {"httponly", "secure"} <= set(cookie) and cookie["samesite"].lower() == "lax" and cookie["path"] == "/" and not {"domain", "expires", "max-age"} & set(cookie)


def test_the_cookie_of_http(visit):
    cookie = cookie_of(log_in(visit(scheme="http")))
    assert cookie["name"] == "onrecord" and "httponly" in cookie and "secure" not in cookie and cookie["samesite"].lower() == "lax"


def test_in_and_out(visit, manned):
    client = visit()
    asked = client.get("/search?q=winter&in=reports")
    assert asked.status_code == 303 and asked.headers["location"] == "/login?next=%2Fsearch%3Fq%3Dwinter%26in%3Dreports" and asked.headers["cache-control"] == "no-store"
    form = client.get(asked.headers["location"])
    assert 'value="/search?q=winter&amp;in=reports"' in form.text and 'action="/search"' not in form.text and form.headers["cache-control"] == "no-store"
    done = log_in(client, next="/search?q=winter&in=reports")
    assert done.status_code == 303 and done.headers["location"] == "/search?q=winter&in=reports"
    page = client.get(done.headers["location"])
    assert page.status_code == 200 and "reader" in page.text and "Log out" in page.text and page.headers["cache-control"] == "no-store"
    assert client.get("/login?next=/speakers").headers["location"] == "/speakers"
    left = client.post("/logout")
    assert left.headers["location"] == "/login" and left.headers["clear-site-data"] == '"cache", "storage"' and cookie_of(left)["max-age"] == "0"
    assert client.get("/").status_code == 303
    assert [(entry.who, entry.action, entry.address) for entry in Accounts(manned).log(2)] == [("reader", "login", "192.0.2.7"), ("reader", "logout", "192.0.2.7")]


def test_a_cookie_is_worth_nothing_after_logout(visit):
    client = visit("reader")
    kept = client.cookies["__Host-onrecord"]
    client.post("/logout")
    assert visit().get("/", headers={"Cookie": f"__Host-onrecord={kept}"}).status_code == 303


def test_no_id_that_was_there_before_is_used_after_login(visit):
    """Session fixation."""
    client, planted = visit(), "x" * 43
    client.cookies.set("__Host-onrecord", planted)
    value = cookie_of(log_in(client))["value"]
    assert value != planted and visit().get("/", headers={"Cookie": f"__Host-onrecord={planted}"}).status_code == 303
    again = cookie_of(log_in(client))["value"]
    assert again != value and visit().get("/", headers={"Cookie": f"__Host-onrecord={value}"}).status_code == 303


def test_a_cookie_of_http_is_none_of_https(visit):
    client = visit("reader", scheme="http")
    value = client.cookies["onrecord"]
    assert visit().get("/", headers={"Cookie": f"onrecord={value}"}).status_code == 303


def test_an_id_in_the_address_comes_back_as_it_was(visit):
    client = visit()
    led = client.get("/statements/a%2Fb%3Fc%25?x=%2F")
    assert led.headers["location"] == "/login?next=%2Fstatements%2Fa%252Fb%253Fc%2525%3Fx%3D%252F"
    assert 'value="/statements/a%2Fb%3Fc%25?x=%2F"' in client.get(led.headers["location"]).text
    assert log_in(client, next="/statements/a%2Fb%3Fc%25?x=%2F").headers["location"] == "/statements/a%2Fb%3Fc%25?x=%2F"


@pytest.mark.parametrize(("name", "password"), [("reader", "not the one"), ("reader", ""), ("nobody", PASSWORD), ("", ""), ("reader", PASSWORD + " "), ("READER ", PASSWORD.upper()), ("' OR 1=1 --", "x"), ("a\x00", "\x00")])
def test_who_is_wrong_is_told_no_more(visit, name, password):
    answer = log_in(visit(), name, password)
    assert answer.status_code == 400 and "Name or password is wrong." in answer.text and "set-cookie" not in answer.headers
    assert password not in ("not the one", PASSWORD) or password not in answer.text


def test_names_are_known_in_any_case(visit):
    assert log_in(visit(), " READER ").status_code == 303


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil.example", "", "///evil.example", "/x\r\nSet-Cookie: a=b", "/x\\..", "http:/evil.example", " //evil.example", "/\u2028x", "//[", "/login", "/logout?x", "\x00/", "/%0d%0aSet-Cookie:a=b"])
def test_one_is_led_nowhere_else(visit, wanted):
    client = visit()
    form = client.get("/login", params={"next": wanted})
    assert form.status_code == 200
    location = log_in(client, next=wanted).headers["location"]
    assert location == "/" or (location == wanted and "%0d%0a" in wanted)
    assert client.get("/login", params={"next": wanted}).headers["location"] == location


@given(st.text(max_size=40) | st.text(alphabet="/\\:@.[]ev\t\r\n%#?", max_size=12).map(lambda end: "/" + end))
def test_wherever_one_is_led_is_here(wanted):
    found = here(wanted)
    assert found.startswith("/") and not found.startswith(("//", "/\\")) and found.isprintable() and "\\" not in found and not urlsplit(found).netloc and not urlsplit(found).scheme


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30))
def test_nothing_that_is_asked_becomes_a_header(visit, words):
    answer = visit().get("/search", params={"q": words})
    assert answer.status_code == 303 and set(answer.headers) == {"location", "content-length", "cache-control", *(name.lower() for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Strict-Transport-Security"))}
    assert parse_qs(parse_qs(urlsplit(answer.headers["location"]).query)["next"][0].partition("?")[2], keep_blank_values=True) == {"q": [words]}


def test_what_is_no_form_is_refused(visit):
    client = visit()
    assert client.post("/login", json={"name": "reader", "password": PASSWORD}).status_code == 415
    assert client.post("/login", content=b"x" * 1_100_000, headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 413
    assert client.post("/login", content=b"&".join(b"a=b" for _ in range(600)), headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 400
    assert client.post("/login", content="ä".encode(), headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 400


def test_too_many_tries_for_a_name_from_one_address(visit):
    client, elsewhere = visit(), visit(address="198.51.100.9")
    for _ in range(10):
        assert log_in(client, "Editor", "wrong").status_code == 400
    answer = log_in(client, "editor")
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 900 and "wait 15 minutes" in answer.text and "set-cookie" not in answer.headers
    assert log_in(elsewhere, "editor").status_code == 303  # whoever it is does not lock the user out
    assert log_in(client, "reader").status_code == 303


def test_a_name_that_is_nobodys_is_limited_alike(visit):
    client = visit()
    answers = [log_in(client, "nobody", "wrong").status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def test_a_right_password_starts_the_count_anew(visit):
    client = visit()
    for _ in range(2):
        for _ in range(9):
            assert log_in(client, "editor", "wrong").status_code == 400
        assert log_in(client, "editor").status_code == 303


def test_too_many_tries_from_one_address(visit):
    client = visit()
    answers = [log_in(client, f"somebody{n}", "wrong").status_code for n in range(51)]
    assert answers == [400] * 50 + [429]
    assert log_in(visit(address="198.51.100.9"), "reader").status_code == 303


def test_too_many_tries_are_checked_without_work(visit, monkeypatch):
    client = visit()
    for _ in range(10):
        log_in(client, "editor", "wrong")
    monkeypatch.setattr("onrecord.access.passwords.is_right", lambda *_: pytest.fail("was looked at"))
    assert log_in(client, "editor").status_code == 429


def test_counts_end_in_time(monkeypatch):
    at = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: at[0])
    monkeypatch.setattr(limiting, "time", lambda: at[0])
    limiter = Limiter(3)
    assert [limiter.attempt("a", "192.0.2.1") for _ in range(11)][-2:] == [0, 900]
    assert [limiter.request("a") for _ in range(3)] == [0, 0, 0] and limiter.request("a") > 0 and limiter.request("b") == 0
    at[0] += 901
    assert limiter.attempt("a", "192.0.2.1") == 0 and limiter.request("a") == 0
    assert Limiter(0).request("a") == 0


def test_nobody_locks_out_another():
    limiter = Limiter(0)
    assert limiter.attempt("a", "192.0.2.1") == 0
    limiter.succeeded("a", "192.0.2.1")
    assert [limiter.attempt("A", "198.51.100.1") for _ in range(300)].count(0) == 10  # what is refused does not count against others
    assert limiter.attempt("a", "198.51.100.2") == 0
    assert [limiter.attempt("a", f"203.0.113.{n}") for n in range(200)].count(0) == 88  # of a hundred from everywhere
    assert limiter.attempt("a", "198.51.100.2") > 0 and limiter.attempt("b", "198.51.100.2") == 0
    assert limiter.attempt("a", "192.0.2.1") == 0  # where the user has logged in before


@pytest.mark.parametrize(("address", "as_"), [("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"), ("x", "unknown"), ("", "unknown")])
def test_addresses_that_are_one(address, as_):
    assert near(address) == as_


def test_the_api_is_limited_by_visitor(manned):
    app = make_app(manned, reach=Reach(login=True, rate=5))
    secrets = [Accounts(manned).add_token(name, "x", Role.reader, None, BOSS)[1] for name in ("reader", "editor")]
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    answers = [client.get("/api/stats", headers={"Authorization": f"Bearer {secrets[0]}"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60 and answers[-1].headers["content-type"] == "application/problem+json"
    assert client.get("/api/stats", headers={"Authorization": f"Bearer {secrets[1]}"}).status_code == 200
    assert [client.get("/api/stats").status_code for _ in range(6)] == [401] * 5 + [429]
    assert client.get("/login").status_code == 200


def test_sessions_end_by_themselves_and_their_use_is_noted(visit, manned):
    client = visit("reader")
    accounts = inmost(client.app).state.accounts
    begun = accounts.sessions("reader")[0].seen
    accounts._clock = lambda: datetime.now(UTC) + STEP + timedelta(seconds=5)
    assert client.get("/").status_code == 200 and accounts.sessions("reader")[0].seen > begun
    accounts._clock = lambda: datetime.now(UTC) + STEP + IDLE + timedelta(seconds=10)
    assert client.get("/").status_code == 303


def test_a_record_that_cannot_be_written_is_read_still(visit, monkeypatch):
    client = visit("reader")
    accounts = inmost(client.app).state.accounts
    monkeypatch.setattr(accounts, "_clock", lambda: datetime.now(UTC) + STEP + timedelta(seconds=5))
    monkeypatch.setattr(accounts, "note_use", lambda _: (_ for _ in ()).throw(RecordError("is being written by another program")))
    assert client.get("/").status_code == 200


def test_a_record_that_cannot_be_read_lets_nobody_in(visit, monkeypatch):
    client = visit("admin")
    monkeypatch.setattr(inmost(client.app).state.accounts, "by_session", lambda *_: (_ for _ in ()).throw(RecordError("record.db is damaged: go back to a backup")))
    answer = client.get("/")
    assert answer.status_code == 503 and "damaged" in answer.text and "Novak" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "record.example.evil.example", "record.example@evil.example", "", "record.example:x", "xrecord.example", "192.0.2.7"])
def test_other_names_are_not_answered(visit, host):
    for method, path in (("GET", "/"), ("POST", "/login"), ("GET", "/healthz"), ("GET", "/static/style.css")):
        assert visit().request(method, path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["record.example", "RECORD.example:443", "record.example:8443", "localhost", "127.0.0.1:8765"])
def test_its_own_names_are(visit, host):
    assert visit().get("/login", headers={"host": host}).status_code == 200


def test_https_is_kept_to(visit):
    assert visit().get("/login").headers["strict-transport-security"] == "max-age=31536000" and "strict-transport-security" not in visit(scheme="http").get("/login").headers


def proxied(manned, peer="10.0.0.2"):
    app = make_app(manned, reach=Reach(login=True, hosts=frozenset({"record.example"}), proxies=("10.0.0.0/29",)))
    return TestClient(app, base_url="http://record.example", follow_redirects=False, client=(peer, 1))


def test_a_proxy_that_is_named_is_believed(manned):
    client = proxied(manned)
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.66, 198.51.100.4, 10.0.0.3"})
    assert cookie_of(answer)["name"] == "__Host-onrecord" and "secure" in cookie_of(answer)
    assert Accounts(manned).log(1)[0].address == "198.51.100.4"  # what the visitor itself says of others before it is not believed


def test_no_other_is(manned):
    client = proxied(manned, "192.0.2.9")
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.4"})
    assert cookie_of(answer)["name"] == "onrecord" and Accounts(manned).log(1)[0].address == "192.0.2.9"
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}, headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}).headers["location"] == "/"


def test_the_description_tells_how_one_is_known(visit, client):
    told = visit("reader").get("/openapi.json").json()
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer" and told["paths"]["/api/search"]["get"]["security"] == [{"token": []}, {"session": []}] and {"401", "429"} <= set(told["paths"]["/api/search"]["get"]["responses"])
    assert "security" not in told["paths"]["/healthz"]["get"] and "securitySchemes" not in client.get("/openapi.json").json()["components"]


def test_passwords_changed_elsewhere_end_what_was_begun(visit, manned):
    client = visit("reader")
    Accounts(manned).set_password("reader", OTHER, BOSS)
    assert client.get("/").status_code == 303 and log_in(client).status_code == 400 and log_in(client, password=OTHER).status_code == 303
