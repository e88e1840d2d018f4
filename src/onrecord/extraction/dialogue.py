"""Speech between dashes, as in many languages: `— The roof holds, — said the architect. — It will outlive us.`, `«The roof holds, - noted the architect. - It will outlive us».`"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PHRASE, SAID, WHEN
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_DASH = re.compile(r"[—–―]|(?<![\w-])--?(?![\w-])")
_STARTS = re.compile(r"\s*(?:[—–―]|--?(?=\s))\s*")
_TELLS = rf"(?:(?:has|have|had) )?(?:also )?(?:{SAID}|ask(?:s|ed)|answer(?:s|ed)|shar(?:es|ed)|thinks?|thought|continue[sd]|considers?|recollects?|(?:is|was|are|were) (?:indignant|outraged|surprised|sure|certain|convinced|perplexed|glad|proud|sad))"
_WHOM = r"(?: (?:(?:with|to) )?(?:us|journalists|reporters|(?:the |our )?(?:correspondents?|newspaper|agency)))?"
_WHO = rf"(?:{PHRASE}|he|she|they)"
_TAG = re.compile(
    rf"(?P<stop>[,.!?…]?) ?[-–—]+ (?:(?P<before>{_WHO}) (?P<tells>{_TELLS}){_WHOM}|(?P<told>{_TELLS}){_WHOM} (?P<behind>{_WHO}))(?:{WHEN})?(?:(?:[.,:] ?| )[-–—]+ (?P<more>(?=\S))|[.,]?(?=[\"”»“]?\Z))"
)
LONGEST_TAG = 120  # characters
RULE = "dialogue"


def with_tags_inside_quotations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, of which those that are told by a tag between dashes inside their quotation have what stands before it and behind: `«| The roof holds |, - noted the architect. - | It will outlive us |»`."""
    kept = list(drafts)
    for q in quotations:
        tag = next((m for m in _TAG.finditer(text, q.start + 1, q.end) if m.start() > q.start + 2), None)
        if tag is None or tag.end() - tag.start() > LONGEST_TAG or any(d.cue and not q.start < d.cue[0][0] < q.end and any(s < tag.start() and tag.end() <= e for s, e in d.content) for d in kept):
            continue
        (start, end), cue = (tag.span("before"), tag.span("tells")) if tag["before"] else (tag.span("behind"), tag.span("told"))
        name = text[start:end].rstrip(" ,")
        stop = name.endswith(".") and len(name.split()[-1]) > 2  # but of "Olga M."
        first = (q.start, tag.end("stop") if tag["stop"] in ("!", "?", "…") else tag.start())
        here = next((d.found for d in kept if d.cue and tag.start() <= d.cue[0][0] < tag.end()), None)
        kept = [d for d in kept if not _is_replaced(d, tag.span(), (q.start, q.end))]
        kept.append(Draft(((start, start + len(name) - stop),), (cue,), (first,) if tag["more"] is None else (first, (tag.end(), q.end)), here, None if here else RULE))
    return kept


def _is_replaced(draft: Draft, tag: Span, quotation: Span) -> bool:
    """Whether a draft's cue is in a tag, or it has none of its own and a part of the quotation around that."""
    if draft.cue:
        return tag[0] <= draft.cue[0][0] < tag[1]
    return any(quotation[0] <= s < quotation[1] for s, _ in draft.content)


def with_what_follows_tags(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, without the dashes of a line that begins with one, and to which is added what follows upon the tag between dashes that names their source: to its end or to the next tag."""
    if not drafts:
        return []
    drafts = list(drafts)
    after: dict[int, tuple[Span, ...]] = {}
    by_cue = sorted((d.cue[0][0], i) for i, d in enumerate(drafts) if d.cue)
    for line in _LINE.finditer(text):
        begins = _STARTS.match(text, line.start(), line.end())
        dashes = [m.span() for m in _DASH.finditer(text, begins.end(), line.end())] if begins else []
        if begins is None or not dashes:
            continue
        pieces = [(a[1], b[0]) for a, b in zip([(0, begins.end()), *dashes], [*dashes, (line.end(), 0)])]
        said, tag = pieces[0], pieces[1]
        for _, i in by_cue[bisect_left(by_cue, (tag[0], 0)) : bisect_left(by_cue, (tag[1], 0))]:
            draft = drafts[i]
            in_tag = all(tag[0] <= s and e <= tag[1] for s, e in (*draft.cue, *draft.source))
            if in_tag:
                drafts[i] = draft = replace(draft, content=tuple(_between(text, span, said, tag) for span in draft.content))
            if in_tag and any(said[0] <= s < said[1] for s, _ in draft.content) and all(e <= said[1] for _, e in draft.content):
                after[i] = tuple(_trimmed(text, *piece) for piece in pieces[2:3] if text[slice(*piece)].strip(" .,;!?"))
                break
    return [replace(d, content=(*d.content, *after[i])) if i in after else d for i, d in enumerate(drafts)]


def _between(text: str, span: Span, said: Span, tag: Span) -> Span:
    """What stands between the dashes, of a content that takes one of them along."""
    start, end = span
    if not text[start : said[0]].strip(" \t-–—―"):
        start = max(start, said[0])
    if said[1] < end and not text[said[1] : end].strip(" \t-–—―"):
        end = said[0] + len(text[slice(*said)].rstrip())
    return (start, end) if start < end else span


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without white space and the mark that ends the sentence outside of quotation marks, or goes before the next dash."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    return start, end - (text[end - 1] in ".," and text[end - 2 : end] != "..")
