"""What speaks for and against two appearances being of one entity: role, field of life, organization, place, country, age, time, each as a weight (log-odds) with its reason.

The weights are set by hand, and no calibration stands behind them yet.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from math import exp

from onrecord.resolve.countries import code_of
from onrecord.resolve.organizations import acronyms, body_likeness, body_words, country_in, initials, is_generic
from onrecord.resolve.spelling import ALIKE, ascii_tokens
from onrecord.resolve.words import bodies, gender, roles

_NEAR = {
    "politics": "law police military business science teaching media medicine activism religion", "law": "police business science teaching activism", "military": "police rescue sea", "rescue": "police medicine sea crafts",
    "business": "science media crafts farming sea activism", "media": "arts science activism", "science": "medicine teaching arts activism", "arts": "teaching", "medicine": "teaching",
    "activism": "religion crafts farming sea private teaching medicine arts", "crafts": "farming sea private", "private": "farming sea teaching",
}  # fmt: skip
NEAR_FIELDS = frozenset(frozenset((field, other)) for field, others in _NEAR.items() for other in others.split())
YEAR = 365.25
LONG_AGO = 25.0  # years between two appearances that tell people of one name apart
A_LIFE = 50  # years that nobody holds one office
A_WHILE = 2.0  # years from which an office may have followed another
AT_ONE_TIME = 0.75  # years within which two offices are held at one time
ANY = "any"
LASTING = "lasting"
OTHER_FIELD = (-3.0, -1.2)  # weights of fields near to each other, at one time and later
FAR_FIELD = (-4.0, -2.8)
_GENDERED = re.compile(r"(?:wo)?man$|person$|woman$|ess$")
_FORMER = frozenset(["former", "ex", "then", "acting", "late", "outgoing", "incoming", "retired", "the", "a", "an", "of", "and", "for", "senior", "veteran", "ex-", "longtime", "long-time", "current", "new", "newly", "to", "on", "in", "at", "from"])
_RANKS = frozenset(["chief", "deputy", "vice", "assistant", "general", "first", "second", "lead", "head", "interim", "honorary", "junior", "shadow"])
_OFFICE_OF_A_PLACE = frozenset(["mayor", "governor", "councillor", "councilor", "councilman", "councilwoman", "alderman", "prefect", "sheriff"])
_OFFICE_OF_A_NATION = frozenset(["minister", "senator", "mp", "mep", "lawmaker", "legislator", "chancellor", "premier", "secretary", "ambassador", "congressman", "congresswoman", "parliamentarian", "deputy", "backbencher"])
_OFFICE_OF_GOVERNMENT = frozenset(["minister", "governor", "premier", "chancellor", "president", "prefect"])
_AGAINST_GOVERNMENT = frozenset(["opposition", "exiled", "dissident", "jailed", "imprisoned", "rebel"])
_ABROAD = frozenset(["ambassador", "analyst", "consul", "correspondent", "envoy", "expert", "historian", "researcher", "scholar", "striker", "defender", "winger", "midfielder"])
_AGE = re.compile(r"\b(\d{1,3})(?:-year-old|$)|,\s*(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A weight in log-odds, for (above 0) or against one entity, and why; `about` is the name, the time, what is told, or what of it lasts for life."""

    weight: float
    reason: str
    about: str = "told"


@dataclass(frozen=True, slots=True)
class Told:
    """What reports tell of somebody beside the name, and between which days."""

    role: str = ""
    organization: str = ""
    country: str = ""
    first: date | None = None
    last: date | None = None


@cache
def fields() -> dict[str, frozenset[str]]:
    """Head nouns of roles, and nouns of bodies and trades -> fields of life, with `ANY` where other words tell better."""
    found: dict[str, set[str]] = {}
    for line in (files("onrecord.resolve") / "fields.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *nouns = line.split()
            for noun in nouns:
                found.setdefault(noun, set()).add(name)
    return {noun: frozenset(names) for noun, names in found.items()}


def _fields_named(noun: str) -> frozenset[str]:
    plain = noun.removesuffix("'s")
    return fields().get(plain) or fields().get(plain.removesuffix("s"), frozenset())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text.replace("’", "'"))


@lru_cache(1 << 15)
def role_words(role: str) -> tuple[str, ...]:
    """The telling words of a role, in lower case; what comes behind "of" or "for" or a comma is left out."""
    words = [w.removesuffix("'s") for w in _words(re.split(r"\s(?:of|for|at|in|from|to|with)\s|,", role.casefold())[0]) if w not in _FORMER]
    return tuple(words)


@lru_cache(1 << 15)
def head(role: str) -> str:
    """The noun of a role: "minister" of "deputy foreign minister"."""
    words = role_words(role)
    return next((w for w in reversed(words) if w in fields() or w in roles()), words[-1] if words else "")


@lru_cache(1 << 15)
def topics(role: str) -> frozenset[str]:
    """What a role is about, in lower case as organizations' words are: "labour" of "minister of labour" and "labour minister"; places and ranks are none."""
    plain = " ".join(w.removesuffix("'s") for w in _words(role.split(",")[0]) if w[:1] == w[:1].lower() and w not in _FORMER and w not in _RANKS and w not in ("member", "state", "national", "federal"))
    return frozenset(body_words(plain)) - {head(role)} - frozenset(body_words(head(role)) if head(role) else ()) if plain else frozenset()


@lru_cache(1 << 15)
def proper_words(role: str) -> frozenset[str]:
    """Words of names in a role, in lower-case ASCII: "imo" of "governor of Imo State"; countries are none."""
    own = [w.removesuffix("'s") for w in _words(role) if w[:1] != w[:1].lower() and not code_of(w.removesuffix("'s")) and w.casefold() not in fields()]
    return frozenset(part for w in own for token in ascii_tokens(w) for part in token) - {"state", "province", "region", "county", "city", "north", "south", "east", "west", "new", "san", "santa", "st"}


@lru_cache(1 << 15)
def country_of(role: str, organization: str) -> str:
    """The country that a role or an organization names: "the Dutch prime minister", "Argentine Truckers' Federation"."""
    if organization and (code := country_in(organization)[0] or code_of(organization)):
        return code
    if head(role) in _ABROAD:
        return ""
    words = [w.removesuffix("'s") for w in _words(role)]
    named = [code for size in (2, 1) for i in range(len(words) - size + 1) if words[i][:1] != words[i][:1].lower() and (code := code_of(" ".join(words[i : i + size])))]
    return named[0] if named else ""


@lru_cache(1 << 15)
def fields_of(role: str, organization: str = "") -> frozenset[str]:
    """The fields of life of a role's noun; where it is one of any field, of the words beside it, of the organization, or what it usually means."""
    own = _fields_named(head(role)) or _fields_named(head(role).rpartition("-")[2])
    if own and ANY not in own:
        return own
    return fields_beside(role) or _fields_in(_words(organization.casefold())) or own - {ANY}


@lru_cache(1 << 15)
def fields_beside(role: str) -> frozenset[str]:
    """The fields of life that the words beside a role's noun name: those of a "defence minister" are military ones."""
    return _fields_in(w for w in _words(role.casefold()) if w != head(role) and w not in _RANKS)


def _fields_in(words: Iterable[str]) -> frozenset[str]:
    named = (_fields_named(w) for w in words)
    return frozenset(field for some in named if ANY not in some for field in some)


def field_of(role: str) -> str:
    return min(fields_of(role), default="")


def _neutral(noun: str) -> str:
    stem = _GENDERED.sub("", noun) if len(noun) > 5 else noun
    return {"chair": "chairman", "councilor": "councillor", "council": "councillor", "fisher": "fisherman"}.get(stem, stem)


def both_tell_fields(a: Told, b: Told) -> bool:
    return bool(fields_of(a.role, a.organization) and fields_of(b.role, b.organization))


def has_followed(years: float | None) -> bool:
    """Whether one office may have followed the other by then; it may where a date is missing."""
    return years is None or years > A_WHILE


def years_between(a: Told, b: Told) -> float | None:
    """Years from the end of the earlier to the beginning of the later; 0 where they overlap, None where a date is missing."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    return max(0, (b.first - a.last).days, (a.first - b.last).days) / YEAR


def compare(a: Told, b: Told) -> list[Evidence]:
    """The evidence, in a fixed order; what a report does not tell is none."""
    return _compare(a, b, years_between(a, b))


def against_at_one_time(a: Told, b: Told) -> float:
    """The weight of what is told against one entity, had both been told in one year."""
    return sum(e.weight for e in _compare(a, b, 0.0) if e.about == "told" and e.weight < 0)


def _compare(a: Told, b: Told, years: float | None) -> list[Evidence]:
    if _is_untold(a) or _is_untold(b):
        return [evidence] if (evidence := _time(years)) else []
    found: Iterable[Evidence | None] = (_roles(a, b, years), _gender(a.role, b.role), _organizations(a, b, years), _subjects(a, b), _country(a, b), _ages(a, b), _time(years))
    return [evidence for evidence in found if evidence]


def _is_untold(told: Told) -> bool:
    return not (told.role or told.organization or told.country)


@lru_cache(1 << 16)
def _same_role(a: str, b: str) -> tuple[str, float, str]:
    """How two roles go together, with the weight for and the reason; "" where the fields must tell."""
    words_a, words_b, head_a, head_b = role_words(a), role_words(b), head(a), head(b)
    if not words_a or not words_b:
        return "unknown", 0.0, ""
    said = f"({' '.join(words_a)}, {' '.join(words_b)})"
    if _neutral(head_a) != _neutral(head_b):
        return "other", 0.0, ""
    about_a, about_b = topics(a), topics(b)
    if proper_words(a) and proper_words(b) and proper_words(a).isdisjoint(proper_words(b)) and (about_a & about_b or ANY not in fields().get(head_a, ())):
        return "elsewhere", 0.0, f"one role in two places ({a}, {b})"
    if about_a == about_b:
        return "same", 1.4, f"the same role ({' '.join(words_a)})" if words_a == words_b else f"the same role {said}"
    if not about_a or not about_b or about_a & about_b:
        return "same", 1.0, f"alike roles {said}"
    return "near", 0.2, f"roles of one kind {said}"


def _roles(a: Told, b: Told, years: float | None) -> Evidence | None:
    later = has_followed(years)
    how, weight, reason = _same_role(a.role, b.role) if a.role and b.role else ("other", 0.0, "")
    if how == "elsewhere":
        return Evidence(-1.6 if later else -2.8, reason)
    if how == "same" and _places_apart(a, b):
        return Evidence(-0.8 if later else -1.8, f"one role in two places ({a.role}, {b.role or b.organization})")
    if how == "near" and years is not None and years < AT_ONE_TIME:
        apart = _in_other_fields(fields_beside(a.role), fields_beside(b.role))
        return Evidence(-2.4 if apart else -0.6, f"{reason}, of other fields" if apart else reason)
    if how == "same" and ANY in fields().get(head(a.role), ()):
        how = "vague"
    if how in ("same", "near"):
        return Evidence(weight, reason) if reason else None
    fields_a, fields_b = fields_of(a.role, a.organization), fields_of(b.role, b.organization)
    if how == "vague":
        return Evidence(-1.2, f"{reason}, of other fields") if _in_other_fields(fields_a, fields_b) else Evidence(weight, reason)
    said = f"({a.role or a.organization}, {b.role or b.organization})"
    if not fields_a or not fields_b:
        return Evidence(-0.4 if later else -0.8, f"other roles {said}") if a.role and b.role else None
    if shared := fields_a & fields_b:
        offices = {_neutral(head(a.role)), _neutral(head(b.role))}
        if years is not None and years < AT_ONE_TIME and offices & _OFFICE_OF_A_PLACE and offices & _OFFICE_OF_A_NATION:
            return Evidence(-2.5, f"two offices at one time {said}")
        if years is not None and years < AT_ONE_TIME and _governs(a.role) + _governs(b.role) == 0 and _governs(a.role):
            return Evidence(-2.5, f"in government and against it at one time {said}")
        return Evidence(0.3, f"in one field, {min(shared)} {said}")
    if any(frozenset((x, y)) in NEAR_FIELDS for x in fields_a for y in fields_b):
        if subjects := _about(a.role) & _about(b.role):
            return Evidence(0.3, f"both to do with {min(subjects)} {said}")
        touching = fields_a & fields_beside(b.role) or fields_b & fields_beside(a.role)
        return Evidence(OTHER_FIELD[later or bool(touching)], f"other roles {said}")
    return Evidence(FAR_FIELD[later], f"other fields of life {said}")


@lru_cache(1 << 15)
def _governs(role: str) -> int:
    """1 for who holds an office of government, -1 for who is against the government, 0 for others."""
    words = set(_words(role.casefold()))
    if words & _AGAINST_GOVERNMENT:
        return -1
    return 1 if _neutral(head(role)) in _OFFICE_OF_GOVERNMENT and not words & {"former", "ex", "shadow"} else 0


def _in_other_fields(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and a.isdisjoint(b)


def _about(role: str) -> frozenset[str]:
    return topics(role) | frozenset(body_words(head(role)) if head(role) and ANY not in _fields_named(head(role)) else ())


def _places_apart(a: Told, b: Told) -> bool:
    """Whether the place that one's role names has no part in the name of the other's organization, where that has one of its own."""
    if "sport" in fields_of(a.role, a.organization):
        return False
    for one, other in ((a, b), (b, a)):
        bodies_own = {w for w in _named("", other.organization) if w not in fields() and not is_generic(w)}
        if one.organization == "" and other.organization and proper_words(one.role) and bodies_own and proper_words(one.role).isdisjoint(bodies_own):
            return True
    return False


def _subjects(a: Told, b: Told) -> Evidence | None:
    """A name or subject in one's role that the other's organization or another role has: "defence minister" and "Defence Ministry", "ISRO chairman" and "ISRO"."""
    shared = (_named(a.role, "") & _named("", b.organization)) | (_named("", a.organization) & _named(b.role, ""))
    if not shared and a.role and b.role and _same_role(a.role, b.role)[0] == "other":
        shared = (topics(a.role) & topics(b.role)) - fields().keys()
        if not fields_of(a.role).isdisjoint(fields_of(b.role)):
            shared |= proper_words(a.role) & proper_words(b.role)
    if not shared:
        return None
    return Evidence(1.2, f"both to do with {min(shared)}")


@lru_cache(1 << 15)
def _named(role: str, organization: str) -> frozenset[str]:
    """The words by which a role and an organization may be known to belong together."""
    body = frozenset(w for w in body_words(organization) if w not in bodies() and not code_of(w)) | initials(organization) if organization else frozenset()
    letters = {organization.casefold()} if organization in acronyms() else set()
    return topics(role) | proper_words(role) | body | letters if role or organization else frozenset()


@lru_cache(1 << 15)
def _age(role: str) -> int | None:
    match = _AGE.search(role)
    age = int(next(group for group in match.groups() if group)) if match else 0
    return age if 10 <= age <= 110 else None


def _ages(a: Told, b: Told) -> Evidence | None:
    """By the years of birth that their ages tell."""
    age_a, age_b = _age(a.role), _age(b.role)
    if age_a is None or age_b is None or a.first is None or b.first is None:
        return None
    born_a, born_b = a.first.year - age_a, b.first.year - age_b
    return Evidence(1.5, f"born about {born_a}") if abs(born_a - born_b) <= 1 else Evidence(-5.0, f"born about {min(born_a, born_b)} and {max(born_a, born_b)}", LASTING)


def _gender(a: str, b: str) -> Evidence | None:
    one, other = (gender(head(role)) if role else 0 for role in (a, b))
    return Evidence(-3.0, "a man and a woman by their roles", LASTING) if one * other < 0 and "fisherman" not in (head(a), head(b)) else None


def _organizations(a: Told, b: Told, years: float | None) -> Evidence | None:
    if not a.organization or not b.organization:
        return None
    like = body_likeness(a.organization, b.organization)
    if like.score >= ALIKE:
        generic = is_generic(a.organization)
        return Evidence(0.6 if generic else 2.0, f"the same organization ({a.organization})" if like.score == 1 else f"organizations alike ({a.organization}, {b.organization})")
    shared = set(body_words(a.organization)) & set(body_words(b.organization))
    if any(w not in bodies() and w not in fields() and not code_of(w) and not is_generic(w) for w in shared):
        return Evidence(1.0, f"organizations that share a name ({a.organization}, {b.organization})")
    if is_generic(a.organization) or is_generic(b.organization):
        return None
    later = has_followed(years)
    reason = f"other organizations ({a.organization}, {b.organization})"
    if "sport" in fields_of(a.role, a.organization) & fields_of(b.role, b.organization):
        return Evidence(-4.0 if years is not None and years < AT_ONE_TIME else -0.4, reason)
    if a.role and b.role and _same_role(a.role, b.role)[0] == "same":
        return Evidence(-2.4 if later else -4.6, f"one role in {reason}")
    return Evidence(-0.4 if later else -1.2, reason)


def _country(a: Told, b: Told) -> Evidence | None:
    x, y = a.country or country_of(a.role, a.organization), b.country or country_of(b.role, b.organization)
    if not x or not y:
        return None
    return Evidence(0.5, f"the same country ({x})") if x == y else Evidence(-4.0, f"other countries ({min(x, y)}, {max(x, y)})", LASTING)


def _time(years: float | None) -> Evidence | None:
    if years is None:
        return None
    if years <= 0.1:
        return Evidence(0.2, "within weeks", "time")
    if years <= 8:
        return None
    weight = -0.6 if years <= 15 else -1.0 if years <= LONG_AGO else -3.2 if years <= 40 else -4.0 if years <= A_LIFE else -9.0
    return Evidence(weight, f"{years:.0f} years apart", "time")


def weigh(pairs: Sequence[Sequence[Evidence]]) -> tuple[float, tuple[str, ...]]:
    """The log-odds that one is of the others' entity, given the evidence beside each of them: names most alike, days nearest, the most that speaks for it and against it."""
    name = max((e for pair in pairs for e in pair if e.about == "name"), key=lambda e: (e.weight, e.reason), default=Evidence(0.0, ""))
    time = max((next((e for e in pair if e.about == "time"), Evidence(0.0, "")) for pair in pairs), key=lambda e: (e.weight, e.reason))
    best = max(([e for e in pair if e.about in ("told", LASTING) and e.weight > 0] for pair in pairs), key=lambda some: (sum(e.weight for e in some), [e.reason for e in some]))
    worst = min(([e for e in pair if e.about in ("told", LASTING) and e.weight < 0] for pair in pairs), key=lambda some: (sum(e.weight for e in some), [e.reason for e in some]))
    total = name.weight + time.weight + sum(e.weight for e in best) + sum(e.weight for e in worst)
    against = [e for e in (name, *worst, time) if e.weight < (-2 if e is name else 0)]
    return total, (*(e.reason for e in (name, *best, time) if e.reason and e not in against), *("although: " + e.reason for e in against))


def probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
