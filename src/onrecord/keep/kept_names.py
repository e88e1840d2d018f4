"""Names of speakers in a record's tables, looked up as they are needed: what is far from a question is not read."""

from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from onrecord.errors import UsageError, expect
from onrecord.keep.portions import portions
from onrecord.keep.schema import appearances, articles, name_keys, names
from onrecord.resolve.appearances import Appearance, Key
from onrecord.resolve.clusters import Bucket
from onrecord.resolve.decisions import Decision, Decisions
from onrecord.resolve.entities import Entities, Membership
from onrecord.resolve.profiles import Entity, profile
from onrecord.resolve.register import BLOCK, Register, Signature, names_alike, signature, told_tokens

ALIKE, SHORT, PARTIAL, TELLING = "a", "s", "p", "t"  # before a key in name_keys: names alike, full names and partial ones that may be one, what is told of a full name
K = TypeVar("K")
V = TypeVar("V")
CHUNK = 400
_OF_IT = [appearances.c[name] for name in ("published", "appearance", "form", "kind", "role", "organization", "country")]
_ABOUT_IT = (articles.c.article_id, names.c.sort, names.c.name.label("key_name"), names.c.partial)
EVERY = select(appearances, *_ABOUT_IT).join(articles, articles.c.id == appearances.c.article).join(names, names.c.id == appearances.c.name)
_OF_NAME = select(*_OF_IT, *_ABOUT_IT).join(articles, articles.c.id == appearances.c.article).join(names, names.c.id == appearances.c.name).where(names.c.name == bindparam("called"), names.c.sort == bindparam("of_sort"), names.c.partial == bindparam("in_part"))
_AT = select(names.c.sort, names.c.name, names.c.partial).join(name_keys, name_keys.c.name == names.c.id).where(name_keys.c.key == bindparam("at"))
_IN_ARTICLE = select(names.c.sort, names.c.name, names.c.partial).join(appearances, appearances.c.name == names.c.id).join(articles, articles.c.id == appearances.c.article).where(articles.c.article_id == bindparam("report"))


def appearance_of(row: Any) -> Appearance:
    """An appearance as it is kept; its key and id, which cost most to make, are known."""
    made = Appearance(row.article_id, row.published, row.form, row.kind, row.role, row.organization, row.country)
    made.__dict__.update(key=Key(row.sort, row.key_name, row.partial), id=row.appearance)
    return made


def called(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Of appearances the entity of each and the name there; those that are there no more are left out."""
    asked = select(appearances.c.appearance, appearances.c.entity, appearances.c.form)
    return {row.appearance: (row.entity, row.form) for some in portions(sorted(ids)) for row in connection.execute(asked.where(appearances.c.appearance.in_(some)))}


def hashed(key: str) -> int:
    """A key in 64 bits."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def meeting_keys(register: Register, key: Key, members: Iterable[Appearance]) -> set[int]:
    """Where a name is looked up, by what it is and by what is told of it."""
    found = {f"{ALIKE}{block}" for block in register.keys(key)}
    for short in register.shorts(key):
        found.add(f"{PARTIAL if key.partial else SHORT}{short}")
        if not key.partial:
            found |= {_telling(short, token) for member in members for token in told_tokens(member)}
    return set(map(hashed, found))


def _telling(short: str, token: str) -> str:
    return f"{TELLING}{short}\x1f{token}"


class Lazy(dict[K, V], Generic[K, V]):
    """A dictionary that has everything, loaded when it is asked for."""

    def __init__(self, load: Callable[[K], V]):
        super().__init__()
        self._load = load

    def __missing__(self, key: K) -> V:
        value = self[key] = self._load(key)
        return value

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: K, default: Any = None) -> Any:
        return self[key]


class KeptName:
    """A name with its appearances, as `register.Known`."""

    def __init__(self, register: "KeptRegister", key: Key):
        self.key, self._register = key, register
        self.beside: set[Key] = set()  # no form but the name itself is kept of an appearance

    @cached_property
    def members(self) -> list[Appearance]:
        asked = {"called": self.key.name, "of_sort": self.key.sort, "in_part": self.key.partial}
        return sorted(map(appearance_of, self._register.connection.execute(_OF_NAME, asked)), key=lambda each: each.order)

    @cached_property
    def articles(self) -> set[str]:
        return {appearance.article for appearance in self.members}

    @cached_property
    def buckets(self) -> dict[Signature, dict[int | None, Bucket]]:
        found: dict[Signature, dict[int | None, Bucket]] = {}
        for appearance in self.members:
            years = found.setdefault(signature(appearance, self._register.decisions.labels(appearance.id)), {})
            year = appearance.day.year if appearance.day else None
            if year not in years:
                years[year] = Bucket(appearance, appearance.told)
            years[year].add(appearance)
        return found

    @cached_property
    def alike(self) -> set[Key]:
        blocks = [members for block in self._register.keys(self.key) if len(members := self._register.block(block)) <= BLOCK]
        return {other for other in set[Key]().union(*blocks) - {self.key} if names_alike(self.key, other)}


class KeptRegister(Register):
    """The names in the tables."""

    def __init__(self, connection: Connection, decisions: Decisions):
        super().__init__()
        self.connection, self.decisions = connection, decisions
        self.known: Any = Lazy(lambda key: KeptName(self, key))
        self.in_article = Lazy(lambda article: self._keys_by(_IN_ARTICLE, report=article))
        self._blocks = Lazy(lambda block: self.at(f"{ALIKE}{block}"))
        self._short = Lazy(lambda short: self.at(f"{SHORT}{short}"))
        self._partial = Lazy(lambda short: self.at(f"{PARTIAL}{short}"))
        self._telling = Lazy(lambda pair: self.at(_telling(*pair)))

    def block(self, block: str) -> set[Key]:
        return self._blocks[block]

    def at(self, key: str) -> set[Key]:
        return self._keys_by(_AT, at=hashed(key))

    def _keys_by(self, asked: Any, **given: Any) -> set[Key]:
        return {Key(*row) for row in self.connection.execute(asked, given)}


class KeptEntities(Entities):
    """Who is who among the appearances in the tables; these are taken as they are."""

    def __init__(self, connection: Connection, decisions: Iterable[Decision]):
        super().__init__((), decisions)
        self.connection = connection
        self._register = self.register = KeptRegister(connection, self._decisions)
        self._by_id = Lazy(lambda id: appearance_of(connection.execute(EVERY.where(appearances.c.appearance == id)).one()))
        self._decided = Lazy(lambda number: self.named_by(self._decisions.rows[number - 1]))

    def named_by(self, decision: Decision) -> set[Key]:
        """The names of the appearances of which a person decided."""
        ids = sorted(decision.left | decision.right)
        chosen = select(names.c.sort, names.c.name, names.c.partial).join(appearances, appearances.c.name == names.c.id)
        return {Key(*row) for some in portions(ids) for row in self.connection.execute(chosen.where(appearances.c.appearance.in_(some)))}

    def members(self, address: str) -> list[tuple[Appearance, Membership]]:
        """The appearances of an entity, the earliest first; its id may be that of any of them.  Raises UsageError where there is none."""
        entity = self.whole(address)
        found = [(appearance_of(row), Membership(row.entity, row.probability, tuple(row.reasons))) for row in self.connection.execute(EVERY.where(appearances.c.entity == entity))]
        return sorted(found, key=lambda each: each[0].order)

    def whole(self, address: str) -> str:
        """The id of the entity that has an appearance with this id.  Raises UsageError where there is none."""
        expect(address, str, "an id is a string")
        known = len(address) == 16 and set(address) <= set("0123456789abcdef")
        entity = self.connection.execute(select(appearances.c.entity).where(appearances.c.appearance == address)).scalar() if known else None
        if entity is None:
            raise UsageError(f"{address!r} is the id of no speaker here: find ids with `onrecord speakers`")
        return str(entity)

    def entity(self, address: str) -> Entity:
        found = self.members(address)
        return profile(found[0][1].entity, found)

    def _decide(self, decision: Decision) -> Decision:
        return decision  # what it changes is worked out from its row
