"""Where a statement may not reach: into a label or another turn, to what stands before its colon, to a quotation that is another's, behind a bracket that is open."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.resolve.words import is_shortened
from onrecord.types import Span

_OPENING = "\"“„«‹‘'»"
_LINE_END = re.compile(r"[\r\n]")
_CLOSERS = {"(": ")", "[": "]"}
_MARKS = {"'": "'", "‘": "’", "“": "”", '"': '"', "«": "»", "„": "“”", "‚": "‘’", "‹": "›"}
_CLOSING = re.compile(r"(?P<end>[.,!?…])?(?P<mark>[\"“”„«»‘’'‚‹›])(?!\w)|(?<!\w)[\"“„«‘'‚‹](?=\w)|[\r\n]")
_HABIT = re.compile(r"\b(?:like[sd]?|love[sd]?|used|went on|goes on|go on|gone on|going on|continue[sd]?|prefer(?:s|red)?)\Z")
_TO_SAY = re.compile(r" to (?:say|tell|add|ask|joke|claim|argue|insist)\b")
_HEARSAY = re.compile(r"\b(?:is|was|are|were|been) (?:also |widely |once )?(?:said|reported|believed|understood|alleged|thought|known|heard|claimed|supposed)\Z")
_TO_HAVE_SAID = re.compile(r" to (?:have )?(?:said|told|added|asked|joked|shouted|replied|written|remarked|say|tell|add|ask|shout|reply|remark)\b")
_CLOSED = "\"”“»’'›"
_TO_WHOM = re.compile(r"(?:us|me|him|her|them|you|[a-z]+ [a-z]+s?)(?: [\w ]{2,30})?[,:][ \t]+(?=[\"“„«‘'])")
_ENDS_QUOTED = re.compile(r"[.,!?…]{0,3}")
_INSERTED = re.compile(r",[ \t][^.!?…:;\r\n\"“”„«»‘]*,[ \t]*")
_COMMA = re.compile(r",[\"”“»’']?\s*$")
_SPEECH = re.compile(r"\b(?:said|say|says|told|tells|added|adds|asked|asks|wrote|writes|replied|replies|answered|answers|explained|explains|continued|insisted|insists|warned|warns|joked|recalled|noted|argued|argues|stated|declared|shouted|cried|quipped|tweeted|posted|according)\b", re.IGNORECASE)
_STOP = re.compile(r"([^\W\d_]+)\.\s+(?=[^\W\d_a-zß-öø-ÿ])")  # a full stop with a capital behind it
FEWEST_QUOTED = 4  # words of a quotation that is no name or title
FURTHEST_MARK = 300  # characters behind a content in which the closing mark of its quotation is looked for
FURTHEST = 60  # characters from the end of a source to the bracket that it leaves open


def inside_turns(text: str, drafts: Sequence[Draft], turns: Sequence[Draft]) -> list[Draft]:
    """The drafts cut at the borders of turns that have a label: one that was found in such a turn stays in its words, any other outside of it; one that takes the label for its own falls away."""
    regions = sorted((_line_start(text, t.start), t.content[0][0], t.content[-1][1]) for t in turns if (t.source or t.cue) and max(e for _, e in (*t.source, *t.cue)) <= t.content[0][0])
    if not regions:
        return list(drafts)
    starts = [start for start, _, _ in regions]

    def region(at: int) -> tuple[int, int, int] | None:
        before = bisect_right(starts, at) - 1
        return regions[before] if before >= 0 and at < regions[before][2] else None

    def outside(spans: Sequence[Span]) -> Iterator[Span]:
        for start, end in spans:
            if region(start) is None:
                after = bisect_right(starts, start)
                yield start, min([end, *starts[after : after + 1]])

    kept: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Draft] = {}
    for draft in drafts:
        here = region((draft.cue or draft.content)[0][0])
        if here is None:
            source, cue, content = (tuple(outside(spans)) for spans in (draft.source, draft.cue, draft.content))
        else:
            _, first, last = here
            if any(s < first for s, _ in draft.cue) or (not draft.cue and any(s < first for s, _ in draft.source)):
                continue
            source, cue, content = (tuple((max(s, first), min(e, last)) for s, e in spans if s < last and e > first) for spans in (draft.source, draft.cue, draft.content))
        source, cue, content = (_trimmed(text, spans) for spans in (source, cue, content))
        if content:
            kept.setdefault((cue, content), replace(draft, source=source, cue=cue, content=content))
    return list(kept.values())


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Without white space at their ends, and without those that are nothing else."""
    within = ((start, start + len(text[start:end].rstrip())) for start, end in spans)
    return tuple((end - len(text[start:end].lstrip()), end) for start, end in within if end > start)


def behind_colon(text: str, source: Sequence[Span], cue: Sequence[Span], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content of a statement of which a colon follows upon the cue: nothing that stands before source and cue, but for a quotation in the same paragraph that ends with a comma."""
    if not cue or len(content) < 2:
        return content
    end = cue[-1][1]
    if text[end - 1] != ":" and text[end : end + 1] != ":":
        return content
    first = min(s for s, _ in (*source, *cue))
    behind = tuple(span for span in content if span[0] >= end)
    if not behind:
        return content
    return tuple(span for span in content if span[1] > first or (not _LINE_END.search(text, span[1], first) and _COMMA.search(text, span[0], min(first, span[1] + 1))))


def in_its_sentence(text: str, source: tuple[Span, ...], cue: Sequence[Span]) -> tuple[Span, ...]:
    """The source of a statement without what stands in another sentence than its cue: "said | Jan Ek |. Mila Rost agreed", "| He | points out …. | The authors | argue"."""
    if not cue or not source:
        return source
    if len(source) > 1:
        beside = tuple(span for span in source if not any(not is_shortened(stop[1]) for stop in _STOP.finditer(text, min(span[1], cue[0][0]), max(span[0], cue[0][0]))))
        return beside or source
    start, end = source[0]
    for stop in _STOP.finditer(text, start, end):
        if is_shortened(stop[1]):
            continue
        if cue[0][0] >= end:
            start = stop.end()
        elif cue[-1][1] <= start:
            return ((start, stop.end(1)),)
    return ((start, end),)


def without_tags_in_running_quotations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts but for those whose source and cue lie in their own quotation, where that is marked anew at the next paragraph, and so has no end: "he listens, | he | learns" is its content.
    A verb of speech may be a tag all the same, since its closing mark may be missing."""
    running = {q.start: q.end for q, following in pairwise(quotations) if not q.closed and not text[q.end : following.start].strip() and _LINE_END.search(text, q.end, following.start)}
    if not running:
        return list(drafts)

    def tagged(draft: Draft) -> bool:
        return bool(draft.cue) and any(s < draft.cue[0][0] < running[s] for s, _ in draft.content if s in running) and _SPEECH.search(text, *draft.cue[0]) is None

    return [d for d in drafts if not tagged(d)]


def claimed_once(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """A quotation that two statements claim, neither of them inside the other, is that one's whose cue is in its paragraph, else the first one's."""
    claims: dict[Span, list[int]] = {}
    for i, draft in enumerate(drafts):
        for span in draft.content if len(draft.content) > 1 else ():
            if text[span[0]] in _OPENING:
                claims.setdefault(span, []).append(i)
    lost: dict[int, set[Span]] = {}
    for span, several in claims.items():
        if len(several) > 1:
            own = [i for i in several if drafts[i].cue and not _LINE_END.search(text, min(span[1], drafts[i].cue[0][0]), max(span[0], drafts[i].cue[0][0]))]
            keeps = min(own or several, key=lambda i: drafts[i].start)
            for i in several:
                if i != keeps and len(drafts[i].content) > len(lost.get(i, ())) + 1:
                    lost.setdefault(i, set()).add(span)
    return [replace(d, content=tuple(s for s in d.content if s not in lost[i])) if i in lost else d for i, d in enumerate(drafts)]


def closed(text: str, span: Span) -> Span:
    """A content that begins with the mark of a quotation inside another one, to the closing mark of that: `He shouted | “Fire!” |`.  Behind other words the mark must end a sentence or a clause, since it may be an apostrophe."""
    start, end = span
    closers = _MARKS.get(text[start], "")
    for m in _CLOSING.finditer(text, start + 1, end + FURTHEST_MARK) if closers else ():
        if m["mark"] is None or (m["mark"] in _MARKS and m["mark"] not in closers):
            return span
        if m["mark"] in closers:
            return span if m.start() < end else (start, m.end()) if m["end"] or _ENDS_QUOTED.fullmatch(text, end, m.start("mark")) else span
    return span


def unbroken(text: str, source: Sequence[Span], cue: Sequence[Span], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content of a statement in which nothing between commas is left out but its source and cue: `talks with the rival, | first reported by the Daily, | had broken down`."""
    if len(content) < 2:
        return content
    whole = [content[0]]
    for start, end in content[1:]:
        last = whole[-1][1]
        if _INSERTED.fullmatch(text, last, start) is not None and text[start] not in _MARKS and not any(s < start and last < e for s, e in (*source, *cue)):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def all_quoted(text: str, cue: Sequence[Span], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content of a statement that begins with a quotation before its cue, and so is one: without whom it was told to, before a quotation behind the cue, and without unquoted words there, unless the quotation is as short as a name."""
    if len(content) < 2 or not cue or text[content[0][0]] not in _MARKS or content[0][1] > cue[0][0] or text[content[0][1] - 1] not in _CLOSED:
        return content
    named = len(text[slice(*content[0])].split()) < FEWEST_QUOTED
    kept = [content[0]]
    for start, end in content[1:]:
        told = _TO_WHOM.match(text, start, end)
        if told is not None:
            kept.append((told.end(), end))
        elif named or text[start] in _MARKS or start < cue[0][0]:
            kept.append((start, end))
    return tuple(kept)


def without_paragraphs_before(text: str, source: Sequence[Span], cue: Sequence[Span], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content of a statement without quotations of paragraphs before its own, between which and its own words others stand."""
    if len(content) < 2 or not cue:
        return content
    at = [s for s, _ in (*source, *cue, *content)]
    while len(content) > 1 and content[0][1] <= cue[0][0] and text[content[0][1] - 1] in _CLOSED:
        between = text[content[0][1] : min(s for s in at if s >= content[0][1])]
        if _LINE_END.search(between) is None or not any(letter.isalnum() for letter in between):
            break
        content = content[1:]
    return content


def with_infinitive(text: str, cue: tuple[Span, ...], content: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """A statement's cue and content, of which a habit's infinitive is the cue's, and that of hearsay behind a quotation: "she | liked to say | that …", "“…,” he | is said to have told | the cabinet"."""
    if len(cue) != 1:
        return cue, content
    quoted = text[content[0][0]] in _MARKS and content[0][1] <= cue[0][0]
    m = _TO_SAY.match(text, cue[0][1]) if _HABIT.search(text, *cue[0]) else _TO_HAVE_SAID.match(text, cue[0][1]) if quoted and _HEARSAY.search(text, *cue[0]) else None
    if m is None:
        return cue, content
    behind = m.end() + (text[m.end() : m.end() + 1] == " ")
    told = tuple((s if e <= cue[0][0] else max(s, behind), e) for s, e in content if e <= cue[0][0] or (e > behind and (not quoted or text[max(s, behind)] in _MARKS)))
    return (((cue[0][0], m.end()),), told) if told else (cue, content)


def with_bracket(text: str, span: Span, before: int) -> Span:
    """A source with the bracket closed that it opens, where that is closed soon, in its line, and before the character `before` at which something else begins."""
    start, end = span
    open_at = max(text.rfind("(", start, end), text.rfind("[", start, end))
    if open_at < 0 or (closer := _CLOSERS[text[open_at]]) in text[open_at:end]:
        return span
    closed = text.find(closer, end, min(end + FURTHEST, before))
    return span if closed < 0 or _LINE_END.search(text, end, closed) else (start, closed + 1)
