"""A speaker's appearance in one article, and under which key appearances of different articles are compared."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from onrecord.resolve.countries import code_of
from onrecord.resolve.evidence import Told, fields_of, role_words
from onrecord.resolve.organizations import acronyms, body_words, country_in, is_acronym, is_generic, nation_of
from onrecord.resolve.spelling import ascii_tokens, name_tokens, parse
from onrecord.resolve.words import ARTICLES, roles, titles

PERSON, BODY, COUNTRY, ALONE = "person", "body", "country", "alone"
_SHORT_TITLES = {
    "gen": "general", "col": "colonel", "lt": "lieutenant", "capt": "captain", "maj": "major", "sgt": "sergeant", "brig": "brigadier", "adm": "admiral", "cmdr": "commander", "sen": "senator", "rep": "representative",
    "gov": "governor", "cllr": "councillor", "insp": "inspector", "prof": "professor", "supt": "superintendent", "amb": "ambassador", "det": "detective", "cpl": "corporal", "mme": "madame", "mlle": "mademoiselle",
}  # fmt: skip
"""Titles as they are shortened before a name."""
_ARMED = frozenset(body_words("defence defense armed forces force military"))
_OFFICES = frozenset(["minister", "secretary", "president", "general", "chief", "commissioner", "governor", "mayor", "judge", "prosecutor", "spokesman", "spokeswoman", "captain"])
_BEFORE_GIVEN_NAMES = frozenset(["king", "queen", "prince", "princess", "pope", "saint", "st", "duke", "duchess", "emperor", "empress", "sultan", "emir", "brother", "sister", "father", "mother", "patriarch"])
_GOVERNMENT = re.compile(r"^(?:the )?(?:government of )?(.*?)(?:['’]s)?(?: (?:government|authorities|administration|officials))?$", re.IGNORECASE)


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
        role = self.role if self.role and role_words(self.role) else self._title if self.kind == "person" else ""
        return Told(role, self.organization or "", self.country or (nation_of(self.name) if self.kind == "organization" else ""), self.day, self.day)

    @property
    def _title(self) -> str:
        """The office that the name or another form of it begins with, or that a form is: "Senator Lind", "the judge"."""
        titles = [titled(self.name)[0], *(titled(form)[0] or form.removeprefix("the ") for form in sorted(self.forms) if titled(form)[0] or (form.startswith("the ") and form.islower()))]
        return next((title for title in titles if fields_of(title)), "")


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
    if kind == "unnamed" or not is_proper(name) or (kind == "person" and _describes(name)):
        return alone
    if kind == "person":
        bare = titled(name)[1]
        parts = parse(bare)
        if not parts.full:
            return Key(PERSON, " ".join([*(w.fold for w in parts.given), "-".join(w.fold for w in parts.family), parts.generation]).strip(), partial=True)
        tokens, generation = name_tokens(bare)
        return Key(PERSON, " ".join([*(part for token in tokens[:-1] for part in token), "-".join(tokens[-1]), generation]).strip())
    if kind != "organization" and not all(w != w.lower() for w in name.split() if len(w) > 3):
        return alone
    if kind == "document":
        name = re.sub(r"^(?:the )?\S+['’]s (?=\S+ \S)", "", name)
    if not is_acronym(name):
        name = " ".join(acronyms().get(w.replace(".", ""), w) for w in name.split())
    elif code_of_acronym := country_in(acronyms().get(name.replace(".", ""), ""))[0]:
        country, name = country or code_of_acronym, acronyms()[name.replace(".", "")]
    code, rest = country_in(name)
    if code and is_acronym(rest):
        name = rest
    if is_generic(rest):
        code = code or country
        words = sorted(body_words(rest))
        return Key(BODY, " ".join([*(["military"] if _ARMED.issuperset(words) else words), "@" + code])) if code else alone
    letters = name.removeprefix("the ").removeprefix("The ").replace(".", "")
    if is_acronym(name) and letters not in acronyms():
        return Key(BODY, letters.upper(), partial=True)
    words = [part for token in ascii_tokens(acronyms().get(letters, name).replace("'s", "").replace("’s", "")) for part in token]
    return Key(BODY, " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words) or name.casefold())


def _describes(name: str) -> bool:
    """Whether a person is described by what is no name of his own: "A spokesman for Strand"."""
    first, _, rest = name.partition(" ")
    return first.casefold() in ARTICLES and rest[:1].islower()


@lru_cache(1 << 15)
def titled(name: str) -> tuple[str, str]:
    """The titles that a person's name begins with, as a role, and the name without them: "Gen. Ana Lind" -> "general", "Ana Lind"."""
    words = name.split()
    known = [_title(w) for w in words]
    size = next(i for i in range(len(words)) if i == len(words) - 1 or not known[i]) if words else 0
    if not size and len(words) > 3 and known[1] in _OFFICES and words[0].isalpha():
        size, known[0] = 2, words[0].casefold()
    if not size or (size == len(words) - 1 and known[0] in _BEFORE_GIVEN_NAMES):
        return "", name
    return " ".join(known[:size]), " ".join(words[size:])


def _title(text: str) -> str:
    """A word before a name as a title, written out; "" where it is none."""
    plain = text.casefold().rstrip(".,")
    return _SHORT_TITLES.get(plain, plain if text[:1].isupper() and not (len(plain) < 3 and "." not in text) and plain in titles() | roles() else "")


def is_proper(name: str) -> bool:
    """Whether a word beside the article has a capital, or is of a script without capitals; generic names of bodies count too."""
    words = [re.sub("^(?:al|el|a[dnrst]|ash)-", "", w) for w in name.split()]
    return any(w[:1] != w[:1].lower() or (w[:1].isalpha() and w[:1].lower() == w[:1].upper()) for w in words if w not in ("The", "A", "An")) or is_generic(name)


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
