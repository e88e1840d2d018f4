"""A speaker's appearance in one article, and under which key appearances of different articles are compared."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from onrecord.resolve.countries import code_of
from onrecord.resolve.evidence import Told, role_words
from onrecord.resolve.organizations import acronyms, body_words, country_in, is_acronym, is_generic
from onrecord.resolve.spelling import ascii_tokens, parse

PERSON, BODY, COUNTRY, ALONE = "person", "body", "country", "alone"
_GOVERNMENT = re.compile(r"^(?:the )?(?:government of )?(.*?)(?:['’]s)?(?: (?:government|authorities|administration))?$", re.IGNORECASE)


@dataclass(frozen=True)
class Appearance:
    """Somebody in one article: the fullest name there, and what that article tells; `forms` are other forms of the name in it.

    `published` is an ISO 8601 date or None, `country` an ISO 3166 code; what is not told is None.
    """

    article: str
    published: str | None
    name: str
    kind: str
    role: str | None = None
    organization: str | None = None
    country: str | None = None
    forms: tuple[str, ...] = field(default=())

    @cached_property
    def id(self) -> str:
        """Address of the appearance, and of the entity of which it is the earliest."""
        return hashlib.sha256("\x1f".join(map(repr, self._fields)).encode()).hexdigest()[:16]

    @cached_property
    def order(self) -> tuple[str, str, str, str]:
        """Appearances by date (the undated last), article and name."""
        return (self.published or "9999-99-99", self.article, self.name, self.id)

    @property
    def _fields(self) -> tuple[object, ...]:
        return (self.published, self.article, self.name, self.kind, self.role, self.organization, self.country, tuple(sorted(self.forms)))

    @cached_property
    def day(self) -> date | None:
        try:
            return date.fromisoformat(self.published[:10]) if self.published else None
        except ValueError:
            return None

    @cached_property
    def key(self) -> "Key":
        return key_of(self.name, self.kind, self.country or "", self.article)

    @cached_property
    def told(self) -> Told:
        return Told(self.role if self.role and role_words(self.role) else "", self.organization or "", self.country or "", self.day, self.day)


@dataclass(frozen=True, slots=True)
class Key:
    """A name as it is compared: appearances of one key differ at most in what is told of them.

    `sort` is person, body, country, or alone (one article only); `name` is written in one way for all of a key's appearances; a partial one (a bare
    surname, an acronym) may belong to several full ones.
    """

    sort: str
    name: str
    partial: bool = False


def key_of(name: str, kind: str, country: str, article: str) -> Key:
    """The key of a name; groups, documents and the unnamed have one beyond their article only where they bear a proper name."""
    alone = Key(ALONE, "\x1f".join((article, kind, name.casefold())))
    if kind == "country":
        return Key(COUNTRY, country_called(name) or " ".join(name.casefold().split()))
    if kind == "unnamed" or not is_proper(name):
        return alone
    if kind == "person":
        parts = parse(name)
        given, family = ([w.text if parts.full else w.fold for w in words] for words in (parts.given, parts.family))
        return Key(PERSON, " ".join([*given, "-".join(family), parts.generation]).strip(), partial=not parts.full)
    if kind != "organization" and not all(w[:1] != w[:1].lower() for w in name.split() if len(w) > 3):
        return alone
    code, rest = country_in(name)
    if is_generic(rest):
        code = code or country
        return Key(BODY, " ".join([*sorted(body_words(rest)), "@" + code])) if code else alone
    letters = name.removeprefix("the ").removeprefix("The ").replace(".", "")
    if is_acronym(name) and letters not in acronyms():
        return Key(BODY, letters, partial=True)
    words = [part for token in ascii_tokens(acronyms().get(letters, name).replace("'s", "").replace("’s", "")) for part in token]
    return Key(BODY, " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words) or name.casefold())


def is_proper(name: str) -> bool:
    """Whether a word beside the article has a capital, or is of a script without capitals; generic names of bodies count too."""
    return any(w[:1] != w[:1].lower() or (w[:1].isalpha() and w[:1].lower() == w[:1].upper()) for w in name.split() if w not in ("The", "A", "An")) or is_generic(name)


@cache
def capitals() -> dict[str, str]:
    """Seats of governments, in lower case -> ISO 3166 code."""
    lines = (files("onrecord.resolve") / "capitals.txt").read_text(encoding="utf-8").splitlines()
    return {city.casefold(): code for city, code in (line.split("\t") for line in lines if line and not line.startswith("#"))}


def country_called(name: str) -> str | None:
    """The country that a name of the kind `country` stands for: "Kyiv", "the Finnish government", "France"."""
    whole = name.casefold().removeprefix("the ")
    match = _GOVERNMENT.match(name)
    inner = (match.group(1) if match else name).casefold().removeprefix("the ")
    return capitals().get(whole) or capitals().get("the " + whole) or code_of(name) or capitals().get(inner) or code_of(inner) or (code_of(inner.removesuffix("n")) if " " in inner else None)
