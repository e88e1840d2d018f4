"""Who is who across reports.  Appearances come one at a time; the same set of them makes the same entities, in whatever order they come.

Names are kept in a register; those alike make a neighbourhood, and what is told of the appearances in it parts them into clusters.  A bare surname, an acronym,
or a full name of which nothing is told then belongs to the cluster that fits it, if one does.  What a person decides (`merge`, `split`) holds
against all that; `undo` takes it back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.resolve.appearances import ALONE, COUNTRY, Appearance, Key
from onrecord.resolve.attaching import Attachment, attach, fit
from onrecord.resolve.clusters import Bucket, Cluster, Node, cluster
from onrecord.resolve.decisions import Decision, Decisions
from onrecord.resolve.evidence import LONG_AGO, Evidence, field_of
from onrecord.resolve.profiles import Entity, profile
from onrecord.resolve.register import NOTHING, Register, name_evidence

NODES = 128  # in a neighbourhood that are compared each with each
COMPANY = 40  # others in an article that are looked at


@dataclass(frozen=True, slots=True)
class Membership:
    """The entity of an appearance, how probable that is, and why."""

    entity: str
    probability: float
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Neighbourhood:
    names: frozenset[Key]
    clusters: list[Cluster]
    home: dict[int, tuple[Cluster, Node]]  # by the bucket's identity


class Entities:
    """Entities across reports; see the module."""

    def __init__(self, appearances: Iterable[Appearance] = (), decisions: Iterable[Decision] = ()) -> None:
        """`decisions` are all that were made before, in order; they may name appearances that are not there."""
        self._register = Register()
        self._decisions = Decisions(decisions)
        self._by_id: dict[str, Appearance] = {}
        self._neighbourhoods: dict[Key, _Neighbourhood] = {}
        self._leftovers: dict[Key, tuple[list[Cluster], dict[int, tuple[Cluster, Node]]]] = {}
        self._decided: dict[int, set[Key]] = {}
        self.add(*appearances)

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(self._decisions.rows)

    def add(self, *appearances: Appearance) -> None:
        """Take appearances in; one that is known already changes nothing."""
        for appearance in appearances:
            if appearance.id in self._by_id:
                continue
            self._by_id[appearance.id] = appearance
            self._leftovers.clear()
            labels = self._decisions.labels(appearance.id)
            new, changed = self._register.add(appearance, labels)
            for number, _ in labels:
                self._decided.setdefault(number, set()).add(appearance.key)
                changed |= self._decided[number]
            near = self._neighbourhoods.get(appearance.key)
            if new or changed or (near and not near.names.isdisjoint(self._register.in_article[appearance.article] - {appearance.key})):
                self._forget({appearance.key} | changed)

    def find(self, appearance: Appearance) -> Membership:
        """The entity to which an appearance that was added belongs."""
        if appearance.id not in self._by_id:
            raise UsageError(f"the appearance of {appearance.name!r} in {appearance.article} has not been added")
        key, labels = appearance.key, self._decisions.labels(appearance.id)
        bucket = self._register.bucket(appearance, labels)
        if key.partial and not labels:
            return self._of_partial(appearance, bucket)
        near = self._near(key)
        if id(bucket) in near.home:
            found, node = near.home[id(bucket)]
            weight, reasons = found.ties[id(node)]
            return Membership(found.first.id, weight, reasons)
        alone = Node(key, [Bucket(appearance, appearance.told, {appearance}, {appearance.article})])
        fitting = attach(alone, near.clusters, lambda other: self._names(key, other), lambda c: self._company(appearance, c), at_best=True)
        assert fitting.cluster is not None
        return Membership(fitting.cluster.first.id, fitting.probability, fitting.reasons)

    def entity(self, address: str) -> Entity:
        """The entity with this id; the id of any of its appearances leads to it too, so that addresses outlive merges and earlier reports."""
        if address not in self._by_id:
            raise UsageError(f"there is no entity with the id {address}")
        target = self.find(self._by_id[address]).entity
        return profile(target, [(a, m) for a in self._around(self._by_id[address].key) if (m := self.find(a)).entity == target])

    def entities(self) -> list[Entity]:
        """All entities, those with most appearances first."""
        members: dict[str, list[tuple[Appearance, Membership]]] = {}
        for appearance in self._by_id.values():
            found = self.find(appearance)
            members.setdefault(found.entity, []).append((appearance, found))
        return sorted((profile(address, found) for address, found in members.items()), key=lambda e: (-len(e.appearances), e.name, e.id))

    def merge(self, one: str, other: str, *, on: str, who: str, why: str) -> Decision:
        """Decide that two entities are one."""
        left, right = self.entity(one), self.entity(other)
        if left.id == right.id:
            raise UsageError(f"{one} and {other} are one entity already, {left.name}")
        return self._decide(self._decisions.add("merge", on, who, why, left.appearances, right.appearances))

    def split(self, entity: str, out: Iterable[str], *, on: str, who: str, why: str) -> Decision:
        """Decide that some appearances (by id) of an entity are of another."""
        whole, out = self.entity(entity), frozenset(out)
        strange = sorted(out - set(whole.appearances))
        if strange or not out or len(out) == len(whole.appearances):
            raise UsageError(f"{strange[0]} is no appearance of {whole.name}" if strange else f"name some of the {len(whole.appearances)} appearances of {whole.name}, and not all")
        return self._decide(self._decisions.add("split", on, who, why, set(whole.appearances) - out, out))

    def undo(self, number: int, *, on: str, who: str, why: str) -> Decision:
        """Take a merge or a split back; the row that it was stays."""
        row = self._decisions.undo(number, on, who, why)
        self._decide(self._decisions.rows[number - 1])
        return row

    def _decide(self, decision: Decision) -> Decision:
        touched = {self._by_id[a].key for a in decision.left | decision.right if a in self._by_id}
        self._forget(touched)
        for key in touched:
            self._register.relabel(key, {a.id: self._decisions.labels(a.id) for a in self._register.members([key])})
        undone = any(row.undoes == decision.number for row in self._decisions.rows)
        self._decided[decision.number] = set() if undone else touched
        self._leftovers.clear()
        self._forget(touched)
        return decision

    def _forget(self, names: Iterable[Key]) -> None:
        for key in names:
            near = self._neighbourhoods.get(key)
            for member in near.names if near else ():
                self._neighbourhoods.pop(member, None)

    def _names(self, a: Key, b: Key) -> Evidence:
        known = self._register.known[a]
        return name_evidence(a, b, b in known.beside)

    def _near(self, key: Key) -> _Neighbourhood:
        """The neighbourhood of a name: all names that lead to it by likeness, by a report that has both, or by a decision."""
        if key in self._neighbourhoods:
            return self._neighbourhoods[key]
        names = self.reach(key)
        near = self._clustered(frozenset(names))
        for name in names:
            self._neighbourhoods[name] = near
        return near

    def reach(self, key: Key) -> set[Key]:
        """All names that a name leads to, itself among them."""
        names, waiting = {key}, [key]
        while waiting:
            known = self._register.known[waiting.pop()]
            numbers = {number for *_, labels in known.buckets for number, _ in labels}
            full = set() if known.key.partial else {k for k in known.alike | known.beside if not k.partial}
            more = full.union(*(self._decided.get(number, set()) for number in numbers)) - names
            names |= more
            waiting += more
        return names

    def _clustered(self, names: frozenset[Key]) -> _Neighbourhood:
        nodes: list[Node] = []
        plain: list[tuple[Key, dict[int | None, Bucket]]] = []
        for key in names:
            for (role, body, country, labels), years in self._register.known[key].buckets.items():
                if labels or ((role or body or country) and not key.partial):
                    nodes += _runs(key, years, labels)
                elif not key.partial:
                    plain.append((key, years))
        told = bool(nodes)
        dated = [(n.told.first.year, n.told.last.year) for n in nodes if n.told.first and n.told.last]
        for key, years in plain:
            if not told:
                nodes += _runs(key, years, frozenset())
            else:
                far: dict[int | None, Bucket] = {y: b for y, b in years.items() if y is not None and dated and all(y - last > LONG_AGO or first - y > LONG_AGO for first, last in dated)}
                nodes += _runs(key, far, frozenset()) if far else []
        nodes.sort(key=lambda node: node.first.order)
        clusters = self._parted(nodes)
        return _Neighbourhood(names, clusters, {id(b): (c, n) for c in clusters for n in c.nodes for b in n.buckets})

    def _parted(self, nodes: list[Node]) -> list[Cluster]:
        """Clusters of nodes; where they are too many to compare each with each, only those of one name, and of these only those told alike."""
        together, apart = self._decisions.constraints([node.labels for node in nodes])
        if len(nodes) <= NODES:
            return cluster(nodes, self._names, together, apart)
        parts: dict[tuple[str, ...], list[int]] = {}
        for coarse in (False, True):
            parts = {}
            for i, node in enumerate(nodes):
                by_hand = str(min((n for n, _ in node.labels), default=""))
                parts.setdefault((by_hand,) if by_hand else (node.key.name, *((field_of(node.told.role), node.told.country) if coarse else ())), []).append(i)
            if max(map(len, parts.values())) <= NODES:
                break
        found: list[Cluster] = []
        for members in parts.values():
            inside = [(members.index(i), members.index(j)) for i, j in together if i in members and j in members]
            outside = [(members.index(i), members.index(j)) for i, j in apart if i in members and j in members]
            if len(members) > NODES:
                some = [nodes[i] for i in members]
                found.append(Cluster(some, {id(node): (0.5, ("too many of one name to compare each with each",)) for node in some}))
            else:
                found += cluster([nodes[i] for i in members], self._names, inside, outside)
        return found

    def _of_partial(self, appearance: Appearance, bucket: Bucket) -> Membership:
        told = bool(appearance.told.role or appearance.told.organization or appearance.told.country)
        fitting, examined = self._fitting(appearance, bucket if told else None)
        if fitting.cluster:
            return Membership(fitting.cluster.first.id, fitting.probability, fitting.reasons)
        left, home = self._left_over(appearance.key)
        if id(bucket) in home:
            found, node = home[id(bucket)]
            return Membership(found.first.id, *found.ties[id(node)])
        if left and not told:
            alone = Node(appearance.key, [Bucket(appearance, appearance.told, {appearance}, {appearance.article})])
            fitting = attach(alone, left, lambda other: Evidence(0.2, "the same name", "name"), lambda c: self._company(appearance, c), examined)
            if fitting.cluster:
                return Membership(fitting.cluster.first.id, fitting.probability, fitting.reasons)
        if not left and not examined:
            same = self._register.known[appearance.key].buckets[(*NOTHING, frozenset())].values()
            return Membership(min((b.first for b in same), key=lambda a: a.order).id, 0.6, ("the same name", "nobody else is known by it"))
        return Membership(appearance.id, 1.0, fitting.reasons or ("a name that several bear",))

    def _fitting(self, appearance: Appearance, bucket: Bucket | None) -> tuple[Attachment, int]:
        """Where a partial name attaches among full ones, and how many full ones there are."""
        key = appearance.key
        candidates, unexamined = self._register.candidates(key, appearance)
        clusters = {id(c): c for name in candidates for c in self._near(name).clusters}
        node = Node(key, [bucket or Bucket(appearance, appearance.told, {appearance}, {appearance.article})])
        beside = self._register.known[key].beside

        def names(other: Key) -> Evidence | None:
            return Evidence(2.0, "one report has both names", "name") if other in beside else None if other.partial else fit(key, other)

        ordered = sorted(clusters.values(), key=lambda c: c.first.order)
        return attach(node, ordered, names, lambda c: self._company(node.first, c), unexamined), len(clusters) + unexamined

    def _left_over(self, key: Key) -> tuple[list[Cluster], dict[int, tuple[Cluster, Node]]]:
        """Clusters of a partial name's appearances of which something is told, but which belong to nobody known by a full name."""
        if key in self._leftovers:
            return self._leftovers[key]
        nodes = []
        for (role, body, country, labels), years in self._register.known[key].buckets.items():
            if not labels and (role or body or country):
                nodes += [Node(key, [b]) for b in years.values() if not self._fitting(b.first, b)[0].cluster]
        nodes.sort(key=lambda node: node.first.order)
        clusters = self._parted(nodes)
        home = {id(b): (c, n) for c in clusters for n in c.nodes for b in n.buckets}
        self._leftovers[key] = clusters, home
        return clusters, home

    def _company(self, appearance: Appearance, found: Cluster) -> Evidence | None:
        """Others who stand in the appearance's article and in another one of the cluster's."""
        own = {node.key for node in found.nodes}
        names = sorted((k for k in self._register.in_article[appearance.article] if not k.partial and k.sort not in (ALONE, COUNTRY) and k not in own), key=lambda k: (k.sort, k.name))
        shared = [k for k in names[:COMPANY] if any(appearance.article not in b.articles and not b.articles.isdisjoint(self._register.known[k].articles) for n in found.nodes for b in n.buckets)]
        return Evidence(0.9 if len(shared) == 1 else 1.5, f"both beside {shared[0].name}" + (f" and {len(shared) - 1} more" if shared[1:] else "")) if shared else None

    def _around(self, key: Key) -> list[Appearance]:
        """Appearances that may be of one entity with those of a name."""
        names = {key}
        if key.partial:
            for member in self._register.members([key]):
                names |= set(self._register.candidates(key, member)[0])
        names = {other for name in names for other in (self._near(name).names if not name.partial or self._has_labels(name) else {name})}
        for name in list(names):
            names |= self._register.partials(name) if not name.partial else set()
        return self._register.members(names)

    def _has_labels(self, key: Key) -> bool:
        return any(labels for *_, labels in self._register.known[key].buckets)


def _runs(key: Key, years: dict[int | None, Bucket], labels: frozenset[tuple[int, str]]) -> list[Node]:
    """Nodes of buckets that follow each other without a gap that tells people apart; the undated go with the first."""
    if key.sort in (ALONE, COUNTRY):
        return [Node(key, list(years.values()), labels)]
    runs: list[list[Bucket]] = []
    last = None
    for year in sorted(y for y in years if y is not None):
        if last is None or year - last > LONG_AGO:
            runs.append([])
        runs[-1].append(years[year])
        last = year
    if None in years:
        runs = [[*runs[0], years[None]], *runs[1:]] if runs else [[years[None]]]
    return [Node(key, run, labels) for run in runs]


__all__ = ["Appearance", "Decision", "Entities", "Entity", "Membership"]
