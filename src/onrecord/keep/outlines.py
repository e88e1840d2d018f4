"""What is told of a speaker as a whole, worked out when it is listed, so that its page goes through none of its appearances; and the part of what it said that a page shows.

An outline is kept as plain JSON values: those of a `profiles.Entity` without its appearances, of its roles the ROLES that most reports tell; how many statements do what, and how many were published in each month.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from onrecord.errors import UsageError, expect
from onrecord.keep.portions import AT_ONCE
from onrecord.keep.query import Query
from onrecord.keep.saying import Place, Saying, said_in
from onrecord.keep.schema import appearances, articles, readings, speakers, statements, versions
from onrecord.keep.search import find_statements
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.listing import Tally
from onrecord.resolve.profiles import Alias, Entity, Reasoned, Tenure, profile
from onrecord.types import Act

ROLES = 60  # that are kept of a speaker
FIRST = 40  # appearances that are looked at for a page; more where they say too little that was asked for
_DAY = func.coalesce(appearances.c.published, literal_column("''"))


class UnknownSpeaker(UsageError):
    """There is no speaker with this id."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A speaker across reports: `entity` names no appearance and, of its roles, those alone that most reports tell, while `roles` counts all.  `acts` tells how often it does what, the most frequent first, and `months` how many statements
    were published in each, "" for those without a date.  `sayings` is a page of what it said, the newest first, of the `count` statements that were asked for, and `after` the cursor of the next page, None where there is none."""

    entity: Entity
    roles: int
    acts: dict[str | None, int]
    months: dict[str, int]
    sayings: tuple[Saying, ...]
    count: int
    after: str | None

    @property
    def total(self) -> int:
        """How many statements they are."""
        return sum(self.acts.values())


def outline_of(entity: str, members: Sequence[tuple[Appearance, Tally, Reasoned]]) -> dict[str, Any]:
    """Of appearances, the earliest first."""
    made = profile(entity, ((appearance, why) for appearance, _, why in members))
    kept = {id(role) for role in sorted(made.roles, key=lambda role: -role.articles)[:ROLES]}
    acts, months = Counter[str](), Counter[str]()
    for appearance, tally, _ in members:
        acts.update(tally.acts)
        months[(appearance.published or "")[:7]] += tally.acts.total()
    return {"name": made.name, "kind": made.kind, "aliases": [astuple(each) for each in made.aliases], "roles": [astuple(each) for each in made.roles if id(each) in kept], "all_roles": len(made.roles), "acts": dict(acts.most_common()), "months": dict(months)}


def outline(connection: Connection, address: str, act: Act | None = None, since: str | None = None, until: str | None = None, after: str | None = None, limit: int = 20, about: str | None = None) -> Outline:
    """A speaker by the id of any of its appearances, and a page of what it said: of those statements that do this, were published from and to some day, and have the words of a search (`about`), where these are given.  Raises UnknownSpeaker where there is none, UsageError for a cursor
    of none of its statements."""
    expect(address, str, "an id is a string")
    known = len(address) == 16 and set(address) <= set("0123456789abcdef")
    entity = connection.execute(select(appearances.c.entity).where(appearances.c.appearance == address)).scalar() if known else None
    if entity is None:
        raise UnknownSpeaker(f"{address!r} is the id of no speaker here: find ids with `onrecord speakers`")
    told = connection.execute(select(speakers.c.outline).where(speakers.c.entity == entity)).scalar_one()
    acts: dict[str | None, int] = {name or None: number for name, number in told["acts"].items()}
    chosen = [appearances.c.entity == entity, *([since <= _DAY] if since else []), *([until >= _DAY, _DAY > ""] if until else [])]
    place = _place(connection, entity, after) if after else None
    if about:
        matched = find_statements(connection, Query(words=about, speaker=tuple(dict.fromkeys(name for name, *_ in told["aliases"])), act=(act,) if act else (), since=since, until=until))
        chosen.append(appearances.c.article.in_(sorted(set(matched.values()))))
        every = [saying for saying in _newest(connection, chosen, None) if saying.statement in matched]
        count, earlier = len(every), 0 if place is None else 1 + next((n for n, saying in enumerate(every) if saying.statement == after), len(every))
        found = every[earlier : earlier + limit + 1]
    else:
        found = list(islice((saying for saying in _newest(connection, chosen, place) if not act or saying.act == act), limit + 1))
        count = _count(connection, chosen, act) if since or until else acts.get(act, 0) if act else sum(acts.values())
    aliases = tuple(Alias(name, number, sure, tuple(why)) for name, number, sure, why in told["aliases"])
    made = Entity(entity, told["name"], told["kind"], aliases, tuple(Tenure(*each) for each in told["roles"]), ())
    return Outline(made, told["all_roles"], acts, told["months"], tuple(found[:limit]), count, found[limit - 1].statement if len(found) > limit else None)


def _newest(connection: Connection, chosen: Sequence[ColumnElement[bool]], start: Place | None) -> Iterator[Saying]:
    """What some appearances say, from a place on, the newest first."""
    columns = (articles.c.article_id, appearances.c.article, _DAY.label("day"), appearances.c.form, appearances.c.kind)
    asked = select(*columns).join(articles, articles.c.id == appearances.c.article).order_by(_DAY.desc(), appearances.c.article.desc())
    number, last = FIRST, start and start[:2]
    while True:
        further = [] if last is None else [last[0] >= _DAY, (last[0] > _DAY) | (appearances.c.article <= last[1])]
        rows = connection.execute(asked.where(*chosen, *further).limit(number)).all()
        wanted: dict[str, set[tuple[str, str]]] = {}
        for row in rows:
            wanted.setdefault(row.article_id, set()).add((row.form, row.kind))
        if more := len(rows) == number:  # the last report may have others
            last = rows[-1].day, rows[-1].article
            del wanted[rows[-1].article_id]
        yield from (saying for place, saying in said_in(connection, wanted) if start is None or place < start)
        if not more:
            return
        number = min(AT_ONCE, 3 * number) if wanted else 3 * number


def _place(connection: Connection, entity: str, statement: str) -> Place:
    """Where in the order a statement of a speaker stands."""
    of = statements.join(readings, readings.c.id == statements.c.reading).join(versions, versions.c.text == readings.c.text).join(appearances, appearances.c.article == versions.c.article)
    chosen = select(versions.c.published, versions.c.article, statements.c.place).select_from(of).where(statements.c.statement_id == statement, appearances.c.entity == entity)
    places = [(row.published or "", row.article, -row.place) for row in connection.execute(chosen)] if len(statement) == 16 and set(statement) <= set("0123456789abcdef") else []
    if not places:
        raise UsageError("this is no cursor of the list as it is now: begin with its first page")
    return max(places)


def _count(connection: Connection, chosen: Sequence[ColumnElement[bool]], act: str | None) -> int:
    told = connection.execute(select(appearances.c.told).where(*chosen)).scalars()
    return sum(acts.get(act, 0) if act else sum(acts.values()) for _, _, _, acts in told)
