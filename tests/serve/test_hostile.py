"""Script, markup, template syntax, turned directions and null bytes, wherever they come from, are text."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord.extraction.statements import statement_id
from onrecord.identity import id_of, version_of
from onrecord.serve.app import make_app
from onrecord.serve.visible import visible
from onrecord.terminal import dump
from onrecord.types import Addressee, Article, Report, Speaker, Statement, Told, Via

HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title></textarea></pre><svg/onload=alert(1)>", "{{ 7777*9 }}{% for x in y %}{{ config }}", "${7777*9}<%= 7777*9 %>", "&lt;b&gt;&amp;",
    "javascript:alert(1)", "safe\u202egnp.exe", "\u2066left\u2067right\u2069", "null\x00byte\x1b[31m", "half\ud800pair", "<!--", "]]>", "a\r\nSet-Cookie: x=1", "../../etc/passwd", "%00%0d%0a", "\ufdd0d800", "\u2028line\u2029",
]  # fmt: skip
SPOKEN = "\x85".join(HOSTILE)  # all of them at once


class Quoting:
    """A stand-in for the model: the first line of a text is the source, the last the content."""

    model = SimpleNamespace(card={"name": "quoting <b>1</b>"})

    def extract_many(self, reports):
        for report in reports:
            text, sha256 = report.text, version_of(report.text)
            name, body = text.partition("\n§")[0], text.rpartition("\n§")[2]
            whole, content = (0, len(name)), (len(text) - len(body), len(text))
            told = Told(name, (whole,))
            statement = Statement(id=statement_id(sha256, (content,), (whole,)), kind="direct", mode="said", source=(whole,), cue=(whole,), content=(content,), within=None, confidence=0.5,
                                  speaker=Speaker(name, "person", 0.5, (whole, whole), told, told), via=Via(name, (whole,)), addressee=Addressee((whole,), name, "person"), act="assert", act_confidence=0.5)
            yield Article(id=id_of(report, sha256), text=text, sha256=sha256, model="quoting <b>1</b>", language="en", statements=(statement,), boilerplate=(whole,),
                          **{key: getattr(report, key) for key in ("path", "url", "title", "outlet", "published", "published_at")})


def report(words: str) -> Report:
    return Report(text=f"{words}\n§{words}", id=words.replace("\ud800", "?"), title=words, outlet=words, url=words, published="2024-03-05", path=words, source=words)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with onrecord.open(tmp_path_factory.mktemp("hostile") / "x.db") as record:
        reports = [report(words) for words in [*HOSTILE, SPOKEN]]
        record.ingest(*reports, extractor=Quoting())
        record.ingest(*(replace(each, text=each.text + " more") for each in reports), extractor=Quoting())
        yield record


@pytest.fixture(scope="module")
def client(hostile):
    return TestClient(make_app(hostile), base_url="http://localhost", raise_server_exceptions=False)


class Looking(HTMLParser):
    """What a page is made of, and what it says."""

    SAFE = frozenset(
        "html head meta title link script body a header nav form label input button main footer p div section h1 h2 h3 ol ul li bdi span time details summary select option fieldset legend article aside blockquote q svg rect table thead tbody tr th td pre code del ins mark b abbr cite dl dt dd textarea img line path circle text".split()  # noqa: SIM905
    )

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.words, self.values, self.inside = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        assert tag in self.SAFE, tag
        self.inside.append(tag)
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("style", "srcdoc", "formaction"), (tag, name)
            if name in ("href", "src", "action"):
                assert re.match(r"(?:/(?!/)|#|https?://)", value or ""), (tag, value)
            self.values.append(value or "")
        if tag == "img":
            assert re.fullmatch(r"/statements/[0-9a-f]+/card\.svg", dict(attributes)["src"])
        if tag == "script":
            assert dict(attributes)["src"].startswith("/static/")

    def handle_data(self, data):
        assert not (self.inside and self.inside[-1] == "script" and data.strip())
        self.words.append(data)

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_comment(self, data):
        raise AssertionError(data)


def look(client, address, status=200, **parameters) -> tuple[str, list[str]]:
    answer = client.get(address, params=parameters or None)
    assert answer.status_code == status, (address, parameters, answer.text[:500])
    page = answer.content.decode("utf-8")
    assert not re.search("[\x00-\x08\x0e-\x1f\x80-\x9f\u202a-\u202e\u2066-\u2069]", page), address
    found = Looking(page)
    return "".join(found.words), found.values


def flat(words: str) -> str:
    return " ".join(visible(words).split())


@pytest.mark.parametrize("words", [*HOSTILE, SPOKEN], ids=ascii)
def test_every_page_shows_it_as_text(client, hostile, words):
    made = report(words)
    article = hostile.article(made.id)
    (statement,) = article.statements
    where = hostile.speakers()
    entity = next(row.entity for row in where if row.name == words)
    for address, parameters in (("/report", {"id": made.id}), ("/report", {"id": made.id, "version": 1}), ("/report/changes", {"id": made.id}), ("/takedown", {"id": made.id}), ("/amend", {"id": made.id, "version": 1}), (f"/statements/{statement.id}", {}), (f"/speakers/{entity}", {}), ("/speakers", {"kind": "person"}), (f"/utterance/{statement.id}", {}),
                                ("/search", {"q": "more", "in": "reports"}), ("/search", {"kind": "direct", "versions": "all"}), ("/search", {"in": "statements"}), ("/", {})):  # fmt: skip
        shown, _ = look(client, address, **parameters)
        if address not in ("/", "/search"):
            assert flat(words) in flat(shown), address
        assert "69993" not in shown


@pytest.mark.parametrize("words", [each for each in HOSTILE if "\ud800" not in each], ids=ascii)
def test_what_is_asked_comes_back_as_text(client, words):
    for name in ("q", "speaker", "outlet", "sort", "kind", "since", "after"):
        status = 200 if name in ("q", "speaker", "outlet") else 400
        answer = client.get("/search", params={name: words})
        assert answer.status_code in (status, 400), (name, answer.status_code)
        _, values = look(client, "/search", answer.status_code, **{name: words})
        assert name != "q" or visible(words).strip() in {value.strip() for value in values}
    look(client, "/speakers", name=words)
    look(client, "/utterances", speaker=words)
    for name in ("sort", "least", "after"):
        look(client, "/utterances", 400, **{name: words})
    for address, names in (("/check", ("words", "speaker", "on")), ("/ledger", ("maker", "counterpart", "status", "as_of", "category", "after"))):
        for name in names:
            asked = f"{address}?" + urlencode({"words": "nothing like that", name: words})
            status = client.get(asked).status_code
            assert status in (200, 400), asked
            look(client, asked, status)
    look(client, "/utterance/" + quote(words, safe=""), client.get("/utterance/" + quote(words, safe="")).status_code)
    for address in ("/report", "/report/changes", "/takedown", "/amend"):
        look(client, address, client.get(address, params={"id": words}).status_code, id=words)
    for address in ("/report", "/statements/x", "/speakers/x"):
        answer = client.get(address, params={"id": "none", "version": words, "act": words, "after": words})
        assert answer.status_code in (400, 404, 422)
        Looking(answer.text)
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("words", [*HOSTILE, SPOKEN], ids=ascii)
def test_programs_get_it_as_it_is(client, hostile, words):
    id = report(words).id
    found = next(hit for hit in client.get("/api/articles", params={"limit": 1000}).json()["hits"] if hit["article"] == id)
    assert found["title"] == found["outlet"] == found["url"] == words
    statement = hostile.article(id).statements[0].id
    answer = client.get(f"/api/statements/{statement}")
    assert answer.headers["content-type"] == "application/json" and answer.json()["statement"]["speaker"]["name"] == words and answer.json()["words"] == words + " more"
    assert client.get("/api/search", params={"facets": "true"}).status_code == client.get("/api/speakers").status_code == 200


@pytest.mark.parametrize("words", [*HOSTILE, SPOKEN], ids=ascii)
def test_a_quotation_and_its_nearest_wordings_are_text(client, hostile, words):
    asked = words.encode("utf-8", "replace").decode()
    answer = client.get("/api/check", params={"words": asked})
    assert answer.status_code in (200, 400)
    shown, _ = look(client, "/check", answer.status_code, words=asked)
    if answer.status_code == 200:
        for match in answer.json()["matches"]:
            assert flat(match["outlet"]) in flat(shown) and flat(match["speaker"]) in flat(shown)
        assert "69993" not in shown and answer.json() == json.loads(dump(hostile.check(asked).to_dict()))


@pytest.fixture(scope="module")
def promising(tmp_path_factory):
    """Promises of hostile makers, in hostile reports."""
    with onrecord.open(tmp_path_factory.mktemp("promising") / "x.db") as record:
        record.ingest(*(replace(report(words), text=f"{words}\n§We will deliver 40 pumps to {words} by 31 May 2024", published="2024-03-05", title=words) for words in HOSTILE), extractor=Quoting())
        yield record


def test_commitments_are_text(promising):
    client = TestClient(make_app(promising), base_url="http://localhost", raise_server_exceptions=False)
    rows = promising.ledger(as_of="2024-06-10")
    assert sum(len(row["events"]) for row in rows) > len(HOSTILE) // 2
    shown, _ = look(client, "/ledger", as_of="2024-06-10")
    for row in rows:
        assert flat(row["what"]["text"])[:60] in flat(shown)
        page, _ = look(client, f"/ledger/{row['id']}", as_of="2024-06-10")
        for event in row["events"]:
            assert flat(promising.article(event["article"]).text[slice(*event["span"])]) in flat(page) and flat(promising.article(event["article"]).title) in flat(page)
        assert client.get(f"/api/ledger/{row['id']}", params={"as_of": "2024-06-10"}).json()["events"][0]["title"] == promising.article(row["events"][0]["article"]).title


def test_errors_in_json_hold_it_too(client):
    for words in HOSTILE:
        if "\ud800" not in words:
            answer = client.get("/api/search", params={"since": words})
            assert answer.status_code == 400 and answer.json()["title"] == "Bad Request" and answer.headers["content-type"] == "application/problem+json"
