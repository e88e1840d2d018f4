"""Sentences and clauses of a report, as spans: told by punctuation and by words that join clauses."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_SHORTENED = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sgt|Sen|Rep|Gov|Cllr|St|No|Nos|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|approx|ca|etc|[A-Z])"
_END = re.compile(r"[.!?…]+[\"”»’')\]]*\s+(?=[\"“„«‘'(\[]?[A-Z0-9€$£])")
_POINTED = re.compile(r"\b[ap]\.m$|\bU\.S$")
_SHORT = re.compile(rf"(?:\b{_SHORTENED}|^\s*\d{{1,2}})\.$")
_JOIN = re.compile(
    r"(?=[\s;:,\"”»])(?:\s*[;:]\s+|\s+[–—]\s*|\s+-\s+|,\s+(?=(?:and|but|while|which|who|whose|where|whereas|although|though|because|so|after|before|since|adding|saying|noting|arguing|explaining|stressing|insisting|pointing|citing|yet|then|when|once|if|unless|provided|until|nor|or|not)\b)|,?[\"”»]\s+(?=\w)|\s+(?=and\s+(?:has\s+|have\s+|also\s+|again\s+|then\s+|further\s+)*(?:promised|pledged|vowed|offered|asked\s+(?!about\b)|urged|called\s+(?:up)?on|called\s+for|appealed\s+to|demanded|agreed\s+to|undertook|ordered|announced|repeated|renewed)\b)|\s+(?=(?<!\ball\s)but\b|and\s+(?:that|it|he|she|they|we|i|you|there|will|would|has|have|had|is|was|were|are|to|for\s+(?:a|an|the)|then|said|added|the\s+\w+(?:\s+\w+)?\s+(?:will|would|has|have|had|is|was|were|are))\b)|,\s+(?=(?:the|a|an|its|his|her|their|it|he|she|they|we|i|there)\s+(?:[\w-]+\s+){0,4}?(?:will|would|has|have|had|is|was|were|are|said|says|told)\b)|\s+(?=after\s+(?:[\w’'-]+\s+){1,6}?(?:agreed\s+to|promised|pledged|vowed|undertook|offered|refused|rejected|withdrew|asked\s+for|demanded|called\s+(?:up)?(?:on|for))\b)|\s+(?=(?:which|because|although|though|unless|provided\s+that|so\s+long\s+as|as\s+long\s+as|on\s+condition)\b)|\s+(?=(?:that|which)\s+(?:[\w’'-]+\s+){1,4}(?:ha[sd]\s+|have\s+)?(?:promised|pledged|announced|asked\s+for|requested|demanded)\b(?!\s+(?:(?:to|in|for|last|on|earlier)\s+(?:[\w’'-]+\s+){1,3}?)?(?:has|have|had|is|are|was|were|will|came|went|left|stand|stood|lie|got|began|\w{2,}(?<!ne)ed)\b)))",
    re.IGNORECASE,
)
_APART = re.compile(r",\s+(?=(?:which|who|whom|whose|where)\b)", re.IGNORECASE)
_OF_WHICH = re.compile(r"(?:\b(?:(?:the|its|their)\s+)?[\w-]+\s+of|\b(?:under|by|in|with|for|from|to|at|through|on|after|during|between|against|into|upon|within))\s+$", re.IGNORECASE)
_BACK = re.compile(r"[^;:,.!?\"“”«»()]{4,120},\s+(?:(?P<on>(?:is|are|was|were|will|would|shall|has|have|had|can|could|may|must|should|does|did|said|says|told|asked|promised|pledged|vowed|agreed|called|urged|demanded|offered|wants?|wanted|plans?|announced|appealed|ordered|continues?)\b)|(?P<for>(?:for|to)\b))")
"""A relative clause up to where its sentence goes on: with its verb, or with what is asked for or to be done."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, with the number of its sentence and of its paragraph in the text."""

    start: int
    end: int
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int


def find_sentences(text: str, left_out: Sequence[Span] = ()) -> list[Sentence]:
    """The sentences outside of some spans, line by line; lines of links ("Print | Share | RSS") hold none."""
    found: list[Sentence] = []
    for paragraph, line in enumerate(_LINE.finditer(text)):
        if line[0].count(" | ") > 1 or any(a < line.end() and line.start() < b for a, b in left_out):
            continue
        at = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            stop = match.start() + len(match[0].rstrip())
            if match[0][0] == "." and _SHORT.search(text[max(at, match.start() - 8) : match.start() + 1]):
                continue
            if match[0][0] == "." and _POINTED.search(text[max(at, match.start() - 4) : match.start()]) and not text[stop:].lstrip()[:1].isupper():
                continue
            found.append(Sentence(at, stop, paragraph))
            at = match.end()
        if text[at : line.end()].strip():
            found.append(Sentence(at, at + len(text[at : line.end()].rstrip()), paragraph))
    return found


def cut_clauses(text: str, sentences: Sequence[Sentence], borders: Sequence[int] = ()) -> list[Clause]:
    """The clauses of the sentences; `borders` are places where one ends anyhow, such as the begin of what somebody said."""
    ordered = sorted(set(borders))
    found = []
    for number, sentence in enumerate(sentences):
        cuts = {match.end() for match in _JOIN.finditer(text, sentence.start, sentence.end)}
        for match in _APART.finditer(text, sentence.start, sentence.end):
            if back := _BACK.match(text, match.end(), sentence.end):
                if back["on"]:
                    cuts.add(back.start("on"))
                else:
                    cuts.discard(match.end())
        cuts = {_before_preposition(text, sentence.start, cut) for cut in cuts}
        cuts |= set(ordered[bisect_right(ordered, sentence.start) : bisect_right(ordered, sentence.end - 1)])
        at = sentence.start
        for cut in [*sorted(cuts), sentence.end]:
            start, end = trim(text, at, cut)
            if end - start > 1:
                found.append(Clause(start, end, number, sentence.paragraph))
            at = cut
    return found


def _before_preposition(text: str, start: int, cut: int) -> int:
    """Where a relative clause begins that has a preposition before its pronoun: "signed a memorandum, | under which", "14 boats, | the last of which"."""
    before = _OF_WHICH.search(text, max(start, cut - 40), cut) if text.startswith(("which", "whom", "whose"), cut) else None
    return before.start() if before else cut


def trim(text: str, start: int, end: int) -> Span:
    """Without spaces, quotation marks and punctuation at its ends."""
    while start < end and text[start] in " \t\"“”„«»‘’',;:–—-([":
        start += 1
    while end > start and text[end - 1] in " \t\"“”„«»‘',;:–—-([.!)":
        end -= 1
    return start, end
