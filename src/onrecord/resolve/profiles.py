"""An entity as it is shown: its names with their counts and reasons, and its roles over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.resolve.appearances import Appearance


class Reasoned(Protocol):
    """How probable it is that an appearance belongs to its entity, and why."""

    @property
    def probability(self) -> float: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Alias:
    """One form of an entity's name: in how many articles, and what the appearance least sure of it rests on."""

    name: str
    articles: int
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """What reports tell of an entity, and the first and last date of those that do."""

    role: str | None
    organization: str | None
    country: str | None
    first: str | None
    last: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody across reports.  `id` is that of the earliest appearance; `appearances` are ids, the earliest first."""

    id: str
    name: str
    kind: str
    aliases: tuple[Alias, ...]
    roles: tuple[Tenure, ...]
    appearances: tuple[str, ...]


def profile(address: str, members: Iterable[tuple[Appearance, Reasoned]]) -> Entity:
    """The entity that some appearances make; the fullest of its frequent names stands for it."""
    ordered = sorted(members, key=lambda member: member[0].order)
    by_name: dict[str, list[tuple[Appearance, Reasoned]]] = {}
    by_told: dict[tuple[str, str, str], list[Appearance]] = {}
    kinds: dict[str, int] = {}
    for appearance, why in ordered:
        by_name.setdefault(appearance.name, []).append((appearance, why))
        kinds[appearance.kind] = kinds.get(appearance.kind, 0) + 1
        if appearance.role or appearance.organization or appearance.country:
            by_told.setdefault((appearance.role or "", appearance.organization or "", appearance.country or ""), []).append(appearance)
    aliases = []
    for name, found in by_name.items():
        least = min((why for _, why in found), key=lambda why: (why.probability, why.reasons))
        aliases.append(Alias(name, len({a.article for a, _ in found}), least.probability, least.reasons))
    aliases.sort(key=lambda alias: (-alias.articles, alias.name))
    fullest = max(aliases, key=lambda alias: (not any(a.key.partial for a, _ in by_name[alias.name][:1]), alias.articles, len(alias.name.split()), alias.name))
    roles = [Tenure(role or None, body or None, country or None, *_days(found), len({a.article for a in found})) for (role, body, country), found in by_told.items()]
    roles.sort(key=lambda told: (told.first or "9999", told.role or "", told.organization or "", told.country or ""))
    return Entity(address, fullest.name, min(kinds, key=lambda k: (-kinds[k], k)), tuple(aliases), tuple(roles), tuple(a.id for a, _ in ordered))


def _days(appearances: Sequence[Appearance]) -> tuple[str | None, str | None]:
    days = [a.published for a in appearances if a.published]
    return min(days, default=None), max(days, default=None)
