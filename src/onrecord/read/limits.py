"""What a reader may take, and what it passes over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.keep.query import check_day


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may take: `max_bytes` of one file or page, `timeout` seconds for one URL; `fields` maps JSON fields.  `delay` seconds lie between two requests to a host,
    where a feed, a list of feeds or a sitemap leads to pages.  `outlet` and `published` (an ISO day) hold for reports that do not tell theirs.  Raises UsageError where `published` is no day."""

    max_bytes: int = 64 * 1024 * 1024
    timeout: float = 30.0
    fields: Mapping[str, str] = field(default_factory=dict)
    delay: float = 1.0
    outlet: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        check_day("published", self.published)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What no reader is for: files of a folder or a ZIP archive, records of a WARC file."""

    folder: str
    count: int
    what: str = "file"
