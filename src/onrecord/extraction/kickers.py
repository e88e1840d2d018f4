"""What stands before a headline's colon and tells of the report, and who speaks in it: `COURT: Man jailed for arson`, `Port Ilsa: Ferry fares to rise`."""

import re
from collections.abc import Iterable, Sequence

from onrecord.extraction.drafts import Draft
from onrecord.extraction.labels import KICKERS
from onrecord.resolve.words import is_role
from onrecord.types import Span

_FIRST_LINE = re.compile(r"\s*[^\r\n]*")
_LONG_WORD = re.compile(r"\w{4,}")
_WHERE = r"(?<!\w)(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]f|[Tt]o|[Oo]utside|[Oo]ff|[Aa]round|[Tt]hrough|[Bb]etween|[Aa]cross|[Tt]owards?|[Ii]nto)[ \t]+(?:[a-z]+[ \t]+){0,2}"
_BEHIND_PREPOSITION = re.compile(r"\w[ \t]+(?:in|at|near|from|of|to|outside|off|around|between|across|towards?|on|for|with|over|after|before)[ \t]+(?:the[ \t]+)?\Z", re.IGNORECASE)  # what a headline's label tells more of
_SHORTEST = 4  # letters of a word in capitals that is no abbreviation, as the names of bodies are


def without_kickers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without headlines that nobody says: before their colon stands the sort of the report, a word in capitals, or a place, and none of them speaks in it."""
    first = _FIRST_LINE.match(text)
    end = first.end() if first else 0
    return [draft for draft in drafts if not (_by_colon(text, draft) and (text[slice(*draft.source[0])].casefold() in KICKERS or (draft.cue[0][1] <= end and _is_kicker(text, draft, drafts, end))))]


def names_one_of(text: str, label: str, sources: Iterable[Span]) -> bool:
    """Whether a label of a headline names one of some sources, by a long word that both have."""
    words = set(_LONG_WORD.findall(label.casefold()))
    return any(words & set(_LONG_WORD.findall(text[s:e].casefold())) for s, e in sources)


def _by_colon(text: str, draft: Draft) -> bool:
    return len(draft.source) == len(draft.cue) == 1 and text[slice(*draft.cue[0])] == ":"


def _is_kicker(text: str, draft: Draft, drafts: Sequence[Draft], end: int) -> bool:
    source = draft.source[0]
    label = text[slice(*source)]
    if _BEHIND_PREPOSITION.search(text, 0, source[0]) is not None:
        return True
    if text[: source[0]].strip() or is_role(label.split()[-1].casefold()):
        return False
    if names_one_of(text, label, (span for d in drafts if d is not draft for span in d.source)):
        return False
    if label.isupper() and len(label) > _SHORTEST and " " not in label:
        return not text[slice(*draft.content[0])].isupper()
    return _is_place(text, label, source, end)


def _is_place(text: str, label: str, source: Span, end: int) -> bool:
    """Whether the report names what a label names, in its dateline or behind a preposition of place, and nowhere else."""
    if not label[0].isupper():
        return False
    named = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text) if m.start() > source[0]]
    dateline = re.match(rf"\s*{re.escape(label)}(?:,[^\r\n.]{{2,40}})?(?:[ \t]+\([^()\r\n]{{2,40}}\))?[ \t]+[–—-]", text[end:], re.IGNORECASE)
    return (bool(named) or dateline is not None) and all(re.search(rf"{_WHERE}\Z", text[max(0, at - 40) : at]) for at in named if dateline is None or at > end + dateline.end())
