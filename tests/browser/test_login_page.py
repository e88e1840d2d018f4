"""Login, roles and logout in a real browser."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from argon2 import PasswordHasher
from browsing import PHONE, opening, serving
from playwright.sync_api import expect
from pyotp import TOTP

import onrecord
from members import BOSS, OTHER, PASSWORD
from oidc_provider import CLIENT, SECRET, Provider
from onrecord.access import passwords
from onrecord.access.accounts import Accounts
from onrecord.access.openid import OpenId
from onrecord.access.provider import Provider as Settings
from onrecord.access.roles import Role
from onrecord.serve.app import make_app
from onrecord.serve.reach import Reach
from reading import CUP, ENVOY, HARBOUR


@pytest.fixture(scope="module")
def record(tmp_path_factory, extractor):
    with pytest.MonkeyPatch.context() as patch, onrecord.open(tmp_path_factory.mktemp("site") / "record.db") as record:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", lambda: cheap)
        passwords.nobodys.cache_clear()
        record.ingest(ENVOY, HARBOUR, CUP, replace(CUP, id="cup-again"), *(replace(CUP, id=f"cup-{n}", text=CUP.text + str(n)) for n in range(2)), extractor=extractor)
        for role in Role:
            Accounts(record).add(role.name, role, PASSWORD, BOSS)
        yield record
    passwords.nobodys.cache_clear()


@pytest.fixture(scope="module")
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(record, provider):
    openid = OpenId(Settings(provider.issuer, CLIENT, SECRET, "the house", "openid profile", None, {}, Role.editor, ()))
    with serving(make_app(record, reach=Reach(login=True), openid=openid)) as address:
        yield address


@pytest.fixture
def open_page(chromium, site):
    with opening(chromium, site, 30_000) as open_:
        yield open_


def log_in(page, name, password=PASSWORD):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_in_and_out(open_page, scripted):
    page = open_page(java_script_enabled=scripted)
    page.goto("/report?id=envoy-winter#m-x")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    expect(page.get_by_role("link", name="Search")).to_have_count(0)
    log_in(page, "reader", "wrong")
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    log_in(page, "reader")
    expect(page.get_by_role("heading", level=1)).to_have_text("Envoy: Winter will not wait for us")
    expect(page.get_by_role("banner")).to_contain_text("reader")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("onrecord", True, "Lax")
    assert not scripted or page.evaluate("document.cookie") == ""
    page.goto("/")
    press(page, "Log out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert page.context.cookies() == []
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_signing_in_at_a_provider(open_page):
    page = open_page()
    page.goto("/report?id=envoy-winter")
    page.get_by_role("link", name="Sign in with the house").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Envoy: Winter will not wait for us")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"onrecord"}
    page.goto("/account")
    page.get_by_role("link", name="sign in again").click()
    page.get_by_label("What it is for").fill("the wire")
    press(page, "Make it")
    expect(page.get_by_role("heading", name="The token is made")).to_be_visible()
    press(page, "Log out")
    expect(page.get_by_role("link", name="Log out of the house too")).to_be_visible()


def test_the_second_factor_without_javascript(open_page, record):
    name = "anybody"
    Accounts(record).add(name, Role.reader, PASSWORD, BOSS)
    page = open_page(java_script_enabled=False)
    page.goto("/account/factor")
    log_in(page, name)
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Begin")
    expect(page.get_by_role("img", name="A QR code of the secret")).to_be_visible()
    totp = TOTP(page.locator("pre").text_content().replace(" ", ""))
    page.get_by_label("The six digits").fill(totp.now())
    press(page, "Turn it on")
    spare = page.locator(".codes li").first.text_content()
    press(page, "Log out")
    log_in(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your code")
    page.get_by_label("recovery code").fill("123456")
    press(page, "Log in")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
    page.get_by_label("recovery code").fill(spare)
    press(page, "Log in")
    expect(page.get_by_role("banner")).to_contain_text(name)


def test_each_role_is_offered_what_it_may_do(open_page):
    for name, offered in (("reader", 0), ("reviewer", 0), ("editor", 1), ("admin", 1)):
        page = open_page()
        page.goto("/report?id=envoy-winter")
        log_in(page, name)
        expect(page.get_by_role("link", name="Take it down")).to_have_count(offered)
        answer = page.goto("/takedown?id=envoy-winter")
        assert answer.status == (200 if offered else 403)


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_a_report_is_taken_down(open_page, record, scripted):
    page, id = open_page(java_script_enabled=scripted), f"cup-{int(scripted)}"
    page.goto(f"/report?id={id}")
    log_in(page, "editor")
    page.get_by_role("link", name="Take it down").click()
    page.get_by_label("Why").fill("A court's order")
    page.get_by_label("To confirm").fill("cup")
    press(page, "Take it down for good")
    expect(page.get_by_role("alert")).to_contain_text("nothing was taken down")
    expect(page.get_by_label("Why")).to_have_value("A court's order")
    page.get_by_label("To confirm").fill(id)
    press(page, "Take it down for good")
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken down")
    page.get_by_role("link", name="What its address says now").click()
    expect(page.get_by_text("by editor: A court's order")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_password_and_tokens(open_page, record, scripted):
    name = f"somebody {int(scripted)}"
    Accounts(record).add(name, Role.reviewer, PASSWORD, BOSS)
    page, other = open_page(java_script_enabled=scripted), open_page()
    for each in (page, other):
        each.goto("/account")
        log_in(each, name)
    page.get_by_label("What it is for").fill("the wire")
    page.get_by_label("Its role").select_option("reviewer")
    page.locator("#token-password").fill(PASSWORD)
    press(page, "Make it")
    token = page.locator(".answer pre").text_content()
    assert other.request.get("/api/stats", headers={"Authorization": f"Bearer {token}"}).status == 200
    press(page, "Revoke the token the wire")
    expect(page.get_by_role("status")).to_have_text("The token is revoked.")
    assert other.request.get("/api/stats", headers={"Authorization": f"Bearer {token}"}).status == 401
    page.get_by_label("The present one").fill(PASSWORD)
    page.get_by_label("The new one", exact=True).fill(OTHER)
    page.get_by_label("The new one again").fill(OTHER)
    press(page, "Change it")
    expect(page.get_by_role("status")).to_contain_text("The password is changed")
    other.goto("/account")
    expect(other.get_by_role("heading", level=1)).to_have_text("Log in")


def test_another_site_writes_nothing(open_page, site, record):
    """With the cookie that Lax would send along within a minute or two of login, and from another name of the same machine."""
    page = open_page()
    page.goto("/")
    log_in(page, "admin")
    form = f'<form method="post" action="{site}/takedown"><input name="id" value="envoy-winter"><input name="confirm" value="envoy-winter"><input name="why" value="x"><button>Go</button></form>'
    page.context.route("http://evil.example/", lambda route: route.fulfill(content_type="text/html", body=form))
    page.goto("http://evil.example/")
    with page.expect_navigation() as answer:
        page.get_by_role("button").click()
    assert answer.value.status == 403 and record.article("envoy-winter").text
    page.goto("/")
    expect(page.get_by_role("banner")).to_contain_text("admin")


def pages(page):
    """Each page with a login, and with what goes wrong in it."""
    page.goto("/account")
    yield
    log_in(page, "admin", "wrong")
    yield
    log_in(page, "admin")
    yield
    page.get_by_label("What it is for").fill("the wire")
    page.locator("#token-password").fill(PASSWORD)
    press(page, "Make it")
    yield
    page.get_by_label("The present one").fill("wrong")
    for label in ("The new one", "The new one again"):
        page.get_by_label(label, exact=True).fill(OTHER)
    press(page, "Change it")
    yield
    page.goto("/account?done=password")
    yield
    page.goto("/account/factor")
    yield
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, re.compile("Begin|Show a new secret"))
    yield
    page.goto("/login/code")
    yield
    page.goto("/takedown?id=cup-final")
    yield
    page.get_by_label("Why").fill("x")
    page.get_by_label("To confirm").fill("x")
    press(page, "Take it down for good")
    yield
    page.goto("/report?id=envoy-winter")
    yield
    page.goto("/")
    yield


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page, scheme):
    page = open_page(color_scheme=scheme)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for number, _ in enumerate(pages(page)):
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not found["violations"], (number, page.url, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]])


def test_nothing_runs_out_of_a_phone(open_page):
    page = open_page(viewport=PHONE)
    for _ in pages(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
