"""Review, as a browser without JavaScript has it: forms that are posted, and pages that they lead to."""

import re
from getpass import getuser
from shutil import copy

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from test_hostile import HOSTILE, SPOKEN, Looking, Quoting, flat, report

import onrecord
from onrecord import Report
from onrecord.access.accounts import Accounts
from onrecord.identity import version_of
from onrecord.keep.passages import find_passages
from onrecord.serve.access import Role, Visitor
from onrecord.serve.app import make_app
from onrecord.serve.passages import as_field, mark_passages
from onrecord.types import Article
from reading import CUP, ENVOY, HARBOUR, MANY


@pytest.fixture(scope="module")
def made(tmp_path_factory, extractor):
    path = tmp_path_factory.mktemp("review") / "made.db"
    with onrecord.open(path) as opened:
        opened.ingest(ENVOY, CUP, HARBOUR, *MANY[:3], extractor=extractor)
        opened.resolve_speakers()
    return path


@pytest.fixture
def record(made, tmp_path):
    with onrecord.open(copy(made, tmp_path / "record.db")) as opened:
        yield opened


@pytest.fixture
def client(record):
    return TestClient(make_app(record), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


def words(element) -> str:
    return " ".join(element.text_content().split())


def see(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:800])
    return fromstring(answer.content.decode())


def id_of(record, said: str, article: str = "envoy-winter") -> str:
    found = record.article(article)
    return next(s.id for s in found.statements if said in found.words(s.content))


def sent_by(page, selector: str, **changed):
    """What a browser sends of a form, with some fields filled in otherwise."""
    (form,) = page.cssselect(selector)
    pairs = [(name, value) for name, value in form.form_values() if name not in changed]
    for name, value in changed.items():
        pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return form.get("action"), pairs


def post(client, action, pairs, follow=True):
    from urllib.parse import urlencode

    return client.post(action, content=urlencode(pairs), headers={"content-type": "application/x-www-form-urlencoded"}, follow_redirects=follow)


def test_the_queue_leads_to_statements_and_keeps_its_filters(client, record):
    page = see(client, "/review")
    assert words(page.cssselect("#waiting")[0]).startswith(f"{record.review_queue().count} statements")
    narrowed = see(client, "/review?speaker=haldorsen&act=deny&outlet=&doubt=")
    (link,) = narrowed.cssselect(".hit a.words")
    assert words(link) == "He denied that the harbour had been closed" and link.get("href").endswith("?speaker=haldorsen&act=deny")
    one = see(client, link.get("href"))
    assert one.cssselect(".accept")[0].get("action") == link.get("href") and one.cssselect("#skip-it")[0].get("href").startswith("/review/next?speaker=haldorsen&act=deny&after=")
    assert "Nothing waits" in words(see(client, "/review?outlet=Nobody"))
    for wrong in ("doubt=all", "act=sing", "after=soon"):
        assert see(client, f"/review?{wrong}", 400).cssselect("[role=alert]")
    assert "Review" in words(see(client, "/").cssselect(".head nav")[0])


def test_pages_of_the_queue_hold_each_statement_once_while_some_are_accepted(client, record):
    seen, address = [], "/review"
    while address:
        page = see(client, address)
        here = [re.search("[0-9a-f]{16}", link.get("href"))[0] for link in page.cssselect(".hit a.words")]
        record.accept_statement(here[0], who="Ann")
        seen += here
        later = page.cssselect("a[rel=next]")
        address = later[0].get("href") if later else None
    assert len(seen) == len(set(seen)) == sum(len(record.article(id).statements) for id in ("envoy-winter", "cup-final", HARBOUR.id, *(each.id for each in MANY[:3])))


def test_a_statement_is_shown_in_its_text_with_what_it_was_read_as(client, record):
    page = see(client, f"/review/statements/{id_of(record, 'harbour had been')}")
    text = page.cssselect("#passage-text")[0]
    assert text.text_content() == ENVOY.text
    assert {role: [words(each) for each in text.cssselect(f".{role}")] for role in ("source", "cue", "content")} == {"source": ["He"], "cue": ["denied"], "content": ["that the harbour had been closed"]}
    for piece in text.cssselect("[data-at]"):
        assert ENVOY.text.startswith(piece.text_content(), int(piece.get("data-at")))
    assert [each.value for each in page.cssselect("[data-role=source] input")] == ["He", ""]
    assert all(page.cssselect(f"label[for='{each.get('id')}']") for each in page.cssselect("#correct input:not([type=hidden]), #correct select"))


def test_accepting_leads_to_the_next_one_and_can_be_taken_back(client, record):
    first, second = (each.statement.id for each in record.review_queue(limit=2).waiting)
    page = see(client, f"/review/statements/{first}?outlet=Nordpress&outlet=Skagen Tidende")
    answer = post(client, *sent_by(page, ".accept", do="accept"), follow=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/review/statements/") and f"done={first}" in answer.headers["location"] and "outlet=Nordpress&outlet=Skagen+Tidende" in answer.headers["location"]
    following = see(client, answer.headers["location"])
    assert "Found right" in words(following.cssselect(".done")[0]) and second in answer.headers["location"]
    (review,) = record.reviews()
    assert (review.act, review.statement) == ("accept", first) and review.by == getuser()
    for address in (f"/statements/{first}", f"/report?id={record.statement(first).article.id.replace('&', '%26').replace('?', '%3F')}"):
        assert "Found right by" in words(see(client, address))
    back = post(client, *sent_by(following, ".done form"), follow=False)
    assert back.status_code == 303 and [row.act for row in record.reviews()] == ["accept", "undo"] and record.place_in_queue(first)
    assert "taken back" in words(see(client, f"/statements/{first}").cssselect(".decisions")[0])


def test_the_last_one_leads_back_to_the_queue(client, record):
    (only,) = record.review_queue(act="deny").waiting
    answer = post(client, *sent_by(see(client, f"/review/statements/{only.statement.id}?act=deny"), ".accept", do="accept"))
    assert answer.url.path == "/review" and "Nothing waits" in answer.text and "Found right" in answer.text


def test_what_is_no_statement(client, record):
    id = id_of(record, "harbour had been")
    page = see(client, f"/review/statements/{id}")
    assert "name both" in words(fromstring(post(client, *sent_by(page, "#correct", do="reject")).text).cssselect("[role=alert]")[0])
    answer = post(client, *sent_by(page, "#correct", do="reject", why="the title of a film"), follow=False)
    assert answer.status_code == 303 and all(each.id != id for each in record.article("envoy-winter").statements)
    assert client.get(f"/review/statements/{id}", follow_redirects=False).headers["location"] == f"/statements/{id}"
    shown = see(client, f"/statements/{id}")
    assert "Said to be no statement" in words(shown) and "the title of a film" in words(shown) and "not among" in words(shown) and words(shown.cssselect(".around .content")[0]) == "that the harbour had been closed"
    assert "the title of a film" in words(see(client, "/report?id=envoy-winter"))
    post(client, *sent_by(shown, ".undo form", why="it is one"))
    assert any(each.id == id for each in record.article("envoy-winter").statements) and "it is one" in words(see(client, f"/statements/{id}"))


def test_passages_speaker_act_and_addressee_are_corrected(client, record):
    id = id_of(record, "harbour had been")
    page = see(client, f"/review/statements/{id}")
    changed = {"content": ["the harbour", "closed"], "source": ["He#1"], "act": "assert", "mode": "thought", "speaker": "name:Irena Novak", "addressee": "the coastal states", "addressee_kind": "country", "why": "heard on the tape"}
    answer = post(client, *sent_by(page, "#correct", do="correct", **changed), follow=False)
    assert answer.status_code == 303, answer.text
    article = record.article("envoy-winter")
    (new,) = [s for s in article.statements if article.words(s.content) == "the harbour … closed"]
    assert (new.act, new.mode, new.speaker.name, new.addressee.name, new.addressee.kind, new.corrected.why) == ("assert", "thought", "Irena Novak", "the coastal states", "country", "heard on the tape")
    (row,) = article.corrections
    assert set(row.changes) == {"content", "kind", "act", "mode", "speaker", "addressee"} and article.words(new.source) == "He"
    shown = words(see(client, f"/statements/{new.id}").cssselect(".decisions")[0])
    assert "Corrected by" in shown and "before that the harbour had been closed now the harbour … closed" in shown and "Per Haldorsen (person) now Irena Novak (person)" in shown and "heard on the tape" in shown
    again = see(client, f"/review/statements/{new.id}")
    assert not again.cssselect(".accept") and [each.value for each in again.cssselect("[data-role=content] input")] == ["the harbour", "closed", ""]
    answer = post(client, *sent_by(again, "#correct", do="correct", speaker="nobody", addressee="", why="not told"), follow=False)
    (new,) = [s for s in record.article("envoy-winter").statements if s.id == new.id]
    assert new.speaker is None and new.addressee is None and answer.headers["location"] == f"/statements/{new.id}"
    post(client, *sent_by(see(client, f"/review/statements/{new.id}"), "#correct", do="correct", speaker_words="Per Haldorsen", speaker_kind="organization", why="x"))
    (new,) = [s for s in record.article("envoy-winter").statements if s.id == new.id]
    assert (new.speaker.name, new.speaker.kind) == ("Per Haldorsen", "organization")


@pytest.mark.parametrize(("changed", "told"), [({"content": "in no report"}, "does not stand"), ({"content": "e"}, "times"), ({"content": ""}, "has a content"), ({"speaker_words": "Zed"}, "does not stand"), ({"content": "@5-99999"}, "no passage"), ({}, "nothing is otherwise"),
                                               ({"act": "sing"}, "none of"), ({"why": " ", "act": "warn"}, "its reason"), ({"seen": "0" * 16, "act": "warn"}, "corrected it since"), ({"addressee_name": "Zed"}, "addressee")])  # fmt: skip
def test_what_cannot_be_is_told_beside_what_was_typed(client, record, changed, told):
    page = see(client, f"/review/statements/{id_of(record, 'harbour had been')}")
    answer = post(client, *sent_by(page, "#correct", **{"do": "correct", "why": "because", **changed}), follow=False)
    again = fromstring(answer.text)
    assert answer.status_code == 400 and told in words(again.cssselect("[role=alert]")[0]) and record.statement_corrections() == ()
    for name, value in changed.items():
        if name in ("content", "speaker_words", "why", "addressee_name") and value:
            assert value.strip() in [each.get("value").strip() for each in again.cssselect(f"#correct [name={name}]")]


def test_two_who_decide_at_once(client, record):
    id = id_of(record, "harbour had been")
    page = see(client, f"/review/statements/{id}")
    record.correct_statement(id, act="warn", who="Bo", why="quicker")
    answer = post(client, *sent_by(page, ".accept", do="accept"), follow=False)
    assert answer.status_code == 400 and "since" in answer.text and record.reviews() == ()


def test_a_missed_statement_is_added_and_the_report_finished(client, record):
    page = see(client, "/review/report?id=envoy-winter")
    text = page.cssselect("#passage-text")[0]
    assert text.text_content() == ENVOY.text and text.cssselect(".found-already") and text.cssselect(".boilerplate")
    wrong = post(client, *sent_by(page, "#correct", do="add", source="she", why="missed"), follow=False)
    assert wrong.status_code == 400 and "needs its content" in wrong.text
    answer = post(client, *sent_by(page, "#correct", do="add", content="Storm leaves 40,000 without heating", cue="Read also:", act="warn", speaker="name:Irena Novak", why="missed"), follow=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/review/report?id=envoy-winter#added", answer.text
    article = record.article("envoy-winter")
    (new,) = [s for s in article.statements if s.corrected]
    assert (article.words(new.content), new.act, new.speaker.name, new.kind) == ("Storm leaves 40,000 without heating", "warn", "Irena Novak", "indirect")
    page = see(client, "/review/report?id=envoy-winter")
    stale = sent_by(page, ".whole form", do="whole")
    record.accept_statement(record.reviewed("envoy-winter").left[0].id, who="Bo")
    assert post(client, *stale, follow=False).status_code == 400
    answer = post(client, *sent_by(see(client, "/review/report?id=envoy-winter"), ".whole form", do="whole", why="read twice"), follow=False)
    assert answer.status_code == 303 and record.reviewed("envoy-winter").done
    assert "Looked through as a whole" in words(see(client, "/review/report?id=envoy-winter")) and "read twice" in words(see(client, "/report?id=envoy-winter"))
    assert not {each.article for each in record.review_queue(limit=200).waiting} & {"envoy-winter"}


def test_who_may_not(record, monkeypatch):
    corrected = id_of(record, "generators faster")
    record.correct_statement(corrected, act="warn", who="x", why="y")
    for role, status in ((Role.reader, 403), (Role.reviewer, 200)):
        monkeypatch.setattr("onrecord.serve.access.visitor_of", lambda request, role=role: Visitor("Zoe", role))
        client = TestClient(make_app(record), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)
        id = id_of(record, "harbour had been")
        for address in ("/review", f"/review/statements/{id}", "/review/report?id=envoy-winter"):
            assert client.get(address).status_code == status
        page = see(client, f"/statements/{corrected}")
        assert "Corrected by x" in words(page) and ("Review" in words(page)) is (status == 200) is bool(page.cssselect(".undo"))
        done = post(client, f"/review/statements/{id}", [("do", "reject"), ("seen", onrecord.keep.reviewing.seen(record.statement(id).statement)), ("why", "no")], follow=False)
        assert done.status_code == (403 if status == 403 else 303)
        assert post(client, "/review/undo", [("sort", "correction"), ("number", "1"), ("back", "/review"), ("why", "z")], follow=False).status_code == (403 if status == 403 else 303)
    assert [each.correction.by for each in record.statement_corrections()] == ["x", "Zoe", "Zoe"]


@pytest.mark.parametrize(("address", "pairs", "status"), [("/review/undo", [("sort", "review"), ("number", "1"), ("back", "//evil.example"), ("why", "x")], 400), ("/review/undo", [("sort", "review"), ("number", "1"), ("back", "https://evil.example"), ("why", "x")], 400),
    ("/review/undo", [("sort", "review"), ("number", "7"), ("back", "/review"), ("why", "x")], 404), ("/review/undo", [("sort", "all"), ("number", "1"), ("back", "/review")], 404), ("/review/undo", [], 400), ("/review/undo", [("a", "b")] * 501, 400),
    ("/review/undo", [("why", "x" * 1_100_000)], 413), ("/review/statements/ffffffffffffffff", [("do", "accept")], 404), ("/review/report?id=none", [("do", "whole")], 404)])  # fmt: skip
def test_what_is_not_taken(client, address, pairs, status):
    assert post(client, address, pairs, follow=False).status_code == status


def test_only_forms_are_read(client, record):
    assert client.post("/review/undo", json={}).status_code == 415


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with onrecord.open(tmp_path_factory.mktemp("hostile") / "x.db") as opened:
        opened.ingest(*(report(each) for each in [*HOSTILE, SPOKEN]), extractor=Quoting())
        yield opened


@pytest.mark.parametrize("said", [*HOSTILE, SPOKEN], ids=ascii)
def test_hostile_words_are_text_on_every_page(hostile, said, monkeypatch):
    monkeypatch.setattr(Looking, "SAFE", Looking.SAFE | {"fieldset", "legend", "datalist", "kbd"})
    client = TestClient(make_app(hostile), base_url="http://localhost", raise_server_exceptions=False)
    made = report(said)
    (statement,) = hostile.article(made.id).statements
    if statement.corrected is None:
        hostile.correct_statement(statement.id, act="warn", who=said, why=said)
        hostile.finish_report(made.id, who=said, why=said)
    typed = said.encode("utf-8", "replace").decode()
    action, pairs = sent_by(fromstring(client.get(f"/review/statements/{statement.id}").content.decode()), "#correct", do="correct", source=typed, why=typed, speaker_words=typed)
    for answer in (client.get("/review", params={"outlet": typed, "speaker": typed}), client.get(f"/review/statements/{statement.id}"), client.get("/review/report", params={"id": made.id}), client.get(f"/statements/{statement.id}"), client.get("/report", params={"id": made.id}),
                   post(client, action, pairs, follow=False)):  # fmt: skip
        page = answer.content.decode("utf-8")
        assert not re.search("[\x00-\x08\x0e-\x1f\x80-\x9f\u202a-\u202e\u2066-\u2069]", page)
        if answer.status_code in (200, 400) and not answer.url.path.endswith("/review"):
            assert flat(said) in flat("".join(Looking(page).words))
        else:
            Looking(page)


TEXTS = st.text(st.sampled_from("ab \n\r\t.\x00\u202e😀é\u0301#@1-\""), min_size=1, max_size=30)


@given(TEXTS, st.data())
def test_a_field_leads_to_the_passage_that_it_is_of(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = (start, data.draw(st.integers(start + 1, len(text))))
    field = as_field(text, span)
    assert find_passages(text, [field], "x") == (span,) and not re.search("[\r\n\x00\u202e]", field)


@given(TEXTS, st.data())
def test_pieces_tell_where_they_stand(text, data):
    edge = st.integers(0, len(text))
    spans = [tuple(sorted(data.draw(st.tuples(edge, edge)))) for _ in range(3)]
    article = Article("a", text, version_of(text), "m", "en", ())
    made = fromstring(f"<div>{mark_passages(article, (0, len(text)), {'source': spans[:1], 'content': spans[1:2]}, [('boilerplate', spans[2:])])}</div>")
    at = 0
    for piece in made.cssselect("[data-at]"):
        assert int(piece.get("data-at")) == at
        at += 1 if piece.get("data-alone") is not None else len(piece.text_content())
    assert at == len(text)


def test_a_speaker_known_from_other_reports(client, record, extractor):
    record.ingest(Report('The pumps came late, and the council said that nobody was to blame. On the quay stood Marta Lind, in the rain.\n', id="quay", outlet="Echo", published="2026-11-27"), extractor=extractor)
    record.speakers()
    id = id_of(record, "nobody was to blame", "quay")
    page = see(client, f"/review/statements/{id}")
    assert "name:Marta Lind" in [each.get("value") for each in page.cssselect("#speaker option")]  # named in this report, and known from another one
    post(client, *sent_by(page, "#correct", do="correct", speaker="name:Marta Lind", why="seen there"))
    (now,) = record.article("quay").statements
    assert (now.speaker.name, now.speaker.kind) == ("Marta Lind", "person")
    page = see(client, f"/review/statements/{now.id}")
    action, pairs = sent_by(page, "#correct", do="correct", speaker="nobody", speaker_known="Zed Nobody", why="heard on the tape")
    assert post(client, action, pairs, follow=False).status_code == 400
    post(client, *sent_by(page, "#correct", do="correct", speaker="nobody", why="not her"))
    page = see(client, f"/review/statements/{now.id}")
    answer = post(client, *sent_by(page, "#correct", do="correct", speaker_known="irena novak", why="heard on the tape"), follow=False)
    assert answer.status_code == 303, answer.text
    (now,) = record.article("quay").statements
    assert now.speaker.name == record.article("quay").words(now.source) != "Irena Novak" and now.speaker.kind == "person"  # the record has the report's own words
    (novak,) = [row for row in record.speakers() if row.name == "Irena Novak"]
    assert "quay" in {each.article for each in record.speaker(novak.entity)[1]} and [(row.act, row.why) for row in record.decisions()] == [("merge", "heard on the tape")]
    assert record.verify().faults == ()


def test_what_is_decided_stands_in_the_log(client, record):
    first, second = (each.statement.id for each in record.review_queue(limit=2).waiting)
    post(client, *sent_by(see(client, f"/review/statements/{first}"), ".accept", do="accept"))
    post(client, *sent_by(see(client, f"/review/statements/{second}"), "#correct", do="reject", why="no statement"))
    post(client, *sent_by(see(client, "/review/report?id=cup-final"), "#correct", do="add", content="4,200 spectators", why="missed"))
    post(client, *sent_by(see(client, "/review/report?id=cup-final"), ".whole form", do="whole"))
    post(client, *sent_by(see(client, f"/review/statements/{first}"), ".undo form", why="a slip"))
    log = [(entry.action, entry.object) for entry in Accounts(record).log(9)]
    assert log == [("review", first), ("correction", second), ("correction", "cup-final"), ("review", "cup-final"), ("review undone", "1")]
