"""Review in a real browser: with the mouse, with the keyboard alone, without JavaScript, on a phone, and without anything that axe finds."""

from importlib.resources import files
from shutil import copy

import pytest
from browsing import PHONE, opening_watched, serving
from playwright.sync_api import expect
from test_serve import HOSTILE

import onrecord
from onrecord import Report
from onrecord.serve.app import make_app
from reading import ARABIC, CUP, ENVOY, HARBOUR

expect.set_options(timeout=20_000)  # machines may be slow
ODD = Report(f'The mayor, Ann Lee, said the "\u202e{HOSTILE}\x00 pumps\x1b" would come \U0001f600 before winter.\r\nBo Orn said that it rains.\r\n', id="odd", title=HOSTILE, outlet=HOSTILE, published="2026-03-01")


@pytest.fixture(scope="module")
def made(tmp_path_factory, extractor):
    path = tmp_path_factory.mktemp("review") / "made.db"
    with onrecord.open(path) as opened:
        opened.ingest(ENVOY, CUP, HARBOUR, ARABIC, ODD, extractor=extractor)
        opened.resolve_speakers()
    return path


@pytest.fixture
def record(made, tmp_path):
    with onrecord.open(copy(made, tmp_path / "record.db")) as opened:
        yield opened


@pytest.fixture
def open_page(chromium, record):
    with serving(make_app(record)) as site, opening_watched(chromium, site, 30_000) as open_:
        yield open_


def id_of(record, said: str, article: str = "envoy-winter") -> str:
    found = record.article(article)
    return next(s.id for s in found.statements if said in found.words(s.content))


def words_of(record, id: str) -> dict[str, str]:
    kept = record.statement(id)
    return {role: kept.article.words(getattr(kept.statement, role)) for role in ("source", "cue", "content")}


def corrected(record, article: str = "envoy-winter"):
    found = record.article(article)
    return [s for s in found.statements if s.corrected]


def select(page, start: str, end: str | None = None) -> None:
    """Drag the mouse from the first letter of some words to the last of others."""
    ends = page.evaluate(
        """([start, end]) => {
            const text = document.getElementById("passage-text"), walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
            let all = "";
            while (walk.nextNode()) { nodes.push([walk.currentNode, all.length]); all += walk.currentNode.data; }
            const box = (at) => { const [node, from] = nodes.filter(([, from]) => from <= at).at(-1); const range = document.createRange(); range.setStart(node, at - from); range.setEnd(node, at - from + 1); return range.getBoundingClientRect(); };
            const first = all.indexOf(start), last = end ? all.indexOf(end, first) + end.length : first + start.length;
            document.getElementById("passage-text").scrollIntoView({block: "center"});
            const a = box(first), b = box(last - 1);
            return [[a.left + 1, a.top + a.height / 2], [b.right - 1, b.top + b.height / 2]];
        }""",
        [start, end],
    )
    page.mouse.move(*ends[0])
    page.mouse.down()
    page.mouse.move(*ends[1], steps=5)
    page.mouse.up()


def test_with_the_mouse(open_page, record):
    page = open_page()
    page.goto("/review?act=deny")
    page.locator(".hit a.words").click()
    tools = page.locator("#tools")
    expect(tools.get_by_role("button", name="Make the selected words the content")).to_be_disabled()
    select(page, "that the", "harbour")
    tools.get_by_role("button", name="Make the selected words the content").click()
    select(page, "closed")
    tools.get_by_role("button", name="Add the selected words to the content").click()
    expect(page.locator("#spoken")).to_have_text("Content, passage 2: “closed”")
    expect(page.locator("[data-role=content] .moved .words")).to_have_text(["that the harbour", "closed"])
    select(page, "Irena Novak")
    tools.get_by_role("button", name="Make the selected words the speaker’s name").click()
    select(page, "Sorland's envoy, Per Haldorsen")
    tools.get_by_role("button", name="Make the selected words the source").click()
    assert page.locator("#passage-text").text_content() == ENVOY.text
    page.get_by_label("Mode").select_option("thought")
    page.get_by_label("The reason, which is kept").fill("heard on the tape")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".done")).to_contain_text("Corrected")
    (new,) = corrected(record)
    assert words_of(record, new.id) == {"source": "Sorland's envoy, Per Haldorsen", "cue": "denied", "content": "that the harbour … closed"} and new.speaker.name == "Irena Novak" and new.mode == "thought"
    page.locator(".done summary").click()
    page.locator(".done").get_by_role("button", name="Take it back").click()
    expect(page.locator(".hit a.words")).to_have_text("He denied that the harbour had been closed")  # in the queue again
    assert corrected(record) == [] and "that the harbour had been closed" in record.article("envoy-winter").text


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} has the focus, and does not show it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


def test_with_the_keyboard_alone(open_page, record):
    page = open_page()
    page.goto("/review?act=deny")
    tab_to(page, ".hit a.words")
    press(page, "Enter")
    expect(page.locator("#passage-text")).to_be_visible()
    spoken = page.locator("#spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    begins = page.get_by_role("slider", name="Content: where it begins")
    expect(begins).to_be_visible()  # the script has run
    press(page, "d")
    expect(begins).to_be_focused()
    press(page, "ArrowRight")
    expect(spoken).to_have_text("Content: “the harbour had been closed”")
    expect(begins).to_have_attribute("aria-valuetext", "before “the harbour had been closed”")
    press(page, "Shift+ArrowRight")
    expect(spoken).to_have_text("Content: “he harbour had been closed”")
    press(page, "Shift+ArrowLeft", "Tab")
    ends = page.get_by_role("slider", name="Content: where it ends")
    expect(ends).to_be_focused()
    expect(page.locator("#passage-text .edge")).to_be_visible()
    press(page, "ArrowLeft", "ArrowLeft")
    expect(spoken).to_have_text("Content: “the harbour had”")
    press(page, "End", "ArrowRight")
    expect(spoken).to_contain_text("no further")
    press(page, "PageUp", "PageUp")
    press(page, "s")
    expect(page.get_by_role("slider", name="Source: where it begins")).to_be_focused()
    tab_to(page, "[data-role=source] .remove")
    press(page, "Enter")
    expect(page.locator("[data-role=source] .nothing")).to_be_visible()
    tab_to(page, "#source-2")
    page.keyboard.type("Per Haldorsen")
    press(page, "Enter")
    expect(spoken).to_have_text("Source: “Per Haldorsen”")
    tab_to(page, "#act")
    press(page, "w")  # in a field a letter is no shortcut: it chooses "warns"
    expect(page.locator("#act")).to_be_focused()
    tab_to(page, "#why")
    page.keyboard.type("as a whole dash")
    press(page, "Enter")
    expect(page.locator(".done")).to_contain_text("Corrected")
    (new,) = corrected(record)
    assert (new.act, words_of(record, new.id)["source"]) == ("warn", "Per Haldorsen") and words_of(record, new.id)["content"].startswith("the harbour had been closed")


def test_shortcuts(open_page, record):
    page = open_page()
    first, second, third = (each.statement.id for each in record.review_queue(limit=3).waiting)
    page.goto(f"/review/statements/{first}")
    press(page, "n")
    page.wait_for_url(f"**/{second}")
    press(page, "a")
    page.wait_for_url(f"**/{third}?done={second}")
    assert [row.statement for row in record.reviews()] == [second]
    press(page, "x")
    expect(page.locator("#why")).to_be_focused()
    page.keyboard.type("an axe")
    press(page, "Enter")
    page.wait_for_url(f"**?done={third}")
    assert [(each.correction.act, each.correction.why) for each in record.statement_corrections()] == [("none", "an axe")]
    page.get_by_text("By keyboard").click()
    page.get_by_label("Letters are shortcuts").uncheck()
    here = page.url
    page.locator("h1").click()
    press(page, "n")
    page.reload()
    press(page, "n", "d")
    assert page.url == here and not page.evaluate("document.activeElement.matches('.handle')")


def test_a_missed_statement_by_keyboard_and_the_whole_report(open_page, record):
    page = open_page()
    page.goto("/review/report?id=envoy-winter")
    press(page, "d")
    add = page.get_by_role("button", name="Content: add a passage")
    expect(add).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#spoken")).to_have_text("Content: “KESTEN”")
    press(page, "PageDown", "Tab", "PageDown", "PageDown")
    expect(page.get_by_role("slider", name="Content: where it ends")).to_be_focused()
    page.locator("[data-role=content] .remove").press("Enter")
    page.get_by_label("Content: or type its words").fill("Storm leaves 40,000 without heating")
    page.get_by_label("Content: or type its words").press("Enter")
    expect(page.locator("[data-role=content] .moved .words")).to_have_text("Storm leaves 40,000 without heating")
    page.get_by_label("The reason, which is kept").fill("missed")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**#added")
    assert [words_of(record, each.id)["content"] for each in corrected(record)] == ["Storm leaves 40,000 without heating"]
    page.get_by_role("button", name="and none is missing").click()
    page.wait_for_url("**#reviewed")
    assert record.reviewed("envoy-winter").done


def test_without_javascript(open_page, record):
    page = open_page(java_script_enabled=False)
    page.goto("/review?act=deny")
    page.locator(".hit a.words").click()
    page.locator("#content-1").fill("the harbour had been")
    page.locator("#content-2").fill("nowhere")
    page.get_by_label("The reason, which is kept").fill("cut short")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("does not stand in the report")
    expect(page.locator("#content-1")).to_have_value("the harbour had been")
    page.locator("#content-2").fill("")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".done")).to_contain_text("Corrected")
    (new,) = corrected(record)
    assert words_of(record, new.id)["content"] == "the harbour had been"
    page.goto(f"/statements/{new.id}")
    page.locator(".undo summary").click()
    page.get_by_label("The reason").fill("it was right")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".decisions")).to_contain_text("it was right")
    assert corrected(record) == []


def test_odd_characters_keep_their_places(open_page, record):
    """Control characters, overrides, emoji and line ends are shown by other signs than they are; offsets are those of the record."""
    page = open_page()
    page.goto(f"/review/statements/{id_of(record, 'it rains', 'odd')}")
    press(page, "d", "ArrowRight")
    select(page, "Bo Orn")
    page.get_by_role("button", name="Make the selected words the addressee").click()
    select(page, "pumps", "come")
    page.get_by_role("button", name="Add the selected words to the content").click()
    page.get_by_label("The reason, which is kept").fill(HOSTILE)
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".done")).to_contain_text("Corrected")
    (new,) = corrected(record, "odd")
    kept = record.statement(new.id)
    assert [kept.article.text[a:b] for a, b in new.content] == ['pumps\x1b" would come', "it rains"] and kept.article.words(new.addressee.spans) == "Bo Orn"
    for address in ("/review", f"/review/statements/{new.id}", "/review/report?id=odd", f"/statements/{new.id}", "/report?id=odd"):
        page.goto(address)
        assert page.title() != "broken" and page.locator("main img:not([src$='card.svg']), main script").count() == 0


def addresses(record) -> list[str]:
    first, second = [each.statement.id for each in record.review_queue(limit=20).waiting if each.statement.act != "deny"][:2]
    record.accept_statement(first, who="Ann Lee")
    record.correct_statement(second, act="warn", who="Bo Orn", why="she threatened it")
    third = record.review_queue(limit=1).waiting[0].statement.id
    return [f"/review?done={first}", "/review?doubt=x&outlet=x", f"/review/statements/{second}", f"/review/statements/{third}?done={first}", "/review/report?id=envoy-winter", "/review/report?id=odd", f"/statements/{second}", "/report?id=envoy-winter"]


def test_nothing_runs_out_of_a_phone(open_page, record):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    for address in addresses(record):
        page.goto(address)
        page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
    page.goto("/review?act=deny")
    page.locator(".hit a.words").tap()
    page.locator("[data-role=content] .step").last.tap()
    page.get_by_label("The reason, which is kept").fill("by a finger")
    page.get_by_role("button", name="Save the correction").tap()
    expect(page.locator(".done")).to_contain_text("Corrected")


def test_what_is_marked_differs_by_more_than_colour(open_page, record):
    page = open_page()
    page.goto(f"/review/statements/{record.article('envoy-winter').statements[0].id}")
    look = "c => { const s = getComputedStyle(document.querySelector(`#passage-text ${c}`)), b = getComputedStyle(document.querySelector(`#passage-text ${c}`), '::before'); return [s.fontWeight, s.fontStyle, s.textDecorationLine, s.borderBottomStyle, b.content].join(' ') }"
    looks = [page.evaluate(look, each) for each in (".source", ".cue", ".content:not(.addressee)", ".addressee", "span:not([class])")]
    assert len(set(looks)) == 5, looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page, record, scheme):
    page = open_page(color_scheme=scheme)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for address in addresses(record):
        page.goto(address)
        page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true }")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not found["violations"], (address, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]])
