"""What can be read on things: `One placard read “Hands off our ferry”`, `a sheet of paper saying “Closed”`, `banners with the words “Pay the nurses”`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.types import Span

_THINGS = (r"(?i:signs?|signboards?|banners?|placards?|posters?|billboards?|stickers?|plaques?|badges?|T-shirts?|shirts?|caps?|hats?|armbands?|leaflets?|flyers?|pamphlets?|notes?|notices?|slogans?|graffiti|inscriptions?|labels?|captions?|headlines?|hashtags?|tattoos?|flags?|scarf|scarves"
           r"|cards?|gravestones?|headstones?|tombstones?|blackboards?|noticeboards?|scoreboards?|screens?|bumper stickers?|sheets? of paper|pieces? of (?:paper|cardboard)|brochures?|road signs?|wreaths?|ribbons?|mugs?)")  # fmt: skip
_OPENS = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]any|[Ss]ome|[Mm]ost|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Ee]ach|[Ss]mall|[Ll]arge|(?:[Oo]ne|[Ss]ome|[Mm]any) of the)"
_OTHER = r"(?!(?:[a-z]+ed|held|holds?|holding|wore|wears?|wearing|carr(?:y|ies|ying)|waved?|waving|up|with|of|on|in|at|by|from|for|to|and|or|who|that|which|near|under|over|behind|was|were|is|are|had|has)\b)"
_MADE = r"(?:cardboard|paper|hand-?\w+|home-?made|wooden|printed|small|large|huge|giant|black|white|red|yellow|blue|protest|campaign)"
_THING = rf"(?:{_OPENS} (?:(?<!\bSeveral )(?<!\bseveral )(?<!\bMany )(?<!\bmany )(?<!\bSome )(?<!\bsome )[a-z]+ed )?(?:{_OTHER}[\w’'-]+ ){{0,3}}|{_MADE} )?{_THINGS}"
_WHERE = r"(?: (?:(?:hung|hanging|pinned|taped|nailed|painted|sprayed|stuck|held|carried|fixed|tied|printed|left) )?(?:on|at|above|over|in|across|outside|beside|near|to|by|from|behind|inside)\b[^,.;:!?\"“”„«»()–—\r\n]{2,50}?)?(?:, [^,;:.\"“”„«»\r\n]{2,60},)?"
_CLAUSE = re.compile(rf"(?:(?<![^\r\n])|(?<=[.!?;:,–—\"”] )|(?<=\band )|(?<=\bbut )|(?<=\bwhere )|(?<=\bwhile ))(?P<source>{_OPENS} (?:{_OTHER}[\w’'-]+ ){{0,3}}{_THINGS}{_WHERE}) (?P<cue>(?:also |simply |just )?(?:reads?|said|says?|declared|proclaimed|warned|(?:bears?|bore|carr(?:y|ies|ied)) the (?:words|slogan|message|inscription)))[,:]? \Z")
_PARTICIPLE = re.compile(rf"(?<![\w’'-])(?P<source>{_THING}{_WHERE}),? (?P<cue>reading|saying|declaring|proclaiming|(?:with|bearing|carrying) the (?:words|slogan|message|inscription))[,:]? \Z")
_NAMED = re.compile(rf"\b{_THINGS}\b")
_ENDS = re.compile(r"\b(?:reads?|said|says?|declared|proclaimed|warned|reading|saying|declaring|proclaiming|words|slogan|message|inscription)[,:]? \Z")
_RELATIVE = re.compile(rf"(?<![\w’'-]){_THING}(?:, | )(?P<source>that|which) (?P<cue>(?:also |simply |just )?(?:reads?|said|says?|declared|proclaimed|warned|(?:bears?|bore) the (?:words|slogan|message|inscription)))[,:]? \Z")
_NEXT = re.compile(r"(?:,|,? (?:and|or))[ \t]+")
FURTHEST = 140  # characters before a quotation in which the thing is named
LONGEST_CUE = 20  # characters of the last word of a cue
RULE = "sign"


def with_signs(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, and a statement of a thing for each quotation that it is said to bear, or the same one where the model has read it."""
    kept = list(drafts)
    for i, q in enumerate(quotations):
        if _ENDS.search(text, max(0, q.start - LONGEST_CUE), q.start) is None:
            continue
        first = max(0, q.start - FURTHEST)
        if _NAMED.search(text, first, q.start) is None:
            continue
        m = _CLAUSE.search(text, first, q.start) or _PARTICIPLE.search(text, first, q.start) or _RELATIVE.search(text, first, q.start)
        if m is None or not q.closed:
            continue
        here = next((d for d in kept if d.cue and any(s < m.end("cue") and m.start("cue") < e for s, e in d.cue)), None)
        if here is None and any(d.cue and s <= q.start < e and not _around(d, m.start(), q.end) for d in kept for s, e in d.content):
            continue
        made = Draft(((m.start("source"), m.start("source") + len(m["source"].rstrip(","))),), (m.span("cue"),), _and_more(text, quotations, i), None, RULE)
        same = here is not None and here.found is not None and (here.source, here.content) == (made.source, made.content)
        kept = [*(d for d in kept if d is not here), replace(here, rule=RULE) if here is not None and same else made]
    return kept


def _around(draft: Draft, start: int, end: int) -> bool:
    """Whether a draft's content holds all of some characters, and its cue none of them."""
    return any(s <= start and end <= e for s, e in draft.content)


def _and_more(text: str, quotations: Sequence[Quotation], i: int) -> tuple[Span, ...]:
    """A quotation and those that are joined to it by "and" or commas."""
    content = [(quotations[i].start, quotations[i].end)]
    for q in quotations[i + 1 :]:
        if _NEXT.fullmatch(text, content[-1][1], q.start) is None:
            break
        content.append((q.start, q.end))
    return tuple(content)
