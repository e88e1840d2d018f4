"""Whether two statements, or a name as a person types it and a statement, have one speaker: a person by any spelling of the name, a body also through its spokesman, its office or its head."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.resolve.appearances import is_proper, titled
from onrecord.resolve.organizations import body_likeness, body_words, is_acronym, is_generic
from onrecord.resolve.spelling import ALIKE, likeness, parse, surnames
from onrecord.resolve.words import ARTICLES, PRONOUNS
from onrecord.types import Statement

Same = Literal["same", "unknown", "other"]
_POSSESSIVE = re.compile(r"[’'‘`]s?(?=\s|$)")
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_SPEAKS_FOR = re.compile(r"\b(?:spokes(?:man|woman|person|people)|press (?:office|officer|secretary|service)|office|aide|statement|letter|note)\b", re.IGNORECASE)
_EMPTY = frozenset(["of", "for", "from", "in", "at", "on", "by", "with", "to", "'s", "who", "which", "that", "whose", "its", "his", "her", "their", "our", "former", "new", "acting", "deputy", "chief", "spokesman", "spokeswoman", "spokesperson", "press", "office", "officer", "service", "secretary", "statement", "letter", "mr", "mrs", "ms", "cllr", "dr"])
_OF = re.compile(r"\s(?:of|from)\s")
_BINDING = frozenset(["of", "for", "to", "with", "by", "from", "and", "or", "than", "about", "against", "like"])
_MOST = 12  # words of a source that name; what follows is a relative clause


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker as a report tells of it: the name, "" where there is none; its kind; role, organization and country, and the words that stand for it, as far as they are told."""

    name: str
    kind: str
    role: str = ""
    organization: str = ""
    country: str = ""
    source: str = ""

    @property
    def named(self) -> bool:
        """Whether there is a proper name, by which two can be told apart."""
        return bool(self.name) and is_proper(self.name)

    @property
    def sure(self) -> bool:
        """Whether the words of the source themselves name it, and no pronoun or role had to be resolved."""
        return self.named and bool(telling(self.name) & telling(_head(self.source)))


def who_of(statement: Statement, text: str) -> Who:
    """Who made a statement, as its report tells."""
    source = " ".join(text[start:end] for start, end in statement.source)
    source = "" if source.casefold() in PRONOUNS else source
    speaker = statement.speaker
    if speaker is None:
        return Who("", "", source=source)
    return _one(Who(speaker.name, speaker.kind, speaker.role.text if speaker.role else "", speaker.organization.text if speaker.organization else "", speaker.country.code if speaker.country else "", source))


@lru_cache(1 << 14)
def _one(who: Who) -> Who:
    """One object for all that are equal, which are found sooner where each is compared with many."""
    return who


@lru_cache(1 << 14)
def asked(name: str, who: Who, beside: bool = False) -> Same:
    """Whether a name that a person gives is that of a speaker; unknown where the report does not tell who speaks, but has the name `beside` the statement."""
    wanted = telling(name)
    told = telling(" ".join((who.name, who.role, who.organization, _head(who.source))))
    if not wanted or wanted <= told or (who.name and names_alike(name, who.name)):
        return "same"
    another = who.kind == "person" and who.named and bool(parse(who.name).given) and bool(parse(name).given)  # Helen Strand, where Erik Strand spoke as "Strand"
    if any(part and is_proper(part) and names_alike(name, part) for part in (who.organization, "" if another else _head(who.source))):
        return "same"
    if who.named or not beside:
        return "other"
    return "unknown"


Likeness = Literal["same", "body", "role", "kindred", "untold", "unlike", "other", "surely other"]
REASONS: dict[Likeness, str] = {
    "same": "the same speaker", "body": "a body and somebody who speaks for it", "role": "one report names the speaker by role", "kindred": "roles in common", "untold": "one report does not tell the speaker",
    "unlike": "the speakers are described otherwise", "other": "another speaker, as far as could be told", "surely other": "both reports name another person",
}  # fmt: skip


def compare(a: Who, b: Who) -> Likeness:
    """How two speakers of two reports relate; see REASONS.  Surely another one: the sources themselves, and no pronoun, name two people."""
    return compare_traits(traits_of(a), traits_of(b))


def compare_traits(one: "Traits", other: "Traits") -> Likeness:
    """The same by what is compared of them."""
    a, b = one.who, other.who
    if (other.last and other.last in a.source and _calls(a, other)) or (one.last and one.last in b.source and _calls(b, one)):
        return "same"
    if one.named and other.named and (_alike(one, other) or frozenset() < one.surname <= other.name or frozenset() < other.surname <= one.name):
        return "same"
    people = a.kind == b.kind == "person" and one.named and other.named
    if not people and one.bodies and other.bodies and any(_bodies_alike(x, y) for x in one.bodies for y in other.bodies):
        return "body"
    if not (one.named and other.named):
        if (one.heads and one.heads <= other.roles) or (other.heads and other.heads <= one.roles):
            return "role"
        if not one.roles.isdisjoint(other.roles):
            return "kindred"
        return "untold" if not one.heads or not other.heads else "unlike"
    if not people and not one.roles.isdisjoint(other.roles):
        return "kindred"
    if (not one.sure and frozenset() < one.head <= other.roles) or (not other.sure and frozenset() < other.head <= one.roles):
        return "kindred"
    return "surely other" if people and one.sure and other.sure else "other"


@dataclass(frozen=True, slots=True)
class Body:
    """A name that may be a body's, the words in it that tell, and whether it is letters alone."""

    name: str
    words: frozenset[str]
    acronym: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a speaker: the words of the name, of the source, of a source that is a surname alone, of source and name, and of all that is told, each as far as there is something; `full` is a person's
    name of several words, and `last` the last of them."""

    who: Who
    named: bool
    sure: bool
    full: str
    last: str
    name: frozenset[str]
    head: frozenset[str]
    surname: frozenset[str]
    heads: frozenset[str]
    roles: frozenset[str]
    body: Body
    bodies: tuple[Body, ...]
    sounds: frozenset[str]


@lru_cache(1 << 15)
def traits_of(who: Who) -> Traits:
    """What is compared of a speaker."""
    head, name, plain = _head(who.source), telling(_plain(who)), titled(_plain(who))[1]
    heads = telling(head) | name
    bare = titled(head)[1] if head else ""
    surname = telling(bare) if bare and is_proper(bare) and not parse(bare).given else frozenset[str]()
    sounds = surnames(parse(plain)) if who.named else frozenset[str]()
    full = plain if who.named and who.kind == "person" and parse(plain).given else ""
    return Traits(
        who, who.named, who.sure and not is_generic(who.name), full, full.rpartition(" ")[2], name, telling(head), surname, heads, heads | telling(who.role) | telling(who.organization), _body(who.name),
        tuple(map(_body, _bodies(who))), sounds,
    )  # fmt: skip


def _body(name: str) -> Body:
    return Body(name, telling(name), is_acronym(name))


def _alike(one: Traits, other: Traits) -> bool:
    """Names are not compared letter by letter where no part of them sounds alike."""
    if one.who.kind == other.who.kind == "person":
        return not one.sounds.isdisjoint(other.sounds) and names_alike(_plain(one.who), _plain(other.who))
    return _bodies_alike(one.body, other.body)


def _plain(who: Who) -> str:
    """A person's name without what behind it tells of whom: "Tarrant of the league" is Tarrant."""
    before = _OF.split(who.name, maxsplit=1)[0]
    return before if who.kind == "person" and is_proper(before) else who.name


def _calls(who: Who, other: Traits) -> bool:
    """Whether the words of a source end with another one's full name, whoever was taken for the speaker: "the energy minister of Sorland Irena Novak", but not "the wife of Irena Novak"."""
    before, name, behind = _head(who.source).rpartition(other.full)
    if not name or behind.strip() or (before and before[-1] not in " ,"):
        return False
    *words, last = before.split() or [""]
    if last and titled(f"{last} {name}")[1] == name:
        last = words[-1] if words else ""
    return last.casefold() not in _BINDING


def _bodies_alike(a: Body, b: Body) -> bool:
    return (a.acronym != b.acronym or not a.words.isdisjoint(b.words)) and names_alike(a.name, b.name)


@lru_cache(1 << 15)
def names_alike(a: str, b: str) -> bool:
    """Whether two names may be one speaker's: a surname alone fits whoever bears it."""
    if telling(a) == telling(b) and telling(a):
        return True
    one, other = titled(a)[1], titled(b)[1]
    like = likeness(one, other)
    bare = not parse(one).given or not parse(other).given
    least = ALIKE if not bare else 0.9 if not parse(one).given and not parse(other).given else 0.44 if "one name alone" in like.reasons else 0.54
    if like.score >= least:
        return True
    return body_likeness(a, b).score >= ALIKE


@lru_cache(1 << 15)
def telling(words: str) -> frozenset[str]:
    """The words that tell a speaker from others, folded: without articles, pronouns and prepositions."""
    found = (token.casefold().rstrip(".") for token in _TOKEN.findall(_POSSESSIVE.sub("", words)))
    return frozenset(_folded(word) for word in found if word not in ARTICLES and word not in PRONOUNS and word not in _EMPTY)


def _folded(word: str) -> str:
    return (body_words(word) or (word,))[0]


def _head(source: str) -> str:
    """The words of a source that name, without a relative clause."""
    return " ".join(re.split(r",|\bwho\b|\bwhich\b|\bwhose\b", source)[0].split()[:_MOST]) if source else ""


def _bodies(who: Who) -> tuple[str, ...]:
    """The bodies for which somebody may be speaking."""
    own = who.name if who.kind in ("organization", "country") else ""
    behind = re.split(r"\b(?:of|for|at)\b", _head(who.source), maxsplit=1)[1:] if _SPEAKS_FOR.search(who.source) else []
    before = [re.split(r"[’']s\s", who.source)[0]] if re.search(r"[’']s (?:office|spokes)", who.source) else []
    return tuple(part.strip() for part in (own, who.organization, *behind, *before) if part.strip())
