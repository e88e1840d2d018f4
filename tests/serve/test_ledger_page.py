"""The ledger in the browser and over HTTP."""

import json
from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from lxml.html import fromstring
from starlette.datastructures import QueryParams
from test_pages import see, words

import onrecord
from onrecord import Extractor, Report
from onrecord.follow.calendar import calendar
from onrecord.follow.query import OPTIONS, LedgerQuery
from onrecord.follow.restating import restatements
from onrecord.follow.statistics import TITLES, chart, summarise
from onrecord.serve import ledger_of, record_of
from onrecord.serve.api import schemas
from onrecord.serve.app import make_app
from onrecord.serve.asking_ledger import ledger_address, ledger_query_from
from onrecord.serve.charts import strands_of
from onrecord.serve.commitments import Happening
from onrecord.serve.locales import reader_of
from onrecord.serve.pages import front
from onrecord.serve.pages import ledger as pages_ledger
from onrecord.serve.pages import timeline as pages_timeline
from onrecord.terminal import dump
from onrecord.types import Article

DAY = "2024-06-10"
TOWN = [
    Report(text, id=f"mill-{number}", title=f"Mill Lane {number}", outlet="Varland Radio", published=day)
    for number, (day, text) in enumerate([
        ("2024-03-05", 'The Mill Lane Tenants\' League on Tuesday called on the town council to install forty smoke detectors in Mill House before the end of May. "Nobody sleeps well here," its chair, Vera Solheim, said.'),
        ("2024-03-12", "The town council will install forty smoke detectors in Mill House by 31 May, Mayor Pavel Ostrom said on Monday. The council also promised to pay 20,000 euros for new fire doors in Mill House."),
        ("2024-04-20", "Twenty of the forty smoke detectors in Mill House have been installed, Mayor Pavel Ostrom said. Vera Solheim of the Mill Lane Tenants' League demanded a lift for the harbour library."),
        ("2024-06-03", "All forty smoke detectors in Mill House were installed on 28 May, the town council said. The council withdrew its promise to pay 20,000 euros for new fire doors in Mill House."),
    ], 1)
]  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("town") / "record.db") as record:
        record.ingest(*TOWN, extractor=extractor)
        yield record


@pytest.fixture(scope="module")
def client(town):
    return TestClient(make_app(town), base_url="http://localhost", raise_server_exceptions=False)


def ids(page) -> list[str]:
    return [link.get("href").partition("?")[0].removeprefix("/ledger/") for link in page.cssselect(".book tbody th a")]


@pytest.mark.parametrize("asked", [{}, {"type": "ask"}, {"status": "delivered"}, {"maker": "council"}, {"status": ["delivered", "open"], "category": ""}, {"since": "2024-03-10"}, {"overdue": "true"}, {"known_on": "2024-03-31"}, {"due_until": "2024-05-31"}, {"undated": "true"}], ids=str)
def test_page_and_api_give_what_the_record_does(client, town, asked):
    asked = asked | {"as_of": DAY}
    rows = town.ledger(**{name: value == "true" if value == "true" else value for name, value in asked.items() if value})
    page = see(client, str(client.build_request("GET", "/ledger", params=asked).url))
    assert sorted(ids(page)) == sorted(row["id"] for row in rows)
    told = client.get("/api/ledger", params={name: value for name, value in asked.items() if value}).json()
    schemas.Commitments.model_validate(told)
    assert told["commitments"] == json.loads(dump(list(rows))) and told["count"] == len(rows) and told["as_of"] == DAY


def test_the_table_counts_days_and_narrows_down_by_links(client, town):
    page = see(client, f"/ledger?as_of={DAY}")
    assert len(page.cssselect("h1")) == 1 and [time.get("datetime") for time in page.cssselect(".book td[data-label='first told'] time")] == sorted((row["events"][0]["date"] for row in town.ledger(as_of=DAY)), reverse=True)
    rows = {row["id"]: row for row in town.ledger(as_of=DAY)}
    delivered = next(row for row in rows.values() if row["status"] == "delivered" and row["type"] == "pledge")
    shown = next(tr for tr in page.cssselect(".book tbody tr") if tr.cssselect(f"a[href^='/ledger/{delivered['id']}']"))
    assert f"{delivered['days']['pledge_to_delivery']} to delivery" in words(shown) and words(shown.cssselect(".status")[0]) == "delivered" and "May 31, 2024" in words(shown) and "40 detectors" in words(shown)
    for nav, name in (("Status", "status"), ("Asked or promised", "type")):
        for link in page.cssselect(f"nav[aria-label='{nav}'] a"):
            narrowed = see(client, link.get("href"))
            assert len(ids(narrowed)) == int(words(link.cssselect(".count")[0])) and set(ids(narrowed)) <= set(rows), name
    named = see(client, f"/ledger?maker=council&as_of={DAY}")
    (chip,) = [link for link in named.cssselect(".chosen a") if "council" in words(link)]
    assert chip.get("href") == f"/ledger?as_of={DAY}"


def test_a_commitment_has_its_whole_history_in_the_words_of_the_reports(client, town):
    for row in town.ledger(as_of=DAY):
        page = see(client, f"/ledger/{row['id']}?as_of={DAY}")
        assert len(page.cssselect("h1")) == 1 and words(page.cssselect("h1")[0]) == " ".join(row["what"]["text"].split())
        shown = page.cssselect(".history .event")
        assert len(shown) == len(row["events"])
        for event, told in zip(row["events"], shown, strict=True):
            article = town.article(event["article"])
            assert told.cssselect("blockquote")[0].text_content() == article.text[slice(*event["span"])] and words(told.cssselect(".says b")[0]) == event["kind"].replace("_", " ")
            assert told.cssselect("time")[0].get("datetime") == event["date"] and all(part[:-1] in words(told).casefold() for reason in event["why"] for part in reason.casefold().split(", "))
            assert words(told.cssselect(".status")[0]).replace(" ", "_") == town.commitment(row["id"], as_of=event["date"])["status"]
            assert all(client.get(link.get("href").partition("#")[0]).status_code == 200 for link in told.cssselect("a"))
        answer = client.get(f"/api/ledger/{row['id'][:10]}", params={"as_of": DAY}).json()
        schemas.WordedCommitment.model_validate(answer)
        assert [event["words"] for event in answer["events"]] == [town.article(e["article"]).text[slice(*e["span"])] for e in row["events"]]
    assert any(page.cssselect("a[href^='/ledger/']") for page in [see(client, f"/ledger/{row['id']}?as_of={DAY}") for row in town.ledger(as_of=DAY) if row["answers"]])


def test_as_it_stood_on_a_day(client, town):
    row = next(row for row in town.ledger(as_of=DAY) if row["status"] == "delivered" and row["type"] == "pledge")
    before = see(client, f"/ledger/{row['id']}?as_of=2024-04-30")
    assert words(before.cssselect(".quoted .status")[0]) == town.commitment(row["id"], as_of="2024-04-30")["status"].replace("_", " ") != "delivered"
    assert client.get(f"/ledger/{row['id']}?as_of=2019-01-01").status_code == 404
    assert "up to that day" in words(see(client, "/ledger?as_of=2019-01-01"))


@pytest.mark.parametrize("asked", ["as_of=soon", "status=late", "type=wish", "category=cats", "due_until=2024-02-30", "after=zzz"])
def test_what_cannot_be_asked_is_told_beside_the_form(client, asked):
    answer = client.get("/ledger?" + asked)
    page = fromstring(answer.text)
    assert answer.status_code == 400 and page.cssselect("[role=alert]") and page.cssselect("input[name=maker]")
    assert client.get("/api/ledger?" + asked).status_code in (400, 422)


@pytest.mark.parametrize(("address", "status"), [("/ledger/none", 404), ("/ledger/%00", 404), ("/ledger/x?as_of=soon", 400), ("/api/ledger/none", 404), ("/api/ledger/x?as_of=soon", 400)])
def test_what_is_not_there_is_told(client, address, status):
    assert client.get(address).status_code == status


def test_an_address_is_a_question_and_back(client):
    query = LedgerQuery(as_of="2024-01-01", type="ask", maker=("a & b", "ä"), status=("open", "overdue"), overdue=True, undated=True, since="2023-01-01")
    assert ledger_query_from(QueryParams(ledger_address(query).partition("?")[2])) == query and ledger_address(LedgerQuery()) == "/ledger"
    told = client.get("/openapi.json").json()["paths"]["/api/ledger"]["get"]["parameters"]
    assert {each["name"] for each in told} == {*OPTIONS, "after", "limit"} and all(each["description"] for each in told if each["name"] in OPTIONS)


def test_it_is_put_together_once_for_each_state(tmp_path, extractor, monkeypatch):
    made = []
    plain = ledger_of.put_together
    monkeypatch.setattr(ledger_of, "put_together", lambda record, query: made.append(query.known_on) or plain(record, query))
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(TOWN[1], extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        first = ids(see(client, "/ledger"))
        assert ids(see(client, "/ledger?type=pledge")) == first and made == [None]
        record.correct("reject", who="Ada Holm", why="a joke", commitment=first[0])
        assert ids(see(client, "/ledger")) == first[1:] and made == [None, None]
        record.ingest(TOWN[0], extractor=extractor)
        assert len(ids(see(client, "/ledger"))) > len(first) - 1 and len(made) == 3


def test_front_tells_what_is_overdue_where_the_ledger_is_at_hand(tmp_path, monkeypatch):
    made = []
    plain = ledger_of.put_together
    monkeypatch.setattr(ledger_of, "put_together", lambda record, query: made.append(record) or plain(record, query))
    with onrecord.open(tmp_path / "x.db") as record:
        unheard = Extractor(commitments=False)
        record.ingest(*TOWN[1:3], extractor=unheard)
        monkeypatch.setattr(front, "FEW", 1)
        client = TestClient(make_app(record), base_url="http://localhost")
        assert record.unread() == 2 and not see(client, "/").cssselect("#overdue") and made == []
        monkeypatch.setattr(front, "FEW", 2)
        monkeypatch.setattr(front, "SOON", 20)
        page = see(client, "/")
        late = record.ledger(overdue=True)
        assert late and [link.get("href") for link in page.cssselect("#overdue ~ ul a")] == [f"/ledger/{row['id']}" for row in sorted(late, key=lambda row: row["due"]["to"], reverse=True)]
        assert "Pavel Ostrom" in words(page.cssselect("#overdue ~ ul")[0]) or "council" in words(page.cssselect("#overdue ~ ul")[0])
        assert see(client, page.cssselect("#overdue ~ p a")[0].get("href")).cssselect(".book tbody tr")
        record.ingest(TOWN[3], extractor=unheard)
        assert not see(client, "/").cssselect("#overdue") and len(made) == 2


def test_front_does_not_wait_for_the_ledger(town, monkeypatch):
    ready = Event()
    plain = ledger_of.put_together
    monkeypatch.setattr(ledger_of, "put_together", lambda record, query: ready.wait(20) and plain(record, query))
    page = see(TestClient(make_app(town), base_url="http://localhost"), "/")
    ready.set()
    assert page.cssselect("#new") and not page.cssselect("#overdue")


def test_who_asks_too_early_is_told_to_come_again(town, monkeypatch):
    ready = Event()
    plain = ledger_of.put_together
    monkeypatch.setattr(record_of, "PATIENCE", 0.02)
    monkeypatch.setattr(ledger_of, "put_together", lambda record, query: ready.wait(20) and plain(record, query))
    client = TestClient(make_app(town), base_url="http://localhost")
    answer = client.get("/ledger")
    assert answer.status_code == 503 and answer.headers["retry-after"] and "ask again" in answer.text
    ready.set()
    monkeypatch.setattr(record_of, "PATIENCE", 20)
    assert client.get("/ledger").status_code == 200


def test_what_was_taken_down_is_told_no_more(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(*TOWN[:2], extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        before = ids(see(client, "/ledger"))
        gone = [row["id"] for row in record.ledger() if row["what"]["article"] == "mill-2"]
        assert gone and set(gone) <= set(before)
        record.takedown("mill-2", who="the editor", why="asked for by the family")
        assert set(ids(see(client, "/ledger"))) == set(before) - set(gone) and all(client.get(f"/ledger/{id}").status_code == 404 for id in gone)
        assert "fire doors" not in client.get("/ledger").text + client.get("/api/ledger").text
        assert client.get("/api/check?words=pay 20,000 euros for new fire doors").json()["verdict"] == "not_in_record"


def test_an_event_in_the_reports_own_voice_is_found_by_its_words():
    article = SimpleNamespace(text="The 40-odd pumps, said to be old & slow, were brought on Monday. So.")
    for span, place in (((4, 16), "#:~:text=40%2Dodd%20pumps"), ((0, 64), "#:~:text=The%2040%2Dodd%20pumps%2C%20said,were%20brought%20on%20Monday.")):
        assert Happening({"span": span, "statement": None}, article, None).place == place
    assert Happening({"span": (0, 3), "statement": "ab"}, article, None).place == "#m-ab"


def test_an_empty_ledger_says_so(tmp_path):
    with onrecord.open(tmp_path / "empty.db") as record:
        assert "Nothing was asked or promised" in words(see(TestClient(make_app(record), base_url="http://localhost"), "/ledger"))


def test_a_commitment_has_a_timeline_and_its_table(client, town):
    for row in town.ledger(as_of=DAY):
        page = see(client, f"/ledger/{row['id']}?as_of={DAY}")
        (drawn,) = page.cssselect("svg.timeline")
        dated = [event for event in row["events"] if event["date"]]
        assert len(drawn.cssselect(".mark")) == len(dated) and all(reader_of("en").day(event["date"]) in drawn.get("aria-label") for event in dated)
        assert len(drawn.cssselect(".due")) == bool(row["due"] and row["due"]["to"])
        assert len(page.cssselect("table.steps tbody tr")) == len(row["events"])


def test_the_wordings_of_a_commitment_stand_beside_the_first(client, town):
    several = 0
    for row in town.ledger(as_of=DAY):
        page = see(client, f"/ledger/{row['id']}?as_of={DAY}")
        told = restatements([(event, town.article(event["article"]).text[slice(*event["span"])]) for event in row["events"]])
        shown = page.cssselect(".wordings .wording")
        assert len(shown) == (len(told) if len(told) > 1 else 0) and bool(page.cssselect("a[href='#wordings']")) == bool(shown)
        for wording, each in zip(told, shown, strict=bool(shown)):
            for lost in (quoted := each.cssselect("blockquote")[0]).cssselect("del"):
                lost.drop_tree()
            assert words(quoted) == " ".join(wording.text.split()) and words(each.cssselect("b")[0]) == row["events"][wording.events[0]]["kind"]
            assert client.get(each.cssselect("a")[0].get("href").partition("#")[0]).status_code == 200
        several += bool(shown)
    assert several


def test_of_a_long_history_a_page_has_a_part(client, town, monkeypatch):
    monkeypatch.setattr(pages_ledger, "EVENTS", 2)
    row = max(town.ledger(as_of=DAY), key=lambda row: len(row["events"]))
    kinds, address = [], f"/ledger/{row['id']}?as_of={DAY}"
    while address:
        page = see(client, address)
        kinds += [words(each) for each in page.cssselect(".history .says b")]
        assert bool(page.cssselect("svg.timeline")) == ("after=" not in address)
        address = next((link.get("href") for link in page.cssselect(".paging a[rel=next]")), None)
    assert len(kinds) > 2 and kinds == [event["kind"].replace("_", " ") for event in row["events"]] and page.cssselect(".paging a")[0].get("href") == f"/ledger/{row['id']}?as_of={DAY}"
    assert client.get(f"/ledger/{row['id']}?after=nothing").status_code == 400


def test_however_much_happened_a_page_is_small(client, town, monkeypatch):
    plain = pages_ledger.history

    def often(*asked):
        found = plain(*asked)
        row = {**found.row, "events": found.row["events"] * 100}
        return replace(found, row=row, happenings=found.happenings * 100)

    monkeypatch.setattr(pages_ledger, "history", often)
    row = max(town.ledger(as_of=DAY), key=lambda row: len(row["events"]))
    page = client.get(f"/ledger/{row['id']}?as_of={DAY}")
    assert page.status_code == 200 and len(fromstring(page.text).cssselect(".history .event")) == 20 and len(page.content) <= 100_000


def test_days_as_curves_and_in_numbers(client, town):
    page = see(client, f"/ledger/days?as_of={DAY}")
    rows = [row for row in summarise(town.ledger(as_of=DAY), DAY) if row["by"] == "all"]
    (drawn,) = page.cssselect("svg.curves")
    assert len(drawn.cssselect(".curve")) == len(rows) > 0
    shown = [[words(cell) for cell in line.cssselect("th, td")] for line in page.cssselect(".durations tbody tr")]
    for row in rows:
        assert [TITLES[row["step"]], str(row["n"]), str(row["ended"])] in [line[:3] for line in shown]
    assert all(len(table.cssselect("tbody tr")) for table in page.cssselect("table.steps"))
    picture = client.get(f"/ledger/days.svg?as_of={DAY}")
    assert picture.headers["content-type"] == "image/svg+xml" and picture.text == chart(town.ledger(as_of=DAY), DAY)
    assert "could be counted" in words(see(client, "/ledger/days?maker=nobody")) and client.get("/ledger/days?as_of=x").status_code == 400
    assert see(client, f"/ledger?as_of={DAY}&type=ask").cssselect(f'a[href="/ledger/days?as_of={DAY}&type=ask"]')


def test_a_statement_leads_to_what_it_tells_of_in_the_ledger(town):
    client = TestClient(make_app(town), base_url="http://localhost")
    told = {event["statement"]: row for row in town.ledger() for event in row["events"] if event["statement"]}
    id, row = next(iter(told.items()))
    assert not see(client, f"/statements/{id}").cssselect("main a[href^='/ledger/']")  # it is not put together for that
    see(client, "/ledger")
    shown = see(client, f"/statements/{id}")
    assert f"/ledger/{row['id']}" in [link.get("href") for link in shown.cssselect(".quoted a")] and row["status"].replace("_", " ") in [words(each) for each in shown.cssselect(".quoted .status")]
    other = next(s.id for article in map(town.article, ("mill-1", "mill-2", "mill-3", "mill-4")) for s in article.statements if s.id not in told)
    assert not see(client, f"/statements/{other}").cssselect("main a[href^='/ledger/']")


def test_days_on_the_timeline_are_the_readers(client, town):
    row = next(row for row in town.ledger(as_of=DAY) if row["due"] and row["due"]["to"])
    drawn = [see(client, f"/ledger/{row['id']}?as_of={DAY}", **{"accept-language": language}).cssselect("svg.timeline")[0] for language in ("de", "en")]
    (german, english) = (words(each.cssselect(".due-label")[0]) for each in drawn)
    assert german == "due " + reader_of("de").day(row["due"]["to"], short=True) != english == "due " + reader_of("en").day(row["due"]["to"], short=True)


@pytest.mark.parametrize("asked", ["", "&type=ask", "&maker=council", "&maker=nobody"])
def test_the_ledger_as_a_timeline(client, town, monkeypatch, asked):
    monkeypatch.setattr(pages_timeline, "ROWS", 2)
    table = see(client, f"/ledger?as_of={DAY}{asked}")
    (address,) = [link.get("href") for link in table.cssselect("main a") if "timeline" in words(link)]
    rows = {row["id"]: row for row in town.ledger(as_of=DAY)}
    seen = []
    while address:
        page = see(client, address)
        for line in page.cssselect(".strands li"):
            row = rows[line.cssselect("a")[0].get("href").partition("?")[0].removeprefix("/ledger/")]
            seen.append(row["id"])
            assert len(line.cssselect("svg .mark")) == len(row["events"]) and all(reader_of("en").day(event["date"]) in line.cssselect("svg")[0].get("aria-label") for event in row["events"])
            assert words(line.cssselect(".status")[0]) == row["status"].replace("_", " ")
        (back,) = [link.get("href") for link in page.cssselect("main a") if "as a table" in words(link)]
        address = next((link.get("href") for link in page.cssselect(".paging a[rel=next]")), None)
    assert seen == ids(table) and sorted(back.partition("?")[2].split("&")) == sorted(f"as_of={DAY}{asked}".split("&"))
    assert client.get("/ledger/timeline?as_of=soon").status_code == 400 == client.get("/ledger/timeline?after=nothing").status_code


def test_what_has_no_day_is_on_no_line():
    rows = [{"id": "a", "status": "open", "due": None, "events": [{"date": None, "kind": "asked"}]}, {"id": "b", "status": "overdue", "due": {"to": "2199-01-01"}, "events": [{"date": "2024-01-01", "kind": "pledged"}]}]
    assert strands_of(rows[:1], DAY, reader_of("en")) is None
    axis, (none, drawn) = strands_of(rows, DAY, reader_of("en"))
    assert none is None and "due January 1, 2199" in drawn and 'class="due"' not in drawn and "January 1, 2024 to June 10, 2024" in axis


def test_programs_get_the_days_of_what_the_filters_let_through(client, town):
    for asked in ({}, {"maker": "council"}, {"type": "ask"}, {"maker": "nobody"}):
        told = client.get("/api/ledger/stats", params=asked | {"as_of": DAY}).json()
        schemas.Took.model_validate(told)
        assert told == {"as_of": DAY, "durations": summarise(town.ledger(**asked, as_of=DAY), DAY)}
    assert client.get("/api/ledger/stats?as_of=soon").status_code == 400


def test_due_dates_are_a_calendar(client, town):
    page = see(client, f"/ledger?as_of={DAY}&type=pledge")
    (link,) = [each.get("href") for each in page.cssselect("main a") if "Due dates" in words(each)]
    answer = client.get(link)
    assert link == f"/ledger.ics?as_of={DAY}&type=pledge" and answer.headers["content-type"] == "text/calendar; charset=utf-8" and all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    due = [row for row in town.ledger(as_of=DAY, type="pledge") if row["due"] and row["due"]["to"]]
    told = answer.text.replace("\r\n ", "").split("\r\n")
    assert due and [line for line in told if line.startswith("URL:")] == [f"URL:http://localhost/ledger/{row['id']}" for row in due] and told[0] == "BEGIN:VCALENDAR" and told[-2] == "END:VCALENDAR"
    assert client.get("/ledger.ics?as_of=soon").status_code == 400


def test_nothing_that_a_report_holds_breaks_a_calendar():
    row = {"id": "x", "type": "ask", "status": "open", "due": {"to": "2024-05-31"}, "maker": {"name": "A;\r\nEND:VEVENT"}, "what": {"text": "b\x00\ud800, c\\d\ne\x85f", "category": "other"}, "events": [{"reported": None}]}
    lines = "".join(calendar([row])).encode().decode().split("\r\n")
    assert r"SUMMARY:A\; END:VEVENT: b��\, c\\d e f" in lines and lines.count("END:VEVENT") == 1


def test_reasons_are_told_in_whole_words():
    article = Article(id="x", text="The Machines of Holme are ready, in mid-January, happy. Machinery.", sha256="", model="", language="en", statements=(), boilerplate=(), path=None, url=None, title=None, outlet=None, published=None, published_at=None, page_sha256=None)
    event = {"span": (56, 66), "why": ["the same maker", "words: machin, holm, mid-january, happi, zebra"]}
    assert Happening(event, article, None).grounds == ["the same maker", "words: Machinery, Holme, mid-January, happy, zebra"]
