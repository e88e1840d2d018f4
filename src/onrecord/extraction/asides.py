"""What a sentence says of the telling itself is no part of what was told: `…, without giving details`, `…, but did not elaborate`, `Lind, for her part, …`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.types import Span

_TOLD = r"(?:details?|reasons?|explanations?|evidence|proof|specifics|particulars|information|comments?|figures?|numbers?|names?|examples?|dates?|time ?frames?|timetables?|timelines?|sources?|clarifications?)"
_MORE = r"(?:(?:any|further|more|other|additional|a|an|the|its|his|her|their|much|exact|specific|immediate|concrete)\s+){0,3}"
_WHAT = r"(?:what|how|who|whom|whose|when|where|why|whether|which|if|more|anything|further|any)\b"
_REST = r"[^,;:.\"“”„«»\r\n]{0,60}"
_NOT_TOLD = (
    rf"(?:elaborat(?:e|ing)(?: (?:on|further)\b{_REST})?"
    rf"|(?:specify|detail|disclos|reveal|identify|nam|cit|stat|explain|clarify)(?:e|ing)?\b{_REST}"
    rf"|(?:say|mention|tell)(?:ing)?\s+{_WHAT}{_REST}"
    rf"|add(?:ing)?\s+(?:anything|more|further|{_MORE}{_TOLD}){_REST}"
    rf"|go(?:ing)?\s+into\s+(?:\w+\s+)?{_TOLD}|comment(?:ing)?\s+further"
    rf"|(?:giv|provid|offer|supply|present|shar|releas)(?:e|ing)?\s+{_MORE}{_TOLD}\b{_REST})"
)
_UNTOLD = (
    rf"(?:without\s+(?:immediately\s+|further\s+)?{_NOT_TOLD}"
    rf"|(?:giving|offering|providing|adding|supplying)\s+(?:no|few|little)\s+(?:\w+\s+)?(?:more|else|{_TOLD})\b{_REST}|adding\s+nothing(?:\s+more)?"
    rf"|but\s+(?:he\s+|she\s+|it\s+|they\s+)?(?:(?:did|would|could)(?:\s+not|n['’]t)|declined\s+to|refused\s+to)\s+(?:immediately\s+|further\s+)?{_NOT_TOLD}"
    rf"|but\s+(?:he\s+|she\s+|it\s+|they\s+)?(?:gave|offered|provided)\s+(?:no|few|little)\s+(?:\w+\s+)?{_TOLD})"
)
_BEHIND_COMMA = re.compile(rf",\s+{_UNTOLD}\s*\Z", re.IGNORECASE)
_BUT = re.compile(r"\s+but\s+(?:(?:did|would)(?:\s+not|n['’]t)|declined\s+to|refused\s+to)\s+(?:elaborate|(?:give|provide|offer)\s+(?:any\s+)?(?:further|more|other|additional)\s+details)\s*\Z", re.IGNORECASE)
_ALONE = re.compile(rf",?\s*{_UNTOLD}\s*", re.IGNORECASE)
_PART = r"(?:(?:for|on)\s+(?:his|her|its|their|my|our)\s+(?:own\s+)?part|in\s+(?:(?:his|her|its|their)\s+)?turn)"
_EMERGED = r"it\s+(?:has\s+|had\s+|later\s+)?(?:emerged|transpired|turned\s+out|turns\s+out|appears|appeared|seems|seemed|was\s+revealed|was\s+reported)(?:\s+(?:on\s+\w+|yesterday|today|later|this\s+week|last\s+week))?"
_PART_BEHIND = re.compile(rf",?\s+(?:{_PART}|(?<=,\s){_EMERGED})\s*,?\s*\Z", re.IGNORECASE)
LONGEST = 160  # characters of such an aside


def without_asides(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts without such asides at the ends of their contents and sources, where they are not quoted."""
    return [_without(text, draft, quotations) for draft in drafts]


def _without(text: str, draft: Draft, quotations: Sequence[Quotation]) -> Draft:
    content = tuple(span for whole in draft.content if (span := _told(text, whole, quotations))[0] < span[1])
    source = tuple((start, _behind(text, start, end)) for start, end in draft.source)
    return replace(draft, source=source, content=content or draft.content)


def _told(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    start, end = span
    first = max(start, end - LONGEST)
    if _ALONE.fullmatch(text, first, end) is not None and first == start:
        return start, start
    m = _BEHIND_COMMA.search(text, first, end) or _BUT.search(text, first, end)
    if m is not None and not any(q.start < m.start() < q.end for q in quotations):
        end = m.start()
    return start, end


def _behind(text: str, start: int, end: int) -> int:
    m = _PART_BEHIND.search(text, start, end)
    return end if m is None or m.start() == start else m.start()
