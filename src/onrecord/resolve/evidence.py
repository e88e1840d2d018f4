"""What speaks for and against two appearances being of one entity: role, organization, country, time, each as a weight (log-odds) with its reason.

The weights are set by hand, and no calibration stands behind them yet.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from math import exp

from onrecord.resolve.organizations import body_likeness, is_generic
from onrecord.resolve.spelling import ALIKE
from onrecord.resolve.words import gender, roles

NEAR_FIELDS = frozenset(map(frozenset, [
    ("politics", "law"), ("politics", "business"), ("politics", "military"), ("politics", "science"), ("science", "business"), ("media", "arts"), ("science", "medicine"), ("law", "business"),
    ("science", "teaching"), ("politics", "teaching"), ("crafts", "business"), ("law", "military"), ("politics", "media"), ("media", "science"), ("arts", "science"), ("politics", "medicine")]))  # fmt: skip
YEAR = 365.25
LONG_AGO = 25.0  # years between two appearances that tell people of one name apart
A_LIFE = 50  # years that nobody holds one office
_GENDERED = re.compile(r"(?:wo)?man$|person$|woman$|ess$")
_FORMER = frozenset(["former", "ex", "then", "acting", "late", "veteran", "outgoing", "incoming", "retired", "the", "a", "an", "of", "and", "for", "senior", "chief"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A weight in log-odds, for (above 0) or against one entity, and why; `about` is the name, the time, or what is told."""

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
def fields() -> dict[str, str]:
    """Head nouns of roles -> field of life."""
    lines = (files("onrecord.resolve") / "fields.txt").read_text(encoding="utf-8").splitlines()
    return {noun: line.split()[0] for line in lines if line and not line.startswith("#") for noun in line.split()[1:]}


@lru_cache(1 << 15)
def role_words(role: str) -> tuple[str, ...]:
    """The telling words of a role, in lower case; what comes behind "of" or "for" is left out."""
    words = [w for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", re.split(r"\s(?:of|for|at|in)\s", role.casefold())[0]) if w not in _FORMER]
    return tuple(words)


@lru_cache(1 << 15)
def head(role: str) -> str:
    """The noun of a role: "minister" of "deputy foreign minister"."""
    words = role_words(role)
    return next((w for w in reversed(words) if w in fields() or w in roles()), words[-1] if words else "")


@lru_cache(1 << 15)
def field_of(role: str) -> str:
    return fields().get(head(role), "")


def _neutral(noun: str) -> str:
    stem = _GENDERED.sub("", noun) if len(noun) > 5 else noun
    return {"chair": "chairman", "councilor": "councillor", "council": "councillor", "fisher": "fisherman"}.get(stem, stem)


def years_between(a: Told, b: Told) -> float | None:
    """Years from the end of the earlier to the beginning of the later; 0 where they overlap, None where a date is missing."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    return max(0, (b.first - a.last).days, (a.first - b.last).days) / YEAR


def compare(a: Told, b: Told) -> list[Evidence]:
    """The evidence, in a fixed order; what a report does not tell is none."""
    years = years_between(a, b)
    found: Iterable[Evidence | None] = (_roles(a.role, b.role, years), _gender(a.role, b.role), _organizations(a, b, years), _country(a.country, b.country), _time(years))
    return [evidence for evidence in found if evidence]


@lru_cache(1 << 16)
def _same_role(a: str, b: str) -> tuple[str, float, str]:
    """How two roles go together, with the weight for and the reason; "" where the fields must tell."""
    words_a, words_b, head_a, head_b = role_words(a), role_words(b), head(a), head(b)
    if not words_a or not words_b:
        return "unknown", 0.0, ""
    if words_a == words_b or (_neutral(head_a) == _neutral(head_b) and set(words_a) - {head_a} == set(words_b) - {head_b}):
        return "same", 1.4, f"the same role ({' '.join(words_a)})"
    if _neutral(head_a) == _neutral(head_b):
        beside_a, beside_b = set(words_a) - {head_a}, set(words_b) - {head_b}
        if not beside_a or not beside_b or beside_a & beside_b:
            return "same", 1.0, f"alike roles ({' '.join(words_a)}, {' '.join(words_b)})"
        return "near", 0.2, f"roles of one kind ({' '.join(words_a)}, {' '.join(words_b)})"
    return "other", 0.0, ""


def _roles(a: str, b: str, years: float | None) -> Evidence | None:
    if not a or not b:
        return None
    how, weight, reason = _same_role(a, b)
    if how != "other":
        return Evidence(weight, reason) if reason else None
    field_a, field_b = field_of(a), field_of(b)
    later = years is not None and years > 2
    reason = f"other roles ({' '.join(role_words(a))}, {' '.join(role_words(b))})"
    if not field_a or not field_b:
        return Evidence(-0.4 if later else -0.8, reason)
    if field_a == field_b:
        return Evidence(0.3, f"roles in one field, {field_a} ({' '.join(role_words(a))}, {' '.join(role_words(b))})")
    if frozenset((field_a, field_b)) in NEAR_FIELDS:
        return Evidence(-1.0 if later else -2.0, reason)
    return Evidence(-2.6 if later else -3.4, reason)


def _gender(a: str, b: str) -> Evidence | None:
    one, other = (gender(head(role)) if role else 0 for role in (a, b))
    return Evidence(-3.0, "a man and a woman by their roles") if one * other < 0 and "fisherman" not in (head(a), head(b)) else None


def _organizations(a: Told, b: Told, years: float | None) -> Evidence | None:
    if not a.organization or not b.organization:
        return None
    like = body_likeness(a.organization, b.organization)
    if like.score >= ALIKE:
        generic = is_generic(a.organization)
        return Evidence(0.6 if generic else 2.0, f"the same organization ({a.organization})" if like.score == 1 else f"organizations alike ({a.organization}, {b.organization})")
    if like.score > 0.3 or is_generic(a.organization) or is_generic(b.organization):
        return None
    later = years is not None and years > 2
    reason = f"other organizations ({a.organization}, {b.organization})"
    if a.role and b.role and _same_role(a.role, b.role)[0] == "same":
        return Evidence(-2.4 if later else -4.6, f"one role in {reason}")
    return Evidence(-0.4 if later else -1.2, reason)


def _country(a: str, b: str) -> Evidence | None:
    if not a or not b:
        return None
    return Evidence(0.5, f"the same country ({a})") if a == b else Evidence(-2.8, f"other countries ({min(a, b)}, {max(a, b)})")


def _time(years: float | None) -> Evidence | None:
    if years is None:
        return None
    if years <= 0.1:
        return Evidence(0.6, "within weeks", "time")
    if years <= 1:
        return Evidence(0.3, "within a year", "time")
    if years <= 8:
        return None
    weight = -0.6 if years <= 15 else -1.0 if years <= LONG_AGO else -2.4 if years <= 40 else -4.0 if years <= A_LIFE else -9.0
    return Evidence(weight, f"{years:.0f} years apart", "time")


def weigh(pairs: Sequence[Sequence[Evidence]]) -> tuple[float, tuple[str, ...]]:
    """The log-odds that one is of the others' entity, given the evidence beside each of them: names most alike, days nearest, the most that speaks for it and against it."""
    name = max((e for pair in pairs for e in pair if e.about == "name"), key=lambda e: (e.weight, e.reason), default=Evidence(0.0, ""))
    time = max((next((e for e in pair if e.about == "time"), Evidence(0.0, "")) for pair in pairs), key=lambda e: (e.weight, e.reason))
    best = max(([e for e in pair if e.about == "told" and e.weight > 0] for pair in pairs), key=lambda some: (sum(e.weight for e in some), [e.reason for e in some]))
    worst = min(([e for e in pair if e.about == "told" and e.weight < 0] for pair in pairs), key=lambda some: (sum(e.weight for e in some), [e.reason for e in some]))
    total = name.weight + time.weight + sum(e.weight for e in best) + sum(e.weight for e in worst)
    against = [e for e in (name, *worst, time) if e.weight < (-2 if e is name else 0)]
    return total, (*(e.reason for e in (name, *best, time) if e.reason and e not in against), *("although: " + e.reason for e in against))


def probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
