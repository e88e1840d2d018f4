"""Long reports are shown in parts."""

import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

import onrecord
from onrecord import Report
from onrecord.serve import parts
from onrecord.serve.app import make_app
from onrecord.serve.parts import CHARACTERS, STATEMENTS, extent, part_with, parts_of
from onrecord.types import Article, Statement

WORDS = "The council of Brova met again on the second floor of the old house, where it has met each winter for as long as anybody there remembers. "
LONG = "\n\n".join(f'Irena Novak of the council said that bridge number {n} would stay closed until spring. {WORDS}' for n in range(1, 13))


def article(text: str, spans) -> Article:
    made = tuple(Statement(id=f"{n:016x}", kind="indirect", mode="said", source=(), cue=(), content=(span,), within=None, confidence=0.9, speaker=None, act="assert", act_confidence=0.9) for n, span in enumerate(spans))
    return Article(id="x", text=text, sha256="0" * 64, model="m", language="en", statements=made, boilerplate=(), path=None, url=None, title=None, outlet=None, published=None, published_at=None, page_sha256=None)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_parts_are_the_text_and_cut_no_statement(data):
    lines = data.draw(st.lists(st.integers(0, 4000), max_size=60))
    text = "\n".join("x" * each for each in lines)
    spans = [(a, min(len(text), a + data.draw(st.integers(1, 6000)))) for a in data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=120 if text else 0))] if text else []
    made = article(text, sorted(spans))
    found = parts_of(made)
    assert "".join(text[a:b] for a, b in found) == text and (len(found) == 1 or all(a < b for a, b in found))
    assert all(a == 0 or text[a - 1] == "\n" for a, _ in found)
    for number, (a, b) in enumerate(found, 1):
        mine = [each for each in made.statements if part_with(found, extent(each)[0]) == number]
        assert all(a <= extent(each)[0] and extent(each)[1] <= b for each in mine)


def test_how_long_a_part_is():
    line = "x" * 99 + "\n"
    assert parts_of(article(line * (2 * CHARACTERS // 100), [])) == ((0, 2 * CHARACTERS),)
    found = parts_of(article(line * (9 * CHARACTERS // 100), []))
    assert len(found) == 5 and max(b - a for a, b in found) < 2 * CHARACTERS
    assert len(parts_of(article(line * 300, [(100 * n, 100 * n + 9) for n in range(300)]))) == round(300 / STATEMENTS / 2 + 30_000 / CHARACTERS / 2 + 0.49)
    assert len(parts_of(article("x" * 9 * CHARACTERS, []))) == 1  # without lines there is no place
    assert parts_of(article("", [])) == ((0, 0),)


@pytest.fixture(scope="module")
def long(tmp_path_factory, extractor):
    """A record of a report that is long for what a part is here."""
    with pytest.MonkeyPatch.context() as patch, onrecord.open(tmp_path_factory.mktemp("long") / "record.db") as record:
        patch.setattr(parts, "CHARACTERS", 800)
        patch.setattr(parts, "STATEMENTS", 4)
        record.ingest(Report(LONG, id="long", title="The long meeting", published="2026-02-01"), Report(LONG.replace("spring", "summer"), id="long", title="The long meeting", published="2026-02-01"), extractor=extractor)
        yield record, TestClient(make_app(record), base_url="http://localhost", follow_redirects=False)


def see(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_a_long_report(long):
    record, client = long
    article = record.article("long")
    seen, numbers, address = "", [], "/report?id=long"
    number = len(parts_of(article))
    assert number > 2
    for part in range(1, number + 1):
        page = see(client, address)
        assert page.findtext(".//title") == f"The long meeting, part {part} of {number} · onrecord" and len(page.cssselect("nav.parts")) == 2
        marked = page.cssselect("article.text")[0]
        for corner in marked.cssselect(".corner"):
            corner.text = ""
        seen += marked.text_content()
        here = [int(each.get("data-of")) for each in page.cssselect("li.card")]
        assert f"{here[0]} to {here[-1]} here" in page.cssselect("#said")[0].text and page.cssselect("#said")[0].text.startswith(f"{len(article.statements)} statements")
        assert [each.get("id")[2:] for each in page.cssselect("li.card")] == [each.get("id")[2:] for each in page.cssselect("a.corner[id]")]
        numbers += here
        following = page.cssselect("nav.parts a[rel=next]")
        address = following[0].get("href") if following else None
    assert address is None and seen == article.text and numbers == list(range(1, len(article.statements) + 1))
    whole = see(client, page.cssselect("nav.parts a")[-1].get("href"))
    assert len(whole.cssselect("li.card")) == len(article.statements) and f"In {number} parts" in whole.cssselect("nav.parts")[0].text_content() and whole.findtext(".//title") == "The long meeting · onrecord"


def test_links_lead_to_the_part(long):
    record, client = long
    article = record.article("long")
    last = next(each for each in article.statements if "number 12" in article.words(each.content))
    for address in (f"/statements/{last.id}", "/search?q=%22number+12%22"):
        (link,) = {each.get("href") for each in see(client, address).cssselect(f"a[href$='#m-{last.id}']")}
        assert re.search(r"[?&]statement=", link) and see(client, link).cssselect(f"#m-{last.id}") and not see(client, "/report?id=long").cssselect(f"#m-{last.id}")
    assert see(client, f"/report?id=long&at={last.content[0][0]}").cssselect(f"#m-{last.id}")


def test_versions_stay_what_they_are(long):
    _, client = long
    page = see(client, "/report?id=long&version=1")
    onward = page.cssselect("nav.parts a[rel=next]")[0].get("href")
    assert "version=1" in onward and "until spring" in see(client, onward).cssselect("article.text")[0].text_content()


@pytest.mark.parametrize(("asked", "status"), [("part=99", 200), ("part=0", 422), ("at=-1", 422), ("at=999999999", 200), ("statement=none", 200), ("statement=%00", 200), ("whole=x", 422)])
def test_what_is_no_part(long, asked, status):
    assert long[1].get(f"/report?id=long&{asked}").status_code == status
