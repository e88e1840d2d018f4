"""Feeds in Atom (RFC 4287).  Whatever is in one is plain text: made visible, and escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import Request
from fastapi.responses import Response

from onrecord import __version__
from onrecord.serve.visible import visible

NAMESPACE = "http://www.w3.org/2005/Atom"
EARLIEST = "1970-01-01T00:00:00+00:00"  # of a feed in which there is nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` stays, whatever becomes of the entry; `updated` is a moment in RFC 3339, `day` an ISO day or None; `link` an address of this server, `via` one elsewhere; `author` who published it."""

    id: str
    title: str
    text: str
    updated: str
    link: str
    day: str | None = None
    author: str | None = None
    via: str | None = None
    category: str | None = None


def feed(request: Request, id: str, title: str, page: str, entries: Iterable[Entry]) -> Response:
    """`page`: the address at which people read it; addresses become absolute by the name that the server was asked by."""
    shown = list({each.id: each for each in reversed(list(entries))}.values())[::-1]  # an id stands once in a feed (RFC 4287, 4.1.1)
    base = str(request.base_url).rstrip("/")
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(root, "id", id)
    _add(root, "title", title)
    _add(root, "updated", max((each.updated for each in shown), default=EARLIEST))
    _add(SubElement(root, "author"), "name", "onrecord")
    _add(root, "generator", "onrecord", version=__version__)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=str(request.url))
    SubElement(root, "link", rel="alternate", type="text/html", href=base + page)
    for each in shown:
        _add_entry(root, each, base)
    return Response(b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "utf-8", xml_declaration=False), media_type="application/atom+xml")


def _add_entry(root: Element, each: Entry, base: str) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", each.id)
    _add(entry, "title", each.title, type="text")
    _add(entry, "updated", each.updated)
    if each.day:
        _add(entry, "published", f"{each.day}T00:00:00+00:00")
    SubElement(entry, "link", rel="alternate", type="text/html", href=base + each.link)
    if each.via:
        SubElement(entry, "link", rel="via", href=visible(each.via))
    if each.author:
        _add(SubElement(entry, "author"), "name", each.author)
    if each.category:
        SubElement(entry, "category", term=each.category)
    _add(entry, "content", each.text, type="text")


def _add(parent: Element, name: str, words: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = visible(words).replace("\r\n", "\n").replace("\r", "\n")
