"""Who else in a record could be a speaker: others by names that are alike, with how probable it is and why, of which a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from onrecord.keep.decided import list_decisions
from onrecord.keep.kept_names import EVERY, SHORT, KeptRegister, appearance_of, called
from onrecord.keep.schema import appearances, names, speakers
from onrecord.resolve.appearances import Key
from onrecord.resolve.clusters import Bucket, Node, pair_evidence
from onrecord.resolve.decisions import Decisions
from onrecord.resolve.evidence import probability, weigh
from onrecord.resolve.register import name_evidence, signature

LOOKED_AT, SHOWN, LEAST = 20, 8, 0.05  # others that are looked at, those that speak in most reports; that are shown; from which probability on
NAMES, APPEARANCES, NODES = 100, 200, 8  # names alike that are looked up; appearances by which one is told, the latest; and what differs among them


@dataclass(frozen=True, slots=True)
class Alike:
    """Another speaker, with the probability that both are one, by their names and what reports tell of them, and why."""

    entity: str
    name: str
    kind: str
    statements: int
    roles: tuple[str, ...]
    probability: float
    reasons: tuple[str, ...]


def look_alike(connection: Connection, entity: str) -> list[Alike]:
    """Those that could be one with an entity, the most probable first; without those that a person decided to be others."""
    own = _nodes(connection, entity)
    register = KeptRegister(connection, Decisions())
    keys = {key for own_key in {node.key for node in own} for key in _meeting(register, own_key)}
    parted = _parted(connection, entity)
    found = []
    for row in _speaking(connection, sorted({key.name for key in keys})[:NAMES], parted | {entity}):
        others = [node for node in _nodes(connection, row[0]) if node.key.sort in {each.key.sort for each in own}]
        if others:
            weight, reasons = weigh([pair_evidence(one, other, name_evidence(one.key, other.key, False)) for one in own for other in others])
            found.append(Alike(row[0], row[1], row[2], row[3], tuple(row[6]), round(probability(weight), 4), reasons))
    return sorted((each for each in found if each.probability >= LEAST), key=lambda each: (-each.probability, -each.statements, each.entity))[:SHOWN]


def _meeting(register: KeptRegister, key: Key) -> set[Key]:
    """Names that may be one with a name: alike, or a part of it, or of which it is a part."""
    return {key} | {full for short in register.shorts(key) for full in register.at(f"{SHORT}{short}")} if key.partial else {key} | register.known[key].alike | register.partials(key)


def _nodes(connection: Connection, entity: str) -> list[Node]:
    """What reports tell of an entity, by its names; of many the latest."""
    rows = connection.execute(EVERY.where(appearances.c.entity == entity).order_by(appearances.c.published.desc(), appearances.c.id.desc()).limit(APPEARANCES))
    buckets: dict[tuple[object, ...], Bucket] = {}
    for each in map(appearance_of, rows):
        at = (each.key, signature(each, frozenset()))
        buckets.setdefault(at, Bucket(each, each.told)).add(each)
    fullest = sorted(buckets.values(), key=lambda bucket: (-len(bucket.members), bucket.first.order))[:NODES]
    return [Node(bucket.first.key, [bucket]) for bucket in fullest]


def _speaking(connection: Connection, named: list[str], but: Iterable[str]) -> list[list[Any]]:
    """The rows of those with one of some names who speak in most reports."""
    bearing = select(appearances.c.entity).join(names, names.c.id == appearances.c.name).where(names.c.name.in_(named))
    rows = connection.execute(select(speakers.c.row).where(speakers.c.entity.in_(bearing), speakers.c.entity.not_in(sorted(but)))).scalars()
    return sorted(rows, key=lambda row: (-row[4], -row[3], row[0]))[:LOOKED_AT]


def _parted(connection: Connection, entity: str) -> set[str]:
    """Those of whom a person decided that they are somebody else."""
    rows = list_decisions(connection)
    undone = {row.undoes for row in rows}
    splits = [row for row in rows if row.act == "split" and row.number not in undone]
    of = {id: speaker for id, (speaker, _) in called(connection, {id for row in splits for id in row.left | row.right}).items()}
    sides = [({of.get(id) for id in row.left}, {of.get(id) for id in row.right}) for row in splits]
    return {other for left, right in sides for one, two in ((left, right), (right, left)) if entity in one for other in two if other and other != entity}
