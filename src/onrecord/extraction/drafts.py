"""A statement while it is put together: spans of characters in each role."""

from dataclasses import dataclass

from onrecord.extraction.decoder import Found
from onrecord.types import Span

SURE_CUE = 0.85  # of the model, below which a form is surer


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as spans of characters, found by the model or by a `rule`; `outer` indexes the statement that holds it, `via` is the outlet that passes it on."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    found: Found | None
    rule: str | None = None
    outer: int | None = None
    via: Span | None = None

    @property
    def start(self) -> int:
        return min(s for role in (self.source, self.cue, self.content) for s, _ in role)

    @property
    def end(self) -> int:
        return max(e for role in (self.source, self.cue, self.content) for _, e in role)


def is_surely_read(draft: Draft, made: Draft) -> bool:
    """Whether the model is sure of the cue of a draft, and it has all words of the cue, the source, and nothing of the cue as content, of one that was made by a rule."""
    (start, end), (_, last) = made.source[0], made.cue[-1]
    inside = any(made.cue[0][0] <= s < last for s, _ in draft.content)
    whole = last < end or draft.cue[-1][1] >= last
    source = bool(draft.source) and all(s < end and start < e for s, e in draft.source)
    return draft.found is not None and draft.found.cue_probability >= SURE_CUE and whole and not inside and source
