"""Articles that were exported, taken into a record as they are: nothing is extracted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.keep.carrying import as_read
from onrecord.types import Article, Made

if TYPE_CHECKING:
    from onrecord.keep.ingest import Outcome
    from onrecord.keep.record import Record

MOST = 1_000  # articles of one ingest


@dataclass(frozen=True, slots=True)
class Taken(Made):
    """A report, with the article that was made of it before as the model read it, and as it was given: with people's corrections."""

    given: Article | None = None


class Given:
    """In an extractor's place: it gives back what was made of a report before."""

    def __init__(self, model: str):
        self.model = SimpleNamespace(card={"name": model})

    def extract_many(self, reports: Iterable[Any]) -> Iterator[Any]:
        for report in reports:
            yield report.article


def take_in(record: "Record", source: str, articles: Iterable[Article | InputError]) -> Iterator["Outcome"]:
    """What each batch came to; what is no article is in the outcomes as failed."""
    from onrecord.keep.ingest import Outcome

    for model, group in groupby(articles, key=lambda each: None if isinstance(each, InputError) else each.model):
        if model is None:
            failed: Any = tuple(group)
            yield Outcome(failed=len(failed), failures=failed)
            continue
        while some := [_report(source, each) for each in islice(group, MOST) if isinstance(each, Article)]:
            extractor: Any = Given(model)
            numbers: list[int] = []
            yield record.ingest(*some, extractor=extractor, begun=numbers.append)
            record._take_over(numbers[0], [made.given for made in some if made.given])


def _report(source: str, made: Article) -> Taken:
    """With the day and the outlet that it came with, to which its amendments belong."""
    about = {name: getattr(made, name) for name in ("text", "id", "path", "url", "title", "outlet", "published", "published_at", "page_sha256")}
    came_with = made.amendments[0].before if made.amendments else {}
    return Taken(**about | came_with, source=source, reader="import", article=as_read(made), given=made)
