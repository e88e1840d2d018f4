"""Who hears, or is asked, is not who says it: `The committee heard from Ana Lind that …`, `The inquiry was told by Ana Lind that …`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PHRASE, SAID
from onrecord.extraction.drafts import Draft
from onrecord.types import Span

_HEARD_FROM = re.compile(rf"\b(?P<cue>(?:heard|hears|learned|learnt|learns)(?: [a-z]+ly| also| first| later| on [A-Z][a-z]+day)? from) (?P<source>{PHRASE}|[^.,;:\"“”„«»()\r\n]{{2,80}}?)(?=,? (?:that|how|why)\b|,?:? [\"“„«])")
_IS_TOLD = re.compile(r"(?:(?:has|have|had) )?(?:(?:was|were|is|are|been|being) )(?:\w+ )?(?:told|informed|advised|briefed|notified|assured|reminded|warned)(?P<by> .*\bby)?", re.DOTALL)
_BY = re.compile(r" by (?=\S)")
_TELLER = re.compile(rf"(?P<who>{PHRASE}) (?=(?:not )?to [a-z])")
_IS_ASKED = re.compile(r"(?:is|are|was|were|been|being|(?:has|have|had) been) (?:also |again |then |now |repeatedly )?(?:asked|urged|told|ordered|advised|instructed|invited|requested|required|encouraged|warned)")
_TO = re.compile(r"(?:not )?to [a-z]")
_ASKED = re.compile(rf"(?:\A|[\r\n]|[.!?…:;][\"”»’)]*[ \t]|,[ \t]|[\"“„«(]|[–—][ \t]|\b(?:and|but|or|that|when|as|because|while|where|if|{SAID}) )(?P<subject>{PHRASE}|who|they|she|he|we|I|you|it) \Z")
_STOP = re.compile(r"[a-z]{2}(?=[.!?][\"”»’)]*[ \t])")
FURTHEST = 160  # characters before a cue in which its subject begins


def said_to_hearers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which who is heard is the source, who is told something is no part of the content, and who is asked to act is."""
    told = [_with_asked(text, _told_by(text, draft)) for draft in drafts]
    for m in _HEARD_FROM.finditer(text):
        for i, draft in enumerate(told):
            if draft.cue and draft.cue[0][0] <= m.start() < draft.cue[0][1]:
                content = tuple(span for span in draft.content if span[0] >= m.end("source"))
                if content:
                    told[i] = replace(draft, source=(m.span("source"),), cue=((draft.cue[0][0], m.end("cue")),), content=content)
    return told


def _told_by(text: str, draft: Draft) -> Draft:
    """Of "X was told by Y that …", Y as the source alone, and "by" as part of the cue."""
    if len(draft.cue) != 1 or (m := _IS_TOLD.fullmatch(text, *draft.cue[0])) is None:
        return draft
    start, end = draft.cue[0]
    by = None if m["by"] else _BY.match(text, end)
    source = tuple(span for span in draft.source if span[0] >= (by.end() if by else end))
    if not source and m["by"] and draft.content[0][0] == end + 1 and (teller := _TELLER.match(text, *draft.content[0])) is not None:  # which was taken for a part of the content
        return replace(draft, source=(teller.span("who"),), content=(*(span for span in draft.source if span[1] < start), (teller.end(), draft.content[0][1]), *draft.content[1:]))
    if not source or (by is None and not m["by"]):
        return draft
    behind: tuple[Span, ...] = tuple(span for span in draft.content if span[0] > start or text[span[1] : start].strip() or text[span[1] - 1] in ",\"”»")
    return replace(draft, source=source, cue=((start, by.end() - 1 if by else end),), content=behind or draft.content)


def _with_asked(text: str, draft: Draft) -> Draft:
    """Of "X was asked to wait", without who asks, X as a part of the content, and no source."""
    if len(draft.cue) != 1 or _IS_ASKED.fullmatch(text, *draft.cue[0]) is None or _TO.match(text, draft.cue[0][1] + 1) is None or draft.content[0][0] != draft.cue[0][1] + 1:
        return draft
    cue = draft.cue[0][0]
    if draft.source:
        return replace(draft, source=(), content=(*draft.source, *draft.content)) if len(draft.source) == 1 and draft.source[0][1] + 1 == cue else draft
    first = max(0, cue - FURTHEST)
    m = _ASKED.search(text, max([first, *(stop.end() for stop in _STOP.finditer(text, first, cue))]), cue)
    return draft if m is None else replace(draft, content=(m.span("subject"), *draft.content))
