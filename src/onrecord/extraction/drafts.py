"""A statement while it is put together: spans of characters in each role."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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


def borne_out(drafts: Sequence[Draft], made: Draft, within: Span) -> list[Draft]:
    """The drafts, of which those that have their cue among some characters give way to the one that a rule has made of these, unless the model has surely read the same."""
    here = [d for d in drafts if d.cue and within[0] <= d.cue[0][0] < within[1]]
    read = next((d for d in here if _is_surely_read(d, made)), None)
    return [*(d for d in drafts if not any(d is h for h in here)), made if read is None else replace(read, rule=made.rule)]


def _is_surely_read(draft: Draft, made: Draft) -> bool:
    """Whether the model is sure of the cue of a draft, and it has all words of the cue, the source, some of the content, and nothing of the cue as content, of one that was made by a rule."""
    last = made.cue[-1][1]
    same = any(s < end and start < e for s, e in draft.content for start, end in made.content)
    inside = any(made.cue[0][0] <= s < last for s, _ in draft.content)
    whole = len(made.cue) == 1 or draft.cue[-1][1] >= last
    source = bool(draft.source) == bool(made.source) and all(any(s < end and start < e for start, end in made.source) for s, e in draft.source)
    return draft.found is not None and draft.found.cue_probability >= SURE_CUE and same and whole and not inside and source
