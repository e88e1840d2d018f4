"""Names by which entities are known, indexed so that alike ones are found without looking at the others.

Every answer depends on the set of appearances alone, and no look-up examines more than a fixed number of names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.resolve.appearances import ALONE, BODY, COUNTRY, PERSON, Appearance, Key, key_of
from onrecord.resolve.attaching import fit
from onrecord.resolve.clusters import Bucket
from onrecord.resolve.evidence import Evidence, head
from onrecord.resolve.organizations import body_keys, body_likeness, body_words, initials
from onrecord.resolve.spelling import ALIKE, keys, likeness, parse, surnames

BLOCK = 256  # names under one key; a key with more tells nothing
CANDIDATES = 64  # names that a partial name is compared with
Labels = frozenset[tuple[int, str]]
Signature = tuple[str, str, str, Labels]
NOTHING = ("", "", "")


@dataclass(slots=True)
class Known:
    """A name with its appearances: by what is told and decided, then by year; names alike to it, and other names that a report gives beside it."""

    key: Key
    buckets: dict[Signature, dict[int | None, Bucket]] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    alike: set[Key] = field(default_factory=set)
    beside: set[Key] = field(default_factory=set)


def signature(appearance: Appearance, labels: Labels) -> Signature:
    """What is told of somebody; nothing of countries and of those known from one article alone, since their key tells all."""
    if appearance.key.sort in (ALONE, COUNTRY) or "@" in appearance.key.name:
        return (*NOTHING, labels)
    told = appearance.told
    return told.role.casefold(), told.organization.casefold(), told.country, labels


def told_tokens(appearance: Appearance) -> list[str]:
    told = appearance.told
    found = [f"role:{head(told.role)}"] if told.role else []
    return found + ([f"body:{' '.join(sorted(body_words(told.organization)))}"] if told.organization else []) + ([f"country:{told.country}"] if told.country else [])


class Register:
    """Known names, with the indexes of those that are alike and of those that a partial name may stand for."""

    def __init__(self) -> None:
        self.known: dict[Key, Known] = {}
        self.in_article: dict[str, set[Key]] = {}
        self._blocks: dict[str, set[Key]] = {}
        self._short: dict[str, set[Key]] = {}
        self._telling: dict[tuple[str, str], set[Key]] = {}
        self._partial: dict[str, set[Key]] = {}
        self._beside: dict[Key, set[Key]] = {}
        self._keys: dict[Key, frozenset[str]] = {}

    def add(self, appearance: Appearance, labels: Labels) -> tuple[bool, set[Key]]:
        """Keep an appearance: whether anything that matters to clusters is new, and other names whose neighbours have changed."""
        key = appearance.key
        known = self.known.get(key)
        new = known is None
        if known is None:
            known = self.known[key] = Known(key)
        changed = self._connect(key) if new else set()
        known.articles.add(appearance.article)
        self.in_article.setdefault(appearance.article, set()).add(key)
        if not key.partial:
            for token in told_tokens(appearance):
                for short in self.shorts(key):
                    self._telling.setdefault((short, token), set()).add(key)
        for form in appearance.forms:
            changed |= self._also(key, appearance, form)
        years = known.buckets.setdefault(signature(appearance, labels), {})
        year = appearance.day.year if appearance.day else None
        if year not in years:
            years[year] = Bucket(appearance, appearance.told)
            new = True
        return years[year].add(appearance) or new, changed

    def keys(self, key: Key) -> frozenset[str]:
        """Where a full name is looked up by names alike."""
        if key not in self._keys:
            of_sort = keys(parse(key.name)) if key.sort == PERSON else body_keys(key.name) if key.sort == BODY and not key.partial and "@" not in key.name else ()
            self._keys[key] = frozenset() if key.partial else frozenset(of_sort)
        return self._keys[key]

    def shorts(self, key: Key) -> frozenset[str]:
        """Where partial names and the full ones that they may stand for meet."""
        if key.sort == PERSON:
            name = parse(key.name)
            if key.partial:
                return frozenset(skeleton for w in name.family for skeleton in w.skeletons)
            return surnames(name)
        if key.sort == BODY:
            return frozenset([key.name.casefold()]) if key.partial else frozenset(s for s in initials(key.name) if 1 < len(s) < 9)
        return frozenset()

    def _connect(self, key: Key) -> set[Key]:
        changed: set[Key] = set()
        for short in self.shorts(key):
            (self._partial if key.partial else self._short).setdefault(short, set()).add(key)
        for block in self.keys(key):
            members = self._blocks.setdefault(block, set())
            members.add(key)
            if len(members) == BLOCK + 1:
                changed |= self._loosen(members)
            elif len(members) <= BLOCK:
                for other in members - self.known[key].alike - {key}:
                    if names_alike(key, other):
                        self._tie(key, other)
        for other in self._beside.get(key, ()):
            self._tie_beside(key, other)
        return changed | self.known[key].alike | self.known[key].beside

    def _loosen(self, members: set[Key]) -> set[Key]:
        """Names that only a key shared by too many had brought together are neighbours no longer."""
        changed = set()
        for key in members:
            for other in [o for o in self.known[key].alike if o in members]:
                if not any(len(self._blocks[block]) <= BLOCK for block in self.keys(key) & self.keys(other)):
                    self.known[key].alike.discard(other)
                    self.known[other].alike.discard(key)
                    changed |= {key, other}
        return changed

    def _tie(self, a: Key, b: Key) -> None:
        self.known[a].alike.add(b)
        self.known[b].alike.add(a)

    def _also(self, key: Key, appearance: Appearance, form: str) -> set[Key]:
        """A form that the report uses beside the name: one not to be told from the name's own words ties two names together."""
        other = key_of(form, appearance.kind, appearance.country or "", appearance.article)
        if other == key or other.sort != key.sort or key.sort not in (PERSON, BODY) or (other.partial and not key.partial and fit(other, key)):
            return set()
        if other.sort == PERSON and set(parse(other.name).words) <= set(parse(key.name).words):
            return set()
        self._beside.setdefault(key, set()).add(other)
        self._beside.setdefault(other, set()).add(key)
        return {other} if self._tie_beside(key, other) else set()

    def _tie_beside(self, a: Key, b: Key) -> bool:
        if a not in self.known or b not in self.known or b in self.known[a].beside:
            return False
        self.known[a].beside.add(b)
        self.known[b].beside.add(a)
        return True

    def candidates(self, key: Key, appearance: Appearance) -> tuple[list[Key], int]:
        """Full names for which a partial one may stand, and how many more there are that were not looked at."""
        found = {other for other in self.known[key].beside if not other.partial}
        blocks = [self._short.get(short, set()) for short in self.shorts(key)]
        size = sum(map(len, blocks))
        if size <= CANDIDATES:
            found.update(*blocks)
            return sorted((other for other in found if other in self.known[key].beside or fit(key, other)), key=lambda k: k.name), 0
        for short in self.shorts(key):
            for token in told_tokens(appearance):
                telling = self._telling.get((short, token), set())
                if len(telling) <= CANDIDATES:
                    found |= telling
        fitting = sorted((other for other in found if other in self.known[key].beside or fit(key, other)), key=lambda k: k.name)
        return fitting, size - len(found)

    def partials(self, key: Key) -> set[Key]:
        """Partial names that may stand for a full one."""
        return {other for short in self.shorts(key) for other in self._partial.get(short, ())} | {other for other in self.known[key].beside if other.partial}

    def bucket(self, appearance: Appearance, labels: Labels) -> Bucket:
        return self.known[appearance.key].buckets[signature(appearance, labels)][appearance.day.year if appearance.day else None]

    def relabel(self, key: Key, labels: dict[str, Labels]) -> None:
        """Sort a name's appearances anew after a decision."""
        known = self.known[key]
        members = [a for years in known.buckets.values() for bucket in years.values() for a in bucket.members]
        known.buckets = {}
        for appearance in members:
            years = known.buckets.setdefault(signature(appearance, labels[appearance.id]), {})
            year = appearance.day.year if appearance.day else None
            if year not in years:
                years[year] = Bucket(appearance, appearance.told)
            years[year].add(appearance)

    def members(self, names: Iterable[Key]) -> list[Appearance]:
        return [a for key in names for years in self.known[key].buckets.values() for bucket in years.values() for a in bucket.members]


def names_alike(a: Key, b: Key) -> bool:
    return a.sort == b.sort and (likeness if a.sort == PERSON else body_likeness)(a.name, b.name).score >= ALIKE


def name_evidence(a: Key, b: Key, beside: bool) -> Evidence:
    """What two names alone say about their being one's."""
    if a == b:
        return Evidence(2.0, "the same name", "name")
    if beside:
        return Evidence(1.5, "one report has both names", "name")
    if a.partial != b.partial:
        return fit(*((a, b) if a.partial else (b, a))) or Evidence(-3.0, "other names", "name")
    like = (likeness if a.sort == PERSON else body_likeness)(a.name, b.name) if a.sort == b.sort and a.sort in (PERSON, BODY) else None
    if like is None or like.score < ALIKE:
        return Evidence(-3.0, "other names", "name")
    if like.reasons in ((), ("the same name",)):
        return Evidence(2.0, "the same name", "name")
    return Evidence(round(0.8 + (like.score - ALIKE) * 7, 3), f"names alike ({', '.join(like.reasons)})", "name")
