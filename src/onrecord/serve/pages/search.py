"""Search: hits, and facets as links; every search has its address."""

from calendar import monthrange
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request, Response

from onrecord.errors import UsageError
from onrecord.keep.nearest import NotIndexed
from onrecord.keep.query import Query
from onrecord.keep.search import Page
from onrecord.serve.asking import SEVERAL, address, query_from
from onrecord.serve.pages.feeds import of_search
from onrecord.serve.problems import status_of
from onrecord.serve.record_of import Served
from onrecord.serve.templating import ACTS, page
from onrecord.types import SPEAKER_KINDS, Kind, Mode

router = APIRouter(include_in_schema=False)
HITS = 20
SORTS = (("date", "newest first"), ("oldest", "oldest first"), ("relevance", "best first"))
BYS = (("words", "these words"), ("meaning", "what means this"), ("both", "both"))
TITLES = {"speaker": "Speaker", "act": "What it does", "kind": "Kind", "speaker_kind": "Kind of speaker", "country": "Country", "mode": "Mode", "outlet": "Outlet", "month": "Month", "confidence": "At least as sure as"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: with how many hits, and the search with or without it."""

    value: str | None
    count: int
    address: str
    chosen: bool


@router.get("/search")
def search(request: Request, record: Served) -> Response:
    query = Query()
    try:
        query = query_from(request.query_params, facets=True, limit=HITS)
        found = record.search(query)
    except (UsageError, NotIndexed) as error:
        words = request.query_params.get("q", "")
        return page(request, "search.html", status_of(error), query=query, words=words, fault=str(error), found=Page((), None, None, 0), facets={}, chosen=[], later=None, first=None, other=[], nearest=False, feed=None, **_choices())
    later = address(query, after=found.after) if found.after else None
    first = address(query) if query.after else None
    nearest = query.by != "words" and bool(query.words.strip())
    other = [] if nearest else [(name, address(query, sort=sort), query.sort == sort) for sort, name in SORTS]
    return page(request, "search.html", query=query, words=query.words, fault=None, found=found, facets=_facets(query, found), chosen=_chosen(query), later=later, first=first, other=other, nearest=nearest, feed=of_search(query), **_choices())


def _facets(query: Query, found: Page) -> dict[str, list[Choice]]:
    return {TITLES[name]: [_choice(query, name, value, count) for value, count in counts.items()] for name, counts in (found.facets or {}).items() if counts.keys() - {None}}


def _choice(query: Query, name: str, value: str | None, count: int) -> Choice:
    if name == "month" and value:
        days = {"since": f"{value}-01", "until": f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]}"}
        chosen = (query.since, query.until) == (days["since"], days["until"])
        return Choice(value, count, address(query, **(dict.fromkeys(days) if chosen else days)), chosen)
    if name == "confidence" and value:
        chosen = query.min_confidence == float(value)
        return Choice(value, count, address(query, min_confidence=0.0 if chosen else float(value)), chosen)
    given: tuple[str, ...] = getattr(query, name, ())
    chosen = value in given
    return Choice(value, count, "" if value is None else address(query, **{name: tuple(v for v in given if v != value) if chosen else (*given, value)}), chosen)


def _chosen(query: Query) -> list[tuple[str, str, str]]:
    """Each filter that is set: its name, its value, and the search without it."""
    found = [(TITLES[name], value, address(query, **{name: tuple(v for v in getattr(query, name) if v != value)})) for name in TITLES if name in SEVERAL for value in getattr(query, name)]
    for name, title in (("since", "From"), ("until", "To")):
        if value := getattr(query, name):
            found.append((title, value, address(query, **{name: None})))
    if query.min_confidence:
        found.append(("At least as sure as", str(query.min_confidence), address(query, min_confidence=0.0)))
    if query.max_confidence < 1:
        found.append(("At most as sure as", str(query.max_confidence), address(query, max_confidence=1.0)))
    if query.within == "reports":
        found.append(("Look in", "whole reports", address(query, within="statements")))
    if query.versions == "all":
        found.append(("Versions", "all that were kept", address(query, versions="latest")))
    return found


def _choices() -> dict[str, Any]:
    return {"acts": list(ACTS), "speaker_kinds": SPEAKER_KINDS, "kinds": get_args(Kind), "modes": get_args(Mode), "bys": BYS, "sorts": SORTS}
