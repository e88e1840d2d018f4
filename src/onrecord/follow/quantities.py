"""How much a clause asks or promises: which of the amounts in and around it tell that, and not of whom or of what it speaks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.extraction.clauses import SAYING
from onrecord.follow.amounts import Amount
from onrecord.follow.clauses import Sentence
from onrecord.follow.lexicon import cues
from onrecord.follow.numbers import ordinal_before
from onrecord.follow.patterns import FUTURE
from onrecord.resolve.words import bodies, is_role
from onrecord.types import Span

_ASKING = re.compile(r"\b(?:appealed|asked|asks|called|demanded|requested|urged|invited|wants?|wanted|sought|applied|told|said)\b", re.IGNORECASE)
_NOTED = re.compile(rf"\W*{SAYING}\b[^,;:\"“”\r\n]*,\s", re.IGNORECASE)
_RELATIVE = re.compile(r"\W*(?:which|who|that|whose)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|depends?|hangs?|remains?|waits?)\b", re.IGNORECASE)  # "300 million are tied to the reform, which …"
_ADDED = re.compile(r"\s*[:–—]\s")
_PEOPLE = frozenset(["people", "member", "maker", "resident", "family", "household", "staff", "parent", "worker", "charity", "signature", "club", "farmer", "delegate", "state", "government", "side", "country", "ally"])
_PROMISING = re.compile(r"\b(?:agreed|promised|pledged|vowed|undertook|committed|offered|announced|decided|resolved)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\b(?:from|of|with|in|by)\s+$", re.IGNORECASE)
_AROUND = re.compile(r"(?<!each )(?<!one )(?<!every )(?<!all )(?<!any )\b(?:in|of|from|at|until|between|by|among|across|bearing|over|with)\s+(?:the|its|their|our|his|her|these|those|(?:[\w-]+\s+)?[\w-]+['’]s?)\s+(?:other\s+|existing\s+|remaining\s+)?$", re.IGNORECASE)
_BEHALF = re.compile(r"\b(?:petition|letter|list|appeal)\s+(?:of|with|by|from)\s+$|\b(?:signed|backed|supported|endorsed)\s+by\s+$|\b(?:on\s+behalf|in\s+the\s+name)\s+of\s+(?:the\s+|its\s+|their\s+|some\s+|about\s+)?$|\b(?:speaks?|spoke)\s+for\s+(?:the\s+|some\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:(?:all|both|the|some|about|nearly|at\s+least|more\s+than)\s+)*$", re.IGNORECASE)
_SOME_PART = re.compile(r"\b(?:most|much|some|part|parts|many|several|(?:the\s+bulk|a\s+(?:share|portion|fraction|majority|minority|few))|the\s+(?:greater|larger|main)\s+part)\s+of\s+(?:the|its|their|his|her|our|those|these)\s+$", re.IGNORECASE)  # of how many, nobody can tell
_IN_RETURN = re.compile(r"\bin\s+(?:return|exchange)\s+for\b", re.IGNORECASE)
_FROM, _TO = re.compile(r"\bfrom\s+(?:the\s+)?(?:current\s+|present\s+)?$", re.IGNORECASE), re.compile(r"[^.;]{0,40}?\bto\s+(?:just\s+|only\s+|at\s+least\s+|about\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:the\s+)?(?!\d)[\w’'-]+(?:\s+[\w’'-]+)?\s+and\s+)?$|\bwith\s+(?:fewer|less|more)\s+than\s+$", re.IGNORECASE)  # "between two shifts", "schools with fewer than 30 pupils"
_COMPARED = re.compile(r"\b(?:(?:up|down)\s+from|compared\s+(?:with|to)|instead\s+of|rather\s+than|short\s+of|double|twice|on\s+top\s+of)\s+(?:(?:the|its|their|last\s+year[’']s)\s+)?(?:(?:about|some|roughly|nearly|almost|previous|earlier|original)\s+)*$", re.IGNORECASE)  # "40 billion, up from | 25 billion"
_BESIDES = re.compile(r"\band\s+(?:also\s+)?(?:an?|to|another|pay|spend|invest|give|grant|provide|contribute|put|set|offer|donate)\s[^,;]*$", re.IGNORECASE)  # "7 percent and a payment of | 1,000 crowns": what is told first counts
_GROUPS, _IN = frozenset(["group", "batch", "lot", "wave", "portion", "round", "shift", "half"]), re.compile(r"\bin\s+(?:\w+\s+)?$", re.IGNORECASE)  # "in two groups"
_WHOM = re.compile(r"\b(?:ask(?:s|ed)?|beg(?:s|ged)?|urge[sd]?|call(?:s|ed)?\s+(?:up)?on|press(?:es|ed)?|implore[sd]?|invite[sd]?|order(?:s|ed)?|appeal(?:s|ed)?\s+to)\s+(?:(?:all|the|some|about|these|those|its|their|his|her|other)\s+)*$", re.IGNORECASE)  # "asked | eleven countries for 200 vehicles"
_OR = re.compile(r"\s*[,(]?\s*(?:or|that\s+is)\s+(?:(?:about|some|around|roughly|nearly)\s+)?(?=[€$£\d]|[A-Z]{3}\s\d|[a-z]+\s+(?:million|billion|thousand))", re.IGNORECASE)
_RECALLED = re.compile(r"\W*of\s+(?:the|its|their|his|her|our|those|these)\s+(?P<what>[^,;]*?\b(?:promised|offered|pledged|announced|asked|wanted|requested|owed?|(?:was|were)\s+to)\b[^,;]*),", re.IGNORECASE)  # "Of the eighty benches that we offered, …"
_ASIDE = re.compile(r"\b(?:which|who|whose|whom)\b[^,;]*$")  # "which felled | 1,100 trees, the city promised"
_IS = re.compile(r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE)
_QUOTED_NAME = re.compile(r"[\"”’»]\s+(?=[a-z\d€$£])")
THAT_SUM = re.compile(r"(?=[tspcmbf])\b(?:that|this|the|such\s+a)\s+(?:(?:whole|full|entire|same|missing)\s+)?(?:(?:of\s+)?(?:this|that|the)\s+)?(?:sum|amount|money|costs?|bill|balance)\b|\b(?:pay(?:\s+for)?|cover|meet|bear|find|finance|fund|provide|contribute|put\s+up)\s+(?:all\s+of\s+)?(?:it|that)\b", re.IGNORECASE)
"""What takes up an amount that was named before: "would pay that sum", "asked donors to cover it"."""
_PARTS = frozenset(["instalment", "tranche", "part", "stage", "step", "phase", "signature"])
Finder = Callable[[int, int], Sequence[Amount]]


def how_much(text: str, lower: str, clause: Span, sentence: Sentence, asks: bool, amounts_in: Finder, bare_in: Finder) -> Sequence[Amount]:
    """The amounts of a clause that asks or promises; where it gives none, the one before a relative clause, then numbers alone ("will send six"), then what is added behind a colon.  `lower` is the text in lower case."""
    start, end = clause
    if (recalled := _RECALLED.match(text, start, end)) and (whole := amounts_in(*recalled.span("what"))):
        return whole
    asked = [match.start() for match in (cues(lower, start, end, ("asked",)).get("asked") if asks else None, (_ASKING if asks else _PROMISING).search(text, start, end)) if match and (asks or not FUTURE.search(text, start, match.start()))]
    noted = _NOTED.match(text, start, end)  # "Noting that two ferries were cancelled, she called for …"
    amounts: Sequence[Amount] = [amount for amount in amounts_in(noted.end() if noted else start, end) if not _only_around(text, amount, min(asked, default=start), start)]
    if not asks and asked and _IS.search(text, start, asked[0]):  # "a wing with 60 beds was promised"
        amounts = amounts or [amount for amount in amounts_in(start, asked[0]) if not (amount.unit in _PEOPLE or is_role(amount.unit) or _AROUND.search(text, max(0, amount.span[0] - 40), amount.span[0]))]
    elif not asks and asked:
        amounts = [amount for amount in amounts if not (amount.span[1] <= asked[0] and _ASIDE.search(text, start, amount.span[0]) and "," in text[amount.span[1] : asked[0]])]
    amounts = [amount for i, amount in enumerate(amounts) if not (i and (_COMPARED.search(text, start, amount.span[0]) or (amount.money and not amounts[0].money and _BESIDES.search(text, amounts[0].span[1], amount.span[0]))))]
    amounts = _changed(text, amounts, bare_in(start, end)) if len(amounts) and _FROM.search(text, start, amounts[0].span[0]) else amounts
    if not asks and len(amounts) > 1 and (will := FUTURE.search(text, start, end)):  # "the eleven states are to receive 80 million doses"
        behind = [amount for amount in amounts if amount.money or amount.span[0] > will.start() or not (amount.unit in _PEOPLE or is_role(amount.unit))]
        amounts = behind or amounts
    if all(amount.unit == "percent" for amount in amounts) and (other := _OR.match(text, end, sentence.end)):  # "40 per cent of its claim, or $520 million"
        amounts = [amount for amount in amounts_in(other.end() - 1, sentence.end)[:1] if amount.money] or amounts
    if not amounts and _RELATIVE.match(text, start):
        amounts = [amount for amount in amounts_in(sentence.start, start)[-1:] if not _OF_ANOTHER.search(text, amount.span[1], start)]
    if not amounts:
        amounts = [amount for amount in bare_in(start, end) if not (asks and asked and amount.span[0] < min(asked))]
    if not amounts and (name := _QUOTED_NAME.match(text, end, sentence.end)):  # 'to the heirs of the owner of the "Alba" 480 thousand euros'
        amounts = amounts_in(name.end(), sentence.end)[:1]
    if not amounts and _ADDED.match(text, end):
        amounts = amounts_in(end, sentence.end)
    return amounts


def counted_off(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """With what came where one of several is told before these: "the first of two bridges" is one."""
    found = []
    for amount in amounts:
        if (ordinal := None if amount.money else ordinal_before(text, amount.span[0])) is not None:
            found.append(replace(amount, value=1.0, span=(ordinal.start(), amount.span[1])))
        found.append(amount)
    return found


def _changed(text: str, amounts: Sequence[Amount], bare: Sequence[Amount]) -> Sequence[Amount]:
    """Of "from 41,000 tonnes to 26,000" the second, which counts what the first does."""
    first, *others = amounts
    second = next((amount for amount in sorted([*others, *bare], key=lambda amount: amount.span) if amount.span[0] >= first.span[1] and _TO.fullmatch(text, first.span[1], amount.span[0])), None)
    return amounts if second is None else [replace(second, unit=second.unit or first.unit), *(amount for amount in others if amount.span != second.span)]


def _only_around(text: str, amount: Amount, asked: int, clause: int) -> bool:
    """Whether a count is of those who ask, or of what is known and only says where or of what, or of parts: "240 makers ask", "asked by all four councils", "in the eleven districts", "a petition of 640 signatures", "in two instalments"; or what is wanted in return.
    `asked` is where the asking begins, `clause` where the clause does."""
    start = amount.span[0]
    if amount.unit in _PARTS or _SOME_PART.search(text, max(0, start - 40), start) or _BEHALF.search(text, max(0, start - 40), start) or _IN_RETURN.search(text, clause, start):
        return True
    if amount.money or amount.unit in ("percent", ""):
        return False
    if _BETWEEN.search(text, max(0, start - 40), start) or (amount.unit in _GROUPS and _IN.search(text, max(0, start - 20), start)):
        return True
    if (amount.unit in _PEOPLE or amount.unit in bodies() or is_role(amount.unit) or amount.unit in ("man", "woman")) and _WHOM.search(text, max(clause, start - 40), start):
        return True
    if _BY.search(text, max(0, start - 30), start) and (amount.unit in _PEOPLE or amount.unit in bodies() or is_role(amount.unit)):
        return True
    if start < asked and (amount.unit in _PEOPLE or is_role(amount.unit) or _OF_THEM.search(text, max(0, start - 10), start)):
        return True
    return bool(_AROUND.search(text, max(0, start - 40), start))
