"""From what the decoder found to statements: twins merged, quotation marks taken along, turns continued, nesting told."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from onrecord.extraction.borders import (
    all_quoted,
    behind_colon,
    claimed_once,
    closed,
    in_its_sentence,
    inside_turns,
    unbroken,
    with_bracket,
    with_infinitive,
    without_paragraphs_before,
    without_tags_in_running_quotations,
)
from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.extraction.surnames import with_surname
from onrecord.extraction.tokens import Tokens
from onrecord.extraction.transcripts import find_turns
from onrecord.extraction.turns import Turn
from onrecord.types import Kind, Span, Statement

_LETTER = re.compile(r"\w")
_EMPTY_LINE = re.compile(r"\s*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")
_OPENING = "\"“„«‹‘'»"
SURE_CUE = 0.75  # of the model, below which the form of an entry's headline, or of one in the first person, is surer
LOOK_AHEAD = 8  # an outer statement whose source or cue comes after its content starts later, but not much later


def assemble(text: str, tokens: Tokens, found: Sequence[Found], quotations: Sequence[Quotation]) -> list[Draft]:
    # here, since their patterns are compiled when the first report is read, and not with the package
    from onrecord.extraction.alone import without_askers, without_headlines_of_others
    from onrecord.extraction.asides import without_asides
    from onrecord.extraction.colons import with_what_leads_to_quotations
    from onrecord.extraction.dialogue import with_tags_inside_quotations, with_what_follows_tags
    from onrecord.extraction.hearing import said_to_hearers
    from onrecord.extraction.inverted import with_inverted
    from onrecord.extraction.kickers import without_kickers
    from onrecord.extraction.main_verbs import within_their_clauses
    from onrecord.extraction.motions import with_motions
    from onrecord.extraction.participles import with_subjects
    from onrecord.extraction.passing_on import without_passing_on
    from onrecord.extraction.pointing_back import with_what_they_point_to
    from onrecord.extraction.predicates import with_predicates
    from onrecord.extraction.signs import with_signs
    from onrecord.extraction.sources import with_whole_sources
    from onrecord.extraction.wordings import with_wordings

    drafts = with_whole_sources(text, [draft for f in _without_twins(found) if (draft := _draft(text, tokens, f, quotations)).content])
    drafts = without_asides(text, without_tags_in_running_quotations(text, without_kickers(text, drafts), quotations), quotations)
    drafts = said_to_hearers(text, with_subjects(text, within_their_clauses(text, drafts)))
    drafts = with_predicates(text, with_motions(text, with_signs(text, with_wordings(text, drafts, quotations), quotations)), quotations)
    drafts = _add_turns(text, claimed_once(text, with_inverted(text, drafts, quotations)))
    drafts = with_what_follows_tags(text, with_tags_inside_quotations(text, drafts, quotations))
    drafts = with_what_they_point_to(text, without_passing_on(text, drafts))
    drafts = without_headlines_of_others(text, with_what_leads_to_quotations(text, drafts, quotations), quotations)
    drafts = _continue_turns(text, without_askers(text, drafts), quotations)
    drafts = [d for d in drafts if (any(_is_read(tokens, span) for span in d.content) if d.found is None else d.source or d.cue or kind_of(text, d.content, quotations) != "indirect")]
    drafts.sort(key=lambda d: (d.start, d.content))
    return _nest(drafts)


def statement_id(version: str, content: Sequence[Span], cue: Sequence[Span]) -> str:
    """A hash of the text's version and of the spans, so that it does not depend on the model."""
    return hashlib.sha256(f"{version} {list(map(tuple, content))} {list(map(tuple, cue))}".encode()).hexdigest()[:16]


def kind_of(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> Kind:
    """direct: every letter and digit of the content stands in quotation marks; indirect: none does; else mixed."""
    inside = outside = False
    for start, end in content:
        at = start
        for q in quotations:  # in order, none in another
            if q.start < end and q.end > start:
                outside = outside or _LETTER.search(text, at, max(at, q.start)) is not None
                inside = inside or _LETTER.search(text, max(start, q.start), min(end, q.end)) is not None
                at = min(end, q.end)
        outside = outside or _LETTER.search(text, at, end) is not None
    return "indirect" if not inside else "mixed" if outside else "direct"


def close_at_cues(text: str, quotations: Sequence[Quotation], drafts: Sequence[Draft]) -> list[Quotation]:
    """A quotation whose closing mark is missing ends where the source or cue of its own statement begins."""
    starts = {s: d for d in drafts for s, _ in d.content}
    closed = []
    for q in quotations:
        draft = None if q.closed else starts.get(q.start)
        ends = [s for s, _ in (*draft.source, *draft.cue) if q.start < s < q.end] if draft else []
        closed.append(replace(q, end=q.start + len(text[q.start : min(ends)].rstrip())) if ends else q)
    return closed


def _is_read(tokens: Tokens, span: Span) -> bool:
    """Whether the model has any unit of some characters, which it has not of invisible ones."""
    at = int(np.searchsorted(tokens.ends, span[0], side="right"))
    return at < len(tokens.starts) and int(tokens.starts[at]) < span[1]


def _mask(runs: Sequence[tuple[int, int]]) -> int:
    """The units of some runs as the bits of a number."""
    return sum((1 << e) - (1 << s) for s, e in runs)


def _without_twins(found: Sequence[Found]) -> list[Found]:
    """Two cues that claim mostly the same content, or one cue found twice, are one statement: the likelier."""
    kept: list[Found] = []
    claims: list[tuple[int, int]] = []
    for f in sorted(found, key=lambda f: (f.inner, -f.cue_probability * f.role_probability[2], f.anchor)):
        content, cue = _mask(f.content), _mask(f.cue) or 1 << f.anchor
        if not any((shared := content & other) and (2 * shared.bit_count() > (content | other).bit_count() or cue & its_cue) for other, its_cue in claims):
            claims.append((content, cue))
            kept.append(f)
    return kept


def _add_turns(text: str, drafts: list[Draft]) -> list[Draft]:
    """Turns told by their form replace what the model made of the same cue.  A headline's, or that of an entry of a live blog, is taken only where the model has not
    surely read it, and who stands before its colon speaks in the report, or behind it in the first person."""
    def holds(turn: Turn) -> bool:
        if turn.rule not in ("headline", "first-person headline", "entry"):
            return True
        if any(turn.source[0][0] <= at < turn.content[0][0] and (turn.rule == "headline" or draft.found is None or draft.found.cue_probability >= SURE_CUE) for draft in drafts for at, _ in draft.cue):
            return False
        speaking = _words(text[slice(*turn.source[0])])
        return turn.rule == "first-person headline" or any(speaking & _words(text[s:e]) for draft in drafts for s, e in draft.source)

    turns = [Draft(turn.source, turn.cue, turn.content, None, turn.rule) for turn in find_turns(text) if holds(turn)]
    if not turns:
        return drafts
    cues = {cue for turn in turns for cue in turn.cue}
    contents = {t.content for t in turns}
    spans = sorted((span, i) for i, t in enumerate(turns) if t.rule in ("question", "answer", "attribution") for span in t.content)
    starts = [span[0] for span, _ in spans]

    def across(d: Draft) -> bool:
        """Whether a content begins inside a turn and does not stay in it, which would make that turn a part of it."""
        touched = [spans[at] for s, _ in d.content if (at := bisect_right(starts, s) - 1) >= 0 and spans[at][0][1] > s]
        return bool(touched) and (len({i for _, i in touched}) > 1 or any(e > spans[at][0][1] for s, e in d.content if (at := bisect_right(starts, s) - 1) >= 0 and spans[at][0][1] > s))

    apart = [d for d in drafts if d.content not in contents and not any(a <= s < b for a, b in d.cue for s, _ in cues) and not across(d)]
    return [d for d in inside_turns(text, apart, turns) if d.content not in contents] + turns


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}


def _draft(text: str, tokens: Tokens, f: Found, quotations: Sequence[Quotation]) -> Draft:
    def spans(runs: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple((int(tokens.starts[s]), int(tokens.ends[e - 1])) for s, e in runs)

    anchor = int(tokens.starts[f.anchor])
    starts = [int(tokens.starts[first]) for runs in (f.source, f.cue, f.content) for first, _ in runs]
    content = tuple(_closed_before(text, _with_marks(text, span, quotations), starts) for span in _in_paragraph(text, spans(f.content), anchor))
    before = [(start, min([end, *(s for s, _ in content if start <= s)])) for start, end in _in_paragraph(text, spans(f.source), anchor)]  # marks are the content's
    source = tuple((start, start + len(text[start:end].rstrip(" ,;–—-"))) for start, end in before)
    cue = tuple((start, end) for start, end in _in_paragraph(text, spans(f.cue), anchor) if not any(a < end and start < b for a, b in content))
    source = tuple(with_bracket(text, span, min([len(text), *(s for s, _ in (*cue, *content) if s >= span[1])])) for span in source if span[0] < span[1])
    source, cue = with_surname(text, in_its_sentence(text, source, cue), cue)
    cue, content = with_infinitive(text, cue, content)
    content = without_paragraphs_before(text, source, cue, behind_colon(text, source, cue, content))
    return Draft(source, cue, all_quoted(text, cue, unbroken(text, source, cue, content)), f)


def _closed_before(text: str, span: Span, starts: Sequence[int]) -> Span:
    """A content to the closing mark of its quotation, unless something else of its statement begins before that."""
    whole = closed(text, span)
    return whole if whole[1] <= min((start for start in starts if start >= span[1]), default=len(text)) else span


def _in_paragraph(text: str, spans: Sequence[Span], anchor: int) -> tuple[Span, ...]:
    """No span crosses an empty line: of one that does, the part in the anchor's paragraph stays, and parts that begin with a quotation mark.  Likewise of several spans."""
    if spans and not _EMPTY_LINE.search(text, min(anchor, spans[0][0]), max(anchor, spans[-1][1])):
        return tuple(spans)
    kept: list[Span] = []
    for start, end in spans:
        pieces: list[Span] = []
        at = start
        for gap in _EMPTY_LINE.finditer(text, start, end):
            pieces.append((at, gap.start()))
            at = gap.end()
        pieces.append((at, end))
        near = min(pieces, key=lambda p: max(p[0] - anchor, anchor - p[1], 0))
        kept += [p for p in pieces if p[0] < p[1] and (p == near or text[p[0]] in _OPENING)]
    beside = tuple(p for p in kept if text[p[0]] in _OPENING or not _EMPTY_LINE.search(text, min(p[1], anchor), max(p[0], anchor)))
    return beside or tuple(kept)


def _with_marks(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    """A content takes along the quotation marks at its edges."""
    start, end = span
    for q in quotations:
        if q.start < start <= q.start + 2 and _LETTER.search(text, q.start, start) is None:
            start = q.start
        if q.closed and end < q.end <= end + 2 and q.start >= start and _LETTER.search(text, end, q.end) is None and not text[end:q.end].isspace():
            end = q.end
    return start, end


def _continue_turns(text: str, drafts: list[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Whole quoted sentences that no cue claims belong to the turn before them; where there is none they stand alone."""
    from onrecord.extraction.alone import in_headline, runs_on, stands_alone

    taken = np.zeros(len(text) + 1, dtype=bool)
    starts = [q.start for q in quotations]
    for draft in drafts:
        at = bisect_right(starts, draft.start) - 1
        if at >= 0 and draft.cue and draft.end < quotations[at].end and draft.start > quotations[at].start:
            continue
        for start, end in (*draft.source, *draft.cue, *draft.content):
            taken[start:end] = True
    alone = {(q.start, q.end) for q in quotations if stands_alone(text, q)}
    drafts = sorted((replace(d, rule="quotation") if d.found and not d.source and not d.cue and alone.issuperset(d.content) else d for d in drafts), key=lambda d: d.end)
    ends = [d.end for d in drafts]
    for q in quotations:
        heads = in_headline(text, q)
        if taken[q.start : q.end].any() or not (heads or stands_alone(text, q)):
            continue
        at = bisect_right(ends, q.start)
        if at and not heads and runs_on(text, drafts[at - 1], q):
            drafts[at - 1] = replace(drafts[at - 1], content=(*drafts[at - 1].content, (q.start, q.end)))
            ends[at - 1] = q.end
        else:
            drafts.insert(at, Draft((), (), ((q.start, q.end),), None, "quotation"))
            ends.insert(at, q.end)
    return drafts


def _nest(drafts: list[Draft]) -> list[Draft]:
    """Give each draft the innermost other one whose content holds its content and cue."""
    starts, ends = ([least(span[at] for span in (*d.cue, *d.content)) for d in drafts] for at, least in ((0, min), (1, max)))
    reach = [(min(s for s, _ in d.content), max(e for _, e in d.content)) for d in drafts]
    order = sorted(range(len(drafts)), key=starts.__getitem__)
    nested = list(drafts)
    open_ended: list[int] = []
    for at, i in enumerate(order):
        draft = drafts[i]
        open_ended = [k for k in open_ended if reach[k][1] > min(starts[i], draft.content[0][0])]
        near = [*open_ended, *order[at + 1 : at + LOOK_AHEAD]]
        if holding := [k for k in near if reach[k][0] <= starts[i] and ends[i] <= reach[k][1] and holds(drafts[k], draft)]:
            nested[i] = replace(draft, outer=min(holding, key=lambda k: _size(drafts[k])))
        open_ended.append(i)
    return nested


def holds(outer: Draft | Statement, inner: Draft | Statement) -> bool:
    """Whether one statement's content holds the content and the cue of another."""
    return outer.content != inner.content and all(any(a <= s and e <= b for a, b in outer.content) for s, e in (*inner.content, *inner.cue))


def _size(draft: Draft) -> int:
    return sum(e - s for s, e in draft.content)
