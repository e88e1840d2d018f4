"""A day and an outlet put right in a real browser: by keyboard alone and without JavaScript, on a phone, and without anything that axe finds."""

import re
from importlib.resources import files

import pytest
from browsing import PHONE, opening_watched, serving
from playwright.sync_api import expect
from test_serve import HOSTILE

import onrecord
from onrecord.serve.app import make_app
from reading import ENVOY, UNDATED


@pytest.fixture
def record(tmp_path, extractor):
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(ENVOY, UNDATED, extractor=extractor)
        record.amend_report("leaflet", published="2026-02-03", outlet=HOSTILE, who=HOSTILE, why=HOSTILE)
        yield record


@pytest.fixture
def open_page(chromium, record):
    with serving(make_app(record)) as site, opening_watched(chromium, site, 30_000) as open_:
        yield open_


def test_by_keyboard_and_without_javascript(open_page, record):
    page = open_page(java_script_enabled=False, locale="en-US")
    page.goto("/report?id=envoy-winter")
    page.get_by_role("link", name="Put its day or outlet right").press("Enter")
    day = page.get_by_label("Day of publication")
    day.focus()
    for key in "11232026":  # month, day and year, in which the field goes on by itself
        page.keyboard.press(key)
    page.get_by_label("Outlet").focus()
    for key in ("End", *" Kesten", "Tab", *"by the printed edition", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"/report\?id=envoy-winter#amended$"))
    (row,) = [row for row in record.amendments() if row.article == "envoy-winter"]
    assert row.changes == {"published": "2026-11-23", "published_at": None, "outlet": "Nordpress Kesten"} and row.why == "by the printed edition"
    undo = page.get_by_role("list", name="Amendments").get_by_text("Take it back").first
    undo.focus()
    for key in ("Enter", "Tab", *"it was right", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("list", name="Amendments").get_by_role("listitem")).to_have_count(2)
    assert (record.article("envoy-winter").published, record.article("envoy-winter").outlet) == (ENVOY.published, ENVOY.outlet)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_and_without_anything_that_axe_finds(open_page, scheme):
    page = open_page(viewport=PHONE, color_scheme=scheme)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for address, failing in (("/report?id=leaflet", False), ("/amend?id=leaflet", False), ("/amend?id=leaflet", True)):
        page.goto(address)
        if failing:
            page.get_by_label("Why").fill("x")
            page.get_by_role("button", name="Put it right").click()
            expect(page.get_by_role("alert")).to_be_visible()
        page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true }")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not found["violations"], (address, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]])
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        assert page.title() != "broken" and page.locator("main img, main script").count() == 0
