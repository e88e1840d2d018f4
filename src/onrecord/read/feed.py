"""RSS and Atom, by feedparser: entries with their whole text are reports, others are links to the pages that have it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from onrecord.errors import InputError
from onrecord.read.days import dated
from onrecord.read.links import Link, absolute
from onrecord.read.markup import as_utf8, text_of
from onrecord.types import Report, UnreadDate

ROOTS = ("rss", "feed", "RDF")
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
TAIL = 2_000  # characters at the end in which a whole feed is closed


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` tells an entry from others of the feed, and one that was rewritten from what it was; `item` is the report, or the page to fetch, or why it is neither."""

    key: str
    item: Report | Link | InputError


def read_feed(name: str, text: str, base: Report) -> Iterator[Entry | InputError]:
    """The entries in the feed's order.  Broken XML is read as far as it goes; what is missing then is told at the end.  `base.url` is the feed's address, if it has one."""
    import feedparser

    whole, fault = _whole(name, text)
    if not whole:
        yield InputError(name, "is a feed that is cut off before its first entry ends", "fetch it again")
        return
    try:
        parsed: Any = feedparser.parse(BytesIO(as_utf8(whole)), sanitize_html=False, resolve_relative_uris=True)
    except Exception as error:  # a parser's own failure on a broken feed is one failed input, whatever its type
        yield InputError(name, f"could not be parsed as a feed ({type(error).__name__})", "check it with a feed validator")
        return
    about = Link(absolute(parsed.feed.get("link") or "", base.url) or base.url or "", outlet=_line(parsed.feed.get("title")))
    for number, entry in enumerate(parsed.entries, 1):
        yield _entry(f"{name} entry {number}", entry, about, replace(base, url=None, source=name, reader="feed"))
    missing = len(_ENTRY.findall(whole)) - len(parsed.entries)
    if fault is None and missing > 0 and parsed.bozo:
        fault = InputError(name, f"is broken XML ({parsed.bozo_exception}): {len(parsed.entries)} of {len(parsed.entries) + missing} entries could be read", "tell its publisher")
    if fault is not None:
        yield fault


def _whole(name: str, text: str) -> tuple[str, InputError | None]:
    """Of a feed that is cut off, all entries that are not."""
    if _CLOSED.search(text[-TAIL:]) or text.rstrip().endswith("/>"):
        return text, None
    ends = [match.end() for match in _END.finditer(text)]
    if not ends:
        return "", None
    return text[: ends[-1]], InputError(name, f"is a feed that is cut off after its entry {len(ends)}", "fetch it again; the entries before were read")


def _entry(where: str, entry: Any, feed: Link, base: Report) -> Entry:
    title, summary = _line(entry.get("title")), _text(entry.get("summary_detail"))
    contents = [_text(each) for each in entry.get("content", ())]
    body = max(contents, key=len, default="")
    url = absolute(entry.get("link") or "", feed.url)
    published, published_at, unread = _dated(url or where, entry)
    key = hashlib.sha256("\0".join([entry.get("id") or url or "", url or "", title or "", body or summary]).encode("utf-8", "replace")).hexdigest()[:32]
    if not body and url:
        return Entry(key, Link(url, title, feed.outlet, published, published_at, unread_date=unread))
    body = body or summary
    if not body:
        lost = f"has the address {entry.link[:200]!r}, which leads nowhere," if entry.get("link") else "has no address"
        return Entry(key, InputError(where, f"{lost} and no text", "tell its publisher"))
    text = f"{title}\n\n{body}" if title else body
    return Entry(key, replace(base, text=text, id=None if url else _id(entry, feed), url=url, title=title, outlet=feed.outlet, published=published, published_at=published_at, unread_date=unread))


def _id(entry: Any, feed: Link) -> str | None:
    """An entry without an address is known by its own id, which only some feeds make one that no other feed has."""
    given = entry.get("id")
    return None if not given else given if ":" in given else f"{feed.url}#{given}"


def _text(detail: Any) -> str:
    if not detail or not detail.get("value"):
        return ""
    value = str(detail["value"])
    return value.strip() if detail.get("type") == "text/plain" else text_of(value)


def _line(words: Any) -> str | None:
    return " ".join(text_of(str(words)).split()) or None if words else None


def _dated(name: str, entry: Any) -> tuple[str | None, str | None, UnreadDate | None]:
    """Day and moment of publication, in the feed's own zone where it can be told, else of the last change; None where the entry has no such date.  Last, the first of the two that could not be read."""
    unread = None
    for written in ("published", "updated"):
        published, published_at, fault = dated(name, str(dict.get(entry, written) or ""), dict.get(entry, f"{written}_parsed"))  # feedparser's own get takes one for the other
        unread = unread or fault
        if published:
            return published, published_at, unread
    return None, None, unread
