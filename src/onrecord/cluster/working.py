"""What a worker does: one unit after the other becomes a shard.  Plain Python, which knows nothing of the cluster that it runs on."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.cluster.folder import Folder
from onrecord.cluster.reading import read_part
from onrecord.cluster.shards import Contents, ShardWriter
from onrecord.cluster.units import Unit
from onrecord.errors import InputError, OnrecordError
from onrecord.pipeline import LANGUAGES, Extractor
from onrecord.read.documents import Item
from onrecord.read.limits import Limits, Skipped
from onrecord.types import Article, Report, UnreadDate

NAMED = 5  # reports of other languages that a shard names
FATAL = "ended the worker that read it, twice"


@dataclass(frozen=True, slots=True)
class About:
    """What a worker is: on which machine, with which program and model."""

    machine: str
    program: str
    model: str


class Worker:
    """Loads the model once, and makes shards of units.

    `at` tells how far it is: reports, statements and words of the unit under way.
    """

    def __init__(self, folder: str, limits: Limits, min_confidence: float):
        self.folder, self.limits = Folder(folder), limits
        self.extractor = Extractor(min_confidence=min_confidence)
        self.tally = (0, 0, 0)

    def about(self) -> About:
        from onrecord import __version__

        return About(platform.node(), __version__, str(self.extractor.model.card["name"]))

    def at(self) -> tuple[int, int, int]:
        return self.tally

    def make(self, unit: Unit, careful: bool = False, leave_out: frozenset[int] = frozenset(), last: bool = False) -> Contents:
        """The unit's shard, written; what it holds.  A report of which nothing can be made is told in it, and the others are read.

        `careful`: before each report its place in the unit is noted in the folder, so that one which ends the worker is known; `leave_out` are those that did.
        `last`: a file on which a reader fails is told too, and its unit is made without what is left of it.  Raises InputError where a file cannot be opened or its store does not give all of it.
        """
        making = _Making(self.extractor)
        self.tally = (0, 0, 0)
        with self.folder.placing(unit.name) as file, ShardWriter(file) as writer:
            for place, item in enumerate(self._items(unit, last)):
                if careful:
                    self.folder.write(noted(unit), str(place).encode())
                article = making.take(item, left_out=place in leave_out)
                if article is not None:
                    assert isinstance(item, Report)
                    writer.add(item, article)
                    self.tally = (making.reports, making.statements, making.words)
            contents = making.contents()
            writer.finish(contents)
        return contents

    def _items(self, unit: Unit, last: bool) -> Iterator[Item]:
        for part in unit.parts:
            try:
                yield from read_part(part, self.limits)
            except (OnrecordError, OSError):
                raise
            except Exception as error:
                if not last:
                    raise
                yield InputError(part.name, f"could not be read to its end ({type(error).__name__}: {str(error)[:200]})", "tell us, with the file, if you may")


def noted(unit: Unit) -> str:
    """The file that tells at which report of a unit a worker is."""
    return f".{unit.name}.at"


class _Making:
    """What comes of a unit's items."""

    def __init__(self, extractor: Extractor):
        self.extractor = extractor
        self.reports = self.statements = self.words = self.foreign = 0
        self.failures: list[InputError] = []
        self.skipped: list[Skipped] = []
        self.named: list[str] = []
        self.unread_dates: list[UnreadDate] = []

    def take(self, item: Item, left_out: bool) -> Article | None:
        if isinstance(item, InputError):
            self.failures.append(item)
        elif isinstance(item, Skipped):
            self.skipped.append(item)
        elif left_out:
            self.failures.append(_failed(item, FATAL))
        else:
            return self._extract(item)
        return None

    def _extract(self, report: Report) -> Article | None:
        try:
            article = self.extractor.extract(report)
        except Exception as error:  # whatever it is about this report, the others have nothing to do with it
            self.failures.append(_failed(report, f"could not be read by the model ({type(error).__name__}: {str(error)[:200]})"))
            return None
        if report.unread_date:
            self.unread_dates.append(report.unread_date)
        self.reports += 1
        self.statements += len(article.statements)
        self.words += len(article.text.split())
        if article.language not in LANGUAGES:
            self.foreign += 1
            if len(self.named) < NAMED:
                self.named.append(f"{article.path or article.id} ({article.language})")
        return article

    def contents(self) -> Contents:
        from onrecord import __version__

        counts: dict[str, Any] = {name: getattr(self, name) for name in ("reports", "statements", "words", "foreign")}
        return Contents(__version__, str(self.extractor.model.card["name"]), self.extractor.min_confidence, **counts, failures=tuple(self.failures), skipped=tuple(self.skipped), foreign_named=tuple(self.named), unread_dates=tuple(self.unread_dates))


def _failed(report: Report, reason: str) -> InputError:
    name = report.id or report.url or report.path or report.source or "a report"
    return InputError(name, reason, "tell us, with the report, if you may", report.source or "")
