"""Who speaks in a record, worked out and kept: what was added, changed, taken down or decided since is taken in, and nothing else gone through again.

To whom an appearance belongs depends on the names that lead to its own (by likeness, or since a person decided so), on what is told of these, and, for a bare surname or an acronym, on the full names for
which it may stand.  The company in a report counts only for clusters with somebody in that report, whose names are changed with it.  So where a report comes or goes, the appearances are resolved again of the names in it, of all that
these lead to, before or after, and of the partial names that may stand for one of those; and the result is that of resolving everything from nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, distinct, func, insert, select, update

from onrecord.keep import state
from onrecord.keep.database import add_many
from onrecord.keep.decided import list_decisions
from onrecord.keep.kept_names import EVERY, PARTIAL, KeptEntities, appearance_of, meeting_keys
from onrecord.keep.lookup import load_article
from onrecord.keep.outlines import outline_of
from onrecord.keep.portions import portions
from onrecord.keep.schema import appearances, decisions, name_keys, names, readings, resolved, speakers, takedowns, texts, versions
from onrecord.resolve.appearances import Appearance, Key
from onrecord.resolve.entities import Entities, Membership
from onrecord.resolve.listing import Speaking, Tally, appearances_of, row_of
from onrecord.resolve.people import People
from onrecord.resolve.register import BLOCK, Register

MANY = 10  # where more than one report in so many comes, changes or goes, all is worked out in memory, which is quicker
FEW = 20  # but not for so few
_GROWING = {"version": versions, "reading": readings, "takedown": takedowns, "decision": decisions}


def current(connection: Connection) -> dict[str, Any]:
    """What tells up to where the record has come."""
    from onrecord import __version__

    return {"program": __version__, **{name: int(connection.execute(select(func.coalesce(func.max(of.c.id), 0))).scalar_one()) for name, of in _GROWING.items()}}


def kept_up_to(connection: Connection) -> dict[str, Any]:
    """Up to where the speakers were worked out; nothing where they never were."""
    row = connection.execute(select(resolved)).mappings().one_or_none()
    return {} if row is None else {name: row[name] for name in row if name != "id"}


def lacks_since(connection: Connection) -> str | None:
    """As `onrecord.keep.state.lacks_since`, of the speakers."""
    return state.lacks_since(connection, kept_up_to(connection), current(connection))


def is_up_to_date(connection: Connection) -> bool:
    return kept_up_to(connection) == current(connection)


def catch_up(connection: Connection, built: "Built | None" = None) -> None:
    """Take in what has changed.  `built`: all that was worked out before, which is taken where the record is still as it was then."""
    goal, since = current(connection), _since(connection)
    changed = changed_articles(connection, since)
    if built is not None and built.state == goal:
        _keep(connection, built)
    elif _is_much(connection, changed):
        _keep(connection, build(connection))
    else:
        if not any(since.values()):  # nothing is kept, or what another version of onrecord has resolved
            _clear(connection)
        take_in(connection, changed, since["decision"])
    connection.execute(delete(resolved))
    connection.execute(insert(resolved), {"id": 1, **goal})


def _since(connection: Connection) -> dict[str, int]:
    """Up to which rows the record was taken in account; none of what another version of onrecord has resolved is."""
    kept = connection.execute(select(resolved)).mappings().one_or_none()
    return {name: kept[name] if kept and kept["program"] == current(connection)["program"] else 0 for name in _GROWING}


def _is_much(connection: Connection, changed: Sequence[int]) -> bool:
    known = int(connection.execute(select(func.count(distinct(appearances.c.article)))).scalar_one())
    return len(changed) > FEW and len(changed) * MANY > known


@dataclass(frozen=True, slots=True)
class Built:
    """Every appearance in a record of some state, with its tally and to whom it belongs, the earliest first."""

    state: dict[str, Any]
    found: list[tuple[int, Appearance, Tally, Membership]]


def build_if_much(connection: Connection) -> Built | None:
    """Where most is new, all is worked out from what can be read, so that nobody who writes has to wait meanwhile."""
    return build(connection) if _is_much(connection, changed_articles(connection, _since(connection))) else None


def build(connection: Connection) -> Built:
    changed = changed_articles(connection, _since(connection))
    fresh = set(changed)
    spoken = [(row.article, appearance, _tally(row)) for row, appearance in _pairs(connection) if row.article not in fresh]
    spoken += [each for article in changed for each in _speaking(connection, article)]
    spoken.sort(key=lambda each: each[1].order)
    entities = Entities((appearance for _, appearance, _ in spoken), list_decisions(connection))
    return Built(current(connection), [(article, appearance, tally, entities.find(appearance)) for article, appearance, tally in spoken])


def _clear(connection: Connection) -> None:
    for of in (appearances, name_keys, names, speakers):
        connection.execute(delete(of))


def _keep(connection: Connection, built: Built) -> None:
    """In place of all that was kept before."""
    _clear(connection)
    _write(connection, (), [each[:3] for each in built.found], {}, [each[3] for each in built.found])
    members: dict[str, list[Member]] = {}
    for _, appearance, tally, made in built.found:
        members.setdefault(made.entity, []).append((appearance, tally, made))
    _list_anew(connection, members)


def changed_articles(connection: Connection, since: dict[str, int]) -> list[int]:
    """The reports with another version, another reading of it, or a takedown."""
    reread = select(readings.c.text).where(readings.c.id > since["reading"])
    gone = select(takedowns.c.text).where(takedowns.c.id > since["takedown"])
    changed = select(versions.c.article).where((versions.c.id > since["version"]) | versions.c.text.in_(reread) | versions.c.text.in_(gone))
    return list(connection.execute(changed.distinct().order_by(versions.c.article)).scalars())


def take_in(connection: Connection, changed: Sequence[int], decided: int = 0) -> None:
    """Resolve anew what the reports with these rows, and the decisions after that number, have changed."""
    rows = list_decisions(connection)
    undone = {row.undoes for row in rows if row.number > decided}
    newly = [row for row in rows if row.number > decided or row.number in undone]
    before = KeptEntities(connection, [row for row in rows if row.number <= decided])
    old = [row for some in portions(changed) for row in connection.execute(EVERY.where(appearances.c.article.in_(some)))]
    new = [each for article in changed for each in _speaking(connection, article)]
    keys = {Key(row.sort, row.key_name, row.partial) for row in old} | {appearance.key for _, appearance, _ in new}
    existing = _numbers(connection, keys)
    keys |= _overflowing(before, keys) | {key for row in newly for key in before.named_by(row)}
    touched = _reached(before, keys & _numbers(connection, keys).keys())
    _write(connection, changed, new, existing)
    after = KeptEntities(connection, rows)
    keys |= {key for row in newly for key in after.named_by(row)}
    touched |= keys
    touched |= _reached(after, touched & _numbers(connection, touched).keys())
    touched |= {other for key in touched if not key.partial for short in after.register.shorts(key) for other in after.register.at(f"{PARTIAL}{short}")}
    dirty = {row.entity for row in old} | _assign(connection, _pairs(connection, appearances.c.name, _numbers(connection, touched).values()), after)
    for some in portions(sorted(dirty)):
        connection.execute(delete(speakers).where(speakers.c.entity.in_(some)))
    members: dict[str, list[Member]] = {}
    for row, appearance in _pairs(connection, appearances.c.entity, dirty):
        members.setdefault(row.entity, []).append((appearance, _tally(row), Membership(row.entity, row.probability, tuple(row.reasons))))
    _list_anew(connection, members)


def list_kept(connection: Connection, people: People | None = None) -> Iterator[Speaking]:
    """The speakers as they were resolved last."""
    if people is None:
        for row in connection.execute(select(speakers.c.row)).scalars():
            values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
            yield Speaking(*values)
    else:
        yield from (row_of(entity, tally, people) for entity, tally in _tallies(_pairs(connection)).items())


def renew(connection: Connection, some: Iterable[int]) -> None:
    """What is kept of speakers in some reports is worked out anew at once, since their words are gone, or their day is another."""
    changed = list(some)
    if connection.execute(select(func.count()).select_from(appearances).where(appearances.c.article.in_(changed))).scalar_one():
        done = connection.execute(select(resolved.c.decision)).scalar() or 0
        take_in(connection, changed, done)


def _speaking(connection: Connection, article: int) -> Iterator[tuple[int, Appearance, Tally]]:
    """Each speaker of a report's latest version; nobody where its words are gone."""
    last = select(versions.c.text).where(versions.c.article == article).order_by(versions.c.number.desc()).limit(1).scalar_subquery()
    if connection.execute(select(texts.c.text.is_not(None) & texts.c.id.in_(select(readings.c.text))).where(texts.c.id == last)).scalar():
        yield from ((article, appearance, tally) for appearance, tally in appearances_of(load_article(connection, article)))


def _numbers(connection: Connection, keys: Iterable[Key]) -> dict[Key, int]:
    """The rows of names, of those that are there."""
    wanted = set(keys)
    called = sorted({key.name for key in wanted})
    chosen = select(names.c.sort, names.c.name, names.c.partial, names.c.id)
    found = [row for some in portions(called) for row in connection.execute(chosen.where(names.c.name.in_(some)))]
    return {key: row.id for row in found if (key := Key(row.sort, row.name, row.partial)) in wanted}


def _overflowing(entities: KeptEntities, keys: Iterable[Key]) -> set[Key]:
    """The names in blocks that may come to hold more names than are compared, or fewer again."""
    coming = Counter(block for key in keys for block in entities.register.keys(key))
    return {member for block, number in coming.items() if len(members := entities.register.block(block)) - number <= BLOCK < len(members) + number for member in members}


def _reached(entities: KeptEntities, keys: Iterable[Key]) -> set[Key]:
    found = set[Key]()
    for key in keys:
        if key not in found:
            found |= entities.reach(key)
    return found


def _write(connection: Connection, changed: Sequence[int], new: Sequence[tuple[int, Appearance, Tally]], known: dict[Key, int], made: Sequence[Membership | None] = ()) -> None:
    """The appearances of the reports, their names and where these are looked up, in place of the old ones; to whom they belong, where that is known."""
    numbers = dict(known)
    before = _meeting(connection, numbers)
    for some in portions(changed):
        connection.execute(delete(appearances).where(appearances.c.article.in_(some)))
    last = int(connection.execute(select(func.coalesce(func.max(names.c.id), 0))).scalar_one())
    for key in dict.fromkeys(appearance.key for _, appearance, _ in new):
        if key not in numbers:
            last += 1
            numbers[key] = last
    added = [{"id": number, "sort": key.sort, "name": key.name, "partial": key.partial} for key, number in numbers.items() if key not in known]
    add_many(connection, names, added)
    first = int(connection.execute(select(func.coalesce(func.max(appearances.c.id), 0))).scalar_one()) + 1
    add_many(connection, appearances, [
        {"id": first + place, "article": article, "published": each.published, "appearance": each.id, "name": numbers[each.key], "form": each.name, "kind": each.kind, "role": each.role, "organization": each.organization,
         "country": each.country, "told": [sum(tally.kinds.values()), dict(tally.roles), dict(tally.sources), dict(tally.acts)],
         "entity": belongs and belongs.entity, "probability": belongs and belongs.probability, "reasons": belongs and list(belongs.reasons)}
        for place, ((article, each, tally), belongs) in enumerate(zip(new, made or repeat(None)))
    ])  # fmt: skip
    after = _meeting(connection, numbers)
    _write_keys(connection, before, after)
    for unborne in portions(sorted(number for number in numbers.values() if number not in after)):
        connection.execute(delete(names).where(names.c.id.in_(unborne)))


def _meeting(connection: Connection, numbers: dict[Key, int]) -> dict[int, set[int]]:
    """Where names are looked up, by what is told of them now; those that nobody bears are left out."""
    register, keys = Register(), {number: key for key, number in numbers.items()}
    told: dict[int, list[Appearance]] = {}
    for row, appearance in _pairs(connection, appearances.c.name, keys):
        told.setdefault(row.name, []).append(appearance)
    return {number: meeting_keys(register, keys[number], members) for number, members in told.items()}


def _write_keys(connection: Connection, before: dict[int, set[int]], after: dict[int, set[int]]) -> None:
    gone = [{"at": key, "of": number} for number, keys in before.items() for key in keys - after.get(number, set())]
    if gone:
        connection.execute(delete(name_keys).where(name_keys.c.key == bindparam("at"), name_keys.c.name == bindparam("of")), gone)
    come = [(key, number) for number, keys in after.items() for key in keys - before.get(number, set())]
    add_many(connection, name_keys, [{"key": key, "name": number} for key, number in sorted(come)])


Pair = tuple[Row[Any], Appearance]


def _pairs(connection: Connection, column: Any = None, among: Iterable[Any] = ()) -> list[Pair]:
    """Appearances with their rows, the earliest first: all, or those with one of some values in a column."""
    asked = [EVERY] if column is None else [EVERY.where(column.in_(some)) for some in portions(sorted(among))]
    return sorted(((row, appearance_of(row)) for each in asked for row in connection.execute(each)), key=lambda pair: pair[1].order)


def _assign(connection: Connection, pairs: Iterable[Pair], entities: Entities) -> set[str]:
    """Resolve appearances again; the entities that have lost or won one, or of which one is surer or less sure."""
    dirty, moved = set[str](), []
    for row, appearance in pairs:
        made = entities.find(appearance)
        if (row.entity, row.probability, row.reasons) != (made.entity, made.probability, list(made.reasons)):
            moved.append({"number": row.id, "to": made.entity, "sure": made.probability, "why": list(made.reasons)})
            dirty |= {row.entity, made.entity} - {None}
    if moved:
        _update(connection, moved)
    return dirty


def _update(connection: Connection, moved: list[dict[str, Any]]) -> None:
    change = update(appearances).where(appearances.c.id == bindparam("number")).values(entity=bindparam("to"), probability=bindparam("sure"), reasons=bindparam("why"))
    connection.execute(change, moved)


Member = tuple[Appearance, Tally, Membership]


def _list_anew(connection: Connection, members: dict[str, list[Member]]) -> None:
    """By entity its appearances, the earliest first."""
    rows = []
    for entity, some in members.items():
        total = Tally()
        for appearance, tally, _ in some:
            total.add(appearance, tally)
        rows.append({"entity": entity, "row": astuple(row_of(entity, total, None)), "outline": outline_of(entity, some)})
    add_many(connection, speakers, rows)


def _tallies(pairs: Iterable[Pair]) -> dict[str, Tally]:
    """What appearances, the earliest first, come to for each entity."""
    tallies: dict[str, Tally] = {}
    for row, appearance in pairs:
        tallies.setdefault(row.entity, Tally()).add(appearance, _tally(row))
    return tallies


def _tally(row: Row[Any]) -> Tally:
    number, roles, sources, acts = row.told
    return Tally(Counter({row.kind: number}), Counter({row.form: number}), Counter(roles), Counter(sources), {row.article_id}, Counter(acts))
