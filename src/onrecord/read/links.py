"""What lists of reports lead to: addresses, with what the list tells of them."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from onrecord.types import Report


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

    def complete(self, report: Report) -> Report:
        """What the page does not say of itself is taken from what led there."""
        if report.published is None:
            report = replace(report, published=self.published, published_at=self.published_at)
        named = report.outlet is not None and report.outlet.removeprefix("www.") not in (report.url or "")  # a page without a name has its host's
        return replace(report, title=report.title or self.title, outlet=report.outlet if named else self.outlet or report.outlet)


def absolute(address: str, base: str | None) -> str | None:
    """A web address, as it is or by the one of the document that it stands in; None where it comes to none."""
    if not address.strip():
        return None
    try:
        joined = urljoin(base or "", address.strip())
        host = urlsplit(joined).hostname
    except ValueError:
        return None
    return joined if host and joined.startswith(("http://", "https://")) and joined.isprintable() and " " not in joined else None
