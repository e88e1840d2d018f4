"""Who speaks in a set of reports, how often, under which names and as what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.resolve.decisions import Decision
from onrecord.resolve.entities import Appearance, Entities
from onrecord.resolve.people import People
from onrecord.types import Article, Speaker

FORMS = 6  # names, sources and roles of a speaker that are listed, the most frequent first


@dataclass(frozen=True, slots=True)
class Speaking:
    """One speaker of a set of reports, with the number of statements and of reports.

    `names` are the fullest forms that the reports give, `sources` the words that stand for the speaker in them.  `listed` and `identifier` are name and identifier on
    the user's own list, None where the speaker is not on it.
    """

    entity: str
    name: str
    kind: str
    statements: int
    reports: int
    names: tuple[str, ...]
    roles: tuple[str, ...]
    sources: tuple[str, ...]
    listed: str | None
    identifier: str | None


@dataclass(slots=True)
class Tally:
    """What a speaker's statements in one or several reports come to."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    acts: Counter[str] = field(default_factory=Counter)  # "" for what has none
    appearances: list[Appearance] = field(default_factory=list)

    def add(self, appearance: Appearance, other: "Tally") -> None:
        for name in ("kinds", "names", "roles", "sources", "acts"):
            getattr(self, name).update(getattr(other, name))
        self.reports |= other.reports
        self.appearances.append(appearance)


class Listing:
    """The speakers of articles that come one after the other; see `list_speakers`."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.entities = Entities(decisions=decisions)
        self._spoken: dict[str, tuple[Appearance, Tally]] = {}

    def add(self, article: Article) -> None:
        for appearance, tally in appearances_of(article):
            self.entities.add(appearance)
            self._spoken[appearance.id] = appearance, tally

    def rows(self, people: People | None = None) -> list[Speaking]:
        """Those with the most statements first, the same whatever the order in which articles came; `people` is a list that they are looked up in."""
        tallies: dict[str, Tally] = {}
        for appearance, tally in sorted(self._spoken.values(), key=lambda each: each[0].order):
            tallies.setdefault(self.entities.find(appearance).entity, Tally()).add(appearance, tally)
        return ranked(row_of(entity, tally, people) for entity, tally in tallies.items())

    def appearances(self, entity: str) -> list[Appearance]:
        """An entity's, by date; its id may be that of any of them.  Raises UsageError where there is none."""
        ids = set(self.entities.entity(entity).appearances)
        return sorted((appearance for appearance, _ in self._spoken.values() if appearance.id in ids), key=lambda each: each.order)


def list_speakers(articles: Iterable[Article], people: People | None = None) -> list[Speaking]:
    """The speakers of the articles, those with the most statements first; `people` is a list that they are looked up in."""
    listing = Listing()
    for article in articles:
        listing.add(article)
    return listing.rows(people)


def ranked(rows: Iterable[Speaking]) -> list[Speaking]:
    """Those with the most statements first."""
    return sorted(rows, key=lambda row: (-row.statements, -row.reports, row.name, row.entity))


def appearances_of(article: Article) -> list[tuple[Appearance, Tally]]:
    """Each speaker of an article once, with what it adds."""
    tallies: dict[tuple[str, str], tuple[Speaker, Tally]] = {}
    for statement in article.statements:
        if statement.speaker is None:
            continue
        speaker, tally = tallies.setdefault((statement.speaker.name, statement.speaker.kind), (statement.speaker, Tally()))
        tally.kinds[speaker.kind] += 1
        tally.names[speaker.name] += 1
        tally.reports.add(article.id)
        tally.acts[statement.act or ""] += 1
        if speaker.role:
            tally.roles[speaker.role.text] += 1
        if statement.source:
            tally.sources[article.words(statement.source)] += 1
    return [(appearance_of(article, speaker), tally) for speaker, tally in tallies.values()]


def appearance_of(article: Article, speaker: Speaker) -> Appearance:
    """A speaker of an article as it is compared with those of others."""
    role, organization = (part.text if part else None for part in (speaker.role, speaker.organization))
    return Appearance(article.id, article.published, speaker.name, speaker.kind, role, organization, speaker.country.code if speaker.country else None)


def row_of(entity: str, tally: Tally, people: People | None) -> Speaking:
    """A speaker of so many appearances, which were added by date."""
    matches = [match for appearance in tally.appearances if people and (match := people.match(appearance))]
    person = max(matches, key=lambda match: match.probability).person if matches else None
    return Speaking(entity, max(tally.names, key=lambda n: (len(n.split()), not n.isupper(), tally.names[n], n)), tally.kinds.most_common(1)[0][0], sum(tally.kinds.values()), len(tally.reports),
                    _often(tally.names), _often(tally.roles), _often(tally.sources), person.name if person else None, person.identifier if person else None)


def _often(counter: Counter[str]) -> tuple[str, ...]:
    return tuple(words for words, _ in counter.most_common(FORMS))
