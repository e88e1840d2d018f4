"""A sentence that only tells who said the one before: `Two houses burned down. This was stated by the mayor.`, `… The coast guard said this on Monday.`"""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import SAID, WHEN
from onrecord.extraction.drafts import Draft
from onrecord.resolve.words import is_shortened
from onrecord.types import Span

_TOLD = r"(?:stated|announced|said|reported|confirmed|noted|declared|told|emphasi[sz]ed|stressed|written|posted|disclosed|clarified|explained|revealed)"
_THIS = re.compile(r"(?:[Tt]his|[Tt]hat)(?: (?:information|fact|news))?,?")
_IT = re.compile(r"[Ii]t")
_SAYS = re.compile(rf"(?:(?:has|have|had) )?(?:also |first |already )?{SAID}")
_IS_SAID = re.compile(rf"(?:was|is|has been|had been) (?:also |first )?{_TOLD}\b(?:.*\bby)?", re.DOTALL)
_BY = re.compile(
    rf"(?:^|(?<=[.!?\"”»)] ))(?P<words>This|That|It)(?: information)? (?P<cue>(?:was|is|has been|had been) (?:also |first )?{_TOLD})(?P<where>{WHEN}| [^.,;:\"“”„«»\r\n]{{2,50}}?)? (?P<by>by) "
    r"(?P<source>[^;:.\"“”„«»\r\n]{2,160}?)(?:,? (?:on|at|in|during|via|to) [^.;:\"“”„«»\r\n]{2,80})?(?=\.?[ \t]*$|\. )",
    re.MULTILINE,
)
_STOP = re.compile(r"(?:\b(?P<word>\w+)|(?<!\w))[.!?…][\"”»’)]*[ \t]+(?=[A-ZÀ-Þ0-9\"“„«‘(])|[\r\n][\r\n \t]*")
LONGEST = 600  # characters of the sentence before
SHORTEST = 8
FURTHEST = 60  # characters of a sentence before what points back in it


def with_what_they_point_to(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts whose content is "this", to which the sentence before is given as content, unless that tells already who said it; and those of sentences "This was stated by …" that were not found."""
    cues = sorted(s for d in drafts for s, _ in d.cue)
    made = [draft for m in _BY.finditer(text) if not any(m.start() <= s < m.end() for s in cues) and (draft := _made(text, m)) is not None]
    pointed = []
    for draft in (*drafts, *made):
        before = _pointed_to(text, draft)
        if before is not None and not any(before[0] <= s < before[1] for s in cues):
            sure = _IS_SAID.fullmatch(text, *draft.cue[0]) is not None  # else the model doubts only what "this" is
            pointed.append(replace(draft, content=(before,), found=None if sure else draft.found, rule="pointing back" if sure else draft.rule))
        elif draft.rule != "pointing back":
            pointed.append(draft)
    return pointed


def _made(text: str, m: re.Match[str]) -> Draft | None:
    start = m.start("source")
    source = start, start + len(m["source"].rstrip(" ,"))
    if is_shortened(m["source"].split()[-1]):
        return None
    return Draft((source,), (m.span("cue"), m.span("by")) if m["where"] else ((m.start("cue"), m.end("by")),), (m.span("words"),), None, "pointing back")


def _pointed_to(text: str, draft: Draft) -> Span | None:
    """The sentence before that of a draft whose content only points back to it."""
    if len(draft.content) != 1 or not draft.cue or not draft.source:
        return None
    cue = " ".join(text[s:e] for s, e in draft.cue)
    passive = _IS_SAID.fullmatch(cue) is not None and (cue.endswith(" by") or text.startswith(" by ", draft.cue[-1][1]))
    if not (passive or _SAYS.fullmatch(cue)) or not (_THIS.fullmatch(text, *draft.content[0]) or (passive and _IT.fullmatch(text, *draft.content[0]))):
        return None
    first = max(0, draft.start - LONGEST - FURTHEST)
    stops = [m for m in _STOP.finditer(text, first, draft.start + 1) if m["word"] is None or m["word"].isdigit() or not is_shortened(m["word"])]
    if not stops or draft.start - stops[-1].end() > FURTHEST:
        return None
    if len(stops) > 1:
        first = stops[-2].end()
    elif first:
        return None
    end = first + len(text[first : stops[-1].end()].rstrip())
    return None if end - first < SHORTEST else (first, end - (text[end - 1] == "." and text[end - 2 : end] != ".."))
