"""Feeds: valid, with ids that stay, and with the words of reports as plain text."""

import re
from xml.etree import ElementTree

import feedparser
import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord import Report
from onrecord.serve.app import make_app

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
HOSTILE = '<script>alert(1)</script>&amp;]]><!-- \u202e\x00\x1b\ufffe\ud800 <b>"'
PLEDGES = [
    Report('The mayor of Kesten, Irena Novak, promised on Monday to build 40 shelters by 1 June 2025. "We will build 40 shelters by 1 June 2025," she told reporters.\n', id="shelters", title="Shelters", outlet="Sorland Wire", published="2025-03-03", url="https://sorland.example/shelters"),
    Report("The foreign minister of Varland, Per Lind, asked Sorland on Tuesday to send 10 generators to Kesten.\n", id="ask", title="Generators", outlet="Nordpress", published="2025-04-01"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("feeds") / "record.db") as record:
        text = f"Mayor Ann Lee said on Monday that the pumps had come. {HOSTILE}\n"
        record.ingest(*PLEDGES, Report(text, id="hostile", title=HOSTILE, outlet=HOSTILE, published="2025-05-05", url="javascript:alert(1)"), extractor=extractor)
        (found,) = record.article("hostile").statements
        record.correct_statement(found.id, content=[(text.index("that"), len(text) - 1)], who="Ada", why="whatever a model makes of it")
        yield record, TestClient(make_app(record), base_url="http://127.0.0.1:8765")


def checked(client, address):
    """The feed, which has what RFC 4287 wants, by feedparser."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml"), answer.text
    root = ElementTree.fromstring(answer.content)
    assert root.tag == ATOM + "feed"
    for of in (root, *root.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            (element,) = of.findall(ATOM + name)
            assert element.text
        assert MOMENT.fullmatch(of.find(ATOM + "updated").text) and re.fullmatch(r"urn:onrecord:[\w:-]+", of.find(ATOM + "id").text)
        assert len(of.findall(f"{ATOM}link[@rel='alternate']")) == 1 and of.find(f"{ATOM}link[@rel='alternate']").get("href").startswith("http://127.0.0.1:8765/")
        for part in of.findall(ATOM + "published"):
            assert MOMENT.fullmatch(part.text)
    ids = [entry.find(ATOM + "id").text for entry in root.iter(ATOM + "entry")]
    assert len(ids) == len(set(ids)) and root.find(ATOM + "author").find(ATOM + "name").text and root.find(f"{ATOM}link[@rel='self']").get("href") == str(answer.url)
    assert root.find(ATOM + "updated").text == max([entry.find(ATOM + "updated").text for entry in root.iter(ATOM + "entry")], default="1970-01-01T00:00:00+00:00")
    found = feedparser.parse(answer.content)
    assert not found.bozo and found.version == "atom10" and [entry.id for entry in found.entries] == ids
    return found, root


def of_page(client, page):
    """The feed to which a page leads, twice over."""
    text = client.get(page).text
    linked = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', text)[1]
    assert text.count(f'href="{linked}"') == 2
    return linked.replace("&amp;", "&")


def test_a_search(site):
    _, client = site
    for page in ("/search", "/search?q=shelters", "/search?act=pledge&speaker=novak&since=2025-01-01", "/search?in=reports&q=generators", "/search?versions=all&sort=relevance&q=pumps"):
        found, _ = checked(client, of_page(client, page))
        hits = client.get("/api/search", params=dict(part.split("=") for part in page.partition("?")[2].split("&") if part)).json()["hits"]
        assert len(found.entries) == len(hits) > 0
        for entry, hit in zip(found.entries, hits, strict=True):
            assert " ".join((hit["quote"] or hit)["words"].split()[:3]) in " ".join(entry.content[0].value.split()) or hit["article"] == "hostile"
            assert client.get(entry.link.removeprefix("http://127.0.0.1:8765")).status_code == 200
    first = checked(client, "/search.atom?q=shelters")[0]
    assert first.entries[0].author == "Sorland Wire" and first.entries[0].published.startswith("2025-03-03") and {link.rel: link.href for link in first.entries[0].links}["via"] == "https://sorland.example/shelters"


def test_ids_stay_when_more_is_kept_and_the_server_has_another_name(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(PLEDGES[0], extractor=extractor)
        client = TestClient(make_app(record), base_url="http://127.0.0.1:8765")
        before = {address: checked(client, address)[0] for address in ("/search.atom", "/ledger.atom")}
        record.ingest(PLEDGES[1], extractor=extractor)
        for address, then in before.items():
            now = feedparser.parse(TestClient(make_app(record), base_url="http://localhost").get(address).content)
            kept = {entry.id: entry.updated for entry in now.entries}
            assert now.feed.id == then.feed.id and {entry.id: entry.updated for entry in then.entries}.items() <= kept.items() and len(kept) > len(then.entries)


def test_a_speaker(site):
    record, client = site
    row = next(row for row in record.speakers() if row.name == "Irena Novak")
    found, _ = checked(client, of_page(client, f"/speakers/{row.entity}"))
    assert "Irena Novak" in found.feed.title and len(found.entries) == row.statements and all(entry.title.startswith("Irena Novak: ") for entry in found.entries)
    assert client.get("/speakers/none.atom").status_code == 404
    narrowed = of_page(client, f"/speakers/{row.entity}?about=shelters&act=pledge")
    some, _ = checked(client, narrowed)
    assert narrowed == f"/speakers/{row.entity}.atom?act=pledge&about=shelters" and some.feed.id != found.feed.id and some.feed.title == "Irena Novak on shelters – onrecord"
    assert {each.id for each in some.entries} <= {each.id for each in found.entries} and len(some.entries) == record.outline(row.entity, act="pledge", about="shelters").count
    assert client.get(f"/speakers/{row.entity}.atom?act=sing").status_code == 400 and not checked(client, f"/speakers/{row.entity}.atom?about=nothing")[0].entries


def test_the_ledger(site):
    _, client = site
    found, _ = checked(client, of_page(client, "/ledger"))
    titles = [entry.title for entry in found.entries]
    assert any(title.startswith("pledged: Irena Novak") for title in titles) and any(title.startswith("asked: Per Lind") for title in titles)
    (late,) = [entry for entry in found.entries if entry.title.startswith("overdue: ")]
    assert late.updated.startswith("2025-06-02") and "Due on 2025-06-01" in late.content[0].value
    assert [entry.updated for entry in found.entries] == sorted((entry.updated for entry in found.entries), reverse=True)
    assert not any("overdue" in entry.title for entry in checked(client, of_page(client, "/ledger?as_of=2025-05-01"))[0].entries)
    only = checked(client, of_page(client, "/ledger?type=ask"))[0].entries
    assert only and all("Per Lind" in entry.title for entry in only)


def test_hostile_text_is_text(site):
    _, client = site
    for address in ("/search.atom?q=pumps", "/search.atom?q=pumps&in=reports"):
        answer = client.get(address)
        assert b"<script" not in answer.content and b"javascript:" not in answer.content and "\u202e" not in answer.text
        _, root = checked(client, address)
        content = root.find(f"{ATOM}entry/{ATOM}content")
        assert content.get("type") == "text" and "<script>alert(1)</script>" in content.text and "⟦U+202E⟧" in content.text and not list(content)


@pytest.mark.parametrize("address", ["/search.atom?q=shelters", "/ledger.atom"])
def test_who_has_it_is_not_sent_it_again(site, address):
    _, client = site
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["/search.atom?since=soon", "/search.atom?q=" + "x+" * 300, "/ledger.atom?as_of=x", "/search.atom?limit=x"])
def test_faults_are_told_to_programs(site, address):
    answer = site[1].get(address)
    assert answer.status_code in (200, 400) and (answer.status_code == 200) == ("limit" in address)
    assert answer.status_code == 200 or answer.headers["content-type"] == "application/problem+json"


def test_nothing_is_a_feed_too(site):
    found, _ = checked(site[1], "/search.atom?q=nowhere")
    assert not found.entries and found.feed.updated.startswith("1970")
