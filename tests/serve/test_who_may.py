"""Every route, asked by everybody: generated from the app, so that a new one is asked too."""

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from members import BOSS, inmost
from onrecord.access.accounts import Accounts
from onrecord.serve.access import AtLeast, Role
from onrecord.serve.admitting import OPEN
from onrecord.serve.app import make_app
from onrecord.serve.problems import PROGRAMS
from onrecord.serve.reach import Reach

ABOVE = {"/takedown": Role.editor, "/api/takedowns": Role.editor, "/amend": Role.reviewer}
"""Pages that want more than a reader; a route that is missing here fails below."""
OWN = {"/login", "/logout", "/account/password", "/account/tokens", "/account/tokens/{id}/revoke", "/account/sessions", "/login/code", "/login/provider/logout", *(f"/account/factor/{name}" for name in ("begin", "confirm", "codes", "off"))}
"""What everybody may write: what is one's own."""


def routes(app) -> list[tuple[str, str, Role | None]]:
    """Method, path and the role that it wants, None where it wants none."""
    found = []

    def walk(within) -> None:
        for route in within:
            if hasattr(route, "original_router"):
                walk(route.original_router.routes)
            elif isinstance(route, Route):
                role = wanted(route.dependant) if isinstance(route, APIRoute) else Role.reader
                found.extend((method, route.path, None if route.path in OPEN or route.path.startswith("/static/") else role) for method in sorted(route.methods - {"HEAD"}))

    walk(inmost(app).routes)
    return found


def wanted(dependant) -> Role:
    return max([Role.reader, *(each.call.role for each in dependant.dependencies if isinstance(each.call, AtLeast)), *map(wanted, dependant.dependencies)])


def address(path: str) -> str:
    for name, value in (("{id:path}", "envoy-winter"), ("{id}", "99"), ("{number}", "99"), ("{name}", "style.css")):
        path = path.replace(name, value)
    return path + "?id=envoy-winter&words=we+count&q=winter"


def test_what_the_app_has(visit):
    found = routes(visit().app)
    paths = {path for _, path, _ in found}
    assert {"/", "/search", "/report", "/api/search", "/api/articles/{id:path}", "/openapi.json", "/healthz", "/login", "/takedown", "/account"} <= paths and len(paths) >= 25
    for method, path, role in found:
        assert method == "GET" or path in OWN or role > Role.reader, f"{method} {path} writes, and wants no role: give it Reviewer, Editor or Admin"
        assert path not in ABOVE or role == ABOVE[path], path
    assert [path for _, path, role in found if role is None] == [path for _, path, _ in found if path in OPEN or path.startswith("/static/")]


def test_every_route_and_every_visitor(visit, manned):
    accounts = Accounts(manned)
    visitors = {role.name: (visit(role.name), {}, role) for role in Role}
    for role in Role:
        _, secret = accounts.add_token("admin", role.name, role, None, BOSS)
        visitors[f"token of {role.name}"] = visit(), {"Authorization": f"Bearer {secret}"}, role
    outside = {"nobody": (visit(), {})}
    revoked, secret = accounts.add_token("admin", "revoked", Role.admin, None, BOSS)
    accounts.revoke(revoked.id, BOSS)
    for name, headers in {"revoked": f"Bearer {secret}", "made up": "Bearer onr_made-up", "empty": "Bearer", "basic": "Basic YWRtaW46YWRtaW4="}.items():
        outside[name] = visit(), {"Authorization": headers}
    outside["made-up session"] = visit(), {"Cookie": "__Host-onrecord=made-up; onrecord=made-up"}
    asked = 0
    for method, path, role in routes(visit().app):
        if path == "/logout":  # below
            continue
        for name, (client, headers, has) in visitors.items():
            answer = client.request(method, address(path), headers=headers)
            page_by_token = name.startswith("token") and not path.startswith(PROGRAMS)
            asked += 1
            if role is None:
                assert answer.status_code not in (401, 403), (name, method, path)
            elif page_by_token:
                assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), (name, method, path)
            elif has < role:
                assert answer.status_code == 403 and has.name in answer.text, (name, method, path)
            else:
                assert answer.status_code not in (401, 403, 500) and not answer.headers.get("location", "").startswith("/login"), (name, method, path, answer.status_code)
        for name, (client, headers) in outside.items():
            answer = client.request(method, address(path), headers=headers)
            asked += 1
            if role is None:
                assert answer.status_code not in (401, 403, 303), (name, method, path)
            elif path.startswith(PROGRAMS):
                assert answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json" and answer.headers["www-authenticate"].startswith("Bearer realm="), (name, method, path)
                assert ('error="invalid_token"' in answer.headers["www-authenticate"]) == headers.get("Authorization", "").startswith("Bearer") and "Novak" not in answer.text
            else:
                assert answer.status_code == 303 and answer.headers["location"].startswith("/login") and not answer.content, (name, method, path)
    assert asked > 300
    for name, (client, headers, _) in visitors.items():
        assert client.post("/logout", headers=headers).status_code == 303
        assert client.get("/", headers=headers).status_code == 303, name


@pytest.mark.parametrize("path", ["/nowhere", "//api/search", "/API/search", "/login/", "/healthz/x", "/static", "/static/../account", "/static%2f..%2faccount", "/./account", "/account/", "/healthz;x", "/healthz%3F/../account", "/login%3Fx", "/login%23/api/search", "/static%3F/api/stats", "/speakers/a%2Fb%3Fc", "/%2e%2e/account", "/api"])
def test_no_other_spelling_leads_in(visit, path):
    answer = visit().request("GET", "https://record.example" + path)
    assert answer.status_code in (303, 401, 404) and "Novak" not in answer.text and "password" not in answer.text


def test_where_nobody_logs_in_whoever_runs_it_may_do_everything(served):
    from fastapi.testclient import TestClient

    client = TestClient(make_app(served), base_url="http://localhost", follow_redirects=False)
    assert client.get("/takedown?id=envoy-winter").status_code == 200 and client.get("/report?id=envoy-winter").text.count("/takedown?") == 1
    assert client.get("/login").headers["location"] == "/" and client.get("/account").status_code == client.post("/logout").status_code == client.post("/login", data={"name": "x"}).status_code == 404
    assert "set-cookie" not in client.get("/").headers and "Log out" not in client.get("/").text and client.get("/healthz").json()["version"]


def test_who_is_logged_out_is_not_taken_for_whoever_runs_it(manned):
    """Were a route answered without being admitted, it would still refuse."""
    from fastapi.testclient import TestClient

    client = TestClient(inmost(make_app(manned, reach=Reach(login=True))), base_url="http://localhost", follow_redirects=False)
    assert client.get("/takedown?id=envoy-winter").status_code == 401 and client.get("/account").status_code == 401 and "/takedown?" not in client.get("/report?id=envoy-winter").text


def test_what_is_refused_stands_in_the_log(visit, manned):
    assert visit("reader").get("/takedown?id=x").status_code == 403
    last = Accounts(manned).log(1)[0]
    assert (last.who, last.action, last.object, last.address) == ("reader", "refused", "GET /takedown", "192.0.2.7")


def test_roles_hold_at_once(visit, manned):
    accounts, token = Accounts(manned), Accounts(manned).add_token("editor", "x", Role.editor, None, BOSS)[1]
    client, program = visit("editor"), visit()
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/takedown?id=envoy-winter").status_code == 200 and program.get("/api/stats", headers=headers).status_code == 200
    accounts.set_role("editor", Role.reader, BOSS)
    assert client.get("/takedown?id=envoy-winter").status_code == 303 and program.get("/api/stats", headers=headers).status_code == 200
    accounts.remove("editor", BOSS)
    assert program.get("/api/stats", headers=headers).status_code == 401


def test_who_is_not_known_learns_nothing_from_the_state(visit):
    assert visit().get("/healthz").json() == {"status": "ok", "version": None, "state": None} and visit("reader").get("/healthz").json()["state"]
