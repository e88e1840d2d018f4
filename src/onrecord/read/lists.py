"""OPML, which lists feeds, and sitemaps, which list pages and other sitemaps (https://www.sitemaps.org/protocol.html, with Google's news extension)."""

from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError
from onrecord.read.days import dated
from onrecord.read.links import Link, absolute
from onrecord.read.markup import Elements, local

ROOTS = ("opml", "urlset", "sitemapindex")


def read_list(name: str, text: str, root: str, base: str | None) -> Iterator[Link | InputError]:
    """What the list leads to, in its order; `base` is its own address.  Broken XML is read as far as it goes, and what is wrong is told at the end."""
    elements = Elements(text, "outline") if root == "opml" else Elements(text, "url", "sitemap")
    found = 0
    for element in elements:
        in_sitemap = local(element) == "url"
        told = {key.lower(): value for key, value in element.attrib.items()} if root == "opml" else _told(element)
        address = told.get("xmlurl") if root == "opml" else told.get("loc")
        if not address:
            continue  # a folder of outlines
        found += 1
        url = absolute(address, base)
        if url is None:
            yield InputError(f"{name} item {found}", f"leads to {address[:200]!r}, which is no web address", "give the whole address, with https://")
        else:
            given = told.get("publication_date", "")
            published, published_at, unread = dated(url, given)
            yield Link(url, outlet=told.get("name") or (told.get("text") if root == "opml" else None), title=told.get("title") if root != "opml" else None,
                       modified=told.get("lastmod"), listed=in_sitemap, published=published, published_at=published_at if len(given) > 10 else None, unread_date=unread)
    what = "feeds" if root == "opml" else "addresses"
    if elements.fault:
        yield InputError(name, f"{elements.fault}: {found} {what} could be read", "mend it, or fetch it again")
    elif not found:
        yield InputError(name, f"lists no {what}", "check that it is the right file")


def _told(element: Any) -> dict[str, str]:
    """The words of the elements inside, by name; of two the first."""
    told: dict[str, str] = {}
    for inner in element.iter():
        if inner.text and inner.text.strip():
            told.setdefault(local(inner), inner.text.strip())
    return told
