"""A round: every feed that is due is visited, and what is new in it is kept.

A feed is asked for with the ETag and the date that its server last gave (RFC 9110, section 13); one that fails is left alone for twice as long each time, or as long as its server asks for.  Of a page that
could not be fetched now, the feed's entry is tried again in the next rounds.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, LaterError
from onrecord.keep.clock import now
from onrecord.read import feed as feeds
from onrecord.read.decoding import decode
from onrecord.read.documents import KINDS, Way, read_document
from onrecord.read.limits import Limits, Skipped
from onrecord.read.links import Link
from onrecord.read.lists import read_list
from onrecord.read.markup import root_of
from onrecord.read.polite import Visitor
from onrecord.read.web import Answer
from onrecord.types import Report

if TYPE_CHECKING:
    from onrecord.keep.following import Feed
    from onrecord.keep.ingest import Outcome
    from onrecord.keep.record import Record

TRIES = 5  # of an entry whose page cannot be fetched now
BATCH = 20  # entries that are kept at once
LONGEST = 86_400.0  # seconds that a feed which fails is left alone, at most
EVERY = 900.0
NOT_MODIFIED, GONE = 304, "answered 410"
LIMITS = Limits(max_bytes=16 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit came to.  `fault` is why the feed could not be read, or not all of it; `left` how many entries wait for the next round."""

    url: str
    outcome: "Outcome"
    unchanged: bool = False
    left: int = 0
    fault: InputError | None = None


class Watch:
    """`most`: entries of a feed that are read in one round; `every`: seconds between rounds, which is what back-off begins with."""

    def __init__(self, record: "Record", limits: Limits = LIMITS, *, every: float = EVERY, most: int = 200, extractor: Any = None):
        self.record, self.limits, self.every, self.most, self._extractor = record, limits, every, most, extractor
        self.visitor = Visitor(limits.delay)

    def round(self) -> Iterator[Visited]:
        """Visits one feed after the other; each is kept before the next one is visited."""
        for feed in self.record.feeds():
            if feed.due is None or feed.due <= now():
                yield self.visit(feed)

    def visit(self, feed: "Feed") -> Visited:
        try:
            answer = self.visitor.fetch(feed.url, self.limits.max_bytes, self.limits.timeout, _conditions(feed))
            if answer.status == NOT_MODIFIED:
                self.record.update_feed(replace(feed, visited=now(), due=None, errors=0, told=None))
                return Visited(feed.url, _nothing(), unchanged=True)
            text = decode(feed.url, answer.body, answer.charset)
            root = root_of(text)
            if root == "opml":
                return self._follow_instead(feed, text)
            if root not in feeds.ROOTS:
                raise InputError(feed.url, "is no feed", "give the address of the site's RSS or Atom feed")
            return self._read(feed, answer, text)
        except InputError as error:
            return self._failed(feed, error)

    def _read(self, feed: "Feed", answer: Answer, text: str) -> Visited:
        from onrecord.keep.ingest import add_up

        fault, seen, outcomes = None, {}, []
        fresh: list[feeds.Entry] = []
        for entry in feeds.read_feed(feed.url, text, Report("", url=answer.url)):
            if isinstance(entry, InputError):
                fault = entry
            elif entry.key in feed.seen and not 0 < feed.seen[entry.key] < TRIES:
                seen[entry.key] = feed.seen[entry.key]
            else:
                fresh.append(entry)
        waiting = iter(fresh[: self.most])
        while batch := list(islice(waiting, BATCH)):
            items: list[Report | InputError] = []
            for entry in batch:
                found = list(self._follow(entry.item))
                later = any(isinstance(item, LaterError) for item in found)
                seen[entry.key] = feed.seen.get(entry.key, 0) + 1 if later else 0
                items += found
            if items:
                outcomes.append(self.record.ingest(*items, limits=self.limits, extractor=self._model()))
            self.record.update_feed(replace(feed, seen={**feed.seen, **seen}))
        left = len(fresh[self.most :]) + sum(0 < tries < TRIES for tries in seen.values())
        given = (None, None) if left or fault else (answer.headers.get("etag"), answer.headers.get("last-modified"))  # what is left would be "not modified"
        self.record.update_feed(replace(feed, visited=now(), due=None, errors=0, told=str(fault) if fault else None, etag=given[0], modified=given[1], seen=seen))
        return Visited(feed.url, add_up(outcomes), left=left, fault=fault)

    def _follow(self, item: Report | Link | InputError) -> Iterator[Report | InputError]:
        """The report, or what the page holds."""
        if not isinstance(item, Link):
            yield item
            return
        way = Way(self.limits, depth=1, visited={item.url})
        try:
            answer = self.visitor.fetch(item.url, self.limits.max_bytes, self.limits.timeout)
            for found in read_document(item.url, BytesIO(answer.body), KINDS.get(answer.kind), Report("", url=answer.url), way, answer.charset):
                if not isinstance(found, Skipped):
                    yield item.complete(found) if isinstance(found, Report) else _of(found, item.url)
        except InputError as error:
            yield _of(error, item.url)

    def _follow_instead(self, feed: "Feed", text: str) -> Visited:
        """A list of feeds is followed by following what it lists."""
        links = [link.url for link in read_list(feed.url, text, "opml", feed.url) if isinstance(link, Link)]
        if not links:
            raise InputError(feed.url, "lists no feeds", "check that it is the right file")
        self.record.follow(*links)
        self.record.unfollow(feed.url)
        return Visited(feed.url, _nothing(), left=len(links))

    def _failed(self, feed: "Feed", error: InputError) -> Visited:
        errors = feed.errors + 1
        wait = min(LONGEST, self.every * 2.0 ** min(errors, 20))
        if isinstance(error, LaterError) and error.wait is not None:
            wait = min(LONGEST, max(wait, error.wait))
        if error.reason.startswith(GONE):
            wait = 365 * LONGEST
            error = InputError(error.name, "is gone, says its server, and is left alone", f"`onrecord watch --forget {feed.url}`")
        due = (datetime.now(UTC) + timedelta(seconds=wait)).isoformat(timespec="seconds")
        self.record.update_feed(replace(feed, visited=now(), due=due, errors=errors, told=str(error)))
        return Visited(feed.url, _nothing(), fault=error)

    def _model(self) -> Any:
        """Loaded when there is something to read."""
        if self._extractor is None:
            from onrecord.pipeline import Extractor

            self._extractor = Extractor()
        return self._extractor


def keep_watching(watch: Watch, after: Callable[[Visited], None], done: Callable[[], None], sleep: Callable[[float], None] = time.sleep) -> None:
    """Rounds without end; `after` each visit, and `done` after each round, which begin `watch.every` seconds after each other where they do not take longer."""
    while True:
        began = time.monotonic()
        for visited in watch.round():
            after(visited)
        done()
        sleep(max(1.0, watch.every - (time.monotonic() - began)))


def _conditions(feed: "Feed") -> Mapping[str, str]:
    told = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    return {name: value for name, value in told.items() if value}


def _nothing() -> "Outcome":
    from onrecord.keep.ingest import Outcome

    return Outcome()


def _of(error: InputError, url: str) -> InputError:
    error.source = error.source or url
    return error
