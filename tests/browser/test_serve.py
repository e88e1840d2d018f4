"""The pages in a real browser: Debian's chromium, headless.  `.ci/run` installs it; where it is missing these tests fail."""

from importlib.resources import files

import pytest
from browsing import DESK, PHONE, opening_watched, serving
from playwright.sync_api import expect

import onrecord
from onrecord import Report
from onrecord.serve import parts
from onrecord.serve.app import make_app
from reading import REPORTS

QUAY = [
    Report(f'The mayor of Kesten, Irena Novak, spoke on the quay on Thursday. "{words}, and the ferry stays as long as I am in this office," Novak said.\n', id=id, title="Port stays", outlet=outlet, published=day)
    for id, outlet, day, words in (("quay-1", "Sorland Wire", "2026-03-05", "We will not sell the quay before winter"), ("quay-2", "The Kesten Mail", "2026-03-06", "We won't sell the old quay before winter"))
]
HOSTILE = "<script>document.title='broken'</script>\u202e\"'><img src=x onerror=document.title='broken'>"


@pytest.fixture(scope="module")
def site(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("site") / "record.db") as record:
        record.ingest(*REPORTS, *QUAY, extractor=extractor)
        with serving(make_app(record)) as address:
            yield address


@pytest.fixture
def open_page(chromium, site):
    with opening_watched(chromium, site, 10_000) as open_:
        yield open_


def addresses(page) -> list[str]:
    """One of each page."""
    hits = page.request.get("/api/search?q=generators").json()["hits"]
    speaker = page.request.get("/api/speakers?name=novak").json()["speakers"][0]["entity"]
    return ["/", "/search?q=generators", "/search?q=harbour&in=reports&since=2026-01-01", "/report?id=envoy-winter", "/report/changes?id=envoy-winter", f"/statements/{hits[0]['statement']['id']}", "/speakers", f"/speakers/{speaker}", "/search?since=soon", *followed(page)]


def followed(page) -> list[str]:
    """One of each page of what is followed across reports."""
    statement = page.request.get('/api/search?q="bet a single generator"').json()["hits"][0]["statement"]["id"]
    commitments = sorted(page.request.get("/api/ledger?as_of=2026-12-31").json()["commitments"], key=lambda row: -len(row["events"]))
    assert commitments
    return ["/check", "/check?words=I would bet a single generator on the weather", "/check?words=We count every village&speaker=novak", "/check?words=x&on=soon", "/ledger?as_of=2026-12-31&maker=haldorsen", "/ledger?since=2026-01-01&as_of=2026-12-31", "/ledger/days?as_of=2026-12-31", "/ledger/decided", "/ledger/timeline?as_of=2026-12-31", "/utterances", "/utterances?sort=disagreement&speaker=novak", "/utterances?speaker=nobody",
            *(f"/ledger/{row['id']}?as_of=2026-12-31" for row in commitments[:2]), f"/utterance/{statement}", f"/utterance/{page.request.get('/api/search?q=quay').json()['hits'][0]['statement']['id']}"]  # fmt: skip


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_from_search_to_report_to_statement_to_speaker(open_page, scripted):
    page = open_page(java_script_enabled=scripted)
    page.goto("/")
    page.get_by_label("Search what was said").fill('"bet a single generator"')
    page.keyboard.press("Enter")
    hit = page.locator(".hit")
    expect(hit).to_have_count(1)
    expect(hit.locator("mark")).to_have_text("bet a single generator")
    hit.get_by_role("link", name="Ice may close the northern route").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ice may close the northern route")
    card = page.locator(".card", has_text="bet a single generator")
    expect(card.locator(".chain q").first).to_have_text("he")
    expect(card.locator(".chain q").last).to_have_text("Per Haldorsen")
    card.get_by_role("link", name="cite").click()
    expect(page.locator(".quoted blockquote")).to_contain_text("I would not bet a single generator")
    expect(page.locator(".citation pre").first).to_contain_text("Per Haldorsen")
    expect(page.get_by_role("button", name="Copy")).to_have_count(6 if scripted else 0)
    page.locator(".quoted").get_by_role("link", name="Per Haldorsen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Per Haldorsen")
    expect(page.locator(".hit").first).to_be_visible()


def test_by_keyboard_alone(open_page):
    page = open_page()
    page.goto("/report?id=envoy-winter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('corner')"):
            break
    page.keyboard.press("Enter")
    card = page.locator(".card:target")
    expect(card).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or page.evaluate("document.activeElement === document.body")


def test_a_statement_lights_up_wherever_it_stands(open_page):
    page = open_page()
    page.goto("/report?id=envoy-winter")
    page.locator(".card").nth(1).hover()
    expect(page.locator(".text .content.lit").first).to_be_visible()
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)


def test_citations_are_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses(page)[5])
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".citation pre").first.text_content()


def test_nothing_runs_out_of_a_phone(open_page):
    page = open_page(viewport=PHONE)
    for address in addresses(page):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_roles_differ_by_more_than_colour(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/report?id=envoy-winter")
    looks = [page.evaluate("c => { const s = getComputedStyle(document.querySelector(`.text ${c}`)); return [s.fontWeight, s.fontStyle, s.textDecorationLine, s.borderBottomStyle].join(' ') }", c) for c in (".source", ".cue", ".content")]
    assert len(set(looks)) == 3 and page.locator(".text a.corner").count() >= 4
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text .boilerplate')).fontSize) < parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)")


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_from_a_quotation_to_the_wordings_of_its_occasion(open_page, scripted):
    page = open_page(java_script_enabled=scripted)
    page.goto("/")
    page.get_by_label("Check a quotation").fill("We will sell the quay before winter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reworded")).to_be_visible()
    expect(page.locator(".hit").first.locator("ins")).to_have_text(["not"])
    page.locator(".hit").first.get_by_role("link", name="the statement").click()
    page.get_by_role("link", name="compare their wordings").click()
    expect(page.locator(".synopsis thead th")).to_have_count(2)
    assert len(set(page.evaluate("['.synopsis ins', '.synopsis .same td'].map(each => getComputedStyle(document.querySelector(each)).textDecorationLine)"))) == 2


def test_hostile_words_do_nothing(open_page):
    page = open_page()
    page.goto("/")
    page.get_by_label("Search what was said").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    assert page.title().startswith("<script>") and page.locator("main img, main script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page, scheme):
    page = open_page(color_scheme=scheme)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for address in addresses(page):
        page.goto(address)
        page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true }")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not found["violations"], (address, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]])
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == {"light": "rgb(252, 251, 248)", "dark": "rgb(22, 24, 27)"}[scheme]


def test_what_a_telephone_shows_is_named_and_in_a_line(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/ledger?as_of=2026-12-31")
    named = page.eval_on_selector_all("table.book td[data-label]:not(:empty)", "all => all.map(each => [each.dataset.label, getComputedStyle(each, '::before').content])")
    assert named and all(content == f'"{label}: "' for label, content in named)
    assert len(set(page.eval_on_selector_all(".head nav a", "all => all.map(each => each.getBoundingClientRect().top)"))) == 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["telephone", "desk"])
def test_what_is_reviewed_is_in_view(open_page, size):
    """In the text, which scrolls by itself, and without the page being scrolled."""
    page = open_page(viewport=size)
    page.goto("/report?id=envoy-winter")
    last = page.locator("li.card").last.get_attribute("id")[2:]
    page.goto(f"/review/statements/{last}")
    mark = page.locator("#passage-text .content").first.bounding_box()
    tools = page.locator("#tools").bounding_box()
    assert page.evaluate("scrollY") == 0 and tools["y"] + tools["height"] <= mark["y"] and mark["y"] + 20 <= size["height"]


def test_an_address_of_before_there_were_parts_leads_to_the_part(open_page, monkeypatch):
    monkeypatch.setattr(parts, "CHARACTERS", 300)
    monkeypatch.setattr(parts, "STATEMENTS", 3)
    page = open_page()
    page.goto("/report?id=envoy-winter&whole=true")
    last = page.locator("a.corner[id]").last.get_attribute("id")
    page.goto("/")
    page.goto(f"/report?id=envoy-winter#{last}")
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    assert page.locator("nav.parts").first.inner_text().startswith("Part ")

