"""What lists of reports lead to: addresses, with what the list tells of them."""

import re
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from onrecord.types import Report, UnreadDate

_NUMBER = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?")  # an address in another form than the usual one


@dataclass(frozen=True, slots=True)
class Link:
    """A page, a feed or a sitemap to be fetched, and what the feed or sitemap that leads there says of it.  `modified`: when the page last changed; `listed`: by a sitemap, which names all pages again."""

    url: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_at: str | None = None
    modified: str | None = None
    listed: bool = False
    unread_date: UnreadDate | None = None

    def complete(self, report: Report) -> Report:
        """What the page does not say of itself is taken from what led there."""
        if report.published is None:
            report = replace(report, published=self.published, published_at=self.published_at, unread_date=report.unread_date or self.unread_date)
        named = report.outlet is not None and report.outlet.removeprefix("www.") not in (report.url or "")  # a page without a name has its host's
        return replace(report, title=report.title or self.title, outlet=report.outlet if named else self.outlet or report.outlet)


def absolute(address: str, base: str | None) -> str | None:
    """A web address, as it is or by the one of the document that it stands in; None where it comes to none, or leads from the public web into a private network."""
    if not address.strip():
        return None
    try:
        joined = urljoin(base or "", address.strip())
        host = urlsplit(joined).hostname
        outside = base is not None and not _is_private(urlsplit(base).hostname or "")
    except ValueError:
        return None
    if not host or (outside and _is_private(host)):
        return None
    return joined if joined.startswith(("http://", "https://")) and joined.isprintable() and " " not in joined else None


def _is_private(host: str) -> bool:
    """By its name or number alone; names are not looked up."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return in_another_form(host)


def in_another_form(host: str) -> bool:
    """Whether it is a number that is written otherwise than usual: decimal, octal, hexadecimal, with fewer parts or a dot behind."""
    try:
        ip_address(host)
    except ValueError:
        return bool(_NUMBER.fullmatch(host.lower()))
    return False
