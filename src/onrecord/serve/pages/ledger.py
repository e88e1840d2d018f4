"""Ledger: what was asked and promised, as it stands on a day; each commitment with its history, where a reviewer corrects it; and what people have decided about it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, UsageError
from onrecord.follow.as_of import AsOf
from onrecord.follow.query import Category, LedgerQuery
from onrecord.follow.restating import restatements
from onrecord.keep.record import Record
from onrecord.serve.access import Reviewer, Role, audit, may
from onrecord.serve.asking_ledger import DAYS, ledger_address
from onrecord.serve.charts import timeline_of
from onrecord.serve.commitments import history
from onrecord.serve.forms import Sent
from onrecord.serve.history import of_ledger
from onrecord.serve.ledger_of import ledger_of, newest_of
from onrecord.serve.locales import reader_of
from onrecord.serve.pages.feeds import feed_of
from onrecord.serve.paging import take
from onrecord.serve.record_of import Served
from onrecord.serve.templating import STATUSES, page

router = APIRouter(include_in_schema=False)
ROWS = 50
EVENTS = 20  # of a commitment on one page
BESIDE = 40  # other commitments that are proposed for an event
WORDINGS = 12  # of a commitment that stand side by side: the first and the last
TYPES = {"ask": "asked", "pledge": "promised"}
TOLD = {"maker": "Who", "counterpart": "To whom", "category": "About", "since": "First told from", "until": "First told to", "due_since": "Due from", "due_until": "Due to", "as_of": "As of", "known_on": "Known on"}
Text = Annotated[str, Query(max_length=500)]


@router.get("/ledger")
def ledger(request: Request, record: Served, after: Text = "") -> Response:
    try:
        query, every, rows, shown, later = newest_of(request, record, after, ROWS)
    except UsageError as error:
        return page(request, "ledger.html", 400, query=LedgerQuery(), fault=str(error), as_of="", rows=[], count=0, some=False, statuses=[], kinds=[], chosen=[], later=None, first=None, days={}, day_query="", categories=get_args(Category), days_told=days_told, feed=None, calendar=None, timeline=None, how_long=None)
    return page(request, "ledger.html", query=query, fault=None, as_of=every.day, rows=shown, count=len(rows), some=bool(every.rows), statuses=_statuses(query, every), kinds=_kinds(query, every), chosen=_chosen(query),
                later=ledger_address(query, after=later) if later else None, first=ledger_address(query) if after else None, days={name: getattr(query, name) for name in DAYS}, day_query=on_day(query),
                categories=get_args(Category), days_told=days_told, feed=feed_of(ledger_address(query)), calendar=feed_of(ledger_address(query), ".ics"), timeline=ledger_address(query, page="/ledger/timeline"), how_long=ledger_address(query, page="/ledger/days"))  # fmt: skip


@router.get("/ledger/decided")
def decided(request: Request, record: Served) -> Response:
    """What people have decided about the ledger, the newest first."""
    every = ledger_of(request, record, LedgerQuery())
    return page(request, "decided.html", history=of_ledger(record.corrections(), every, _words_in(record))[::-1])


@router.get("/ledger/{id}")
def commitment(request: Request, record: Served, id: str, as_of: Text = "", known_on: Text = "", after: Text = "") -> Response:
    """Its events from one on that is named by its id, EVENTS at a time; its timeline and wordings stand on the first page of them."""
    return _commitment(request, record, id, LedgerQuery(as_of=as_of or None, known_on=known_on or None), after)


@router.post("/ledger/{id}")
def correct(request: Request, record: Served, visitor: Reviewer, sent: Sent, id: str) -> Response:
    """Say that it is no commitment, or that an event belongs to another one, or to none."""
    event, why, given = sent.get("event"), sent.get("why").strip(), sent.get("to").strip()
    to = given.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    here = str(ledger_of(request, record, LedgerQuery()).find(id)["id"])
    try:
        if event:
            done = record.correct("link", event=event, commitment=to, who=visitor.name, why=why) if given else record.correct("unlink", event=event, commitment=here, who=visitor.name, why=why)
        else:
            done = record.correct("reject", commitment=here, who=visitor.name, why=why)
    except (UsageError, InputError) as error:
        return _commitment(request, record, here, LedgerQuery(), "", str(error))
    audit(record, visitor, "ledger corrected", f"{done.number} of {done.commitment}")
    return RedirectResponse("/ledger/decided" if done.decision == "reject" else f"/ledger/{done.commitment}#decided", 303)


def _commitment(request: Request, record: Record, id: str, query: LedgerQuery, after: str, fault: str | None = None) -> Response:
    ledger = ledger_of(request, record, query)
    found = history(record, ledger, id)
    shown, later = take(found.happenings, lambda each: str(each.event["id"]), after, EVENTS)
    articles = {each.article.id: each.article for each in found.happenings}
    words = {name: articles[place["article"]].text[slice(*place["span"])] for name in ("amount", "due", "condition") if (place := found.row[name]) and place["article"] in articles}
    wordings = () if after else restatements([(each.event, each.words) for each in found.happenings])
    here = f"/ledger/{found.row['id']}"
    return page(request, "commitment.html", 400 if fault else 200, row=found.row, found=found, shown=shown, wordings=[*wordings[:1], *wordings[1:][1 - WORDINGS :]], left_out=max(0, len(wordings) - WORDINGS), as_of=ledger.day, words=words,
                day_query=on_day(query), days=durations(found.row), query=query, id=found.row["id"], drawn=None if after else timeline_of(found, ledger.day, reader_of(request.headers.get("accept-language", ""))),
                first=here + on_day(query) if after else None, later=here + on_day(query, after=later) if later else None, fault=fault,
                history=of_ledger(record.corrections(), ledger, _words_in(record), found.row), others=ledger.beside(found.row)[:BESIDE] if may(request, Role.reviewer) else [])  # fmt: skip


def _words_in(record: Record) -> Callable[[Mapping[str, Any]], str]:
    """The words of an event in its report."""
    return lambda event: record.article(event["article"]).text[slice(*event["span"])]


def on_day(query: LedgerQuery, after: str | None = None) -> str:
    """What an address needs to show a commitment as the ledger shows it, from an event on."""
    return ledger_address(LedgerQuery(as_of=query.as_of, known_on=query.known_on), after=after, page="")


def days_told(row: Mapping[str, Any]) -> tuple[int, str] | None:
    """The days that tell most of a commitment: until it was delivered or answered, else how long it is open."""
    days = row["days"]
    for name, words in (("pledge_to_delivery", "to delivery"), *((("ask_to_pledge", "to a promise"),) if row["type"] == "ask" else ()), ("open", "open")):
        if days[name] is not None:
            return days[name], words
    return None


def durations(row: Mapping[str, Any]) -> list[tuple[str, int]]:
    told = {"ask_to_pledge": "from ask to promise", "pledge_to_first_delivery": "from promise to the first delivery", "pledge_to_delivery": "from promise to delivery", "open": "open so far"}
    return [(words, row["days"][name]) for name, words in told.items() if row["days"][name] is not None]


def _statuses(query: LedgerQuery, ledger: AsOf) -> list[tuple[str, int, str, bool]]:
    """Each status that is among the rows of the other filters: words, count, address with or without it, whether it is chosen."""
    without = replace(query, status=(), overdue=False)
    counts = ledger.once(("statuses", without.filters), lambda: Counter(str(row["status"]) for row in ledger.taken(without)))
    chosen = {*query.status, *(("overdue",) if query.overdue else ())}
    every = [("all", counts.total(), ledger_address(without), not chosen)]
    return every + [(words, counts[name], ledger_address(without, status=(name,)), name in chosen) for name, words in STATUSES.items() if counts[name] or name in chosen]


def _kinds(query: LedgerQuery, ledger: AsOf) -> list[tuple[str, int, str, bool]]:
    without = replace(query, type=())
    counts = ledger.once(("types", without.filters), lambda: Counter(str(row["type"]) for row in ledger.taken(without)))
    return [("both", counts.total(), ledger_address(without), not query.type)] + [(words, counts[name], ledger_address(without, type=(name,)), name in query.type) for name, words in TYPES.items()]


def _chosen(query: LedgerQuery) -> list[tuple[str, str, str]]:
    """Each filter that is set, but for those that have links: its name, its value, and the ledger without it."""
    found = []
    for name, title in TOLD.items():
        value = getattr(query, name)
        if isinstance(value, tuple):
            found += [(title, each, _without(query, name, tuple(v for v in value if v != each))) for each in value]
        elif value:
            found.append((title, value, _without(query, name, None)))
    return found + ([("Only", "dated", ledger_address(query, undated=False))] if query.undated else [])


def _without(query: LedgerQuery, name: str, left: Any) -> str:
    changes: dict[str, Any] = {name: left}
    return ledger_address(replace(query, **changes))
