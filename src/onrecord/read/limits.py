"""What a reader may take, and what it passes over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType

from onrecord.errors import expect
from onrecord.keep.query import check_day


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may take: `max_bytes` of one file or page, `timeout` seconds for one URL; `fields` maps JSON fields.  `delay` seconds lie between two requests to a host,
    where a feed, a list of feeds or a sitemap leads to pages.  `outlet` and `published` (an ISO day) hold for reports that do not tell theirs.  Raises UsageError where `published` is no day, and for what is of another type."""

    max_bytes: int = 64 * 1024 * 1024
    timeout: float = 30.0
    fields: Mapping[str, str] = field(default_factory=dict)
    delay: float = 1.0
    outlet: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        expect(self.max_bytes, int, "max_bytes is a number of bytes")
        for name in ("timeout", "delay"):
            expect(getattr(self, name), (int, float), f"{name} is a number of seconds")
        expect(self.fields, Mapping, "fields are names with the JSON fields that they stand for")
        expect(self.outlet, (str, NoneType), "an outlet is named by a string")
        check_day("published", self.published)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What no reader is for: files of a folder or a ZIP archive, records of a WARC file."""

    folder: str
    count: int
    what: str = "file"
