"""Web pages: title and main text by trafilatura, with outlet, date and language as the page gives them."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from onrecord.errors import InputError
from onrecord.read.days import dated, moment_of
from onrecord.types import Report, UnreadDate

DEEPEST = 1_000  # open elements; libxml2's own limit is 256 without, and the stack's some thousands with, its "huge" option
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)([^<>]*+)>")
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "td", "tr", "th", "option", "dt", "dd"])
_DATE_META = re.compile(r"<(?:meta|time)[^>]{0,300}?(?:content|datetime)\s*=\s*[\"'](\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)[\"']", re.IGNORECASE)

PUBLISHED = frozenset(["article:published_time", "og:published_time", "article:published", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date"])
_DATING = re.compile(r"<(?:meta|time)\s[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:([\"'])(.*?)\2|([^\s\"'<>]+)))?", re.DOTALL)
_JSON_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"\n]{0,200})\"")
_NEW_YEAR = re.compile(r"\b0?1\W+0?1\b|\bjan", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    return bool(re.match(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", text[:1000], re.IGNORECASE | re.DOTALL))


def read_html(name: str, page: str, data: bytes, report: Report) -> Report:
    """`report` completed by what the page says.  Raises InputError where a page has no main text."""
    if _depth(page) > DEEPEST:
        raise InputError(name, f"is nested more than {DEEPEST} elements deep", "it is broken or hostile; save its text instead")
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(page, url=report.url, include_comments=False, include_tables=False, with_metadata=True, favor_recall=False)
    except Exception as error:  # a parser's own failure on a broken page is one failed input, whatever its type
        raise InputError(name, f"could not be parsed as HTML ({type(error).__name__})", "save its text instead") from None
    main = (found.text or "").strip() if found else ""
    if found is None or not main:
        raise InputError(name, "is a page without a main text", "check that it is an article and is not drawn by scripts")
    title = found.title or None
    first, _, rest = main.partition("\n")
    text = f"{title}\n\n{rest.lstrip() if first.strip() == title else main}" if title else main
    published, published_at, unread = _dated(name, page, found.date)
    return replace(report, text=text, title=title, outlet=found.sitename or None, url=_absolute(found.url) or report.url, published=published, published_at=published_at, unread_date=unread,
                   page_sha256=hashlib.sha256(data).hexdigest())


def _absolute(url: str | None) -> str | None:
    """The canonical address that a page gives, if it is one that can be opened from elsewhere."""
    return url if url and url.startswith(("http://", "https://")) else None


def _depth(page: str) -> int:
    """The greatest number of elements open at once, by their tags alone."""
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        closing, element, attributes = tag.groups()
        if element.lower() in _VOID or attributes.endswith("/"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _dated(name: str, page: str, day: str | None) -> tuple[str | None, str | None, UnreadDate | None]:
    """Day and moment of publication, by the day that trafilatura found; else what the page declares, read or not."""
    if day and not day.endswith("-01-01"):
        return day, _published_at(page, day), None
    given = next(_declared(page), "")
    if day and (not given or moment_of(given) or _NEW_YEAR.search(given)):
        return day, _published_at(page, day), None
    published, published_at, unread = dated(name, given)  # of "2026-13-45" trafilatura makes the first of January
    return published, published_at if ":" in given else None, unread


def _declared(page: str) -> Iterator[str]:
    """What stands in the elements and the JSON-LD that tell when a page was published, whatever it is."""
    for tag in _DATING.finditer(page):
        given = {key.lower(): html.unescape(value or bare).strip() for key, _, value, bare in _ATTRIBUTE.findall(tag[0])}
        if PUBLISHED & {given.get(key, "").lower() for key in ("property", "name", "itemprop")} | {"pubdate"} & given.keys() and (told := given.get("content") or given.get("datetime")):
            yield told
    yield from (told[1].strip() for told in _JSON_DATE.finditer(page) if told[1].strip())


def _published_at(page: str, day: str | None) -> str | None:
    """The moment that the page gives for the day which was found, in its own zone."""
    for match in _DATE_META.finditer(page):
        if day and match.group(1).startswith(day):
            try:
                return datetime.fromisoformat(match.group(1)).isoformat()
            except ValueError:
                continue
    return None
