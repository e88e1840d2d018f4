"""Speech between dashes, as in many languages: `— The roof holds, — said the architect. — It will outlive us.`"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.drafts import Draft
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_DASH = re.compile(r"[—–―]|(?<![\w-])--?(?![\w-])")
_STARTS = re.compile(r"\s*(?:[—–―]|--?(?=\s))\s*")


def with_what_follows_tags(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, to which is added what follows upon the tag between dashes that names their source, in a line that begins with a dash: to its end or to the next tag."""
    if not drafts:
        return []
    after: dict[int, tuple[Span, ...]] = {}
    by_cue = sorted((d.cue[0][0], i) for i, d in enumerate(drafts) if d.cue)
    for line in _LINE.finditer(text):
        begins = _STARTS.match(text, line.start(), line.end())
        dashes = [m.span() for m in _DASH.finditer(text, begins.end(), line.end())] if begins else []
        if begins is None or len(dashes) < 2:
            continue
        pieces = [(a[1], b[0]) for a, b in zip([(0, begins.end()), *dashes], [*dashes, (line.end(), 0)])]
        said, tag = pieces[0], pieces[1]
        for _, i in by_cue[bisect_left(by_cue, (tag[0], 0)) : bisect_left(by_cue, (tag[1], 0))]:
            draft = drafts[i]
            in_tag = all(tag[0] <= s and e <= tag[1] for s, e in (*draft.cue, *draft.source))
            if in_tag and any(said[0] <= s < said[1] for s, _ in draft.content) and all(e <= said[1] for _, e in draft.content):
                after[i] = tuple(_trimmed(text, *piece) for piece in pieces[2:3] if text[slice(*piece)].strip(" .,;!?"))
                break
    return [replace(d, content=(*d.content, *after[i])) if i in after else d for i, d in enumerate(drafts)]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without white space and the mark that ends the sentence outside of quotation marks, or goes before the next dash."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    return start, end - (text[end - 1] in ".," and text[end - 2 : end] != "..")
