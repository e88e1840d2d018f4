"""Speaker: everything by one name; and the list of all who speak."""

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import InputError, UsageError
from onrecord.keep.record import Record
from onrecord.keep.saying import Saying
from onrecord.keep.words import folded
from onrecord.resolve.listing import Speaking
from onrecord.serve.asking import encoded
from onrecord.serve.paging import take
from onrecord.serve.record_of import Spoken, speakers_of
from onrecord.serve.templating import bars, page
from onrecord.types import SPEAKER_KINDS, Act, Article, Statement

router = APIRouter(include_in_schema=False)
ROWS, STATEMENTS = 50, 20
Words = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of the speaker, with its report."""

    statement: Statement
    article: Article

    @property
    def words(self) -> str:
        return self.article.words(self.statement.content)


@router.get("/speakers")
def speakers(request: Request, record: Spoken, name: Words = "", kind: Words = "", after: Words = "") -> Response:
    rows = named(speakers_of(request, record), name, kind)
    shown, later = take(rows, lambda row: row.entity, after, ROWS)
    more = "/speakers?" + encoded([("name", name), ("kind", kind), ("after", later)]) if later else None
    return page(request, "speakers.html", rows=shown, count=len(rows), name=name, kind=kind, kinds=SPEAKER_KINDS, later=more)


def named(rows: list[Speaking], name: str, kind: str = "") -> list[Speaking]:
    """Those of whom a name holds the words in a row, without regard to case and diacritics."""
    words = folded(name)
    return [row for row in rows if (not kind or row.kind == kind) and (not name.strip() or (words and any(f" {words} " in f" {folded(each)} " for each in (row.name, *row.names))))]


@router.get("/speakers/{id}")
def speaker(request: Request, record: Spoken, id: str, act: Words = "", since: Words = "", until: Words = "", after: Words = "") -> Response:
    try:
        said = record.said(id)
    except UsageError:
        raise InputError(id, "is the id of no speaker here", "find speakers by their names at /speakers") from None
    if act and act not in get_args(Act):
        raise UsageError(f"act {act!r} is none of {', '.join(get_args(Act))}")
    chosen = [each for each in said.sayings if (not act or each.act == act) and (not since or (each.published or "") >= since) and (not until or "" < (each.published or "") <= until)]
    shown, later = take(chosen, lambda each: each.statement, after, STATEMENTS)
    here = f"/speakers/{id}"
    filters = [(name, value) for name, value in (("act", act), ("since", since), ("until", until)) if value]
    links = {each: here + "?" + encoded([pair for pair in filters if pair[0] != "act"] + [("act", each)] * (each != act)) for each in said.acts if each}
    return page(request, "speaker.html", entity=said.entity, id=id, count=len(chosen), total=len(said.sayings), acts=bars({k: v for k, v in said.acts.items() if k}), links=links, lines=lines_of(record, shown),
                act=act, since=since, until=until, years=_years(said.sayings), first=here + ("?" + encoded(filters) if filters else "") if after else None,
                later=here + "?" + encoded([*filters, ("after", later)]) if later else None, feed=here + ".atom")  # fmt: skip


def lines_of(record: Record, sayings: list[Saying]) -> list[Line]:
    """The statements, each with its report."""
    articles = {id: record.article(id) for id in dict.fromkeys(each.article for each in sayings)}
    found = []
    for each in sayings:
        article = articles[each.article]
        found += [Line(statement, article) for statement in article.statements if statement.id == each.statement]
    return found


def _years(sayings: tuple[Saying, ...]) -> list[tuple[str, int, int]]:
    """Statements of each year, or of each month where all are of one year, the earliest first."""
    days = sorted(each.published for each in sayings if each.published)
    size = 4 if days and days[0][:4] != days[-1][:4] else 7
    counts: dict[str, int] = {}
    for day in days:
        counts[day[:size]] = counts.get(day[:size], 0) + 1
    return bars(counts)
