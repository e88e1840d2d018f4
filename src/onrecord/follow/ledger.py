"""The ledger: commitments followed through every report, as they stand on a day."""

from bisect import insort
from collections.abc import Callable, Iterable, Set
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from onrecord.follow.as_of import AsOf, once
from onrecord.follow.corrections import Corrections
from onrecord.follow.drafts import Draft, Told, borne_out, day_reported
from onrecord.follow.events import Telling
from onrecord.follow.findings import Finding
from onrecord.follow.linking import DECIDING, Linker, Scorers
from onrecord.follow.query import day_judged
from onrecord.types import Article

if TYPE_CHECKING:
    from onrecord.follow.readers import Readers


KEPT = 4  # days on which a ledger keeps how it stands


class Followed:
    """Commitments as they stand on any day; `linked` links what was reported up to a day (None: everything), and is asked once for each."""

    def __init__(self, linked: Callable[[str | None], Linker]):
        self._linked = linked
        self._by_day: dict[str | None, list[Draft]] = {}
        self._made: dict[tuple[str, str | None], AsOf] = {}

    def drafts(self, known_on: str | None = None) -> list[Draft]:
        """The commitments of what was reported up to a day."""
        return once(self._by_day, known_on, lambda: borne_out(self._linked(known_on).drafts), KEPT)

    def as_of(self, day: str | None = None, known_on: str | None = None) -> AsOf:
        """The commitments as they stand on a day, from what was reported up to `known_on` (ISO days; None: the day of `known_on`, else today; and everything).  Those of the last few questions are kept."""
        asked = day_judged(day, known_on), known_on
        return once(self._made, asked, lambda: AsOf(self.drafts(known_on), asked[0]), KEPT)

    def rows(self, *, as_of: str | None = None, known_on: str | None = None) -> list[dict[str, Any]]:
        """The same, as plain JSON values, which are not to be changed."""
        return list(self.as_of(as_of, known_on).rows)


class Ledger(Followed):
    """Findings of articles come in any order; `as_of` gives the commitments as they stand on a day.

    Articles are linked in the order of their dates.  One that is later than all before is linked at once; after an earlier one everything is linked anew, when it is next asked for.
    """

    def __init__(self, told: Iterable[Told] = (), corrections: Corrections = Corrections(), deciding: Scorers = DECIDING):
        super().__init__(self._link)
        self._told: list[Told] = []
        self._new = partial(Linker, corrections, deciding)
        self._linker: Linker | None = self._new()
        for each in told:
            self.add(each)

    def add(self, told: Told) -> None:
        """Take in what an article tells; the same article again replaces it."""
        self._made.clear()
        self._by_day.clear()
        if self._told and told.order <= self._told[-1].order:
            self._told = [t for t in self._told if t.article != told.article]
            insort(self._told, told, key=lambda t: t.order)
            self._linker = None
            return
        self._told.append(told)
        if self._linker is not None:
            self._linker.take(told)

    def _link(self, known_on: str | None) -> Linker:
        if known_on is None and self._linker is not None:
            return self._linker
        linker = self._new()
        for told in self._told:
            if known_on is None or told.known_by(known_on):
                linker.take(told)
        if known_on is None:
            self._linker = linker
        return linker


def told_by(article: Article, telling: Telling) -> Told:
    """What an article tells the ledger, by its words and what the encoder tells of them."""
    from onrecord.follow.readers import read_findings  # here, as below, since its patterns are compiled when the first report is read, and not with the package

    findings, spoken_for = read_findings(article, telling)
    return Told(article.id, day_reported(article.published), tuple(findings), tuple(sorted(spoken_for)))


def with_commitments(article: Article, telling: Telling) -> Article:
    """The article with the commitments that it tells of by itself, in the ledger's form, as they stand on its day."""
    from onrecord.follow.readers import Readers

    drafts = drafts_of(article, Readers(article, telling))
    return replace(article, commitments=AsOf(drafts, day_reported(article.published) or date.today().isoformat()).rows)


def drafts_of(article: Article, readers: "Readers") -> list[Draft]:
    """The commitments of one article, of which is read to the end only what can make one of them or belong to one that there is by then."""

    def in_full(number: int, types: Set[str]) -> Finding | None:
        _, _, event = readers.events[number]
        return readers.finding(number) if event.may_found or event.may_join(types) or (event.may_reply and "ask" in types) else None

    if not any(event.may_found for _, _, event in readers.events):
        return []
    linker = Linker()
    linker.take(Told(article.id, day_reported(article.published), tuple(readers.outlines()), tuple(sorted(readers.spoken_for))), in_full)
    return borne_out(linker.drafts)
