"""Speaker: everything by one name; and the list of all who speak."""

from calendar import monthrange
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, UsageError
from onrecord.follow.query import LedgerQuery
from onrecord.keep.outlines import Outline, UnknownSpeaker
from onrecord.keep.record import Record
from onrecord.keep.words import folded
from onrecord.resolve.listing import Speaking
from onrecord.serve.access import Reviewer, audit
from onrecord.serve.asking import encoded
from onrecord.serve.asking_ledger import ledger_address
from onrecord.serve.forms import Sent
from onrecord.serve.history import of_speaker
from onrecord.serve.locales import reader_of
from onrecord.serve.paging import take
from onrecord.serve.record_of import Spoken, of_country, speakers_of
from onrecord.serve.templating import bars, page
from onrecord.types import SPEAKER_KINDS, Act

router = APIRouter(include_in_schema=False)
ROWS, STATEMENTS = 50, 20
Words = Annotated[str, Query(max_length=500)]


@router.get("/speakers")
def speakers(request: Request, record: Spoken, name: Words = "", kind: Words = "", country: Words = "", after: Words = "") -> Response:
    rows, country = named(speakers_of(request, record), name, kind), country.strip()
    rows = of_country(request, record, rows, country) if country else rows
    shown, later = take(rows, lambda row: row.entity, after, ROWS)
    more = "/speakers?" + encoded([("name", name), ("kind", kind), ("country", country), ("after", later)]) if later else None
    return page(request, "speakers.html", rows=shown, count=len(rows), name=name, kind=kind, kinds=SPEAKER_KINDS, country=country, later=more)


def named(rows: list[Speaking], name: str, kind: str = "") -> list[Speaking]:
    """Those of whom a name holds the words in a row, without regard to case and diacritics."""
    words = folded(name)
    return [row for row in rows if (not kind or row.kind == kind) and (not name.strip() or (words and any(f" {words} " in f" {folded(each)} " for each in (row.name, *row.names))))]


@router.get("/speakers/{id}")
def speaker(request: Request, record: Spoken, id: str, act: Words = "", about: Words = "", since: Words = "", until: Words = "", after: Words = "") -> Response:
    return _speaker(request, record, id, act, about, since, until, after)


@router.post("/speakers/{id}")
def decide(request: Request, record: Spoken, visitor: Reviewer, sent: Sent, id: str) -> Response:
    """Say that another speaker is this one, or that what stands under one of the names is somebody else's."""
    name, why = sent.get("name"), sent.get("why").strip()
    other = sent.get("other").strip().partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    entity = outline_of(record, id).entity
    try:
        made = record.split_speaker(entity.id, [each.id for each in record.speaker(entity.id)[1] if each.name == name], who=visitor.name, why=why) if name else record.merge_speakers(entity.id, other, who=visitor.name, why=why)
    except (UsageError, InputError) as error:
        return _speaker(request, record, id, fault=str(error))
    audit(record, visitor, "speaker decided", f"{made.number} of {entity.id}")
    return RedirectResponse(f"/speakers/{min(made.left)}#decided", 303)


def _speaker(request: Request, record: Record, id: str, act: str = "", about: str = "", since: str = "", until: str = "", after: str = "", fault: str | None = None) -> Response:
    outline = outline_of(record, id, **asked_of(act, about, since, until), after=after or None, limit=STATEMENTS)
    here = f"/speakers/{id}"
    filters = [(name, value) for name, value in (("act", act), ("about", about.strip()), ("since", since), ("until", until)) if value]
    topics = {topic.word: topic for topic in record.topics(id, as_kept=True)}
    subjects = {word: here + "?" + encoded([pair for pair in filters if pair[0] != "about"] + [("about", " OR ".join(topic.forms))]) for word, topic in topics.items()}
    links = {each: here + "?" + encoded([pair for pair in filters if pair[0] != "act"] + [("act", each)] * (each != act)) for each in outline.acts if each}
    years, reader = _years(outline.months), reader_of(request.headers.get("accept-language", ""))
    rows = record.decisions()
    called = record._called({each for row in rows for each in row.left | row.right})
    decided = of_speaker(rows, {each for each, (of, _) in called.items() if of == outline.entity.id}, {each: name for each, (_, name) in called.items()})
    return page(request, "speaker.html", 400 if fault else 200, fault=fault, alike=record.look_alike(id, as_kept=True), history=decided, entity=outline.entity, more_roles=outline.roles - len(outline.entity.roles), id=id, count=outline.count, total=outline.total, acts=bars({k: v for k, v in outline.acts.items() if k}), links=links, lines=record.lines(outline.sayings),
                act=act, about=about.strip(), topics=bars({word: topic.statements for word, topic in topics.items()}), subjects=subjects, since=since, until=until, years=years, spans={each: here + "?" + encoded([pair for pair in filters if pair[0] not in ("since", "until")] + list(_span(each))) for each, _, _ in years}, months={each: reader.month(each) for each, _, _ in years}, ledger=ledger_address(LedgerQuery(maker=(outline.entity.name,))), first=here + ("?" + encoded(filters) if filters else "") if after else None,
                later=here + "?" + encoded([*filters, ("after", outline.after)]) if outline.after else None, feed=here + ".atom" + ("?" + encoded(filters) if filters else ""))  # fmt: skip


def asked_of(act: str, about: str, since: str, until: str) -> dict[str, str | None]:
    """What an address asks of a speaker, as `Record.outline` takes it.  Raises UsageError for no act."""
    if act and act not in get_args(Act):
        raise UsageError(f"act {act!r} is none of {', '.join(get_args(Act))}")
    return {"act": act or None, "about": about.strip() or None, "since": since or None, "until": until or None}


def outline_of(record: Record, id: str, **asked: Any) -> Outline:
    """As it is kept.  Raises InputError where there is no such speaker."""
    try:
        return record.outline(id, **asked, as_kept=True)
    except UnknownSpeaker:
        raise InputError(id, "is the id of no speaker here", "find speakers by their names at /speakers") from None


def _span(period: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A year or a month, as 2026-01, as the first and last day of publication in an address."""
    first, last = (period + "-01-01", period + "-12-31") if len(period) == 4 else (period + "-01", f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]}")
    return ("since", first), ("until", last)


def _years(months: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Statements of each year, or of each month where all are of one year, the earliest first."""
    days = sorted(month for month in months if month)
    size = 4 if days and days[0][:4] != days[-1][:4] else 7
    counts: dict[str, int] = {}
    for month in days:
        counts[month[:size]] = counts.get(month[:size], 0) + months[month]
    return bars(counts)
