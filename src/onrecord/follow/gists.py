"""All utterances of a record in short, without their words, so that they can be put in order and paged through however many there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from onrecord.follow.candidates import Found, load
from onrecord.follow.speakers import Who, asked, who_of
from onrecord.follow.utterances import Sort, Utterance, Version, as_reported, every, find, place
from onrecord.follow.wording import disagreement
from onrecord.keep.portions import portions

TOGETHER = 500  # statements whose words are at hand at once


@dataclass(frozen=True, slots=True)
class Gist:
    """An utterance, by the id of its earliest statement, which is in `article`.

    `first` and `last` are days of publication, `whos` those who said it, as its reports tell of them; `disagreement` is how much its wordings differ, from 0 to 1, None where that was not asked for.
    """

    id: str
    article: str
    number: int
    speaker: str | None
    reports: int
    first: str | None
    last: str | None
    whos: tuple[Who, ...]
    disagreement: float | None = None


def gists(connection: Connection, wordings: bool = False, least: int = 2) -> list[Gist]:
    """Those that so many reports tell at least, in no order that is promised; `wordings`: with how much they differ, which takes twice as long."""
    made = []
    for some in _together(every(connection)[0]):
        found: dict[int, list[Found]] = {}
        for rows in portions([row for group in some for row in group]):
            for each in load(connection, rows):
                found.setdefault(each.number, []).append(each)
        told = (as_reported(each for row in group for each in found.get(row, ())) for group in some)
        made += [_gist(each, wordings) for each in told if len({one.article for one in each}) >= least]
    return made


def listed(connection: Connection, sort: Sort = "spread", speaker: str | None = None, least: int = 2, limit: int = 20) -> list[Utterance]:
    """Utterances that so many reports tell at least, those that most tell first, or by speaker, or by how much the wordings differ."""
    found = gists(connection, sort == "disagreement", least)
    return [find(connection, gist.id) for gist in in_order(found if speaker is None else spoken_by(found, speaker), sort)[:limit]]


def in_order(found: Iterable[Gist], sort: Sort) -> list[Gist]:
    """As `Record.utterances` has them."""
    return sorted(found, key=lambda gist: place(sort, gist.reports, gist.speaker, gist.first, gist.disagreement or 0.0, gist.id))


def spoken_by(found: Iterable[Gist], speaker: str) -> list[Gist]:
    """Those of a speaker, by a name as a person types it: `onrecord.follow.speakers.asked`."""
    same: dict[Who, bool] = {}

    def is_same(who: Who) -> bool:
        if who not in same:
            same[who] = asked(speaker, who) == "same"
        return same[who]

    return [gist for gist in found if any(map(is_same, gist.whos))]


def earliest(connection: Connection, chosen: Sequence[Gist]) -> list[Found | None]:
    """The earliest statement of each with its report; None where it is not there any more."""
    at_hand = {(each.number, each.article): each for some in portions(sorted({gist.number for gist in chosen})) for each in load(connection, some)}
    return [at_hand.get((gist.number, gist.article)) for gist in chosen]


def _gist(told: Sequence[Found], wordings: bool) -> Gist:
    whole = Utterance(told[0].statement.id, tuple(Version(each.article, each.sha256, each.statement, each.text, each.outlet, each.published, (), 1.0, ()) for each in told))
    days = [each.published for each in told if each.published]
    whos = tuple(dict.fromkeys(who_of(each.statement, each.text) for each in told))
    return Gist(whole.id, told[0].article, told[0].number, whole.speaker, whole.reports, min(days, default=None), max(days, default=None), whos, disagreement(whole) if wordings else None)


def _together(groups: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """Groups of TOGETHER statements, or of one that is larger."""
    some: list[list[int]] = []
    for group in groups:
        some.append(group)
        if sum(map(len, some)) >= TOGETHER:
            yield some
            some = []
    if some:
        yield some
