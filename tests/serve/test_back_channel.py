"""Who has logged out at the provider is logged out here: OpenID Connect Back-Channel Logout 1.0, by the provider that runs beside these tests."""

import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey
from test_sign_in import sign_in

from members import PASSWORD
from oidc_provider import CLIENT, EVENT, KEYS, SECRET
from onrecord.access.accounts import Accounts
from onrecord.access.back_channel import LASTS, LEEWAY, LoggedOut, NoLogout, check

NOW = int(time.time())


def tell(client, token, **more) -> httpx.Response:
    """As the provider posts it, which is no browser."""
    client.cookies.clear()
    return client.post("/login/provider/logout", data={"logout_token": token, **more})


@pytest.fixture
def outside(enter):
    """A client without a session."""
    return enter()


@pytest.fixture
def inside(enter, provider):
    """A client that has signed in, in the provider's session "s-1"."""

    def inside_(sid="s-1", **user):
        provider.user = {"sub": "u-1", "preferred_username": "Irena Novak", "sid": sid, **user}
        client = enter()
        assert sign_in(client).status_code == 303 and client.get("/").status_code == 200
        return client

    return inside_


def is_in(client) -> bool:
    return client.get("/").status_code == 200


def test_one_session_ends(inside, outside, provider, manned):
    one, two, other = inside(), inside("s-2"), inside("s-1", sub="u-2", preferred_username="Per")
    provider.user = {"sub": "u-1"}
    answer = tell(outside, provider.logout_token())
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store" and "set-cookie" not in answer.headers
    assert (is_in(one), is_in(two), is_in(other)) == (False, True, True)
    last = Accounts(manned).log(1)[0]
    assert (last.who, last.action, last.object, last.address) == ("Irena Novak", "logout", f"1 by {provider.issuer}", "192.0.2.7")


def test_a_session_is_named_without_its_subject(inside, outside, provider):
    one, two = inside(), inside("s-2")
    assert tell(outside, provider.logout_token(sub=None)).status_code == 200 and (is_in(one), is_in(two)) == (False, True)


def test_all_sessions_of_a_subject_end(inside, outside, provider, visit):
    one, two, none, other = inside(), inside("s-2"), inside(None), inside("s-3", sub="u-2", preferred_username="Per")
    here = visit("reader")
    assert tell(outside, provider.logout_token(sub="u-1", sid=None)).status_code == 200
    assert [is_in(each) for each in (one, two, none, other, here)] == [False, False, False, True, True]


def test_who_is_not_here_is_logged_out_already(inside, outside, provider, manned):
    client = inside()
    for more in ({"sub": "u-9", "sid": None}, {"sid": "s-9"}, {"sub": "u-9"}):
        assert tell(outside, provider.logout_token(**more)).status_code == 200 and is_in(client)
    assert Accounts(manned).log(1)[0].action == "login"


def test_a_session_of_here_is_none_of_the_providers(visit, outside, provider, manned):
    """Who logs in with a password here, and is called as somebody there, stays."""
    reader = visit("reader")
    assert tell(outside, provider.logout_token(sub="reader", sid=None)).status_code == 200 and is_in(reader)


def test_a_token_is_taken_once(inside, outside, provider):
    inside()
    token = provider.logout_token(sid=None)
    assert tell(outside, token).status_code == 200
    client = inside()
    again = tell(outside, token)
    assert again.status_code == 400 and again.json() == {"error": "invalid_request", "error_description": "logout token: taken before"} and is_in(client)
    assert tell(outside, provider.logout_token(sid=None, jti="x")).status_code == 200 and tell(outside, provider.logout_token(jti="x")).status_code == 400


def test_no_session_survives_in_another_process(inside, enter, provider):
    """Sessions and tokens lie in the record, so that it does not matter which process is told."""
    client, token = inside(), provider.logout_token()
    assert tell(enter(), token).status_code == 200 and not is_in(client) and tell(enter(), token).status_code == 400


WRONG = {
    "no issuer": {"iss": None}, "issuer": {"iss": "https://evil.example"}, "issuer of another type": {"iss": ["x"]}, "no audience": {"aud": None}, "audience": {"aud": "somebody"}, "audiences": {"aud": [CLIENT, "somebody"]}, "empty audience": {"aud": []},
    "made never": {"iat": None}, "made tomorrow": {"iat": NOW + 86400, "exp": NOW + 2 * 86400}, "made yesterday": {"iat": NOW - 86400, "exp": NOW + 86400}, "made by a text": {"iat": str(NOW)}, "made truly": {"iat": True},
    "never over": {"exp": None}, "over": {"exp": NOW - 120}, "over by a text": {"exp": "tomorrow"}, "no id": {"jti": None}, "empty id": {"jti": ""}, "id of another type": {"jti": 7}, "long id": {"jti": "x" * 300},
    "no events": {"events": None}, "another event": {"events": {"http://schemas.openid.net/secevent/risc/event-type/account-disabled": {}}}, "events of another type": {"events": [EVENT]}, "event of another type": {"events": {EVENT: "yes"}},
    "nonce": {"nonce": "x"}, "empty nonce": {"nonce": ""}, "nobody": {"sub": None, "sid": None}, "subject of another type": {"sub": 7}, "empty subject": {"sub": ""}, "session of another type": {"sid": ["s-1"]}, "session with a line": {"sid": "s-1\n"},
}  # fmt: skip


def test_wrong_tokens_end_nothing(inside, outside, provider):
    client = inside()
    for name, claims in WRONG.items():
        answer = tell(outside, provider.logout_token(**claims))
        assert answer.status_code == 400 and answer.json()["error"] == "invalid_request" and answer.headers["cache-control"] == "no-store" and is_in(client), name
    assert tell(outside, provider.logout_token(aud=[CLIENT], typed=1)).status_code == 200 and not is_in(client)


def test_kinds_of_tokens(inside, outside, provider):
    for kind, status in (("at+jwt", 400), ("secevent+jwt", 400), ("JWT", 200), ("application/logout+jwt", 200)):
        client = inside()
        assert tell(outside, provider.logout_token({"typ": kind})).status_code == status and is_in(client) == (status == 400), kind


def test_an_id_token_logs_nobody_out(inside, outside, provider):
    client = inside()
    token = jwt.encode({"alg": "RS256", "kid": "one"}, {"iss": provider.issuer, "aud": CLIENT, "iat": NOW, "exp": NOW + 300, "sub": "u-1", "sid": "s-1", "nonce": "x"}, KEYS[0])
    assert tell(outside, token).status_code == 400 and is_in(client)


def test_signatures(inside, outside, provider):
    client, right = inside(), provider.logout_token()
    shared = OctKey.import_key(SECRET * 3)
    forged = [lambda header, claims: jwt.encode({"alg": "HS256"}, claims, shared, algorithms=["HS256"]), lambda header, claims: jwt.encode(header, claims, KEYS[1]), lambda header, claims: "eyJhbGciOiJub25lIn0." + jwt.encode(header, claims, KEYS[0]).split(".")[1] + ".",
              lambda header, claims: ".".join([*right.split(".")[:1], jwt.encode(header, claims | {"sid": None}, KEYS[0]).split(".")[1], right.split(".")[2]]), lambda *_: "x", lambda *_: "", lambda *_: "x" * 30_000, lambda *_: "e30.e30.e30", lambda *_: "é.ü.\0"]  # fmt: skip
    for sign in forged:
        provider.sign = sign
        answer = tell(outside, provider.logout_token())
        assert answer.status_code == 400 and is_in(client) and "Traceback" not in answer.text
    assert outside.post("/login/provider/logout").status_code == 415 and outside.post("/login/provider/logout", data={"x": "y"}).status_code == 400
    assert outside.post("/login/provider/logout", data={"logout_token": [right, right]}).status_code == 400 and outside.get("/login/provider/logout").status_code in (303, 405)
    assert is_in(client) and tell(outside, right, state="ignored").status_code == 200 and not is_in(client)


def test_keys_change(inside, enter, provider):
    at = [time.time()]
    client, outside = inside(), enter(lambda: at[0])
    tell(outside, provider.logout_token(sid="s-9"))
    provider.key, provider.published = KEYS[1], KEYS
    at[0] += 31
    assert tell(outside, provider.logout_token()).status_code == 200 and not is_in(client)


def test_a_provider_that_is_down_is_told(inside, enter, provider):
    client, outside = inside(), enter()
    provider.broken = {"/keys"}
    answer = tell(outside, provider.logout_token())
    assert answer.status_code == 400 and answer.json() == {"error": "temporarily_unavailable", "error_description": "provider answers with 500"} and is_in(client)


def test_no_browser_is_made_to_send_it(inside, outside, provider):
    client = inside()
    answer = outside.post("/login/provider/logout", data={"logout_token": provider.logout_token()}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and is_in(client)


def test_how_many_wrong_ones_are_looked_at(enter, inside, provider):
    client, outside = inside(), enter()
    for _ in range(100):
        assert tell(outside, "x").status_code == 400
    answer = tell(outside, provider.logout_token())
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0 and is_in(client)
    assert tell(enter(), provider.logout_token()).status_code == 200  # of another server's count


def test_without_a_provider_there_is_none(visit):
    assert visit().post("/login/provider/logout", data={"logout_token": "x"}).status_code == 404


def test_one_signs_in_again(inside, enter, outside, provider):
    inside()
    assert tell(outside, provider.logout_token()).status_code == 200
    client = enter()
    assert sign_in(client).status_code == 303 and is_in(client) and client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303


RIGHT = {"iss": "i", "aud": "c", "iat": 1000, "exp": 1120, "jti": "t", "sub": "u", "sid": "s", "events": {EVENT: {}}}
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)


@given(st.sampled_from(sorted(RIGHT)), JSON)
def test_whatever_a_claim_is_it_is_taken_or_refused(name, value):
    try:
        found = check({}, RIGHT | {name: value}, "i", "c", 1000.0)
    except NoLogout:
        return
    assert isinstance(found, LoggedOut) and (found.subject or found.sid) and found.token and found.ends <= 1000 + LEEWAY + LASTS + LEEWAY


@given(st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_a_token_is_known_for_as_long_as_it_is_taken(made, later):
    """So that none that was taken is taken again when it is forgotten."""
    now = 100_000
    claims = RIGHT | {"iat": now + made, "exp": now + 10**9}
    try:
        ends = check({}, claims, "i", "c", now).ends
    except NoLogout:
        assert made > LEEWAY or made <= -LASTS
        return
    if now + later > ends:
        with pytest.raises(NoLogout, match="over"):
            check({}, claims, "i", "c", now + later)
