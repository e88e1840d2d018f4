"""The wordings of one occasion, side by side."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from test_pages import see, words
from test_review_pages import post, sent_by

import onrecord
from onrecord import Report
from onrecord.follow.utterances import Utterance, Version
from onrecord.follow.wording import compare_versions
from onrecord.follow.words import cut
from onrecord.serve.api import schemas
from onrecord.serve.app import make_app
from onrecord.serve.synopsis import lay_out
from onrecord.terminal import dump
from onrecord.types import Statement

REPORTS = [
    Report('The mayor of Kesten, Irena Novak, spoke on the quay on Thursday. "We will not sell the port before winter, and the ferry stays as long as I am in this office," Novak said.\n', id="wire-1", title="Port stays", outlet="Sorland Wire", published="2026-03-05"),
    Report('The mayor of Kesten, Irena Novak, spoke on the quay on Thursday. "We won\'t sell the old port before winter, and the ferry stays as long as I am in this office," Novak said.\n', id="mail-1", title="No sale", outlet="The Kesten Mail", published="2026-03-06"),
    Report('Irena Novak, the mayor of Kesten, said on Thursday: "We will not sell the port before winter."\n', id="post-1", title="Mayor <b>firm</b>", outlet='"><script>alert(1)</script>', published="2026-03-06"),
]  # fmt: skip


@pytest.fixture(scope="module")
def quay(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("quay") / "record.db") as record:
        record.ingest(*REPORTS, extractor=extractor)
        yield record


@pytest.fixture(scope="module")
def client(quay):
    return TestClient(make_app(quay), base_url="http://localhost", raise_server_exceptions=False)


def test_versions_stand_side_by_side(client, quay):
    (utterance,) = quay.utterances()
    for version in utterance.versions:
        page = see(client, f"/utterance/{version.statement.id}")
        assert len(page.cssselect("h1")) == 1 and "as 3 reports tell it" in words(page.cssselect("h1")[0]) and not page.cssselect("main script, main b")
        heads = page.cssselect(".synopsis thead th")
        assert [words(head.cssselect("bdi")[0]) for head in heads] == [each.outlet for each in utterance.versions] and sum("reference" in words(head) for head in heads) == 1
        differing = [[words(cell) for cell in row.cssselect("td")] for row in page.cssselect(".synopsis .differs")]
        mail = [each.outlet for each in utterance.versions].index("The Kesten Mail")
        assert any("won't" in row[mail] for row in differing) and any("old" in row[mail] for row in differing)
        assert [words(each) for each in page.cssselect(".synopsis .same")] == ["sell the", "port before winter"]
        assert [link.get("href") for link in page.cssselect(".hit .words")] == [f"/statements/{each.statement.id}" for each in utterance.versions]
        assert all(client.get(link.get("href").partition("#")[0]).status_code in (200, 303) for link in page.cssselect("main a"))


def test_programs_get_what_the_command_gives(client, quay):
    (utterance,) = quay.utterances()
    for version in utterance.versions:
        told = client.get(f"/api/utterances/{version.statement.id}").json()
        schemas.Utterance.model_validate(told)
        assert told == json.loads(dump(compare_versions(utterance).to_dict())) and any(change["op"] != "keep" for each in told["versions"] for change in each["changes"])
    missing = client.get("/api/utterances/none")
    assert missing.status_code == 404 and missing.headers["content-type"] == "application/problem+json"


def test_a_reviewer_parts_and_joins_and_takes_it_back(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(*REPORTS, extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost", raise_server_exceptions=False)
        (utterance,) = record.utterances()
        out = utterance.versions[-1].statement.id
        page = see(client, f"/utterance/{utterance.id}")
        assert all(page.cssselect(f"label[for='{each.get('id')}']") for each in page.cssselect("main form input:not([type=hidden])")) and len(page.cssselect(".hit form")) == 3
        answer = post(client, *sent_by(page, f".hit form:has(input[value='{out}'])", why="the <b>day</b> after"), follow=False)
        assert answer.status_code == 303 and answer.headers["location"].endswith("#decided") and record.utterance(out).reports == 1
        page = see(client, answer.headers["location"])
        (entry,) = page.cssselect(".decision")
        (row,) = record.utterance_decisions()
        assert (row.act, row.why, row.right) == ("split", "the <b>day</b> after", {out}) and words(entry).startswith(f"Said to be of another occasion by {row.who} on ") and row.why in words(entry)
        back = post(client, *sent_by(page, ".decision form", why="it was that day"), follow=False)
        assert back.status_code == 303 and record.utterance(out).reports == 3 and len(see(client, f"/utterance/{out}").cssselect(".decision")) == 2
        record.split_utterance(utterance.id, out, who="the desk", why="a day later")
        joined = post(client, *sent_by(see(client, f"/utterance/{out}"), "form:has(#other)", other=f"http://localhost/statements/{utterance.id}?x=1", why="one press conference"), follow=False)
        assert joined.status_code == 303 and record.utterance_decisions()[-1].act == "merge" and record.utterance(out).reports == 3
        for fields, told in ((("out", "none"), ("why", "x")), "name some"), ((("other", "none"), ("why", "x")), "no statement"), ((("out", out), ("why", " ")), "why"):
            wrong = post(client, f"/utterance/{out}", list(fields))
            assert wrong.status_code == 400 and told in words(fromstring(wrong.text).cssselect("[role=alert]")[0]).casefold()
        assert post(client, "/utterance/none", [("why", "x")]).status_code == 404 and len(record.utterance_decisions()) == 4


def test_many_reports_have_pages_and_many_wordings_the_columns_of_those_that_most_tell(tmp_path, extractor):
    ends = ["harbour", "island", "market", "tunnel", "hospital", "library", "factory", "bridge", "theatre", "railway", "museum", "orchard", "castle"]
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(*(Report(f'“We will not sell the port of Kesten before winter, nor the {ends[max(0, n - 40)]},” Irena Novak, the mayor, said on Thursday. Bulletin {n}.', id=f"r{n:02}", outlet=f"Outlet {n}", published="2026-03-05") for n in range(53)), extractor=extractor)
        (utterance,) = record.utterances()
        client = TestClient(make_app(record), base_url="http://localhost")
        first = see(client, f"/utterance/{utterance.id}")
        second = see(client, first.cssselect(".paging a[rel=next]")[0].get("href"))
        assert client.get(f"/utterance/{utterance.id}?after=nothing").status_code == 400 and len(client.get(f"/utterance/{utterance.id}").content) <= 100_000
    told = [link.get("href").removeprefix("/statements/") for page in (first, second) for link in page.cssselect(".hit .words")]
    assert utterance.reports == 53 and told == [each.statement.id for each in utterance.versions] and len(first.cssselect(".hit")) == 50
    heads = first.cssselect(".synopsis thead th")
    assert len(heads) == 12 and "and 40 more" in words(heads[0]) and "1 other wording is told by fewer reports" in words(first.cssselect(".legend")[0])
    assert not second.cssselect(".synopsis, .paging a[rel=next]") and second.cssselect(".paging a")[0].get("href") == f"/utterance/{utterance.id}"


def test_a_statement_leads_to_it_only_where_there_are_several(client, quay):
    (utterance,) = quay.utterances()
    page = see(client, f"/statements/{utterance.versions[1].statement.id}")
    assert [link.get("href") for link in page.cssselect(".quoted a[href^='/utterance/']")] == [f"/utterance/{utterance.id}"]


def test_of_one_report_alone(served):
    client = TestClient(make_app(served), base_url="http://localhost")
    id = served.search("pilots", limit=1).hits[0].statement.id
    assert "No other report" in words(see(client, f"/utterance/{id}")) and not see(client, f"/statements/{id}").cssselect("a[href^='/utterance/']")


@pytest.mark.parametrize("id", ["none", "%00", "ffffffffffffffff", "f" * 40, "..%2f..", "<script>"])
def test_what_is_not_there_is_told(client, id):
    answer = client.get(f"/utterance/{id}")
    assert answer.status_code == 404 and not fromstring(answer.text).cssselect("main script")


TOLD = st.lists(st.sampled_from(["we", "will", "not", "sell", "the", "port", "before", "winter", "of", "1,500", "per", "cent", "-", "–", "30", "%", "don't"]), min_size=1, max_size=14).map(" ".join)


@given(st.lists(st.tuples(TOLD, st.booleans()), min_size=1, max_size=4))
def test_each_column_has_the_words_of_its_wording_in_order(told):
    versions = []
    for number, (said, quoted) in enumerate(told):
        text = f'"{said}"' if quoted else said
        statement = Statement(id=f"{number:016x}", kind="direct" if quoted else "indirect", mode="said", source=(), cue=(), content=((0, len(text)),), within=None, confidence=0.9)
        versions.append(Version(str(number), str(number), statement, text, None, None, (), 1.0, ()))
    if any(not cut(version.text) for version in versions):
        return
    synopsis = lay_out(compare_versions(Utterance(versions[0].statement.id, tuple(versions))))
    assert sorted(version.article for column in synopsis.columns for version in column) == [str(number) for number in range(len(told))]
    for number, column in enumerate(synopsis.columns):
        shown = " ".join(piece.words for row in synopsis.rows for piece in row.cells[number] if piece.words)
        for version in column:
            assert [word.folded for word in cut(shown)] == [word.folded for word in cut(version.text)]
    assert all(len({tuple(w.folded for w in cut(" ".join(piece.words for piece in cell))) for cell in row.cells}) == 1 for row in synopsis.rows if row.shared is not None)
