"""How much a clause asks or promises: which of the amounts in and around it tell that, and not of whom or of what it speaks."""

import re
from collections.abc import Callable, Sequence

from onrecord.follow.amounts import Amount
from onrecord.follow.clauses import Sentence
from onrecord.follow.lexicon import cues
from onrecord.resolve.words import is_role
from onrecord.types import Span

_ASKING = re.compile(r"\b(?:appealed|asked|asks|called|demanded|requested|urged|invited|wants?|wanted|sought|applied|told|said)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\W*(?:which|who|that|whose)\b", re.IGNORECASE)
_ADDED = re.compile(r"\s*[:–—]\s")
_PEOPLE = frozenset(["people", "member", "maker", "resident", "family", "household", "staff", "parent", "worker", "charity", "signature", "club", "farmer", "delegate", "state"])
_OF_THEM = re.compile(r"\b(?:from|of|with|in|by)\s+$", re.IGNORECASE)
_AROUND = re.compile(r"(?<!each )(?<!one )(?<!every )(?<!all )(?<!any )\b(?:in|of|from|at|until|between|by|among|across|bearing|over|with)\s+(?:the|its|their|our|his|her|these|those|(?:[\w-]+\s+)?[\w-]+['’]s?)\s+(?:other\s+|existing\s+|remaining\s+)?$", re.IGNORECASE)
Finder = Callable[[int, int], Sequence[Amount]]


def how_much(text: str, lower: str, clause: Span, sentence: Sentence, asks: bool, amounts_in: Finder, bare_in: Finder) -> Sequence[Amount]:
    """The amounts of a clause that asks or promises; where it gives none, the one before a relative clause, then numbers alone ("will send six"), then what is added behind a colon.  `lower` is the text in lower case."""
    start, end = clause
    asked = [match.start() for match in (cues(lower, start, end, ("asked",)).get("asked"), _ASKING.search(text, start, end)) if match] if asks else []
    amounts: Sequence[Amount] = [amount for amount in amounts_in(start, end) if not _only_around(text, amount, min(asked, default=start))]
    if not amounts and _RELATIVE.match(text, start):
        amounts = amounts_in(sentence.start, start)[-1:]
    if not amounts:
        amounts = bare_in(start, end)
    if not amounts and _ADDED.match(text, end):
        amounts = amounts_in(end, sentence.end)
    return amounts


def _only_around(text: str, amount: Amount, asked: int) -> bool:
    """Whether a count is of those who ask, or of what is known and only says where or of what: "240 makers ask", "in the eleven districts"."""
    if amount.money or amount.unit in ("percent", ""):
        return False
    start = amount.span[0]
    if start < asked and (amount.unit in _PEOPLE or is_role(amount.unit) or _OF_THEM.search(text, max(0, start - 10), start)):
        return True
    return bool(_AROUND.search(text, max(0, start - 40), start))
