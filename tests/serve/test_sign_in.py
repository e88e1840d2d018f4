"""Signing in by OpenID Connect, at a provider that runs beside these tests."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from members import BOSS, OTHER, PASSWORD, inmost
from oidc_provider import CLIENT, KEYS, SECRET
from onrecord.access.accounts import FRESH, Accounts
from onrecord.access.identities import name_from
from onrecord.access.openid import Way
from onrecord.access.provider import read_provider
from onrecord.access.roles import Role
from onrecord.access.users import check_name
from onrecord.errors import UsageError
from onrecord.serve import asgi


def back_from(client, **asked) -> str:
    """Where the provider sends the browser back to."""
    begun = client.get("/login/provider", params=asked)
    assert begun.status_code == 303, begun.text
    return httpx.get(begun.headers["location"], trust_env=False).headers["location"]


def sign_in(client, **asked):
    return client.get(back_from(client, **asked))


def log_of(manned, limit=1):
    return [(each.who, each.action, each.object) for each in Accounts(manned).log(limit)]


def test_in_and_out(enter, manned, provider):
    client = enter()
    assert '/login/provider?next=/search%3Fq%3Dwinter' in client.get("/login?next=/search?q=winter").text
    answer = sign_in(client, next="/search?q=winter")
    assert answer.status_code == 303 and answer.headers["location"] == "/search?q=winter" and "code=" not in answer.headers["location"]
    page = client.get("/account")
    assert "Irena Novak" in page.text and "Your password" not in page.text and "a reader" in page.text
    assert log_of(manned, 2) == [("", "user added", f"Irena Novak (reader) by {provider.issuer}"), ("Irena Novak", "login", f"by {provider.issuer}")]
    asked = dict(provider.asked)["/authorize"]
    assert asked["redirect_uri"] == "https://record.example/login/provider/back" and "prompt" not in asked
    left = client.post("/logout")
    assert left.headers["location"] == "/login?left=1" and client.get("/").status_code == 303
    away = client.get("/login?left=1").text
    assert f'{provider.issuer}/leave?client_id={CLIENT}&amp;post_logout_redirect_uri=https%3A%2F%2Frecord.example%2Flogin' in away
    assert client.post("/login", data={"name": "Irena Novak", "password": ""}).status_code == 400


def test_who_it_is_hangs_on_issuer_and_subject(enter, manned, provider):
    """Neither a name nor an address of mail that somebody has at the provider makes them a user who is there already."""
    provider.user = {"sub": "u-2", "preferred_username": "admin", "email": "admin@example.org", "email_verified": True}
    client = enter()
    assert sign_in(client).status_code == 303
    assert "admin (2)" in client.get("/account").text and Accounts(manned).user("admin (2)").role == Role.reader and Accounts(manned).provider_of("admin") is None
    provider.user = {"sub": "u-2", "preferred_username": "renamed", "email": "x@example.org"}
    assert sign_in(enter()).status_code == 303 and "admin (2)" in client.get("/account").text
    provider.user = {"sub": "U-2", "preferred_username": "admin (2)", "email": "admin@example.org"}
    other = enter()
    assert sign_in(other).status_code == 303 and "admin (2) (2)" in other.get("/account").text
    assert {each.name for each in Accounts(manned).everybody()} == {*(role.name for role in Role), "admin (2)", "admin (2) (2)"}


def test_roles_come_from_a_claim(enter, manned, provider):
    more = {"claim": "realm.groups", "roles": {"desk": Role.editor, "chief": Role.admin}, "default": None}
    provider.user["realm"] = {"groups": ["x", "desk"]}
    client = enter(**more)
    assert sign_in(client).status_code == 303 and client.get("/takedown?id=envoy-winter").status_code == 200
    token, _ = Accounts(manned).add_token("Irena Novak", "x", Role.editor, None, BOSS)
    provider.user["realm"] = {"groups": "chief"}
    assert sign_in(enter(**more)).status_code == 303 and Accounts(manned).user("Irena Novak").role == Role.admin
    assert client.get("/").status_code == 303  # the role was changed
    again = enter(**more)
    sign_in(again)
    for told in ({"groups": ["x"]}, ["chief"], None, 7):
        provider.user["realm"] = told
        answer = sign_in(enter(**more))
        assert answer.status_code == 400 and "no role here" in answer.text and "set-cookie" not in {key for key, value in answer.headers.items() if "__Host-onrecord=" in value}
    assert again.get("/").status_code == 303 and Accounts(manned).tokens("Irena Novak")[0].revoked and token.revoked is None
    assert log_of(manned) == [("Irena Novak", "login failed", "sign-in: no role")]


def test_without_a_claim_an_admin_says_the_role(enter, manned):
    sign_in(enter())
    Accounts(manned).set_role("Irena Novak", Role.editor, BOSS)
    client = enter()
    sign_in(client)
    assert client.get("/takedown?id=envoy-winter").status_code == 200


def test_claims_of_userinfo(enter, manned, provider):
    more = {"claim": "groups", "roles": {"desk": Role.reviewer}, "default": None}
    provider.info = {"groups": ["desk"]}
    assert sign_in(enter(**more)).status_code == 303 and Accounts(manned).user("Irena Novak").role == Role.reviewer
    provider.info = {"groups": ["desk"], "sub": "u-9"}
    assert sign_in(enter(**more)).status_code == 400 and log_of(manned)[0][2] == "sign-in: another user's claims"


NOW = int(time.time())
WRONG = {
    "nonce": {"nonce": "another"}, "no nonce": {"nonce": None}, "audience": {"aud": "somebody"}, "audiences": {"aud": [CLIENT, "somebody"]}, "party": {"aud": [CLIENT, "somebody"], "azp": "somebody"}, "no audience": {"aud": None},
    "issuer": {"iss": "https://evil.example"}, "no issuer": {"iss": None}, "over": {"exp": NOW - 120}, "never over": {"exp": None}, "from tomorrow": {"iat": NOW + 86400}, "not yet": {"nbf": NOW + 86400}, "no subject": {"sub": None},
    "empty subject": {"sub": ""}, "subject of another type": {"sub": 7}, "access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "nonce of another type": {"nonce": ["x"]}, "time of another type": {"exp": "tomorrow"},
}  # fmt: skip


def test_wrong_tokens_let_nobody_in(enter, manned, provider):
    client = enter()
    for name, provider.claims in WRONG.items():
        answer = sign_in(client)
        assert answer.status_code == 400 and "nobody was let in" in answer.text and client.get("/").status_code == 303 and len(Accounts(manned).everybody()) == 4, name
        who, action, reason = log_of(manned)[0]
        assert (who, action) == ("", "login failed") and reason.startswith("sign-in: "), name
    provider.claims = {"aud": [CLIENT]}
    assert sign_in(client).status_code == 303


def test_signatures(enter, provider):
    shared = OctKey.import_key(SECRET * 3)
    forged = [lambda header, claims: jwt.encode({"alg": "HS256"}, claims, shared, algorithms=["HS256"]), lambda header, claims: jwt.encode(header, claims, KEYS[1]), lambda header, claims: "eyJhbGciOiJub25lIn0." + jwt.encode(header, claims, KEYS[0]).split(".")[1] + ".", lambda *_: "x", lambda *_: ""]
    for sign in forged:
        provider.sign = sign
        assert sign_in(enter()).status_code == 400


def test_keys_change(enter, provider):
    at = [time.time()]
    client = enter(lambda: at[0])
    assert sign_in(client).status_code == 303
    provider.key, provider.published = KEYS[1], KEYS
    at[0] += 31
    assert sign_in(client).status_code == 303


def test_state_and_way_back(enter, manned, provider):
    client = enter()
    url = back_from(client)
    assert enter().get(url).status_code == 400 and log_of(manned)[0][2] == "sign-in: not begun here"  # in another browser
    assert client.get(url.replace("state=", "state=x")).status_code == 400 and log_of(manned)[0][2] == "sign-in: another state"
    assert client.get(url).status_code == 400  # a way is tried once
    url = back_from(client)
    assert client.get(url + "&state=x").status_code == 400
    url = back_from(client)
    assert client.get(url).status_code == 303 and client.get(url).status_code == 400
    for name, value, reason in (("iss", "https://evil.example", "another issuer"), ("iss", None, "another issuer"), ("code", "made-up", "code refused"), ("code", None, "code refused"), ("error", "access_denied", "access_denied"), ("error", "<script>", "turned down")):
        provider.back = {name: value}
        answer = sign_in(enter())
        assert answer.status_code == 400 and log_of(manned)[0][2] == f"sign-in: {reason}" and "<script>alert" not in answer.text and "&lt;script" not in answer.text


def test_a_way_is_over_in_time(enter):
    at = [time.time()]
    client = enter(lambda: at[0])
    url = back_from(client)
    at[0] += 601
    answer = client.get(url)
    assert answer.status_code == 400 and "took too long" in answer.text


def test_one_is_led_nowhere_else(enter):
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login/provider", "/login/code", "/logout", ""):
        assert sign_in(enter(), next=wanted).headers["location"] == "/", wanted


def test_a_cookie_that_somebody_wrote_leads_nowhere_else(enter):
    client = enter()
    url = back_from(client)
    way = Way.back(client.cookies["__Host-onrecord-way"])
    client.cookies.set("__Host-onrecord-way", replace(way, next="//evil.example").kept(), domain="record.example")
    answer = client.get(url)
    assert "evil" not in answer.headers.get("location", "")
    for kept in ("", "x", "e30", "bnVsbA", "W10"):
        assert Way.back(kept) is None


def test_a_provider_that_is_down_is_told(enter, manned, provider):
    client = enter()
    provider.broken.add("/.well-known/openid-configuration")
    answer = client.get("/login/provider?next=/speakers")
    assert answer.status_code == 503 and "The house, where one signs in, answers with 500. Try again in a moment" in answer.text and "next=/speakers" in answer.text
    assert client.get("/login").status_code == 200 and client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303
    provider.broken.clear()
    for path in ("/token", "/keys"):
        provider.broken = {path}
        answer = sign_in(enter())
        assert answer.status_code == 503 and "Traceback" not in answer.text and log_of(manned)[0][2].startswith("sign-in: provider answers with 500")
    for about in ({"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": None}, {"authorization_endpoint": "javascript:alert(1)"}):
        provider.about, provider.broken = about, set()
        assert enter().get("/login/provider").status_code == 503
    provider.close()
    assert enter().get("/login/provider").status_code == 503


def test_nobody_is_signed_in_by_another_site(enter):
    client = enter()
    for site, status in (("cross-site", 200), ("same-site", 200), ("same-origin", 303), ("none", 303)):
        assert client.get("/login/provider", headers={"Sec-Fetch-Site": site}).status_code == status


def test_one_signs_in_again_where_others_give_a_password(enter, manned, provider):
    client = enter()
    sign_in(client)
    made = {"label": "the wire", "role": "reader", "lasts": "30"}
    answer = client.post("/account/tokens", data=made)
    assert answer.status_code == 400 and "Sign in again first" in answer.text and "/login/provider?again=true" in answer.text
    provider.claims = {"auth_time": None}
    assert sign_in(client, again=True, next="/account").status_code == 400
    provider.claims = {"auth_time": int(time.time()) - 3600}
    assert sign_in(client, again=True, next="/account").status_code == 400
    provider.claims = {}
    assert sign_in(client, again=True, next="/account").headers["location"] == "/account"
    assert dict(provider.asked)["/authorize"].items() >= {"prompt": "login", "max_age": "0"}.items()
    assert "onr_" in client.post("/account/tokens", data=made).text
    assert client.post("/account/password", data={"old": "", "new": OTHER, "again": OTHER}).status_code == 400 and "no password here" in client.post("/account/password", data={"old": "", "new": OTHER, "again": OTHER}).text
    inmost(client.app).state.accounts._clock = lambda: datetime.now(UTC) + FRESH + timedelta(seconds=5)
    assert client.post("/account/tokens", data=made).status_code == 400
    with pytest.raises(UsageError, match="no password here"):
        Accounts(manned).set_password("Irena Novak", OTHER, BOSS)


def test_how_strongly_one_signs_in_there(enter, provider):
    assert sign_in(enter(acr=("mfa",))).status_code == 400 and dict(provider.asked)["/authorize"]["acr_values"] == "mfa"
    provider.claims = {"acr": "mfa"}
    assert sign_in(enter(acr=("mfa",))).status_code == 303


def test_behind_a_proxy(enter, provider):
    """The proxy speaks HTTPS; the server is asked by HTTP, and believes it."""
    client = enter(scheme="http")
    client.headers["X-Forwarded-Proto"] = "https"
    answer = client.get("/login/provider")
    assert parse_qs(urlsplit(answer.headers["location"]).query)["redirect_uri"] == ["https://record.example/login/provider/back"] and answer.headers["set-cookie"].startswith("__Host-onrecord-way=") and "Secure" in answer.headers["set-cookie"] and "HttpOnly" in answer.headers["set-cookie"]


def test_a_server_of_several_processes_knows_it_by_its_environment(manned, provider, tmp_path, monkeypatch):
    """As `uvicorn --factory onrecord.serve.asgi:app` starts it, behind a proxy; no user has to be there before."""
    for user in Accounts(manned).everybody():
        Accounts(manned).remove(user.name, BOSS)
    (tmp_path / "oidc.toml").write_text(f'issuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\nname = "the house"\nclaim = "groups"\n[roles]\n"desk" = "editor"\n')
    for name, value in {"DB": manned.path, "HOSTS": "record.example", "PROXIES": "192.0.2.7", "OIDC": tmp_path / "oidc.toml", "OIDC_SECRET": SECRET}.items():
        monkeypatch.setenv(f"ONRECORD_{name}", str(value))
    provider.user["groups"] = ["desk"]
    client = TestClient(asgi.app(), base_url="http://record.example", follow_redirects=False, client=("192.0.2.7", 1), headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.9"})
    assert sign_in(client, next="/takedown?id=envoy-winter").headers["location"] == "/takedown?id=envoy-winter"
    assert client.get("https://record.example/takedown?id=envoy-winter").status_code == 200 and Accounts(manned).log(1)[0].address == "198.51.100.9"
    monkeypatch.setenv("ONRECORD_OIDC", str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="cannot be read"):
        asgi.app()


def test_without_a_provider_there_is_none(visit):
    assert visit().get("/login/provider").status_code == 404 and visit().get("/login/provider/back?code=x&state=y").status_code == 404 and "Sign in with" not in visit().get("/login").text


def test_who_is_removed_is_somebody_new(enter, manned):
    sign_in(enter())
    Accounts(manned).set_role("Irena Novak", Role.admin, BOSS)
    Accounts(manned).remove("Irena Novak", BOSS)
    client = enter()
    assert sign_in(client).status_code == 303 and client.get("/takedown?id=x").status_code == 403


@given(st.text() | st.text(alphabet="- \t\u2003\u202ea", max_size=6), st.one_of(st.none(), st.integers(), st.text(max_size=90)))
def test_whatever_a_claim_says_a_name_comes_of_it(told, other):
    name = name_from({"preferred_username": told, "name": other, "sub": "u-1"})
    assert check_name(name) == name


@given(st.text(max_size=60))
def test_a_cookie_that_is_no_way_is_none(kept):
    assert Way.back(kept) is None
    way = Way.begin(kept or "/", False, 1)
    assert Way.back(way.kept()) == way


FILE = 'issuer = "https://login.example.org/"\nclient_id = "onrecord"\n'


def test_the_file_of_a_provider(tmp_path):
    path = tmp_path / "oidc.toml"
    path.write_text(FILE + 'claim = "groups"\nname = "the house"\n[roles]\n"desk" = "editor"\n')
    found = read_provider(path, {"ONRECORD_OIDC_SECRET": "s"})
    assert (found.name, found.secret, found.default, dict(found.roles), found.scope) == ("the house", "s", None, {"desk": Role.editor}, "openid profile")
    path.write_text(FILE)
    assert read_provider(path, {}).default == Role.reader and read_provider(path, {}).secret is None and read_provider(path, {}).name == "login.example.org"


@pytest.mark.parametrize(("text", "said"), [("", "issuer is missing"), ('issuer = "https://x.example"', "client_id is missing"), (FILE + "x = 1", "x is no setting"), (FILE + "claim = 1", "claim is a line of text"), (FILE + '[roles]\na = "editor"', "name it"),
                                            (FILE + 'claim = "g"\n[roles]\na = "boss"', "'boss' is no role"), (FILE + 'default = "none"', "nobody could sign in"), ("=", "is no TOML"), ('issuer = "http://x.example"\nclient_id = "y"', "begins with https://"),
                                            ('issuer = "https://a:b@x.example"\nclient_id = "y"', "begins with https://"), (FILE + 'scope = "profile"', "openid"), (FILE + 'acr = "x"', "acr is a list"), (FILE + "roles = 3", "roles is a table")])  # fmt: skip
def test_a_file_that_cannot_be_used_is_told(tmp_path, text, said):
    path = tmp_path / "oidc.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_provider(path, {})
    with pytest.raises(UsageError, match="cannot be read"):
        read_provider(tmp_path / "none", {})


def test_a_file_with_a_secret_is_not_for_everybody(tmp_path):
    path = tmp_path / "oidc.toml"
    path.write_text(FILE + 'client_secret = "s"\n')
    path.chmod(0o644)
    with pytest.raises(UsageError, match="everybody on this machine may read it"):
        read_provider(path, {})
    path.chmod(0o640)
    assert read_provider(path, {}).secret == "s"
