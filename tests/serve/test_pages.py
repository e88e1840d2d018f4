"""Pages, as a browser without JavaScript gets them."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml.html import fromstring

import onrecord
from onrecord.serve.app import make_app
from reading import CHANGED, ENVOY, HARBOUR, MANY


def see(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return fromstring(answer.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def statement_id(client, query) -> str:
    return client.get("/api/search", params={"q": query}).json()["hits"][0]["statement"]["id"]


def test_front_tells_what_is_new_and_who_speaks_most(client):
    page = see(client, "/")
    assert words(page.cssselect("#new ~ ol h3")[0]) == "Ice may close the northern route"
    assert words(page.cssselect("#most ~ ul .label")[0]) == "Irena Novak"
    assert "30 reports" in words(page) and page.cssselect("form[action='/search'] input[name=q]")
    acts = {words(row.cssselect(".label")[0]): row.cssselect("a")[0].get("href") for row in page.cssselect("#acts ~ ul li")}
    assert acts["promises"] == "/search?act=pledge"


def test_an_empty_record_tells_what_to_do(tmp_path):
    with onrecord.open(tmp_path / "empty.db") as record:
        client = TestClient(make_app(record), base_url="http://localhost")
        assert "onrecord ingest" in words(see(client, "/"))
        assert "Nothing found" in words(see(client, "/search?q=x")) and "Nobody" in words(see(client, "/speakers"))


def test_filters_are_folded_and_counted(client):
    def folded(address: str) -> str:
        (details,) = see(client, address).cssselect("details.narrow")
        assert details.get("open") is None
        return words(details.cssselect("summary")[0])

    assert folded("/search?q=generators") == folded("/search?sort=relevance") == "Narrow it down"
    assert folded("/search?q=generators&speaker=novak&since=2020-01-01&in=reports") == "Narrow it down: 3 set"
    assert "Look in: whole reports" in words(see(client, "/search?in=reports").cssselect(".chosen a")[0])
    assert folded("/ledger?who=novak") == "More" and folded("/ledger?since=2020-01-01&known_on=2026-01-01") == "More: 2 set"


def test_a_text_without_a_title_is_called_by_its_first_line_where_that_is_a_headline(tmp_path, extractor):
    with onrecord.open(tmp_path / "plain.db") as record:
        record.ingest(onrecord.Report("Ferry stays in port\n\nThe mayor, Ann Lee, promised that the ferry would sail on Friday.", id="a"),
                      onrecord.Report("The mayor, Ann Lee, promised that the bridge would open on Friday.\n\nIt is late.", id="b"), extractor=extractor)  # fmt: skip
        client = TestClient(make_app(record), base_url="http://localhost")
        assert [words(see(client, f"/report?id={id}").cssselect("h1")[0]) for id in "ab"] == ["Ferry stays in port", "Untitled report"]
        for address in ("/search?q=ferry", "/search?q=ferry&in=reports", "/check?words=the+ferry+would+sail+on+Friday", "/review"):
            assert "Ferry stays in port" in words(see(client, address)), address
        (row,) = [row for row in record.ledger() if row["what"]["article"] == "a"]
        assert "Ferry stays in port" in words(see(client, f"/ledger/{row['id']}"))
        assert record.article("a").to_dict()["title"] is None and all(hit.to_dict()["title"] is None and "headline" not in hit.to_dict() for hit in record.search("ferry").hits)


def test_search_marks_its_words_and_narrows_down_by_links(client):
    page = see(client, "/search?q=generators")
    assert {words(mark).casefold() for mark in page.cssselect(".hit mark")} == {"generators"}
    count = int(re.search(r"(\d+) statement", words(page.cssselect("#hits")[0]))[1])
    assert count == len(page.cssselect(".hit"))
    (novak,) = [link for link in page.cssselect(".facets a") if words(link) == "Irena Novak"]
    assert dict(parse_qsl(urlsplit(novak.get("href")).query)) == {"q": "generators", "speaker": "Irena Novak"}
    narrowed = see(client, novak.get("href"))
    assert {words(who) for who in narrowed.cssselect(".hit .who")} == {"Irena Novak"} and 0 < len(narrowed.cssselect(".hit")) <= count
    (chip,) = narrowed.cssselect(".chosen a")
    assert chip.get("href") == "/search?q=generators" and "Speaker: Irena Novak" in words(chip)
    assert [words(link) for link in narrowed.cssselect(".facets a[aria-current]")] == ["Irena Novak"]


def test_search_narrows_down_by_month_and_confidence(client):
    for title, expected in (("Month", {"since", "until"}), ("At least as sure as", {"min_confidence"})):
        (told,) = [each for each in see(client, "/search?q=generators").cssselect(".facets details") if words(each.cssselect("h2")[0]) == title]
        for link in told.cssselect("a"):
            asked = dict(parse_qsl(urlsplit(link.get("href")).query))
            narrowed = see(client, link.get("href"))
            assert set(asked) == expected | {"q"} and int(words(link.getnext())) == len(narrowed.cssselect(".hit"))
            (back,) = narrowed.cssselect(".facets a[aria-current]")
            assert words(back) == words(link) and back.get("href") == "/search?q=generators"


def test_the_oldest_come_first_and_what_is_unsure_alone(client):
    newest, oldest = (see(client, f"/search?q=generators{sort}") for sort in ("", "&sort=oldest"))
    assert [words(link) for link in oldest.cssselect("#sort option[selected]")] == ["oldest first"] and newest.cssselect("a[href='/search?q=generators&sort=oldest']")
    days = [each.get("datetime") for each in oldest.cssselect(".hit time")]
    assert days == sorted(days) and len(set(days)) > 1 and sorted(days) == sorted(each.get("datetime") for each in newest.cssselect(".hit time"))
    unsure = see(client, "/search?max_confidence=0.6&sort=oldest")
    (chip,) = unsure.cssselect(".chosen a")
    assert "At most as sure as: 0.6" in words(chip) and chip.get("href") == "/search?sort=oldest"
    feed = unsure.cssselect("link[type='application/atom+xml']")[0].get("href")
    assert dict(parse_qsl(urlsplit(feed).query)) == {"max_confidence": "0.6"} and [fromstring(client.get(each).content).xpath("//id/text()") for each in (feed, feed + "&sort=oldest")] == [fromstring(client.get(feed).content).xpath("//id/text()")] * 2


def test_a_form_with_empty_fields_is_the_search_without_them(client):
    bare, form = (see(client, address) for address in ("/search?q=generators&act=pledge", "/search?q=generators&act=pledge&speaker=&since=&until=&min_confidence=&kind=&mode=&outlet=&in=statements&sort=date"))
    assert words(bare.cssselect(".hits")[0]) == words(form.cssselect(".hits")[0])


def test_pages_of_a_search_hold_each_hit_once(client):
    seen, address = [], "/search?speaker=novak"
    while address:
        page = see(client, address)
        seen += [link.get("href") for link in page.cssselect(".hit a.words")]
        later = page.cssselect("a[rel=next]")
        address = later[0].get("href") if later else None
    assert len(seen) == len(set(seen)) > 40
    assert len(seen) == client.get("/api/search?speaker=novak").json()["count"]


def test_whole_reports_are_searched_and_sorted(client):
    page = see(client, "/search?q=harbour&in=reports&sort=relevance")
    assert {words(hit) for hit in page.cssselect(".hit h3")} == {"Ice may close the northern route", "Envoy: Winter will not wait for us"}
    assert [words(hit) for hit in see(client, "/search?in=reports&since=2026-11-25").cssselect(".hit h3")] == ["Ice may close the northern route"]


def test_a_question_is_answered_by_what_means_it(client, monkeypatch):
    page = see(client, "/search?q=who+needs+electricity&by=meaning&act=request")
    (chosen,) = page.cssselect("input[name=by][checked]")
    assert chosen.get("value") == "meaning" and words(page.cssselect("#hits")[0]).startswith("The nearest ") and not page.cssselect(".order")
    assert page.cssselect(".hit a.words") and {words(act) for act in page.cssselect(".hit .act")} == {"asks"}
    assert all(dict(parse_qsl(urlsplit(link.get("href")).query))["by"] == "meaning" for link in page.cssselect(".facets a, .chosen a"))
    monkeypatch.setattr("onrecord.serve.pages.search.HITS", 4)
    seen, address = [], "/search?q=who+needs+electricity&by=both"
    while address:
        page = see(client, address)
        seen += [link.get("href") for link in page.cssselect(".hit a.words")]
        later = page.cssselect("a[rel=next]")
        address = later[0].get("href") if later else None
    assert len(seen) == client.get("/api/search?q=who+needs+electricity&by=both").json()["count"] > 4 and len(set(seen)) == len(seen)
    assert see(client, "/search?q=generators").cssselect("input[name=by][checked]")[0].get("value") == "words"


def test_what_waits_for_its_vectors_is_told_beside_the_box(tmp_path, extractor, monkeypatch):
    monkeypatch.setattr("onrecord.keep.vectors.SOON", 0)
    with onrecord.open(tmp_path / "record.db") as record:
        record.ingest(ENVOY, extractor=extractor)
        answer = TestClient(make_app(record), base_url="http://localhost").get("/search?q=electricity&by=meaning")
        page = fromstring(answer.text)
        assert answer.status_code == 503 and "onrecord index" in words(page.cssselect("[role=alert]")[0]) and page.cssselect("input[name=q]")[0].get("value") == "electricity"
        assert page.cssselect("input[name=by][checked]")[0].get("value") == "meaning"


@pytest.mark.parametrize("asked", ["since=soon", "kind=loud", "after=zzz", "min_confidence=much", "min_confidence=7", "max_confidence=-1", "min_confidence=0.5&max_confidence=0.4", "q=" + "x+" * 300])
def test_what_cannot_be_asked_is_told_beside_the_box(client, asked):
    answer = client.get("/search?" + asked)
    page = fromstring(answer.text)
    assert answer.status_code == 400 and page.cssselect("[role=alert]") and page.cssselect("input[name=q]")


def test_a_report_stands_as_it_stood_with_its_statements_marked(client, served):
    for id in ("envoy-winter", HARBOUR.id, "rtl"):
        article = served.article(id)
        page = see(client, f"/report?id={id.replace('&', '%26')}")
        text = page.cssselect("article.text")[0]
        for corner in text.cssselect(".corner"):
            corner.drop_tree()
        assert text.text_content() == article.text
        assert len(page.cssselect(".card")) == len(article.statements)
        by_role = {role: "".join(piece.text_content() for piece in text.cssselect(f".{role}")) for role in ("source", "cue", "content")}
        for s in article.statements:
            for role in by_role:
                assert all(article.text[a:b] in by_role[role] for a, b in getattr(s, role))


def test_a_report_tells_speaker_act_chain_and_how_sure(client, served):
    page = see(client, "/report?id=envoy-winter")
    article = served.article("envoy-winter")
    cards = {card.get("id"): card for card in page.cssselect(".card")}
    chained = [s for s in article.statements if s.speaker and article.words(s.source) in ("she", "He")]
    assert chained
    for s in chained:
        card = cards[f"s-{s.id}"]
        assert [unescape(q.text_content()) for q in card.cssselect(".chain q")] == [article.text[a:b] for a, b in s.speaker.mentions]
        assert words(card.cssselect(".who")[0]) == s.speaker.name and f"statement {int(s.confidence * 100)}%, speaker {int(s.speaker.confidence * 100)}%" in words(card)
        assert page.cssselect(f"#m-{s.id}")[0].get("href") == f"#s-{s.id}" and card.cssselect(f"a[href='#m-{s.id}']")
    assert words(page.cssselect(".text .boilerplate")[0]) == "Read also: Storm leaves 40,000 without heating"
    assert page.cssselect("a[href='https://nordpress.example/2026/envoy-winter'][rel~=noreferrer]")


def test_versions_and_what_changed_between_them(client):
    page = see(client, "/report?id=envoy-winter&version=1")
    assert "60 more" in words(page.cssselect(".text")[0]) and "version 1 of 2" in words(page.cssselect(".notice")[0])
    assert "80 more" in words(see(client, "/report?id=envoy-winter").cssselect(".text")[0])
    changes = see(client, "/report/changes?id=envoy-winter")
    assert [words(piece) for piece in changes.cssselect(".text del")] == ["Forty", "60", "Christmas"]
    assert [words(piece) for piece in changes.cssselect(".text ins")] == ["Fifty", "80", "New Year"]
    text = changes.cssselect(".text")[0]
    for piece in text.cssselect("del"):
        piece.drop_tree()
    assert text.text_content() == CHANGED.text
    assert client.get("/report/changes?id=envoy-winter&before=2&after=2").status_code == 400 and client.get("/report/changes?id=cup-final").status_code == 404


def test_a_statement_in_its_context_and_to_be_cited(client, served):
    id = statement_id(client, '"bet a single generator"')
    page = see(client, f"/statements/{id}")
    assert words(page.cssselect(".quoted blockquote")[0]) == '"I would not bet a single generator on the weather,"'
    around = words(page.cssselect(".around")[0])
    assert "he said" in around and "The pilots have refused" in around
    cited = {words(each.cssselect("h3")[0]): each.cssselect("pre")[0].text_content() for each in page.cssselect(".citation")}
    assert cited["Words"] == '"I would not bet a single generator on the weather," – Per Haldorsen, envoy (Skagen Tidende, 26 November 2026)'
    assert set(cited) == {"Words", "Markdown", "APA", "MLA", "Chicago", "BibTeX"}
    assert see(client, page.cssselect(".quoted .about a")[0].get("href")).cssselect(f"#m-{id}")


def test_a_statement_of_an_earlier_version_keeps_its_address_and_says_so(client, served):
    first = served.article("envoy-winter", 1)
    (gone,) = [s for s in first.statements if "60 more" in first.words(s.content)]
    page = see(client, f"/statements/{gone.id}")
    assert "version 1" in words(page.cssselect(".notice")[0])
    assert "60 more" in words(see(client, page.cssselect(".quoted .about a")[0].get("href")).cssselect(".text")[0])
    assert see(client, page.cssselect(".quoted .who")[0].get("href")).cssselect("table.list")


def test_a_speaker_with_all_that_was_said(client, served):
    id = statement_id(client, '"winter will not wait"')
    answer = client.get(f"/statements/{id}/speaker", follow_redirects=False)
    assert answer.status_code == 303
    page = see(client, answer.headers["location"])
    assert words(page.cssselect("h1")[0]) == "Irena Novak"
    days = [time.get("datetime") for time in page.cssselect(".hit .says time")]
    assert days == sorted(days, reverse=True) and days[0] == "2026-11-24"
    assert any("foreign minister" in words(told).casefold() for told in page.cssselect(".tenures li"))
    seen, address = [], answer.headers["location"]
    while address:
        page = see(client, address)
        seen += [link.get("href") for link in page.cssselect(".hit a.words")]
        later = page.cssselect("a[rel=next]")
        address = later[0].get("href") if later else None
    mine = [s.id for article in (served.article(r.id) for r in (ENVOY, *MANY)) for s in article.statements if s.speaker and s.speaker.name == "Irena Novak"]
    assert {f"/statements/{s}" for s in mine} <= set(seen) and len(seen) == len(set(seen))
    act = see(client, answer.headers["location"] + "?act=request")
    assert {words(each) for each in act.cssselect(".hit .act")} == {"asks"}
    assert not see(client, answer.headers["location"] + "?until=2026-09-30&since=2026-09-01").cssselect(".hit")


def test_what_a_speaker_speaks_of_and_what_it_said_on_a_subject(client, served):
    novak = next(row for row in served.speakers() if row.name == "Irena Novak")
    page = see(client, f"/speakers/{novak.entity}")
    told = {words(link): link.get("href") for link in page.cssselect(".facets .bars a") if "about=" in link.get("href")}
    assert list(told) == [topic.word for topic in served.topics(novak.entity)] and "village" in told
    found = see(client, told["village"])
    assert found.cssselect(".hit") and all("village" in words(hit.cssselect("blockquote")[0]).casefold() for hit in found.cssselect(".hit"))
    assert found.cssselect("input[name=about]")[0].get("value") == "village OR villages" and "on village OR villages" in words(found.cssselect(".chosen")[0])
    assert 0 < len(see(client, f"/speakers/{novak.entity}?about=generators").cssselect(".hit")) < novak.statements
    assert [link.get("href") for link in found.cssselect(".chosen a")] == [f"/speakers/{novak.entity}"]
    assert not see(client, f"/speakers/{novak.entity}?about=%22%3Cb%3E+nothing").cssselect(".hit, .chosen b")


def test_a_speaker_leads_to_the_times_and_to_what_came_of_it(tmp_path, extractor):
    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(*(onrecord.Report(f'The mayor, Ana Lind, spoke in the hall. "The {what} must open soon," Lind said.', id=what, published=day) for what, day in (("pool", "2024-02-29"), ("school", "2024-02-01"), ("quay", "2024-03-31"))), extractor=extractor)
        client = TestClient(make_app(record), base_url="http://localhost")
        page = see(client, f"/speakers/{record.speakers()[0].entity}?act=")
        times = {words(row.cssselect(".label")[0]): row for row in page.cssselect(".facets .bars li") if "since=" in row.cssselect("a")[0].get("href")}
        assert list(times) == ["Feb 2024", "Mar 2024"]
        for row in times.values():
            assert len(see(client, row.cssselect("a")[0].get("href")).cssselect(".hit")) == int(words(row.cssselect(".count")[0]))
        (link,) = [each for each in page.cssselect("aside a") if "came of it" in words(each)]
        assert link.get("href") == "/ledger?maker=Ana+Lind" and client.get(link.get("href")).status_code == 200


def test_speakers_are_found_by_name(client):
    page = see(client, "/speakers?name=haldorsen")
    assert [words(row.cssselect("th")[0]) for row in page.cssselect("tbody tr")] == ["Per Haldorsen"]
    assert not see(client, "/speakers?name=haldorsen&kind=country").cssselect("tbody tr")


@pytest.mark.parametrize("address", ["/nowhere", "/report?id=none", "/statements/ffff", "/statements/%00", "/speakers/none", "/report?id=envoy-winter&version=9", "/report?id=%00", "/static/../app.py", "/static/style.py", "/static/none.css"])
def test_what_is_not_there_is_told(client, address):
    answer = client.get(address)
    assert answer.status_code == 404 and "Traceback" not in answer.text


@pytest.mark.parametrize("address", ["/report", "/report?id=envoy-winter&version=x", "/report?id=envoy-winter&version=-1", "/speakers?name=" + "x" * 600])
def test_what_is_no_parameter_is_told(client, address):
    assert client.get(address).status_code == 422


def test_dates_are_written_as_the_reader_does(client):
    for accepted, day, tag in (("de-AT,de;q=0.9", "24. November 2026", "de-AT"), ("en-GB", "24 November 2026", "en-GB"), ("ja;q=0.2, fr;q=0.8", "24 novembre 2026", "fr"), ("*, ../../x;q=a", "November 24, 2026", "en"), ("", "November 24, 2026", "en")):
        (time,) = see(client, "/report?id=envoy-winter", **{"accept-language": accepted}).cssselect(".heading > .about time")
        assert (time.text, time.get("lang"), time.get("datetime")) == (day, tag, "2026-11-24")
    assert client.get("/").headers["vary"].casefold().startswith("accept")


def test_no_page_holds_much_beside_its_report_or_anything_from_elsewhere(client, served):
    for address in ("/", "/search?q=generators", "/search", "/report?id=envoy-winter", "/speakers", f"/statements/{statement_id(client, 'generators')}", "/check", "/check?words=generators", "/ledger", "/ledger?as_of=2026-12-31", f"/utterance/{statement_id(client, 'generators')}"):
        answer = client.get(address)
        assert len(answer.content) < 100_000
        page = fromstring(answer.text)
        loaded = [element.get(name) for element in page.iter("link", "script", "img", "source", "iframe") for name in ("href", "src") if element.get(name)]
        assert loaded and all(re.match(r"/static/|/search\.atom|/ledger\.atom|/statements/[0-9a-f]+/card\.svg", each) for each in loaded)
        assert not page.xpath("//@style") and not page.xpath("//script[not(@src)]") and not page.cssselect("style")
        assert all(client.get(each).status_code == 200 for each in loaded)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)) and len(page.cssselect("h1")) == 1 and page.cssselect("html[lang=en]")
        for field in page.cssselect("input:not([type=hidden]), select, textarea"):
            assert page.cssselect(f"label[for='{field.get('id')}']")


def test_words_of_either_direction_stay_by_themselves(client):
    page = see(client, "/report?id=rtl")
    assert words(page.cssselect("h1 > bdi")[0]) == "تصريح الوزير" and words(page.cssselect(".about bdi")[0]) == "صحيفة الشمال" and page.cssselect("article.text[dir=auto]")
    found = see(client, "/search?q=generators&outlet=صحيفة الشمال")
    assert all(element.tag == "bdi" or element.get("dir") == "auto" or element.getparent().tag == "bdi" for element in found.cssselect("main *") if element.text and re.search("[\u0600-\u06ff]", element.text))


def test_a_short_report_is_in_no_parts(client):
    page = see(client, "/report?id=envoy-winter")
    assert not page.cssselect("nav.parts") and "part" not in page.findtext(".//title")
