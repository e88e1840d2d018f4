"""Feeds: what a search finds, what a speaker said, what is new in the ledger and what is overdue; and when things are due, as a calendar."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from heapq import nlargest
from typing import Any

from fastapi import APIRouter, Request, Response

from onrecord.follow.calendar import calendar
from onrecord.headlines import headline_of
from onrecord.keep.lookup import kept_at
from onrecord.keep.query import Query
from onrecord.keep.record import Record
from onrecord.keep.saying import About
from onrecord.keep.search import Hit
from onrecord.serve.asking import address, encoded, query_from
from onrecord.serve.asking_ledger import ledger_address, ledger_query_from
from onrecord.serve.atom import EARLIEST, Entry, feed
from onrecord.serve.ledger_of import ledger_of
from onrecord.serve.pages.speaker import Words, asked_of, outline_of
from onrecord.serve.record_of import Served, Spoken
from onrecord.serve.templating import ACTS, STATUSES, to_report, web
from onrecord.types import Statement

router = APIRouter(include_in_schema=False)
ENTRIES = 50
TITLE = 120  # characters of a title, beside the name
Times = dict[tuple[str, str], str]


@router.get("/search.atom")
def search(request: Request, record: Served) -> Response:
    """As the page of the search has them: the newest first, or those that fit best."""
    query = _with_the_newest(query_from(request.query_params, limit=ENTRIES, facets=False, after=None))
    hits = record.search(query).hits
    times = _times(record, [hit.article for hit in hits])
    page = address(query, limit=20)
    words = query.words.strip() or "Everything"
    return feed(request, "urn:onrecord:search:" + hashlib.sha256(page.encode()).hexdigest()[:32], f"{words} – onrecord", page, (_of_hit(hit, times) for hit in hits))


@router.get("/speakers/{id}.atom")
def speaker(request: Request, record: Spoken, id: str, act: Words = "", about: Words = "", since: Words = "", until: Words = "") -> Response:
    """As the speaker's page has them."""
    asked = asked_of(act, about, since, until)
    told = outline_of(record, id, **asked, limit=ENTRIES)
    lines = record.lines(told.sayings)
    times = _times(record, [line.article.id for line in lines])
    query = encoded([(name, value) for name, value in asked.items() if value])
    own, on = (":" + hashlib.sha256(query.encode()).hexdigest()[:32] if query else ""), (f" on {asked['about']}" if asked["about"] else "")
    return feed(request, f"urn:onrecord:speaker:{told.entity.id}{own}", f"{told.entity.name}{on} – onrecord", f"/speakers/{id}" + (f"?{query}" if query else ""), (_of_statement(line.statement, line.article, line.quote.words, times) for line in lines))


@router.get("/ledger.atom")
def ledger(request: Request, record: Served) -> Response:
    """What was last learned of the commitments that the filters let through: an entry for each event, and one for each that became overdue."""
    query = ledger_query_from(request.query_params)
    every = ledger_of(request, record, query)
    known = every.once("known", lambda: _known(record, every.rows))
    entries = every.once(("feed", query.filters), lambda: [_of_event(record, *each) for each in nlargest(ENTRIES, _happened(every.taken(query), known), key=lambda each: (each[0], each[1]["id"]))])
    page = ledger_address(query)
    return feed(request, "urn:onrecord:ledger:" + hashlib.sha256(page.encode()).hexdigest()[:32], "What was promised, and what came of it – onrecord", page, entries)


@router.get("/ledger.ics")
def due(request: Request, record: Served) -> Response:
    """When the commitments that the filters let through are due."""
    query = ledger_query_from(request.query_params)
    lines = calendar(ledger_of(request, record, query).taken(query), str(request.base_url).rstrip("/"))
    return Response("".join(lines).encode(), media_type="text/calendar; charset=utf-8")


def _known(record: Record, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """When the last version of each report of which commitments tell was kept."""
    last: dict[str, str] = {}
    for (article, _), time in _times(record, [event["article"] for row in rows for event in row["events"]]).items():
        last[article] = max(time, last.get(article, ""))
    return last


def _times(record: Record, articles: Iterable[str]) -> Times:
    with record._reading() as connection:
        return kept_at(connection, articles)


def _of_hit(hit: Hit, times: Times) -> Entry:
    if hit.statement is None:
        link = to_report(hit.article, sha256=hit.sha256)
        return Entry(f"urn:onrecord:report:{hashlib.sha256(hit.article.encode(errors='surrogatepass')).hexdigest()[:32]}:{hit.sha256[:16]}", hit.headline or "untitled report", hit.words, times.get((hit.article, hit.sha256), EARLIEST), link, _day(hit.published), hit.outlet, web(hit.url))
    return _entry(hit.statement, hit.quote.words if hit.quote else hit.words, hit.article, hit.sha256, hit.outlet, hit.published, hit.headline, hit.url, times)


def _of_statement(statement: Statement, article: About, words: str, times: Times) -> Entry:
    return _entry(statement, words, article.id, article.sha256, article.outlet, article.published, article.headline, article.url, times)


def _entry(s: Statement, words: str, article: str, sha256: str, outlet: str | None, published: str | None, title: str | None, url: str | None, times: Times) -> Entry:
    who = s.speaker.name if s.speaker else "Speaker not told"
    where = ", ".join(part for part in (title, outlet, _day(published)) if part)
    return Entry(f"urn:onrecord:statement:{sha256[:16]}:{s.id}", f"{who}: {_cut(words)}", f"{words}\n\n{who}" + (f" ({where})" if where else ""), times.get((article, sha256), EARLIEST), f"/statements/{s.id}", _day(published), outlet, web(url), s.act and ACTS[s.act])


def _happened(rows: Iterable[dict[str, Any]], last: dict[str, str]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """When it became known, the commitment, and the event; None where its day has passed."""
    for row in rows:
        for event in row["events"]:
            yield last.get(event["article"], EARLIEST), row, event
        if row["status"] == "overdue":
            yield (date.fromisoformat(row["due"]["to"]) + timedelta(days=1)).isoformat() + "T00:00:00+00:00", row, None


def _of_event(record: Record, updated: str, row: dict[str, Any], event: dict[str, Any] | None) -> Entry:
    what, link = row["what"]["text"], f"/ledger/{row['id']}"
    maker = row["maker"]["name"] if row["maker"] else "Somebody not told"
    if event is None:
        due = row["due"]["to"]
        return Entry(f"urn:onrecord:overdue:{row['id']}:{due}", f"overdue: {maker}: {_cut(what)}", f"{what}\n\nDue on {due}; no report here tells of full delivery up to then.", updated, link, category=STATUSES["overdue"])
    article = record.article(event["article"])
    kind = event["kind"].replace("_", " ")
    start, end = event["span"]
    where = ", ".join(part for part in (headline_of(article), article.outlet, _day(article.published)) if part)
    return Entry(f"urn:onrecord:event:{event['id']}", f"{kind}: {maker}: {_cut(what)}", article.text[start:end] + (f"\n\n({where})" if where else ""), updated, link, _day(event["date"]), article.outlet, web(article.url), kind)


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= TITLE else flat[:TITLE].rsplit(" ", 1)[0] + "…"


def _day(iso: str | None) -> str | None:
    try:
        return date.fromisoformat((iso or "")[:10]).isoformat()
    except ValueError:
        return None


def of_search(query: Query) -> str:
    """The address of the feed of a search."""
    return feed_of(address(_with_the_newest(query)))


def _with_the_newest(query: Query) -> Query:
    """A feed of the oldest would never have anything new."""
    return replace(query, sort="date") if query.sort == "oldest" else query


def feed_of(page: str, ending: str = ".atom") -> str:
    """Where the feed of a page is: the same address with an ending behind its path."""
    path, mark, query = page.partition("?")
    return f"{path}{ending}{mark}{query}"


