"""What is followed: feeds, and searches that are saved, with how far each has been followed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.errors import InputError, UsageError
from onrecord.keep.clock import now
from onrecord.keep.query import MOST, Query
from onrecord.keep.schema import feeds, searches
from onrecord.read.netrc import check_bare

if TYPE_CHECKING:
    from onrecord.keep.record import Record
    from onrecord.keep.search import Hit

LATELY = timedelta(hours=1)  # for so long a transaction may run, or a clock be behind, before a hit is missed


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed.  `due`: not to be visited before; `etag` and `modified` are what its server last gave, `errors` how many visits failed in a row, `told` the last one's reason.

    `seen` has the keys of the entries that are in it: how often each was tried in vain, 0 when it is done.
    """

    url: str
    added: str
    visited: str | None = None
    due: str | None = None
    etag: str | None = None
    modified: str | None = None
    errors: int = 0
    told: str | None = None
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that is saved.  `reported`: when it was last asked for news; `seen`: hashes of the hits of late."""

    name: str
    query: Query
    saved: str
    reported: str
    seen: frozenset[str]


def add_feed(connection: Connection, url: str) -> bool:
    check_bare(url)
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url} is no web address: give a feed's, with https://, or an OPML file")
    if connection.execute(select(feeds.c.id).where(feeds.c.url == url)).scalar() is not None:
        return False
    connection.execute(insert(feeds), {"url": url, "added": now(), "errors": 0, "seen": {}})
    return True


def remove_feed(connection: Connection, url: str) -> None:
    if not connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount:
        raise InputError(url, "is not followed", "`onrecord watch --list` tells which are")


def list_feeds(connection: Connection) -> tuple[Feed, ...]:
    columns = [feeds.c[name] for name in Feed.__dataclass_fields__]
    return tuple(Feed(*row) for row in connection.execute(select(*columns).order_by(feeds.c.id)))


def update_feed(connection: Connection, feed: Feed) -> None:
    connection.execute(update(feeds).where(feeds.c.url == feed.url).values(asdict(feed) | {"seen": dict(feed.seen)}))


def save_search(connection: Connection, name: str, query: Query, seen: Iterable[str]) -> None:
    if not name.strip():
        raise UsageError("a saved search needs a name")
    connection.execute(delete(searches).where(searches.c.name == name))
    asked = asdict(replace(query, after=None, facets=False))
    connection.execute(insert(searches), {"name": name, "query": asked, "saved": now(), "reported": now(), "seen": sorted(seen)})


def forget_search(connection: Connection, name: str) -> None:
    if not connection.execute(delete(searches).where(searches.c.name == name)).rowcount:
        raise _unknown(name)


def list_searches(connection: Connection) -> tuple[Saved, ...]:
    return tuple(map(_saved, connection.execute(select(searches).order_by(searches.c.name))))


def find_search(connection: Connection, name: str) -> Saved:
    row = connection.execute(select(searches).where(searches.c.name == name)).one_or_none()
    if row is None:
        raise _unknown(name)
    return _saved(row)


def mark_reported(connection: Connection, name: str, at: str, seen: Iterable[str]) -> None:
    connection.execute(update(searches).where(searches.c.name == name).values(reported=at, seen=sorted(seen)))


def find_news(record: "Record", query: Query, since: str, seen: frozenset[str]) -> "tuple[tuple[Hit, ...], set[str]]":
    """The hits that were added since and are not among those seen, and the hashes of all that were added since."""
    asked = replace(query, added=max(since, query.added or ""), sort="date", limit=MOST, after=None, facets=False)
    news: list[Hit] = []
    found: set[str] = set()
    while True:
        page = record.search(asked)
        for hit in page.hits:
            found.add(key := _key(hit))
            if key not in seen:
                news.append(hit)
        if page.after is None:
            return tuple(news), found
        asked = replace(asked, after=page.after)


def lately(margin: float | None = None, since: str | None = None) -> str:
    """A while before `since`, or before now, as times are kept."""
    end = datetime.fromisoformat(since) if since else datetime.now(UTC)
    return (end - (LATELY if margin is None else timedelta(seconds=margin))).isoformat(timespec="seconds")


def _key(hit: "Hit") -> str:
    parts = (hit.article, hit.sha256, hit.statement.id if hit.statement else "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _saved(row: Any) -> Saved:
    return Saved(row.name, Query(**row.query), row.saved, row.reported, frozenset(row.seen))


def _unknown(name: str) -> InputError:
    return InputError(name, "is the name of no saved search", "`onrecord searches` lists them")
