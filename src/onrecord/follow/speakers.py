"""Whether two statements, or a name as a person types it and a statement, have one speaker: a person by any spelling of the name, a body also through its spokesman, its office or its head."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.resolve.appearances import is_proper, titled
from onrecord.resolve.organizations import body_likeness, body_words, is_generic
from onrecord.resolve.spelling import ALIKE, likeness, parse
from onrecord.resolve.words import ARTICLES, PRONOUNS
from onrecord.types import Statement

Same = Literal["same", "unknown", "other"]
_POSSESSIVE = re.compile(r"[’'‘`]s?(?=\s|$)")
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_SPEAKS_FOR = re.compile(r"\b(?:spokes(?:man|woman|person|people)|press (?:office|officer|secretary|service)|office|aide|statement|letter|note)\b", re.IGNORECASE)
_EMPTY = frozenset(["of", "for", "from", "in", "at", "on", "by", "with", "to", "'s", "who", "which", "that", "whose", "its", "his", "her", "their", "our", "former", "new", "acting", "deputy", "chief", "spokesman", "spokeswoman", "spokesperson", "press", "office", "officer", "service", "secretary", "statement", "letter", "mr", "mrs", "ms", "cllr", "dr"])
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
    speaker = statement.speaker
    if speaker is None:
        return Who("", "", source=source)
    return Who(speaker.name, speaker.kind, speaker.role.text if speaker.role else "", speaker.organization.text if speaker.organization else "", speaker.country.code if speaker.country else "", source)


@lru_cache(1 << 14)
def asked(name: str, who: Who, beside: bool = False) -> Same:
    """Whether a name that a person gives is that of a speaker; unknown where the report does not tell who speaks, but has the name `beside` the statement."""
    wanted = telling(name)
    told = telling(" ".join((who.name, who.role, who.organization, _head(who.source))))
    if not wanted or wanted <= told or (who.name and names_alike(name, who.name)):
        return "same"
    if any(part and is_proper(part) and names_alike(name, part) for part in (who.organization, _head(who.source))):
        return "same"
    if who.named or not beside:
        return "other"
    return "unknown"


Likeness = Literal["same", "body", "role", "kindred", "untold", "unlike", "other", "surely other"]
REASONS: dict[Likeness, str] = {
    "same": "the same speaker", "body": "a body and somebody who speaks for it", "role": "one report names the speaker by role", "kindred": "roles in common", "untold": "one report does not tell the speaker",
    "unlike": "the speakers are described otherwise", "other": "another speaker, as far as could be told", "surely other": "both reports name another speaker",
}  # fmt: skip


@lru_cache(1 << 15)
def compare(a: Who, b: Who) -> Likeness:
    """How two speakers of two reports relate; see REASONS.  Surely another one: the sources themselves, and no pronoun, name two."""
    if a.named and b.named and (names_alike(a.name, b.name) or _by_surname(a, b) or _by_surname(b, a)):
        return "same"
    people = a.kind == b.kind == "person" and a.named and b.named
    bodies = _bodies(a), _bodies(b)
    if not people and any(names_alike(x, y) for x in bodies[0] for y in bodies[1]):
        return "body"
    heads = telling(_head(a.source)) | telling(a.name), telling(_head(b.source)) | telling(b.name)
    roles = heads[0] | telling(a.role) | telling(a.organization), heads[1] | telling(b.role) | telling(b.organization)
    if not (a.named and b.named):
        if (heads[0] and heads[0] <= roles[1]) or (heads[1] and heads[1] <= roles[0]):
            return "role"
        if roles[0] & roles[1]:
            return "kindred"
        return "untold" if not heads[0] or not heads[1] else "unlike"
    if not people and roles[0] & roles[1]:
        return "kindred"
    generic = is_generic(a.name) or is_generic(b.name)
    return "surely other" if a.sure and b.sure and not generic else "other"


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


def _by_surname(a: Who, b: Who) -> bool:
    """Whether the source is a surname alone, "Mr Novak", and the other's: so it is whatever fuller name it was taken for."""
    bare = titled(_head(a.source))[1]
    return bool(bare) and is_proper(bare) and not parse(bare).given and frozenset() < telling(bare) <= telling(b.name)


def _bodies(who: Who) -> tuple[str, ...]:
    """The bodies for which somebody may be speaking."""
    own = who.name if who.kind in ("organization", "country") else ""
    behind = re.split(r"\b(?:of|for|at)\b", _head(who.source), maxsplit=1)[1:] if _SPEAKS_FOR.search(who.source) else []
    before = [re.split(r"[’']s\s", who.source)[0]] if re.search(r"[’']s (?:office|spokes)", who.source) else []
    return tuple(part.strip() for part in (own, who.organization, *behind, *before) if part.strip())
