"""Which reader a document gets: by its first bytes or its root element, and only for text by its name's ending."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader, BytesIO
from pathlib import PurePath
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.read import feed, lists, parquet
from onrecord.read.alike import told_once
from onrecord.read.decoding import decode
from onrecord.read.html import looks_like_html, read_html
from onrecord.read.inflate import GZIP, Inflated, inflate
from onrecord.read.jsonl import looks_like_json, looks_like_jsonl, read_json, read_jsonl, read_lines
from onrecord.read.limits import Limits, Skipped
from onrecord.read.links import Link
from onrecord.read.markup import root_of
from onrecord.read.polite import visitor
from onrecord.types import Report

TEXTS = (".txt", ".html", ".htm", ".json", ".jsonl")
SUFFIXES = (*TEXTS, ".xml", ".rss", ".atom", ".opml", ".warc", ".zip", ".parquet")
KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/json": ".json"}  # content types
DEEPEST = 3  # archives in archives, and lists that lead to lists
Item = Report | InputError | Skipped
Follow = Callable[[Link], Iterator[Item]]


@dataclass(slots=True)
class Way:
    """How a document was come by: what it lies in or was led to by, and the addresses that were visited before.  `known` tells whether a page needs not be fetched."""

    limits: Limits
    depth: int = 0
    visited: set[str] = field(default_factory=set)
    known: Callable[[Link], bool] = lambda link: False

    def deeper(self) -> "Way":
        return Way(self.limits, self.depth + 1, self.visited, self.known)


def readable(name: str) -> bool:
    """Whether a file of a folder or an archive is one to be read, by its name."""
    path = PurePath(name.lower())
    return path.suffix in SUFFIXES or (path.suffix == ".gz" and PurePath(path.stem).suffix in SUFFIXES)


def read_document(name: str, file: BinaryIO, suffix: str | None, base: Report, way: Way, charset: str | None = None) -> Iterator[Item]:
    """The reports in a file that can be read from its beginning again.  `base` is what is known of them; `charset` the encoding that a server declares."""
    head = file.read(5)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"WARC/", GZIP)):
        yield from _read_archive(name, file, head, suffix, base, way, charset)
        return
    if head.startswith(parquet.MAGIC):
        yield from parquet.read_parquet(name, file, way.limits, parquet.as_base(base, name))
        return
    data = file.read(way.limits.max_bytes + 1)
    if len(data) > way.limits.max_bytes:
        if suffix in (".jsonl", None) and looks_like_jsonl(data[: way.limits.max_bytes // 2].decode("utf-8", "replace")):
            file.seek(0)
            yield from told_once(name, read_lines(name, file, way.limits, replace(base, url=None, source=name, reader="jsonl")))
            return
        raise InputError(name, f"is larger than {way.limits.max_bytes} bytes", "split it, or raise --max-bytes")
    yield from _read_text(name, decode(name, data, charset), data, suffix, base, way)


def _read_archive(name: str, file: BinaryIO, head: bytes, suffix: str | None, base: Report, way: Way, charset: str | None) -> Iterator[Item]:
    if way.depth > DEEPEST:
        raise InputError(name, f"lies in more than {DEEPEST} archives or lists", "unpack it yourself")

    def inner(where: str, member: BinaryIO, ending: str | None, known: Report, declared: str | None) -> Iterator[Item]:
        try:
            yield from read_document(where, member, ending, known, way.deeper(), declared)
        except InputError as error:
            yield error

    if head.startswith(b"PK"):
        from onrecord.read.zipped import read_zip

        yield from read_zip(name, file, way.limits, base, readable, inner)
    elif head.startswith(b"WARC/") or _holds_warc(file):
        from onrecord.read.warc import read_warc

        yield from read_warc(name, file, way.limits, inner)
    else:
        path = PurePath(name)
        ending = PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else suffix
        if ending == ".jsonl":
            yield from _read_packed_lines(name, file, way.limits, replace(base, url=None, source=name, reader="jsonl"))
            return
        data, fault = inflate(name, file, way.limits.max_bytes)
        if not fault:
            yield from inner(name, BytesIO(data), ending, base, charset)
            return
        whole = data[: data.rfind(b"\n") + 1]
        if looks_like_jsonl(whole.decode("utf-8", "replace")):  # its lines stand by themselves; half a report is none
            yield from inner(name, BytesIO(whole), ".jsonl", base, charset)
        yield InputError(name, f"is gzip that {fault}", "fetch it again")


def _read_packed_lines(name: str, file: BinaryIO, limits: Limits, base: Report) -> Iterator[Item]:
    stream = Inflated(file)
    yield from told_once(name, read_lines(name, BufferedReader(stream), limits, base))
    if stream.fault:
        yield InputError(name, f"is gzip that {stream.fault}", "fetch it again")


def _holds_warc(file: BinaryIO) -> bool:
    head = Inflated(file).read(5)
    file.seek(0)
    return head == b"WARC/"


def _read_text(name: str, text: str, data: bytes, suffix: str | None, base: Report, way: Way) -> Iterator[Item]:
    known = suffix in TEXTS
    of_many = replace(base, source=name)
    root = root_of(text) if text.lstrip("\ufeff \t\r\n")[:1] == "<" else None
    if root in feed.ROOTS or root in lists.ROOTS:
        yield from _read_links(name, text, root, of_many, way)
    elif suffix in (".html", ".htm") or (not known and (looks_like_html(text) or root == "html")):
        yield read_html(name, text, data, replace(base, source=name, reader="html"))
    elif root and (suffix in SUFFIXES[len(TEXTS) :] or text.lstrip("\ufeff \t\r\n").startswith("<?xml")) and suffix != ".txt":
        raise InputError(name, f"is XML whose root is {root!r}, and no feed, OPML or sitemap", "save the text that is in it")
    elif suffix == ".jsonl" or (not known and looks_like_jsonl(text)):
        yield from told_once(name, read_jsonl(name, text, way.limits.fields, replace(of_many, url=None, reader="jsonl")))
    elif suffix == ".json" or (not known and looks_like_json(text)):
        yield from told_once(name, read_json(name, text, way.limits.fields, replace(of_many, url=None, reader="json")))
    else:
        yield replace(of_many, text=text, reader="text")


def _read_links(name: str, text: str, root: str, base: Report, way: Way) -> Iterator[Item]:
    """The reports in a feed, and of what it or a list leads to."""
    if way.depth > DEEPEST:
        raise InputError(name, f"is reached through more than {DEEPEST} lists", "give it by itself")
    if root in feed.ROOTS:
        items: Iterator[Report | Link | InputError] = (each if isinstance(each, InputError) else each.item for each in feed.read_feed(name, text, base))
    else:
        items = lists.read_list(name, text, root, base.url)
    for item in items:
        if isinstance(item, Link):
            yield from follow(item, way)
        else:
            yield item


def follow(link: Link, way: Way) -> Iterator[Item]:
    """What a link leads to, fetched as a guest; an address that was visited before leads to nothing."""
    if link.url in way.visited:
        return
    way.visited.add(link.url)
    if link.listed and way.known(link):
        return
    try:
        answer = visitor(way.limits.delay).fetch(link.url, way.limits.max_bytes, way.limits.timeout)
        for item in read_document(link.url, BytesIO(answer.body), KINDS.get(answer.kind), Report("", url=answer.url), way.deeper(), answer.charset):
            if isinstance(item, InputError):
                item.source = item.source or link.url
            yield link.complete(item) if isinstance(item, Report) else item
    except InputError as error:
        error.source = error.source or link.url  # to be read again by itself
        yield error
