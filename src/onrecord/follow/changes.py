"""The amount that an event gives in place of the one that held."""

import re

from onrecord.follow.amounts import is_money
from onrecord.follow.findings import Finding

CHANGE = 10.0  # by how much an amount is raised or cut at most; more is another amount
_LEFT = re.compile(r"\b(?:the|their|its|his|her|those)\s+(?:other|remaining|rest|first|last|next|missing|outstanding|second|third|final)\s+$", re.IGNORECASE)
_SHORT = re.compile(r"\s+(?:\w+\s+)?(?:short|missing|fewer|less|too\s+few|lower|higher)\b", re.IGNORECASE)  # "80 fewer than": by how much, and not how much
_NEW = re.compile(r"\b(?:to|now(?:\s+[a-z]+)?|but|it|made\s+it|become|becomes|became|remain|remains|speaks?\s+of)\s+(?:be\s+|is\s+|only\s+|up\s+to\s+|just\s+|about\s+|of\s+)*$", re.IGNORECASE)
_OLD = re.compile(r"\b(?:from|instead\s+of|rather\s+than|not|than|hitherto|of|wanted|was|its|the)\s+(?:the\s+)?$", re.IGNORECASE)


def _counts_things(unit: str) -> bool:
    """Whether a unit is of things, of which one may be named in several ways: 60 "posts" are cut to 45 "paramedics"."""
    return bool(unit) and unit != "percent" and not is_money(unit)


def in_its_scale(value: float, unit: str, latest: tuple[float, str]) -> float:
    """A number without a unit in the scale of the money that is spoken of: the 80 of "the town had asked for 80" as millions, where that was 80 million."""
    bare = not unit and is_money(latest[1]) and value < 1000
    return value * next((scale for scale in (1e6, 1e3) if bare and latest[0] >= 2 * scale), 1)


def is_rest(finding: Finding, amount: tuple[float, str, bool, int, int]) -> bool:
    """Whether an amount is what is left of another, or one part of it: "the other 190", "the last four"."""
    at = max(0, amount[3] - finding.span[0])
    return bool(_LEFT.search(finding.text[max(0, at - 24) : at]))


def changed_amount(finding: Finding, latest: tuple[float, str]) -> tuple[float, str, bool, int, int] | None:
    """The amount that a finding gives in place of the one that held: of several that which stands behind "to" or "now", not behind "from" or "instead of"; a bare number is of the same unit.  None where it gives no other."""
    found = []
    for value, unit, further, start, end in finding.amounts:
        before = finding.text[: max(0, start - finding.span[0])]
        value = in_its_scale(value, unit, latest)
        alike = unit == latest[1] or not unit or (not latest[1] and is_money(unit)) or (_counts_things(unit) and _counts_things(latest[1]) and finding.kind == ("raised" if value > latest[0] else "cut"))
        if alike and not further and latest[0] / CHANGE <= value <= latest[0] * CHANGE and not _LEFT.search(before[-24:]) and not _SHORT.match(finding.text, end - finding.span[0]):
            found.append((0 if _NEW.search(before[-30:]) else 2 if _OLD.search(before[-30:]) else 1, (value, latest[1] or unit, further, start, end)))
    best = min(found, key=lambda row: (row[0], row[1][3]), default=None)
    return best[1] if best is not None and best[1][0] != latest[0] else None
