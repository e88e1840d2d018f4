"""Days and outlets, put right by a form and taken back by another, as a browser without JavaScript has them."""

from dataclasses import replace

import pytest
from lxml.html import fromstring
from test_review_pages import post, see, sent_by, words

from onrecord.access.accounts import Accounts
from onrecord.keep.importing import Taken
from onrecord.serve.admitting import COOKIE
from reading import CHANGED, ENVOY, UNDATED

FORM = "form[action='/amend']"


def given(client, id: str, version: int | None = None, follow: bool = True, **changed):
    """What the form is answered with some fields filled in otherwise."""
    address = f"/amend?id={id}" + (f"&version={version}" if version else "")
    return post(client, *sent_by(see(client, address), FORM, **changed), follow=follow)


def told(page) -> list[str]:
    return [words(each.cssselect("p")[0]) for each in page.cssselect("section[aria-labelledby=amended] li")]


def test_a_day_is_put_right_and_taken_back(visit, manned):
    client = visit("reviewer")
    page = see(client, "/report?id=envoy-winter")
    assert not page.cssselect("#amended") and [link.get("href") for link in page.cssselect(".desk a")] == ["/amend?id=envoy-winter"]
    form = see(client, "/amend?id=envoy-winter")
    assert [(each.get("name"), each.value) for each in form.cssselect(f"{FORM} input:not([type=hidden])")] == [("published", "2026-11-24"), ("outlet", "Nordpress")]
    assert all(form.cssselect(f"label[for='{each.get('id')}']") for each in form.cssselect(f"{FORM} input:not([type=hidden]), {FORM} textarea"))
    answer = given(client, "envoy-winter", published="2026-11-23", why=" the feed  had the day of its mending ", follow=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/report?id=envoy-winter#amended"
    article = manned.article("envoy-winter")
    assert (article.published, article.outlet) == ("2026-11-23", "Nordpress")
    (row,) = manned.amendments()
    assert (row.by, row.why, row.changes) == ("reviewer", "the feed had the day of its mending", {"published": "2026-11-23", "published_at": None})
    page = see(client, "/report?id=envoy-winter")
    assert told(page)[0].startswith("Put right by reviewer on ") and "the feed had the day of its mending" in told(page)[0] and [each.get("datetime") for each in page.cssselect("#amended ~ ol .change time")] == ["2026-11-24", "2026-11-23"]
    assert page.cssselect(".heading .about a[href='#amended']")
    back = post(client, *sent_by(page, "#amended ~ ol .undo form", why="it was right"), follow=False)
    assert back.status_code == 303 and back.headers["location"] == "/report?id=envoy-winter#amended"
    page = see(client, "/report?id=envoy-winter")
    assert manned.article("envoy-winter").published == "2026-11-24" and not page.cssselect(".heading .about a[href='#amended']") and not page.cssselect("#amended ~ ol .undo")
    assert [each.split()[0] for each in told(page)] == ["Put", "Taken"] and [each.get("datetime") for each in page.cssselect("#amended ~ ol li")[1].cssselect(".change time")] == ["2026-11-23", "2026-11-24"]
    log = [(entry.who, entry.action, entry.object) for entry in Accounts(manned).log(2)]
    assert log == [("reviewer", "amendment", f"{row.number} of envoy-winter"), ("reviewer", "amendment undone", str(row.number))]


def test_what_an_ingest_told_stands_there_and_cannot_be_taken_back(visit, manned, extractor):
    manned.ingest(replace(UNDATED, published="2026-02-03", outlet="The Kesten Mail"), extractor=extractor)
    manned.ingest(replace(UNDATED, published="2026-02-04"), extractor=extractor, amend=("the desk", "the printer's list"))
    page = see(visit("reviewer"), "/report?id=leaflet")
    first, second = told(page)
    assert first.startswith("Told where it was not known by ingest 2 on ") and second.startswith("Put right, as ingest 3 told by the desk on ")
    assert [len(each.cssselect(".undo")) for each in page.cssselect("#amended ~ ol li")] == [0, 1] and words(page.cssselect("#amended ~ ol .change")[1]) == "outlet: before not known now The Kesten Mail"
    reader = see(visit("reader"), "/report?id=leaflet")
    assert told(reader) == [first, second] and not reader.cssselect(".undo, .desk")


def test_a_version_is_put_right_by_itself(visit, manned):
    client = visit("editor")
    assert [link.get("href") for link in see(client, "/report?id=envoy-winter&version=1").cssselect(".desk a")] == ["/amend?id=envoy-winter&version=1", "/takedown?id=envoy-winter"]
    answer = given(client, "envoy-winter", 1, published="2026-11-22", outlet="Nordpress Kesten", why="the first edition", follow=False)
    assert answer.headers["location"] == "/report?id=envoy-winter&version=1#amended"
    assert [(each.published, each.outlet) for each in manned.versions("envoy-winter")] == [("2026-11-22", "Nordpress Kesten"), (CHANGED.published, CHANGED.outlet)]
    assert len(told(see(client, answer.headers["location"]))) == 1 and not told(see(client, "/report?id=envoy-winter"))
    assert "version 1 of 2" in words(see(client, "/amend?id=envoy-winter&version=1"))


@pytest.mark.parametrize("sent, told, kept", [
    ({"published": "", "outlet": ""}, (None, None), ["outlet", "published", "published_at"]),
    ({"outlet": "  Nord \u202e press "}, ("2026-11-24", "Nord \u202e press"), ["outlet"]),
    ({"published": "2026-11-01"}, ("2026-11-01", "Nordpress"), ["published", "published_at"]),
], ids=repr)  # fmt: skip
def test_only_what_was_changed_is_kept(visit, manned, sent, told, kept):
    assert given(visit("reviewer"), "envoy-winter", why="a list", **sent).status_code == 200
    article = manned.article("envoy-winter")
    assert (article.published, article.outlet) == told and sorted(manned.amendments()[0].changes) == kept


@pytest.mark.parametrize("published, shown", [("2026-02-03T08:00:00", "2026-02-03"), ("in spring", ""), (None, "")])
def test_a_day_that_the_field_cannot_hold_is_left(visit, manned, extractor, published, shown):
    made = extractor.extract(replace(UNDATED, id="flyer"))
    manned.ingest(Taken(UNDATED.text, id="flyer", published=published, article=replace(made, published=published)), extractor=extractor)
    assert see(visit("reviewer"), "/amend?id=flyer").cssselect("#published")[0].get("value") == shown
    assert given(visit("reviewer"), "flyer", outlet="The Kesten Mail", why="x").status_code == 200 and manned.article("flyer").published == published
    (row,) = manned.amendments()
    assert row.changes == {"outlet": "The Kesten Mail"}


@pytest.mark.parametrize("sent, fault", [
    ({"why": "a list"}, "Nothing is otherwise"), ({"published": "2026-11-01", "why": "  "}, "Say why"), ({"published": "soon", "why": "x"}, "is no day"), ({"published": "2026-02-30", "why": "x"}, "is no day"),
    ({"outlet": " Nordpress ", "why": "x"}, "Nothing is otherwise"),
], ids=repr)  # fmt: skip
def test_what_is_wrong_is_told_in_the_form(visit, manned, sent, fault):
    answer = given(visit("reviewer"), "envoy-winter", **sent)
    page = fromstring(answer.content.decode())
    assert answer.status_code == 400 and fault in words(page.cssselect("[role=alert]")[0]) and page.cssselect(FORM)[0].get("aria-describedby") == "fault" and manned.amendments() == ()
    assert page.cssselect("textarea")[0].value == sent["why"] and page.cssselect("#outlet")[0].get("value") == sent.get("outlet", "Nordpress")


def test_who_comes_second_looks_again(visit, manned):
    client = visit("reviewer")
    form = sent_by(see(client, "/amend?id=envoy-winter"), FORM, published="2026-11-23", why="x")
    assert post(client, *form, follow=False).status_code == 303
    assert post(client, *form).status_code == 400 and len(manned.amendments()) == 1  # a double click
    undo = sent_by(see(client, "/report?id=envoy-winter"), "#amended ~ ol .undo form", why="x")
    assert post(client, *undo, follow=False).status_code == 303
    again = post(client, *undo)
    assert again.status_code == 400 and "taken back already" in again.text and len(manned.amendments()) == 2


def test_what_somebody_else_put_right_meanwhile_stays(visit, manned):
    client = visit("reviewer")
    form = sent_by(see(client, "/amend?id=envoy-winter"), FORM, published="2026-11-23", why="a list")
    manned.amend_report("envoy-winter", outlet="Nordpress Kesten", who="Ann", why="the printed edition")
    answer = post(client, *form)
    page = fromstring(answer.content.decode())
    assert answer.status_code == 400 and "somebody has put it right since" in answer.text.lower() and len(manned.amendments()) == 1
    assert [page.cssselect(f"#{name}")[0].get("value") for name in ("published", "outlet")] == ["2026-11-24", "Nordpress Kesten"] and page.cssselect("#why")[0].value == "a list"
    assert post(client, *sent_by(page, FORM, published="2026-11-23"), follow=False).status_code == 303
    assert (manned.article("envoy-winter").published, manned.article("envoy-winter").outlet) == ("2026-11-23", "Nordpress Kesten")


def test_what_is_not_there_is_told(visit, manned):
    client = visit("reviewer")
    assert client.get("/amend?id=none").status_code == client.get("/amend?id=envoy-winter&version=9").status_code == 404 and client.get("/amend").status_code == 422
    form = dict(sent_by(see(client, "/amend?id=cup-final"), FORM, why="x", outlet="y")[1])
    for wrong in ("", "-1", "1" * 30, "²", "x"):
        assert client.post("/amend", data=form | {"version": wrong}).status_code == 404, wrong
    assert client.post("/amend", data=form | {"id": "none"}).status_code == 404
    manned.takedown("cup-final", who="Ann", why="a wish")
    assert client.get("/amend?id=cup-final").status_code == client.post("/amend", data=form).status_code == 410
    for sort, number in (("amendment", "99"), ("amendment", "x"), ("ingest", "1")):
        assert client.post("/review/undo", data={"sort": sort, "number": number, "why": "x", "back": "/"}).status_code == 404
    assert client.post("/amend", json=form).status_code == 415


def test_a_reader_puts_nothing_right(visit, manned):
    client = visit("reader")
    assert client.get("/amend?id=envoy-winter").status_code == client.post("/amend", data={"id": "envoy-winter", "version": "2", "seen": "0", "outlet": "x", "why": "x"}).status_code == 403
    assert COOKIE in str(client.cookies) and "/amend?" not in client.get("/report?id=envoy-winter").text and manned.article("envoy-winter").outlet == ENVOY.outlet
