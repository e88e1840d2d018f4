"""A sentence that only tells who said the one before: `Two houses burned down. This was stated by the mayor.`, `… The coast guard said this on Monday.`"""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PHRASE, SAID, WHEN
from onrecord.extraction.drafts import Draft
from onrecord.resolve.words import is_shortened
from onrecord.types import Span

_TOLD = r"(?:stated|announced|said|reported|confirmed|noted|declared|told|emphasi[sz]ed|stressed|written|posted|disclosed|clarified|explained|revealed)"
_THIS = re.compile(r"(?:about )?[Tt]his(?: (?:information|fact|news))?,?(?: (?:on|in|at|during|via|to|after|following)\b[^,\"“]{0,80})?|about it")
_THAT = re.compile(r"[Tt]hat(?: information)?|[Ii]t")  # of which a passive tells that it points back
_SAYS = re.compile(rf"(?:(?:has|have|had) )?(?:also |first |already )?{SAID}(?: (?:[^.,;:]{{2,40}} )?about)?")
_IS_SAID = re.compile(rf"(?:was|is|has been|had been) (?:also |first )?{_TOLD}\b(?:.*\b(?:by|in|of))?", re.DOTALL)
_CONFIRMS = re.compile(r"\b(?:confirm|acknowledg|admit|corroborat|reiterat)\w*")
_WHEN_BEHIND = r"(?:,? (?:on|at|in|during|via|to|after|following) [^.;:\"“”„«»\r\n]{2,80})?"
_ENDS = r"(?=\.?[ \t]*$|\. )"
_DOCUMENT = r"(?:statement|message|report|release|letter|document|post|bulletin|note|notice|summary|decree|resolution|announcement|communiqué|text|declaration|briefing)"
_BY = re.compile(
    rf"(?:^|(?<=[.!?\"”»)] ))(?:(?P<words>This|That|It)(?: information)? (?P<cue>(?:was|is|has been|had been) (?:also |first )?{_TOLD})(?P<where>{WHEN}| [^.,;:\"“”„«»\r\n]{{2,50}}?)? "
    rf"(?P<by>by|in(?= (?:an?|the|its|his|her|their) (?:[\w-]+ ){{0,3}}{_DOCUMENT}\b)) (?P<source>[^;:.\"“”„«»\r\n]{{2,160}}?){_WHEN_BEHIND}{_ENDS}"
    rf"|(?P<who>{PHRASE}) (?P<says>(?:has |have |had )?(?:also |first )?(?:wrote|written|reported|informed|said|announced|told|spoke|spoken|stated|posted))(?P<whom> [^.,;:\"“”„«»\r\n]{{2,40}}?)? (?P<about>about) (?P<it>this|it){_WHEN_BEHIND}{_ENDS})",
    re.MULTILINE,
)
_STOP = re.compile(r"(?:\b(?P<word>\w+)|(?<!\w))[.!?…][\"”»’)]*[ \t]+(?=[A-ZÀ-Þ0-9\"“„«‘(])|[\r\n][\r\n \t]*")
LONGEST = 600  # characters of the sentence before
SHORTEST = 8
LONGEST_SHORT = 5  # characters of a word before a full stop that is its own: "Mr."
FURTHEST = 60  # characters of a sentence before what points back in it


def with_what_they_point_to(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts whose content is "this", to which the sentence before is given as content, unless that tells already who said it (of what somebody confirms, what that one said); and those of sentences "This was stated by …" that were not found."""
    cues = sorted(s for d in drafts for s, _ in d.cue)
    made = [draft for m in _BY.finditer(text) if not any(m.start() <= s < m.end() for s in cues) and (draft := _made(text, m)) is not None]
    pointed = []
    for draft in (*drafts, *made):
        before = _pointed_to(text, draft)
        told = [d for d in drafts if before and any(before[0] <= s < before[1] for s, _ in d.cue)]
        content: tuple[Span, ...] = (before,) if before else ()
        if before and told:  # by somebody else: what is confirmed is what that one said
            content = told[0].content if len(told) == 1 and told[0] is not draft and _CONFIRMS.search(text, *draft.cue[0]) and all(before[0] <= s and e <= before[1] for s, e in told[0].content) else ()
        if content:
            passive = _IS_SAID.fullmatch(text, *draft.cue[0]) is not None  # of which the model doubts what "this" is, however sure its form
            cue = (*draft.cue[:-1], _with_preposition(text, draft.cue[-1])) if passive else draft.cue
            pointed.append(replace(draft, cue=cue, content=content, found=None if passive else draft.found, rule="pointing back" if passive else draft.rule))
        elif draft.rule != "pointing back":
            pointed.append(draft)
    return pointed


def _with_preposition(text: str, cue: Span) -> Span:
    return cue[0], cue[1] + 3 * text.startswith((" by ", " in "), cue[1])


def _made(text: str, m: re.Match[str]) -> Draft | None:
    source, words, verb, between, link = ("source", "words", "cue", "where", "by") if m["words"] else ("who", "it", "says", "whom", "about")
    start, name = m.start(source), m[source].rstrip(" ,")
    last = name.split()[-1]
    if last[0].isupper() and text.startswith(".", start + len(name)) and is_shortened(last) and len(last) < LONGEST_SHORT:
        return None
    cue = (m.span(verb), m.span(link)) if m[between] else ((m.start(verb), m.end(link)),)
    return Draft(((start, start + len(name)),), cue, (m.span(words),), None, "pointing back")


def _pointed_to(text: str, draft: Draft) -> Span | None:
    """The sentence before that of a draft whose content only points back to it."""
    if len(draft.content) != 1 or not draft.cue or not draft.source:
        return None
    cue = " ".join(text[s:e] for s, e in draft.cue)
    named = cue.endswith((" by", " in", " of", " about")) or text.startswith((" by ", " in "), draft.cue[-1][1])
    passive = _IS_SAID.fullmatch(cue) is not None and named
    if not (passive or _SAYS.fullmatch(cue)) or not (_THIS.fullmatch(text, *draft.content[0]) or ((passive or cue.endswith(" about")) and _THAT.fullmatch(text, *draft.content[0]))):
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
